//! `lxc-idmap-shared`: containers of different trust with one range of ids.

use super::room;
use crate::base::Sink;
use crate::region::{Domain, Guest, GuestKind};
use crate::rules::Context;

crate::rule! {
    /// A container that the Internet reaches and one that it does not have the same range of ids on their host.
    ///
    /// Unprivileged containers of a host all map to `virtualisation idmap=`. Whoever breaks out of the one in the DMZ is, outside,
    /// the very user who owns the files of the other. A virtual machine, or another host, keeps them apart.
    ///
    /// ## Fails
    /// ```kdl
    /// deviation "a tool" owner=exploitation until=none {
    ///     host hosta {
    ///         lxc outil memory="1GiB" disk="10GiB" image=debian-12 { nic serveurs address=21; }
    ///         lxc site memory="1GiB" disk="10GiB" image=debian-12 { nic dmz address=22; }
    ///     }
    /// }
    /// ```
    /// ## Passes
    /// ```kdl
    /// deviation "a tool" owner=exploitation until=none {
    ///     host hosta {
    ///         kvm outil memory="1GiB" disk="10GiB" image=debian-12 { nic serveurs address=21; }
    ///         lxc site memory="1GiB" disk="10GiB" image=debian-12 { nic dmz address=22; }
    ///     }
    /// }
    /// ```
    pub static RULE = Warning, check;
}

fn check(cx: &Context, out: &mut Sink) {
    for host in &cx.school.hosts {
        let is_mapped = |g: &&Guest| *g.kind == GuestKind::Lxc && !*g.privileged;
        let all: Vec<&Guest> = room::guests(cx.school, host).filter(is_mapped).collect();
        let is_exposed = |g: &Guest| {
            g.nics.iter().any(|n| cx.school.vlan(&n.vlan).is_some_and(|v| matches!(*v.domain, Domain::Dmz | Domain::Guest)))
        };
        let exposed = all.iter().find(|g| is_exposed(g));
        let inner = all.iter().find(|g| !is_exposed(g) && !g.nics.is_empty());
        if let (Some(exposed), Some(inner)) = (exposed, inner) {
            let idmap = cx.school.virtualisation.as_ref().and_then(|v| v.idmap);
            out.report(&RULE.rule, format!("{} and {} have one range of ids on {}", *exposed.name, *inner.name, *host.name))
                .at(&exposed.name, "reached from outside")
                .also(&inner.name, "inside")
                .also(idmap, "the range of all containers")
                .help("make one of them a `kvm` guest, or run it on another host")
                .on(exposed.name.as_str());
        }
    }
}
