//! A region of texts, and what the stages make of it.

use preau::base::{Finding, Origins, Policy, Severity, Sink};
use preau::catalogue::{BUILT_IN, BUILT_IN_FILE, Catalogue};
use preau::compile;
use preau::region::School;
use preau::region::layers::{Own, Resolved, Shared};
use preau::source::{Role, Source};
use preau::state::{Intended, intend};
use preau::syntax::{self, Document, In, inventory};
use preau::topology::Topology;
use std::collections::BTreeMap;
use std::fs;
use std::path::Path;
use std::sync::OnceLock;

/// The region's file of the small world: as little as a school needs.
const REGION: &str = r#"region essai language=1 name="Essai" academy=essai
naming domain="{slug}.example" {
    host "{name}{uai}"
    switch "rca{uai}{name}.{rack}"
    sysname "rca{uai}{name}"
    access-point "{name}-{uai}"
    guest "{name}-{uai}"
    device "{name}-{uai}"
    station "{room}-{subject}-{seat}"
    organisation "[{UAI}] - {school} ({kind}-{stage})"
    location "{building} / {room}"
    closet "{building} / {closet}"
    rack "{rack}"
}
addresses gateway=last { pool "10.37.0.0/16" department="37" block=20; pool "fd37:2018::/32" block=48; reserved "10.255.0.0/16" }
network services "10.255.0.1" "10.255.0.2" through=exterieur
network radius-net "10.255.0.3" through=exterieur
radius radius-net secret=radius.equipements
vlan-id interco 2 domain=transit
vlan-id admin 10 domain=administration
vlan-id peda 20 domain=pedagogie
vlan-id wifi 30 domain=wifi
vlan-id invites 40 domain=guest
vlan-id serveurs 50 domain=servers
vlan-id voix 60 domain=telephonie
vlan-id gestion 99 domain=management
vlan-id garage 999 domain=parking
vlan-range standard="2-99,999" school="100-399"
service any
service web tcp="80,443"
service dns udp=53 tcp=53
organisation adista role=wan
organisation spie role=wifi
owner direction exploitation
"#;

const PROFILE: &str = r#"profile base kind=LEN stage=MI
zone exterieur side=outside
zone eleves
vlan interco zone=exterieur
vlan admin place=1 dhcp="50-199" port-class=poste
vlan peda zone=eleves place="4/22" dhcp="0.50-3.200" port-class=poste
vlan wifi zone=eleves place="8/23" dhcp="0.10-1.200"
vlan invites place=10
vlan serveurs place=2
vlan voix place=12 dhcp="20-199"
vlan gestion place=0
vlan garage
port-class poste auth=mac rejected=garage macs=3
port-class libre auth=off
switching root=4096 snooping=dhcp,arp storm=1 loop=on
allow web from=admin,peda to=internet
"#;

const SCHOOL: &str = r#"school "0370001A" profile=base name="Lycée Essai" slug=essai
block "10.37.32.0/20" "fd37:2018:37::/48"
wan adista rate="100Mb/s" subnet="100.64.37.0/29" address=2 gateway=1 circuit="C12"
building A { rack R1 R2; room A1 A2 }
"#;

/// The device languages that are written.
const LANGUAGES: [&str; 2] = ["ios", "comware"];

/// A region of texts.
#[derive(Clone)]
pub struct World {
    files: BTreeMap<String, String>,
    school: String,
}

/// A school, as far as the state of its devices.
pub struct Made {
    pub findings: Vec<Finding>,
    pub resolved: Resolved,
    pub topology: Topology,
    pub state: Intended,
}

