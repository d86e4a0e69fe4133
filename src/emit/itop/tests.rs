//! What must hold of the files: the traps of the CMDB reference, part 11, and what every load needs.

use super::csv::tests::read;
use super::mapping::{Cell, Column, Table};
use super::{BASE, Rows, check, region_files, school_files};
use crate::base::finding::Policy;
use crate::base::{Finding, Origins, Sink, Sourced};
use crate::emit::File;
use crate::region::{DeviceKind, School};
use crate::state::intend::records::fixture::{origins, records_of, school};
use crate::state::record::{Attribute, Class, Key, Record};
use std::collections::{BTreeMap, BTreeSet};

fn all(records: &[Record]) -> Vec<File> {
    let mut files: Vec<File> = region_files(Rows::of(records, &BASE), &BASE).map(|make| make()).collect();
    // They are made in the order of their length.
    files.sort_by(|a, b| a.path.cmp(&b.path));
    files
}

fn table(file: &File) -> &'static Table {
    let name = file.path.rsplit('/').next().unwrap();
    BASE.tables.iter().find(|t| t.file() == name).unwrap()
}

/// The rows of a file, each as column and cell.
fn rows(file: &File) -> Vec<BTreeMap<String, String>> {
    let mut lines = read(std::str::from_utf8(&file.content).unwrap()).into_iter();
    let header = lines.next().unwrap();
    lines
        .map(|cells| {
            assert_eq!(cells.len(), header.len());
            header.iter().cloned().zip(cells).collect()
        })
        .collect()
}

fn file<'a>(files: &'a [File], name: &str) -> &'a File {
    files.iter().find(|f| f.path.ends_with(name)).unwrap()
}

fn found(records: &[Record], origins: &Origins) -> Vec<Finding> {
    let (mut policy, mut findings) = (Policy::default(), Vec::new());
    check(records, &BASE, &mut Sink::new(origins, &mut policy, None, &mut findings));
    findings
}

fn rules(school: &School) -> Vec<&'static str> {
    let (origins, _) = origins();
    found(&records_of(school), &origins).iter().map(|f| f.rule).collect()
}

fn golden(files: &[File], name: &str) {
    let file = file(files, name);
    let snapshot = format!("itop-{name}");
    insta::with_settings!({ snapshot_path => "../../../tests/golden/snapshots", prepend_module_to_snapshot => false }, {
        insta::assert_binary_snapshot!(snapshot.as_str(), file.content.clone());
    });
}

#[test]
fn golden_files() {
    let files = all(&records_of(&school()));
    for name in ["17-NetworkDevice.csv", "21-VirtualMachine.csv", "27-OtherSoftware.csv", "28-PhysicalInterface.csv"] {
        golden(&files, name);
    }
    golden(&files, "30-lnkConnectableCIToNetworkDevice.csv");
    golden(&files, "32-lnkApplicationSolutionToFunctionalCI.csv");
}

// ---- load order and keys ----

#[test]
fn every_class_of_records_has_its_table_and_no_two_files_one_number() {
    let records = records_of(&school());
    let numbers: BTreeSet<u8> = BASE.tables.iter().map(|t| t.number).collect();
    assert_eq!(numbers.len(), BASE.tables.len());
    assert!(BASE.tables.is_sorted_by_key(|t| t.number));
    for record in &records {
        let homes = BASE.tables.iter().filter(|t| t.records(std::slice::from_ref(record)).next().is_some()).count();
        assert_eq!(homes, 1, "{} goes into {homes} files", record.key);
    }
}

#[test]
fn every_reference_is_loaded_in_an_earlier_file() {
    let records = records_of(&school());
    let number =
        |record: &Record| BASE.tables.iter().find(|t| t.records(std::slice::from_ref(record)).next().is_some()).unwrap().number;
    let by_key: BTreeMap<&Key, &Record> = records.iter().map(|r| (&r.key, r)).collect();
    for record in &records {
        for target in record.references.values() {
            assert!(number(by_key[target]) < number(record), "{} is loaded before {target}", record.key);
        }
    }
}

