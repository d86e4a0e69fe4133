//! `ssid-without-secret`: a shared password that nobody chose.

use crate::base::Sink;
use crate::rules::Context;
use crate::state::intend::wlan::security;

crate::rule! {
    /// An SSID is let into with a shared password, and names none.
    ///
    /// The access points refuse the SSID, or keep the password of another day.
    ///
    /// ## Fails
    /// ```kdl
    /// deviation "tablets" owner=exploitation until=none { wifi { ssid TABLETTES auth=wpa3-sae vlan=wifi; }; }
    /// ```
    /// ## Passes
    /// ```kdl
    /// deviation "tablets" owner=exploitation until=none { wifi { ssid TABLETTES auth=wpa3-sae vlan=wifi secret=wifi.tablettes; }; }
    /// ```
    pub static RULE = Error, check;
}

fn check(cx: &Context, out: &mut Sink) {
    let Some(wifi) = &cx.school.wifi else { return };
    for ssid in wifi.ssids.iter().filter(|s| s.secret.is_none() && security(&s.auth).is_some_and(|a| a.is_shared())) {
        out.report(&RULE.rule, format!("{} has no password", *ssid.name))
            .at(&ssid.name, "no `secret=`")
            .also(&ssid.auth, "asks for a shared password")
            .help("name it: `secret=wifi.…`; its value stays outside the region's folder")
            .on(ssid.name.as_str());
    }
}
