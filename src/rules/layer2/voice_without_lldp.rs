//! `voice-without-lldp`: a phone's port that cannot serve a phone.

use crate::base::Sink;
use crate::net::Port;
use crate::rules::{Context, wording};
use crate::topology::voice;

crate::rule! {
    /// Ports carry a voice VLAN and give no power.
    ///
    /// A phone learns its VLAN and takes its power from the port. Without power each phone needs a supply of its own: say it
    /// in a `note`, and waive this.
    ///
    /// ## Fails
    /// ```kdl
    /// switch sw1 { access "1-4" vlan=administration room=A001 voice=telephonie; }
    /// ```
    /// ## Passes
    /// ```kdl
    /// switch sw1 { access "1-4" vlan=administration room=A001; }
    /// ```
    pub static RULE = Warning, check;
}

fn check(cx: &Context, out: &mut Sink) {
    for (vertex, switch) in cx.switches() {
        let speaks = cx.topology.claims_on(vertex).filter_map(|c| Some((c, voice(cx.school, cx.access(c)?)?)));
        let dark: Vec<_> = speaks.filter(|(c, _)| cx.sockets(vertex, *c.port).is_some_and(|g| g.poe.is_none())).collect();
        let Some((first, voice)) = dark.first() else { continue };
        let ports: Vec<Port> = dark.iter().map(|(c, _)| *c.port).collect();
        out.report(&RULE.rule, format!("{} gives no power to the phones on {}", *switch.name, wording::ports(&ports)))
            .at(voice, "for phones")
            .also(first.port, "without power")
            .help("use a PoE switch, or give each phone a supply and waive this")
            .on(switch.name.as_str());
    }
}
