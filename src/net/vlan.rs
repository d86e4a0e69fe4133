//! VLAN ids and sets of them.

use std::collections::BTreeSet;
use std::fmt;
use std::str::FromStr;

/// An 802.1Q VLAN id, 1 to 4094.
#[derive(Copy, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub struct VlanId(u16);

impl VlanId {
    /// The VLAN of frames of which a device says nothing.
    pub const DEFAULT: VlanId = VlanId(1);

    /// The id; `None` outside 1 to 4094.
    pub fn new(id: u64) -> Option<VlanId> {
        u16::try_from(id).ok().filter(|id| (1..=4094).contains(id)).map(VlanId)
    }
    /// The number.
    pub fn number(self) -> u16 {
        self.0
    }
}

impl fmt::Display for VlanId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(f)
    }
}

impl FromStr for VlanId {
    type Err = String;
    fn from_str(text: &str) -> Result<Self, String> {
        text.parse::<u64>().ok().and_then(VlanId::new).ok_or_else(|| "a VLAN id is a number from 1 to 4094".into())
    }
}

/// A set of VLAN ids, in order.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Debug, Default)]
pub struct VlanSet(BTreeSet<VlanId>);

impl VlanSet {
    /// Adds an id; false when it was there.
    pub fn insert(&mut self, id: VlanId) -> bool {
        self.0.insert(id)
    }
    /// Takes an id away; false when it was not there.
    pub fn remove(&mut self, id: VlanId) -> bool {
        self.0.remove(&id)
    }
    /// Whether the id is in the set.
    pub fn contains(&self, id: VlanId) -> bool {
        self.0.contains(&id)
    }
    /// The ids, lowest first.
    pub fn iter(&self) -> impl Iterator<Item = VlanId> + '_ {
        self.0.iter().copied()
    }
    /// How many ids.
    pub fn len(&self) -> usize {
        self.0.len()
    }
    /// Whether there is none.
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }
    /// The ids of `self` that `other` lacks.
    pub fn without(&self, other: &VlanSet) -> VlanSet {
        VlanSet(self.0.difference(&other.0).copied().collect())
    }
    /// The ids of both.
    pub fn union(&self, other: &VlanSet) -> VlanSet {
        VlanSet(self.0.union(&other.0).copied().collect())
    }
    /// Maximal runs of consecutive ids: `(10, 10)`, `(20, 25)`.
    pub fn runs(&self) -> Vec<(VlanId, VlanId)> {
        let mut runs: Vec<(VlanId, VlanId)> = Vec::new();
        for &id in &self.0 {
            match runs.last_mut() {
                Some((_, last)) if last.0 + 1 == id.0 => *last = id,
                _ => runs.push((id, id)),
            }
        }
        runs
    }
}

impl FromIterator<VlanId> for VlanSet {
    fn from_iter<I: IntoIterator<Item = VlanId>>(ids: I) -> Self {
        VlanSet(ids.into_iter().collect())
    }
}

impl Extend<VlanId> for VlanSet {
    fn extend<I: IntoIterator<Item = VlanId>>(&mut self, ids: I) {
        self.0.extend(ids);
    }
}

impl fmt::Display for VlanSet {
    /// As people write it: `10,20-25`.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (i, (a, b)) in self.runs().into_iter().enumerate() {
            if i > 0 {
                f.write_str(",")?;
            }
            if a == b { write!(f, "{a}")? } else { write!(f, "{a}-{b}")? }
        }
        Ok(())
    }
}
