//! What each position of a service's file takes: a text comes out as it is, or is refused with the reason.
//!
//! Quotes and controls are the serializers' business; here is what the software takes in silence and answers wrongly
//! (reference/virtualisation-and-services.md, parts 7 and 8).

pub use crate::render::Refused;

fn no<T>(why: &'static str) -> Result<T, Refused> {
    Err(Refused { why })
}

/// Takes the name of a host, without a domain.
pub fn label(text: &str) -> Result<String, Refused> {
    let plain = |b: u8| b.is_ascii_alphanumeric() || matches!(b, b'-' | b'_');
    if text.is_empty() || text.len() > 63 || !text.bytes().all(plain) || text.starts_with('-') || text.ends_with('-') {
        return no("a host's name is 1 to 63 letters, digits and hyphens, with no hyphen at either end");
    }
    Ok(text.to_owned())
}

/// Takes a name in DNS: labels with dots between them.
pub fn domain(text: &str) -> Result<String, Refused> {
    if text.len() > 253 {
        return no("a name in DNS has at most 253 characters");
    }
    for part in text.split('.') {
        label(part)?;
    }
    Ok(text.to_owned())
}

/// Takes the path of a file that a station loads: 127 bytes, since the field has 128 with its end (RFC 2131, part 2).
pub fn boot_file(text: &str) -> Result<String, Refused> {
    let plain = |b: u8| b.is_ascii_alphanumeric() || matches!(b, b'.' | b'_' | b'-' | b'/' | b'+');
    if text.is_empty() || text.len() > 127 || !text.bytes().all(plain) {
        return no("a boot file is 1 to 127 letters, digits, `.`, `_`, `-`, `+` and `/`");
    }
    Ok(text.to_owned())
}

/// Takes any text that a JSON string carries; the serializer escapes it.
pub fn text(text: &str) -> Result<String, Refused> {
    Ok(text.to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    const HOSTILE: &[&str] = &["", "a b", "a\nb", "a\"b", "a'b", "a#b", "é", "-a", "a-", "a,b", "a;b", "a\0", "a\\b"];

    #[test]
    fn a_name_is_refused_whenever_a_server_would_read_more_than_a_name() {
        for bad in HOSTILE {
            assert!(label(bad).is_err() && domain(bad).is_err(), "took {bad:?}");
        }
        assert!(label("a.b").is_err() && domain("a..b").is_err() && domain(".a").is_err());
        assert!(label(&"a".repeat(64)).is_err() && domain(&["abc"; 64].join(".")).is_err());
        assert_eq!(domain("ad.choiseul.example"), Ok("ad.choiseul.example".into()));
    }

    #[test]
    fn a_boot_file_that_the_field_would_cut_is_refused() {
        assert!(boot_file(&"a".repeat(127)).is_ok() && boot_file(&"a".repeat(128)).is_err());
        assert!(boot_file("a,b").is_err() && boot_file("").is_err());
    }
}
