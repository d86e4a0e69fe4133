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
    /// A variable of an Amon is set by hand, and préau derives it.
    ///
    /// Two places would say one thing. What the manifest says elsewhere is what is written.
    pub static VARIABLE_DERIVED = "amon-variable-derived", Error;
}

/// What this target can find.
pub static RULES: &[&Rule] = &[&MODEL_UNFIT, &VARIABLE_DERIVED];

/// Reports what an Amon could not run.
pub fn check(firewall: &Firewall, served: &Served, out: &mut Sink) {
    if let Err(unfit) = Zones::of(firewall) {
        let cards = firewall.cards.len();
        out.report(&MODEL_UNFIT, format!("no zone model is written for {}: {}", *firewall.name, unfit.why))
            .at(unfit.origin, "does not fit")
            .help(format!("say `model=\"{cards}zones\"`, or a site's own, `{cards}zones-NAME`, and give it {cards} cards"))
            .on(firewall.name.as_str());
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
