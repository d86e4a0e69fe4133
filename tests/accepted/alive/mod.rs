//! The daemons of a school's services, alive: clients get the address, the name and the time that the manifest says.
//!
//! One school of the sample region, Dessaignes (four switches of two makers, a host), in network namespaces. Its cables are
//! ports of Open vSwitch, each as our reader reads it in the *generated* configuration of the switch, or in the networkd file
//! of the host's bridge; Kea, Unbound and chrony run with the generated files. The wanted values are written here by hand.
//!
//! What stands in for what: the firewall is a namespace that routes between the VLANs and relays DHCP (`relay.py`); its rules
//! are its own target's matter, so what a flow would stop is not stopped here. Nobody authenticates at a port, and there is
//! no spanning tree: the school is a tree. A guest with tags (the firewall) and a station behind an access point have an
//! interface for each VLAN that their port carries, since not every kernel knows tags. It takes seconds, no virtual machine, and is told
//! as not run where root or Open vSwitch is missing. A school whose firewall is a pfSense is in [`pfsense`], IPv6 has one of its
//! own in [`six`]; the rules of firewalls are enforced and shot at in [`rules`], what they do to addresses in [`nat`]. Entry point: the test
//! `clients_get_what_the_manifest_says`.

#![allow(clippy::unwrap_used, clippy::indexing_slicing, reason = "a test stops where it fails")]

mod nat;
mod net;
mod pfsense;
mod plan;
mod rules;
mod six;
#[path = "../../region/world.rs"]
#[allow(dead_code, reason = "shared with the tests of the region, which need more of it")]
mod world;

use std::{collections::BTreeMap, fs, net::Ipv4Addr, path::PathBuf, process::Command};

use self::net::{Net, Tagging};
use self::plan::Plan;
use crate::{
    checker::{Absent, Checker, Verdict, run, say},
    place::root,
    region::tree,
};

const UAI: &str = "0410002E";
/// The VLANs of the school that have a gateway: id, the firewall's address, prefix length.
const VLANS: &[(u16, &str, u8)] = &[
    (10, "10.41.17.254", 24),
    (20, "10.41.23.254", 22),
    (30, "10.41.25.254", 23),
    (40, "10.41.27.254", 23),
    (50, "10.41.18.254", 24),
    (60, "10.41.28.254", 24),
    (99, "10.41.16.254", 24),
];

/// Schools whose firewall's rules are enforced: a pfSense in both families, and an Amon.
const GUARDED: &[(&str, &str)] = &[("0369901S", "36/0369901S-brenne.kdl"), ("0370037P", "37/0370037P-choiseul.kdl")];

/// Schools whose firewall's file says what becomes of addresses, in both families: a pfSense that publishes.
const TRANSLATED: &[(&str, &str)] = &[("0369901S", "36/0369901S-brenne.kdl")];

/// Whether namespaces and Open vSwitch are there.
struct Ground;

impl Checker for Ground {
    fn name(&self) -> &'static str {
        "alive"
    }

    fn version(&self) -> Result<String, String> {
        let identity = run(Command::new("id").arg("-u"), 10)?;
        if identity.out.trim() != "0" {
            return Err("namespaces are root's".to_owned());
        }
        for program in ["kea-dhcp4", "kea-dhcp6", "unbound", "chronyd", "udhcpc", "ovsdb-tool", "python3"] {
            let found = run(Command::new("sh").args(["-c", &format!("command -v {program}")]), 10)?;
            if found.code != Some(0) {
                return Err(format!("{program} is not installed"));
            }
        }
        let version = run(Command::new("ovs-vswitchd").arg("--version"), 10)?;
        Ok(version.out.lines().next().unwrap_or_default().to_owned())
    }

    fn judge(&self, _: &[PathBuf]) -> Vec<Verdict> {
        Vec::new()
    }
}

/// A school with its daemons running.
struct School {
    net: Net,
    plan: Plan,
}

/// A VLAN's gateway: id, the firewall's address there, prefix length.
type Gateway = (u16, String, u8);

impl School {
    /// The cables of a school, with nobody at them.
    fn cabled(uai: &str) -> Result<School, String> {
        let mut net = Net::new()?;
        let plan = Plan::of(uai, &net);
        plan.build(&mut net)?;
        Ok(School { net, plan })
    }

