//! The law of the language over clusters built by hand, and what hostile text becomes.

use super::OS;
use crate::base::Sourced;
use crate::net::{Band, Channel, Duration};
use crate::os::samples::{id, s, text};
use crate::os::templates;
use crate::render::{Templates, Unwritten};
use crate::state::wlan::*;
use crate::state::{Secret, Wlan};
use std::collections::{BTreeMap, BTreeSet};
use std::sync::LazyLock;

static TEMPLATES: LazyLock<Templates> = LazyLock::new(|| templates(&BTreeMap::new()).unwrap());

fn secret(name: &str) -> Sourced<Secret> {
    s(Secret { scope: "region".into(), name: name.into() })
}

fn written(wlan: &Wlan) -> Result<String, Unwritten> {
    (OS.write)(wlan, &TEMPLATES)
}

fn ssid(name: &str, security: Security, vlan: u64, bands: &[Band]) -> Ssid {
    Ssid {
        name: text(name),
        security: s(security),
        secret: security.is_shared().then(|| secret("wifi.ecole")),
        radius: if security.is_enterprise() { vec![text("region-1"), text("region-2")] } else { Vec::new() },
        vlan: s(id(vlan)),
        bands: s(bands.to_vec()),
        hours: None,
        guest: s(false),
        isolate: s(false),
        portal: None,
        keep: None,
        zones: Vec::new(),
        roles: Vec::new(),
    }
}

fn radio(band: Band, channel: Option<(u16, u16)>, power: Option<u8>) -> Radio {
    Radio { band: s(band), channel: channel.map(|(number, width)| s(Channel { band, number, width })), power: power.map(s) }
}

fn server(name: &str, address: &str, coa: bool) -> Server {
    Server { name: text(name), address: s(address.parse().unwrap()), secret: secret("radius"), coa: s(coa) }
}

/// A cluster in which every line of the templates is written.
fn cluster() -> Wlan {
    let role = |name: &str, vlan, hours: Option<&str>| Role {
        name: text(name),
        filter: text(name),
        vlan: s(id(vlan)),
        hours: hours.map(|h| s(h.parse().unwrap())),
    };
    let hours = |hours: &str| Some(s(hours.parse().unwrap()));
    Wlan {
        name: text("choiseul"),
        os: text("aruba-instant"),
        country: text("FR"),
        timezone: text("Europe/Paris"),
        address: Some(s("10.37.32.240".parse().unwrap())),
        ntp: vec![s("10.37.32.254".parse().unwrap())],
        radius: vec![server("region-1", "10.255.0.31", true), server("region-2", "10.255.0.32", false)],
        ssids: vec![
            Ssid {
                roles: vec![role("eleves", 30, Some("mon,wed 07:00-19:00")), role("professeurs", 31, None)],
                ..ssid("EDU", Security::Wpa3Enterprise, 30, &[Band::Five])
            },
            Ssid {
                guest: s(true),
                isolate: s(true),
                portal: Some(text("https://portail.example/accueil")),
                keep: Some(s(Duration::Seconds(86_400))),
                hours: hours("daily 07:00-24:00"),
                ..ssid("LES INVITES", Security::Owe, 40, &Band::ALL)
            },
            Ssid { zones: vec![text("A003"), text("B")], ..ssid("TABLETTES", Security::Wpa3Sae, 20, &[Band::Two]) },
            Ssid { portal: Some(text("http://b.example:8080/")), ..ssid("OUVERT", Security::Open, 40, &[Band::Two, Band::Five]) },
        ],
        points: vec![
            Point {
                name: text("ap-a003"),
                mac: s("02:00:25:00:00:01".parse().unwrap()),
                address: Some(Own {
                    address: s("10.37.32.20".parse().unwrap()),
                    subnet: s("10.37.32.0/24".parse().unwrap()),
                    gateway: s("10.37.32.254".parse().unwrap()),
                }),
                zones: vec![text("A003")],
                radios: vec![radio(Band::Two, Some((6, 20)), Some(9)), radio(Band::Five, Some((44, 80)), Some(15))],
                raw: vec![text("ble-mode beaconing")],
            },
            Point {
                name: text("ap-b1"),
                mac: s("02:00:25:00:00:02".parse().unwrap()),
                address: None,
                zones: vec![text("B")],
                radios: vec![radio(Band::Five, None, None), radio(Band::Six, None, None)],
                raw: Vec::new(),
            },
        ],
    }
}

/// The same without what only some clusters have.
fn plain() -> Wlan {
    let mut wlan = cluster();
    wlan.address = None;
    wlan.timezone = text("Indian/Reunion");
    wlan.ssids.truncate(1);
    wlan.ssids[0].roles.clear();
    wlan.points.truncate(1);
    wlan.points[0].raw.clear();
    wlan
}

