//! `deviation-expired`: a deviation past its day.

use crate::base::Sink;
use crate::rules::Context;

crate::rule! {
    /// A deviation has ended, and is still there.
    ///
    /// A deviation is a promise to return to the standard. Past its day nobody stands behind it any more: it goes, or its
    /// owner renews it in a change that somebody reviews. Only `check` looks at the day; `build` never does.
    ///
    /// ## Fails
    /// ```kdl
    /// deviation "a lab for the spring" owner=exploitation until="2026-03-31" {
    ///     vlan labo id=160 place=14
    /// }
    /// ```
    /// ## Passes
    /// ```kdl
    /// deviation "a lab for the spring" owner=exploitation until="2027-03-31" {
    ///     vlan labo id=160 place=14
    /// }
    /// ```
    pub static RULE = Error, check;
}

fn check(cx: &Context, out: &mut Sink) {
    let Some(today) = cx.today else { return };
    for deviation in &cx.school.deviations {
        let Some(until) = &deviation.until else { continue };
        let Some(end) = **until else { continue };
        let late = today.days() - end.days();
        if late > 0 {
            let days = if late == 1 { "1 day".to_owned() } else { format!("{late} days") };
            out.report(&RULE.rule, format!("ended {days} before {today}"))
                .at(until, format!("\"{end}\""))
                .also(&deviation.reason, "this deviation")
                .help("remove it, or renew the date in a reviewed change (`--on DATE` sets the day)")
                .on(deviation.reason.as_str());
        }
    }
}
