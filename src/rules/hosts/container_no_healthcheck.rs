//! `container-no-healthcheck`: a container that may be dead for days.

use crate::base::Sink;
use crate::rules::Context;

crate::rule! {
    /// A container that listens has no command that tells whether it is well.
    ///
    /// The engine starts it again when its process ends, and does nothing while it hangs; those that need it start before it
    /// answers. `health` is a command that succeeds while it is well.
    ///
    /// ## Fails
    /// ```kdl
    /// host hosta {
    ///     docker vitrine role=web memory="1GiB" disk="10GiB" { nic dmz address=30; container web image=nginx:1.27 port=443; }
    /// }
    /// ```
    /// ## Passes
    /// ```kdl
    /// host hosta {
    ///     docker vitrine role=web memory="1GiB" disk="10GiB" {
    ///         nic dmz address=30
    ///         container web image=nginx:1.27 port=443 { health "curl -fsk https://127.0.0.1/"; }
    ///     }
    /// }
    /// ```
    pub static RULE = Warning, check;
}

fn check(cx: &Context, out: &mut Sink) {
    for container in cx.school.guests.iter().flat_map(|g| &g.containers).filter(|c| c.health.is_none()) {
        let Some(port) = container.port else { continue };
        out.report(&RULE.rule, format!("nothing tells whether {} is well", *container.name))
            .at(&container.name, "no `health`")
            .also(port, "others ask it here")
            .help("add a command: `health \"curl -fs http://127.0.0.1/\"`")
            .on(container.name.as_str());
    }
}
