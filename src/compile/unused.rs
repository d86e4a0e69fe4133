//! Which files of a region nobody reads: a misspelt ending, an inventory that no school names, a template that nothing includes.
//!
//! It knows who named a file, not what stands in it. Entry points: [`Used::of`] for each school, [`Used::report`] last.

use super::load::{Document, inventories_of};
use crate::base::nearest::nearest;
use crate::base::{FileId, Rule, Severity, Sink, Span};
use crate::os;
use crate::region::layers::Shared;
use crate::render::Templates;
use crate::source::{Role, Source, SourceFile};
use crate::syntax::{self, Decl};
use std::collections::BTreeSet;

crate::findings! {
    /// A file of the region is used by nobody.
    ///
    /// Its ending is none that is read, no school names the inventory, no template includes the template, or no `ssh` names
    /// the key. Most often a letter is wrong in its name, and what its author wrote there has no effect: a profile that is
    /// called `cfa.kld` changes no school.
    ///
    /// Hidden files, `*.md`, `*.txt` and `LICENSE` are for people and are left alone. Of inventories nothing is said while a
    /// school beside them cannot be read or names one that is not there, nor of templates while one is faulty.
    pub static FILE_UNUSED = "file-unused", Warning;
}

/// What this file can find.
pub static RULES: &[&Rule] = &[&FILE_UNUSED];

/// The endings of what is read wherever it lies.
const ENDINGS: &[&str] = &["kdl", "csv"];

/// What is said where no better word is known.
const KEPT: &str = "a region holds *.kdl, *.csv, templates/ and keys/: keep other files elsewhere, or notes in a README.md";

/// Files that somebody names, gathered school by school.
#[derive(Default)]
pub struct Used {
    named: BTreeSet<FileId>,
    keys: BTreeSet<String>,
    /// Folders in which a school may have meant a file that it does not name.
    unsure: BTreeSet<String>,
}

impl Used {
    /// What a school's file names.
    pub fn of(source: &Source, school: &Document) -> Used {
        let mut used = Used::default();
        used.school(source, school);
        used
    }

    /// Takes note of what another school names.
    pub fn merge(&mut self, other: Used) {
        self.named.extend(other.named);
        self.keys.extend(other.keys);
        self.unsure.extend(other.unsure);
    }

    fn school(&mut self, source: &Source, school: &Document) {
        let file = school.document.file;
        let mut is_sure = !school.findings.iter().any(|f| f.severity == Severity::Error);
        for name in inventories_of(&school.document) {
            match source.beside(file, name) {
                Ok(found) => drop(self.named.insert(found.id)),
                // What a school names and cannot have is reported at the school.
                Err(_) => {
                    is_sure = false;
                    let beside = source.file(file).map_or("", |f| folder(&f.path));
                    let meant = if beside.is_empty() { name.to_owned() } else { format!("{beside}/{name}") };
                    self.named.extend(source.find(&meant).map(|f| f.id));
                }
            }
        }
        if !is_sure {
            self.unsure.insert(source.file(file).map_or("", |f| folder(&f.path)).to_owned());
        }
        self.keys_of(&school.document);
    }

    fn keys_of(&mut self, document: &syntax::Document) {
        let mut waiting: Vec<&Decl> = document.nodes.iter().collect();
        while let Some(decl) = waiting.pop() {
            if decl.node.kind == "ssh" {
                self.keys.extend(decl.prop("key").and_then(|p| p.value.text()).map(str::to_owned));
            }
            if decl.node.kind == "deviation" {
                waiting.extend(&decl.children);
            }
        }
    }

    /// Reports every file that nobody uses, once all schools were taken note of; `templates` are `None` when one is faulty.
    pub fn report(mut self, source: &Source, shared: Option<&Shared>, templates: Option<&Templates>, sink: &mut Sink) {
        shared.into_iter().flat_map(|s| s.profiles.values().chain([&s.document])).for_each(|d| self.keys_of(d));
        // Sealed files of secrets are opened by `build --secrets`, and read by no stage.
        let sealed = shared.into_iter().flat_map(|s| &s.region.secrets).filter_map(|s| source.find(s.file.as_deref()?));
        self.named.extend(sealed.map(|file| file.id));
        for file in &source.files {
            let said = match file.role {
                Role::Other if !is_for_people(&file.path) && !self.named.contains(&file.id) => {
                    Some(("a file of this ending is not read", ending(file, source)))
                }
                Role::Inventory if self.is_idle(file) => {
                    let name = name(&file.path);
                    Some(("no school names it", format!("write `inventory \"{name}\"` in the school that it belongs to")))
                }
                Role::Template => template(file, templates).map(|help| ("no template includes it", help)),
                Role::Key if !self.keys.contains(&file.path) => {
                    Some(("no `ssh` names it", format!("write `key=\"{}\"` at `ssh`, or delete the file", file.path)))
                }
                _ => None,
            };
            let Some((label, help)) = said else { continue };
            // Without a region.kdl the folder is perhaps no region; only what should have been that file is worth a word.
            if shared.is_none() && help != "did you mean `region.kdl`?" {
                continue;
            }
            let place = Span::new(file.id, 0, 0);
            sink.report(&FILE_UNUSED, format!("nobody uses {}", file.path)).at(place, label).help(help);
        }
    }

