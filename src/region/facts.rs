//! What a region says once for all its schools: teams, organisations, sectors, keys, address pools, how long deviations last.

use super::{Pool, Region, SecretSource, Team};
use crate::base::Span;
use crate::net::Duration;
use crate::syntax::{Decl, Document, Value};
use ipnet::IpNet;
use std::collections::BTreeMap;

impl Region {
    /// The time zone of a region that says none, by the table of the language.
    pub const TIMEZONE: &str = "Europe/Paris";

    /// The facts of a region's own document; `keys` are its public keys by path.
    pub fn of(document: &Document, keys: BTreeMap<String, String>) -> Region {
        let header = |name: &str| document.header.prop(name).and_then(|p| p.value.text()).map(str::to_owned);
        let of = |kind: &'static str| document.nodes.iter().filter(move |d| d.node.kind == kind);
        let name = |d: &Decl| d.name().map(|(n, _)| n.to_owned());
        let text = |d: &Decl, property: &str| d.prop(property).and_then(|p| p.value.text()).map(str::to_owned);
        let plan = |kind: &'static str| of("addresses").flat_map(|d| &d.children).filter(move |d| d.node.kind == kind);
        let key = name(&document.header).unwrap_or_default();
        Region {
            name: header("name").unwrap_or_else(|| key.clone()),
            key,
            academy: header("academy"),
            timezone: header("timezone").unwrap_or_else(|| Region::TIMEZONE.into()),
            teams: of("team")
                .filter_map(|d| {
                    Some(Team {
                        name: name(d)?,
                        department: departments(d, "department").into_iter().next(),
                        code: text(d, "code")?,
                    })
                })
                .collect(),
            organisations: of("organisation").filter_map(|d| Some((name(d)?, text(d, "role")?))).collect(),
            sectors: of("sector").filter_map(|d| Some((name(d)?, departments(d, "departments"), agents(d)))).collect(),
            keys,
            pools: plan("pool").filter_map(pool).collect(),
            reserved: plan("reserved").filter_map(|d| reserved(d, text(d, "for"))).collect(),
            owners: of("owner").flat_map(|d| &d.args).filter_map(|a| a.value.text().map(str::to_owned)).collect(),
            longest: of("deviations").find_map(longest),
            secrets: of("secrets").flat_map(|d| &d.children).filter_map(secret_source).collect(),
        }
    }
}

fn departments(decl: &Decl, property: &str) -> Vec<String> {
    match decl.prop(property).map(|p| &p.value) {
        Some(Value::Names(items)) => items.iter().map(|i| i.text.clone()).collect(),
        Some(other) => other.text().map(str::to_owned).into_iter().collect(),
        None => Vec::new(),
    }
}

fn pool(decl: &Decl) -> Option<Pool> {
    let prefix = decl.args.first()?;
    let Value::Prefix(net) = prefix.value else { return None };
    let block = match decl.prop("block").map(|p| &p.value) {
        Some(Value::Number(n)) => u8::try_from(*n).ok(),
        _ => None,
    };
    Some(Pool { prefix: net, departments: departments(decl, "department"), block, span: prefix.span })
}

fn reserved(decl: &Decl, purpose: Option<String>) -> Option<(IpNet, String, Span)> {
    let prefix = decl.args.first()?;
    let Value::Prefix(net) = prefix.value else { return None };
    Some((net, purpose.unwrap_or_default(), prefix.span))
}

fn longest(decl: &Decl) -> Option<Duration> {
    match decl.prop("longest")?.value {
        Value::Duration(duration) => Some(duration),
        _ => None,
    }
}

fn agents(decl: &Decl) -> Option<u64> {
    match decl.prop("agents")?.value {
        Value::Number(n) => Some(n),
        _ => None,
    }
}

fn secret_source(decl: &Decl) -> Option<SecretSource> {
    let text = |property: &str| decl.prop(property).and_then(|p| p.value.text());
    let kind = decl.args.first()?.value.text()?.to_owned();
    let file = decl.args.get(1).and_then(|a| a.value.text()).map(str::to_owned);
    let key = text("key").and_then(|k| k.strip_prefix("env:")).map(str::to_owned);
    Some(SecretSource { kind, file, key, prefix: text("prefix").map(str::to_owned), span: decl.span })
}
