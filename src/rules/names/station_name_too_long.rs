//! `station-name-too-long`: a station that the directory knows by half its name.

use crate::base::Sink;
use crate::rules::{Context, wording};

crate::rule! {
    /// A station's name is longer than the directory keeps.
    ///
    /// A domain knows a machine by its NetBIOS name of 15 characters (RFC 1001, part 14). Cut there, two stations of a room
    /// are one account, and each throws the other out of the domain.
    ///
    /// ## Fails
    /// ```kdl
    /// building B { room Laboratoire use=labo; }
    /// switch sw1 { access "1-2" vlan=pedagogie room=Laboratoire; }
    /// stations subject=physique room=Laboratoire seats="1-2"
    /// ```
    /// ## Passes
    /// ```kdl
    /// building B { room B101 use=labo; }
    /// switch sw1 { access "1-2" vlan=pedagogie room=B101; }
    /// stations subject=phy room=B101 seats="1-2"
    /// ```
    pub static RULE = Error, check;
}

/// Characters of a machine's name that NetBIOS, and so the directory, keeps.
const KEPT: usize = 15;

fn check(cx: &Context, out: &mut Sink) {
    let machines = cx.school.stations.iter().filter(|s| *s.kind == "pc" || *s.kind == "tablet");
    let long: Vec<_> = machines.filter(|s| s.name.chars().count() > KEPT).collect();
    // A pattern makes the names, so one change mends them: one finding.
    let Some(first) = long.first() else { return };
    let names = wording::list(long.iter().map(|s| s.name.as_str()));
    let report = out
        .report(&RULE.rule, format!("longer than {KEPT} characters: {names}"))
        .at(&first.name, format!("{} characters", first.name.chars().count()))
        .help("shorten the room, the subject, or `naming station`");
    long.iter().fold(report, |r, s| r.on(s.name.as_str()));
}
