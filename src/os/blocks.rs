//! A line-by-line configuration as blocks, and the account of what a reader made of each line.
//!
//! It knows indentation and separators, no command. A line that no reader knows is counted, never dropped: an audit that
//! hides lines is not trusted.

use std::ops::RangeInclusive;

/// A line with its number in the file, from 1.
#[derive(Copy, Clone, PartialEq, Eq, Debug)]
pub struct Line<'t> {
    /// The number.
    pub number: usize,
    /// The text, without spaces at either end.
    pub text: &'t str,
}

impl<'t> Line<'t> {
    /// The words between spaces.
    pub fn words(&self) -> Vec<&'t str> {
        self.text.split_ascii_whitespace().collect()
    }
}

/// A header with the lines indented under it.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Block<'t> {
    /// The header, or a command that stands alone.
    pub head: Line<'t>,
    /// What is indented under it.
    pub body: Vec<Line<'t>>,
}

/// Splits a text into blocks. A line of the separator alone ends a block; an indented line without a block above it is a
/// block of its own (Comware shows its global commands so: switches.md 3.2, row 6); a line that begins with the separator
/// and goes on is a comment, counted as ignored. A banner is one text, whatever its lines look like, and the marks of a pager
/// are the terminal's: both are counted as ignored.
pub fn blocks<'t>(text: &'t str, separator: char, account: &mut Account) -> Vec<Block<'t>> {
    let mut blocks: Vec<Block> = Vec::new();
    let mut open = false;
    let (banners, alone) = (banners(text), separator.to_string());
    for (index, raw) in text.lines().enumerate() {
        let line = Line { number: index + 1, text: raw.trim() };
        if !line.text.is_empty() && line.text != alone && banners.iter().any(|banner| banner.contains(&index)) {
            account.ignored.push((line.number, "a banner"));
            open = false;
            continue;
        }
        if matches!(line.text, "---- More ----" | "--More--") {
            account.ignored.push((line.number, "the mark of a pager"));
            continue;
        }
        let comment = line.text.starts_with(separator);
        if line.text.is_empty() || comment {
            open = open && !comment;
            if line.text.len() > 1 {
                account.ignored.push((line.number, "a comment"));
            }
            continue;
        }
        let indented = raw.starts_with(' ');
        match blocks.last_mut() {
            Some(block) if indented && open => block.body.push(line),
            _ => blocks.push(Block { head: line, body: Vec::new() }),
        }
        open = open || !indented;
    }
    blocks
}

/// The lines, from 0, that banners take up: `banner motd ^C` of IOS and `header motd %` of Comware, up to the line that ends
/// with the mark that opened them. One that nothing closes is taken for a line like another.
fn banners(text: &str) -> Vec<RangeInclusive<usize>> {
    let mut banners: Vec<RangeInclusive<usize>> = Vec::new();
    for (index, raw) in text.lines().enumerate() {
        let words: Vec<&str> = raw.split_ascii_whitespace().collect();
        let [_, _, rest @ ..] = words.as_slice() else { continue };
        let opens = raw.starts_with("banner ") || raw.starts_with("header ");
        if !opens || banners.last().is_some_and(|banner| banner.contains(&index)) {
            continue;
        }
        let Some(first) = rest.first().filter(|word| !word.is_empty()) else { continue };
        let mark = if first.starts_with("^C") { "^C" } else { first.get(..1).unwrap_or(first) };
        let on_one_line = rest.len() > 1 && raw.trim_end().ends_with(mark) || first.matches(mark).count() > 1;
        let end = match on_one_line {
            true => Some(index),
            false => text.lines().skip(index + 1).position(|line| line.trim_end().ends_with(mark)).map(|n| index + 1 + n),
        };
        banners.extend(end.map(|end| index..=end));
    }
    banners
}

/// What became of the lines of a file.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct Account {
    /// How many lines became part of the state.
    pub read: usize,
    /// Lines that say nothing the state holds, and why.
    pub ignored: Vec<(usize, &'static str)>,
    /// Lines that the reader does not know.
    pub unknown: Vec<usize>,
    /// Fields whose value the text hides, as a masked secret: unknown, never a difference.
    pub hidden: Vec<&'static str>,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_indented_line_after_a_separator_is_a_block_of_its_own() {
        let mut account = Account::default();
        let text = "# collected\n#\n sysname a\r\n#\nvlan 20\n name b\n\n description c  \n#\n stp mode mstp\n stp global enable\nreturn\n";
        let blocks = blocks(text, '#', &mut account);
        let heads: Vec<(&str, usize)> = blocks.iter().map(|b| (b.head.text, b.body.len())).collect();
        assert_eq!(heads, [("sysname a", 0), ("vlan 20", 2), ("stp mode mstp", 0), ("stp global enable", 0), ("return", 0)]);
        assert_eq!((account.ignored.len(), blocks[1].body[1].number), (1, 8));
    }

    #[test]
    fn a_banner_is_one_text_whatever_its_lines_look_like() {
        let mut account = Account::default();
        let text =
            "hostname a\nbanner motd ^C\ninterface Vlan1\n! x\n#\n^C\nheader login %ok%\n--More-- \nvlan 2\nheader motd %\nend\n";
        let heads: Vec<Line> = blocks(text, '!', &mut account).iter().map(|b| b.head).collect();
        let heads: Vec<&str> = heads.iter().map(|line| line.text).collect();
        assert_eq!(heads, ["hostname a", "vlan 2", "header motd %", "end"], "the last banner never ends");
        assert_eq!(account.ignored.iter().map(|(n, _)| *n).collect::<Vec<_>>(), [2, 3, 4, 5, 6, 7, 8]);
    }
}
