//! The sample region, built by the binary: every file of the tree goes to the checkers of its kind.
//!
//! Knows the tree's layout (a kind in `manifest.json` goes before it) and which files nobody judges, with the reason.
//! A file that is in neither list is a failure, so a new target cannot land unjudged by oversight.
//! Entry point: the test `the_sample_region_is_accepted`.

use std::{
    collections::{BTreeMap, BTreeSet},
    fs,
    path::{Path, PathBuf},
    process::Command,
    sync::LazyLock,
};

use serde_json::Value;

use crate::{
    checker::{Absent, Checker, Verdict, run, say},
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

const CHECKERS: &[&dyn Checker] = &[
    &Networkd,
    &Lxc,
    &Libvirt,
    &CloudInit,
    &Compose,
    &Itop,
    &Comware,
    &Ios,
    &Structure,
    &Sim2960,
    &Shell,
    &Units,
    &Schema,
    &Kea,
    &Unbound,
    &Chrony,
    &Aruba,
    &Amon,
    &Era,
    &Pfsense,
    &FreeRadius,
    &Samba,
    &Directory,
    &Slapd,
    &Nslcd,
];

/// Checkers that must have had something to judge; a target's name comes in with the commit that emits it.
const LANDED: &[&str] = &[
    "networkd",
    "lxc",
    "libvirt",
    "compose",
    "itop",
    "comware",
    "ios",
    "structure",
    "sim2960",
    "shell",
    "units",
    "schema",
    "kea",
    "unbound",
    "chrony",
    "aruba",
    "amon",
    "era",
    "pfsense",
    "freeradius",
    "samba",
    "directory",
    "slapd",
    "nslcd",
];

/// Files that nobody judges, by place, with the reason. `*` stands for one folder or file, `**` for all below.
const UNJUDGED: &[(&str, &str)] = &[
    ("*/hosts/*/lxc/*/resolv.conf", "addresses after the word nameserver: the resolver takes any file"),
    ("*/hosts/*/docker/*/secrets/*", "a secret alone, or its placeholder: the container takes any file"),
    ("*/actions.csv", "a list for people, in French"),
    ("*/firewall/demande-academie.md", "a request to people, in French"),
    ("*/hosts/*/*/samba/demande.txt", "a request to people, in French"),
    ("*/cmdb/itop/*", "a school's part: its keys point into the region's files, where the merged rows are judged"),
];

/// What the tree holds for the checkers: a file that none of them takes is listed apart.
#[derive(Default)]
struct Sorted {
    things: BTreeMap<&'static str, BTreeSet<PathBuf>>,
    unjudged: BTreeSet<String>,
    unknown: Vec<String>,
}

/// Returns the checkers of a file and the thing that they judge: the file, or its folder above.
fn judges(path: &Path, kind: Option<&str>, text: impl Fn() -> String) -> Option<(&'static [&'static str], PathBuf)> {
    let file = path.to_owned();
    let folder = path.parent().unwrap_or(path).to_owned();
    let parts: Vec<&str> = path.iter().filter_map(|part| part.to_str()).collect();
    match (kind, parts.as_slice()) {
        (Some("switch-comware"), _) => return Some((&["comware", "structure"], file)),
        (Some("switch-ios"), _) => return Some((&["ios", "structure", "sim2960"], file)),
        (Some("wifi-aruba-instant"), _) => return Some((&["aruba"], file)),
        (Some("networkd"), _) => return Some((&["networkd"], folder)),
        (Some("lxc"), [.., "config"]) => return Some((&["lxc"], folder)),
        (Some("libvirt-domain"), _) => return Some((&["libvirt"], file)),
        (Some("cloud-init"), _) => return Some((&["cloud-init"], folder)),
        (Some("guest-unit"), _) => return Some((&["units"], folder)),
        (Some("host-storage"), _) => return Some((&["shell"], file)),
        (Some("samba"), _) => return Some((&["samba"], file)),
        (Some("directory-ldif"), _) => return Some((&["directory"], file)),
        (Some("slapd" | "ldap-ldif"), _) => return Some((&["slapd"], folder)),
        (Some("nslcd"), _) => return Some((&["nslcd"], file)),
        (Some("samba-domain" | "samba-shares" | "samba-quotas" | "slapd-start"), _) => return Some((&["shell"], file)),
        (Some("compose"), _) => return Some((&["compose"], file)),
        (
            Some("directory-accounts" | "opsi-clients" | "clearpass-network-devices" | "clearpass-endpoints" | "clearpass-roles"),
            _,
        ) => {
            return Some((&["schema"], file));
        }
        (Some("kea-dhcp4" | "kea-dhcp6"), _) => return Some((&["kea"], file)),
        (Some("unbound"), _) => return Some((&["unbound"], file)),
        (Some("chrony"), _) => return Some((&["chrony"], file)),
        (Some(kind), _) if kind.starts_with("freeradius-") => return Some((&["freeradius"], folder)),
        (Some("amon-config"), _) => return Some((&["amon"], file)),
        (Some("amon-model"), _) => return Some((&["era"], file)),
        (Some("pfsense-config" | "pfsense-overlay"), _) => return Some((&["pfsense"], file)),
        (Some("itop-csv"), ["region", ..]) => return Some((&["itop"], folder)),
        _ => {}
    }
    match parts.as_slice() {
        [_, "switches", name] if name.ends_with(".cfg") => {
            let text = text();
            let starts = |word: &str| text.lines().any(|line| line.starts_with(word));
            if starts(" sysname ") || starts("sysname ") {
                Some((&["comware", "structure"], file))
            } else if starts("hostname ") && text.lines().any(|line| line == "end") {
                Some((&["ios", "structure", "sim2960"], file))
            } else {
                None
            }
        }
        [_, "wifi", name] if name.ends_with(".cfg") => Some((&["aruba"], file)),
        [_, "hosts", _, "network", _] => Some((&["networkd"], folder)),
        [_, "hosts", _, "units", _] => Some((&["units"], folder)),
        [_, "hosts", _, "storage.sh"] => Some((&["shell"], file)),
        [_, "hosts", _, _, "samba", "smb.conf"] => Some((&["samba"], file)),
        [_, "hosts", _, _, "samba", "school.ldif"] => Some((&["directory"], file)),
        [_, "hosts", _, _, "ldap", "slapd.conf" | "school.ldif"] => Some((&["slapd"], folder)),
        [_, "hosts", _, _, "ldap", "nslcd.conf"] => Some((&["nslcd"], file)),
        [_, "hosts", _, _, "samba", "accounts.json"] => Some((&["schema"], file)),
        [_, "hosts", _, "lxc", _, "config"] => Some((&["lxc"], folder)),
        [_, "hosts", _, "kvm", name] if name.ends_with(".xml") => Some((&["libvirt"], file)),
        [_, "hosts", _, "kvm", seed, _] if seed.ends_with("-seed") => Some((&["cloud-init"], folder)),
        [_, "hosts", _, "docker", _, "compose.yaml"] => Some((&["compose"], file)),
        [_, "firewall", "config.eol"] => Some((&["amon"], file)),
        [_, "firewall", "era", _] => Some((&["era"], file)),
        [_, "firewall", name] if name.ends_with(".xml") => Some((&["pfsense"], file)),
        ["region", "radius", _] | [_, "hosts", _, _, "freeradius", _] => Some((&["freeradius"], folder)),
        ["region", "clearpass", _] => Some((&["schema"], file)),
        [_, "hosts", _, _, "kea", _] => Some((&["kea"], file)),
        [_, "hosts", _, _, "unbound", _] => Some((&["unbound"], file)),
        [_, "hosts", _, _, "chrony", _] => Some((&["chrony"], file)),
        ["manifest.json"] | [_, "state.json"] | [_, "stations", "opsi.json"] => Some((&["schema"], file)),
        ["region", "cmdb", "itop", name] if name.ends_with(".csv") => Some((&["itop"], folder)),
        _ => None,
    }
}

