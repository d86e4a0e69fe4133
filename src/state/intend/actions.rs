//! The actions of a school: switches that no configuration is written for, and those that are called obsolete.

use crate::base::Origins;
use crate::catalogue::{Catalogue, ModelKind};
use crate::region::{School, Status};
use crate::state::action::{Action, Why};

/// The actions of a school, in order of device; `languages` are the device languages that can be written.
pub fn actions(school: &School, catalogue: &Catalogue, languages: &[&str], origins: &mut Origins) -> Vec<Action> {
    let mut actions = Vec::new();
    for switch in school.switches.iter().filter(|s| *s.status != Status::Stock) {
        for member in &switch.members {
            let Some(model) = catalogue.model(ModelKind::Switch, &member.model) else { continue };
            let spoken = model.os.as_deref().is_some_and(|os| languages.contains(&os));
            let why = match (spoken, *switch.status) {
                (false, _) => Why::NoLanguage,
                (true, Status::Obsolete) => Why::Obsolete,
                (true, _) => continue,
            };
            let successor = model.life.as_ref().and_then(|l| l.successor.as_deref());
            let title = successor.map(|key| catalogue.model(ModelKind::Switch, key).map_or(key, |m| m.title()).to_owned());
            actions.push(Action {
                device: switch.label.clone(),
                rack: member.rack.clone(),
                model: member.model.with(model.title().to_owned()),
                why,
                replacement: title
                    .map(|t| origins.derive(t, "the catalogue names a model's successor", &[member.model.origin()])),
            });
        }
    }
    actions.sort_by(|a, b| (&a.device, &a.rack).cmp(&(&b.device, &b.rack)));
    actions.dedup_by(|a, b| a == b);
    actions
}
