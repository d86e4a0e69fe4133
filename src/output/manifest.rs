//! `manifest.json`: what each file of the tree is, where it goes and how it is applied (`docs/manifest.schema.json`).
//!
//! It is also the mark by which the tree is known to be ours, and the list of what may be removed from it.

use super::{bundle, path};
use crate::emit::{File, Meta};
use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};
use std::io;

/// The name of the manifest in the tree.
pub const NAME: &str = "manifest.json";
const FORMAT: &str = "preau-manifest/1";

/// The whole manifest; files in the order of their paths.
#[derive(Serialize, Deserialize)]
pub(super) struct Manifest {
    format: String,
    pub files: Vec<Entry>,
}

/// One file.
#[derive(Serialize, Deserialize)]
pub(super) struct Entry {
    pub path: String,
    pub sha256: String,
    pub size: usize,
    device: Option<String>,
    kind: String,
    destination: Option<String>,
    owner: String,
    group: String,
    mode: String,
    pub holds_secret: bool,
    apply: Option<Apply>,
}

#[derive(Serialize, Deserialize)]
struct Apply {
    check: Option<String>,
    command: Option<String>,
    order: u32,
    disturbs: String,
}

impl Entry {
    pub(super) fn of(file: &File) -> Entry {
        let Meta { device, kind, destination, owner, group, mode, secret, apply } = &file.meta;
        let apply = apply.as_ref().map(|a| Apply {
            check: a.check.clone(),
            command: a.command.clone(),
            order: a.order,
            disturbs: a.disturbs.clone(),
        });
        Entry {
            path: file.path.clone(),
            sha256: sha256(&file.content),
            size: file.content.len(),
            device: device.clone(),
            kind: (*kind).to_owned(),
            destination: destination.clone(),
            owner: (*owner).to_owned(),
            group: (*group).to_owned(),
            mode: format!("{mode:04o}"),
            holds_secret: *secret,
            apply,
        }
    }
}

/// A file's row of a manifest, as it is written.
pub(super) struct Row {
    pub path: String,
    line: Vec<u8>,
}

impl Row {
    /// The row of a file.
    pub(super) fn of(file: &File) -> io::Result<Row> {
        Row::spelt(&Entry::of(file))
    }

    /// The row that says this.
    pub(super) fn spelt(entry: &Entry) -> io::Result<Row> {
        Ok(Row { path: entry.path.clone(), line: serde_json::to_vec(entry)? })
    }
}

/// 64 hexadecimal digits.
pub(super) fn sha256(bytes: &[u8]) -> String {
    hex(&Sha256::digest(bytes))
}

/// Two hexadecimal digits a byte.
pub(super) fn hex(bytes: &[u8]) -> String {
    let digit = |half: u8| char::from_digit(half.into(), 16).unwrap_or_default();
    bytes.iter().flat_map(|byte| [digit(byte >> 4), digit(byte & 15)]).collect()
}

/// The manifest as text, one file a line, so that a change of one file is a change of one line. The rows are in order then.
pub(super) fn text(rows: &mut [Row]) -> Vec<u8> {
    rows.sort_by(|a, b| a.path.cmp(&b.path));
    let mut out = format!("{{\"format\":\"{FORMAT}\",\"files\":[").into_bytes();
    out.reserve(rows.iter().map(|row| row.line.len() + 2).sum::<usize>() + 4);
    for (index, row) in rows.iter().enumerate() {
        out.extend_from_slice(if index == 0 { b"\n" } else { b",\n" });
        out.extend_from_slice(&row.line);
    }
    out.extend_from_slice(b"\n]}\n");
    out
}

/// The rows of a manifest that is not written: what a build would say of its files.
#[derive(Default)]
pub struct Listing(Vec<Row>);

impl Listing {
    /// Adds a file's row.
    ///
    /// # Errors
    /// When it cannot be written as JSON.
    pub fn add(&mut self, file: &File) -> io::Result<()> {
        self.0.push(Row::of(file)?);
        Ok(())
    }

    /// The manifest as text, and the path of each row; the first row is its second line.
    ///
    /// # Errors
    /// When it is no text.
    pub fn told(mut self) -> io::Result<(String, Vec<String>)> {
        let text = String::from_utf8(text(&mut self.0)).map_err(io::Error::other)?;
        Ok((text, self.0.into_iter().map(|row| row.path).collect()))
    }
}

/// The manifest behind a text; `None` when it is not one of ours.
///
/// # Errors
/// When it says that it is ours and names a path that no build of ours could have written.
pub(super) fn parse(bytes: &[u8]) -> io::Result<Option<Manifest>> {
    let manifest = serde_json::from_slice::<Manifest>(bytes).ok().filter(|manifest| manifest.format == FORMAT);
    if let Some(manifest) = &manifest {
        manifest.files.iter().try_for_each(|file| path::sound(&file.path))?;
    }
    Ok(manifest)
}

/// Whether a manifest's text lists archives of schools.
pub fn lists_bundles(bytes: &[u8]) -> bool {
    let manifest = parse(bytes).ok().flatten();
    manifest.is_some_and(|manifest| manifest.files.iter().any(|file| file.kind == bundle::KIND))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_schema_names_exactly_the_fields_that_are_written() {
        let meta = Meta {
            device: None,
            kind: "k",
            destination: None,
            owner: "root",
            group: "root",
            mode: 0o640,
            secret: false,
            apply: Some(crate::emit::Apply { check: None, command: None, order: 1, disturbs: String::new() }),
        };
        let row = Row::of(&File { path: "a".into(), content: b"abc".to_vec(), meta }).unwrap();
        let written: serde_json::Value = serde_json::from_slice(&text(&mut [row])).unwrap();
        let schema: serde_json::Value = serde_json::from_str(include_str!("../../docs/manifest.schema.json")).unwrap();
        let keys = |value: &serde_json::Value| value.as_object().unwrap().keys().cloned().collect::<Vec<_>>();
        let required = |value: &serde_json::Value| {
            let mut names: Vec<_> =
                value["required"].as_array().unwrap().iter().map(|v| v.as_str().unwrap().to_owned()).collect();
            names.sort();
            names
        };
        let file = &schema["properties"]["files"]["items"];
        let apply = &file["properties"]["apply"];
        for (value, schema) in [(&written, &schema), (&written["files"][0], file), (&written["files"][0]["apply"], apply)] {
            assert_eq!(keys(value), required(schema));
            assert_eq!(keys(value), keys(&schema["properties"]));
        }
        assert_eq!(written["files"][0]["mode"], "0640");
        // FIPS 180-2, appendix B.1.
        assert_eq!(written["files"][0]["sha256"], "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
    }

    #[test]
    fn a_manifest_that_points_outside_is_refused() {
        let text = |path: &str| {
            let file = File { path: "x".into(), content: Vec::new(), meta: super::super::tests::meta() };
            let entry = Entry { path: path.into(), ..Entry::of(&file) };
            super::text(&mut [Row::spelt(&entry).unwrap()])
        };
        assert!(parse(&text("../../etc/passwd")).is_err());
        assert!(parse(&text("a/b")).unwrap().is_some());
        assert!(parse(b"{\"format\":\"other\",\"files\":[]}").unwrap().is_none());
        assert!(parse(b"").unwrap().is_none());
    }
}
