//! Goldens of the sample region: the lines that an engineer applies at half past seven, read once and kept.
//!
//! A golden is cut: of blocks that differ in numbers and descriptions alone the first stays, and the others are named
//! under it. What a change does to *all* lines the other tests hold; here it must be seen. Entry point: [`golden`].
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::indexing_slicing, reason = "a test stops where it fails")]

use preau::compile::{self, Options};
use preau::source;
use std::collections::BTreeMap;
use std::path::Path;
use std::sync::LazyLock;

/// The most lines of a golden that anybody reads.
const READ: usize = 150;

/// The sample region's tree, built once.
static TREE: LazyLock<BTreeMap<String, String>> = LazyLock::new(|| {
    let region = source::read(Path::new(concat!(env!("CARGO_MANIFEST_DIR"), "/schools"))).unwrap();
    let options = Options { today: None, schools: Vec::new(), targets: Vec::new(), progress: &|_, _| {} };
    let built = compile::build(&region, &options);
    built.files.into_iter().map(|file| (file.path, String::from_utf8(file.content).unwrap())).collect()
});

fn file(path: &str) -> &'static str {
    TREE.get(path).unwrap_or_else(|| panic!("no file {path}"))
}

/// The files of a folder, one under the other, each under its name.
fn folder(path: &str, is_wanted: fn(&str) -> bool) -> String {
    let files = TREE.iter().filter_map(|(name, text)| Some((name.strip_prefix(path)?, text))).filter(|(name, _)| is_wanted(name));
    let text: String = files.map(|(name, text)| format!("==> {name}\n{text}")).collect();
    assert!(!text.is_empty(), "no folder {path}");
    text
}

/// What stays of a text when numbers do not count.
fn shape(text: &str) -> String {
    let mut out = String::new();
    for c in text.chars() {
        match c.is_ascii_digit() {
            true if out.ends_with('0') => {}
            true => out.push('0'),
            false => out.push(c),
        }
    }
    out
}

/// A list of numbers is as long as it is: `10 20 30`, `10,20-30`.
fn without_lists(line: &str) -> String {
    let line = shape(line);
    let (words, numbers) = line.split_once(" vlan 0").unwrap_or((&line, ""));
    match numbers.chars().all(|c| " 0,-to".contains(c)) {
        true => words.to_owned(),
        false => line,
    }
}

/// Keeps the first of the blocks of one shape, and names the others under it. A block is a header at the left with its
/// indented lines; each has a title by which it is named.
fn cut(blocks: Vec<(String, Vec<String>)>) -> String {
    let mut kept: Vec<(String, Vec<String>, Vec<String>)> = Vec::new();
    let mut at = BTreeMap::new();
    for (title, lines) in blocks {
        let said = |line: &&String| !line.trim_start().starts_with("description ") && !line.trim_start().starts_with("name ");
        let shape: Vec<String> = lines.iter().filter(said).map(|line| without_lists(line)).collect();
        match at.get(&shape) {
            Some(first) if lines.len() > 1 => kept.get_mut(*first).map(|row: &mut (_, _, Vec<String>)| row.2.push(title)),
            _ => {
                at.insert(shape, kept.len());
                kept.push((title, lines, Vec::new()));
                None
            }
        };
    }
    let mut out = String::new();
    for (_, lines, others) in kept {
        lines.iter().for_each(|line| out.extend([line.as_str(), "\n"]));
        if !others.is_empty() {
            out.push_str(&format!("[and {} like it: {}]\n", others.len(), runs(&others)));
        }
    }
    out
}

/// Names in a row, `interface GigabitEthernet1/0/2, 3, 4`: what they begin with is said once.
fn runs(names: &[String]) -> String {
    let mut out = String::new();
    let mut before = "";
    for name in names {
        let stem = name.trim_end_matches(|c: char| c.is_ascii_digit());
        out.push_str(if out.is_empty() { "" } else { ", " });
        out.push_str(if stem == before { &name[stem.len()..] } else { name });
        before = stem;
    }
    out
}

/// A switch's configuration in two goldens, cut: what the device is, and its interfaces.
fn switch(name: &str, path: &str) {
    let (ports, device) = blocks(path).into_iter().partition(|(title, _)| title.starts_with("interface "));
    golden(&format!("{name}-device"), &cut(device));
    golden(&format!("{name}-interfaces"), &cut(ports));
}

