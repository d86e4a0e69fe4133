//! `dc-single`: one machine that holds all accounts.

use crate::base::Sink;
use crate::rules::Context;
use crate::state::directory::Part;

crate::rule! {
    /// One machine alone holds the school's accounts.
    ///
    /// While it is down nobody signs in anew, and when its disk is lost so are the accounts. A second controller is a guest with
    /// `samba=dc` on another host.
    ///
    /// ## Fails
    /// ```kdl
    /// deviation "the directory moves" owner=exploitation until=none { directory on=portail; }
    /// ```
    /// ## Passes
    /// ```kdl
    /// deviation "a second controller" owner=exploitation until=none {
    ///     lxc annuaire2 role=directory samba=dc memory="1GiB" disk="10GiB" image=debian-12 privileged=on { nic serveurs address=21; }
    ///     host hostb model=test-server rack=R2 address=12 memory="32GiB" disk="2TiB" { uplink to=sw1:43,44; run annuaire2; }
    /// }
    /// ```
    pub static RULE = Info, check;
}

fn check(cx: &Context, out: &mut Sink) {
    // A classic domain has no second controller at all.
    let Some(directory) = cx.state.directory.as_ref().filter(|directory| directory.classic.is_none()) else { return };
    let controllers: Vec<_> = directory.servers.iter().filter(|machine| *machine.part != Part::Member).collect();
    if let [only] = controllers.as_slice() {
        out.report(&RULE.rule, format!("{} alone holds the accounts", *only.guest))
            .at(only.part, "the only controller")
            .help("give a guest on another host `samba=dc`")
            .on(only.guest.as_str());
    }
}
