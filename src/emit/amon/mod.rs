//! An EOLE Amon: its variables `UAI/firewall/config.eol`, its zone model `UAI/firewall/era/MODEL.xml`, and the change request where
//! another organisation applies them.
//!
//! Everything is decided in the state and spelt in [`crate::os::amon`]; what no variable says is asked for in words, in
//! `request`. Entry point: [`TARGET`].

pub mod check;
mod page;
mod request;
#[cfg(test)]
mod tests;

use super::{Apply, Emitted, File, Job, Meta, NOT_CARRIED, Refused, Story, Target};
use crate::base::Origin;
use crate::os::amon::eol::{self, Told};
use crate::os::amon::zones::Zones;
use crate::os::amon::{self, era};
use crate::render::{Explained, Refusal};
use crate::state::{Firewall, Served};

/// The target.
pub static TARGET: Target = Target {
    name: "amon",
    doc: "the variables and the zone model of an EOLE Amon, and the change request for those who run it",
    folders: &["firewall/config.eol", "firewall/demande-academie.md", "firewall/era"],
    check: |job, out| {
        if let Some(firewall) = amon(job) {
            check::check(firewall, &job.state.served, out);
        }
    },
    refuses: true,
    write,
    explain,
};

type Written = Result<(String, Vec<Told>), Vec<Uncarried>>;

/// A file: its kind, what it is called for which firewalls, how it is made.
type Kind = (&'static str, fn(&Firewall) -> Option<String>, fn(&Firewall, &Served) -> Written);

const FILES: [Kind; 3] = [
    (VARIABLES, |_| Some("config.eol".to_owned()), |firewall, served| words(eol::write(firewall, served))),
    (MODEL, |firewall| Some(format!("era/{}.xml", *Zones::of(firewall).ok()?.model)), |firewall, _| model(firewall)),
    (
        "change-request",
        |firewall| (!is_ours(firewall)).then(|| "demande-academie.md".to_owned()),
        |firewall, served| words(request::write(firewall, served)),
    ),
];

/// The kind of the variables.
const VARIABLES: &str = "amon-config";
/// The kind of the zone model.
const MODEL: &str = "amon-model";

/// A text that a file cannot carry: why, and what decided it.
struct Uncarried {
    text: String,
    why: String,
    origin: Option<Origin>,
}

fn words(written: Result<(String, Vec<Told>), Vec<eol::Uncarried>>) -> Written {
    let uncarried = |u: eol::Uncarried| Uncarried { text: u.text, why: u.refused.why.to_owned(), origin: u.origin };
    written.map_err(|all| all.into_iter().map(uncarried).collect())
}

fn model(firewall: &Firewall) -> Written {
    let uncarried = |u: era::Uncarried| Uncarried { text: u.text, why: u.why, origin: u.origin };
    era::write(firewall).map_err(|all| all.into_iter().map(uncarried).collect())
}

fn write(job: &Job) -> Emitted {
    let mut emitted = Emitted::default();
    let Some(firewall) = amon(job) else { return emitted };
    // Zones that begin alike are a finding of their own.
    let is_clashing = Zones::of(firewall).is_ok_and(|zones| !zones.clashes().is_empty());
    for (kind, name, make) in FILES {
        let Some(name) = name(firewall).filter(|_| !(is_clashing && kind == MODEL)) else { continue };
        match make(firewall, &job.state.served) {
            Ok((text, _)) => emitted.files.push(file(job.uai, firewall, &name, kind, text)),
            Err(uncarried) => emitted.refused.extend(uncarried.into_iter().map(|u| refused(firewall, u))),
        }
    }
    // Several files hold what is refused: one mistake, one finding.
    emitted.refused.sort_by(|a, b| (a.refusal.origin, &a.refusal.text).cmp(&(b.refusal.origin, &b.refusal.text)));
    emitted.refused.dedup_by(|a, b| (a.refusal.origin, &a.refusal.text) == (b.refusal.origin, &b.refusal.text));
    emitted
}

fn explain(job: &Job, path: &str) -> Option<Story> {
    let firewall = amon(job)?;
    let is_asked = |name: fn(&Firewall) -> Option<String>| name(firewall).is_some_and(|n| self::path(job.uai, &n) == path);
    let (.., make) = FILES.into_iter().find(|(_, name, _)| is_asked(*name))?;
    let (text, told) = make(firewall, &job.state.served).ok()?;
    let lines = told.into_iter().map(|(at, origins)| super::line(at.file(), at.line(), origins)).collect();
    Some(Story::new(Explained { text, lines }, Some(firewall.software.origin())))
}

/// The school's firewall, when it is an Amon; not one with a card without a name or a VLAN of its own, or with a card too many,
/// which are findings of their own.
fn amon<'a>(job: &Job<'a>) -> Option<&'a Firewall> {
    let fits = |f: &&Firewall| f.cards.iter().all(|c| c.system.is_some() && c.untagged.is_some() && *c.number < amon::CARDS);
    job.state.firewall.as_ref().filter(|f| *f.software == amon::NAME).filter(fits)
}

/// Whether those who build apply it themselves.
fn is_ours(firewall: &Firewall) -> bool {
    *firewall.managed_by == "operator"
}

fn path(uai: &str, name: &str) -> String {
    format!("{uai}/firewall/{name}")
}

fn refused(firewall: &Firewall, uncarried: Uncarried) -> Refused {
    let origin: Origin = uncarried.origin.unwrap_or(firewall.name.origin());
    let refusal = Refusal { rule: NOT_CARRIED.name, origin, text: uncarried.text, why: uncarried.why };
    Refused { refusal, device: firewall.name.value().clone(), language: amon::NAME }
}

/// Where a server keeps its variables.
const DESTINATION: &str = "/etc/eole/config.eol";

fn file(uai: &str, firewall: &Firewall, name: &str, kind: &'static str, text: String) -> File {
    let meta = Meta { kind, owner: "root", group: "root", mode: 0o644, ..Meta::default() };
    let device = Some(firewall.hostname.value().clone());
    let (order, mode) = if kind == MODEL { (315, 0o644) } else { (320, 0o600) };
    let meta = match kind {
        VARIABLES | MODEL if is_ours(firewall) => {
            let destination =
                if kind == MODEL { format!("{}/{}", era::stock::FOLDER, file_name(name)) } else { DESTINATION.to_owned() };
            Meta { device, mode, apply: Some(ours(kind, &destination, order)), destination: Some(destination), ..meta }
        }
        // Nobody pushes to a machine that others run.
        VARIABLES | MODEL => Meta { device, mode, apply: Some(asked(order)), ..meta },
        _ => meta,
    };
    File { path: path(uai, name), content: text.into_bytes(), meta }
}

fn file_name(name: &str) -> &str {
    name.rsplit('/').next().unwrap_or(name)
}

fn ours(kind: &str, destination: &str, order: u32) -> Apply {
    let (check, command, disturbs) = match kind {
        MODEL => {
            ("python3 -c 'import sys, xml.dom.minidom as x; x.parse(sys.argv[1])'", None, "nothing until the variables name it")
        }
        _ => (
            "python3 -m json.tool",
            Some("reconfigure (once, on a new server: instance)".to_owned()),
            "what passes while rules are loaded again: minutes; of a server in service, variables that the file does not name are lost",
        ),
    };
    Apply { check: Some(format!("{check} {destination}")), command, order, disturbs: disturbs.to_owned() }
}

fn asked(order: u32) -> Apply {
    let disturbs = "change request: nothing from here; those who run the machine take it in (demande-academie.md)";
    Apply { check: None, command: None, order, disturbs: disturbs.to_owned() }
}
