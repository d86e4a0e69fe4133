//! What is wrong with rules whatever they are for: those that decide nothing, and those that open more than anybody can mean.
//!
//! It looks at chains, exactly: a rule that two others hide together is found. Only what whoever wrote the file can mend is
//! told; what the software or a parent model adds hides rules but is never one of them. Entry point: [`faults`].

use super::chains::{Author, Chain, Step};
use super::{hygiene, order};
use crate::base::Severity;
use crate::net::traffic::{addresses, any_service, number, ports, protocol};
use crate::net::{Cube, Family, Packet, Ranges, Traffic};
use ipnet::IpNet;
use std::collections::{BTreeMap, BTreeSet};
use std::net::IpAddr;

/// A rule that does not do what it seems to.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub struct Fault {
    /// Its line in the file; `None` when it is in none.
    pub line: Option<usize>,
    /// What is wrong.
    pub kind: FaultKind,
    /// The chain that it is in; the first of several.
    pub chain: String,
    /// What its file calls it.
    pub label: String,
    /// The rule that is in its way, as its line and its label; `None` when there is none, or several.
    pub by: Option<(Option<usize>, String)>,
    /// A packet that shows it; `None` when none can.
    pub packet: Option<Packet>,
}

/// What is wrong with a rule, worst first.
#[derive(Copy, Clone, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub enum FaultKind {
    /// Rules before it decide all that it speaks of, some of it otherwise.
    Shadowed,
    /// It opens the firewall's own administration to those who do not administer it.
    Administration,
    /// It opens every service from anywhere to anywhere, or all of the firewall.
    Everything,
    /// It opens every service of a protocol, or all machines inside, to the outside.
    Outside,
    /// A rule before it that does the contrary takes some of what it speaks of, and that is not what is meant.
    Correlated,
    /// What fits no rule passes.
    Accepting,
    /// IPv6 is on, and no interface has an address of it.
    Ipv6Unsaid,
    /// Rules before it decide all that it speaks of, and alike.
    Redundant,
    /// No packet that it speaks of comes this way.
    Unreachable,
    /// A port forward that answers inside too, in VLANs whose rules say nothing of it.
    Reflected,
    /// A set of addresses or of ports that no rule names.
    Unused,
    /// It does not say what it is for.
    Unnamed,
    /// What it refuses to the administration or to the network of the devices, no log tells; or nothing of what fits no rule.
    Unlogged,
    /// A rule before it that does the contrary takes some of what it speaks of, as is meant: their order must stay.
    Ordered,
    /// A set of addresses that has some in common with another, each having others too.
    Overlapping,
}

impl FaultKind {
    /// Its name in a report: what is found.
    pub fn word(self) -> &'static str {
        match self {
            FaultKind::Shadowed => "shadowed",
            FaultKind::Administration => "administration-open",
            FaultKind::Everything => "everything-open",
            FaultKind::Outside => "outside-open",
            FaultKind::Correlated => "correlated",
            FaultKind::Accepting => "default-open",
            FaultKind::Ipv6Unsaid => "ipv6-unsaid",
            FaultKind::Redundant => "redundant",
            FaultKind::Unreachable => "unreachable",
            FaultKind::Reflected => "reflected",
            FaultKind::Unused => "unused",
            FaultKind::Unnamed => "unnamed",
            FaultKind::Unlogged => "unlogged",
            FaultKind::Ordered => "ordered",
            FaultKind::Overlapping => "overlapping",
        }
    }

    /// How much it matters.
    pub fn weight(self) -> Severity {
        match self {
            FaultKind::Shadowed | FaultKind::Administration | FaultKind::Everything => Severity::Error,
            FaultKind::Unlogged | FaultKind::Ordered | FaultKind::Overlapping => Severity::Info,
            _ => Severity::Warning,
        }
    }

    /// Whether it is an error rather than less.
    pub fn is_error(self) -> bool {
        self.weight() == Severity::Error
    }
}

