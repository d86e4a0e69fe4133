//! The same flows on an Amon and on a pfSense let pass the same, but for differences that have a reason: in every school.

use crate::schools;
use preau::compile::parity::differences;
use std::collections::BTreeSet;

#[test]
fn what_only_one_kind_of_firewall_lets_pass_has_a_reason() {
    let (mut compared, mut reasons) = (BTreeSet::new(), BTreeSet::new());
    for (path, made) in schools() {
        let Some(firewall) = &made.state.firewall else { continue };
        // Without a way out the Internet is no side of any rule; a card that no system names is a finding, and no file.
        if !firewall.interfaces.iter().any(|i| *i.outside) || firewall.cards.iter().any(|c| c.system.is_none()) {
            continue;
        }
        let Ok(found) = differences(firewall) else { continue };
        for difference in &found {
            assert!(
                difference.reason.is_some(),
                "{path}: {} only, {}: {}",
                difference.passes,
                difference.from,
                difference.packet
            );
            reasons.extend(difference.reason);
        }
        compared.insert((firewall.software.value().clone(), path));
    }
    for kind in ["amon", "pfsense"] {
        let many = compared.iter().filter(|(software, _)| software == kind).count();
        assert!(many > 3, "{many} schools with {kind}");
    }
    assert!(reasons.iter().any(|r| r.contains("IPv6")) && reasons.iter().any(|r| r.contains("stock model")), "{reasons:?}");
}

#[test]
fn a_flow_at_hours_is_a_difference_with_its_packet() {
    let (_, made) = schools().iter().find(|(path, _)| path == "37/0370037P-choiseul.kdl").unwrap();
    let mut firewall = made.state.firewall.clone().unwrap();
    let before = differences(&firewall).unwrap();
    assert!(before.iter().all(|d| !d.reason.unwrap().contains("hours")));
    let rule = firewall.rules.iter_mut().find(|r| r.subject.as_str() == "https:invites>portail-wifi").unwrap();
    rule.hours = Some(rule.allows.with("mon 08:00-12:00".parse().unwrap()));
    let after = differences(&firewall).unwrap();
    let hours: Vec<_> = after.iter().filter(|d| d.reason.is_some_and(|r| r.contains("hours"))).collect();
    assert_eq!(hours.len(), 1);
    assert_eq!((hours[0].from.as_str(), hours[0].passes), ("invites", "pfsense"));
    assert_eq!(hours[0].packet.to_string(), "10.37.42.0 -> 10.255.0.61 tcp 443");
}
