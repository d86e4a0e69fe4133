//! Where the pieces of a text stand: lines, indents and single spaces. Entry point: [`lay_out`].
//!
//! A line for a node; a block that its author wrote on one line stays on it. Nothing is aligned: one longer name would
//! move twelve lines of a diff. Nothing is reordered: order is the author's.

use super::pieces::Piece;
use super::spell::spell;

/// Columns of one step of indent.
const INDENT: usize = 4;

/// Writes the pieces of a text.
pub(super) fn lay_out(pieces: &[Piece]) -> String {
    let mut page = Page { begins: true, opened: true, ..Page::default() };
    for (index, &piece) in pieces.iter().enumerate() {
        page.piece(piece, pieces.get(index + 1..).unwrap_or_default());
    }
    page.joined(true);
    let end = page.out.trim_end_matches([' ', '\n']).len();
    page.out.truncate(end);
    if !page.out.is_empty() {
        page.out.push('\n');
    }
    page.out
}

#[derive(Default)]
struct Page<'a> {
    out: String,
    /// Open blocks, and whether each stands on one line.
    blocks: Vec<bool>,
    /// Whether the next word is the name of a node.
    begins: bool,
    /// Whether a block has just ended: what follows one that `/-` took away is the name of a node.
    closed: bool,
    /// Whether the next piece touches the one before it.
    glued: bool,
    /// Whether a `/-` waits for what it takes away.
    taking: bool,
    /// Whether an empty line waits to be kept.
    gap: bool,
    /// Whether nothing has been written in this block, or in the file.
    opened: bool,
    /// Continuations that wait for a word on the next line.
    waiting: Vec<Option<&'a str>>,
}

impl<'a> Page<'a> {
    fn piece(&mut self, piece: Piece<'a>, next: &[Piece]) {
        match piece {
            Piece::Value(kind, written) => {
                let is_key = self.begins || self.closed || next.first() == Some(&Piece::Equals);
                match is_key {
                    true => self.put(written),
                    false => self.put(&spell(kind, written)),
                }
                (self.begins, self.closed, self.taking) = (false, false, false);
            }
            Piece::Equals => {
                self.out.push('=');
                self.glued = true;
            }
            Piece::Slashdash => {
                self.put("/-");
                // Before an entry it takes what stands on its line; before a node it waits for one.
                (self.glued, self.taking) = (true, self.begins);
            }
            Piece::Block(comment) => self.put(comment),
            Piece::Line(comment) => {
                self.glued = false;
                self.put(comment);
            }
            Piece::Continuation(comment) => self.waiting.push(comment),
            Piece::Newline => self.newline(),
            Piece::Semicolon => self.semicolon(next),
            Piece::Open(inline) => self.open(inline, next),
            Piece::Close => self.close(),
        }
    }

    fn is_at_start(&self) -> bool {
        self.out.is_empty() || self.out.ends_with('\n')
    }

    fn indent(&mut self, steps: usize) {
        self.out.extend(std::iter::repeat_n(' ', steps * INDENT));
    }

    /// Writes a piece with what belongs before it.
    fn put(&mut self, text: &str) {
        self.joined(false);
        if self.is_at_start() {
            if self.gap && !self.opened {
                self.out.push('\n');
            }
            self.indent(self.blocks.len());
        } else if !self.glued && !self.out.ends_with(' ') {
            self.out.push(' ');
        }
        self.out.push_str(text);
        (self.glued, self.gap, self.opened) = (false, false, false);
    }

    /// Writes the continuations that wait; at the end of a statement only their comments, since nothing is joined.
    fn joined(&mut self, ended: bool) {
        let waiting = std::mem::take(&mut self.waiting);
        let comments: Vec<&str> = waiting.iter().flatten().copied().collect();
        let joins = !ended && !self.is_at_start();
        if joins && comments.is_empty() && !waiting.is_empty() && !self.taking {
            self.out.push_str(" \\\n");
            self.indent(self.blocks.len() + 1);
        }
        for comment in comments {
            match joins {
                true => self.out.push_str(" \\ "),
                false if self.is_at_start() => self.indent(self.blocks.len()),
                false => self.out.push(' '),
            }
            self.out.push_str(comment);
            self.out.push('\n');
            if joins {
                self.indent(self.blocks.len() + 1);
            }
        }
    }

    fn newline(&mut self) {
        if self.taking {
            // The node that `/-` takes away may stand on a later line; a comment between them ends its own line.
            if !self.out.ends_with("/-") && !self.is_at_start() {
                self.out.push('\n');
            }
            return;
        }
        self.joined(true);
        match self.is_at_start() {
            true => self.gap = true,
            false => self.out.push('\n'),
        }
        self.begins = true;
    }

    fn semicolon(&mut self, next: &[Piece]) {
        self.joined(true);
        self.begins = true;
        let after = next.iter().find(|piece| !matches!(piece, Piece::Block(_)));
        if self.blocks.last() == Some(&true) {
            if next.first() != Some(&Piece::Close) {
                self.out.push(';');
            }
        } else if !matches!(after, Some(Piece::Newline | Piece::Line(_)) | None) && !self.is_at_start() {
            self.out.push('\n');
        }
    }

    fn open(&mut self, inline: bool, next: &[Piece]) {
        self.put("{");
        self.blocks.push(inline);
        (self.begins, self.taking) = (true, false);
        self.glued = next.first() == Some(&Piece::Close);
        if !inline {
            self.opened = true;
            if !matches!(next.first(), Some(Piece::Newline | Piece::Line(_))) {
                self.out.push('\n');
            }
        }
    }

    fn close(&mut self) {
        self.joined(true);
        if self.blocks.pop() == Some(false) && !self.is_at_start() {
            self.out.push('\n');
        }
        self.gap = false;
        self.put("}");
        (self.begins, self.closed) = (false, true);
    }
}
