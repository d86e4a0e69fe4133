//! Reading manifests: the traps of KDL, the faults of its parser, exact places. Nothing is resolved here.

use preau::base::finding::{Policy, settle};
use preau::base::{Edit, FileId, Finding, Origins, Sink};
use preau::syntax::table::In;
use preau::syntax::{Document, read};

fn run(at: In, text: &str) -> (Document, Vec<Finding>) {
    let (origins, mut policy, mut findings) = (<Origins as Default>::default(), Policy::default(), Vec::new());
    let document = read(FileId(0), at, text, &mut Sink::new(&origins, &mut policy, None, &mut findings));
    settle(&mut findings);
    (document, findings)
}

fn school(body: &str) -> (Document, Vec<Finding>) {
    run(In::C, &format!("{HEADER}{body}"))
}

const HEADER: &str = "school \"0370037P\" profile=lycee-en name=Choiseul slug=choiseul\n";

/// `rule line:column`, counted in characters as reports do.
fn place(text: &str, finding: &Finding) -> String {
    let Some(span) = finding.primary() else { return finding.rule.to_owned() };
    let before = &text[..span.start as usize];
    let line = before.matches('\n').count() + 1;
    let column = before.rsplit('\n').next().unwrap_or("").chars().count() + 1;
    format!("{} {line}:{column}", finding.rule)
}

/// Every finding of a school's lines, as `rule line:column` with the lines counted from the first after the header.
fn found(body: &str) -> Vec<String> {
    let (_, findings) = school(body);
    let shift = |f: &Finding| {
        let mut f = f.clone();
        for label in &mut f.labels {
            label.span.start -= HEADER.len() as u32;
        }
        place(body, &f)
    };
    findings.iter().map(shift).collect()
}

/// The text after the edits of its findings.
fn mended(body: &str) -> String {
    let (_, findings) = school(body);
    let mut text = format!("{HEADER}{body}");
    let mut edits: Vec<Edit> = findings.into_iter().flat_map(|f| f.edits).collect();
    edits.sort_by_key(|e| std::cmp::Reverse(e.span.start));
    for edit in edits {
        text.replace_range(edit.span.start as usize..edit.span.end() as usize, &edit.text);
    }
    text[HEADER.len()..].to_owned()
}

#[test]
fn every_trap_of_the_specification_is_found_and_mended() {
    // body, finding with its place, body after the mend (empty: the author must decide)
    let rows: &[(&str, &str, &str)] = &[
        ("takeover rdv1=2027-08-31", "value-needs-quotes 1:15", "takeover rdv1=\"2027-08-31\""),
        ("firewall model=4zones", "value-needs-quotes 1:16", "firewall model=\"4zones\""),
        ("building A { room 012 }", "value-needs-quotes 1:19", "building A { room \"012\" }"),
        ("switch s { access 1 vlan=a room=101; }", "value-needs-quotes 1:33", "switch s { access 1 vlan=a room=\"101\"; }"),
        ("vlan a id=0x14", "number-spelling 1:11", "vlan a id=20"),
        ("vlan a id=1e2", "number-spelling 1:11", "vlan a id=100"),
        ("switch s address=0151", "number-spelling 1:18", "switch s address=151"),
        ("takeover trained=1_0", "number-spelling 1:18", "takeover trained=10"),
        ("vlan a place=13.64", "place-is-a-float 1:14", ""),
        ("vlan a id=\"70\"", "number-quoted 1:11", "vlan a id=70"),
        ("building A name='Lycée X'", "single-quote 1:17", "building A name=\"Lycée X\""),
        ("vlan a, id=2", "loose-comma 1:6", "vlan a id=2"),
        ("publish web to=a from=pedago, admin", "loose-comma 1:23", "publish web to=a from=pedago,admin"),
        ("vlan a id=2 id=3", "property-twice 1:13", ""),
        ("vlan a id =5", "space-beside-equals 1:10", "vlan a id=5"),
        ("vlan a id= 5", "space-beside-equals 1:10", "vlan a id=5"),
        ("(u8)vlan a", "type-annotation 1:1", "vlan a"),
        ("vlan a id=(x)5", "type-annotation 1:11", "vlan a id=5"),
        ("\"vlan\" a", "quoted-name 1:1", "vlan a"),
        ("vlan a \"id\"=5", "quoted-name 1:8", "vlan a id=5"),
        ("vlan a ipv6=#true", "no-such-value 1:13", "vlan a ipv6=on"),
        ("vlan a ipv6=#null", "no-such-value 1:13", "vlan a ipv6=none"),
        ("ups u serial=12", "value-needs-quotes 1:14", "ups u serial=\"12\""),
        ("ups u address=3.241", "value-needs-quotes 1:15", "ups u address=\"3.241\""),
        ("vlan inf", "reserved-word 1:6", "vlan \"inf\""),
        ("building A { room true }", "reserved-word 1:19", "building A { room \"true\" }"),
        ("vlan a élève=1", "unknown-property 1:8", ""),
        ("building A name=\"x\\u{0}y\"", "character-refused 1:19", ""),
        ("building A name=\"x\\u{202E}\"", "character-refused 1:19", ""),
        ("building A name=\"x\\ny\"", "character-refused 1:19", ""),
        ("block 10.37.32.0/20", "value-needs-quotes 1:7", "block \"10.37.32.0/20\""),
        (
            "firewall on=a { card 0 }\nwifi portal-url=https://x.y/",
            "value-needs-quotes 2:17",
            "firewall on=a { card 0 }\nwifi portal-url=\"https://x.y/\"",
        ),
        (
            "switch s { access 1 vlan=a room=A{101..106} each=4; }",
            "value-needs-quotes 1:33",
            "switch s { access 1 vlan=a room=\"A{101..106}\" each=4; }",
        ),
    ];
    for (body, finding, mend) in rows {
        assert_eq!(found(body), [*finding], "{body}");
        if !mend.is_empty() {
            assert_eq!(mended(body), *mend);
            let after = found(mend);
            assert!(after.is_empty() || body.contains("#null"), "{mend}: {after:?}");
        }
    }
}

