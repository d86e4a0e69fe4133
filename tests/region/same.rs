//! One region, one tree: neither threads nor the order of files show.

use crate::world::World;
use preau::compile::{self, Built, Options};
use preau::source::Source;
use std::sync::Mutex;

fn build(source: &Source) -> Built {
    compile::build(source, &Options { today: None, schools: Vec::new(), targets: Vec::new(), progress: &|_, _| {} })
}

fn same(a: &Built, b: &Built) {
    assert_eq!(a.files.len(), b.files.len());
    for (a, b) in a.files.iter().zip(&b.files) {
        assert!(a.path == b.path && a.content == b.content && a.meta == b.meta, "{} and {}", a.path, b.path);
    }
    let findings = |b: &Built| b.findings.iter().map(|f| format!("{f:?}")).collect::<Vec<_>>();
    assert_eq!(findings(a), findings(b));
}

#[test]
fn one_two_and_seven_threads_and_files_in_another_order_give_the_same_bytes() {
    let world = World::schools();
    let first = build(&world.source());
    assert!(first.files.len() > 20, "{:?}", first.findings.iter().map(|f| &f.message).collect::<Vec<_>>());
    for threads in [1, 2, 7] {
        let pool = rayon::ThreadPoolBuilder::new().num_threads(threads).build().unwrap();
        same(&first, &pool.install(|| build(&world.source())));
    }
    let mut paths = world.paths();
    paths.reverse();
    same(&first, &build(&Source::of(&paths)));
    paths.rotate_left(3);
    same(&first, &build(&Source::of(&paths)));
}

#[test]
fn portions_hold_the_files_of_a_school_or_a_list_and_together_those_of_the_build() {
    let world = World::schools();
    let source = world.source();
    let options = Options { today: None, schools: Vec::new(), targets: Vec::new(), progress: &|_, _| {} };
    let portions = Mutex::new(Vec::new());
    let built = compile::build_in_portions(&source, &options, &|portion| portions.lock().unwrap().push(portion.files));
    let portions = portions.into_inner().unwrap();
    assert!(built.files.is_empty());
    for portion in &portions {
        let mut schools: Vec<_> = portion.iter().filter_map(|f| f.path.split('/').next()).collect();
        schools.dedup();
        assert!(schools.len() <= 1, "{schools:?}");
        assert!(schools != ["region"] || portion.len() == 1);
    }
    let mut files: Vec<_> = portions.into_iter().flatten().collect();
    files.sort_by(|a, b| a.path.cmp(&b.path));
    same(&Built { files, ..built }, &build(&source));
}
