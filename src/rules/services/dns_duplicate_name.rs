//! `dns-duplicate-name`: one name for two machines.

use crate::base::Sink;
use crate::rules::Context;

crate::rule! {
    /// Two machines of a school would have one name in DNS, with different addresses.
    ///
    /// Whoever asks gets both, and lands on one of them by chance: now the printer, now the switch. Resolvers take it without a
    /// word. Names are generated (`naming`), so two templates meet.
    ///
    /// ## Fails
    /// ```kdl
    /// deviation "the cluster's name" owner=exploitation until=none { serve dns=firewall; wifi address=240 cluster="annuaire-{uai}"; }
    /// ```
    /// ## Passes
    /// ```kdl
    /// deviation "the cluster's name" owner=exploitation until=none { serve dns=firewall; wifi address=240 cluster="bornes-{uai}"; }
    /// ```
    pub static RULE = Error, check;
}

fn check(cx: &Context, out: &mut Sink) {
    let Some(dns) = &cx.state.served.dns else { return };
    // In order of name: one finding a name, at the second that bears it.
    let mut told = None;
    for pair in dns.zone.names.windows(2) {
        let [first, second] = pair else { continue };
        let is_twice = first.name == second.name && (&first.v4, &first.v6) != (&second.v4, &second.v6);
        if is_twice && told != Some(second.name.as_str()) {
            told = Some(second.name.as_str());
            out.report(&RULE.rule, format!("two machines are called {}", *second.name))
                .at(&second.name, "bears this name")
                .also(&first.name, "so does this")
                .help("rename one of them, or tell them apart in `naming`")
                .on(second.name.as_str());
        }
    }
}
