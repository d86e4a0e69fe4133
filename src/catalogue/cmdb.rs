//! The profile of the CMDB: how much a thing matters, by its role. Entry point: [`Profile::weight`].
//!
//! It knows no school and no column of any software's tables. The built-in profile comes first; a region's `cmdb.kdl`
//! replaces what it says, role by role.

use crate::base::{Sink, Span};
use crate::syntax::{Document, Value};
use std::collections::BTreeMap;

crate::findings! {
    /// The region's profile of the CMDB gives a role two weights.
    ///
    /// Which of the two would hold depends on the order of the lines, and nobody reads one as taking back the other.
    ///
    /// ## Fails
    /// ```kdl
    /// cmdb itop
    /// criticality core=high host=medium
    /// criticality host=high
    /// ```
    /// ## Passes
    /// ```kdl
    /// cmdb itop
    /// criticality core=high host=medium
    /// criticality directory=medium
    /// ```
    pub static CRITICALITY_TWICE = "criticality-twice", Error;
}

/// The role of what has none: its weight is that of whatever else there is.
const OTHER: &str = "other";

/// How much a thing matters when it fails, lightest first.
#[derive(Copy, Clone, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub enum Level {
    /// It can wait.
    Low,
    /// Several rooms or services wait for it.
    Medium,
    /// The school waits for it.
    High,
}

impl Level {
    /// Its word in the language, which is also iTop's.
    pub fn word(self) -> &'static str {
        match self {
            Level::Low => "low",
            Level::Medium => "medium",
            Level::High => "high",
        }
    }

    fn of(word: &str) -> Option<Level> {
        [Level::Low, Level::Medium, Level::High].into_iter().find(|level| level.word() == word)
    }
}

/// The weight of a role.
#[derive(Copy, Clone, PartialEq, Eq, Debug)]
pub struct Weight {
    /// The role, as the language spells it.
    pub role: &'static str,
    /// How much it matters.
    pub level: Level,
    /// Where the region says so; `None` for the built-in profile's.
    pub span: Option<Span>,
}

/// What a region's CMDB is told about roles.
#[derive(Clone, Debug, Default)]
pub struct Profile {
    weights: BTreeMap<&'static str, Weight>,
}

