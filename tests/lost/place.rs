//! A small region in a folder of its own, in two versions, and what a tree of either must hold.

use sha2::{Digest, Sha256};
use std::collections::BTreeMap;
use std::fs;
use std::os::unix::fs::{MetadataExt, PermissionsExt};
use std::path::{Path, PathBuf};
use std::process::{Command, Output, Stdio};
use std::sync::OnceLock;
use std::sync::atomic::{AtomicUsize, Ordering};

/// The three schools of the region: one that no version changes, one that is edited, one that only [`Version::Old`] has.
pub const STEADY: &str = "0189901P";
pub const EDITED: &str = "0189903S";
pub const GONE: &str = "0189902R";

/// Where the manifests of the schools lie.
pub const STEADY_FILE: &str = "18/0189901P-berry.kdl";
pub const EDITED_FILE: &str = "18/0189903S-fontaines.kdl";
pub const GONE_FILE: &str = "18/0189902R-sancerrois.kdl";

/// The files of the region that every version shares.
const SHARED: [&str; 4] = ["region.kdl", "catalogue", "keys", "profiles"];

/// One switch more in the edited school.
const SWITCH: &str = "switch sw153 model=hpe-5140-24g-poe+-4sfp+ rack=SR11.1 address=153 {
    uplink 25 26 to=sw151:27,28 medium=om3
    access \"1-4\" vlan=pedagogie room=A101
}
";

/// What the region's manifests say.
#[derive(Copy, Clone, PartialEq, Eq, Debug)]
pub enum Version {
    /// Three schools.
    Old,
    /// Two schools; one has another name, another domain and a switch more.
    New,
}

impl Version {
    pub fn other(self) -> Version {
        match self {
            Version::Old => Version::New,
            Version::New => Version::Old,
        }
    }
}

/// Path relative to the tree -> content; folders are not in it.
pub type Tree = BTreeMap<String, Vec<u8>>;

/// A folder with the region `schools` in it, an `out` for trees, and a few things that are none of a build's business.
pub struct Place(PathBuf);

impl Place {
    /// A region as [`Version::Old`] says.
    pub fn new(name: &str) -> Place {
        static COUNT: AtomicUsize = AtomicUsize::new(0);
        let (process, count) = (std::process::id(), COUNT.fetch_add(1, Ordering::SeqCst));
        let path = std::env::temp_dir().join(format!("preau-lost-{name}-{process}-{count}"));
        let _ = fs::remove_dir_all(&path);
        for folder in ["out/beside", "home", "scratch", "schools"] {
            fs::create_dir_all(path.join(folder)).unwrap();
        }
        fs::write(path.join("out/beside/thesis.txt"), "years").unwrap();
        fs::write(path.join("home/.profile"), "mine").unwrap();
        let place = Place(path);
        for shared in SHARED {
            copy(&given(shared), &place.school(shared));
        }
        place.turn(Version::Old);
        place
    }

    pub fn path(&self) -> &Path {
        &self.0
    }
    pub fn root(&self) -> PathBuf {
        self.0.join("out/build")
    }
    pub fn staging(&self) -> PathBuf {
        self.0.join("out/.build.next")
    }
    pub fn lock(&self) -> PathBuf {
        self.0.join("out/.build.lock")
    }
    /// What is kept of the last build.
    pub fn last(&self) -> PathBuf {
        self.0.join("out/.build.last")
    }
    /// A file of the region.
    pub fn school(&self, file: &str) -> PathBuf {
        self.0.join("schools").join(file)
    }

    /// Writes the schools' manifests of a version.
    pub fn turn(&self, version: Version) {
        fs::create_dir_all(self.school("18")).unwrap();
        for file in [STEADY_FILE, EDITED_FILE, GONE_FILE] {
            fs::copy(given(file), self.school(file)).unwrap();
        }
        if version == Version::New {
            self.edit(EDITED_FILE, &[("name=\"Collège des Fontaines\"", "name=\"Collège des Sources\"")]);
            self.edit(EDITED_FILE, &[("slug=fontaines", "slug=sources")]);
            let text = fs::read_to_string(self.school(EDITED_FILE)).unwrap();
            fs::write(self.school(EDITED_FILE), text + SWITCH).unwrap();
            fs::remove_file(self.school(GONE_FILE)).unwrap();
        }
    }

    /// Replaces texts in a manifest; each must be there.
    pub fn edit(&self, file: &str, changes: &[(&str, &str)]) {
        let mut text = fs::read_to_string(self.school(file)).unwrap();
        for (from, to) in changes {
            assert!(text.contains(from), "{file} has no {from}");
            text = text.replace(from, to);
        }
        fs::write(self.school(file), text).unwrap();
    }

    /// The program, in a world that consists of this folder.
    pub fn command(&self, args: &[&str]) -> Command {
        let mut command = Command::new(env!("CARGO_BIN_EXE_preau"));
        command.args(args).current_dir(&self.0).stdin(Stdio::null());
        command.env("HOME", self.0.join("home")).env("TMPDIR", self.0.join("scratch"));
        command
    }

    /// `preau build` with some words more.
    pub fn build_with(&self, args: &[&str]) -> Output {
        let all: Vec<&str> = ["build", "-o", "out/build"].iter().chain(args).copied().collect();
        self.command(&all).output().unwrap()
    }

    /// A build that must go well.
    pub fn build(&self) -> Output {
        let output = self.build_with(&[]);
        assert_eq!(output.status.code(), Some(0), "{}", err(&output));
        output
    }

