//! `ldap-gid-duplicate`: two groups with one number.

use crate::base::Sink;
use crate::rules::Context;
use crate::state::directory::NUMBERS;

crate::rule! {
    /// Two groups of the directory have one number.
    ///
    /// A file server knows groups by number alone: whoever is in one of them has the rights of both.
    ///
    /// ## Fails
    /// ```kdl
    /// deviation "files" owner=exploitation until=none {
    ///     lxc fichiers role=files samba=member memory="1GiB" disk="10GiB" image=debian-12 after=annuaire {
    ///         nic serveurs address=8
    ///         volume data size="100GiB" path="/srv/partages"
    ///     }
    ///     host hosta { run fichiers; }
    ///     directory { group profs gid=12000; group eleves gid=12000; share commun on=fichiers write=profs; }
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
    ///     directory { group profs gid=12000; group eleves gid=12001; share commun on=fichiers write=profs; }
    /// }
    /// ```
    pub static RULE = Error, check;
}

fn check(cx: &Context, out: &mut Sink) {
    let Some(directory) = &cx.state.directory else { return };
    for (at, group) in directory.groups.iter().enumerate() {
        let Some(first) = directory.groups.iter().take(at).find(|other| *other.gid == *group.gid) else { continue };
        let is_taken = |gid: &u32| directory.groups.iter().any(|other| *other.gid == *gid);
        let free = NUMBERS.clone().skip_while(|gid| gid < &group.gid).chain(NUMBERS).find(|gid| !is_taken(gid));
        out.report(&RULE.rule, format!("the groups {} and {} have one number, {}", *first.name, *group.name, *group.gid))
            .at(&group.name, format!("{} again", *group.gid))
            .also(&first.name, format!("{} has it", *first.name))
            .help(format!("write `gid={}` at {}, in this school's own file", free.unwrap_or_default(), *group.name))
            .on(group.name.as_str());
    }
}
