//! LDIF (RFC 2849): entries as text, with the values that cannot stand bare in base64, and long lines folded.
//!
//! It knows the syntax and no directory. Without `version: 1`, which neither `slapadd` nor `ldbadd` takes, though the second
//! says that all is well (reference/virtualisation-and-services.md, part 10). Entry point: [`Entries`].

use crate::base::Origin;
use crate::emit::hosts::desk::Desk;

/// Bytes of a line before it is folded.
const WIDTH: usize = 76;

/// Entries, in the order in which they can be added.
#[derive(Default)]
pub struct Entries {
    text: String,
}

impl Entries {
    /// Begins an entry of the distinguished name.
    pub fn entry(&mut self, desk: &mut Desk, dn: &str, origin: Origin) -> &mut Entries {
        if !self.text.is_empty() {
            self.text.push('\n');
        }
        self.value(desk, "dn", dn, origin)
    }

    /// Adds a value of an attribute of the entry.
    pub fn value(&mut self, desk: &mut Desk, attribute: &str, value: &str, origin: Origin) -> &mut Entries {
        let spelt = desk.say_as(spell(attribute, value), origin);
        self.text.push_str(&spelt);
        self.text.push('\n');
        self
    }

    /// Adds a value that nobody wrote.
    pub fn constant(&mut self, attribute: &str, value: &str) -> &mut Entries {
        self.text.push_str(&spell(attribute, value));
        self.text.push('\n');
        self
    }

    /// The text.
    pub fn text(self) -> String {
        self.text
    }
}

/// A line, folded where it is long.
fn spell(attribute: &str, value: &str) -> String {
    let line = match is_safe(value) {
        true => format!("{attribute}: {value}"),
        false => format!("{attribute}:: {}", base64(value.as_bytes())),
    };
    // ASCII alone by now, so bytes are characters.
    let mut folded = String::with_capacity(line.len() + line.len() / WIDTH * 2);
    for (at, c) in line.chars().enumerate() {
        // The space that begins a further line counts.
        if at == WIDTH || (at > WIDTH && (at - WIDTH).is_multiple_of(WIDTH - 1)) {
            folded.push_str("\n ");
        }
        folded.push(c);
    }
    folded
}

/// Whether a value may stand as it is: RFC 2849's SAFE-STRING, less a space at its end.
fn is_safe(value: &str) -> bool {
    !value.is_empty()
        && value.bytes().all(|b| (32..=126).contains(&b))
        && !value.starts_with([' ', ':', '<'])
        && !value.ends_with(' ')
}

/// Bytes in base64 (RFC 4648, part 4).
pub fn base64(bytes: &[u8]) -> String {
    const DIGITS: &[u8; 64] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
    let mut out = String::with_capacity(bytes.len().div_ceil(3) * 4);
    for chunk in bytes.chunks(3) {
        let [a, b, c] = [0, 1, 2].map(|at| u32::from(chunk.get(at).copied().unwrap_or_default()));
        let group = (a << 16) | (b << 8) | c;
        for at in 0..4 {
            let digit = DIGITS.get((group >> (18 - 6 * at)) as usize & 63).copied().unwrap_or(b'=');
            out.push(if at <= chunk.len() { char::from(digit) } else { '=' });
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_published_base64_comes_out() {
        // RFC 4648, part 10.
        for (text, coded) in
            [("", ""), ("f", "Zg=="), ("fo", "Zm8="), ("foo", "Zm9v"), ("foob", "Zm9vYg=="), ("foobar", "Zm9vYmFy")]
        {
            assert_eq!(base64(text.as_bytes()), coded);
        }
    }

    #[test]
    fn a_value_that_would_be_read_as_something_else_is_coded() {
        for value in ["< file:///etc/hostname", ": a", " a", "a ", "Lycée", "a\nb", "a\0", ""] {
            assert!(spell("o", value).starts_with("o:: "), "{value:?}");
        }
        assert_eq!(spell("o", "a: <b"), "o: a: <b");
    }

    #[test]
    fn a_long_line_is_folded_and_no_line_is_longer() {
        let folded = spell("description", &"x".repeat(300));
        assert!(folded.lines().all(|line| line.len() <= WIDTH));
        assert!(folded.lines().skip(1).all(|line| line.starts_with(' ')));
        let joined: String = folded.split("\n ").collect();
        assert_eq!(joined, format!("description: {}", "x".repeat(300)));
    }
}
