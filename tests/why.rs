//! Every line of the sample region's output, asked why it is there; and a handful of stories told in full.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::indexing_slicing, reason = "a test stops where it fails")]

use preau::compile::why::{Account, Cause, Layer, Reason, Told, Witness, why};
use preau::compile::{Options, build};
use preau::source::{self, Source};
use rayon::prelude::*;
use serde_json::Value;
use std::collections::BTreeMap;
use std::fs;
use std::path::Path;
use std::process::{Command, Output};
use std::sync::OnceLock;

fn region() -> Source {
    source::read(&Path::new(env!("CARGO_MANIFEST_DIR")).join("schools")).unwrap()
}

/// The texts of everything that is built, by path.
fn built(source: &Source, school: Option<&str>) -> BTreeMap<String, String> {
    let schools = school.iter().map(|uai| uai.parse().unwrap()).collect();
    let options = Options { today: None, schools, targets: Vec::new(), progress: &|_, _| {} };
    build(source, &options).files.into_iter().map(|f| (f.path, String::from_utf8(f.content).unwrap())).collect()
}

/// What the sample region is built into, made once.
fn all_built() -> &'static BTreeMap<String, String> {
    static BUILT: OnceLock<BTreeMap<String, String>> = OnceLock::new();
    BUILT.get_or_init(|| built(&region(), None))
}

/// Whether a cause ends in somebody's line, a default of the language or a law of the design.
fn is_grounded(cause: &Cause) -> bool {
    match cause {
        Cause::Written(layers) => layers.iter().all(|w| w.at.as_ref().is_none_or(|at| at.line > 0)) && !layers.is_empty(),
        Cause::Default { .. } => true,
        Cause::Derived { because, from } => !because.is_empty() && from.iter().all(is_grounded),
    }
}

/// Lines of a file without a story.
fn mute(path: &str, text: &str, told: &Told, out: &mut Vec<String>) {
    assert_eq!(told.text, text, "{path}: the story is of another text");
    assert_eq!(told.len(), text.split_inclusive('\n').count(), "{path}");
    for number in 1..=told.len() {
        let account = told.line(number).unwrap();
        let is_told = !account.causes.is_empty() && account.causes.iter().all(is_grounded);
        if !is_told || !account.layout.file.contains('/') {
            out.push(format!("{path}:{number}: {}", account.text));
        }
    }
}

/// What stands in a JSON text at a path of keys: `a.b[2]`, `a[name]`, `a[id=3]`.
fn at<'v>(tree: &'v Value, path: &str) -> Option<&'v Value> {
    let names = ["name", "id", "key", "number", "vlan", "device"];
    // Asked of every item of every list above each line: nothing is copied for the answer.
    let is_spelt = |value: &Value, text: &str| match value {
        Value::Array(parts) => {
            let mut texts = parts.iter().filter_map(Value::as_str);
            let first = texts.next().and_then(|part| text.strip_prefix(part));
            texts.fold(first, |rest, part| rest?.strip_prefix('/')?.strip_prefix(part)) == Some("")
        }
        Value::String(own) => own == text,
        Value::Number(own) => text.parse::<serde_json::Number>().is_ok_and(|number| number == *own),
        Value::Bool(_) | Value::Null | Value::Object(_) => false,
    };
    let is_called = |item: &Value, name: &str| match name.split_once('=').filter(|(field, _)| names.contains(field)) {
        Some((field, number)) => item.get(field).is_some_and(|v| v.is_number() && is_spelt(v, number)),
        None => names.iter().any(|field| item.get(field).is_some_and(|v| !v.is_number() && is_spelt(v, name))),
    };
    let (mut tree, mut rest) = (tree, path);
    while !rest.is_empty() {
        if let Some((name, after)) = rest.strip_prefix('[').and_then(|inner| inner.split_once(']')) {
            tree = match tree.as_array()?.iter().find(|item| is_called(item, name)) {
                None => tree.get(name.parse::<usize>().ok()?)?,
                Some(called) => called,
            };
            rest = after;
        } else {
            let key = rest.trim_start_matches('.');
            let end = key.find(['.', '[']).unwrap_or(key.len());
            (tree, rest) = (tree.get(&key[..end])?, &key[end..]);
        }
    }
    Some(tree)
}

