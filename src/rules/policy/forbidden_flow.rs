//! `forbidden-flow`: a flow that the region forbids.

use super::endpoints::{Unit, expand, outside, services_meet, zone};
use crate::base::{Sink, Sourced};
use crate::region::{Forbid, School};
use crate::rules::{Context, wording};

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
    let flows = school.flows.iter().filter(|f| *f.allows && !super::denied(school, f));
    let flows = flows.map(|f| Opening { service: &f.service, from: &f.from, to: &f.to, subject: f.subject() });
    let publishes = school.publishes.iter().map(|p| Opening {
        service: &p.service,
        from: &p.from,
        to: &p.to,
        subject: format!("{}>{}", *p.from, *p.to),
    });
    // What no school may waive first: a waiver of the other must not hide it.
    let mut forbids: Vec<&Forbid> = school.forbids.iter().collect();
    forbids.sort_by_key(|f| f.waivable);
    for opening in flows.chain(publishes) {
        let hit = forbids.iter().find_map(|forbid| Some((*forbid, crossing(school, forbid, &opening)?)));
        if let Some((forbid, (from, to, reached))) = hit {
            report(school, forbid, &opening, (from, to), &reached, out);
        }
    }
}

/// The forbid's endpoints that an opening joins, and the unit that it reaches; `None` when it keeps to the rule.
fn crossing<'f>(school: &School, forbid: &'f Forbid, opening: &Opening) -> Option<(&'f str, &'f str, Unit)> {
    if !forbid.services.iter().any(|s| services_meet(school, s, opening.service)) {
        return None;
    }
    let spared: Vec<Unit> = forbid.except.iter().flat_map(|e| expand(school, e)).collect();
    let kept = |units: Vec<Unit>| units.into_iter().filter(|u| !spared.iter().any(|s| s.holds(u))).collect::<Vec<_>>();
    let (sources, targets) = (kept(expand(school, opening.from)), kept(expand(school, opening.to)));
    for from in &forbid.from {
        let forbidden_from = kept(expand(school, from));
        for to in &forbid.to {
            let forbidden_to = kept(expand(school, to));
            for source in sources.iter().filter(|s| forbidden_from.iter().any(|f| f.meets(s))) {
                // `inside` is everything inside but the other end's own zone.
                let own = |t: &Unit| {
                    to.as_str() == "inside" && zone(school, source).is_some() && zone(school, source) == zone(school, t)
                };
                let reached = targets.iter().find(|t| !own(t) && forbidden_to.iter().any(|f| f.meets(t)));
                if let Some(reached) = reached {
                    return Some((from, to, reached.clone()));
                }
            }
        }
    }
    None
}

fn report(school: &School, forbid: &Forbid, opening: &Opening, (from, to): (&str, &str), reached: &Unit, out: &mut Sink) {
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
        report.help(format!("close it, or waive it in a deviation: `waive forbidden-flow on={}`", opening.subject));
    } else {
        report.help("not waivable").unwaivable();
    }
}
