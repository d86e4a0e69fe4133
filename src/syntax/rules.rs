//! What can be wrong with a manifest before anything is resolved: the findings of reading.

crate::findings! {
/// The text is not KDL here: something is not closed, or something is missing.
///
/// ## Fails
/// ```kdl
/// building A name= { room A101 }
/// ```
/// ## Passes
/// ```kdl
/// building A name="Main" { room A101 }
/// ```
pub static SYNTAX = "syntax", Error;
/// The first line of a file does not say what the file is.
///
/// A region begins with `region NAME`, a profile with `profile NAME`, a school with `school "UAI"`, a catalogue file with
/// `catalogue NAME`, the profile of the CMDB with `cmdb itop`. A file that begins as one of another kind lies at the wrong place:
/// profiles belong below profiles/, catalogue files below catalogue/.
pub static HEADER_MISSING = "header-missing", Error;
/// A value that begins with a digit, or that holds a character of the grammar, needs quotes.
///
/// KDL reads a digit as the beginning of a number: a date, an address or a room would be refused or, worse, become another number (`012` is 12).
///
/// ## Fails
/// ```kdl
/// takeover rdv1=2017-09-12
/// ```
/// ## Passes
/// ```kdl
/// takeover rdv1="2017-09-12"
/// ```
pub static VALUE_NEEDS_QUOTES = "value-needs-quotes", Error;
/// A number is spelt in a way that reads as another one.
///
/// A plain number is 0, or digits without a leading zero; a decimal is quoted.
///
/// ## Fails
/// ```kdl
/// takeover trained=0x14
/// ```
/// ## Passes
/// ```kdl
/// takeover trained=20
/// ```
pub static NUMBER_SPELLING = "number-spelling", Error;
/// A number stands in quotes where the language has a plain one.
///
/// ## Fails
/// ```kdl
/// takeover trained="15"
/// ```
/// ## Passes
/// ```kdl
/// takeover trained=15
/// ```
pub static NUMBER_QUOTED = "number-quoted", Error;
/// A place with a point and no quotes is a decimal number: 13.10 and 13.1 would be the same.
///
/// ## Fails
/// ```kdl
/// deviation "a lab" owner=section-sio until=none {
///     vlan labo id=160 place=14.0
/// }
/// ```
/// ## Passes
/// ```kdl
/// deviation "a lab" owner=section-sio until=none {
///     vlan labo id=160 place="14.0/24"
/// }
/// ```
pub static PLACE_IS_A_FLOAT = "place-is-a-float", Error;
/// KDL has no single quotes: they become part of the value, and the value ends at the first space.
///
/// ## Fails
/// ```kdl
/// building A name='Main hall' { room A101 }
/// ```
/// ## Passes
/// ```kdl
/// building A name="Main hall" { room A101 }
/// ```
pub static SINGLE_QUOTE = "single-quote", Error;
/// A comma stands where KDL has none: values are separated by spaces, and a list has no space in it.
///
/// ## Fails
/// ```kdl
/// building A { room A101, A102 }
/// ```
/// ## Passes
/// ```kdl
/// building A { room A101 A102 }
/// ```
pub static LOOSE_COMMA = "loose-comma", Error;
/// A property is written twice in one line; KDL would take the last and say nothing.
///
/// ## Fails
/// ```kdl
/// takeover trained=15 trained=16
/// ```
/// ## Passes
/// ```kdl
/// takeover trained=16
/// ```
pub static PROPERTY_TWICE = "property-twice", Error;
/// A space stands beside an equals sign. KDL reads it as a property; people read two values.
///
/// ## Fails
/// ```kdl
/// takeover trained =15
/// ```
/// ## Passes
/// ```kdl
/// takeover trained=15
/// ```
pub static SPACE_BESIDE_EQUALS = "space-beside-equals", Warning;
/// A KDL type annotation means nothing here.
///
/// ## Fails
/// ```kdl
/// takeover trained=(u8)15
/// ```
/// ## Passes
/// ```kdl
/// takeover trained=15
/// ```
pub static TYPE_ANNOTATION = "type-annotation", Error;
/// The name of a node or of a property stands in quotes.
///
/// ## Fails
/// ```kdl
/// "takeover" trained=15
/// ```
/// ## Passes
/// ```kdl
/// takeover trained=15
/// ```
pub static QUOTED_NAME = "quoted-name", Warning;
/// `#true`, `#false`, `#null` are no values here: the language has words.
///
/// ## Fails
/// ```kdl
/// building A name=#null { room A101 }
/// ```
/// ## Passes
/// ```kdl
/// building A { room A101 }
/// ```
pub static NO_SUCH_VALUE = "no-such-value", Error;
/// KDL keeps `true`, `false`, `null`, `inf`, `-inf` and `nan` for itself: without quotes they are no words.
///
/// ## Fails
/// ```kdl
/// building A { room true }
/// ```
/// ## Passes
/// ```kdl
/// building A { room "true" }
/// ```
pub static RESERVED_WORD = "reserved-word", Error;
/// A character that no device and no document may receive: a control, a mark of writing direction, a line break in a one-line text.
///
/// ## Fails
/// ```kdl
/// building A name="Main\u{7}" { room A101 }
/// ```
/// ## Passes
/// ```kdl
/// building A name="Main" { room A101 }
/// ```
pub static CHARACTER_REFUSED = "character-refused", Error;
/// A name has a character that names cannot have, begins wrong, or is too long.
///
/// A name is a letter and then letters, digits and `. - _ +`, at most 63; a room or a rack may begin with a digit. Accents go into `name=`.
///
/// ## Fails
/// ```kdl
/// building Préau { room A101 }
/// ```
/// ## Passes
/// ```kdl
/// building P name="Préau" { room A101 }
/// ```
pub static NAME_REFUSED = "name-refused", Error;
/// The language has no such node.
///
/// ## Fails
/// ```kdl
/// take-over trained=15
/// ```
/// ## Passes
/// ```kdl
/// takeover trained=15
/// ```
pub static UNKNOWN_NODE = "unknown-node", Error;
/// The node exists, but not at this place.
///
/// ## Fails
/// ```kdl
/// room A101
/// ```
/// ## Passes
/// ```kdl
/// building A { room A101 }
/// ```
pub static NODE_NOT_HERE = "node-not-here", Error;
/// The node has no such property.
///
/// ## Fails
/// ```kdl
/// takeover traned=15
/// ```
/// ## Passes
/// ```kdl
/// takeover trained=15
/// ```
pub static UNKNOWN_PROPERTY = "unknown-property", Error;
/// A property that the node needs is absent.
///
/// ## Fails
/// ```kdl
/// deviation "a second building" until=none {
///     building B { room B101 }
/// }
/// ```
/// ## Passes
/// ```kdl
/// deviation "a second building" owner=section-sio until=none {
///     building B { room B101 }
/// }
/// ```
pub static MISSING_PROPERTY = "missing-property", Error;
/// An argument that the node needs is absent.
///
/// ## Fails
/// ```kdl
/// building { room A101 }
/// ```
/// ## Passes
/// ```kdl
/// building A { room A101 }
/// ```
pub static MISSING_ARGUMENT = "missing-argument", Error;
/// The node takes no such argument.
///
/// ## Fails
/// ```kdl
/// building A Main { room A101 }
/// ```
/// ## Passes
/// ```kdl
/// building A name=Main { room A101 }
/// ```
pub static ARGUMENT_TOO_MANY = "argument-too-many", Error;
/// The property takes one of some words, and this is none of them.
///
/// ## Fails
/// ```kdl
/// building A { room A101 use=class }
/// ```
/// ## Passes
/// ```kdl
/// building A { room A101 use=classe }
/// ```
pub static UNKNOWN_WORD = "unknown-word", Error;
/// The value is not what the property takes: no address, no date, no size, a number out of range.
///
/// ## Fails
/// ```kdl
/// takeover rdv1="2017-02-30"
/// ```
/// ## Passes
/// ```kdl
/// takeover rdv1="2017-02-28"
/// ```
pub static WRONG_TYPE = "wrong-type", Error;
/// An inventory has a column that is none of its columns, lacks the column `name`, or has one twice.
///
/// The columns are name, kind, room, model, serial, asset, mac, address, outlet, support and note, in any order.
pub static UNKNOWN_COLUMN = "unknown-column", Error;
/// A row of an inventory cannot be read: too few or too many cells, a quote that is not closed, no name.
///
/// A shifted row would give one station the address of another, so nothing of such a row is used.
pub static INVENTORY_ROW = "inventory-row", Error;
}

