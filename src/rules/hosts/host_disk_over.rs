//! `host-disk-over`: more disk promised than there is.

use super::room;
use crate::base::Sink;
use crate::catalogue::ModelKind;
use crate::net::Size;
use crate::rules::Context;

crate::rule! {
    /// The disks and volumes of a host's guests take more than 85 % of it.
    ///
    /// A volume group needs room for snapshots, and a full one stops every guest on it at once.
    ///
    /// ## Fails
    /// ```kdl
    /// host hostb model=test-server rack=R2 address=12 memory="64GiB" disk="100GiB" {
    ///     uplink to=sw1:43,44
    ///     docker vitrine role=web memory="1GiB" disk="90GiB" { nic dmz address=30; }
    /// }
    /// ```
    /// ## Passes
    /// ```kdl
    /// host hostb model=test-server rack=R2 address=12 memory="64GiB" disk="100GiB" {
    ///     uplink to=sw1:43,44
    ///     docker vitrine role=web memory="1GiB" disk="20GiB" { nic dmz address=30; }
    /// }
    /// ```
    pub static RULE = Error, check;
}

fn check(cx: &Context, out: &mut Sink) {
    for host in &cx.school.hosts {
        let name = host.name.as_str();
        let most = cx.catalogue.model(ModelKind::Host, &host.model).and_then(|m| m.disk);
        if let Some(most) = most.filter(|m| *host.disk > *m) {
            out.report(&RULE.rule, format!("{name} has {}; a {} takes {most} at most", *host.disk, *host.model))
                .at(host.disk, format!("more than {most}"))
                .on(name);
        }
        let used: u128 = room::guests(cx.school, host)
            .map(|g| u128::from(g.disk.0) + g.volumes.iter().map(|v| u128::from(v.size.0)).sum::<u128>())
            .sum();
        if used * 100 > u128::from(host.disk.0) * 85 {
            let spelt = u64::try_from(used >> 30).map_or_else(|_| "too much".into(), |g| Size(g << 30).to_string());
            out.report(&RULE.rule, format!("the guests of {name} take {spelt} of {}", *host.disk))
                .at(host.disk, "85 % of it may be used")
                .help("move a guest, or give it less `disk=`")
                .on(name);
        }
    }
}
