//! Who departs from the standard, by what, for how long, and how much of the standard is left.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::indexing_slicing, reason = "a test stops where it fails")]

use preau::compile::deviations::{ChangeKind, Standing, Until};
use preau::compile::{Options, deviations};
use preau::report::Look;
use preau::report::deviations::{human, json};
use preau::source::Source;

const REGION: &str = r#"
region r language=1 name=R academy=a
naming domain="{slug}.example"
addresses gateway=last { pool "10.37.0.0/16" department="37" block=20 }
vlan-id gestion 99 domain=management
vlan-id salle 20 domain=pedagogie
service web tcp="80,443"
owner direction
"#;
const PROFILE: &str = r#"
profile p
vlan gestion place=0
vlan salle place=1 lease="2h" port-class=poste
port-class poste macs=3
kvm annuaire vcpus=2 memory="4GiB" disk="60GiB" { nic salle address=5 }
"#;
const SCHOOL: &str = r#"
school "0370037P" profile=p name=X slug=x
block "10.37.0.0/20"
building A { rack R1 }
switch sw1 model=superstack-4400-48 rack=R1 address=1 status=obsolete { trunk 4 vlans=salle to=none }
host h model=dell-poweredge-t440 rack=R1 address=2 memory="32GiB" disk="2TiB" {
    uplink to=sw1:1
    run annuaire
}
kvm annuaire memory="8GiB"
access-point ap1 model=aruba-305 rack=R1 at=sw1:2
deviation "longer leases" owner=direction until=none { vlan salle lease="8h" }
deviation "a lab" owner=direction until="2026-12-01" {
    vlan labo id=160 place=2
    switch sw1 { raw "one line" "two lines" undo=off; access 7 vlan=labo room=R1 }
    access-point ap1 { raw three }
    waive uplink-redundant on=sw1
}
deviation "no classes" until="2026-11-24" { remove port-class poste; assert isolated labo salle }
"#;

fn source(school: &str) -> Source {
    Source::of(&[("region.kdl", REGION.trim()), ("profiles/p.kdl", PROFILE.trim()), ("37/x.kdl", school.trim())])
}

fn options() -> Options<'static> {
    Options { today: "2026-11-25".parse().ok(), schools: Vec::new(), targets: Vec::new(), progress: &|_, _| {} }
}

fn standing(school: &str) -> Standing {
    let mut found = deviations(&source(school), &options());
    assert_eq!((found.schools.len(), found.unread.len()), (1, 0));
    found.schools.remove(0)
}

#[test]
fn each_deviation_says_who_how_long_and_what_it_holds() {
    let found = standing(SCHOOL);
    let until: Vec<_> = found.deviations.iter().map(|d| (d.owner.as_deref(), d.until)).collect();
    assert_eq!(
        until,
        [
            (Some("direction"), Until::Ever),
            (Some("direction"), Until::Day("2026-12-01".parse().unwrap(), 6)),
            (None, Until::Day("2026-11-24".parse().unwrap(), -1)),
        ]
    );
    let said: Vec<_> = found.deviations.iter().flat_map(|d| &d.changes).map(|c| (c.kind, c.text.as_str())).collect();
    assert_eq!(
        said,
        [
            (ChangeKind::Changed, "vlan salle lease=\"8h\""),
            (ChangeKind::Added, "vlan labo id=160 place=2"),
            (ChangeKind::Raw, "switch sw1 / raw \"one line\" \"two lines\" undo=off"),
            (ChangeKind::Added, "switch sw1 / access 7 vlan=labo room=R1"),
            (ChangeKind::Raw, "access-point ap1 / raw three"),
            (ChangeKind::Waiver, "waive uplink-redundant on=sw1"),
            (ChangeKind::Removed, "remove port-class poste"),
            (ChangeKind::Assertion, "assert isolated labo salle"),
        ]
    );
    assert_eq!(found.deviations[0].changes[0].standard, ["lease=\"2h\""]);
}