#[test]
fn no_reference_of_a_row_is_half_written() {
    for file in all(&records_of(&school())) {
        for row in rows(&file) {
            let mut keys: BTreeMap<&str, BTreeSet<bool>> = BTreeMap::new();
            for (column, cell) in &row {
                if let Some((attribute, _)) = column.split_once("->") {
                    keys.entry(attribute).or_default().insert(cell.is_empty());
                }
            }
            assert!(keys.values().all(|k| k.len() == 1), "{}: {row:?}", file.path);
        }
    }
}

#[test]
fn no_file_holds_one_reconciliation_key_twice() {
    for file in all(&records_of(&school())) {
        let table = table(&file);
        let mut seen = BTreeSet::new();
        for row in rows(&file) {
            let of_key = |column: &str| table.reconciliation.contains(&column.split("->").next().unwrap());
            let key: Vec<String> = row.iter().filter(|(c, _)| of_key(c)).map(|(_, cell)| cell.to_lowercase()).collect();
            assert!(!key.is_empty() && key.iter().any(|k| !k.is_empty()));
            assert!(seen.insert(key.clone()), "{}: {key:?} twice", file.path);
        }
    }
}

#[test]
fn every_attribute_that_finds_a_row_again_is_a_column() {
    for table in BASE.tables {
        for key in table.reconciliation {
            let is_there = |c: &Column| c.code == *key || c.code.split_once("->").is_some_and(|(a, _)| a == *key);
            assert!(table.columns.iter().any(is_there), "{} has no column of {key}", table.name);
        }
        let codes: BTreeSet<&str> = table.columns.iter().map(|c| c.code).collect();
        assert_eq!(codes.len(), table.columns.len(), "{} has a column twice", table.name);
    }
}

// ---- part 11, by number ----

#[test]
fn trap_1_words_are_codes_in_english_whatever_the_account_speaks() {
    for table in BASE.tables {
        for column in table.columns {
            if let Cell::Word(_, words) = column.cell {
                assert!(words.iter().all(|(_, theirs)| theirs.chars().all(|c| c.is_ascii_alphanumeric())));
            }
        }
    }
    let records = records_of(&school());
    let files = all(&records);
    let nas = rows(file(&files, "22-NAS.csv"));
    assert_eq!(nas[0]["status"], "implementation", "planned");
}

#[test]
fn trap_2_each_load_says_utf_8_and_no_localize_and_holds_no_password() {
    for file in all(&records_of(&school())) {
        let apply = file.meta.apply.unwrap();
        for command in [apply.check.as_ref().unwrap(), apply.command.as_ref().unwrap()] {
            assert!(command.contains("--charset=UTF-8 ") && command.contains("--no_localize=1 "));
            assert!(!command.contains("auth_pwd") && command.contains(&file.path));
        }
        assert_eq!(file.meta.kind, "itop-csv");
    }
}

#[test]
fn trap_3_hostile_names_survive_the_way_through_a_csv_reader() {
    let mut school = school();
    let hostile = "Lycée « Jean;Moulin » dit \"l'œuvre\", ligne 1\nligne 2 ; =1+1";
    school.switches[1].note = Some(school.switches[1].name.with(hostile.to_owned()));
    school.organisation = school.organisation.with("[0370037P] - \"Été\" ; (LEN)".to_owned());
    let files = all(&records_of(&school));
    let device = rows(file(&files, "17-NetworkDevice.csv"));
    assert!(device.iter().any(|r| r["description"].ends_with(hostile)));
    assert!(
        device
            .iter()
            .all(|r| r["location_id->org_name"].is_empty() || r["location_id->org_name"] == "[0370037P] - \"Été\" ; (LEN)")
    );
}

#[test]
fn trap_4_and_5_a_vlan_tag_is_text_and_a_mask_has_dots() {
    let files = all(&records_of(&school()));
    let text = String::from_utf8(file(&files, "11-VLAN.csv").content.clone()).unwrap();
    assert!(text.contains("\"20\";\"0370037P\";\"pedagogie | SSID : REGION-ELEVES\""), "{text}");
    let masks: BTreeSet<String> =
        rows(file(&files, "12-Subnet.csv")).into_iter().map(|mut r| r.remove("ip_mask").unwrap()).collect();
    assert_eq!(masks, BTreeSet::from(["255.255.252.0".into(), "255.255.255.0".into()]));
}

