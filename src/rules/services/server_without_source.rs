//! `server-without-source`: a resolver or a clock that has nobody to ask.

use super::upstreams;
use crate::base::Sink;
use crate::rules::Context;
use crate::state::service::SeatKind;

crate::rule! {
    /// A guest resolves names or gives the time, and has no server of the region to ask in turn.
    ///
    /// A resolver then knows the school's names alone; a clock gives its own time, which drifts for the whole school at once.
    ///
    /// ## Fails
    /// ```kdl
    /// deviation "names from a guest" owner=exploitation until=none {
    ///     serve dns=portail
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
    for up in upstreams(cx).iter().filter(|up| *up.seat.kind == SeatKind::Guest && !up.answers) {
        let (word, name) = (up.word, up.seat.name.as_str());
        let report = out.report(&RULE.rule, format!("{name} has no {word} server to ask"));
        let report = report.at(&up.seat.name, "serves").on(name);
        match up.network {
            Some(network) => report
                .also(network, format!("{} holds no single address", **network))
                .help("write the servers' addresses in `network`, one by one"),
            None => report.help(format!("declare the region's servers: `{word} NETWORK`")),
        };
    }
}
