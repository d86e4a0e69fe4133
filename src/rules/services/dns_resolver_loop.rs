//! `dns-resolver-loop`: a resolver that asks itself.

use crate::base::Sink;
use crate::rules::Context;
use std::net::IpAddr;

crate::rule! {
    /// The school's resolver is told to ask itself for what it does not know.
    ///
    /// Each question about the world comes back to it until it gives up: no name outside the school resolves, and the machine is
    /// busy with it.
    ///
    /// ## Fails
    /// ```kdl
    /// deviation "names from a guest" owner=exploitation until=none {
    ///     network dns-region "10.37.35.20" through=exterieur
    ///     dns dns-region
    ///     serve dns=portail
    ///     allow dns from=portail to=dns-region
    /// }
    /// ```
    /// ## Passes
    /// ```kdl
    /// deviation "names from a guest" owner=exploitation until=none {
    ///     network dns-region "10.255.0.53" through=exterieur
    ///     dns dns-region
    ///     serve dns=portail
    ///     allow dns from=portail to=dns-region
    /// }
    /// ```
    pub static RULE = Error, check;
}

fn check(cx: &Context, out: &mut Sink) {
    let Some(dns) = &cx.state.served.dns else { return };
    let gateways: Vec<IpAddr> = cx.school.vlans.iter().filter_map(|v| v.gateway).map(|g| IpAddr::V4(*g)).collect();
    let own = |address: &IpAddr| match dns.seat.addresses.is_empty() {
        // A firewall answers at every gateway.
        true => gateways.contains(address),
        false => dns.seat.addresses.iter().any(|a| **a == *address),
    };
    let asked = dns.forwards.iter().filter(|f| f.domain.is_empty()).flat_map(|f| &f.servers);
    if let Some(server) = asked.into_iter().find(|s| own(s)) {
        let name = dns.seat.name.as_str();
        out.report(&RULE.rule, format!("{name} would ask itself for every name of the world"))
            .at(*server, "its own address")
            .also(&dns.seat.name, "the school's resolver")
            .help("name the region's resolvers in `network`, not the school's own")
            .on(name);
    }
}
