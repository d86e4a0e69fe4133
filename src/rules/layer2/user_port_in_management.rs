//! `user-port-in-management`: a socket in a room leads into the network of the devices.

use crate::base::{Origin, Sink};
use crate::net::Port;
use crate::region::Domain;
use crate::rules::{Context, wording};
use std::collections::BTreeMap;

crate::rule! {
    /// A user's port is in the management VLAN.
    ///
    /// Whoever sits there sees the login of every switch, host and console. Consoles and UPS cards have statements of their
    /// own (`oob`, `ups at=`), and a team's bench has a VLAN of its own.
    ///
    /// ## Fails
    /// ```kdl
    /// switch sw1 { access "1-4" vlan=gestion room=A001; }
    /// ```
    /// ## Passes
    /// ```kdl
    /// switch sw1 { access "1-4" vlan=administration room=A001; }
    /// ```
    pub static RULE = Error, check;
}

fn check(cx: &Context, out: &mut Sink) {
    let mut lines: BTreeMap<Origin, Vec<Port>> = BTreeMap::new();
    let found = || cx.topology.claims.iter().filter_map(|c| Some((c, cx.access(c)?.vlan.as_ref()?)));
    for (claim, vlan) in found() {
        if cx.school.vlan(vlan).is_some_and(|v| *v.domain == Domain::Management) {
            lines.entry(claim.statement).or_default().push(*claim.port);
        }
    }
    for (claim, vlan) in found() {
        let Some(ports) = lines.remove(&claim.statement) else { continue };
        let name = cx.topology.name(claim.vertex);
        out.report(&RULE.rule, format!("{name} {} is a user's port in {}", wording::ports(&ports), **vlan))
            .at(vlan, "the network of the devices")
            .help("use a VLAN of users")
            .on(name);
    }
}