impl Made {
    pub fn school(&self) -> &School {
        self.resolved.school.as_ref().unwrap()
    }
    /// Findings of at least a warning, `rule: message`.
    pub fn faults(&self) -> Vec<String> {
        self.findings.iter().filter(|f| f.severity > Severity::Info).map(|f| format!("{}: {}", f.rule, f.message)).collect()
    }
    pub fn found(&self, rule: &str) -> Vec<&Finding> {
        self.findings.iter().filter(|f| f.rule == rule).collect()
    }
    /// The names of the rules that found something of at least a warning.
    pub fn rules(&self) -> Vec<&'static str> {
        self.findings.iter().filter(|f| f.severity > Severity::Info).map(|f| f.rule).collect()
    }
}

impl World {
    /// One school of few lines, whose file `school` ends.
    pub fn small(school: &str) -> World {
        let text = |t: &str| t.to_owned();
        let files = BTreeMap::from([
            (text("region.kdl"), text(REGION)),
            (text("profiles/base.kdl"), text(PROFILE)),
            (text("37/essai.kdl"), format!("{SCHOOL}{school}")),
        ]);
        World { files, school: text("37/essai.kdl") }
    }

    /// The frozen sample region; `school` is the path of the school asked about.
    pub fn trial(school: &str) -> World {
        World { files: read(&root("tests/fixtures/trial")), school: school.to_owned() }
    }

    /// The sample region that schools are built of.
    pub fn schools() -> World {
        World { files: read(&root("schools")), school: String::new() }
    }

    /// The frozen sample region with the school of spellings that no school of it needed.
    pub fn snippets() -> World {
        let path = "45/0450782F-voltaire.kdl";
        let text = fs::read_to_string(root("tests/fixtures/snippets.kdl")).unwrap();
        World::trial(path).with(path, &text)
    }

    /// The frozen sample region with the schools that say every text of the language, for hostile input.
    pub fn hostile() -> World {
        let files = ["37/0370037P-choiseul.kdl", "37/0371099U-classique.kdl", "37/stations.csv"];
        let texts = ["school.kdl", "classic.kdl", "stations.csv"].map(|name| root("tests/hostile").join(name));
        let mut world = World::trial("");
        world.files.retain(|path, _| Role::of(path) != Role::School);
        world.files.extend(files.into_iter().zip(texts).map(|(path, text)| (path.to_owned(), fs::read_to_string(text).unwrap())));
        world
    }

    /// A region of these files; no school is asked about.
    pub fn of(files: BTreeMap<String, String>) -> World {
        World { files, school: String::new() }
    }

    /// The same with one school, which is asked about: the other schools are left out.
    pub fn alone(&self, school: &str) -> World {
        let kept = |path: &str| path == school || Role::of(path) != Role::School;
        let files = self.files.iter().filter(|(path, _)| kept(path)).map(|(path, text)| (path.clone(), text.clone())).collect();
        World { files, school: school.to_owned() }
    }

    /// The same with a file more, or another text in it.
    pub fn with(mut self, path: &str, text: &str) -> World {
        self.files.insert(path.to_owned(), text.to_owned());
        self
    }

    /// The same with lines more at the end of a file.
    pub fn and(mut self, path: &str, text: &str) -> World {
        self.files.get_mut(path).unwrap().push_str(text);
        self
    }

    /// The same with a piece of text replaced, once.
    pub fn edit(mut self, path: &str, old: &str, new: &str) -> World {
        let text = self.files.get_mut(path).unwrap();
        assert_eq!(text.matches(old).count(), 1, "`{old}` stands once in {path}");
        *text = text.replace(old, new);
        self
    }

    pub fn paths(&self) -> Vec<(&str, &str)> {
        self.files.iter().map(|(p, t)| (p.as_str(), t.as_str())).collect()
    }

    pub fn source(&self) -> Source {
        Source::of(&self.paths())
    }

    /// The text that a finding's label stands at.
    pub fn at(&self, finding: &Finding, label: usize) -> String {
        let source = self.source();
        let span = finding.labels[label].span;
        let file = source.file(span.file).unwrap();
        file.text[span.start as usize..(span.start + span.len) as usize].to_owned()
    }

