//! `waiver-unused`: a waiver that silences nothing. Run after every other rule, since only then it is known.

use crate::base::finding::Waiver;
use crate::base::nearest::Near;
use crate::base::{Severity, Sink, Span};

crate::findings! {
    /// A waiver silences nothing.
    ///
    /// What it forgave has gone, or its `on=` names something else than it means. Left there, it would forgive the next
    /// mistake of that name without anybody having decided so. An `on=` that names nothing here, and is a slip of the finger away
    /// from what the rule did find, is an error, and what the rule found is said beside it.
    ///
    /// ## Fails
    /// ```kdl
    /// deviation "one fibre" owner=exploitation until=none {
    ///     waive uplink-redundant on=sw1
    /// }
    /// ```
    /// ## Passes
    /// ```kdl
    /// switch sw2 model=test-52 rack=R2 address=152 { uplink 49 to=sw1:49 medium=om3; }
    /// deviation "one fibre" owner=exploitation until=none {
    ///     waive uplink-redundant on=sw2
    /// }
    /// ```
    pub static RULE = "waiver-unused", Info;
}

/// Reports a waiver that silenced nothing.
pub fn report(waiver: &Waiver, out: &mut Sink) {
    out.report(&RULE, format!("no `{}` is found here", waiver.rule)).at(waiver.span, "silences nothing").help("delete it");
}

/// Reports a word of a waiver that names nothing, near to what is found. No program mends it: whether what is found was to be
/// forgiven, a person says.
pub fn report_misspelt(rule: &str, (word, span): &(String, Span), meant: &Near, out: &mut Sink) {
    out.report(&RULE, format!("no `{rule}` is found for `{word}`"))
        .at(*span, "silences nothing")
        .weigh(Severity::Error)
        .help(format!("did you mean `{meant}`? If what it forgave has gone, delete it"));
}
