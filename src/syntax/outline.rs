//! What the parser is shown of a text: its grammar, with one letter for each word, and no comment, indentation or blank line.
//!
//! The parser's cost grows with each character, and of most words it need not know more than that they are words. What it
//! makes of the outline gets the text's words and places back. It is the parser that reads: a token about which there is any
//! doubt is shown as it is written, and of a text with a doubtful build there is no outline. Entry point: [`parse`].

use super::guard::Guarded;
use super::guard::lex::{Kind, Token, lex};
use kdl::{KdlDocument, KdlEntry, KdlIdentifier, KdlNode, KdlValue};
use std::borrow::Cow;

/// Parses a guarded text by its outline; what comes out is what the whole text gives. `None` when the text itself must be
/// shown: because it holds what an outline cannot, or is no KDL and the parser should say so in the text's places.
///
/// Of a node's own span and that of its block nothing is said; those of names and entries are the text's.
pub(super) fn parse(text: &str, guarded: &Guarded) -> Option<KdlDocument> {
    let shown = guarded.patched.as_str();
    let tokens = if shown == text { Cow::Borrowed(guarded.tokens.as_slice()) } else { Cow::Owned(faultless(shown)?) };
    let outline = Outline::of(shown, &tokens)?;
    let mut document = KdlDocument::parse_v2(&outline.text).ok()?;
    outline.restore(&mut document)?;
    Some(document)
}

fn faultless(text: &str) -> Option<Vec<Token>> {
    let (tokens, faults) = lex(text);
    faults.is_empty().then_some(tokens)
}

/// How a token is shown.
#[derive(Copy, Clone, PartialEq, Eq, Debug)]
enum As {
    /// A letter that stands for a bare word.
    Word,
    /// A letter that stands for what is between quotes.
    Quoted,
    /// A letter that stands for a whole number.
    Number,
    /// As it is written.
    Itself,
}

/// A word, value or key in the outline.
#[derive(Debug)]
struct Piece {
    /// First byte in the outline.
    start: usize,
    /// First byte after it.
    end: usize,
    token: Token,
    shown: As,
}

struct Outline<'t> {
    /// The text as the guard lets it through.
    of: &'t str,
    text: String,
    /// In order of place.
    pieces: Vec<Piece>,
}

