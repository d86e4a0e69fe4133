//! `dc-without-time`: a controller whose clock nobody sets.

use crate::base::Sink;
use crate::region::Server;
use crate::rules::Context;
use crate::state::directory::Part;
use crate::state::intend::services::asking::End;

crate::rule! {
    /// A directory server cannot ask the time server that it is told.
    ///
    /// Stations of a domain take the time from their controller, and a ticket is good for five minutes of difference: a
    /// controller that drifts takes the school along, and on the day on which it is corrected nobody signs in.
    ///
    /// ## Fails
    /// ```kdl
    /// deviation "time from a guest" owner=exploitation until=none {
    ///     network ntp-region "10.255.0.41" "10.255.0.42" through=exterieur
    ///     service ntp udp=123
    ///     ntp ntp-region
    ///     serve ntp=portail
    ///     dhcp ntp=portail
    ///     allow ntp from=portail to=ntp-region
    ///     allow ntp from=administration,pedagogie,wifi,invites,telephonie to=portail
    /// }
    /// ```
    /// ## Passes
    /// ```kdl
    /// deviation "time from a guest" owner=exploitation until=none {
    ///     network ntp-region "10.255.0.41" "10.255.0.42" through=exterieur
    ///     service ntp udp=123
    ///     ntp ntp-region
    ///     serve ntp=portail
    ///     dhcp ntp=portail
    ///     allow ntp from=portail to=ntp-region
    ///     allow ntp from=administration,pedagogie,wifi,invites,telephonie,serveurs to=portail
    /// }
    /// ```
    pub static RULE = Warning, check;
}

/// The UDP port of NTP (RFC 5905).
const NTP: u16 = 123;

fn check(cx: &Context, out: &mut Sink) {
    let (Some(directory), school) = (&cx.state.directory, cx.school) else { return };
    if school.firewall.is_none() {
        return;
    }
    let region = school.services.ntp.as_ref().map(|s| s.network.value().clone());
    let told = &school.dhcp.ntp;
    let Some(place) = told.iter().find_map(said) else { return };
    for machine in directory.servers.iter().filter(|m| *m.part != Part::Member) {
        let Some(from) = End::named(school, &machine.guest) else { continue };
        let asks = |server: &Server| match End::server(school, server, region.as_deref()) {
            // It may well be the clock itself.
            Some(end) => end.opened(school, &from, NTP).is_some() || matches!(server, Server::Named(n) if *n == machine.guest),
            // Of a bare address nobody knows who has it.
            None => true,
        };
        if !told.iter().any(asks) {
            let name = machine.guest.as_str();
            out.report(&RULE.rule, format!("no flow lets {name} ask for the time"))
                .at(place, "told here")
                .also(&machine.guest, "holds the directory")
                .help(format!("add `allow ntp from={name} to=…`"))
                .on(name);
        }
    }
}

/// Where a server is said; none where nobody is meant.
fn said(server: &Server) -> Option<crate::base::Origin> {
    match server {
        Server::Firewall(origin) | Server::Region(origin) => Some(*origin),
        Server::Named(name) => Some(name.origin()),
        Server::Address(_) | Server::None(_) => None,
    }
}
