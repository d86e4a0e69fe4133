//! `flow-correlated`: an `allow` and a `deny` that speak partly of the same packets, neither holding the other.

use super::denied;
use crate::base::Sink;
use crate::net::{Family, Traffic};
use crate::region;
use crate::rules::Context;
use crate::state::policy::{End, Flow, Part, Policy};

crate::rule! {
    /// An `allow` and a `deny` meet in some packets, and neither speaks of all that the other does.
    ///
    /// The `deny` wins for what is in both, wherever it stands. Whoever reads one sentence alone believes another thing than whoever
    /// reads the other, and a rule typed on a firewall would follow its place in the list. An exception is no such pair: a `deny` that
    /// lies wholly inside an `allow` says what it takes out, and so does an `allow` wholly inside a `deny`, which opens nothing
    /// (`flow-denied-below`).
    ///
    /// ## Fails
    /// ```kdl
    /// deviation "the lab" owner=exploitation until=none {
    ///     allow dns from=pedagogie to=exterieur
    ///     deny any from=pedagogie to=region
    /// }
    /// ```
    /// ## Fails
    /// ```kdl
    /// deviation "the page of the printer" owner=exploitation until=none {
    ///     service page tcp="80-90"
    ///     service low tcp="1-85"
    ///     allow page from=pedagogie to=serveurs
    ///     deny low from=pedagogie to=serveurs
    /// }
    /// ```
    /// ## Passes
    /// ```kdl
    /// deviation "the lab" owner=exploitation until=none {
    ///     allow dns from=pedagogie to=internet
    ///     deny any from=pedagogie to=region
    /// }
    /// ```
    pub static RULE = Warning, check;
}

fn check(cx: &Context, out: &mut Sink) {
    let policy = &cx.state.policy;
    let mut told: Option<&Flow> = None;
    for Pair { allow, deny, packets } in pairs(policy) {
        // What one `deny` takes back whole is another finding's, and one `deny` is enough to mend the flow by.
        let is_denied = || cx.school.flows.iter().any(|f| *f.allows && is(allow, f) && denied(cx.school, f));
        if told == Some(allow) || is_denied() {
            continue;
        }
        let Some(packet) = packets.witness() else { continue };
        told = Some(allow);
        let text = |f: &Flow| format!("{} from={} to={}", *f.service.name, *f.from.name, *f.to.name);
        out.report(&RULE.rule, format!("`allow {}` and `deny {}` meet, and neither holds the other", text(allow), text(deny)))
            .at(&allow.to.name, format!("{packet} is in both, and stays closed"))
            .also(&deny.to.name, "wins, whatever the order")
            .help(split(policy, allow, deny))
            .on(format!("{}>{}", *allow.from.name, *allow.to.name));
    }
}

/// Two flows that contradict each other in part, and the packets in both.
pub(super) struct Pair<'a> {
    pub allow: &'a Flow,
    pub deny: &'a Flow,
    pub packets: Traffic,
}

/// Whether a flow with its ends resolved is the one that was written.
pub(super) fn is(flow: &Flow, written: &region::Flow) -> bool {
    flow.service.name == written.service && flow.from.name == written.from && flow.to.name == written.to
}

/// The pairs of a policy, in order of the `allow`, then of the `deny`.
pub(super) fn pairs(policy: &Policy) -> Vec<Pair<'_>> {
    let denies: Vec<(&Flow, Traffic)> = policy.flows.iter().filter(|f| !*f.allows).map(|f| (f, policy.of_flow(f))).collect();
    let mut all = Vec::new();
    for allow in policy.flows.iter().filter(|f| *f.allows && !denies.is_empty()) {
        let opened = policy.of_flow(allow);
        let meeting = denies.iter().filter(|(_, closed)| opened.meets(closed) && !opened.holds(closed) && !closed.holds(&opened));
        all.extend(meeting.map(|(deny, closed)| Pair { allow, deny, packets: opened.and(closed) }));
    }
    all
}

/// What to write so that the `allow` says what it opens.
fn split(policy: &Policy, allow: &Flow, deny: &Flow) -> String {
    let meet = |a: &Part, b: &Part| Family::ALL.iter().any(|f| policy.addresses(a, *f).meets(&policy.addresses(b, *f)));
    // The parts of an end that the denial leaves alone, and those that it takes.
    let apart = |own: &End, other: &End| {
        let (taken, left): (Vec<&Part>, Vec<&Part>) =
            own.parts.iter().partition(|part| other.parts.iter().any(|o| meet(part, o)));
        let names = |parts: &[&Part]| parts.iter().filter_map(|part| name(policy, part)).collect::<Vec<_>>().join(",");
        (names(&left), names(&taken))
    };
    let ((sources, taken), (targets, _)) = (apart(&allow.from, &deny.from), apart(&allow.to, &deny.to));
    let line = |from: &str, to: &str| format!("`allow {} from={from} to={to}`", *allow.service.name);
    match (sources.as_str(), targets.as_str()) {
        ("", "") => "name a service of its own for what stays open, or a `deny` that lies inside the `allow`".to_owned(),
        ("", targets) => format!("write what stays open: {}", line(&allow.from.name, targets)),
        (sources, "") => format!("write what stays open: {}", line(sources, &allow.to.name)),
        (sources, targets) => {
            format!("write what stays open: {} and {}", line(sources, &allow.to.name), line(&taken, targets))
        }
    }
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
