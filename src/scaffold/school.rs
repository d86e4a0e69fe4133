//! The first manifest of a school: one building, one core switch, one host that runs what the profile expects.

use super::named;
use crate::net::{Size, Uai};
use crate::region::{Domain, Region, School, Support, Vlan};
use ipnet::{Ipv4Net, Ipv6Net};
use std::collections::BTreeSet;
use std::fmt::Write;
use std::net::Ipv4Addr;

/// Who the new school is, and what is free for it.
#[derive(Clone, Debug)]
pub struct Newcomer {
    /// Its code.
    pub uai: Uai,
    /// The profile, by name; it exists.
    pub profile: String,
    /// Its name.
    pub name: String,
    /// Its short name in host names.
    pub slug: String,
    /// Its IPv4 block; `None`: the region has no pool for it.
    pub block: Option<Ipv4Net>,
    /// Its IPv6 block.
    pub block6: Option<Ipv6Net>,
    /// A stand-in for the operator's subnet.
    pub transit: Option<Ipv4Net>,
}

impl Newcomer {
    /// The path of its manifest: its département's folder, its code, its short name.
    pub fn path(&self) -> String {
        format!("{}/{}-{}.kdl", self.uai.department(), self.uai, self.slug)
    }

    /// The header and the block alone: what the profile says of such a school can be read from it.
    ///
    /// # Errors
    /// When a name is none that the language takes, as a sentence.
    pub fn header(&self) -> Result<String, String> {
        named("a profile", &self.profile)?;
        named("a school in host names", &self.slug)?;
        if self.name.trim().is_empty() || self.name.chars().any(char::is_control) {
            return Err("a school's name is a line of text".into());
        }
        let name = self.name.replace('\\', "\\\\").replace('"', "\\\"");
        let mut text = format!("school \"{}\" profile={} name=\"{name}\" slug={}", self.uai, self.profile, self.slug);
        if let Some(block) = self.block {
            let _ = write!(text, "\n\nblock \"{block}\"");
            if let Some(block6) = self.block6 {
                let _ = write!(text, " \"{block6}\"");
            }
        }
        text.push('\n');
        Ok(text)
    }
}

/// The manifest of a new school; `bare` is what its header alone makes of its profile.
///
/// # Errors
/// When a name is none that the language takes, as a sentence.
pub fn school(new: &Newcomer, region: &Region, bare: &School) -> Result<String, String> {
    let mut text = String::from(
        "// Point de départ de `preau new school` : lieux, modèles, ports et adresses de l'opérateur sont à remplacer.\n",
    );
    let header = new.header()?;
    // An open school names its delegate and the day of its charter where it says so first.
    let owner = region.owners.first().filter(|_| *bare.support == Support::Open);
    match (header.split_once('\n'), owner) {
        (Some((line, rest)), Some(owner)) => {
            let _ = write!(text, "{line} charter=\"2000-01-01\" delegate={owner}\n{rest}");
        }
        _ => text.push_str(&header),
    }
    let managed = bare.vlan_of(Domain::Management);
    let operator = region.organisations.iter().find(|(_, role)| *role == "wan").map(|(name, _)| name);
    if let (Some(operator), Some(transit), Some(_)) = (operator, new.transit, bare.vlan_of(Domain::Transit)) {
        let at = if managed.is_some() { " at=sw1:24" } else { "" };
        let _ =
            writeln!(text, "wan {operator} rate=\"100Mb/s\" subnet=\"{transit}\" address=2 gateway=1{at} // adresses fictives");
    }
    if let Some(managed) = managed {
        devices(bare, managed, &mut text);
    }
    Ok(text)
}

fn devices(bare: &School, managed: &Vlan, text: &mut String) {
    text.push_str("\nbuilding A name=\"Bâtiment A\" {\n    rack RG1.1\n    room A001 use=bureau floor=0\n    room A101 use=classe floor=1\n}\n");
    let used: BTreeSet<Ipv4Addr> = bare
        .guests
        .iter()
        .flat_map(|guest| guest.nics.iter().filter_map(|nic| nic.address.as_deref().copied()))
        .chain(bare.wifi.iter().filter_map(|wifi| wifi.address.as_deref().copied()))
        .collect();
    let mut offsets = (10..=254u32).chain(1..10).filter(|offset| is_free(managed, &used, *offset));
    // A VLAN whose addresses others allot has no subnet yet: any offset does.
    let (host, switch) = (offsets.next().unwrap_or(10), offsets.next().unwrap_or(11));
    let access = |ports, domain, room| {
        bare.vlan_of(domain).map_or(String::new(), |vlan| format!("    access \"{ports}\" vlan={} room={room}\n", vlan.name))
    };
    let offices = access("3-8", Domain::Administration, "A001");
    let classes = access("9-16", Domain::Pedagogie, "A101");
    let line = format!("\nswitch sw1 model=hpe-5140-24g-poe+-4sfp+ rack=RG1.1 address={switch} role=core");
    match offices.is_empty() && classes.is_empty() {
        true => text.push_str(&format!("{line}\n")),
        false => text.push_str(&format!("{line} {{\n{offices}{classes}}}\n")),
    }
    let mut guests: Vec<&str> =
        bare.guests.iter().filter(|guest| guest.host.is_none()).map(|guest| guest.name.as_str()).collect();
    if guests.is_empty() {
        return;
    }
    // The firewall first: it is what the others are reached through.
    let firewall = bare.firewall.as_ref().map(|firewall| firewall.on.as_str());
    guests.sort_by_key(|guest| Some(*guest) != firewall);
    let memory: u64 = bare.guests.iter().map(|guest| guest.memory.gibibytes()).sum();
    let volumes = |guest: &crate::region::Guest| guest.volumes.iter().map(|volume| volume.size.gibibytes()).sum::<u64>();
    let disk: u64 = bare.guests.iter().map(|guest| guest.disk.gibibytes() + volumes(guest)).sum();
    let (memory, disk) = (enough(32, memory + memory / 8 + 2), enough(1024, disk));
    let os = if bare.virtualisation.is_some() { "" } else { " os=debian-12" };
    let (memory, disk) = (Size(memory << 30), Size(disk << 30));
    let line =
        format!("host hosta model=dell-poweredge-t440 rack=RG1.1 address={host} memory=\"{memory}\" disk=\"{disk}\"{os} {{\n");
    text.push_str("ups ups1 model=apc-smt1500rmi2u rack=RG1.1\n");
    text.push_str(&format!("{line}    uplink to=sw1:1,2\n    run {}\n}}\n", guests.join(" ")));
}

/// Whether a host of the VLAN may have this offset.
fn is_free(vlan: &Vlan, used: &BTreeSet<Ipv4Addr>, offset: u32) -> bool {
    let Some(subnet) = vlan.subnet.as_deref() else { return true };
    let address = Ipv4Addr::from(u32::from(subnet.network()).saturating_add(offset));
    let in_pool = vlan.pool.as_deref().is_some_and(|(first, last)| (first..=last).contains(&&address));
    let of_gateway = vlan.gateway.as_deref() == Some(&address);
    subnet.contains(&address) && address < subnet.broadcast() && !in_pool && !of_gateway && !used.contains(&address)
}

/// The smallest doubling of `least` that holds `wanted`.
fn enough(least: u64, wanted: u64) -> u64 {
    std::iter::successors(Some(least), |size| size.checked_mul(2)).find(|size| *size >= wanted).unwrap_or(wanted)
}
