//! A line-by-line configuration as blocks, and the account of what a reader made of each line.
//!
//! It knows indentation and separators, no command. A line that no reader knows is counted, never dropped: an audit that
//! hides lines is not trusted.

use std::collections::BTreeSet;

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

/// Splits a text into blocks. A line of the separator alone ends a block, unless it is indented: then it parts the block's own
/// paragraphs (`bgp` of Comware, `router bgp` of IOS). An indented line without a block above it begins one of its own
/// (Comware shows its global commands so: switches.md 3.2, row 6), and what is indented more is its body; a line that begins with the separator and goes on is a
/// comment. A banner is one text, whatever its lines look like; the marks of a pager, the prompts and the echo of the command
/// are the terminal's. All these are counted as ignored.
pub fn blocks<'t>(text: &'t str, separator: char, account: &mut Account) -> Vec<Block<'t>> {
    let mut blocks: Vec<Block> = Vec::new();
    // How far the head of the block that may go on is indented; what is indented more is its body.
    let mut open: Option<usize> = None;
    let lines: Vec<&str> = text.lines().collect();
    let alone = separator.to_string();
    let mut banners = Banners::default();
    for (index, raw) in lines.iter().enumerate() {
        let line = Line { number: index + 1, text: raw.trim() };
        let depth = raw.len() - raw.trim_start().len();
        if banners.holds(index, &lines) {
            if !line.text.is_empty() && line.text != alone {
                account.ignored.push((line.number, "a banner"));
            }
            open = None;
            continue;
        }
        if let Some(why) = recorded(line.text, depth > 0) {
            account.ignored.push((line.number, why));
            continue;
        }
        let comment = line.text.starts_with(separator);
        if line.text.is_empty() || comment {
            open = open.filter(|_| !comment || depth > 0);
            if line.text.len() > 1 {
                account.ignored.push((line.number, "a comment"));
            }
            continue;
        }
        match blocks.last_mut() {
            Some(block) if open.is_some_and(|head| depth > head) => block.body.push(line),
            _ => {
                blocks.push(Block { head: line, body: Vec::new() });
                open = Some(depth);
            }
        }
    }
    blocks
}

/// Why a line is the terminal's and not the device's configuration.
fn recorded(text: &str, indented: bool) -> Option<&'static str> {
    if matches!(text, "---- More ----" | "--More--") {
        return Some("the mark of a pager");
    }
    if indented {
        return None;
    }
    let size = text.starts_with("Current configuration :") || text.starts_with("Using ") && text.ends_with(" bytes");
    if size || text == "Building configuration..." {
        return Some("what the device says before it shows its configuration");
    }
    prompted(text).then_some("the prompt of the device")
}

/// Whether a line begins with a prompt: `<sw160>` and `[sw160-Vlan-interface99]` of Comware, `sw161#` and `sw161(config)#` of IOS.
fn prompted(text: &str) -> bool {
    let name = |c: char| c.is_ascii_alphanumeric() || "-_.()/".contains(c);
    let (inside, rest) = match text.chars().next() {
        Some('<') => (text.get(1..), '>'),
        Some('[') => (text.get(1..), ']'),
        // A word of a command that ends so is followed by nothing or by a word, as the echo of a command is: but no
        // command begins with a word that holds one of these.
        _ => return text.find(['#', '>']).is_some_and(|at| at > 0 && text.chars().take(at).all(name)),
    };
    inside.and_then(|t| t.split_once(rest)).is_some_and(|(inside, _)| !inside.is_empty() && inside.chars().all(name))
}

/// Finds the lines that banners take up: `banner motd ^C` of IOS and `header motd %` of Comware, up to the line that has the
/// mark that opened them. One that nothing closes is taken for a line like another.
#[derive(Default)]
struct Banners<'t> {
    /// The line after the last banner, from 0.
    end: usize,
    /// Marks that no further line has: a search that failed is not made again.
    lost: BTreeSet<&'t str>,
}

impl<'t> Banners<'t> {
    /// Whether the line of an index is part of a banner; asked for each line in order.
    fn holds(&mut self, index: usize, lines: &[&'t str]) -> bool {
        if index >= self.end
            && let Some(end) = lines.get(index).and_then(|raw| self.opened(index, raw, lines))
        {
            self.end = end;
        }
        index < self.end
    }

    /// The line after the banner that a line opens.
    fn opened(&mut self, index: usize, raw: &'t str, lines: &[&'t str]) -> Option<usize> {
        let raw = raw.trim();
        let words = raw.strip_prefix("banner ").or_else(|| raw.strip_prefix("header "))?;
        // Of `motd ^C`, what follows the kind; a kind alone opens nothing.
        let (_, rest) = words.split_once(' ')?;
        let first = rest.trim_start();
        // A mark is one character; the device shows Control-C as two.
        let length = if first.starts_with("^C") { 2 } else { first.chars().next()?.len_utf8() };
        let (mark, rest) = first.split_at_checked(length)?;
        if rest.contains(mark) {
            return Some(index + 1);
        }
        if self.lost.contains(mark) {
            return None;
        }
        let closes = |line: &&str| line.trim_end().ends_with(mark) || mark == "^C" && line.contains(mark);
        let end = lines.iter().skip(index + 1).position(closes);
        if end.is_none() {
            self.lost.insert(mark);
        }
        end.map(|n| index + n + 2)
    }
}

