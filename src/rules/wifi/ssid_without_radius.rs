//! `ssid-without-radius`: accounts that nobody can check.

use crate::base::Sink;
use crate::rules::Context;
use crate::state::intend::wlan::security;

crate::rule! {
    /// An SSID asks for accounts, and names no RADIUS service of the region.
    ///
    /// Nobody answers, and nobody gets in. `radius=` names the network of the region's own `radius`, which has the secret.
    ///
    /// ## Fails
    /// ```kdl
    /// deviation "accounts" owner=exploitation until=none { wifi { ssid COMPTES auth=wpa2-enterprise vlan=pedagogie bands=5; }; }
    /// ```
    /// ## Passes
    /// ```kdl
    /// deviation "accounts" owner=exploitation until=none {
    ///     wifi address=240 { ssid COMPTES auth=wpa2-enterprise radius=radius-region vlan=pedagogie bands=5; }
    /// }
    /// ```
    pub static RULE = Error, check;
}

fn check(cx: &Context, out: &mut Sink) {
    let Some(wifi) = &cx.school.wifi else { return };
    let known = cx.school.services.radius.as_ref().map(|r| &r.network);
    for ssid in wifi.ssids.iter().filter(|s| security(&s.auth).is_some_and(|s| s.is_enterprise())) {
        let report = match &ssid.radius {
            Some(network) if known == Some(network) => continue,
            Some(network) => out
                .report(&RULE.rule, format!("no `radius` says how {} is asked", **network))
                .at(network, "a network without a secret")
                .also(&ssid.auth, "asks for accounts"),
            None => out
                .report(&RULE.rule, format!("nobody checks the accounts of {}", *ssid.name))
                .at(&ssid.name, "no `radius=`")
                .also(&ssid.auth, "asks for accounts"),
        };
        let help = known.map_or_else(
            || "declare `radius NETWORK secret=…` in region.kdl".to_owned(),
            |network| format!("write `radius={}`", **network),
        );
        report.help(help).on(ssid.name.as_str());
    }
}
