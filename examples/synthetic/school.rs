//! One made-up school: its manifest and the inventory of its stations.
//!
//! Fourteen switches on average, from 4 to 32: a fibre core (from fourteen on a stack of two), a switch for offices and
//! servers, and on the core's 1G ports Comware switches alone or in twos, Catalysts alone or as a ring. Codes have the
//! right check letter, addresses, MACs and serials are never given twice, one school in five departs from the standard.
//! Everything is invented. Entry point: [`School::of`].

use crate::region::{Dice, Place};
use preau::net::Uai;
use std::fmt::Write;

/// A school's files, and how much they hold.
#[derive(Debug)]
pub struct School {
    /// Path in the region, and text.
    pub files: Vec<(String, String)>,
    /// Devices that are switches; a stack is one.
    pub switches: usize,
    /// Rows of the inventory.
    pub stations: usize,
}

/// Sizes that schools come in; the mean is fourteen.
const SIZES: [usize; 14] = [4, 6, 6, 8, 8, 10, 12, 14, 14, 16, 18, 22, 26, 32];

/// Standards, as often as they are met among twenty schools.
const PROFILES: [&str; 20] = [
    "lycee-en",
    "lycee-en",
    "lycee-en",
    "cfa",
    "lycee-en",
    "lycee-en",
    "college",
    "lycee-en",
    "lycee-en",
    "lycee-agricole",
    "lycee-en",
    "cfa",
    "lycee-en",
    "lycee-en",
    "lycee-en",
    "college",
    "lycee-en",
    "ef2s",
    "cfa",
    "lycee-en",
];

/// A school while it is written.
pub struct Draft<'a> {
    pub number: usize,
    pub place: Place,
    pub profile: &'static str,
    pub stack: bool,
    pub dice: &'a mut Dice,
    pub switches: Vec<String>,
    pub buildings: Vec<String>,
    pub ups: Vec<String>,
    pub csv: String,
    pub stations: usize,
    /// Ports 1 to 16 of the core (of each member) that are given.
    pub slots: usize,
    /// The aggregates of the core that are given.
    pub lags: usize,
    pub deviation: Option<usize>,
    /// A switch whose ports the deviation gives, and its room.
    pub lab: Option<(String, String)>,
}

impl School {
    /// Writes the school of a number.
    pub fn of(number: usize, place: Place, dice: &mut Dice) -> School {
        let profile = PROFILES.get(number % PROFILES.len()).copied().unwrap_or("lycee-en");
        let switches = dice.pick(&SIZES);
        let deviation = (number % 5 == 2).then(|| dice.below(3));
        let mut draft = Draft {
            number,
            place,
            profile,
            stack: switches >= 14,
            dice,
            switches: Vec::new(),
            buildings: Vec::new(),
            ups: Vec::new(),
            csv: "name;kind;room;model;serial;asset;mac\n".to_owned(),
            stations: 0,
            slots: 0,
            lags: 1,
            deviation,
            lab: None,
        };
        draft.offices();
        let mut left = switches - 2;
        while left > 0 {
            left -= draft.building(left);
        }
        let uai = draft.uai();
        let folder = format!("{:02}", place.department);
        let (manifest, stations) = (draft.manifest(), draft.stations);
        let files = vec![(format!("{folder}/{uai}-ecole.kdl"), manifest), (format!("{folder}/{uai}-postes.csv"), draft.csv)];
        School { files, switches, stations }
    }
}

