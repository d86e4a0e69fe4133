//! `guest-not-placed`: a guest that no host runs.

use super::room;
use crate::base::Sink;
use crate::region::{Guest, Host, Status};
use crate::rules::{Context, wording};

crate::rule! {
    /// No host runs a guest.
    ///
    /// The standard has the guest, and flows, DHCP options and shares name it: without a host they lead nowhere. A school that
    /// does without it says so in a deviation: `remove lxc NAME`.
    ///
    /// ## Fails
    /// ```kdl
    /// deviation "a web server" owner=exploitation until=none {
    ///     lxc web role=web memory="1GiB" disk="10GiB" image=debian-12 { nic serveurs address=20; }
    /// }
    /// ```
    /// ## Passes
    /// ```kdl
    /// deviation "a web server" owner=exploitation until=none {
    ///     lxc web role=web memory="1GiB" disk="10GiB" image=debian-12 { nic serveurs address=20; }
    ///     host hosta { run web; }
    /// }
    /// ```
    pub static RULE = Error, check;
}

fn check(cx: &Context, out: &mut Sink) {
    let lost: Vec<&Guest> = cx
        .school
        .guests
        .iter()
        .filter(|g| g.host.is_none() && *g.status != Status::Stock && !cx.school.suspects.contains(g.name.as_str()))
        .collect();
    if let ([first, _, ..], true) = (lost.as_slice(), cx.school.hosts.is_empty()) {
        // A school without any host has one mistake, not one for each guest of the standard.
        out.report(
            &RULE.rule,
            format!("no host runs {}: the school has none", wording::list(lost.iter().map(|g| g.name.as_str()))),
        )
        .at(cx.school.uai, "no `host` in this school")
        .also(&first.name, "the standard has it")
        .help("declare a host, or remove the guests in a deviation")
        .on(first.name.as_str());
        return;
    }
    for guest in lost {
        let report = out
            .report(&RULE.rule, format!("no host runs {}", *guest.name))
            .at(&guest.name, "the standard has it")
            .on(guest.name.as_str());
        let Some(host) = best(cx, guest) else {
            report.help(format!("no host has {} left: add a host, or remove it in a deviation", *guest.memory));
            continue;
        };
        let left = room::left(cx.school, host).max(0) >> 30;
        let (place, line) = match host.runs.iter().find(|r| r.statement.is_some()) {
            Some(run) => {
                let same = host.runs.iter().filter(|r| r.statement == run.statement).map(|r| r.guest.as_str());
                (
                    run.statement.unwrap_or(run.guest.origin()),
                    format!("run {} {}", same.collect::<Vec<_>>().join(" "), *guest.name),
                )
            }
            None => (host.name.origin(), format!("run {}", *guest.name)),
        };
        report
            .also(place, format!("{} has {left} GiB left", *host.name))
            .help(format!("add it: `{line}`, or remove it in a deviation"));
    }
}

/// The host to run a guest: with room for it, one that runs what it waits for first, then the emptiest.
fn best<'a>(cx: &Context<'a>, guest: &Guest) -> Option<&'a Host> {
    let fits = cx.school.hosts.iter().filter(|h| room::left(cx.school, h) >= i128::from(guest.memory.0));
    fits.max_by_key(|h| {
        let beside = h.runs.iter().filter(|r| guest.after.contains(&r.guest)).count();
        (beside, room::left(cx.school, h), std::cmp::Reverse(h.name.as_str()))
    })
}
