//! Configurations as devices and collectors leave them, not as préau writes them: read without failure, each line accounted for.
//!
//! The files under tests/fixtures/observed are written for these tests in the shapes of public ones (reference: switches.md,
//! part 10, rows 1, 2, 4, 9, 12 and 16, and what people publish of 5120s and 2960-Xs). What is read of a file of one's own,
//! `cargo run --example observe` tells.

use preau::base::Origins;
use preau::net::Port;
use preau::os::{self, reading::Reading, terminal};
use preau::state::Switch;
use preau::state::switch::Link;
use std::fs;
use std::path::Path;

/// What is claimed of a file.
struct Row {
    name: &'static str,
    os: &'static str,
    /// The share of its lines that are understood, in percent.
    share: usize,
    /// Every line that is not read, and no other: its number and how it begins.
    unread: &'static [(usize, &'static str)],
    /// Some lines that are known and not kept, and a word of why.
    aside: &'static [(usize, &'static str)],
}

const ROWS: &[Row] = &[
    Row {
        name: "irf-bgp.cfg",
        os: "comware",
        share: 96,
        unread: &[
            (39, "instance 1 vlan 10"),
            (43, "stp instance 1 priority"),
            (74, "qos priority 5"),
            (136, "role name level-0"),
        ],
        aside: &[(9, "stack"), (25, "description")],
    },
    Row {
        name: "backup-masked.cfg",
        os: "comware",
        share: 95,
        unread: &[
            (36, "authorization-attribute user-role network-operator"),
            (44, "dhcp client identifier ascii"),
            (78, "snmp-agent community read <removed>"),
        ],
        aside: &[],
    },
    Row { name: "pager.cfg", os: "comware", share: 95, unread: &[(46, "speed 100"), (47, "duplex full")], aside: &[] },
    Row {
        name: "comware-5.cfg",
        os: "comware",
        share: 91,
        unread: &[
            (16, "telnet server enable"),
            (51, "local-user stage"),
            (52, "password cipher $c$3$fedcba9876543210"),
            (53, "service-type telnet"),
            (62, "stp mode rstp"),
            (93, "speed 100"),
            (109, "snmp-agent community read public"),
        ],
        aside: &[(9, "stack"), (39, "factory"), (44, "box"), (57, "key"), (67, "no port"), (105, "routing")],
    },
    Row {
        name: "core.cfg",
        os: "comware",
        share: 94,
        unread: &[
            (106, "lldp agent nearest-customer admin-status"),
            (130, "info-center loghost vpn-instance gestion"),
            (132, "ntp-service unicast-server 10.255.0.9 vpn-instance"),
            (134, "hwtacacs scheme exploitation"),
            (135, "primary authentication 10.255.0.9"),
            (136, "key authentication cipher $c$3$0123456789abcdef"),
        ],
        aside: &[
            (8, "routing"),
            (44, "queues"),
            (74, "no port"),
            (89, "socket"),
            (94, "routes"),
            (98, "no port"),
            (112, "routing"),
            (121, "banner"),
            (128, "routing"),
        ],
    },
    Row { name: "session.txt", os: "comware", share: 100, unread: &[], aside: &[(1, "prompt"), (20, "pager"), (24, "prompt")] },
    Row {
        name: "banner.cfg",
        os: "ios",
        share: 97,
        unread: &[(19, "enable secret 5 <removed>"), (55, "switchport port-security")],
        aside: &[(3, "before it shows"), (5, "comment"), (10, "box")],
    },
    Row {
        name: "voice-lacp.cfg",
        os: "ios",
        share: 92,
        unread: &[
            (9, "spanning-tree mode pvst"),
            (11, "spanning-tree vlan 10,20,40 priority"),
            (36, "mls qos trust cos"),
            (66, "login"),
        ],
        aside: &[],
    },
    Row {
        name: "collected.cfg",
        os: "ios",
        share: 93,
        unread: &[(10, "enable secret 5 ********"), (26, "ip dhcp snooping limit"), (51, "snmp-server community ******** RO")],
        aside: &[],
    },
    Row {
        name: "stack-2960x.cfg",
        os: "ios",
        share: 91,
        unread: &[
            (18, "enable secret 5 $1$abcd$0123456789"),
            (21, "username stage privilege 15"),
            (41, "spanning-tree mode rapid-pvst"),
            (45, "spanning-tree vlan 20,99 priority"),
            (70, "switchport port-security maximum 2"),
            (71, "switchport port-security"),
            (113, "ip http server"),
            (114, "ip http secure-server"),
            (123, "access-list 10 permit 10.41.19.0"),
        ],
        aside: &[
            (7, "box"),
            (39, "certificate"),
            (61, "no port"),
            (72, "queues"),
            (82, "LACP"),
            (85, "routes"),
            (121, "routing"),
            (127, "banner"),
            (132, "session"),
            (133, "socket"),
        ],
    },
    Row {
        name: "session.txt",
        os: "ios",
        share: 100,
        unread: &[],
        aside: &[(2, "prompt"), (3, "before it shows"), (18, "pager"), (23, "prompt")],
    },
    Row { name: "script.cfg", os: "ios", share: 96, unread: &[(19, "switchport block unicast")], aside: &[] },
];

