//! `mode3-in-domain`: a machine out of scope in the school's domain.

use crate::base::{Origin, Sink};
use crate::region::{Server, Support};
use crate::rules::{Context, wording};
use std::collections::BTreeMap;

crate::rule! {
    /// Something out of scope is in the domain of the school.
    ///
    /// Mode 3 means hardware and authenticated internet access, and nothing of the domain: no account, no resolver of the
    /// directory, no software of the server. A machine that its section keeps must not sit beside those that the team keeps.
    ///
    /// ## Fails
    /// ```kdl
    /// building B { room B301 use=labo support=out-of-scope; }
    /// switch sw1 { access "1-4" vlan=pedagogie room=B301; }
    /// ```
    /// ## Passes
    /// ```kdl
    /// building B { room B301 use=labo; }
    /// switch sw1 { access "1-4" vlan=pedagogie room=B301; }
    /// ```
    pub static RULE = Error, check;
}

fn check(cx: &Context, out: &mut Sink) {
    ports(cx, out);
    resolvers(cx, out);
    software(cx, out);
    members(cx, out);
}

/// Ports of an out-of-scope room in a VLAN that is in scope: one finding a statement.
fn ports(cx: &Context, out: &mut Sink) {
    if !cx.school.buildings.iter().flat_map(|b| &b.rooms).any(|r| *r.support == Support::OutOfScope) {
        return;
    }
    let mut seen: BTreeMap<(Origin, &str), Vec<crate::net::Port>> = BTreeMap::new();
    for claim in &cx.topology.claims {
        let Some(access) = cx.access(claim) else { continue };
        let (Some(vlan), Some(room)) = (&access.vlan, &access.room) else { continue };
        let (Some(net), Some((_, place))) = (cx.school.vlan(vlan), cx.school.room(room)) else { continue };
        if *place.support == Support::OutOfScope && *net.support != Support::OutOfScope {
            seen.entry((claim.statement, &place.name)).or_default().push(*claim.port);
        }
    }
    for claim in &cx.topology.claims {
        let Some(access) = cx.access(claim) else { continue };
        let (Some(vlan), Some(room)) = (&access.vlan, &access.room) else { continue };
        let Some(list) = seen.remove(&(claim.statement, room.as_str())) else { continue };
        let Some((_, place)) = cx.school.room(room) else { continue };
        out.report(&RULE.rule, format!("room {} is out of scope, and {} puts it in {}", **room, wording::ports(&list), **vlan))
            .at(vlan, "a VLAN of the domain")
            .also(place.support, "out of scope")
            .help("use a VLAN with `support=out-of-scope`")
            .on(room.as_str());
    }
}

fn resolvers(cx: &Context, out: &mut Sink) {
    let Some(directory) = &cx.school.directory else { return };
    for vlan in cx.school.vlans.iter().filter(|v| *v.support == Support::OutOfScope) {
        let told = vlan.dns.iter().flatten().find_map(|s| match s {
            Server::Named(name) if *name == directory.on => Some(name),
            _ => None,
        });
        if let Some(name) = told {
            out.report(&RULE.rule, format!("{} is out of scope, and its stations ask the directory", *vlan.name))
                .at(name, "the domain's resolver")
                .also(vlan.support, "out of scope")
                .help("write `dns=firewall`")
                .on(vlan.name.as_str());
        }
    }
}

fn software(cx: &Context, out: &mut Sink) {
    for (name, rooms) in &cx.school.software {
        let scoped = rooms.iter().filter_map(|r| cx.school.room(r)).find(|(_, r)| *r.support == Support::OutOfScope);
        if let Some((_, room)) = scoped {
            out.report(&RULE.rule, format!("{} would be installed in {}, which is out of scope", **name, *room.name))
                .at(name, "installed by the school's server")
                .also(room.support, "out of scope")
                .help(format!("take {} out of `room=`", *room.name))
                .on(room.name.as_str());
        }
    }
}

fn members(cx: &Context, out: &mut Sink) {
    for guest in cx.school.guests.iter().filter(|g| *g.samba != "none") {
        let vlans = guest.nics.iter().filter_map(|n| cx.school.vlan(&n.vlan));
        if let Some(vlan) = vlans.into_iter().find(|v| *v.support == Support::OutOfScope) {
            out.report(&RULE.rule, format!("{} is in the domain and in {}, which is out of scope", *guest.name, *vlan.name))
                .at(&guest.samba, "in the domain")
                .also(vlan.support, "out of scope")
                .on(guest.name.as_str());
        }
    }
}
