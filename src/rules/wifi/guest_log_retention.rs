//! `guest-log-retention`: guests of whom nothing is kept.

use crate::base::Sink;
use crate::region::Domain;
use crate::rules::Context;

crate::rule! {
    /// An SSID of guests does not say how long its logs are kept.
    ///
    /// Whoever offers access to the public must be able to say who used it (code des postes et des communications
    /// électroniques, article L. 34-1): one year.
    ///
    /// ## Fails
    /// ```kdl
    /// deviation "an open day" owner=exploitation until=none { wifi { ssid VISITEURS auth=owe vlan=invites; }; }
    /// ```
    /// ## Passes
    /// ```kdl
    /// deviation "an open day" owner=exploitation until=none { wifi { ssid VISITEURS auth=owe vlan=invites keep="365d"; }; }
    /// ```
    pub static RULE = Error, check;
}

fn check(cx: &Context, out: &mut Sink) {
    let Some(wifi) = &cx.school.wifi else { return };
    for ssid in wifi.ssids.iter().filter(|s| s.keep.is_none()) {
        let guests = ssid.vlan.as_ref().filter(|v| cx.school.vlan(v).is_some_and(|v| *v.domain == Domain::Guest));
        if let Some(vlan) = guests {
            out.report(&RULE.rule, format!("{} keeps no logs of its guests", *ssid.name))
                .at(&ssid.name, "no `keep=`")
                .also(vlan, "a VLAN of guests")
                .help("add `keep=\"365d\"`")
                .on(ssid.name.as_str());
        }
    }
}