/// More SSIDs than fourteen.
fn many() -> Wlan {
    let mut wlan = plain();
    wlan.ssids = (0..16).map(|n| ssid(&format!("S{n}"), Security::Owe, 20, &[Band::Five])).collect();
    wlan
}

#[test]
fn what_is_written_reads_back_as_what_the_language_carries() {
    for wlan in [cluster(), plain(), many()] {
        let text = written(&wlan).unwrap();
        let reading = (OS.read)(&text, s(()).origin());
        let unknown: Vec<&str> = reading.account.unknown.iter().map(|n| text.lines().nth(n - 1).unwrap().trim()).collect();
        let own: Vec<&str> = wlan.points.iter().flat_map(|p| &p.raw).map(|line| line.as_str()).collect();
        assert_eq!(unknown, own);
        let meant = (OS.project)(&wlan);
        let (read, wanted) = (format!("{:#?}", reading.wlan), format!("{meant:#?}"));
        let first = read.lines().zip(wanted.lines()).find(|(a, b)| a != b);
        assert!(reading.wlan == meant, "{first:?}\n{text}");
        assert_eq!((OS.project)(&meant), meant);
        assert!(reading.account.hidden.is_empty());
    }
}

#[test]
fn a_cluster_is_written_as_the_golden_shows() {
    let text = written(&cluster()).unwrap();
    insta::with_settings!({ snapshot_path => "../../../tests/golden/snapshots", prepend_module_to_snapshot => false }, {
        insta::assert_binary_snapshot!("aruba-instant.cfg", text.into_bytes());
    });
}

#[test]
fn every_line_of_a_template_is_written_by_some_sample() {
    let mut seen = BTreeSet::new();
    for wlan in [cluster(), plain(), many()] {
        let explained = (OS.explain)(&wlan, &TEMPLATES).unwrap();
        assert_eq!(explained.text, written(&wlan).unwrap());
        seen.extend(explained.lines.into_iter().map(|line| (line.template, line.line)));
    }
    for (name, text) in OS.family.files {
        for (index, line) in text.lines().enumerate().filter(|(_, line)| !line.contains("{%")) {
            assert!(seen.contains(&((*name).to_owned(), index + 1)), "{name}:{} {line}", index + 1);
        }
    }
}

