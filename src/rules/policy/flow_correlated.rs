//! `flow-correlated`: an `allow` and a `deny` of one layer that cross: each speaks of packets that the other does not.

use super::denial;
use crate::base::Sink;
use crate::net::{Family, Ranges, Traffic};
use crate::region;
use crate::rules::Context;
use crate::state::policy::{End, Flow, Part, Policy, Service};

crate::rule! {
    /// An `allow` and a `deny` that stand beside each other meet in some packets, and neither is an exception to the other.
    ///
    /// The `deny` wins for what is in both, wherever it stands. Whoever reads one sentence alone believes another thing than whoever
    /// reads the other, and a rule typed on a firewall would follow its place in the list.
    ///
    /// What is plain is not told. A `deny` whose two ends lie within those of the `allow` takes a part of it out, whatever its service:
    /// `deny any from=wifi to=dmz` beside `allow https from=pedago to=dmz`. One whose two ends hold those of the `allow` says what
    /// nobody may. A `deny` with hours leaves the flow open at the others, and one in a layer over the `allow` restricts it on
    /// purpose. An `allow` over a `deny` of a layer below is `flow-denied-below`. What is left are ends of which one is wider here and the
    /// other there, and services that share some of their ports.
    ///
    /// ## Fails
    /// ```kdl
    /// deviation "guests on their own" owner=exploitation until=none {
    ///     allow dns from=inside to=serveurs
    ///     deny any from=invites to=inside log=on
    /// }
    /// ```
    /// ```kdl
    /// deviation "the page of the printer" owner=exploitation until=none {
    ///     service page tcp="80-90"
    ///     service low tcp="1-85"
    ///     allow page from=pedagogie to=serveurs
    ///     deny low from=pedagogie to=serveurs
    /// }
    /// ```
    /// ```kdl
    /// deviation "the lab without TLS" owner=exploitation until=none {
    ///     allow web from=inside to=dmz
    ///     deny https from=pedagogie to=any log=on
    /// }
    /// ```
    /// ## Passes
    /// ```kdl
    /// deviation "the DMZ is not for tablets" owner=exploitation until=none {
    ///     zone enseignement
    ///     vlan pedagogie zone=enseignement
    ///     vlan wifi zone=enseignement
    ///     allow https from=enseignement to=dmz
    ///     deny any from=wifi to=dmz
    /// }
    /// ```
    /// ```kdl
    /// deviation "guests on their own by day" owner=exploitation until=none {
    ///     allow dns from=inside to=serveurs
    ///     deny any from=invites to=inside hours="08:00-18:00" log=on
    /// }
    /// ```
    /// ```kdl
    /// deviation "no files for guests" owner=exploitation until=none {
    ///     service smb tcp=445
    ///     allow any from=invites to=dmz
    ///     deny smb from=inside to=dmz
    /// }
    /// ```
    /// ```kdl
    /// deviation "what a zone opens by itself" owner=exploitation until=none {
    ///     service smb tcp=445
    ///     zone enseignement inside=allow
    ///     vlan pedagogie zone=enseignement
    ///     vlan wifi zone=enseignement
    ///     deny smb from=inside to=pedagogie
    /// }
    /// ```
    pub static RULE = Info, check;
}

fn check(cx: &Context, out: &mut Sink) {
    let policy = &cx.state.policy;
    let denies: Vec<(&region::Flow, &Flow, Traffic)> = written(cx, false)
        .filter(|(_, deny)| deny.hours.is_none())
        .map(|(said, deny)| (said, deny, policy.of_flow(deny)))
        .collect();
    if denies.is_empty() {
        return;
    }
    for (said, allow) in written(cx, true).filter(|(said, _)| denial(cx.school, said).is_none()) {
        let opened = policy.of_flow(allow);
        let is_beside = |other: &region::Flow| !said.is_above(other) && !other.is_above(said);
        // One `deny` is enough to mend the flow by.
        let mut crossing = denies.iter().filter(|(other, deny, _)| is_beside(other) && cross(policy, allow, deny));
        let met = crossing.find_map(|(_, deny, closed)| Some((deny, closed, opened.and(closed).witness()?)));
        let Some((deny, closed, packet)) = met else { continue };
        let text = |f: &Flow| format!("{} from={} to={}", *f.service.name, *f.from.name, *f.to.name);
        out.report(&RULE.rule, format!("`allow {}` and `deny {}` cross", text(allow), text(deny)))
            .at(&allow.to.name, format!("{packet} is in both, and stays closed"))
            .also(&deny.to.name, "wins, whatever the order")
            .help(mending(policy, allow, deny, closed))
            .on(said.subject());
    }
}

/// The flows that somebody wrote, with their ends resolved; not those of a zone that is open inside.
fn written<'a>(cx: &Context<'a>, allows: bool) -> impl Iterator<Item = (&'a region::Flow, &'a Flow)> {
    let (flows, policy) = (&cx.school.flows, &cx.state.policy);
    let is = |flow: &Flow, said: &region::Flow| flow.allows.origin() == said.allows.origin();
    let of = move |said| policy.flows.iter().find(|flow| is(flow, said)).map(|flow| (said, flow));
    flows.iter().filter(move |said| *said.allows == allows).filter_map(of)
}