/// A switch's configuration as blocks by their headers.
fn blocks(path: &str) -> Vec<(String, Vec<String>)> {
    let mut blocks: Vec<(String, Vec<String>)> = Vec::new();
    let mut is_fresh = true;
    for line in file(path).lines() {
        let is_rule = line == "#" || line == "!";
        match blocks.last_mut() {
            // Comware indents global lines too, after a `#`: those stand alone.
            Some((_, lines)) if line.starts_with(' ') && !is_fresh => lines.push(line.to_owned()),
            _ if is_rule => {}
            _ => blocks.push((line.trim().to_owned(), vec![line.to_owned()])),
        }
        is_fresh = is_rule;
    }
    blocks
}

/// The head and the first rows of a table.
fn table(path: &str, rows: usize) -> String {
    let text = file(path);
    let mut out: String = text.lines().take(rows + 1).map(|line| format!("{line}\n")).collect();
    out.push_str(&format!("[and {} rows more]\n", text.lines().count().saturating_sub(rows + 1)));
    out
}

/// The head of a section of a pfSense's configuration.
fn section(path: &str, name: &str, most: usize) -> String {
    let [open, close] = [format!("\t<{name}>"), format!("\t</{name}>")];
    let inside: Vec<&str> = file(path).lines().skip_while(|line| *line != open).take_while(|line| *line != close).collect();
    let head: String = inside.iter().take(most).map(|line| format!("{line}\n")).collect();
    format!("{head}[and {} lines more]\n", inside.len().saturating_sub(most))
}

/// The part of a state between two of its lists, cut: of lines with the same fields the first stays.
fn state(path: &str, from: &str, to: &str) -> String {
    let mut seen = BTreeMap::<String, usize>::new();
    let mut lines = Vec::new();
    let [from, to] = [from, to].map(|name| format!("  \"{name}\": "));
    let lines_from = file(path).lines().skip_while(|line| !line.starts_with(&from));
    let part: Vec<&str> = lines_from.take_while(|line| !line.starts_with(&to)).collect();
    for line in &part {
        let mut shape = String::new();
        let mut quotes = line.split('"');
        shape.push_str(quotes.next().unwrap_or_default());
        while let (Some(text), Some(rest)) = (quotes.next(), quotes.next()) {
            // A field's name counts, a text does not.
            shape.push_str(if rest.starts_with(':') { text } else { "" });
            shape.push_str(&rest.replace(|c: char| c.is_ascii_digit(), "").replace(", ", ""));
        }
        let count = seen.entry(shape).or_default();
        *count += 1;
        if *count == 1 {
            lines.push((*line).to_owned());
        }
    }
    let left = part.len() - lines.len();
    lines.push(format!("[and {left} lines of the same fields]"));
    lines.join("\n") + "\n"
}

fn golden(name: &str, text: &str) {
    let lines = text.lines().count();
    assert!(lines <= READ, "{name}: {lines} lines, which nobody reads");
    let mut settings = insta::Settings::clone_current();
    settings.set_prepend_module_to_snapshot(false);
    settings.set_omit_expression(true);
    settings.set_snapshot_path("golden/region");
    settings.bind(|| insta::assert_snapshot!(name, text));
}

#[test]
fn the_core_switch_of_choiseul() {
    switch("choiseul-core-sw151", "0370037P/switches/sw151.cfg");
}

#[test]
fn an_access_switch_of_choiseul_with_hosts_and_phones() {
    switch("choiseul-access-sw158", "0370037P/switches/sw158.cfg");
}

#[test]
fn an_old_catalyst_of_choiseul() {
    switch("choiseul-ios-sw153", "0370037P/switches/sw153.cfg");
}

#[test]
fn the_networking_lab_of_choiseul() {
    switch("choiseul-lab-sw167", "0370037P/switches/sw167.cfg");
}

#[test]
fn the_network_of_a_host_of_choiseul() {
    golden("choiseul-hosta-network", &folder("0370037P/hosts/hosta/network/", |name| !name.starts_with("40-")));
    golden("choiseul-hosta-guest-ports", &folder("0370037P/hosts/hosta/network/", |name| name.starts_with("40-")));
}

#[test]
fn the_boot_of_a_host_of_choiseul() {
    let text = folder("0370037P/hosts/hosta/units/", |_| true) + "==> storage.sh\n" + file("0370037P/hosts/hosta/storage.sh");
    golden("choiseul-hosta-boot", &text);
}

#[test]
fn guests_of_choiseul() {
    golden("choiseul-amon", file("0370037P/hosts/hosta/kvm/amon.xml"));
    golden("choiseul-fichiers", &folder("0370037P/hosts/hostc/lxc/fichiers/", |_| true));
    golden("choiseul-portail", &folder("0370037P/hosts/hostc/docker/portail/", |_| true));
}

