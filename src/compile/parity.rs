//! The same flows compiled to an Amon and to a pfSense, both read back, and every packet that only one of them lets pass.
//!
//! It compares what generated files do, not what they say: an ERA model together with what its parent opens, and the rules of a
//! `config.xml`. Entry point: [`parity`].

use super::Asked;
use super::Options;
use super::asked::asked;
use crate::base::Origins;
use crate::net::traffic::{any_service, ports, protocol};
use crate::net::{Cube, Family, Packet, Traffic, VlanId};
use crate::os::amon::era::{self, PROXY_PORT};
use crate::os::amon::zones::Zones;
use crate::os::pfsense;
use crate::region::layers::Resolved;
use crate::source::Source;
use crate::state::firewall::{Firewall, Rule, Where};
use crate::state::{Served, intend};

/// What both kinds of firewall let pass, compared, in the schools asked for.
pub type Parities = Asked<Parity>;

/// What both kinds of firewall let pass, compared, in one school.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Parity {
    /// Its code.
    pub uai: String,
    /// Its name.
    pub name: String,
    /// The software of its firewall.
    pub software: String,
    /// Why one of the two files cannot be made of it; then nothing is compared.
    pub unwritten: Option<String>,
    /// What differs: by the place that packets come from, then by reason.
    pub differences: Vec<Difference>,
}

/// Packets that only one kind lets pass.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Difference {
    /// The VLAN that they come from, or `outside`.
    pub from: String,
    /// The software that lets them pass.
    pub passes: &'static str,
    /// One of them.
    pub packet: Packet,
    /// Why; `None` when no known reason explains it.
    pub reason: Option<&'static str>,
}

const NO_IPV6: &str = "an Amon has no IPv6";
const PROXY: &str = "it goes through the proxy on an Amon, and a pfSense has none";
const TO_PROXY: &str = "the proxy of an Amon listens there";
const HOURS: &str = "an ERA model knows no hours: what is open at hours stays closed on an Amon";
const STOCK: &str = "the stock model of an Amon opens it by itself";

/// What both kinds of firewall let pass, compared, in the schools asked for.
pub fn parity(source: &Source, options: &Options) -> Parities {
    let Asked { schools, unread, unknown } = asked(source, options, |region, document, rules| {
        of_school(&region.shared.as_ref()?.region, &mut region.resolve(document, rules, &mut Vec::new()))
    });
    Parities { schools: schools.into_iter().flatten().collect(), unread, unknown }
}

/// `None` for a school that cannot be merged, nothing inside for one without a firewall.
fn of_school(region: &crate::region::Region, resolved: &mut Resolved) -> Option<Option<Parity>> {
    let school = resolved.school.as_ref()?;
    let policy = intend::policy::policy(region, school, &mut resolved.origins);
    let Some(firewall) = intend::firewall::firewall(region, school, &policy, &mut resolved.origins) else { return Some(None) };
    let differences = differences(&firewall);
    Some(Some(Parity {
        uai: school.uai.to_string(),
        name: school.name.value().clone(),
        software: firewall.software.value().clone(),
        unwritten: differences.as_ref().err().cloned(),
        differences: differences.unwrap_or_default(),
    }))
}

/// What passes on one kind only; or why one of the files cannot be made.
pub fn differences(firewall: &Firewall) -> Result<Vec<Difference>, String> {
    let (amon, pfsense) = (on_amon(firewall)?, on_pfsense(firewall)?);
    let of = |traffic: &dyn Fn(&Rule) -> Option<Traffic>| {
        firewall.rules.iter().filter(|r| *r.allows).filter_map(traffic).fold(Traffic::default(), |mut sum, one| {
            sum.add(&one);
            sum
        })
    };
    let proxied = of(&|rule| rule.proxied.then(|| firewall.of_rule(rule)));
    let to_proxy = of(&|rule| {
        let gateway = Where::Gateway(**rule.interface.as_ref().filter(|_| *rule.proxied)?);
        let (from, to) = (firewall.addresses(&rule.from, Family::V4), firewall.addresses(&gateway, Family::V4));
        let services = ports(protocol::TCP, PROXY_PORT, PROXY_PORT);
        Some(Traffic::one(Cube { family: Family::V4, from, to, services }))
    });
    let at_hours = of(&|rule| rule.hours.map(|_| firewall.of_rule(rule)));
    let everything = Family::V6.everything();
    let v6 = Cube { family: Family::V6, from: everything.clone(), to: everything, services: any_service() };
    let only_pfsense = [(NO_IPV6, Traffic::one(v6)), (PROXY, proxied), (HOURS, at_hours)];
    let only_amon = [(TO_PROXY, to_proxy), (STOCK, stock(firewall))];
    let mut all = told(firewall, pfsense::NAME, firewall.decided(&pfsense.minus(&amon)), &only_pfsense);
    all.extend(told(firewall, crate::os::amon::NAME, firewall.decided(&amon.minus(&pfsense)), &only_amon));
    Ok(all)
}

