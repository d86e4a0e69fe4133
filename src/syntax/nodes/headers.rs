//! Header lines: the first node of every file says what the file is.

use super::words::{CMDB_SOFTWARE, KIND_SCHOOL, STAGE, SUPPORT};
use crate::syntax::table::{Args, Class, In, Key, Node, Property, Space, Type};

pub(in crate::syntax) static ROWS: &[&Node] = &[&REGION, &PROFILE, &SCHOOL, &CATALOGUE, &CMDB];

/// Where `support=` may say `open`: since when.
pub(super) const CHARTER: Property =
    Property::new("charter", Type::Date, "the day the charter was signed; required where `support=open` is first said");
/// Where `support=` may say `open`: who answers.
pub(super) const DELEGATE: Property =
    Property::new("delegate", Type::Ref(Space::Owner), "the function that keeps it; required where `support=open` is first said");

pub(in crate::syntax) static REGION: Node = Node {
    kind: "region",
    parents: &[],
    at: In::R,
    key: Key::Header,
    class: Class::Standard,
    args: Args::of(&[("name", Type::Declares(Space::Region))]),
    props: &[
        Property::new("language", Type::Number(1, 1), "the version of this language").or("1"),
        Property::new("name", Type::Text, "the name that documents show"),
        Property::new("academy", Type::Ref(Space::Free), "the academy's name in domain names: `ac-{academy}`"),
        Property::new("timezone", Type::Text, "clocks, summer time and hours of flows; overseas départements have their own")
            .or("Europe/Paris"),
    ],
    doc: "The file is the region's: what holds for every school, written once.",
};

pub(in crate::syntax) static PROFILE: Node = Node {
    kind: "profile",
    parents: &[],
    at: In::P,
    key: Key::Header,
    class: Class::Standard,
    args: Args::of(&[("name", Type::Declares(Space::Profile))]),
    props: &[
        Property::new("extends", Type::Ref(Space::Profile), "the one profile that this one builds on"),
        Property::new("kind", Type::Word(KIND_SCHOOL), "the kind of the schools"),
        Property::new("stage", Type::Word(STAGE), "their stage of the take-over, a token of names"),
        Property::new("support", Type::Word(SUPPORT), "who maintains what stands there, unless a VLAN or a room says otherwise")
            .or("normal"),
    ],
    doc: "The file is a standard architecture; its properties pass to the schools that name it.",
};

pub(in crate::syntax) static SCHOOL: Node = Node {
    kind: "school",
    parents: &[],
    at: In::C,
    key: Key::Header,
    class: Class::Inventory,
    args: Args::of(&[("UAI", Type::Uai)]),
    props: &[
        Property::new("profile", Type::Ref(Space::Profile), "the standard that the school follows").must(),
        Property::new("name", Type::Text, "the school's name, accents included").must(),
        Property::new("slug", Type::Ref(Space::Free), "its short name in domain names").must(),
        Property::new("street", Type::Text, "its address"),
        Property::new("postcode", Type::Text, "its postcode, quoted"),
        Property::new("town", Type::Text, "its town"),
        Property::new("stage", Type::Word(STAGE), "its stage of the take-over, else the profile's"),
        Property::new("kind", Type::Word(KIND_SCHOOL), "its kind, else the profile's"),
        Property::new("support", Type::Word(SUPPORT), "who maintains it, else the profile's word"),
        CHARTER,
        DELEGATE,
        Property::new("council", Type::Date, "of a primary school: the day its council was told of the Wi-Fi"),
    ],
    doc: "The file is one school; team, host names and organisation follow from its code and département.",
};

pub(in crate::syntax) static CATALOGUE: Node = Node {
    kind: "catalogue",
    parents: &[],
    at: In::K,
    key: Key::Header,
    class: Class::Inventory,
    args: Args::of(&[("name", Type::Declares(Space::Catalogue))]),
    props: &[],
    doc: "The file holds models and images that the built-in catalogue lacks.",
};

pub(in crate::syntax) static CMDB: Node = Node {
    kind: "cmdb",
    parents: &[],
    at: In::M,
    key: Key::Header,
    class: Class::Inventory,
    args: Args::of(&[("software", Type::Word(CMDB_SOFTWARE))]),
    props: &[],
    doc: "The file, cmdb.kdl beside region.kdl, says what the region's CMDB wants otherwise than the built-in profile has it.",
};
