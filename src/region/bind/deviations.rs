//! Deviations: reason, owner, end, and what they silence.

use super::Binder;
use crate::base::{Layer, Rule};
use crate::region::merge::spell;
use crate::region::{Departure, Deviation};
use crate::syntax::{Space, Value};

crate::findings! {
    /// A deviation lacks what the region asks of every deviation.
    ///
    /// A deviation without an owner is nobody's, and one without an end is for ever: both are how standards die.
    pub static DEVIATION_INCOMPLETE = "deviation-incomplete", Error;
}

/// What this file can find.
pub static RULES: &[&Rule] = &[&DEVIATION_INCOMPLETE];

impl Binder<'_> {
    pub(super) fn deviations(&mut self) -> Vec<Deviation> {
        let mut all = Vec::new();
        for (number, decl) in self.input.deviations.iter().enumerate() {
            let layer = Layer::Deviation(u16::try_from(number).unwrap_or(u16::MAX));
            let origin = self.written(decl.span, layer);
            let reason = decl.args.first();
            let text = reason.and_then(|a| a.value.text()).unwrap_or_default().to_owned();
            let reason = match reason {
                Some(arg) => {
                    let here = self.written(arg.span, layer);
                    crate::base::Sourced::new(text, here)
                }
                None => crate::base::Sourced::new(text, origin),
            };
            let owner = decl.prop("owner").and_then(|p| p.value.text().map(|t| (t.to_owned(), p.span)));
            let owner = owner.map(|(t, span)| {
                let here = self.written(span, layer);
                crate::base::Sourced::new(t, here)
            });
            let owner = owner.and_then(|o| self.refer(Space::Owner, o));
            let until = decl.prop("until").and_then(|p| match p.value {
                Value::Date(d) => Some((d, p.span)),
                _ => None,
            });
            let until = until.map(|(d, span)| {
                let here = self.written(span, layer);
                crate::base::Sourced::new(d, here)
            });
            if reason.trim().is_empty() {
                self.sink()
                    .report(&DEVIATION_INCOMPLETE, "a deviation gives no reason")
                    .at(&reason, "nothing is said here")
                    .help("say in a line why this school differs");
            }
            all.push(Deviation { reason, owner, until, origin });
        }
        all
    }

    /// Rules that a deviation silences: the standard is not kept there, and `check` does not say so.
    pub(super) fn waivers(&mut self) -> Vec<Departure> {
        let mut all = Vec::new();
        for (number, deviation) in self.input.deviations.iter().enumerate() {
            let number = u16::try_from(number).unwrap_or(u16::MAX);
            for waive in deviation.children.iter().filter(|child| child.node.kind == "waive") {
                let (Some((rule, _)), Some(on)) = (waive.name(), waive.prop("on")) else { continue };
                let path = format!("waive {rule} on={}", spell(&on.value));
                let origin = self.written(waive.span, Layer::Deviation(number));
                all.push(Departure { path, deviation: Some(number), origin });
            }
        }
        all
    }
}
