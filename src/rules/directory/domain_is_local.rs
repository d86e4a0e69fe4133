//! `domain-is-local`: a domain that devices look for in the room.

use crate::base::{Sink, Sourced};
use crate::rules::Context;

crate::rule! {
    /// The school's domain, or the directory's, ends with `.local`.
    ///
    /// That label is kept for names that devices find by asking everybody in their own network (RFC 6762): tablets, Macs and
    /// Linux never ask a resolver for it, and do not find the server.
    ///
    /// ## Fails
    /// ```kdl
    /// deviation "an old domain" owner=exploitation until=none { directory domain="ad.minimale.local"; }
    /// ```
    /// ## Passes
    /// ```kdl
    /// deviation "an old domain" owner=exploitation until=none { directory domain="local.minimale.example"; }
    /// ```
    pub static RULE = Warning, check;
}

fn check(cx: &Context, out: &mut Sink) {
    let directory = cx.school.directory.as_ref().map(|d| &d.domain);
    let is_local = |domain: &&Sourced<String>| {
        let last = domain.rsplit('.').next();
        last.is_some_and(|last| last.eq_ignore_ascii_case("local"))
    };
    for domain in directory.into_iter().chain([&cx.school.domain]).filter(is_local) {
        out.report(&RULE.rule, format!("{} ends with .local", **domain))
            .at(domain, "no resolver is asked for it")
            .help("use a domain that the region has")
            .on(domain.as_str());
    }
}