/// Every KDL file below a folder, with what its path promises.
fn manifests(folder: &std::path::Path, out: &mut Vec<(In, std::path::PathBuf)>) {
    let mut entries: Vec<_> = std::fs::read_dir(folder).into_iter().flatten().flatten().map(|e| e.path()).collect();
    entries.sort();
    for path in entries {
        let inside = |name: &str| path.components().any(|c| c.as_os_str() == name);
        let at = match () {
            _ if path.ends_with("region.kdl") => In::R,
            _ if inside("profiles") => In::P,
            _ if inside("catalogue") => In::K,
            _ => In::C,
        };
        if path.is_dir() {
            manifests(&path, out);
        } else if path.extension().is_some_and(|e| e == "kdl") {
            out.push((at, path));
        }
    }
}

#[test]
fn the_sample_region_and_the_snippets_are_read_without_a_finding() {
    let fixtures = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/fixtures");
    let mut files = vec![(In::C, fixtures.join("snippets.kdl"))];
    manifests(&fixtures.join("trial"), &mut files);
    assert!(files.len() > 12);
    for (at, path) in files {
        let text = std::fs::read_to_string(&path).unwrap();
        let (document, findings) = run(at, &text);
        let said: Vec<String> = findings.iter().map(|f| format!("{}: {}", place(&text, f), f.message)).collect();
        assert!(said.is_empty(), "{}: {said:#?}", path.display());
        assert!(!document.header.args.is_empty() && !document.nodes.is_empty(), "{}", path.display());
    }
}

const CHOISEUL: &str = include_str!("fixtures/trial/37/0370037P-choiseul.kdl");

#[test]
fn the_lexical_mistakes_of_the_specification_are_found_at_their_places() {
    // line, from, to, finding, label
    let rows = [
        (251, "until=\"2027-08-31\"", "until=2027-08-31", "value-needs-quotes 251:92", "`2027-08-31`: not a plain number"),
        (
            2,
            "name=\"Lycée Choiseul\"",
            "name='Lycée Choiseul'",
            "single-quote 2:41",
            "`'Lycée`: the quote became part of the value",
        ),
        (252, "place=14 ", "place=14.0 ", "place-is-a-float 252:40", "`14.0`: read as the number fourteen"),
        (165, "address=156 ", "address=156 address=155 ", "property-twice 165:64", "155, and this one would win"),
    ];
    for (line, from, to, finding, label) in rows {
        let edited: Vec<String> =
            CHOISEUL.lines().enumerate().map(|(i, l)| if i + 1 == line { l.replace(from, to) } else { l.to_owned() }).collect();
        let text = edited.join("\n") + "\n";
        assert_ne!(text, CHOISEUL);
        let (document, findings) = run(In::C, &text);
        let said: Vec<String> = findings.iter().map(|f| place(&text, f)).collect();
        assert_eq!(said, [finding]);
        assert_eq!(findings[0].labels[0].text, label);
        assert_eq!(document.nodes.len(), run(In::C, CHOISEUL).0.nodes.len(), "nothing else is lost");
    }
    let twice = CHOISEUL.replace("address=156 ", "address=156 address=155 ");
    let (_, findings) = run(In::C, &twice);
    let second = Finding { labels: findings[0].labels[1..].to_vec(), ..findings[0].clone() };
    assert_eq!(place(&twice, &second), "property-twice 165:52");
    assert_eq!(second.labels[0].text, "first set here to 156");
}

