//! Generated names, namespaces, and whose a secret is.

use crate::world::World;

fn organisation(header: &str) -> String {
    let world = World::small("").edit("37/essai.kdl", "slug=essai", &format!("slug=essai {header}"));
    let world = world.edit("profiles/base.kdl", " kind=LEN stage=MI", "");
    world.make().school().organisation.value().clone()
}

#[test]
fn an_empty_token_takes_the_punctuation_before_it_along() {
    assert_eq!(organisation("kind=CFA stage=MI"), "[0370001A] - Lycée Essai (CFA-MI)");
    assert_eq!(organisation("kind=CFA stage=none"), "[0370001A] - Lycée Essai (CFA)");
    assert_eq!(organisation("stage=MI"), "[0370001A] - Lycée Essai (MI)");
    assert_eq!(organisation(""), "[0370001A] - Lycée Essai");
}

#[test]
fn machines_bear_lower_case_and_the_cmdb_what_is_written() {
    let text = "switch SW1 model=hpe-5130-24g-poe+-4sfp+ rack=R1 address=10 role=core\n\
                host HostA model=hpe-dl360-gen9 rack=R1 address=20 memory=\"8GiB\" disk=\"1TiB\"\n\
                stations room=A1 subject=Sev seats=\"1-2\"\n";
    let made = World::small(text).make();
    let school = made.school();
    let switch = school.switch("SW1").unwrap();
    assert_eq!((switch.label.as_str(), switch.sysname.as_str()), ("rca0370001aSW1.R1", "rca0370001asw1"));
    assert_eq!(school.host("HostA").unwrap().hostname.as_str(), "hosta0370001a");
    let stations: Vec<&str> = school.stations.iter().map(|s| s.name.as_str()).collect();
    assert_eq!(stations, ["a1-sev-01", "a1-sev-02"]);
    assert_eq!(school.domain.as_str(), "essai.example");
}

#[test]
fn a_uai_and_a_slug_follow_their_tokens_case() {
    let world = World::small("").edit("region.kdl", "domain=\"{slug}.example\"", "domain=\"{slug}.example\" ");
    let world = world.edit("region.kdl", "\"[{UAI}] - {school} ({kind}-{stage})\"", "\"{UAI} {uai} {SLUG} {slug}\"");
    assert_eq!(world.make().school().organisation.as_str(), "0370001A 0370001a ESSAI essai");
}

#[test]
fn a_switch_may_be_named_after_its_closet_and_building() {
    let world = World::small("switch sw1 model=hpe-5130-24g-poe+-4sfp+ rack=\"R1.2\" address=10 role=core\n")
        .edit("region.kdl", "\"rca{uai}{name}.{rack}\"", "\"{building}-{closet}-{rack}-{name}\"")
        .edit("37/essai.kdl", "rack R1 R2", "rack \"R1.2\" R2");
    assert_eq!(world.make().school().switch("sw1").unwrap().label.as_str(), "A-R1-R1.2-sw1");
}

#[test]
fn two_names_of_a_namespace_that_differ_in_case_clash_and_so_do_endpoints_of_two_kinds() {
    let switch = |name: &str| format!("switch {name} model=hpe-5130-24g-poe+-4sfp+ rack=R1 address=10 role=core\n");
    assert_eq!(World::small(&(switch("sw1") + &switch("SW1"))).make().rules()[0], "name-clash");
    assert!(World::small(&switch("peda")).make().rules().contains(&"name-clash"));
    let rooms = World::small("building B { room A1 }\n").make();
    assert_eq!(rooms.rules(), ["name-clash"]);
}

#[test]
fn a_reference_looks_only_in_the_namespace_that_its_property_demands() {
    // `eleves` is a zone and no VLAN.
    let text = "switch sw1 model=hpe-5130-24g-poe+-4sfp+ rack=R1 address=10 role=core { access 1 vlan=eleves room=A1 }\n";
    assert_eq!(World::small(text).make().rules(), ["vlan-undeclared"]);
}

#[test]
fn a_secret_is_the_regions_when_the_region_names_it_and_the_schools_otherwise() {
    let base = "lxc a image=debian-12 memory=\"1GiB\" disk=\"1GiB\" { nic serveurs address=5 }\ndirectory on=a secret=ad domain=\"ad.example\"\n";
    let made = World::small("").and("profiles/base.kdl", base).make();
    let school = made.school();
    assert_eq!(school.services.radius.as_ref().unwrap().secret.scope, "region");
    assert_eq!(school.directory.as_ref().unwrap().secret.scope, "SCHOOL");
}