#[test]
fn trap_6_what_schools_share_is_the_regions_and_stands_there_once() {
    let records = records_of(&school());
    let rows_of = Rows::of(&records, &BASE);
    let own = school_files("0370037P", &rows_of, &BASE);
    let shared = ["Brand", "Model", "NetworkDeviceType", "OSFamily", "OSVersion", "Software", "Team"];
    assert!(own.iter().all(|f| f.path.starts_with("0370037P/cmdb/itop/") && !shared.contains(&table(f).name)));

    let mut second = school();
    second.uai = second.uai.with("0410832G".parse().unwrap());
    second.organisation = second.organisation.with("[0410832G] - LP Sonia Delaunay (LEN)".to_owned());
    let mut merged = rows_of.clone();
    merged.merge(Rows::of(&records_of(&second), &BASE));
    let region = region_files(merged, &BASE).map(|make| make()).collect::<Vec<_>>();
    let count = |files: &[File], name| rows(file(files, name)).len();
    let alone = region_files(rows_of, &BASE).map(|make| make()).collect::<Vec<_>>();
    assert_eq!(count(&region, "05-Model.csv"), count(&alone, "05-Model.csv"));
    assert_eq!(count(&region, "01-Organization.csv"), 1);
    assert_eq!(count(&region, "14-Rack.csv"), 2 * count(&alone, "14-Rack.csv"), "RG1.1 stands in both schools");
}

#[test]
fn trap_7_types_of_network_devices_come_before_the_devices() {
    let place = |name| BASE.tables.iter().position(|t| t.name == name);
    assert!(place("NetworkDeviceType") < place("NetworkDevice"));
    let files = all(&records_of(&school()));
    assert!(rows(file(&files, "17-NetworkDevice.csv")).iter().all(|r| !r["networkdevicetype_id->name"].is_empty()));
}

#[test]
fn trap_8_a_cable_is_one_row_and_its_upper_end_the_network_device() {
    let files = all(&records_of(&school()));
    let cables = rows(file(&files, "30-lnkConnectableCIToNetworkDevice.csv"));
    let mut ends = BTreeSet::new();
    for row in &cables {
        for (device, port) in [("networkdevice_id->name", "network_port"), ("connectableci_id->name", "device_port")] {
            assert!(ends.insert((row[device].clone(), row[port].clone())), "{row:?} is plugged twice");
        }
        assert_eq!(row["connection_type"], "downlink");
    }
    assert!(cables.iter().any(|r| r["networkdevice_id->name"] == "rca0370037psw151.RG1.1"));
}

#[test]
fn trap_9_each_machine_has_a_hypervisor() {
    let files = all(&records_of(&school()));
    let hypervisors: BTreeSet<String> =
        rows(file(&files, "19-Hypervisor.csv")).into_iter().map(|mut r| r.remove("name").unwrap()).collect();
    assert!(rows(file(&files, "21-VirtualMachine.csv")).iter().all(|r| hypervisors.contains(&r["virtualhost_id->name"])));
}

#[test]
fn trap_10_addresses_of_things_without_interfaces_are_text_and_the_school_is_told_once() {
    let files = all(&records_of(&school()));
    assert_eq!(rows(file(&files, "24-Tablet.csv"))[0]["description"], "MAC : 02:37:00:00:10:01");
    assert_eq!(rules(&school()), ["cmdb-address-in-text"]);
}

#[test]
fn trap_11_names_that_itop_would_change_are_refused_at_the_manifest() {
    let with = |name: &str| {
        let mut school = school();
        school.switches[2].label = school.switches[2].label.with(name.to_owned());
        rules(&school)
    };
    assert!(with(&"é".repeat(256)).contains(&"cmdb-text-too-long"));
    assert!(!with(&"é".repeat(255)).contains(&"cmdb-text-too-long"), "255 characters, 510 bytes");
    assert!(with("sw152 ").contains(&"cmdb-blank-at-edge"));
    assert!(with("sw\u{7}152").contains(&"cmdb-text-refused"));
    assert!(with("<NULL>").contains(&"cmdb-text-refused"));
}

