//! `vlan1-in-use`: the VLAN that every new device is in.

use crate::base::Sink;
use crate::rules::Context;

crate::rule! {
    /// VLAN 1 is used.
    ///
    /// A device fresh from its box has every port in VLAN 1. Whoever plugs one in would be in that network, unasked.
    ///
    /// ## Fails
    /// ```kdl
    /// deviation "an old network" owner=exploitation until=none {
    ///     vlan ancien id=1 place=14
    ///     switch sw1 { access 40 vlan=ancien room=A101; }
    /// }
    /// ```
    /// ## Passes
    /// ```kdl
    /// deviation "an old network" owner=exploitation until=none {
    ///     vlan ancien id=161 place=14
    ///     switch sw1 { access 40 vlan=ancien room=A101; }
    /// }
    /// ```
    pub static RULE = Warning, check;
}

fn check(cx: &Context, out: &mut Sink) {
    for vlan in cx.school.vlans.iter().filter(|v| v.id.number() == 1) {
        out.report(&RULE.rule, format!("{} is VLAN 1", *vlan.name))
            .at(vlan.id, "where every new device is")
            .help("give it another id")
            .on(vlan.name.as_str());
    }
}
