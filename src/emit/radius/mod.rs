//! RADIUS: who may ask, which stations are known, what groups get; for FreeRADIUS as its files, for ClearPass as lines for its API.
//!
//! The region's service gets the merge of the schools' parts in `region/radius/` or `region/clearpass/`; a guest of a school gets
//! its own in `UAI/hosts/HOST/GUEST/freeradius/`. Secrets stand there by name. Entry points: [`TARGET`], [`Rows`],
//! [`region_files`], [`share`].

mod clearpass;
mod freeradius;
pub mod read;
mod sheet;

use super::{Apply, Emitted, File, Job, Make, Meta, Refused, Story, Target};
use crate::state::nac::{Endpoint, Nac, Software};
use sheet::Sheet;
use std::borrow::Cow;
use std::collections::BTreeMap;

/// The target.
pub static TARGET: Target = Target {
    name: "radius",
    doc: "clients, stations and groups of RADIUS, for FreeRADIUS or ClearPass",
    folders: &["hosts/*/*/freeradius"],
    check: |_, _| {},
    refuses: true,
    write,
    explain,
};

/// The order in which the files of a service are applied, after the machines that they run on.
const ORDER: u32 = 70;

/// A file of a service, whole or a school's part of it.
pub(super) struct Page {
    /// Its name in the service's folder.
    name: &'static str,
    /// What it is, for the deployment and for its checker.
    kind: &'static str,
    /// Where it goes below `/etc/freeradius/3.0`; `None` for what is loaded by a command.
    place: Option<&'static str>,
    sheet: Sheet,
}

/// The files of a school's service, or its part of the region's.
fn pages(uai: &str, nac: &Nac) -> Vec<Page> {
    match *nac.server {
        Software::FreeRadius => freeradius::pages(uai, nac),
        Software::ClearPass => clearpass::pages(uai, nac),
    }
}

/// The service without the stations whose names are taken: they are hundreds, and nothing else of them can be refused.
fn without_taken(nac: &Nac) -> Nac {
    let is_taken = |e: &Endpoint| sheet::taken(&e.name, "").is_ok();
    let endpoints = nac.endpoints.iter().filter(|e| !is_taken(e)).cloned().collect();
    let Nac { server, guest, clients, endpoints: _, roles } = nac;
    Nac { server: *server, guest: guest.clone(), clients: clients.clone(), endpoints, roles: roles.clone() }
}

fn region_folder(software: Software) -> &'static str {
    match software {
        Software::FreeRadius => "region/radius",
        Software::ClearPass => "region/clearpass",
    }
}

/// The folder of the files of a school's own service.
fn folder(uai: &str, nac: &Nac) -> Option<String> {
    nac.guest.as_ref().map(|place| format!("{uai}/hosts/{}/{}/freeradius", place.host, place.guest))
}

fn write(job: &Job) -> Emitted {
    let mut emitted = Emitted::default();
    let Some(nac) = &job.state.nac else { return emitted };
    let nac = &if job.wants_files { Cow::Borrowed(nac) } else { Cow::Owned(without_taken(nac)) };
    let pages = pages(job.uai, nac);
    let device = nac.guest.as_ref().map_or("RADIUS", |place| place.hostname.as_str());
    let language = match *nac.server {
        Software::FreeRadius => "FreeRADIUS",
        Software::ClearPass => "ClearPass",
    };
    let refusals = pages.iter().flat_map(|page| &page.sheet.refusals);
    for refusal in refusals {
        if !emitted.refused.iter().any(|known| known.refusal == *refusal) {
            emitted.refused.push(Refused { refusal: refusal.clone(), device: device.to_owned(), language });
        }
    }
    match folder(job.uai, nac) {
        Some(folder) => {
            let host = nac.guest.as_ref().map(|place| place.hostname.value().clone());
            let files = pages.iter().map(|page| file(&folder, page, page.sheet.text(), host.clone()));
            emitted.files.extend(files);
        }
        None => emitted.rows.radius = Rows::of(*nac.server, pages),
    }
    emitted
}