#[test]
fn trap_12_a_server_and_its_hypervisor_share_a_name_so_keys_to_both_say_the_class() {
    for table in BASE.tables {
        for key in ["system_id", "functionalci_id"] {
            if table.columns.iter().any(|c| c.code.starts_with(key)) {
                let class = format!("{key}->finalclass");
                assert!(table.columns.iter().any(|c| c.code == class), "{} has no {class}", table.name);
            }
        }
    }
    let files = all(&records_of(&school()));
    assert!(rows(file(&files, "27-OtherSoftware.csv")).iter().all(|r| r["system_id->finalclass"] == "Server"));
}

#[test]
fn trap_13_two_devices_of_one_name_are_found_whatever_their_class_and_case() {
    let mut school = school();
    school.switches[2].label = school.switches[2].label.with("HOSTA0370037p".to_owned());
    assert!(rules(&school).contains(&"cmdb-name-twice"));
    let mut school = self::school();
    school.stations[0].name = school.stations[0].name.with("nas1-0370037p".to_owned());
    assert!(rules(&school).contains(&"cmdb-name-twice"));
}

#[test]
fn trap_14_the_data_model_is_a_table_with_a_name() {
    assert_eq!(BASE.name, "itop-base-3.0");
    let subnet = BASE.tables.iter().find(|t| t.name == "Subnet");
    assert!(subnet.is_some(), "a site with TeemIP has no such class and needs another profile");
}

#[test]
fn trap_16_a_load_succeeds_only_when_its_summary_counts_no_issue_and_is_simulated_first() {
    for file in all(&records_of(&school())) {
        let apply = file.meta.apply.unwrap();
        let (first, then) = (apply.check.unwrap(), apply.command.unwrap());
        assert!(first.contains(" --simulate=1") && !then.contains("simulate"));
        assert!([first, then].iter().all(|c| c.ends_with("| grep '#Issues: 0 '")));
    }
}

// ---- beside the traps ----

/// What a record says and its class cannot hold, and where it is to be found instead.
const ELSEWHERE: &[(Class, Attribute, &str)] = &[
    (Class::NetworkDevice, Attribute::Mac, "on its interface"),
    (Class::Nas, Attribute::Mac, "on its interface"),
    (Class::Printer, Attribute::Mac, "on its interface"),
    (Class::Printer, Attribute::Ip, "on its interface"),
    (Class::Pc, Attribute::Mac, "on its interface"),
    (Class::Pc, Attribute::Ip, "on its interface"),
];

#[test]
fn nothing_that_a_record_says_is_lost() {
    let mut school = school();
    let text = |t: &str| Some(school.name.with(t.to_owned()));
    let (device, guest, station) = (&school.devices[0].clone(), &school.guests[0].clone(), &school.stations[0].clone());
    let full = crate::region::Device {
        role: text("other"),
        serial: text("S"),
        asset: text("00-00001"),
        supplier: text("fournisseur"),
        note: text("note"),
        mac: device.mac,
        ..device.clone()
    };
    for kind in [DeviceKind::Nas, DeviceKind::Appliance, DeviceKind::Camera, DeviceKind::Printer, DeviceKind::Phone] {
        let name = format!("x{}", kind.word());
        school.devices.push(crate::region::Device {
            kind,
            hostname: device.name.with(name.clone()),
            name: device.name.with(name),
            at: None,
            ..full.clone()
        });
    }
    for (nth, kind) in ["pc", "tablet", "printer", "phone"].into_iter().enumerate() {
        let name = station.name.with(format!("b{nth}"));
        let kind = station.name.with(kind.to_owned());
        let support = station.support.with(crate::region::Support::Open);
        let address = device.address;
        school.stations.push(crate::region::Station {
            name,
            kind,
            support,
            address,
            outlet: text("A107-01"),
            note: text("note"),
            ..station.clone()
        });
    }
    school.guests[2] = crate::region::Guest { note: text("note"), asset: text("00-00002"), ..school.guests[2].clone() };
    school.guests[0] = crate::region::Guest { note: text("note"), asset: text("00-00003"), ..guest.clone() };
    for record in records_of(&school) {
        let table = BASE.tables.iter().find(|t| t.records(std::slice::from_ref(&record)).next().is_some()).unwrap();
        let held = |attribute: Attribute| {
            table.columns.iter().any(|c| match c.cell {
                Cell::Of(a) | Cell::Remark(a) | Cell::Decimal(a) | Cell::Word(a, _) => a == attribute,
                Cell::Prose(parts) => parts.iter().any(|p| p.attribute == attribute),
                _ => false,
            })
        };
        for &attribute in record.attributes.keys() {
            let elsewhere = ELSEWHERE.iter().any(|(c, a, _)| *c == record.key.class && *a == attribute);
            assert!(held(attribute) || elsewhere, "{} loses its {attribute:?}", record.key);
        }
    }
}

