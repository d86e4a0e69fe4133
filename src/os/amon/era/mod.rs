//! ERA: the firewall model of an Amon, written as a child of a stock one, read back, and judged.
//!
//! A firewall's state becomes a [`Model`] by [`project`]; [`write()`] spells it, [`read()`] reads one, ours or any other, and
//! [`Effect`] is what it lets pass together with what its parent opens by itself. What a model cannot carry of a firewall is in
//! [`LOSSES`]; what no Amon of ours has confirmed in [`UNTRIED`].

mod effect;
mod losses;
pub mod model;
mod parse;
mod project;
mod read;
mod services;
pub mod stock;
#[cfg(test)]
mod tests;
mod write;
mod xml;

use super::zones::Zones;
use crate::base::Origin;
use crate::state::Firewall;
pub use effect::{Effect, Variables};
pub use losses::{LOSSES, UNTRIED};
pub use model::Model;
pub use project::{PROXY_PORT, project};
pub use read::{Reading, Unread, read};
pub use xml::Told;

/// A text that a model cannot carry, and what decided it.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Uncarried {
    /// The text.
    pub text: String,
    /// A clause that completes "it cannot be written because …".
    pub why: String,
    /// What decided it; `None` for a text of the writer's own.
    pub origin: Option<Origin>,
}

/// The text of the child model of a firewall and the story of each line, or what it cannot carry. Its file is named after
/// [`Zones::model`].
pub fn write(firewall: &Firewall) -> Result<(String, Vec<Told>), Vec<Uncarried>> {
    write::document(&project(firewall)?).document()
}

/// What the server's variables say of the zones that the parent model has, as a `config.eol` with these zones gives them.
pub fn variables(zones: &Zones) -> Variables {
    let mut all = Variables::new();
    for zone in zones.zones.iter().filter(|z| z.is_stock) {
        let mut say = |name: &str, value: String| all.insert(format!("{name}_eth{}", *zone.card), vec![value]);
        say("adresse_ip", zone.address.to_string());
        say("adresse_netmask", zone.subnet.netmask().to_string());
        say("adresse_network", zone.subnet.network().to_string());
        say("nom_zone", zone.interface.value().clone());
    }
    all
}

/// What the child model of a firewall lets pass on the server, as its text says it: the parent is the stock model that it is
/// named after, with the addresses of the firewall's zones.
pub fn effect(firewall: &Firewall, text: &str) -> Option<Effect> {
    let zones = Zones::of(firewall).ok()?;
    let child = read(text).ok()?.model;
    let parent = stock::model(&zones.parent)?;
    Some(Effect::of(&parent.with(&child), &variables(&zones)))
}
