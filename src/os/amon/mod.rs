//! EOLE Amon: what the academy's firewall is given, written and read back.
//!
//! The variables of the server are [`eol`]; the zones of its firewall model are [`zones`], the model itself is [`era`]. What a
//! format cannot carry of a firewall is in that format's `LOSSES`; the one who asks for a change in words is the target's
//! business, not this folder's.

pub mod eol;
pub mod era;
pub mod zones;

/// The language's name in findings, and the firewall's kind in the manifest.
pub const NAME: &str = "amon";

/// The most cards that an Amon has: `eth0` to `eth4` (firewalls.md, part 1.4).
pub const CARDS: u64 = 5;
