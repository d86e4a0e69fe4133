//! What the parser is shown of a text: of each shape of statement one outline, with a letter for each word.
//!
//! The parser's cost grows with each character, of most words it need not know more than that they are words, and a region
//! says most things in a few shapes: `a a=a a=a` is a third of them. What it makes of an outline gets back the words and
//! places of each statement of that shape. It is the parser that reads a statement: a token about which there is any doubt is
//! shown as it is written, and a text whose braces and line ends leave any doubt is shown whole. Entry point: [`parse`].

use super::guard::Guarded;
use super::guard::lex::{Kind, Token, lex};
use super::written::{Block, Entry, Literal, Place, Statement, statements};
use kdl::KdlDocument;
use std::borrow::Cow;
use std::cell::RefCell;
use std::collections::BTreeMap;

/// Reads a guarded text by the outlines of its statements; what comes out is what the whole text gives, but for the places
/// of blocks. `None` when the text itself must be shown: because it holds what an outline cannot, or is no KDL and the parser
/// should say so in the text's places.
pub(super) fn parse<'t>(text: &str, guarded: &'t Guarded) -> Option<Vec<Statement<'t>>> {
    let shown = guarded.patched.as_str();
    let tokens = if shown == text { Cow::Borrowed(guarded.tokens.as_slice()) } else { Cow::Owned(faultless(shown)?) };
    let mut nest =
        Nest { text: shown, outline: String::new(), head: Vec::new(), open: Vec::new(), list: Vec::new(), is_ended: false };
    let mut tokens = tokens.iter().copied().peekable();
    while let Some(token) = tokens.next() {
        nest.take(token, tokens.peek().copied())?;
    }
    nest.finish()
}

fn faultless(text: &str) -> Option<Vec<Token>> {
    let (tokens, faults) = lex(text);
    faults.is_empty().then_some(tokens)
}

/// Statements on their way to a tree: what is not plainly one is `None`.
struct Nest<'t> {
    /// The text as the guard lets it through.
    text: &'t str,
    /// What the parser would be shown of the statement that is being read.
    outline: String,
    /// The words of it.
    head: Vec<Piece>,
    /// Statements whose block is being read, with those that stand before them in theirs and the place of the brace.
    open: Vec<(Vec<Statement<'t>>, Statement<'t>, usize)>,
    /// The statements of the innermost block so far.
    list: Vec<Statement<'t>>,
    /// Whether a block was closed after which nothing may stand on its line.
    is_ended: bool,
}

/// A word of a statement.
#[derive(Copy, Clone, Debug)]
struct Piece {
    /// Where it stands in the outline.
    shown: Place,
    token: Token,
    /// How it is shown.
    form: Form,
}

/// How a word is shown.
#[derive(Copy, Clone, PartialEq, Eq, Debug)]
enum Form {
    /// A letter that stands for a bare word.
    Word,
    /// A letter that stands for what is between quotes.
    Quoted,
    /// A letter that stands for a whole number.
    Number,
    /// As it is written.
    Itself,
}

impl<'t> Nest<'t> {
    fn take(&mut self, token: Token, next: Option<Token>) -> Option<()> {
        let written = self.text.get(token.start..token.end)?;
        match token.kind {
            Kind::Annotation | Kind::Slashdash => return None,
            // A newline may stand anywhere between statements, a semicolon only after one.
            Kind::End if self.head.is_empty() && !self.is_ended && written == ";" => return None,
            Kind::End => {
                self.statement()?;
                self.is_ended = false;
            }
            Kind::Open => {
                let statement = self.head()?;
                self.open.push((std::mem::take(&mut self.list), statement, token.start));
            }
            Kind::Close => {
                self.statement()?;
                let (before, mut statement, start) = self.open.pop()?;
                let statements = std::mem::replace(&mut self.list, before);
                statement.block = Some(Block { statements, place: (start, token.end) });
                self.list.push(statement);
                self.is_ended = true;
            }
            Kind::Equals | Kind::Word | Kind::Quoted | Kind::Raw | Kind::Hash => self.word(token, written, next)?,
        }
        Some(())
    }

    fn word(&mut self, token: Token, written: &str, next: Option<Token>) -> Option<()> {
        // Two words that touch are one to the parser, or none: only it can say.
        let touches = self.head.last().is_some_and(|last| last.token.end == token.start);
        let after_equals = self.outline.ends_with('=');
        if self.is_ended || (touches && token.kind != Kind::Equals) {
            return None;
        }
        if token.kind == Kind::Equals {
            // With a space beside it, it is left to the parser; so is one that does not follow a word.
            let follows = touches && !after_equals && next.is_some_and(|next| next.start == token.end && is_word(next.kind));
            self.outline.push('=');
            return (follows && self.head.len() > 1).then_some(());
        }
        if !self.head.is_empty() && !after_equals {
            self.outline.push(' ');
        }
        let is_named = self.head.is_empty() || next.is_some_and(|next| next.kind == Kind::Equals);
        let form = match token.kind {
            Kind::Word if is_plain(written) => Form::Word,
            Kind::Word if is_count(written) && !is_named => Form::Number,
            Kind::Quoted if !written.contains('\\') => Form::Quoted,
            _ => Form::Itself,
        };
        let start = self.outline.len();
        self.outline.push_str(if form == Form::Itself { written } else { "a" });
        self.head.push(Piece { shown: (start, self.outline.len()), token, form });
        Some(())
    }