    /// The least that takes up what a killed build left: it writes one file, the same in both versions, and no list.
    pub fn recover(&self) {
        let output = self.build_with(&["--school", STEADY, "--target", "actions"]);
        assert_eq!(output.status.code(), Some(0), "{}", err(&output));
    }

    /// The tree as it is found.
    pub fn tree(&self) -> Tree {
        tree(&self.root())
    }

    /// Everything in the folder but the tree and its neighbours: path, kind, owner, rights and content.
    pub fn around(&self) -> BTreeMap<String, String> {
        let mut out = BTreeMap::new();
        self.around_below(&self.0, "", &mut out);
        out
    }

    fn around_below(&self, folder: &Path, prefix: &str, out: &mut BTreeMap<String, String>) {
        for entry in fs::read_dir(folder).unwrap().map(Result::unwrap) {
            let here = entry.path();
            if [self.root(), self.staging(), self.lock(), self.last()].contains(&here) {
                continue;
            }
            let name = format!("{prefix}{}", entry.file_name().to_string_lossy());
            let meta = fs::symlink_metadata(&here).unwrap();
            let content = match meta.file_type() {
                kind if kind.is_symlink() => format!("-> {}", fs::read_link(&here).unwrap().display()),
                kind if kind.is_file() => digest(&fs::read(&here).unwrap()),
                _ => String::new(),
            };
            let told = format!("{:o} {}:{} {content}", meta.permissions().mode(), meta.uid(), meta.gid());
            out.insert(name.clone(), told);
            if meta.is_dir() {
                self.around_below(&here, &format!("{name}/"), out);
            }
        }
    }

    /// Asserts that beside the tree lies nothing of a build.
    pub fn is_tidy(&self) {
        let entries = fs::read_dir(self.0.join("out")).unwrap();
        let mut names: Vec<_> = entries.map(|entry| entry.unwrap().file_name().into_string().unwrap()).collect();
        names.retain(|name| !["build", ".build.last"].contains(&name.as_str()));
        assert_eq!(names, ["beside"]);
    }
}

impl Drop for Place {
    fn drop(&mut self) {
        let _ = fs::remove_dir_all(&self.0);
    }
}

/// Both trees, as builds that nothing disturbs make them.
pub fn models() -> (Tree, Tree) {
    static MODELS: OnceLock<(Tree, Tree)> = OnceLock::new();
    MODELS.get_or_init(made).clone()
}

fn made() -> (Tree, Tree) {
    let place = Place::new("models");
    place.build();
    let old = place.tree();
    place.turn(Version::New);
    place.build();
    let new = place.tree();
    let (kept, stale) = (old.iter().filter(|(path, text)| new.get(*path) == Some(text)).count(), GONE.to_owned() + "/");
    assert!(kept > 20 && new.len() - kept > 40, "an edit changes much and leaves much: {kept} of {}", new.len());
    assert!(old.keys().any(|path| path.starts_with(&stale)) && !new.keys().any(|path| path.starts_with(&stale)));
    (old, new)
}

/// A tree: every file of it; of a link the text is where it leads.
pub fn tree(root: &Path) -> Tree {
    fn walk(folder: &Path, prefix: &str, out: &mut Tree) {
        for entry in fs::read_dir(folder).unwrap().map(Result::unwrap) {
            let name = format!("{prefix}{}", entry.file_name().to_string_lossy());
            let kind = entry.file_type().unwrap();
            if kind.is_dir() {
                walk(&entry.path(), &format!("{name}/"), out);
            } else if kind.is_symlink() {
                out.insert(name, format!("-> {}", fs::read_link(entry.path()).unwrap().display()).into_bytes());
            } else {
                out.insert(name, fs::read(entry.path()).unwrap());
            }
        }
    }
    let mut out = Tree::new();
    walk(root, "", &mut out);
    out
}

/// Asserts that a tree is what its manifest says: these files, of these sizes and digests, and no other.
pub fn agrees_with_its_manifest(tree: &Tree) {
    let manifest: serde_json::Value = serde_json::from_slice(&tree["manifest.json"]).unwrap();
    let entries = manifest["files"].as_array().unwrap();
    for entry in entries {
        let path = entry["path"].as_str().unwrap();
        let content = tree.get(path).unwrap_or_else(|| panic!("{path} is in the manifest only"));
        assert_eq!(entry["sha256"], digest(content).as_str(), "{path}");
        assert_eq!(entry["size"], content.len(), "{path}");
    }
    assert_eq!(entries.len() + 1, tree.len(), "a file that the manifest does not name");
}

/// Paths at which two trees differ.
pub fn differing(a: &Tree, b: &Tree) -> Vec<String> {
    let all: std::collections::BTreeSet<&String> = a.keys().chain(b.keys()).collect();
    all.into_iter().filter(|path| a.get(*path) != b.get(*path)).cloned().collect()
}

/// Copies a file or a folder.
pub fn copy(from: &Path, to: &Path) {
    if from.is_file() {
        fs::copy(from, to).unwrap();
        return;
    }
    fs::create_dir_all(to).unwrap();
    for entry in fs::read_dir(from).unwrap().map(Result::unwrap) {
        copy(&entry.path(), &to.join(entry.file_name()));
    }
}

pub fn err(output: &Output) -> String {
    String::from_utf8(output.stderr.clone()).unwrap()
}

/// The last line that a build told about itself.
pub fn last(output: &Output) -> String {
    err(output).lines().last().unwrap_or_default().to_owned()
}

fn digest(bytes: &[u8]) -> String {
    Sha256::digest(bytes).iter().map(|byte| format!("{byte:02x}")).collect()
}

/// A file of the sample region.
fn given(file: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("schools").join(file)
}
