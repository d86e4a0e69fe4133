//! What is said of a file that does not begin with its header line. The line itself is decoded as any other node.

use super::Decoder;
use crate::base::Span;
use crate::base::nearest::nearest;
use crate::syntax::nodes;
use crate::syntax::rules;
use crate::syntax::table::{In, Node};
use crate::syntax::written::Statement;

impl Decoder<'_, '_, '_> {
    /// Reports that the first node is no header of this kind of file; true when it was meant as one, and is misspelt.
    pub(in crate::syntax) fn header_missing(&mut self, first: Option<&Statement>, header: &'static Node, at: In) -> bool {
        let (start, end) = first.map_or((0, 0), |n| self.keyword(n));
        let argument = header.args.fixed.first().map_or("NAME", |(name, _)| name);
        let place = Span::new(self.file, start, end);
        let message = format!("this file must begin with `{} …`", header.kind);
        let near = first.and_then(|first| nearest(&first.name, nodes::legal(None, at).chain([header.kind])));
        match near.filter(|near| near.alone && near.name == header.kind) {
            Some(near) => {
                self.sink.report(&rules::HEADER_MISSING, message).at(place, "unknown node").meant(place, &near);
                true
            }
            None => {
                self.sink.report(&rules::HEADER_MISSING, message).at(place, "the header line belongs before this").help(format!(
                    "write `{} {}` as the first line",
                    header.kind,
                    argument.to_uppercase()
                ));
                false
            }
        }
    }

    /// Reports that a file begins as one of another kind does.
    pub(in crate::syntax) fn header_elsewhere(&mut self, first: &Statement, header: &'static Node) {
        let (start, end) = self.keyword(first);
        let kind = first.name.as_ref();
        let place = match kind {
            "region" => "is region.kdl in the region's folder",
            "profile" => "lies below profiles/",
            "catalogue" => "lies below catalogue/",
            "cmdb" => "is cmdb.kdl beside region.kdl",
            _ => "lies in the folder of its département",
        };
        self.sink
            .report(&rules::HEADER_MISSING, format!("this file begins with `{kind}` where a file with `{}` lies", header.kind))
            .at(Span::new(self.file, start, end), format!("its place promises a {}", header.kind))
            .help(format!("move the file: what begins with `{kind}` {place}"));
    }
}
