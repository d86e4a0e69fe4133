//! `assertion-fails`: what must stay true is not.

use super::survival;
use crate::base::Sink;
use crate::region::endpoint::{Unit, expand, outside, service_holds, services_meet, zone};
use crate::region::{Assertion, Flow, School};
use crate::rules::{Context, wording};
use crate::topology::What;

crate::rule! {
    /// Something that a school says must stay true is not.
    ///
    /// `isolated A B`: no service leads either way, and no VLAN has both in it. `reach S from= to=`: every source reaches every
    /// target, over open flows that no `deny` takes back, and over cables that lead to the gateways. `survives D keep=V`: with D
    /// off, every other member of V still reaches its gateway. `capacity V stations=N`: the pool is large enough.
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
            "reach" => reach(cx, assertion, out),
            "survives" => survival::survives(cx, assertion, out),
            "capacity" => capacity(cx, assertion, out),
            _ => {}
        }
    }
}

/// The first flow that leads from something of `a` to something of `b` and that no `deny` closes there.
fn leads<'a>(school: &'a School, a: &str, b: &str) -> Option<&'a Flow> {
    let (a, b) = (expand(school, a), expand(school, b));
    let open = |flow: &&Flow| {
        let (from, to) = (met(school, &flow.from, &a), met(school, &flow.to, &b));
        from.iter().any(|x| to.iter().any(|y| !closed(school, &flow.service, x, y)))
    };
    school.flows.iter().filter(|f| *f.allows).find(open)
}

/// What an endpoint and some units have in common: of two that meet, the smaller.
fn met(school: &School, name: &str, units: &[Unit]) -> Vec<Unit> {
    let named = expand(school, name);
    let pairs = named.iter().flat_map(|x| units.iter().map(move |y| (x, y)));
    pairs.filter(|(x, y)| x.meets(y)).map(|(x, y)| if x.holds(y) { y.clone() } else { x.clone() }).collect()
}

/// Whether a `deny` closes all of a service from all of one unit to all of another.
fn closed(school: &School, service: &str, from: &Unit, to: &Unit) -> bool {
    let holds = |name: &str, unit: &Unit| expand(school, name).iter().any(|u| u.holds(unit));
    let mut denies = school.flows.iter().filter(|f| !*f.allows);
    denies.any(|f| service_holds(school, &f.service, service) && holds(&f.from, from) && holds(&f.to, to))
}

fn isolated(school: &School, assertion: &Assertion, out: &mut Sink) {
    let [a, b] = assertion.args.as_slice() else { return };
    let report = if let Some(vlan) = shared(school, a, b) {
        out.report(&RULE.rule, format!("{} and {} are not isolated: both are in VLAN {vlan}", **a, **b))
            .at(a, "no firewall stands between them")
            .help("give one of them a VLAN of its own, or drop the assertion")
    } else if let Some(zone) = together(school, a, b) {
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

/// The VLAN that something of both is in, when its stations are not kept from each other: frames pass no firewall there.
fn shared<'a>(school: &'a School, a: &str, b: &str) -> Option<&'a str> {
    let (a, b) = (expand(school, a), expand(school, b));
    let ids = a.iter().filter_map(Unit::vlan).filter(|id| b.iter().any(|u| u.vlan() == Some(*id)));
    ids.filter_map(|id| school.vlan_by_id(id)).find(|v| !*v.isolate).map(|v| v.name.as_str())
}

/// The zone, open inside, in which something of both is.
fn together<'a>(school: &'a School, a: &str, b: &str) -> Option<&'a str> {
    let zones = |name: &str| expand(school, name).iter().filter_map(|u| zone(school, u)).collect::<Vec<_>>();
    let (a, b) = (zones(a), zones(b));
    let shared = a.into_iter().find(|z| b.contains(z))?;
    school.zones.iter().any(|z| *z.name == shared && *z.open_inside && !outside(school, shared)).then_some(shared)
}

