//! What a school must tell its region so that two schools can be compared.

use crate::base::{Origins, Place, Sourced, Span};
use crate::region::School;
use ipnet::IpNet;
use std::fmt::Display;

/// A school, as far as its region must know it.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Summary {
    /// Its code.
    pub uai: String,
    /// Where its code is written.
    pub span: Span,
    /// Its département.
    pub department: String,
    /// Its blocks (IPv4, IPv6) and, of domain transit, the operator's subnet; with what each is.
    pub blocks: Vec<(IpNet, Reach, Span)>,
    /// Names and numbers that must be unique.
    pub claimed: Vec<Claimed>,
}

/// What a prefix of a summary is.
#[derive(Copy, Clone, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub enum Reach {
    /// The school's block.
    Block,
    /// A VLAN's own subnet outside the block.
    Subnet,
    /// The operator's link.
    Wan,
}

/// What may be claimed once.
#[derive(Copy, Clone, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub enum Kind {
    /// A generated name.
    Hostname,
    /// A serial number.
    Serial,
    /// An asset number.
    Asset,
    /// A MAC address.
    Mac,
}

/// Something that one thing may have and no other.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Claimed {
    /// What it is.
    pub kind: Kind,
    /// The name or number, as it is compared.
    pub value: String,
    /// Who has it, by its manifest name.
    pub owner: String,
    /// Where that is written.
    pub span: Span,
}

impl Summary {
    /// The summary of a school; what was written nowhere is left out.
    pub fn of(school: &School, origins: &Origins) -> Summary {
        let mut blocks = Vec::new();
        let mut add = |net: IpNet, reach, place: &dyn Place| blocks.extend(place.span_in(origins).map(|span| (net, reach, span)));
        if let Some(block) = &school.block {
            add(IpNet::V4(**block), Reach::Block, block);
        }
        if let Some(block) = &school.block6 {
            add(IpNet::V6(**block), Reach::Block, block);
        }
        for vlan in &school.vlans {
            let foreign = vlan.subnet.as_ref().filter(|s| school.block.as_ref().is_none_or(|b| !b.contains(&***s)));
            let transit = *vlan.domain == crate::region::Domain::Transit;
            if let Some(subnet) = foreign.filter(|_| !transit) {
                add(IpNet::V4(**subnet), Reach::Subnet, subnet);
            }
        }
        if let Some(wan) = &school.wan {
            add(IpNet::V4(*wan.subnet), Reach::Wan, &wan.subnet);
        }
        let mut all = Claims { origins, found: Vec::new() };
        claims(school, &mut all);
        Summary {
            uai: school.uai.to_string(),
            span: school.uai.span_in(origins).unwrap_or_default(),
            department: school.uai.department(),
            blocks,
            claimed: all.found,
        }
    }
}

struct Claims<'a> {
    origins: &'a Origins,
    found: Vec<Claimed>,
}

impl Claims<'_> {
    fn add<T: Display>(&mut self, kind: Kind, owner: &Sourced<String>, value: Option<&Sourced<T>>) {
        let Some(value) = value else { return };
        // A generated name is written nowhere: its owner's own name leads to it.
        let span = owner.span_in(self.origins).filter(|_| kind == Kind::Hostname).or_else(|| value.span_in(self.origins));
        let text = value.to_string();
        if let Some(span) = span {
            self.found.push(Claimed { kind, value: text, owner: owner.value().clone(), span });
        }
    }

    fn device(
        &mut self,
        name: &Sourced<String>,
        host: &Sourced<String>,
        serial: Option<&Sourced<String>>,
        asset: Option<&Sourced<String>>,
    ) {
        self.add(Kind::Hostname, name, Some(host));
        self.add(Kind::Serial, name, serial);
        self.add(Kind::Asset, name, asset);
    }
}

fn claims(school: &School, all: &mut Claims) {
    for s in &school.switches {
        all.device(&s.name, &s.sysname, None, s.asset.as_ref());
        for m in &s.members {
            all.add(Kind::Serial, &s.name, m.serial.as_ref());
        }
    }
    for h in &school.hosts {
        all.device(&h.name, &h.hostname, h.serial.as_ref(), h.asset.as_ref());
    }
    for g in &school.guests {
        all.device(&g.name, &g.hostname, None, g.asset.as_ref());
    }
    for a in &school.access_points {
        all.device(&a.name, &a.hostname, a.serial.as_ref(), a.asset.as_ref());
        all.add(Kind::Mac, &a.name, a.mac.as_ref());
    }
    for d in &school.devices {
        all.device(&d.name, &d.hostname, d.serial.as_ref(), d.asset.as_ref());
        all.add(Kind::Mac, &d.name, d.mac.as_ref());
    }
    for u in &school.ups {
        all.device(&u.name, &u.hostname, u.serial.as_ref(), u.asset.as_ref());
    }
    // A station's own name has no school in it and need be unique in its school only, which the inventory holds.
    for s in &school.stations {
        all.add(Kind::Serial, &s.name, s.serial.as_ref());
        all.add(Kind::Asset, &s.name, s.asset.as_ref());
        all.add(Kind::Mac, &s.name, s.mac.as_ref());
    }
}
