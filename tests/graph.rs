//! Pictures of the sample schools: whole, legible, and accepted by what will read them.
//!
//! Labels are measured in the SVG itself, from each text's own `textLength`: what a browser sets is what is measured here.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::indexing_slicing, reason = "a test stops where it fails")]

use preau::compile::{Drawing, graph};
use preau::net::Uai;
use preau::source::{self, Role, Source, SourceFile};
use serde_json::Value;
use std::collections::BTreeSet;
use std::io::Write;
use std::path::Path;
use std::process::{Command, Stdio};
use std::sync::OnceLock;

fn region() -> Source {
    source::read(&Path::new(env!("CARGO_MANIFEST_DIR")).join("schools")).unwrap()
}

fn schools(source: &Source) -> Vec<Uai> {
    let code = |path: &str| path.rsplit('/').next()?.get(..8)?.parse().ok();
    source.of_role(Role::School).filter_map(|file| code(&file.path)).collect()
}

/// The region with one of its schools only, its texts changed.
fn only(source: &Source, uai: Uai, change: impl Fn(&str) -> String) -> Source {
    let is_wanted = |file: &&SourceFile| file.role != Role::School || file.path.contains(&uai.to_string());
    let files: Vec<_> = source.files.iter().filter(is_wanted).map(|file| (file.path.as_str(), change(&file.text))).collect();
    let files: Vec<(&str, &str)> = files.iter().map(|(path, text)| (*path, text.as_str())).collect();
    Source::of(&files)
}

/// Every sample school with its picture, drawn once for all tests.
fn pictures(form: Drawing) -> Vec<(Uai, String)> {
    static DRAWN: [OnceLock<Vec<(Uai, String)>>; 3] = [const { OnceLock::new() }; 3];
    DRAWN[form as usize].get_or_init(|| drawn(form)).clone()
}

fn drawn(form: Drawing) -> Vec<(Uai, String)> {
    let source = region();
    let picture = |uai| (uai, graph(&only(&source, uai, str::to_owned), uai, form).unwrap());
    let all: Vec<_> = schools(&source).into_iter().map(picture).collect();
    assert!(all.len() > 20, "the samples were found");
    all
}

/// A box: left, top, right, bottom; and what is in it.
struct Label {
    left: f64,
    top: f64,
    right: f64,
    bottom: f64,
    text: String,
}

/// The value of an attribute of a start tag.
fn attribute<'a>(tag: &'a str, name: &str) -> Option<&'a str> {
    let at = tag.find(&format!(" {name}=\""))? + name.len() + 3;
    tag[at..].split('"').next()
}

fn number(tag: &str, name: &str) -> f64 {
    attribute(tag, name).unwrap_or_else(|| panic!("no {name} in {tag}")).parse().unwrap()
}

/// The texts of an SVG, each with the box of its letters: 0.72 of the size above the baseline, 0.2 below.
fn labels(svg: &str) -> Vec<Label> {
    let size = |class: &str| -> f64 {
        let rule = svg.split(&format!("\n.{class}{{font-size:")).nth(1).unwrap_or_else(|| panic!("no size for {class}"));
        rule.split("px").next().unwrap().parse().unwrap()
    };
    svg.lines()
        .filter(|line| line.starts_with("<text "))
        .map(|line| {
            let (x, y, size) = (number(line, "x"), number(line, "y"), size(attribute(line, "class").unwrap()));
            let text = line.split('>').nth(1).unwrap().trim_end_matches("</text").to_owned();
            Label { left: x, top: y - 0.72 * size, right: x + number(line, "textLength"), bottom: y + 0.2 * size, text }
        })
        .collect()
}

/// Points along every link that leads from one closet to another, close enough to each other to hit any label they cross.
fn points(svg: &str) -> Vec<(f64, f64)> {
    let mut out = Vec::new();
    for line in svg.lines().filter(|line| line.starts_with("<path class=\"link")) {
        let course = attribute(line, "d").unwrap().replace('M', " M ").replace('L', " L ").replace('C', " C ");
        let mut words = course.split_whitespace().peekable();
        let mut at = (0.0, 0.0);
        while let Some(verb) = words.next() {
            let mut pair = || (words.next().unwrap().parse::<f64>().unwrap(), words.next().unwrap().parse::<f64>().unwrap());
            let (a, b, end) = match verb {
                "C" => (pair(), pair(), pair()),
                "L" => {
                    let end = pair();
                    (at, end, end)
                }
                _ => {
                    at = pair();
                    continue;
                }
            };
            let mix = |t: f64, f: fn(&(f64, f64)) -> f64| {
                let s = 1.0 - t;
                s * s * s * f(&at) + 3.0 * s * s * t * f(&a) + 3.0 * s * t * t * f(&b) + t * t * t * f(&end)
            };
            out.extend((0..=400).map(|i| f64::from(i) / 400.0).map(|t| (mix(t, |p| p.0), mix(t, |p| p.1))));
            at = end;
        }
    }
    out
}

