//! `dhcp-dns-unreachable`: clients are told a server that they cannot ask.

use super::{DNS, NTP};
use crate::base::{Origin, Sink};
use crate::region::{Server, Vlan};
use crate::rules::{Context, wording};
use crate::state::intend::services::asking::End;
use std::collections::BTreeMap;

crate::rule! {
    /// Stations are told a resolver or a time server that no flow lets them ask.
    ///
    /// They get an address and then nothing works: each name costs its timeout, or a clock runs away until logons fail. Where
    /// several servers are told, one that answers is enough.
    ///
    /// ## Fails
    /// ```kdl
    /// deviation "phones ask the directory" owner=exploitation until=none {
    ///     vlan telephonie dns=annuaire
    /// }
    /// ```
    /// ## Passes
    /// ```kdl
    /// deviation "phones ask the directory" owner=exploitation until=none {
    ///     vlan telephonie dns=annuaire
    ///     allow dns from=telephonie to=annuaire
    /// }
    /// ```
    pub static RULE = Error, check;
}

fn check(cx: &Context, out: &mut Sink) {
    let school = cx.school;
    if school.firewall.is_none() {
        return;
    }
    let region = |service: Option<&crate::region::Relayed>| service.map(|s| s.network.value().clone());
    let (dns, ntp) = (region(school.services.dns.as_ref()), region(school.services.ntp.as_ref()));
    // One statement may be told in many VLANs: one finding for all of them.
    let mut silent: BTreeMap<(Origin, &str), (String, Vec<&Vlan>)> = BTreeMap::new();
    for vlan in school.vlans.iter().filter(|v| v.pool.is_some()) {
        let resolvers = vlan.dns.as_deref().unwrap_or(&school.dhcp.dns);
        for (word, told, port, region) in [("dns", resolvers, DNS, &dns), ("ntp", &school.dhcp.ntp, NTP, &ntp)] {
            let Some((first, name)) = told.first().and_then(named) else { continue };
            let from = End::vlan(school, vlan);
            let reached = told.iter().any(|server| match End::server(school, server, region.as_deref()) {
                Some(end) => end.opened(school, &from, port).is_some(),
                // Of a bare address nobody knows who has it; `none` asks for nothing.
                None => true,
            });
            if !reached {
                silent.entry((first, word)).or_insert_with(|| (name, Vec::new())).1.push(vlan);
            }
        }
    }
    for ((place, word), (server, vlans)) in silent {
        let names = wording::list(vlans.iter().map(|v| v.name.as_str()));
        let what = if word == "dns" { "resolver" } else { "time server" };
        let from: Vec<&str> = vlans.iter().map(|v| v.name.as_str()).collect();
        let mut report = out
            .report(&RULE.rule, format!("no flow lets {names} ask {server}, the {what} that stations there are told"))
            .at(place, "told here")
            .help(format!("add `allow {word} from={} to={server}`, or tell another", from.join(",")));
        for vlan in &vlans {
            report = report.on(vlan.name.as_str());
        }
        if let Some(pool) = vlans.first().and_then(|v| v.pool.as_ref()) {
            report.also(pool, "stations get their address here");
        }
    }
}

/// Where a server is said, and how it is spelt; none where nobody is meant.
fn named(server: &Server) -> Option<(Origin, String)> {
    match server {
        Server::Firewall(origin) => Some((*origin, "firewall".to_owned())),
        Server::Region(origin) => Some((*origin, "region".to_owned())),
        Server::Named(name) => Some((name.origin(), name.value().clone())),
        Server::Address(_) | Server::None(_) => None,
    }
}
