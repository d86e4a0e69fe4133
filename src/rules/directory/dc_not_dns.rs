//! `dc-not-dns`: a resolver that does not know the domain.

use crate::base::{Origin, Sink};
use crate::region::{School, Server, Support, Vlan};
use crate::rules::{Context, wording};
use crate::state::Directory;
use crate::state::directory::Part;
use crate::state::intend::services::asking::End;
use std::collections::BTreeMap;
use std::net::IpAddr;

crate::rule! {
    /// Machines of the domain are told a resolver that does not know the domain.
    ///
    /// Windows and Samba find a controller by asking for names of the directory's own domain. A controller knows them, and so does
    /// the school's resolver, which asks one; a resolver of the region, or one on the Internet, answers that there is no such
    /// name. As a second resolver it is no better: whoever asks it once has its answer, and signs in with what is cached, or not
    /// at all. Machines of the domain are guests with `samba=`, and stations of a VLAN that may ask the directory for a ticket. A
    /// resolver elsewhere that was taught the domain by hand is a reason to waive.
    ///
    /// ## Fails
    /// ```kdl
    /// deviation "names from the Internet" owner=exploitation until=none {
    ///     vlan serveurs dns="192.0.2.53"
    ///     lxc fichiers role=files samba=member after=annuaire memory="1GiB" disk="10GiB" image=debian-12 { nic serveurs address=21; }
    ///     host hosta { run fichiers; }
    /// }
    /// ```
    /// ```kdl
    /// deviation "a second resolver" owner=exploitation until=none {
    ///     vlan administration dns="10.37.34.5,192.0.2.53"
    ///     allow any from=administration to=annuaire
    /// }
    /// ```
    /// ## Passes
    /// ```kdl
    /// deviation "names from the controller" owner=exploitation until=none {
    ///     vlan serveurs dns=annuaire
    ///     lxc fichiers role=files samba=member after=annuaire memory="1GiB" disk="10GiB" image=debian-12 { nic serveurs address=21; }
    ///     host hosta { run fichiers; }
    /// }
    /// ```
    /// ```kdl
    /// deviation "stations that are in no domain" owner=exploitation until=none { vlan invites dns="192.0.2.53"; }
    /// ```
    pub static RULE = Warning, check;
}

/// The port at which a controller gives tickets (RFC 4120, 7.2.1).
const KERBEROS: u16 = 88;

fn check(cx: &Context, out: &mut Sink) {
    // A classic domain is found by its NetBIOS name: no resolver knows it.
    let Some(directory) = cx.state.directory.as_ref().filter(|directory| directory.classic.is_none()) else { return };
    let (school, Some(meant)) = (cx.school, &cx.school.directory) else { return };
    // One statement may be told to many: one finding for all of them.
    let mut strangers: BTreeMap<Origin, (String, Vec<&str>)> = BTreeMap::new();
    for (name, vlan) in clients(school, directory) {
        let told = vlan.dns.as_deref().unwrap_or(&school.dhcp.dns);
        if let Some((place, server)) = told.iter().find_map(|server| stranger(school, directory, server)) {
            strangers.entry(place).or_insert_with(|| (server, Vec::new())).1.push(name);
        }
    }
    for (place, (server, names)) in strangers {
        let domain = directory.domain.as_str();
        let mut report = out
            .report(
                &RULE.rule,
                format!("{} would ask {server} for {domain}, which it does not know", wording::list(names.iter())),
            )
            .at(place, "told here")
            .also(&directory.domain, "the directory's own domain")
            .help(format!("write `dns={}`, or name the school's own resolver", *meant.on));
        for name in names {
            report = report.on(name);
        }
    }
}

/// Machines of the domain and VLANs of stations that sign in, by name, each with the VLAN whose resolvers it is told.
fn clients<'a>(school: &'a School, directory: &'a Directory) -> Vec<(&'a str, &'a Vlan)> {
    // The controller that makes the domain asks itself.
    let machines = directory.servers.iter().filter(|machine| *machine.part != Part::First);
    let card = |guest: &str| school.vlan(&school.guest(guest)?.nics.first()?.vlan);
    let machines = machines.filter_map(|machine| Some((machine.guest.as_str(), card(&machine.guest)?)));
    let controller = school.directory.as_ref().and_then(|meant| End::named(school, &meant.on));
    let signs_in = |vlan: &&Vlan| {
        let asks = controller.as_ref().is_some_and(|to| to.opened(school, &End::vlan(school, vlan), KERBEROS).is_some());
        vlan.pool.is_some() && *vlan.support != Support::OutOfScope && asks
    };
    machines.chain(school.vlans.iter().filter(signs_in).map(|vlan| (vlan.name.as_str(), vlan))).collect()
}

/// Where a resolver is told that does not know the domain, and how it is spelt; none for one that does.
fn stranger(school: &School, directory: &Directory, server: &Server) -> Option<(Origin, String)> {
    let resolver = &school.serve.dns;
    match server {
        Server::None(_) => None,
        // One that answers nobody is told to no purpose, and knows no domain either.
        Server::Firewall(origin) => (!is_firewall(school, resolver)).then(|| (*origin, "the firewall".to_owned())),
        Server::Region(origin) => Some((*origin, "the region's resolver".to_owned())),
        Server::Named(name) => {
            let is_controller = controllers(school, directory).any(|guest| guest == name.as_str());
            let is_resolver = matches!(resolver, Server::Named(own) if own == name);
            let is_firewall = is_firewall(school, server) && is_firewall(school, resolver);
            (!is_controller && !is_resolver && !is_firewall).then(|| (name.origin(), name.value().clone()))
        }
        Server::Address(address) => {
            // Of an address of the school nobody knows who has it: a controller's is one.
            let is_own = match **address {
                IpAddr::V4(v4) => school.block.is_some_and(|block| block.contains(&v4)),
                IpAddr::V6(v6) => school.block6.is_some_and(|block| block.contains(&v6)),
            };
            (!is_own).then(|| (address.origin(), address.to_string()))
        }
    }
}

/// The guests that hold the domain, by name: also one that others configure.
fn controllers<'a>(school: &'a School, directory: &'a Directory) -> impl Iterator<Item = &'a str> {
    let first = school.directory.iter().map(|meant| meant.on.as_str());
    first.chain(directory.servers.iter().filter(|machine| *machine.part != Part::Member).map(|machine| machine.guest.as_str()))
}

/// Whether a word means the school's firewall.
fn is_firewall(school: &School, server: &Server) -> bool {
    match server {
        Server::Firewall(_) => true,
        Server::Named(name) => school.firewall.as_ref().is_some_and(|firewall| firewall.on == *name),
        _ => false,
    }
}
