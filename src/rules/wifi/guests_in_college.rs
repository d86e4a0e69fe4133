//! `guests-in-college`: a network of guests where pupils may not use their phones.

use super::air;
use crate::base::Sink;
use crate::rules::Context;

crate::rule! {
    /// A collège or a primary school has a network of guests.
    ///
    /// Pupils' phones are forbidden there (code de l'éducation, article L. 511-5): who are its guests? A network for visitors with
    /// accounts or a portal is a good answer, an open one in classrooms is none.
    ///
    /// ## Fails
    /// ```kdl
    /// school "0379904P" profile=minimal kind=CLG name="Collège" slug=college
    /// block "10.37.48.0/20"
    /// wan operateur rate="100Mb/s" subnet="100.64.37.8/29" address=2 gateway=1 at=sw1:48
    /// building A { rack R1; room A101 use=classe floor=1; }
    /// switch sw1 model=test-52 rack=R1 address=151 role=core
    /// appliance fw1 role=firewall model=serveur-4-cartes rack=R1 { uplink 0 to=sw1:37; uplink 1 to=sw1:38; }
    /// host hosta model=test-server rack=R1 address=11 memory="32GiB" disk="2TiB" { uplink to=sw1:45,46; run annuaire portail; }
    /// deviation "visitors" owner=exploitation until=none {
    ///     wifi portal-url="https://portail.example/" { ssid VISITEURS auth=owe vlan=invites portal=ent keep="365d"; }
    /// }
    /// ```
    /// ## Passes
    /// ```kdl
    /// deviation "visitors" owner=exploitation until=none {
    ///     wifi portal-url="https://portail.example/" { ssid VISITEURS auth=owe vlan=invites portal=ent keep="365d"; }
    /// }
    /// ```
    pub static RULE = Info, check;
}

fn check(cx: &Context, out: &mut Sink) {
    let Some(kind) = cx.school.kind.as_ref().filter(|k| matches!(k.as_str(), "CLG" | "ECO")) else { return };
    let guests = cx.school.wifi.iter().flat_map(|w| &w.ssids).find(|s| air::is_for_guests(cx.school, s));
    if let Some(ssid) = guests {
        out.report(&RULE.rule, format!("{} is a network of guests, where pupils may not use phones", *ssid.name))
            .at(&ssid.name, "whoever is there may use it")
            .also(kind, "the kind of the school")
            .help("take it away (`wifi { remove ssid … }`), or ask visitors for accounts")
            .on(ssid.name.as_str());
    }
}
