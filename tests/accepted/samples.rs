//! The checkers, checked: each accepts its good samples and refuses each broken one for the reason written down.
//!
//! `samples/CHECKER/good/*` are things as the checker is given them, and `samples/CHECKER/broken.txt` tells the
//! mistakes: one paragraph each, with the words that the refusal must hold, and what to change in a good sample.
//!
//! ```text
//! NAME: words of the refusal
//! @ FILE                  which good sample, or which file of a folder; `@ FILE > NAME` renames it
//! - old text              of one line or several; without new text, the line goes
//! + new text
//! ```
//!
//! A checker that accepts everything, or refuses everything, passes no test here.

use std::{
    fs,
    path::{Path, PathBuf},
};

use crate::{
    checker::{Absent, Checker, Verdict},
    chrony::Chrony,
    classic::{Nslcd, Slapd},
    cloud_init::CloudInit,
    compose::Compose,
    freeradius::FreeRadius,
    itop::Itop,
    kea::Kea,
    libvirt::Libvirt,
    lxc::Lxc,
    networkd::Networkd,
    place::root,
    samba::{Directory, Samba},
    schema::Schema,
    shell::Shell,
    switch::{Amon, Aruba, Comware, Era, Ios, Pfsense, Sim2960, Structure},
    unbound::Unbound,
    units::Units,
};

fn entries(folder: &Path) -> Vec<PathBuf> {
    let listed = fs::read_dir(folder).unwrap_or_else(|error| panic!("{}: {error}", folder.display()));
    let mut paths: Vec<PathBuf> = listed.filter_map(|entry| entry.ok().map(|entry| entry.path())).collect();
    paths.sort();
    assert!(!paths.is_empty(), "{}: no sample", folder.display());
    paths
}

/// One mistake: how a good sample is changed, and what the checker says of it.
struct Mistake {
    name: String,
    words: String,
    changes: Vec<Change>,
}

enum Change {
    Select(String),
    Rename(String, String),
    Replace(String, String),
}

fn mistakes(text: &str) -> Vec<Mistake> {
    text.split("\n\n").map(mistake).collect()
}

fn mistake(paragraph: &str) -> Mistake {
    let mut lines = paragraph.lines().peekable();
    let (name, words) = lines.next().and_then(|line| line.split_once(": ")).unwrap_or_else(|| panic!("{paragraph}"));
    let mut changes = Vec::new();
    while let Some(line) = lines.peek() {
        if let Some(file) = line.strip_prefix("@ ") {
            lines.next();
            changes.push(match file.split_once(" > ") {
                Some((old, new)) => Change::Rename(old.to_owned(), new.to_owned()),
                None => Change::Select(file.to_owned()),
            });
            continue;
        }
        let mut block = |mark| {
            let mut block = Vec::new();
            while let Some(line) = lines.next_if(|line| line.starts_with(mark)) {
                block.push(line.strip_prefix(mark).unwrap_or_default());
            }
            block
        };
        let (old, new) = (block("- "), block("+ "));
        assert!(!old.is_empty(), "{name}: a line is neither @, - nor +");
        changes.push(if new.is_empty() {
            Change::Replace(old.join("\n") + "\n", String::new())
        } else {
            Change::Replace(old.join("\n"), new.join("\n"))
        });
    }
    Mistake { name: name.to_owned(), words: words.to_owned(), changes }
}

/// Writes the broken sample of a mistake below `folder`, and returns it.
fn made(mistake: &Mistake, good: &[PathBuf], folder: &Path) -> PathBuf {
    let chosen = mistake.changes.iter().find_map(|change| match change {
        Change::Select(file) => good.iter().find(|path| path.ends_with(file)),
        _ => None,
    });
    let source = chosen.or(good.first()).unwrap_or_else(|| panic!("no good sample"));
    let below = folder.join(&mistake.name);
    fs::create_dir_all(&below).unwrap_or_else(|error| panic!("{}: {error}", below.display()));
    let sample = below.join(source.file_name().unwrap_or_default());
    copy(source, &sample);
    let mut file = sample.clone();
    for change in &mistake.changes {
        match change {
            Change::Select(name) if sample.is_dir() => file = sample.join(name),
            Change::Select(_) => {}
            Change::Rename(old, new) => {
                fs::rename(sample.join(old), sample.join(new)).unwrap_or_else(|error| panic!("{old}: {error}"))
            }
            Change::Replace(old, new) => {
                let text = read(&file);
                assert!(text.contains(old.as_str()), "{}: no `{old}` in {}", mistake.name, file.display());
                fs::write(&file, text.replacen(old, new, 1)).unwrap_or_else(|error| panic!("{error}"));
            }
        }
    }
    sample
}

