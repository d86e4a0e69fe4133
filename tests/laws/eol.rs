//! What is written for an Amon reads back as what was meant, in every school that has one, and says of leases and names what
//! the school's services say.

use crate::schools;
use preau::base::{Origin, Origins};
use preau::os::amon::eol;
use preau::state::service::SeatKind;
use preau::state::{Firewall, Intended};
use serde_json::Value;

fn origin() -> Origin {
    Origins::default().derived("the file", &[])
}

/// Every school with an Amon that a file can be written of.
fn each(mut hold: impl FnMut(&str, &Intended, &Firewall)) {
    let mut seen = 0;
    for (path, made) in schools() {
        let Some(firewall) = made.state.firewall.as_ref().filter(|f| *f.software == "amon") else { continue };
        // A card that no system names is a finding, and no file.
        if firewall.cards.iter().any(|c| c.system.is_none()) {
            continue;
        }
        hold(path, &made.state, firewall);
        seen += 1;
    }
    assert!(seen > 3, "{seen} schools with an Amon");
}

#[test]
fn what_is_written_reads_back_as_its_projection() {
    each(|path, state, firewall| {
        let (text, told) = eol::write(firewall, &state.served).unwrap_or_else(|u| panic!("{path}: {u:?}"));
        assert_eq!(told.len(), text.lines().count(), "{path}: a line without a story");
        let read = eol::read(&text, origin()).unwrap();
        // What the table does not know is a variable that the manifest gives.
        let given: Vec<&str> = firewall.variables.iter().map(|(name, _)| name.as_str()).collect();
        assert!(read.local.iter().all(|name| given.contains(&name.as_str())), "{path}: {:?}", read.local);
        assert_eq!(read.unread, Vec::new(), "{path}");
        let meant = eol::project(firewall, &state.served);
        assert_eq!(read.firewall.interfaces, meant.interfaces, "{path}");
        assert_eq!(read.firewall, meant, "{path}");
        let (again, _) = eol::write(&read.firewall, &Default::default()).unwrap();
        assert_eq!(eol::read(&again, origin()).unwrap().firewall.interfaces, meant.interfaces, "{path}: written once more");
    });
}

#[test]
fn names_and_leases_are_those_that_the_firewall_serves() {
    let (mut names, mut leases) = (0, 0);
    each(|path, state, firewall| {
        let read = eol::read(&eol::write(firewall, &state.served).unwrap().0, origin()).unwrap();
        let resolver = state.served.dns.as_ref().filter(|d| *d.seat.kind == SeatKind::Firewall);
        let known =
            resolver.into_iter().flat_map(|r| &r.zone.names).filter_map(|n| Some((**n.v4.as_ref()?, n.name.value().clone())));
        let said: Vec<_> = read.hosts.iter().map(|h| (h.address, h.short.clone().unwrap())).collect();
        assert_eq!(said, known.collect::<Vec<_>>(), "{path}");
        let has_package = firewall.packages.iter().any(|p| p.as_str() == "dhcp");
        let dhcp = state.served.dhcp.as_ref().filter(|d| *d.seat.kind == SeatKind::Firewall && has_package);
        let meant = dhcp.into_iter().flat_map(|d| &d.scopes).map(|s| (*s.subnet, *s.first, *s.last, s.gateway.map(|g| *g)));
        let said: Vec<_> = read.leases.iter().map(|l| (l.subnet, l.first, l.last, l.gateway)).collect();
        assert_eq!(said, meant.collect::<Vec<_>>(), "{path}");
        names += read.hosts.len();
        leases += read.leases.len();
    });
    assert!(names > 100, "{names} names");
    assert!(leases > 0, "no school leases by an Amon");
}

#[test]
fn no_line_follows_past_its_list_and_no_list_has_a_line_too_few() {
    each(|path, state, firewall| {
        let file: Value = serde_json::from_str(&eol::write(firewall, &state.served).unwrap().0).unwrap();
        for (name, variable) in file.as_object().unwrap() {
            let Some(lines) = variable.get("val").and_then(Value::as_object) else { continue };
            let row = eol::words::find(name).unwrap_or_else(|| panic!("{path}: {name} is in no table"));
            let eol::words::Shape::Follower(master) = row.0.shape else { panic!("{path}: {name} follows nothing") };
            let master = file[master.replace('#', row.1.unwrap_or_default())]["val"].as_array().map(Vec::len);
            assert_eq!(master, Some(lines.len()), "{path}: {name}");
            for (number, key) in lines.keys().enumerate() {
                assert!(lines.contains_key(&number.to_string()), "{path}: {name} has {key} and no {number}");
            }
        }
    });
}
