//! The checkers, checked: each accepts its good samples and refuses each broken one for the reason written down.
//!
//! `samples/CHECKER/good/*`, `samples/CHECKER/broken/*` and `samples/CHECKER/broken.txt`, whose lines are
//! `ENTRY: words that the refusal holds`. A checker that accepts everything would pass no test here.

use std::{
    collections::BTreeMap,
    fs,
    path::{Path, PathBuf},
};

use crate::{
    checker::{Absent, Checker, Verdict},
    cloud_init::CloudInit,
    compose::Compose,
    itop::Itop,
    libvirt::Libvirt,
    lxc::Lxc,
    networkd::Networkd,
    place::root,
    switch::{Comware, Ios, Sim2960, Structure},
};

fn entries(folder: &Path) -> Vec<PathBuf> {
    let listed =
        fs::read_dir(folder).unwrap_or_else(|error| panic!("{}: {error}", folder.display()));
    let mut paths: Vec<PathBuf> = listed
        .filter_map(|entry| entry.ok().map(|entry| entry.path()))
        .collect();
    paths.sort();
    assert!(!paths.is_empty(), "{}: no sample", folder.display());
    paths
}

fn name(path: &Path) -> String {
    path.file_name()
        .unwrap_or_default()
        .to_string_lossy()
        .into_owned()
}

fn reasons(file: &Path) -> BTreeMap<String, String> {
    let text =
        fs::read_to_string(file).unwrap_or_else(|error| panic!("{}: {error}", file.display()));
    text.lines()
        .map(|line| {
            line.split_once(": ")
                .unwrap_or_else(|| panic!("{}: {line}", file.display()))
        })
        .map(|(entry, words)| (entry.to_owned(), words.to_owned()))
        .collect()
}

fn prove(checker: &dyn Checker) {
    let mut absent = Absent::default();
    if absent.admits(checker) {
        let samples = root().join("tests/accepted/samples").join(checker.name());
        let good = entries(&samples.join("good"));
        for (path, verdict) in good.iter().zip(checker.judge(&good)) {
            assert_eq!(verdict, Verdict::Accepted, "good sample {}", path.display());
        }
        let broken = entries(&samples.join("broken"));
        let reasons = reasons(&samples.join("broken.txt"));
        let named: Vec<String> = broken.iter().map(|path| name(path)).collect();
        assert_eq!(
            named,
            reasons.keys().cloned().collect::<Vec<_>>(),
            "broken samples and their reasons"
        );
        for ((path, words), verdict) in broken
            .iter()
            .zip(reasons.values())
            .zip(checker.judge(&broken))
        {
            match verdict {
                Verdict::Refused(text) => {
                    assert!(
                        text.contains(words.as_str()),
                        "{}: wanted `{words}` in:\n{text}",
                        path.display()
                    );
                }
                other => panic!("broken sample {}: {other:?}", path.display()),
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
