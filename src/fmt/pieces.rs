//! A text as the pieces that a layout is made of: the scanner's tokens, and the comments and continuations between them.
//!
//! It keeps every word as it is written and decides nothing. Entry point: [`pieces`].

use crate::syntax::guard::lex::{Kind, Token};

/// One piece of a text.
#[derive(Copy, Clone, PartialEq, Eq, Debug)]
pub(super) enum Piece<'a> {
    /// A word, a number or a text, as it is written.
    Value(Kind, &'a str),
    /// `=`.
    Equals,
    /// `{`, and whether its block ends on the same line.
    Open(bool),
    /// `}`.
    Close,
    /// The end of a line.
    Newline,
    /// `;`.
    Semicolon,
    /// `/-`.
    Slashdash,
    /// `// …`, without the spaces at its end.
    Line(&'a str),
    /// `/* … */`.
    Block(&'a str),
    /// A backslash that joins the next line to this one, with the comment after it.
    Continuation(Option<&'a str>),
}

/// Returns the pieces of a text whose tokens are given; its lines end in LF.
pub(super) fn pieces<'a>(text: &'a str, tokens: &[Token]) -> Vec<Piece<'a>> {
    let mut out = Vec::with_capacity(tokens.len() * 2);
    let mut at = 0;
    let closings = closings(tokens);
    for (index, token) in tokens.iter().enumerate() {
        between(text.get(at..token.start).unwrap_or(""), &mut out);
        at = token.end;
        let word = text.get(token.start..token.end).unwrap_or("");
        out.push(match token.kind {
            Kind::Equals => Piece::Equals,
            Kind::Open => {
                let end = closings.get(index).copied().filter(|&end| end > 0).unwrap_or(text.len());
                Piece::Open(!text.get(token.start..end).unwrap_or("").contains('\n'))
            }
            Kind::Close => Piece::Close,
            Kind::End if word == ";" => Piece::Semicolon,
            Kind::End => Piece::Newline,
            Kind::Slashdash => Piece::Slashdash,
            kind => Piece::Value(kind, word),
        });
    }
    between(text.get(at..).unwrap_or(""), &mut out);
    out
}

/// For each opening brace, the byte after the brace that closes it; 0 elsewhere.
fn closings(tokens: &[Token]) -> Vec<usize> {
    let mut all = vec![0; tokens.len()];
    let mut open = Vec::new();
    for (index, token) in tokens.iter().enumerate() {
        match token.kind {
            Kind::Open => open.push(index),
            Kind::Close => {
                if let Some(end) = open.pop().and_then(|start: usize| all.get_mut(start)) {
                    *end = token.end;
                }
            }
            _ => {}
        }
    }
    all
}

/// What stands between two tokens: spaces, comments, continuations.
fn between<'a>(mut gap: &'a str, out: &mut Vec<Piece<'a>>) {
    loop {
        gap = gap.trim_start_matches(|c: char| c.is_whitespace() || c == '\u{feff}');
        if gap.is_empty() {
            return;
        }
        let length = if gap.starts_with("/*") { comment(gap) } else { gap.find('\n').unwrap_or(gap.len()) };
        let (piece, rest) = gap.split_at(length);
        out.push(match piece.strip_prefix('\\') {
            Some(after) => Piece::Continuation(Some(after.trim()).filter(|comment| !comment.is_empty())),
            None if piece.starts_with("//") => Piece::Line(piece.trim_end()),
            None => Piece::Block(piece),
        });
        gap = rest;
    }
}

/// The length of the comment that a text begins with; comments nest.
fn comment(text: &str) -> usize {
    let (mut at, mut depth) = (0usize, 0usize);
    while let Some(rest) = text.get(at..).filter(|rest| !rest.is_empty()) {
        if rest.starts_with("/*") {
            (at, depth) = (at + 2, depth + 1);
        } else if rest.starts_with("*/") {
            (at, depth) = (at + 2, depth.saturating_sub(1));
            if depth == 0 {
                break;
            }
        } else {
            at += rest.chars().next().map_or(1, char::len_utf8);
        }
    }
    at
}
