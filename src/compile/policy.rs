//! Who reaches what in each school, by which flow, what of it is its own, and what the region forbids: proved.
//!
//! It judges nothing: what is wrong is a finding of `check`. Entry point: [`policy`].

use super::Options;
use super::asked::{Asked, asked};
use crate::base::{Layer, Origin, Origins, Row, Span};
use crate::net::{Date, Packet, Traffic, VlanId};
use crate::region::layers::Resolved;
use crate::region::{Deviation, School};
use crate::source::Source;
use crate::state::intend;
use crate::state::policy::{Cell, End, Flow, Forbid, Policy, Publish};
use crate::state::{self, firewall::Firewall};

/// Who reaches what in the schools asked for.
pub struct Policies {
    /// One a school that could be merged and has a firewall, in order of path.
    pub schools: Vec<Reach>,
    /// Schools that cannot be merged, by code or path: `check` says why.
    pub unread: Vec<String>,
    /// Schools that were asked for and do not exist, as words for the user.
    pub unknown: Vec<String>,
}

/// Who reaches what in one school.
#[derive(Clone, Debug)]
pub struct Reach {
    /// Its code.
    pub uai: String,
    /// Its name.
    pub name: String,
    /// The firewall's software.
    pub software: String,
    /// The places of the matrix, by name: its VLANs by id, then the firewall, VPNs, `region`, `internet`.
    pub places: Vec<String>,
    /// What is open from one place to another, in order of both.
    pub cells: Vec<Open>,
    /// What the region forbids, in order of the file.
    pub proofs: Vec<Proof>,
}

/// What is open from one place to another.
#[derive(Clone, Debug)]
pub struct Open {
    /// The index of the place it comes from.
    pub from: usize,
    /// The index of the place it goes to.
    pub to: usize,
    /// Whether every packet passes at all times.
    pub all: bool,
    /// By which flows.
    pub ways: Vec<Way>,
}

/// A flow that opens something, or a publication.
#[derive(Clone, Debug)]
pub struct Way {
    /// The service.
    pub service: String,
    /// Its source as the manifest names it.
    pub from: String,
    /// Its target as the manifest names it.
    pub to: String,
    /// Through the firewall's proxy.
    pub proxied: bool,
    /// For users who say who they are.
    pub authenticated: bool,
    /// At these hours only.
    pub hours: Option<String>,
    /// Opened from outside by `publish`.
    pub published: bool,
    /// Where that it is open is written; `None` for what is built in.
    pub at: Option<Span>,
    /// The deviation that opens it; `None`: the standard, or the school's file outside any.
    pub exception: Option<Exception>,
}

/// The deviation behind what a school opens beyond the standard.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Exception {
    /// Why.
    pub reason: String,
    /// Who answers for it.
    pub owner: Option<String>,
    /// Until when; `None` for ever, or when it does not say.
    pub until: Option<Date>,
}

/// Whether what the region forbids is absent.
#[derive(Clone, Debug)]
pub struct Proof {
    /// What is forbidden, as it is written: `any from pedago to admin`.
    pub forbidden: String,
    /// Why.
    pub because: String,
    /// Where.
    pub at: Option<Span>,
    /// Whether the flows let such a packet pass.
    pub model: Verdict,
    /// Whether the firewall's rules do.
    pub rules: Verdict,
}

/// The end of a proof.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum Verdict {
    /// No packet of it passes.
    Absent,
    /// Only what the school waives, in a deviation: these flows, each with its place.
    Waived(Vec<(String, Option<Span>)>),
    /// This one does, and these let it, each with its place.
    Passes(Packet, Vec<(String, Option<Span>)>),
}

/// Who reaches what in the schools asked for.
pub fn policy(source: &Source, options: &Options) -> Policies {
    let Asked { found, unread, unknown } = asked(source, options, |region, document, rules| {
        reach(&region.shared.as_ref()?.region, &mut region.resolve(document, rules, &mut Vec::new()))
    });
    Policies { schools: found.into_iter().flatten().collect(), unread, unknown }
}

/// `None` for a school that cannot be merged, nothing inside for one without a firewall.
fn reach(region: &crate::region::Region, resolved: &mut Resolved) -> Option<Option<Reach>> {
    let school = resolved.school.as_ref()?;
    let policy = intend::policy::policy(region, school, &mut resolved.origins);
    let Some(firewall) = intend::firewall::firewall(region, school, &policy, &mut resolved.origins) else { return Some(None) };
    let waived = resolved.policy.waivers.iter().filter(|w| w.rule == FORBIDDEN).flat_map(|w| w.on.clone()).collect();
    let proving = Proving { school, origins: &resolved.origins, policy: &policy, firewall: &firewall, waived };
    Some(Some(proving.reach()))
}

/// The rule that a school waives for what it opens against the region.
const FORBIDDEN: &str = "forbidden-flow";

struct Proving<'a> {
    school: &'a School,
    origins: &'a Origins,
    policy: &'a Policy,
    firewall: &'a Firewall,
    /// What the school waives, as `waive` names it.
    waived: Vec<String>,
}

