//! `guest-name-reserved`: a guest named as a folder of its host.

use crate::base::Sink;
use crate::rules::Context;

crate::rule! {
    /// A guest has the name of a folder that every host has in the output.
    ///
    /// The files of a guest's services lie in a folder of its name beside the host's own. A guest called `network` would put
    /// its files among the host's interfaces, and a build of one target would take the other's away.
    ///
    /// ## Fails
    /// ```kdl
    /// deviation "a guest too many" owner=exploitation until=none {
    ///     lxc network memory="1GiB" disk="5GiB" image=debian-12 { nic serveurs address=9; }
    ///     host hosta { run network; }
    /// }
    /// ```
    /// ## Passes
    /// ```kdl
    /// deviation "a guest too many" owner=exploitation until=none {
    ///     lxc networks memory="1GiB" disk="5GiB" image=debian-12 { nic serveurs address=9; }
    ///     host hosta { run networks; }
    /// }
    /// ```
    pub static RULE = Error, check;
}

/// What a host's folder holds in the output.
const TAKEN: &[&str] = &["docker", "kvm", "lxc", "network", "storage.sh", "units"];

fn check(cx: &Context, out: &mut Sink) {
    for guest in cx.school.guests.iter().filter(|g| TAKEN.contains(&g.name.as_str())) {
        out.report(&RULE.rule, format!("no guest can be called {}", *guest.name))
            .at(&guest.name, "the name of a folder that each host has in the output")
            .help("give it another name")
            .on(guest.name.as_str());
    }
}
