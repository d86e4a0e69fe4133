//! From text to a document: guard, parse, decode. Entry point: [`read`]; [`tokens`] stops at the text.

use super::decl::{Decl, Document};
use super::decode::Decoder;
use super::guard::lex::Token;
use super::guard::{Guarded, guard};
use super::nodes;
use super::outline;
use super::rules;
use super::table::{In, Node};
use super::written::{Statement, statements};
use crate::base::{FileId, Finding, Origins, Policy, Sink, Span};
use kdl::KdlDocument;

/// Reads one file of the region; everything wrong with it is reported, and what can be read is in the document.
///
/// `at` says what the path promises: [`In::R`], [`In::P`], [`In::C`], [`In::K`] or [`In::M`]. A file whose header is missing
/// or wrong has a header without arguments and properties.
pub fn read(file: FileId, at: In, text: &str, sink: &mut Sink) -> Document {
    let header = header_of(at);
    let guarded = guard(file, text, sink);
    let mut document = Document { file, header: absent(header, file), nodes: Vec::new() };
    let Some(statements) = parse(file, text, &guarded, sink) else { return document };
    let mut decoder = Decoder::new(file, text, &guarded, sink);
    let mut list = statements.as_slice();
    match list.split_first() {
        Some((first, rest)) if first.name == header.kind => {
            if let Some(decl) = decoder.header(first, header, &mut document.nodes, at) {
                document.header = decl;
            }
            list = rest;
        }
        Some((first, _)) if decoder.is_unknowable(first) => {}
        Some((first, _)) if nodes::headers::ROWS.iter().any(|row| row.kind == first.name) => {
            // A whole file of another kind: what it says would be wrong line by line, for one mistake.
            decoder.header_elsewhere(first, header);
            return document;
        }
        first => {
            let misspelt = decoder.header_missing(first.map(|(f, _)| f), header, at);
            match first {
                Some((meant, rest)) if misspelt => {
                    document.header = decoder.header(meant, header, &mut document.nodes, at).unwrap_or(document.header);
                    list = rest;
                }
                // A node that is legal here was meant as one; anything else was meant as the header.
                Some((meant, rest)) if nodes::find(None, at, &meant.name).is_none() => {
                    list = rest;
                    decoder.own_children(meant, at);
                }
                _ => {}
            }
        }
    }
    decoder.file(list, at, &mut document.nodes);
    document
}

/// The tokens of a text in which nothing is wrong as text, whatever it says.
///
/// # Errors
/// What is wrong with it as text.
pub fn tokens(file: FileId, text: &str) -> Result<Vec<Token>, Vec<Finding>> {
    let (origins, mut policy, mut findings) = (Origins::default(), Policy::default(), Vec::new());
    let mut sink = Sink::new(&origins, &mut policy, None, &mut findings);
    let guarded = guard(file, text, &mut sink);
    let parsed = parse(file, text, &guarded, &mut sink);
    match parsed {
        Some(_) if findings.is_empty() => Ok(guarded.tokens),
        _ => Err(findings),
    }
}

/// Shows a guarded text to the parser; `None` when there is nothing that it could read.
fn parse<'g>(file: FileId, text: &str, guarded: &'g Guarded, sink: &mut Sink) -> Option<Vec<Statement<'g>>> {
    if !guarded.readable {
        return None;
    }
    // Where a block round the whole file begins and ends is told by the text alone.
    let outlined = outline::parse(text, guarded).filter(|list| list.first().is_none_or(|first| first.block.is_none()));
    if outlined.is_some() {
        return outlined;
    }
    let error = match KdlDocument::parse_v2(&guarded.patched) {
        Ok(kdl) => return Some(statements(&kdl)),
        Err(error) => error,
    };
    for diagnostic in &error.diagnostics {
        let start = diagnostic.span.offset().min(text.len());
        let end = (start + diagnostic.span.len()).min(text.len());
        let message = diagnostic.message.clone().unwrap_or_else(|| "the text is not KDL here".into());
        let report = sink.report(&rules::SYNTAX, message).at(Span::new(file, start, end), "here");
        if let Some(help) = &diagnostic.help {
            report.help(help.clone());
        }
    }
    None
}

fn header_of(at: In) -> &'static Node {
    match at {
        In::R => &nodes::headers::REGION,
        In::P => &nodes::headers::PROFILE,
        In::K => &nodes::headers::CATALOGUE,
        In::M => &nodes::headers::CMDB,
        _ => &nodes::headers::SCHOOL,
    }
}

fn absent(node: &'static Node, file: FileId) -> Decl {
    let nowhere = Span::new(file, 0, 0);
    Decl { node, keyword: nowhere, span: nowhere, block: None, args: Vec::new(), props: Vec::new(), children: Vec::new() }
}