impl Draft<'_> {
    /// The school's code: its département, its rank, and the letter that belongs to them.
    pub fn uai(&self) -> String {
        // Not from 1000 on: one of those schools has two groups with one number, which is a finding.
        let digits = self.place.department * 10_000 + 3000 + self.place.rank;
        format!("{digits:07}{}", Uai::letter_of(u32::try_from(digits).unwrap_or_default()))
    }

    /// Whether its firewall is an Amon, which the academy keeps.
    pub fn has_amon(&self) -> bool {
        matches!(self.profile, "lycee-en" | "college")
    }

    fn has_phones(&self) -> bool {
        self.profile != "ef2s"
    }

    /// A port of the core, or the same port of both members of a stack.
    pub fn core(&self, port: usize) -> String {
        if self.stack { format!("\"sw151:1/{port}\"") } else { format!("sw151:{port}") }
    }

    /// The core's ends for the next two cables of one switch, and what has to be said of the aggregate there.
    fn two_core_ports(&mut self) -> String {
        self.slots += 1;
        self.lags += 1;
        let (slot, lag) = (self.slots, self.lags);
        if self.stack {
            format!("\"sw151:1/{slot},2/{slot}\" to-lag={lag}")
        } else {
            format!("sw151:{},{}", 2 * slot - 1, 2 * slot)
        }
    }

    /// The core and the switch beside it: offices, telephones, servers, access points.
    fn offices(&mut self) {
        let core = if self.stack {
            "switch sw151 rack=RG1.1 address=151 role=core {\n    \
             member 1 model=hpe-5130-24g-sfp-4sfp+ rack=RG1.1 serial=SYNA{N} priority=32\n    \
             member 2 model=hpe-5130-24g-sfp-4sfp+ rack=RG1.2 serial=SYNB{N}\n    \
             stacking \"1/27\" \"2/27\"\n    stacking \"1/28\" \"2/28\"\n}\n"
        } else {
            "switch sw151 model=hpe-5130-24g-sfp-4sfp+ rack=RG1.1 address=151 role=core serial=SYNA{N}\n"
        };
        self.switches.push(core.replace("{N}", &format!("{:05}", self.number)));
        let to = if self.stack { "\"sw151:1/25,2/25\" to-lag=1" } else { "sw151:25,26" };
        let mut text = format!(
            "switch sw152 model=hpe-5140-48g-poe+-4sfp+ rack=RG1.2 address=152 {{\n    uplink 49 50 to={to} medium=dac\n"
        );
        text += "    access \"1-24\" vlan=administration room=A001,A002,A003 each=8\n";
        if self.has_phones() {
            text += "    access \"25-32\" vlan=telephonie room=A001\n";
        }
        if self.profile != "ef2s" {
            text += "    access \"33-36\" vlan=restauration room=E001\n";
        }
        self.switches.push(text + "}\n");
        self.buildings.push(
            "building A name=\"Bâtiment principal\" {\n    rack RG1.1 RG1.2 RG1.3\n    \
             room A001 A002 A003 use=bureau floor=0\n    room A004 use=accueil floor=0\n    room E001 use=restauration floor=0\n}\n"
                .to_owned(),
        );
        self.ups.push(format!("ups ups1 model=apc-smt1500rmi2u rack=RG1.1 feeds=RG1.1,RG1.2 address=121 at={}\n", self.core(23)));
        for room in ["A001", "A002", "A003"] {
            self.stations(room, "adm", 8);
        }
    }

    /// The next building, of one or two switches, at most as many as are left; says how many.
    fn building(&mut self, left: usize) -> usize {
        let slots = if self.stack { 16 } else { 8 } - self.slots;
        let two = left >= 2 && (left > slots || self.dice.below(2) == 0);
        let letter = char::from(b'F' + u8::try_from(self.slots).unwrap_or_default());
        let first = self.switches.len() + 151;
        let mut rooms = String::new();
        let cisco = self.dice.below(5) < 2;
        if two && cisco {
            self.ring(letter, first, &mut rooms);
        } else {
            let big = self.dice.below(2) == 0;
            let (model, up, lag) = match (cisco, big) {
                (true, true) => ("cisco-2960-48tc-l", 49, " lag=1"),
                (true, false) => ("cisco-2960-24tc-l", 25, " lag=1"),
                (false, true) => ("hpe-5130-48g-4sfp+", 49, ""),
                (false, false) => ("hpe-5140-24g-4sfp+", 25, ""),
            };
            let to = self.two_core_ports();
            let role = if two { " role=distribution" } else { "" };
            let uplink = format!("uplink {up} {} to={to}{lag} medium=om3", up + 1);
            self.switch(first, model, &format!("SR{letter}1.1"), role, &uplink, &format!("{letter}1"), big, &mut rooms);
            if two {
                let uplink = format!("uplink 25 26 to=sw{first}:{},{} medium=om3", up + 2, up + 3);
                let next = first + 1;
                self.switch(
                    next,
                    "hpe-5140-24g-4sfp+",
                    &format!("SR{letter}2.1"),
                    "",
                    &uplink,
                    &format!("{letter}2"),
                    false,
                    &mut rooms,
                );
            }
        }
        let racks = if two { format!("SR{letter}1.1 SR{letter}2.1") } else { format!("SR{letter}1.1") };
        self.buildings.push(format!("building {letter} {{\n    rack {racks}\n{rooms}}}\n"));
        let number = self.ups.len() + 1;
        self.ups.push(format!("ups ups{number} model=apc-smt750rmi2u rack=SR{letter}1.1\n"));
        if two { 2 } else { 1 }
    }

    /// Two Catalysts, one fibre each, and a third between them that waits.
    fn ring(&mut self, letter: char, first: usize, rooms: &mut String) {
        self.slots += 1;
        let slot = self.slots;
        let ends = match self.stack {
            true => [format!("\"sw151:1/{slot}\""), format!("\"sw151:2/{slot}\"")],
            false => [format!("sw151:{}", 2 * slot - 1), format!("sw151:{}", 2 * slot)],
        };
        for (step, end) in ends.iter().enumerate() {
            let floor = format!("{letter}{}", step + 1);
            let uplink = format!("uplink 25 to={end} medium=om2");
            self.switch(first + step, "cisco-2960-24tc-l", &format!("SR{floor}.1"), "", &uplink, &floor, false, rooms);
        }
        if let Some(last) = self.switches.last_mut() {
            let _ = writeln!(last, "link sw{first}:26 sw{}:26 medium=om2 expect=blocked", first + 1);
        }
    }

    /// One switch of a floor, its rooms and their stations: four rooms on 24 ports, three computer rooms on 48.
    #[expect(clippy::too_many_arguments, reason = "each is one word of the line that is written")]
    fn switch(
        &mut self,
        n: usize,
        model: &str,
        rack: &str,
        role: &str,
        uplink: &str,
        floor: &str,
        big: bool,
        rooms: &mut String,
    ) {
        let serial = format!("SYN{:05}{n}", self.number);
        let mut text = format!("switch sw{n} model={model} rack={rack} address={n} serial={serial}{role} {{\n    {uplink}\n");
        let (count, each, kind) = if big { (3, 16, "informatique") } else { (4, 6, "classe") };
        let names: Vec<String> = (1..=count).map(|i| format!("{floor}{i:02}")).collect();
        let lab = self.deviation == Some(0) && self.lab.is_none() && !big && self.profile == "lycee-en";
        let support = if lab { " support=out-of-scope" } else { "" };
        let _ = writeln!(
            rooms,
            "    room {} use={kind} floor={}{support}",
            names.join(" "),
            floor.trim_start_matches(char::is_alphabetic)
        );
        if lab {
            self.lab = names.first().map(|room| (format!("sw{n}"), room.clone()));
        } else {
            let last = count * each;
            let _ = writeln!(text, "    access \"1-{last}\" vlan=pedagogie room=\"{floor}{{01..{count:02}}}\" each={each}");
            for room in &names {
                let seats = each - usize::from(self.dice.below(6) == 0);
                self.stations(room, "sev", seats);
            }
        }
        self.switches.push(text + "}\n");
    }

    /// Rows of the inventory for the seats of a room.
    fn stations(&mut self, room: &str, subject: &str, seats: usize) {
        let model = self.dice.pick(&["hp-prodesk-400-g4", "hp-prodesk-400-g6", "dell-optiplex-3070"]);
        for seat in 1..=seats {
            self.stations += 1;
            let id = self.number * 4096 + self.stations;
            let [_, _, _, a, b, c, d, e] = (id as u64).to_be_bytes();
            let _ = writeln!(
                self.csv,
                "{}-{subject}-{seat:02};pc;{room};{model};SYNP{id:08};{:02}-{:06};02:{a:02x}:{b:02x}:{c:02x}:{d:02x}:{e:02x}",
                room.to_lowercase(),
                self.place.department,
                self.place.rank * 4096 + self.stations,
            );
        }
    }
}
