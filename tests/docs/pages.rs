//! Tables of the pages that the code knows: targets, what their languages lose, how each kind of file is applied.

use super::{cells, expect_between, fences, options, page, project, sample_region};
use preau::emit::{self, File};
use preau::{compile, os};
use std::collections::BTreeMap;
use std::fs;
use std::process::Command;

/// The files of the sample region, one of each kind: the one of Choiseul where it has one.
fn one_of_each_kind() -> BTreeMap<&'static str, File> {
    let mut kinds: BTreeMap<&'static str, File> = BTreeMap::new();
    for file in compile::build(&sample_region(), &options(&[])).files {
        let of_choiseul = |f: &File| f.path.starts_with("0370037P/");
        if kinds.get(file.meta.kind).is_none_or(|known| !of_choiseul(known) && of_choiseul(&file)) {
            kinds.insert(file.meta.kind, file);
        }
    }
    kinds
}

#[test]
fn the_page_of_targets_says_what_the_languages_lose() {
    let targets: String =
        emit::ALL.iter().map(|t| format!("| `{}` | {} | `UAI/{}` |\n", t.name, t.doc, t.folders.join("`, `UAI/"))).collect();
    expect_between("docs/targets.md", "targets", &format!("| `--target` | what it writes | where |\n|---|---|---|\n{targets}"));
    let rows: String = emit::services::LOSSES.iter().map(|(f, why, source)| format!("| {f} | {why} | {source} |\n")).collect();
    let losses = format!("| field of the state | why it is not carried | source |\n|---|---|---|\n{rows}");
    expect_between("docs/targets.md", "losses of services", &losses);
    let untried: String = emit::services::UNTRIED.iter().map(|u| format!("- {u}\n")).collect();
    expect_between("docs/targets.md", "untried of services", &untried);
    let rows: String = emit::directory::read::LOSSES.iter().map(|(f, why)| format!("| {f} | {why} |\n")).collect();
    let losses = format!("| field of the state | why it is not carried |\n|---|---|\n{rows}");
    expect_between("docs/targets.md", "losses of directory", &losses);
    let untried: String = emit::directory::UNTRIED.iter().map(|u| format!("- {u}\n")).collect();
    expect_between("docs/targets.md", "untried of directory", &untried);
    for (name, losses) in [
        ("amon", os::amon::eol::LOSSES),
        ("amon model", os::amon::era::LOSSES),
        ("pfsense", os::pfsense::LOSSES),
        ("pfsense services", os::pfsense::SERVED_LOSSES),
    ] {
        let rows: String = losses.iter().map(|l| format!("| {} | {} | {} |\n", l.field, l.reason, l.source)).collect();
        let losses = format!("| field of the state | why it is not carried | source |\n|---|---|---|\n{rows}");
        expect_between("docs/targets.md", &format!("losses of {name}"), &losses);
    }
    for os in os::ALL {
        let losses: String = os.losses.iter().map(|l| format!("| {} | {} | {} |\n", l.field, l.reason, l.source)).collect();
        let losses = format!("| field of the state | why it is not carried | source |\n|---|---|---|\n{losses}");
        expect_between("docs/targets.md", &format!("losses of {}", os.name), &losses);
        let untried: String = os.untried.iter().map(|u| format!("- {u}\n")).collect();
        expect_between("docs/targets.md", &format!("untried of {}", os.name), &untried);
        let l = os.limits;
        let limits = format!(
            "Longest texts, in characters: device name {}, VLAN name {}, description {}, location {}, domain {}, MST region {}, user {}.",
            l.sysname, l.vlan_name, l.description, l.location, l.domain, l.region, l.user
        );
        expect_between("docs/targets.md", &format!("limits of {}", os.name), &limits);
    }
    for os in os::CLUSTERS {
        let losses: String = os.losses.iter().map(|l| format!("| {} | {} | {} |\n", l.field, l.reason, l.source)).collect();
        let losses = format!("| field of the state | why it is not carried | source |\n|---|---|---|\n{losses}");
        expect_between("docs/targets.md", &format!("losses of {}", os.name), &losses);
        let untried: String = os.untried.iter().map(|u| format!("- {u}\n")).collect();
        expect_between("docs/targets.md", &format!("untried of {}", os.name), &untried);
        let limits = format!("Longest texts, in characters: {}.", os.limits);
        expect_between("docs/targets.md", &format!("limits of {}", os.name), &limits);
    }
}

