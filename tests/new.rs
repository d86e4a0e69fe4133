//! A region and its schools from nothing: each first text compiles, and none is written over another.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::indexing_slicing, reason = "a test stops where it fails")]

use preau::compile::{Options, check, newcomer};
use preau::net::Uai;
use preau::source::Source;
use std::fs;
use std::path::{Path, PathBuf};

/// A folder of its own, taken away at the end.
struct Folder(PathBuf);
impl Folder {
    fn new(name: &str) -> Folder {
        let path = std::env::temp_dir().join(format!("preau-new-{name}-{}", std::process::id()));
        let _ = fs::remove_dir_all(&path);
        fs::create_dir_all(&path).unwrap();
        Folder(path)
    }
    fn preau(&self, args: &[&str]) -> (Option<i32>, String) {
        let done = std::process::Command::new(env!("CARGO_BIN_EXE_preau")).args(args).current_dir(&self.0).output().unwrap();
        (done.status.code(), format!("{}{}", String::from_utf8(done.stdout).unwrap(), String::from_utf8(done.stderr).unwrap()))
    }
    fn read(&self, path: &str) -> String {
        fs::read_to_string(self.0.join(path)).unwrap()
    }
}
impl Drop for Folder {
    fn drop(&mut self) {
        let _ = fs::remove_dir_all(&self.0);
    }
}

const SCHOOL: &[&str] = &["new", "school", "0370037P", "--profile", "lycee", "--name", "Lycée d'essai", "--slug", "x", "essai"];

#[test]
fn a_new_region_with_a_new_school_in_it_compiles_without_an_error_or_a_warning() {
    let folder = Folder::new("region");
    let (code, said) = folder.preau(&["new", "region", "essai"]);
    assert_eq!((code, said.as_str()), (Some(0), "essai/profiles/commun.kdl\nessai/profiles/lycee.kdl\nessai/region.kdl\n"));
    assert_eq!(folder.preau(SCHOOL), (Some(0), "essai/37/0370037P-x.kdl\n".into()));
    let (code, said) = folder.preau(&["check", "essai", "--deny", "warnings"]);
    assert_eq!(code, Some(0), "{said}");
    let (code, said) = folder.preau(&["fmt", "--check", "essai"]);
    assert_eq!(code, Some(0), "{said}");
    let (code, said) = folder.preau(&["build", "essai"]);
    assert_eq!(code, Some(0), "{said}");
    assert!(folder.0.join("build/0370037P/switches").is_dir());
}

#[test]
fn nothing_is_overwritten() {
    let folder = Folder::new("again");
    folder.preau(&["new", "region", "essai"]);
    folder.preau(SCHOOL);
    fs::write(folder.0.join("essai/profiles/lycee.kdl"), "mine").unwrap();
    fs::remove_file(folder.0.join("essai/region.kdl")).unwrap();
    let (code, said) = folder.preau(&["new", "region", "other", "-o", "essai"]);
    assert!(code == Some(2) && said.contains("there already"), "{said}");
    assert_eq!(folder.read("essai/profiles/lycee.kdl"), "mine");
    assert!(!folder.0.join("essai/region.kdl").exists(), "nothing is written when something is there");
    let folder = Folder::new("school-again");
    folder.preau(&["new", "region", "essai"]);
    folder.preau(SCHOOL);
    let before = folder.read("essai/37/0370037P-x.kdl");
    let (code, said) = folder.preau(SCHOOL);
    assert!(code == Some(2) && said.contains("0370037P is there already: 37/0370037P-x.kdl"), "{said}");
    assert_eq!(folder.read("essai/37/0370037P-x.kdl"), before);
}

#[test]
fn a_name_that_the_language_does_not_take_is_refused_before_anything_is_written() {
    let folder = Folder::new("names");
    for name in ["1st", "../essai", "é", ""] {
        assert_eq!(folder.preau(&["new", "region", name]).0, Some(2), "{name}");
    }
    folder.preau(&["new", "region", "essai"]);
    for (at, wrong) in [(2, "0370037A"), (4, "absent"), (6, "a\nb"), (8, "../x"), (8, "")] {
        let mut args = SCHOOL.to_vec();
        args[at] = wrong;
        assert_eq!(folder.preau(&args).0, Some(2), "{wrong}");
    }
    assert!(!folder.0.join("essai/37").exists());
}

/// The sample region, as texts.
fn sample() -> Vec<(String, String)> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("schools");
    let (mut out, mut waiting) = (Vec::new(), vec![root.clone()]);
    while let Some(folder) = waiting.pop() {
        for entry in fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path()) {
            if entry.is_dir() {
                waiting.push(entry);
            } else {
                let path = entry.strip_prefix(&root).unwrap().to_str().unwrap().to_owned();
                out.push((path, fs::read_to_string(&entry).unwrap()));
            }
        }
    }
    out
}

#[test]
fn a_new_school_of_each_profile_of_the_sample_region_compiles_in_a_block_of_its_own() {
    let mut files = sample();
    let of = |files: &[(String, String)]| Source::of(&files.iter().map(|(p, t)| (p.as_str(), t.as_str())).collect::<Vec<_>>());
    let mut blocks = Vec::new();
    let mut schools = Vec::new();
    for (number, profile) in ["lycee-en", "cfa", "college", "ef2s", "lycee-agricole", "access-only"].iter().enumerate() {
        let digits = 379_950 + u32::try_from(number).unwrap();
        let uai: Uai = format!("{digits:07}{}", Uai::letter_of(digits)).parse().unwrap();
        let (path, text) = newcomer(&of(&files), uai, profile, "École d'essai", "essai").unwrap();
        assert_eq!(path, format!("37/{uai}-essai.kdl"));
        assert_eq!(preau::fmt::format(preau::base::FileId(0), &text).unwrap(), text, "it is in the one layout");
        blocks.extend(text.lines().filter(|line| line.starts_with("block ")).map(str::to_owned));
        files.push((path, text));
        schools.push(uai);
    }
    assert_eq!(blocks.len(), 5, "an access-only site has none: {blocks:?}");
    let options = Options { today: None, schools: schools.clone(), targets: Vec::new(), progress: &|_, _| {} };
    let source = of(&files);
    let checked = check(&source, &options);
    let wrong: Vec<_> = checked.findings.iter().filter(|f| f.severity == preau::base::Severity::Error).collect();
    assert!(wrong.is_empty(), "{wrong:#?}");
    assert_eq!(checked.schools, schools.len());
}