#[test]
fn no_two_labels_overlap_and_none_leaves_the_page() {
    for (uai, svg) in pictures(Drawing::Svg) {
        let labels = labels(&svg);
        assert!(labels.len() > 3, "{uai}");
        let page = svg.lines().find(|line| line.starts_with("<svg ")).unwrap();
        let (w, h) = (number(page, "width"), number(page, "height"));
        for (i, a) in labels.iter().enumerate() {
            assert!(a.left >= 0.0 && a.top >= 0.0 && a.right <= w && a.bottom <= h, "{uai}: {} leaves the page", a.text);
            for b in &labels[i + 1..] {
                let apart = a.right <= b.left || b.right <= a.left || a.bottom <= b.top || b.bottom <= a.top;
                assert!(apart, "{uai}: {} lies over {}", a.text, b.text);
            }
        }
    }
}

#[test]
fn no_link_runs_through_a_label() {
    for (uai, svg) in pictures(Drawing::Svg) {
        let labels = labels(&svg);
        for (x, y) in points(&svg) {
            let hit = labels.iter().find(|l| l.left < x && x < l.right && l.top < y && y < l.bottom);
            assert!(hit.is_none(), "{uai}: a link crosses {} at {x:.0},{y:.0}", hit.unwrap().text);
        }
    }
}

#[test]
fn a_picture_shows_every_device_of_its_school() {
    for ((uai, svg), (_, json)) in pictures(Drawing::Svg).into_iter().zip(pictures(Drawing::Json)) {
        let json: Value = serde_json::from_str(&json).unwrap();
        let shown: BTreeSet<String> = labels(&svg).into_iter().map(|label| label.text).collect();
        for node in json["nodes"].as_array().unwrap() {
            let (kind, name) = (node["kind"].as_str().unwrap(), node["name"].as_str().unwrap());
            if matches!(kind, "switch" | "host" | "guest" | "access-point" | "firewall") {
                assert!(shown.contains(name), "{uai}: {kind} {name}");
            }
        }
    }
}

#[test]
fn the_edges_of_json_join_its_nodes() {
    for (uai, text) in pictures(Drawing::Json) {
        let json: Value = serde_json::from_str(&text).unwrap();
        assert_eq!((json["format"].as_str(), json["school"].as_str()), (Some("preau-graph/1"), Some(uai.to_string().as_str())));
        let names: BTreeSet<&str> = json["nodes"].as_array().unwrap().iter().map(|node| node["name"].as_str().unwrap()).collect();
        assert_eq!(names.len(), json["nodes"].as_array().unwrap().len(), "{uai}: a name stands twice");
        for edge in json["edges"].as_array().unwrap() {
            for end in ["from", "to"] {
                assert!(names.contains(edge[end].as_str().unwrap()), "{uai}: {edge}");
            }
        }
    }
}

#[test]
fn a_link_says_its_speed_its_medium_and_what_it_carries() {
    let json: Value = serde_json::from_str(&graph(&region(), "0410832G".parse().unwrap(), Drawing::Json).unwrap()).unwrap();
    let link = json["edges"].as_array().unwrap().iter().find(|edge| edge["from"] == "sw2").unwrap();
    let ports = |end: &str| link[end].as_array().unwrap().iter().map(|p| p.as_str().unwrap()).collect::<Vec<_>>().join(",");
    assert_eq!((ports("from_ports").as_str(), ports("to_ports").as_str()), ("49,50", "49,50"));
    assert_eq!(
        (link["speed_mbps"].as_u64(), link["cables"].as_u64(), link["medium"].as_str()),
        (Some(10_000), Some(2), Some("om3"))
    );
    let vlans: Vec<u64> = link["vlans"].as_array().unwrap().iter().map(|v| v.as_u64().unwrap()).collect();
    assert_eq!(vlans, [20, 99]);
}