// The known faults of the KDL parser, one a test: each input must simply return, with its findings in place.

#[test]
fn nested_slashdash_blocks_do_not_hang_the_reader() {
    let body = format!("{}{}\nbuilding A {{ room A101 }}\n", "a /-{\n".repeat(20), "}\n".repeat(20));
    let (document, findings) = school(&format!("/-{body}"));
    assert!(findings.is_empty(), "{findings:?}");
    assert_eq!(document.nodes.len(), 1);
    found(&"a /-{\n".repeat(5_000));
}

#[test]
fn deep_blocks_do_not_overflow_the_stack() {
    assert_eq!(found(&format!("{}{}", "a {\n".repeat(1_500), "}\n".repeat(1_500))), ["syntax 25:3"]);
    let open = found(&"a {\n".repeat(50_000));
    assert_eq!(open.len(), 2, "{open:?}");
}

#[test]
fn an_unclosed_block_is_one_finding_at_its_own_brace_and_swallows_nothing() {
    let body = "building A {\n    room A101\nbuilding B { room B101 }\ntakeover traned=1\n";
    assert_eq!(found(body), ["syntax 1:12", "unknown-property 4:10"]);
    assert_eq!(school(body).0.nodes.len(), 3);
    let nested = "deviation \"r\" owner=o until=none {\n    switch s { raw x\ndeviation \"q\" owner=o until=none {\n    block \"10.0.0.0/20\"\n}\n";
    assert_eq!(found(nested), ["syntax 2:14"]);
    assert_eq!(school(nested).0.nodes.len(), 2);
}

#[test]
fn a_property_without_a_value_is_shown_where_it_stands() {
    assert_eq!(found("takeover trained=\nbuilding A name=\n"), ["syntax 1:10", "syntax 2:12"]);
    assert_eq!(found("vlan a id= level=5"), ["syntax 1:8"]);
}

#[test]
fn a_fault_hides_no_later_fault() {
    let body =
        "takeover rdv1=2017-01-01 traned=1\nvlan a place=13.64 id=4zones\nbuilding A name=\"x { room A1 }\nbuilding B nam=x\n";
    assert_eq!(
        found(body),
        [
            "value-needs-quotes 1:15",
            "unknown-property 1:26",
            "place-is-a-float 2:14",
            "value-needs-quotes 2:23",
            "syntax 3:17",
            "unknown-property 4:12"
        ]
    );
}

#[test]
fn what_is_not_closed_is_shown_where_it_opens() {
    assert_eq!(found("/* a\nbuilding A { room A101 }\n"), ["syntax 1:1"]);
    assert_eq!(found("deviation \"r\" owner=o until=none { ups u note=\"\"\"\nx\n }\n"), ["syntax 1:34", "syntax 1:47"]);
    assert_eq!(found("building A { room A101 }\n}\nbuilding B { room B101 }\n"), ["syntax 2:1"]);
    assert_eq!(found("building A { room A101 } building B { room B101 }\n"), ["syntax 1:26"]);
    assert_eq!(found("building A name=\"x\\q\"\n"), ["syntax 1:19"]);
}

#[test]
fn hundreds_of_faults_give_hundreds_of_findings() {
    let body = "takeover rdv1=2017-01-01\nbuilding A, name='b c' { rom A101 }\n".repeat(300);
    assert_eq!(found(&body).len(), 1200);
}

#[test]
fn a_part_of_a_list_keeps_its_place_behind_an_escape() {
    assert_eq!(found("wifi { ssid A where=\"A\\u{31},B_,C!\" bands=\"2.4,7\" }"), ["name-refused 1:33", "unknown-word 1:48"]);
    assert_eq!(mended("switching snooping=\"dhcp,apr\""), "switching snooping=\"dhcp,arp\"");
}

#[test]
fn a_pattern_expands_and_keeps_the_width_of_its_first_number() {
    let (document, findings) = school("building A { room \"A{098..101}\" B1 }\n");
    assert!(findings.is_empty());
    let args = &document.nodes[0].children[0].args;
    let names = |i: usize| args[i].value.items().iter().map(|item| item.text.as_str()).collect::<Vec<_>>();
    assert_eq!(names(0), ["A098", "A099", "A100", "A101"]);
    assert_eq!(names(1), ["B1"]);
    assert_eq!(found("building A { room \"A{9..1}\" }"), ["wrong-type 1:20"]);
    assert_eq!(found("building A { room \"A{1..999999999}\" }"), ["wrong-type 1:20"]);
}