#[test]
fn sizes_trunks_and_what_is_obsolete_stand_beside_the_deviations() {
    let found = standing(SCHOOL);
    let sizes: Vec<_> = found.sizing.iter().map(|c| (c.text.as_str(), c.standard.concat())).collect();
    assert_eq!(sizes, [("kvm annuaire memory=\"8GiB\"", "memory=\"4GiB\"".into())]);
    assert_eq!(found.trunks.iter().map(|c| c.text.as_str()).collect::<Vec<_>>(), ["switch sw1 / trunk 4 vlans=salle to=none"]);
    let obsolete: Vec<_> = found.obsolete.iter().map(|o| (o.what.as_str(), o.model.as_deref())).collect();
    assert_eq!(obsolete, [("switch sw1", Some("superstack-4400-48"))]);
    assert!(found.obsolete[0].past, "its maker's support ended in 2010");
}

#[test]
fn the_share_counts_what_is_kept_of_the_standard_and_each_raw_line_against_it() {
    let plain = &SCHOOL[..SCHOOL.find("deviation").unwrap()];
    let whole = standing(plain).share;
    assert!(whole.kept == whole.of && whole.of > 10, "{whole:?}");
    let of = |deviation: &str| standing(&format!("{plain}deviation x owner=direction until=none {{ {deviation} }}\n")).share;
    let changed = of("vlan salle lease=\"8h\"");
    assert_eq!((changed.kept, changed.of), (whole.kept - 1, whole.of));
    let added = of("vlan labo id=160 place=2");
    assert_eq!(added, whole, "what the standard lacks takes nothing from it");
    for device in ["switch sw1", "access-point ap1"] {
        let raw = of(&format!("{device} {{ raw one two }}"));
        assert_eq!((raw.kept, raw.of), (whole.kept, whole.of + 2), "{device}: each line counts");
    }
    // The class itself, its one setting, and the setting that named it.
    let removed = of("remove port-class poste");
    assert_eq!((removed.kept, removed.of), (whole.kept - 2, whole.of));
    let sized = of("kvm annuaire memory=\"16GiB\"");
    assert_eq!(sized, whole, "sizes are free");
}

#[test]
fn a_person_sees_permanent_ones_in_yellow_and_expired_ones_in_red_and_a_pipe_sees_neither() {
    let (source, school) = (source(SCHOOL), standing(SCHOOL));
    let coloured = human(std::slice::from_ref(&school), &source, Look { width: Some(100), colour: true });
    assert!(coloured.contains("\u{1b}[33mpermanent\u{1b}[0m"), "{coloured}");
    assert!(coloured.contains("nobody, \u{1b}[31mended 2026-11-24, 1 day ago\u{1b}[0m  [37/x.kdl:18]"), "{coloured}");
    let plain = human(std::slice::from_ref(&school), &source, Look { width: None, colour: false });
    assert!(!plain.contains('\u{1b}') && plain.contains("until 2026-12-01, 6 days left"), "{plain}");
    assert!(plain.contains("1 school, 3 deviations: 1 permanent, 1 past the end; "), "{plain}");
    assert!(plain.contains("    vlan salle lease=\"8h\"  (standard: lease=\"2h\")\n"), "{plain}");
}

#[test]
fn a_program_gets_an_object_a_school_with_every_field() {
    let text = json(&[standing(SCHOOL)], &source(SCHOOL));
    assert_eq!(text.lines().count(), 1);
    let school: serde_json::Value = serde_json::from_str(&text).unwrap();
    let second = &school["deviations"][1];
    assert_eq!(
        (school["school"].as_str(), second["until"].as_str(), second["days_left"].as_i64()),
        (Some("0370037P"), Some("2026-12-01"), Some(6))
    );
    assert_eq!(
        (second["permanent"].as_bool(), second["expired"].as_bool(), second["line"].as_u64()),
        (Some(false), Some(false), Some(12))
    );
    assert_eq!(second["changes"][1]["kind"], "raw");
    for field in ["name", "profile", "share", "sizing", "trunks", "obsolete"] {
        assert!(!school[field].is_null(), "{field}");
    }
}

#[test]
fn a_school_that_cannot_be_merged_is_named_and_a_school_that_is_not_there_too() {
    let broken = source("school \"0370037P\" profile=absent name=X slug=x");
    let mut options = options();
    options.schools = vec!["0370037P".parse().unwrap(), "0371099U".parse().unwrap()];
    let found = deviations(&broken, &options);
    assert_eq!((found.schools.len(), found.unread, found.unknown), (0, vec!["0370037P".into()], vec!["school 0371099U".into()]));
}