#[test]
fn the_domain_of_choiseul() {
    let controller = "0370037P/hosts/hostb/annuaire/samba/";
    golden("choiseul-directory-controller", &folder(controller, |name| matches!(name, "smb.conf" | "accounts.json")));
    golden("choiseul-directory-entries", &folder(controller, |name| name == "school.ldif"));
    golden("choiseul-directory-script", &folder(controller, |name| name == "provision.sh"));
    golden("choiseul-directory-files", &folder("0370037P/hosts/hostc/fichiers/samba/", |_| true));
    golden("choiseul-directory-request", file("0370037P/hosts/hosta/horus/samba/demande.txt"));
}

#[test]
fn the_classic_domain_of_fontaines() {
    let holder = "0189903S/hosts/hosta/annuaire/";
    golden("fontaines-directory-samba", &folder(&format!("{holder}samba/"), |name| name != "domain.sh"));
    golden("fontaines-directory-script", file("0189903S/hosts/hosta/annuaire/samba/domain.sh"));
    golden("fontaines-directory-slapd", &folder(&format!("{holder}ldap/"), |name| name != "school.ldif"));
    golden("fontaines-directory-entries", &table("0189903S/hosts/hosta/annuaire/ldap/school.ldif", 140));
    golden("fontaines-directory-member", &folder("0189903S/hosts/hosta/fichiers/samba/", |name| name != "quotas.sh"));
    golden("fontaines-state-directory", &state("0189903S/state.json", "directory", "nac"));
}

#[test]
fn the_inventory_of_choiseul() {
    for (class, rows) in [
        ("02-Organization", 2),
        ("12-Subnet", 3),
        ("15-PowerSource", 2),
        ("17-NetworkDevice", 4),
        ("21-VirtualMachine", 4),
        ("23-PC", 3),
        ("28-PhysicalInterface", 4),
        ("30-lnkConnectableCIToNetworkDevice", 4),
    ] {
        golden(&format!("choiseul-itop-{class}"), &table(&format!("0370037P/cmdb/itop/{class}.csv"), rows));
    }
}

#[test]
fn the_state_of_choiseul() {
    golden("choiseul-state-switches", &state("0370037P/state.json", "switches", "wlans"));
    golden("choiseul-state-wlans", &state("0370037P/state.json", "wlans", "hosts"));
    golden("choiseul-state-hosts", &state("0370037P/state.json", "hosts", "guests"));
    golden("choiseul-state-guests", &state("0370037P/state.json", "guests", "dhcp"));
    golden("choiseul-state-services", &state("0370037P/state.json", "dhcp", "clients"));
    golden("choiseul-state-policy", &state("0370037P/state.json", "policy", "firewall"));
    golden("choiseul-state-directory", &state("0370037P/state.json", "directory", "nac"));
    golden("choiseul-state-records", &state("0370037P/state.json", "actions", "none"));
}

#[test]
fn the_leases_of_ipv6_of_choiseul() {
    golden("choiseul-kea6", file("0370037P/hosts/hostb/annuaire/kea/kea-dhcp6.conf"));
}

#[test]
fn the_services_of_dessaignes() {
    golden("dessaignes-kea", &table("0410002E/hosts/hosta/annuaire/kea/kea-dhcp4.conf", 140));
    golden("dessaignes-unbound", file("0410002E/hosts/hosta/noms/unbound/preau.conf"));
    golden("dessaignes-chrony", file("0410002E/hosts/hosta/noms/chrony/chrony.conf"));
}

#[test]
fn the_wifi_of_choiseul() {
    golden("choiseul-wifi", file("0370037P/wifi/choiseul.cfg"));
}

#[test]
fn the_wifi_of_george_sand() {
    // What a cluster is, is choiseul's; here its networks with their rules, and its access points.
    let text = file("0360019A/wifi/george-sand.cfg");
    let from = |mark: &str| text.find(mark).unwrap_or_else(|| panic!("no {mark}"));
    golden("george-sand-networks", &text[from("wlan ssid-profile")..from("per-ap-settings")]);
    golden("george-sand-rules", &text[from("time-range")..from("wlan auth-server")]);
    golden("george-sand-points", &text[from("per-ap-settings")..]);
}

#[test]
fn who_answers_radius_where_the_region_does_not() {
    golden("dessaignes-clients", file("0410002E/hosts/hosta/acces/freeradius/clients.conf"));
    golden("dessaignes-member", file("0410002E/hosts/hosta/acces/samba/smb.conf"));
    let lines = ["endpoints", "network-devices", "roles"].map(|name| file(&format!("region/clearpass/{name}.jsonl")));
    golden("clearpass", &lines.concat());
}

