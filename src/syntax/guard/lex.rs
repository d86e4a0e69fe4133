//! The tokens of a KDL text, in one linear pass that never fails. It knows no grammar: braces need not match.
//!
//! Entry point: [`lex`].

/// What a token is.
#[derive(Copy, Clone, PartialEq, Eq, Debug)]
pub enum Kind {
    /// A bare word or number, well formed or not.
    Word,
    /// `"…"` on one line.
    Quoted,
    /// `#"…"#`, `"""…"""` and their mixture: no place inside is exact.
    Raw,
    /// `#true` and its like.
    Hash,
    /// `(…)`.
    Annotation,
    /// `=`.
    Equals,
    /// `{`.
    Open,
    /// `}`.
    Close,
    /// A newline or `;`.
    End,
    /// `/-`.
    Slashdash,
}

/// A token and its bytes.
#[derive(Copy, Clone, PartialEq, Eq, Debug)]
pub struct Token {
    /// What it is.
    pub kind: Kind,
    /// First byte.
    pub start: usize,
    /// First byte after it.
    pub end: usize,
}

/// What is wrong with a token in itself.
#[derive(Copy, Clone, PartialEq, Eq, Debug)]
pub enum Flaw {
    /// A text that no quote closes; the place is the opening quote.
    OpenText,
    /// A comment that nothing closes; the place is its opening.
    OpenComment,
    /// An escape that KDL does not know; the place is the escape.
    Escape,
    /// A character that may not stand in the file.
    Character,
}

/// A flaw and its bytes.
#[derive(Copy, Clone, PartialEq, Eq, Debug)]
pub struct Fault {
    /// What is wrong.
    pub flaw: Flaw,
    /// First byte of what is to be shown.
    pub start: usize,
    /// First byte after it.
    pub end: usize,
    /// The bytes that the parser must not see.
    pub hide: (usize, usize),
}

/// Returns the tokens of a text and the faults in them, both in order.
pub fn lex(text: &str) -> (Vec<Token>, Vec<Fault>) {
    let mut lexer = Lexer { text, at: 0, tokens: Vec::new(), faults: Vec::new() };
    if text.starts_with('\u{feff}') {
        lexer.at = '\u{feff}'.len_utf8();
    }
    while lexer.step() {}
    (lexer.tokens, lexer.faults)
}

/// Whether KDL ends a line here.
pub fn is_newline(c: char) -> bool {
    matches!(c, '\n' | '\r' | '\u{b}' | '\u{c}' | '\u{85}' | '\u{2028}' | '\u{2029}')
}

/// Whether a character is refused wherever it stands: controls, marks of writing direction, private use.
pub fn is_refused(c: char) -> bool {
    matches!(c,
        '\0'..='\u{8}' | '\u{b}'..='\u{c}' | '\u{e}'..='\u{1f}' | '\u{7f}'..='\u{9f}' | '\u{200e}'..='\u{200f}'
        | '\u{2028}'..='\u{202e}' | '\u{2066}'..='\u{2069}' | '\u{feff}' | '\u{e000}'..='\u{f8ff}'
        | '\u{f0000}'..='\u{10ffff}')
}

/// How far a closing mark is looked for: more would make the pass quadratic.
const NEAR: usize = 64;

struct Lexer<'a> {
    text: &'a str,
    at: usize,
    tokens: Vec<Token>,
    faults: Vec<Fault>,
}

