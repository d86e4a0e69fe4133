//! `directory-classic`: a domain of a kind that is made no more.

use crate::base::Sink;
use crate::rules::Context;

crate::rule! {
    /// The directory is a domain of the kind of Windows NT.
    ///
    /// It is written, so that a school that runs one can be rebuilt. It knows no Kerberos, no policies and no second controller; a
    /// Windows of today joins it only after its registry was changed, and what it speaks is the next thing to be switched off. An
    /// Active Directory beside it takes the accounts over: make one on another guest, with another `netbios=`, let the ENT fill it,
    /// join the stations room by room, and then drop `kind=classic`.
    ///
    /// ## Fails
    /// ```kdl
    /// deviation "the former server" owner=exploitation until=none { directory kind=classic; }
    /// ```
    /// ## Passes
    /// ```kdl
    /// deviation "the former server" owner=exploitation until=none { directory kind=ad; }
    /// ```
    pub static RULE = Info, check;
}

fn check(cx: &Context, out: &mut Sink) {
    let Some(directory) = cx.school.directory.as_ref().filter(|directory| directory.is_classic()) else { return };
    out.report(&RULE.rule, format!("the domain {} is of the kind of Windows NT", *directory.netbios))
        .at(&directory.kind, "without Kerberos, policies or a second controller")
        .help("give it an end: a deviation with `until=`, and an Active Directory on another guest that takes the accounts over")
        .on(directory.on.as_str());
}
