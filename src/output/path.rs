//! Which paths may stand in the tree: relative, plain, and none inside another.

use super::manifest;
use std::io;

/// Refuses a path that could lead out of the tree, or that a file system or a person would read otherwise.
pub(super) fn sound(path: &str) -> io::Result<()> {
    let part = |part: &str| !matches!(part, "" | "." | "..") && part.len() <= 255;
    let plain = |c: char| !c.is_control() && c != '\\';
    let fair = path.len() <= 1024 && path.chars().all(plain) && path.split('/').all(part) && path != manifest::NAME;
    fair.then_some(()).ok_or_else(|| refusal(format!("`{}` is not a path of the output tree", path.escape_debug())))
}

/// Every folder that holds the path, the outermost first: `a`, `a/b` for `a/b/c`.
pub(super) fn folders(path: &str) -> impl Iterator<Item = &str> {
    path.match_indices('/').filter_map(|(at, _)| path.get(..at))
}

/// Refuses two files of one path, and a file that another one needs as its folder.
pub(super) fn disjoint<'a>(paths: impl Iterator<Item = &'a str>) -> io::Result<()> {
    let mut all: Vec<&str> = paths.collect();
    // The files of a school come in order.
    all.sort();
    if let Some(twice) = all.windows(2).find_map(|pair| pair.first().filter(|first| pair.last() == Some(first))) {
        return Err(refusal(format!("two files want the path {twice}")));
    }
    let mut before = "";
    for path in &all {
        // Neighbours have most of their folders together: those were looked at.
        let is_new = |folder: &&str| !before.strip_prefix(*folder).is_some_and(|rest| rest.starts_with('/'));
        if let Some(folder) = folders(path).filter(is_new).find(|folder| all.binary_search(folder).is_ok()) {
            return Err(refusal(format!("{folder} would be a file and a folder")));
        }
        before = path;
    }
    Ok(())
}

pub(super) fn refusal(message: String) -> io::Error {
    io::Error::new(io::ErrorKind::InvalidInput, message)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_path_leads_out_of_the_tree() {
        for path in ["", "/etc/passwd", "../x", "a/../x", "a//b", "a/", "./a", "a\\b", "a\nb", "manifest.json"] {
            assert!(sound(path).is_err(), "{path:?}");
        }
        assert!(sound("0370037P/docs/dossier été.html").is_ok());
        assert!(sound("0370037P/manifest.json").is_ok());
    }

    #[test]
    fn a_file_is_no_folder_of_another() {
        assert!(disjoint(["a", "b/c"].into_iter()).is_ok());
        assert!(disjoint(["a/b", "a"].into_iter()).is_err());
        assert!(disjoint(["a/b/c", "a/b/d", "a/b-", "a/c/d", "a/bb/x"].into_iter()).is_ok());
        assert!(disjoint(["a/b/c", "a/b/d", "a/b-", "a/b", "a/c"].into_iter()).is_err());
        assert!(disjoint(["a/b/c/d", "a/b/c.x", "a/b/c"].into_iter()).is_err());
        assert!(disjoint(["a", "a"].into_iter()).is_err());
    }
}
