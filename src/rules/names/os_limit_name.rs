//! `os-limit-name`: a name that a device cannot bear.

use super::limits;
use crate::base::Sink;
use crate::region::{School, Switch};
use crate::rules::{Context, wording};
use crate::topology::VertexId;

crate::rule! {
    /// A name is too long for, or has characters that are refused by, what must bear it.
    ///
    /// Cut short, two names become one; refused, the device keeps its old name, and every list that is compared by name
    /// shows a difference for ever.
    ///
    /// ## Fails
    /// ```kdl
    /// deviation "a lab" owner=exploitation until=none {
    ///     vlan laboratoire-de-sciences-physiques id=160 place=14
    ///     switch sw1 { access 40 vlan=laboratoire-de-sciences-physiques room=A101; }
    /// }
    /// ```
    /// ## Passes
    /// ```kdl
    /// deviation "a lab" owner=exploitation until=none {
    ///     vlan labo-physique id=160 place=14
    ///     switch sw1 { access 40 vlan=labo-physique room=A101; }
    /// }
    /// ```
    pub static RULE = Error, check;
}

fn check(cx: &Context, out: &mut Sink) {
    vlans(cx, out);
    for (vertex, switch) in cx.switches() {
        system(cx, vertex, switch, out);
    }
    stations(cx.school, out);
}

/// One finding a VLAN, whichever switch carries it first.
fn vlans(cx: &Context, out: &mut Sink) {
    for vlan in cx.school.vlans.iter().filter(|v| v.name.len() > limits::VLAN_NAME) {
        let carrier = cx.switches().find(|(v, _)| cx.topology.vlans_of(*v).contains(*vlan.id));
        if let Some((_, switch)) = carrier {
            out.report(
                &RULE.rule,
                format!("{} has {} characters; {} keeps {}", *vlan.name, vlan.name.len(), *switch.name, limits::VLAN_NAME),
            )
            .at(&vlan.name, format!("{} too many", vlan.name.len() - limits::VLAN_NAME))
            .help("shorten it")
            .on(vlan.name.as_str());
        }
    }
}

fn system(cx: &Context, vertex: VertexId, switch: &Switch, out: &mut Sink) {
    let os = switch.members.first().and_then(|m| cx.model(vertex, m.id)).and_then(|m| m.os.as_deref());
    let Some(os) = os else { return };
    let (name, most) = (switch.sysname.as_str(), limits::system_name(os));
    let starts = name.starts_with(|c: char| c.is_ascii_alphabetic());
    let plain = name.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'-');
    if name.len() > most || !starts || !plain {
        let why = match (name.len() > most, plain) {
            (true, _) => format!("{} characters; {os} keeps {most}", name.len()),
            (_, false) => "letters, digits and dashes only".to_owned(),
            _ => "must begin with a letter".to_owned(),
        };
        out.report(&RULE.rule, format!("{} cannot call itself `{name}`", *switch.name))
            .at(&switch.name, why)
            .also(&switch.sysname, "made by this")
            .help("rename the switch, or change `naming sysname`")
            .on(switch.name.as_str());
    }
    let domain = limits::domain(os);
    if cx.school.domain.len() > domain {
        out.report(&RULE.rule, format!("{} keeps {domain} characters of a domain, not {}", *switch.name, cx.school.domain.len()))
            .at(&switch.name, format!("speaks {os}"))
            .also(&cx.school.domain, "the domain")
            .on(switch.name.as_str());
    }
}

/// One finding for all stations: a pattern makes them, so one change mends them.
fn stations(school: &School, out: &mut Sink) {
    let computers = school.stations.iter().filter(|s| *s.kind == "pc" || *s.kind == "tablet");
    let long: Vec<_> = computers.filter(|s| s.name.len() > limits::STATION_NAME).collect();
    let Some(first) = long.first() else { return };
    let names = wording::list(long.iter().map(|s| s.name.as_str()));
    out.report(&RULE.rule, format!("too long for the directory, which keeps {}: {names}", limits::STATION_NAME))
        .at(&first.name, format!("{} characters", first.name.len()))
        .help("shorten the room or the subject")
        .on(first.name.as_str());
}
