//! Who draws power from which port, and how much.
//!
//! A port reserves power by the class of what is plugged in (IEEE 802.3af, at, bt; switches reference, part 2).

use crate::base::Sourced;
use crate::catalogue::{Model, ModelKind};
use crate::region::Power;
use crate::rules::Context;
use crate::topology::{Claim, What};

/// Tenths of a watt that a port reserves for a class.
const RESERVED: [u32; 9] = [154, 40, 70, 154, 300, 450, 600, 750, 900];

/// A device that is powered by its port.
pub struct Draw<'a> {
    /// The port.
    pub claim: &'a Claim,
    /// The device, by name.
    pub name: &'a Sourced<String>,
    /// Its class; 0 when the catalogue does not say.
    pub class: u8,
}

impl Draw<'_> {
    /// Tenths of a watt that the port sets aside.
    pub fn tenths(&self) -> u32 {
        RESERVED.get(usize::from(self.class)).copied().unwrap_or(900)
    }
}

/// Every device that says `power=poe` (access points say so by default), in order of its port.
pub fn all<'a>(cx: &Context<'a>) -> Vec<Draw<'a>> {
    let class = |model: Option<&Model>| model.and_then(|m| m.poe_class).unwrap_or(0);
    let of = |claim: &'a Claim| match claim.what {
        What::AccessPoint(n) => {
            let ap = cx.school.access_points.get(n).filter(|ap| *ap.power == Power::Poe)?;
            Some(Draw { claim, name: &ap.name, class: class(cx.catalogue.model(ModelKind::AccessPoint, &ap.model)) })
        }
        What::Device(n) => {
            let device = cx.school.devices.get(n).filter(|d| d.power.as_ref().is_some_and(|p| **p == Power::Poe))?;
            let model = device.model.as_ref().and_then(|m| cx.catalogue.model(ModelKind::of(device.kind.word())?, m));
            Some(Draw { claim, name: &device.name, class: class(model) })
        }
        _ => None,
    };
    cx.topology.claims.iter().filter_map(of).collect()
}
