//! `lxc-privileged`: a container whose root is the host's.

use crate::base::Sink;
use crate::region::GuestKind;
use crate::rules::Context;

crate::rule! {
    /// A container's root is the root of its host.
    ///
    /// Whoever breaks out of it has the host and every guest on it. A directory needs it (extended attributes in the security
    /// namespace), and is spared; anything else should say why in a deviation.
    ///
    /// ## Fails
    /// ```kdl
    /// deviation "a server" owner=exploitation until=none {
    ///     lxc outil role=opsi memory="1GiB" disk="10GiB" image=debian-12 privileged=on { nic serveurs address=21; }
    ///     host hosta { run outil; }
    /// }
    /// ```
    /// ## Passes
    /// ```kdl
    /// deviation "a server" owner=exploitation until=none {
    ///     lxc outil role=opsi memory="1GiB" disk="10GiB" image=debian-12 { nic serveurs address=21; }
    ///     host hosta { run outil; }
    /// }
    /// ```
    pub static RULE = Warning, check;
}

fn check(cx: &Context, out: &mut Sink) {
    let open = cx.school.guests.iter().filter(|g| *g.kind == GuestKind::Lxc && *g.privileged);
    for guest in open.filter(|g| !g.roles.iter().any(|r| r.as_str() == "directory")) {
        out.report(&RULE.rule, format!("root in {} is root on its host", *guest.name))
            .at(guest.privileged, "privileged")
            .help("drop `privileged=on`, or make it a `kvm`")
            .on(guest.name.as_str());
    }
}