/// What decides whether a rule opens too much.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct Grounds {
    /// The firewall's own addresses.
    pub own: Vec<IpAddr>,
    /// What lies inside.
    pub inside: Vec<IpNet>,
    /// What is meant to pass: never too much.
    pub meant: Traffic,
    /// Where a refusal is to leave a trace: the administration, the network of the devices. Empty where a file cannot say so.
    pub sensitive: Vec<IpNet>,
    /// The TCP ports by which the firewall is administered.
    pub administration: Vec<u16>,
}

/// The faults of some chains, in order of line and kind.
pub fn faults(chains: &[Chain], grounds: &Grounds) -> Vec<Fault> {
    let mut all = Vec::new();
    // A rule of the file may be a step of several chains, or several of one: it decides nothing if none of them does.
    let mut living: BTreeMap<(Option<usize>, &str), bool> = BTreeMap::new();
    let mut idle = Vec::new();
    for chain in chains {
        let mut decided = Traffic::default();
        for (n, step) in chain.steps.iter().enumerate() {
            let packets = chain.scope.and(&step.packets);
            if step.author == Author::File {
                let is_living = !packets.minus(&decided).is_empty();
                *living.entry((step.line, step.label.as_str())).or_default() |= is_living;
                if !is_living {
                    idle.push((chain, n, packets.clone()));
                } else if step.allows {
                    all.extend(too_much(chain, step, &packets.minus(&decided), grounds));
                }
            }
            if !step.at_hours {
                decided.add(&packets);
            }
        }
    }
    for (chain, n, packets) in idle {
        let Some(step) = chain.steps.get(n) else { continue };
        let is_living = living.get(&(step.line, step.label.as_str())).copied().unwrap_or_default();
        let Some(fault) = decides_nothing(chain, n, step, &packets) else { continue };
        // Where it decides something elsewhere, only what another turns into its contrary is worth a word.
        if !is_living || fault.kind == FaultKind::Shadowed {
            all.push(fault);
        }
    }
    for chain in chains {
        all.extend(order::ordered(chain, grounds));
        all.extend(hygiene::unkept(chain, grounds));
    }
    all.sort();
    // One rule is one fault in however many chains; what is no rule's is each chain's own.
    let whose = |fault: &Fault| match fault.line.is_none() && fault.label.is_empty() {
        true => fault.chain.clone(),
        false => fault.label.clone(),
    };
    let mut told = BTreeSet::new();
    all.retain(|fault| told.insert((fault.line, fault.kind, whose(fault))));
    all
}

/// Why a step decides nothing; `None` when it only says again what the software or a parent model does by itself.
fn decides_nothing(chain: &Chain, n: usize, step: &Step, packets: &Traffic) -> Option<Fault> {
    let before: Vec<&Step> = chain.steps.iter().take(n).filter(|s| !s.at_hours && s.packets.meets(packets)).collect();
    let mut rest = packets.clone();
    // The first that decides some of it otherwise, with a packet.
    let mut contrary = None;
    for other in &before {
        let decided = rest.and(&other.packets);
        if other.allows != step.allows && contrary.is_none() {
            contrary = decided.witness().map(|packet| (*other, packet));
        }
        rest = rest.minus(&other.packets);
    }
    let whole = before.iter().find(|s| s.packets.holds(packets));
    let (kind, by, packet) = match (contrary, whole) {
        _ if packets.is_empty() => (FaultKind::Unreachable, None, None),
        (Some((other, packet)), _) => (FaultKind::Shadowed, Some(other), Some(packet)),
        (None, whole) => (FaultKind::Redundant, whole.copied(), packets.witness()),
    };
    let is_said_again = kind == FaultKind::Redundant && before.iter().all(|s| s.author != Author::File);
    let by = by.map(|s| (s.line, s.label.clone()));
    let (chain, label) = (chain.name.clone(), step.label.clone());
    (!is_said_again).then_some(Fault { line: step.line, kind, chain, label, by, packet })
}

