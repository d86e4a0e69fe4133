//! What holds for every device language: properties that no golden file can state.

mod law;

use super::samples::*;
use super::*;
use crate::render::Unwritten;
use crate::state::Secret;
use crate::state::switch::*;
use std::collections::BTreeSet;
use std::sync::LazyLock;

static TEMPLATES: LazyLock<Templates> = LazyLock::new(|| templates(&BTreeMap::new()).unwrap());

pub(super) fn written(os: &Os, switch: &Switch) -> Result<String, Unwritten> {
    (os.write)(switch, &TEMPLATES)
}

#[test]
fn the_registry_is_sorted_and_each_language_finds_its_files() {
    assert!(ALL.is_sorted_by_key(|os| os.name));
    for os in ALL {
        assert!(find(os.name).is_some() && os.family.files.iter().all(|(name, _)| name.starts_with(os.family.folder)));
    }
    assert!(find("3com").is_none());
}

#[test]
fn no_interface_and_no_vlan_is_opened_twice() {
    for os in ALL {
        for switch in [ports(os.name), services(os.name)] {
            let text = written(os, &switch).unwrap();
            let mut seen = BTreeSet::new();
            for line in text.lines().filter(|l| l.starts_with("interface ") || l.starts_with("vlan ")) {
                assert!(seen.insert(line), "{}: {line} twice", os.name);
            }
        }
    }
}

#[test]
fn a_trunk_lists_no_vlan_twice_and_vlans_stand_before_ports() {
    for os in ALL {
        let mut switch = ports(os.name);
        let many: Vec<u64> = (0..70).map(|n| 100 + 2 * n).collect();
        for port in &mut switch.ports {
            if matches!(port.link, Link::Trunk { .. }) {
                port.link = trunk(100, true, &many[1..]);
            }
        }
        let text = written(os, &switch).unwrap();
        for block in text.split("\ninterface ").skip(1) {
            let body = block.lines().skip(1).take_while(|l| l.starts_with(' '));
            let lists = body.filter(|l| l.contains("permit vlan") || l.contains("allowed vlan")).filter(|l| !l.contains("undo"));
            let ids: Vec<&str> = lists.flat_map(|l| l.split([' ', ',']).filter(|w| w.parse::<u16>().is_ok())).collect();
            assert_eq!(ids.len(), ids.iter().collect::<BTreeSet<_>>().len(), "{}: {ids:?}", os.name);
        }
        assert!(text.matches("permit vlan").count() + text.matches("allowed vlan").count() > 9);
        assert!(text.rfind("\nvlan ").unwrap() < text.find("\ninterface ").unwrap());
    }
}

