//! The region on disk, as texts: which files there are, what each is for, and what stands in it.
//!
//! It knows nothing of KDL, schools or networks, and it is the only reader of a region's files. [`read()`] is the entry point.

mod findings;
mod read;

pub use findings::RULES;
pub use read::read;

use crate::base::{FileId, Finding, limits};

/// What a file of the region is for; its place in the folder says so.
#[derive(Copy, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub enum Role {
    /// `region.kdl`.
    Region,
    /// `profiles/**/*.kdl`: a standard architecture.
    Profile,
    /// `catalogue/**/*.kdl`: models that the built-in catalogue lacks.
    Catalogue,
    /// `cmdb.kdl`: what the region's CMDB wants otherwise than the built-in profile has it.
    Cmdb,
    /// Any other `*.kdl`: one school.
    School,
    /// `*.csv`: stations, serials, MACs, when a school names it.
    Inventory,
    /// Whatever lies under `templates/`: replaces the built-in template of that name.
    Template,
    /// Whatever lies under `keys/`: public keys.
    Key,
    /// No stage wants it; its text is not read.
    Other,
    /// A finding says why it could not be taken; no stage may read it.
    Refused,
}

impl Role {
    /// The role of a path relative to the region's folder.
    pub fn of(path: &str) -> Role {
        let (folder, name) = path.split_once('/').unwrap_or(("", path));
        match folder {
            "templates" => Role::Template,
            "keys" => Role::Key,
            _ if path.ends_with(".csv") => Role::Inventory,
            _ if !path.ends_with(".kdl") => Role::Other,
            "profiles" => Role::Profile,
            "catalogue" => Role::Catalogue,
            "" if name == "region.kdl" => Role::Region,
            "" if name == "cmdb.kdl" => Role::Cmdb,
            _ => Role::School,
        }
    }

    /// The largest text of this role, in bytes.
    fn limit(self) -> usize {
        match self {
            Role::Inventory => limits::CSV_BYTES,
            _ => limits::FILE_BYTES,
        }
    }
}

/// One file of the region.
#[derive(Clone, Debug)]
pub struct SourceFile {
    /// Its number, in the order of paths.
    pub id: FileId,
    /// Relative to the region's folder, with `/` between components.
    pub path: String,
    /// What it is for.
    pub role: Role,
    /// What stands in it. Of a file that is not UTF-8, a readable form whose offsets hold up to the first false byte;
    /// empty when it was not read.
    pub text: String,
}

/// Why a name in one file leads to no text of another.
#[derive(Copy, Clone, PartialEq, Eq, Debug)]
pub enum Lost {
    /// It leaves the folder of the file that names it: it is absolute, or has `..` in it.
    Outside,
    /// There is no such file; hidden files and `README.md` are none.
    Absent,
    /// A finding says already why the file could not be taken.
    Refused,
    /// No stage wants a file of this ending, so that its text was not read.
    Unread,
}

/// The files of a region, sorted by path; a [`FileId`] is the index.
#[derive(Clone, Debug, Default)]
pub struct Source {
    /// Every file but hidden ones and each `README.md`.
    pub files: Vec<SourceFile>,
    /// What could not be taken, and why.
    pub findings: Vec<Finding>,
}

impl Source {
    /// A region made of texts; paths are relative, with `/`.
    pub fn of(files: &[(&str, &str)]) -> Source {
        let texts = files.iter().map(|(path, text)| ((*path).to_owned(), Role::of(path), (*text).to_owned())).collect();
        Source::numbered(texts)
    }

    /// Sorts, then numbers: a number must not depend on the order in which the disk lists a folder.
    fn numbered(mut texts: Vec<(String, Role, String)>) -> Source {
        texts.sort();
        let id = |index: usize| FileId(u32::try_from(index).unwrap_or(u32::MAX));
        let files = texts.into_iter().enumerate();
        let files = files.map(|(index, (path, role, text))| SourceFile { id: id(index), path, role, text }).collect();
        Source { files, findings: Vec::new() }
    }

