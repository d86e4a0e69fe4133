//! `share-quota-shared`: a share without a quota beside one that has one.

use crate::base::Sink;
use crate::rules::Context;

crate::rule! {
    /// A share without a quota lies on a volume where another share has one.
    ///
    /// A file system counts by owner, wherever the file lies: what an account keeps in the share without a quota counts against that
    /// of the other. With both written the limit is their sum.
    ///
    /// ## Fails
    /// ```kdl
    /// deviation "files" owner=exploitation until=none {
    ///     lxc fichiers role=files samba=member memory="1GiB" disk="10GiB" image=debian-12 after=annuaire {
    ///         nic serveurs address=8
    ///         volume data size="100GiB" path="/srv/partages"
    ///     }
    ///     host hosta { run fichiers; }
    ///     directory { group profs; share commun on=fichiers write=profs quota="2GiB"; share profs on=fichiers write=profs; }
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
    ///     directory { group profs; share commun on=fichiers write=profs quota="2GiB"; share profs on=fichiers write=profs quota="5GiB"; }
    /// }
    /// ```
    pub static RULE = Warning, check;
}

fn check(cx: &Context, out: &mut Sink) {
    let Some(directory) = &cx.school.directory else { return };
    for share in directory.shares.iter().filter(|s| s.quota.is_none()) {
        let Some(guest) = cx.school.guest(&share.on).filter(|g| *g.managed_by == "operator") else { continue };
        let Some(volume) = super::volume(guest, &share.path) else { continue };
        let beside = directory.shares.iter().find(|other| {
            other.on == share.on
                && super::volume(guest, &other.path).is_some_and(|v| v.name == volume.name)
                && other.quota.is_some()
        });
        let Some((other, quota)) = beside.and_then(|other| Some((other, other.quota.as_ref()?))) else { continue };
        out.report(&RULE.rule, format!("what an account keeps in {} counts against the quota of {}", *share.name, *other.name))
            .at(&share.name, "no quota")
            .also(quota, format!("on the same volume, {}", *volume.name))
            .help("give it a `quota=` too, or a volume of its own")
            .on(share.name.as_str());
    }
}
