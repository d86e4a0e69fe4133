//! What is written reads back as what was meant, and every field of a machine is written or stands in `LOSSES`.

use super::*;
use crate::base::Sourced;
use crate::emit::directory::{Here, classic, entries as write_entries, smb};
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
        radius: v(true),
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
        classic: None,
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
            .map(|(name, may)| ServiceAccount { name: s(name), number: None, may: v(may), secret: secret(name) })
            .into(),
        requests: Vec::new(),
    }
}

/// The same as a classic domain.
fn classic_directory() -> Directory {
    let stretch = |first: u32, last: u32| Stretch { first: v(first), last: v(last) };
    let mut directory = directory();
    directory.classic = Some(Classic {
        sid: s("S-1-5-21-1-22-333"),
        controller: s("annuaire"),
        address: Some(v("10.37.34.5".parse().unwrap())),
        manager: directory.administrator.clone(),
        people: stretch(12_001, 30_000),
        machines: stretch(30_001, 49_369),
    });
    for (service, number) in directory.services.iter_mut().zip([50_001, 50_002, 50_003]) {
        service.number = Some(v(number));
    }
    directory
}

fn written(machine: &Machine) -> String {
    written_in(&directory(), machine)
}

fn written_in(directory: &Directory, machine: &Machine) -> String {
    let mut desk = Desk::default();
    let text = smb::domain(&Here { directory, server: machine, folder: "" }, &mut desk);
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

#[test]
fn a_machine_of_a_classic_domain_reads_back_as_what_was_meant() {
    let directory = classic_directory();
    for part in [Part::First, Part::Member] {
        for nt_acls in [true, false] {
            let meant = Machine { nt_acls: v(nt_acls), forwarders: Vec::new(), ..full(part) };
            let found = machine(&written_in(&directory, &meant)).unwrap();
            // Unlike in an Active Directory, its own machine says where it stores access lists.
            assert_eq!(found.machine, Machine { nt_acls: v(nt_acls), ..project(&meant) }, "{part:?}");
            assert!(found.is_classic, "{part:?}");
            let is_first = part == Part::First;
            assert_eq!(found.domain, if is_first { "ad.choiseul.example" } else { "" });
            assert_eq!(found.controller, if is_first { None } else { Some("10.37.34.5".parse().unwrap()) });
            assert_eq!((found.netbios.as_str(), found.unknown), ("CHOISEUL", Vec::new()));
        }
    }
}

#[test]
fn entries_of_a_classic_domain_read_back_as_what_was_meant() {
    let (directory, machine) = (classic_directory(), full(Part::First));
    let meant = directory.classic.as_ref().unwrap();
    let mut desk = Desk::default();
    let here = Here { directory: &directory, server: &machine, folder: "" };
    let text = classic::entries::write(&here, meant, &mut desk);
    let found = entries(&text).unwrap();
    let services: Vec<(String, May)> = directory.services.iter().map(|s| (s.name.value().clone(), *s.may)).collect();
    let numbers = directory.services.iter().map(|s| (s.name.value().clone(), *s.number.unwrap())).collect();
    let classic = HeldClassic {
        sid: meant.sid.value().clone(),
        netbios: directory.netbios.value().clone(),
        machines: *meant.machines.first,
        numbers,
    };
    let (units, groups) = (directory.units.clone(), directory.groups.clone());
    assert_eq!(found, Held { units, groups, services, classic: Some(classic), unknown: Vec::new() });
    // A group with the identifier of another number is none of ours.
    let other = text.replace("gidNumber: 12000\n", "gidNumber: 12001\n");
    assert_eq!(entries(&other).unwrap().unknown, ["CN=profs,OU=Groupes,DC=ad,DC=choiseul,DC=example"]);
}

#[test]
fn every_field_of_a_classic_domain_changes_a_file_or_is_lost_by_name() {
    let lost = |field: &str| LOSSES.iter().any(|(fields, _)| fields.split(", ").any(|f| f == format!("classic.{field}")));
    let all = |directory: &Directory| {
        let machine = full(Part::First);
        let here = Here { directory, server: &machine, folder: "" };
        let entries = classic::entries::write(&here, directory.classic.as_ref().unwrap(), &mut Desk::default());
        entries + &written_in(directory, &machine) + &written_in(directory, &full(Part::Member))
    };
    let changes: &[Change<Classic>] = &[
        ("sid", |c| c.sid = s("S-1-5-21-1-22-334")),
        ("controller", |c| c.controller = s("autre")),
        ("address", |c| c.address = None),
        ("manager", |c| c.manager = v(Secret { scope: "0370037P".to_owned(), name: "autre".to_owned() })),
        ("people", |c| c.people.first = v(12_002)),
        ("machines.first", |c| c.machines.first = v(30_002)),
        ("machines.last", |c| c.machines.last = v(40_000)),
    ];
    let plain = classic_directory();
    for (field, change) in changes {
        let mut changed = plain.clone();
        change(changed.classic.as_mut().unwrap());
        assert_ne!(changed, plain, "{field}");
        assert_ne!(all(&changed) == all(&plain), !lost(field), "{field}");
    }
}

/// A field, and what changes it.
type Change<T> = (&'static str, fn(&mut T));

#[test]
fn every_field_of_a_machine_changes_its_file_or_is_lost_by_name() {
    let plain = full(Part::Member);
    let lost = |field: &str| LOSSES.iter().any(|(fields, _)| fields.split(", ").any(|f| f == format!("servers.{field}")));
    let changes: &[Change<Machine>] = &[
        ("guest", |m| m.guest = s("autre")),
        ("host", |m| m.host = s("hostb")),
        ("hostname", |m| m.hostname = s("autre")),
        ("name", |m| m.name = s("autre")),
        ("part", |m| m.part = v(Part::First)),
        ("v4", |m| m.v4.clear()),
        ("v6", |m| m.v6.clear()),
        ("nt_acls", |m| m.nt_acls = v(false)),
        ("radius", |m| m.radius = v(false)),
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
    assert_eq!(found, Held { units: directory.units, groups: directory.groups, services, classic: None, unknown: Vec::new() });
}

#[test]
fn what_is_no_configuration_is_an_error_and_what_is_not_ours_is_told() {
    assert!(machine("realm = X\n").is_err() && machine("[global]\nserver role = standalone\n").is_err());
    let text = written(&full(Part::Member)) + "guest ok = yes\n";
    assert_eq!(machine(&text).unwrap().unknown, ["[rendus] guest ok = yes"]);
}