/// Returns whether a path fits a pattern of [`UNJUDGED`].
fn fits(path: &Path, pattern: &str) -> bool {
    let mut parts = path.iter().filter_map(|part| part.to_str());
    for wanted in pattern.split('/') {
        match (wanted, parts.next()) {
            ("**", Some(_)) => return true,
            ("*", Some(_)) => {}
            (wanted, Some(part)) if wanted == part => {}
            _ => return false,
        }
    }
    parts.next().is_none()
}

fn files(folder: &Path, below: &Path, into: &mut Vec<PathBuf>) {
    let listed = fs::read_dir(folder).unwrap_or_else(|error| panic!("{}: {error}", folder.display()));
    let mut names: Vec<_> = listed.filter_map(|entry| entry.ok().map(|entry| entry.file_name())).collect();
    names.sort();
    for name in names {
        let (path, below) = (folder.join(&name), below.join(&name));
        if path.is_dir() { files(&path, &below, into) } else { into.push(below) }
    }
}

/// Reads the kinds that `manifest.json` gives, by path; none without such a file.
fn kinds(tree: &Path) -> BTreeMap<String, String> {
    let Ok(text) = fs::read_to_string(tree.join("manifest.json")) else {
        return BTreeMap::new();
    };
    let manifest: Value = serde_json::from_str(&text).unwrap_or_else(|error| panic!("manifest.json: {error}"));
    let rows = manifest.get("files").unwrap_or(&manifest);
    let rows = rows.as_array().unwrap_or_else(|| panic!("manifest.json: no list of files"));
    let word = |row: &Value, name: &str| row.get(name).and_then(Value::as_str).map(str::to_owned);
    rows.iter().filter_map(|row| Some((word(row, "path")?, word(row, "kind")?))).collect()
}

