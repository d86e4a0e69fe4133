//! A pfSense: `UAI/firewall/config.xml` for a new machine, `UAI/firewall/overlay.xml` for one in service.
//!
//! Everything is decided in the state and spelt in [`crate::os::pfsense`]. Entry point: [`TARGET`].

use super::{Apply, Emitted, File, Job, Meta, NOT_CARRIED, Refused, Story, Target};
use crate::base::{Origin, Rule, Sink};
use crate::os::pfsense;
use crate::os::pfsense::xml::{Told, Uncarried};
use crate::render::{Explained, Refusal};
use crate::state::{Firewall, Served};

/// The target.
pub static TARGET: Target = Target {
    name: "pfsense",
    doc: "the configuration of a pfSense, whole and as an overlay for one in service",
    folders: &["firewall/config.xml", "firewall/overlay.xml"],
    check,
    refuses: true,
    write,
    explain,
};

crate::findings! {
    /// Two names of a pfSense become one.
    ///
    /// Aliases and interfaces share one list there, in which capitals are none and every sign is `_`. With one name for two
    /// things the file is refused by the firewall's own page, or a rule means the wrong one.
    pub static NAME_CLASH = "pfsense-name-clash", Error;
}

/// What this target can find.
pub static RULES: &[&Rule] = &[&NAME_CLASH];

fn check(job: &Job, out: &mut Sink) {
    let Some(firewall) = ours(job) else { return };
    for (name, other) in pfsense::clashes(firewall) {
        out.report(&NAME_CLASH, format!("{} and {} are one name to {}", **name, **other, *firewall.name))
            .at(name, "becomes the same word")
            .also(other, "as this one")
            .help("name one of them otherwise: letters and digits that differ")
            .on(name.as_str());
    }
}

type Written = Result<(String, Vec<Told>), Vec<Uncarried>>;

/// One of the two files: its name, its kind, how it is made.
type Kind = (&'static str, &'static str, fn(&Firewall, &Served) -> Written);

const FILES: [Kind; 2] = [("config.xml", "pfsense-config", pfsense::whole), ("overlay.xml", "pfsense-overlay", pfsense::overlay)];

fn write(job: &Job) -> Emitted {
    let mut emitted = Emitted::default();
    // Names that become one are a finding of their own.
    let Some(firewall) = ours(job).filter(|f| pfsense::clashes(f).is_empty()) else { return emitted };
    // The whole holds all that the overlay holds, and refuses it alike.
    let wanted = if job.wants_files { FILES.len() } else { 1 };
    for (name, kind, make) in FILES.into_iter().take(wanted) {
        match make(firewall, &job.state.served) {
            Ok((text, _)) => emitted.files.push(file(job.uai, firewall, name, kind, text)),
            Err(uncarried) => emitted.refused.extend(uncarried.into_iter().map(|u| refused(firewall, u))),
        }
    }
    // Both files hold what is refused: one mistake, one finding.
    emitted.refused.sort_by(|a, b| (a.refusal.origin, &a.refusal.text).cmp(&(b.refusal.origin, &b.refusal.text)));
    emitted.refused.dedup_by(|a, b| a.refusal == b.refusal);
    emitted
}

fn explain(job: &Job, path: &str) -> Option<Story> {
    let firewall = ours(job)?;
    let (.., make) = FILES.into_iter().find(|(name, ..)| self::path(job.uai, name) == path)?;
    let (text, told) = make(firewall, &job.state.served).ok()?;
    let lines = told.into_iter().map(|(at, origins)| super::line(at.file(), at.line(), origins)).collect();
    Some(Story::new(Explained { text, lines }, Some(firewall.software.origin())))
}

/// The school's firewall, when it is a pfSense; not one with a card without a name, which is a finding of its own.
fn ours<'a>(job: &Job<'a>) -> Option<&'a Firewall> {
    job.state.firewall.as_ref().filter(|f| *f.software == pfsense::NAME && f.cards.iter().all(|c| c.system.is_some()))
}

fn path(uai: &str, name: &str) -> String {
    format!("{uai}/firewall/{name}")
}

fn refused(firewall: &Firewall, uncarried: Uncarried) -> Refused {
    let origin: Origin = uncarried.origin.unwrap_or(firewall.name.origin());
    let refusal = Refusal { rule: NOT_CARRIED.name, origin, text: uncarried.text, why: uncarried.refused.why.to_owned() };
    Refused { refusal, device: firewall.name.value().clone(), language: pfsense::NAME }
}

fn file(uai: &str, firewall: &Firewall, name: &str, kind: &'static str, text: String) -> File {
    let is_whole = kind == "pfsense-config";
    let (destination, command, order, disturbs) = match is_whole {
        true => {
            let command = "cp config.xml /cf/conf/config.xml && rm -f /tmp/config.cache && /etc/rc.reboot";
            ("/cf/conf/config.xml", command, 300, "the whole school, for the minutes of a reboot: a new machine only")
        }
        false => {
            let command = "preau merge EXPORT overlay.xml > config.xml, restore it, then /etc/rc.reload_all";
            ("/root/preau-overlay.xml", command, 310, "what passes while the rules are loaded again: seconds")
        }
    };
    File {
        path: path(uai, name),
        content: text.into_bytes(),
        meta: Meta {
            device: Some(firewall.hostname.value().clone()),
            kind,
            destination: Some(destination.to_owned()),
            owner: "root",
            group: "wheel",
            mode: 0o600,
            secret: false,
            apply: Some(Apply {
                check: Some(format!("php -r 'exit(simplexml_load_file($argv[1]) ? 0 : 1);' {destination}")),
                command: Some(command.to_owned()),
                order,
                disturbs: disturbs.to_owned(),
            }),
        },
    }
}
