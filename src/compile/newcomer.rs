//! A school that the region does not have yet: what is free for it, and its first manifest.

use super::load::{Document, Region};
use super::rules;
use crate::net::Uai;
use crate::region::Domain;
use crate::scaffold::{self, Newcomer, Taken};
use crate::source::{Role, Source};
use crate::syntax::Value;
use ipnet::IpNet;

/// Returns the path and the text of a new school's manifest.
///
/// # Errors
/// Why there can be no such school, as a sentence: it is there already, its profile is not, a name is none.
pub fn newcomer(source: &Source, uai: Uai, profile: &str, name: &str, slug: &str) -> Result<(String, String), String> {
    let rules = rules();
    let mut findings = Vec::new();
    let files: Vec<_> = source.of_role(Role::School).collect();
    let (region, schools) = Region::of(source, &files, &rules, &mut findings);
    let Some(shared) = &region.shared else { return Err("the region has no region.kdl: preau new region writes one".into()) };
    if let Some(there) = schools.iter().find(|school| school.uai == Some(uai)) {
        let path = source.file(there.document.file).map_or("", |file| file.path.as_str());
        return Err(format!("{uai} is there already: {path}"));
    }
    if !shared.profiles.contains_key(profile) {
        let known: Vec<&str> = shared.profiles.keys().map(String::as_str).collect();
        return Err(format!("no profile `{profile}` in this region; it has {}", known.join(", ")));
    }
    let taken = Taken { nets: schools.iter().flat_map(nets).collect() };
    let department = uai.department();
    let mut new = Newcomer {
        uai,
        profile: profile.into(),
        name: name.into(),
        slug: slug.into(),
        block: scaffold::free_block(&shared.region, &department, &taken),
        block6: scaffold::free_block6(&shared.region, &department, &taken),
        transit: scaffold::free_transit(&shared.region, &taken),
    };
    let path = new.path();
    if source.find(&path).is_some() {
        return Err(format!("{path} is there already"));
    }
    // Whoever needs no addresses is given none.
    let blockless = Newcomer { block: None, block6: None, ..new.clone() };
    let bare = bare(&region, &blockless, &path)?;
    if bare.vlans.iter().all(|vlan| *vlan.domain == Domain::Transit) {
        new = blockless;
    } else if new.block.is_none() {
        return Err(format!("no block is free in a pool of département {department}: give it one in region.kdl"));
    }
    let bare = self::bare(&region, &new, &path)?;
    Ok((path, scaffold::school(&new, &shared.region, &bare)?))
}

/// What the header alone makes of the school's profile.
fn bare(region: &Region, new: &Newcomer, path: &str) -> Result<crate::region::School, String> {
    let file = Source::of(&[(path, &new.header()?)]);
    let rules = rules();
    let document = file.of_role(Role::School).next().map(super::load::school);
    let resolved = document.map(|document: Document| region.resolve(&document, &rules, &mut Vec::new()));
    resolved
        .and_then(|resolved| resolved.school)
        .ok_or_else(|| format!("profile `{}` cannot be merged: preau check says why", new.profile))
}

/// The block of a school and the subnet of its operator's link.
fn nets(school: &Document) -> Vec<IpNet> {
    let decls = school.document.nodes.iter().filter(|decl| matches!(decl.node.kind, "block" | "wan"));
    let values = decls.flat_map(|decl| decl.args.iter().map(|arg| &arg.value).chain(decl.prop("subnet").map(|prop| &prop.value)));
    values.filter_map(|value| if let Value::Prefix(net) = value { Some(*net) } else { None }).collect()
}