/// The text of a file, from whatever bytes it has.
fn text(os: &str, name: &str) -> String {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/fixtures/observed").join(os).join(name);
    let bytes = fs::read(&path).unwrap_or_else(|e| panic!("{}: {e}", path.display()));
    terminal::decoded(&bytes).into_owned()
}

fn read(os: &str, text: &str) -> Reading {
    (os::find(os).unwrap().read)(text, Origins::default().derived("observed", &[]))
}

fn said(os: &str, name: &str) -> Switch {
    read(os, &text(os, name)).switch
}

fn port<'s>(switch: &'s Switch, interface: &str) -> &'s preau::state::switch::Port {
    switch.ports.iter().find(|p| *p.interface == interface).unwrap_or_else(|| panic!("no {interface}"))
}

/// A link in short: `20`, `20+40` with phones, `99t:20 30` for a trunk whose own VLAN passes, `(99)t:20 30` when it does not.
fn link(link: &Link) -> String {
    match link {
        Link::Access { vlan, voice: None } => format!("{}", **vlan),
        Link::Access { vlan, voice: Some(voice) } => format!("{}+{}", **vlan, **voice),
        Link::Trunk { native, native_passes, tagged } => {
            let tags: Vec<String> = tagged.iter().map(|v| v.to_string()).collect();
            let own = if **native_passes { native.to_string() } else { format!("({})", **native) };
            format!("{own}t:{}", tags.join(" "))
        }
    }
}

fn vlans(switch: &Switch) -> Vec<u16> {
    switch.vlans.iter().map(|v| v.id.number()).collect()
}

#[test]
fn a_real_shaped_configuration_is_read_and_each_unread_line_is_named() {
    let mut claims = String::new();
    let mut failed = false;
    for row in ROWS {
        let text = text(row.os, row.name);
        let account = read(row.os, &text).account;
        assert_eq!(account.lines(), lines_of(row.os, &text), "{}: a line is lost, or counted twice", row.name);
        let line = |n: usize| text.lines().nth(n - 1).unwrap().trim();
        let as_claimed = account.unknown.len() == row.unread.len()
            && account.unknown.iter().zip(row.unread).all(|(n, (claimed, begins))| n == claimed && line(*n).starts_with(begins));
        failed |= account.share() != row.share || !as_claimed;
        claims += &format!("{}/{}: {} % of {} lines\n", row.os, row.name, account.share(), account.lines());
        for number in &account.unknown {
            claims += &format!("    ({number}, \"{}\"),\n", line(*number));
        }
        for (number, word) in row.aside {
            let why = account.ignored.iter().find(|(n, _)| n == number).map(|(_, why)| *why);
            assert!(why.is_some_and(|why| why.contains(word)), "{}:{number}: {why:?}", row.name);
        }
    }
    assert!(!failed, "what the files are read as:\n{claims}");
}

#[test]
fn what_these_files_say_of_ports_and_vlans_is_understood() {
    let stack = said("comware", "irf-bgp.cfg");
    assert!(stack.hardware.stack && stack.members.len() == 2 && stack.stack_ports.len() == 2);
    assert_eq!((vlans(&stack), *stack.stp.priority, *stack.stp.revision), (vec![1, 10, 20, 99], 0, 3));
    let phones = said("ios", "voice-lacp.cfg");
    assert_eq!(link(&port(&phones, "FastEthernet0/1").link), "20+40");
    // `add` goes on from the list before it; a line's end of CR LF is no part of it.
    let lag = phones.lags.first().unwrap();
    assert_eq!((lag.members.len(), link(&lag.link).as_str()), (2, "(999)t:10 20 21 40 99"));
    let banner = said("ios", "banner.cfg");
    assert_eq!(banner.ports.len(), 3, "a banner's lines are no interfaces: {:?}", banner.ports);
    let masked = read("comware", &text("comware", "backup-masked.cfg")).account;
    assert!(!masked.hidden.is_empty(), "a masked secret is hidden, not different");
}

