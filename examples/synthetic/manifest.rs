//! The manifest of a made-up school: what stands around its switches, and the order of it all.
//!
//! Lines follow the sample region's schools; which school gets which deviation is decided in [`crate::school`].

use crate::school::Draft;
use std::fmt::Write;

/// Names, accents and apostrophes included.
const NAMES: [&str; 10] = [
    "Édouard Branly",
    "Marie Curie",
    "Hélène Boucher",
    "Camille Claudel",
    "Val de l'Étang",
    "Sœur Rosalie",
    "Val d'Écluse",
    "François Clouet",
    "Émilie du Châtelet",
    "Île aux Oiseaux",
];

impl Draft<'_> {
    /// The school's file.
    pub fn manifest(&mut self) -> String {
        let mut out = self.header();
        out += &self.buildings.join("");
        out += &self.ups.join("");
        out += &self.switches.join("");
        out += &self.hosts();
        out += &self.devices();
        let _ = writeln!(out, "inventory \"{}-postes.csv\"", self.uai());
        out += "software geogebra python room=A004\n";
        out += &self.departures();
        out + "assert reach print from=pedagogie to=impression\n"
    }

    fn header(&mut self) -> String {
        let (uai, place, number) = (self.uai(), self.place, self.number);
        let name = NAMES.get(number % NAMES.len()).copied().unwrap_or_default();
        let charter = if self.profile == "lycee-agricole" { " charter=\"2026-09-01\" delegate=ref-numerique" } else { "" };
        let slug = format!("e{}", uai.to_lowercase());
        let mut out = String::from("// École inventée par le générateur : code, nom, adresses, machines.\n");
        let _ = writeln!(out, "school \"{uai}\" profile={} name=\"{name} {number}\" slug={slug}{charter}\n", self.profile);
        let third = place.rank * 16;
        let second = 2 * place.index + third / 256;
        let size = if self.profile == "college" { 21 } else { 20 };
        let ipv6 = if number % 4 == 3 { format!(" \"fd37:2018:{number:x}::/48\"") } else { String::new() };
        let _ = writeln!(out, "block \"10.{second}.{}.0/{size}\"{ipv6}", third % 256);
        // An operator's /29 each, out of 100.64.0.0/10.
        let wan = number * 8;
        let subnet = format!("100.{}.{}.{}/29", 64 + wan / 65_536, wan / 256 % 256, wan % 256);
        let rate = self.dice.pick(&["40Mb/s", "100Mb/s"]);
        let at = self.core(24);
        let _ =
            writeln!(out, "wan adista rate=\"{rate}\" subnet=\"{subnet}\" address=2 gateway=1 at={at} circuit=SYN-{number:05}");
        out
    }

    /// One host in a small school, two in a larger one, and the guests that the profile wants.
    fn hosts(&self) -> String {
        let two = self.switches.len() >= 10;
        let firewall = if self.has_amon() { "amon" } else { "pare-feu" };
        let horus = if self.has_amon() { " horus" } else { "" };
        let ends = |copper: &str, fibre: usize, lag: usize| match self.stack {
            true => format!("\"sw151:1/{fibre},2/{fibre}\" to-lag={lag}"),
            false => format!("sw152:{copper}"),
        };
        let host = |name: &str, rack: &str, address: usize, to: String, port: usize, guests: String| {
            let oob = self.core(port);
            format!(
                "host {name} model=dell-poweredge-r640 rack={rack} address={address} memory=\"96GiB\" disk=\"4TiB\" \
                 serial=SYNH{:05}{address} {{\n    uplink to={to}\n    oob at={oob} address={}\n{guests}}}\n",
                self.number,
                address + 100
            )
        };
        let portal = match self.deviation {
            Some(1) if self.has_amon() => {
                "    docker portail role=web memory=\"2GiB\" disk=\"20GiB\" {\n        nic dmz address=20\n        \
                 container web image=nginx:1.27 port=443 needs=base\n        \
                 container base image=postgres:16 {\n            secret portail.base env=POSTGRES_PASSWORD_FILE\n            \
                 volume data path=\"/var/lib/postgresql/data\"\n        }\n    }\n"
            }
            _ => "",
        };
        if two {
            let a = format!("    run {firewall} standby=hostb\n    run{horus} impression\n");
            let b = format!("    run annuaire opsi fichiers\n{portal}");
            host("hosta", "RG1.1", 10, ends("45,46", 17, 31), 22, a) + &host("hostb", "RG1.2", 11, ends("47,48", 18, 32), 21, b)
        } else {
            let all = format!("    run {firewall}{horus} annuaire opsi impression fichiers\n{portal}");
            host("hosta", "RG1.1", 10, ends("45,46", 17, 31), 22, all)
        }
    }

    /// Access points, and what buildings' own systems plug in.
    fn devices(&self) -> String {
        let mut out = String::new();
        let mac = |kind: usize| {
            let n = self.number;
            format!("06:{kind:02x}:{:02x}:{:02x}:{:02x}:00", n >> 16 & 255, n >> 8 & 255, n & 255)
        };
        for (index, room) in ["A001", "A002", "A003", "A004"].iter().enumerate().take(1 + self.switches.len() / 6) {
            let (port, low) = (41 + index, room.to_lowercase());
            let _ = writeln!(
                out,
                "access-point ap-{low} model=aruba-515 room={room} at=sw152:{port} serial=SYNW{:05}{index} mac=\"{}\"",
                self.number,
                mac(index)
            );
        }
        let printer = if self.profile == "college" { "1.241" } else { "3.241" };
        let _ = writeln!(out, "printer imp-a001 room=A001 at=sw152:37 vlan=pedagogie address=\"{printer}\" mac=\"{}\"", mac(16));
        let _ = writeln!(out, "camera cam-a004 room=A004 at=sw152:38 vlan=gtc address=12 mac=\"{}\" model=axis-m3045-v", mac(17));
        let supplier = "note=\"automate de la chaufferie\" supplier=gtc-region";
        let _ = writeln!(
            out,
            "appliance gtc1 role=automate room=A004 at=sw152:39 vlan=gtc address=10 mac=\"{}\" {supplier}",
            mac(18)
        );
        let _ = writeln!(
            out,
            "appliance ppms1 role=alarm room=A004 at=sw152:40 vlan=ppms address=10 mac=\"{}\" supplier=ppms-etab",
            mac(19)
        );
        out
    }

    /// What one school in five does otherwise, and one in twenty whose domain is of the former kind.
    fn departures(&self) -> String {
        let classic = match self.number % 20 == 7 && self.has_amon() {
            true => {
                "deviation \"domaine du serveur d'avant, gardé le temps de changer les postes\" owner=exploitation \
                 until=\"2028-08-31\" {\n    directory kind=classic\n    vlan administration dns=firewall\n    \
                 vlan pedagogie dns=firewall\n    firewall { proxy auth=none }\n}\n"
            }
            false => "",
        };
        let other = match (self.deviation, &self.lab) {
            (Some(0), Some((switch, room))) => format!(
                "deviation \"BTS : réseau de TP, machines tenues par la section\" owner=section-sio until=\"2028-08-31\" {{\n    \
                 vlan bts-sio id=160 level=15 place=14 dhcp=\"20-199\" port-class=atelier support=out-of-scope\n    \
                 allow web from=bts-sio to=internet via=proxy auth=user\n    allow dns ntp from=bts-sio to=firewall\n    \
                 switch {switch} {{ access \"1-24\" vlan=bts-sio room={room} }}\n    \
                 assert isolated bts-sio admin\n    assert isolated bts-sio pedago\n}}\n"
            ),
            (Some(1), _) if self.has_amon() => {
                "deviation \"portail des familles ouvert sur Internet\" owner=direction until=\"2028-08-31\" {\n    \
                 publish https to=portail name=\"portail.{slug}.example\"\n}\n"
                    .replace("{slug}", &self.uai().to_lowercase())
            }
            (Some(_), _) => "deviation \"GTC : télémaintenance du marché régional\" owner=sne until=\"2028-08-31\" {\n    \
                 network gtc-region \"198.51.100.128/28\" through=exterieur\n    \
                 allow bacnet from=gtc-region to=gtc1 log=on\n    \
                 waive forbidden-flow on=gtc-region>gtc1\n}\n"
                .to_owned(),
            _ => String::new(),
        };
        other + classic
    }
}
