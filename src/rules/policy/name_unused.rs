//! `name-unused`: a network or a service that a school declares and nothing of it names.

use crate::base::{Sink, Sourced};
use crate::region::School;
use crate::rules::Context;
use std::collections::BTreeSet;

crate::rule! {
    /// A school declares a network or a service, and nothing names it.
    ///
    /// The flow that it was made for has gone, or was written with another name. Left there, the name looks as if something passed
    /// by it. What the standard declares is a dictionary for all schools, and is not looked at.
    ///
    /// ## Fails
    /// ```kdl
    /// deviation "the boiler's supplier" owner=exploitation until=none {
    ///     network chauffagiste "203.0.113.20" through=exterieur
    /// }
    /// ```
    /// ```kdl
    /// deviation "a measure" owner=exploitation until=none {
    ///     service mesures tcp=9100
    /// }
    /// ```
    /// ## Passes
    /// ```kdl
    /// deviation "the boiler's supplier" owner=exploitation until=none {
    ///     network chauffagiste "203.0.113.20" through=exterieur
    ///     service mesures tcp=9100
    ///     allow mesures from=chauffagiste to=dmz
    /// }
    /// ```
    pub static RULE = Info, check;
}

fn check(cx: &Context, out: &mut Sink) {
    let school = cx.school;
    let is_own = |name: &Sourced<String>| school.departures.iter().any(|d| d.origin == name.origin());
    let networks = school.networks.values().map(|n| (&n.name, "network"));
    let services = school.protocols.values().map(|p| (&p.name, "service"));
    let own: Vec<(&Sourced<String>, &str)> = networks.chain(services).filter(|(name, _)| is_own(name)).collect();
    if own.is_empty() {
        return;
    }
    let (networks, services) = (networks_named(school), services_named(school));
    for (name, kind) in own {
        let named = if kind == "network" { &networks } else { &services };
        if !named.contains(name.as_str()) {
            out.report(&RULE.rule, format!("nothing names the {kind} {}", **name))
                .at(name, "in no flow")
                .help(format!("delete it, or name it in the flow that it was made for: `allow … {}`", usage(kind, name)))
                .on(name.as_str());
        }
    }
}

fn usage(kind: &str, name: &str) -> String {
    if kind == "network" { format!("from={name}") } else { format!("{name} from=… to=…") }
}

/// Whatever stands where a network may be named.
fn networks_named(school: &School) -> BTreeSet<&str> {
    let mut all: Vec<&Sourced<String>> = Vec::new();
    all.extend(school.flows.iter().flat_map(|f| [&f.from, &f.to]));
    all.extend(school.publishes.iter().map(|p| &p.from));
    all.extend(school.forbids.iter().flat_map(|f| f.from.iter().chain(&f.to).chain(&f.except)));
    all.extend(school.assertions.iter().flat_map(|a| a.args.iter().chain(&a.from).chain(&a.to)));
    all.extend(school.firewall.iter().flat_map(|f| &f.vpns).flat_map(|v| &v.to));
    let services = &school.services;
    all.extend(services.dns.iter().chain(&services.ntp).map(|s| &s.network));
    all.extend(services.syslog.iter().map(|s| &s.network));
    all.extend(services.radius.iter().map(|s| &s.network));
    all.extend(services.snmp.iter().map(|s| &s.network));
    all.extend(services.ssh.iter().map(|s| &s.network));
    let ssids = || school.wifi.iter().flat_map(|w| &w.ssids);
    all.extend(ssids().flat_map(|s| s.portal.iter().chain(&s.radius)));
    all.into_iter().map(|name| name.as_str()).collect()
}

/// Whatever stands where a service may be named.
fn services_named(school: &School) -> BTreeSet<&str> {
    let mut all: Vec<&Sourced<String>> = Vec::new();
    all.extend(school.flows.iter().map(|f| &f.service));
    all.extend(school.publishes.iter().map(|p| &p.service));
    all.extend(school.forbids.iter().flat_map(|f| &f.services));
    all.extend(school.assertions.iter().flat_map(|a| &a.args));
    all.into_iter().map(|name| name.as_str()).collect()
}
