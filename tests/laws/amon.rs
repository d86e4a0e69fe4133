//! What the child model of an Amon lets pass, read back with what its parent opens by itself, is what the policy does, but for
//! differences that are listed: in every school that has one.

use crate::schools;
use preau::net::traffic::{number, ports, protocol};
use preau::net::{Cube, Family, Ranges, Traffic};
use preau::os::amon::era::{self, PROXY_PORT};
use preau::os::amon::zones::Zones;
use preau::state::firewall::{Rule, Where};
use preau::state::{Firewall, Intended};

/// Every school with an Amon that a model can be written of.
fn each(mut hold: impl FnMut(&str, &Intended, &Firewall, &str)) {
    let mut seen = 0;
    for (path, made) in schools() {
        let Some(firewall) = made.state.firewall.as_ref().filter(|f| *f.software == "amon") else { continue };
        // A card that no system names is a finding, and no file.
        if firewall.cards.iter().any(|c| c.system.is_none()) {
            continue;
        }
        let (text, told) = era::write(firewall).unwrap_or_else(|e| panic!("{path}: {e:?}"));
        assert_eq!(told.len(), text.lines().count(), "{path}");
        hold(path, &made.state, firewall, &text);
        seen += 1;
    }
    assert!(seen > 3, "{seen} schools with an Amon");
}

#[test]
fn what_is_written_reads_back_as_its_projection() {
    each(|path, _, firewall, text| {
        let read = era::read(text).unwrap();
        assert_eq!(read.unread, [], "{path}");
        assert_eq!(read.model, era::project(firewall).unwrap(), "{path}");
    });
}

/// What goes through the proxy: straight to its target, as the policy says it, and to the proxy's port, as the model does.
fn proxied(firewall: &Firewall) -> (Traffic, Traffic) {
    let (mut straight, mut to_proxy) = (Traffic::default(), Traffic::default());
    for rule in firewall.rules.iter().filter(|r| *r.allows && *r.proxied && r.family == Family::V4) {
        straight.add(&firewall.of_rule(rule));
        let Some(vlan) = rule.interface else { continue };
        let to = firewall.addresses(&Where::Gateway(*vlan), Family::V4);
        let from = firewall.addresses(&rule.from, Family::V4);
        to_proxy.add(&Traffic::one(Cube {
            family: Family::V4,
            from,
            to,
            services: ports(protocol::TCP, PROXY_PORT, PROXY_PORT),
        }));
    }
    (straight, to_proxy)
}

/// What the parent opens to the firewall of its own account: names and the proxy inside, the ends of tunnels outside.
fn stock(firewall: &Firewall) -> Traffic {
    let zones = Zones::of(firewall).unwrap();
    let mut all = Traffic::default();
    for zone in zones.zones.iter().filter(|z| z.is_stock) {
        let is_outside = *zone.name == "exterieur";
        let esp = Ranges::one(50 << 16, (50 << 16) + 0xffff);
        let services = match is_outside {
            true => ports(protocol::UDP, 500, 500).or(&ports(protocol::UDP, 4500, 4500)).or(&esp),
            false => ports(protocol::TCP, 53, 53).or(&ports(protocol::UDP, 53, 53)).or(&ports(protocol::TCP, 3128, 3128)),
        };
        let address = number((*zone.address).into());
        let from = if is_outside { Family::V4.everything() } else { firewall.addresses(&Where::Segment(*zone.vlan), Family::V4) };
        all.add(&Traffic::one(Cube { family: Family::V4, from, to: Ranges::one(address, address), services }));
    }
    all
}

fn shown(traffic: &Traffic) -> Option<String> {
    traffic.witness().map(|p| p.to_string())
}

#[test]
fn the_model_lets_pass_what_the_policy_does_and_nothing_else_that_is_not_listed() {
    let mut through_proxy = 0;
    each(|path, state, firewall, text| {
        if !firewall.interfaces.iter().any(|i| *i.outside) {
            return;
        }
        let effect = era::effect(firewall, text).unwrap();
        assert_eq!(
            effect.unjudged.iter().filter(|u| !u.contains("changes addresses")).collect::<Vec<_>>(),
            Vec::<&String>::new()
        );
        let own = firewall.decided(&effect.traffic());
        let meant = firewall.decided(&state.policy.may_pass());
        // No IPv6 on an Amon.
        let meant: Traffic = meant.cubes().iter().filter(|c| c.family == Family::V4).cloned().collect();
        let (straight, to_proxy) = proxied(firewall);
        // What is open at hours only.
        let at_hours = |r: &&Rule| *r.allows && r.hours.is_some();
        let at_hours = firewall.rules.iter().filter(at_hours).fold(Traffic::default(), |mut sum, r| {
            sum.add(&firewall.of_rule(r));
            sum
        });
        let missing = meant.minus(&own).minus(&straight).minus(&at_hours);
        assert_eq!(shown(&missing), None, "{path}: meant to pass, and refused: {:?}", effect.way(&missing));
        let more = own.minus(&meant).minus(&to_proxy).minus(&stock(firewall));
        assert_eq!(shown(&more), None, "{path}: passes, and nobody meant it: {:?}", effect.way(&more));
        through_proxy += usize::from(!straight.is_empty());
        assert!(own.holds(&firewall.decided(&to_proxy)), "{path}: the proxy can be reached");
    });
    assert!(through_proxy > 3, "{through_proxy}");
}

#[test]
fn what_the_region_forbids_is_absent_on_the_model() {
    let mut forbidden = 0;
    each(|path, state, firewall, text| {
        let effect = era::effect(firewall, text).unwrap();
        let (own, policy) = (effect.traffic(), state.policy.may_pass());
        for forbid in &state.policy.forbids {
            let packets = state.policy.of_forbid(forbid);
            // What the policy itself opens is a finding of its own, or waived.
            let guilty = packets.and(&own).minus(&policy);
            let met = guilty.witness().map(|packet| (packet.to_string(), effect.way(&Traffic::of_packet(&packet))));
            assert_eq!(met, None, "{path}: {}", *forbid.because);
            forbidden += usize::from(!packets.is_empty());
        }
    });
    assert!(forbidden > 50, "{forbidden}");
}
