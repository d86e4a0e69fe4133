//! Who reaches what in each school, by which flow, what of it is its own, and what the region forbids and needs: proved.
//!
//! Proofs are made on the flows and on the firewall's rules as its generated file has them, read back; or as a file has them
//! that was found in service. What is wrong with the flows is a finding of `check`. Entry points: [`policy`], [`found`].

mod proofs;
mod rules;

use super::Asked;
use super::Options;
use super::asked::asked;
use crate::base::{Layer, Origin, Origins, Row, Span};
use crate::net::{Date, Packet};
use crate::region::layers::Resolved;
use crate::region::{Deviation, School};
use crate::source::Source;
use crate::state::firewall::Firewall;
pub use crate::state::firewall::{Fault, FaultKind};
use crate::state::policy::{Cell, Flow, Policy, Publish};
use crate::state::{Served, intend};
use proofs::Proving;

/// Who reaches what in the schools asked for.
pub type Policies = Asked<Reach>;

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
    /// Which rules the proofs are made on, for a person.
    pub proved_on: String,
    /// What the region forbids, in order of the file.
    pub proofs: Vec<Proof>,
    /// What must pass: for services that are declared, then for the firewall's own.
    pub needs: Vec<Required>,
    /// What is wrong with the rules in themselves, in order of line.
    pub faults: Vec<Fault>,
    /// What of the file no proof looked at, in order of line.
    pub unjudged: Vec<Unjudged>,
}

/// Whether packets that something needs pass.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Required {
    /// What needs them: `ntp: firewall > horloges`.
    pub what: String,
    /// A packet that does not pass at all hours, and what it meets; `None` when all do.
    pub missing: Option<(Packet, Vec<Met>)>,
}

/// A flow or a rule that a packet meets.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Met {
    /// What it is: `web:pedago>internet`, as a file that cuts names has it.
    pub subject: String,
    /// Whether it lets pass.
    pub allows: bool,
    /// Its line in the file of the rules; `None` for a flow, and for what the software adds.
    pub line: Option<usize>,
    /// Where it comes from in the manifests.
    pub at: Option<Span>,
}

/// Something in a file of rules that no proof looked at.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Unjudged {
    /// Its line, from 1; `None` when it is no line's.
    pub line: Option<usize>,
    /// What it is and why.
    pub why: String,
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
    /// Whether the firewall's rules do, as the file has them.
    pub rules: Verdict,
}

/// The end of a proof.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum Verdict {
    /// No packet of it passes.
    Absent,
    /// Only what the school waives, in a deviation: these flows, each with its place.
    Waived(Vec<(String, Option<Span>)>),
    /// This one does, and this is what it meets on its way, in order.
    Passes(Packet, Vec<Met>),
}

impl Reach {
    /// Whether something forbidden passes, something needed does not, or a rule is an error in itself.
    pub fn is_broken(&self) -> bool {
        let passes = |v: &Verdict| matches!(v, Verdict::Passes(..));
        self.proofs.iter().any(|p| passes(&p.model) || passes(&p.rules))
            || self.needs.iter().any(|n| n.missing.is_some())
            || self.faults.iter().any(|f| f.kind.is_error())
    }
}

/// Who reaches what in the schools asked for.
pub fn policy(source: &Source, options: &Options) -> Policies {
    let Asked { schools, unread, unknown } = asked(source, options, |region, document, rules| {
        reach(&region.shared.as_ref()?.region, &mut region.resolve(document, rules, &mut Vec::new()))
    });
    Policies { schools: schools.into_iter().flatten().collect(), unread, unknown }
}

/// A file of rules found in service, held against the policy of each school asked for: the proofs alone, without the matrix.
/// An error says why the file cannot be judged.
pub fn found(source: &Source, options: &Options, text: &str) -> Result<Policies, String> {
    let Asked { schools, unread, unknown } = asked(source, options, |region, document, all| {
        let mut resolved = region.resolve(document, all, &mut Vec::new());
        Some(match Meant::of(&region.shared.as_ref()?.region, &mut resolved)? {
            None => Err("the school has no firewall".to_owned()),
            Some(meant) => {
                let proving = Proving::of(&resolved, &meant)?;
                rules::found(&meant.firewall, text).map(|rules| proving.judged(rules))
            }
        })
    });
    Ok(Policies { schools: schools.into_iter().collect::<Result<_, _>>()?, unread, unknown })
}

/// `None` for a school that cannot be merged, nothing inside for one without a firewall.
fn reach(region: &crate::region::Region, resolved: &mut Resolved) -> Option<Option<Reach>> {
    let Some(meant) = Meant::of(region, resolved)? else { return Some(None) };
    let proving = Proving::of(resolved, &meant)?;
    let matrix = meant.policy.matrix();
    let told = Told { meant: &meant, school: proving.school, origins: &resolved.origins };
    let cells = matrix.cells.iter().map(|(&(from, to), cell)| Open { from, to, all: cell.all, ways: told.ways(cell) });
    let cells = cells.collect();
    let places = matrix.places.iter().map(|p| p.name.clone()).collect();
    Some(Some(Reach { cells, places, ..proving.judged(rules::generated(&meant.firewall, &meant.served)) }))
}

/// What a school means to pass.
struct Meant {
    policy: Policy,
    firewall: Firewall,
    served: Served,
}

impl Meant {
    /// `None` for a school that cannot be merged, nothing inside for one without a firewall.
    fn of(region: &crate::region::Region, resolved: &mut Resolved) -> Option<Option<Meant>> {
        let school = resolved.school.as_ref()?;
        let policy = intend::policy::policy(region, school, &mut resolved.origins);
        let firewall = intend::firewall::firewall(region, school, &policy, &mut resolved.origins);
        let served = intend::services::served(school, &mut resolved.origins);
        Some(firewall.map(|firewall| Meant { policy, firewall, served }))
    }
}

/// The flows of a school, each with where it is written.
struct Told<'a> {
    meant: &'a Meant,
    school: &'a School,
    origins: &'a Origins,
}

impl Told<'_> {
    fn ways(&self, cell: &Cell) -> Vec<Way> {
        let flows = cell.flows.iter().filter_map(|&index| self.meant.policy.flows.get(index)).map(|flow| self.flow(flow));
        let publishes = cell.publishes.iter().filter_map(|&index| self.meant.policy.publishes.get(index));
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
}
