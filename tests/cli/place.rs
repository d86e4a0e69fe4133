//! A folder of a test's own with a region in it, and the command run there.

use std::fs;
use std::path::PathBuf;
use std::process::{Command, Output};
use std::sync::atomic::{AtomicUsize, Ordering};

/// A folder of its own with a region `schools` in it, taken away at the end.
pub struct Place(pub PathBuf);
impl Place {
    pub fn new(files: &[(&str, &[u8])]) -> Place {
        static COUNT: AtomicUsize = AtomicUsize::new(0);
        let (process, count) = (std::process::id(), COUNT.fetch_add(1, Ordering::SeqCst));
        let path = std::env::temp_dir().join(format!("preau-cli-{process}-{count}"));
        let _ = fs::remove_dir_all(&path);
        fs::create_dir_all(path.join("schools")).unwrap();
        for (name, bytes) in files {
            let file = path.join("schools").join(name);
            fs::create_dir_all(file.parent().unwrap()).unwrap();
            fs::write(file, bytes).unwrap();
        }
        Place(path)
    }
    /// A region that nothing is wrong with.
    pub fn sound() -> Place {
        Place::new(&[("region.kdl", REGION)])
    }
    /// A region with one error, in one file.
    pub fn broken() -> Place {
        Place::new(&[("region.kdl", REGION), ("37/0370037P.kdl", b"// Lyc\xc3\xa9e\nname \"Ch\xe2teau\"\n")])
    }
    pub fn command(&self, args: &[&str]) -> Command {
        let mut command = Command::new(env!("CARGO_BIN_EXE_preau"));
        command.args(args).current_dir(&self.0).env_remove("NO_COLOR").env("TERM", "xterm");
        command
    }
    /// Every file and folder below it.
    pub fn files(&self) -> Vec<PathBuf> {
        let (mut found, mut waiting) = (Vec::new(), vec![self.0.clone()]);
        while let Some(folder) = waiting.pop() {
            for entry in fs::read_dir(&folder).unwrap().map(Result::unwrap) {
                found.push(entry.path());
                if entry.file_type().unwrap().is_dir() {
                    waiting.push(entry.path());
                }
            }
        }
        found.sort();
        found
    }
    pub fn run(&self, args: &[&str]) -> Output {
        self.command(args).output().unwrap()
    }
}
impl Drop for Place {
    fn drop(&mut self) {
        let _ = fs::remove_dir_all(&self.0);
    }
}

const REGION: &[u8] = b"region centre language=1 name=\"Centre\" academy=orleans-tours timezone=\"Europe/Paris\"\n";

pub fn out(output: &Output) -> String {
    String::from_utf8(output.stdout.clone()).unwrap()
}
pub fn err(output: &Output) -> String {
    String::from_utf8(output.stderr.clone()).unwrap()
}
pub fn code(output: &Output) -> Option<i32> {
    output.status.code()
}

/// The small lycée of the frozen region, with its shared files.
pub fn lycee() -> Place {
    fn files(folder: &std::path::Path, below: &str, out: &mut Vec<(String, Vec<u8>)>) {
        for entry in fs::read_dir(folder).unwrap().map(Result::unwrap) {
            let path = format!("{below}{}", entry.file_name().to_str().unwrap());
            if entry.file_type().unwrap().is_dir() {
                files(&entry.path(), &format!("{path}/"), out);
            } else if !path.starts_with(|c: char| c.is_ascii_digit()) || path.ends_with("0410832G-delaunay.kdl") {
                out.push((path, fs::read(entry.path()).unwrap()));
            }
        }
    }
    let mut out = Vec::new();
    files(std::path::Path::new(concat!(env!("CARGO_MANIFEST_DIR"), "/tests/fixtures/trial")), "", &mut out);
    Place::new(&out.iter().map(|(path, bytes)| (path.as_str(), bytes.as_slice())).collect::<Vec<_>>())
}
