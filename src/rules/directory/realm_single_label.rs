//! `realm-single-label`: a domain without a dot.

use crate::base::Sink;
use crate::rules::Context;

crate::rule! {
    /// The directory's domain has one label.
    ///
    /// Windows looks for the controllers of such a domain nowhere in DNS, and no certificate can be had for it.
    ///
    /// ## Fails
    /// ```kdl
    /// deviation "a short domain" owner=exploitation until=none { directory domain=minimale; }
    /// ```
    /// ## Passes
    /// ```kdl
    /// deviation "a short domain" owner=exploitation until=none { directory domain="ad.minimale.example"; }
    /// ```
    pub static RULE = Error, check;
}

fn check(cx: &Context, out: &mut Sink) {
    // Of a classic domain it is the base of entries alone.
    let Some(directory) = cx.state.directory.as_ref().filter(|directory| directory.classic.is_none()) else { return };
    if !directory.domain.contains('.') {
        out.report(&RULE.rule, format!("the directory's domain `{}` has one label", *directory.domain))
            .at(&directory.domain, "one label")
            .help(format!("write `domain=\"ad.{}\"`", *cx.school.domain))
            .on(directory.domain.as_str());
    }
}
