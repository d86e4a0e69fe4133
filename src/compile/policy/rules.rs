//! Rules as a file has them, ready to be proved on: the files that préau writes of a school, or one found in service.
//!
//! It reads with the readers of the firewalls' languages and adds what the software adds by itself. Entry points:
//! [`generated`], [`found`].

use super::Unjudged;
use crate::base::Origins;
use crate::net::{Family, Traffic};
use crate::os::amon::era::{self, Model, PROXY_PORT};
use crate::os::amon::zones::Zones;
use crate::os::{amon, pfsense};
use crate::state::Served;
use crate::state::firewall::chains::{Author, Chain, Step};
use crate::state::firewall::{Fault, FaultKind, Firewall, Manner, Rule, crossings};
use ipnet::IpNet;
use std::net::IpAddr;

/// Rules as a file has them.
pub(super) struct Rules {
    /// What they were read from, for a person.
    pub of: String,
    /// What decides packets.
    pub chains: Vec<Chain>,
    /// What was read and is in no chain.
    pub unjudged: Vec<Unjudged>,
    /// The firewall's own addresses.
    pub own: Vec<IpAddr>,
    /// What lies inside.
    pub inside: Vec<IpNet>,
    /// The TCP ports of its administration.
    pub administration: Vec<u16>,
    /// What of a need depends on the software.
    pub manner: Manner,
    /// The families that the software knows.
    pub families: &'static [Family],
    /// What the software lets pass everywhere, whatever the rules: no proof counts it, and `of` says so.
    pub exempt: Traffic,
    /// What is wrong and no packet shows: sets that no rule names, forwards that answer inside too.
    pub aside: Vec<Fault>,
    /// Whether the file says what is logged.
    pub says_logs: bool,
    /// Whether préau writes the file.
    pub is_ours: bool,
}

/// The rules of the files that préau writes of a firewall, read back; the rules as they are meant where none can be written.
pub(super) fn generated(firewall: &Firewall, served: &Served) -> Rules {
    let written = match firewall.software.as_str() {
        pfsense::NAME => whole(firewall, served),
        amon::NAME => child(firewall),
        _ => Err("no language of its kind is written".to_owned()),
    };
    written.unwrap_or_else(|why| meant(firewall, &why))
}

fn whole(firewall: &Firewall, served: &Served) -> Result<Rules, String> {
    let said =
        |all: Vec<pfsense::xml::Uncarried>| all.first().map_or_else(String::new, |u| format!("`{}`: {}", u.text, u.refused.why));
    let (text, _) = pfsense::whole(firewall, served).map_err(said)?;
    let rules = config(&text)?;
    Ok(Rules { of: format!("firewall/config.xml, written and read back; {}", rules.of), is_ours: true, ..rules })
}

fn child(firewall: &Firewall) -> Result<Rules, String> {
    let said = |all: Vec<era::Uncarried>| all.first().map_or_else(String::new, |u| format!("`{}`: {}", u.text, u.why));
    let (text, _) = era::write(firewall).map_err(said)?;
    let rules = model(firewall, &text)?;
    Ok(Rules { of: format!("the ERA model, written and read back; {}", rules.of), is_ours: true, ..rules })
}

/// The rules of a file found in service: a `config.xml`, or a zone model of an Amon, whose addresses are the school's.
pub(super) fn found(firewall: &Firewall, text: &str) -> Result<Rules, String> {
    // The root decides; an encrypted export has none.
    let is_model = text.split('<').map(str::trim_start).any(|tag| tag.starts_with("firewall"));
    let is_config =
        text.split('<').map(str::trim_start).any(|tag| tag.get(..7).is_some_and(|t| t.eq_ignore_ascii_case("pfsense")));
    if is_model && !is_config { model(firewall, text) } else { config(text) }
}