    fn open() -> Result<School, String> {
        let mut school = School::cabled(UAI)?;
        let gateways: Vec<Gateway> = VLANS.iter().map(|(vlan, address, len)| (*vlan, (*address).to_owned(), *len)).collect();
        let relayed: Vec<u16> = gateways.iter().map(|gateway| gateway.0).collect();
        school.firewall("amon", &gateways, &relayed, "10.41.18.5")?;
        school.guest("annuaire", "10.41.18.5/24", "10.41.18.254")?;
        school.guest("noms", "10.41.18.9/24", "10.41.18.254")?;
        school.daemons(UAI, "annuaire", "10.41.18.9")?;
        Ok(school)
    }

    /// The firewall, a guest of the host: an interface for each VLAN, if one of its cards carries it, and a relay for some.
    fn firewall(&mut self, name: &str, gateways: &[Gateway], relayed: &[u16], server: &str) -> Result<(), String> {
        self.net.space(name)?;
        let cards = self.plan.ports_of("hosta", &format!("vb-{name}"));
        let mut relays = vec![server.to_owned()];
        for (vlan, address, len) in gateways {
            let card = cards.iter().find(|card| self.plan.carries("hosta", card, *vlan));
            assert!(card.is_some(), "no card of the firewall carries VLAN {vlan}");
            let interface = format!("v{vlan}");
            self.net.plug("hosta", &Tagging::Access(*vlan), name, &interface)?;
            self.net.ip(name, &format!("addr add {address}/{len} dev {interface}"))?;
            if relayed.contains(vlan) {
                relays.push(format!("{interface}={address}"));
            }
        }
        self.net.run(name, &["sh", "-c", "echo 1 >/proc/sys/net/ipv4/ip_forward"], &[])?;
        let script = crate::place::oracle("relay.py").display().to_string();
        let words: Vec<&str> = ["python3", &script].into_iter().chain(relays.iter().map(String::as_str)).collect();
        self.net.daemon(name, "relay", &words)?;
        self.net.until("the relay", |net| net.said("relay").contains("ready"))
    }

    /// A guest of the host, on the port that its bridge has for it.
    fn guest(&mut self, name: &str, address: &str, gateway: &str) -> Result<(), String> {
        self.net.space(name)?;
        let port = format!("vb-{name}");
        self.net.plug("hosta", &self.plan.port("hosta", &port), name, "eth0")?;
        self.net.ip(name, &format!("addr add {address} dev eth0"))?;
        self.net.ip(name, &format!("route add default via {gateway}"))
    }

    /// Kea on one guest, and Unbound and chrony on `noms`, whose address is told.
    fn daemons(&mut self, uai: &str, leasing: &str, address: &str) -> Result<(), String> {
        let file = |path: &str| tree().join(uai).join("hosts/hosta").join(path).display().to_string();
        // Each writes into folders of its own: the machine's are hidden from it.
        let hidden =
            |folders: &str, then: &str| format!("for f in {folders}; do mkdir -p $f; mount -t tmpfs none $f; done; exec {then}");
        let kea = hidden("/run/kea /var/lib/kea", &format!("kea-dhcp4 -c {}", file(&format!("{leasing}/kea/kea-dhcp4.conf"))));
        self.net.daemon(leasing, "kea", &["sh", "-c", &kea])?;
        let main = self.net.folder.join("unbound.conf");
        // What Debian's own file says around ours, without the users and folders of a whole machine.
        let text = format!(
            "server:\n  username: \"\"\n  chroot: \"\"\n  directory: \"{}\"\n  pidfile: \"\"\n  use-syslog: no\n\
             remote-control:\n  control-enable: no\ninclude: \"{}\"\n",
            self.net.folder.display(),
            file("noms/unbound/preau.conf")
        );
        fs::write(&main, text).map_err(|error| error.to_string())?;
        self.net.daemon("noms", "unbound", &["unbound", "-d", "-c", &main.display().to_string()])?;
        let chrony = hidden(
            "/run/chrony /var/lib/chrony /var/log/chrony",
            // The machine's clock is not this test's to set.
            &format!("chronyd -d -x -u root -f {}", file("noms/chrony/chrony.conf")),
        );
        self.net.daemon("noms", "chrony", &["sh", "-c", &chrony])?;
        self.net.until("Kea", |net| net.said("kea").contains("DHCP4_STARTED"))?;
        self.net.until("Unbound", |net| {
            net.oracle("noms", "ask.py", &["dns", "127.0.0.1", "localhost", "A"]).is_ok_and(|a| a != "silence")
        })?;
        self.net.until("chrony", |net| net.oracle("noms", "ask.py", &["ntp", address]).is_ok_and(|a| a != "silence"))
    }

