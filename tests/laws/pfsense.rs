//! What is written for a pfSense reads back as what was meant, and lets pass what the policy does, in every school that has one.

use crate::schools;
use preau::base::{Origin, Origins};
use preau::net::Traffic;
use preau::os::pfsense;
use preau::state::{Firewall, Intended};

fn origin() -> Origin {
    Origins::default().derived("the file", &[])
}

/// Every school with a pfSense that a file can be written of.
fn each(mut hold: impl FnMut(&str, &Intended, &Firewall)) {
    let mut seen = 0;
    for (path, made) in schools() {
        let Some(firewall) = made.state.firewall.as_ref().filter(|f| *f.software == "pfsense") else { continue };
        // A card that no system names is a finding, and no file.
        if firewall.cards.iter().any(|c| c.system.is_none()) {
            continue;
        }
        hold(path, &made.state, firewall);
        seen += 1;
    }
    assert!(seen > 3, "{seen} schools with a pfSense");
}

#[test]
fn what_is_written_reads_back_as_its_projection() {
    each(|path, state, firewall| {
        let meant = pfsense::project(firewall);
        assert!(pfsense::project(&meant) == meant, "{path}: a projection is its own");
        for (is_whole, write) in [(true, pfsense::whole as fn(_, _) -> _), (false, pfsense::overlay)] {
            let (text, _) = write(firewall, &state.served).unwrap();
            let read = pfsense::read(&text, origin()).unwrap();
            assert_eq!(read.unread, [], "{path}");
            assert_eq!(read.served, pfsense::project_served(firewall, &state.served), "{path}");
            let mut wanted = meant.clone();
            if !is_whole {
                // Accounts are the machine's own once it is in service.
                (wanted.secret, wanted.administrator) = (None, None);
            }
            let (mut read, mut wanted) = (read.firewall, wanted);
            let rules = std::mem::take(&mut read.rules).into_iter().zip(std::mem::take(&mut wanted.rules));
            rules.for_each(|(read, wanted)| assert_eq!(read, wanted, "{path}"));
            assert_eq!(read, wanted, "{path}");
        }
    });
}

#[test]
fn the_rules_that_are_read_back_let_pass_what_the_policy_does_and_nothing_else() {
    each(|path, state, firewall| {
        if !firewall.interfaces.iter().any(|i| *i.outside) {
            return;
        }
        let (text, _) = pfsense::whole(firewall, &state.served).unwrap();
        let read = pfsense::read(&text, origin()).unwrap().firewall;
        let mut own = Traffic::default();
        for interface in &read.interfaces {
            own.add(&read.may_pass_from(Some(*interface.vlan)));
        }
        let (own, meant) = (read.decided(&own), firewall.decided(&state.policy.may_pass()));
        assert_eq!(meant.minus(&own).witness().map(|p| p.to_string()), None, "{path}: meant to pass, and refused");
        assert_eq!(own.minus(&meant).witness().map(|p| p.to_string()), None, "{path}: passes, and nobody meant it");
    });
}
