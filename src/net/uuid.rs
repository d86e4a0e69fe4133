//! Name-based UUIDs (version 5): the only identifiers that préau invents, the same on every machine.

use sha1::{Digest, Sha1};
use std::fmt;

/// A UUID of version 5 (RFC 9562, part 5.5).
#[derive(Copy, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub struct Uuid(pub [u8; 16]);

/// The namespace of every name here: the UUIDv5 of `preau` in the DNS namespace of RFC 9562.
const NAMESPACE: [u8; 16] = [0x6b, 0xa7, 0xb8, 0x10, 0x9d, 0xad, 0x11, 0xd1, 0x80, 0xb4, 0x00, 0xc0, 0x4f, 0xd4, 0x30, 0xc8];

impl Uuid {
    /// The UUID of a path of names, such as a UAI and a guest's name.
    pub fn of(path: &[&str]) -> Uuid {
        let ours = v5(NAMESPACE, b"preau");
        // A unit separator cannot stand in a name, so no two paths join to the same text.
        Uuid(v5(ours, path.join("\u{1f}").as_bytes()))
    }

    /// A locally administered unicast MAC address with QEMU's prefix, from the last three octets of the name.
    pub fn mac(self) -> super::Mac {
        let [.., a, b, c] = self.0;
        super::Mac([0x52, 0x54, 0x00, a, b, c])
    }
}

fn v5(namespace: [u8; 16], name: &[u8]) -> [u8; 16] {
    let digest: [u8; 20] = Sha1::new().chain_update(namespace).chain_update(name).finalize().into();
    let mut bytes = [0u8; 16];
    bytes.iter_mut().zip(digest).for_each(|(b, d)| *b = d);
    for (i, byte) in bytes.iter_mut().enumerate() {
        match i {
            6 => *byte = (*byte & 0x0f) | 0x50,
            8 => *byte = (*byte & 0x3f) | 0x80,
            _ => {}
        }
    }
    bytes
}

impl fmt::Display for Uuid {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (i, byte) in self.0.iter().enumerate() {
            if matches!(i, 4 | 6 | 8 | 10) {
                f.write_str("-")?;
            }
            write!(f, "{byte:02x}")?;
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_published_example_comes_out() {
        // RFC 9562, appendix A.4: www.example.com in the DNS namespace.
        assert_eq!(Uuid(v5(NAMESPACE, b"www.example.com")).to_string(), "2ed6657d-e927-568b-95e1-2665a8aea6a2");
    }

    #[test]
    fn two_paths_never_join_to_one_name() {
        assert_ne!(Uuid::of(&["a", "bc"]), Uuid::of(&["ab", "c"]));
    }
}
