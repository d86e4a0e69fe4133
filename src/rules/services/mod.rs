//! The school's own servers of addresses, names and time: who asks them, whom they ask, and whether they can answer.

mod dhcp6_unserved;
mod dhcp_dns_unreachable;
mod dhcp_relay_missing;
mod dns_duplicate_name;
mod dns_resolver_loop;
mod guest_lease_long;
mod hostname_not_a_label;
mod ntp_single_source;
mod pool_unserved;
mod resolver_on_directory;
mod server_source_unreachable;
mod server_without_address;
mod server_without_source;

use super::Check;
use crate::base::Sourced;
use crate::rules::Context;
use crate::state::service::Seat;

/// The rules of this folder, in order of name.
pub static ALL: &[&Check] = &[
    &dhcp_dns_unreachable::RULE,
    &dhcp_relay_missing::RULE,
    &dhcp6_unserved::RULE,
    &dns_duplicate_name::RULE,
    &dns_resolver_loop::RULE,
    &guest_lease_long::RULE,
    &hostname_not_a_label::RULE,
    &ntp_single_source::RULE,
    &pool_unserved::RULE,
    &resolver_on_directory::RULE,
    &server_source_unreachable::RULE,
    &server_without_address::RULE,
    &server_without_source::RULE,
];

/// The UDP ports of the services (RFC 2131, 1035, 5905).
const DHCP: u16 = 67;
const DNS: u16 = 53;
const NTP: u16 = 123;

/// A service that asks others in turn: what it is called, who runs it, the region's network that it asks, its port, and whether
/// that network has any address.
struct Upstream<'a> {
    word: &'static str,
    seat: &'a Seat,
    network: Option<&'a Sourced<String>>,
    port: u16,
    answers: bool,
}

/// The services of the school that ask others in turn.
fn upstreams<'a>(cx: &Context<'a>) -> Vec<Upstream<'a>> {
    let services = &cx.school.services;
    let dns = cx.state.served.dns.as_ref().map(|dns| Upstream {
        word: "dns",
        seat: &dns.seat,
        network: services.dns.as_ref().map(|s| &s.network),
        port: DNS,
        answers: dns.forwards.iter().any(|f| f.domain.is_empty() && !f.servers.is_empty()),
    });
    let ntp = cx.state.served.ntp.as_ref().map(|ntp| Upstream {
        word: "ntp",
        seat: &ntp.seat,
        network: services.ntp.as_ref().map(|s| &s.network),
        port: NTP,
        answers: !ntp.sources.is_empty(),
    });
    dns.into_iter().chain(ntp).collect()
}
