//! Lines of the author's own, held against what the compiler writes itself.
//!
//! Whether a line is the compiler's is asked of the language's reader: a line that it reads into the state is one that
//! its writer makes.

use crate::base::{Rule, Severity, Sink, Sourced};
use crate::net::VlanId;
use crate::os::Os;
use crate::state::Intended;
use crate::state::switch::{Raw, RawAt, Switch};

crate::findings! {
    /// Raw lines say what the compiler already writes.
    ///
    /// Two sources for one line: the next change in the manifest would be undone by the raw line, or the reverse.
    pub static RAW_OVERLAPS_MODEL = "raw-overlaps-model", Error;
    /// A raw line does not say what undoes it.
    ///
    /// When the deviation ends, the plan cannot take the line away.
    pub static RAW_WITHOUT_UNDO = "raw-without-undo", Info;
}

/// What this file can find.
pub static RULES: &[&Rule] = &[&RAW_OVERLAPS_MODEL, &RAW_WITHOUT_UNDO];

/// Reports raw lines of a switch that must not stand.
pub fn check(state: &Intended, switch: &Switch, os: &Os, out: &mut Sink) {
    for raw in &switch.raw {
        let line = raw.line.trim();
        let subject = switch.name.value().clone();
        if is_written(switch, os, raw) {
            let word = line.split_whitespace().find(|w| *w != "no" && *w != "undo").unwrap_or(line);
            let vlan = named_vlan(state, line);
            let help = match vlan {
                Some(_) => format!("delete the line: the VLAN already reaches {subject} if a port there uses it"),
                None => "delete the line, and say it in the manifest's own words".to_owned(),
            };
            let report =
                out.report(&RAW_OVERLAPS_MODEL, format!("`{word}` lines are generated")).at(&raw.line, format!("`{line}`"));
            match vlan {
                Some((name, id)) => report.also(name, format!("VLAN {name}, id {id}, is declared here")),
                None => report,
            }
            .help(help)
            .on(subject);
            continue;
        }
        if raw.undo.is_none() {
            out.report(&RAW_WITHOUT_UNDO, format!("a raw line of {subject} does not say what undoes it"))
                .at(&raw.line, "for ever, as far as the plan can tell")
                .weigh(Severity::Info)
                .help("add `undo=\"…\"`")
                .on(subject);
        }
    }
}

/// Whether the language's reader takes the line into the state.
fn is_written(switch: &Switch, os: &Os, raw: &Raw) -> bool {
    let header = match raw.at {
        RawAt::Global => None,
        RawAt::Port(port) => switch.ports.iter().find(|p| p.id == port).map(|p| format!("interface {}", p.interface)),
        RawAt::Vlan(id) => Some(format!("vlan {id}")),
    };
    let read = |text: &str| (os.read)(text, raw.line.origin()).account.read;
    match header {
        Some(header) => read(&format!("{header}\n {}\n", *raw.line)) > read(&format!("{header}\n")),
        None => read(&format!("{}\n", *raw.line)) > 0,
    }
}

/// A VLAN of the school whose id stands in the line.
fn named_vlan<'a>(state: &'a Intended, line: &str) -> Option<(&'a Sourced<String>, VlanId)> {
    let ids: Vec<VlanId> = line.split(|c: char| !c.is_ascii_digit()).filter_map(|n| VlanId::new(n.parse().ok()?)).collect();
    let vlans = state.switches.iter().flat_map(|s| &s.vlans);
    vlans.filter(|v| ids.contains(&v.id)).map(|v| (&v.name, *v.id)).next()
}
