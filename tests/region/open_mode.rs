//! The open mode: where it is first said, and who answers for it.

use crate::world::{Made, World};

fn profile(open: &str, school: &str) -> Made {
    World::small(school).edit("profiles/base.kdl", "profile base", &format!("profile base support={open}")).make()
}

#[test]
fn a_school_that_takes_the_open_mode_from_its_profile_is_asked_on_its_own_header_line() {
    let made = profile("open", "");
    assert_eq!(made.faults(), [""; 0], "what it lacks is a rule's finding");
    let school = made.school();
    let origins = &made.resolved.origins;
    assert_eq!(origins.span(school.mandate.asked), origins.span(school.uai.origin()));
    assert!(school.mandate.charter.is_none() && school.mandate.delegate.is_none());
}

#[test]
fn a_school_may_say_who_answers_for_an_open_vlan_of_its_profile_without_a_deviation() {
    let world = World::small("vlan peda charter=\"2026-09-01\" delegate=direction\n");
    let made = world.edit("profiles/base.kdl", "vlan peda zone", "vlan peda support=open zone").make();
    assert_eq!(made.faults(), [""; 0]);
    let mandate = &made.school().vlan("peda").unwrap().mandate;
    assert!(mandate.charter.is_some() && mandate.delegate.as_deref().is_some_and(|d| d == "direction"));
    assert!(made.school().departures.is_empty());
}

#[test]
fn a_misspelt_delegate_or_day_is_no_missing_one() {
    let made = World::small("building A { room A3 support=open charter=\"2026-13-01\" delegate=directon }\n").make();
    assert_eq!(made.rules().len(), 2, "{:?}", made.faults());
    let room = made.school().room("A3").unwrap().1;
    assert!(room.mandate.charter.is_some() && room.mandate.delegate.is_some());
}

#[test]
fn rooms_of_one_statement_share_its_word() {
    let made = World::small("building A { room A3 A4 support=open; room A5 support=open }\n").make();
    let origin = |name: &str| made.school().room(name).unwrap().1.support.origin();
    assert_eq!(origin("A3"), origin("A4"));
    assert_ne!(origin("A3"), origin("A5"));
}