/// Whether neither is an exception to the other: by their ends, or by services of which each has ports that the other lacks.
fn cross(policy: &Policy, allow: &Flow, deny: &Flow) -> bool {
    let is_of = |a: &Service, b: &Service| Family::ALL.iter().all(|f| a.ranges(*f).minus(&b.ranges(*f)).is_empty());
    let (a, b) = (&allow.service, &deny.service);
    !ends_nest(policy, allow, deny) || !(is_of(a, b) || is_of(b, a))
}

/// Whether both ends of one lie within those of the other.
fn ends_nest(policy: &Policy, a: &Flow, b: &Flow) -> bool {
    let within = |a: &Flow, b: &Flow| holds(policy, &b.from.parts, &a.from.parts) && holds(policy, &b.to.parts, &a.to.parts);
    within(a, b) || within(b, a)
}

/// Whether some parts have every address of others.
fn holds(policy: &Policy, wide: &[Part], narrow: &[Part]) -> bool {
    let all = |parts: &[Part], f: Family| parts.iter().fold(Ranges::default(), |sum, p| sum.or(&policy.addresses(p, f)));
    Family::ALL.iter().all(|f| all(narrow, *f).minus(&all(wide, *f)).is_empty())
}

/// What to write so that each sentence is true alone: lines are offered only if they open what stays open, and nothing else.
fn mending(policy: &Policy, allow: &Flow, deny: &Flow, closed: &Traffic) -> String {
    // A part that the flow leads nowhere from, or to, as between VLANs of a zone, is none of it.
    let pairs = policy.pairs(&allow.from, &allow.to);
    let from = apart(policy, &allow.from, &deny.from, |part| pairs.iter().any(|(from, _)| *from == part));
    let to = apart(policy, &allow.to, &deny.to, |part| pairs.iter().any(|(_, to)| *to == part));
    // Sources that no denial takes reach all targets; the others reach what it leaves.
    let taken = if from.left.is_empty() { vec![allow.from.clone()] } else { from.taken.clone() };
    let mut lines = vec![(from.left.clone(), vec![allow.to.clone()]), (taken, to.left.clone())];
    lines.retain(|(from, to)| !from.is_empty() && !to.is_empty());
    let of = |from: &End, to: &End| policy.between(&[&allow.service], from, to);
    let mut open = Traffic::default();
    for (sources, targets) in &lines {
        sources.iter().for_each(|from| targets.iter().for_each(|to| open.add(&of(from, to))));
    }
    let left = of(&from.named(&allow.from), &to.named(&allow.to)).minus(closed);
    if !left.is_empty() && open.holds(&left) && policy.of_flow(allow).minus(closed).holds(&open) {
        let list = |ends: &[End]| ends.iter().map(|end| end.name.as_str()).collect::<Vec<_>>().join(",");
        let line =
            |(from, to): &(Vec<End>, Vec<End>)| format!("`allow {} from={} to={}`", *allow.service.name, list(from), list(to));
        return format!("write what stays open: {}", lines.iter().map(line).collect::<Vec<_>>().join(" and "));
    }
    match ends_nest(policy, allow, deny) {
        true => "name a service of its own for what stays open, with the ports that are not denied".to_owned(),
        false => "let both ends of one lie within those of the other".to_owned(),
    }
}

/// An end of an `allow`, part by part.
struct Apart {
    /// What a denial takes some of.
    taken: Vec<End>,
    /// What it leaves alone.
    left: Vec<End>,
}

impl Apart {
    /// All that a line can name.
    fn named(&self, own: &End) -> End {
        let parts = self.taken.iter().chain(&self.left).flat_map(|end| end.parts.clone());
        End { name: own.name.clone(), parts: parts.collect() }
    }
}

fn apart(policy: &Policy, own: &End, other: &End, is_used: impl Fn(&Part) -> bool) -> Apart {
    let meet = |a: &Part, b: &Part| Family::ALL.iter().any(|f| policy.addresses(a, *f).meets(&policy.addresses(b, *f)));
    let end = |part: &Part| Some(End { name: own.name.with(name(policy, part)?), parts: vec![part.clone()] });
    let is_taken = |end: &End| end.parts.iter().any(|part| other.parts.iter().any(|o| meet(part, o)));
    let (taken, left) = own.parts.iter().filter(|part| is_used(part)).filter_map(end).partition(is_taken);
    Apart { taken, left }
}

/// What the manifest calls a part; `None` for the operator's own link, which nobody means by what is outside.
fn name(policy: &Policy, part: &Part) -> Option<String> {
    let word = match part {
        Part::Segment(id) => policy.segment(*id).filter(|s| !*s.outside)?.name.as_str(),
        Part::Device(device) => &device.name,
        Part::Network(network) => &network.name,
        Part::Firewall => "firewall",
        Part::Internet => "internet",
        Part::Region => "region",
    };
    Some(word.to_owned())
}
