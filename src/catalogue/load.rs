//! From the declarations of catalogue files to models. A region's file replaces what the built-in catalogue says of a key.

use super::cmdb::CRITICALITY_TWICE;
use super::{Catalogue, Image, Life, Limits, Model, ModelKind, PortGroup, PortKind, Radio};
use crate::base::{FileId, Rule, Sink, Span};
use crate::net::{Date, Size, Speed};
use crate::syntax::decl::PortWord;
use crate::syntax::{Decl, Document, In, Value};
use std::collections::BTreeMap;

crate::findings! {
    /// Two catalogue files of the region declare one model.
    ///
    /// Which of the two would hold depends on the order of the files.
    pub static DUP_MODEL = "dup-model", Error;
    /// Two groups of ports of a model share a number.
    pub static PORTS_OVERLAP = "ports-overlap", Error;
}

/// What this stage can find.
pub static RULES: &[&Rule] = &[&CRITICALITY_TWICE, &DUP_MODEL, &PORTS_OVERLAP];

/// The built-in files: name, what its place promises, and text.
pub static BUILT_IN: &[(&str, In, &str)] = &[
    ("access-points.kdl", In::K, include_str!("builtin/access-points.kdl")),
    ("cmdb.kdl", In::M, include_str!("builtin/cmdb.kdl")),
    ("end-devices.kdl", In::K, include_str!("builtin/end-devices.kdl")),
    ("images.kdl", In::K, include_str!("builtin/images.kdl")),
    ("nas.kdl", In::K, include_str!("builtin/nas.kdl")),
    ("power.kdl", In::K, include_str!("builtin/power.kdl")),
    ("servers.kdl", In::K, include_str!("builtin/servers.kdl")),
    ("switches.kdl", In::K, include_str!("builtin/switches.kdl")),
];

/// The number that stands for the built-in files: no finding points into them.
pub const BUILT_IN_FILE: FileId = FileId(u32::MAX);

impl Catalogue {
    /// The models and the CMDB's profile of these documents: built-in ones first, then the region's, which replace them.
    pub fn of<'a>(
        built_in: impl Iterator<Item = &'a Document>,
        region: impl Iterator<Item = &'a Document>,
        sink: &mut Sink,
    ) -> Catalogue {
        let mut catalogue = Catalogue::default();
        for document in built_in {
            document.nodes.iter().for_each(|d| catalogue.add(d, None, sink));
            catalogue.cmdb.replace(document, sink);
        }
        let mut seen: BTreeMap<(String, String), Span> = BTreeMap::new();
        for document in region {
            document.nodes.iter().for_each(|d| catalogue.add(d, Some(&mut seen), sink));
            catalogue.cmdb.replace(document, sink);
        }
        catalogue
    }

    fn add(&mut self, decl: &Decl, seen: Option<&mut BTreeMap<(String, String), Span>>, sink: &mut Sink) {
        let Some((key, span)) = decl.name() else { return };
        if let Some(first) = seen.and_then(|s| s.insert((decl.node.kind.to_owned(), key.to_owned()), span)) {
            sink.report(&DUP_MODEL, format!("{} {key} is declared twice", decl.node.kind))
                .at(span, "declared again here")
                .also(first, "first declared here")
                .help("keep one of them");
            return;
        }
        if decl.node.kind == "image" {
            if let Some(image) = image(decl, key) {
                self.images.insert(key.to_owned(), image);
            }
            return;
        }
        let Some(kind) = decl.node.kind.strip_suffix("-model").and_then(ModelKind::of) else { return };
        if let Some(model) = model(decl, kind, key, span) {
            overlaps(decl, &model, sink);
            self.models.entry(kind).or_default().insert(key.to_owned(), model);
        }
    }
}

fn text(decl: &Decl, name: &str) -> Option<String> {
    decl.prop(name).and_then(|p| p.value.text()).map(str::to_owned)
}

fn number<T: TryFrom<u64>>(decl: &Decl, name: &str) -> Option<T> {
    match decl.prop(name)?.value {
        Value::Number(n) => T::try_from(n).ok(),
        _ => None,
    }
}

fn date(decl: &Decl, name: &str) -> Option<Date> {
    match decl.prop(name)?.value {
        Value::Date(d) => d,
        _ => None,
    }
}

fn size(decl: &Decl, name: &str) -> Option<Size> {
    match decl.prop(name)?.value {
        Value::Size(s) => Some(s),
        _ => None,
    }
}

fn range(decl: &Decl) -> Option<(u16, u16)> {
    match &decl.args.first()?.value {
        Value::Ports(list) => match list.first()?.what {
            PortWord::Range(r) => Some((r.first.number, r.last.number)),
            PortWord::Named(_) => None,
        },
        _ => None,
    }
}

fn child<'a>(decl: &'a Decl, kind: &str) -> Option<&'a Decl> {
    decl.children.iter().find(|c| c.node.kind == kind)
}

