//! `share-quota-over-volume`: a quota that is larger than its volume.

use crate::base::Sink;
use crate::rules::Context;

crate::rule! {
    /// A share lets each account keep more than its whole volume holds.
    ///
    /// The limit can never be reached: one account fills the volume, and all others stop.
    ///
    /// ## Fails
    /// ```kdl
    /// deviation "files" owner=exploitation until=none {
    ///     lxc fichiers role=files samba=member memory="1GiB" disk="10GiB" image=debian-12 after=annuaire {
    ///         nic serveurs address=8
    ///         volume data size="100GiB" path="/srv/partages"
    ///     }
    ///     host hosta { run fichiers; }
    ///     directory { group profs; share commun on=fichiers write=profs quota="200GiB"; }
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
    ///     directory { group profs; share commun on=fichiers write=profs quota="2GiB"; }
    /// }
    /// ```
    pub static RULE = Warning, check;
}

fn check(cx: &Context, out: &mut Sink) {
    let Some(directory) = &cx.school.directory else { return };
    for share in &directory.shares {
        let (Some(quota), Some(guest)) = (&share.quota, cx.school.guest(&share.on)) else { continue };
        let Some(volume) = super::volume(guest, &share.path) else { continue };
        if **quota > *volume.size {
            out.report(&RULE.rule, format!("the quota of {} is larger than its volume {}", *share.name, *volume.name))
                .at(quota, format!("{} for each account", **quota))
                .also(volume.size, format!("{} for all", *volume.size))
                .help("write a smaller quota, or a larger volume")
                .on(share.name.as_str());
        }
    }
}
