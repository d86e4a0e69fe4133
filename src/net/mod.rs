//! The field's words as types that cannot be wrong: VLAN ids, ports, MAC addresses, UAI codes, sizes, dates.
//!
//! Each parses with `FromStr`; the error is a sentence that completes "… is not a … :". No spans here.

pub mod address;
pub mod mac;
pub mod port;
pub mod quantity;
pub mod radio;
pub mod ranges;
pub mod time;
pub mod traffic;
pub mod uai;
pub mod uuid;
pub mod vlan;
pub mod zones;

pub use address::{HostNum, Offsets, Place};
pub use mac::Mac;
pub use port::{Port, PortRange};
pub use quantity::{Rate, Size, Speed};
pub use radio::{Band, Channel};
pub use ranges::Ranges;
pub use time::{Date, Duration, Hours};
pub use traffic::{Cube, Family, Packet, Traffic};
pub use uai::Uai;
pub use uuid::Uuid;
pub use vlan::{VlanId, VlanSet};