fn config(text: &str) -> Result<Rules, String> {
    let reading = pfsense::read(text, Origins::default().derived("the file", &[])).map_err(|fault| fault.to_string())?;
    let firewall = &reading.firewall;
    let inside = firewall.interfaces.iter().filter(|i| !reading.implied.outer.contains(*i.vlan));
    let inside = inside.flat_map(|i| [i.v4.as_ref().map(|a| IpNet::V4(*a.subnet)), i.v6.as_ref().map(|a| IpNet::V6(*a.subnet))]);
    let unjudged = reading.unread.iter().map(|u| Unjudged { line: Some(u.line), why: u.why.clone() });
    let listed = |all: &[(usize, String)], kind: FaultKind| {
        all.iter().map(|(line, name)| idle(Some(*line), kind, name)).collect::<Vec<_>>()
    };
    let mut aside = listed(&reading.unused, FaultKind::Unused);
    aside.extend(listed(&reading.reflected, FaultKind::Reflected));
    let aliases = firewall.groups.iter().filter(|g| reading.aliases.contains_key(g.name.as_str()));
    let aliases = aliases.map(|g| (g.name.as_str(), g.prefixes.iter().map(|p| *p.value()).collect()));
    aside.extend(crossed(&aliases.collect::<Vec<_>>(), |name| reading.aliases.get(name).copied()));
    let is_numbered = firewall.interfaces.iter().any(|i| i.v6.is_some());
    aside.extend(reading.implied.refuses_silently.then(|| idle(None, FaultKind::Unlogged, "nologdefaultblock")));
    aside.extend((reading.implied.has_ipv6 && !is_numbered).then(|| idle(None, FaultKind::Ipv6Unsaid, "ipv6allow")));
    Ok(Rules {
        of: match reading.implied.has_ipv6 {
            true => format!("a pfSense's config.xml ({})", pfsense::EVERYWHERE),
            false => "a pfSense's config.xml".to_owned(),
        },
        chains: pfsense::chains(&reading),
        unjudged: unjudged.collect(),
        own: firewall.own_addresses(),
        inside: inside.flatten().collect(),
        administration: reading.implied.administration.clone(),
        manner: Manner { proxy: None, filters_leases: true },
        families: &Family::ALL,
        exempt: pfsense::everywhere(),
        aside,
        says_logs: true,
        is_ours: false,
    })
}

/// The TCP ports by which an Amon is administered: SSH, its pages and their command server, those for its configuration.
const ADMINISTRATION: &[u16] = &[22, 4200, 4201, 4203, 7000];

fn model(firewall: &Firewall, text: &str) -> Result<Rules, String> {
    let reading = era::read(text).map_err(|(line, why)| format!("line {line}: {why}"))?;
    let zones = Zones::of(firewall).map_err(|unfit| format!("the school's zones are not known: {}", unfit.why))?;
    let file = |path: &str| path.rsplit('/').next().unwrap_or_default().trim_end_matches(".xml").to_owned();
    let parent = match &reading.model.parent {
        Some(path) => {
            let name = file(path);
            let stock = era::stock::model(&name).ok_or_else(|| format!("it inherits from {name}, which is no stock model"))?;
            Some((name, stock))
        }
        None => None,
    };
    let of = match &parent {
        Some((name, _)) => format!("it inherits from the stock model {name}"),
        None => "a whole ERA model".to_owned(),
    };
    let whole: Model = parent.map_or_else(|| reading.model.clone(), |(_, stock)| stock.with(&reading.model));
    let effect = era::Effect::of(&whole, &era::variables(&zones));
    let unread = reading.unread.iter().map(|u| Unjudged { line: Some(u.line), why: u.why.clone() });
    let unjudged = effect.unjudged.iter().map(|why| Unjudged { line: None, why: why.clone() });
    let ends = reading.model.ends.iter().filter(|e| e.name != e.zone);
    let ends: Vec<(&str, Vec<IpNet>)> = ends.map(|e| (e.name.as_str(), e.prefixes())).collect();
    let mut aside = unused(&reading.model);
    aside.extend(crossed(&ends, |_| None));
    let inside = zones.zones.iter().filter(|z| *z.name != amon::zones::OUTSIDE).map(|z| IpNet::V4(*z.subnet));
    Ok(Rules {
        of,
        unjudged: unread.chain(unjudged).collect(),
        chains: effect.chains,
        own: zones.zones.iter().map(|z| IpAddr::V4(*z.address)).collect(),
        inside: inside.collect(),
        administration: ADMINISTRATION.to_vec(),
        manner: Manner { proxy: Some(PROXY_PORT), filters_leases: false },
        families: &[Family::V4],
        exempt: Traffic::default(),
        aside,
        says_logs: false,
        is_ours: false,
    })
}

