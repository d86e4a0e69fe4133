//! `mode2-without-charter`: a room with local rights and nobody who answers for it.

use crate::base::Sink;
use crate::region::Support;
use crate::rules::{Context, wording};

crate::rule! {
    /// A room is in open mode without a charter or a delegate.
    ///
    /// In open mode a delegate of the school has rights on the machines. The charter says which, and the delegate's function
    /// says who answers; without both, the team repairs what others break.
    ///
    /// ## Fails
    /// ```kdl
    /// building B { room B101 use=labo support=open; }
    /// ```
    /// ## Passes
    /// ```kdl
    /// building B { room B101 use=labo support=open charter="2026-09-01" delegate=exploitation; }
    /// ```
    pub static RULE = Error, check;
}

fn check(cx: &Context, out: &mut Sink) {
    for room in cx.school.buildings.iter().flat_map(|b| &b.rooms) {
        // A room that takes the mode of its school says nothing of its own.
        let inherited = room.support.origin() == cx.school.support.origin();
        if *room.support != Support::Open || inherited {
            continue;
        }
        let mut missing = Vec::new();
        missing.extend(room.charter.is_none().then_some("charter"));
        missing.extend(room.delegate.is_none().then_some("delegate"));
        if !missing.is_empty() {
            out.report(&RULE.rule, format!("room {} is in open mode without a {}", *room.name, wording::list(&missing)))
                .at(room.support, "open")
                .help(format!("add {}", wording::list(missing.iter().map(|m| format!("`{m}=`")))))
                .on(room.name.as_str());
        }
    }
}
