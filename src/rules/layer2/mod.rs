//! Layer 2: who reaches whom over which cable.

mod depth_over_limit;
mod device_not_connected;
mod gateway_missing;
mod loop_without_stp;
mod nac_gap;
mod native_is_management;
mod native_is_user;
mod root_not_core;
mod single_point_of_failure;
mod stack_split_brain;
mod stp_diameter;
mod trunk_carries_useless_vlan;
mod trunk_misses_vlan;
mod uplink_oversubscribed;
mod uplink_redundant;
mod user_port_in_management;
mod user_port_in_server;
mod vlan1_in_use;
mod vlan_count_over_model;
mod vlan_not_on_path;
mod vlan_unused;
mod voice_without_lldp;

use super::{Check, Context};
use crate::base::{Origin, Sourced};
use crate::region::{UseKind, Vlan};
use crate::topology::{Edge, Graph};
pub(in crate::rules) use trunk_misses_vlan::missing;

/// The rules of this folder, in order of name.
pub static ALL: &[&Check] = &[
    &depth_over_limit::RULE,
    &device_not_connected::RULE,
    &gateway_missing::RULE,
    &loop_without_stp::RULE,
    &nac_gap::RULE,
    &native_is_management::RULE,
    &native_is_user::RULE,
    &root_not_core::RULE,
    &single_point_of_failure::RULE,
    &stack_split_brain::RULE,
    &stp_diameter::RULE,
    &trunk_carries_useless_vlan::RULE,
    &trunk_misses_vlan::RULE,
    &uplink_oversubscribed::RULE,
    &uplink_redundant::RULE,
    &user_port_in_management::RULE,
    &user_port_in_server::RULE,
    &vlan_count_over_model::RULE,
    &vlan_not_on_path::RULE,
    &vlan_unused::RULE,
    &vlan1_in_use::RULE,
    &voice_without_lldp::RULE,
];

/// The untagged VLANs that are written at trunks and cables: the device's name, the VLAN, and the statement.
fn written_natives<'a>(cx: &Context<'a>) -> impl Iterator<Item = (&'a str, &'a Sourced<String>, Origin)> {
    let uses = cx.switches().flat_map(|(_, s)| s.uses.iter().map(move |u| (s, u)));
    let written = uses.filter_map(|(s, u)| match &u.what {
        UseKind::Trunk(t) => Some((s.name.as_str(), t.untagged.as_ref()?, u.statement)),
        _ => None,
    });
    let cables = cx.school.cables.iter().filter_map(|c| Some((c.a.device.as_str(), c.untagged.as_ref()?, c.origin)));
    written.chain(cables)
}

/// The graph of switches alone, with the number of each of its edges among the school's cables.
///
/// A host passes no frames on, so a way through one is none.
fn switch_graph(cx: &Context) -> (Graph, Vec<usize>) {
    let ends = |e: &Edge| (e.a.vertex, e.b.vertex);
    let joins = |e: &Edge| cx.switch(e.a.vertex).is_some() && cx.switch(e.b.vertex).is_some();
    let cables: Vec<usize> = cx.topology.edges.iter().enumerate().filter(|(_, e)| joins(e)).map(|(i, _)| i).collect();
    let edges = cables.iter().filter_map(|i| cx.topology.edges.get(*i)).map(ends);
    (Graph::of(cx.topology.vertices.len(), edges), cables)
}

/// The guest for which a cable of a host must carry a VLAN: host, guest, and the card's VLAN. `None` when no end is a host
/// or no guest needs it; then a missing VLAN is a fault of the trunk.
pub(super) fn host_needs<'a>(cx: &Context<'a>, edge: &Edge, vlan: &Vlan) -> Option<(&'a str, &'a str, &'a Sourced<String>)> {
    [&edge.a, &edge.b].into_iter().find_map(|end| {
        let host = cx.school.host(cx.topology.name(end.vertex))?;
        let mine =
            cx.school.guests.iter().filter(|g| g.host.as_ref() == Some(&host.name) || g.standby.as_ref() == Some(&host.name));
        let nics = mine.flat_map(|g| g.nics.iter().map(move |n| (g, n)));
        nics.filter(|(_, n)| n.vlan == vlan.name).map(|(g, n)| (host.name.as_str(), g.name.as_str(), &n.vlan)).next()
    })
}
