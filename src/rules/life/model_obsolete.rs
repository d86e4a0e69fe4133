//! `model-obsolete`: a model past its end.

use crate::base::{Severity, Sink, Sourced};
use crate::catalogue::{Life, ModelKind};
use crate::net::Date;
use crate::region::{School, Status};
use crate::rules::{Context, wording};
use std::collections::BTreeMap;

crate::rule! {
    /// A model is past its end of sale or of support.
    ///
    /// After the end of sale a broken one cannot be replaced by its like; after the end of support nobody mends a hole in it,
    /// which is a warning. `status=obsolete` says that it is known. One finding a model.
    ///
    /// ## Fails
    /// ```kdl
    /// switch sw2 model=test-old rack=R2 address=152 { uplink 49 50 to=sw1:49,50 medium=om3; }
    /// ```
    /// ## Passes
    /// ```kdl
    /// switch sw2 model=test-old rack=R2 address=152 status=obsolete { uplink 49 50 to=sw1:49,50 medium=om3; }
    /// ```
    pub static RULE = Info, check;
}

/// A thing that is of a model: its name, and where the model is said.
type Bearer<'a> = (&'a str, &'a Sourced<String>);

fn check(cx: &Context, out: &mut Sink) {
    let Some(today) = cx.today else { return };
    for ((kind, key), bearers) in bearers(cx.school) {
        let Some(model) = cx.catalogue.model(kind, key) else { continue };
        let Some((what, end, severity)) = model.life.as_ref().and_then(|l| ended(l, today)) else { continue };
        let Some((_, place)) = bearers.first() else { continue };
        let mut names: Vec<&str> = bearers.iter().map(|(n, _)| *n).collect();
        // A stack bears its model once for each member.
        names.dedup();
        let report = out
            .report(&RULE.rule, format!("{} ended for {}: {}", what, model.title(), wording::list(&names)))
            .at(*place, format!("{what} ended on {end}"))
            .weigh(severity);
        let report = match model.life.as_ref().and_then(|l| l.successor.as_ref()) {
            Some(successor) => report.help(format!("its successor is {successor}; `status=obsolete` says that it is known")),
            None => report.help("`status=obsolete` says that it is known"),
        };
        names.into_iter().fold(report, |r, n| r.on(n));
    }
}

/// Which end has passed, when, and how much it weighs.
fn ended(life: &Life, today: Date) -> Option<(&'static str, Date, Severity)> {
    let past = |day: Option<Date>| day.filter(|d| *d < today);
    let support = past(life.end_of_support).map(|d| ("support", d, Severity::Warning));
    support.or_else(|| past(life.end_of_sale).map(|d| ("sale", d, Severity::Info)))
}

/// Everything that works, by its model.
fn bearers(school: &School) -> BTreeMap<(ModelKind, &str), Vec<Bearer<'_>>> {
    let mut found: BTreeMap<(ModelKind, &str), Vec<Bearer>> = BTreeMap::new();
    for s in &school.switches {
        for m in &s.members {
            add(&mut found, ModelKind::Switch, &s.name, &m.model, *s.status);
        }
    }
    for h in &school.hosts {
        add(&mut found, ModelKind::Host, &h.name, &h.model, *h.status);
    }
    for a in &school.access_points {
        add(&mut found, ModelKind::AccessPoint, &a.name, &a.model, *a.status);
    }
    for u in &school.ups {
        add(&mut found, ModelKind::Ups, &u.name, &u.model, *u.status);
    }
    for d in &school.devices {
        if let (Some(model), Some(kind)) = (&d.model, ModelKind::of(d.kind.word())) {
            add(&mut found, kind, &d.name, model, *d.status);
        }
    }
    found
}

fn add<'a>(
    found: &mut BTreeMap<(ModelKind, &'a str), Vec<Bearer<'a>>>,
    kind: ModelKind,
    name: &'a Sourced<String>,
    model: &'a Sourced<String>,
    status: Status,
) {
    if matches!(status, Status::Production | Status::Planned) {
        found.entry((kind, model.as_str())).or_default().push((name.as_str(), model));
    }
}