use crate::base::Rule;

/// Every finding of this stage, by name.
pub static RULES: &[&Rule] = &[
    &ARGUMENT_TOO_MANY,
    &CHARACTER_REFUSED,
    &HEADER_MISSING,
    &INVENTORY_ROW,
    &LOOSE_COMMA,
    &MISSING_ARGUMENT,
    &MISSING_PROPERTY,
    &NAME_REFUSED,
    &NO_SUCH_VALUE,
    &NODE_NOT_HERE,
    &NUMBER_QUOTED,
    &NUMBER_SPELLING,
    &PLACE_IS_A_FLOAT,
    &PROPERTY_TWICE,
    &QUOTED_NAME,
    &RESERVED_WORD,
    &SINGLE_QUOTE,
    &SPACE_BESIDE_EQUALS,
    &SYNTAX,
    &TYPE_ANNOTATION,
    &UNKNOWN_COLUMN,
    &UNKNOWN_NODE,
    &UNKNOWN_PROPERTY,
    &UNKNOWN_WORD,
    &VALUE_NEEDS_QUOTES,
    &WRONG_TYPE,
];

#[cfg(test)]
mod tests {
    use super::*;
    use crate::base::finding::Policy;
    use crate::base::{FileId, Origins, Sink};
    use crate::syntax::table::In;

