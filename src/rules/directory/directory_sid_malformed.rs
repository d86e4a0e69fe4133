//! `directory-sid-malformed`: an identifier that no domain has.

use crate::base::Sink;
use crate::rules::Context;

crate::rule! {
    /// The identifier of a domain is not written as one.
    ///
    /// It is `S-1-5-21-` and three numbers below 4294967296, as `net getlocalsid DOMAIN` prints it on the machine that holds the
    /// domain. With another the machines of the domain would be strangers in it, and files would belong to nobody.
    ///
    /// ## Fails
    /// ```kdl
    /// deviation "the former server" owner=exploitation until=none {
    ///     directory kind=classic sid="S-1-5-21-11-22-4294967296"
    ///     waive directory-classic on=annuaire
    /// }
    /// ```
    /// ## Passes
    /// ```kdl
    /// deviation "the former server" owner=exploitation until=none {
    ///     directory kind=classic sid="S-1-5-21-11-22-4294967295"
    ///     waive directory-classic on=annuaire
    /// }
    /// ```
    pub static RULE = Error, check;
}

fn check(cx: &Context, out: &mut Sink) {
    let Some(sid) = cx.school.directory.as_ref().and_then(|directory| directory.sid.as_ref()) else { return };
    let plain = |part: &str| part.parse::<u32>().is_ok_and(|number| number.to_string() == part);
    let parts = sid.strip_prefix("S-1-5-21-").map(|rest| rest.split('-').collect::<Vec<_>>());
    if !parts.is_some_and(|parts| parts.len() == 3 && parts.into_iter().all(plain)) {
        out.report(&RULE.rule, format!("`{}` is no identifier of a domain", **sid))
            .at(sid, "S-1-5-21- and three numbers")
            .help("write what `net getlocalsid DOMAIN` prints on the machine that holds the domain, or leave `sid=` out")
            .on(sid.as_str());
    }
}
