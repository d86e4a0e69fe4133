//! `amon-version-unfit`: an Amon without its release, or with half of it.

use super::amon;
use crate::base::Sink;
use crate::rules::Context;

crate::rule! {
    /// The release of an Amon is missing, or has not three numbers.
    ///
    /// Its variables begin with the release that they are of. With another one the server takes them for old and converts them.
    ///
    /// ## Fails
    /// ```kdl
    /// deviation "an Amon" owner=exploitation until=none {
    ///     firewall kind=amon version="2.9" model="2zones" { card 1 untagged=administration; }
    /// }
    /// ```
    /// ## Passes
    /// ```kdl
    /// deviation "an Amon" owner=exploitation until=none {
    ///     firewall kind=amon version="2.9.0" model="2zones" { card 1 untagged=administration; }
    /// }
    /// ```
    pub static RULE = Error, check;
}

fn check(cx: &Context, out: &mut Sink) {
    let Some(firewall) = amon(cx) else { return };
    let number = |part: &str| (1..=3).contains(&part.len()) && part.bytes().all(|b| b.is_ascii_digit());
    let is_whole = |version: &str| version.split('.').count() == 3 && version.split('.').all(number);
    let (place, what) = match &firewall.version {
        Some(version) if is_whole(version) => return,
        Some(version) => (version.origin(), format!("`{version}` is not a whole release of EOLE")),
        None => (firewall.software.origin(), format!("nothing says which release of EOLE {} runs", *firewall.name)),
    };
    out.report(&RULE.rule, what)
        .at(place, "three numbers are wanted")
        .help("write all of it: `version=\"2.9.0\"`")
        .on(firewall.name.as_str());
}
