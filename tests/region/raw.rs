//! Lines of the author's own: which devices take them, and what must not stand in one.

use crate::world::{Made, World};

const DEVICES: &str = "switch sw1 model=hpe-5130-24g-4sfp+ rack=R1 address=10\n\
    access-point ap1 model=aruba-305 room=A1 at=sw1:1 power=injector mac=\"02:00:25:00:00:51\"\n";
const WIFI: &str = "wifi vendor=aruba-instant manage=gestion { ssid EDU auth=owe vlan=wifi }\n";

fn made(school: &str) -> Made {
    World::small(&format!("{DEVICES}{school}")).and("profiles/base.kdl", WIFI).make()
}

fn deviation(device: &str, raw: &str) -> Made {
    made(&format!("deviation \"x\" owner=direction until=none {{ {device} {{ {raw} }} }}\n"))
}

#[test]
fn the_raw_lines_of_an_access_point_are_kept_with_their_place_and_what_undoes_them() {
    let made =
        deviation("access-point ap1", "raw \"ble mode beaconing\" two undo=\"no ble\"; raw three at=vlan:wifi; raw four at=1");
    assert_eq!(made.faults(), [""; 0]);
    let ap = &made.school().access_points[0];
    let said: Vec<_> = ap.raw.iter().map(|r| (r.line.as_str(), r.at.as_str(), r.undo.as_deref().map(String::as_str))).collect();
    assert_eq!(
        said,
        [
            ("ble mode beaconing", "global", Some("no ble")),
            ("two", "global", Some("no ble")),
            ("three", "vlan:wifi", None),
            ("four", "1", None)
        ]
    );
    let departures: Vec<_> = made.school().departures.iter().map(|d| (d.path.as_str(), d.deviation)).collect();
    assert_eq!(departures, [("access-point ap1 / raw", Some(0)); 3]);
}

#[test]
fn the_raw_lines_of_an_access_point_stand_in_a_deviation_or_are_one_finding() {
    assert_eq!(made("access-point ap1 { raw \"ble mode beaconing\" }\n").rules(), ["raw-outside-deviation"]);
}

#[test]
fn a_secret_in_a_raw_line_is_one_finding_on_any_device() {
    for (device, line) in [
        ("switch sw1", "snmp-agent community read public"),
        ("access-point ap1", "wpa-passphrase ouvert"),
        ("access-point ap1", "Password x"),
    ] {
        let made = deviation(device, &format!("raw \"{line}\""));
        assert_eq!(made.rules(), ["raw-holds-secret"], "{line}");
        assert_eq!(made.found("raw-holds-secret")[0].labels[0].text, "a secret would stand here");
    }
    assert_eq!(deviation("access-point ap1", "raw \"passwords-are-none\"").faults(), [""; 0]);
}

#[test]
fn a_raw_line_of_an_access_point_stands_where_the_access_point_has_something() {
    for at in ["7", "\"1/1\"", "vlan:peda"] {
        let made = deviation("access-point ap1", &format!("raw x at={at}"));
        assert_eq!(made.rules(), ["raw-at-nothing"], "{at}");
    }
    // A VLAN that nobody has is one mistake, at its name, with quotes or without.
    for at in ["vlan:absent", "\"vlan:absent\""] {
        let made = deviation("access-point ap1", &format!("raw x at={at}"));
        assert_eq!(made.rules(), ["vlan-undeclared"], "{at}");
        assert_eq!(made.found("vlan-undeclared")[0].labels[0].span.len, 6, "{at}");
    }
}
