//! What the command says to those who mistyped, and to those who ask for help.

use crate::place::{Place, code, err, lycee, out};
use std::fs;

/// Wrong invocations in a folder that holds the small lycée's region `schools`, a build of it, a file and a folder of somebody
/// else's; and what must be among the words that each is answered with: what is wrong, and what to write.
const WRONG: &[(&str, &[&str])] = &[
    // The region.
    ("check elsewhere", &["elsewhere: there is no such folder; name the folder that holds region.kdl"]),
    ("check notes.txt", &["notes.txt is a file; name the folder that holds region.kdl"]),
    ("check schools/41", &["schools/41 is a part of a region; name the folder that holds region.kdl: schools"]),
    ("check schools/41/0410832G-delaunay.kdl", &["is a part of a region", "region.kdl: schools"]),
    ("check schools/41/0410000A-rien.kdl", &["there is no such folder", "region.kdl: schools"]),
    ("check schools home", &["unexpected argument 'home'", "Usage: preau check [OPTIONS] [REGION]"]),
    // A school.
    ("check --school 0410832", &["its letter is missing: write 0410832G"]),
    ("check --school 0410832A", &["the letter of 0410832 is G: write 0410832G"]),
    ("check --school 041083G", &["a UAI code is seven digits and a letter, such as 0370037P"]),
    ("check --school delaunay", &["a UAI code is seven digits and a letter, such as 0370037P"]),
    ("check --school 0410833H", &["not in this region: school 0410833H (did you mean 0410832G?)"]),
    ("build --school 0370037P", &["not in this region: school 0370037P; `preau deviations` lists its schools"]),
    ("deviations --school 0370037P", &["not in this region: school 0370037P"]),
    ("policy --school 0370037P", &["not in this region: school 0370037P"]),
    ("policy --school 0370037P --compare", &["not in this region: school 0370037P"]),
    ("graph --school 0370037P", &["not in this region: school 0370037P"]),
    ("show 0370037P", &["not in this region: school 0370037P"]),
    ("show schools", &["invalid value 'schools' for '<UAI>'", "such as 0370037P"]),
    ("graph", &["--school <UAI>", "Usage: preau graph"]),
    // Words, days, options.
    ("chekc", &["a similar subcommand exists: 'check'"]),
    ("check --format xml", &["human, json"]),
    ("check --format json --format human", &["'--format <FORMAT>' cannot be used multiple times"]),
    ("check --deny warning", &["a similar value exists: 'warnings'"]),
    ("check --on 2026-02-30", &["there is no day 2026-02-30"]),
    ("check --on tomorrow", &["a date is year-month-day, such as 2027-08-31"]),
    ("build --target switch", &["a similar value exists: 'switches'"]),
    ("build --target switches,itop", &["possible values: ", "switches"]),
    ("build --require-secrets", &["--secrets"]),
    ("build --bundle --target itop", &["'--bundle' cannot be used with '--target <NAME>'"]),
    ("explain port-used-twic", &["there is no rule `port-used-twic`; did you mean `port-used-twice`?"]),
    ("explain nothing-of-the-kind", &["there is no rule `nothing-of-the-kind`; `preau explain` lists them all"]),
    // What is written.
    ("build -o schools", &["schools lies inside the region: choose a folder outside it"]),
    ("build -o schools/build", &["schools/build lies inside the region: choose a folder outside it"]),
    ("build -o .", &[".: an output folder needs a name of its own, such as build"]),
    ("build -o home", &["home holds files and no manifest.json of a build: choose another folder"]),
    ("build -o notes.txt", &["notes.txt is not a folder"]),
    ("build -o /proc/none/build", &["/proc/none"]),
    ("build -o", &["a value is required for '--output <DIR>'"]),
    ("graph --school 0410832G -o x.pdf", &["a picture ends in .svg, .dot or .json"]),
    ("graph --school 0410832G -o none/x.svg", &["none/x.svg: there is no folder none; make it first"]),
    // Other files.
    ("why build/0410832G/switches/sw1.cfg", &["a file, a colon and a line: build/0370037P/switches/sw160.cfg:12"]),
    ("why /elsewhere/0410832G/state.json:1", &["/elsewhere/0410832G/state.json is not below build: say which folder"]),
    ("why schools/41/0410832G-delaunay.kdl:3", &["is a file of the region: name one that a build wrote, such as build/"]),
    ("why build/0410832G/switches/sw1.cfg:99999", &["has no line 99999 today: it would have "]),
    ("why build/0410832G/switches/sw99.cfg:1", &["would not be written today"]),
    ("fmt notes.txt", &["notes.txt is no manifest: name a file that ends in .kdl, or a folder"]),
    ("fmt absent.kdl", &["absent.kdl: there is no such file; check its spelling"]),
    ("fmt", &["<FILES>", "Usage: preau fmt"]),
    ("merge home notes.txt", &["home is a folder: name a file"]),
    ("policy --school 0410832G --rules absent.xml", &["absent.xml: there is no such file; check its spelling"]),
    ("policy --rules notes.txt", &["--school <UAI>"]),
    // New ones.
    ("new school 0410832G --profile lycee-en --name x --slug y", &["is there already: 41/0410832G-delaunay.kdl"]),
    ("new school 0371234R --profile lyce-en --name x --slug y", &["no profile `lyce-en` in this region; it has ", "lycee-en"]),
    ("new region 9x", &["`9x` is no name for a region: a letter, then letters, digits"]),
    ("new region schools", &["schools/", " is there already"]),
];

