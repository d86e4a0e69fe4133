//! What a build still lacks: the secrets whose placeholders stand in its files.
//!
//! A placeholder is spelt in one place ([`crate::state::Secret`]); here its spellings are counted, in whatever syntax they stand.

use crate::emit::File;
use memchr::memmem;
use std::collections::BTreeSet;

/// The placeholders of secrets in a set of files.
#[derive(Copy, Clone, PartialEq, Eq, Default, Debug)]
pub struct Secrets {
    /// Placeholders.
    pub placeholders: usize,
    /// Secrets: one may stand in many files.
    pub secrets: usize,
    /// Files that hold one.
    pub files: usize,
}

impl Secrets {
    /// Counts the placeholders of files.
    pub fn of(files: &[File]) -> Secrets {
        let mut out = Secrets::default();
        let mut names = BTreeSet::new();
        for file in files {
            let before = out.placeholders;
            for name in placeholders(&file.content) {
                out.placeholders += 1;
                names.insert(name);
            }
            out.files += usize::from(out.placeholders > before);
        }
        out.secrets = names.len();
        out
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
        assert_eq!(Secrets::of(&files), Secrets { placeholders: 4, secrets: 2, files: 2 });
    }
}
