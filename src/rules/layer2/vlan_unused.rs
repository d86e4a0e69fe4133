//! `vlan-unused`: a VLAN that nobody is in.

use crate::base::Sink;
use crate::region::Domain;
use crate::rules::Context;

crate::rule! {
    /// A VLAN has no port, no SSID, no guest, no gateway.
    ///
    /// It is in no device's configuration, so it is a word in a file and a question for the next reader.
    ///
    /// ## Fails
    /// ```kdl
    /// deviation "a lab" owner=exploitation until=none { vlan labo id=160; }
    /// ```
    /// ## Passes
    /// ```kdl
    /// deviation "a lab" owner=exploitation until=none { vlan labo id=160 place=14; }
    /// ```
    pub static RULE = Warning, check;
}

fn check(cx: &Context, out: &mut Sink) {
    let classes = || cx.school.port_classes.values();
    for vlan in cx.school.vlans.iter().filter(|v| *v.domain != Domain::Parking && v.subnet.is_none()) {
        let named = classes().any(|c| [&c.vlan, &c.rejected, &c.voice].into_iter().flatten().any(|v| **v == *vlan.id));
        if !cx.topology.members.contains_key(&*vlan.id) && !named && *vlan.domain != Domain::Transit {
            out.report(&RULE.rule, format!("nothing is in {}", *vlan.name))
                .at(&vlan.name, "no port, no SSID, no guest, no gateway")
                .help("use it or remove it")
                .on(vlan.name.as_str());
        }
    }
}
