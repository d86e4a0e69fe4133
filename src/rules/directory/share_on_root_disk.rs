//! `share-on-root-disk`: a share that lies on no volume.

use crate::base::Sink;
use crate::rules::Context;

crate::rule! {
    /// A share's folder lies on no volume of its guest.
    ///
    /// It fills the disk that the guest's system is on: the day it is full, nobody signs in, and no log is written.
    ///
    /// ## Fails
    /// ```kdl
    /// deviation "files" owner=exploitation until=none {
    ///     lxc fichiers role=files samba=member memory="1GiB" disk="10GiB" image=debian-12 after=annuaire {
    ///         nic serveurs address=8
    ///         volume data size="100GiB" path="/srv/partages"
    ///     }
    ///     host hosta { run fichiers; }
    ///     directory { group profs; share commun on=fichiers write=profs path="/home/commun"; }
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
    ///     directory { group profs; share commun on=fichiers write=profs path="/srv/partages/commun"; }
    /// }
    /// ```
    pub static RULE = Warning, check;
}

fn check(cx: &Context, out: &mut Sink) {
    let (Some(meant), Some(directory)) = (&cx.school.directory, &cx.state.directory) else { return };
    for share in &meant.shares {
        let Some(guest) = cx.school.guest(&share.on) else { continue };
        let is_ours = directory.servers.iter().any(|machine| machine.guest == guest.name);
        if is_ours && super::volume(guest, &share.path).is_none() {
            out.report(&RULE.rule, format!("the share {} lies on the system's disk of {}", *share.name, *guest.name))
                .at(&share.path, format!("`{}` is on no volume", *share.path))
                .also(&guest.name, "its volumes are declared here")
                .help("give the guest a volume with a `path=` above it, or the share a `path=` on one")
                .on(share.name.as_str());
        }
    }
}