/// Each place where an author's or a reader's text can come from.
type Place = (&'static str, fn(&mut Switch, &str));

const PLACES: &[Place] = &[
    ("sysname", |s, t| s.sysname = text(t)),
    ("vlans.name", |s, t| s.vlans[0].name = text(t)),
    ("ports.interface", |s, t| s.ports[0].interface = text(t)),
    ("ports.description", |s, t| s.ports[0].description = Some(text(t))),
    ("lags.description", |s, t| s.lags[0].description = Some(text(t))),
    ("stp.region", |s, t| s.stp.region = text(t)),
    ("services.domain", |s, t| s.services.domain = Some(text(t))),
    ("services.timezone", |s, t| s.services.timezone = text(t)),
    ("services.location", |s, t| s.services.location = Some(text(t))),
    ("services.snmp.user", |s, t| s.services.snmp.as_mut().unwrap().user = text(t)),
    ("services.snmp.auth", |s, t| s.services.snmp.as_mut().unwrap().auth = super::samples::s(secret(t))),
    ("services.ssh.user", |s, t| s.services.ssh.as_mut().unwrap().user = text(t)),
    ("services.ssh.key", |s, t| s.services.ssh.as_mut().unwrap().key = Some(text(t))),
    ("services.radius.secret", |s, t| s.services.radius.as_mut().unwrap().secret = super::samples::s(secret(t))),
    ("raw", |s, t| s.raw[0].line = text(t)),
    ("raw, global", |s, t| s.raw[2].line = text(t)),
];

fn secret(name: &str) -> Secret {
    Secret { scope: "region".into(), name: name.to_owned() }
}

/// Ports and services in one switch.
fn whole(os: &str) -> Switch {
    let (mut switch, other) = (ports(os), services(os));
    switch.management = other.management;
    switch.services = other.services;
    switch
}

#[test]
fn hostile_text_is_refused_or_stays_on_its_line() {
    let long = "x".repeat(10_000);
    let hostile = [
        "a\nshutdown",
        "a\rb",
        "a\tb",
        "a\0b",
        "a\"b",
        "a?b",
        "! a",
        "# a",
        "a | b",
        "a\u{2028}b",
        "a\u{85}b",
        "a{{ sysname }}b",
        "{% if x %}",
        "",
        " a",
        "a ",
        "a  b",
        "a\\b",
        "é",
        "漢",
        "\u{e000}",
        "\u{e001}",
        "\u{1b}[A",
        "a\u{3}b",
        long.as_str(),
    ];
    for os in ALL {
        for (place, put) in PLACES {
            let mut tame = whole(os.name);
            if *place != "services.timezone" {
                put(&mut tame, "tame");
            }
            let lines = written(os, &tame).unwrap_or_else(|e| panic!("{} {place}: {e:?}", os.name)).lines().count();
            for bad in hostile {
                let mut switch = whole(os.name);
                put(&mut switch, bad);
                match written(os, &switch) {
                    Ok(text) => assert_eq!(text.lines().count(), lines, "{} {place} let {bad:?} through", os.name),
                    Err(Unwritten::Refused(refusals)) => {
                        let first = refusals.first().unwrap();
                        assert!(!first.why.is_empty() && refusals.len() < 9, "{} {place}: {refusals:?}", os.name);
                    }
                    Err(Unwritten::Template(fault)) => panic!("{} {place}: {fault:?}", os.name),
                }
            }
        }
    }
}

#[test]
fn a_name_beyond_a_limit_is_refused_under_its_own_rule() {
    for os in ALL {
        let mut switch = ports(os.name);
        switch.vlans[0].name = text(&"v".repeat(33));
        switch.ports[0].description = Some(text(&"d".repeat(256)));
        switch.sysname = text("sw160.RG2");
        let Err(Unwritten::Refused(refusals)) = written(os, &switch) else { panic!("{} wrote it", os.name) };
        assert_eq!(refusals.iter().map(|r| r.rule).collect::<Vec<_>>(), ["os-limit-name"; 3], "{refusals:?}");
        let mut switch = ports(os.name);
        switch.ports[0].description = Some(text("A107?"));
        switch.raw[2].line = text("who?");
        let Err(Unwritten::Refused(refusals)) = written(os, &switch) else { panic!("{} wrote it", os.name) };
        assert_eq!(refusals.iter().map(|r| r.rule).collect::<Vec<_>>(), ["os-limit-name", "not-carried"], "{refusals:?}");
    }
}

#[test]
fn a_line_for_a_port_or_a_vlan_that_is_not_there_is_refused() {
    for os in ALL {
        let mut switch = ports(os.name);
        switch.raw[0].at = RawAt::Port(crate::net::Port::plain(48));
        switch.raw[1].at = RawAt::Vlan(id(21));
        let Err(Unwritten::Refused(refusals)) = written(os, &switch) else { panic!("{} lost it", os.name) };
        assert_eq!(refusals.len(), 2);
    }
}

#[test]
fn an_explained_configuration_is_the_written_one_and_every_line_has_its_template_line() {
    for os in ALL {
        let explained = (os.explain)(&whole(os.name), &TEMPLATES).unwrap();
        assert_eq!(explained.text, written(os, &whole(os.name)).unwrap());
        assert_eq!(explained.lines.len(), explained.text.lines().count());
        assert!(explained.lines.iter().all(|line| line.line > 0 && line.template.starts_with(os.family.folder)));
    }
}

#[test]
fn every_line_of_a_template_is_written_by_some_sample() {
    for os in ALL {
        let mut seen = BTreeSet::new();
        let mut switches = vec![ends(os.name), links(os.name), services(os.name), rare(os.name)];
        if os.name == "comware" {
            switches.push(stack(os.name));
        }
        for switch in switches {
            let explained = (os.explain)(&switch, &TEMPLATES).unwrap();
            seen.extend(explained.lines.into_iter().map(|line| (line.template, line.line)));
        }
        for (name, text) in os.family.files {
            for (index, line) in text.lines().enumerate().filter(|(_, line)| !line.contains("{%")) {
                assert!(seen.contains(&((*name).to_owned(), index + 1)), "{name}:{} {line}", index + 1);
            }
        }
    }
}

type Change = (&'static str, fn(&mut Switch));

/// One change of each field: another text or a refusal must come out, or the field stands in the language's losses.
const CHANGES: &[Change] = &[
    ("sysname", |x| x.sysname = text("other")),
    ("hardware", |x| x.hardware.poe = true),
    ("members.model", |x| x.members[0].model = text("other")),
    ("vlans.id", |x| x.vlans[3].id = s(id(41))),
    ("vlans.name", |x| x.vlans[0].name = text("other")),
    ("vlans.snooping", |x| x.vlans[1].snooping = s(true)),
    ("vlans.arp_inspection", |x| x.vlans[1].arp_inspection = s(true)),
    ("vlans.voice", |x| x.vlans[0].voice = s(true)),
    ("ports.interface", |x| x.ports[0].interface = text(&x.ports[0].interface.replace("0/1", "0/47"))),
    ("ports.speed", |x| x.ports[2].speed = crate::net::Speed(100)),
    ("ports.description", |x| x.ports[0].description = None),
    ("ports.enabled", |x| x.ports[0].enabled = s(false)),
    ("ports.link.vlan", |x| x.ports[0].link = access(40, None)),
    ("ports.link.voice", |x| x.ports[0].link = access(20, Some(40))),
    ("ports.link.native", |x| x.ports[5].link = trunk(98, true, &[20, 40])),
    ("ports.link.native_passes", |x| x.ports[5].link = trunk(99, false, &[20, 40])),
    ("ports.link.tagged", |x| x.ports[5].link = trunk(99, true, &[20])),
    ("ports.lag", |x| x.ports[6].lag = None),
    ("ports.edge", |x| x.ports[0].edge = s(false)),
    ("ports.auth", |x| x.ports[2].auth = None),
    ("ports.auth.method", |x| x.ports[2].auth = auth(AuthMethod::Dot1x, None, ServerDead::Open)),
    ("ports.auth.rejected", |x| x.ports[2].auth = auth(AuthMethod::Mac, Some(30), ServerDead::Open)),
    ("ports.auth.server_dead", |x| x.ports[2].auth = auth(AuthMethod::Mac, None, ServerDead::Keep)),
    ("ports.auth.max_macs", |x| x.ports[2].auth.as_mut().unwrap().max_macs = Some(s(4))),
    ("ports.poe", |x| x.ports[0].poe = Some(s(true))),
    ("ports.storm", |x| x.ports[0].storm = Some(s(2000))),
    ("ports.loop_detection", |x| x.ports[1].loop_detection = s(true)),
    ("ports.trusted", |x| x.ports[0].trusted = s(true)),
    ("ports.announces", |x| x.ports[0].announces = s(false)),
    ("ports.voice_priority", |x| x.ports[0].voice_priority = s(true)),
    ("lags.id", |x| x.lags[0].id = s(2)),
    ("lags.description", |x| x.lags[0].description = None),
    ("lags.link", |x| x.lags[0].link = trunk(999, false, &[20])),
    ("lags.trusted", |x| x.lags[0].trusted = s(false)),
    ("stp.region", |x| x.stp.region = text("other")),
    ("stp.revision", |x| x.stp.revision = s(1)),
    ("stp.priority", |x| x.stp.priority = s(4096)),
    ("management", |x| x.management = None),
    ("management.v6", |x| x.management.as_mut().unwrap().v6 = None),
    ("services.domain", |x| x.services.domain = None),
    ("services.dns", |x| x.services.dns.truncate(1)),
    ("services.ntp", |x| x.services.ntp.truncate(1)),
    ("services.timezone", |x| x.services.timezone = text("Indian/Reunion")),
    ("services.syslog", |x| x.services.syslog.truncate(1)),
    ("services.syslog.port", |x| x.services.syslog[0].port = s(5140)),
    ("services.snmp", |x| x.services.snmp = None),
    ("services.snmp.privacy", |x| x.services.snmp.as_mut().unwrap().privacy = None),
    ("services.snmp.managers", |x| x.services.snmp.as_mut().unwrap().managers.truncate(1)),
    ("services.location", |x| x.services.location = None),
    ("services.radius.servers", |x| x.services.radius.as_mut().unwrap().servers.truncate(1)),
    ("services.radius.coa", |x| x.services.radius.as_mut().unwrap().coa = s(false)),
    ("services.ssh", |x| x.services.ssh = None),
    ("services.ssh.from", |x| x.services.ssh.as_mut().unwrap().from.truncate(1)),
    ("services.ssh.password", |x| x.services.ssh.as_mut().unwrap().password = None),
    ("services.ssh.console", |x| x.services.ssh.as_mut().unwrap().console = None),
    ("services.ssh.key", |x| x.services.ssh.as_mut().unwrap().key = None),
    ("raw.at", |x| x.raw[0].at = RawAt::Global),
    ("raw.line", |x| x.raw[0].line = text("other")),
    ("raw.undo", |x| x.raw[2].undo = None),
];

#[test]
fn a_change_of_any_field_changes_the_text_is_refused_or_is_a_declared_loss() {
    for os in ALL {
        let before = written(os, &whole(os.name)).unwrap();
        for (field, change) in CHANGES {
            let mut switch = whole(os.name);
            change(&mut switch);
            let after = match written(os, &switch) {
                Ok(text) => text,
                Err(Unwritten::Refused(_)) => continue,
                Err(Unwritten::Template(fault)) => panic!("{} {field}: {fault:?}", os.name),
            };
            // A loss that holds only under a condition ("…, where …") excuses nothing here.
            let within =
                |loss: &Loss| field.strip_prefix(loss.field).is_some_and(|rest| rest.is_empty() || rest.starts_with('.'));
            let lost = os.losses.iter().any(within);
            assert!(after != before || lost, "{}: {field} is lost in silence", os.name);
        }
    }
}

#[test]
fn trust_is_said_only_beside_a_watch() {
    for os in ALL {
        let mut switch = ports(os.name);
        switch.ports[0].trusted = s(true);
        assert!(written(os, &switch).unwrap().contains("dhcp snooping trust"));
        for vlan in &mut switch.vlans {
            vlan.snooping = s(false);
            vlan.arp_inspection = s(false);
        }
        let text = written(os, &switch).unwrap();
        assert!(!text.contains("snooping") && !text.contains("detection trust") && !text.contains("inspection"), "{}", os.name);
    }
}

/// Fails with the first lines that differ, not with two whole switches.
fn same(read: &Switch, meant: &Switch, what: &str) {
    let (a, b) = (format!("{read:#?}"), format!("{meant:#?}"));
    let first = a.lines().zip(b.lines()).enumerate().find(|(_, (a, b))| a != b);
    assert!(read == meant && a == b, "{what}: {first:?}");
}

#[test]
fn what_is_written_reads_back_as_the_state_that_the_language_carries() {
    for os in ALL {
        let (read, project) = (os.read, os.project);
        let mut switches = vec![ports(os.name), ends(os.name), links(os.name), services(os.name), rare(os.name), whole(os.name)];
        if os.name == "comware" {
            switches.push(stack(os.name));
        }
        for switch in switches {
            let text = written(os, &switch).unwrap();
            let reading = read(&text, s(()).origin());
            let unknown: Vec<&str> = reading.account.unknown.iter().map(|n| text.lines().nth(n - 1).unwrap().trim()).collect();
            assert_eq!(unknown.len(), switch.raw.len(), "{}: {unknown:?}", os.name);
            same(&reading.switch, &project(&switch), os.name);
            assert_eq!(project(&project(&switch)), project(&switch));
            assert!(reading.account.hidden.is_empty());
        }
    }
}

#[test]
fn a_change_that_is_written_is_read_back_too() {
    for os in ALL {
        let (read, project) = (os.read, os.project);
        for (field, change) in CHANGES {
            let mut switch = whole(os.name);
            change(&mut switch);
            let Ok(text) = written(os, &switch) else { continue };
            let read = read(&text, s(()).origin()).switch;
            same(&read, &project(&switch), &format!("{}: {field}", os.name));
        }
    }
}

#[test]
fn no_text_makes_a_reader_panic_and_every_line_is_accounted_for() {
    for os in ALL {
        let read = os.read;
        let text = written(os, &whole(os.name)).unwrap();
        for cut in (0..text.len()).step_by(53) {
            let half: String = text.chars().skip(cut % 97).take(cut).collect();
            let turned: String = half.lines().rev().map(|l| format!("{l}\n")).collect();
            for text in [&half, &turned] {
                let account = read(text, s(()).origin()).account;
                let counted = account.read + account.ignored.len() + account.unknown.len();
                let lines = text.lines().filter(|l| !l.trim().is_empty() && l.trim() != "#" && l.trim() != "!").count();
                assert_eq!(counted, lines, "{text}");
            }
        }
    }
}

#[test]
fn every_loss_says_why_and_where_it_is_written() {
    for os in ALL {
        assert!(os.losses.iter().all(|l| !l.field.is_empty() && !l.reason.is_empty() && !l.source.is_empty()));
        assert!(!os.untried.is_empty());
    }
}