impl Proving<'_> {
    fn reach(&self) -> Reach {
        let matrix = self.policy.matrix();
        let cells = matrix.cells.iter().map(|(&(from, to), cell)| Open { from, to, all: cell.all, ways: self.ways(cell) });
        let (model, rules) = (self.policy.may_pass(), self.firewall.may_pass());
        Reach {
            uai: self.school.uai.to_string(),
            name: self.school.name.value().clone(),
            software: self.firewall.software.value().to_string(),
            cells: cells.collect(),
            places: matrix.places.into_iter().map(|p| p.name).collect(),
            proofs: self.policy.forbids.iter().map(|f| self.proof(f, &model, &rules)).collect(),
        }
    }

    fn ways(&self, cell: &Cell) -> Vec<Way> {
        let flows = cell.flows.iter().filter_map(|&index| self.policy.flows.get(index)).map(|flow| self.flow(flow));
        let publishes = cell.publishes.iter().filter_map(|&index| self.policy.publishes.get(index));
        flows.chain(publishes.map(|publish| self.publish(publish))).collect()
    }

    fn flow(&self, flow: &Flow) -> Way {
        Way {
            service: flow.service.name.value().clone(),
            from: flow.from.name.value().clone(),
            to: flow.to.name.value().clone(),
            proxied: *flow.proxied,
            authenticated: *flow.authenticated,
            hours: flow.hours.map(|h| h.to_string()),
            published: false,
            at: self.origins.span(flow.to.name.origin()),
            exception: [flow.allows.origin(), flow.to.name.origin()].into_iter().find_map(|o| self.exception(o)),
        }
    }

    fn publish(&self, publish: &Publish) -> Way {
        Way {
            service: publish.service.name.value().clone(),
            from: publish.from.name.value().clone(),
            to: publish.to.name.value().clone(),
            proxied: false,
            authenticated: false,
            hours: None,
            published: true,
            at: self.origins.span(publish.to.name.origin()),
            exception: self.exception(publish.to.name.origin()),
        }
    }

    /// The deviation that wrote a value, itself or what it is derived from.
    fn exception(&self, origin: Origin) -> Option<Exception> {
        match self.origins.row(origin)? {
            Row::Written { layer: Layer::Deviation(number), .. } => {
                let Deviation { reason, owner, until, .. } = self.school.deviations.get(usize::from(*number))?;
                let owner = owner.as_ref().map(|o| o.value().clone());
                Some(Exception { reason: reason.value().clone(), owner, until: until.as_ref().and_then(|u| *u.value()) })
            }
            Row::Derived { from, .. } => from.iter().find_map(|&o| self.exception(o)),
            _ => None,
        }
    }

    fn proof(&self, forbid: &Forbid, model: &Traffic, rules: &Traffic) -> Proof {
        let names = |ends: &[End]| ends.iter().map(|e| e.name.as_str()).collect::<Vec<_>>().join(",");
        let services: Vec<&str> = forbid.services.iter().map(|s| s.name.as_str()).collect();
        let except = if forbid.except.is_empty() { String::new() } else { format!(" except {}", names(&forbid.except)) };
        let packets = self.policy.of_forbid(forbid);
        Proof {
            forbidden: format!("{} from {} to {}{except}", services.join(" "), names(&forbid.from), names(&forbid.to)),
            because: forbid.because.value().clone(),
            at: self.origins.span(forbid.origin),
            model: self.verdict(forbid, &packets.and(model), |packet| self.flows_met(packet)),
            rules: self.verdict(forbid, &packets.and(rules), |packet| self.rules_met(packet)),
        }
    }

    fn verdict(&self, forbid: &Forbid, passing: &Traffic, met: impl Fn(&Traffic) -> Vec<(String, Option<Span>)>) -> Verdict {
        let waived: Vec<&Flow> = self.policy.flows.iter().filter(|f| forbid.waivable && self.is_waived(f)).collect();
        let rest = waived.iter().fold(passing.clone(), |rest, flow| rest.minus(&self.policy.of_flow(flow)));
        match rest.witness() {
            Some(packet) => {
                let met = met(&Traffic::of_packet(&packet));
                Verdict::Passes(packet, met)
            }
            None if passing.is_empty() => Verdict::Absent,
            None => {
                let guilty = waived.into_iter().filter(|flow| self.policy.of_flow(flow).meets(passing));
                Verdict::Waived(guilty.map(|f| (f.subject(), self.origins.span(f.to.name.origin()))).collect())
            }
        }
    }

    fn is_waived(&self, flow: &Flow) -> bool {
        let subject = flow.subject();
        let ends = subject.split_once(':').map_or("", |(_, ends)| ends);
        self.waived.iter().any(|on| *on == subject || on == ends)
    }

    fn flows_met(&self, packet: &Traffic) -> Vec<(String, Option<Span>)> {
        let flows = self.policy.flows.iter().filter(|f| self.policy.of_flow(f).meets(packet));
        flows.map(|f| (f.subject(), self.origins.span(f.to.name.origin()))).collect()
    }

    fn rules_met(&self, packet: &Traffic) -> Vec<(String, Option<Span>)> {
        let interfaces = self.firewall.interfaces.iter().map(|i| Some(*i.vlan)).chain([None::<VlanId>]);
        let passes = |way: &[(&state::firewall::Rule, Traffic)]| way.iter().any(|(rule, _)| *rule.allows);
        let way = interfaces.map(|i| self.firewall.way(i, packet)).find(|way| passes(way)).unwrap_or_default();
        way.into_iter().map(|(rule, _)| (rule.subject.value().clone(), self.origins.span(rule.to.origin()))).collect()
    }
}
