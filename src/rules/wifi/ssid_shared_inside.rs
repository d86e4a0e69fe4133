//! `ssid-shared-inside`: a password that a class knows, before the networks of desks.

use crate::base::Sink;
use crate::region::Domain;
use crate::rules::Context;
use crate::state::intend::wlan::security;

crate::rule! {
    /// An SSID with a shared password leads to the network of pupils' or of the administration's own machines.
    ///
    /// What one pupil knows, a class knows the same day, and nobody can say who came. Whoever has the password is beside the
    /// machines of desks, without an account. A VLAN of domain wifi keeps such stations apart; accounts tell them from each
    /// other.
    ///
    /// ## Fails
    /// ```kdl
    /// deviation "tablets" owner=exploitation until=none { wifi { ssid TABLETTES auth=wpa3-sae vlan=pedagogie secret=wifi.tablettes; }; }
    /// ```
    /// ## Passes
    /// ```kdl
    /// deviation "tablets" owner=exploitation until=none { wifi { ssid TABLETTES auth=wpa3-sae vlan=wifi secret=wifi.tablettes; }; }
    /// ```
    pub static RULE = Warning, check;
}

fn check(cx: &Context, out: &mut Sink) {
    let Some(wifi) = &cx.school.wifi else { return };
    for ssid in wifi.ssids.iter().filter(|s| security(&s.auth).is_some_and(|a| a.is_shared())) {
        let Some(vlan) = &ssid.vlan else { continue };
        let Some(net) = cx.school.vlan(vlan) else { continue };
        if matches!(*net.domain, Domain::Administration | Domain::Pedagogie) && net.subnet.is_some() {
            out.report(&RULE.rule, format!("whoever knows the password of {} is in {}", *ssid.name, **vlan))
                .at(&ssid.auth, "a password that many share")
                .also(vlan, format!("domain {}", net.domain.word()))
                .help("lead it to a VLAN of domain wifi, or ask for accounts: `auth=wpa3-enterprise`")
                .on(ssid.name.as_str());
        }
    }
}
