//! `nac-gap`: a port that lets in whom the standard asks.

use crate::base::{Origin, Sink};
use crate::net::Port;
use crate::region::PortAuth;
use crate::rules::{Context, wording};
use std::collections::BTreeMap;

crate::rule! {
    /// A port switches off the authentication that its class asks for.
    ///
    /// One open socket is enough: whoever finds it is in the VLAN. A manner of its own is a `port-class` with a name, which
    /// can be listed.
    ///
    /// ## Fails
    /// ```kdl
    /// switch sw1 { access "1-4" vlan=pedagogie room=A101 auth=off; }
    /// ```
    /// ## Passes
    /// ```kdl
    /// switch sw1 { access "1-4" vlan=pedagogie room=A101; }
    /// ```
    pub static RULE = Warning, check;
}

fn check(cx: &Context, out: &mut Sink) {
    let mut lines: BTreeMap<Origin, Vec<Port>> = BTreeMap::new();
    let open = || {
        cx.topology.claims.iter().filter_map(|c| {
            let access = cx.access(c)?;
            let off = access.auth.as_ref().filter(|a| ***a == PortAuth::Off)?;
            let class = cx.school.port_classes.get(access.port_class.as_ref()?.as_str())?;
            (*class.auth != PortAuth::Off).then_some((c, off, class))
        })
    };
    for (claim, ..) in open() {
        lines.entry(claim.statement).or_default().push(*claim.port);
    }
    for (claim, off, class) in open() {
        let Some(ports) = lines.remove(&claim.statement) else { continue };
        let name = cx.topology.name(claim.vertex);
        out.report(&RULE.rule, format!("{name} {} lets anybody in", wording::ports(&ports)))
            .at(off, "no authentication")
            .also(class.auth, format!("class {} asks for {}", *class.name, class.auth.word()))
            .help("drop `auth=off`, or give these ports a `port-class` of their own")
            .on(name);
    }
}
