//! The kept corpus of the fuzz targets, replayed without a fuzzer: each input once made one of them panic, hang or grow,
//! or reaches what no other input reaches.

#[path = "../fuzz/src/lib.rs"]
mod targets;

use std::path::Path;
use std::time::{Duration, Instant};

#[test]
fn no_kept_input_panics_or_hangs() {
    let corpus = Path::new(env!("CARGO_MANIFEST_DIR")).join("fuzz/corpus");
    for (name, run) in targets::ALL {
        let mut files: Vec<_> = std::fs::read_dir(corpus.join(name)).into_iter().flatten().flatten().map(|e| e.path()).collect();
        files.sort();
        assert!(!files.is_empty(), "the target {name} has no corpus");
        for file in files {
            let Ok(data) = std::fs::read(&file) else { panic!("{} cannot be read", file.display()) };
            let start = Instant::now();
            run(&data);
            assert!(start.elapsed() < Duration::from_secs(20), "{} took {:?}", file.display(), start.elapsed());
        }
    }
}
