//! `root-not-core`: no one switch is the root.

use crate::base::Sink;
use crate::region::{Switch, SwitchRole};
use crate::rules::{Context, wording};

crate::rule! {
    /// There is no core switch, or more than one and none says `root=on`.
    ///
    /// The root of the spanning tree is the switch with the lowest priority; among equals it is the oldest MAC address, so
    /// mostly the oldest switch in the smallest closet, and all traffic would go through it.
    ///
    /// ## Fails
    /// ```kdl
    /// switch sw2 model=test-52 rack=R2 address=152 role=core { uplink 49 50 to=sw1:49,50 medium=om3; }
    /// ```
    /// ## Passes
    /// ```kdl
    /// switch sw1 root=on
    /// switch sw2 model=test-52 rack=R2 address=152 role=core { uplink 49 50 to=sw1:49,50 medium=om3; }
    /// ```
    pub static RULE = Warning, check;
}

fn check(cx: &Context, out: &mut Sink) {
    let switches: Vec<&Switch> = cx.switches().map(|(_, s)| s).collect();
    let cores: Vec<&Switch> = switches.iter().copied().filter(|s| *s.role == SwitchRole::Core).collect();
    let roots: Vec<&Switch> = switches.iter().copied().filter(|s| *s.root).collect();
    let names = |list: &[&Switch]| wording::list(list.iter().map(|s| s.name.as_str()));
    match (switches.as_slice(), cores.as_slice(), roots.as_slice()) {
        ([first, _, ..], [], _) => {
            out.report(&RULE.rule, format!("none of {} is the core", names(&switches)))
                .at(&first.name, "no switch has `role=core`")
                .help("write `role=core` on the switch that the others hang from")
                .on(first.name.as_str());
        }
        (_, [_, second, ..], []) => {
            out.report(&RULE.rule, format!("{} are all the core", names(&cores)))
                .at(second.role, "one core too many")
                .also(cores.first().map(|s| &s.role), "the other")
                .help("write `root=on` on the one that is the root")
                .on(second.name.as_str());
        }
        (_, _, [first, second, ..]) => {
            out.report(&RULE.rule, format!("{} are all the root", names(&roots)))
                .at(second.root, "a second root")
                .also(first.root, "the first")
                .help("keep one `root=on`")
                .on(second.name.as_str());
        }
        (_, _, [only]) if *only.role != SwitchRole::Core => {
            out.report(&RULE.rule, format!("{} is the root and not the core", *only.name))
                .at(only.root, format!("its role is {}", only.role.word()))
                .help("write `role=core`, or take `root=on` away")
                .on(only.name.as_str());
        }
        _ => {}
    }
}