impl Lexer<'_> {
    fn rest(&self) -> &str {
        self.text.get(self.at..).unwrap_or("")
    }

    fn peek(&self) -> Option<char> {
        self.rest().chars().next()
    }

    fn push(&mut self, kind: Kind, start: usize) {
        self.tokens.push(Token { kind, start, end: self.at });
    }

    fn fault(&mut self, flaw: Flaw, start: usize, end: usize, hide: (usize, usize)) {
        self.faults.push(Fault { flaw, start, end, hide });
    }

    fn bump(&mut self) -> Option<char> {
        let c = self.peek()?;
        if is_refused(c) {
            let end = self.at + c.len_utf8();
            self.fault(Flaw::Character, self.at, end, (self.at, end));
        }
        self.at += c.len_utf8();
        Some(c)
    }

    /// Reads one token or one stretch between tokens; false at the end of the text.
    fn step(&mut self) -> bool {
        let start = self.at;
        let rest = self.rest();
        let Some(first) = rest.chars().next() else { return false };
        if rest.starts_with("//") {
            self.skip_line();
        } else if rest.starts_with("/*") {
            self.comment();
        } else if rest.starts_with("/-") {
            self.at += 2;
            self.push(Kind::Slashdash, start);
        } else if first == '"' {
            self.text(0);
        } else if first == '#' {
            self.hash();
        } else if first == '\\' && self.continues() {
            self.skip_line();
            self.bump();
        } else if is_newline(first) {
            self.bump();
            self.push(Kind::End, start);
        } else if first.is_whitespace() || is_refused(first) {
            self.bump();
        } else if first == '(' {
            self.annotation();
        } else if let Some(kind) = mark(first) {
            self.at += 1;
            self.push(kind, start);
        } else {
            self.word();
        }
        true
    }

    fn skip_line(&mut self) {
        while self.peek().is_some_and(|c| !is_newline(c)) {
            self.bump();
        }
    }

    /// Whether a backslash is followed by nothing but spaces and a comment on its line.
    fn continues(&self) -> bool {
        let after = self.rest().get(1..).unwrap_or("").trim_start_matches(|c: char| c.is_whitespace() && !is_newline(c));
        after.is_empty() || after.starts_with(is_newline) || after.starts_with("//")
    }

    fn comment(&mut self) {
        let start = self.at;
        let mut depth = 0usize;
        while !self.rest().is_empty() {
            if self.rest().starts_with("/*") {
                depth += 1;
                self.at += 2;
            } else if self.rest().starts_with("*/") {
                depth -= 1;
                self.at += 2;
                if depth == 0 {
                    return;
                }
            } else {
                self.bump();
            }
        }
        self.fault(Flaw::OpenComment, start, start + 2, (start, self.at));
    }

    fn annotation(&mut self) {
        let start = self.at;
        let near = self.rest().char_indices().take(NEAR).take_while(|(_, c)| !is_newline(*c));
        self.at += near.filter(|(_, c)| *c == ')').map(|(i, _)| i + 1).next().unwrap_or(1);
        self.push(Kind::Annotation, start);
    }

    fn hash(&mut self) {
        let hashes = self.rest().bytes().take_while(|&b| b == b'#').count();
        if self.rest().get(hashes..).is_some_and(|r| r.starts_with('"')) {
            return self.text(hashes);
        }
        let start = self.at;
        self.at += hashes;
        self.word_part();
        self.push(Kind::Hash, start);
    }

    /// A text: `"…"`, `"""…"""`, and raw with some hashes.
    fn text(&mut self, hashes: usize) {
        let start = self.at;
        self.at += hashes;
        let multi = self.rest().starts_with("\"\"\"") && self.rest().chars().nth(3).is_some_and(is_newline);
        let quotes = if multi { "\"\"\"" } else { "\"" };
        let close = format!("{quotes}{}", "#".repeat(hashes));
        self.at += quotes.len();
        let opened = self.at;
        loop {
            if self.rest().starts_with(&close) {
                self.at += close.len();
                break;
            }
            match self.peek() {
                Some('\\') if hashes == 0 => self.escape(multi),
                Some(c) if multi || !is_newline(c) => {
                    self.bump();
                }
                _ => {
                    self.fault(Flaw::OpenText, start, opened, (start, self.at));
                    break;
                }
            }
        }
        self.push(if multi || hashes > 0 { Kind::Raw } else { Kind::Quoted }, start);
    }

    fn escape(&mut self, multi: bool) {
        let start = self.at;
        self.at += 1;
        let known = match self.peek() {
            Some('\\' | '"' | 'b' | 'f' | 'n' | 'r' | 't' | 's') => {
                self.at += 1;
                true
            }
            Some('u') => {
                let (code, len) = unicode(self.rest());
                self.at += len.max(1);
                code.is_some()
            }
            Some(c) if c.is_whitespace() => {
                // A backslash and the spaces after it stand for nothing, newlines too.
                while self.peek().is_some_and(char::is_whitespace) {
                    self.bump();
                }
                true
            }
            Some(c) if !is_newline(c) => {
                self.bump();
                false
            }
            _ => multi,
        };
        if !known {
            self.fault(Flaw::Escape, start, self.at, (start, self.at));
        }
    }

    fn word(&mut self) {
        let start = self.at;
        self.word_part();
        if self.at == start {
            self.bump();
        }
        self.push(Kind::Word, start);
    }

    /// The characters of a bare word, and some that an author may have meant to be in one.
    fn word_part(&mut self) {
        let start = self.at;
        while let Some(c) = self.peek() {
            let rest = self.rest();
            if rest.starts_with("//") || rest.starts_with("/*") {
                // `https://…` without quotes: a comment to KDL, an address to the author.
                let so_far = self.text.get(start..self.at).unwrap_or("");
                if !(so_far.ends_with(':') && rest.starts_with("//")) {
                    return;
                }
                self.at += 2;
                continue;
            }
            if c == '{' && self.at > start {
                let Some(len) = pattern(rest) else { return };
                self.at += len;
                continue;
            }
            if c.is_whitespace() || is_newline(c) || is_refused(c) || matches!(c, '{' | '}' | '=' | ';' | '"' | '(' | ')') {
                return;
            }
            if c == '\\' && self.continues() {
                return;
            }
            self.at += c.len_utf8();
        }
    }
}

