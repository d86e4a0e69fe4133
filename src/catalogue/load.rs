//! From the declarations of catalogue files to models. A region's file replaces what the built-in catalogue says of a key.

use super::cmdb::CRITICALITY_TWICE;
use super::{Catalogue, Image, Life, Limits, Model, ModelKind, PortGroup, PortKind, Radio};
use crate::base::nearest::{Near, nearest};
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
    /// A model or image that no catalogue has is named.
    pub static MODEL_UNKNOWN = "model-unknown", fixed Error;
    /// Two groups of ports of a model share a number.
    pub static PORTS_OVERLAP = "ports-overlap", Error;
}

/// What this stage can find.
pub static RULES: &[&Rule] = &[&CRITICALITY_TWICE, &DUP_MODEL, &MODEL_UNKNOWN, &PORTS_OVERLAP];

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
    /// The models and the CMDB's profile of built-in documents.
    pub fn of<'a>(built_in: impl Iterator<Item = &'a Document>, sink: &mut Sink) -> Catalogue {
        let mut catalogue = Catalogue::default();
        for document in built_in {
            document.nodes.iter().for_each(|d| catalogue.add(d, None, sink));
            catalogue.cmdb.replace(document, sink);
        }
        catalogue
    }

    /// Takes what another catalogue has; of two of one key the other's.
    pub fn join(&mut self, other: &Catalogue) {
        for (kind, models) in &other.models {
            self.models.entry(*kind).or_default().extend(models.iter().map(|(key, model)| (key.clone(), model.clone())));
        }
        self.images.extend(other.images.iter().map(|(key, image)| (key.clone(), image.clone())));
        self.cmdb.join(&other.cmdb);
    }

    /// The same with a region's documents, whose models replace those of their key.
    #[must_use]
    pub fn with<'a>(mut self, region: impl Iterator<Item = &'a Document> + Clone, sink: &mut Sink) -> Catalogue {
        let mut seen: BTreeMap<(String, String), Span> = BTreeMap::new();
        for document in region.clone() {
            document.nodes.iter().for_each(|d| self.add(d, Some(&mut seen), sink));
            self.cmdb.replace(document, sink);
        }
        region.flat_map(|document| &document.nodes).for_each(|d| self.successor(d, sink));
        self
    }

    /// Reports a model whose successor is in no catalogue, and takes the one that was meant when only one is near.
    fn successor(&mut self, decl: &Decl, sink: &mut Sink) {
        let kind = decl.node.kind.strip_suffix("-model").and_then(ModelKind::of);
        let (Some(kind), Some((key, _))) = (kind, decl.name()) else { return };
        let Some(said) = child(decl, "life").and_then(|life| life.prop("successor")) else { return };
        let (Some(name), Some(models)) = (said.value.text(), self.models.get_mut(&kind)) else { return };
        if models.contains_key(name) {
            return;
        }
        let near = nearest(name, models.keys().map(String::as_str));
        let report = sink
            .report(&MODEL_UNKNOWN, format!("no catalogue has the {} model `{name}`", kind.word()))
            .at(said.span, "unknown model");
        match &near {
            Some(near) => drop(report.meant(said.span, near)),
            None => drop(report.help("declare it in a file of catalogue/, or leave the successor out")),
        }
        let life = models.get_mut(key).and_then(|model| model.life.as_mut());
        if let Some(life) = life {
            life.successor = near.and_then(Near::only);
        }
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

#[cfg(test)]
mod tests {
    use super::*;
    use crate::base::{Finding, Origins, Policy};
    use crate::syntax;

    fn read(file: FileId, texts: &[(In, &str)]) -> (Vec<Document>, Vec<Finding>) {
        let (origins, mut policy, mut findings) = (Origins::default(), Policy::default(), Vec::new());
        let mut sink = Sink::new(&origins, &mut policy, None, &mut findings);
        let documents = texts.iter().map(|(at, text)| syntax::read(file, *at, text, &mut sink)).collect();
        (documents, findings)
    }

    fn with(text: &str) -> (Catalogue, Vec<Finding>) {
        let built_in: Vec<(In, &str)> = BUILT_IN.iter().map(|&(_, at, text)| (at, text)).collect();
        let (built_in, mut findings) = read(BUILT_IN_FILE, &built_in);
        let (region, more) = read(FileId(0), &[(In::K, text)]);
        findings.extend(more);
        let (origins, mut policy) = (Origins::default(), Policy::default());
        let mut sink = Sink::new(&origins, &mut policy, None, &mut findings);
        let catalogue = Catalogue::of(built_in.iter(), &mut sink).with(region.iter(), &mut sink);
        (catalogue, findings)
    }

    #[test]
    fn the_built_in_files_are_read_without_a_finding_and_each_successor_is_in_them() {
        let (catalogue, findings) = with("catalogue x\n");
        assert!(findings.is_empty(), "{findings:?}");
        let models = || catalogue.models.iter().flat_map(|(kind, models)| models.values().map(move |model| (*kind, model)));
        for (kind, model) in models() {
            let successor = model.life.as_ref().and_then(|life| life.successor.as_deref());
            assert!(successor.is_none_or(|s| catalogue.model(kind, s).is_some()), "{}: {successor:?}", model.key);
        }
        assert!(models().count() > 40);
    }

    #[test]
    fn a_successor_that_no_catalogue_has_is_one_finding_and_the_nearest_stands_in() {
        let text = |successor: &str| {
            let rest = r#"{ ports "1-24" kind=copper; life end-of-support="2020-01-01" successor="#;
            format!("catalogue x\nswitch-model old vendor=a name=b {rest}{successor} source=liste; cmdb brand=A model=B }}\n")
        };
        let told = |(catalogue, findings): (Catalogue, Vec<Finding>)| {
            let life = catalogue.model(ModelKind::Switch, "old").and_then(|m| m.life.clone());
            let found: Vec<_> = findings.into_iter().map(|f| (f.rule, f.help.unwrap_or_default())).collect();
            (life.and_then(|life| life.successor), found)
        };
        let meant = Some("hpe-5140-48g-4sfp+".to_owned());
        assert_eq!(told(with(&text("hpe-5140-48g-4sfp+"))), (meant.clone(), vec![]));
        let help = "did you mean `hpe-5140-48g-4sfp+`?".to_owned();
        assert_eq!(told(with(&text("hpe-5140-48g-4sf+p"))), (meant, vec![("model-unknown", help)]));
        let help = "declare it in a file of catalogue/, or leave the successor out".to_owned();
        assert_eq!(told(with(&text("what-nobody-sells"))), (None, vec![("model-unknown", help)]));
    }
}
