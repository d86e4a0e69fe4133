//! The law of the files over a service built by hand, and what hostile text becomes.

use super::*;
use crate::base::{Origins, Sourced};
use crate::state::Secret;
use crate::state::nac::{Client, Endpoint, Place, Role};

fn s<T>(value: T) -> Sourced<T> {
    let mut origins: Origins = Default::default();
    Sourced::new(value, origins.derived("test", &[]))
}

fn text(value: &str) -> Sourced<String> {
    s(value.to_owned())
}

fn client(name: &str, address: &str, os: &str) -> Client {
    Client {
        name: text(name),
        address: s(address.parse().unwrap()),
        secret: s(Secret { scope: "region".into(), name: "radius.equipements".into() }),
        os: text(os),
        location: Some(text("École / A / RG1")),
        coa: s(true),
    }
}

fn nac(server: Software) -> Nac {
    let endpoint = |name: &str, mac: &str, vlan: Option<&str>| Endpoint {
        name: text(name),
        mac: s(mac.parse().unwrap()),
        vlan: vlan.map(|v| s(v.parse().unwrap())),
    };
    let role = |group: &str, vlan: &str| Role {
        group: text(group),
        client: s("10.37.32.240".parse().unwrap()),
        vlan: s(vlan.parse().unwrap()),
    };
    Nac {
        server: s(server),
        guest: None,
        clients: vec![client("choiseul", "10.37.32.240", "aruba-instant"), client("rcasw151", "10.37.35.151", "comware")],
        endpoints: vec![endpoint("a107-05", "02:00:00:00:20:05", Some("20")), endpoint("imp-cdi", "02:00:00:00:20:06", None)],
        roles: vec![role("eleves", "30"), role("agents techniques", "10")],
    }
}

fn page(nac: &Nac, name: &str) -> String {
    pages("0370037P", nac).into_iter().find(|p| p.name == name).map(|p| p.sheet.text()).unwrap()
}

fn read_back(nac: &Nac) -> read::Reading {
    let text = |name| page(nac, name);
    read::read("0370037P", &text("clients.conf"), &text("authorize"), &text("groups"), s(()).origin())
}

#[test]
fn what_is_written_reads_back_as_what_the_files_carry() {
    let nac = nac(Software::FreeRadius);
    let reading = read_back(&nac);
    assert_eq!((reading.nac, reading.unknown), (read::project(&nac), Vec::new()));
}

