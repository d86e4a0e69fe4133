//! The traps of one word, one property, one name of a node.

use super::lex::{Kind, Token, is_newline};
use super::{Walk, is_value};
use crate::base::Span;
use crate::syntax::rules;

/// Words that KDL keeps for itself.
const RESERVED: &[&str] = &["true", "false", "null", "inf", "-inf", "nan"];

/// How far the end of a text in single quotes is looked for: more would make the walk quadratic.
const FAR: usize = 1000;

impl Walk<'_, '_, '_> {
    /// The name of a node.
    pub(super) fn node_name(&mut self, token: Token) {
        let word = self.word_at(token).to_owned();
        let place = Span::new(self.file, token.start, token.end);
        match token.kind {
            Kind::Quoted | Kind::Raw => self.quoted_name(token, "node"),
            Kind::Hash => self.hash(token),
            _ if RESERVED.contains(&word.as_str()) => self.reserved(token),
            _ if begins_with_digit(&word) || grammar_character(&word).is_some() => {
                self.sink
                    .report(&rules::SYNTAX, format!("`{word}` cannot be the name of a node"))
                    .at(place, "a node begins here");
                self.spoil(token.start, token.end);
            }
            _ if word.ends_with(',') => {
                self.sink
                    .report(&rules::LOOSE_COMMA, "a comma stands after the name of a node")
                    .at(place, "KDL separates by spaces")
                    .fix(place.part(word.len() - 1, 1), "");
                self.blank(token.end - 1, token.end);
            }
            _ => {}
        }
    }

    /// An argument or a property, at an index; returns the index after it.
    pub(super) fn entry(&mut self, index: usize) -> usize {
        let Some(key) = self.token(index) else { return index + 1 };
        let before = index.checked_sub(1).and_then(|i| self.token(i));
        if before.is_some_and(|b| b.end == key.start && is_value(b.kind)) {
            return self.glued(index);
        }
        let Some(equals) = self.token(index + 1).filter(|t| t.kind == Kind::Equals) else {
            return self.value(index, false);
        };
        if matches!(key.kind, Kind::Quoted | Kind::Raw) {
            self.quoted_name(key, "property");
        }
        let mut at = index + 2;
        let annotated = self.token(at).filter(|t| t.kind == Kind::Annotation);
        if let Some(annotation) = annotated {
            self.annotation(annotation);
            at += 1;
        }
        let value = self.token(at).filter(|t| is_value(t.kind));
        let is_key = self.token(at + 1).is_some_and(|t| t.kind == Kind::Equals && value.is_some_and(|v| v.end == t.start));
        let Some(value) = value.filter(|v| !(is_key && v.start > equals.end)) else {
            let name = self.word_at(key).to_owned();
            self.sink
                .report(&rules::SYNTAX, format!("the property `{name}` has no value"))
                .at(Span::new(self.file, key.start, equals.end), "nothing follows the equals sign");
            self.blank(key.start, equals.end);
            return at;
        };
        if key.end != equals.start || (annotated.is_none() && equals.end != value.start) {
            let name = self.word_at(key).to_owned();
            self.sink
                .report(&rules::SPACE_BESIDE_EQUALS, format!("a space stands beside the equals sign of `{name}`"))
                .at(Span::new(self.file, key.end, value.start), "no space here")
                .fix(Span::new(self.file, key.end, value.start), "=");
        }
        let word = self.word_at(key).to_owned();
        if RESERVED.contains(&word.as_str()) {
            self.reserved(key);
            self.spoil(value.start, value.end);
            return at + 1;
        }
        if key.kind == Kind::Hash || (key.kind == Kind::Word && (begins_with_digit(&word) || grammar_character(&word).is_some()))
        {
            self.sink
                .report(&rules::SYNTAX, format!("`{word}` cannot be the name of a property"))
                .at(Span::new(self.file, key.start, key.end), "a property begins here");
            self.spoil(key.start, key.end);
        }
        self.value(at, true)
    }

    /// Two values without a space between them: the second is not read.
    fn glued(&mut self, mut index: usize) -> usize {
        let Some(token) = self.token(index) else { return index + 1 };
        self.sink
            .report(&rules::SYNTAX, "two values touch each other")
            .at(Span::new(self.file, token.start, token.end), "a space belongs before this")
            .fix(Span::new(self.file, token.start, token.start), " ");
        let mut end = token.start;
        while let Some(next) = self.token(index).filter(|n| n.start == end && (is_value(n.kind) || n.kind == Kind::Equals)) {
            self.blank(next.start, next.end);
            end = next.end;
            index += 1;
        }
        index
    }

    /// A value, at an index; returns the index after it.
    fn value(&mut self, index: usize, of_property: bool) -> usize {
        let Some(token) = self.token(index) else { return index + 1 };
        let word = self.word_at(token).to_owned();
        match token.kind {
            Kind::Hash => self.hash(token),
            Kind::Word if word.starts_with('\'') => return self.single_quote(index, of_property),
            Kind::Word if word.starts_with(',') || word.ends_with(',') => return self.comma(index, of_property),
            Kind::Word if RESERVED.contains(&word.as_str()) => self.reserved(token),
            Kind::Word => self.bare(token, &word),
            _ => {}
        }
        index + 1
    }

    fn bare(&mut self, token: Token, word: &str) {
        let (message, label) = if begins_with_digit(word) {
            if is_number(word) {
                return;
            }
            ("a value that begins with a digit needs quotes".to_owned(), format!("`{word}`: not a plain number"))
        } else if let Some(c) = grammar_character(word) {
            (format!("a value with `{c}` in it needs quotes"), format!("`{c}` has a meaning of its own in KDL"))
        } else {
            return;
        };
        let place = Span::new(self.file, token.start, token.end);
        let quoted = quote(word);
        self.sink
            .report(&rules::VALUE_NEEDS_QUOTES, message)
            .at(place, label)
            .help(format!("write `{quoted}`"))
            .fix(place, quoted);
        self.spoil(token.start, token.end);
    }

    fn single_quote(&mut self, index: usize, of_property: bool) -> usize {
        let Some(token) = self.token(index) else { return index + 1 };
        let after = self.text.get(token.start + 1..).unwrap_or("");
        let near = after.char_indices().take(FAR).find(|(_, c)| is_newline(*c) || *c == '\'');
        let line = after.get(..near.map_or(0, |(i, c)| i + usize::from(c == '\''))).unwrap_or("");
        let inside = line
            .find('\'')
            .and_then(|close| line.get(..close))
            .unwrap_or_else(|| self.text.get(token.start + 1..token.end).unwrap_or(""));
        let closed = line.get(inside.len()..).is_some_and(|r| r.starts_with('\''));
        let end = token.start + 1 + inside.len() + usize::from(closed);
        let quoted = quote(inside);
        // The key stands directly before the equals sign; without one, only the value is shown.
        let key = index.checked_sub(2).and_then(|i| self.token(i)).filter(|_| of_property).map_or("", |k| self.word_at(k));
        let shown = if key.is_empty() { quoted.clone() } else { format!("{key}={quoted}") };
        let word = self.word_at(token).to_owned();
        self.sink
            .report(&rules::SINGLE_QUOTE, "KDL has no single quotes")
            .at(Span::new(self.file, token.start, token.end), format!("`{word}`: the quote became part of the value"))
            .help(format!("write `{shown}`"))
            .fix(Span::new(self.file, token.start, end), quoted);
        self.spoil(token.start, token.end.min(end));
        let mut next = index + 1;
        while let Some(inner) = self.token(next).filter(|t| t.start < end) {
            self.blank(inner.start, inner.end);
            next += 1;
        }
        if token.end > end {
            self.blank(end, token.end);
        }
        next
    }

    fn comma(&mut self, index: usize, of_property: bool) -> usize {
        let Some(token) = self.token(index) else { return index + 1 };
        let place = Span::new(self.file, token.start, token.end);
        let word = self.word_at(token).to_owned();
        if !of_property {
            let (first, last) = (word.starts_with(','), word.ends_with(','));
            let bare = word.trim_matches(',');
            self.sink
                .report(&rules::LOOSE_COMMA, "a comma stands between two values")
                .at(place, "KDL separates values by spaces")
                .help("delete the comma")
                .fix(place, bare);
            let front = word.len() - word.trim_start_matches(',').len();
            let back = word.len() - word.trim_end_matches(',').len();
            if first {
                self.blank(token.start, token.start + front);
            }
            if last {
                self.blank(token.end - back, token.end);
            }
            let kept = Token { start: token.start + front, end: token.end - back, ..token };
            if kept.start < kept.end {
                self.bare(kept, bare);
            }
            return index + 1;
        }
        // `from=pedago, admin`: the list goes on after the space, as long as commas say so.
        let mut next = index + 1;
        let mut list = word;
        let mut end = token.end;
        while list.ends_with(',') {
            let is_key = self.token(next + 1).is_some_and(|t| t.kind == Kind::Equals);
            let Some(more) = self.token(next).filter(|t| t.kind == Kind::Word && !is_key) else { break };
            list.push_str(self.word_at(more));
            self.blank(more.start, more.end);
            end = more.end;
            next += 1;
        }
        let list = list.trim_matches(',').to_owned();
        self.sink
            .report(&rules::LOOSE_COMMA, "a list has no space after its commas")
            .at(place, "the list ends here")
            .help(format!("write `{list}`"))
            .fix(Span::new(self.file, token.start, end), list);
        self.spoil(token.start, token.end);
        next
    }

    fn quoted_name(&mut self, token: Token, what: &str) {
        let place = Span::new(self.file, token.start, token.end);
        let word = self.word_at(token);
        let bare = word.trim_matches(['#', '"']).to_owned();
        let legal = !bare.is_empty()
            && bare.chars().all(|c| c.is_ascii_alphanumeric() || "-_.+".contains(c))
            && !begins_with_digit(&bare);
        let report =
            self.sink.report(&rules::QUOTED_NAME, format!("the name of a {what} stands in quotes")).at(place, "no quotes here");
        if legal && !RESERVED.contains(&bare.as_str()) {
            report.fix(place, bare);
        }
    }

    fn hash(&mut self, token: Token) {
        let place = Span::new(self.file, token.start, token.end);
        let word = self.word_at(token).to_owned();
        let instead = match word.as_str() {
            "#true" => Some("on"),
            "#false" => Some("off"),
            "#null" => Some("none"),
            _ => None,
        };
        let report = self
            .sink
            .report(&rules::NO_SUCH_VALUE, format!("`{word}` is no value of this language"))
            .at(place, "a word belongs here")
            .help("write `on`, `off` or `none`");
        match instead {
            Some(instead) => drop(report.fix(place, instead)),
            None => drop(report),
        }
        self.spoil(token.start, token.end);
    }

    fn reserved(&mut self, token: Token) {
        let place = Span::new(self.file, token.start, token.end);
        let word = self.word_at(token).to_owned();
        let quoted = quote(&word);
        self.sink
            .report(&rules::RESERVED_WORD, format!("KDL keeps the word `{word}` for itself"))
            .at(place, "not a name without quotes")
            .help(format!("choose another word, or write `{quoted}`"))
            .fix(place, quoted);
        self.spoil(token.start, token.end);
    }
}

