//! Generated names: templates with tokens, an empty token takes the punctuation before it along.

use super::Binder;
use crate::base::{Origin, Sourced};
use crate::net::Uai;
use crate::region::tree::Merged;
use std::collections::BTreeMap;

/// What a template may name, with its value here.
#[derive(Clone, Debug, Default)]
pub struct Tokens(BTreeMap<&'static str, String>);

/// Marks between the parts of a name, and what encloses parts.
const MARKS: [char; 6] = ['-', '_', '.', '/', ' ', ','];
const OPENING: [char; 2] = ['(', '['];
const CLOSING: [char; 2] = [')', ']'];

impl Tokens {
    /// The tokens that hold for a whole school.
    pub fn of_school(
        uai: &Sourced<Uai>,
        slug: &Sourced<String>,
        name: &Sourced<String>,
        kind: Option<&Sourced<String>>,
        stage: Option<&Sourced<String>>,
    ) -> Tokens {
        let mut t = Tokens::default();
        t.0.insert("uai", uai.lower());
        t.0.insert("UAI", uai.to_string());
        t.0.insert("slug", slug.to_ascii_lowercase());
        t.0.insert("SLUG", slug.to_ascii_uppercase());
        t.0.insert("school", name.value().clone());
        t.0.insert("kind", kind.map(|k| k.value().clone()).unwrap_or_default());
        t.0.insert("stage", stage.map(|k| k.value().clone()).filter(|s| s != "none").unwrap_or_default());
        t
    }

    /// The same tokens and one more.
    pub fn with(&self, token: &'static str, value: impl Into<String>) -> Tokens {
        let mut t = self.clone();
        t.0.insert(token, value.into());
        t
    }

    /// Fills a template. An unknown token stays as it is, so that it is seen.
    pub fn fill(&self, template: &str) -> String {
        let mut out = String::new();
        let (mut rest, mut emptied) = (template, false);
        while let Some(open) = rest.find('{') {
            let (text, tail) = rest.split_at(open);
            out.push_str(text);
            let Some(close) = tail.find('}') else { break };
            let token = tail.get(1..close).unwrap_or("");
            match self.0.get(token) {
                // An empty token takes the punctuation before it along: "(CFA-)" becomes "(CFA)".
                Some(value) if value.is_empty() => {
                    out.truncate(out.trim_end_matches(MARKS).len());
                    emptied = true;
                }
                Some(value) => out.push_str(value),
                None => out.push_str(tail.get(..=close).unwrap_or("")),
            }
            rest = tail.get(close + 1..).unwrap_or("");
            // Nothing is left before it: what follows would begin with a mark, "(-MI)", or brackets would hold nothing.
            if emptied && (out.is_empty() || out.ends_with(OPENING)) {
                rest = rest.trim_start_matches(MARKS);
                if out.ends_with(OPENING) && rest.starts_with(CLOSING) {
                    out.pop();
                    out.truncate(out.trim_end_matches(MARKS).len());
                    rest = rest.get(1..).unwrap_or("");
                }
            }
            emptied = false;
            if rest.is_empty() {
                return out;
            }
        }
        out.push_str(rest);
        out
    }
}

/// Kinds of names that machines bear: in lower case.
const LOWER: [&str; 6] = ["host", "sysname", "access-point", "guest", "device", "station"];

impl Binder<'_> {
    /// A generated name: the region's template of this kind, else `otherwise`, filled.
    pub(super) fn generated(
        &mut self,
        kind: &'static str,
        tokens: &Tokens,
        from: Origin,
        otherwise: &'static str,
    ) -> Sourced<String> {
        let naming = self.tree().one("naming");
        let template = naming.and_then(|n| n.child(kind)).and_then(|c| c.settings.first().cloned().flatten());
        let (text, origin) = match &template {
            Some(t) => (t.text().unwrap_or(otherwise), t.origin()),
            None => (otherwise, self.origins.unwritten("naming", kind, otherwise)),
        };
        let filled = tokens.fill(text);
        let filled = if LOWER.contains(&kind) { filled.to_lowercase() } else { filled };
        self.origins.derive(filled, "a generated name follows the region's template", &[from, origin])
    }

    /// The tokens of what stands in a rack: the rack, its closet and its building.
    pub(super) fn tokens_of_rack(&self, tokens: &Tokens, rack: &str) -> Tokens {
        let closet = rack.rsplit_once('.').map_or(rack, |(closet, _)| closet);
        let holds = |b: &&Merged| b.children_of("rack").any(|r| r.name_text() == rack);
        let building = self.tree().of("building").find(holds);
        let name = building.map(|b| self.text(b, "name").map_or(b.name_text().to_owned(), Sourced::into_value));
        tokens.with("rack", rack).with("closet", closet).with("building", name.unwrap_or_default())
    }

    /// The school's DNS domain.
    pub(super) fn domain(&mut self, tokens: &Tokens, from: Origin) -> Sourced<String> {
        let domain = self.tree().one("naming").and_then(|n| self.text(n, "domain"));
        match domain {
            Some(d) => {
                let filled = tokens.fill(&d).to_lowercase();
                self.origins.derive(filled, "the school's domain follows the region's template", &[from, d.origin()])
            }
            None => Sourced::new("invalid".into(), self.origins.unwritten("naming", "domain", "invalid")),
        }
    }

    /// Local time: an overseas département has its own, the rest the region's.
    pub(super) fn timezone(&mut self, uai: &Sourced<Uai>) -> Sourced<String> {
        let overseas = match uai.department().as_str() {
            "971" => Some("America/Guadeloupe"),
            "972" => Some("America/Martinique"),
            "973" => Some("America/Cayenne"),
            "974" => Some("Indian/Reunion"),
            "975" => Some("America/Miquelon"),
            "976" => Some("Indian/Mayotte"),
            "983" => Some("Pacific/Noumea"),
            "984" => Some("Pacific/Tahiti"),
            "986" => Some("Pacific/Wallis"),
            _ => None,
        };
        let because = "clocks show the local time of the school's département";
        let zone = overseas.unwrap_or(&self.input.region.timezone).to_owned();
        self.origins.derive(zone, because, &[uai.origin()])
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_empty_token_takes_the_punctuation_before_it_along() {
        let t = Tokens::default().with("kind", "CFA").with("stage", "").with("UAI", "0189901P");
        assert_eq!(t.fill("[{UAI}] - CFA du Berry ({kind}-{stage})"), "[0189901P] - CFA du Berry (CFA)");
        assert_eq!(t.fill("{kind}{stage}x{who}"), "CFAx{who}");
    }
}
