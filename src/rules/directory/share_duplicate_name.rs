//! `share-duplicate-name`: two shares that clients do not tell apart.

use crate::base::Sink;
use crate::region::Share;
use crate::rules::Context;

crate::rule! {
    /// Two shares of one machine have names that differ in case alone.
    ///
    /// Clients do not tell them apart, and Samba silently takes the last of the two sections.
    ///
    /// ## Fails
    /// ```kdl
    /// deviation "files" owner=exploitation until=none {
    ///     lxc fichiers role=files samba=member memory="1GiB" disk="10GiB" image=debian-12 after=annuaire {
    ///         nic serveurs address=8
    ///         volume data size="100GiB" path="/srv/partages"
    ///     }
    ///     host hosta { run fichiers; }
    ///     directory { group profs; share Commun on=fichiers write=profs; share commun on=fichiers write=profs path="/srv/partages/autre"; }
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
    ///     directory { group profs; share commun on=fichiers write=profs; share communs on=fichiers write=profs; }
    /// }
    /// ```
    pub static RULE = Error, check;
}

fn check(cx: &Context, out: &mut Sink) {
    let Some(directory) = &cx.school.directory else { return };
    let mut seen: Vec<&Share> = Vec::new();
    for share in &directory.shares {
        let twin = seen.iter().find(|other| other.on == share.on && other.name.eq_ignore_ascii_case(&share.name));
        if let Some(first) = twin {
            out.report(&RULE.rule, format!("{} has the shares `{}` and `{}`", *share.on, *first.name, *share.name))
                .at(&share.name, "the same for every client")
                .also(&first.name, "first here")
                .help("rename one of them")
                .on(share.name.as_str());
        } else {
            seen.push(share);
        }
    }
}