    /// The path and line that a finding's label stands at.
    pub fn place(&self, finding: &Finding, label: usize) -> String {
        let source = self.source();
        let span = finding.labels[label].span;
        let file = source.file(span.file).unwrap();
        format!("{}:{}", file.path, file.text[..span.start as usize].matches('\n').count() + 1)
    }

    /// The school, resolved, with its graph and the state of its devices.
    pub fn make(&self) -> Made {
        let source = self.source();
        let mut findings = Vec::new();
        let (origins, mut policy) = (Origins::default(), Policy::default());
        let mut sink = Sink::new(&origins, &mut policy, None, &mut findings);
        let read_as = |role: Role, at: In, sink: &mut Sink| -> Vec<Document> {
            source.of_role(role).map(|f| syntax::read(f.id, at, &f.text, sink)).collect()
        };
        let built_in = built_in();
        let own = read_as(Role::Catalogue, In::K, &mut sink);
        let catalogue = Catalogue::of(built_in.iter(), &mut sink).with(own.iter(), &mut sink);
        let region = read_as(Role::Region, In::R, &mut sink).pop().unwrap();
        let profiles = read_as(Role::Profile, In::P, &mut sink);
        let keys = source.of_role(Role::Key).map(|f| (f.path.clone(), f.text.clone())).collect();
        let rules = compile::rules();
        let shared = Shared::of(region, profiles, catalogue, keys, &rules, &mut sink);
        let file = source.find(&self.school).unwrap();
        let document = syntax::read(file.id, In::C, &file.text, &mut sink);
        let mut inventories = BTreeMap::new();
        for name in document.nodes.iter().filter(|d| d.node.kind == "inventory").filter_map(|d| d.args.first()?.value.text()) {
            if let Ok(csv) = source.beside(file.id, name) {
                let rows: Vec<inventory::Row> = syntax::read_inventory(csv.id, &csv.text, &mut sink);
                inventories.insert(name.to_owned(), rows);
            }
        }
        let own = Own { document: &document, code: "SCHOOL", inventories, files: Vec::new() };
        let mut resolved = shared.resolve(&own, &rules, &mut findings);
        let Some(school) = &resolved.school else { panic!("no school: {findings:?}") };
        let topology = Topology::of(school, &shared.catalogue, &mut resolved.origins);
        let state = intend::school(&shared.region, school, &topology, &shared.catalogue, &LANGUAGES, &mut resolved.origins);
        let sink = &mut Sink::new(&resolved.origins, &mut resolved.policy, Some("SCHOOL"), &mut findings);
        topology.report(school, &shared.catalogue, sink);
        intend::report(school, &topology, &shared.catalogue, &state, &LANGUAGES, sink);
        preau::base::finding::settle(&mut findings);
        Made { findings, resolved, topology, state }
    }
}

/// The built-in models, read once.
fn built_in() -> &'static [Document] {
    static READ: OnceLock<Vec<Document>> = OnceLock::new();
    READ.get_or_init(|| {
        let (origins, mut policy, mut findings) = (Origins::default(), Policy::default(), Vec::new());
        let mut sink = Sink::new(&origins, &mut policy, None, &mut findings);
        BUILT_IN.iter().map(|(_, at, text)| syntax::read(BUILT_IN_FILE, *at, text, &mut sink)).collect()
    })
}

fn root(path: &str) -> std::path::PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join(path)
}

fn read(folder: &Path) -> BTreeMap<String, String> {
    fn walk(folder: &Path, prefix: &str, out: &mut BTreeMap<String, String>) {
        for entry in fs::read_dir(folder).unwrap().map(Result::unwrap) {
            let path = format!("{prefix}{}", entry.file_name().to_str().unwrap());
            if entry.file_type().unwrap().is_dir() {
                walk(&entry.path(), &format!("{path}/"), out);
            } else if let Ok(text) = fs::read_to_string(entry.path())
                && !path.ends_with("README.md")
            {
                out.insert(path, text);
            }
        }
    }
    let mut out = BTreeMap::new();
    walk(folder, "", &mut out);
    out
}
