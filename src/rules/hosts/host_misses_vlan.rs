//! `host-misses-vlan`: a guest in a VLAN that its host's cable does not carry.

use crate::base::{Sink, Sourced};
use crate::rules::{Context, layer2};

crate::rule! {
    /// A guest is in a VLAN that its host's cable does not carry.
    ///
    /// The guest starts, has its address, and hears nobody. It is so only where somebody wrote the list of the cable by hand,
    /// and for the host that would take the guest over as well.
    ///
    /// ## Fails
    /// ```kdl
    /// host hostb model=test-server rack=R2 address=12 memory="64GiB" disk="2TiB" {
    ///     docker vitrine role=web memory="1GiB" disk="10GiB" { nic dmz address=30; }
    /// }
    /// switch sw1 { trunk 43 vlans=gestion to=hostb:1; }
    /// ```
    /// ## Passes
    /// ```kdl
    /// host hostb model=test-server rack=R2 address=12 memory="64GiB" disk="2TiB" {
    ///     docker vitrine role=web memory="1GiB" disk="10GiB" { nic dmz address=30; }
    /// }
    /// switch sw1 { trunk 43 vlans=gestion,dmz to=hostb:1; }
    /// ```
    pub static RULE = Error, check;
}

fn check(cx: &Context, out: &mut Sink) {
    for (edge, cable) in cx.topology.edges.iter().zip(&cx.school.cables) {
        let Some(list) = &cable.listed else { continue };
        for vlan in layer2::missing(cx, edge, cable) {
            let Some((host, guest, nic)) = layer2::host_needs(cx, edge, vlan) else { continue };
            out.report(&RULE.rule, format!("{guest} is in {}, and the cable of {host} does not carry it", *vlan.name))
                .at(nic, format!("{guest} needs {}", *vlan.name))
                .also(list.first().map_or(cable.origin, Sourced::origin), format!("lacks {}", *vlan.name))
                .help(format!("add {} to `vlans=`, or drop the list: it is derived", *vlan.name))
                .on(guest)
                .on(host);
        }
    }
}
