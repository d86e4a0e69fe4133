//! Configurations as devices and collectors leave them, not as préau writes them: read without failure, each line accounted for.
//!
//! The files under tests/fixtures/observed are written for these tests in the shapes of public ones (reference: switches.md,
//! part 10, rows 1, 2, 4 and 12). `cargo test --test laws observed -- --nocapture` prints every line that is not read.

use preau::base::Origins;
use preau::os::{self, reading::Reading};
use preau::state::switch::Link;
use std::collections::BTreeSet;
use std::fs;
use std::path::Path;

/// A file, its language, the share of its lines that are understood (in percent), and words that its unread lines begin with.
type Row = (&'static str, &'static str, usize, &'static [&'static str]);

const ROWS: &[Row] = &[
    ("irf-bgp.cfg", "comware", 77, &["irf link-delay", "qos priority", "bgp", "ospf", "role name"]),
    ("backup-masked.cfg", "comware", 93, &["authorization-attribute user-role network-operator", "snmp-agent community"]),
    ("pager.cfg", "comware", 90, &["speed 100", "duplex full"]),
    ("banner.cfg", "ios", 77, &["service", "enable secret", "ntp clock-period"]),
    ("voice-lacp.cfg", "ios", 92, &["spanning-tree mode pvst", "mls qos trust cos"]),
    ("collected.cfg", "ios", 86, &["snmp-server community", "control-plane"]),
];

fn text(os: &str, name: &str) -> String {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/fixtures/observed").join(os).join(name);
    fs::read_to_string(&path).unwrap_or_else(|e| panic!("{}: {e}", path.display()))
}

fn read(os: &str, text: &str) -> Reading {
    (os::find(os).unwrap().read)(text, Origins::default().derived("observed", &[]))
}

/// The lines that say something.
fn lines(text: &str) -> usize {
    text.lines().filter(|line| !["", "#", "!"].contains(&line.trim())).count()
}

#[test]
fn a_real_shaped_configuration_is_read_and_each_unread_line_is_named() {
    for (name, os, share, begins) in ROWS {
        let text = text(os, name);
        let account = read(os, &text).account;
        assert_eq!(account.read + account.ignored.len() + account.unknown.len(), lines(&text), "{name}");
        let known = 100 * (account.read + account.ignored.len()) / lines(&text);
        println!("{os}/{name}: {known} % of {} lines", lines(&text));
        for number in &account.unknown {
            println!("    {number}: {}", text.lines().nth(number - 1).unwrap());
        }
        assert!(known >= *share, "{name}: {known} %");
        let unread: Vec<&str> = account.unknown.iter().map(|n| text.lines().nth(n - 1).unwrap().trim()).collect();
        for word in *begins {
            assert!(unread.iter().any(|line| line.starts_with(word)), "{name}: `{word}` is claimed to be understood: {unread:?}");
        }
        let numbers: BTreeSet<&usize> = account.unknown.iter().collect();
        assert!(numbers.len() == account.unknown.len() && account.unknown.iter().all(|n| *n > 0), "{name}");
    }
}

#[test]
fn what_these_files_say_of_ports_and_vlans_is_understood() {
    let stack = read("comware", &text("comware", "irf-bgp.cfg")).switch;
    assert!(stack.hardware.stack && stack.members.len() == 2 && stack.stack_ports.len() == 2);
    let ids: Vec<u16> = stack.vlans.iter().map(|v| v.id.number()).collect();
    assert_eq!(ids, [1, 10, 20, 99]);
    let phones = read("ios", &text("ios", "voice-lacp.cfg")).switch;
    let port = phones.ports.iter().find(|p| *p.interface == "FastEthernet0/1").unwrap();
    assert!(matches!(&port.link, Link::Access { vlan, voice: Some(voice) } if vlan.number() == 20 && voice.number() == 40));
    // `add` goes on from the list before it; a line's end of CR LF is no part of it.
    let lag = phones.lags.first().unwrap();
    assert_eq!(lag.members.len(), 2);
    assert!(matches!(&lag.link, Link::Trunk { tagged, .. } if tagged.iter().map(|v| v.number()).eq([10, 20, 21, 40, 99])));
    let paged = read("comware", &text("comware", "pager.cfg")).switch;
    assert_eq!(paged.vlans.iter().map(|v| v.id.number()).collect::<Vec<_>>(), [1, 20, 30, 31, 99], "a range is its VLANs");
    let port = paged.ports.iter().find(|p| *p.interface == "GigabitEthernet1/0/1").unwrap();
    assert!(*port.loop_detection && *port.edge, "a pager's mark ends no block");
    let all = paged.ports.iter().find(|p| *p.interface == "Ten-GigabitEthernet1/0/49").unwrap();
    assert!(matches!(&all.link, Link::Trunk { tagged, .. } if tagged.iter().count() == 4093));
    assert_eq!((*stack.stp.priority, *stack.stp.revision), (0, 3));
    let banner = read("ios", &text("ios", "banner.cfg")).switch;
    assert_eq!(banner.ports.len(), 3, "a banner's lines are no interfaces: {:?}", banner.ports);
    let masked = read("comware", &text("comware", "backup-masked.cfg")).account;
    assert!(!masked.hidden.is_empty(), "a masked secret is hidden, not different");
}

#[test]
fn the_same_file_with_other_line_ends_says_the_same() {
    for (name, os, ..) in ROWS {
        let unix = text(os, name).replace("\r\n", "\n");
        let other = unix.replace('\n', "\r\n");
        let (a, b) = (read(os, &unix), read(os, &other));
        assert!(a.switch == b.switch && a.account.unknown == b.account.unknown, "{name}");
    }
}

#[test]
fn no_piece_of_such_a_file_makes_a_reader_panic() {
    for (name, os, ..) in ROWS {
        let text = text(os, name);
        for language in os::ALL {
            for at in (0..text.len()).step_by(31).filter(|at| text.is_char_boundary(*at)) {
                for piece in [&text[..at], &text[at..]] {
                    let account = read(language.name, piece).account;
                    assert_eq!(
                        account.read + account.ignored.len() + account.unknown.len(),
                        lines_of(language.name, piece),
                        "{name}"
                    );
                }
            }
        }
    }
}

/// The lines that a language counts: all but blank ones and its separator.
fn lines_of(os: &str, text: &str) -> usize {
    let separator = if os == "comware" { "#" } else { "!" };
    text.lines().filter(|line| !["", separator].contains(&line.trim())).count()
}
