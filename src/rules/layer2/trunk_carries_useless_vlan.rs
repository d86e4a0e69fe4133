//! `trunk-carries-useless-vlan`: a list of VLANs that nobody behind the cable needs.

use crate::base::Sink;
use crate::rules::{Context, wording};

crate::rule! {
    /// A trunk's own list names a VLAN that nothing needs there.
    ///
    /// Every broadcast of the VLAN crosses the cable for nobody, and the next reader believes that the VLAN is used there.
    ///
    /// ## Fails
    /// ```kdl
    /// switch sw2 model=test-52 rack=R2 address=152 {
    ///     trunk 49 50 vlans=gestion,pedagogie,invites to=sw1:49,50
    ///     access "1-8" vlan=pedagogie room=A101
    /// }
    /// ```
    /// ## Passes
    /// ```kdl
    /// switch sw2 model=test-52 rack=R2 address=152 {
    ///     trunk 49 50 vlans=gestion,pedagogie to=sw1:49,50
    ///     access "1-8" vlan=pedagogie room=A101
    /// }
    /// ```
    pub static RULE = Warning, check;
}

fn check(cx: &Context, out: &mut Sink) {
    for (edge, cable) in cx.topology.edges.iter().zip(&cx.school.cables) {
        let listed = cable.listed.iter().flatten();
        let useless: Vec<_> =
            listed.filter(|name| cx.school.vlan(name).is_some_and(|v| !edge.carried.contains_key(&*v.id))).collect();
        let Some(first) = useless.first() else { continue };
        let names = wording::list(useless.iter().map(|n| n.as_str()));
        let (a, b) = (cx.topology.name(edge.a.vertex), cx.topology.name(edge.b.vertex));
        out.report(&RULE.rule, format!("nothing on one side of this trunk from {a} to {b} needs {names}"))
            .at(*first, "needed by nobody there")
            .help(format!("drop {names} from `vlans=`, or drop the list: it is derived"))
            .on(a)
            .on(b);
    }
}
