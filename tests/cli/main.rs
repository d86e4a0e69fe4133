//! The command as its users meet it: through the binary, by its exit codes and its two streams.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::indexing_slicing, reason = "a test stops where it fails")]

mod place;
mod usage;

use place::{Place, code, err, lycee, out};
use std::fs;
use std::process::{Command, Output, Stdio};

#[test]
fn a_sound_region_is_0_a_finding_is_1_and_an_absent_folder_is_2() {
    let sound = Place::sound().run(&["check"]);
    assert_eq!((code(&sound), out(&sound).as_str()), (Some(0), "no findings\n"));
    let broken = Place::broken().run(&["check", "schools"]);
    assert_eq!(code(&broken), Some(1));
    assert!(out(&broken).contains("not-utf8\n  × 37/0370037P.kdl is not UTF-8"), "{}", out(&broken));
    assert!(out(&broken).contains("[37/0370037P.kdl:2:9]") && out(&broken).ends_with("\n1 error\n"), "{}", out(&broken));
    let absent = Place::sound().run(&["check", "elsewhere"]);
    assert_eq!((code(&absent), out(&absent).as_str()), (Some(2), ""));
    assert!(err(&absent).starts_with("error: elsewhere: "), "{}", err(&absent));
}

#[test]
fn each_line_of_json_is_an_object_with_every_field() {
    let output = Place::broken().run(&["check", "--format", "json"]);
    let lines: Vec<serde_json::Value> = out(&output).lines().map(|line| serde_json::from_str(line).unwrap()).collect();
    assert_eq!((lines.len(), code(&output)), (1, Some(1)));
    let fields = "rule severity message file line column end_line end_column labels help fix school fingerprint";
    for field in fields.split(' ') {
        assert!(lines[0].get(field).is_some(), "{field}");
    }
    assert_eq!((&lines[0]["line"], &lines[0]["column"]), (&2.into(), &9.into()));
    assert_eq!(out(&Place::sound().run(&["check", "--format", "json"])), "");
}

#[test]
fn a_build_that_is_refused_leaves_the_output_as_it_was() {
    let place = Place::sound();
    let first = place.run(&["build"]);
    assert_eq!(code(&first), Some(0), "{}", err(&first));
    assert!(out(&first).starts_with("build: "), "{}", out(&first));
    let manifest = fs::read(place.0.join("build/manifest.json")).unwrap();
    fs::write(place.0.join("schools/x.kdl"), b"\xff").unwrap();
    fs::write(place.0.join("build/by-hand.txt"), "mine").unwrap();
    for args in [&["build"][..], &["build", "--keep-going"]] {
        let refused = place.run(args);
        assert_eq!((code(&refused), out(&refused).as_str()), (Some(1), ""), "{args:?}");
        assert!(err(&refused).ends_with("build: nothing was written\n"), "{}", err(&refused));
    }
    assert_eq!(fs::read(place.0.join("build/manifest.json")).unwrap(), manifest);
    assert_eq!(fs::read(place.0.join("build/by-hand.txt")).unwrap(), b"mine");
    let elsewhere = place.run(&["build", "-o", "fresh/deep/build"]);
    assert_eq!(code(&elsewhere), Some(1));
    assert!(!place.0.join("fresh").exists());
}

#[test]
fn a_folder_that_is_not_a_build_is_refused_with_2() {
    let place = Place::sound();
    fs::create_dir_all(place.0.join("home")).unwrap();
    fs::write(place.0.join("home/thesis.txt"), "years").unwrap();
    let output = place.run(&["build", "-o", "home"]);
    assert_eq!(code(&output), Some(2));
    assert!(err(&output).contains("home holds files and no manifest.json of a build"), "{}", err(&output));
    for inside in ["schools", "schools/build", "schools/../schools/x/y"] {
        let output = place.run(&["build", "-o", inside]);
        assert_eq!(code(&output), Some(2), "{inside}");
        assert!(err(&output).contains("inside the region"), "{inside}: {}", err(&output));
    }
    assert_eq!(fs::read_dir(place.0.join("schools")).unwrap().count(), 1);
}

/// The numbers of the line that tells what a build did.
fn counts(output: &Output) -> Vec<usize> {
    let text = out(output);
    let line = text.lines().next().unwrap();
    line.split(' ').filter_map(|word| word.parse().ok()).collect()
}

