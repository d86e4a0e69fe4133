//! `dup-ip`: one address on two things.

use super::addresses;
use crate::base::Sink;
use crate::rules::Context;

crate::rule! {
    /// Two things of a school have one address.
    ///
    /// Only one of them answers, and which one changes with every ARP cache: the fault comes and goes and costs a day.
    ///
    /// ## Fails
    /// ```kdl
    /// switch sw2 model=test-52 rack=R2 address=151 { uplink 49 50 to=sw1:49,50 medium=om3; }
    /// ```
    /// ## Passes
    /// ```kdl
    /// switch sw2 model=test-52 rack=R2 address=152 { uplink 49 50 to=sw1:49,50 medium=om3; }
    /// ```
    pub static RULE = Error, check;
}

fn check(cx: &Context, out: &mut Sink) {
    let mut all = addresses::all(cx.school);
    all.sort_by_key(|a| (*a.address, a.address.origin()));
    for same in all.chunk_by(|a, b| *a.address == *b.address) {
        let Some((first, others)) = same.split_first() else { continue };
        for other in others {
            out.report(&RULE.rule, format!("{} and {} both have {}", first.owner, other.owner, *other.address))
                .at(other.address, format!("{} again", *other.address))
                .also(first.address, format!("{} has it", first.owner))
                .help(format!("give {} another address", other.owner))
                .on(other.owner)
                .on(first.owner);
        }
    }
}
