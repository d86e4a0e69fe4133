//! What each configuration language takes in each position: one function a syntax.
//!
//! A text comes out harmless or is refused with a reason; it never becomes a second line or another command. The
//! characters and the reasons are those of reference/switches.md, part 4.

use super::text::Position;
use std::borrow::Cow;

/// Why a syntax cannot carry a text.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Refused {
    /// A clause that completes "it cannot be written because …".
    pub why: &'static str,
}

/// The escape of one syntax: the text as it must be written in that position.
pub type Escape = fn(Position, &str) -> Result<Cow<'_, str>, Refused>;

/// Whether a text is printable ASCII without any of these marks: most texts are, and a look at all their bytes, without a way
/// out, is many bytes a step.
fn is_plain(text: &str, is_mark: impl Fn(u8) -> bool) -> bool {
    text.bytes().fold(true, |plain, b| plain & (0x20..0x7f).contains(&b) & !is_mark(b))
}

/// Escapes a text for HPE Comware 7, whose comments begin with `#`.
pub fn comware(position: Position, text: &str) -> Result<Cow<'_, str>, Refused> {
    command_line(position, text, '#')
}

/// Escapes a text for Cisco IOS, whose comments begin with `!`.
pub fn ios(position: Position, text: &str) -> Result<Cow<'_, str>, Refused> {
    command_line(position, text, '!')
}

/// Escapes a text that pfSense keeps outside CDATA: an address, a name, a number.
///
/// pfSense decodes it twice, once as XML and once as HTML, and encodes it once: nothing that either decodes may stand in it.
pub fn pfsense_word(text: &str) -> Result<Cow<'_, str>, Refused> {
    let no = |why| Err(Refused { why });
    match text.chars().find(|c| !c.is_ascii_graphic() && *c != ' ' || matches!(c, '&' | '<' | '>' | '"' | '\'')) {
        None if text.starts_with(' ') || text.ends_with(' ') => no("pfSense drops a space at either end"),
        None => Ok(Cow::Borrowed(text)),
        Some(c) if c.is_ascii_control() => no("a control character is not taken in XML, or is dropped at its ends"),
        Some(c) if !c.is_ascii() => no("pfSense reads it by HTML's names of characters: ASCII only is the same everywhere"),
        Some(_) => no("`& < > \" '` would be read as markup, by XML or by HTML"),
    }
}

/// Escapes a text that pfSense keeps in CDATA, as it does itself: through HTML's entities, so that nothing in it ends it.
pub fn pfsense_text(text: &str) -> Result<Cow<'_, str>, Refused> {
    let no = |why| Err(Refused { why });
    if text.chars().any(|c| c.is_ascii_control()) {
        return no("a control character is not taken in XML, or is dropped at its ends");
    }
    if !text.is_ascii() {
        return no("pfSense reads it by HTML's names of characters: ASCII only is the same everywhere");
    }
    if text.trim().is_empty() {
        return no("pfSense drops a text of spaces");
    }
    let mut out = String::with_capacity(text.len());
    for c in text.chars() {
        match c {
            '&' => out.push_str("&amp;"),
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '"' => out.push_str("&quot;"),
            '\'' => out.push_str("&#039;"),
            c => out.push(c),
        }
    }
    Ok(Cow::Owned(out))
}

/// Passes a value of an EOLE variable: Creole puts it into templates as it stands, and takes `%%` for the name of another.
///
/// The quotes around it are the writer's, who escapes what JSON wants.
pub fn creole(text: &str) -> Result<Cow<'_, str>, Refused> {
    if is_plain(text, |b| b == b'%') {
        return Ok(Cow::Borrowed(text));
    }
    let no = |why| Err(Refused { why });
    match text {
        _ if text.chars().any(char::is_control) => no("a control character would end a line of the files made from it"),
        _ if text.contains("%%") => no("`%%` begins the name of a variable, and the server would put its value there"),
        _ => Ok(Cow::Borrowed(text)),
    }
}

/// Escapes a text for a line of Markdown, in a table's cell too: what would be markup, a link or HTML is itself again.
pub fn markdown(text: &str) -> Result<Cow<'_, str>, Refused> {
    // Words of letters and digits: most are.
    if text.bytes().all(|b| b.is_ascii_alphanumeric() || b == b' ' || b == b'-') {
        return Ok(Cow::Borrowed(text));
    }
    one_line(text)?;
    let mut out = String::with_capacity(text.len());
    for c in text.chars() {
        if matches!(c, '\\' | '`' | '*' | '_' | '[' | ']' | '<' | '>' | '|' | '#' | '&' | '~' | '!') {
            out.push('\\');
        }
        out.push(c);
    }
    Ok(Cow::Owned(out))
}

