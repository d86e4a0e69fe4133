//! `server-source-unreachable`: a resolver or a clock whose questions do not leave the school.

use super::upstreams;
use crate::base::Sink;
use crate::rules::Context;
use crate::state::intend::services::asking::End;
use crate::state::service::SeatKind;

crate::rule! {
    /// The school's resolver or clock asks servers of the region, and no flow lets it.
    ///
    /// It starts, and answers for the school's own names; all others fail after a timeout, and its time is its own.
    ///
    /// ## Fails
    /// ```kdl
    /// deviation "names from a guest" owner=exploitation until=none {
    ///     network dns-region "10.255.0.53" through=exterieur
    ///     dns dns-region
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
    for up in upstreams(cx).iter().filter(|up| up.answers) {
        let Some(network) = up.network else { continue };
        let Some(end) = End::named(cx.school, network) else { continue };
        if end.opened(cx.school, &End::seat(cx.school, up.seat), up.port).is_some() {
            continue;
        }
        let (word, name) = (up.word, up.seat.name.as_str());
        let from = if *up.seat.kind == SeatKind::Firewall { "firewall" } else { name };
        out.report(&RULE.rule, format!("no flow lets {name} ask {}", **network))
            .at(up.seat.kind, "serves here")
            .also(network, "the region's servers")
            .help(format!("add `allow {word} from={from} to={}`", **network))
            .on(name);
    }
}