/// What a rule that lets pass opens too wide, worst first; one fault a rule.
fn too_much(chain: &Chain, step: &Step, opened: &Traffic, grounds: &Grounds) -> Option<Fault> {
    // The firewall's own packets are nobody else's.
    if chain.is_own {
        return None;
    }
    let fault = |kind: FaultKind, packet: Packet| {
        let (line, chain, label) = (step.line, chain.name.clone(), step.label.clone());
        Fault { line, kind, chain, label, by: None, packet: Some(packet) }
    };
    let extra = opened.minus(&grounds.meant);
    let whole = |c: &Cube| c.from == c.family.everything() && c.to == c.family.everything() && c.services == any_service();
    if step.packets.cubes().iter().any(whole) {
        return extra.witness().map(|packet| fault(FaultKind::Everything, packet));
    }
    if let Some(packet) = extra.and(&grounds.administering()).witness() {
        return Some(fault(FaultKind::Administration, packet));
    }
    let entering = extra.and(&grounds.entering());
    let wide = entering.cubes().iter().filter(|c| grounds.is_wide(c)).min();
    wide.and_then(Cube::packet).map(|packet| fault(FaultKind::Outside, packet))
}

impl Grounds {
    /// What administers the firewall, whoever sends it.
    fn administering(&self) -> Traffic {
        let services = self.administration.iter().map(|p| ports(protocol::TCP, *p, *p));
        let services = services.fold(Ranges::default(), |sum, one| sum.or(&one));
        let cube = |family: Family| Cube { family, from: family.everything(), to: self.own(family), services: services.clone() };
        Family::ALL.map(cube).into_iter().collect()
    }

    /// What comes from outside to machines inside.
    fn entering(&self) -> Traffic {
        let cube = |family: Family| {
            let inside = addresses(family, &self.inside);
            let to = inside.minus(&self.own(family));
            Cube { family, from: family.everything().minus(&inside), to, services: any_service() }
        };
        Family::ALL.map(cube).into_iter().collect()
    }

    /// The firewall's own addresses of a family.
    pub(super) fn own(&self, family: Family) -> Ranges {
        self.own.iter().filter(|a| Family::of(**a) == family).map(|a| (number(*a), number(*a))).collect()
    }

    /// Whether what enters uses every port of a protocol, or reaches every machine inside.
    fn is_wide(&self, entering: &Cube) -> bool {
        let is_whole = |protocol: u8| ports(protocol, 1, u16::MAX).minus(&entering.services).is_empty();
        let machines = addresses(entering.family, &self.inside).minus(&self.own(entering.family));
        is_whole(protocol::TCP) || is_whole(protocol::UDP) || machines.minus(&entering.to).is_empty()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_rule_of_several_chains_is_one_fault_though_others_of_its_line_stand_between() {
        let step = |label: &str, packets: Traffic| Step {
            label: label.to_owned(),
            line: None,
            author: Author::File,
            allows: false,
            packets,
            at_hours: false,
            is_logged: false,
        };
        let cube = |port: u16| Cube {
            family: Family::V4,
            from: Family::V4.everything(),
            to: Family::V4.everything(),
            services: ports(protocol::TCP, port, port),
        };
        let steps = vec![step("files", [cube(445)].into_iter().collect()), step("pages", [cube(80)].into_iter().collect())];
        let chain = |name: &str| Chain {
            name: name.to_owned(),
            scope: Traffic::everything(),
            steps: steps.clone(),
            accepts: false,
            is_own: false,
        };
        let sensitive = "10.0.0.0/24".parse().into_iter().collect();
        let found = faults(&[chain("lab"), chain("wifi")], &Grounds { sensitive, ..Grounds::default() });
        let said: Vec<_> = found.iter().map(|f| (f.kind, f.chain.as_str(), f.label.as_str())).collect();
        assert_eq!(said, [(FaultKind::Unlogged, "lab", "files"), (FaultKind::Unlogged, "lab", "pages")]);
    }
}
