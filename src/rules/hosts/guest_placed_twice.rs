//! `guest-placed-twice`: two hosts run one guest.

use crate::base::{Sink, Sourced};
use crate::rules::Context;
use std::collections::BTreeMap;

crate::rule! {
    /// Two hosts run one guest, or one host is its own standby.
    ///
    /// Two copies of a guest have one address and one disk that each believes to be its own. Who may take it over says
    /// `standby=`, which is a promise and starts nothing.
    ///
    /// ## Fails
    /// ```kdl
    /// host hostb model=test-server rack=R2 address=12 memory="64GiB" disk="2TiB" {
    ///     uplink to=sw1:43,44
    ///     run annuaire
    /// }
    /// ```
    /// ## Passes
    /// ```kdl
    /// host hostb model=test-server rack=R2 address=12 memory="64GiB" disk="2TiB" {
    ///     uplink to=sw1:43,44
    /// }
    /// ```
    pub static RULE = Error, check;
}

fn check(cx: &Context, out: &mut Sink) {
    let mut runs: BTreeMap<&str, (&str, &Sourced<String>)> = BTreeMap::new();
    for host in &cx.school.hosts {
        for run in &host.runs {
            if let Some(standby) = run.standby.as_ref().filter(|s| **s == host.name) {
                out.report(&RULE.rule, format!("{} is its own standby for {}", *host.name, *run.guest))
                    .at(standby, "the host that runs it")
                    .help("name another host")
                    .on(run.guest.as_str());
            }
            match runs.get(run.guest.as_str()) {
                Some((first, place)) => {
                    out.report(&RULE.rule, format!("{first} and {} both run {}", *host.name, *run.guest))
                        .at(&run.guest, format!("{} runs it again", *host.name))
                        .also(*place, format!("{first} runs it"))
                        .help(format!("keep one; the other may be its standby: `run {} standby={}`", *run.guest, *host.name))
                        .on(run.guest.as_str());
                }
                None => {
                    runs.insert(run.guest.as_str(), (host.name.as_str(), &run.guest));
                }
            }
        }
    }
}