#[test]
fn a_second_build_touches_nothing_and_one_that_makes_less_removes_the_rest() {
    let place = lycee();
    let first = place.run(&["build"]);
    assert_eq!(code(&first), Some(0), "{}", err(&first));
    let written = counts(&first)[0];
    let switch = place.0.join("build/0410832G/switches/sw2.cfg");
    let when = || fs::metadata(&switch).unwrap().modified().unwrap();
    let before = when();
    assert_eq!(counts(&place.run(&["build"])), [0, 0, written]);
    assert_eq!(when(), before);

    let school = place.0.join("schools/41/0410832G-delaunay.kdl");
    let text = fs::read_to_string(&school).unwrap();
    fs::write(&school, format!("// a comment\n{text}// another\n")).unwrap();
    assert_eq!(counts(&place.run(&["build"])), [0, 0, written], "a comment changes no output");

    fs::write(&switch, "by hand").unwrap();
    assert_eq!(counts(&place.run(&["build"])), [1, 0, written - 1]);
    fs::remove_file(&school).unwrap();
    let last = place.run(&["build"]);
    assert_eq!(code(&last), Some(0), "{}", err(&last));
    assert!(counts(&last)[1] > 20 && !place.0.join("build/0410832G").exists(), "{}", out(&last));
}

#[test]
fn a_build_ends_with_the_secrets_that_it_lacks() {
    let output = lycee().run(&["build"]);
    let text = out(&output);
    let line = text.lines().last().unwrap();
    assert!(line.ends_with(" files wait for their values") && line.contains(" placeholders of "), "{line}");
    assert_eq!(out(&Place::sound().run(&["build"])).lines().count(), 1, "none are missing where nothing is made");
}

#[test]
fn a_state_is_built_for_itself() {
    let place = lycee();
    let output = place.run(&["build", "--target", "state"]);
    assert_eq!((code(&output), counts(&output)), (Some(0), vec![1, 0, 0]), "{}", err(&output));
    let text = fs::read_to_string(place.0.join("build/0410832G/state.json")).unwrap();
    let state: serde_json::Value = serde_json::from_str(&text).unwrap();
    assert_eq!((&state["format"], &state["uai"]), (&"preau-state/1".into(), &"0410832G".into()));
    for list in ["switches", "hosts", "guests", "records"] {
        assert!(state[list].as_array().is_some_and(|rows| rows.len() > 1 || list == "hosts"), "{list}");
    }
    assert!(!text.contains("@secret:") && text.contains("\"scope\": \"region\""), "secrets go by name");
    assert!(!text.contains(".kdl"), "no place in a file");
}

#[test]
fn rules_found_in_service_are_proved_with_their_lines_and_a_file_that_is_none_is_2() {
    let place = lycee();
    let amon = ["policy", "schools", "--school", "0410832G", "--rules"];
    assert_eq!(code(&place.run(&["policy", "schools", "--rules", "x.xml"])), Some(2), "of which school");
    assert_eq!(code(&place.run(&[&amon[..], &["nowhere.xml"]].concat())), Some(2));
    fs::write(place.0.join("toto.xml"), "toto").unwrap();
    let refused = place.run(&[&amon[..], &["toto.xml"]].concat());
    assert_eq!((code(&refused), err(&refused).as_str()), (Some(2), "error: toto.xml: line 1: it holds no element\n"));
    let found = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/fixtures/found/config.xml");
    fs::copy(found, place.0.join("found.xml")).unwrap();
    let output = place.run(&[&amon[..], &["found.xml"]].concat());
    let said = out(&output);
    assert_eq!(code(&output), Some(1), "{said}");
    assert!(said.contains("error: found.xml:") && said.contains("dns of guests: it decides nothing"), "{said}");
    let json = place.run(&[&amon[..], &["found.xml", "--format", "json"]].concat());
    let object: serde_json::Value = serde_json::from_str(&out(&json)).unwrap();
    let missing = object["needs"].as_array().unwrap().iter().find(|n| n["present"] == false).unwrap();
    assert!(missing["packet"].is_string() && missing["met"][0]["allows"] == false, "{missing}");
    assert_eq!(object["unjudged"].as_array().map(Vec::len), Some(1));
}

#[test]
fn a_disk_that_refuses_is_2_and_names_the_file() {
    let place = Place::sound();
    assert_eq!(code(&place.run(&["build"])), Some(0));
    fs::remove_dir_all(place.0.join("build")).unwrap();
    fs::write(place.0.join("build"), "a file").unwrap();
    let output = place.run(&["build"]);
    assert_eq!((code(&output), out(&output).as_str()), (Some(2), ""));
    assert!(err(&output).contains("build is not a folder"), "{}", err(&output));
    let output = place.run(&["build", "-o", "/proc/none/build"]);
    assert_eq!(code(&output), Some(2));
    assert!(err(&output).contains("/proc/none"), "{}", err(&output));
}

