//! Secrets in a build's files: the placeholders that stand there are counted, or filled with values from a [`Vault`].
//!
//! A placeholder is spelt in one place ([`crate::state::Secret`]); here its spellings are found, in whatever syntax they stand.
//! A value goes in as it is or not at all: what its file's syntax would misread is refused, by the secret's name. No value is
//! ever printed, kept or compared elsewhere. Opening the sources is the caller's: [`sources`] says which a region has.

use super::load;
use crate::emit::{File, Meta};
use crate::region::SecretSource;
use crate::source::Source;
use memchr::memmem;
use std::collections::{BTreeMap, BTreeSet};
use std::fmt;

/// The placeholders of secrets in the files that were counted.
#[derive(Clone, Default, Debug)]
pub struct Secrets {
    placeholders: usize,
    files: usize,
    names: BTreeSet<Vec<u8>>,
}

impl Secrets {
    /// The placeholders of some files.
    pub fn of(files: &[File]) -> Secrets {
        let mut secrets = Secrets::default();
        secrets.count(files);
        secrets
    }

    /// Counts those of other files.
    pub fn merge(&mut self, other: Secrets) {
        self.placeholders += other.placeholders;
        self.files += other.files;
        self.names.extend(other.names);
    }

    fn count(&mut self, files: &[File]) {
        for file in files {
            let before = self.placeholders;
            for (_, name) in placed(&file.content) {
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

/// What a placeholder begins with.
const MARK: &[u8] = b"@secret:";

/// The placeholders of a text: where each begins, and its `SCOPE/NAME`.
fn placed(text: &[u8]) -> impl Iterator<Item = (usize, &[u8])> {
    memmem::find_iter(text, MARK).filter_map(move |at| {
        let rest = text.get(at + MARK.len()..)?;
        let name = rest.get(..memchr::memchr3(b'@', b'\n', b' ', rest)?)?;
        (rest.get(name.len()) == Some(&b'@')).then_some((at, name))
    })
}

/// The sources of secrets that a region names, in order: the first that has a name wins.
pub fn sources(source: &Source) -> Vec<SecretSource> {
    let (region, _) = load::Region::of(source, &[], &super::rules(), &mut Vec::new());
    region.shared.map_or_else(Vec::new, |shared| shared.region.secrets)
}

/// The values of secrets, as opened sources have them.
#[derive(Default)]
pub struct Vault {
    opened: Vec<Opened>,
}

/// One source of secrets.
enum Opened {
    /// Lines `SCOPE/NAME=VALUE`.
    Listed(BTreeMap<String, String>),
    /// Environment variables, without what their names begin with.
    Variables(BTreeMap<String, String>),
}

/// What keeps a list of secrets from being one: the number of the line, from 1.
#[derive(Copy, Clone, PartialEq, Eq, Debug)]
pub struct BadLine(pub usize);

/// Never a value: not even a test prints one.
impl fmt::Debug for Vault {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Vault of {} sources", self.opened.len())
    }
}

impl Vault {
    /// Adds a list: `SCOPE/NAME=VALUE` a line, empty lines and those that begin with `#` apart; a value ends with its line.
    ///
    /// # Errors
    /// At the first line that is neither, or that names a secret again.
    pub fn list(&mut self, text: &str) -> Result<(), BadLine> {
        let mut values = BTreeMap::new();
        for (at, line) in text.lines().enumerate() {
            if line.trim().is_empty() || line.starts_with('#') {
                continue;
            }
            let (name, value) = line.split_once('=').ok_or(BadLine(at + 1))?;
            let is_name = name.split_once('/').is_some_and(|(scope, name)| !scope.is_empty() && !name.is_empty());
            if !is_name || values.insert(name.trim().to_owned(), value.to_owned()).is_some() {
                return Err(BadLine(at + 1));
            }
        }
        self.opened.push(Opened::Listed(values));
        Ok(())
    }

    /// Adds environment variables by their names, less what these begin with: `REGION_SNMP_AUTH`.
    pub fn variables(&mut self, variables: impl IntoIterator<Item = (String, String)>) {
        self.opened.push(Opened::Variables(variables.into_iter().collect()));
    }

    /// The value behind `SCOPE/NAME`: the scope's own, else the region's; of several sources the first that has it.
    fn value(&self, name: &str) -> Option<&str> {
        let region = name.split_once('/').map(|(_, name)| format!("region/{name}"));
        [Some(name.to_owned()), region].into_iter().flatten().find_map(|name| {
            self.opened.iter().find_map(|opened| match opened {
                Opened::Listed(values) => values.get(&name).map(String::as_str),
                Opened::Variables(values) => values.get(&variable(&name)).map(String::as_str),
            })
        })
    }

    /// Fills the placeholders of a file; one without a fit value stays. A file that took a value is nobody else's any more.
    pub fn fill(&self, file: File, told: &mut Filled) -> File {
        let mut content = Vec::new();
        let mut copied = 0;
        let mut is_filled = false;
        for (at, name) in placed(&file.content) {
            let Ok(name) = std::str::from_utf8(name) else { continue };
            match self.value(name) {
                None => {
                    told.missing.insert(name.to_owned());
                }
                Some(value) => match unfit(&file.meta, value) {
                    Some(why) => {
                        told.unfit.insert((name.to_owned(), file.path.clone()), why);
                    }
                    None => {
                        if let Some(why) = weak(&file, value) {
                            told.weak.insert((name.to_owned(), file.path.clone()), why);
                        }
                        content.extend_from_slice(file.content.get(copied..at).unwrap_or_default());
                        content.extend_from_slice(value.as_bytes());
                        copied = at + MARK.len() + name.len() + 1;
                        is_filled = true;
                        told.values += 1;
                    }
                },
            }
        }
        if !is_filled {
            return file;
        }
        told.files += 1;
        content.extend_from_slice(file.content.get(copied..).unwrap_or_default());
        File { content, meta: Meta { secret: true, mode: file.meta.mode & !0o007, ..file.meta }, ..file }
    }
}

/// What came of filling.
#[derive(Clone, Default, Debug)]
pub struct Filled {
    /// Placeholders that were filled.
    pub values: usize,
    /// Files that hold a value.
    pub files: usize,
    /// `SCOPE/NAME` that no source has.
    pub missing: BTreeSet<String>,
    /// `SCOPE/NAME` and the file that cannot carry its value, with why.
    pub unfit: BTreeMap<(String, String), &'static str>,
    /// `SCOPE/NAME` and the file where its value is easily guessed, with why.
    pub weak: BTreeMap<(String, String), &'static str>,
}

impl Filled {
    /// Counts what came of filling other files.
    pub fn merge(&mut self, other: Filled) {
        let Filled { values, files, missing, unfit, weak } = other;
        self.values += values;
        self.files += files;
        self.missing.extend(missing);
        self.unfit.extend(unfit);
        self.weak.extend(weak);
    }
}

/// The name of the variable that holds a secret: `region/snmp.auth` is `REGION_SNMP_AUTH`.
fn variable(name: &str) -> String {
    name.chars().map(|c| if c.is_ascii_alphanumeric() { c.to_ascii_uppercase() } else { '_' }).collect()
}

/// Why a file cannot carry a value; `None` when it can.
///
/// One alphabet for all syntaxes: what stands in a password that a generator makes, and is nobody's quote, comment, variable
/// or separator. A file that is the value and nothing else takes any line; a hash of pfSense has `$`, which XML carries.
fn unfit(meta: &Meta, value: &str) -> Option<&'static str> {
    let any = meta.kind == "secret";
    let is_fit =
        |c: char| c.is_ascii_alphanumeric() || "-_.+/=~:,^".contains(c) || (c == '$' && meta.kind.starts_with("pfsense"));
    if value.is_empty() {
        return Some("it is empty");
    }
    if value.chars().any(char::is_control) {
        return Some("it holds a control character");
    }
    (!any && !value.chars().all(is_fit)).then_some("it holds a character other than A-Z a-z 0-9 - _ . + / = ~ : , ^")
}

/// The least characters of what keeps the air closed (Wi-Fi reference, W-SEC).
const LEAST: usize = 12;

/// Why a Wi-Fi cluster's value is easily guessed; `None` for a strong one, and in other files.
///
/// Whoever stands in the street records one exchange and tries words at home, millions a second: of a shared password, and of a
/// RADIUS secret from one question. The first words are the school's code and name, which the file's place has.
fn weak(file: &File, value: &str) -> Option<&'static str> {
    if !file.meta.kind.starts_with("wifi-") {
        return None;
    }
    if value.chars().count() < LEAST {
        return Some("it has fewer than 12 characters");
    }
    let known = |part: &str| part.chars().count() > 3 && value.to_lowercase().contains(&part.to_lowercase());
    let mut parts = file.path.split('/').map(|part| part.strip_suffix(".cfg").unwrap_or(part));
    parts.any(known).then_some("it holds the code or the name of the school")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn file(kind: &'static str, text: &str) -> File {
        File { path: "f".into(), content: text.into(), meta: Meta { kind, mode: 0o644, ..Meta::default() } }
    }

    #[test]
    fn a_secret_of_two_files_is_one_secret_and_what_is_no_placeholder_is_none() {
        let texts =
            ["a @secret:region/x@\nb @secret:region/x@@secret:0370037P/y@", "@secret:region/x@", "@secret:open\n@", "@secret:"];
        let files: Vec<_> = texts.map(|text| file("k", text)).into();
        let mut found = Secrets::default();
        files.chunks(2).for_each(|portion| found.count(portion));
        assert_eq!((found.placeholders(), found.secrets(), found.files()), (4, 2, 2));
    }

    #[test]
    fn a_schools_own_value_comes_before_the_regions_and_the_first_source_before_the_second() {
        let mut vault = Vault::default();
        vault.list("# the region's\nregion/x=one\n\nregion/y=two\n0370037P/y=three\n").unwrap();
        vault.variables([("REGION_X".to_owned(), "four".to_owned()), ("REGION_SNMP_AUTH".to_owned(), "five".to_owned())]);
        let found = ["0370037P/x", "0370037P/y", "0410832G/y", "region/snmp.auth", "region/z"].map(|n| vault.value(n));
        assert_eq!(found, [Some("one"), Some("three"), Some("two"), Some("five"), None]);
    }

    #[test]
    fn a_file_that_took_a_value_is_closed_to_others_and_one_that_did_not_is_as_it_was() {
        let mut vault = Vault::default();
        vault.list("region/x=S3cret+/=").unwrap();
        let (mut told, plain) = (Filled::default(), file("switch-ios", "key @secret:region/z@\n"));
        let filled = vault.fill(file("switch-ios", "a @secret:region/x@ b @secret:region/z@ c @secret:region/x@\n"), &mut told);
        assert_eq!(filled.content, b"a S3cret+/= b @secret:region/z@ c S3cret+/=\n");
        assert!(filled.meta.secret && filled.meta.mode == 0o640);
        assert_eq!(vault.fill(plain.clone(), &mut told), plain);
        assert_eq!((told.values, told.files, told.missing.len(), told.unfit.len()), (2, 1, 1, 0));
    }

    #[test]
    fn a_password_that_the_street_would_try_first_is_named_and_never_shown() {
        let why = |value: &str, kind: &'static str| {
            let mut vault = Vault::default();
            vault.list(&format!("region/wifi.x={value}")).unwrap();
            let meta = Meta { kind, ..Meta::default() };
            let file = File { path: "0370037P/wifi/choiseul.cfg".into(), content: b"key @secret:region/wifi.x@".into(), meta };
            let mut told = Filled::default();
            vault.fill(file, &mut told);
            assert!(told.weak.keys().all(|(name, path)| !format!("{name}{path}").contains(value)));
            told.weak.into_values().next()
        };
        let wifi = "wifi-aruba-instant";
        assert_eq!(why("Ab3-Ab3-Ab3", wifi), Some("it has fewer than 12 characters"));
        let named = Some("it holds the code or the name of the school");
        assert_eq!([why("Choiseul-2026", wifi), why("x-0370037p-xyz", wifi), why("Ab3-Ab3-Ab3-", wifi)], [named, named, None]);
        assert_eq!(why("short", "switch-ios"), None);
    }

