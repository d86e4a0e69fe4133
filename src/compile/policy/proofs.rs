//! What the region forbids and what services need, proved on flows and on rules; each failure with a packet and its way.

use super::rules::Rules;
use super::{Meant, Met, Proof, Reach, Required, Verdict};
use crate::base::{Origins, Span};
use crate::net::{Traffic, VlanId};
use crate::os::pfsense;
use crate::region::layers::Resolved;
use crate::region::{Domain, School};
use crate::rules::policy::required;
use crate::state::firewall::chains::{self, Author};
use crate::state::firewall::{FaultKind, Grounds, Need, faults};
use crate::state::policy::{End, Flow, Forbid};
use ipnet::IpNet;

/// The rule that a school waives for what it opens against the region.
const FORBIDDEN: &str = "forbidden-flow";

/// A school and what it means.
pub(super) struct Proving<'a> {
    pub school: &'a School,
    origins: &'a Origins,
    meant: &'a Meant,
    /// What the school waives, as `waive` names it.
    waived: Vec<String>,
}

impl<'a> Proving<'a> {
    /// `None` for a school that cannot be merged.
    pub fn of(resolved: &'a Resolved, meant: &'a Meant) -> Option<Proving<'a>> {
        let waivers = resolved.policy.waivers.iter().filter(|w| w.rule == FORBIDDEN);
        let waived = waivers.flat_map(|w| w.on.iter().map(|(on, _)| on.clone())).collect();
        Some(Proving { school: resolved.school.as_ref()?, origins: &resolved.origins, meant, waived })
    }

    /// The school without its matrix, and what is proved of some rules.
    pub fn judged(&self, rules: Rules) -> Reach {
        let (model, passing) = (self.meant.policy.may_pass(), chains::may_pass(&rules.chains).minus(&rules.exempt));
        let grounds = Grounds {
            own: rules.own.clone(),
            inside: rules.inside.clone(),
            meant: model.clone(),
            administration: rules.administration.clone(),
            sensitive: if rules.says_logs { self.sensitive() } else { Vec::new() },
        };
        let mut all = faults(&rules.chains, &grounds);
        // What préau writes keeps its order, and a manifest has none: only a file that somebody edits can lose it.
        all.retain(|fault| !(rules.is_ours && fault.kind == FaultKind::Ordered));
        all.extend(rules.aside.iter().cloned());
        all.sort();
        let proof = |forbid: &Forbid| self.proof(forbid, &model, &passing, &rules);
        let proofs = self.meant.policy.forbids.iter().map(proof).collect();
        Reach {
            uai: self.school.uai.to_string(),
            name: self.school.name.value().clone(),
            software: self.meant.firewall.software.value().to_string(),
            cells: Vec::new(),
            places: Vec::new(),
            proofs,
            needs: self.needs(&rules),
            faults: all,
            proved_on: rules.of,
            unjudged: rules.unjudged,
        }
    }

    /// The subnets of the administration and of the devices.
    fn sensitive(&self) -> Vec<IpNet> {
        let sensitive = |id: VlanId| {
            let vlan = self.school.vlan_by_id(id);
            vlan.is_some_and(|v| matches!(v.domain.value(), Domain::Management | Domain::Administration))
        };
        let segments = self.meant.policy.segments.iter().filter(|s| sensitive(*s.id));
        segments.flat_map(|s| [s.v4.map(|n| IpNet::V4(*n)), s.v6.map(|n| IpNet::V6(*n))]).flatten().collect()
    }

    fn proof(&self, forbid: &Forbid, model: &Traffic, passing: &Traffic, rules: &Rules) -> Proof {
        let names = |ends: &[End]| ends.iter().map(|e| e.name.as_str()).collect::<Vec<_>>().join(",");
        let services: Vec<&str> = forbid.services.iter().map(|s| s.name.as_str()).collect();
        let except = if forbid.except.is_empty() { String::new() } else { format!(" except {}", names(&forbid.except)) };
        let packets = self.meant.policy.of_forbid(forbid);
        Proof {
            forbidden: format!("{} from {} to {}{except}", services.join(" "), names(&forbid.from), names(&forbid.to)),
            because: forbid.because.value().clone(),
            at: self.origins.span(forbid.origin),
            model: self.verdict(forbid, &packets.and(model), |packet| self.flows_met(packet)),
            rules: self.verdict(forbid, &packets.and(passing), |packet| self.rules_met(packet, rules)),
        }
    }

    fn verdict(&self, forbid: &Forbid, passing: &Traffic, met: impl Fn(&Traffic) -> Vec<Met>) -> Verdict {
        let policy = &self.meant.policy;
        let waived: Vec<&Flow> = policy.flows.iter().filter(|f| forbid.waivable && self.is_waived(f)).collect();
        let rest = waived.iter().fold(passing.clone(), |rest, flow| rest.minus(&policy.of_flow(flow)));
        match rest.witness() {
            Some(packet) => {
                let met = met(&Traffic::of_packet(&packet));
                Verdict::Passes(packet, met)
            }
            None if passing.is_empty() => Verdict::Absent,
            None => {
                let guilty = waived.into_iter().filter(|flow| policy.of_flow(flow).meets(passing));
                Verdict::Waived(guilty.map(|f| (f.subject(), self.origins.span(f.to.name.origin()))).collect())
            }
        }
    }

    fn is_waived(&self, flow: &Flow) -> bool {
        let subject = flow.subject();
        let ends = subject.split_once(':').map_or("", |(_, ends)| ends);
        self.waived.iter().any(|on| *on == subject || on == ends)
    }

    fn needs(&self, rules: &Rules) -> Vec<Required> {
        let passing = chains::must_pass(&rules.chains);
        let mut all = required(self.school, &self.meant.policy);
        all.extend(self.meant.firewall.needs(&self.meant.served, &self.meant.policy.may_pass(), rules.manner));
        for need in &mut all {
            let known = need.packets.cubes().iter().filter(|c| rules.families.contains(&c.family));
            need.packets = known.cloned().collect();
        }
        all.retain(|need| !need.packets.is_empty());
        let proved = |need: Need| Required {
            missing: need.packets.minus(&passing).witness().map(|packet| {
                let met = self.rules_met(&Traffic::of_packet(&packet), rules);
                (packet, met)
            }),
            what: need.what,
        };
        all.into_iter().map(proved).collect()
    }

    fn flows_met(&self, packet: &Traffic) -> Vec<Met> {
        let flows = self.meant.policy.flows.iter().filter(|f| self.meant.policy.of_flow(f).meets(packet));
        let met =
            |f: &Flow| Met { subject: f.subject(), allows: *f.allows, line: None, at: self.origins.span(f.to.name.origin()) };
        flows.map(met).collect()
    }

    fn rules_met(&self, packet: &Traffic, rules: &Rules) -> Vec<Met> {
        let met = |met: chains::Met| Met {
            at: met.label.as_deref().and_then(|label| self.place(label)),
            subject: match (met.label, met.author) {
                (None, _) => format!("{}: nothing else fits", met.chain),
                (Some(label), Author::File) if label.is_empty() => format!("{}: a rule without a name", met.chain),
                (Some(label), Author::File) => label,
                (Some(label), Author::Software) => format!("{}: {label} (the software's own)", met.chain),
                (Some(label), Author::Parent) => format!("{}: {label} (the stock model's own)", met.chain),
            },
            allows: met.allows,
            line: met.line,
        };
        chains::way(&rules.chains, packet).into_iter().map(met).collect()
    }

    /// Where the rule of ours comes from that a file names so; a `config.xml` cuts the name.
    fn place(&self, label: &str) -> Option<Span> {
        let is_it = |subject: &str| subject == label || pfsense::words::rule(subject) == label;
        let rule = self.meant.firewall.rules.iter().find(|r| !label.is_empty() && is_it(&r.subject))?;
        self.origins.span(rule.to.origin())
    }
}