    /// Ends the statement that is being read, if there is one.
    fn statement(&mut self) -> Option<()> {
        if !self.head.is_empty() {
            let statement = self.head()?;
            self.list.push(statement);
        }
        Some(())
    }

    /// The statement that is being read, up to its block; `None` too when there is none.
    fn head(&mut self) -> Option<Statement<'t>> {
        let statement = SHAPES.with_borrow_mut(|shapes| {
            // What is shown as it is written is hardly met again.
            if self.head.iter().any(|piece| piece.form == Form::Itself) {
                return self.restored(&shape(&self.outline)?);
            }
            if let Some(shape) = shapes.get(&self.outline) {
                return self.restored(shape);
            }
            let shape = shape(&self.outline)?;
            let statement = self.restored(&shape);
            if shapes.len() < MOST_SHAPES && self.outline.len() < LONGEST_SHAPE {
                shapes.insert(self.outline.clone(), shape);
            }
            statement
        })?;
        self.outline.clear();
        self.head.clear();
        Some(statement)
    }

    /// Gives the parser's reading of the outline the words and places of the statement.
    fn restored(&self, shape: &Statement) -> Option<Statement<'t>> {
        let mut pieces = self.head.iter();
        let mut next = |shown: Place| pieces.next().filter(|piece| piece.shown == shown);
        let name = next(shape.keyword)?;
        let mut entries = Vec::with_capacity(shape.entries.len());
        for entry in &shape.entries {
            let key = match &entry.key {
                Some((key, shown)) => {
                    let piece = next(*shown)?;
                    Some((self.said(piece, key)?, place(piece)))
                }
                None => None,
            };
            let start = entry.key.as_ref().map_or(entry.place.0, |(_, shown)| shown.1 + 1);
            let value = next((start, entry.place.1))?;
            let literal = match (&entry.value, value.form) {
                (Literal::Text(_), Form::Number) => Literal::Number,
                (Literal::Text(text), _) => Literal::Text(self.said(value, text)?),
                (Literal::Number, _) => Literal::Number,
                (Literal::Keyword, _) => Literal::Keyword,
            };
            let from = key.as_ref().map_or(value.token.start, |(_, place)| place.0);
            entries.push(Entry { key, value: literal, place: (from, value.token.end) });
        }
        let statement = Statement { name: self.said(name, &shape.name)?, keyword: place(name), entries, block: None };
        // Each word has found its place, or the parser saw another statement.
        pieces.next().is_none().then_some(statement)
    }

    /// What a piece says; `read` is what the parser made of what it was shown.
    fn said(&self, piece: &Piece, read: &str) -> Option<Cow<'t, str>> {
        let quote = match piece.form {
            Form::Itself => return Some(Cow::Owned(read.to_owned())),
            Form::Quoted => 1,
            Form::Word | Form::Number => 0,
        };
        self.text.get(piece.token.start + quote..piece.token.end - quote).map(Cow::Borrowed)
    }

    fn finish(mut self) -> Option<Vec<Statement<'t>>> {
        self.statement()?;
        self.open.is_empty().then_some(self.list)
    }
}

thread_local! {
    /// What the parser made of outlines that hold no word of any text: it makes the same of them each time.
    static SHAPES: RefCell<BTreeMap<String, Statement<'static>>> = const { RefCell::new(BTreeMap::new()) };
}
/// No region says things in more than some hundred shapes; a hostile one shall not fill the memory with them.
const MOST_SHAPES: usize = 4096;
/// Bytes of an outline that is kept.
const LONGEST_SHAPE: usize = 256;

/// The parser's reading of an outline, if it is that of one statement.
fn shape(outline: &str) -> Option<Statement<'static>> {
    let mut read = statements(&KdlDocument::parse_v2(outline).ok()?);
    read.pop().filter(|statement| read.is_empty() && statement.block.is_none())
}

fn place(piece: &Piece) -> Place {
    (piece.token.start, piece.token.end)
}

fn is_word(kind: Kind) -> bool {
    matches!(kind, Kind::Word | Kind::Quoted | Kind::Raw | Kind::Hash)
}

/// Whether a word is one to KDL, beyond doubt: fewer than are.
fn is_plain(word: &str) -> bool {
    let begins = word.bytes().next().is_some_and(|b| b.is_ascii_alphabetic() || b == b'_');
    begins
        && word.bytes().all(|b| b.is_ascii_alphanumeric() || b"_-.+:,@%*".contains(&b))
        && !matches!(word, "true" | "false" | "null" | "inf" | "nan")
}

