//! A small school for tests, built by hand: two switches and a stack, a host with guests, an access point, a UPS, end devices.

use crate::base::{Origin, Origins, Sourced};
use crate::catalogue::{Catalogue, Image, Model, ModelKind, PortGroup, PortKind, Profile};
use crate::net::{Port, Size, Speed, VlanId};
use crate::region::*;
use crate::state::record::Record;
use crate::topology::Topology;
use std::collections::BTreeMap;

/// Joins values to the one origin of a fixture.
#[derive(Clone, Copy)]
pub struct Here(Origin);

impl Here {
    fn s<T>(self, value: T) -> Sourced<T> {
        Sourced::new(value, self.0)
    }
    fn t(self, text: &str) -> Sourced<String> {
        self.s(text.to_owned())
    }
    fn at(self, device: &str, port: u16) -> Option<At> {
        Some(At { device: self.t(device), port: self.s(Port::plain(port)) })
    }
}

/// The table of origins that a fixture's values point into, and the way to make such values.
pub fn origins() -> (Origins, Here) {
    let mut origins: Origins = Default::default();
    let here = Here(origins.unwritten("school", "fixture", ""));
    (origins, here)
}

/// The records of a school.
pub fn records_of(school: &School) -> Vec<Record> {
    let (mut origins, _) = origins();
    let catalogue = catalogue();
    let topology = Topology::of(school, &catalogue, &mut origins);
    super::records(&region(), school, &topology, &catalogue, &mut origins)
}

/// A region with one team.
pub fn region() -> Region {
    Region {
        key: "centre".into(),
        name: "Région Centre".into(),
        teams: vec![Team { name: "CAN37".into(), department: Some("37".into()), code: "EQ-E-CAN37".into() }],
        ..Region::default()
    }
}

fn model(kind: ModelKind, key: &str, brand: &str, name: &str, ports: (u16, u16), template: &str) -> Model {
    let group = PortGroup {
        first: ports.0,
        last: ports.1,
        kind: PortKind::Copper,
        speeds: vec![Speed(1000)],
        name: Some(template.into()),
        poe: None,
    };
    Model {
        key: key.into(),
        kind,
        vendor: brand.to_lowercase(),
        name: name.into(),
        part: None,
        os: None,
        ports: vec![group],
        uplinks: None,
        poe_watts: None,
        limits: Default::default(),
        features: Vec::new(),
        life: None,
        cores: Some(16),
        memory: None,
        disk: None,
        units: matches!(kind, ModelKind::Switch | ModelKind::Host | ModelKind::Ups).then_some(1),
        watts: None,
        poe_class: None,
        radios: Vec::new(),
        cmdb_brand: Some(brand.into()),
        cmdb_model: Some(name.into()),
        span: Default::default(),
    }
}

fn catalogue() -> Catalogue {
    use ModelKind::*;
    let models = [
        model(Switch, "hpe", "HPE", "5130 24G", (1, 28), "GigabitEthernet{member}/0/{port}"),
        model(Host, "dl360", "HP", "ProLiant DL360 Gen9", (1, 4), "eno{port}"),
        model(AccessPoint, "ap", "Aruba", "AP-505", (1, 1), "eth0"),
        model(Ups, "smt", "APC", "Smart-UPS 750", (1, 1), "eth0"),
        model(Pc, "pc", "HP", "ProDesk 400", (1, 1), "eth0"),
        model(Tablet, "tab", "Générique", "Tablette 10 pouces", (1, 1), "wlan0"),
    ];
    let debian = Image {
        key: "debian-12".into(),
        os: "debian".into(),
        version: "12".into(),
        file: "debian.qcow2".into(),
        seeded: true,
        agent: true,
    };
    Catalogue {
        models: models.map(|m| (m.kind, BTreeMap::from([(m.key.clone(), m)]))).into(),
        images: BTreeMap::from([(debian.key.clone(), debian)]),
        cmdb: Profile::built_in(),
    }
}

fn vlan(h: Here, name: &str, id: u64, domain: Domain, subnet: Option<&str>) -> Vlan {
    let net: Option<ipnet::Ipv4Net> = subnet.map(|s| s.parse().unwrap());
    Vlan {
        name: h.t(name),
        id: h.s(VlanId::new(id).unwrap()),
        domain: h.s(domain),
        zone: h.t(name),
        level: None,
        subnet: net.map(|n| h.s(n)),
        subnet6: None,
        gateway: net.and_then(|n| n.hosts().last()).map(|a| h.s(a)),
        gateway6: None,
        pool: None,
        pool6: None,
        lease: None,
        dns: None,
        port_class: None,
        support: h.s(Support::Normal),
        mandate: mandate(h),
        backed: h.s(false),
        ipv6: h.s(false),
        isolate: h.s(false),
    }
}