type Change = (&'static str, fn(&mut Wlan));

/// One change of each field: another text or a refusal must come out, or the field stands in the losses.
const CHANGES: &[Change] = &[
    ("name", |x| x.name = text("other")),
    ("country", |x| x.country = text("RE")),
    ("timezone", |x| x.timezone = text("Indian/Reunion")),
    ("address", |x| x.address = None),
    ("ntp", |x| x.ntp.clear()),
    ("radius.name", |x| x.radius[0].name = text("other")),
    ("radius.address", |x| x.radius[0].address = s("10.255.0.33".parse().unwrap())),
    ("radius.secret", |x| x.radius[0].secret = secret("other")),
    ("radius.coa", |x| x.radius[0].coa = s(false)),
    ("ssids.name", |x| x.ssids[0].name = text("other")),
    ("ssids.security", |x| x.ssids[0].security = s(Security::Wpa2Enterprise)),
    ("ssids.secret", |x| x.ssids[2].secret = Some(secret("other"))),
    ("ssids.radius", |x| x.ssids[0].radius.truncate(1)),
    ("ssids.vlan", |x| x.ssids[0].vlan = s(id(31))),
    ("ssids.bands", |x| x.ssids[0].bands = s(vec![Band::Two])),
    ("ssids.hours", |x| x.ssids[1].hours = None),
    ("ssids.guest", |x| x.ssids[1].guest = s(false)),
    ("ssids.isolate", |x| x.ssids[1].isolate = s(false)),
    ("ssids.portal", |x| x.ssids[1].portal = None),
    ("ssids.keep", |x| x.ssids[1].keep = None),
    ("ssids.zones", |x| x.ssids[2].zones.truncate(1)),
    ("ssids.roles.name", |x| x.ssids[0].roles[0].name = text("other")),
    ("ssids.roles.filter", |x| x.ssids[0].roles[0].filter = text("other")),
    ("ssids.roles.vlan", |x| x.ssids[0].roles[0].vlan = s(id(31))),
    ("ssids.roles.hours", |x| x.ssids[0].roles[0].hours = None),
    ("points.name", |x| x.points[0].name = text("other")),
    ("points.mac", |x| x.points[0].mac = s("02:00:25:00:00:09".parse().unwrap())),
    ("points.address", |x| x.points[0].address = None),
    ("points.zones", |x| x.points[0].zones.clear()),
    ("points.radios.band", |x| x.points[0].radios.truncate(1)),
    ("points.radios.channel", |x| x.points[0].radios[0] = radio(Band::Two, Some((1, 20)), Some(9))),
    ("points.radios.channel", |x| x.points[0].radios[1] = radio(Band::Five, Some((44, 40)), Some(15))),
    ("points.radios.channel", |x| x.points[1].radios[1] = radio(Band::Six, Some((5, 20)), None)),
    ("points.radios.power", |x| x.points[0].radios[0].power = None),
    ("points.radios.power", |x| x.points[1].radios[1].power = Some(s(12))),
    ("points.raw", |x| x.points[0].raw.clear()),
];

#[test]
fn a_change_of_any_field_changes_the_text_and_is_read_back_or_is_refused_or_a_declared_loss() {
    let before = written(&cluster()).unwrap();
    for (field, change) in CHANGES {
        let mut wlan = cluster();
        change(&mut wlan);
        let Ok(after) = written(&wlan) else { continue };
        assert!(after != before || OS.losses.iter().any(|loss| loss.field == *field), "{field} is lost in silence");
        let read = (OS.read)(&after, s(()).origin()).wlan;
        assert_eq!(read, (OS.project)(&wlan), "{field}");
    }
}

#[test]
fn hostile_text_is_refused_or_stays_on_its_line() {
    type Place = (&'static str, fn(&mut Wlan, &str));
    const PLACES: &[Place] = &[
        ("name", |x, t| x.name = text(t)),
        ("country", |x, t| x.country = text(t)),
        ("radius.name", |x, t| x.radius[0].name = text(t)),
        ("ssids.name", |x, t| x.ssids[0].name = text(t)),
        ("ssids.secret", |x, t| x.ssids[2].secret = Some(secret(t))),
        ("ssids.portal", |x, t| x.ssids[1].portal = Some(text(&format!("https://a.example/{t}")))),
        ("ssids.portal, host", |x, t| x.ssids[1].portal = Some(text(&format!("https://{t}/")))),
        ("ssids.zones", |x, t| x.ssids[2].zones[0] = text(t)),
        ("ssids.roles.name", |x, t| x.ssids[0].roles[0].name = text(t)),
        ("ssids.roles.filter", |x, t| x.ssids[0].roles[0].filter = text(t)),
        ("points.name", |x, t| x.points[0].name = text(t)),
        ("points.zones", |x, t| x.points[0].zones[0] = text(t)),
        ("points.raw", |x, t| x.points[0].raw[0] = text(t)),
    ];
    let long = "x".repeat(5000);
    let hostile = [
        "a\nenable",
        "a\rb",
        "a\tb",
        "a\0b",
        "a\"b",
        "a?b",
        "! a",
        "a | b",
        "a\u{2028}b",
        "",
        " a",
        "a ",
        "漢",
        "a\\b",
        "\u{e000}",
        long.as_str(),
    ];
    let lines = written(&cluster()).unwrap().lines().count();
    for (place, put) in PLACES {
        for bad in hostile {
            let mut wlan = cluster();
            put(&mut wlan, bad);
            match written(&wlan) {
                Ok(text) => assert_eq!(text.lines().count(), lines, "{place} let {bad:?} through"),
                Err(Unwritten::Refused(refusals)) => assert!(!refusals.is_empty(), "{place}"),
                Err(Unwritten::Template(fault)) => panic!("{place}: {fault:?}"),
            }
        }
    }
}

#[test]
fn two_ssids_of_one_profile_and_an_ssid_on_6_ghz_alone_are_refused() {
    let mut wlan = cluster();
    wlan.ssids[2].name = text("LES-INVITES");
    wlan.ssids[0].bands = s(vec![Band::Six]);
    let Err(Unwritten::Refused(refusals)) = written(&wlan) else { panic!("it was written") };
    assert_eq!(refusals.len(), 2, "{refusals:?}");
}

#[test]
fn no_text_makes_the_reader_panic_and_every_line_is_accounted_for() {
    let text = written(&cluster()).unwrap();
    for cut in (0..text.len()).step_by(41) {
        let half: String = text.chars().skip(cut % 89).take(cut).collect();
        let turned: String = half.lines().rev().map(|l| format!("{l}\n")).collect();
        for text in [&half, &turned] {
            let account = (OS.read)(text, s(()).origin()).account;
            let counted = account.read + account.ignored.len() + account.unknown.len();
            assert_eq!(counted, text.lines().filter(|l| !l.trim().is_empty()).count(), "{text}");
        }
    }
}