fn sort(tree: &Path) -> Sorted {
    let kinds = kinds(tree);
    let mut paths = Vec::new();
    files(tree, Path::new(""), &mut paths);
    let mut sorted = Sorted::default();
    for path in paths {
        let kind = kinds.get(path.to_str().unwrap_or_default()).map(String::as_str);
        let text = || String::from_utf8_lossy(&fs::read(tree.join(&path)).unwrap_or_default()).into_owned();
        if let Some((checkers, thing)) = judges(&path, kind, text) {
            for checker in checkers {
                sorted.things.entry(checker).or_default().insert(tree.join(&thing));
            }
        } else if let Some((pattern, reason)) = UNJUDGED.iter().find(|(pattern, _)| fits(&path, pattern)) {
            sorted.unjudged.insert(format!("{pattern}: {reason}"));
        } else {
            sorted.unknown.push(format!("{} (kind {})", path.display(), kind.unwrap_or("not given")));
        }
    }
    sorted
}

/// What the checkers said of a tree: refusals with the file's name first, and files without a judge.
struct Judged {
    refusals: Vec<String>,
    unknown: Vec<String>,
    idle: Vec<&'static str>,
}

/// Judges a whole tree, and says what ran.
fn judge(tree: &Path) -> Judged {
    let mut sorted = sort(tree);
    for reason in &sorted.unjudged {
        say(&format!("unjudged: {reason}"));
    }
    let mut judged = Judged { refusals: Vec::new(), unknown: sorted.unknown, idle: Vec::new() };
    let mut absent = Absent::default();
    for checker in CHECKERS {
        let things: Vec<PathBuf> = sorted.things.remove(checker.name()).unwrap_or_default().into_iter().collect();
        if things.is_empty() {
            judged.idle.push(checker.name());
            continue;
        }
        if !absent.admits(*checker) {
            continue;
        }
        for (thing, verdict) in things.iter().zip(checker.judge(&things)) {
            let shown = thing.strip_prefix(tree).unwrap_or(thing).display();
            match verdict {
                Verdict::Accepted => {}
                Verdict::Refused(text) => judged.refusals.push(format!("{shown}: {} refuses:\n{text}", checker.name())),
                Verdict::NotRun(why) => absent.note(checker.name(), &why),
            }
        }
        say(&format!("{}: {} judged", checker.name(), things.len()));
    }
    absent.close();
    judged
}

/// Returns the sample region's tree, built once by the binary.
pub fn tree() -> &'static Path {
    static TREE: LazyLock<PathBuf> = LazyLock::new(|| {
        let tree = Path::new(env!("CARGO_TARGET_TMPDIR")).join("accepted-region");
        if tree.exists() {
            fs::remove_dir_all(&tree).unwrap_or_else(|error| panic!("{}: {error}", tree.display()));
        }
        let mut build = Command::new(env!("CARGO_BIN_EXE_preau"));
        build.current_dir(root()).args(["build", "schools", "-o"]).arg(&tree);
        let built = run(&mut build, 120).unwrap_or_else(|why| panic!("{why}"));
        assert_eq!(built.code, Some(0), "preau build: {}", built.said());
        tree
    });
    &TREE
}