fn switch(h: Here, name: &str, rack: &str, address: &str, role: SwitchRole) -> Switch {
    let member = |id, rack: &str| Member {
        id,
        model: h.t("hpe"),
        rack: h.t(rack),
        serial: Some(h.t(&format!("CN{name}{id}"))),
        priority: None,
    };
    Switch {
        name: h.t(name),
        label: h.t(&format!("rca0370037p{name}.{rack}")),
        sysname: h.t(&format!("rca0370037p{name}")),
        members: vec![member(0, rack)],
        rack: h.t(rack),
        address: Some(h.s(address.parse().unwrap())),
        address6: None,
        role: h.s(role),
        root: h.s(false),
        status: h.s(Status::Production),
        asset: None,
        firmware: None,
        note: None,
        stacking: Vec::new(),
        uses: Vec::new(),
        raw: Vec::new(),
    }
}

fn end(h: Here, device: &str, ports: &[Port]) -> End {
    End { device: h.t(device), ports: ports.iter().map(|p| h.s(*p)).collect(), named: true, lag: None, list: h.0 }
}

fn uplink(h: Here, low: (&str, &[Port]), up: (&str, &[Port])) -> Cable {
    Cable {
        kind: CableKind::Uplink,
        a: end(h, low.0, low.1),
        b: end(h, up.0, up.1),
        medium: None,
        optics: None,
        module: None,
        length: None,
        panel: None,
        expect_blocked: false,
        listed: None,
        untagged: None,
        note: None,
        origin: h.0,
    }
}

fn guest(h: Here, name: &str, kind: GuestKind, role: &str, nic: (&str, &str)) -> Guest {
    Guest {
        name: h.t(name),
        hostname: h.t(&format!("{name}-0370037p")),
        kind: h.s(kind),
        roles: vec![h.t(role)],
        vcpus: h.s(2),
        memory: h.s(Size(4 << 30)),
        disk: h.s(Size(20 << 30)),
        image: Some(h.t("debian-12")),
        after: Vec::new(),
        managed_by: h.t("operator"),
        samba: h.t("none"),
        privileged: h.s(false),
        status: h.s(Status::Production),
        asset: None,
        note: None,
        nics: vec![Nic { vlan: h.t(nic.0), address: Some(h.s(nic.1.parse().unwrap())), address6: None }],
        volumes: Vec::new(),
        containers: Vec::new(),
        host: Some(h.t("hosta")),
        standby: None,
    }
}

fn container(h: Here, name: &str, image: &str) -> Container {
    Container {
        name: h.t(name),
        image: h.t(image),
        address: None,
        port: None,
        env_file: None,
        needs: Vec::new(),
        memory: None,
        env: Vec::new(),
        secrets: Vec::new(),
        health: None,
        volumes: Vec::new(),
    }
}

fn mandate(h: Here) -> Mandate {
    Mandate { asked: h.t("").origin(), charter: None, delegate: None }
}

fn station(h: Here, name: &str, kind: &str, model: &str, mac: &str) -> Station {
    Station {
        name: h.t(name),
        kind: h.t(kind),
        room: Some(h.t("A107")),
        model: Some(h.t(model)),
        serial: Some(h.t(&format!("S-{name}"))),
        asset: Some(h.t("00-03082")),
        mac: Some(h.s(mac.parse().unwrap())),
        address: None,
        outlet: None,
        support: h.s(Support::Normal),
        mandate: None,
        vlan: None,
        note: None,
    }
}

fn building(h: Here) -> Building {
    let rack = |name: &str, closet: &str| Rack {
        name: h.t(name),
        units: Some(h.s(42)),
        closet: closet.into(),
        label: h.t(name),
        location: h.t(&format!("Bâtiment principal / {closet}")),
    };
    let room = Room {
        name: h.t("A107"),
        usage: None,
        floor: None,
        support: h.s(Support::Normal),
        mandate: mandate(h),
        location: h.t("Bâtiment principal / A107"),
    };
    Building {
        name: h.t("A"),
        title: Some(h.t("Bâtiment principal")),
        racks: vec![rack("RG1.1", "RG1"), rack("RG1.2", "RG1"), rack("SR11.2", "SR11")],
        rooms: vec![room],
    }
}

