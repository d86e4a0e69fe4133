//! `mode2-without-charter`: local rights, and nobody who answers for them.

use crate::base::{Origin, Sink, Sourced};
use crate::region::{Mandate, Station, Support};
use crate::rules::{Context, wording};
use std::collections::BTreeMap;

crate::rule! {
    /// Something is in open mode without a charter or a delegate.
    ///
    /// In open mode a delegate of the school has rights on the machines. The charter says which, and the delegate's function
    /// says who answers; without both, the team repairs what others break.
    ///
    /// They are asked for where the mode is first said in a school: on its header line, also when its profile says the mode;
    /// else on a room, a VLAN or a line of stations. What lies in an open school or in an open room is covered by theirs.
    ///
    /// ## Fails
    /// ```kdl
    /// school "0379914A" profile=bare name="Une école ouverte" slug=ouverte support=open delegate=exploitation
    /// block "10.37.96.0/20"
    /// building B { room B101 support=open; }
    /// ```
    /// ```kdl
    /// building B { room B101 B102 use=labo support=open; }
    /// ```
    /// ```kdl
    /// deviation "a lab" owner=exploitation until=none { vlan labo id=160 place=14 support=open charter="2026-09-01"; }
    /// switch sw1 { access 1 vlan=labo room=A101; }
    /// ```
    /// ```kdl
    /// switch sw1 { access "1-12" vlan=pedagogie room=A101; }
    /// stations subject=sev room=A101 seats="1-12" support=open delegate=exploitation
    /// ```
    /// ## Passes
    /// ```kdl
    /// school "0379914A" profile=bare name="Une école ouverte" slug=ouverte support=open charter="2026-09-01" delegate=exploitation
    /// block "10.37.96.0/20"
    /// building B { room B101 support=open; }
    /// ```
    /// ```kdl
    /// building B { room B101 use=labo support=open charter="2026-09-01" delegate=exploitation; }
    /// switch sw1 { access "1-12" vlan=pedagogie room=B101; }
    /// stations subject=sev room=B101 seats="1-12" support=open
    /// ```
    /// ```kdl
    /// deviation "a lab" owner=exploitation until=none {
    ///     vlan labo id=160 place=14 support=open charter="2026-09-01" delegate=exploitation
    /// }
    /// switch sw1 { access 1 vlan=labo room=A101; }
    /// ```
    /// ```kdl
    /// switch sw1 { access "1-12" vlan=pedagogie room=A101; }
    /// stations subject=sev room=A101 seats="1-12" support=open charter="2026-09-01" delegate=exploitation
    /// ```
    pub static RULE = Error, check;
}

fn check(cx: &Context, out: &mut Sink) {
    let school = cx.school;
    if *school.support == Support::Open {
        // Whatever else is open is not the first to say so.
        judge("the school", &school.support, &school.mandate, &[school.uai.to_string()], out);
        return;
    }
    // Rooms of one statement share its word: one finding.
    let mut rooms: BTreeMap<Origin, Vec<_>> = BTreeMap::new();
    for room in school.buildings.iter().flat_map(|b| &b.rooms).filter(|r| *r.support == Support::Open) {
        rooms.entry(room.support.origin()).or_default().push(room);
    }
    for group in rooms.values() {
        let Some(first) = group.first() else { continue };
        let names: Vec<String> = group.iter().map(|r| r.name.value().clone()).collect();
        let what = format!("{} {}", if names.len() == 1 { "room" } else { "rooms" }, wording::list(&names));
        judge(&what, &first.support, &first.mandate, &names, out);
    }
    for vlan in school.vlans.iter().filter(|v| *v.support == Support::Open) {
        judge(&format!("VLAN {}", *vlan.name), &vlan.support, &vlan.mandate, &[vlan.name.value().clone()], out);
    }
    stations(cx, out);
}

/// Stations that are open in rooms that are not: one finding a line, and one for all rows of inventories.
fn stations(cx: &Context, out: &mut Sink) {
    let is_first = |s: &&Station| {
        let room = || s.room.as_ref().and_then(|name| cx.school.room(name));
        *s.support == Support::Open && room().is_none_or(|(_, room)| *room.support != Support::Open)
    };
    let (mut lines, mut rows): (BTreeMap<Origin, Vec<&Station>>, Vec<&Station>) = Default::default();
    for station in cx.school.stations.iter().filter(is_first) {
        match &station.mandate {
            Some(_) => lines.entry(station.support.origin()).or_default().push(station),
            None => rows.push(station),
        }
    }
    for group in lines.values() {
        let Some((first, mandate)) = group.first().and_then(|s| Some((s, s.mandate.as_ref()?))) else { continue };
        let mut rooms: Vec<String> = group.iter().filter_map(|s| Some(s.room.as_ref()?.value().clone())).collect();
        rooms.dedup();
        judge(&format!("{} of {}", counted(group.len()), wording::list(&rooms)), &first.support, mandate, &rooms, out);
    }
    if let Some(first) = rows.first() {
        let report = out
            .report(
                &RULE.rule,
                format!("{} of the inventory without a charter and a delegate for their open mode", counted(rows.len())),
            )
            .at(first.support, "open")
            .help("an inventory has no column for them: say `support=open charter=\"…\" delegate=…` of the room");
        rows.iter().fold(report, |report, station| report.on(station.name.as_str()));
    }
}

fn counted(count: usize) -> String {
    if count == 1 { "one station".into() } else { format!("{count} stations") }
}

/// Reports what a mandate lacks, where the school would write it.
fn judge(what: &str, support: &Sourced<Support>, mandate: &Mandate, subjects: &[String], out: &mut Sink) {
    let mut missing = Vec::new();
    missing.extend(mandate.charter.is_none().then_some("charter"));
    missing.extend(mandate.delegate.is_none().then_some("delegate"));
    if missing.is_empty() {
        return;
    }
    let report =
        out.report(&RULE.rule, format!("{what} is in open mode without a {}", wording::list(&missing))).at(mandate.asked, "open");
    let report = if mandate.asked == support.origin() { report } else { report.also(support, "open by this word") };
    let report = report.help(format!("add {}", wording::list(missing.iter().map(|m| format!("`{m}=`")))));
    subjects.iter().fold(report, |report, subject| report.on(subject.as_str()));
}