/// Copies a file, or a folder with all below.
pub fn copy(from: &Path, to: &Path) {
    if from.is_dir() {
        fs::create_dir_all(to).unwrap_or_else(|error| panic!("{}: {error}", to.display()));
        for path in entries(from) {
            copy(&path, &to.join(path.file_name().unwrap_or_default()));
        }
    } else {
        fs::copy(from, to).unwrap_or_else(|error| panic!("{}: {error}", from.display()));
    }
}

fn read(file: &Path) -> String {
    fs::read_to_string(file).unwrap_or_else(|error| panic!("{}: {error}", file.display()))
}

fn prove(checker: &dyn Checker) {
    let mut absent = Absent::default();
    if absent.admits(checker) {
        let samples = root().join("tests/accepted/samples").join(checker.name());
        let good = entries(&samples.join("good"));
        for (path, verdict) in good.iter().zip(checker.judge(&good)) {
            assert_eq!(verdict, Verdict::Accepted, "good sample {}", path.display());
        }
        let mistakes = mistakes(&read(&samples.join("broken.txt")));
        let folder = Path::new(env!("CARGO_TARGET_TMPDIR")).join("broken").join(checker.name());
        if folder.exists() {
            fs::remove_dir_all(&folder).unwrap_or_else(|error| panic!("{}: {error}", folder.display()));
        }
        let broken: Vec<PathBuf> = mistakes.iter().map(|mistake| made(mistake, &good, &folder)).collect();
        for (Mistake { name, words, .. }, verdict) in mistakes.iter().zip(checker.judge(&broken)) {
            match verdict {
                Verdict::Refused(text) => assert!(text.contains(words.as_str()), "{name}: wanted `{words}` in:\n{text}"),
                other => panic!("broken sample {name}: {other:?}"),
            }
        }
    }
    absent.close();
}

#[test]
fn networkd_accepts_good_folders_and_refuses_broken_ones() {
    prove(&Networkd);
}

#[test]
fn lxc_accepts_good_containers_and_refuses_broken_ones() {
    prove(&Lxc);
}

#[test]
fn libvirt_accepts_good_domains_and_refuses_broken_ones() {
    prove(&Libvirt);
}

#[test]
fn cloud_init_accepts_good_seeds_and_refuses_broken_ones() {
    prove(&CloudInit);
}

#[test]
fn compose_accepts_good_projects_and_refuses_broken_ones() {
    prove(&Compose);
}

#[test]
fn the_itop_reader_accepts_good_imports_and_refuses_broken_ones() {
    prove(&Itop);
}

#[test]
fn the_comware_reader_accepts_good_switches_and_refuses_broken_ones() {
    prove(&Comware);
}

#[test]
fn the_aruba_reader_accepts_good_clusters_and_refuses_broken_ones() {
    prove(&Aruba);
}

#[test]
fn the_ios_reader_accepts_good_switches_and_refuses_broken_ones() {
    prove(&Ios);
}

#[test]
fn netutils_finds_the_blocks_that_the_readers_find() {
    prove(&Structure);
}

#[test]
fn a_simulated_2960_takes_good_switches_and_refuses_broken_ones() {
    prove(&Sim2960);
}

#[test]
fn the_shell_accepts_good_scripts_and_refuses_broken_ones() {
    prove(&Shell);
}

#[test]
fn the_schemas_accept_good_files_and_refuse_broken_ones() {
    prove(&Schema);
}

#[test]
fn systemd_accepts_good_units_and_refuses_broken_ones() {
    prove(&Units);
}

#[test]
fn kea_accepts_good_files_and_refuses_broken_ones() {
    prove(&Kea);
}

#[test]
fn unbound_accepts_good_files_and_refuses_broken_ones() {
    prove(&Unbound);
}

#[test]
fn chrony_accepts_good_files_and_refuses_broken_ones() {
    prove(&Chrony);
}

#[test]
fn the_reader_of_amon_accepts_good_files_and_refuses_broken_ones() {
    prove(&Amon);
}

#[test]
fn the_reader_of_zone_models_accepts_good_files_and_refuses_broken_ones() {
    prove(&Era);
}

#[test]
fn the_reader_of_pfsense_accepts_good_files_and_refuses_broken_ones() {
    prove(&Pfsense);
}

#[test]
fn freeradius_accepts_good_folders_and_refuses_broken_ones() {
    prove(&FreeRadius);
}

#[test]
fn samba_accepts_good_files_and_refuses_broken_ones() {
    prove(&Samba);
}

#[test]
fn a_domain_takes_good_entries_and_refuses_broken_ones() {
    prove(&Directory);
}

#[test]
fn slapd_loads_good_entries_and_refuses_broken_ones() {
    prove(&Slapd);
}

#[test]
fn nslcd_starts_with_a_good_file_and_with_no_broken_one() {
    prove(&Nslcd);
}