    /// Plugs a client in and lets it ask for a lease: what the server said, or nothing.
    fn client(&mut self, name: &str, port: (&str, &Tagging), mac: &str, more: &[&str]) -> Option<BTreeMap<String, String>> {
        self.net.space(name).unwrap();
        self.net.plug(port.0, port.1, name, "eth0").unwrap();
        self.net.ip(name, &format!("link set eth0 address {mac}")).unwrap();
        let lease = self.net.folder.join(format!("{name}.lease")).display().to_string();
        let script = root().join("tests/accepted/alive/lease.sh").display().to_string();
        let words =
            ["udhcpc", "-f", "-q", "-n", "-t", "3", "-T", "1", "-i", "eth0", "-s", &script, "-O", "ntpsrv", "-O", "search"];
        let run = self.net.run(name, &[&words, more].concat(), &[("LEASE", &lease)]).unwrap();
        let text = fs::read_to_string(&lease).ok().filter(|_| run.code == Some(0))?;
        Some(text.lines().filter_map(|line| line.split_once('=')).map(|(k, v)| (k.to_owned(), v.to_owned())).collect())
    }

    fn ask(&self, space: &str, words: &[&str]) -> String {
        self.net.oracle(space, "ask.py", words).unwrap()
    }
}

/// Whether an address that a lease holds lies between two.
fn between(lease: &BTreeMap<String, String>, first: &str, last: &str) -> bool {
    let address = |text: &str| text.parse::<Ipv4Addr>().unwrap();
    (address(first)..=address(last)).contains(&address(&lease["ip"]))
}

#[test]
fn clients_get_what_the_manifest_says() {
    let mut absent = Absent::default();
    if absent.admits(&Ground) {
        let school = School::open().unwrap_or_else(|why| panic!("{why}"));
        lived(school);
        say("alive: leases, names and time of 0410002E");
        pfsense::lived().unwrap_or_else(|why| panic!("{why}"));
        say("alive: leases, names and time of 0379902M, behind a pfSense");
        // After the first, which has taken its namespaces away: their names are of the process.
        six::lived().unwrap_or_else(|why| panic!("{why}"));
        say("alive: leases of IPv6 of 0370037P");
        if absent.admits(&rules::Kernel) {
            for (uai, path) in GUARDED {
                let (passed, refused) = rules::lived(uai, path).unwrap_or_else(|why| panic!("{uai}: {why}"));
                assert!(passed > 30 && refused > 100, "{uai}: {passed} passed, {refused} refused");
                say(&format!("alive: rules of {uai}, {passed} packets passed and {refused} did not"));
            }
            for (uai, path) in TRANSLATED {
                let echoes = rules::echoed(uai, path).unwrap_or_else(|why| panic!("{uai}: {why}"));
                assert!(echoes.iter().all(|(passed, refused)| *passed > 3 && *refused > 10), "{uai}: {echoes:?}");
                say(&format!("alive: echoes of {uai}, passed and refused in IPv4 and IPv6: {echoes:?}"));
                let [published, hidden, seen] = nat::lived(uai, path).unwrap_or_else(|why| panic!("{uai}: {why}"));
                assert!(published > 0 && hidden > 2 && seen > 2, "{uai}: {published}, {hidden}, {seen}");
                say(&format!("alive: addresses of {uai}, {published} published, {hidden} hidden and {seen} seen as they are"));
            }
        }
    }
    absent.close();
}

