//! What each syntax of a host's files takes: a text comes out harmless, or is refused with the reason.
//!
//! One function a position. The traps are those of reference/virtualisation-and-services.md, parts 2 to 5.

pub use crate::render::Refused;

/// The escape of one position: the text as it must be written.
pub type Escape = fn(&str) -> Result<String, Refused>;

fn no<T>(why: &'static str) -> Result<T, Refused> {
    Err(Refused { why })
}

fn is_control(c: char) -> bool {
    matches!(c, '\u{0}'..='\u{1f}' | '\u{7f}'..='\u{9f}' | '\u{2028}' | '\u{2029}' | '\u{fffe}' | '\u{ffff}')
}

/// Escapes a value up to the end of its line (systemd, LXC). Neither has quotes or trailing comments.
pub fn line(text: &str) -> Result<String, Refused> {
    if text.is_empty() {
        return no("it is empty");
    }
    if text.chars().any(is_control) {
        return no("a control character ends the line");
    }
    if text.ends_with('\\') {
        return no("a backslash at the end joins the next line to this one");
    }
    if text.trim() != text {
        return no("a space at either end is dropped");
    }
    Ok(text.to_owned())
}

/// Escapes a value up to the end of a systemd line where `%` is a specifier.
pub fn unit(text: &str) -> Result<String, Refused> {
    Ok(line(text)?.replace('%', "%%"))
}

/// Takes a name that is a file's, a unit's and a shell's word at once.
pub fn word(text: &str) -> Result<String, Refused> {
    let plain = |b: u8| b.is_ascii_alphanumeric() || matches!(b, b'.' | b'_' | b'-');
    if text.is_empty() || !text.bytes().all(plain) {
        return no("a name of files, units and commands is made of letters, digits, `.`, `_` and `-`");
    }
    if text.starts_with(['-', '.']) {
        return no("a name that begins with `-` is read as an option, and one with `.` is hidden");
    }
    Ok(text.to_owned())
}

/// Takes an absolute path that no shell, `fstab` field or unit reads as more than a path.
pub fn path(text: &str) -> Result<String, Refused> {
    if text.split('/').any(|part| part == "..") {
        return no("`..` leads out of the folder");
    }
    let plain = |b: u8| b.is_ascii_alphanumeric() || matches!(b, b'.' | b'_' | b'+' | b'-' | b'/' | b'@');
    if !text.starts_with('/') || !text.bytes().all(plain) {
        return no("a path here begins with `/` and is made of letters, digits, `.`, `_`, `+`, `-`, `@` and `/`");
    }
    Ok(text.to_owned())
}

/// Takes the name of a network interface.
pub fn interface(text: &str) -> Result<String, Refused> {
    let plain = |b: u8| b.is_ascii_alphanumeric() || matches!(b, b'.' | b'_' | b'-');
    if !(1..=15).contains(&text.len()) || !text.bytes().all(plain) {
        return no("an interface has 1 to 15 letters, digits, `.`, `_` and `-`");
    }
    Ok(text.to_owned())
}

/// Takes the name of a logical volume (lvm(8)).
pub fn volume(text: &str) -> Result<String, Refused> {
    word(text)?;
    if text.len() > 127 || ["snapshot", "pvmove"].iter().any(|reserved| text.starts_with(reserved)) {
        return no("a logical volume has at most 127 characters and begins with neither `snapshot` nor `pvmove`");
    }
    Ok(text.to_owned())
}

/// Takes the name of a Compose project; another spelling is changed in silence.
pub fn project(text: &str) -> Result<String, Refused> {
    let plain = |b: u8| b.is_ascii_lowercase() || b.is_ascii_digit() || matches!(b, b'_' | b'-');
    if text.starts_with(['_', '-']) || text.is_empty() || !text.bytes().all(plain) {
        return no("a Compose project is made of lower-case letters, digits, `_` and `-`");
    }
    Ok(text.to_owned())
}

/// Takes the name of a service, network or secret of a Compose file.
pub fn service(text: &str) -> Result<String, Refused> {
    let plain = |b: u8| b.is_ascii_alphanumeric() || matches!(b, b'.' | b'_' | b'-');
    if text.is_empty() || !text.bytes().all(plain) {
        return no("a name in a Compose file is made of letters, digits, `.`, `_` and `-`");
    }
    Ok(text.to_owned())
}

/// Takes the name of an environment variable.
pub fn variable(text: &str) -> Result<String, Refused> {
    let plain = text.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'_');
    if text.is_empty() || !plain || text.starts_with(|c: char| c.is_ascii_digit()) {
        return no("a variable is made of letters, digits and `_`, and begins with no digit");
    }
    Ok(text.to_owned())
}

/// Escapes a value of a Compose file: what the serializer then quotes, with every `$` doubled.
pub fn compose(text: &str) -> Result<String, Refused> {
    Ok(yaml(text)?.replace('$', "$$"))
}

/// Takes a text that a quoted YAML scalar can carry: nearly all, since the serializer spells what cannot be printed.
pub fn yaml(text: &str) -> Result<String, Refused> {
    if text.contains('\0') {
        return no("no program takes a NUL");
    }
    Ok(text.to_owned())
}

/// Escapes a text of an XML 1.0 document, for an element or an attribute.
pub fn xml(text: &str) -> Result<String, Refused> {
    let mut out = String::with_capacity(text.len());
    for c in text.chars() {
        match c {
            '&' => out.push_str("&amp;"),
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '"' => out.push_str("&quot;"),
            _ if is_control(c) => return no("XML carries no control character"),
            _ => out.push(c),
        }
    }
    Ok(out)
}

#[cfg(test)]
mod tests {
    use super::*;

    const HOSTILE: &[&str] = &[
        "a\nBridge=br1",
        "a\r",
        "a\0b",
        "a\\",
        " a",
        "a ",
        "",
        "a;rm -rf /",
        "$(id)",
        "`id`",
        "a b",
        "../../etc",
        "é",
        "a'b",
        "a\"b",
        "-rf",
        "%n",
        "]]>",
        "a\u{85}b",
        "a\u{2028}b",
    ];

    #[test]
    fn a_name_is_refused_whenever_a_shell_a_path_or_a_line_would_read_more_than_a_name() {
        for escape in [word, volume, project, service, interface, variable] as [Escape; 6] {
            for bad in HOSTILE.iter().filter(|t| **t != "-rf") {
                assert!(escape(bad).is_err(), "took {bad:?}");
            }
        }
        assert!(word("-rf").is_err() && project("-rf").is_err() && variable("-rf").is_err());
        assert!(
            path("/srv/../etc").is_err() && path("srv").is_err() && path("/srv/a b").is_err() && path("/srv/partages").is_ok()
        );
    }

    #[test]
    fn a_line_stays_one_line() {
        for bad in ["a\nb", "a\rb", "a\0b", "a\\", " a", "a ", "", "a\u{85}b"] {
            assert!(line(bad).is_err(), "took {bad:?}");
        }
        assert_eq!(unit("50 % é"), Ok("50 %% é".into()));
    }

    #[test]
    fn a_dollar_stays_a_dollar_and_markup_stays_text() {
        assert_eq!(compose("a$b${c}"), Ok("a$$b$${c}".into()));
        assert_eq!(xml("]]> <a b=\"&\">"), Ok("]]&gt; &lt;a b=&quot;&amp;&quot;&gt;".into()));
        assert!(xml("a\nb").is_err());
    }
}
