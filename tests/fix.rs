//! `check --fix` as its users meet it: what is mended, what is left alone, and what is never written.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::indexing_slicing, reason = "a test stops where it fails")]

use preau::compile::mend::{Mended, mend};
use preau::compile::{self, Options};
use preau::source::{self, Source};
use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Output};

const SCHOOL: &str = "37/0370037P-choiseul.kdl";

fn options() -> Options<'static> {
    Options { today: "2026-11-25".parse().ok(), schools: Vec::new(), targets: Vec::new(), progress: &|_, _| () }
}

/// The frozen region with pieces of one school's text replaced.
fn region(edits: &[(&str, &str)]) -> Source {
    let mut source = source::read(&Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/fixtures/trial")).unwrap();
    let file = source.files.iter_mut().find(|f| f.path == SCHOOL).unwrap();
    for (old, new) in edits {
        assert!(file.text.contains(old), "{old}");
        file.text = file.text.replacen(old, new, 1);
    }
    source
}

fn text(source: &Source) -> &str {
    &source.find(SCHOOL).unwrap().text
}

/// `rule: message` of every error.
fn errors(mended: &Mended) -> Vec<String> {
    let errors = mended.checked.findings.iter().filter(|f| f.severity == preau::base::Severity::Error);
    errors.map(|f| format!("{}: {}", f.rule, f.message)).collect()
}

/// Mistakes whose finding offers a mend: what stood there, what stands there now.
const FIXABLE: &[(&str, &str)] = &[
    ("until=\"2027-08-31\"", "until=2027-08-31"),
    ("name=\"Lycée Choiseul\"", "name='Lycée Choiseul'"),
    ("vlan=pedagogie", "vlan=pedagogi"),
    ("\"17-28\"", "\"16-28\""),
    ("level=15", "levle=15"),
    ("role=core", "role=coer"),
    ("model=hpe-5130-48g-4sfp+", "model=hpe-5130-48g-4sfpp+"),
    ("rack=", "rack= "),
];

#[test]
fn each_mistake_with_a_mend_is_mended_to_a_region_that_checks_clean_and_reads_as_before() {
    let sound = region(&[]);
    for (right, wrong) in FIXABLE {
        let mended = mend(&region(&[(right, wrong)]), &options());
        assert_eq!(errors(&mended), Vec::<String>::new(), "{wrong}");
        assert!(!mended.rounds.is_empty(), "{wrong}");
        let (text, before) = (text(&mended.source), text(&sound));
        let first = text.lines().zip(before.lines()).find(|(a, b)| a != b);
        assert!(text == before, "{wrong}: {first:?}");
    }
}

#[test]
fn mending_what_is_mended_changes_nothing_and_a_sound_region_is_left_alone() {
    let once = mend(&region(&[("vlan=pedagogie", "vlan=pedagogi"), ("level=15", "levle=15")]), &options());
    assert!(!once.rounds.is_empty());
    let twice = mend(&once.source, &options());
    assert!(twice.rounds.is_empty() && twice.changed().next().is_none());
    assert!(mend(&region(&[]), &options()).rounds.is_empty());
}

#[test]
fn two_mistakes_in_one_line_are_mended_and_its_comment_stays() {
    let line = "vlan bts-sio ";
    let sound = region(&[]);
    let original = text(&sound).lines().find(|l| l.trim_start().starts_with(line) && l.contains("level=15")).unwrap().to_owned();
    let wrong = original.replace("level=15", "levle=15").replace("port-class=atelier", "port-class=ateleir") + " // la salle B12";
    let mended = mend(&region(&[(&original, &wrong)]), &options());
    assert_eq!(errors(&mended), Vec::<String>::new());
    assert!(text(&mended.source).contains(&(original + " // la salle B12")), "{:?}", mended.changed().next());
}

#[test]
fn a_mistake_without_a_mend_is_found_and_its_file_keeps_every_byte() {
    for (right, wrong) in [("uplink 25 to=sw151:2 ", "uplink 27 to=sw151:2 "), ("place=14", "place=14.0")] {
        let broken = region(&[(right, wrong)]);
        let found = compile::check(&broken, &options()).findings.len();
        let mended = mend(&broken, &options());
        assert_eq!((mended.changed().count(), mended.checked.findings.len()), (0, found), "{wrong}");
    }
}

#[test]
fn of_names_as_near_no_program_chooses() {
    // Nine switches are one letter from it.
    let broken = region(&[("to=sw151:2 ", "to=sw15x:2 ")]);
    let mended = mend(&broken, &options());
    assert!(errors(&mended).iter().any(|e| e.starts_with("device-unknown")), "{:?}", errors(&mended));
    assert_eq!(mended.changed().count(), 0);
}

#[test]
fn mending_ends_within_its_rounds_whatever_is_broken() {
    // Every twentieth byte of a school goes missing, in turn: mends meet, undo one another or lead to new findings.
    let sound = region(&[]);
    for start in 0..6 {
        let mut broken = sound.clone();
        let file = broken.files.iter_mut().find(|f| f.path == SCHOOL).unwrap();
        let chars = file.text.chars().enumerate();
        file.text = chars.filter(|(at, c)| at % 97 != start * 13 || *c == '\n').map(|(_, c)| c).collect();
        let mended = mend(&broken, &options());
        assert!(mended.rounds.len() <= compile::mend::ROUNDS);
        let again = mend(&mended.source, &options());
        assert!(mended.rounds.len() == compile::mend::ROUNDS || again.rounds.is_empty(), "{start}");
    }
}

/// A copy of a fault's region in a folder of its own.
struct Place(PathBuf);

impl Place {
    fn of(fault: &str, name: &str) -> Place {
        let from = Path::new(env!("CARGO_MANIFEST_DIR")).join("examples/faults").join(fault);
        let to = std::env::temp_dir().join(format!("preau-fix-{}-{name}", std::process::id()));
        let _ = fs::remove_dir_all(&to);
        for path in ["region.kdl", "profiles/p.kdl", "37/0379901L-exemple.kdl"] {
            fs::create_dir_all(to.join(path).parent().unwrap()).unwrap();
            fs::copy(from.join(path), to.join(path)).unwrap();
        }
        Place(to)
    }
    fn school(&self) -> PathBuf {
        self.0.join("37/0379901L-exemple.kdl")
    }
    fn check(&self, args: &[&str]) -> Output {
        let mut command = Command::new(env!("CARGO_BIN_EXE_preau"));
        command.arg("check").arg(&self.0).args(["--on", "2026-11-25"]).args(args).output().unwrap()
    }
}

impl Drop for Place {
    fn drop(&mut self) {
        let _ = fs::remove_dir_all(&self.0);
    }
}

fn out(output: &Output) -> String {
    String::from_utf8(output.stdout.clone()).unwrap()
}

#[test]
fn the_command_writes_what_it_mends_and_says_so() {
    let place = Place::of("3-misspelt-property", "says");
    let before = fs::read_to_string(place.school()).unwrap();
    assert_eq!(place.check(&[]).status.code(), Some(1));
    assert_eq!(fs::read_to_string(place.school()).unwrap(), before, "a check writes nothing");
    let fixed = place.check(&["--fix"]);
    assert!(out(&fixed).starts_with("mended 37/0379901L-exemple.kdl:17:31 unknown-property: `"), "{}", out(&fixed));
    assert_eq!(fixed.status.code(), Some(0), "{}", out(&fixed));
    let after = fs::read_to_string(place.school()).unwrap();
    let differ = before.lines().zip(after.lines()).filter(|(a, b)| a != b).count();
    assert!(differ == 1 && before.lines().count() == after.lines().count(), "{differ} lines differ");
    let again = place.check(&["--fix"]);
    assert!(!out(&again).contains("mended"), "{}", out(&again));
    assert!(fs::read_dir(place.0.join("37")).unwrap().count() == 1, "nothing is left beside it");
}

#[test]
fn for_a_program_each_change_is_an_object_before_the_findings() {
    let place = Place::of("1-undeclared-vlan", "json");
    let said = out(&place.check(&["--fix", "--format", "json"]));
    let objects: Vec<serde_json::Value> = said.lines().map(|line| serde_json::from_str(line).unwrap()).collect();
    let first = &objects[0];
    assert_eq!((first["mended"].as_str(), first["line"].as_u64()), (Some("vlan-undeclared"), Some(19)), "{said}");
    assert!(first["old"] != first["new"] && first["round"] == 1 && objects[1..].iter().all(|o| o["rule"].is_string()), "{said}");
}

#[test]
#[cfg(unix)]
fn a_file_that_cannot_be_replaced_is_said_and_stays_whole() {
    use std::os::unix::fs::PermissionsExt;
    let place = Place::of("3-misspelt-property", "stays");
    let folder = place.0.join("37");
    let before = fs::read(place.school()).unwrap();
    fs::set_permissions(&folder, fs::Permissions::from_mode(0o555)).unwrap();
    let refused = fs::write(folder.join("probe"), "").is_err();
    let fixed = place.check(&["--fix"]);
    fs::set_permissions(&folder, fs::Permissions::from_mode(0o755)).unwrap();
    // Whoever may write everywhere meets no such refusal.
    if refused {
        assert_eq!(fixed.status.code(), Some(2));
        assert!(String::from_utf8_lossy(&fixed.stderr).contains("0379901L-exemple.kdl"));
        assert_eq!(fs::read(place.school()).unwrap(), before);
    }
}
