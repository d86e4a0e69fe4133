//! Buildings, racks and rooms, and who answers for what is in open mode.

use super::Binder;
use super::naming::Tokens;
use crate::base::{Layer, Origin, Sourced};
use crate::net::Date;
use crate::region::tree::Merged;
use crate::region::words::Support;
use crate::region::{Building, Mandate, Rack, Room};
use crate::syntax::{Space, Value};
use std::collections::BTreeMap;

impl Binder<'_> {
    pub(super) fn buildings(&mut self, tokens: &Tokens, support: &Sourced<Support>) -> Vec<Building> {
        let mut buildings = Vec::new();
        // Rooms of one statement share its word, so that a mistake in it is found once.
        let mut said = BTreeMap::new();
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
                let mandate = self.mandate(child);
                let support = match self.word(child, "support", Support::of) {
                    Some(own) => *said.entry(self.origins.span(own.origin())).or_insert(own),
                    None => *support,
                };
                let (usage, floor) = (self.text(child, "use"), self.number(child, "floor"));
                rooms.push(Room { name, usage, floor, support, mandate, location });
            }
            buildings.push(Building { name, title, racks, rooms });
        }
        buildings
    }

    /// Who answers for the open mode that a node says.
    pub(super) fn mandate(&mut self, node: &Merged) -> Mandate {
        let said = node.props.get("support").filter(|s| matches!(s.layer, Layer::School | Layer::Deviation(_)));
        let asked = said.map(|s| s.value.origin()).unwrap_or_else(|| self.header_line());
        let charter = node.props.get("charter").and_then(|s| day(&s.value));
        let delegate = self.text(node, "delegate").map(|d| self.delegate(d));
        Mandate { asked, charter, delegate }
    }

    /// Who answers for the open mode of the whole school.
    pub(super) fn mandate_of_school(&mut self) -> Mandate {
        let said = self.input.header.prop("support").map(|p| p.span);
        let asked = said.map(|span| self.written(span, Layer::School)).unwrap_or_else(|| self.header_line());
        let written = self.input.header.prop("charter").map(|p| (p.value.clone(), p.span));
        let charter = written.and_then(|(value, span)| day(&Sourced::new(value, self.written(span, Layer::School))));
        let delegate = self.header_text("delegate").map(|d| self.delegate(d));
        Mandate { asked, charter, delegate }
    }

    /// The day on which the school's council was told of the Wi-Fi.
    pub(super) fn council(&mut self) -> Option<Sourced<Date>> {
        let written = self.input.header.prop("council").map(|p| (p.value.clone(), p.span));
        written.and_then(|(value, span)| day(&Sourced::new(value, self.written(span, Layer::School))))
    }

    /// A function; one that is not declared is reported here, and is named all the same: it is no second mistake.
    fn delegate(&mut self, name: Sourced<String>) -> Sourced<String> {
        self.refer(Space::Owner, name.clone()).unwrap_or(name)
    }

    fn header_line(&mut self) -> Origin {
        let header = self.input.header;
        self.written(header.args.first().map_or(header.span, |arg| arg.span), Layer::School)
    }
}

/// A day on which something was done. One that is no date was reported, and any day stands for it.
fn day(value: &Sourced<Value>) -> Option<Sourced<Date>> {
    match **value {
        Value::Date(day) => day.map(|day| value.with(day)),
        _ => Date::from_days(0).map(|day| value.with(day)),
    }
}
