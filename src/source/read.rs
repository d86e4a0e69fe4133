//! Walks the region's folder and takes the text of every file that some stage wants.

use super::findings::{FILE_TOO_LARGE, NOT_A_FILE, NOT_UTF8, REGION_MISSING, SYMLINK_REFUSED, TOO_MANY_FILES};
use super::{Role, Source};
use crate::base::finding::Policy;
use crate::base::{Origins, Rule, Sink, Span, limits};
use rayon::prelude::*;
use std::collections::BTreeMap;
use std::fs;
use std::io::{self, Read};
use std::os::unix::fs::MetadataExt;
use std::path::{Path, PathBuf};

/// Why one file was refused, and the byte at which that shows.
struct Refusal {
    rule: &'static Rule,
    message: String,
    label: &'static str,
    help: &'static str,
    at: usize,
}

impl Refusal {
    fn of(rule: &'static Rule, message: String, label: &'static str, help: &'static str) -> Refusal {
        Refusal { rule, message, label, help, at: 0 }
    }
}

/// Reads a region's folder; what a file has wrong is a finding of the [`Source`].
///
/// # Errors
/// When a folder or a file cannot be read at all, or a file changed before the last one was read: the texts would be of two
/// versions. The text of the error names it.
pub fn read(root: &Path) -> io::Result<Source> {
    let mut walk = Walk::default();
    // The root itself may be a link: it is the user's word for the folder, not a part of the region.
    let complete = walk.folders(root)?;
    walk.still()?;
    let mut source = Source::numbered(walk.texts);
    let missing = complete && !source.files.iter().any(|file| file.path == "region.kdl");
    let mut findings = Vec::new();
    let (origins, mut policy) = (<Origins as Default>::default(), Policy::default());
    let mut sink = Sink::new(&origins, &mut policy, None, &mut findings);
    for file in &source.files {
        if let Some(refusal) = walk.refusals.remove(&file.path) {
            let end = file.text.get(refusal.at..).and_then(|rest| rest.chars().next()).map_or(0, char::len_utf8);
            let span = Span::new(file.id, refusal.at, refusal.at + end);
            sink.report(refusal.rule, refusal.message).at(span, refusal.label).help(refusal.help);
        }
    }
    if !complete {
        let help = "name the folder that holds region.kdl";
        sink.report(&TOO_MANY_FILES, format!("the region has more than {} files and folders", limits::FILES)).help(help);
    }
    if missing {
        let help = "name the folder that holds region.kdl, or write one: preau explain region-missing";
        sink.report(&REGION_MISSING, "the region has no file region.kdl").help(help);
    }
    source.findings = findings;
    Ok(source)
}

#[derive(Default)]
struct Walk {
    /// Files that are to be read: where each lies, and its path in the region.
    found: Vec<(PathBuf, String)>,
    texts: Vec<(String, Role, String)>,
    refusals: BTreeMap<String, Refusal>,
    /// Each file that was opened, and how it stood then.
    stamps: Vec<(PathBuf, Stamp)>,
}

/// Which file lies at a path and when it was last written: device, inode, size, seconds, nanoseconds.
type Stamp = (u64, u64, u64, i64, i64);

fn stamp(meta: &fs::Metadata) -> Stamp {
    (meta.dev(), meta.ino(), meta.size(), meta.mtime(), meta.mtime_nsec())
}

impl Walk {
    /// Reads every folder from `root` down; `false` when the limit was met before the end.
    fn folders(&mut self, root: &Path) -> io::Result<bool> {
        // A list and not recursion: a hostile depth must not reach the end of the stack.
        let mut waiting: Vec<(PathBuf, String)> = vec![(root.to_owned(), String::new())];
        let mut seen = 0usize;
        while let Some((folder, prefix)) = waiting.pop() {
            for entry in fs::read_dir(&folder).map_err(|e| named(&folder, &e))? {
                let entry = entry.map_err(|e| named(&folder, &e))?;
                let raw = entry.file_name();
                let name = raw.to_string_lossy();
                if name.starts_with('.') || name == "README.md" {
                    continue;
                }
                seen += 1;
                if seen > limits::FILES {
                    self.texts()?;
                    return Ok(false);
                }
                let path = format!("{prefix}{name}");
                let kind = entry.file_type().map_err(|e| named(&entry.path(), &e))?;
                if raw.to_str().is_none() {
                    let message = format!("the name of {path} is not UTF-8");
                    self.refuse(path, Refusal::of(&NOT_UTF8, message, "this name", "rename the file in UTF-8"), String::new());
                } else if kind.is_symlink() {
                    let message = format!("{path} is a symbolic link");
                    let help = "put the file itself here, or say it once in a profile";
                    self.refuse(path, Refusal::of(&SYMLINK_REFUSED, message, "a link", help), String::new());
                } else if kind.is_dir() {
                    waiting.push((entry.path(), format!("{path}/")));
                } else if kind.is_file() {
                    self.found.push((entry.path(), path));
                } else {
                    let message = format!("{path} is neither a file nor a folder");
                    let help = "remove it from the region";
                    self.refuse(path, Refusal::of(&NOT_A_FILE, message, "a pipe, a socket or a device", help), String::new());
                }
            }
        }
        self.texts()?;
        Ok(true)
    }