/// A packet of each place and reason.
fn told(firewall: &Firewall, passes: &'static str, mut rest: Traffic, reasons: &[(&'static str, Traffic)]) -> Vec<Difference> {
    let mut all = Vec::new();
    for (reason, packets) in reasons {
        all.extend(by_place(firewall, &rest.and(packets)).map(|(from, packet)| Difference {
            from,
            passes,
            packet,
            reason: Some(reason),
        }));
        rest = rest.minus(packets);
    }
    let unexplained = by_place(firewall, &rest);
    all.extend(unexplained.map(|(from, packet)| Difference { from, passes, packet, reason: None }));
    all
}

/// A packet from each place that some come from: the VLANs inside, by id, then what lies outside.
fn by_place(firewall: &Firewall, packets: &Traffic) -> impl Iterator<Item = (String, Packet)> {
    let mut rest = packets.clone();
    let mut all = Vec::new();
    for interface in firewall.interfaces.iter().filter(|i| !*i.outside) {
        let own = from(firewall, *interface.vlan);
        all.extend(rest.and(&own).witness().map(|packet| (interface.name.value().clone(), packet)));
        rest = rest.minus(&own);
    }
    all.extend(rest.witness().map(|packet| ("outside".to_owned(), packet)));
    all.into_iter()
}

/// All that comes from a VLAN.
fn from(firewall: &Firewall, vlan: VlanId) -> Traffic {
    let cube = |family: Family| Cube {
        family,
        from: firewall.addresses(&Where::Segment(vlan), family),
        to: family.everything(),
        services: any_service(),
    };
    Family::ALL.map(cube).into_iter().collect()
}

/// What the child model of an Amon lets pass, read back, with what its parent opens.
fn on_amon(firewall: &Firewall) -> Result<Traffic, String> {
    let mut own = firewall.clone();
    if *own.software != crate::os::amon::NAME {
        // A school with another kind of firewall chose neither a model nor names that begin differently: the model is that of
        // as many cards, and each zone begins with its VLAN's number.
        own.model = None;
        own.interfaces.iter_mut().for_each(|i| i.name = i.name.with(format!("{:03x}-{}", i.vlan.number(), *i.name)));
    }
    let text = era::write(&own).map(|(text, _)| text).map_err(|all| {
        let said = all.first().map(|u| format!("`{}`: {}", u.text, u.why));
        format!("no ERA model can be made of it: {}", said.unwrap_or_default())
    })?;
    let effect = era::effect(&own, &text).ok_or("its ERA model does not read back")?;
    Ok(effect.traffic())
}

/// What the rules of a pfSense let pass, read back.
fn on_pfsense(firewall: &Firewall) -> Result<Traffic, String> {
    let text = pfsense::whole(firewall, &Served::default()).map(|(text, _)| text).map_err(|all| {
        let said = all.first().map(|u| format!("`{}`: {}", u.text, u.refused.why));
        format!("no config.xml can be made of it: {}", said.unwrap_or_default())
    })?;
    let read = pfsense::read(&text, Origins::default().derived("the file", &[])).map_err(|fault| fault.to_string())?.firewall;
    let mut all = Traffic::default();
    read.interfaces.iter().for_each(|i| all.add(&read.may_pass_from(Some(*i.vlan))));
    Ok(all)
}

/// What the parent model opens to the firewall's own address in each of its zones.
fn stock(firewall: &Firewall) -> Traffic {
    let model = Zones::of(firewall).ok().and_then(|zones| {
        let parent = era::stock::model(&zones.parent)?;
        Some(era::Effect::of(&parent, &era::variables(&zones)).traffic())
    });
    let to_itself = Cube {
        family: Family::V4,
        from: Family::V4.everything(),
        to: firewall.addresses(&Where::Itself, Family::V4),
        services: any_service(),
    };
    model.unwrap_or_default().and(&Traffic::one(to_itself))
}
