//! `ssid-without-vlan`: an SSID that leads nowhere.

use crate::base::{Sink, Sourced};
use crate::region::Domain;
use crate::rules::Context;

crate::rule! {
    /// An SSID, or a role of it, leads to a VLAN without addresses.
    ///
    /// Clients associate, get no address, and say that the Wi-Fi does not work.
    ///
    /// ## Fails
    /// ```kdl
    /// deviation "no address" owner=exploitation until=none { wifi { ssid ECOLE vlan=garage; }; }
    /// ```
    /// ## Passes
    /// ```kdl
    /// deviation "elsewhere" owner=exploitation until=none { wifi { ssid ECOLE vlan=wifi; }; }
    /// ```
    pub static RULE = Error, check;
}

fn check(cx: &Context, out: &mut Sink) {
    let Some(wifi) = &cx.school.wifi else { return };
    for ssid in &wifi.ssids {
        let own = ssid.vlan.iter().map(|v| (ssid.name.as_str(), v));
        let roles = ssid.roles.iter().filter_map(|r| Some((r.name.as_str(), r.vlan.as_ref()?)));
        let leads: Vec<(&str, &Sourced<String>)> = own.chain(roles).collect();
        for (name, vlan) in leads {
            let Some(net) = cx.school.vlan(vlan) else { continue };
            if net.subnet.is_none() || matches!(*net.domain, Domain::Parking | Domain::Management) {
                let why = if net.subnet.is_none() { "has no addresses" } else { "is no network of users" };
                out.report(&RULE.rule, format!("{name} leads to {}, which {why}", **vlan))
                    .at(vlan, why)
                    .also(&net.name, format!("domain {}", net.domain.word()))
                    .help("name a VLAN with a subnet and a pool")
                    .on(ssid.name.as_str());
            }
        }
    }
}
