//! `guests-unidentified`: guests of whom a record could say nothing.

use super::air;
use crate::base::Sink;
use crate::rules::Context;

crate::rule! {
    /// A network of guests asks neither for an account nor at a portal.
    ///
    /// What is kept of a connection is then a MAC address, which a phone makes up anew for each network: nobody can say who it
    /// was. Whoever offers access keeps what he has (code des postes et des communications électroniques, article L. 34-1); a
    /// portal has more.
    ///
    /// A warning and no error: a reception may write down to whom it gave the password, and a manifest does not know.
    ///
    /// ## Fails
    /// ```kdl
    /// deviation "an open day" owner=exploitation until=none { wifi { ssid VISITEURS auth=owe vlan=invites keep="365d"; }; }
    /// ```
    /// ## Passes
    /// ```kdl
    /// deviation "an open day" owner=exploitation until=none {
    ///     wifi portal-url="https://portail.example/" { ssid VISITEURS auth=owe vlan=invites portal=ent keep="365d"; }
    /// }
    /// ```
    pub static RULE = Warning, check;
}

fn check(cx: &Context, out: &mut Sink) {
    let Some(wifi) = &cx.school.wifi else { return };
    let guests = wifi.ssids.iter().filter(|s| air::is_for_guests(cx.school, s) && s.portal.is_none());
    for ssid in guests.filter(|s| !s.auth.ends_with("-enterprise")) {
        out.report(&RULE.rule, format!("nobody could say who was a guest of {}", *ssid.name))
            .at(&ssid.auth, "asks for no account")
            .also(&ssid.vlan, "a VLAN of guests")
            .help("name a captive portal: `portal=NETWORK`")
            .on(ssid.name.as_str());
    }
}
