//! What exists and how it hangs together, as an inventory would hold it: one [`Record`] a thing or a tie between things.
//!
//! It knows no product: which class, column and spelling an inventory has for a record is its emitter's table. A key
//! is natural (a school's code, then names), so the same thing has the same key in every run and in every inventory.

use crate::base::Sourced;
use litemap::LiteMap;
use std::fmt;
use std::sync::Arc;

/// What a record is about.
#[derive(Copy, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
#[expect(missing_docs, reason = "each is the thing of its name; the last seven are ties between two things")]
pub enum Class {
    Organisation,
    Team,
    Location,
    Brand,
    Model,
    DeviceType,
    OsFamily,
    OsVersion,
    Firmware,
    Software,
    Vlan,
    Subnet,
    Rack,
    PowerSource,
    NetworkDevice,
    Server,
    Hypervisor,
    VirtualMachine,
    SoftwareInstance,
    Nas,
    Pc,
    Tablet,
    Printer,
    Phone,
    Peripheral,
    Solution,
    PhysicalInterface,
    LogicalInterface,
    SubnetVlan,
    InterfaceVlan,
    Cabling,
    SolutionMember,
}

impl Class {
    /// Whether every school shares such records: what can be bought, installed or called in.
    pub const fn is_regional(self) -> bool {
        use Class::*;
        matches!(self, Team | Brand | Model | DeviceType | OsFamily | OsVersion | Firmware | Software)
    }
}

/// What a record says of its thing.
#[derive(Copy, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub enum Attribute {
    /// Its name, unique in its key's scope.
    Name,
    /// A code that others know it by: the UAI of a school.
    Code,
    /// Life, as a word of the language (`planned`, `stock`, `production`, `obsolete`).
    Status,
    /// Street.
    Street,
    /// Postcode.
    Postcode,
    /// Town.
    Town,
    /// Kind of a model, as the catalogue's word.
    Kind,
    /// Who makes a software.
    Vendor,
    /// Version of a software.
    Version,
    /// 802.1Q id.
    Tag,
    /// What people call it, where its name is a number: a VLAN, a subnet.
    Title,
    /// SSIDs whose users arrive in a VLAN, joined by `, `.
    Ssids,
    /// First and last address that is handed out, joined by `-`.
    Pool,
    /// Address of the thing, of an interface or of a subnet.
    Ip,
    /// Dotted mask.
    Mask,
    /// Gateway.
    Gateway,
    /// MAC address, lower case with colons.
    Mac,
    /// Speed of an interface, in megabits a second.
    Speed,
    /// Height in rack units.
    Units,
    /// Serial number.
    Serial,
    /// Number of the asset in the region's books.
    Asset,
    /// `high`, `medium` or `low`.
    Criticality,
    /// Processors.
    Cpu,
    /// Memory, with its unit.
    Memory,
    /// How a guest is run: `kvm`, `lxc`, `docker`.
    Technique,
    /// What it does, joined by `, `.
    Roles,
    /// What an interface is used for, or what a container is made from.
    Usage,
    /// Who delivers it and comes when it fails.
    Supplier,
    /// How many years it is meant to live.
    Lifetime,
    /// Racks that a UPS feeds, joined by `, `.
    Feeds,
    /// Support mode, where it is not the normal one.
    Support,
    /// The socket that it is plugged into.
    Outlet,
    /// The switch port that it is plugged into, where no cabling can say so.
    SwitchPort,
    /// Port of a cabling at the network device.
    NetworkPort,
    /// Port of a cabling at the other device.
    DevicePort,
    /// Whether the other device of a cabling lies below the network device (`down`) or above (`up`).
    Direction,
    /// The author's note.
    Note,
}

/// What a record points at.
#[derive(Copy, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub enum Role {
    /// The organisation that owns it.
    Organisation,
    /// The organisation above.
    Parent,
    /// Where it stands.
    Location,
    /// The rack that holds it.
    Rack,
    /// Who makes it.
    Brand,
    /// Which model it is.
    Model,
    /// What kind of network device it is.
    DeviceType,
    /// Its system's family.
    OsFamily,
    /// Its system.
    OsVersion,
    /// Its firmware.
    Firmware,
    /// What powers it.
    PowerA,
    /// What powers it as well.
    PowerB,
    /// The server below a hypervisor.
    Server,
    /// The hypervisor below a machine.
    Host,
    /// What a software runs on.
    System,
    /// Which software it is.
    Software,
    /// The device that an interface belongs to; the other end of a cabling.
    Device,
    /// The machine that a logical interface belongs to.
    Machine,
    /// The network device of a cabling.
    NetworkDevice,
    /// A VLAN.
    Vlan,
    /// A subnet.
    Subnet,
    /// An interface.
    Interface,
    /// The solution that something is part of.
    Solution,
    /// What is part of it.
    Member,
}

