//! What the templates of each device language may name, with texts from the region's own switches. Entry point: [`templates`].

use super::Options;
use super::asked::asked;
use crate::os;
use crate::render::Field;
use crate::source::{Role, Source};
use crate::state::{Switch, intend};
use crate::topology::Topology;

/// The templates of a device language.
#[derive(Clone, Debug)]
pub struct Language {
    /// Its name.
    pub name: &'static str,
    /// Its templates by name, and whether the region has its own in the place of the built-in one.
    pub files: Vec<(String, bool)>,
    /// What they may name, from the view's root.
    pub fields: Vec<Field>,
}

/// The templates of every device language; a field that no switch of the region fills has no example.
pub fn templates(source: &Source) -> Vec<Language> {
    let options = Options { today: None, schools: Vec::new(), targets: Vec::new(), progress: &|_, _| {} };
    let switches: Vec<Switch> = asked(source, &options, |region, document, rules| {
        let mut resolved = region.resolve(document, rules, &mut Vec::new());
        let (school, shared) = (resolved.school.as_ref()?, region.shared.as_ref()?);
        let topology = Topology::of(school, &shared.catalogue, &mut resolved.origins);
        Some(intend::switch::switches(school, &topology, &shared.catalogue, &mut resolved.origins))
    })
    .found
    .into_iter()
    .flatten()
    .collect();
    let own: Vec<&str> = source.of_role(Role::Template).map(|f| f.path.trim_start_matches("templates/")).collect();
    os::ALL
        .iter()
        .map(|os| {
            let mut files: Vec<(String, bool)> =
                os.family.files.iter().map(|(name, _)| ((*name).to_owned(), own.contains(name))).collect();
            let added = own.iter().filter(|n| n.starts_with(os.family.folder) && !files.iter().any(|(known, _)| known == *n));
            let added: Vec<(String, bool)> = added.map(|n| ((*n).to_owned(), true)).collect();
            files.extend(added);
            let of_language: Vec<&Switch> = switches.iter().filter(|s| s.os.as_str() == os.name).collect();
            Language { name: os.name, files, fields: (os.fields)(&of_language) }
        })
        .collect()
}