fn mark(c: char) -> Option<Kind> {
    Some(match c {
        '=' => Kind::Equals,
        '{' => Kind::Open,
        '}' => Kind::Close,
        ';' => Kind::End,
        _ => return None,
    })
}

/// The length of `{101..106}` at the start of a text.
fn pattern(text: &str) -> Option<usize> {
    let close = text.char_indices().take(NEAR).find(|(_, c)| *c == '}')?.0;
    let inside = text.get(1..close)?;
    (inside.contains("..") && !inside.contains(|c: char| c.is_whitespace() || c == '{')).then_some(close + 1)
}

/// The character of `u{…}` at the start of a text, and how many bytes were read.
pub(super) fn unicode(text: &str) -> (Option<char>, usize) {
    let Some(inside) = text.strip_prefix("u{") else { return (None, 1) };
    let digits = inside.bytes().take_while(u8::is_ascii_hexdigit).count();
    let closed = inside.get(digits..).is_some_and(|r| r.starts_with('}'));
    let code = inside.get(..digits).and_then(|d| u32::from_str_radix(d, 16).ok()).and_then(char::from_u32);
    (code.filter(|_| closed && (1..=6).contains(&digits)), 2 + digits + usize::from(closed))
}

/// For each byte of an unescaped one-line text, where it stands in the quoted text; one more for its end.
///
/// `quoted` has its quotes; offsets count from its opening quote.
pub fn offsets(quoted: &str) -> Vec<usize> {
    let mut map = Vec::with_capacity(quoted.len());
    let mut at = 1;
    let end = quoted.len().saturating_sub(1);
    while at < end {
        let rest = quoted.get(at..end).unwrap_or("");
        let Some(c) = rest.chars().next() else { break };
        let (shown, len) = match rest.get(1..).and_then(|r| r.chars().next()).filter(|_| c == '\\') {
            None => (c.len_utf8(), c.len_utf8()),
            Some('u') => {
                let (code, len) = unicode(rest.get(1..).unwrap_or(""));
                (code.map_or(0, char::len_utf8), 1 + len)
            }
            Some(e) if e.is_whitespace() => {
                let spaces = rest.get(1..).unwrap_or("");
                (0, 1 + spaces.len() - spaces.trim_start().len())
            }
            Some(_) => (1, 2),
        };
        map.extend(std::iter::repeat_n(at, shown));
        at += len.max(1);
    }
    map.push(end.max(1));
    map
}

#[cfg(test)]
mod tests {
    use super::*;

    fn kinds(text: &str) -> Vec<(Kind, &str)> {
        lex(text).0.into_iter().map(|t| (t.kind, &text[t.start..t.end])).collect()
    }

    #[test]
    fn a_word_holds_what_an_author_meant_to_be_in_it() {
        let text = "wan a=1.2/3 u=https://x.y/ // note\nroom A{1..3}{ b }";
        let words: Vec<&str> = kinds(text).into_iter().filter(|(k, _)| *k == Kind::Word).map(|(_, w)| w).collect();
        assert_eq!(words, ["wan", "a", "1.2/3", "u", "https://x.y/", "room", "A{1..3}", "b"]);
    }

    #[test]
    fn comments_nest_and_hide_quotes() {
        assert_eq!(kinds("/* \" /* } */ { */a"), [(Kind::Word, "a")]);
        assert_eq!(lex("x /* /* */").1.first().map(|f| (f.flaw, f.start)), Some((Flaw::OpenComment, 2)));
    }

    #[test]
    fn an_escape_is_one_character_and_keeps_its_place() {
        let quoted = "\"a\\u{2c}é\\n,b\"";
        let map = offsets(quoted);
        assert_eq!(&quoted[map[1]..map[2]], "\\u{2c}");
        assert_eq!(&quoted[map[6]..], "b\"");
    }
}