#[test]
fn a_pipe_gets_no_colour_and_no_bar() {
    for args in [&["check"][..], &["build"], &["check", "nowhere"], &["--help"], &["nonsense"]] {
        let output = Place::broken().run(args);
        assert!(!output.stdout.contains(&0x1b) && !output.stderr.contains(&0x1b), "{args:?}");
        assert!(!output.stderr.contains(&b'\r'), "{args:?}");
    }
}

#[test]
fn a_reader_that_goes_away_is_no_error() {
    // Many findings, so that the pipe is full before it is closed.
    let names: Vec<_> = (0..2000).map(|n| format!("{n}.kdl")).collect();
    let files: Vec<(&str, &[u8])> = names.iter().map(|name| (name.as_str(), &b"\xff"[..])).collect();
    let place = Place::new(&files);
    let mut child = place.command(&["check"]).stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().unwrap();
    drop(child.stdout.take());
    let output = child.wait_with_output().unwrap();
    assert_eq!((code(&output), err(&output).as_str()), (Some(1), ""));
}

#[test]
fn a_stream_that_refuses_is_2_and_named() {
    let full = fs::OpenOptions::new().write(true).open("/dev/full").unwrap();
    let output = Place::sound().command(&["check"]).stdout(full).output().unwrap();
    assert_eq!(code(&output), Some(2));
    assert!(err(&output).starts_with("error: standard output: "), "{}", err(&output));
}

#[test]
fn explain_lists_every_rule_and_prints_each() {
    let place = Place::sound();
    let list = out(&place.run(&["explain"]));
    assert!(list.lines().count() >= 6);
    for name in list.lines().filter_map(|line| line.split(' ').next()) {
        let page = place.run(&["explain", name]);
        assert_eq!(code(&page), Some(0), "{name}");
        assert!(out(&page).starts_with(&format!("# {name}\n\nSeverity: ")), "{name}");
    }
}

#[test]
fn the_reference_page_is_what_the_program_says() {
    let path = concat!(env!("CARGO_MANIFEST_DIR"), "/docs/cli.md");
    let said = preau::cli::reference();
    if std::env::var_os("BLESS").is_some() {
        fs::write(path, &said).unwrap();
    }
    let written = fs::read_to_string(path).unwrap_or_default();
    assert_eq!(written, said, "docs/cli.md is stale: BLESS=1 cargo test --test cli");
}

/// A few schools of the sample region, with other sources of secrets.
fn with_sources(sources: &str) -> Place {
    fn copied(from: &std::path::Path, to: &std::path::Path) {
        fs::create_dir_all(to).unwrap();
        for entry in fs::read_dir(from).unwrap() {
            let entry = entry.unwrap();
            let name = entry.file_name().into_string().unwrap();
            // Three schools are a region: one with Comware, one with IOS, one that asks ClearPass.
            let is_kept = ["0410832G", "0280022X", "0459901T"].iter().any(|code| name.starts_with(code));
            let is_other = name.starts_with('0') && !is_kept;
            match entry.file_type().unwrap().is_dir() {
                true => copied(&entry.path(), &to.join(name)),
                false if is_other => {}
                false => drop(fs::copy(entry.path(), to.join(name)).unwrap()),
            }
        }
    }
    let place = Place::new(&[]);
    copied(&std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("schools"), &place.0.join("schools"));
    let region = place.0.join("schools/region.kdl");
    let text = fs::read_to_string(&region).unwrap();
    let (head, tail) = text.split_once("secrets {").unwrap();
    let (_, tail) = tail.split_once('}').unwrap();
    fs::write(region, format!("{head}secrets {{ {sources}; }}{tail}")).unwrap();
    place
}

/// The values that the small lycée's files want.
const VALUES: &str = "# a comment\nregion/radius.equipements=Rad1us+/=xyz\nregion/snmp.auth=Snmp.auth1\nregion/snmp.priv=Snmp.priv1\n\
    region/ssh.console=C0nsole\nregion/ssh.exploit=Expl0it\n0410832G/annuaire.admin=Annu.1re\n\
    0459901T/radius.clearpass=Clear.pass-12\n0410832G/annuaire.svc-ent=Svc.ent1\n0410832G/annuaire.svc-opsi=Svc.opsi1\n";

