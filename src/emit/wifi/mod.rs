//! `UAI/wifi/CLUSTER.cfg`: the configuration of a school's cluster of access points, in the language of its vendor.
//!
//! It knows where the file goes and how it is applied; the language is in `os`. Entry point: [`TARGET`].

use super::{Apply, Emitted, File, Job, Meta, Refused, Story, Target};
use crate::os::{self, ClusterOs};
use crate::render::{Refusal, Unwritten};
use crate::state::Wlan;

/// The target.
pub static TARGET: Target = Target {
    name: "wifi",
    doc: "the configuration of a cluster of access points, Aruba Instant",
    folders: &["wifi"],
    check: |_, _| {},
    refuses: true,
    write,
    explain,
};

fn write(job: &Job) -> Emitted {
    let mut emitted = Emitted::default();
    for wlan in &job.state.wlans {
        let Some(os) = os::cluster(&wlan.os) else { continue };
        let refuse = |refusal: Refusal| Refused { refusal, device: wlan.name.value().clone(), language: os.name };
        match (os.write)(wlan, job.templates) {
            Ok(text) => emitted.files.push(file(job.uai, wlan, os, text)),
            Err(Unwritten::Refused(refusals)) => emitted.refused.extend(refusals.into_iter().map(refuse)),
            Err(Unwritten::Template(fault)) => emitted.refused.push(refuse(Refusal {
                rule: super::NOT_CARRIED.name,
                origin: wlan.name.origin(),
                text: format!("{}:{}", fault.template, fault.line),
                why: fault.why,
            })),
        }
    }
    emitted
}

fn explain(job: &Job, path: &str) -> Option<Story> {
    let wlan = job.state.wlans.iter().find(|w| self::path(job.uai, w) == path)?;
    let explained = (os::cluster(&wlan.os)?.explain)(wlan, job.templates).ok()?;
    Some(Story::new(explained, Some(wlan.name.origin())))
}

fn path(uai: &str, wlan: &Wlan) -> String {
    format!("{uai}/wifi/{}.cfg", wlan.name)
}

fn file(uai: &str, wlan: &Wlan, os: &ClusterOs, text: String) -> File {
    File {
        path: path(uai, wlan),
        content: text.into_bytes(),
        meta: Meta {
            device: Some(wlan.name.value().clone()),
            kind: os.file_kind,
            destination: None,
            owner: "root",
            group: "root",
            mode: 0o600,
            secret: false,
            apply: Some(Apply {
                check: None,
                command: Some(os.apply.into()),
                // After the switches: an access point whose VLANs do not reach it yet sends SSIDs that lead nowhere.
                order: 250,
                disturbs: "every station of the Wi-Fi, for as long as radios change channel".into(),
            }),
        },
    }
}
