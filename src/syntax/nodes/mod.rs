//! The rows of the one table of the language, a file a family. Entry points: [`all`] and [`find`].
//!
//! To add a node: write its row in the file of its family and list it in that file's `ROWS`. The reader, the
//! documentation and completion follow from the row.

mod catalogue;
mod cmdb;
mod devices;
mod equipment;
mod firewall;
mod guests;
pub(super) mod headers;
mod people;
mod places;
mod policy;
mod region;
mod services;
mod switches;
mod vlans;
mod wifi;
pub mod words;

pub(super) use words::{KIND_STATION, SUPPORT};

use super::table::{In, Node};

/// A family of nodes, as the documentation groups them.
#[derive(Debug)]
pub struct Family {
    /// Its title.
    pub title: &'static str,
    /// Its rows.
    pub rows: &'static [&'static Node],
}

/// Every family, in the order of the documentation.
pub static FAMILIES: &[Family] = &[
    Family { title: "Header lines", rows: headers::ROWS },
    Family { title: "Names, addresses, region-wide services", rows: region::ROWS },
    Family { title: "Teams, organisations, owners, deviations", rows: people::ROWS },
    Family { title: "VLANs, zones, port classes", rows: vlans::ROWS },
    Family { title: "Flows", rows: policy::ROWS },
    Family { title: "Firewall", rows: firewall::ROWS },
    Family { title: "Services of a school", rows: services::ROWS },
    Family { title: "Guests", rows: guests::ROWS },
    Family { title: "Wi-Fi", rows: wifi::ROWS },
    Family { title: "A school's addresses and places", rows: places::ROWS },
    Family { title: "Switches and cables", rows: switches::ROWS },
    Family { title: "Hosts and access points", rows: equipment::ROWS },
    Family { title: "End devices and stations", rows: devices::ROWS },
    Family { title: "Catalogue", rows: catalogue::ROWS },
    Family { title: "The CMDB's profile", rows: cmdb::ROWS },
];

/// Every row, family by family.
pub fn all() -> impl Iterator<Item = &'static Node> {
    FAMILIES.iter().flat_map(|f| f.rows.iter().copied())
}

/// The row of a keyword under a parent, or (without one) at the top level of a kind of file; `None` when it is not legal there.
///
/// A top-level place is [`In::R`], [`In::P`], [`In::C`], [`In::D`] (inside a deviation), [`In::K`] or
/// [`In::M`]. Inside a deviation's block the parent may also be given as `deviation`.
pub fn find(parent: Option<&str>, at: In, kind: &str) -> Option<&'static Node> {
    all().find(|n| n.kind == kind && n.may_stand(parent, at))
}

/// The keywords that are legal at a place, in the order of the table.
pub fn legal(parent: Option<&str>, at: In) -> impl Iterator<Item = &'static str> {
    all().filter(move |n| n.may_stand(parent, at)).map(|n| n.kind)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::syntax::table::{Key, Type};
    use std::collections::BTreeSet;

    #[test]
    fn a_place_knows_one_row_of_a_keyword() {
        let parents: BTreeSet<&str> = all().flat_map(|n| n.parents.iter().copied()).collect();
        let places = parents.into_iter().map(Some).chain([None]);
        for parent in places {
            for at in [In::R, In::P, In::C, In::D, In::K, In::M] {
                let mut seen = BTreeSet::new();
                for kind in legal(parent, at).filter(|_| parent.is_none() || at == In::C) {
                    assert!(seen.insert(kind), "{kind} twice under {parent:?}");
                }
            }
        }
    }

    #[test]
    fn every_parent_is_a_node_and_every_row_can_stand_somewhere() {
        for node in all() {
            assert!(node.at != In::CHILD || !node.parents.is_empty(), "{} can stand nowhere", node.kind);
            for parent in node.parents {
                assert!(all().any(|n| n.kind == *parent), "{}: no node {parent}", node.kind);
            }
        }
    }

    #[test]
    fn no_row_names_a_property_twice_and_every_default_is_a_word_of_its_type() {
        for node in all() {
            let mut seen = BTreeSet::new();
            for property in node.props {
                assert!(seen.insert(property.name), "{} {}", node.kind, property.name);
                assert!(!(property.required && property.default.is_some()), "{} {}", node.kind, property.name);
                if let (Type::Word(words), Some(default)) = (property.kind, property.default) {
                    assert!(words.contains(&default), "{} {}={default}", node.kind, property.name);
                }
            }
        }
    }

    #[test]
    fn every_word_has_its_effect_and_every_list_is_told_from_the_others() {
        let mut seen = BTreeSet::new();
        for list in words::LISTS {
            assert_eq!(list.words.len(), list.effects.len());
            assert!(seen.insert(list.words), "{:?}", list.words);
        }
    }

    #[test]
    fn every_list_of_words_is_used() {
        let page = crate::syntax::docs::language();
        assert!(!page.contains("\n\n\n| word"), "a list of words that no row chooses from");
    }

    #[test]
    fn a_deviation_holds_what_a_school_or_a_profile_may() {
        assert!(find(None, In::D, "software").is_some() && find(Some("deviation"), In::C, "lifetime").is_some());
        assert!(find(None, In::C, "lifetime").is_none() && find(None, In::D, "deviation").is_none());
        assert!(find(None, In::D, "waive").is_none() && find(Some("deviation"), In::C, "waive").is_some());
        let host = find(Some("host"), In::C, "kvm").map(|n| (n.key, n.class));
        assert_eq!(host, Some((Key::Name, crate::syntax::Class::Inventory)));
    }
}