    /// All that a stage can learn from the region's folder, as bytes in a fixed order: of each file its path, which says what
    /// it is for, and its text. `None` when a file could not be taken, since then they do not tell why.
    pub fn parts(&self) -> Option<impl Iterator<Item = &[u8]>> {
        let parts = self.files.iter().flat_map(|file| [file.path.as_bytes(), file.text.as_bytes()]);
        self.findings.is_empty().then_some(parts)
    }

    /// The file of this number; `None` only for a number of another region.
    pub fn file(&self, id: FileId) -> Option<&SourceFile> {
        self.files.get(id.0 as usize)
    }

    /// The files of one role, in the order of paths.
    pub fn of_role(&self, role: Role) -> impl Iterator<Item = &SourceFile> {
        self.files.iter().filter(move |file| file.role == role)
    }

    /// The file at a path relative to the region's folder.
    pub fn find(&self, path: &str) -> Option<&SourceFile> {
        let index = self.files.binary_search_by(|file| file.path.as_str().cmp(path)).ok()?;
        self.files.get(index)
    }

    /// The file that `from` names, such as a school its inventory: in its own folder or below.
    ///
    /// # Errors
    /// Why there is no text of that name.
    pub fn beside(&self, from: FileId, name: &str) -> Result<&SourceFile, Lost> {
        if name.starts_with('/') || name.split(['/', '\\']).any(|part| part == "..") {
            return Err(Lost::Outside);
        }
        let folder = self.file(from).and_then(|file| file.path.rsplit_once('/')).map_or("", |(folder, _)| folder);
        let path = if folder.is_empty() { name.to_owned() } else { format!("{folder}/{name}") };
        let file = self.find(&path).ok_or(Lost::Absent)?;
        match file.role {
            Role::Refused => Err(Lost::Refused),
            Role::Other => Err(Lost::Unread),
            _ => Ok(file),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_follow_the_paths_and_not_the_order_of_arrival() {
        let source = Source::of(&[("region.kdl", "b"), ("37/x.kdl", "a"), ("profiles/commun.kdl", "c")]);
        let paths: Vec<_> = source.files.iter().map(|f| (f.id.0, f.path.as_str())).collect();
        assert_eq!(paths, [(0, "37/x.kdl"), (1, "profiles/commun.kdl"), (2, "region.kdl")]);
    }

    #[test]
    fn the_place_of_a_file_says_what_it_is_for() {
        let said = |path| Role::of(path);
        assert_eq!(said("region.kdl"), Role::Region);
        assert_eq!(said("37/region.kdl"), Role::School);
        assert_eq!((said("cmdb.kdl"), said("37/cmdb.kdl")), (Role::Cmdb, Role::School));
        assert_eq!(said("0410832G.kdl"), Role::School);
        assert_eq!(said("profiles/old/x.kdl"), Role::Profile);
        assert_eq!(said("catalogue/extra.kdl"), Role::Catalogue);
        assert_eq!(said("37/stations.csv"), Role::Inventory);
        assert_eq!(said("templates/os/port.j2"), Role::Template);
        assert_eq!(said("keys/exploit.pub"), Role::Key);
        assert_eq!(said("37/plan.pdf"), Role::Other);
    }

    #[test]
    fn a_file_names_its_neighbours_and_nothing_above_them() {
        let mut source =
            Source::of(&[("37/a.kdl", ""), ("37/a.csv", "x"), ("37/b.csv", ""), ("37/c.txt", ""), ("region.kdl", "")]);
        let from = source.find("37/a.kdl").map(|f| f.id).unwrap();
        source.files.iter_mut().filter(|f| f.path == "37/b.csv").for_each(|f| f.role = Role::Refused);
        let text = |name| source.beside(from, name).map(|f| f.text.as_str());
        assert_eq!(text("a.csv"), Ok("x"));
        for name in ["../region.kdl", "x/../a.csv", "..", "/etc/passwd", "..\\region.kdl"] {
            assert_eq!(text(name), Err(Lost::Outside), "{name}");
        }
        assert_eq!((text("./a.csv"), text(""), text("d.csv")), (Err(Lost::Absent), Err(Lost::Absent), Err(Lost::Absent)));
        assert_eq!((text("b.csv"), text("c.txt")), (Err(Lost::Refused), Err(Lost::Unread)));
    }
}