fn image(decl: &Decl, key: &str) -> Option<Image> {
    Some(Image {
        key: key.to_owned(),
        os: text(decl, "os")?,
        version: text(decl, "version")?,
        file: text(decl, "file")?,
        seeded: text(decl, "seed").as_deref() == Some("cloud-init"),
        agent: text(decl, "agent").as_deref() == Some("on"),
    })
}

fn model(decl: &Decl, kind: ModelKind, key: &str, span: Span) -> Option<Model> {
    let capacity = child(decl, "capacity");
    let power = child(decl, "power");
    let cmdb = child(decl, "cmdb");
    Some(Model {
        key: key.to_owned(),
        kind,
        vendor: text(decl, "vendor")?,
        name: text(decl, "name")?,
        part: text(decl, "part"),
        os: text(decl, "os"),
        ports: decl.children_of("ports").filter_map(group).collect(),
        uplinks: child(decl, "uplinks").and_then(range),
        poe_watts: child(decl, "poe").and_then(|p| number(p, "watts")),
        limits: child(decl, "limits").map(limits).unwrap_or_default(),
        features: child(decl, "features").map(words).unwrap_or_default(),
        life: child(decl, "life").and_then(life),
        cores: capacity.and_then(|c| number(c, "cores")),
        memory: capacity.and_then(|c| size(c, "memory")),
        disk: capacity.and_then(|c| size(c, "disk")),
        units: capacity.and_then(|c| number(c, "units")),
        watts: power.and_then(|p| number(p, "watts")),
        poe_class: power.and_then(|p| number(p, "class")),
        radios: decl.children_of("radio").filter_map(radio).collect(),
        cmdb_brand: cmdb.and_then(|c| text(c, "brand")),
        cmdb_model: cmdb.and_then(|c| text(c, "model")),
        span,
    })
}

fn words(decl: &Decl) -> Vec<String> {
    decl.args.iter().filter_map(|a| a.value.text().map(str::to_owned)).collect()
}

fn group(decl: &Decl) -> Option<PortGroup> {
    let (first, last) = range(decl)?;
    let kind = match text(decl, "kind")?.as_str() {
        "copper" => PortKind::Copper,
        "sfp" => PortKind::Sfp,
        "sfp+" => PortKind::SfpPlus,
        "combo" => PortKind::Combo,
        _ => PortKind::Module,
    };
    let speeds = match decl.prop("speeds").map(|p| &p.value) {
        Some(Value::Ranges(list)) => list.iter().filter_map(|&(a, _)| u32::try_from(a).ok().map(Speed)).collect(),
        Some(Value::Number(n)) => u32::try_from(*n).ok().map(Speed).into_iter().collect(),
        _ => Vec::new(),
    };
    Some(PortGroup { first, last, kind, speeds, name: text(decl, "name"), poe: number(decl, "poe").filter(|&c: &u8| c > 0) })
}

fn limits(decl: &Decl) -> Limits {
    let lag_ids = match decl.prop("lag-ids").map(|p| &p.value) {
        Some(Value::Ranges(list)) => list.first().and_then(|&(a, b)| Some((u16::try_from(a).ok()?, u16::try_from(b).ok()?))),
        _ => None,
    };
    Limits {
        vlans: number(decl, "vlans"),
        lags: number(decl, "lags"),
        lag_members: number(decl, "lag-members"),
        lag_ids,
        stp_instances: number(decl, "stp-instances"),
        ssids: number(decl, "ssids"),
    }
}

fn life(decl: &Decl) -> Option<Life> {
    Some(Life {
        end_of_sale: date(decl, "end-of-sale"),
        end_of_support: date(decl, "end-of-support"),
        successor: text(decl, "successor"),
        source: text(decl, "source")?,
    })
}

fn radio(decl: &Decl) -> Option<Radio> {
    let band = decl.args.first()?;
    let band = match &band.value {
        Value::Number(n) => n.to_string(),
        other => other.text()?.to_owned(),
    };
    let gain = match decl.prop("gain").map(|p| &p.value) {
        Some(Value::Decimal(n)) => *n,
        Some(Value::Number(n)) => n.saturating_mul(1000),
        _ => 0,
    };
    Some(Radio { band, streams: number(decl, "streams").unwrap_or(1), gain })
}

fn overlaps(decl: &Decl, model: &Model, sink: &mut Sink) {
    let groups: Vec<&Decl> = decl.children_of("ports").collect();
    for (i, a) in groups.iter().enumerate() {
        for b in groups.iter().take(i) {
            let (Some((af, al)), Some((bf, bl))) = (range(a), range(b)) else { continue };
            if af <= bl && bf <= al {
                sink.report(&PORTS_OVERLAP, format!("two groups of ports of {} share number {}", model.key, af.max(bf)))
                    .at(a.span, "this group")
                    .also(b.span, "and this one")
                    .help("number every port once");
            }
        }
    }
}
