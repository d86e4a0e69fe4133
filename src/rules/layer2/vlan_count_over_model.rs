//! `vlan-count-over-model`: more VLANs than a switch can hold.

use crate::base::Sink;
use crate::region::Domain;
use crate::rules::Context;

crate::rule! {
    /// A switch must know more VLANs than its model can.
    ///
    /// The device refuses the last ones, in the order of the file: whoever is in them is cut off.
    ///
    /// ## Fails
    /// ```kdl
    /// switch sw2 model=test-fewvlans rack=R2 address=152 {
    ///     uplink 49 50 to=sw1:49,50 medium=om3
    ///     access "1-4" vlan=pedagogie room=A101
    ///     access "5-8" vlan=administration room=A001
    /// }
    /// ```
    /// ## Passes
    /// ```kdl
    /// switch sw2 model=test-fewvlans rack=R2 address=152 {
    ///     uplink 49 50 to=sw1:49,50 medium=om3
    ///     access "1-4" vlan=pedagogie room=A101
    /// }
    /// ```
    pub static RULE = Error, check;
}

fn check(cx: &Context, out: &mut Sink) {
    // The parking VLAN is on every switch, as the native VLAN of its trunks.
    let parking = usize::from(cx.school.vlan_of(Domain::Parking).is_some());
    for (vertex, switch) in cx.switches() {
        let needed = cx.topology.vlans_of(vertex).len() + parking;
        let tightest =
            switch.members.iter().filter_map(|m| Some((m, cx.model(vertex, m.id)?.limits.vlans?))).min_by_key(|(_, n)| *n);
        let Some((member, most)) = tightest.filter(|(_, n)| needed > *n as usize) else { continue };
        out.report(&RULE.rule, format!("{} must know {needed} VLANs; {} holds {most}", *switch.name, *member.model))
            .at(&member.model, format!("{most} VLANs at most"))
            .help("take VLANs away from what hangs on it, or replace it")
            .on(switch.name.as_str());
    }
}
