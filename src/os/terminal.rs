//! A captured configuration as text: bytes of whatever encoding, and what the terminal made of them before a person saw it.
//!
//! It knows how a session is recorded, no command. A line keeps its number: nothing here adds or removes one.

use std::borrow::Cow;

/// The text of a file: UTF-8, UTF-16 when it begins with its mark (what PowerShell writes), else Latin-1, which takes every byte.
pub fn decoded(bytes: &[u8]) -> Cow<'_, str> {
    let wide = |rest: &[u8], pair: fn([u8; 2]) -> u16| {
        let units: Vec<u16> = rest.as_chunks::<2>().0.iter().map(|two| pair(*two)).collect();
        Cow::Owned(String::from_utf16_lossy(&units))
    };
    match bytes {
        [0xff, 0xfe, rest @ ..] => wide(rest, u16::from_le_bytes),
        [0xfe, 0xff, rest @ ..] => wide(rest, u16::from_be_bytes),
        _ => match std::str::from_utf8(bytes.strip_prefix(&[0xef, 0xbb, 0xbf]).unwrap_or(bytes)) {
            Ok(text) => Cow::Borrowed(text),
            Err(_) => Cow::Owned(bytes.iter().copied().map(char::from).collect()),
        },
    }
}

/// The lines as the terminal showed them. A pager erases its mark with backspaces, or by moving back (`ESC [ 16 D`), and
/// writes the next line over it: the mark is gone from the screen and still in the recording.
pub(super) fn shown(text: &str) -> Cow<'_, str> {
    let moves = |c: char| matches!(c, '\u{8}' | '\u{1b}' | '\r');
    // A line's end of CR LF moves nothing.
    if !text.replace("\r\n", "\n").contains(moves) {
        return Cow::Borrowed(text);
    }
    let mut out = String::with_capacity(text.len());
    for line in text.split_inclusive('\n') {
        let (body, end) = line.strip_suffix('\n').map_or((line, ""), |body| (body, "\n"));
        match body.trim_end_matches('\r').contains(moves) {
            true => screen(body, &mut out),
            false => out.push_str(body.trim_end_matches('\r')),
        }
        out.push_str(end);
    }
    Cow::Owned(out)
}

/// Writes one line as it stood on the screen at last.
fn screen(line: &str, out: &mut String) {
    let mut cells: Vec<char> = Vec::new();
    let mut at: usize = 0;
    let mut rest = line.chars();
    while let Some(c) = rest.next() {
        match c {
            '\r' => at = 0,
            '\u{8}' => at = at.saturating_sub(1),
            '\u{1b}' => match sequence(&mut rest) {
                Some(('D', count)) => at = at.saturating_sub(count.max(1)),
                Some(('K', 0)) => cells.truncate(at),
                Some(('K', _)) => {
                    cells.clear();
                    cells.resize(at, ' ');
                }
                _ => {}
            },
            c => {
                match cells.get_mut(at) {
                    Some(cell) => *cell = c,
                    None => cells.push(c),
                }
                at += 1;
            }
        }
    }
    let last = cells.iter().rposition(|c| *c != ' ').map_or(0, |n| n + 1);
    out.extend(cells.iter().take(last));
}

/// The letter and the first number of a control sequence (ECMA-48, CSI); `None` for an escape of another kind.
fn sequence(rest: &mut std::str::Chars) -> Option<(char, usize)> {
    let mut ahead = rest.clone();
    if ahead.next() != Some('[') {
        return None;
    }
    let body = ahead.as_str();
    let end = body.find(|c: char| ('@'..='~').contains(&c))?;
    let (numbers, letter) = (body.get(..end)?, body.get(end..)?.chars().next()?);
    *rest = body.get(end + 1..)?.chars();
    Some((letter, numbers.split(';').next().and_then(|n| n.parse().ok()).unwrap_or(0)))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_pager_that_was_written_over_leaves_the_line_alone() {
        let backspaces = format!(" --More-- {}{}{} switchport mode access", "\u{8}".repeat(9), " ".repeat(8), "\u{8}".repeat(9));
        assert_eq!(shown(&backspaces), " switchport mode access");
        let moved = "  ---- More ----\u{1b}[16D                \u{1b}[16D port access vlan 20\nvlan 2\n";
        assert_eq!(shown(moved), " port access vlan 20\nvlan 2\n");
        assert_eq!(shown("--More--\r\u{1b}[Kend\r\r\n"), "end\n");
        assert_eq!(shown("abc\u{1b}[1Kd\u{1b}[31mred\u{1b}"), "   dred");
    }

    #[test]
    fn a_plain_text_is_left_as_it_is_and_line_ends_move_nothing() {
        assert!(matches!(shown("a\r\nb\n"), Cow::Borrowed("a\r\nb\n")));
        assert_eq!(shown("\u{8}\u{8}a\n\n\rb").lines().count(), 3);
    }

    #[test]
    fn a_file_of_any_encoding_is_a_text() {
        assert_eq!(decoded(b"\xef\xbb\xbfsalle \xc3\xa9t\xc3\xa9"), "salle été");
        assert_eq!(decoded(b"salle \xe9t\xe9"), "salle été");
        assert_eq!(decoded(b"\xff\xfev\0l\0a\0n\0\n\0"), "vlan\n");
        assert_eq!(decoded(b"\xfe\xff\0v\0x"), "vx");
    }
}