/// Puts a text between backticks for a line of Markdown, in a table's cell too: nothing in it ends them.
pub fn markdown_code(text: &str) -> Result<Cow<'_, str>, Refused> {
    one_line(text)?;
    let (mut longest, mut run) = (0, 0);
    for c in text.chars() {
        run = if c == '`' { run + 1 } else { 0 };
        longest = longest.max(run);
    }
    let fence = "`".repeat(longest + 1);
    let pad = if text.starts_with(['`', ' ']) || text.ends_with(['`', ' ']) || text.is_empty() { " " } else { "" };
    Ok(Cow::Owned(format!("{fence}{pad}{}{pad}{fence}", text.replace('|', "\\|"))))
}

fn one_line(text: &str) -> Result<(), Refused> {
    match text.chars().any(|c| c.is_control() || matches!(c, '\u{2028}' | '\u{2029}')) {
        true => Err(Refused { why: "a control character would end the line, and what follows would be read as markup" }),
        false => Ok(()),
    }
}

/// Escapes a text for an attribute of an ERA model, in double quotes; the server takes `%%` for the name of a variable.
pub fn era(text: &str) -> Result<Cow<'_, str>, Refused> {
    if is_plain(text, |b| (b == b'&') | (b == b'<') | (b == b'>') | (b == b'"') | (b == b'%')) {
        return Ok(Cow::Borrowed(text));
    }
    let no = |why| Err(Refused { why });
    if text.chars().any(char::is_control) {
        return no("a control character is not taken in XML, or becomes a space");
    }
    if text.contains("%%") {
        return no("`%%` begins the name of a variable, and the server would put its value there");
    }
    if !text.contains(['&', '<', '>', '"']) {
        return Ok(Cow::Borrowed(text));
    }
    let escaped = text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;").replace('"', "&quot;");
    Ok(Cow::Owned(escaped))
}

/// Escapes a text for Aruba Instant, whose comments begin with `!`.
pub fn aruba_instant(position: Position, text: &str) -> Result<Cow<'_, str>, Refused> {
    command_line(position, text, '!')
}

/// The law that all line-by-line command languages share; none of them has an escape character that all releases know.
fn command_line(position: Position, text: &str, comment: char) -> Result<Cow<'_, str>, Refused> {
    let no = |why| Err(Refused { why });
    if text.is_empty() {
        return no("it is empty");
    }
    let doubtful = if is_plain(text, |b| (b == b'?') | (b == b'"') | (b == b'\\') | (b == b'|')) { "" } else { text };
    for c in doubtful.chars() {
        match c {
            '\u{0}'..='\u{1f}' | '\u{7f}'..='\u{9f}' => return no("a control character ends the line or edits it"),
            '?' => return no("`?` asks the device for help in the middle of the line"),
            _ if !c.is_ascii() => return no("the device takes ASCII only"),
            // An author's own command may quote and filter: it is compared literally, and the author tried it on a device.
            '"' | '\\' | '|' if position != Position::Command => {
                return no("`\"`, `\\` and `|` quote, escape or filter on some releases");
            }
            _ => {}
        }
    }
    if text.starts_with(comment) {
        return no("a line that begins so is a comment");
    }
    if text.starts_with(' ') || text.ends_with(' ') {
        return no("the device drops a space at either end");
    }
    match position {
        Position::Word if text.contains(' ') => no("it must be one word"),
        Position::Line | Position::Command if text.contains("  ") => no("the device reads two spaces in a row as one"),
        _ => Ok(Cow::Borrowed(text)),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_could_become_a_second_line_or_a_comment_is_refused_in_every_position() {
        for position in [Position::Word, Position::Line, Position::Phrase, Position::Command] {
            for bad in ["", "a\nb", "a\rb", "a\tb", "a\0b", "a?b", "é", "a\u{2028}b", "a\u{85}b", "\u{e000}", " a", "a "] {
                assert!(comware(position, bad).is_err() && ios(position, bad).is_err(), "{position:?} took {bad:?}");
            }
        }
        assert!(comware(Position::Line, "# a").is_err() && comware(Position::Line, "! a").is_ok());
        assert!(ios(Position::Line, "! a").is_err() && ios(Position::Line, "# a").is_ok());
    }

    #[test]
    fn a_word_has_no_space_and_free_text_no_quote() {
        assert!(comware(Position::Word, "a b").is_err());
        assert_eq!(comware(Position::Line, "A107 poste prof"), Ok("A107 poste prof".into()));
        assert!(ios(Position::Line, "say \"so\"").is_err() && ios(Position::Line, "a | b").is_err());
        assert!(ios(Position::Command, "banner \"so\"").is_ok());
    }
}
