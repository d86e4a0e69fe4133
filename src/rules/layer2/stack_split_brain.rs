//! `stack-split-brain`: a stack that one cable tears.

use crate::base::{Severity, Sink};
use crate::catalogue::Model;
use crate::region::Switch;
use crate::rules::{Context, wording};
use crate::topology::VertexId;
use std::collections::{BTreeMap, BTreeSet};

crate::rule! {
    /// The members of a stack are not all joined, are joined by one way only, or do not go together.
    ///
    /// Members without a way to each other become two switches with one address and one name, both of which believe that they
    /// are the stack. From three members on, a chain is torn by one cable: close the ring.
    ///
    /// ## Fails
    /// ```kdl
    /// switch sw9 rack=R2 address=159 {
    ///     member 1 model=test-52 rack=R2 serial=ST1
    ///     member 2 model=test-52 rack=R2 serial=ST2
    ///     uplink "1/49" "2/49" to=sw1:49,50 medium=om3 lag=1
    /// }
    /// ```
    /// ## Passes
    /// ```kdl
    /// switch sw9 rack=R2 address=159 {
    ///     member 1 model=test-52 rack=R2 serial=ST1
    ///     member 2 model=test-52 rack=R2 serial=ST2
    ///     stacking "1/51" "2/51"
    ///     uplink "1/49" "2/49" to=sw1:49,50 medium=om3 lag=1
    /// }
    /// ```
    pub static RULE = Error, check;
}

fn check(cx: &Context, out: &mut Sink) {
    for (vertex, switch) in cx.switches().filter(|(_, s)| s.members.iter().any(|m| m.id > 0)) {
        mixed(cx, vertex, switch, out);
        joined(switch, out);
    }
}

/// Members of two makers or device languages do not form a stack.
fn mixed(cx: &Context, vertex: VertexId, switch: &Switch, out: &mut Sink) {
    let kind = |m: &Model| (m.vendor.clone(), m.os.clone());
    let models: Vec<_> = switch.members.iter().filter_map(|m| Some((m, kind(cx.model(vertex, m.id)?)))).collect();
    let Some(((first, kind), others)) = models.split_first() else { return };
    if let Some((odd, _)) = others.iter().find(|(_, k)| k != kind) {
        out.report(&RULE.rule, format!("members {} and {} of {} do not go together", first.id, odd.id, *switch.name))
            .at(&odd.model, odd.model.as_str())
            .also(&first.model, first.model.as_str())
            .help("a stack is of one series")
            .on(switch.name.as_str());
    }
}

fn joined(switch: &Switch, out: &mut Sink) {
    let mut around: BTreeMap<u8, BTreeSet<u8>> = switch.members.iter().map(|m| (m.id, BTreeSet::new())).collect();
    for (a, b) in switch.stacking.iter().filter(|(a, b)| a.member != b.member) {
        around.entry(a.member).or_default().insert(b.member);
        around.entry(b.member).or_default().insert(a.member);
    }
    let Some(&start) = around.keys().next() else { return };
    let mut reached = BTreeSet::from([start]);
    let mut queue = vec![start];
    while let Some(member) = queue.pop() {
        queue.extend(around.get(&member).into_iter().flatten().copied().filter(|n| reached.insert(*n)));
    }
    let lost: Vec<u8> = around.keys().copied().filter(|m| !reached.contains(m)).collect();
    if !lost.is_empty() {
        let noun = if lost.len() == 1 { "member" } else { "members" };
        out.report(
            &RULE.rule,
            format!("no `stacking` joins {noun} {} of {} to member {start}", wording::list(&lost), *switch.name),
        )
        .at(&switch.name, "two switches with one name")
        .help("write the stack cables: `stacking \"1/51\" \"2/51\"`")
        .on(switch.name.as_str());
        return;
    }
    let ends: Vec<u8> = around.iter().filter(|(_, n)| n.len() < 2).map(|(m, _)| *m).collect();
    if around.len() > 2 && !ends.is_empty() {
        out.report(&RULE.rule, format!("the stack {} is a chain: one cable tears it", *switch.name))
            .at(switch.stacking.last().map(|(a, _)| a), "the ring is open")
            .help(format!("close it between members {}", wording::list(&ends)))
            .on(switch.name.as_str())
            .weigh(Severity::Warning);
    }
}