#[test]
fn a_wrong_value_says_what_was_meant() {
    let rows = [
        ("block \"10.37.32.1/20\"", "wrong-type 1:7", "10.37.32.0/20"),
        ("camera c mac=\"01:00:00:00:00:00\"", "wrong-type 1:14", "multicast"),
        ("vlan a id=4095", "wrong-type 1:11", "from 1 to 4094"),
        ("ups u address=last", "wrong-type 1:15", "only a gateway"),
        ("vlan a gateway=frist", "wrong-type 1:16", "a host's number"),
        ("ups u at=sw1", "wrong-type 1:10", "no port of sw1"),
        ("ups u at=\"sw1:4,9-2\"", "wrong-type 1:17", "runs backwards"),
        ("camera c status=obsolet", "unknown-word 1:17", "obsolet"),
        ("nas n disk=\"16TB\"", "wrong-type 1:12", "a size is"),
        ("assert isolated a", "missing-argument 1:1", "2 names"),
        ("assert reach web from=a", "missing-property 1:1", "`to=`"),
        ("room A101", "node-not-here 1:1", "`room` cannot stand"),
        ("lifetime switch=3", "node-not-here 1:1", "top level of a school"),
        ("school \"0370037P\"", "node-not-here 1:1", "`school` cannot stand"),
        ("building A B", "argument-too-many 1:12", "takes one argument"),
        ("wan a { b }", "node-not-here 1:1", "takes no block"),
        ("deviation \"x\" owner=a", "missing-property 1:1", "`until=`"),
        ("deviation \"x\" owner=a until=none { waive r on=\"a>\"; }", "name-refused 1:50", "not a name"),
    ];
    for (body, at, words) in rows {
        let (_, findings) = school(body);
        assert_eq!(found(body), [at], "{body}");
        let said = format!("{} {}", findings[0].message, findings[0].help.clone().unwrap_or_default());
        assert!(said.contains(words), "{body}: {said}");
    }
}

#[test]
fn a_file_says_first_what_it_is() {
    let said = |at, text: &str| run(at, text).1.iter().map(|f| place(text, f)).collect::<Vec<_>>();
    assert_eq!(said(In::C, ""), ["header-missing 1:1"]);
    assert_eq!(said(In::C, "building A { room A101 }\n"), ["header-missing 1:1"]);
    assert_eq!(said(In::P, "// a\nprofil x\n"), ["header-missing 2:1"]);
    // A file at the wrong place is one mistake, whatever stands in it.
    assert_eq!(said(In::C, "profile x kind=LEN\nvlan a place=1\nremove vlan b\n"), ["header-missing 1:1"]);
    assert_eq!(said(In::K, "school \"0370037P\" profile=x\nbuilding A\n"), ["header-missing 1:1"]);
    assert_eq!(said(In::C, "school \"0370037A\" profile=p name=n slug=s"), ["wrong-type 1:8"]);
    assert_eq!(said(In::C, "school \"0370037P\" profile=p"), ["missing-property 1:1", "missing-property 1:1"]);
    let (document, _) = run(In::C, "school \"0370037P\" profile=p name=n slug=s { building A { room A101 } }");
    assert_eq!(document.nodes.len(), 1);
}

#[test]
fn a_comment_by_slashdash_is_gone_whatever_it_covers() {
    let body = "/-building X { room é=9z }\nbuilding A /-nam=x /-9z name=y /-{ room 9 } { room A101; /-room 9z\n room A102 }\n";
    let (document, findings) = school(body);
    assert!(findings.is_empty(), "{findings:?}");
    assert_eq!(document.nodes[0].children.len(), 2);
    assert_eq!(document.nodes[0].props.len(), 1);
}

#[test]
fn no_damage_to_a_manifest_stops_the_reader_and_every_place_is_in_the_text() {
    let text = include_str!("fixtures/snippets.kdl");
    // Not `/*`: an open comment hides what follows, and says so.
    let marks = ["", "\"", "{", "}", "/-", "=", "\\", "#", "'", ",", "(", "\"\"\"", ";", "\n", "9", "é"];
    let places: Vec<usize> = text.char_indices().map(|(i, _)| i).step_by(53).collect();
    let mut parser_spoke = Vec::new();
    for (n, at) in places.into_iter().enumerate() {
        let mark = marks[n % marks.len()];
        let cut = text[at..].chars().next().map_or(0, char::len_utf8);
        let damaged = format!("{}{mark}{}", &text[..at], &text[at + if mark.is_empty() { cut } else { 0 }..]);
        let (document, findings) = run(In::C, &damaged);
        for finding in &findings {
            for label in &finding.labels {
                assert!(
                    damaged.get(label.span.start as usize..label.span.end() as usize).is_some(),
                    "{mark} at {at}: {finding:?}"
                );
            }
        }
        if document.nodes.is_empty() {
            parser_spoke.push((mark, at, findings.iter().map(|f| place(&damaged, f)).collect::<Vec<_>>()));
        }
    }
    assert!(parser_spoke.is_empty(), "one mark hid the whole file: {parser_spoke:#?}");
}
