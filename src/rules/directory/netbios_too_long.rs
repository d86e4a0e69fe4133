//! `netbios-too-long`: a name that old protocols cut.

use crate::base::Sink;
use crate::rules::Context;

crate::rule! {
    /// The short name of the domain, or of a machine in it, is longer than 15 characters.
    ///
    /// Windows and Samba keep 15 characters of it. Samba warns and goes on, and two machines may then answer to one name.
    ///
    /// ## Fails
    /// ```kdl
    /// deviation "another name" owner=exploitation until=none { directory netbios=LYCEE-PROFESSIONNEL; }
    /// ```
    /// ## Passes
    /// ```kdl
    /// deviation "another name" owner=exploitation until=none { directory netbios=LYCEE-PRO; }
    /// ```
    pub static RULE = Error, check;
}

/// What NetBIOS carries of a name.
const LONGEST: usize = 15;

fn check(cx: &Context, out: &mut Sink) {
    let Some(directory) = &cx.state.directory else { return };
    let machines = directory.servers.iter().map(|machine| (&machine.name, "a machine of the domain"));
    for (name, what) in std::iter::once((&directory.netbios, "the domain")).chain(machines) {
        if name.chars().count() > LONGEST {
            out.report(&RULE.rule, format!("{} has {} characters, and {what} {LONGEST} at most", **name, name.chars().count()))
                .at(name, "longer than NetBIOS carries")
                .help(format!("shorten it to {LONGEST} characters"))
                .on(name.as_str());
        }
    }
}
