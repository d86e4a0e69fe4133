//! `replica-same-host`: two of a kind that fall together.

use crate::base::{Sink, Sourced};
use crate::region::{Guest, Status};
use crate::rules::Context;

crate::rule! {
    /// Two guests that stand in for each other run on one host, or on two hosts of one rack.
    ///
    /// A second directory, DHCP or RADIUS server is there for the day on which the first is not: with one power supply, one disk
    /// or one cable both are gone.
    ///
    /// ## Fails
    /// ```kdl
    /// deviation "a second controller" owner=exploitation until=none {
    ///     lxc annuaire2 role=directory samba=dc memory="1GiB" disk="10GiB" image=debian-12 privileged=on { nic serveurs address=21; }
    ///     host hosta { run annuaire2; }
    /// }
    /// ```
    /// ## Passes
    /// ```kdl
    /// deviation "a second controller" owner=exploitation until=none {
    ///     lxc annuaire2 role=directory samba=dc memory="1GiB" disk="10GiB" image=debian-12 privileged=on { nic serveurs address=21; }
    ///     host hostb model=test-server rack=R2 address=12 memory="32GiB" disk="2TiB" { uplink to=sw1:43,44; run annuaire2; }
    /// }
    /// ```
    pub static RULE = Warning, check;
}

/// Roles of which a school has a second for the day on which the first is away.
const REPLICATED: [&str; 3] = ["directory", "dhcp", "radius"];

fn check(cx: &Context, out: &mut Sink) {
    for role in REPLICATED {
        let bears = |g: &&Guest| *g.status != Status::Stock && g.host.is_some() && g.roles.iter().any(|r| r.as_str() == role);
        let all: Vec<&Guest> = cx.school.guests.iter().filter(bears).collect();
        for pair in all.windows(2) {
            let [first, second] = pair else { continue };
            let (Some(a), Some(b)) = (&first.host, &second.host) else { continue };
            let what = match a == b {
                true => format!("both on {}", **a),
                false => match (rack(cx, a), rack(cx, b)) {
                    (Some(one), Some(other)) if **one == **other => format!("both in rack {}", **one),
                    _ => continue,
                },
            };
            out.report(&RULE.rule, format!("{} and {} would fall together: {what}", *first.name, *second.name))
                .at(b, format!("{} is here", *second.name))
                .also(a, format!("{} is here", *first.name))
                .help("run one of them on a host in another rack")
                .on(second.name.as_str());
        }
    }
}

fn rack<'a>(cx: &Context<'a>, host: &str) -> Option<&'a Sourced<String>> {
    cx.school.host(host).map(|h| &h.rack)
}
