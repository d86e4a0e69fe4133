//! `ssid-open-inside`: an SSID that lets anybody into the school's own networks.

use crate::base::Sink;
use crate::region::Domain;
use crate::rules::Context;

crate::rule! {
    /// An SSID without password or account leads to a network of the school's own.
    ///
    /// Whoever is in the street is in the network of pupils or of the administration. Encryption alone (`owe`) and a portal do
    /// not tell who comes.
    ///
    /// ## Fails
    /// ```kdl
    /// deviation "easy" owner=exploitation until=none { wifi { ssid LIBRE auth=owe vlan=pedagogie; }; }
    /// ```
    /// ## Passes
    /// ```kdl
    /// deviation "easy" owner=exploitation until=none {
    ///     wifi portal-url="https://portail.example/" { ssid LIBRE auth=owe vlan=invites portal=ent keep="365d"; }
    /// }
    /// ```
    pub static RULE = Error, check;
}

fn check(cx: &Context, out: &mut Sink) {
    let Some(wifi) = &cx.school.wifi else { return };
    for ssid in wifi.ssids.iter().filter(|s| matches!(s.auth.as_str(), "open" | "owe")) {
        let Some(vlan) = &ssid.vlan else { continue };
        let Some(net) = cx.school.vlan(vlan) else { continue };
        let is_own = matches!(*net.domain, Domain::Administration | Domain::Pedagogie | Domain::Servers | Domain::Wifi);
        if is_own && net.subnet.is_some() {
            out.report(&RULE.rule, format!("{} lets anybody into {}", *ssid.name, **vlan))
                .at(&ssid.auth, "no password, no account")
                .also(vlan, format!("domain {}", net.domain.word()))
                .help("lead it to a VLAN of domain guest, or ask for accounts: `auth=wpa3-enterprise`")
                .on(ssid.name.as_str());
        }
    }
}
