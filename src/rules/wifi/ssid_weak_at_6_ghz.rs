//! `ssid-weak-at-6-ghz`: an SSID that no device may send at 6 GHz.

use crate::base::Sink;
use crate::rules::Context;

crate::rule! {
    /// An SSID is sent at 6 GHz with a security that is not allowed there.
    ///
    /// At 6 GHz there is WPA3 or OWE and nothing older: a device leaves the SSID out on that band, or refuses it.
    ///
    /// ## Fails
    /// ```kdl
    /// deviation "tablets" owner=exploitation until=none {
    ///     wifi { ssid TABLETTES auth=wpa2-psk secret=wifi.tablettes vlan=wifi bands="5,6"; }
    /// }
    /// ```
    /// ## Passes
    /// ```kdl
    /// deviation "tablets" owner=exploitation until=none {
    ///     wifi { ssid TABLETTES auth=wpa3-sae secret=wifi.tablettes vlan=wifi bands="5,6"; }
    /// }
    /// ```
    pub static RULE = Error, check;
}

fn check(cx: &Context, out: &mut Sink) {
    let Some(wifi) = &cx.school.wifi else { return };
    for ssid in wifi.ssids.iter().filter(|s| matches!(s.auth.as_str(), "open" | "wpa2-psk" | "wpa2-enterprise")) {
        if let Some(band) = ssid.bands.iter().find(|b| b.as_str() == "6") {
            out.report(&RULE.rule, format!("{} cannot be sent at 6 GHz", *ssid.name))
                .at(&ssid.auth, "older than WPA3")
                .also(band, "6 GHz is asked for here")
                .help("write `wpa3-sae`, `wpa3-enterprise` or `owe`, or leave the band out")
                .on(ssid.name.as_str());
        }
    }
}
