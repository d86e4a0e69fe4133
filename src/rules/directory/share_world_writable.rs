//! `share-world-writable`: a share in which everybody may change everything.

use crate::base::Sink;
use crate::rules::Context;

crate::rule! {
    /// Every group of the directory may write in a share.
    ///
    /// Whoever has an account there may change or delete what any other put there, and one infected station encrypts it all.
    ///
    /// ## Fails
    /// ```kdl
    /// deviation "files" owner=exploitation until=none {
    ///     lxc fichiers role=files samba=member memory="1GiB" disk="10GiB" image=debian-12 after=annuaire {
    ///         nic serveurs address=8
    ///         volume data size="100GiB" path="/srv/partages"
    ///     }
    ///     host hosta { run fichiers; }
    ///     directory { group profs; group eleves; share commun on=fichiers write=profs,eleves; }
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
    ///     directory { group profs; group eleves; share commun on=fichiers write=profs read=eleves; }
    /// }
    /// ```
    pub static RULE = Warning, check;
}

fn check(cx: &Context, out: &mut Sink) {
    let Some(directory) = &cx.school.directory else { return };
    // Of one group alone nothing can be said: it may well be a small one.
    if directory.groups.len() < 2 {
        return;
    }
    for share in &directory.shares {
        let Some(first) = share.write.first() else { continue };
        if directory.groups.iter().all(|group| share.write.contains(&group.name)) {
            out.report(&RULE.rule, format!("every group may write in the share {}", *share.name))
                .at(first, "all groups of the directory, from here on")
                .help("let some of them read alone: `read=GROUP`")
                .on(share.name.as_str());
        }
    }
}
