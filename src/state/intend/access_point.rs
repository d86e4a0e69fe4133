//! Access points: whether a line of the author's own has a place on one.
//!
//! Their ports on the switches are `port`'s.

use super::switch::{raw_at, raw_at_nothing};
use crate::base::Sink;
use crate::catalogue::{Catalogue, ModelKind};
use crate::region::{AccessPoint, Raw, School};
use crate::state::switch::RawAt;
use crate::topology::access_point_vlans;

/// Whether an access point has the port or carries the VLAN that a raw line names; of an unknown model any port is its own.
pub fn has_place(school: &School, catalogue: &Catalogue, ap: &AccessPoint, raw: &Raw) -> bool {
    match raw_at(school, &raw.at) {
        None => false,
        Some(RawAt::Global) => true,
        Some(RawAt::Port(port)) => {
            let model = catalogue.model(ModelKind::AccessPoint, &ap.model);
            port.member == 0 && model.is_none_or(|m| m.group(port.number).is_some())
        }
        Some(RawAt::Vlan(id)) => access_point_vlans(school, ap).iter().any(|(vlan, _)| *vlan == id),
    }
}

/// Reports raw lines that stand where an access point has nothing.
pub fn report(school: &School, catalogue: &Catalogue, out: &mut Sink) {
    for ap in &school.access_points {
        for raw in ap.raw.iter().filter(|raw| !has_place(school, catalogue, ap, raw)) {
            raw_at_nothing(&ap.name, raw, out);
        }
    }
}
