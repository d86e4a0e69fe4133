//! `port-beyond-model`: a port that the model does not have.

use crate::base::{Origin, Sink};
use crate::catalogue::{Model, PortKind};
use crate::net::{Port, PortRange};
use crate::region::Switch;
use crate::rules::{Context, wording};
use crate::topology::{Claim, VertexId};
use std::collections::BTreeMap;

crate::rule! {
    /// A statement names a port that the model does not have.
    ///
    /// The device would refuse the whole line, or a later paste would land on another port. Numbers run through the model,
    /// uplinks last; the ports of a stack say their member (`2/16`), those of a lone switch do not.
    ///
    /// ## Fails
    /// ```kdl
    /// switch sw1 { access 99 vlan=pedagogie room=A101; }
    /// ```
    /// ## Passes
    /// ```kdl
    /// switch sw1 { access 40 vlan=pedagogie room=A101; }
    /// ```
    pub static RULE = Error, check;
}

fn check(cx: &Context, out: &mut Sink) {
    let mut beyond: BTreeMap<(VertexId, Origin), (&Claim, Vec<Port>)> = BTreeMap::new();
    for claim in &cx.topology.claims {
        if !exists(cx, claim.vertex, *claim.port) {
            beyond.entry((claim.vertex, claim.statement)).or_insert_with(|| (claim, Vec::new())).1.push(*claim.port);
        }
    }
    for (claim, ports) in beyond.into_values() {
        report(cx, claim, &ports, out);
    }
    for (edge, cable) in cx.topology.edges.iter().zip(&cx.school.cables) {
        for (own, far, written) in [(&edge.a, &edge.b, &cable.a), (&edge.b, &edge.a, &cable.b)] {
            let has_ports = cx.model(own.vertex, 0).is_some_and(|m| !m.ports.is_empty());
            if written.ports.is_empty() && has_ports && own.ports.len() < far.ports.len() {
                let (name, model) =
                    (cx.topology.name(own.vertex), cx.model(own.vertex, 0).map_or("its model", |m| m.key.as_str()));
                out.report(&RULE.rule, format!("{name} has no port left for this cable"))
                    .at(written.list, format!("needs {}", wording::count(far.ports.len(), "port")))
                    .help(format!("{model} has {} in all", cx.model(own.vertex, 0).map_or(0, |m| m.numbers().count())))
                    .on(name);
            }
        }
    }
}

/// Whether the port exists; true when nothing is known of the model's ports.
fn exists(cx: &Context, vertex: VertexId, port: Port) -> bool {
    // A switch without members has an unknown model, which was said elsewhere.
    let lacks_member = |s: &Switch| !s.members.is_empty() && !s.members.iter().any(|m| m.id == port.member);
    if let Some(switch) = cx.switch(vertex).filter(|s| lacks_member(s)) {
        return cx.school.suspects.contains(switch.name.as_str());
    }
    let Some(model) = cx.model(vertex, port.member).filter(|m| !m.ports.is_empty()) else { return true };
    match port.module {
        0 => model.group(port.number).is_some(),
        _ => model.ports.iter().any(|g| g.kind == PortKind::Module),
    }
}

fn report(cx: &Context, claim: &Claim, ports: &[Port], out: &mut Sink) {
    let name = cx.topology.name(claim.vertex);
    let report = out.report(&RULE.rule, format!("{name} has no {}", wording::ports(ports)));
    if let Some(switch) = cx.switch(claim.vertex)
        && !switch.members.iter().any(|m| m.id == claim.port.member)
    {
        let (text, help) = membership(switch, *claim.port);
        report.at(claim.port, text).help(help).on(name);
        return;
    }
    let Some(model) = cx.model(claim.vertex, claim.port.member) else { return };
    let report = report.at(claim.port, format!("{} has ports {}", model.key, extent(model))).on(name);
    if let Some((first, last)) = model.uplinks {
        let verb = if first == last { "uplink is" } else { "uplinks are" };
        report.help(format!(
            "its {verb} {}",
            if last == first + 1 { format!("{first} and {last}") } else { format!("{first} to {last}") }
        ));
    }
}

/// What is wrong with the member of a port, and what to write.
fn membership(switch: &Switch, port: Port) -> (String, String) {
    let members: Vec<u8> = switch.members.iter().map(|m| m.id).filter(|&id| id > 0).collect();
    match (members.is_empty(), port.member) {
        (true, _) => (format!("{} is no stack", *switch.name), format!("write `{}`", Port { member: 0, ..port })),
        (false, 0) => (format!("{} is a stack", *switch.name), format!("say the member first: `1/{port}`")),
        (false, _) => {
            (format!("{} has no member {}", *switch.name, port.member), format!("its members are {}", wording::list(members)))
        }
    }
}

/// `1 to 26`, or `1-24 and 27-28` when there are gaps.
fn extent(model: &Model) -> String {
    let ports: Vec<Port> = model.numbers().map(Port::plain).collect();
    match (wording::runs(&ports).as_slice(), ports.first(), ports.last()) {
        ([_], Some(first), Some(last)) => format!("{first} to {last}"),
        (runs, ..) => wording::list(runs.iter().map(|r| r.parse::<PortRange>().map_or(r.clone(), |r| r.to_string()))),
    }
}
