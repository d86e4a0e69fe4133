//! `lag-over-model`: an aggregate that the model cannot have.

use crate::base::Sink;
use crate::rules::{Context, wording};

crate::rule! {
    /// An aggregate has a number or more ports than the model allows, or there are too many of them.
    ///
    /// The device refuses the line, and the cables of the aggregate become a loop.
    ///
    /// ## Fails
    /// ```kdl
    /// switch sw2 model=test-52 rack=R2 address=152 { uplink 49 50 to=sw1:49,50 medium=om3 lag=200; }
    /// ```
    /// ## Passes
    /// ```kdl
    /// switch sw2 model=test-52 rack=R2 address=152 { uplink 49 50 to=sw1:49,50 medium=om3 lag=20; }
    /// ```
    pub static RULE = Error, check;
}

fn check(cx: &Context, out: &mut Sink) {
    for (vertex, switch) in cx.switches() {
        let Some(model) = switch.members.first().and_then(|m| cx.model(vertex, m.id)) else { continue };
        let limits = &model.limits;
        let name = switch.name.as_str();
        let mut count = 0usize;
        for (id, edge, own, _) in cx.topology.edges_of(vertex).filter(|(_, e, ..)| e.aggregate) {
            count += 1;
            let cable = cx.school.cables.get(id.0);
            let list = cable.map(|c| if own.vertex == edge.a.vertex { c.a.list } else { c.b.list });
            let most = limits.lag_members.map_or(usize::MAX, |n| n as usize);
            if own.ports.len() > most {
                out.report(&RULE.rule, format!("{name} bundles {} ports; {} takes {most}", own.ports.len(), model.key))
                    .at(list, wording::count(own.ports.len(), "port"))
                    .on(name);
            }
            let (Some(lag), Some((first, last))) = (&own.lag, limits.lag_ids) else { continue };
            if !(first..=last).contains(&**lag) {
                out.report(&RULE.rule, format!("{name} cannot number an aggregate {}", **lag))
                    .at(lag, format!("{} has {first} to {last}", model.key))
                    .on(name);
            }
        }
        if let Some(most) = limits.lags
            && count > most as usize
        {
            out.report(&RULE.rule, format!("{name} has {count} aggregates; {} takes {most}", model.key))
                .at(&switch.name, format!("{count} aggregates"))
                .on(name);
        }
    }
}
