//! `published-port-of-many`: one port outside for a service of several.

use crate::base::Sink;
use crate::rules::Context;

crate::rule! {
    /// A service of several ports is published on one.
    ///
    /// One port outside leads to one port inside. Nothing says which of them is meant, and the others would not be reached.
    ///
    /// ## Fails
    /// ```kdl
    /// deviation "open house" owner=exploitation until=none {
    ///     publish web to=portail port=8443
    /// }
    /// ```
    /// ## Passes
    /// ```kdl
    /// deviation "open house" owner=exploitation until=none {
    ///     service page tcp=443
    ///     publish page to=portail port=8443
    /// }
    /// ```
    pub static RULE = Error, check;
}

fn check(cx: &Context, out: &mut Sink) {
    for publish in &cx.school.publishes {
        let Some(port) = &publish.port else { continue };
        let Some(service) = cx.school.protocols.values().find(|p| p.name == publish.service) else { continue };
        let width = |list: &[(u16, u16)]| list.iter().map(|(first, last)| usize::from(last - first) + 1).sum::<usize>();
        // The same port of both protocols is one port to whoever comes.
        let many = width(&service.tcp).max(width(&service.udp));
        if many < 2 {
            continue;
        }
        out.report(&RULE.rule, format!("{} has {many} ports, and is published on port {} alone", *publish.service, **port))
            .at(port, "stands for one port")
            .also(&publish.service, format!("has {many}"))
            .help("declare a `service` of the port that is meant and publish that, or leave `port=` out")
            .on(publish.to.as_str());
    }
}
