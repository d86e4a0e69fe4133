//! `channel-plans-mixed`: two ways to share out 2.4 GHz, in one school.

use crate::base::{Sink, Sourced};
use crate::net::Band;
use crate::rules::Context;

crate::rule! {
    /// A channel set by hand at 2.4 GHz does not go with the channels of the others.
    ///
    /// There is room for 1, 6 and 11, or for 1, 5, 9 and 13. One radio on 5 disturbs those on 1 to 8 that follow the other
    /// plan, and nobody sees it: both send at the same time instead of taking turns. What is not set by hand follows 1, 6, 11.
    ///
    /// ## Fails
    /// ```kdl
    /// access-point ap1 model=test-dual room=A101 at=sw1:40 power=injector mac="02:00:25:00:00:51" { radio "2.4" channel=5; }
    /// access-point ap2 model=test-dual room=A001 at=sw1:41 power=injector mac="02:00:25:00:00:52" { radio "2.4" channel=11; }
    /// ```
    /// ## Passes
    /// ```kdl
    /// access-point ap1 model=test-dual room=A101 at=sw1:40 power=injector mac="02:00:25:00:00:51" { radio "2.4" channel=5; }
    /// access-point ap2 model=test-dual room=A001 at=sw1:41 power=injector mac="02:00:25:00:00:52" { radio "2.4" channel=13; }
    /// ```
    pub static RULE = Warning, check;
}

/// The two ways to have channels of 20 MHz side by side at 2.4 GHz (Wi-Fi reference, part 7.3); the first is the plan's.
const PLANS: [&[u16]; 2] = [&[1, 6, 11], &[1, 5, 9, 13]];

fn check(cx: &Context, out: &mut Sink) {
    let by_hand: Vec<(&Sourced<String>, Sourced<u64>)> = cx
        .school
        .access_points
        .iter()
        .flat_map(|ap| ap.radios.iter().filter_map(move |r| Some((&ap.name, r.channel.filter(|_| *r.band == *"2.4")?))))
        .collect();
    let radios = cx.state.wlans.iter().flat_map(|w| &w.points).flat_map(|p| &p.radios);
    let all: Vec<u16> = radios.filter(|r| *r.band == Band::Two).filter_map(|r| Some(r.channel?.number)).collect();
    if PLANS.iter().any(|plan| all.iter().all(|number| plan.contains(number))) {
        return;
    }
    let [stock, dense] = PLANS;
    let is_in = |plan: &[u16], number: u64| plan.iter().any(|p| u64::from(*p) == number);
    // One that no plan has is wrong alone; else one that the others' plan has not.
    let odd = by_hand
        .iter()
        .find(|(_, n)| !is_in(stock, **n) && !is_in(dense, **n))
        .or_else(|| by_hand.iter().find(|(_, n)| !is_in(stock, **n)));
    let Some((name, number)) = odd else { return };
    if !all.iter().any(|n| u64::from(*n) == **number) {
        // Not legal, and told as such.
        return;
    }
    let other = by_hand.iter().find(|(other, n)| other != name && is_in(stock, **n) && !is_in(dense, **n));
    let report = out
        .report(&RULE.rule, format!("{} is not on a channel of the others' plan", **name))
        .at(*number, "1, 6 and 11, or 1, 5, 9 and 13 are side by side");
    let report = match other {
        Some((_, theirs)) => report.also(*theirs, "another plan"),
        None => report,
    };
    report.help("write 1, 6 or 11, or leave the channel to the plan").on(name.as_str());
}
