//! `user-port-in-server`: a socket in a classroom leads into the network of the servers.

use crate::base::{Origin, Sink};
use crate::net::Port;
use crate::region::Domain;
use crate::rules::{Context, wording};
use std::collections::BTreeMap;

crate::rule! {
    /// A port in a room of pupils is in a VLAN of servers.
    ///
    /// Between that socket and the servers there is no firewall.
    ///
    /// ## Fails
    /// ```kdl
    /// switch sw1 { access "1-4" vlan=serveurs room=A101; }
    /// ```
    /// ## Passes
    /// ```kdl
    /// switch sw1 { access "1-4" vlan=serveurs room=A001; }
    /// ```
    pub static RULE = Error, check;
}

/// Uses of a room in which pupils are alone with a socket.
const PUPILS: &[&str] = &["classe", "labo", "informatique", "atelier", "cdi", "restauration", "internat", "sport", "creche"];

fn check(cx: &Context, out: &mut Sink) {
    let mut lines: BTreeMap<Origin, Vec<Port>> = BTreeMap::new();
    let found = || {
        cx.topology.claims.iter().filter_map(|c| {
            let access = cx.access(c)?;
            let (vlan, room) = (access.vlan.as_ref()?, access.room.as_ref()?);
            cx.school.vlan(vlan).filter(|v| matches!(*v.domain, Domain::Servers | Domain::Dmz))?;
            let usage = cx.school.room(room)?.1.usage.as_ref()?;
            PUPILS.contains(&usage.as_str()).then_some((c, vlan, room, usage))
        })
    };
    for (claim, ..) in found() {
        lines.entry(claim.statement).or_default().push(*claim.port);
    }
    for (claim, vlan, room, usage) in found() {
        let Some(ports) = lines.remove(&claim.statement) else { continue };
        let name = cx.topology.name(claim.vertex);
        out.report(&RULE.rule, format!("{name} {} in room {} leads to {}", wording::ports(&ports), **room, **vlan))
            .at(vlan, "a VLAN of servers")
            .also(usage, format!("room {}: {}", **room, **usage))
            .help("use a VLAN of users")
            .on(name)
            .on(room.as_str());
    }
}
