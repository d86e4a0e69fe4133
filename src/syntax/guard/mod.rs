//! What must be known of a text before the KDL parser sees it: the traps that KDL accepts in silence, and what makes
//! the parser slow, stop or point at the wrong place.
//!
//! Each trap is reported with its mend. The parser then gets a copy of the same length in which the offending tokens
//! are replaced, so that one mistake hides no other and every place stays right. Entry point: [`guard`].
//!
//! It knows tokens, not the language: whether `012` is a room or a number is decided by the table, in decoding.

pub mod lex;
mod word;

pub(super) use word::quote;

use super::rules;
use crate::base::{FileId, Sink, Span, limits};
use lex::{Flaw, Kind, Token, lex};

/// A text that the parser may read.
#[derive(Debug)]
pub struct Guarded {
    /// The copy for the parser: every byte stands where it stood, and braces are closed at the end.
    pub patched: String,
    /// Replaced tokens, in order: what they were is unknowable, and silent.
    pub poison: Vec<(usize, usize)>,
    /// Opening braces that nothing closes, in order.
    pub unclosed: Vec<usize>,
    /// The tokens of the original.
    pub tokens: Vec<Token>,
    /// Whether the parser may see it at all.
    pub readable: bool,
}

impl Guarded {
    /// Whether what stands there was replaced.
    pub fn is_poisoned(&self, start: usize, end: usize) -> bool {
        let after = self.poison.partition_point(|(_, e)| *e <= start);
        self.poison.get(after).is_some_and(|(s, _)| *s < end)
    }

    /// The last token that ends at or before a place.
    pub fn token_before(&self, end: usize) -> Option<Token> {
        let after = self.tokens.partition_point(|t| t.end <= end);
        self.tokens.get(after.checked_sub(1)?).copied()
    }
}

/// Reports the traps of a text and makes it safe to parse.
pub fn guard(file: FileId, text: &str, sink: &mut Sink) -> Guarded {
    if text.len() > limits::FILE_BYTES {
        let message = format!("the file has {} bytes; a manifest has at most {}", text.len(), limits::FILE_BYTES);
        sink.report(&rules::SYNTAX, message).at(Span::new(file, 0, 0), "too long to be read").help("split it");
        return Guarded { patched: String::new(), poison: Vec::new(), unclosed: Vec::new(), tokens: Vec::new(), readable: false };
    }
    let (tokens, faults) = lex(text);
    if let Some(beyond) = tokens.get(limits::WORDS) {
        sink.report(
            &rules::SYNTAX,
            format!("the file has {} words and marks; a manifest has at most {}", tokens.len(), limits::WORDS),
        )
        .at(Span::new(file, beyond.start, beyond.end), "one too many")
        .help("split it");
        return Guarded { patched: String::new(), poison: Vec::new(), unclosed: Vec::new(), tokens: Vec::new(), readable: false };
    }
    let mut walk = Walk {
        file,
        text,
        sink,
        tokens,
        bytes: text.as_bytes().to_vec(),
        poison: Vec::new(),
        open: Vec::new(),
        orphans: Vec::new(),
        readable: true,
    };
    for fault in &faults {
        walk.fault(fault);
    }
    walk.run();
    walk.finish()
}

struct Walk<'t, 's, 'o> {
    file: FileId,
    text: &'t str,
    sink: &'s mut Sink<'o>,
    tokens: Vec<Token>,
    bytes: Vec<u8>,
    poison: Vec<(usize, usize)>,
    /// Opening braces that wait for their closing.
    open: Vec<usize>,
    /// Those of them that no node owns: they are not shown to the parser.
    orphans: Vec<usize>,
    readable: bool,
}

/// Where the walk is in a statement.
#[derive(Copy, Clone, PartialEq, Eq)]
enum Expect {
    /// The name of a node.
    Name,
    /// Arguments, properties, a block.
    Entries,
    /// The end of a statement, after its block.
    End,
}

