//! What the templates of each device language may name, with texts from the region's own devices. Entry point: [`templates`].

use super::Options;
use super::asked::asked;
use crate::os;
use crate::render::{Family, Field};
use crate::source::{Role, Source};
use crate::state::{Switch, Wlan, intend};
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

/// The templates of every device language, switches' before clusters'; a field that nothing of the region fills has no example.
pub fn templates(source: &Source) -> Vec<Language> {
    let options = Options { today: None, schools: Vec::new(), targets: Vec::new(), progress: &|_, _| {} };
    let found = asked(source, &options, |region, document, rules| {
        let mut resolved = region.resolve(document, rules, &mut Vec::new());
        let (school, shared) = (resolved.school.as_ref()?, region.shared.as_ref()?);
        let topology = Topology::of(school, &shared.catalogue, &mut resolved.origins);
        let switches = intend::switch::switches(school, &topology, &shared.catalogue, &mut resolved.origins);
        Some((switches, intend::wlan::wlans(school, &shared.catalogue, &mut resolved.origins)))
    });
    let (switches, wlans): (Vec<Vec<Switch>>, Vec<Vec<Wlan>>) = found.schools.into_iter().unzip();
    let (switches, wlans): (Vec<Switch>, Vec<Wlan>) =
        (switches.into_iter().flatten().collect(), wlans.into_iter().flatten().collect());
    let own: Vec<&str> = source.of_role(Role::Template).map(|f| f.path.trim_start_matches("templates/")).collect();
    let of_switches = os::ALL.iter().map(|os| {
        let mine: Vec<&Switch> = switches.iter().filter(|s| s.os.as_str() == os.name).collect();
        Language { name: os.name, files: files(os.family, &own), fields: (os.fields)(&mine) }
    });
    let of_clusters = os::CLUSTERS.iter().map(|os| {
        let mine: Vec<&Wlan> = wlans.iter().filter(|w| w.os.as_str() == os.name).collect();
        Language { name: os.name, files: files(os.family, &own), fields: (os.fields)(&mine) }
    });
    of_switches.chain(of_clusters).collect()
}

/// The templates of a language by name, and whether the region has its own in a built-in one's place or beside them.
fn files(family: &Family, own: &[&str]) -> Vec<(String, bool)> {
    let mut files: Vec<(String, bool)> = family.files.iter().map(|(name, _)| ((*name).to_owned(), own.contains(name))).collect();
    let added = own.iter().filter(|n| n.starts_with(family.folder) && !files.iter().any(|(known, _)| known == *n));
    let added: Vec<(String, bool)> = added.map(|n| ((*n).to_owned(), true)).collect();
    files.extend(added);
    files
}