/// The natural key of a record.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub struct Key {
    /// What it is about.
    pub class: Class,
    /// The school's code (none for what the region shares), then names.
    pub path: Path,
}

/// Names, widest first. One text for all of them, shared: a key stands in its record and in each that points there, and
/// comparing keys is most of sorting records.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub struct Path {
    text: Arc<str>,
    print: u64,
}

/// A number made of some bytes, eight at a step: FNV's multiplication over words. It is in no output.
fn print(bytes: &[u8]) -> u64 {
    let (words, rest) = bytes.as_chunks::<8>();
    let mut last = [0; 8];
    last.iter_mut().zip(rest).for_each(|(to, from)| *to = *from);
    let words = words.iter().chain([&last]).map(|word| u64::from_le_bytes(*word));
    let all = words.fold(0xcbf2_9ce4_8422_2325, |n: u64, word| (n.rotate_left(23) ^ word).wrapping_mul(0x0100_0000_01b3));
    // The upper bits, which every byte has reached, for those who look at the lower ones.
    all ^ all >> 32
}

impl Path {
    /// Ends a name: no text of a manifest or an inventory holds it, and it sorts before every other character, so that paths
    /// are in the order of their names.
    const END: char = '\0';

    fn of(text: String) -> Path {
        Path { print: print(text.as_bytes()), text: text.into() }
    }

    /// A number made of the names: of two paths seldom the same.
    pub fn print(&self) -> u64 {
        self.print
    }

    /// Where the names lie: of two paths that live together the same only if they share their text.
    pub fn address(&self) -> usize {
        self.text.as_ptr().addr()
    }

    /// The names, widest first, with a NUL between each two.
    pub fn as_str(&self) -> &str {
        &self.text
    }

    /// The names, widest first.
    pub fn names(&self) -> impl DoubleEndedIterator<Item = &str> {
        self.text.split(Path::END)
    }

    /// The narrowest name.
    pub fn last(&self) -> &str {
        self.names().next_back().unwrap_or_default()
    }

    /// The same path, and a name below it.
    pub fn below(&self, name: &str) -> Path {
        Path::of([&*self.text, name].join("\0"))
    }
}

impl Key {
    /// The key of a class and a path of names.
    pub fn new(class: Class, path: &[&str]) -> Key {
        Key { class, path: Path::of(path.join("\0")) }
    }
}

impl fmt::Display for Key {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:?} {}", self.class, self.path.names().collect::<Vec<_>>().join(" › "))
    }
}

/// One thing, or one tie between two.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Record {
    /// Which.
    pub key: Key,
    /// What is known of it; what is not known is absent.
    pub attributes: LiteMap<Attribute, Sourced<String>>,
    /// What it points at: records of the same list.
    pub references: LiteMap<Role, Key>,
}

/// How many attributes a record often has: a station's.
const USUAL: usize = 6;

impl Record {
    /// A record of which nothing is known yet.
    pub fn new(key: Key) -> Record {
        Record { key, attributes: LiteMap::with_capacity(USUAL), references: LiteMap::new() }
    }

    /// The same record, with an attribute.
    pub fn with(mut self, attribute: Attribute, value: Sourced<String>) -> Record {
        self.attributes.insert(attribute, value);
        self
    }

    /// The same record, with an attribute if there is one.
    pub fn with_some(self, attribute: Attribute, value: Option<Sourced<String>>) -> Record {
        match value {
            Some(value) => self.with(attribute, value),
            None => self,
        }
    }

    /// The same record, pointing at another.
    pub fn to(mut self, role: Role, key: Key) -> Record {
        self.references.insert(role, key);
        self
    }

    /// The same record, pointing at another if there is one.
    pub fn to_some(self, role: Role, key: Option<Key>) -> Record {
        match key {
            Some(key) => self.to(role, key),
            None => self,
        }
    }

    /// The text of an attribute.
    pub fn text(&self, attribute: Attribute) -> Option<&str> {
        self.attributes.get(&attribute).map(|v| v.as_str())
    }
}
