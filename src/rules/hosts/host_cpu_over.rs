//! `host-cpu-over`: more virtual processors than a host's cores can serve.

use super::room;
use crate::base::{Severity, Sink};
use crate::catalogue::ModelKind;
use crate::rules::Context;

crate::rule! {
    /// The guests of a host have more than four virtual processors a core, or one guest more than the host has cores.
    ///
    /// Guests that wait for each other answer late, all at once. Beyond eight a core, or for a guest wider than its host, it
    /// is an error.
    ///
    /// ## Fails
    /// ```kdl
    /// host hostb model=test-server rack=R2 address=12 memory="64GiB" disk="2TiB" {
    ///     uplink to=sw1:43,44
    ///     docker vitrine role=web vcpus=16 memory="1GiB" disk="10GiB" { nic dmz address=30; }
    /// }
    /// ```
    /// ## Passes
    /// ```kdl
    /// host hostb model=test-server rack=R2 address=12 memory="64GiB" disk="2TiB" {
    ///     uplink to=sw1:43,44
    ///     docker vitrine role=web vcpus=2 memory="1GiB" disk="10GiB" { nic dmz address=30; }
    /// }
    /// ```
    pub static RULE = Warning, check;
}

fn check(cx: &Context, out: &mut Sink) {
    for host in &cx.school.hosts {
        let Some(cores) = cx.catalogue.model(ModelKind::Host, &host.model).and_then(|m| m.cores).map(u64::from) else { continue };
        for guest in room::guests(cx.school, host).filter(|g| *g.vcpus > cores) {
            out.report(&RULE.rule, format!("{} has {} processors; {} has {cores} cores", *guest.name, *guest.vcpus, *host.name))
                .at(guest.vcpus, format!("more than {cores}"))
                .also(&host.model, format!("{cores} cores"))
                .on(guest.name.as_str())
                .weigh(Severity::Error);
        }
        let all: u64 = room::guests(cx.school, host).map(|g| *g.vcpus).sum();
        if all > 4 * cores {
            out.report(&RULE.rule, format!("{} promises {all} processors on {cores} cores", *host.name))
                .at(&host.name, format!("{} to 1", all.div_ceil(cores.max(1))))
                .help("give guests fewer `vcpus=`, or move one")
                .on(host.name.as_str())
                .weigh(if all > 8 * cores { Severity::Error } else { Severity::Warning });
        }
    }
}
