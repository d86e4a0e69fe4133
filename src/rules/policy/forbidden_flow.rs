//! `forbidden-flow`: a flow that the region forbids.

use crate::base::{Sink, Sourced};
use crate::net::Traffic;
use crate::region::endpoint::{Unit, expand, outside, services_meet, zone};
use crate::region::{Forbid, School};
use crate::rules::{Context, wording};
use crate::state::policy::{End, Flow, Part, Policy, Publish};

crate::rule! {
    /// A flow is open that the region forbids.
    ///
    /// The region says what must never be reachable from where, and why; it is proved on every school. A `forbid` with
    /// `waivable=yes` may be waived for one flow, in a deviation; the others may not be waived at all.
    ///
    /// ## Fails
    /// ```kdl
    /// deviation "pupils read the base" owner=exploitation until=none {
    ///     allow web from=pedagogie to=administration
    /// }
    /// ```
    /// ## Fails
    /// ```kdl
    /// deviation "one network" owner=exploitation until=none {
    ///     zone ensemble inside=allow
    ///     vlan pedagogie zone=ensemble
    ///     vlan administration zone=ensemble
    /// }
    /// ```
    /// ## Passes
    /// ```kdl
    /// deviation "pupils read the servers" owner=exploitation until=none {
    ///     allow web from=pedagogie to=serveurs
    /// }
    /// ```
    pub static RULE = Error, check;
}

/// Something that lets traffic through: an `allow`, a `publish`, a zone that is open inside.
struct Opening<'a> {
    service: &'a str,
    from: &'a Sourced<String>,
    to: &'a Sourced<String>,
    subject: String,
}

fn check(cx: &Context, out: &mut Sink) {
    let school = cx.school;
    let flows = school.flows.iter().filter(|f| *f.allows && super::denial(school, f).is_none());
    let flows = flows.map(|f| Opening { service: &f.service, from: &f.from, to: &f.to, subject: f.subject() });
    let publishes = school.publishes.iter().map(|p| Opening {
        service: &p.service,
        from: &p.from,
        to: &p.to,
        subject: format!("{}>{}", *p.from, *p.to),
    });
    // What no school may waive first: a waiver of the other must not hide it.
    let mut forbids: Vec<Barrier> = school.forbids.iter().map(|f| Barrier::of(school, f)).collect();
    forbids.sort_by_key(|b| b.forbid.waivable);
    let inside = open_zones(school);
    let inside = inside.iter().map(|(from, to)| Opening { service: "any", from, to, subject: format!("{}>{}", **from, **to) });
    let passing = Passing::of(&cx.state.policy);
    for opening in flows.chain(publishes).chain(inside) {
        let (sources, targets) = (expand(school, opening.from), expand(school, opening.to));
        // The names say whom it joins, the sets of packets whether anything passes: several denials may close it together.
        let hit = forbids.iter().find_map(|barrier| {
            let joined = barrier.crossed(school, opening.service, &sources, &targets)?;
            let evidence = passing.evidence(&opening, barrier.forbid)?;
            Some((barrier.forbid, joined, evidence))
        });
        if let Some((forbid, (from, to, reached), evidence)) = hit {
            report(school, forbid, &opening, (from, to), (&reached, &evidence), out);
        }
    }
}

/// What passes of each flow, as sets of packets.
struct Passing<'a> {
    policy: &'a Policy,
    closed: Traffic,
}