    /// Whether no school names an inventory, and none of those that could is in doubt.
    fn is_idle(&self, file: &SourceFile) -> bool {
        let mut above = folder(&file.path);
        loop {
            if self.unsure.contains(above) {
                return false;
            }
            if above.is_empty() {
                return !self.named.contains(&file.id);
            }
            above = folder(above);
        }
    }
}

fn folder(path: &str) -> &str {
    path.rsplit_once('/').map_or("", |(folder, _)| folder)
}

fn name(path: &str) -> &str {
    path.rsplit_once('/').map_or(path, |(_, name)| name)
}

/// Whether a file that no stage reads may lie in a region all the same.
fn is_for_people(path: &str) -> bool {
    let name = name(path);
    name == "LICENSE" || [".md", ".txt"].iter().any(|ending| name.ends_with(ending))
}

/// The name that a file of an ending that is not read was perhaps meant to have.
fn ending(file: &SourceFile, source: &Source) -> String {
    let Some((stem, end)) = file.path.rsplit_once('.').filter(|(_, end)| !end.contains('/')) else { return KEPT.into() };
    let Some(near) = nearest(end, ENDINGS.iter().copied()) else { return KEPT.into() };
    let meant = format!("{stem}.{near}");
    match source.find(&meant) {
        Some(_) => format!("{meant} is there too: delete this copy"),
        None => format!("did you mean `{meant}`?"),
    }
}

