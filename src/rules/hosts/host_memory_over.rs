//! `host-memory-over`: more memory promised than there is.

use super::room;
use crate::base::Sink;
use crate::catalogue::ModelKind;
use crate::rules::{Context, wording};

crate::rule! {
    /// The guests of a host, and those it promised to take, need more memory than it has.
    ///
    /// The host keeps 2 GiB and a tenth for itself. Beyond that the kernel ends a guest of its choice, on the day when
    /// another host has just failed.
    ///
    /// ## Fails
    /// ```kdl
    /// host hostb model=test-server rack=R2 address=12 memory="16GiB" disk="2TiB" {
    ///     uplink to=sw1:43,44
    ///     docker vitrine role=web memory="15GiB" disk="10GiB" { nic dmz address=30; }
    /// }
    /// ```
    /// ## Passes
    /// ```kdl
    /// host hostb model=test-server rack=R2 address=12 memory="16GiB" disk="2TiB" {
    ///     uplink to=sw1:43,44
    ///     docker vitrine role=web memory="4GiB" disk="10GiB" { nic dmz address=30; }
    /// }
    /// ```
    pub static RULE = Error, check;
}

fn check(cx: &Context, out: &mut Sink) {
    for host in &cx.school.hosts {
        let name = host.name.as_str();
        let most = cx.catalogue.model(ModelKind::Host, &host.model).and_then(|m| m.memory);
        if let Some(most) = most.filter(|m| *host.memory > *m) {
            out.report(&RULE.rule, format!("{name} has {}; a {} takes {most} at most", *host.memory, *host.model))
                .at(host.memory, format!("more than {most}"))
                .on(name);
        }
        let left = room::left(cx.school, host);
        if left >= 0 {
            continue;
        }
        let names: Vec<&str> =
            room::guests(cx.school, host).chain(room::promised(cx.school, host)).map(|g| g.name.as_str()).collect();
        let missing = (-left).div_euclid(1 << 30) + i128::from((-left).rem_euclid(1 << 30) > 0);
        let report = out.report(&RULE.rule, format!("{name} lacks {missing} GiB for {}", wording::list(&names))).at(
            host.memory,
            format!("2 GiB and 10 % are the host's own: {} left", gibibytes(i128::from(host.memory.0) - room::reserve(host))),
        );
        let promised = room::promised(cx.school, host).next().and_then(|g| g.standby.as_ref());
        report.also(promised, "this promise counts").help("move a guest, or give it less `memory=`").on(name);
    }
}

fn gibibytes(bytes: i128) -> String {
    format!("{}.{} GiB", bytes.div_euclid(1 << 30), bytes.rem_euclid(1 << 30) * 10 / (1 << 30))
}