/// Ends and services of a model that no directive of it names; the end of a whole zone comes with the zone.
fn unused(model: &Model) -> Vec<Fault> {
    // A whole stock file has both for children to use.
    if model.parent.is_none() {
        return Vec::new();
    }
    let directives = || model.fluxes.iter().flat_map(|f| f.up.directives.iter().chain(&f.down.directives));
    let is_end = |name: &String| {
        directives().any(|d| d.sources.contains(name) || d.targets.contains(name) || d.nat_end.as_ref() == Some(name))
    };
    let is_service = |name: &String| directives().any(|d| d.service == *name);
    let is_grouped = |name: &String| model.groups.iter().any(|g| g.services.iter().any(|s| s.name == *name));
    let ends = model.ends.iter().filter(|e| e.name != e.zone && !is_end(&e.name)).map(|e| &e.name);
    let services = model.services.iter().map(|s| &s.name).filter(|name| !is_service(name) && !is_grouped(name));
    let groups = model.groups.iter().map(|g| &g.id).filter(|id| !is_service(id));
    ends.chain(services).chain(groups).map(|name| idle(None, FaultKind::Unused, name)).collect()
}

/// Sets of addresses that cross, each told at the later of two.
fn crossed(sets: &[(&str, Vec<IpNet>)], line: impl Fn(&str) -> Option<usize>) -> Vec<Fault> {
    let mut crossings = crossings(sets.iter().map(|(_, prefixes)| prefixes.as_slice()));
    // Of several that a set crosses the first is enough to find it by.
    crossings.dedup_by_key(|crossing| crossing.later);
    let name = |n: usize| sets.get(n).map(|(name, _)| *name);
    let of = crossings.into_iter().filter_map(|c| name(c.later).zip(name(c.earlier)));
    let by = |other: &str| Some((line(other), other.to_owned()));
    of.map(|(name, other)| Fault { by: by(other), ..idle(line(name), FaultKind::Overlapping, name) }).collect()
}

/// A fault that no packet shows.
fn idle(line: Option<usize>, kind: FaultKind, name: &str) -> Fault {
    Fault { line, kind, chain: String::new(), label: name.to_owned(), by: None, packet: None }
}

/// The rules of a state that no file could be made of.
fn meant(firewall: &Firewall, why: &str) -> Rules {
    let step = |rule: &Rule| Step {
        label: rule.subject.value().clone(),
        line: None,
        author: Author::File,
        allows: *rule.allows,
        packets: firewall.of_rule(rule),
        at_hours: rule.hours.is_some(),
        is_logged: *rule.logged,
    };
    let interfaces = firewall.interfaces.iter().map(|i| (Some(*i.vlan), i.name.value().clone()));
    let chains = interfaces.chain([(None, "the firewall".to_owned())]).map(|(vlan, name)| Chain {
        name,
        scope: firewall.entering(vlan),
        steps: firewall.rules_of(vlan).map(step).collect(),
        accepts: false,
        is_own: vlan.is_none(),
    });
    let inside = firewall.interfaces.iter().filter(|i| !*i.outside);
    let inside = inside.flat_map(|i| [i.v4.as_ref().map(|a| IpNet::V4(*a.subnet)), i.v6.as_ref().map(|a| IpNet::V6(*a.subnet))]);
    Rules {
        of: format!("the rules as they are meant, since no file can be written ({why})"),
        chains: chains.collect(),
        unjudged: Vec::new(),
        own: firewall.own_addresses(),
        inside: inside.flatten().collect(),
        administration: Vec::new(),
        manner: Manner::default(),
        families: &Family::ALL,
        exempt: Traffic::default(),
        aside: Vec::new(),
        says_logs: true,
        is_ours: true,
    }
}
