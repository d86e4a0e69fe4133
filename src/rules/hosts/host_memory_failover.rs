//! `host-memory-failover`: hosts that cannot take over from the largest.

use super::room;
use crate::base::Sink;
use crate::region::{Host, Status};
use crate::rules::{Context, wording};

crate::rule! {
    /// A school has several hosts, and without the one whose guests need most the others have no room for them.
    ///
    /// On the day on which it fails somebody chooses in a hurry which services wait for the spare part. Each host keeps 2 GiB and
    /// a tenth for itself. Guests that may wait are a reason to waive.
    ///
    /// ## Fails
    /// ```kdl
    /// host hostb model=test-server rack=R2 address=12 memory="6GiB" disk="2TiB" {
    ///     uplink to=sw1:43,44
    ///     lxc outil memory="1GiB" disk="10GiB" image=debian-12 { nic serveurs address=21; }
    /// }
    /// ```
    /// ## Passes
    /// ```kdl
    /// host hostb model=test-server rack=R2 address=12 memory="16GiB" disk="2TiB" {
    ///     uplink to=sw1:43,44
    ///     lxc outil memory="1GiB" disk="10GiB" image=debian-12 { nic serveurs address=21; }
    /// }
    /// ```
    pub static RULE = Warning, check;
}

fn check(cx: &Context, out: &mut Sink) {
    let hosts: Vec<&Host> = cx.school.hosts.iter().filter(|h| *h.status != Status::Stock).collect();
    if hosts.len() < 2 || hosts.iter().any(|h| room::left(cx.school, h) < 0) {
        // One host has nobody to take over; one that is full already is `host-memory-over`.
        return;
    }
    let needed = |host: &Host| -> i128 { room::guests(cx.school, host).map(|g| i128::from(g.memory.0)).sum() };
    let Some(largest) = hosts.iter().max_by_key(|h| needed(h)) else { return };
    let free = |host: &&&Host| i128::from(host.memory.0) - room::reserve(host) - needed(host);
    let others: Vec<&&Host> = hosts.iter().filter(|h| h.name != largest.name).collect();
    let missing = needed(largest) - others.iter().map(free).sum::<i128>();
    if missing > 0 {
        let gibibytes = missing.div_euclid(1 << 30) + i128::from(missing.rem_euclid(1 << 30) > 0);
        let names = wording::list(others.iter().map(|h| h.name.as_str()));
        out.report(&RULE.rule, format!("without {}, {names} lacks {gibibytes} GiB for its guests", *largest.name))
            .at(&largest.name, "its guests need most")
            .also(others.first().map(|h| h.memory), "too little for both")
            .help("give another host more memory, or say in a deviation which guests may wait")
            .on(largest.name.as_str());
    }
}
