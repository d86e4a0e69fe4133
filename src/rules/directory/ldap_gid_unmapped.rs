//! `ldap-gid-unmapped`: a group whose number no file server knows.

use crate::base::Sink;
use crate::rules::Context;
use crate::state::directory::NUMBERS;

crate::rule! {
    /// A group's number lies outside those that file servers take from the directory.
    ///
    /// They take 10000 to 59999, which fits into the ids of an unprivileged container; a group with another number is none there, and
    /// shares that name it stay shut to it.
    ///
    /// ## Fails
    /// ```kdl
    /// deviation "files" owner=exploitation until=none {
    ///     lxc fichiers role=files samba=member memory="1GiB" disk="10GiB" image=debian-12 after=annuaire {
    ///         nic serveurs address=8
    ///         volume data size="100GiB" path="/srv/partages"
    ///     }
    ///     host hosta { run fichiers; }
    ///     directory { group profs gid=9000; share commun on=fichiers write=profs; }
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
    ///     directory { group profs gid=10000; share commun on=fichiers write=profs; }
    /// }
    /// ```
    pub static RULE = Error, check;
}

fn check(cx: &Context, out: &mut Sink) {
    let Some(directory) = &cx.state.directory else { return };
    for group in directory.groups.iter().filter(|group| !NUMBERS.contains(&*group.gid)) {
        out.report(&RULE.rule, format!("no file server knows the group {} by its number {}", *group.name, *group.gid))
            .at(group.gid, format!("outside {} to {}", NUMBERS.start(), NUMBERS.end()))
            .help("leave `gid=` out, or write one of these")
            .on(group.name.as_str());
    }
}