/// The school.
pub fn school() -> School {
    let (_, h) = origins();
    let p = Port::plain;
    let mut stack = switch(h, "pile", "RG1.1", "10.37.47.153", SwitchRole::Distribution);
    let second = Member { id: 2, rack: h.t("RG1.2"), ..stack.members[0].clone() };
    stack.members[0].id = 1;
    stack.members.push(second);
    stack.stacking = vec![(h.s(Port::of_member(2, 26)), h.s(Port::of_member(1, 26)))];
    let ap = AccessPoint {
        name: h.t("ap1"),
        hostname: h.t("ap1-0370037p"),
        model: h.t("ap"),
        room: Some(h.t("A107")),
        rack: None,
        at: h.at("sw152", 24),
        mac: Some(h.s("02:00:25:00:00:01".parse().unwrap())),
        address: None,
        serial: None,
        asset: None,
        status: h.s(Status::Production),
        power: h.s(Power::Injector),
        switchable: h.s(false),
        radios: Vec::new(),
        raw: Vec::new(),
        note: None,
    };
    let ups = Ups {
        name: h.t("ups1"),
        hostname: h.t("ups1-0370037p"),
        model: h.t("smt"),
        rack: h.t("RG1.1"),
        feeds: vec![h.t("RG1.1"), h.t("RG1.2")],
        address: Some(h.s("10.37.47.121".parse().unwrap())),
        at: h.at("sw151", 20),
        serial: None,
        asset: None,
        status: h.s(Status::Production),
        note: None,
    };
    let nas = Device {
        name: h.t("nas1"),
        hostname: h.t("nas1-0370037p"),
        kind: DeviceKind::Nas,
        model: None,
        role: Some(h.t("backup")),
        room: None,
        rack: Some(h.t("RG1.2")),
        at: h.at("sw151", 21),
        vlan: Some(h.t("serveurs")),
        address: Some(h.s("10.37.34.30".parse().unwrap())),
        mac: None,
        serial: None,
        asset: None,
        status: h.s(Status::Planned),
        power: None,
        supplier: None,
        disk: None,
        note: None,
    };
    let alarm = Device {
        name: h.t("ppms1"),
        hostname: h.t("ppms1-0370037p"),
        kind: DeviceKind::Appliance,
        role: Some(h.t("alarm")),
        room: Some(h.t("A107")),
        rack: None,
        at: h.at("sw152", 23),
        vlan: Some(h.t("pedagogie")),
        address: Some(h.s("10.37.36.10".parse().unwrap())),
        status: h.s(Status::Production),
        ..nas.clone()
    };
    let camera = Device {
        name: h.t("cam1"),
        hostname: h.t("cam1-0370037p"),
        kind: DeviceKind::Camera,
        role: None,
        at: h.at("sw152", 22),
        mac: Some(h.s("02:00:25:00:00:14".parse().unwrap())),
        ..alarm.clone()
    };
    let mut portal = guest(h, "portail", GuestKind::Docker, "web", ("serveurs", "10.37.34.20"));
    portal.containers = vec![container(h, "web", "nginx:1.27"), container(h, "base", "postgres:16")];
    let mut amon = guest(h, "amon", GuestKind::Kvm, "firewall", ("gestion", "10.37.47.1"));
    amon.nics.clear();
    let host = Host {
        name: h.t("hosta"),
        hostname: h.t("hosta0370037p"),
        model: h.t("dl360"),
        rack: h.t("RG1.1"),
        address: Some(h.s("10.37.47.10".parse().unwrap())),
        address6: None,
        memory: h.s(Size(96 << 30)),
        disk: h.s(Size(2 << 40)),
        os: None,
        serial: Some(h.t("CZ354801LK")),
        asset: None,
        status: h.s(Status::Production),
        note: None,
        oob: h.at("sw151", 22).map(|at| (at, Some(h.s("10.37.47.110".parse().unwrap())))),
        runs: Vec::new(),
    };
    let card = |number, vlans: &[&str]| Card {
        number: h.s(number),
        vlans: vlans.iter().map(|v| h.t(v)).collect(),
        untagged: vlans.first().map(|v| h.t(v)),
        interface: None,
    };
    let ssid = Ssid {
        name: h.t("REGION-ELEVES"),
        auth: h.t("wpa2-enterprise"),
        vlan: Some(h.t("pedagogie")),
        radius: None,
        secret: None,
        portal: None,
        bands: Vec::new(),
        hours: None,
        keep: None,
        places: Vec::new(),
        roles: Vec::new(),
    };
    School {
        uai: h.s("0370037P".parse().unwrap()),
        name: h.t("Lycée Choiseul"),
        slug: h.t("choiseul"),
        profiles: Vec::new(),
        kind: None,
        stage: None,
        support: h.s(Support::Normal),
        mandate: mandate(h),
        council: None,
        street: None,
        postcode: None,
        town: Some(h.t("Tours")),
        team: None,
        organisation: h.t("[0370037P] - Lycée Choiseul (LEN-MI)"),
        domain: h.t("choiseul.example"),
        timezone: h.t("Europe/Paris"),
        block: None,
        block6: None,
        wan: None,
        zones: Vec::new(),
        vlans: vec![
            vlan(h, "pedagogie", 20, Domain::Pedagogie, Some("10.37.36.0/22")),
            vlan(h, "serveurs", 50, Domain::Servers, Some("10.37.34.0/24")),
            vlan(h, "gestion", 99, Domain::Management, Some("10.37.47.0/24")),
            vlan(h, "garage", 999, Domain::Parking, None),
        ],
        port_classes: BTreeMap::new(),
        switching: Switching {
            root: h.s(4096),
            snooping_dhcp: h.s(false),
            snooping_arp: h.s(false),
            storm: None,
            loop_detection: h.s(false),
            oversubscription: None,
            depth: None,
            declared: None,
        },
        services: Services::default(),
        protocols: BTreeMap::new(),
        networks: BTreeMap::new(),
        flows: Vec::new(),
        forbids: Vec::new(),
        publishes: Vec::new(),
        serve: Serve { dhcp: Server::None(h.0), dns: Server::None(h.0), ntp: Server::None(h.0), radius: Server::None(h.0) },
        dhcp: DhcpTold { lease: None, dns: Vec::new(), ntp: Vec::new() },
        firewall: Some(Firewall {
            kind: h.s(FirewallKind::Amon),
            on: h.t("amon"),
            managed_by: h.t("academie"),
            team: None,
            version: None,
            model: None,
            cards: vec![card(0, &["gestion", "serveurs"]), card(1, &["pedagogie"])],
            secret: None,
            proxy: None,
            vpns: Vec::new(),
            packages: Vec::new(),
            variables: Vec::new(),
            origin: h.0,
        }),
        virtualisation: Some(Virtualisation {
            os: h.t("debian-12"),
            bridge: h.t("br0"),
            volumes: h.t("vg0"),
            rootfs: None,
            idmap: None,
            machine: h.t("pc"),
        }),
        lifetime: BTreeMap::from([("switch".into(), 12), ("host".into(), 7)]),
        switches: vec![
            stack,
            switch(h, "sw151", "RG1.1", "10.37.47.151", SwitchRole::Core),
            switch(h, "sw152", "SR11.2", "10.37.47.152", SwitchRole::Access),
        ],
        cables: vec![
            uplink(h, ("sw152", &[p(25)]), ("sw151", &[p(1)])),
            uplink(h, ("pile", &[Port::of_member(1, 25), Port::of_member(2, 25)]), ("sw151", &[p(25), p(26)])),
            uplink(h, ("hosta", &[p(1), p(2)]), ("sw151", &[p(3), p(4)])),
        ],
        hosts: vec![host],
        guests: vec![amon, guest(h, "annuaire", GuestKind::Lxc, "directory", ("serveurs", "10.37.34.10")), portal],
        access_points: vec![ap],
        devices: vec![camera, nas, alarm],
        ups: vec![ups],
        buildings: vec![building(h)],
        wifi: Some(Wifi {
            vendor: h.t("aruba-instant"),
            country: h.t("FR"),
            manage: h.t("gestion"),
            address: None,
            cluster: h.t("choiseul"),
            portal_url: None,
            managed_by: h.t("operator"),
            clients: h.s(40),
            band_gap: h.s(6),
            lessons: h.s("08:00-17:00".parse().unwrap()),
            ssids: vec![ssid],
        }),
        directory: None,
        stations: vec![
            station(h, "a107-sev-01", "pc", "pc", "02:37:00:00:00:01"),
            station(h, "a107-tab-01", "tablet", "tab", "02:37:00:00:10:01"),
        ],
        software: Vec::new(),
        deviations: Vec::new(),
        assertions: Vec::new(),
        departures: Vec::new(),
        suspects: Default::default(),
        is_unsure: false,
    }
}