/// A text with KDL's quotes round it.
pub(in crate::syntax) fn quote(text: &str) -> String {
    format!("\"{}\"", text.replace('\\', "\\\\").replace('"', "\\\""))
}

fn begins_with_digit(word: &str) -> bool {
    let unsigned = word.strip_prefix(['+', '-']).unwrap_or(word);
    unsigned.strip_prefix('.').unwrap_or(unsigned).starts_with(|c: char| c.is_ascii_digit())
}

/// A character of the word that KDL's grammar keeps for itself.
fn grammar_character(word: &str) -> Option<char> {
    word.chars().find(|c| matches!(c, '/' | '{' | '}' | '[' | ']' | '\\' | '#' | ')' | '('))
}

/// Whether KDL reads the word as a number, however it is spelt, and one that its integers hold.
fn is_number(word: &str) -> bool {
    let unsigned = word.strip_prefix(['+', '-']).unwrap_or(word);
    if unsigned.len() > 30 {
        return false;
    }
    let run =
        |text: &str, legal: fn(u8) -> bool| text.bytes().next().is_some_and(legal) && text.bytes().all(|b| legal(b) || b == b'_');
    for (prefix, legal) in [
        ("0x", (|b| b.is_ascii_hexdigit()) as fn(u8) -> bool),
        ("0o", |b| (b'0'..=b'7').contains(&b)),
        ("0b", |b| b == b'0' || b == b'1'),
    ] {
        if let Some(digits) = unsigned.strip_prefix(prefix) {
            return run(digits, legal);
        }
    }
    let digits = |text: &str| run(text, |b| b.is_ascii_digit());
    let (mantissa, exponent) = unsigned.split_once(['e', 'E']).map_or((unsigned, None), |(m, e)| (m, Some(e)));
    let (whole, fraction) = mantissa.split_once('.').map_or((mantissa, None), |(w, f)| (w, Some(f)));
    let exponent_ok = exponent.is_none_or(|e| digits(e.strip_prefix(['+', '-']).unwrap_or(e)));
    digits(whole) && fraction.is_none_or(digits) && exponent_ok
}
