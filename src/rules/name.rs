//! The name of a rule, from the path of its module: `preau::rules::ports::port_used_twice` gives `port-used-twice`.
//!
//! Everything runs at compile time, so that a rule is a plain `static`.

/// The length of the last part of a module path.
pub const fn length(path: &str) -> usize {
    let bytes = path.as_bytes();
    let mut start = bytes.len();
    #[expect(clippy::indexing_slicing, reason = "start - 1 is below the length, and a fault would stop the compilation")]
    while start > 0 && bytes[start - 1] != b':' {
        start -= 1;
    }
    bytes.len() - start
}

/// The last `N` bytes of a module path, with dashes for underscores.
#[expect(clippy::indexing_slicing, reason = "N is `length(path)`, and a fault would stop the compilation")]
pub const fn dashed<const N: usize>(path: &str) -> [u8; N] {
    let bytes = path.as_bytes();
    let start = bytes.len() - N;
    let mut out = [0; N];
    let mut i = 0;
    while i < N {
        out[i] = if bytes[start + i] == b'_' { b'-' } else { bytes[start + i] };
        i += 1;
    }
    out
}

/// The bytes as text; empty for what is no text, which a module's name always is.
pub const fn text(bytes: &'static [u8]) -> &'static str {
    match std::str::from_utf8(bytes) {
        Ok(text) => text,
        Err(_) => "",
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_rule_is_named_after_its_file() {
        const BYTES: [u8; length("a::b::vlan1_in_use")] = dashed("a::b::vlan1_in_use");
        assert_eq!(text(&BYTES), "vlan1-in-use");
    }
}