impl Walk<'_, '_, '_> {
    fn word_at(&self, token: Token) -> &str {
        self.text.get(token.start..token.end).unwrap_or("")
    }

    fn token(&self, index: usize) -> Option<Token> {
        self.tokens.get(index).copied()
    }

    fn fill(&mut self, start: usize, end: usize, with: u8) {
        if let Some(bytes) = self.bytes.get_mut(start..end) {
            bytes.fill(with);
        }
    }

    /// Makes a token vanish.
    fn blank(&mut self, start: usize, end: usize) {
        self.fill(start, end, b' ');
    }

    /// Makes a token a word whose meaning is unknowable.
    fn spoil(&mut self, start: usize, end: usize) {
        self.fill(start, end, b'x');
        self.poison.push((start, end));
    }

    fn fault(&mut self, fault: &lex::Fault) {
        let place = Span::new(self.file, fault.start, fault.end);
        match fault.flaw {
            Flaw::OpenText => {
                self.sink.report(&rules::SYNTAX, "a text is never closed").at(place, "opened here").help("close it with `\"`");
            }
            Flaw::OpenComment => {
                self.sink.report(&rules::SYNTAX, "a comment is never closed").at(place, "opened here").help("close it with `*/`");
                self.blank(fault.hide.0, fault.hide.1);
            }
            Flaw::Escape => {
                let shown = self.text.get(fault.start..fault.end).unwrap_or("").to_owned();
                self.sink
                    .report(&rules::SYNTAX, format!("KDL has no escape `{shown}`"))
                    .at(place, "unknown escape")
                    .help("a backslash itself is written `\\\\`");
            }
            Flaw::Character => {
                let code = self.text.get(fault.start..).and_then(|t| t.chars().next()).map_or(0, u32::from);
                self.sink
                    .report(&rules::CHARACTER_REFUSED, format!("the character U+{code:04X} may not stand in a manifest"))
                    .at(place, "invisible here")
                    .help("delete it")
                    .fix(place, "");
                self.blank(fault.hide.0, fault.hide.1);
            }
        }
        if matches!(fault.flaw, Flaw::OpenText | Flaw::Escape) {
            // The whole token is unknowable; it is the one that holds the flaw.
            let index = self.tokens.partition_point(|t| t.end <= fault.start);
            if let Some(token) = self.token(index)
                && self.poison.last() != Some(&(token.start, token.end))
            {
                self.spoil(token.start, token.end);
            }
        }
    }

    fn run(&mut self) {
        let mut expect = Expect::Name;
        // Whether a slashdash took the node that a `;` ends.
        let mut commented = false;
        let mut index = 0;
        while let Some(token) = self.token(index) {
            index += 1;
            match token.kind {
                Kind::End => {
                    if expect == Expect::Name && self.word_at(token) == ";" {
                        self.empty_statement(token, commented);
                    }
                    commented = false;
                    expect = Expect::Name;
                }
                Kind::Open => {
                    self.opened(token, expect);
                    expect = Expect::Name;
                }
                Kind::Close => expect = self.closed(token, expect),
                Kind::Slashdash => {
                    let end = self.slashdash(index, expect);
                    commented = expect == Expect::Name;
                    let last = self.token(end.saturating_sub(1)).map_or(token.end, |t| t.end);
                    self.blank(token.start, last);
                    index = end;
                }
                Kind::Annotation => self.annotation(token),
                Kind::Equals => {
                    let place = Span::new(self.file, token.start, token.end);
                    self.sink.report(&rules::SYNTAX, "an equals sign has no property before it").at(place, "here");
                    self.blank(token.start, token.end);
                    if let Some(value) = self.token(index).filter(|v| v.start == token.end && is_value(v.kind)) {
                        self.blank(value.start, value.end);
                        index += 1;
                    }
                }
                Kind::Word | Kind::Quoted | Kind::Raw | Kind::Hash => {
                    if expect == Expect::End {
                        if !self.run_on(token) {
                            index = self.rest_of_statement(index - 1);
                            continue;
                        }
                        expect = Expect::Name;
                    }
                    if expect == Expect::Name {
                        self.node_name(token);
                        expect = Expect::Entries;
                    } else {
                        index = self.entry(index - 1);
                    }
                }
            }
        }
    }

    fn opened(&mut self, token: Token, expect: Expect) {
        self.open.push(token.start);
        if expect != Expect::Entries {
            let place = Span::new(self.file, token.start, token.end);
            self.sink.report(&rules::SYNTAX, "a block has no node before it").at(place, "opened here");
            self.orphans.push(token.start);
            // After a block only a separator lets the parser read on.
            self.fill(token.start, token.end, if expect == Expect::End { b';' } else { b' ' });
        }
        if self.open.len() == limits::DEPTH + 1 && self.readable {
            let place = Span::new(self.file, token.start, token.end);
            self.sink
                .report(&rules::SYNTAX, format!("blocks are nested more than {} deep", limits::DEPTH))
                .at(place, "this one is too deep")
                .help("the language needs five");
            self.readable = false;
        }
    }

    fn closed(&mut self, token: Token, expect: Expect) -> Expect {
        match self.open.pop() {
            Some(start) if self.orphans.last() == Some(&start) => {
                self.orphans.pop();
                self.blank(token.start, token.end);
                Expect::Name
            }
            Some(_) => Expect::End,
            None => {
                let place = Span::new(self.file, token.start, token.end);
                self.sink.report(&rules::SYNTAX, "a brace closes nothing").at(place, "no block is open here").fix(place, "");
                self.blank(token.start, token.end);
                expect
            }
        }
    }

    fn empty_statement(&mut self, token: Token, commented: bool) {
        let place = Span::new(self.file, token.start, token.end);
        if !commented {
            self.sink.report(&rules::SYNTAX, "a `;` ends nothing").at(place, "no node before it").fix(place, "");
        }
        self.blank(token.start, token.end);
    }

    /// A node that begins on the line of the block before it; false when the parser cannot be shown it.
    fn run_on(&mut self, token: Token) -> bool {
        let place = Span::new(self.file, token.start, token.start);
        self.sink
            .report(&rules::SYNTAX, "a new node begins on the line of a block's end")
            .at(Span::new(self.file, token.start, token.end), "begin a new line here, or write `;`")
            .fix(place, "; ");
        // The space before it can be the separator.
        let byte = token.start.checked_sub(1).and_then(|i| self.bytes.get_mut(i)).filter(|b| **b == b' ');
        byte.map(|b| *b = b';').is_some()
    }

    /// Hides what stands before the next block or line; returns the index of what ends it.
    fn rest_of_statement(&mut self, mut index: usize) -> usize {
        while let Some(token) = self.token(index).filter(|t| !matches!(t.kind, Kind::End | Kind::Open | Kind::Close)) {
            self.blank(token.start, token.end);
            index += 1;
        }
        index
    }

    fn annotation(&mut self, token: Token) {
        let place = Span::new(self.file, token.start, token.end);
        self.sink
            .report(&rules::TYPE_ANNOTATION, "a type annotation means nothing here")
            .at(place, "nobody reads it")
            .help("delete it")
            .fix(place, "");
        self.blank(token.start, token.end);
    }

    /// The index after what a slashdash comments out: a node with its block, an entry, or a block.
    fn slashdash(&self, mut index: usize, expect: Expect) -> usize {
        while self.token(index).is_some_and(|t| t.kind == Kind::Slashdash || (t.kind == Kind::End && expect == Expect::Name)) {
            index += 1;
        }
        let whole = expect == Expect::Name;
        let mut depth = 0usize;
        let mut taken = 0usize;
        while let Some(token) = self.token(index) {
            match token.kind {
                Kind::Open => depth += 1,
                Kind::Close if depth == 0 => return index,
                Kind::Close => {
                    depth -= 1;
                    if depth == 0 {
                        return index + 1;
                    }
                }
                Kind::End if depth == 0 => return index,
                _ if depth == 0 && !whole && taken == 1 && token.kind == Kind::Equals => taken = 0,
                _ if depth == 0 && !whole && taken == 1 => return index,
                Kind::Slashdash | Kind::Annotation => {}
                _ => taken += usize::from(depth == 0),
            }
            index += 1;
        }
        index
    }

    fn finish(mut self) -> Guarded {
        let unclosed: Vec<usize> = self.open.iter().copied().filter(|o| self.orphans.binary_search(o).is_err()).collect();
        // One brace is forgotten, and every block around it is left open with it: the innermost names the place.
        if let Some(&start) = self.open.last() {
            let place = Span::new(self.file, start, start + 1);
            let more = match self.open.len() {
                1 => String::new(),
                n => format!(" ({n} blocks are open at the end of the file)"),
            };
            self.sink
                .report(&rules::SYNTAX, format!("a block is never closed{more}"))
                .at(place, "opened here")
                .help("close it with `}`");
        }
        let mut patched = String::from_utf8(self.bytes).unwrap_or_default();
        if !unclosed.is_empty() {
            patched.push('\n');
            patched.extend(unclosed.iter().map(|_| '}'));
        }
        self.poison.sort_unstable();
        Guarded { patched, poison: self.poison, unclosed, tokens: self.tokens, readable: self.readable }
    }
}

fn is_value(kind: Kind) -> bool {
    matches!(kind, Kind::Word | Kind::Quoted | Kind::Raw | Kind::Hash)
}
