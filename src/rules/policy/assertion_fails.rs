//! `assertion-fails`: what must stay true is not.

use super::endpoints::{Unit, expand, outside, service_holds, zone};
use super::{denied, survival};
use crate::base::{Sink, Sourced};
use crate::region::{Assertion, Flow, School};
use crate::rules::{Context, wording};
use crate::topology::What;

crate::rule! {
    /// Something that a school says must stay true is not.
    ///
    /// `isolated A B`: no service leads either way. `reach S from= to=`: every source reaches every target. `survives D keep=V`:
    /// with D off, every other member of V still reaches its gateway. `capacity V stations=N`: the pool is large enough.
    ///
    /// ## Fails
    /// ```kdl
    /// assert reach web from=serveurs to=dmz
    /// ```
    /// ## Fails
    /// ```kdl
    /// deviation "open" owner=exploitation until=none {
    ///     allow web from=serveurs to=dmz
    ///     assert isolated serveurs dmz
    /// }
    /// ```
    /// ## Fails
    /// ```kdl
    /// switch sw2 model=test-52 rack=R2 address=152 { uplink 49 50 to=sw1:49,50 medium=om3; access "1-4" vlan=pedagogie room=A101; }
    /// assert survives sw1 keep=pedagogie
    /// ```
    /// ## Fails
    /// ```kdl
    /// assert capacity administration stations=500
    /// ```
    /// ## Passes
    /// ```kdl
    /// deviation "open" owner=exploitation until=none { allow web from=serveurs to=dmz; }
    /// switch sw2 model=test-52 rack=R2 address=152 { uplink 49 50 to=sw1:49,50 medium=om3; access "1-4" vlan=pedagogie room=A101; }
    /// assert reach web from=serveurs to=dmz
    /// assert isolated dmz invites
    /// assert survives hosta keep=pedagogie
    /// assert capacity administration stations=150
    /// ```
    pub static RULE = Error, check;
}

fn check(cx: &Context, out: &mut Sink) {
    for assertion in &cx.school.assertions {
        match assertion.kind.as_str() {
            "isolated" => isolated(cx.school, assertion, out),
            "reach" => reach(cx.school, assertion, out),
            "survives" => survival::survives(cx, assertion, out),
            "capacity" => capacity(cx, assertion, out),
            _ => {}
        }
    }
}

/// The first flow that leads from something of `a` to something of `b`.
fn leads<'a>(school: &'a School, a: &str, b: &str) -> Option<&'a Flow> {
    let (a, b) = (expand(school, a), expand(school, b));
    let touches = |name: &str, units: &[Unit]| expand(school, name).iter().any(|x| units.iter().any(|y| x.meets(y)));
    let open = school.flows.iter().filter(|f| *f.allows && !denied(school, f));
    open.into_iter().find(|f| touches(&f.from, &a) && touches(&f.to, &b))
}

fn isolated(school: &School, assertion: &Assertion, out: &mut Sink) {
    let [a, b] = assertion.args.as_slice() else { return };
    let report = if let Some(zone) = together(school, a, b) {
        out.report(&RULE.rule, format!("{} and {} are not isolated: zone {zone} is open inside", **a, **b))
            .at(a, "both are in it")
    } else if let Some(flow) = leads(school, a, b).or_else(|| leads(school, b, a)) {
        out.report(&RULE.rule, format!("{} and {} are not isolated", **a, **b))
            .at(a, format!("{} from {} to {} is open", *flow.service, *flow.from, *flow.to))
            .also(&flow.to, "opened here")
            .help("close the flow, or drop the assertion")
    } else {
        return;
    };
    report.on(a.as_str()).on(b.as_str());
}

/// The zone, open inside, in which something of both is.
fn together<'a>(school: &'a School, a: &str, b: &str) -> Option<&'a str> {
    let zones = |name: &str| expand(school, name).iter().filter_map(|u| zone(school, u)).collect::<Vec<_>>();
    let (a, b) = (zones(a), zones(b));
    let shared = a.into_iter().find(|z| b.contains(z))?;
    school.zones.iter().any(|z| *z.name == shared && *z.open_inside && !outside(school, shared)).then_some(shared)
}

fn reach(school: &School, assertion: &Assertion, out: &mut Sink) {
    let Some(service) = assertion.args.first() else { return };
    let units = |names: &[Sourced<String>]| names.iter().flat_map(|n| expand(school, n)).collect::<Vec<_>>();
    for to in &assertion.to {
        for from in units(&assertion.from) {
            let missing = expand(school, to).into_iter().find(|target| !opened(school, service, &from, target));
            if missing.is_some() {
                out.report(&RULE.rule, format!("{} does not reach {} by {}", word(school, &from), **to, **service))
                    .at(to, "no flow leads there")
                    .also(service, "asserted here")
                    .help(format!("add `allow {} from={} to={}`", **service, word(school, &from), **to))
                    .on(to.as_str());
                return;
            }
        }
    }
}

/// Whether a service is open from all of one unit to all of another.
fn opened(school: &School, service: &str, from: &Unit, to: &Unit) -> bool {
    let inside = zone(school, from).filter(|z| zone(school, to) == Some(z));
    let open = inside.is_some_and(|name| school.zones.iter().any(|z| *z.name == name && *z.open_inside));
    let holds = |name: &str, unit: &Unit| expand(school, name).iter().any(|u| u.holds(unit));
    let mut flows = school.flows.iter().filter(|f| *f.allows && !denied(school, f));
    open || from.vlan().is_some() && from.vlan() == to.vlan()
        || flows.any(|f| service_holds(school, &f.service, service) && holds(&f.from, from) && holds(&f.to, to))
}

fn word(school: &School, unit: &Unit) -> String {
    match unit {
        Unit::Vlan(id) => school.vlan_by_id(*id).map_or_else(|| id.to_string(), |v| v.name.value().clone()),
        Unit::Device(name, _) | Unit::Network(name) => name.clone(),
        Unit::Firewall => "firewall".into(),
        Unit::Internet => "internet".into(),
        Unit::Region => "region".into(),
    }
}

fn capacity(cx: &Context, assertion: &Assertion, out: &mut Sink) {
    let (Some(name), Some(wanted)) = (assertion.args.first(), &assertion.stations) else { return };
    let Some(vlan) = cx.school.vlan(name) else { return };
    let pool = vlan.pool.as_ref().map_or(0, |p| u64::from(u32::from(p.1) - u32::from(p.0)) + 1);
    if pool < **wanted {
        out.report(&RULE.rule, format!("the pool of {} has {pool} addresses for {} stations", *vlan.name, **wanted))
            .at(wanted, format!("{} too few", **wanted - pool))
            .also(vlan.pool.as_ref(), format!("{pool} addresses"))
            .help("widen `dhcp=`, or the place of the VLAN")
            .on(vlan.name.as_str());
    }
    let sockets = cx.topology.claims.iter().filter(|c| match c.what {
        What::Device(n) => cx.school.devices.get(n).is_some_and(|d| d.vlan.as_ref() == Some(&vlan.name)),
        _ => cx.access(c).is_some_and(|a| a.vlan.as_ref() == Some(&vlan.name)),
    });
    let (sockets, stations) =
        (sockets.count(), cx.school.stations.iter().filter(|s| s.vlan.as_ref() == Some(&vlan.name)).count());
    if sockets < stations {
        out.report(&RULE.rule, format!("{} has {} for {stations} stations", *vlan.name, wording::count(sockets, "port")))
            .at(name, format!("{} too few", stations - sockets))
            .on(vlan.name.as_str());
    }
}
