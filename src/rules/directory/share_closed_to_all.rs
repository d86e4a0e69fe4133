//! `share-closed-to-all`: a share that nobody may enter.

use crate::base::Sink;
use crate::rules::Context;

crate::rule! {
    /// Nobody may enter a share: it names neither who reads nor who writes.
    ///
    /// A right is given, never assumed. Such a share is there and refuses every account.
    ///
    /// ## Fails
    /// ```kdl
    /// deviation "files" owner=exploitation until=none {
    ///     lxc fichiers role=files samba=member memory="1GiB" disk="10GiB" image=debian-12 after=annuaire {
    ///         nic serveurs address=8
    ///         volume data size="100GiB" path="/srv/partages"
    ///     }
    ///     host hosta { run fichiers; }
    ///     directory { group profs; share commun on=fichiers; }
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
    ///     directory { group profs; share commun on=fichiers read=profs; }
    /// }
    /// ```
    pub static RULE = Warning, check;
}

fn check(cx: &Context, out: &mut Sink) {
    let Some(directory) = &cx.school.directory else { return };
    for share in directory.shares.iter().filter(|s| s.read.is_empty() && s.write.is_empty()) {
        out.report(&RULE.rule, format!("nobody may enter the share {}", *share.name))
            .at(&share.name, "says neither `read=` nor `write=`")
            .help("add `read=` or `write=` with groups, or `owner`")
            .on(share.name.as_str());
    }
}
