//! What a build still lacks: the secrets whose placeholders stand in its files.
//!
//! A placeholder is spelt in one place ([`crate::state::Secret`]); here its spellings are counted, in whatever syntax they stand.

use crate::emit::File;
use memchr::memmem;
use std::collections::BTreeSet;

/// The placeholders of secrets in the files that were counted.
#[derive(Clone, Default, Debug)]
pub struct Secrets {
    placeholders: usize,
    files: usize,
    names: BTreeSet<Vec<u8>>,
}

impl Secrets {
    /// Counts the placeholders of some files more.
    pub fn count(&mut self, files: &[File]) {
        for file in files {
            let before = self.placeholders;
            for name in placeholders(&file.content) {
                self.placeholders += 1;
                if !self.names.contains(name) {
                    self.names.insert(name.to_owned());
                }
            }
            self.files += usize::from(self.placeholders > before);
        }
    }

    /// Placeholders.
    pub fn placeholders(&self) -> usize {
        self.placeholders
    }

    /// Secrets: one may stand in many files.
    pub fn secrets(&self) -> usize {
        self.names.len()
    }

    /// Files that hold one.
    pub fn files(&self) -> usize {
        self.files
    }
}

/// The `SCOPE/NAME` of each placeholder of a text.
fn placeholders(text: &[u8]) -> impl Iterator<Item = &[u8]> {
    const MARK: &[u8] = b"@secret:";
    memmem::find_iter(text, MARK).filter_map(move |at| {
        let rest = text.get(at + MARK.len()..)?;
        let name = rest.get(..memchr::memchr3(b'@', b'\n', b' ', rest)?)?;
        (rest.get(name.len()) == Some(&b'@')).then_some(name)
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::emit::Meta;

    #[test]
    fn a_secret_of_two_files_is_one_secret_and_what_is_no_placeholder_is_none() {
        let file = |text: &str| File { path: String::new(), content: text.into(), meta: Meta::default() };
        let texts =
            ["a @secret:region/x@\nb @secret:region/x@@secret:0370037P/y@", "@secret:region/x@", "@secret:open\n@", "@secret:"];
        let files: Vec<_> = texts.map(file).into();
        let mut found = Secrets::default();
        files.chunks(2).for_each(|portion| found.count(portion));
        assert_eq!((found.placeholders(), found.secrets(), found.files()), (4, 2, 2));
    }
}
