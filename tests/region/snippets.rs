//! The spellings that no school of the sample needed, made a school of the trial region: LGT Voltaire.

use crate::world::{Made, World};
use preau::state::switch::Link;

fn voltaire() -> Made {
    World::snippets().make()
}

#[test]
fn every_spelling_is_understood() {
    let made = voltaire();
    let errors: Vec<String> = made
        .findings
        .iter()
        .filter(|f| f.severity == preau::base::Severity::Error)
        .map(|f| format!("{}: {}", f.rule, f.message))
        .collect();
    assert_eq!(errors, [""; 0]);
}
fn tagged(link: &Link) -> Vec<u16> {
    match link {
        Link::Trunk { tagged, .. } => tagged.iter().map(|v| v.number()).collect(),
        Link::Access { .. } => Vec::new(),
    }
}

#[test]
fn its_stack_its_aggregates_and_its_appliance_come_out_as_written() {
    let made = voltaire();
    let core = made.state.switches.iter().find(|s| *s.name.value() == "coeur").unwrap();
    let irf: Vec<(u8, u8, usize)> = core.stack_ports.iter().map(|p| (p.member, p.port, p.interfaces.len())).collect();
    assert_eq!(irf, [(1, 2, 2), (2, 1, 2)]);
    let lags: Vec<(u16, Vec<String>)> =
        core.lags.iter().map(|l| (*l.id, l.members.iter().map(|p| p.to_string()).collect())).collect();
    assert_eq!(lags, [(7, vec!["1/1".into(), "2/49".into()]), (8, vec!["1/17".into(), "2/3".into()])]);
    // Card 3, port 3: its VLANs that somebody else has a foot in.
    let card = core.ports.iter().find(|p| p.id.to_string() == "2/5").unwrap();
    assert_eq!(tagged(&card.link), [50, 60, 99]);
    let Link::Trunk { native, native_passes, .. } = &card.link else { panic!("{:?}", card.link) };
    assert_eq!((native.number(), **native_passes), (51, true));
}

#[test]
fn its_deviations_change_what_they_say_and_no_more() {
    let made = voltaire();
    let school = made.school();
    let cards: Vec<Vec<&str>> =
        school.firewall.as_ref().unwrap().cards.iter().map(|c| c.vlans.iter().map(|v| v.as_str()).collect()).collect();
    assert_eq!(cards[1], ["administration"]);
    assert!(cards[2].contains(&"imprimantes") && cards[3].contains(&"gestion"));
    let printers = school.vlan("imprimantes").unwrap();
    assert_eq!((printers.subnet.unwrap().to_string().as_str(), printers.subnet6), ("192.168.11.0/24", None));
    let guests: Vec<String> = school
        .flows
        .iter()
        .filter(|f| *f.from.value() == "invites" && *f.service.value() == "web")
        .map(|f| format!("{} {}", f.to, f.hours.is_some()))
        .collect();
    assert_eq!(guests, ["internet true"], "ent went with `remove allow`, internet got hours");
    assert!(school.guest("amon").is_none());
    assert_eq!(school.guest("horus").unwrap().image.as_deref().unwrap(), "eole-horus-2.8");
    let listed: Vec<&str> = school.departures.iter().map(|d| d.path.as_str()).collect();
    for wanted in [
        "firewall / card 2 imprimantes",
        "firewall / card 1 / remove member gestion",
        "directory / remove share perso",
        "remove kvm amon",
    ] {
        assert!(listed.contains(&wanted), "{wanted}: {listed:?}");
    }
}
