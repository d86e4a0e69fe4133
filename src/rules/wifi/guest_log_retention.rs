//! `guest-log-retention`: guests of whom nothing is kept, too little, or too much.

use super::air;
use crate::base::{Severity, Sink};
use crate::net::Duration;
use crate::rules::Context;

crate::rule! {
    /// An SSID of guests does not say how long its logs are kept, or not for one year.
    ///
    /// Whoever offers access to the public must be able to say who used it (code des postes et des communications
    /// électroniques, article L. 34-1): one year. Less is an error. More is a warning: what no law asks for is kept without a
    /// reason (GDPR, article 5). Whether a school serves the public is disputed; `severity` settles it for a region.
    ///
    /// ## Fails
    /// ```kdl
    /// deviation "an open day" owner=exploitation until=none {
    ///     wifi portal-url="https://portail.example/" { ssid VISITEURS auth=owe vlan=invites portal=ent; }
    /// }
    /// ```
    /// ```kdl
    /// deviation "an open day" owner=exploitation until=none {
    ///     wifi portal-url="https://portail.example/" { ssid VISITEURS auth=owe vlan=invites portal=ent keep="364d"; }
    /// }
    /// ```
    /// ```kdl
    /// deviation "an open day" owner=exploitation until=none {
    ///     wifi portal-url="https://portail.example/" { ssid VISITEURS auth=owe vlan=invites portal=ent keep="13 months"; }
    /// }
    /// ```
    /// ## Passes
    /// ```kdl
    /// deviation "an open day" owner=exploitation until=none {
    ///     wifi portal-url="https://portail.example/" { ssid VISITEURS auth=owe vlan=invites portal=ent keep="365d"; }
    /// }
    /// ```
    /// ```kdl
    /// deviation "an open day" owner=exploitation until=none {
    ///     wifi portal-url="https://portail.example/" { ssid VISITEURS auth=owe vlan=invites portal=ent keep="12 months"; }
    /// }
    /// ```
    pub static RULE = Error, check;
}

/// Days of a year, without and with a leap day.
const YEAR: (u64, u64) = (365, 366);

fn check(cx: &Context, out: &mut Sink) {
    let Some(wifi) = &cx.school.wifi else { return };
    for ssid in wifi.ssids.iter().filter(|s| air::is_for_guests(cx.school, s)) {
        let Some(keep) = ssid.keep else {
            out.report(&RULE.rule, format!("{} keeps no logs of its guests", *ssid.name))
                .at(&ssid.name, "no `keep=`")
                .also(&ssid.vlan, "a VLAN of guests")
                .help("add `keep=\"365d\"`")
                .on(ssid.name.as_str());
            continue;
        };
        let (short, long) = match *keep {
            Duration::Months(months) => (months < 12, months > 12),
            Duration::Seconds(seconds) => (seconds < YEAR.0 * 86_400, seconds > YEAR.1 * 86_400),
        };
        let (how, weight) = match (short, long) {
            (true, _) => ("less", Severity::Error),
            (_, true) => ("more", Severity::Warning),
            _ => continue,
        };
        out.report(&RULE.rule, format!("{} keeps logs of its guests for {how} than one year", *ssid.name))
            .at(keep, format!("{how} than the law asks"))
            .also(&ssid.vlan, "a VLAN of guests")
            .help("write `keep=\"365d\"`")
            .on(ssid.name.as_str())
            .weigh(weight);
    }
}
