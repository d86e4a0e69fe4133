//! What is written reads back as what was meant, and every field of a machine is written or stands in `LOSSES`.

use super::*;
use crate::base::Sourced;
use crate::emit::directory::{Here, entries as write_entries, smb};
use crate::emit::hosts::desk::Desk;
use crate::net::Size;
use crate::state::directory::*;
use crate::state::{Directory, Secret};

fn v<T>(value: T) -> Sourced<T> {
    Sourced::new(value, origin())
}

fn s(text: &str) -> Sourced<String> {
    v(text.to_owned())
}

fn share(name: &str, read: &[&str], write: &[&str], own: Option<Access>) -> Share {
    let names = |list: &[&str]| list.iter().map(|name| s(name)).collect();
    Share { name: s(name), path: s(&format!("/srv/{name}")), read: names(read), write: names(write), own: own.map(v) }
}

fn full(part: Part) -> Machine {
    Machine {
        guest: s("fichiers"),
        host: s("hosta"),
        hostname: s("fichiers-0370037p"),
        name: s("fichiers"),
        part: v(part),
        v4: vec![(v("10.37.34.8".parse().unwrap()), v(24))],
        v6: vec![(v("fd37::8".parse().unwrap()), v(64))],
        forwarders: if part == Part::Member { Vec::new() } else { vec![v("10.37.34.254".parse().unwrap())] },
        nt_acls: v(true),
        shares: vec![
            share("classes", &["eleves"], &["profs"], None),
            share("lecture", &["eleves"], &[], None),
            share("perso", &[], &[], Some(Access::Write)),
            share("rendus", &[], &["profs"], Some(Access::Read)),
        ],
        quotas: vec![Quota { volume: s("data"), path: s("/srv"), limit: v(Size(1 << 30)) }],
    }
}

fn directory() -> Directory {
    let secret = |name: &str| v(Secret { scope: "0370037P".to_owned(), name: name.to_owned() });
    let unit = |path: &[&str], holds: Holds, by: Option<Accounts>| Unit {
        path: path.iter().map(|name| s(name)).collect(),
        holds: v(holds),
        filled_by: by.map(v),
    };
    Directory {
        domain: s("ad.choiseul.example"),
        netbios: s("CHOISEUL"),
        accounts: v(Accounts::Ent),
        administrator: secret("annuaire.admin"),
        servers: Vec::new(),
        units: vec![
            unit(&["Utilisateurs"], Holds::People, None),
            unit(&["Utilisateurs", "eleves"], Holds::People, Some(Accounts::Ent)),
            unit(&["Utilisateurs", "profs"], Holds::People, Some(Accounts::Local)),
            unit(&["Groupes"], Holds::Groups, None),
            unit(&["Machines"], Holds::Machines, None),
            unit(&["Services"], Holds::Services, None),
        ],
        groups: vec![
            AccountGroup { name: s("eleves"), gid: v(49370), filled_by: v(Accounts::Ent) },
            AccountGroup { name: s("profs"), gid: v(12000), filled_by: v(Accounts::Local) },
        ],
        services: [("svc-ent", May::FillAccounts), ("svc-opsi", May::JoinMachines), ("svc-radius", May::Read)]
            .map(|(name, may)| ServiceAccount { name: s(name), may: v(may), secret: secret(name) })
            .into(),
        requests: Vec::new(),
    }
}

fn written(machine: &Machine) -> String {
    let directory = directory();
    let mut desk = Desk::default();
    let text = smb::domain(&Here { directory: &directory, server: machine, folder: "" }, &mut desk);
    assert!(desk.refusals.is_empty(), "{:?}", desk.refusals);
    text
}

/// What of a machine its `smb.conf` carries.
fn project(machine: &Machine) -> Machine {
    let is_controller = *machine.part != Part::Member;
    let shares = machine.shares.iter().map(|share| match share.own.as_ref().map(|own| **own) {
        None => share.clone(),
        Some(Access::Write) => Share { read: Vec::new(), write: Vec::new(), ..share.clone() },
        Some(Access::Read) => Share { read: Vec::new(), ..share.clone() },
    });
    Machine {
        guest: s(""),
        host: s(""),
        hostname: s(""),
        part: if is_controller { v(Part::First) } else { machine.part },
        nt_acls: if is_controller { v(true) } else { machine.nt_acls },
        shares: shares.collect(),
        quotas: Vec::new(),
        ..machine.clone()
    }
}

#[test]
fn a_machine_that_is_written_reads_back_as_what_was_meant() {
    for part in [Part::First, Part::Further, Part::Member] {
        for nt_acls in [true, false] {
            let meant = Machine { nt_acls: v(nt_acls), ..full(part) };
            let found = machine(&written(&meant)).unwrap();
            assert_eq!(found.machine, project(&meant), "{part:?}");
            assert_eq!((found.domain.as_str(), found.netbios.as_str()), ("ad.choiseul.example", "CHOISEUL"));
            assert_eq!(found.unknown, [""; 0]);
            assert_eq!(project(&project(&meant)), project(&meant));
        }
    }
}

/// A field, and what changes it.
type Change = (&'static str, fn(&mut Machine));

#[test]
fn every_field_of_a_machine_changes_its_file_or_is_lost_by_name() {
    let plain = full(Part::Member);
    let lost = |field: &str| LOSSES.iter().any(|(fields, _)| fields.split(", ").any(|f| f == format!("servers.{field}")));
    let changes: &[Change] = &[
        ("guest", |m| m.guest = s("autre")),
        ("host", |m| m.host = s("hostb")),
        ("hostname", |m| m.hostname = s("autre")),
        ("name", |m| m.name = s("autre")),
        ("part", |m| m.part = v(Part::First)),
        ("v4", |m| m.v4.clear()),
        ("v6", |m| m.v6.clear()),
        ("nt_acls", |m| m.nt_acls = v(false)),
        ("shares.name", |m| m.shares[0].name = s("autre")),
        ("shares.path", |m| m.shares[0].path = s("/srv/autre")),
        ("shares.read", |m| m.shares[0].read.clear()),
        ("shares.write", |m| m.shares[0].write.clear()),
        ("shares.own", |m| m.shares[2].own = Some(v(Access::Read))),
        ("quotas", |m| m.quotas.clear()),
    ];
    for (field, change) in changes {
        let mut changed = plain.clone();
        change(&mut changed);
        assert_ne!(changed, plain, "{field}");
        assert_ne!(written(&changed) == written(&plain), !lost(field), "{field}");
    }
    let mut controller = full(Part::First);
    let before = written(&controller);
    controller.forwarders.clear();
    assert_ne!(written(&controller), before, "forwarders");
}

#[test]
fn entries_that_are_written_read_back_as_what_was_meant() {
    let (directory, machine) = (directory(), full(Part::First));
    let mut desk = Desk::default();
    let text = write_entries::write(&Here { directory: &directory, server: &machine, folder: "" }, &mut desk);
    let found = entries(&text).unwrap();
    let services: Vec<(String, May)> = directory.services.iter().map(|s| (s.name.value().clone(), *s.may)).collect();
    assert_eq!(found, Held { units: directory.units, groups: directory.groups, services, unknown: Vec::new() });
}

#[test]
fn what_is_no_configuration_is_an_error_and_what_is_not_ours_is_told() {
    assert!(machine("realm = X\n").is_err() && machine("[global]\nserver role = standalone\n").is_err());
    let text = written(&full(Part::Member)) + "guest ok = yes\n";
    assert_eq!(machine(&text).unwrap().unknown, ["[rendus] guest ok = yes"]);
}
