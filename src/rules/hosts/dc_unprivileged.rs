//! `dc-unprivileged`: a directory in a container that cannot hold one.

use crate::base::Sink;
use crate::region::{Guest, GuestKind};
use crate::rules::Context;

crate::rule! {
    /// A directory server is in an unprivileged container.
    ///
    /// Samba stores a domain's access lists in extended attributes that only the host's root may write; in an unprivileged
    /// container they are lost or faked, and the domain's policies with them.
    ///
    /// ## Fails
    /// ```kdl
    /// deviation "a second directory" owner=exploitation until=none {
    ///     lxc annuaire2 role=directory memory="1GiB" disk="10GiB" image=debian-12 { nic serveurs address=21; }
    ///     host hostb model=test-server rack=R2 address=12 memory="32GiB" disk="2TiB" { uplink to=sw1:43,44; run annuaire2; }
    /// }
    /// ```
    /// ## Passes
    /// ```kdl
    /// deviation "a second directory" owner=exploitation until=none {
    ///     lxc annuaire2 role=directory memory="1GiB" disk="10GiB" image=debian-12 privileged=on { nic serveurs address=21; }
    ///     host hostb model=test-server rack=R2 address=12 memory="32GiB" disk="2TiB" { uplink to=sw1:43,44; run annuaire2; }
    /// }
    /// ```
    pub static RULE = Warning, check;
}

fn check(cx: &Context, out: &mut Sink) {
    // A classic domain has no policies in files, whose access lists would be lost.
    let is_classic = |guest: &Guest| cx.school.directory.as_ref().is_some_and(|d| d.is_classic() && d.on == guest.name);
    let shut = cx.school.guests.iter().filter(|g| *g.kind == GuestKind::Lxc && !*g.privileged && !is_classic(g));
    for guest in shut {
        if let Some(role) = guest.roles.iter().find(|r| r.as_str() == "directory") {
            out.report(&RULE.rule, format!("{} is a directory in an unprivileged container", *guest.name))
                .at(role, "needs the host's root for its access lists")
                .also(guest.privileged, "unprivileged")
                .help("write `privileged=on`, or make it a `kvm`")
                .on(guest.name.as_str());
        }
    }
}