fn explain(job: &Job, path: &str) -> Option<Story> {
    let nac = job.state.nac.as_ref()?;
    let folder = folder(job.uai, nac)?;
    told(job.uai, nac, path.strip_prefix(&format!("{folder}/"))?)
}

/// Tells where the lines came from that a school has in the region's file at `path`.
pub fn share(uai: &str, nac: Option<&Nac>, path: &str) -> Option<Story> {
    let nac = nac.filter(|nac| nac.guest.is_none())?;
    told(uai, nac, path.strip_prefix(&format!("{}/", region_folder(*nac.server)))?)
}

fn told(uai: &str, nac: &Nac, name: &str) -> Option<Story> {
    let page = pages(uai, nac).into_iter().find(|page| page.name == name)?;
    Some(Story::of(page.sheet.text(), page.sheet.lines(), file!(), Some(nac.server.origin())))
}

/// The schools' parts of the region's files.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct Rows(BTreeMap<(Software, &'static str), Merged>);

#[derive(Clone, PartialEq, Eq, Debug)]
struct Merged {
    kind: &'static str,
    place: Option<&'static str>,
    head: String,
    /// Blocks by key, in the order of arrival: sorting once costs less than keeping sorted what hundreds of schools bring.
    blocks: Vec<(String, String)>,
}

impl Rows {
    fn of(software: Software, pages: Vec<Page>) -> Rows {
        let merged = |page: Page| {
            let Page { name, kind, place, sheet } = page;
            let blocks = sheet.blocks.into_iter().map(|block| (block.key, block.text)).collect();
            ((software, name), Merged { kind, place, head: sheet.head, blocks })
        };
        Rows(pages.into_iter().map(merged).collect())
    }

    /// Adds another school's part.
    pub fn merge(&mut self, other: Rows) {
        for (key, more) in other.0 {
            match self.0.get_mut(&key) {
                Some(known) => known.blocks.extend(more.blocks),
                None => {
                    self.0.insert(key, more);
                }
            }
        }
    }
}

/// The region's files.
pub fn region_files(rows: Rows) -> impl Iterator<Item = Make> + Send {
    let merged = |((software, name), merged): ((Software, &'static str), Merged)| {
        let mut blocks: Vec<(&str, &str)> = merged.blocks.iter().map(|(key, text)| (key.as_str(), text.as_str())).collect();
        blocks.sort_by_key(|(key, _)| *key);
        // Of one key the last to come stands.
        blocks.dedup_by(|later, kept| {
            later.0 == kept.0 && {
                kept.1 = later.1;
                true
            }
        });
        let text: String = std::iter::once(merged.head.as_str()).chain(blocks.into_iter().map(|(_, text)| text)).collect();
        let page = Page { name, kind: merged.kind, place: merged.place, sheet: Sheet::default() };
        file(region_folder(software), &page, text, None)
    };
    rows.0.into_iter().map(move |list| Box::new(move || merged(list)) as Make)
}

fn file(folder: &str, page: &Page, text: String, device: Option<String>) -> File {
    let path = format!("{folder}/{}", page.name);
    let apply = match page.place {
        Some(_) => Apply {
            check: Some("freeradius -XC".to_owned()),
            command: Some(
                "rm -f /etc/freeradius/3.0/sites-enabled/default /etc/freeradius/3.0/sites-enabled/inner-tunnel \
                 && systemctl restart freeradius"
                    .to_owned(),
            ),
            order: ORDER,
            disturbs: "who connects in the seconds of a restart".to_owned(),
        },
        None => Apply {
            check: None,
            command: clearpass::command(page.name, &path),
            order: ORDER,
            disturbs: "nothing: sessions live on until they are asked again".to_owned(),
        },
    };
    let (owner, group, mode) = if page.place.is_some() { ("root", "freerad", 0o640) } else { ("root", "root", 0o600) };
    File {
        path,
        content: text.into_bytes(),
        meta: Meta {
            device,
            kind: page.kind,
            destination: page.place.map(|place| format!("/etc/freeradius/3.0/{place}")),
            owner,
            group,
            mode,
            secret: false,
            apply: Some(apply),
        },
    }
}

#[cfg(test)]
mod tests;