    #[test]
    fn a_value_that_could_be_read_as_more_than_a_value_is_refused_by_its_secrets_name() {
        for bad in ["", "a b", "a\tb", "a?b", "a\"b", "a'b", "a#b", "a$b", "a%b", "a<b", "é", "a\u{2028}b", "@secret:region/x@"]
        {
            let mut vault = Vault::default();
            vault.list(&format!("region/x={bad}")).unwrap();
            let mut told = Filled::default();
            let kept = vault.fill(file("switch-comware", "key @secret:region/x@\n"), &mut told);
            assert_eq!((kept.content.as_slice(), told.unfit.len()), (b"key @secret:region/x@\n".as_slice(), 1), "{bad:?}");
        }
        let mut vault = Vault::default();
        vault.list("region/x=any thing at all, \"quoted\"").unwrap();
        assert_eq!(
            vault.fill(file("secret", "@secret:region/x@"), &mut Filled::default()).content,
            b"any thing at all, \"quoted\""
        );
    }

    #[test]
    fn a_list_with_a_bad_line_names_the_line_and_nothing_of_it() {
        let bad = |text: &str| Vault::default().list(text).unwrap_err();
        assert_eq!(bad("region/x=1\nregion/x=2"), BadLine(2));
        assert_eq!(bad("\nx=1"), BadLine(2));
        assert_eq!(bad("region/x"), BadLine(1));
        let mut vault = Vault::default();
        vault.list("region/x=hidden").unwrap();
        assert_eq!(format!("{vault:?}"), "Vault of 1 sources");
    }
}
