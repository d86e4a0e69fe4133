//! `boot-order-missing`: a guest that starts before the host it needs is said.

use crate::base::Sink;
use crate::region::Status;
use crate::rules::Context;

crate::rule! {
    /// A guest in the domain does not wait for the directory on its own host.
    ///
    /// Both start at once after a power cut. The member finds no domain, its services fail, and nobody starts them again.
    ///
    /// ## Fails
    /// ```kdl
    /// deviation "files" owner=exploitation until=none {
    ///     lxc fichiers role=files memory="1GiB" disk="10GiB" image=debian-12 samba=member { nic serveurs address=8; }
    ///     host hosta { run fichiers; }
    /// }
    /// ```
    /// ## Passes
    /// ```kdl
    /// deviation "files" owner=exploitation until=none {
    ///     lxc fichiers role=files memory="1GiB" disk="10GiB" image=debian-12 samba=member after=annuaire { nic serveurs address=8; }
    ///     host hosta { run fichiers; }
    /// }
    /// ```
    pub static RULE = Warning, check;
}

fn check(cx: &Context, out: &mut Sink) {
    let Some(directory) = &cx.school.directory else { return };
    let Some(server) = cx.school.guest(&directory.on) else { return };
    let members = cx.school.guests.iter().filter(|g| *g.samba == "member" && g.name != server.name && *g.status != Status::Stock);
    for guest in members.filter(|g| g.host.is_some() && g.host == server.host) {
        if !guest.after.contains(&server.name) {
            out.report(&RULE.rule, format!("{} does not wait for {}", *guest.name, *server.name))
                .at(&guest.samba, "a member of the domain")
                .also(&directory.on, "the directory")
                .help(format!("add `after={}`", *server.name))
                .on(guest.name.as_str());
        }
    }
}