fn reach(cx: &Context, assertion: &Assertion, out: &mut Sink) {
    let (school, Some(service)) = (cx.school, assertion.args.first()) else { return };
    for to in &assertion.to {
        for from in assertion.from.iter().flat_map(|n| expand(school, n)) {
            let says = |out: &mut Sink, label: String, second: Option<(&Flow, &str)>, help: String| {
                let report = out
                    .report(&RULE.rule, format!("{} does not reach {} by {}", word(school, &from), **to, **service))
                    .at(to, label);
                let report = match second {
                    Some((flow, text)) => report.also(&flow.to, text),
                    None => report.also(service, "asserted here"),
                };
                report.help(help).on(to.as_str());
            };
            for target in expand(school, to) {
                if let Some(deny) = taken_back(school, service, &from, &target) {
                    let label = format!("a `deny` closes {} from {}", *deny.service, *deny.from);
                    says(out, label, Some((deny, "closed here")), "take the `deny` away, or drop the assertion".into());
                    return;
                }
                if !opened(school, service, &from, &target) {
                    let part = partly(school, service, &from, &target);
                    let label = match part {
                        Some(_) => format!("no flow leads to all of {}", word(school, &target)),
                        None => "no flow leads there".to_owned(),
                    };
                    let help = format!("add `allow {} from={} to={}`", **service, word(school, &from), **to);
                    says(out, label, part.map(|flow| (flow, "this opens a part of it")), help);
                    return;
                }
                if let Some((device, vlan)) = cut(cx, &from, &target) {
                    let label = format!("the flow is open, but {device} has no way to the gateway of {vlan}");
                    says(out, label, None, format!("join {device} to a switch that carries {vlan}"));
                    return;
                }
            }
        }
    }
}

/// Whether a service is open from all of one unit to all of another.
fn opened(school: &School, service: &str, from: &Unit, to: &Unit) -> bool {
    let inside = zone(school, from).filter(|z| zone(school, to) == Some(z));
    let open = inside.is_some_and(|name| school.zones.iter().any(|z| *z.name == name && *z.open_inside));
    let holds = |name: &str, unit: &Unit| expand(school, name).iter().any(|u| u.holds(unit));
    let mut flows = school.flows.iter().filter(|f| *f.allows);
    open || neighbours(from, to)
        || flows.any(|f| service_holds(school, &f.service, service) && holds(&f.from, from) && holds(&f.to, to))
}

/// Whether both are in one VLAN, where no firewall stands between them.
fn neighbours(from: &Unit, to: &Unit) -> bool {
    from.vlan().is_some() && from.vlan() == to.vlan()
}

/// The flow that opens a part of what is asked.
fn partly<'a>(school: &'a School, service: &str, from: &Unit, to: &Unit) -> Option<&'a Flow> {
    school.flows.iter().find(|f| *f.allows && overlaps(school, f, service, from, to))
}

/// The `deny` that takes back some of what is asked: it beats every `allow` that it overlaps.
fn taken_back<'a>(school: &'a School, service: &str, from: &Unit, to: &Unit) -> Option<&'a Flow> {
    let denies = |f: &&Flow| !*f.allows && overlaps(school, f, service, from, to);
    if neighbours(from, to) { None } else { school.flows.iter().find(denies) }
}

fn overlaps(school: &School, flow: &Flow, service: &str, from: &Unit, to: &Unit) -> bool {
    let meets = |name: &str, unit: &Unit| expand(school, name).iter().any(|u| u.meets(unit));
    services_meet(school, &flow.service, service) && meets(&flow.from, from) && meets(&flow.to, to)
}

/// A device of either side that frames of its VLAN do not carry to the gateway, and the VLAN.
fn cut<'a>(cx: &Context<'a>, from: &Unit, to: &Unit) -> Option<(&'a str, &'a str)> {
    if neighbours(from, to) {
        return None;
    }
    let vlans = [from, to].into_iter().filter_map(|unit| cx.school.vlan_by_id(unit.vlan()?));
    vlans.filter_map(|vlan| Some((*survival::lost(cx, None, *vlan.id).first()?, vlan.name.as_str()))).next()
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
        out.report(
            &RULE.rule,
            format!(
                "the pool of {} has {pool} addresses for {}",
                *vlan.name,
                wording::count(usize::try_from(**wanted).unwrap_or(usize::MAX), "station")
            ),
        )
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
        out.report(
            &RULE.rule,
            format!("{} has {} for {}", *vlan.name, wording::count(sockets, "port"), wording::count(stations, "station")),
        )
        .at(name, format!("{} too few", stations - sockets))
        .on(vlan.name.as_str());
    }
}