#[test]
fn only_build_with_secrets_opens_them_and_closes_the_files_that_hold_one() {
    use std::os::unix::fs::PermissionsExt;
    let place = with_sources("source file \"../values\"");
    let school = ["--school", "0410832G", "--target", "switches"];
    let build = |more: &[&str]| place.run(&[&["build"], school.as_slice(), more].concat());
    let open = place.run(&["build", "--secrets"]);
    assert_eq!(code(&open), Some(2), "no file of values: {}", err(&open));
    fs::write(place.0.join("values"), VALUES).unwrap();
    fs::set_permissions(place.0.join("values"), fs::Permissions::from_mode(0o644)).unwrap();
    let readable = build(&["--secrets"]);
    assert!(code(&readable) == Some(2) && err(&readable).contains("chmod 600"), "{}", err(&readable));
    fs::set_permissions(place.0.join("values"), fs::Permissions::from_mode(0o600)).unwrap();

    // Without the flag nothing is opened, whatever lies there.
    assert_eq!(code(&build(&[])), Some(0));
    let file = place.0.join("build/0410832G/switches/sw1.cfg");
    let mode = |file: &std::path::Path| fs::metadata(file).unwrap().permissions().mode() & 0o777;
    assert!(fs::read_to_string(&file).unwrap().contains("@secret:region/radius.equipements@") && mode(&file) != 0o600);

    let filled = build(&["--secrets", "--require-secrets"]);
    assert_eq!(code(&filled), Some(0), "{}", err(&filled));
    let text = fs::read_to_string(&file).unwrap();
    assert!(text.contains("Rad1us+/=") && !text.contains("@secret:") && mode(&file) == 0o600);
    let manifest = fs::read_to_string(place.0.join("build/manifest.json")).unwrap();
    assert!(manifest.lines().filter(|l| l.contains("switches/")).all(|l| l.contains("\"holds_secret\":true")), "{manifest}");
    // `why` knows the file again, and shows no value.
    let at = text.lines().position(|l| l.contains("Rad1us")).unwrap() + 1;
    let why = place.run(&["why", &format!("build/0410832G/switches/sw1.cfg:{at}")]);
    assert_eq!(code(&why), Some(0), "{}", err(&why));
    assert!(!out(&why).contains("edited by hand") && !out(&why).contains("Rad1us"), "{}", out(&why));
    for said in [&filled, &why] {
        let said = out(said) + &err(said);
        assert!(VALUES.lines().filter_map(|l| l.split_once('=')).all(|(_, value)| !said.contains(value)), "{said}");
    }
}

#[test]
fn why_knows_the_manifest_of_a_build_with_archives_and_secrets_again() {
    use std::os::unix::fs::PermissionsExt;
    let place = with_sources("source file \"../values\"");
    fs::write(place.0.join("values"), VALUES).unwrap();
    fs::set_permissions(place.0.join("values"), fs::Permissions::from_mode(0o600)).unwrap();
    let manifest = place.0.join("build/manifest.json");
    let why = |part: &str| {
        let text = fs::read_to_string(&manifest).unwrap();
        let at = text.lines().position(|l| l.contains(part)).unwrap_or_else(|| panic!("no row of {part}")) + 1;
        place.run(&["why", &format!("build/manifest.json:{at}")])
    };
    let built = place.run(&["build", "--bundle", "--secrets"]);
    assert_eq!(code(&built), Some(0), "{}", err(&built));
    let text = fs::read_to_string(&manifest).unwrap();
    assert!(text.lines().any(|row| row.contains("sw1.cfg") && row.contains("\"holds_secret\":true")));
    for (part, said) in [("bundles/0410832G.tar.gz", "school \"0410832G\""), ("0410832G/switches/sw1.cfg", "switch sw1 ")] {
        let told = why(part);
        assert!(code(&told) == Some(0) && out(&told).contains(said), "{}{}", out(&told), err(&told));
    }
    // What filling does not change is still compared.
    let row = text.lines().find(|row| row.contains("0410832G/switches/sw1.cfg")).unwrap();
    fs::write(&manifest, text.replace(row, &row.replace("\"order\":200", "\"order\":7"))).unwrap();
    let told = why("0410832G/switches/sw1.cfg");
    assert!(code(&told) == Some(1) && out(&told).contains("edited by hand"), "{}", out(&told));
}