#[test]
fn a_pager_and_its_session_leave_the_configuration_alone() {
    let paged = said("comware", "pager.cfg");
    assert_eq!(vlans(&paged), [1, 20, 30, 31, 99], "a range is its VLANs");
    let first = port(&paged, "GigabitEthernet1/0/1");
    assert!(*first.loop_detection && *first.edge, "a pager's mark ends no block");
    let all = port(&paged, "Ten-GigabitEthernet1/0/49");
    assert!(matches!(&all.link, Link::Trunk { tagged, .. } if tagged.len() == 4093));
    let session = said("comware", "session.txt");
    assert_eq!((session.sysname.as_str(), vlans(&session)), ("sw160", vec![20, 99]));
    assert_eq!(session.vlans[0].name.as_str(), "Salle_été");
    let first = port(&session, "GigabitEthernet1/0/1");
    assert_eq!(first.description.as_ref().unwrap().as_str(), "salle A107, poste élève");
    assert!(*first.edge && link(&first.link) == "20" && link(&port(&session, "GigabitEthernet1/0/2").link) == "99");
    let session = said("ios", "session.txt");
    assert_eq!((session.sysname.as_str(), session.vlans[0].name.as_str()), ("sw161", "PEDAGOGIE"));
    let (first, second) = (port(&session, "FastEthernet0/1"), port(&session, "FastEthernet0/2"));
    assert!(*first.edge && link(&first.link) == "20" && matches!(second.link, Link::Trunk { .. }));
}

#[test]
fn comware_5_is_read_in_its_own_spelling() {
    let switch = said("comware", "comware-5.cfg");
    assert!(!switch.hardware.stack && switch.members.len() == 1, "a switch that could be a stack is none");
    assert_eq!(vlans(&switch), [1, 10, 11, 20, 99]);
    assert!(switch.vlans.iter().all(|v| *v.snooping), "snooping without a list watches every VLAN");
    let own = switch.management.as_ref().unwrap();
    assert_eq!((own.address.to_string(), own.gateway.to_string()), ("10.41.19.5".into(), "10.41.19.1".into()));
    let first = port(&switch, "GigabitEthernet1/0/1");
    assert!(*first.edge && *first.loop_detection && first.id == Port::plain(1));
    assert_eq!(link(&port(&switch, "GigabitEthernet1/0/2").link), "20t:10 11 99", "a hybrid port with tags is a trunk");
    let trunk = port(&switch, "GigabitEthernet1/0/3");
    assert!(*trunk.trusted && link(&trunk.link) == "(1)t:10 11 20 99");
    assert!(!*port(&switch, "GigabitEthernet1/0/4").enabled && switch.ports.len() == 8);
    assert_eq!(switch.services.ssh.as_ref().unwrap().user.as_str(), "exploit", "the first administrator");
}

#[test]
fn a_core_that_routes_has_the_ports_and_the_address_of_a_switch() {
    let switch = said("comware", "core.cfg");
    assert!(switch.hardware.stack, "two members are a stack, whatever happens to its address");
    let names: Vec<&str> = switch.ports.iter().map(|p| p.interface.as_str()).collect();
    assert_eq!(names, ["FortyGigE1/0/51", "Ten-GigabitEthernet1/0/1", "Ten-GigabitEthernet2/0/1"]);
    assert_eq!((switch.ports[2].id, switch.ports[0].speed.0), (Port::of_member(2, 1), 40_000));
    assert_eq!(switch.lags[0].members, [Port::of_member(1, 1), Port::of_member(2, 1)]);
    let own = switch.management.as_ref().unwrap();
    let address = (own.vlan.number(), own.address.to_string(), own.subnet.to_string(), own.gateway.to_string());
    assert_eq!(address, (99, "10.41.19.2".into(), "10.41.19.0/24".into(), "10.41.19.1".into()));
    assert!(
        matches!(&switch.ports[0].link, Link::Trunk { tagged, .. } if tagged.len() == 94),
        "permits and their undoing add up"
    );
    assert_eq!((*switch.stp.priority, switch.stack_ports.len()), (8192, 2));
    let watched: Vec<u16> = switch.vlans.iter().filter(|v| *v.snooping && *v.arp_inspection).map(|v| v.id.number()).collect();
    assert_eq!(watched, [20]);
}

