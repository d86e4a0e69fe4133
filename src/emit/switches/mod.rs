//! Switch configurations: one file a switch, in the language of its model.
//!
//! A switch whose language has no folder in `os` gets no file; the derivation reports it as `no-emitter`.

mod raw;

pub use raw::RULES;

use super::{Apply, Emitted, File, Job, Meta, Refused, Story, Target};
use crate::base::Sink;
use crate::os;
use crate::render::{Refusal, Unwritten};
use crate::state::Switch;
use std::borrow::Cow;

/// The target.
pub static TARGET: Target = Target {
    name: "switches",
    doc: "whole switch configurations, HPE Comware 7 and Cisco IOS",
    folders: &["switches"],
    check,
    refuses: true,
    write,
    explain,
};

fn check(job: &Job, out: &mut Sink) {
    for switch in &job.state.switches {
        if let Some(os) = os::find(&switch.os) {
            raw::check(job.state, switch, os, out);
        }
    }
}

fn write(job: &Job) -> Emitted {
    let mut emitted = Emitted::default();
    for switch in &job.state.switches {
        let Some(os) = os::find(&switch.os) else { continue };
        let refuse = |refusal: Refusal| Refused { refusal, device: switch.name.value().clone(), language: os.name };
        let (switch, refusal) = without_foreign_key(switch, os);
        emitted.refused.extend(refusal.map(refuse));
        match (os.write)(&switch, job.templates) {
            Ok(text) => emitted.files.push(file(job.uai, &switch, os, text)),
            Err(Unwritten::Refused(refusals)) => emitted.refused.extend(refusals.into_iter().map(refuse)),
            Err(Unwritten::Template(fault)) => emitted.faults.push(fault),
        }
    }
    emitted
}

fn explain(job: &Job, path: &str) -> Option<Story> {
    let switch = job.state.switches.iter().find(|s| self::path(job.uai, s) == path)?;
    let os = os::find(&switch.os)?;
    let (switch, _) = without_foreign_key(switch, os);
    let explained = (os.explain)(&switch, job.templates).ok()?;
    Some(Story::new(explained, Some(switch.name.origin())))
}

fn path(uai: &str, switch: &Switch) -> String {
    format!("{uai}/switches/{}.cfg", switch.name)
}

/// The switch without an administrator's key that its language cannot take: its password is left.
fn without_foreign_key<'a>(switch: &'a Switch, os: &os::Os) -> (Cow<'a, Switch>, Option<Refusal>) {
    let key = switch.services.ssh.as_ref().and_then(|s| s.key.as_ref());
    let Some((key, Err(why))) = key.map(|k| (k, (os.takes_key)(k))) else { return (Cow::Borrowed(switch), None) };
    let kind = key.split_ascii_whitespace().next().unwrap_or_default().to_owned();
    let refusal = Refusal { rule: super::SSH_KEY_UNSUPPORTED.name, origin: key.origin(), text: kind, why: why.into() };
    let mut switch = switch.clone();
    switch.services.ssh.iter_mut().for_each(|s| s.key = None);
    (Cow::Owned(switch), Some(refusal))
}

fn file(uai: &str, switch: &Switch, os: &os::Os, text: String) -> File {
    File {
        path: path(uai, switch),
        content: text.into_bytes(),
        meta: Meta {
            device: Some(switch.sysname.value().clone()),
            kind: os.file_kind,
            destination: Some(os.destination.into()),
            owner: "root",
            group: "root",
            mode: 0o600,
            secret: false,
            apply: Some(Apply {
                check: None,
                command: Some(os.apply.into()),
                // The core last: whoever applies from outside keeps the path to what is not done yet.
                order: if *switch.stp.priority < 32_768 { 200 } else { 100 },
                disturbs: "everything behind the switch, for the minutes of a reboot".into(),
            }),
        },
    }
}
