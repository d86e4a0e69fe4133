//! `deviation-too-long`: a deviation that ends later than the region allows.

use crate::base::Sink;
use crate::rules::Context;

crate::rule! {
    /// A deviation is meant to last longer than the region allows.
    ///
    /// What lasts for ten years is no deviation but another standard: it belongs into a profile, or it says `until=none` and is
    /// confirmed each year.
    ///
    /// ## Fails
    /// ```kdl
    /// deviation "a lab" owner=exploitation until="2044-08-31" {
    ///     vlan labo id=160 place=14
    /// }
    /// ```
    /// ## Passes
    /// ```kdl
    /// deviation "a lab" owner=exploitation until="2028-08-31" {
    ///     vlan labo id=160 place=14
    /// }
    /// ```
    pub static RULE = Error, check;
}

fn check(cx: &Context, out: &mut Sink) {
    let (Some(today), Some(longest)) = (cx.today, cx.region.longest) else { return };
    let Some(latest) = today.after(longest) else { return };
    for deviation in &cx.school.deviations {
        let Some(until) = &deviation.until else { continue };
        if let Some(end) = **until
            && end > latest
        {
            out.report(&RULE.rule, format!("lasts until {end}; the region allows {longest} from {today}"))
                .at(until, format!("later than {latest}"))
                .help(format!("write `until=\"{latest}\"` or earlier, or `until=none` and confirm it each year"))
                .on(deviation.reason.as_str());
        }
    }
}