impl<'a> Passing<'a> {
    fn of(policy: &'a Policy) -> Passing<'a> {
        let mut closed = Traffic::default();
        policy.flows.iter().filter(|f| !*f.allows && f.hours.is_none()).for_each(|deny| closed.add(&policy.of_flow(deny)));
        Passing { policy, closed }
    }

    /// A packet that an opening lets through and a `forbid` speaks of, as a clause; empty where préau knows no address of an
    /// end, and so cannot show one. `None`: nothing of the kind passes.
    fn evidence(&self, opening: &Opening, forbid: &Forbid) -> Option<String> {
        let is_it = |f: &&Flow| {
            *f.allows && f.service.name.as_str() == opening.service && f.from.name == *opening.from && f.to.name == *opening.to
        };
        let is_published =
            |p: &&Publish| p.service.name.as_str() == opening.service && p.from.name == *opening.from && p.to.name == *opening.to;
        let flow = self.policy.flows.iter().find(is_it).map(|f| (self.policy.of_flow(f), &f.from, &f.to));
        let published = || self.policy.publishes.iter().find(is_published).map(|p| (self.policy.of_publish(p), &p.from, &p.to));
        let Some((packets, from, to)) = flow.or_else(published) else { return Some(String::new()) };
        let forbidden = self.policy.forbids.iter().find(|f| f.origin == forbid.origin)?;
        let through = packets.minus(&self.closed).and(&self.policy.of_forbid(forbidden));
        match through.witness() {
            Some(packet) => Some(format!("; it lets {packet} pass")),
            None => [from, to].into_iter().any(has_no_address).then(String::new),
        }
    }
}

/// Whether an end is a device of which no address is known: what is said of its VLAN has to do.
fn has_no_address(end: &End) -> bool {
    end.parts.is_empty() || end.parts.iter().any(|p| matches!(p, Part::Device(d) if d.addresses.is_empty()))
}

/// Every two VLANs that reach each other because their zone is open inside; the second bears the place that says so.
fn open_zones(school: &School) -> Vec<(Sourced<String>, Sourced<String>)> {
    let mut pairs = Vec::new();
    for zone in school.zones.iter().filter(|z| *z.open_inside) {
        let of_zone: Vec<_> = school.vlans.iter().filter(|v| v.zone == zone.name).collect();
        for a in &of_zone {
            let others = of_zone.iter().filter(|b| b.name != a.name);
            pairs.extend(others.map(|b| (a.name.clone(), zone.open_inside.with(b.name.value().clone()))));
        }
    }
    pairs
}

/// A `forbid` with its endpoints' sets, made once for all flows.
struct Barrier<'a> {
    forbid: &'a Forbid,
    from: Vec<(&'a str, Vec<Unit>)>,
    to: Vec<(&'a str, Vec<Unit>)>,
    spared: Vec<Unit>,
}

impl<'a> Barrier<'a> {
    fn of(school: &School, forbid: &'a Forbid) -> Barrier<'a> {
        let spared: Vec<Unit> = forbid.except.iter().flat_map(|e| expand(school, e)).collect();
        let kept = |units: Vec<Unit>| units.into_iter().filter(|u| !spared.iter().any(|s| s.holds(u))).collect();
        let sets = |names: &'a [Sourced<String>]| names.iter().map(|n| (n.as_str(), kept(expand(school, n)))).collect();
        let (from, to) = (sets(&forbid.from), sets(&forbid.to));
        Barrier { forbid, from, to, spared }
    }

    /// The endpoints that a flow joins, and the unit that it reaches; `None` when it keeps to the rule.
    fn crossed(&self, school: &School, service: &str, sources: &[Unit], targets: &[Unit]) -> Option<(&'a str, &'a str, Unit)> {
        if !self.forbid.services.iter().any(|s| services_meet(school, s, service)) {
            return None;
        }
        let spared = |u: &Unit| self.spared.iter().any(|s| s.holds(u));
        for (from, forbidden_from) in &self.from {
            for source in sources.iter().filter(|s| !spared(s) && forbidden_from.iter().any(|f| f.meets(s))) {
                for (to, forbidden_to) in &self.to {
                    // `inside` is everything inside but the other end's own zone.
                    let home = zone(school, source).filter(|_| *to == "inside");
                    let own = |t: &Unit| home.is_some() && home == zone(school, t);
                    let reached = targets.iter().find(|t| !spared(t) && !own(t) && forbidden_to.iter().any(|f| f.meets(t)));
                    if let Some(reached) = reached {
                        return Some((from, to, reached.clone()));
                    }
                }
            }
        }
        None
    }
}

fn report(
    school: &School,
    forbid: &Forbid,
    opening: &Opening,
    (from, to): (&str, &str),
    (reached, evidence): (&Unit, &str),
    out: &mut Sink,
) {
    let services = wording::list(forbid.services.iter().map(|s| s.as_str()));
    let place = match reached {
        Unit::Device(name, id) => {
            let vlan = school.vlan_by_id(*id).map_or("?", |v| v.name.as_str());
            format!("`{from}` reaches {name}, which is in {vlan}")
        }
        Unit::Vlan(id) => {
            let vlan = school.vlan_by_id(*id);
            let name = vlan.map_or("?", |v| v.name.as_str());
            match vlan.filter(|v| outside(school, &v.zone)) {
                Some(_) => format!("`{from}` reaches the outside"),
                None => format!("`{from}` reaches {name}"),
            }
        }
        Unit::Network(name) => format!("`{from}` reaches {name}"),
        Unit::Firewall => format!("`{from}` reaches the firewall"),
        Unit::Internet | Unit::Region => format!("`{from}` reaches {}", opening.to.as_str()),
    };
    let report = out
        .report(&RULE.rule, format!("the region forbids {services} from {from} to {to}"))
        .at(opening.from, place)
        .also(forbid.origin, format!("\"{}\"", *forbid.because))
        .on(opening.subject.as_str())
        .on(format!("{}:{}", opening.service, opening.subject));
    if forbid.waivable {
        report.help(format!("close it, or waive it in a deviation: `waive forbidden-flow on={}`{evidence}", opening.subject));
    } else {
        report.help(format!("not waivable{evidence}")).unwaivable();
    }
}
