//! `resolver-on-directory`: two programs want port 53 of one guest.

use crate::base::Sink;
use crate::rules::Context;
use crate::state::service::SeatKind;

crate::rule! {
    /// The school's resolver is put on the guest that holds the directory.
    ///
    /// A domain controller answers at port 53 itself, for its own domain: the second program to start there does not get the
    /// port, and which one it is changes with each start. Stations that are told the directory get the other names from it,
    /// since it asks on.
    ///
    /// ## Fails
    /// ```kdl
    /// deviation "names from a guest" owner=exploitation until=none {
    ///     network dns-region "10.255.0.53" through=exterieur
    ///     dns dns-region
    ///     serve dns=annuaire
    ///     allow dns from=annuaire to=dns-region
    /// }
    /// ```
    /// ## Passes
    /// ```kdl
    /// deviation "names from a guest" owner=exploitation until=none {
    ///     network dns-region "10.255.0.53" through=exterieur
    ///     dns dns-region
    ///     serve dns=portail
    ///     allow dns from=portail to=dns-region
    /// }
    /// ```
    pub static RULE = Error, check;
}

fn check(cx: &Context, out: &mut Sink) {
    let (Some(dns), Some(directory)) = (&cx.state.served.dns, &cx.school.directory) else { return };
    // That of a classic domain answers no names: the port is free.
    if directory.is_classic() {
        return;
    }
    if *dns.seat.kind == SeatKind::Guest && *dns.seat.name == *directory.on {
        let name = dns.seat.name.as_str();
        out.report(&RULE.rule, format!("{name} would be resolver and directory at once"))
            .at(&dns.seat.name, "the school's resolver")
            .also(&directory.on, "the directory answers at the same port")
            .help("let another guest resolve, or the firewall: the directory's own domain is forwarded to it")
            .on(name);
    }
}