#[test]
fn the_blocked_link_of_a_ring_is_dashed_and_only_that_one() {
    let dashed = |code: &str| {
        let (_, svg) = pictures(Drawing::Svg).into_iter().find(|(uai, _)| uai.to_string() == code).unwrap();
        let drawing = svg.split("<rect class=\"rule\" x=\"28\"").next().unwrap().to_owned();
        drawing.lines().filter(|line| line.starts_with("<path class=\"link") && line.contains(" blocked\"")).count()
    };
    assert_eq!((dashed("0280022X"), dashed("0410832G")), (2, 0));
}

#[test]
fn a_picture_is_the_same_twice() {
    for form in [Drawing::Svg, Drawing::Dot, Drawing::Json] {
        assert_eq!(pictures(form), drawn(form));
    }
}

#[test]
fn a_hostile_name_stays_a_name() {
    let name = "A\\\"]; </text><script>x</script> ]]&amp; {b} 学校";
    let uai = "0410832G".parse().unwrap();
    let source = only(&region(), uai, |text| {
        text.replace("LP Sonia Delaunay", name).replace("building A {", &format!("building A name=\"{name}\" {{"))
    });
    let svg = graph(&source, uai, Drawing::Svg).unwrap();
    assert!(svg.contains("&lt;script&gt;") && !svg.contains("<script"), "{svg}");
    accepted("xmllint", &["--noout", "-"], &svg);
    let dot = graph(&source, uai, Drawing::Dot).unwrap();
    assert!(dot.contains("A\\\"]; </text>"), "{dot}");
    accepted("dot", &["-Tsvg"], &dot);
}

#[test]
fn every_picture_is_accepted() {
    for (_, svg) in pictures(Drawing::Svg) {
        assert!(!svg.contains("<script") && !svg.contains("href") && !svg.contains("url("));
        accepted("xmllint", &["--noout", "-"], &svg);
    }
    for (_, dot) in pictures(Drawing::Dot) {
        accepted("dot", &["-Tsvg"], &dot);
    }
}

/// Gives a text to a program, which must take it without a word of complaint; says so loudly where there is no such program.
fn accepted(program: &str, args: &[&str], text: &str) {
    let mut child =
        match Command::new(program).args(args).stdin(Stdio::piped()).stdout(Stdio::null()).stderr(Stdio::piped()).spawn() {
            Ok(child) => child,
            Err(error) => {
                let required = ["CI", "PREAU_REQUIRE_CHECKERS"].iter().any(|name| std::env::var_os(name).is_some());
                assert!(!required, "{program} is required: {error}");
                println!("NOT RUN: {program} is absent ({error})");
                return;
            }
        };
    child.stdin.take().unwrap().write_all(text.as_bytes()).unwrap();
    let output = child.wait_with_output().unwrap();
    let complaint = String::from_utf8_lossy(&output.stderr).into_owned();
    // Graphviz without any fonts says so, and draws.
    let complaint: Vec<&str> = complaint.lines().filter(|line| !line.to_lowercase().contains("font")).collect();
    assert!(output.status.success() && complaint.is_empty(), "{program}: {complaint:?}");
}

#[test]
fn the_command_writes_the_form_that_the_ending_says() {
    let folder = std::env::temp_dir().join(format!("preau-graph-{}", std::process::id()));
    std::fs::create_dir_all(&folder).unwrap();
    let run = |args: &[&str]| {
        let mut command = Command::new(env!("CARGO_BIN_EXE_preau"));
        let schools = Path::new(env!("CARGO_MANIFEST_DIR")).join("schools");
        command.arg("graph").arg(schools).args(args).current_dir(&folder).output().unwrap()
    };
    for (file, start) in [("a.svg", "<?xml"), ("a.dot", "graph school {"), ("a.json", "{\n")] {
        let output = run(&["--school", "0410832G", "-o", file]);
        assert_eq!((output.status.code(), output.stdout.len()), (Some(0), 0), "{output:?}");
        assert!(std::fs::read_to_string(folder.join(file)).unwrap().starts_with(start), "{file}");
    }
    let printed = run(&["--school", "0410832G"]);
    assert_eq!(printed.stdout, std::fs::read(folder.join("a.svg")).unwrap());
    for (args, word) in [
        (vec!["--school", "0410832G", "-o", "a.png"], "a picture ends in .svg, .dot or .json"),
        (vec!["--school", "0999999A"], "0999999"),
        (vec![], "--school"),
    ] {
        let output = run(&args);
        assert_eq!(output.status.code(), Some(2), "{args:?}");
        assert!(String::from_utf8_lossy(&output.stderr).contains(word), "{args:?}: {output:?}");
    }
    let _ = std::fs::remove_dir_all(&folder);
}
