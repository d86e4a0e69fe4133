//! `flow-denied-below`: an `allow` that a `deny` takes back.

use super::{denial, touched};
use crate::base::{Severity, Sink};
use crate::rules::Context;

crate::rule! {
    /// A `deny` takes back what an `allow` opens.
    ///
    /// A `deny` beats every `allow` that it overlaps, whatever the order, so this flow opens nothing. The author thinks that it works
    /// until somebody tries.
    ///
    /// It is a warning where a layer below denies a part, or at hours, of what this one opens: whoever adds a flow may not know the
    /// standard's `deny`. A `deny` beside its `allow`, or over it, takes out a part on purpose, and is no fault.
    ///
    /// ## Fails
    /// ```kdl
    /// deviation "the lab" owner=exploitation until=none {
    ///     deny any from=pedagogie to=dmz
    ///     allow web from=pedagogie to=dmz
    /// }
    /// ```
    /// ## Passes
    /// ```kdl
    /// deviation "the lab" owner=exploitation until=none {
    ///     deny any from=invites to=dmz
    ///     allow web from=pedagogie to=dmz
    /// }
    /// ```
    /// ```kdl
    /// deviation "the lab without files, the servers but by day" owner=exploitation until=none {
    ///     service smb tcp=445
    ///     allow any from=pedagogie to=dmz
    ///     deny smb from=pedagogie to=dmz
    ///     allow dns from=serveurs to=dmz
    ///     deny any from=serveurs to=dmz hours="08:00-18:00"
    /// }
    /// ```
    pub static RULE = Error, check;
}

fn check(cx: &Context, out: &mut Sink) {
    let denies = || cx.school.flows.iter().filter(|f| !*f.allows);
    for allow in cx.school.flows.iter().filter(|f| *f.allows) {
        let whole = denial(cx.school, allow);
        let part = || denies().find(|deny| allow.is_above(deny) && touched(cx.school, deny, allow));
        let Some(deny) = whole.or_else(part) else { continue };
        let text = format!("deny {} from={} to={}", *deny.service, *deny.from, *deny.to);
        let report = match whole {
            Some(_) => out.report(&RULE.rule, format!("`{text}` takes back all of this flow")).at(&allow.to, "opens nothing"),
            None => {
                let hours = deny.hours.map_or_else(|| "closed".to_owned(), |hours| format!("closed at its hours ({})", *hours));
                out.report(&RULE.rule, format!("`{text}` takes back a part of this flow"))
                    .at(&allow.to, format!("what {} and {} share stays {hours}", *allow.to, *deny.to))
                    .weigh(Severity::Warning)
            }
        };
        report
            .also(deny.allows, "beats every `allow` that it overlaps")
            .help(format!("`remove {text}`, or drop this flow"))
            .on(allow.subject());
    }
}