impl Profile {
    /// The weightiest of some roles, the first of equals; of none that is known, the weight of `other`. `None` only without
    /// the built-in profile.
    pub fn weight<'a>(&self, roles: impl IntoIterator<Item = &'a str>) -> Option<Weight> {
        let weights = roles.into_iter().filter_map(|role| self.weights.get(role));
        let weightiest = weights.reduce(|first, next| if next.level > first.level { next } else { first });
        weightiest.or_else(|| self.weights.get(OTHER)).copied()
    }

    /// The built-in profile alone, for tests of what stands on it.
    #[cfg(test)]
    pub fn built_in() -> Profile {
        tests::profile("").0
    }

    /// Takes the weights that another profile gives.
    pub(super) fn join(&mut self, other: &Profile) {
        self.weights.extend(other.weights.iter().map(|(role, weight)| (*role, *weight)));
    }

    /// Replaces the weights that a document gives; one without any changes nothing.
    pub(super) fn replace(&mut self, document: &Document, sink: &mut Sink) {
        let mut seen: BTreeMap<&str, Span> = BTreeMap::new();
        for prop in document.nodes.iter().filter(|d| d.node.kind == "criticality").flat_map(|d| &d.props) {
            let role = prop.property.name;
            if let Some(first) = seen.insert(role, prop.entry) {
                sink.report(&CRITICALITY_TWICE, format!("the role {role} has two weights in the CMDB's profile"))
                    .at(prop.entry, "weighed again here")
                    .also(first, "first weighed here")
                    .help("keep one of them");
                continue;
            }
            // A word that is none was reported when it was read.
            let Value::Word(word) = prop.value else { continue };
            let Some(level) = Level::of(word) else { continue };
            let span = (document.file != super::BUILT_IN_FILE).then_some(prop.entry);
            self.weights.insert(role, Weight { role, level, span });
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::base::{FileId, Finding, Origins, Policy};
    use crate::catalogue::{BUILT_IN, BUILT_IN_FILE, Catalogue};
    use crate::syntax::{self, In, nodes};

    /// The built-in profile with a region's over it, and what is found in the region's.
    pub(super) fn profile(text: &str) -> (Profile, Vec<Finding>) {
        let (origins, mut policy, mut findings) = (<Origins as Default>::default(), Policy::default(), Vec::new());
        let sink = &mut Sink::new(&origins, &mut policy, None, &mut findings);
        let built_in: Vec<Document> = BUILT_IN
            .iter()
            .filter(|(_, at, _)| *at == In::M)
            .map(|(_, at, text)| syntax::read(BUILT_IN_FILE, *at, text, sink))
            .collect();
        assert!(!built_in.is_empty());
        let own = (!text.is_empty()).then(|| syntax::read(FileId(0), In::M, text, sink));
        let catalogue = Catalogue::of(built_in.iter(), sink).with(own.iter(), sink);
        (catalogue.cmdb, findings)
    }

    fn found(text: &str) -> Vec<&'static str> {
        profile(text).1.iter().map(|f| f.rule).collect()
    }

    #[test]
    fn every_role_of_the_language_has_a_weight_without_a_word_of_the_region() {
        let (built_in, findings) = profile("");
        assert!(findings.is_empty(), "{findings:?}");
        let node = nodes::find(None, In::M, "criticality").unwrap();
        for role in node.props {
            assert_eq!(built_in.weight([role.name]).map(|w| w.role), Some(role.name));
        }
        let roles = ["switch", "nas", "appliance", "kvm"].into_iter().filter_map(|kind| {
            let node = nodes::all().find(|n| n.kind == kind && n.property("role").is_some())?;
            node.property("role").map(|p| p.kind)
        });
        let mut words = 0;
        for kind in roles {
            let (syntax::table::Type::Word(list) | syntax::table::Type::Words(list)) = kind else { continue };
            for word in list {
                words += 1;
                assert_eq!(built_in.weight([*word]).map(|w| w.role), Some(*word), "{word} is weighed as another thing");
            }
        }
        assert!(words > 15, "the roles of switches, NAS, appliances and guests were found");
    }

    #[test]
    fn a_region_replaces_a_role_and_leaves_the_others() {
        let (own, findings) = profile("cmdb itop\ncriticality host=high");
        assert!(findings.is_empty(), "{findings:?}");
        let level = |role| own.weight([role]).map(|w| (w.level, w.span.map(|s| s.start)));
        assert_eq!(level("host"), Some((Level::High, Some(22))));
        assert_eq!((level("core"), level("distribution")), (Some((Level::High, None)), Some((Level::Medium, None))));
    }

    #[test]
    fn a_thing_of_several_roles_matters_as_much_as_the_weightiest() {
        let (own, _) = profile("cmdb itop\ncriticality other=medium");
        let weight = |roles: &[&str]| own.weight(roles.iter().copied()).map(|w| (w.role, w.level));
        assert_eq!(weight(&["web", "directory", "firewall"]), Some(("directory", Level::High)));
        assert_eq!(weight(&["web", "print"]), Some(("web", Level::Low)));
        assert_eq!((weight(&[]), weight(&["unheard-of"])), (Some(("other", Level::Medium)), Some(("other", Level::Medium))));
    }

    #[test]
    fn a_role_weighed_twice_an_unknown_role_and_an_unknown_weight_are_each_one_finding() {
        let examples = |title: &str| {
            let part = CRITICALITY_TWICE.docs.split(title).nth(1).unwrap().split("```").nth(1).unwrap();
            part.lines().map(str::trim).filter(|l| *l != "kdl").collect::<Vec<_>>().join("\n")
        };
        assert_eq!(found(&examples("## Fails")), ["criticality-twice"]);
        assert_eq!(found(&examples("## Passes")), [""; 0]);
        assert_eq!(found("cmdb itop\ncriticality hots=high"), ["unknown-property"]);
        assert_eq!(found("cmdb itop\ncriticality host=highest"), ["unknown-word"]);
        assert_eq!(found("cmdb glpi\ncriticality host=high"), ["unknown-word"]);
        assert_eq!(found("criticality host=high"), ["header-missing"]);
    }
}
