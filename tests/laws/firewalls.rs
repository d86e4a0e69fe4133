//! What a firewall's rules let pass is what the policy lets pass: exactly, in both families, in every school.

use crate::schools;
use preau::net::traffic::{number, prefixes};
use preau::net::{Family, Ranges, Traffic};
use preau::state::firewall::Where;
use std::collections::BTreeSet;

#[test]
fn the_rules_let_pass_what_the_policy_does_and_nothing_else() {
    let mut seen = BTreeSet::new();
    for (uai, made) in schools() {
        let intended = &made.state;
        let Some(firewall) = &intended.firewall else { continue };
        // Without a way out the Internet is no side of any rule.
        if !firewall.interfaces.iter().any(|i| *i.outside) {
            continue;
        }
        let own: Traffic = firewall.interfaces.iter().fold(Traffic::default(), |mut sum, i| {
            sum.add(&firewall.may_pass_from(Some(*i.vlan)));
            sum
        });
        let own = firewall.decided(&own);
        let meant = firewall.decided(&intended.policy.may_pass());
        // IPv6 that the firewall cannot have is not its rules' business.
        let has_v6 = firewall.interfaces.iter().any(|i| i.v6.is_some());
        let meant: Traffic = meant.cubes().iter().filter(|c| has_v6 || c.family == Family::V4).cloned().collect();
        assert_eq!(meant.minus(&own).witness().map(|p| p.to_string()), None, "{uai}: meant to pass, and refused");
        assert_eq!(own.minus(&meant).witness().map(|p| p.to_string()), None, "{uai}: passes, and nobody meant it");
        seen.insert((firewall.software.value().clone(), has_v6));
    }
    let kinds = [("amon", false), ("pfsense", false), ("pfsense", true)].map(|(kind, v6)| (kind.to_owned(), v6));
    assert_eq!(seen, BTreeSet::from(kinds), "each kind is in the sample region");
}

#[test]
fn a_rule_names_groups_and_interfaces_that_are_there_and_no_two_bear_one_subject() {
    for (uai, made) in schools() {
        let intended = &made.state;
        let Some(firewall) = &intended.firewall else { continue };
        let mut subjects = BTreeSet::new();
        for rule in &firewall.rules {
            assert!(subjects.insert((rule.subject.value(), rule.family)), "{uai}: {} twice", *rule.subject);
            assert!(rule.interface.iter().all(|i| firewall.interface(**i).is_some()), "{uai}: {}", *rule.subject);
            for end in [&*rule.from, &*rule.to] {
                match end {
                    Where::Group(name) | Where::Beyond(name) => assert!(firewall.group(name).is_some(), "{uai}: no group {name}"),
                    Where::Segment(vlan) | Where::Gateway(vlan) => assert!(firewall.interface(*vlan).is_some()),
                    Where::Anywhere | Where::Itself => {}
                }
            }
        }
        for group in &firewall.groups {
            for family in Family::ALL {
                let own: Vec<_> = group.prefixes.iter().map(|p| *p.value()).filter(|p| Family::of(p.addr()) == family).collect();
                let set = own.iter().map(|p| (number(p.network()), number(p.broadcast()))).collect::<Ranges>();
                assert_eq!(own, prefixes(family, &set), "{uai}: group {} holds one address twice", *group.name);
            }
        }
    }
}

#[test]
fn every_rule_of_every_firewall_is_reached_by_some_packet() {
    let mut rules = 0;
    for (uai, made) in schools() {
        let Some(firewall) = &made.state.firewall else { continue };
        rules += firewall.rules.len();
        let unreached: Vec<&str> = firewall.unreached().iter().map(|r| r.subject.as_str()).collect();
        assert_eq!(unreached, Vec::<&str>::new(), "{uai}");
    }
    assert!(rules > 1_000, "{rules}");
}
