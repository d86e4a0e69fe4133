//! `ntp-single-source`: a clock that believes whatever its only source says.

use crate::base::Sink;
use crate::rules::Context;

crate::rule! {
    /// The school's clock asks one server alone.
    ///
    /// It can tell neither a wrong source from a right one nor a dead one from a lost packet: the whole school then drifts with it,
    /// and sign-ins that depend on the time fail at once.
    ///
    /// ## Fails
    /// ```kdl
    /// deviation "time from a guest" owner=exploitation until=none {
    ///     network ntp-region "10.255.0.41" through=exterieur
    ///     service ntp udp=123
    ///     ntp ntp-region
    ///     serve ntp=portail
    ///     allow ntp from=portail to=ntp-region
    /// }
    /// ```
    /// ## Passes
    /// ```kdl
    /// deviation "time from a guest" owner=exploitation until=none {
    ///     network ntp-region "10.255.0.41" "10.255.0.42" through=exterieur
    ///     service ntp udp=123
    ///     ntp ntp-region
    ///     serve ntp=portail
    ///     allow ntp from=portail to=ntp-region
    /// }
    /// ```
    pub static RULE = Warning, check;
}

fn check(cx: &Context, out: &mut Sink) {
    let (Some(clock), Some(ntp)) = (&cx.state.served.ntp, &cx.school.services.ntp) else { return };
    if let [only] = clock.sources.as_slice() {
        let name = clock.seat.name.as_str();
        out.report(&RULE.rule, format!("{name} asks {} alone for the time", **only))
            .at(&ntp.network, "holds one address")
            .also(&clock.seat.name, "gives the time")
            .help("write a second server's address in `network`")
            .on(name);
    }
}
