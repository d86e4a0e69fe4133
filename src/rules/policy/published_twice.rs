//! `published-twice`: one port of the firewall that leads to two machines.

use crate::base::Sink;
use crate::rules::Context;
use crate::state::firewall::{Firewall, Publication};

crate::rule! {
    /// Two publications claim one port of the firewall.
    ///
    /// A port forward leads to one machine: of two, the firewall takes the first, and the second is never reached. A reverse proxy
    /// tells them apart by their public names, so there two may share a port under two names.
    ///
    /// ## Fails
    /// ```kdl
    /// deviation "two pages" owner=exploitation until=none {
    ///     lxc vitrine role=web memory="1GiB" disk="20GiB" image=debian-12 { nic dmz address=21; }
    ///     host hosta { run vitrine; }
    ///     publish web to=portail
    ///     publish web to=vitrine
    /// }
    /// ```
    /// ## Passes
    /// ```kdl
    /// deviation "two pages" owner=exploitation until=none {
    ///     service page tcp=80
    ///     lxc vitrine role=web memory="1GiB" disk="20GiB" image=debian-12 { nic dmz address=21; }
    ///     host hosta { run vitrine; }
    ///     publish web to=portail
    ///     publish page to=vitrine port=8080
    /// }
    /// ```
    pub static RULE = Error, check;
}

fn check(cx: &Context, out: &mut Sink) {
    let Some(firewall) = &cx.state.firewall else { return };
    for (n, later) in firewall.publications.iter().enumerate() {
        let before = firewall.publications.iter().take(n);
        let Some((first, port)) = before.filter_map(|p| Some((p, shared(firewall, p, later)?))).next() else { continue };
        out.report(&RULE.rule, format!("{} and {} are both published on port {port}", *first.target, *later.target))
            .at(&later.target, "is never reached")
            .also(&first.target, "takes the port")
            .help("give one of them another `port=`, or take one away")
            .on(later.target.as_str());
    }
}

/// The lowest port of the firewall that both claim, unless both lead to the same place, or names tell them apart.
fn shared(firewall: &Firewall, a: &Publication, b: &Publication) -> Option<u16> {
    let is_told_apart = *firewall.software == "amon" && a.name.as_ref().map(|n| n.value()) != b.name.as_ref().map(|n| n.value());
    let is_same = a.addresses == b.addresses && a.port.is_none() && b.port.is_none();
    if is_told_apart || is_same {
        return None;
    }
    let ports = |p: &Publication, list: &[(u16, u16)]| -> Vec<(u16, u16)> {
        let own = p.port.as_ref().and_then(|port| u16::try_from(**port).ok());
        list.iter().map(|range| own.map_or(*range, |port| (port, port))).collect()
    };
    let meet = |x: &[(u16, u16)], y: &[(u16, u16)]| {
        let (x, y) = (ports(a, x), ports(b, y));
        let pairs = x.iter().flat_map(|x| y.iter().map(move |y| (x.0.max(y.0), x.1.min(y.1))));
        pairs.filter(|(first, last)| first <= last).map(|(first, _)| first).min()
    };
    [meet(&a.service.tcp, &b.service.tcp), meet(&a.service.udp, &b.service.udp)].into_iter().flatten().min()
}