fn lived(mut school: School) {
    let at = |school: &School, device: &str, port: &str| (device.to_owned(), school.plan.port(device, port));

    // A station in a class room, behind a Catalyst and the core switch.
    let (switch, port) = at(&school, "sw154", "1");
    let pupil = school.client("pupil", (&switch, &port), "02:00:00:00:00:01", &[]).unwrap();
    assert!(between(&pupil, "10.41.20.50", "10.41.23.239"), "{pupil:?}");
    let wanted = [
        ("mask", "22"),
        ("router", "10.41.23.254"),
        ("dns", "10.41.18.5"),
        ("ntpsrv", "10.41.18.9 10.41.23.254"),
        ("domain", "ad.dessaignes.ecoles.centre.example"),
        ("search", "ad.dessaignes.ecoles.centre.example dessaignes.ecoles.centre.example"),
        ("lease", "28800"),
    ];
    for (key, value) in wanted {
        assert_eq!(pupil.get(key).map(String::as_str), Some(value), "{key} of {pupil:?}");
    }

    // The printer has its own address and name, whatever asks first.
    let (switch, port) = at(&school, "sw153", "45");
    let printer = school.client("printer", (&switch, &port), "02:00:29:02:03:f1", &[]).unwrap();
    assert_eq!((printer["ip"].as_str(), printer["hostname"].as_str()), ("10.41.23.241", "imp-cdi-0410002e"));

    // An office: the other side of the wall.
    let (switch, port) = at(&school, "sw152", "1");
    let office = school.client("office", (&switch, &port), "02:00:00:00:00:02", &["-V", "PXEClient", "-x", "0x5d:0007"]).unwrap();
    assert!(between(&office, "10.41.17.50", "10.41.17.239"), "{office:?}");
    // It starts from the network as its firmware can.
    assert_eq!(office["siaddr"], "10.41.18.6");
    assert_eq!(office["boot_file"], "opsi/opsi-linux-bootimage/loader/opsi-netboot.efi");

    // A phone is told the school's own resolver, and asks it.
    let (switch, port) = at(&school, "sw152", "25");
    let phone = school.client("phone", (&switch, &port), "02:00:00:00:00:03", &[]).unwrap();
    assert!(between(&phone, "10.41.28.20", "10.41.28.249"), "{phone:?}");
    assert_eq!(phone["dns"], "10.41.18.9");
    let names = [
        ("imp-cdi-0410002e.dessaignes.ecoles.centre.example", "A", "NOERROR 10.41.23.241"),
        ("rca0410002esw151.dessaignes.ecoles.centre.example", "A", "NOERROR 10.41.16.151"),
        ("241.23.41.10.in-addr.arpa", "PTR", "NOERROR imp-cdi-0410002e.dessaignes.ecoles.centre.example"),
        ("nobody.dessaignes.ecoles.centre.example", "A", "NXDOMAIN"),
        ("9.31.41.10.in-addr.arpa", "PTR", "NXDOMAIN"),
    ];
    for (name, kind, answer) in names {
        assert_eq!(school.ask("phone", &["dns", &phone["dns"], name, kind]), answer, "{name}");
    }
    assert_eq!(school.ask("pupil", &["dns", "10.41.18.9", names[0].0, "A"]), names[0].2);

    // The time is the school's own while the region's servers are silent, as here.
    let server = pupil["ntpsrv"].split(' ').next().unwrap().to_owned();
    for space in ["pupil", "phone"] {
        assert_eq!(school.ask(space, &["ntp", &server]), "stratum 10, within a second", "{space}");
    }

    // The access point itself, untagged on its port, and a guest behind it.
    let (switch, port) = at(&school, "sw152", "41");
    let point = school.client("point", (&switch, &port), "02:00:29:02:00:01", &["-V", "ArubaInstantAP", "-O", "0x2b"]).unwrap();
    assert!(between(&point, "10.41.16.200", "10.41.16.239"), "{point:?}");
    assert_eq!(point.get("opt43").map(String::as_str), Some(hex("10.41.16.240").as_str()), "{point:?}");
    assert!(school.plan.carries("sw152", "41", 40));
    let guest = school.client("guest", ("sw152", &Tagging::Access(40)), "02:00:00:00:00:04", &[]).unwrap();
    assert!(between(&guest, "10.41.26.10", "10.41.27.249"), "{guest:?}");
    assert_eq!((guest["lease"].as_str(), guest["dns"].as_str()), ("7200", "10.41.27.254"));
    // Nothing of the school answers a guest, even where no firewall stands in between.
    assert_eq!(school.ask("guest", &["dns", "10.41.18.9", names[0].0, "A"]), "REFUSED");
    assert_eq!(school.ask("guest", &["ntp", "10.41.18.9"]), "silence");

    // No lease: on a port that nothing is said of, and untagged where all is tagged.
    for (name, device, port) in [("stranger", "sw153", "46"), ("untagged", "sw152", "45")] {
        let (switch, tagging) = at(&school, device, port);
        assert_eq!(school.client(name, (&switch, &tagging), "02:00:00:00:00:05", &[]), None, "{name}");
    }

    // Nor where no cable carries the VLAN to, whatever a port there is set to.
    let astray = school.client("astray", ("sw153", &Tagging::Access(10)), "02:00:00:00:00:06", &[]);
    assert_eq!(astray, None, "VLAN 10 has no business on sw153");
}

fn hex(text: &str) -> String {
    text.bytes().map(|byte| format!("{byte:02x}")).collect()
}
