//! Buildings, racks and rooms.

use super::Binder;
use super::naming::Tokens;
use crate::base::Sourced;
use crate::region::words::Support;
use crate::region::{Building, Rack, Room};
use crate::syntax::{Space, Value};

impl Binder<'_> {
    pub(super) fn buildings(&mut self, tokens: &Tokens, support: &Sourced<Support>) -> Vec<Building> {
        let mut buildings = Vec::new();
        for node in self.tree().of("building") {
            let Some(name) = node.name.clone() else { continue };
            let title = self.text(node, "name");
            let label = title.as_ref().map_or(name.value(), |t| t.value()).clone();
            let tokens = tokens.with("building", label);
            let mut racks = Vec::new();
            for child in node.children_of("rack") {
                let Some(name) = child.name.clone() else { continue };
                // The closet is the name up to its last dot: SR12.1 stands in SR12.
                let closet = name.rsplit_once('.').map_or(name.as_str(), |(c, _)| c).to_owned();
                let tokens = tokens.with("rack", name.value().clone()).with("closet", closet.clone());
                let label = self.generated("rack", &tokens, name.origin(), "{rack}");
                let location = self.generated("closet", &tokens, name.origin(), "{building} / {closet}");
                let units = self.number(child, "units");
                racks.push(Rack { name, units, closet, label, location });
            }
            let mut rooms = Vec::new();
            for child in node.children_of("room") {
                let Some(name) = child.name.clone() else { continue };
                let tokens = tokens.with("room", name.value().clone());
                let location = self.generated("location", &tokens, name.origin(), "{building} / {room}");
                let charter = child.value("charter").and_then(|v| match **v {
                    Value::Date(Some(d)) => Some(v.with(d)),
                    _ => None,
                });
                let delegate = self.text(child, "delegate").and_then(|d| self.refer(Space::Owner, d));
                let support = self.word(child, "support", Support::of).unwrap_or(*support);
                let (usage, floor) = (self.text(child, "use"), self.number(child, "floor"));
                rooms.push(Room { name, usage, floor, support, charter, delegate, location });
            }
            buildings.push(Building { name, title, racks, rooms });
        }
        buildings
    }
}
