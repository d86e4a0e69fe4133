//! What an Amon could not run, found at the manifest: a model that does not fit its cards, a variable that is not the manifest's.

use crate::base::{Rule, Sink};
use crate::os::amon::eol;
use crate::os::amon::zones::Zones;
use crate::state::{Firewall, Served};

crate::findings! {
    /// The zone model of an Amon does not fit its cards.
    ///
    /// A model has a zone for each card, and its name begins with their number. With another one the server does not start, so no
    /// model is written and nothing beyond the stock one is closed.
    pub static MODEL_UNFIT = "amon-model-unfit", Error;
    /// Two zones of an Amon begin with the same three letters.
    ///
    /// The server names its chains of rules after the first three letters of a zone, so that one chain would hold the rules of
    /// both. `admin`, `pedago` and the other zones of the stock model count, and so do `exterieur` and `bastion`.
    pub static ZONE_PREFIX_CLASH = "zone-prefix-clash", Error;
    /// A variable of an Amon is set by hand, and préau derives it.
    ///
    /// Two places would say one thing. What the manifest says elsewhere is what is written.
    pub static VARIABLE_DERIVED = "amon-variable-derived", Error;
}

/// What this target can find.
pub static RULES: &[&Rule] = &[&MODEL_UNFIT, &VARIABLE_DERIVED, &ZONE_PREFIX_CLASH];

/// Reports what an Amon could not run.
pub fn check(firewall: &Firewall, served: &Served, out: &mut Sink) {
    match Zones::of(firewall) {
        Err(unfit) => {
            let cards = firewall.cards.len();
            out.report(&MODEL_UNFIT, format!("no zone model is written for {}: {}", *firewall.name, unfit.why))
                .at(unfit.origin, "does not fit")
                .help(format!("say `model=\"{cards}zones\"`, or a site's own, `{cards}zones-NAME`, and give it {cards} cards"))
                .on(firewall.name.as_str());
        }
        Ok(zones) => clashes(firewall, &zones, out),
    }
    if firewall.variables.is_empty() {
        return;
    }
    let derived = eol::derived(firewall, served);
    for (name, _) in firewall.variables.iter().filter(|(name, _)| derived.contains(name.as_str())) {
        out.report(&VARIABLE_DERIVED, format!("{} follows from the manifest, and is set by hand too", **name))
            .at(name, "derived")
            .help("take the line out; `preau why` tells what decides it")
            .on(name.as_str());
    }
}

fn clashes(firewall: &Firewall, zones: &Zones, out: &mut Sink) {
    for (zone, other) in zones.clashes() {
        let second = zones.named(&other).filter(|z| !z.is_stock);
        out.report(&ZONE_PREFIX_CLASH, format!("zones {} and {other} of {} begin alike", *zone.name, *firewall.name))
            .at(&zone.name, format!("its chains would be those of {other}"))
            .also(second.map(|z| &z.name), "begins so too")
            .help("name the VLAN otherwise: three first letters that no other zone has")
            .on(zone.name.as_str());
    }
}
