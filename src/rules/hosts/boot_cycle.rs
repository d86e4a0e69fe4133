//! `boot-cycle`: guests that wait for each other.

use crate::base::Sink;
use crate::region::Guest;
use crate::rules::{Context, wording};
use std::collections::BTreeSet;

crate::rule! {
    /// Guests wait for each other to start.
    ///
    /// After a power cut none of them comes up, and the school waits for a hand that breaks the circle.
    ///
    /// ## Fails
    /// ```kdl
    /// deviation "two servers" owner=exploitation until=none {
    ///     lxc un   memory="1GiB" disk="10GiB" image=debian-12 after=deux { nic serveurs address=21; }
    ///     lxc deux memory="1GiB" disk="10GiB" image=debian-12 after=un { nic serveurs address=22; }
    ///     host hosta { run un deux; }
    /// }
    /// ```
    /// ## Passes
    /// ```kdl
    /// deviation "two servers" owner=exploitation until=none {
    ///     lxc un   memory="1GiB" disk="10GiB" image=debian-12 { nic serveurs address=21; }
    ///     lxc deux memory="1GiB" disk="10GiB" image=debian-12 after=un { nic serveurs address=22; }
    ///     host hosta { run un deux; }
    /// }
    /// ```
    pub static RULE = Error, check;
}

fn check(cx: &Context, out: &mut Sink) {
    let mut told: BTreeSet<&str> = BTreeSet::new();
    for guest in &cx.school.guests {
        if told.contains(guest.name.as_str()) {
            continue;
        }
        let Some(circle) = circle(cx, guest) else { continue };
        let names = circle.iter().map(|g| g.name.as_str());
        told.extend(names.clone());
        let waits = circle.get(1).copied().unwrap_or(guest);
        out.report(&RULE.rule, format!("{} wait for each other", wording::list(names)))
            .at(guest.after.iter().find(|a| **a == waits.name), format!("{} waits for {}", *guest.name, *waits.name))
            .also(
                circle.last().and_then(|g| g.after.iter().find(|a| **a == guest.name)),
                format!("and it comes back to {}", *guest.name),
            )
            .help("take one `after=` away")
            .on(guest.name.as_str());
    }
}

/// The guests of a way that leads from a guest back to itself.
fn circle<'a>(cx: &Context<'a>, start: &'a Guest) -> Option<Vec<&'a Guest>> {
    let mut seen = BTreeSet::new();
    let mut stack = vec![vec![start]];
    while let Some(way) = stack.pop() {
        let last = way.last()?;
        for next in last.after.iter().filter_map(|a| cx.school.guest(a)) {
            if next.name == start.name {
                return Some(way);
            }
            if seen.insert(next.name.as_str()) {
                let mut longer = way.clone();
                longer.push(next);
                stack.push(longer);
            }
        }
    }
    None
}