#[test]
fn each_wrong_invocation_is_2_and_says_what_to_write() {
    let place = lycee();
    fs::create_dir_all(place.0.join("home")).unwrap();
    fs::write(place.0.join("home/thesis.txt"), "years").unwrap();
    fs::write(place.0.join("notes.txt"), "mine").unwrap();
    let before = place.files();
    let mut wrong = Vec::new();
    for (line, words) in WRONG {
        let output = place.run(&line.split(' ').collect::<Vec<_>>());
        let said = err(&output);
        let is_refused = code(&output) == Some(2) && out(&output).is_empty() && said.starts_with("error: ");
        // The system's own words are nobody's help.
        let is_plain = !said.contains("os error") || line.contains("/proc");
        if !is_refused || !is_plain || words.iter().any(|word| !said.contains(word)) {
            wrong.push(format!("{line}: {:?} {}{said}", code(&output), out(&output)));
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
    assert_eq!(place.files(), before, "nothing is written, nor left beside");
}

/// The commands, `new`'s two among them.
const COMMANDS: &[&str] = &[
    "check",
    "build",
    "show",
    "deviations",
    "policy",
    "templates",
    "graph",
    "why",
    "merge",
    "explain",
    "fmt",
    "new region",
    "new school",
];

#[test]
fn help_is_0_and_names_every_command() {
    let place = Place::sound();
    let help = place.run(&["--help"]);
    assert_eq!(code(&help), Some(0));
    for word in COMMANDS.iter().filter_map(|command| command.split(' ').next()).chain(["Exit codes: 0"]) {
        assert!(out(&help).contains(word), "{word}: {}", out(&help));
    }
}

#[test]
fn each_commands_help_has_examples_that_run_and_what_its_exit_codes_mean() {
    let place = lycee();
    assert_eq!(code(&place.run(&["build"])), Some(0));
    // Of files that only a school with a pfSense has there is none here.
    let absent = |line: &str| line.contains("config.xml");
    for command in COMMANDS {
        let words: Vec<&str> = command.split(' ').chain(["--help"]).collect();
        let help = place.run(&words);
        assert_eq!(code(&help), Some(0), "{command}");
        let help = out(&help);
        assert!(help.contains("Exit codes: 0 ") && help.contains(", 2 "), "{command}: {help}");
        let examples: Vec<&str> = help.lines().filter(|line| line.starts_with("  preau ")).collect();
        assert!(!examples.is_empty() && examples.iter().all(|line| line.contains(command)), "{command}: {help}");
        for line in examples {
            let line = line.trim_start().trim_start_matches("preau ");
            // What an example says beside itself stands behind several spaces.
            let line = line.split("  ").next().unwrap().split(" > ").next().unwrap();
            let args: Vec<String> = line.split(' ').map(|word| word.trim_matches('"').to_owned()).collect();
            let args: Vec<&str> = args.iter().map(String::as_str).filter(|word| !["du", "Val"].contains(word)).collect();
            let output = place.run(&args);
            let said = err(&output);
            match absent(line) {
                true => assert!(said.contains("config.xml: there is no such file"), "{line}: {said}"),
                false => assert!(matches!(code(&output), Some(0 | 1)), "{line}: {said}"),
            }
        }
    }
}
