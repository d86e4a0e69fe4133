//! `gateway-missing`: a VLAN with addresses and no card of the firewall in it.

use crate::base::Sink;
use crate::region::Vlan;
use crate::rules::{Context, wording};

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
    let held =
        |vlan: &Vlan| firewall.cards.iter().any(|c| c.vlans.contains(&vlan.name) || c.untagged.as_ref() == Some(&vlan.name));
    let bare: Vec<&Vlan> = cx.school.vlans.iter().filter(|v| v.subnet.is_some() && !held(v)).collect();
    // One card without `others` leaves many VLANs bare: one mistake.
    let Some(first) = bare.first() else { return };
    let names = wording::list(bare.iter().map(|v| v.name.as_str()));
    let report = out
        .report(&RULE.rule, format!("no card of the firewall is in {names}"))
        .at(&first.name, "has addresses, and no gateway")
        .also(&firewall.on, "the firewall")
        .help(format!("name {names} on a `card`, or write `others` on one"));
    bare.iter().fold(report, |r, v| r.on(v.name.as_str()));
}