#[test]
fn a_change_of_any_field_is_read_back_or_is_a_declared_loss() {
    type Change = (&'static str, fn(&mut Nac));
    let changes: &[Change] = &[
        ("clients.name", |n| n.clients[0].name = text("other")),
        ("clients.address", |n| n.clients[0].address = s("10.0.0.1".parse().unwrap())),
        ("clients.secret", |n| n.clients[0].secret = s(Secret { scope: "0370037P".into(), name: "other".into() })),
        ("clients.os", |n| n.clients[0].os = text("ios")),
        ("clients.location", |n| n.clients[0].location = None),
        ("clients.coa", |n| n.clients[0].coa = s(false)),
        ("endpoints.name", |n| n.endpoints[0].name = text("other")),
        ("endpoints.mac", |n| n.endpoints[0].mac = s("02:00:00:00:20:07".parse().unwrap())),
        ("endpoints.vlan", |n| n.endpoints[0].vlan = None),
        ("roles.group", |n| n.roles[0].group = text("other")),
        ("roles.client", |n| n.roles[0].client = s("10.0.0.1".parse().unwrap())),
        ("roles.vlan", |n| n.roles[0].vlan = s("31".parse().unwrap())),
    ];
    let before = nac(Software::FreeRadius);
    for (field, change) in changes {
        let mut after = before.clone();
        change(&mut after);
        let reading = read_back(&after);
        assert_eq!(reading.nac, read::project(&after), "{field}");
        let lost = read::LOSSES.iter().any(|(loss, _)| loss == field);
        assert!(lost || reading.nac != read_back(&before).nac, "{field} is lost in silence");
    }
}

#[test]
fn another_schools_entries_are_not_this_schools() {
    let nac = nac(Software::FreeRadius);
    let text = |name| page(&nac, name);
    let reading = read::read("0370038R", &text("clients.conf"), &text("authorize"), &text("groups"), s(()).origin());
    assert!(reading.nac.clients.is_empty() && reading.nac.endpoints.is_empty() && reading.nac.roles.is_empty());
    assert!(reading.unknown.is_empty());
}

#[test]
fn hostile_text_is_refused_by_its_value_and_its_block_is_not_written() {
    type Place = (&'static str, fn(&mut Nac, &str));
    let places: &[Place] = &[
        ("clients.name", |n, t| n.clients[0].name = text(t)),
        ("clients.secret", |n, t| n.clients[0].secret = s(Secret { scope: "region".into(), name: t.into() })),
        ("clients.os", |n, t| n.clients[0].os = text(t)),
        ("endpoints.name", |n, t| n.endpoints[0].name = text(t)),
        ("roles.group", |n, t| n.roles[0].group = text(t)),
    ];
    for software in [Software::FreeRadius, Software::ClearPass] {
        for (place, put) in places {
            for bad in ["a\nb", "a'b", "a\"b", "%{User-Name}", "a\\b", "a{b", "a#b", "é", "a\u{85}b", "a\0b"] {
                let mut nac = nac(software);
                put(&mut nac, bad);
                let pages = pages("0370037P", &nac);
                let refused = pages.iter().flat_map(|p| &p.sheet.refusals).count();
                // ClearPass is told the vendor and not the language.
                let unsaid = software == Software::ClearPass && *place == "clients.os";
                assert!(refused > 0 || unsaid, "{place} let {bad:?} through");
                assert!(unsaid || pages.iter().all(|p| !p.sheet.text().contains(bad)), "{place}: {bad:?} was written");
            }
        }
    }
}

#[test]
fn every_line_has_its_origins_and_a_schools_part_is_the_regions_when_it_is_alone() {
    for software in [Software::FreeRadius, Software::ClearPass] {
        let nac = nac(software);
        let all = pages("0370037P", &nac);
        for page in &all {
            assert_eq!(page.sheet.lines().len(), page.sheet.text().lines().count(), "{}", page.name);
        }
        let texts: Vec<Vec<u8>> = all.iter().map(|p| p.sheet.text().into_bytes()).collect();
        let merged: Vec<Vec<u8>> = region_files(Rows::of(software, all)).map(|make| make()).map(|f| f.content).collect();
        assert_eq!(merged, texts);
    }
}

#[test]
fn schools_are_merged_in_the_order_of_their_codes_whoever_comes_first() {
    let of = |uai: &str| Rows::of(Software::FreeRadius, pages(uai, &nac(Software::FreeRadius)));
    let (mut a, mut b) = (of("0370037P"), of("0360019A"));
    a.merge(of("0360019A"));
    b.merge(of("0370037P"));
    let files = |rows: Rows| region_files(rows).map(|make| make()).collect::<Vec<_>>();
    assert_eq!(files(a.clone()), files(b));
    let clients = files(a).into_iter().find(|f| f.path == "region/radius/clients.conf").unwrap();
    let text = String::from_utf8(clients.content).unwrap();
    assert_eq!(text.matches("client ").count(), 4);
    assert!(text.find("0360019A") < text.find("0370037P"));
}

#[test]
fn the_files_of_a_guest_stand_below_its_host() {
    let mut nac = nac(Software::FreeRadius);
    nac.guest = Some(Place { host: text("hosta"), guest: text("annuaire"), hostname: text("annuaire-0370037p") });
    assert_eq!(folder("0370037P", &nac).as_deref(), Some("0370037P/hosts/hosta/annuaire/freeradius"));
    assert!(share("0370037P", Some(&nac), "region/radius/clients.conf").is_none());
}
