//! `share-server-unfit`: a share on a guest that serves none.

use crate::base::Sink;
use crate::rules::Context;

crate::rule! {
    /// A share is on a guest that shares no files in the domain.
    ///
    /// Files are shared by the directory's guests and by guests of role `files` with `samba=member`. On another the share would be
    /// written nowhere. A guest that others run is theirs to make fit: what it should share is asked of them.
    ///
    /// ## Fails
    /// ```kdl
    /// deviation "files" owner=exploitation until=none {
    ///     directory { group profs; share commun on=portail write=profs; }
    /// }
    /// ```
    /// ## Passes
    /// ```kdl
    /// deviation "files" owner=exploitation until=none {
    ///     lxc fichiers role=files samba=member memory="1GiB" disk="10GiB" image=debian-12 after=annuaire {
    ///         nic serveurs address=8
    ///         volume data size="100GiB" path="/srv/partages"
    ///     }
    ///     host hosta { run fichiers; }
    ///     directory { group profs; share commun on=fichiers write=profs; }
    /// }
    /// ```
    pub static RULE = Error, check;
}

fn check(cx: &Context, out: &mut Sink) {
    let (Some(meant), Some(directory)) = (&cx.school.directory, &cx.state.directory) else { return };
    for share in &meant.shares {
        let Some(guest) = cx.school.guest(&share.on) else { continue };
        // Placed nowhere, or somebody else's: another finding, or a request to them.
        if guest.host.is_none() || *guest.managed_by != "operator" {
            continue;
        }
        let is_machine = directory.servers.iter().any(|machine| machine.guest == guest.name);
        let has_role = guest.roles.iter().any(|role| matches!(role.as_str(), "files" | "directory"));
        if !is_machine || !has_role {
            out.report(&RULE.rule, format!("{} cannot hold the share {}", *guest.name, *share.name))
                .at(&share.on, "neither the directory nor a file server of the domain")
                .also(&guest.name, "declared here")
                .help("name a guest with `role=files samba=member`, or make this one such a guest")
                .on(share.name.as_str());
        }
    }
}