impl<'t> Outline<'t> {
    fn of(text: &'t str, tokens: &[Token]) -> Option<Outline<'t>> {
        let mut out =
            Outline { of: text, text: String::with_capacity(tokens.len() * 2), pieces: Vec::with_capacity(tokens.len()) };
        // Whether the next word is the name of a node.
        let mut is_name = true;
        let mut before: Option<Token> = None;
        for (index, token) in tokens.iter().enumerate() {
            let written = text.get(token.start..token.end)?;
            let touches = before.is_some_and(|b| b.end == token.start);
            let fresh = out.text.is_empty() || out.text.ends_with(['\n', '{', ';']);
            match token.kind {
                Kind::Annotation | Kind::Slashdash => return None,
                Kind::End if written == ";" => out.text.push(';'),
                Kind::End => {
                    if !fresh {
                        out.text.push('\n');
                    }
                }
                Kind::Equals | Kind::Open | Kind::Close => {
                    if !touches && !fresh {
                        out.text.push(' ');
                    }
                    out.text.push_str(written);
                }
                Kind::Word | Kind::Quoted | Kind::Raw | Kind::Hash => {
                    if touches && before.is_some_and(|b| is_word(b.kind)) {
                        return None;
                    }
                    if !touches && !fresh {
                        out.text.push(' ');
                    }
                    let is_key = tokens.get(index + 1).is_some_and(|next| next.kind == Kind::Equals);
                    out.piece(*token, written, is_name || is_key);
                }
            }
            is_name = matches!(token.kind, Kind::End | Kind::Open | Kind::Close);
            before = Some(*token);
        }
        Some(out)
    }

    fn piece(&mut self, token: Token, written: &str, is_named: bool) {
        let shown = match token.kind {
            Kind::Word if is_plain(written) => As::Word,
            Kind::Word if is_count(written) && !is_named => As::Number,
            Kind::Quoted if !written.contains('\\') => As::Quoted,
            _ => As::Itself,
        };
        let start = self.text.len();
        self.text.push_str(if shown == As::Itself { written } else { "a" });
        self.pieces.push(Piece { start, end: self.text.len(), token, shown });
    }

    /// Gives a parsed outline the words and places of the text.
    fn restore(&self, document: &mut KdlDocument) -> Option<()> {
        document.nodes_mut().iter_mut().try_for_each(|node| self.node(node))
    }

    fn node(&self, node: &mut KdlNode) -> Option<()> {
        self.identifier(node.name_mut())?;
        node.entries_mut().iter_mut().try_for_each(|entry| self.entry(entry))?;
        match node.children_mut() {
            Some(children) => self.restore(children),
            None => Some(()),
        }
    }

    fn identifier(&self, name: &mut KdlIdentifier) -> Option<()> {
        let span = name.span();
        let piece = self.from(span.offset()).filter(|piece| piece.end == span.offset() + span.len())?;
        if piece.shown != As::Itself {
            name.set_value(self.word(piece)?);
        }
        name.set_span((piece.token.start, piece.token.end - piece.token.start));
        Some(())
    }

    fn entry(&self, entry: &mut KdlEntry) -> Option<()> {
        let span = entry.span();
        let (first, last) = (self.from(span.offset())?, self.to(span.offset() + span.len())?);
        if let Some(name) = entry.name_mut() {
            self.identifier(name)?;
        }
        match last.shown {
            As::Word | As::Quoted => entry.set_value(self.word(last)?),
            As::Number => entry.set_value(KdlValue::Integer(self.of.get(last.token.start..last.token.end)?.parse().ok()?)),
            As::Itself => {}
        }
        entry.set_span((first.token.start, last.token.end - first.token.start));
        Some(())
    }

    /// What a piece that stands for a word says.
    fn word(&self, piece: &Piece) -> Option<&'t str> {
        let quote = usize::from(piece.shown == As::Quoted);
        self.of.get(piece.token.start + quote..piece.token.end - quote)
    }

    fn from(&self, start: usize) -> Option<&Piece> {
        self.pieces.binary_search_by_key(&start, |piece| piece.start).ok().and_then(|index| self.pieces.get(index))
    }

    fn to(&self, end: usize) -> Option<&Piece> {
        self.pieces.binary_search_by_key(&end, |piece| piece.end).ok().and_then(|index| self.pieces.get(index))
    }
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

    /// What decoding looks at, in order: names, keys and values with their places, and blocks.
    fn said(document: &KdlDocument) -> Vec<String> {
        let mut out = Vec::new();
        for node in document.nodes() {
            out.push(format!("{} {:?}", node.name().value(), node.name().span()));
            for entry in node.entries() {
                let name = entry.name().map(|name| (name.value(), name.span()));
                out.push(format!("{name:?} {:?} {:?}", entry.value(), entry.span()));
            }
            if let Some(children) = node.children() {
                out.push("{".into());
                out.extend(said(children));
                out.push("}".into());
            }
        }
        out
    }

    /// Reads a text by outline and whole; whether there was an outline.
    fn agrees(text: &str) -> bool {
        let guarded = guarded(text);
        let Some(outlined) = guarded.readable.then(|| parse(text, &guarded)).flatten() else { return false };
        let whole = KdlDocument::parse_v2(&guarded.patched).map(|document| said(&document));
        assert_eq!(whole.ok().as_ref(), Some(&said(&outlined)), "{text}");
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
            let whole = KdlDocument::parse_v2(&guarded.patched).map(|document| said(&document));
            let outlined = parse(text, &guarded).map(|document| said(&document));
            assert!(outlined.is_none() || outlined == whole.ok(), "{text}");
        }
        let bare = |text| Outline::of(text, &lex(text).0).is_none();
        assert!(bare("a (u8)1") && bare("/-a") && bare("a b\"c\"") && !bare("a b \"c\""));
    }

    #[test]
    fn every_manifest_read_by_its_outline_is_the_manifest_read_whole_however_it_is_damaged() {
        let region = std::path::Path::new(env!("CARGO_MANIFEST_DIR"));
        let mut texts: Vec<String> = crate::catalogue::BUILT_IN.iter().map(|(_, text)| (*text).to_owned()).collect();
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
