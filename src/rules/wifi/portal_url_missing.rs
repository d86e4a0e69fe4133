//! `portal-url-missing`: guests who are sent nowhere.

use crate::base::Sink;
use crate::rules::Context;

crate::rule! {
    /// An SSID has a captive portal, and the Wi-Fi does not say where it is.
    ///
    /// Access points send guests to an address. Without `wifi portal-url=` the SSID is sent without a portal: nobody says who he
    /// is, and everybody gets in.
    ///
    /// ## Fails
    /// ```kdl
    /// deviation "an open day" owner=exploitation until=none {
    ///     wifi { ssid VISITEURS auth=owe vlan=invites portal=ent keep="365d"; }
    /// }
    /// ```
    /// ## Passes
    /// ```kdl
    /// deviation "an open day" owner=exploitation until=none {
    ///     wifi portal-url="https://portail.example/" { ssid VISITEURS auth=owe vlan=invites portal=ent keep="365d"; }
    /// }
    /// ```
    pub static RULE = Error, check;
}

fn check(cx: &Context, out: &mut Sink) {
    let Some(wifi) = cx.school.wifi.as_ref().filter(|w| w.portal_url.is_none()) else { return };
    let Some((ssid, portal)) = wifi.ssids.iter().find_map(|s| Some((s, s.portal.as_ref()?))) else { return };
    out.report(&RULE.rule, format!("{} has a portal at an unknown address", *ssid.name))
        .at(portal, "the network that it is in")
        .also(&wifi.vendor, "this Wi-Fi says no `portal-url=`")
        .help("add `portal-url=\"https://…/\"` to `wifi`")
        .on(ssid.name.as_str());
}