    /// The names of what is found in a fragment of a school.
    fn found(fragment: &str) -> Vec<&'static str> {
        let (origins, mut policy, mut findings) = (<Origins as Default>::default(), Policy::default(), Vec::new());
        let text = format!("school \"0370037P\" profile=p name=n slug=s\n{fragment}");
        crate::syntax::read(FileId(0), In::C, &text, &mut Sink::new(&origins, &mut policy, None, &mut findings));
        findings.into_iter().map(|f| f.rule).collect()
    }

    fn examples<'a>(docs: &'a str, title: &str) -> Vec<&'a str> {
        let part = docs.split(title).nth(1).unwrap_or("").split("## ").next().unwrap_or("");
        part.split("```kdl\n").skip(1).filter_map(|block| block.split("```").next()).collect()
    }

    #[test]
    fn every_finding_fails_on_its_example_alone_and_passes_on_the_other() {
        for rule in RULES {
            let docs: String = rule.docs.lines().map(|l| format!("{}\n", l.strip_prefix(' ').unwrap_or(l))).collect();
            for example in examples(&docs, "## Fails\n") {
                assert_eq!(found(example), [rule.name], "{example}");
            }
            for example in examples(&docs, "## Passes\n") {
                assert_eq!(found(example), [""; 0], "{}: {example}", rule.name);
            }
        }
        let shown = RULES.iter().filter(|r| r.docs.contains("## Fails")).count();
        assert_eq!(shown, RULES.len() - 3, "the header and the inventory have no fragment of a school to show");
    }

    #[test]
    fn the_list_is_sorted_and_names_nothing_twice() {
        assert!(RULES.windows(2).all(|w| w[0].name < w[1].name));
    }
}