/// Commands that a reader knows and does not keep, by the reason; each is the words that a line begins with.
pub(super) type Asides = &'static [(&'static str, &'static [&'static str])];

/// Why a line is known and not kept.
pub(super) fn aside(text: &str, asides: Asides) -> Option<&'static str> {
    let begins = |words: &str| text.strip_prefix(words).is_some_and(|rest| rest.is_empty() || rest.starts_with(' '));
    asides.iter().find(|(_, all)| all.iter().any(|words| begins(words))).map(|(why, _)| *why)
}

/// What became of the lines of a file.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct Account {
    /// How many lines became part of the state.
    pub read: usize,
    /// Lines that are known and not kept, and why: the state has no place for what they say.
    pub ignored: Vec<(usize, &'static str)>,
    /// Lines that the reader does not know.
    pub unknown: Vec<usize>,
    /// Fields whose value the text hides, as a masked secret: unknown, never a difference.
    pub hidden: Vec<&'static str>,
}

impl Account {
    /// How many lines say something: all but blank ones and separators.
    pub fn lines(&self) -> usize {
        self.read + self.ignored.len() + self.unknown.len()
    }

    /// The share of the lines that are understood, read or known and not kept, in percent and rounded down; 100 of nothing.
    pub fn share(&self) -> usize {
        (100 * (self.lines() - self.unknown.len())).checked_div(self.lines()).unwrap_or(100)
    }

    /// Counts a line: `Some` was read; `None` is known and not kept, or not known.
    pub(super) fn count(&mut self, line: &Line, read: Option<()>, asides: Asides) {
        match (read, aside(line.text, asides)) {
            (Some(()), _) => self.read += 1,
            (None, Some(why)) => self.ignored.push((line.number, why)),
            (None, None) => self.unknown.push(line.number),
        }
    }
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
    fn an_indented_separator_parts_a_block_and_does_not_end_it() {
        let mut account = Account::default();
        let text = "bgp 65001\n router-id 10.0.0.1\n #\n address-family ipv4\n  network 10.0.0.0\n#\n\tsysname a\n";
        let blocks = blocks(text, '#', &mut account);
        let heads: Vec<(&str, usize)> = blocks.iter().map(|b| (b.head.text, b.body.len())).collect();
        assert_eq!(heads, [("bgp 65001", 3), ("sysname a", 0)]);
        let keys = blocks_of(" rsa peer-public-key a\n  public-key-code begin\n   00FF\n peer-public-key end\n");
        assert_eq!(keys, [("rsa peer-public-key a", 2), ("peer-public-key end", 0)]);
        assert_eq!(account.ignored, []);
    }

    fn blocks_of(text: &str) -> Vec<(&str, usize)> {
        blocks(text, '#', &mut Account::default()).iter().map(|b| (b.head.text, b.body.len())).collect()
    }

    #[test]
    fn what_the_terminal_adds_is_no_configuration() {
        let mut account = Account::default();
        let text = "<sw1>display current-configuration\n[sw1-Vlan-interface9]quit\nsw-1(config-if)#end\nsw1>enable\n\
            Building configuration...\nCurrent configuration : 12 bytes\nUsing 2 out of 5 bytes\nvlan 2\n name a#b>\n<b c>\n#x\n<sw1>\n";
        let heads: Vec<&str> = blocks(text, '#', &mut account).iter().map(|b| b.head.text).collect();
        assert_eq!(heads, ["vlan 2", "<b c>"]);
        assert_eq!(account.ignored.iter().map(|(n, _)| *n).collect::<Vec<_>>(), [1, 2, 3, 4, 5, 6, 7, 11, 12]);
    }

    #[test]
    fn many_banners_that_never_end_are_searched_for_once() {
        let open: String = (0..100_000).map(|n| format!("banner motd {}x\n", ['%', '@', '~'][n % 3])).collect();
        assert_eq!(blocks(&open, '!', &mut Account::default()).len(), 100_000);
    }

    #[test]
    fn a_command_that_is_set_aside_is_matched_by_whole_words() {
        let asides: Asides = &[("no routing", &["bgp", "ip route"]), ("no log", &["logging"])];
        assert_eq!((aside("ip route 10.0.0.0", asides), aside("logging", asides)), (Some("no routing"), Some("no log")));
        assert_eq!((aside("ip routes", asides), aside("bgpx", asides), aside("ip", asides)), (None, None, None));
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