    /// Reads the files that were found, side by side; of errors the first in the order of finding is told.
    fn texts(&mut self) -> io::Result<()> {
        let found = std::mem::take(&mut self.found);
        let taken: Vec<io::Result<Taken>> = found.into_par_iter().map(|(on_disk, path)| taken(on_disk, path)).collect();
        for taken in taken {
            let Taken { path, role, text, refusal, stamp } = taken?;
            self.stamps.extend(stamp);
            if let Some(refusal) = refusal {
                self.refuse(path, refusal, text);
            } else {
                self.texts.push((path, role, text));
            }
        }
        Ok(())
    }

    /// Refuses a region in which a file is another one now, or was written since it was opened.
    fn still(&self) -> io::Result<()> {
        let moved = |(path, then): &&(PathBuf, Stamp)| fs::symlink_metadata(path).map_or(true, |meta| stamp(&meta) != *then);
        match self.stamps.iter().find(moved) {
            Some((path, _)) => {
                Err(io::Error::other(format!("{} changed while the region was read: run it again", path.display())))
            }
            None => Ok(()),
        }
    }

    fn refuse(&mut self, path: String, refusal: Refusal, text: String) {
        self.texts.push((path.clone(), Role::Refused, text));
        self.refusals.insert(path, refusal);
    }
}

/// A file, read.
struct Taken {
    path: String,
    role: Role,
    text: String,
    refusal: Option<Refusal>,
    stamp: Option<(PathBuf, Stamp)>,
}

fn taken(on_disk: PathBuf, path: String) -> io::Result<Taken> {
    let role = Role::of(&path);
    if role == Role::Other {
        return Ok(Taken { path, role, text: String::new(), refusal: None, stamp: None });
    }
    let file = fs::File::open(&on_disk).map_err(|e| named(&on_disk, &e))?;
    let stamp = stamp(&file.metadata().map_err(|e| named(&on_disk, &e))?);
    let mut bytes = Vec::new();
    // One byte more than allowed, so that a file which grows while it is read is still found out.
    file.take(role.limit() as u64 + 1).read_to_end(&mut bytes).map_err(|e| named(&on_disk, &e))?;
    let stamp = Some((on_disk, stamp));
    if bytes.len() > role.limit() {
        let message = format!("{path} is larger than {} MiB", role.limit() >> 20);
        let refusal = Refusal::of(&FILE_TOO_LARGE, message, "not read", "split it, or keep it outside the region");
        return Ok(Taken { path, role, text: String::new(), refusal: Some(refusal), stamp });
    }
    match String::from_utf8(bytes) {
        Ok(text) => Ok(Taken { path, role, text, refusal: None, stamp }),
        Err(error) => {
            let at = error.utf8_error().valid_up_to();
            let byte = error.as_bytes().get(at).copied().unwrap_or_default();
            let message = format!("{path} is not UTF-8: byte {at} is 0x{byte:02X}");
            let help = "save the file in UTF-8";
            let text = String::from_utf8_lossy(error.as_bytes()).into_owned();
            Ok(Taken {
                path,
                role,
                text,
                refusal: Some(Refusal { rule: &NOT_UTF8, message, label: "cannot be read", help, at }),
                stamp,
            })
        }
    }
}

