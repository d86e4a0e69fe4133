//! What each syntax of the directory's files takes: a text comes out harmless, or is refused with the reason.
//!
//! One function a position. The traps are those of reference/virtualisation-and-services.md, parts 9 and 10: a value of
//! `smb.conf` that ends in a backslash takes the next line along, a value of LDIF that begins with `<` reads a local file.

pub use crate::emit::hosts::escape::{Escape, Refused, line, path};

fn no<T>(why: &'static str) -> Result<T, Refused> {
    Err(Refused { why })
}

/// Whether each character of a name is one that every syntax here takes for itself: `letter digit . - _`.
fn is_plain(text: &str) -> bool {
    let plain = |b: u8| b.is_ascii_alphanumeric() || matches!(b, b'.' | b'_' | b'-');
    !text.is_empty() && text.bytes().all(plain) && !text.starts_with(['-', '.'])
}

/// Takes the name of a share: that of a section of `smb.conf`, at most 80 characters.
pub fn share(text: &str) -> Result<String, Refused> {
    if !is_plain(text) || text.len() > 80 {
        return no("a share's name here is made of at most 80 letters, digits, `.`, `_` and `-`");
    }
    Ok(text.to_owned())
}

/// Takes the name of an account or a group as Windows signs in with it (`sAMAccountName`), and the shell passes it on.
pub fn account(text: &str) -> Result<String, Refused> {
    if !is_plain(text) {
        return no("an account or a group of the domain is made of letters, digits, `.`, `_` and `-`");
    }
    Ok(text.to_owned())
}

/// Takes the NetBIOS name of a domain or a computer. One that is too long is the rule `netbios-too-long`'s to find.
pub fn netbios(text: &str) -> Result<String, Refused> {
    let plain = |b: u8| b.is_ascii_alphanumeric() || matches!(b, b'_' | b'-');
    if text.is_empty() || !text.bytes().all(plain) || text.starts_with('-') {
        return no("a NetBIOS name is made of letters, digits, `-` and `_`");
    }
    if text.bytes().all(|b| b.is_ascii_digit()) {
        return no("a NetBIOS name of digits alone is read as a number");
    }
    Ok(text.to_owned())
}

/// Takes a DNS domain.
pub fn domain(text: &str) -> Result<String, Refused> {
    let is_label = |label: &str| {
        let plain = label.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'-');
        (1..=63).contains(&label.len()) && plain && !label.starts_with('-') && !label.ends_with('-')
    };
    if text.len() > 253 || !text.split('.').all(is_label) {
        return no("a domain is made of labels of letters, digits and hyphens, with dots between them");
    }
    Ok(text.to_owned())
}

/// Escapes a word for the shell: in single quotes, where it keeps its characters.
pub fn shell(text: &str) -> Result<String, Refused> {
    if text.chars().any(char::is_control) {
        return no("a control character ends the line of a script");
    }
    Ok(format!("'{}'", text.replace('\'', r"'\''")))
}

/// Takes the identifier of a domain, which stands in patterns: a hyphen and digits mean themselves there. One that is none is the
/// rule `directory-sid-malformed`'s to find.
pub fn sid(text: &str) -> Result<String, Refused> {
    let Some(rest) = text.strip_prefix("S-").filter(|rest| rest.bytes().all(|b| b.is_ascii_digit() || b == b'-')) else {
        return no("an identifier of a domain is `S-` and numbers with hyphens between them");
    };
    Ok(format!("S-{rest}"))
}

/// Escapes a word of `slapd.conf`: in double quotes, where a backslash takes the next character as it is.
pub fn slapd(text: &str) -> Result<String, Refused> {
    if text.chars().any(char::is_control) {
        return no("a control character ends the line of slapd's file");
    }
    Ok(format!("\"{}\"", text.replace('\\', r"\\").replace('"', "\\\"")))
}

/// Escapes the value of one attribute in a distinguished name (RFC 4514, 2.4).
pub fn dn_value(text: &str) -> String {
    let last = text.chars().count().saturating_sub(1);
    let mut out = String::with_capacity(text.len());
    for (at, c) in text.chars().enumerate() {
        match c {
            '\0' => out.push_str("\\00"),
            '"' | '+' | ',' | ';' | '<' | '>' | '\\' | '=' => out.extend(['\\', c]),
            '#' if at == 0 => out.push_str("\\#"),
            ' ' if at == 0 || at == last => out.push_str("\\ "),
            c => out.push(c),
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    const HOSTILE: &[&str] = &[
        "a\nb", "a\rb", "a\0b", "a\\", " a", "", "a]", "[a", "a/b", "a;b", "$(id)", "`id`", "a b", "%S", "é", "a\"b", "@a", "-a",
        "+a",
    ];

    #[test]
    fn a_name_is_refused_whenever_a_section_a_list_or_a_shell_would_read_more_than_a_name() {
        for escape in [share, account, netbios, domain, sid] as [Escape; 5] {
            for bad in HOSTILE {
                assert!(escape(bad).is_err(), "took {bad:?}");
            }
        }
        assert!(netbios("ECOLE-1").is_ok() && netbios("123").is_err() && netbios("A.B").is_err());
        assert!(sid("S-1-5-21-1-2-3").is_ok() && sid("S-1.*").is_err());
        assert!(domain("a..b").is_err() && domain("-a.b").is_err() && domain("ad.choiseul.example").is_ok());
    }

    #[test]
    fn a_quote_does_not_end_a_word_of_the_shell() {
        assert_eq!(shell("it's $(id)"), Ok(r"'it'\''s $(id)'".into()));
        assert!(shell("a\nb").is_err());
    }

    #[test]
    fn a_quote_does_not_end_a_word_of_slapd() {
        assert_eq!(slapd(r#"OU=a\,b "c""#), Ok(r#""OU=a\\,b \"c\"""#.into()));
        assert!(slapd("a\nrootpw b").is_err());
    }

    #[test]
    fn a_value_of_a_name_stays_one_value() {
        assert_eq!(dn_value("profs, 2nde"), "profs\\, 2nde");
        assert_eq!(dn_value("#a+b=\"c\" "), "\\#a\\+b\\=\\\"c\\\"\\ ");
        assert_eq!(dn_value(" "), "\\ ");
        assert_eq!(dn_value("a\0\\"), "a\\00\\\\");
    }
}