/// Lines of JSON without the path of keys that leads to what stands on them, and values without a cause.
fn keyless(path: &str, text: &str, told: &Told, out: &mut Vec<String>) {
    if !path.ends_with("/state.json") && !path.ends_with("/stations/opsi.json") {
        return;
    }
    let tree: Value = serde_json::from_str(text).unwrap();
    let says = |value: &Value, text: &str| match value {
        Value::String(own) => own == text,
        other => serde_json::from_str::<Value>(text).is_ok_and(|read| read == *other),
    };
    // The first and the last line hold the whole.
    for number in 2..told.len() {
        let account = told.line(number).unwrap();
        let key = account.key.clone().unwrap_or_default();
        let stands = at(&tree, &key);
        let line = account.text.trim().trim_end_matches(',');
        let is_at = match (stands, account.cells.is_empty()) {
            (None, _) => false,
            (Some(value), true) => line.ends_with(['[', ']', '{', '}']) || line.ends_with(&value.to_string()),
            (Some(value), false) => account.cells.iter().all(|cell| {
                !cell.causes.is_empty()
                    && cell.causes.iter().all(is_grounded)
                    && at(value, &cell.column).is_some_and(|v| says(v, &cell.text))
            }),
        };
        if key.is_empty() || !is_at {
            out.push(format!(
                "{path}:{number}: key {key:?}, {:?}",
                account.cells.iter().map(|c| (&c.column, &c.text)).collect::<Vec<_>>()
            ));
        }
    }
}

#[test]
fn no_line_of_the_sample_region_is_without_an_explanation() {
    let source = region();
    let texts = all_built();
    let witness = Witness::of(&source);
    let schools: Vec<_> = witness.schools().collect();
    let mute: Vec<String> = schools
        .par_iter()
        .flat_map_iter(|&uai| {
            let testimony = witness.school(uai).unwrap_or_else(|_| panic!("{uai} tells nothing"));
            let mut found = Vec::new();
            let own: Vec<_> = texts.iter().filter(|(path, _)| path.starts_with(&uai.to_string())).collect();
            assert_eq!(testimony.paths().count(), own.len(), "{uai}");
            for (path, text) in own {
                match testimony.tell(path) {
                    Some(told) => {
                        mute(path, text, &told, &mut found);
                        keyless(path, text, &told, &mut found);
                    }
                    None => found.push(format!("{path}: the whole file")),
                }
            }
            found
        })
        .collect();
    assert!(mute.is_empty(), "{} lines, such as {:#?}", mute.len(), &mute[..mute.len().min(20)]);
}

#[test]
fn every_row_of_the_regions_lists_is_some_schools() {
    let source = region();
    let texts = all_built();
    let witness = Witness::of(&source);
    let schools: Vec<_> = witness.schools().map(|uai| witness.school(uai).ok().unwrap()).collect();
    let lists: Vec<_> = texts.iter().filter(|(path, _)| path.starts_with("region/")).collect();
    assert!(lists.len() > 20, "the lists were built");
    for (path, text) in lists {
        let shares: Vec<Told> = schools.iter().filter_map(|school| school.share(path)).collect();
        let told: std::collections::BTreeSet<&str> = shares.iter().flat_map(|told| told.text.split('\n')).collect();
        for line in text.split('\n') {
            assert!(told.contains(line), "{path}: {line}");
        }
        for share in &shares {
            let mut found = Vec::new();
            mute(path, &share.text.clone(), share, &mut found);
            assert!(found.is_empty(), "{found:#?}");
        }
    }
}

/// The story of the first line of a file that holds `part`.
fn story(source: &Source, path: &str, part: &str) -> Account {
    let at = |text: &str| 1 + text.lines().position(|line| line.contains(part)).unwrap_or_else(|| panic!("{path} has no {part}"));
    let folder = path.split('/').next().unwrap();
    if folder == "region" {
        let Ok(whole) = why(source, path, 1, false) else { panic!("{path} tells nothing") };
        let Ok(answer) = why(source, path, at(&whole.text), false) else { panic!("{path} tells nothing") };
        return answer.account.unwrap();
    }
    let witness = Witness::of(source);
    let testimony = witness.school(folder.parse().unwrap()).unwrap_or_else(|_| panic!("{folder} tells nothing"));
    let told = testimony.tell(path).unwrap();
    told.line(at(&told.text)).unwrap()
}