#[test]
fn a_secret_that_is_missing_or_unfit_stops_the_build_by_its_name() {
    let place = with_sources("source env prefix=MY_");
    let build = |args: &[&str], auth: &str| {
        let mut command = place.command(&[&["build", "--school", "0410832G", "--secrets"], args].concat());
        for (name, value) in VALUES.lines().filter_map(|l| l.split_once('=')) {
            command.env(format!("MY_{}", name.to_uppercase().replace(['/', '.', '-'], "_")), value);
        }
        command.env("MY_REGION_SNMP_AUTH", auth).output().unwrap()
    };
    let unfit = build(&[], "two words");
    assert_eq!(code(&unfit), Some(1));
    assert!(err(&unfit).contains("secret region/snmp.auth cannot stand in 0410832G/switches/"), "{}", err(&unfit));
    assert!(!err(&unfit).contains("two words") && !place.0.join("build").exists());
    let missing = place.run(&["build", "--school", "0410832G", "--secrets", "--require-secrets"]);
    assert_eq!(code(&missing), Some(1));
    assert!(err(&missing).contains("secret region/snmp.auth has no value\n") && !place.0.join("build").exists());
    assert_eq!(code(&build(&["--require-secrets"], "fit")), Some(0));
    // What the street would guess is named, and refused where all must be well.
    let weak = |args: &[&str]| {
        let mut command = place.command(&[&["build", "--school", "0410832G", "--secrets"], args].concat());
        command.env("MY_REGION_RADIUS_EQUIPEMENTS", "delaunay-2026").output().unwrap()
    };
    let said =
        "secret region/radius.equipements is weak for 0410832G/wifi/delaunay.cfg: it holds the code or the name of the school\n";
    let (told, refused) = (weak(&[]), weak(&["--require-secrets"]));
    assert!(code(&told) == Some(0) && out(&told).contains(said), "{}", out(&told));
    assert!(code(&refused) == Some(1) && err(&refused).contains(said), "{}", err(&refused));
    assert!(!(out(&told) + &err(&refused)).contains("delaunay-2026"));
}

#[test]
fn an_age_file_is_opened_with_the_key_of_its_variable() {
    if Command::new("age").arg("--version").output().is_err() {
        eprintln!("NOT RUN: the command `age` is not installed");
        return;
    }
    let place = with_sources("source age \"secrets/region.age\" key=env:THE_KEY");
    let key = Command::new("age-keygen").output().unwrap();
    let text = String::from_utf8(key.stdout).unwrap();
    let recipient = text.lines().find_map(|l| l.strip_prefix("# public key: ")).unwrap();
    let secret = text.lines().find(|l| l.starts_with("AGE-SECRET-KEY-")).unwrap();
    fs::create_dir_all(place.0.join("schools/secrets")).unwrap();
    fs::write(place.0.join("values"), VALUES).unwrap();
    let sealed = place.0.join("schools/secrets/region.age");
    let done = Command::new("age").args(["-r", recipient, "-o"]).arg(&sealed).arg(place.0.join("values")).status().unwrap();
    assert!(done.success());
    let build = |key: &str| {
        place.command(&["build", "--school", "0410832G", "--secrets", "--require-secrets"]).env("THE_KEY", key).output().unwrap()
    };
    let opened = build(secret);
    assert_eq!(code(&opened), Some(0), "{}", err(&opened));
    let wrong = build("AGE-SECRET-KEY-1QQQ");
    assert!(code(&wrong) == Some(2) && err(&wrong).contains("region.age"), "{}", err(&wrong));
    // Any changed byte is refused.
    let mut bytes = fs::read(&sealed).unwrap();
    *bytes.last_mut().unwrap() ^= 1;
    fs::write(&sealed, bytes).unwrap();
    assert_eq!(code(&build(secret)), Some(2));
}

#[test]
fn a_bundle_is_the_schools_files_and_the_same_bytes_again() {
    let place = with_sources("source env prefix=MY_");
    let build = |args: &[&str]| code(&place.run(&[&["build", "--school", "0410832G"], args].concat()));
    assert_eq!(build(&["--bundle", "--target", "switches"]), Some(2), "an archive of a part is none");
    assert_eq!(build(&["--bundle"]), Some(0));
    let archive = place.0.join("build/bundles/0410832G.tar.gz");
    let first = fs::read(&archive).unwrap();
    fs::remove_file(&archive).unwrap();
    assert_eq!(build(&["--bundle"]), Some(0));
    assert_eq!(fs::read(&archive).unwrap(), first);
    // As its reader would: unpack, compare the sums, compare with the tree.
    let script = "mkdir u && tar -xzf build/bundles/0410832G.tar.gz -C u && cd u && sha256sum --quiet --check SHA256SUMS \
                  && diff -r 0410832G ../build/0410832G";
    let done = Command::new("sh").args(["-c", script]).current_dir(&place.0).output().unwrap();
    assert!(done.status.success(), "{}{}", out(&done), err(&done));
    // A build without it takes the archive away: it would be of another day.
    assert_eq!((build(&[]), archive.exists()), (Some(0), false));
}