#[test]
fn the_clients_of_choiseul() {
    golden("choiseul-opsi", &table("0370037P/stations/opsi.json", 4));
}

#[test]
fn a_school_behind_an_amon_that_the_academy_runs() {
    golden("choiseul-config-eol", &short("0370037P/firewall/config.eol"));
    let request = short("0370037P/firewall/demande-academie.md");
    let (request, variables) = request.split_once("\n## Variables").unwrap();
    golden("choiseul-demande", &tables(request, 14));
    let (_, lists) = variables.split_once("## Listes").unwrap();
    golden("choiseul-demande-listes", &tables(lists, 6));
    let request = short("0360003H/firewall/demande-academie.md");
    let leases: Vec<&str> = request.lines().skip_while(|line| !line.starts_with("| `adresse_network_dhcp`")).collect();
    let leases: String = leases.iter().take_while(|line| !line.is_empty()).map(|line| format!("{line}\n")).collect();
    golden("chateauneuf-leases", &leases);
    // Its zones, and what is said of three pairs of them; of what is translated, the first of many networks.
    let model = file("0370037P/firewall/era/4zones-0370037p.xml");
    let (zones, _) = model.split_once("    <include>").unwrap();
    let ends = [("exterieur", "invites"), ("pedago", "invites"), ("admin", "pedago")];
    let starts = ends.map(|(a, b)| format!("        <flux zoneA=\"{a}\" zoneB=\"{b}\">\n"));
    let shown = |line: &&str| !line.contains("sauf-not-internet_") || line.contains("sauf-not-internet_1\"");
    let mut text = zones.to_owned();
    for start in starts {
        let (flux, _) = model.split_once(&start).unwrap().1.split_once("        </flux>\n").unwrap();
        text += &start;
        flux.split_inclusive('\n').filter(shown).for_each(|line| text += line);
    }
    golden("choiseul-zones", &text);
}

/// A page of which each table shows its first rows.
fn tables(page: &str, most: usize) -> String {
    let (mut out, mut rows) = (String::new(), 0);
    let more = |rows: usize| if rows > most { format!("[and {} rows more]\n", rows - most) } else { String::new() };
    for line in page.lines() {
        rows = if line.starts_with('|') {
            rows + 1
        } else {
            out.push_str(&more(std::mem::take(&mut rows)));
            0
        };
        if rows <= most {
            out.push_str(&format!("{line}\n"));
        }
    }
    out + &more(rows)
}

/// A file whose longest lines end where a person has understood them.
fn short(path: &str) -> String {
    let cut = |line: &str| match line.char_indices().nth(170) {
        Some((end, _)) => format!("{} [and {} characters]\n", &line[..end], line.chars().count() - 170),
        None => format!("{line}\n"),
    };
    file(path).lines().map(cut).collect()
}

#[test]
fn a_school_behind_pfsense() {
    golden("berry-pare-feu", file("0189901P/hosts/hosta/kvm/pare-feu.xml"));
    golden("berry-network", &folder("0189901P/hosts/hosta/network/", |name| name.contains("pare-feu")));
    let config = "0189901P/firewall/config.xml";
    let parts = [("interfaces", 25), ("dhcpd", 22), ("aliases", 14), ("nat", 30), ("filter", 46)];
    golden("berry-pfsense", &parts.map(|(name, most)| section(config, name, most)).concat());
    switch("brenne-sw151", "0369901S/switches/sw151.cfg");
}

#[test]
fn a_school_of_access_to_the_wide_network_alone() {
    let files: Vec<&str> = TREE.keys().filter_map(|path| path.strip_prefix("0189902R/")).collect();
    golden("sancerrois-files", &(files.join("\n") + "\n"));
    golden("sancerrois-state", file("0189902R/state.json"));
}

#[test]
fn a_college_of_two_switches() {
    switch("fontaines-sw152", "0189903S/switches/sw152.cfg");
}

#[test]
fn a_golden_names_what_it_leaves_out() {
    let block = |title: &str, line: &str| (title.to_owned(), vec![title.to_owned(), line.to_owned()]);
    let blocks =
        vec![block("port 1", " vlan 10"), block("port 2", " vlan 20"), block("port 3", " poe"), block("port 4", " vlan 30")];
    assert_eq!(cut(blocks), "port 1\n vlan 10\n[and 2 like it: port 2, 4]\nport 3\n poe\n");
}