/// Whether a word is a whole number to KDL, beyond doubt: few enough digits, and nothing else.
fn is_count(word: &str) -> bool {
    word.len() <= 18 && word.bytes().all(|b| b.is_ascii_digit())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::base::{FileId, Origins, Policy, Sink};
    use crate::syntax::guard::guard;

    fn guarded(text: &str) -> Guarded {
        let (origins, mut policy, mut findings) = (Origins::default(), Policy::default(), Vec::new());
        guard(FileId(0), text, &mut Sink::new(&origins, &mut policy, None, &mut findings))
    }

    fn whole(text: &str) -> Option<Vec<Statement<'static>>> {
        KdlDocument::parse_v2(text).ok().map(|document| statements(&document))
    }

    /// Without the places of blocks, of which an outline knows the braces.
    fn unplaced(mut list: Vec<Statement>) -> Vec<Statement> {
        for block in list.iter_mut().filter_map(|statement| statement.block.as_mut()) {
            block.place = (0, 0);
            block.statements = unplaced(std::mem::take(&mut block.statements));
        }
        list
    }

    /// Reads a text by outline and whole; whether there was an outline.
    fn agrees(text: &str) -> bool {
        let guarded = guarded(text);
        let Some(outlined) = guarded.readable.then(|| parse(text, &guarded)).flatten() else { return false };
        assert_eq!(whole(&guarded.patched).map(unplaced), Some(unplaced(outlined)), "{text}");
        true
    }

    #[test]
    fn an_outline_gives_the_words_numbers_and_places_of_the_text() {
        let text = "\u{feff}// é\r\nschool \"0370037P\" /* a { */ name=\"L'École\"; room A1 1 -2 0x1F 1.5 012 \\ // more\n  b=3 {\n\n  // c\n x y=\"\"\n}\n";
        assert!(agrees(text));
    }

    #[test]
    fn what_an_outline_cannot_hold_is_read_whole() {
        for text in ["a (u8)1", "a \"b\"c", "a b {", "a )", "\"a\"=b", "1"] {
            let guarded = guarded(text);
            let (whole, outlined) = (whole(&guarded.patched), parse(text, &guarded));
            assert!(outlined.is_none() || outlined.map(unplaced) == whole.map(unplaced), "{text}");
        }
        // Past the guard, which would mend most of it.
        let bare = |text: &str| {
            let tokens = lex(text).0;
            let guarded = Guarded { patched: text.into(), poison: Vec::new(), unclosed: Vec::new(), tokens, readable: true };
            parse(text, &guarded).is_some()
        };
        for text in
            ["a [b]", "a (u8)1", "/-a", "a { } b", "a=b", "a b\"c\"", "a b =1", "a b=\"x\"c", ";", "a { b", "a }", "{ a }"]
        {
            assert!(!bare(text), "{text}");
        }
        for text in ["a b; c", "a {\n}\n", "a { b; c }; d", "a b=1 2 c", "é \"\\n\" #\"x\"#"] {
            assert!(bare(text), "{text}");
        }
    }

    #[test]
    fn every_manifest_read_by_its_outline_is_the_manifest_read_whole_however_it_is_damaged() {
        let region = std::path::Path::new(env!("CARGO_MANIFEST_DIR"));
        let mut texts: Vec<String> = crate::catalogue::BUILT_IN.iter().map(|(.., text)| (*text).to_owned()).collect();
        for path in ["schools", "tests/fixtures/trial"] {
            let source = crate::source::read(&region.join(path)).unwrap();
            texts.extend(source.files.iter().filter(|file| file.path.ends_with(".kdl")).map(|file| file.text.clone()));
        }
        assert!(texts.len() > 20);
        let outlined = texts.iter().filter(|text| agrees(text)).count();
        assert_eq!(outlined, texts.len(), "each sound manifest has an outline");
        let mut damaged = 0;
        for (nth, text) in texts.iter().enumerate() {
            let lines: Vec<&str> = text.lines().collect();
            // A window of the text, with one of these put in at a place that wanders.
            for (mth, junk) in
                ["{", "}", "\"", "=", ";", "/*", "\\", "/-", "(", "#", ",", "é", "\n", " ", "0x", "\"\"\"", "null", "r#"]
                    .iter()
                    .enumerate()
            {
                let from = (nth * 7 + mth * 13) % lines.len();
                let mut part = lines[from..(from + 12).min(lines.len())].join("\n");
                let at = (nth * 31 + mth * 101) % part.len().max(1);
                let at = (at..part.len()).find(|at| part.is_char_boundary(*at)).unwrap_or(part.len());
                part.insert_str(at, junk);
                damaged += usize::from(agrees(&part));
            }
        }
        assert!(damaged > 100, "{damaged} damaged texts had an outline");
    }
}
