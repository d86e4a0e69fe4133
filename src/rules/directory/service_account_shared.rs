//! `service-account-shared`: two services that sign in as one.

use crate::base::Sink;
use crate::rules::Context;
use crate::state::intend::directory::ROLES;

crate::rule! {
    /// Two services would sign in to the directory with one account.
    ///
    /// Each guest that needs an account has one, `svc-` and its name. Where two services of a guest share it, a password that
    /// leaks opens both, and a log tells them apart no more: whoever reads the file of a RADIUS server could take computers into
    /// the domain.
    ///
    /// ## Fails
    /// ```kdl
    /// deviation "one guest for both" owner=exploitation until=none {
    ///     lxc outils role=opsi,radius after=annuaire memory="1GiB" disk="10GiB" image=debian-12 { nic serveurs address=21; }
    ///     host hosta { run outils; }
    /// }
    /// ```
    /// ## Passes
    /// ```kdl
    /// deviation "a guest for one" owner=exploitation until=none {
    ///     lxc outils role=opsi,web after=annuaire memory="1GiB" disk="10GiB" image=debian-12 { nic serveurs address=21; }
    ///     host hosta { run outils; }
    /// }
    /// ```
    pub static RULE = Warning, check;
}

fn check(cx: &Context, out: &mut Sink) {
    let Some(meant) = &cx.school.directory else { return };
    // What is on the directory's own guest asks it without an account.
    for guest in cx.state.guests.iter().filter(|guest| guest.name != meant.on) {
        // In the order in which a guest's account gets its rights, whatever the manifest's.
        let mut signing = ROLES.iter().filter_map(|(known, _)| guest.roles.iter().find(|role| role.as_str() == *known));
        if let (Some(first), Some(second)) = (signing.next(), signing.next()) {
            let name = guest.name.as_str();
            out.report(&RULE.rule, format!("{} and {} would sign in with one account, svc-{name}", **first, **second))
                .at(second, "the second service of the guest")
                .also(first, "the account has the rights of this one")
                .help("give each a guest of its own")
                .on(name);
        }
    }
}
