//! `netbios-equals-domain`: a machine that bears its domain's name.

use crate::base::Sink;
use crate::rules::Context;

crate::rule! {
    /// A machine of the domain has the short name of the domain.
    ///
    /// Both would answer to one NetBIOS name: clients find one of them, and a controller refuses to make such a domain.
    ///
    /// ## Fails
    /// ```kdl
    /// deviation "another name" owner=exploitation until=none { directory netbios=ANNUAIRE; }
    /// ```
    /// ## Passes
    /// ```kdl
    /// deviation "another name" owner=exploitation until=none { directory netbios=ANNUAIRES; }
    /// ```
    pub static RULE = Error, check;
}

fn check(cx: &Context, out: &mut Sink) {
    let Some(directory) = &cx.state.directory else { return };
    for machine in directory.servers.iter().filter(|m| m.name.eq_ignore_ascii_case(&directory.netbios)) {
        out.report(&RULE.rule, format!("the domain and {} have one short name", *machine.guest))
            .at(&directory.netbios, "the domain's")
            .also(&machine.guest, "the machine's")
            .help("write another `netbios=`, such as the school's slug")
            .on(machine.guest.as_str());
    }
}