#[test]
fn templates_lists_what_a_template_may_name_and_whose_it_is() {
    let place = with_sources("source env prefix=MY_");
    fs::create_dir_all(place.0.join("schools/templates/os/ios")).unwrap();
    let built_in = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("templates/os/ios/interface.j2");
    fs::copy(built_in, place.0.join("schools/templates/os/ios/interface.j2")).unwrap();
    let listed = out(&place.run(&["templates"]));
    for line in ["templates/os/ios/interface.j2  the region's", "templates/os/ios/switch.j2  built in"] {
        assert!(listed.contains(line), "{listed}");
    }
    let field = |path: &str| listed.lines().find(|l| l.split_whitespace().next() == Some(path)).unwrap_or_default().to_owned();
    assert!(field("ports[].trunk.native").ends_with("word             999"), "{listed}");
    assert!(field("ports[].trunk").contains("view?") && field("stack").contains("flag"));
    // A cluster's come after the switches'.
    assert!(listed.contains("templates/os/aruba-instant/point.j2  built in"), "{listed}");
    assert!(field("points[].hostname").contains("word") && field("points[].hostname").contains("ap-"), "{listed}");
    // Every name that a built-in template prints from the root is listed.
    let template =
        fs::read_to_string(std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("templates/os/ios/switch.j2")).unwrap();
    let printed = template.split("{{ ").skip(1).filter_map(|rest| rest.split(" }}").next());
    let roots: Vec<&str> = printed.filter(|name| !name.contains('.')).collect();
    assert!(!roots.is_empty());
    let json = place.run(&["templates", "--format", "json"]);
    let languages: Vec<serde_json::Value> = out(&json).lines().map(|l| serde_json::from_str(l).unwrap()).collect();
    let ios = languages.iter().find(|l| l["language"] == "ios").unwrap();
    let paths: Vec<&str> = ios["fields"].as_array().unwrap().iter().map(|f| f["path"].as_str().unwrap()).collect();
    let loops: Vec<&str> = template.split("{% for ").skip(1).filter_map(|rest| rest.split(' ').next()).collect();
    assert!(roots.iter().all(|name| paths.contains(name) || loops.contains(name)), "{roots:?}");
    // A misspelt name in a region's template points into the template.
    let own = place.0.join("schools/templates/os/ios/interface.j2");
    let text = fs::read_to_string(&own).unwrap();
    fs::write(&own, format!("{{{{ port.nmae }}}}\n{text}")).unwrap();
    let refused = place.run(&["check"]);
    assert_eq!(code(&refused), Some(1));
    assert!(out(&refused).contains("[templates/os/ios/interface.j2:1"), "{}", out(&refused));
}

#[test]
fn an_overlay_goes_into_an_export_and_what_no_longer_fits_is_named() {
    let version = "<version>23.3</version>";
    let overlay = format!("<pfsense>{version}<interfaces><wan></wan></interfaces></pfsense>");
    let export = format!("<pfsense>{version}<cert><refid>kept</refid></cert></pfsense>");
    let named = export.replace("</pfsense>", "<openvpn>\n<interface>opt7</interface></openvpn></pfsense>");
    let armoured = b"---- BEGIN config.xml ----";
    let files: [(&str, &[u8]); 4] =
        [("o.xml", overlay.as_bytes()), ("e.xml", export.as_bytes()), ("n.xml", named.as_bytes()), ("a.xml", armoured)];
    let place = Place::new(&files);
    let merge = |export: &str| place.run(&["merge", &format!("schools/{export}"), "schools/o.xml"]);
    let done = merge("e.xml");
    assert_eq!(code(&done), Some(0), "{}", err(&done));
    assert!(out(&done).contains("<refid>kept</refid>") && out(&done).contains("<wan></wan>"));
    let dangling = merge("n.xml");
    assert_eq!(code(&dangling), Some(1));
    assert!(err(&dangling).contains("n.xml:2: interface opt7 is named here and is no more"), "{}", err(&dangling));
    let refused = merge("a.xml");
    assert_eq!((code(&refused), out(&refused)), (Some(2), String::new()));
    assert!(err(&refused).contains("encrypted"));
}
