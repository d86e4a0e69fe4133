//! A school's files as one archive, for whoever applies them where the tree is not: the same files give the same bytes.
//!
//! It knows no school and no file: what stands in one folder of the tree becomes one archive, with checksums and its rows of
//! the manifest. Entry point: [`bundles`].

use super::manifest::{self, Row};
use crate::emit::{File, Meta};
use flate2::{Compression, GzBuilder};
use std::collections::BTreeMap;
use std::io::{self, Write};
use tar::{Builder, EntryType, Header};

/// The folder of archives in the tree.
const FOLDER: &str = "bundles";
/// The kind of an archive.
pub(super) const KIND: &str = "bundle";
/// The checksums in an archive, as `sha256sum --check` reads them.
const SUMS: &str = "SHA256SUMS";
/// When everything in an archive was changed last, in seconds: some tar warns of 0.
const NO_TIME: u64 = 946_684_800;

/// The path of a school's archive in the tree.
pub fn path(folder: &str) -> String {
    format!("{FOLDER}/{folder}.tar.gz")
}

/// An archive for each folder of the tree that some files stand in; no two calls may be given files of one folder.
///
/// # Errors
/// When a path is too long for an archive.
pub fn bundles<'a>(files: impl IntoIterator<Item = &'a File>) -> io::Result<Vec<File>> {
    let mut folders: BTreeMap<&str, Vec<&File>> = BTreeMap::new();
    for file in files {
        if let Some((folder, _)) = file.path.split_once('/') {
            folders.entry(folder).or_default().push(file);
        }
    }
    folders.into_iter().map(|(folder, files)| bundle(folder, files)).collect()
}

fn bundle(folder: &str, mut files: Vec<&File>) -> io::Result<File> {
    files.sort_by(|a, b| a.path.cmp(&b.path));
    let mut rows: Vec<Row> = files.iter().map(|file| Row::of(file)).collect::<io::Result<_>>()?;
    let manifest = manifest::text(&mut rows);
    let mut sums = String::new();
    let summed = files.iter().map(|f| (f.path.as_str(), f.content.as_slice()));
    for (path, content) in std::iter::once((manifest::NAME, manifest.as_slice())).chain(summed) {
        sums.push_str(&format!("{}  {path}\n", manifest::sha256(content)));
    }
    // No name, no time: both are fields of the header.
    let mut archive = Builder::new(GzBuilder::new().write(Vec::new(), Compression::default()));
    add(&mut archive, SUMS, sums.as_bytes(), 0o644)?;
    add(&mut archive, manifest::NAME, &manifest, 0o644)?;
    for file in &files {
        // Where it is unpacked it is not yet where it belongs: its mode there is the manifest's business.
        add(&mut archive, &file.path, &file.content, if file.meta.secret { 0o600 } else { 0o644 })?;
    }
    let mut packed = archive.into_inner()?;
    packed.flush()?;
    let secret = files.iter().any(|file| file.meta.secret);
    let meta = Meta { kind: KIND, owner: "root", group: "root", mode: 0o644, secret, ..Meta::default() };
    Ok(File { path: path(folder), content: packed.finish()?, meta })
}

fn add(archive: &mut Builder<impl Write>, path: &str, content: &[u8], mode: u32) -> io::Result<()> {
    let mut header = Header::new_gnu();
    header.set_entry_type(EntryType::Regular);
    header.set_size(content.len() as u64);
    header.set_mode(mode);
    header.set_mtime(NO_TIME);
    header.set_uid(0);
    header.set_gid(0);
    archive.append_data(&mut header, path, content)
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::io::Read;

    fn file(path: &str, text: &str, secret: bool) -> File {
        File { path: path.into(), content: text.into(), meta: Meta { kind: "k", secret, ..Meta::default() } }
    }

    fn unpacked(bundle: &File) -> BTreeMap<String, (String, u32)> {
        let mut archive = tar::Archive::new(flate2::read::GzDecoder::new(bundle.content.as_slice()));
        let entries = archive.entries().unwrap().map(|entry| {
            let mut entry = entry.unwrap();
            let mut text = String::new();
            entry.read_to_string(&mut text).unwrap();
            (entry.path().unwrap().to_string_lossy().into_owned(), (text, entry.header().mode().unwrap()))
        });
        entries.collect()
    }

    #[test]
    fn an_archive_holds_the_files_of_one_folder_their_sums_and_their_rows() {
        let files = [file("B/x", "two", true), file("A/y/z", "one", false), file("A/a", "zero", false)];
        let made = bundles(&files).unwrap();
        assert_eq!(
            made.iter().map(|b| (b.path.as_str(), b.meta.secret)).collect::<Vec<_>>(),
            [("bundles/A.tar.gz", false), ("bundles/B.tar.gz", true)]
        );
        let a = unpacked(&made[0]);
        assert_eq!(a.keys().collect::<Vec<_>>(), ["A/a", "A/y/z", "SHA256SUMS", "manifest.json"]);
        assert_eq!(a["A/y/z"], ("one".to_owned(), 0o644));
        assert!(a["SHA256SUMS"].0.contains(&format!("{}  A/y/z\n", manifest::sha256(b"one"))));
        assert!(a["manifest.json"].0.contains("\"path\":\"A/a\"") && !a["manifest.json"].0.contains("\"B/x\""));
        assert_eq!(unpacked(&made[1])["B/x"].1, 0o600);
    }

    #[test]
    fn the_order_of_the_files_is_not_seen_and_a_long_path_is_kept() {
        let long = format!("A/{}/{}", "f".repeat(90), "g".repeat(120));
        let mut files = vec![file(&long, "x", false), file("A/b", "y", false)];
        let first = bundles(&files).unwrap();
        files.reverse();
        assert_eq!(bundles(&files).unwrap(), first);
        assert!(unpacked(&first[0]).contains_key(&long));
    }
}