/// Every place that somebody wrote, with its text, in the order of the story.
fn places(causes: &[Cause]) -> Vec<(String, String)> {
    let mut out = Vec::new();
    for cause in causes {
        match cause {
            Cause::Written(layers) => {
                out.extend(layers.iter().filter_map(|w| Some((w.at.as_ref()?.file.clone(), w.text.clone()))));
            }
            Cause::Default { .. } => {}
            Cause::Derived { from, .. } => out.extend(places(from)),
        }
    }
    out
}

fn names(account: &Account, file: &str, part: &str) -> bool {
    places(&account.causes).iter().any(|(place, text)| place.ends_with(file) && text.contains(part))
}

#[test]
fn a_trunks_vlans_are_those_of_the_access_point_behind_it() {
    let account = story(&region(), "0370037P/switches/sw160.cfg", " port trunk permit vlan 30 40 99");
    assert_eq!((account.layout.file.as_str(), account.overridden), ("templates/os/comware/interface.j2", false));
    assert_eq!(account.reason, Reason::Values);
    assert!(names(&account, "37/0370037P-choiseul.kdl", "access-point ap-a107"), "{account:#?}");
    assert!(names(&account, "profiles/commun.kdl", "ssid REGION-EDU"), "{account:#?}");
}

#[test]
fn a_constant_line_of_a_port_tells_of_its_port() {
    let account = story(&region(), "0410832G/switches/sw3.cfg", " stp edged-port");
    assert_eq!((account.reason, account.layout.file.as_str()), (Reason::Block, "templates/os/comware/interface.j2"));
    assert!(names(&account, "41/0410832G-delaunay.kdl", r#"access "1-48" vlan=pedagogie"#), "{account:#?}");
}

#[test]
fn each_format_of_a_host_leads_to_the_words_that_decided_it() {
    let source = region();
    let told = |path: &str, part: &str| story(&source, &format!("0370037P/hosts/{path}"), part);
    for (path, part, layout, file, text) in [
        ("hosta/network/40-vb-amon-0.network", "PVID=2", "network.rs", "profiles/lycee-en.kdl", "card 0 exterieur untagged"),
        ("hostc/lxc/fichiers/config", "memory.max", "lxc.rs", "profiles/commun.kdl", "lxc fichiers"),
        ("hosta/kvm/amon.xml", "<vcpu", "kvm.rs", "profiles/lycee-en.kdl", "kvm amon"),
        ("hostc/docker/portail/compose.yaml", "ipv4_address", "compose.rs", "37/0370037P-choiseul.kdl", "nic dmz address=20"),
        ("hostc/units/preau-guest-fichiers.service", "lxc-start", "units.rs", "profiles/commun.kdl", "lxc fichiers"),
    ] {
        let account = told(path, part);
        assert_eq!(account.layout.file, format!("src/emit/hosts/{layout}"));
        assert!(names(&account, file, text), "{path}: {account:#?}");
    }
}

#[test]
fn a_row_of_a_list_tells_of_its_record_in_the_schools_list_and_in_the_regions() {
    let source = region();
    for folder in ["0370037P", "region"] {
        let account = story(&source, &format!("{folder}/cmdb/itop/18-Server.csv"), "\"hosta0370037p\"");
        assert!(names(&account, "37/0370037P-choiseul.kdl", "host hosta"), "{account:#?}");
        assert!(names(&account, "region.kdl", "host \"{name}{uai}\""), "{account:#?}");
    }
}

#[test]
fn each_cell_of_a_row_tells_its_own_story_and_no_other_cells() {
    let source = region();
    for folder in ["0370037P", "region"] {
        let path = format!("{folder}/cmdb/itop/18-Server.csv");
        let row = story(&source, &path, "\"hosta0370037p\"");
        let column = |name: &str| row.clone().of_column(name);
        let ram = column("ram").unwrap();
        assert!(names(&ram, "37/0370037P-choiseul.kdl", "host hosta") && !names(&ram, "region.kdl", ""), "{ram:#?}");
        let status = column("status").unwrap();
        assert!(matches!(status.causes[..], [Cause::Default { node: "host", property: "status", .. }]), "{status:#?}");
        let name = column("name").unwrap();
        assert!(names(&name, "region.kdl", "host \"{name}{uai}\"") && name.cells.len() == 1, "{name:#?}");
        let columns = column("colour").unwrap_err();
        assert!(["ram", "business_criticity"].iter().all(|known| columns.iter().any(|c| c == known)), "{columns:?}");
    }
}

#[test]
fn a_line_of_yaml_has_the_path_of_its_keys_and_other_lines_have_none() {
    let source = region();
    let key = |path: &str, part: &str| story(&source, &format!("0370037P/{path}"), part).key;
    let compose = "hosts/hostc/docker/portail/compose.yaml";
    let address = key(compose, "ipv4_address").unwrap();
    assert!(address.starts_with("services.") && address.ends_with(".networks.dmz.ipv4_address"), "{address}");
    assert_eq!(key(compose, "driver: ").as_deref(), Some("networks.dmz.driver"));
    assert_eq!(key("switches/sw160.cfg", " stp edged-port"), None);
    assert_eq!(key("cmdb/itop/18-Server.csv", "hosta0370037p"), None);
}

#[test]
fn a_line_of_json_has_the_path_of_its_keys_and_each_value_its_own_story() {
    let source = region();
    let told = |path: &str, part: &str| story(&source, &format!("0370037P/{path}"), part);
    let port = told("state.json", r#""description": "to sw160 25""#);
    assert_eq!((port.key.as_deref(), port.reason), (Some("switches[sw151].ports[4]"), Reason::Values));
    let tagged = port.clone().of_column("link.tagged").unwrap();
    assert_eq!(tagged.cells[0].text, "[20, 30, 40, 99]");
    assert!(names(&tagged, "37/0370037P-choiseul.kdl", "uplink 25 to=sw151:4"), "{tagged:#?}");
    let speed = port.of_column("speed").unwrap();
    assert!(!names(&speed, "37/0370037P-choiseul.kdl", "uplink 25 to=sw151:4"), "{speed:#?}");
    let priority = told("state.json", r#""priority": "#);
    assert_eq!((priority.key.as_deref(), priority.cells.len()), (Some("switches[sw151].stp.priority"), 0));
    assert_eq!(told("state.json", r#""stp": {"#).key.as_deref(), Some("switches[sw151].stp"));
    let record = told("state.json", r#"{"key": ["pc", "0370037P", "a107-sev-05"]"#);
    assert_eq!(record.key.as_deref(), Some("records[pc/0370037P/a107-sev-05]"));
    let location = record.of_column("references.location").unwrap();
    assert!(names(&location, "37/0370037P-choiseul.kdl", "A107") && !names(&location, "stations.csv", ""), "{location:#?}");
    let client = told("stations/opsi.json", "a107-sev-05");
    assert_eq!(client.key.as_deref(), Some("[a107-sev-05.ad.choiseul.ecoles.centre.example]"));
    let columns: Vec<&str> = client.cells.iter().map(|cell| cell.column.as_str()).collect();
    assert_eq!(columns, ["type", "id", "hardwareAddress", "inventoryNumber", "description"]);
}

#[test]
fn a_row_of_the_manifest_tells_why_there_is_its_file_and_the_frame_that_there_is_a_region() {
    let source = region();
    let at = |line| why(&source, "manifest.json", line, false).ok().unwrap();
    let whole = at(1);
    let header = whole.account.unwrap();
    assert!(header.reason == Reason::Subject && names(&header, "region.kdl", "region centre"), "{header:#?}");
    let files = all_built();
    let rows: Vec<&str> = whole.text.lines().collect();
    assert_eq!(rows.len(), files.len() + 2);
    for (path, school, file, part) in [
        ("0370037P/switches/sw160.cfg", Some("0370037P"), "37/0370037P-choiseul.kdl", "switch sw160"),
        ("0370037P/hosts/hostc/lxc/fichiers/config", Some("0370037P"), "profiles/commun.kdl", "lxc fichiers"),
        ("region/cmdb/itop/04-Brand.csv", Some("0180006J"), "18/0180006J-navarre.kdl", "school"),
    ] {
        let line = 1 + rows.iter().position(|row| row.contains(&format!("\"path\":\"{path}\""))).unwrap();
        let answer = at(line);
        let account = answer.account.unwrap();
        assert_eq!((account.reason, account.text.as_str()), (Reason::Row, rows[line - 1]));
        assert_eq!(answer.school.map(|uai| uai.to_string()).as_deref(), school, "{path}");
        assert!(names(&account, file, part), "{path}: {account:#?}");
    }
    let last = at(rows.len()).account.unwrap();
    assert_eq!((last.text.as_str(), last.reason), ("]}", Reason::Subject));
}

#[test]
fn no_file_of_the_sample_region_is_there_without_a_reason() {
    let source = region();
    let files = all_built();
    let witness = Witness::of(&source);
    let schools: Vec<_> = witness.schools().map(|uai| (uai, witness.school(uai).ok().unwrap())).collect();
    for path in files.keys() {
        let own = schools.iter().find(|(uai, _)| path.starts_with(&uai.to_string()));
        let told = own.map_or_else(|| schools.iter().find_map(|(_, s)| s.share(path)), |(_, s)| s.tell(path)).unwrap();
        let causes = told.subject();
        assert!(!causes.is_empty() && causes.iter().all(is_grounded), "{path}");
    }
}

/// The sample region with a text changed, or a file more.
fn changed(path: &str, change: impl Fn(&str) -> String) -> Source {
    let mut texts: BTreeMap<String, String> = region().files.into_iter().map(|f| (f.path, f.text)).collect();
    let text = change(texts.get(path).map_or("", String::as_str));
    texts.insert(path.to_owned(), text);
    Source::of(&texts.iter().map(|(path, text)| (path.as_str(), text.as_str())).collect::<Vec<_>>())
}

/// The built-in weights that a story ends in.
fn weights(causes: &[Cause]) -> Vec<(&'static str, &'static str)> {
    let mut out = Vec::new();
    for cause in causes {
        match cause {
            Cause::Default { node: "criticality", property, value } => out.push((*property, *value)),
            Cause::Derived { from, .. } => out.extend(weights(from)),
            _ => {}
        }
    }
    out
}

#[test]
fn a_criticality_leads_to_the_regions_profile_of_the_cmdb_or_to_the_built_in_one() {
    let source = region();
    let cell = |source: &Source, class: &str, name: &str| {
        let account = story(source, &format!("0370037P/cmdb/itop/{class}.csv"), name);
        let level = ["low", "medium", "high"].into_iter().find(|l| account.text.contains(&format!("\"{l}\""))).unwrap_or("none");
        (level, account)
    };
    let (level, alarm) = cell(&source, "17-NetworkDevice", "\"ppms1-0370037p\"");
    assert!(level == "high" && names(&alarm, "cmdb.kdl", "criticality alarm=high"), "{level} {alarm:#?}");
    let (level, host) = cell(&source, "18-Server", "\"hosta0370037p\"");
    assert!(level == "medium" && !names(&host, "cmdb.kdl", ""), "{level} {host:#?}");
    assert_eq!(weights(&host.causes), [("host", "medium")]);
    // The region's word for one role leaves the others as they were, in each file that shows them.
    let source = changed("cmdb.kdl", |text| format!("{text}criticality host=high\n"));
    for path in ["0370037P/cmdb/itop/18-Server.csv", "region/cmdb/itop/19-Hypervisor.csv"] {
        let host = story(&source, path, "\"hosta0370037p\"");
        assert!(host.text.contains("\"high\"") && names(&host, "cmdb.kdl", "criticality host=high"), "{path}: {host:#?}");
    }
    assert_eq!(cell(&source, "17-NetworkDevice", "\"ppms1-0370037p\"").0, "high");
}

#[test]
fn layers_are_told_from_the_lowest_to_the_one_that_holds() {
    let source = changed("41/0410832G-delaunay.kdl", |text| format!("{text}lxc fichiers memory=\"8GiB\"\n"));
    let account = story(&source, "0410832G/hosts/hosta/lxc/fichiers/config", "memory.max = 8192M");
    let [Cause::Written(layers)] = account.causes.as_slice() else { panic!("{account:#?}") };
    let told: Vec<_> = layers.iter().map(|w| (w.layer, w.text.as_str())).collect();
    assert!(matches!(told[0], (Layer::Profile(_), text) if text.contains("memory=\"4GiB\"")), "{told:?}");
    assert_eq!(told[1..], [(Layer::School, "lxc fichiers memory=\"8GiB\"")]);
}

#[test]
fn a_template_of_the_regions_own_is_told_as_such() {
    let built_in = fs::read_to_string(Path::new(env!("CARGO_MANIFEST_DIR")).join("templates/os/comware/interface.j2")).unwrap();
    let source = changed("templates/os/comware/interface.j2", |_| built_in.clone());
    let account = story(&source, "0410832G/switches/sw3.cfg", " stp edged-port");
    assert_eq!((account.layout.file.as_str(), account.overridden), ("templates/os/comware/interface.j2", true));
}

#[test]
fn a_template_that_decides_is_a_finding_that_points_into_it() {
    let source = changed("templates/os/comware/interface.j2", |_| "interface {{ name|upper }}\n".to_owned());
    let options = Options { today: None, schools: Vec::new(), targets: Vec::new(), progress: &|_, _| {} };
    let findings = build(&source, &options).findings;
    let faults: Vec<_> = findings.iter().filter(|f| f.rule == "template-fault").collect();
    let [fault] = faults.as_slice() else { panic!("{faults:#?}") };
    let at = fault.primary().unwrap();
    let file = source.file(at.file).unwrap();
    assert_eq!(file.path, "templates/os/comware/interface.j2");
    assert_eq!(&file.text[at.start as usize..at.end() as usize], "interface {{ name|upper }}");
}

/// What the command says, run where `build` is.
fn command(folder: &Path, asked: &[&str]) -> (Option<i32>, String) {
    let region = concat!(env!("CARGO_MANIFEST_DIR"), "/schools");
    let mut command = Command::new(env!("CARGO_BIN_EXE_preau"));
    let Output { status, stdout, stderr } = command.arg("why").args(asked).arg(region).current_dir(folder).output().unwrap();
    (status.code(), String::from_utf8(stdout).unwrap() + &String::from_utf8(stderr).unwrap())
}

#[test]
fn a_file_edited_by_hand_is_told() {
    let folder = std::env::temp_dir().join(format!("preau-why-{}", std::process::id()));
    let path = "build/0410832G/switches/sw3.cfg";
    let text = &built(&region(), Some("0410832G"))["0410832G/switches/sw3.cfg"];
    fs::create_dir_all(folder.join("build/0410832G/switches")).unwrap();
    fs::write(folder.join(path), text).unwrap();
    let (code, said) = command(&folder, &[&format!("{path}:77")]);
    assert_eq!(code, Some(0), "{said}");
    assert!(said.starts_with("77:  stp edged-port\n  laid out by templates/os/comware/interface.j2:"), "{said}");
    let (_, said) = command(&folder, &["--format", "json", &format!("{path}:77")]);
    let said: Value = serde_json::from_str(&said).unwrap();
    assert_eq!(
        (&said["on_disk"]["state"], &said["reason"], &said["text"]),
        (&"same".into(), &"block".into(), &" stp edged-port".into())
    );
    assert_eq!(said["causes"][1]["written"][0]["at"], serde_json::json!({"file": "41/0410832G-delaunay.kdl", "line": 28}));
    fs::write(folder.join(path), text.replacen(" stp edged-port\n", " undo stp edged-port\n", 1)).unwrap();
    let (code, said) = command(&folder, &[&format!("{path}:77")]);
    assert_eq!(code, Some(1), "{said}");
    let wanted =
        "was edited by hand, or is older than the manifest; line 77 is the first to differ\n  there ` undo stp edged-port`\n";
    assert!(said.contains(wanted) && said.contains("\n77:  stp edged-port\n"), "{said}");
    for (asked, why) in [
        ("build/0410832G/switches/sw9.cfg:1", "would not be written today"),
        ("build/0410832G/switches/sw3.cfg:99999", "has no line 99999 today"),
        ("build/0000000A/x:1", "in the folder of no school"),
        ("build/manifest.json:99999", "has no line 99999 today"),
        ("build/0410832G/switches/sw3.cfg:77:ram", "is no row of a table"),
        ("build/0410832G/cmdb/itop/18-Server.csv:2:colour", "has nothing in a column colour; it has name, "),
        ("x:0", "a file, a colon and a line"),
        ("x:ram", "a file, a colon and a line"),
    ] {
        let (code, said) = command(&folder, &[asked]);
        assert!(code == Some(2) && said.contains(why), "{asked}: {said}");
    }
    fs::remove_dir_all(&folder).unwrap();
}