#[test]
fn the_sample_region_is_accepted() {
    let judged = judge(tree());
    let (refusals, unknown) = (&judged.refusals, &judged.unknown);
    assert!(refusals.is_empty(), "{} refusals\n{}", refusals.len(), refusals.join("\n\n"));
    assert!(unknown.is_empty(), "files that nothing judges and no list allows:\n{}", unknown.join("\n"));
    for name in judged.idle {
        say(&format!("{name}: nothing to judge"));
        assert!(!LANDED.contains(&name), "{name}: nothing to judge");
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::samples::copy;

    /// Lays the good samples out as a build would.
    fn tree_of_samples(name: &str) -> PathBuf {
        let tree = Path::new(env!("CARGO_TARGET_TMPDIR")).join(name);
        if tree.exists() {
            fs::remove_dir_all(&tree).unwrap();
        }
        for (sample, place) in [
            ("networkd/good/host1", "0370037P/hosts/hv1/network"),
            ("lxc/good/annuaire", "0370037P/hosts/hv1/lxc/annuaire"),
            ("libvirt/good/amon.xml", "0370037P/hosts/hv1/kvm/amon.xml"),
            ("cloud-init/good/supervision-seed", "0370037P/hosts/hv1/kvm/supervision-seed"),
            ("compose/good/portail.yaml", "0370037P/hosts/hv1/docker/portail/compose.yaml"),
            ("itop/good/region", "region/cmdb/itop"),
            ("shell/good/storage.sh", "0370037P/hosts/hv1/storage.sh"),
            ("units/good/hosta", "0370037P/hosts/hv1/units"),
            ("kea/good/dhcp4.conf", "0370037P/hosts/hv1/annuaire/kea/kea-dhcp4.conf"),
            ("kea/good/dhcp6.conf", "0370037P/hosts/hv1/annuaire/kea/kea-dhcp6.conf"),
            ("unbound/good/noms.conf", "0370037P/hosts/hv1/noms/unbound/preau.conf"),
            ("chrony/good/noms.conf", "0370037P/hosts/hv1/noms/chrony/chrony.conf"),
            ("schema/good/manifest.json", "manifest.json"),
            ("schema/good/state.json", "0370037P/state.json"),
            ("schema/good/accounts.json", "0370037P/hosts/hv1/annuaire/samba/accounts.json"),
            ("schema/good/opsi.json", "0370037P/stations/opsi.json"),
            ("schema/good/network-devices.jsonl", "region/clearpass/network-devices.jsonl"),
            ("schema/good/endpoints.jsonl", "region/clearpass/endpoints.jsonl"),
            ("schema/good/roles.jsonl", "region/clearpass/roles.jsonl"),
            ("samba/good/controller.conf", "0370037P/hosts/hv1/annuaire/samba/smb.conf"),
            ("directory/good/school.ldif", "0370037P/hosts/hv1/annuaire/samba/school.ldif"),
            ("slapd/good/fontaines", "0189903S/hosts/hv1/annuaire/ldap"),
            ("nslcd/good/nslcd.conf", "0189903S/hosts/hv1/annuaire/ldap/nslcd.conf"),
            ("comware/good/full.cfg", "0370037P/switches/sw160.cfg"),
            ("aruba/good/full.cfg", "0370037P/wifi/choiseul.cfg"),
            ("pfsense/good/config.xml", "0189901P/firewall/config.xml"),
            ("amon/good/config.eol", "0370037P/firewall/config.eol"),
            ("era/good/model.xml", "0370037P/firewall/era/4zones-demo.xml"),
            ("freeradius/good/one", "region/radius"),
            ("ios/good/full.cfg", "0370037P/switches/sw171.cfg"),
        ] {
            let to = tree.join(place);
            fs::create_dir_all(to.parent().unwrap()).unwrap();
            copy(&root().join("tests/accepted/samples").join(sample), &to);
        }
        tree
    }

    #[test]
    fn a_tree_of_good_samples_is_accepted() {
        let judged = judge(&tree_of_samples("accepted-good"));
        assert_eq!(judged.refusals, [] as [&str; 0]);
        assert_eq!(judged.unknown, [] as [&str; 0]);
        assert_eq!(judged.idle, [] as [&str; 0]);
    }

    #[test]
    fn a_refusal_names_the_file() {
        let tree = tree_of_samples("accepted-broken");
        let file = tree.join("0370037P/switches/sw160.cfg");
        fs::write(&file, fs::read_to_string(&file).unwrap() + "reboot\n").unwrap();
        let judged = judge(&tree);
        assert!(judged.refusals.iter().all(|refusal| refusal.starts_with("0370037P/switches/sw160.cfg: ")));
        assert!(judged.refusals.iter().any(|refusal| refusal.contains("comware refuses")), "{:?}", judged.refusals);
    }

    #[test]
    fn every_place_of_the_tree_has_its_judge() {
        let judged = |path: &str, text: &str| judges(Path::new(path), None, || text.to_owned());
        let file = |checkers: &'static [&'static str], path: &str| Some((checkers, PathBuf::from(path)));
        let comware = "#\n sysname sw1\n#\nreturn\n";
        assert_eq!(judged("0370037P/switches/sw1.cfg", comware), file(&["comware", "structure"], "0370037P/switches/sw1.cfg"));
        let ios = "hostname sw2\nend\n";
        assert_eq!(judged("0370037P/switches/sw2.cfg", ios), file(&["ios", "structure", "sim2960"], "0370037P/switches/sw2.cfg"));
        assert_eq!(judged("0370037P/switches/sw3.cfg", "; J9773A\n"), None);
        for (path, checker, thing) in [
            ("U/hosts/h/network/20-bond0.netdev", "networkd", "U/hosts/h/network"),
            ("U/hosts/h/lxc/annuaire/config", "lxc", "U/hosts/h/lxc/annuaire"),
            ("U/hosts/h/kvm/amon.xml", "libvirt", "U/hosts/h/kvm/amon.xml"),
            ("U/hosts/h/kvm/amon-seed/meta-data", "cloud-init", "U/hosts/h/kvm/amon-seed"),
            ("U/hosts/h/docker/portail/compose.yaml", "compose", "U/hosts/h/docker/portail/compose.yaml"),
            ("U/hosts/h/noms/kea/kea-dhcp4.conf", "kea", "U/hosts/h/noms/kea/kea-dhcp4.conf"),
            ("U/hosts/h/noms/unbound/preau.conf", "unbound", "U/hosts/h/noms/unbound/preau.conf"),
            ("U/hosts/h/noms/chrony/chrony.conf", "chrony", "U/hosts/h/noms/chrony/chrony.conf"),
            ("U/hosts/h/annuaire/ldap/school.ldif", "slapd", "U/hosts/h/annuaire/ldap"),
            ("U/hosts/h/annuaire/ldap/nslcd.conf", "nslcd", "U/hosts/h/annuaire/ldap/nslcd.conf"),
            ("region/cmdb/itop/01-Organization.csv", "itop", "region/cmdb/itop"),
        ] {
            let (checkers, found) = judged(path, "").unwrap();
            assert_eq!((checkers, found.as_path()), ([checker].as_slice(), Path::new(thing)));
        }
    }

    #[test]
    fn a_kind_of_the_manifest_goes_before_the_place() {
        let judged = judges(Path::new("U/switches/sw1.cfg"), Some("switch-ios"), || " sysname sw1\n".to_owned());
        assert_eq!(judged.unwrap().0, ["ios", "structure", "sim2960"]);
    }

    #[test]
    fn a_file_of_a_new_kind_is_unknown() {
        let tree = Path::new(env!("CARGO_TARGET_TMPDIR")).join("accepted-unknown");
        fs::create_dir_all(tree.join("0370037P")).unwrap();
        fs::write(tree.join("0370037P/actions.csv"), "").unwrap();
        fs::write(tree.join("0370037P/new.thing"), "").unwrap();
        fs::write(tree.join("manifest.json"), r#"{"files": [{"path": "0370037P/new.thing", "kind": "new"}]}"#).unwrap();
        let sorted = sort(&tree);
        assert_eq!(sorted.unknown, ["0370037P/new.thing (kind new)"]);
        assert_eq!(sorted.unjudged.len(), 1);
    }

    #[test]
    fn every_checker_that_a_place_names_exists() {
        let names: Vec<&str> = CHECKERS.iter().map(|checker| checker.name()).collect();
        for name in LANDED.iter().chain(&["networkd", "lxc", "libvirt", "cloud-init", "compose", "itop"]) {
            assert!(names.contains(name), "{name}");
        }
    }
}