fn named(path: &Path, error: &io::Error) -> io::Error {
    io::Error::new(error.kind(), format!("{}: {error}", path.display()))
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::os::unix::fs::symlink;

    /// A folder of its own, taken away at the end.
    struct Folder(PathBuf);
    impl Folder {
        fn new(name: &str, files: &[(&str, &[u8])]) -> Folder {
            let root = std::env::temp_dir().join(format!("preau-source-{name}-{}", std::process::id()));
            let _ = fs::remove_dir_all(&root);
            for (path, bytes) in files {
                let path = root.join(path);
                fs::create_dir_all(path.parent().unwrap()).unwrap();
                fs::write(path, bytes).unwrap();
            }
            Folder(root)
        }
    }
    impl Drop for Folder {
        fn drop(&mut self) {
            let _ = fs::remove_dir_all(&self.0);
        }
    }

    fn rules(source: &Source) -> Vec<&'static str> {
        source.findings.iter().map(|f| f.rule).collect()
    }

    #[test]
    fn a_region_is_read_without_hidden_files_and_readmes() {
        let files: &[(&str, &[u8])] = &[
            ("region.kdl", b"region"),
            ("37/a.kdl", b"s"),
            (".git/x.kdl", b"no"),
            ("37/README.md", b"no"),
            ("37/p.pdf", b"\xff"),
        ];
        let folder = Folder::new("plain", files);
        let source = read(&folder.0).unwrap();
        let paths: Vec<_> = source.files.iter().map(|f| (f.path.as_str(), f.role, f.text.as_str())).collect();
        let wanted = [("37/a.kdl", Role::School, "s"), ("37/p.pdf", Role::Other, ""), ("region.kdl", Role::Region, "region")];
        assert_eq!((paths.as_slice(), rules(&source).as_slice()), (wanted.as_slice(), [].as_slice()));
    }

    #[test]
    fn a_link_to_a_file_or_a_folder_is_refused_and_not_followed() {
        let folder = Folder::new("links", &[("region.kdl", b"x"), ("37/a.kdl", b"s")]);
        symlink("a.kdl", folder.0.join("37/b.kdl")).unwrap();
        symlink("/", folder.0.join("root")).unwrap();
        let source = read(&folder.0).unwrap();
        assert_eq!(rules(&source), ["symlink-refused", "symlink-refused"]);
        assert_eq!(source.findings.first().and_then(|f| f.primary()).map(|s| s.file), source.find("37/b.kdl").map(|f| f.id));
        assert_eq!(source.files.len(), 4);
        assert!(source.of_role(Role::Refused).all(|f| f.text.is_empty()));
    }

    #[test]
    fn a_false_byte_is_found_at_its_place() {
        let folder = Folder::new("latin", &[("region.kdl", b"x"), ("a.kdl", b"note \"Lyc\xc3\xa9e\"\nnote \"Ch\xe2teau\"\n")]);
        let source = read(&folder.0).unwrap();
        let finding = source.findings.first().unwrap();
        assert_eq!((finding.rule, finding.primary().map(|s| s.start)), ("not-utf8", Some(22)));
        assert!(finding.message.contains("byte 22 is 0xE2"), "{}", finding.message);
        assert_eq!(source.find("a.kdl").map(|f| f.role), Some(Role::Refused));
    }

    #[test]
    fn a_file_past_its_limit_is_not_read() {
        let large = vec![b'x'; limits::FILE_BYTES + 1];
        let folder = Folder::new("large", &[("region.kdl", &large), ("a.csv", &large)]);
        let source = read(&folder.0).unwrap();
        // The inventory's limit is higher; and a region.kdl that is too large is not also missing.
        assert_eq!(rules(&source), ["file-too-large"]);
    }

    #[test]
    fn a_pipe_is_refused_and_never_opened() {
        let folder = Folder::new("pipe", &[("region.kdl", b"x")]);
        let _socket = std::os::unix::net::UnixListener::bind(folder.0.join("s.kdl")).unwrap();
        assert_eq!(rules(&read(&folder.0).unwrap()), ["not-a-file"]);
    }

    #[test]
    fn a_file_that_changes_before_the_last_one_is_read_is_an_error_with_its_name() {
        type Change = fn(&Path);
        let changes: [Change; 4] = [
            |path| fs::write(path, "longer than it was").unwrap(),
            |path| fs::File::open(path).unwrap().set_modified(std::time::SystemTime::UNIX_EPOCH).unwrap(),
            |path| fs::remove_file(path).unwrap(),
            |path| {
                fs::write(path.with_extension("new"), "s").unwrap();
                fs::rename(path.with_extension("new"), path).unwrap();
            },
        ];
        for change in changes {
            let folder = Folder::new("moving", &[("region.kdl", b"x"), ("37/a.kdl", b"s")]);
            let mut walk = Walk::default();
            assert!(walk.folders(&folder.0).unwrap() && walk.still().is_ok());
            change(&folder.0.join("37/a.kdl"));
            let error = walk.still().unwrap_err().to_string();
            assert!(error.contains("37/a.kdl changed while the region was read"), "{error}");
        }
    }

    #[test]
    fn a_folder_without_region_kdl_says_so_and_an_absent_one_is_an_error_with_its_name() {
        let folder = Folder::new("empty", &[("37/region.kdl", b"x")]);
        assert_eq!(rules(&read(&folder.0).unwrap()), ["region-missing"]);
        let error = read(&folder.0.join("nowhere")).unwrap_err().to_string();
        assert!(error.contains("nowhere"), "{error}");
    }
}