/// What to do with a template that nothing includes; `None` for one that is used, or when that cannot be known.
fn template(file: &SourceFile, templates: Option<&Templates>) -> Option<String> {
    let name = file.path.trim_start_matches("templates/");
    let mut built_in = os::ALL.iter().flat_map(|os| os.family.files).map(|(name, _)| *name);
    if templates?.included().contains(name) || built_in.clone().any(|known| known == name) {
        return None;
    }
    let near = nearest(name, built_in.by_ref());
    Some(near.map_or_else(
        || "include it from another template, or delete it".to_owned(),
        |near| format!("did you mean `templates/{near}`?"),
    ))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::base::Finding;
    use crate::compile::{Options, check};

    #[test]
    fn a_sealed_file_of_secrets_is_used_by_the_source_that_names_it() {
        let region = format!("{REGION}\nsecrets {{ source age \"secrets/one.age\" key=env:K; }}\n");
        let files = [("region.kdl", region.as_str()), ("37/a.kdl", SCHOOL), ("secrets/one.age", "x"), ("secrets/two.age", "y")];
        let source = Source::of(&[FILES, files.as_slice()].concat());
        let options = Options { today: None, schools: Vec::new(), targets: Vec::new(), progress: &|_, _| () };
        let found = check(&source, &options).findings;
        let unused: Vec<_> = found.iter().filter(|f| f.rule == "file-unused").map(|f| f.message.as_str()).collect();
        assert_eq!(unused, ["nobody uses secrets/two.age"]);
    }

    const REGION: &str = include_str!("../../tests/fixtures/minimal/region.kdl");
    const SCHOOL: &str = include_str!("../../tests/fixtures/minimal/37/0379903N-minimale.kdl");
    const FILES: &[(&str, &str)] = &[
        ("profiles/minimal.kdl", include_str!("../../tests/fixtures/minimal/profiles/minimal.kdl")),
        ("profiles/bare.kdl", include_str!("../../tests/fixtures/minimal/profiles/bare.kdl")),
        ("catalogue/test.kdl", include_str!("../../tests/fixtures/minimal/catalogue/test.kdl")),
    ];

    /// What is found in the minimal region with these texts beside it: errors and warnings.
    fn found(region: &str, school: &str, more: &[(&str, &str)]) -> Vec<Finding> {
        let mut files = FILES.to_vec();
        files.push(("37/0379903N-minimale.kdl", school));
        files.extend((!region.is_empty()).then_some(("region.kdl", region)));
        files.extend(more);
        let options = Options { today: None, schools: Vec::new(), targets: Vec::new(), progress: &|_, _| () };
        let findings = check(&Source::of(&files), &options).findings;
        findings.into_iter().filter(|f| f.severity > Severity::Info).collect()
    }

    /// Rule and help of what is found with one file more.
    fn with(path: &str, text: &str) -> Vec<(&'static str, String)> {
        found(REGION, SCHOOL, &[(path, text)]).into_iter().map(|f| (f.rule, f.help.unwrap_or_default())).collect()
    }

    fn unused(help: &str) -> Vec<(&'static str, String)> {
        vec![("file-unused", help.to_owned())]
    }

    #[test]
    fn a_misspelt_ending_is_found_with_the_name_that_was_meant() {
        assert_eq!(with("profiles/cfa.kld", "profile cfa"), unused("did you mean `profiles/cfa.kdl`?"));
        assert_eq!(with("37/x.KDL", ""), unused("did you mean `37/x.kdl`?"));
        assert_eq!(with("37/stations.cvs", ""), unused("did you mean `37/stations.csv`?"));
        assert_eq!(with("region.kdl~", ""), unused("region.kdl is there too: delete this copy"));
        for path in ["37/plan.pdf", "Makefile", "37.d/x"] {
            assert_eq!(with(path, ""), unused(KEPT), "{path}");
        }
    }

    #[test]
    fn what_is_for_people_is_left_alone() {
        for path in ["37/notes.md", "LICENSE", "37/lisez-moi.txt"] {
            assert_eq!(with(path, "x"), [], "{path}");
        }
    }

    #[test]
    fn an_inventory_is_used_when_a_school_names_it_in_its_own_block_or_a_deviations() {
        let csv = ("37/postes.csv", "name,kind,room\n");
        let idle = "write `inventory \"postes.csv\"` in the school that it belongs to";
        assert_eq!(with(csv.0, csv.1), unused(idle));
        let plain = format!("{SCHOOL}\ninventory \"postes.csv\"\n");
        let deviation = format!("{SCHOOL}\ndeviation \"x\" owner=exploitation until=none {{ inventory \"postes.csv\"; }}\n");
        for school in [plain, deviation] {
            let rules: Vec<&str> = found(REGION, &school, &[csv]).iter().map(|f| f.rule).collect();
            assert_eq!(rules, [""; 0]);
        }
    }

    #[test]
    fn a_misspelt_inventory_or_an_unreadable_school_is_one_mistake_and_not_two() {
        let csv = ("37/postes.csv", "name,kind,room\n");
        let spelt = format!("{SCHOOL}\ninventory \"postes.cvs\"\n");
        let rules: Vec<&str> = found(REGION, &spelt, &[("37/postes.cvs", csv.1)]).iter().map(|f| f.rule).collect();
        assert_eq!(rules, ["file-unknown"]);
        for (more, rule) in [("inventory \"poste.csv\"", "file-unknown"), ("inventroy \"postes.csv\"", "unknown-node")] {
            let rules: Vec<&str> = found(REGION, &format!("{SCHOOL}\n{more}\n"), &[csv]).iter().map(|f| f.rule).collect();
            assert_eq!(rules, [rule], "{more}");
        }
    }

    #[test]
    fn a_template_is_used_when_it_replaces_a_built_in_one_or_another_includes_it() {
        let near = "did you mean `templates/os/comware/interface.j2`?";
        assert_eq!(with("templates/os/comware/interfaces.j2", "x\n"), unused(near));
        assert_eq!(with("templates/os/comware/x.kdl", "x\n"), unused("include it from another template, or delete it"));
        let built_in = include_str!("../../templates/os/comware/switch.j2");
        let switch = format!("{built_in}{{% include \"os/comware/banner.j2\" %}}\n");
        let pair = [("templates/os/comware/switch.j2", switch.as_str()), ("templates/os/comware/banner.j2", "# x\n")];
        assert!(found(REGION, SCHOOL, &pair).is_empty());
        // A faulty template may have been the one that includes the others.
        let faulty = [("templates/os/comware/switch.j2", "{{ a|b }}\n"), ("templates/os/comware/banner.j2", "# x\n")];
        let rules: Vec<&str> = found(REGION, SCHOOL, &faulty).iter().map(|f| f.rule).collect();
        assert_eq!(rules, ["template-fault"]);
    }

    #[test]
    fn a_key_is_used_when_an_ssh_names_it() {
        let idle = "write `key=\"keys/old.pub\"` at `ssh`, or delete the file";
        assert_eq!(with("keys/old.pub", "ssh-ed25519 AAAA old\n"), unused(idle));
        let trial = include_str!("../../tests/fixtures/trial/region.kdl");
        let key = ("keys/exploit.pub", include_str!("../../tests/fixtures/trial/keys/exploit.pub"));
        assert!(trial.contains("key=\"keys/exploit.pub\""));
        assert!(found(trial, SCHOOL, &[key]).iter().all(|f| f.rule != "file-unused"));
    }

    #[test]
    fn without_a_region_kdl_only_what_should_be_that_file_is_told() {
        let more = [("region.kld", REGION), ("photo.jpg", ""), ("37/x.kld", ""), ("37/y.csv", "")];
        let found = found("", SCHOOL, &more);
        let unused: Vec<_> = found.iter().filter(|f| f.rule == "file-unused").map(|f| f.message.as_str()).collect();
        assert_eq!(unused, ["nobody uses region.kld"]);
    }

    #[test]
    fn a_region_may_weigh_it_otherwise_or_not_look_for_it() {
        let more = [("37/plan.pdf", "")];
        let weigh = |level: &str| found(&format!("{REGION}\nseverity file-unused {level}\n"), SCHOOL, &more);
        assert_eq!(weigh("error").iter().map(|f| f.severity).collect::<Vec<_>>(), [Severity::Error]);
        assert!(weigh("off").is_empty());
    }
}
