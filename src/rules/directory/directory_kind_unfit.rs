//! `directory-kind-unfit`: something is asked of a directory that its kind does not have.

use crate::base::Sink;
use crate::region::Server;
use crate::rules::{Context, wording};

crate::rule! {
    /// Something is asked of the directory that its kind does not have.
    ///
    /// A classic domain has one controller, answers no name in DNS, gives no tickets, and lets nobody read its entries from
    /// another machine: a second controller would be configured nowhere, stations that are told it as their resolver would find
    /// no name at all, and a proxy that asks it would let nobody through. An Active Directory draws its identifier when it is
    /// made, so `sid=` would say nothing.
    ///
    /// ## Fails
    /// ```kdl
    /// deviation "a second controller" owner=exploitation until=none {
    ///     directory kind=classic
    ///     waive directory-classic on=annuaire
    ///     lxc annuaire2 role=directory samba=dc memory="1GiB" disk="10GiB" image=debian-12 privileged=on { nic serveurs address=21; }
    ///     host hostb model=test-server rack=R2 address=12 memory="32GiB" disk="2TiB" { uplink to=sw1:43,44; run annuaire2; }
    /// }
    /// ```
    /// ```kdl
    /// deviation "names" owner=exploitation until=none {
    ///     directory kind=classic
    ///     waive directory-classic on=annuaire
    ///     vlan administration dns=annuaire
    ///     allow any from=administration to=annuaire
    /// }
    /// ```
    /// ```kdl
    /// deviation "an identifier" owner=exploitation until=none { directory sid="S-1-5-21-1-2-3"; }
    /// ```
    /// ## Passes
    /// ```kdl
    /// deviation "a second controller" owner=exploitation until=none {
    ///     lxc annuaire2 role=directory samba=dc memory="1GiB" disk="10GiB" image=debian-12 privileged=on { nic serveurs address=21; }
    ///     host hostb model=test-server rack=R2 address=12 memory="32GiB" disk="2TiB" { uplink to=sw1:43,44; run annuaire2; }
    /// }
    /// ```
    /// ```kdl
    /// deviation "a classic domain" owner=exploitation until=none {
    ///     directory kind=classic sid="S-1-5-21-1-2-3"
    ///     waive directory-classic on=annuaire
    /// }
    /// ```
    pub static RULE = Error, check;
}

fn check(cx: &Context, out: &mut Sink) {
    let Some(directory) = &cx.school.directory else { return };
    if !directory.is_classic() {
        if let Some(sid) = &directory.sid {
            out.report(&RULE.rule, "an Active Directory has no identifier that is written")
                .at(sid, "drawn when the domain is made")
                .also(&directory.kind, "what it is")
                .help("leave `sid=` out, or write `kind=classic`")
                .on(directory.on.as_str());
        }
        return;
    }
    for guest in cx.school.guests.iter().filter(|guest| *guest.samba == "dc" && guest.name != directory.on) {
        out.report(&RULE.rule, format!("{} cannot be a second controller of a classic domain", *guest.name))
            .at(&guest.samba, "a controller of an Active Directory")
            .also(&directory.kind, "what the domain is")
            .help("write `samba=member`")
            .on(guest.name.as_str());
    }
    resolvers(cx, out);
    if let Some(proxy) = cx.school.firewall.as_ref().and_then(|f| f.proxy.as_ref()).filter(|proxy| *proxy.auth != "none") {
        out.report(&RULE.rule, format!("a classic domain answers no proxy that asks by `{}`", *proxy.auth))
            .at(&proxy.auth, "asked of the directory")
            .also(&directory.kind, "what it is")
            .help("write `proxy auth=none`")
            .on("proxy");
    }
}

/// VLANs whose stations are told the domain's machine as their resolver, which answers none; one finding for all of them.
fn resolvers(cx: &Context, out: &mut Sink) {
    let Some(directory) = &cx.school.directory else { return };
    let resolves = |name: &str| matches!(&cx.school.serve.dns, Server::Named(own) if **own == name);
    if resolves(&directory.on) {
        return;
    }
    let named = |servers: &[Server]| {
        servers.iter().find_map(|server| match server {
            Server::Named(name) if *name == directory.on => Some(name.clone()),
            _ => None,
        })
    };
    let own = cx.school.vlans.iter().filter_map(|vlan| Some((vlan.name.as_str(), named(vlan.dns.as_deref()?)?)));
    let told: Vec<_> = own.chain(named(&cx.school.dhcp.dns).map(|name| ("stations", name))).collect();
    let Some((_, first)) = told.first() else { return };
    let mut report = out
        .report(
            &RULE.rule,
            format!("{} would ask {} for names, which answers none", wording::list(told.iter().map(|t| t.0)), **first),
        )
        .at(first, "the machine of a classic domain")
        .also(&directory.kind, "what it is")
        .help("write `dns=firewall`, or name the school's own resolver");
    for (name, _) in &told {
        report = report.on(*name);
    }
}
