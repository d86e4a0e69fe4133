//! An EOLE Amon: its variables `UAI/firewall/config.eol`, and the change request where another organisation applies it.
//!
//! Everything is decided in the state and spelt in [`crate::os::amon`]; what no variable says is asked for in words, in
//! [`request`]. Entry point: [`TARGET`].

mod page;
mod request;
#[cfg(test)]
mod tests;

use super::{Apply, Emitted, File, Job, Meta, NOT_CARRIED, Refused, Story, Target};
use crate::base::Origin;
use crate::os::amon;
use crate::os::amon::eol::{self, Told, Uncarried};
use crate::render::{Explained, Refusal};
use crate::state::{Firewall, Served};

/// The target.
pub static TARGET: Target = Target {
    name: "amon",
    doc: "the variables of an EOLE Amon, and the change request for those who run it",
    folders: &["firewall/config.eol", "firewall/demande-academie.md"],
    check: |_, _| {},
    refuses: true,
    write,
    explain,
};

type Written = Result<(String, Vec<Told>), Vec<Uncarried>>;

/// A file: its name, its kind, for which firewalls there is one, how it is made.
type Kind = (&'static str, &'static str, fn(&Firewall) -> bool, fn(&Firewall, &Served) -> Written);

const FILES: [Kind; 2] = [
    ("config.eol", "amon-config", |_| true, eol::write),
    ("demande-academie.md", "change-request", |firewall| !is_ours(firewall), request::write),
];

fn write(job: &Job) -> Emitted {
    let mut emitted = Emitted::default();
    let Some(firewall) = amon(job) else { return emitted };
    for (name, kind, is_there, make) in FILES {
        if !is_there(firewall) {
            continue;
        }
        match make(firewall, &job.state.served) {
            Ok((text, _)) => emitted.files.push(file(job.uai, firewall, name, kind, text)),
            Err(uncarried) => emitted.refused.extend(uncarried.into_iter().map(|u| refused(firewall, u))),
        }
    }
    // Both files hold what is refused: one mistake, one finding.
    emitted.refused.sort_by(|a, b| (a.refusal.origin, &a.refusal.text).cmp(&(b.refusal.origin, &b.refusal.text)));
    emitted.refused.dedup_by(|a, b| (a.refusal.origin, &a.refusal.text) == (b.refusal.origin, &b.refusal.text));
    emitted
}

fn explain(job: &Job, path: &str) -> Option<Story> {
    let firewall = amon(job)?;
    let (.., make) = FILES.into_iter().find(|(name, _, is_there, _)| self::path(job.uai, name) == path && is_there(firewall))?;
    let (text, told) = make(firewall, &job.state.served).ok()?;
    let lines = told.into_iter().map(|(at, origins)| super::line(at.file(), at.line(), origins)).collect();
    Some(Story { explained: Explained { text, lines }, subject: Some(firewall.software.origin()), cells: Vec::new() })
}

/// The school's firewall, when it is an Amon; not one with a card without a name, which is a finding of its own.
fn amon<'a>(job: &Job<'a>) -> Option<&'a Firewall> {
    job.state.firewall.as_ref().filter(|f| *f.software == amon::NAME && f.cards.iter().all(|c| c.system.is_some()))
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
    let refusal = Refusal { rule: NOT_CARRIED.name, origin, text: uncarried.text, why: uncarried.refused.why.to_owned() };
    Refused { refusal, device: firewall.name.value().clone(), language: amon::NAME }
}

/// Where a server keeps its variables.
const DESTINATION: &str = "/etc/eole/config.eol";

fn file(uai: &str, firewall: &Firewall, name: &str, kind: &'static str, text: String) -> File {
    let device = Some(firewall.hostname.value().clone());
    let meta = match (kind, is_ours(firewall)) {
        ("amon-config", true) => Meta {
            device,
            kind,
            destination: Some(DESTINATION.to_owned()),
            owner: "root",
            group: "root",
            mode: 0o600,
            secret: false,
            apply: Some(Apply {
                check: Some(format!("python3 -m json.tool {DESTINATION} /dev/null")),
                command: Some("reconfigure (once, on a new server: instance)".to_owned()),
                order: 320,
                disturbs: "what passes while the rules are loaded again and the proxy starts: minutes".to_owned(),
            }),
        },
        // Nobody pushes to a machine that others run.
        ("amon-config", false) => Meta {
            device,
            kind,
            owner: "root",
            group: "root",
            mode: 0o600,
            apply: Some(Apply {
                check: None,
                command: None,
                order: 320,
                disturbs: "change request: nothing from here; those who run the machine import it (demande-academie.md)"
                    .to_owned(),
            }),
            ..Meta::default()
        },
        _ => Meta { device: None, kind, owner: "root", group: "root", mode: 0o644, ..Meta::default() },
    };
    File { path: path(uai, name), content: text.into_bytes(), meta }
}