#[test]
fn every_kind_of_file_has_a_row_among_the_targets() {
    let text = page("docs/targets.md");
    let known: Vec<String> = text.lines().filter(|l| l.starts_with("| `")).map(|l| cells(l)[0].clone()).collect();
    let missing: Vec<_> = one_of_each_kind().into_keys().filter(|kind| !known.iter().any(|k| k == kind)).collect();
    assert!(missing.is_empty(), "no row in docs/targets.md: {missing:?}");
}

#[test]
fn the_page_of_operations_says_in_which_order_and_at_what_cost() {
    let mut rows: Vec<(u32, String)> = Vec::new();
    for (kind, file) in one_of_each_kind() {
        let Some(apply) = file.meta.apply else { continue };
        // A bar would end the cell.
        let code = |c: &Option<String>| c.as_ref().map_or("-".into(), |c| format!("`{}`", c.replace('|', "\\|")));
        let row =
            format!("| {} | `{kind}` | {} | {} | {} |\n", apply.order, code(&apply.check), code(&apply.command), apply.disturbs);
        rows.push((apply.order, row));
    }
    rows.sort();
    let rows: String = rows.into_iter().map(|(_, row)| row).collect();
    let head = "| order | kind | check first | then | disturbs |\n|---|---|---|---|---|\n";
    expect_between("docs/operations.md", "apply", &format!("{head}{rows}"));
}

#[test]
fn the_page_of_the_architecture_names_every_stage() {
    let blocks = fences("docs/architecture.md");
    let stages: Vec<&str> =
        blocks[0].text.lines().filter_map(|line| line.get(..14)).flat_map(|names| names.split([',', ' '])).collect();
    let folders = fs::read_dir(project("src")).unwrap().map(Result::unwrap).filter(|e| e.path().is_dir());
    let mut missing: Vec<String> = folders.map(|e| e.file_name().into_string().unwrap()).collect();
    missing.retain(|name| !stages.contains(&name.as_str()));
    assert!(missing.is_empty(), "not in the bird's eye of docs/architecture.md: {missing:?}");
}

#[test]
fn the_readme_names_every_command_and_takes_none_for_missing_that_is_there() {
    let help = Command::new(env!("CARGO_BIN_EXE_preau")).arg("--help").output().unwrap();
    let help = String::from_utf8(help.stdout).unwrap();
    let listed = help.split_once("Commands:\n").unwrap().1.lines().take_while(|line| !line.is_empty());
    let commands: Vec<&str> = listed.filter_map(|line| line.split_whitespace().next()).filter(|c| *c != "help").collect();
    let text = page("README.md");
    let silent: Vec<_> = commands.iter().filter(|c| !text.contains(&format!("preau {c}"))).collect();
    assert!(silent.is_empty(), "the README does not name {silent:?}");
    let (_, missing) = text.split_once("not there:**").expect("the README says what is missing");
    let missing = missing.split("\n\n").next().unwrap().split("\n- ").next().unwrap();
    let there: Vec<&str> = missing.split('`').skip(1).step_by(2).filter(|c| commands.contains(c)).collect();
    assert!(there.is_empty(), "the README says that these are missing: {there:?}");
}

/// Whether a word in back-ticks is a path of the project; one with a name in capitals is a form for any.
fn names_a_file(word: &str) -> bool {
    let is_form = word.chars().any(|c| c.is_ascii_uppercase() || matches!(c, '*' | ' ' | '<'));
    let is_readme = word.ends_with("README.md");
    let roots = ["src/", "tests/", "docs/", "templates/", "examples/"];
    (!is_form || is_readme) && roots.iter().any(|root| word.starts_with(root))
}

#[test]
fn every_file_that_a_page_names_is_there() {
    let pages = fs::read_dir(project("docs")).unwrap().map(|e| format!("docs/{}", e.unwrap().file_name().to_str().unwrap()));
    let pages = pages.filter(|p| p.ends_with(".md")).chain(["README.md", "CHANGELOG.md", "schools/README.md"].map(str::to_owned));
    let mut faults = Vec::new();
    for path in pages {
        let text = page(&path);
        for word in text.split('`').skip(1).step_by(2) {
            if names_a_file(word) && !project(word.split(':').next().unwrap()).exists() {
                faults.push(format!("{path}: no {word}"));
            }
        }
        for link in text.split("](").skip(1).filter_map(|rest| rest.split(')').next()) {
            let target = link.split('#').next().unwrap();
            let folder = project(&path);
            let folder = folder.parent().unwrap();
            if !target.is_empty() && !target.contains(':') && !folder.join(target).exists() {
                faults.push(format!("{path}: the link to {target} leads nowhere"));
            }
        }
    }
    assert!(faults.is_empty(), "\n{}", faults.join("\n"));
}
