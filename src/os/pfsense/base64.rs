//! Base64 with padding (RFC 4648, part 4): how pfSense keeps keys and pages.

const LETTERS: &[u8; 64] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";

/// The letters of some bytes.
pub fn encode(bytes: &[u8]) -> String {
    let mut out = String::with_capacity(bytes.len().div_ceil(3) * 4);
    for three in bytes.chunks(3) {
        let of = |i: usize| u32::from(three.get(i).copied().unwrap_or_default());
        let bits = of(0) << 16 | of(1) << 8 | of(2);
        for place in 0..4 {
            let letter = LETTERS.get((bits >> (18 - 6 * place) & 63) as usize).copied().unwrap_or(b'=');
            out.push(if place as usize <= three.len() { char::from(letter) } else { '=' });
        }
    }
    out
}

/// The bytes of some letters; `None` when they are no base64. Spaces and ends of lines are skipped.
pub fn decode(text: &str) -> Option<Vec<u8>> {
    let letters: Vec<u8> = text.bytes().filter(|b| !b.is_ascii_whitespace()).collect();
    let mut out = Vec::new();
    if !letters.len().is_multiple_of(4) {
        return None;
    }
    for four in letters.chunks(4) {
        let padding = four.iter().rev().take_while(|b| **b == b'=').count();
        let mut bits = 0u32;
        for letter in four {
            let value = if *letter == b'=' { Some(0) } else { LETTERS.iter().position(|l| l == letter) };
            bits = bits << 6 | u32::try_from(value?).ok()?;
        }
        let bytes = bits.to_be_bytes();
        out.extend(bytes.iter().skip(1).take(3usize.checked_sub(padding)?));
    }
    Some(out)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_published_examples_come_out_and_back() {
        // RFC 4648, part 10.
        let pairs = [("", ""), ("f", "Zg=="), ("fo", "Zm8="), ("foo", "Zm9v"), ("foob", "Zm9vYg=="), ("foobar", "Zm9vYmFy")];
        for (plain, coded) in pairs {
            assert_eq!(encode(plain.as_bytes()), coded);
            assert_eq!(decode(coded), Some(plain.as_bytes().to_vec()));
        }
        assert_eq!(decode("Zm9"), None);
        assert_eq!(decode("Zm9*"), None);
    }
}
