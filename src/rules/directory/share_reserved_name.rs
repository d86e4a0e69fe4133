//! `share-reserved-name`: a share that Samba keeps for itself.

use crate::base::Sink;
use crate::rules::Context;

crate::rule! {
    /// A share has a name that Samba or Windows keeps for itself.
    ///
    /// `global`, `homes` and `printers` are sections with a meaning of their own; the others are shares that every server has.
    ///
    /// ## Fails
    /// ```kdl
    /// deviation "files" owner=exploitation until=none {
    ///     lxc fichiers role=files samba=member memory="1GiB" disk="10GiB" image=debian-12 after=annuaire {
    ///         nic serveurs address=8
    ///         volume data size="100GiB" path="/srv/partages"
    ///     }
    ///     host hosta { run fichiers; }
    ///     directory { group profs; share homes on=fichiers write=profs; }
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
    ///     directory { group profs; share home on=fichiers write=profs; }
    /// }
    /// ```
    pub static RULE = Error, check;
}

/// Sections of `smb.conf` with a meaning, and shares that a server has by itself (smb.conf(5)).
const RESERVED: &[&str] = &["global", "homes", "printers", "print$", "ipc$", "admin$", "sysvol", "netlogon"];

fn check(cx: &Context, out: &mut Sink) {
    let Some(directory) = &cx.school.directory else { return };
    for share in directory.shares.iter().filter(|s| RESERVED.contains(&s.name.to_lowercase().as_str())) {
        out.report(&RULE.rule, format!("a share cannot be called `{}`", *share.name))
            .at(&share.name, "a name that Samba keeps for itself")
            .help("give it another name")
            .on(share.name.as_str());
    }
}
