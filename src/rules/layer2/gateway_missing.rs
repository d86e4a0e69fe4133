//! `gateway-missing`: a VLAN with addresses and no card of the firewall in it.

use crate::base::Sink;
use crate::rules::Context;

crate::rule! {
    /// A VLAN has addresses, and no card of the firewall is in it.
    ///
    /// Its stations are told a gateway that nobody has. A card that says `others` takes every addressed VLAN that no card names.
    ///
    /// ## Fails
    /// ```kdl
    /// deviation "cards by hand" owner=exploitation until=none {
    ///     firewall { card 1 { remove member others; }; }
    /// }
    /// ```
    /// ## Passes
    /// ```kdl
    /// deviation "a lab" owner=exploitation until=none { vlan labo id=160 place=14; }
    /// ```
    pub static RULE = Error, check;
}

fn check(cx: &Context, out: &mut Sink) {
    let Some(firewall) = &cx.school.firewall else { return };
    for vlan in &cx.school.vlans {
        let Some(subnet) = &vlan.subnet else { continue };
        if !firewall.cards.iter().any(|c| c.vlans.contains(&vlan.name) || c.untagged.as_ref() == Some(&vlan.name)) {
            out.report(&RULE.rule, format!("no card of the firewall is in {}", *vlan.name))
                .at(&vlan.name, format!("has {}, and no gateway", **subnet))
                .also(&firewall.on, "the firewall")
                .help(format!("name {} on a `card`, or write `others` on one", *vlan.name))
                .on(vlan.name.as_str());
        }
    }
}