#[test]
fn the_order_of_the_files_says_the_order_of_loading() {
    let files = all(&records_of(&school()));
    assert!(files.is_sorted_by_key(|f| f.meta.apply.as_ref().unwrap().order));
}

#[test]
fn the_same_school_written_in_another_order_gives_the_same_bytes() {
    let (one, mut other) = (school(), school());
    other.stations.reverse();
    other.access_points.reverse();
    other.buildings[0].racks.reverse();
    let mut two = records_of(&other);
    two.reverse();
    assert_eq!(all(&records_of(&one)), all(&two));
}

#[test]
fn speeds_are_written_as_itop_prints_them_back() {
    let files = all(&records_of(&school()));
    let speeds: BTreeSet<String> =
        rows(file(&files, "28-PhysicalInterface.csv")).into_iter().map(|mut r| r.remove("speed").unwrap()).collect();
    assert_eq!(speeds, BTreeSet::from([String::new(), "1000.00".into()]));
}

#[test]
fn a_finding_leads_to_the_thing_that_it_is_about() {
    let (origins, _) = origins();
    let key = Key::new(Class::Brand, &["HPE "]);
    let mut rows = Origins::clone(&origins);
    let span = crate::base::Span::default();
    let place = rows.written(span, crate::base::Layer::School);
    let record = Record::new(key).with(Attribute::Name, Sourced::new("HPE ".to_owned(), place));
    let findings = found(&[record], &rows);
    assert_eq!(findings.len(), 1);
    assert_eq!(findings[0].primary(), Some(span));
    assert_eq!(findings[0].subjects, ["HPE "]);
}

#[test]
fn a_school_with_a_link_and_nothing_else_is_an_organisation_and_a_site() {
    let mut school = school();
    (school.switches, school.cables, school.hosts, school.guests) = Default::default();
    (school.access_points, school.devices, school.ups, school.buildings) = Default::default();
    (school.stations, school.firewall, school.wifi) = Default::default();
    school.vlans.clear();
    let own = school_files("0370037P", &Rows::of(&records_of(&school), &BASE), &BASE);
    let names: Vec<&str> = own.iter().map(|f| table(f).name).collect();
    assert_eq!(names, ["Organization", "Location"]);
}

// ---- the sample region ----

/// What the CMDB of Lycée Choiseul counted in 2018 (reference: domain facts, part 2.1).
#[test]
fn choiseul_has_the_things_that_its_cmdb_counted() {
    let source = crate::source::read(std::path::Path::new("schools")).unwrap();
    let options =
        crate::compile::Options { today: None, schools: Vec::new(), targets: vec!["itop".into()], progress: &|_, _| {} };
    let built = crate::compile::build(&source, &options);
    let own: Vec<File> = built.files.into_iter().filter(|f| f.path.starts_with("0370037P/")).collect();
    let counted = [
        ("14-Rack.csv", 26),
        ("15-PowerSource.csv", 12),
        ("18-Server.csv", 3),
        ("22-NAS.csv", 1),
        ("23-PC.csv", 622),
        ("24-Tablet.csv", 35),
    ];
    for (name, count) in counted {
        assert_eq!(rows(file(&own, name)).len(), count, "{name}");
    }
    let devices = rows(file(&own, "17-NetworkDevice.csv"));
    let kind = |name: &str| devices.iter().filter(|r| r["networkdevicetype_id->name"] == name).count();
    assert_eq!((kind("Commutateur"), kind("Borne Wi-Fi"), kind("Console KVM")), (26, 2, 1));
    assert!(devices.iter().any(|r| r["name"] == "rca0370037psw152.RG2.13" && r["serialnumber"] == "L6EV3UB156D40"));
}