#[test]
fn a_stack_of_2960_x_is_numbered_by_member() {
    let switch = said("ios", "stack-2960x.cfg");
    assert!(switch.hardware.stack && switch.members.iter().map(|m| m.id).eq([1, 2]));
    let ids: Vec<String> = switch.ports.iter().map(|p| p.id.to_string()).collect();
    assert_eq!(ids, ["1/1", "1/2", "1/23", "1/24", "2/23", "2/24"], "the port that routes is none");
    assert_eq!((vlans(&switch), switch.vlans[0].name.as_str()), (vec![20, 30, 31, 32, 40, 99], "Salles de cours"));
    let first = port(&switch, "GigabitEthernet1/0/1");
    assert!(*first.edge && link(&first.link) == "20+40", "access ports are edge ports by default here");
    assert!(!*port(&switch, "GigabitEthernet1/0/2").edge && !*port(&switch, "GigabitEthernet1/0/23").edge);
    let ten = port(&switch, "TenGigabitEthernet1/0/1");
    assert!(*ten.edge && ten.speed.0 == 10_000 && link(&ten.link) == "99t:20");
    assert_eq!(switch.lags[0].members, [Port::of_member(1, 23), Port::of_member(2, 23)]);
    let own = switch.management.as_ref().unwrap();
    assert_eq!((own.vlan.number(), own.gateway.to_string()), (99, "10.41.19.1".into()));
    assert_eq!(switch.services.timezone.as_str(), "Europe/Paris", "an offset of no minutes may say so");
    assert_eq!((switch.services.ntp.len(), switch.services.ssh.as_ref().unwrap().user.as_str()), (1, "exploit"));
}

#[test]
fn a_script_for_ranges_of_ports_makes_one_port_of_each_name() {
    let switch = said("ios", "script.cfg");
    let links: Vec<String> = switch.ports.iter().map(|p| format!("{} {}", p.id, link(&p.link))).collect();
    assert_eq!(links, ["1 20", "2 20", "3 20", "5 30", "4 (1)t:20 30", "6 (1)t:20 30", "7 (1)t:20 30"]);
    assert!(*port(&switch, "FastEthernet0/5").edge, "a second block goes on from the first");
    assert_eq!((vlans(&switch), switch.management.unwrap().vlan.number()), (vec![20, 30, 99], 99));
}

#[test]
fn the_same_file_with_other_line_ends_says_the_same() {
    for Row { name, os, .. } in ROWS {
        let unix = text(os, name).replace("\r\n", "\n");
        let other = unix.replace('\n', "\r\n");
        let (a, b) = (read(os, &unix), read(os, &other));
        assert!(a.switch == b.switch && a.account.unknown == b.account.unknown, "{name}");
    }
}

#[test]
fn what_is_said_again_and_again_is_kept_once() {
    let vlans = "vlan 1 to 4094\n".repeat(300);
    assert_eq!(read("comware", &vlans).switch.vlans.len(), 4094);
    assert_eq!(read("ios", &vlans.replace(" to ", "-")).switch.vlans.len(), 4094);
    let ports = "interface range GigabitEthernet1/0/1 to GigabitEthernet1/0/48\n port link-type trunk\n".repeat(300);
    assert_eq!(read("comware", &ports).switch.ports.len(), 48);
    // Longer than any stack: a line that is named, and not a million ports.
    let long = read("ios", "interface range FastEthernet0/1 - 60000\n shutdown\n");
    assert_eq!((long.switch.ports.len(), long.account.unknown), (0, vec![1, 2]));
}

#[test]
fn no_piece_of_such_a_file_makes_a_reader_panic() {
    for Row { name, os, .. } in ROWS {
        let text = text(os, name);
        for language in os::ALL {
            for at in (0..text.len()).step_by(31).filter(|at| text.is_char_boundary(*at)) {
                for piece in [&text[..at], &text[at..]] {
                    let lines = read(language.name, piece).account.lines();
                    // A cut may part a line from what a terminal did to it: then the count means nothing.
                    assert!(name.ends_with(".txt") || lines == lines_of(language.name, piece), "{name}");
                }
            }
        }
    }
}

/// The lines that a language counts: all but blank ones and its separator, as they stood on the screen at last.
fn lines_of(os: &str, text: &str) -> usize {
    let separator = if os == "comware" { "#" } else { "!" };
    let shown = |line: &str| line.rsplit(['\u{8}', '\u{1b}']).next().map(|end| end.trim_start_matches("[16D").trim().to_owned());
    text.lines().filter_map(shown).filter(|line| !["", separator].contains(&line.as_str())).count()
}
