//! A cluster's state as the view of `templates/os/aruba-instant/`: what is decided here is spelling, nothing else.

use super::{LIMITS, words};
use crate::base::{Origin, Sourced};
use crate::net::zones;
use crate::net::{Band, Hours};
use crate::os::{ascii, rendered};
use crate::render::{Command, Examples, Explained, Field, Line, Phrase, Refusal, Shaped, Templates, Text, Unwritten};
use crate::state::Wlan;
use crate::state::wlan::{Point, Radio, Server, Ssid};
use crate::view;
use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Display;

const TEMPLATE: &str = "os/aruba-instant/cluster.j2";

/// Writes the configuration.
pub(super) fn write(wlan: &Wlan, templates: &Templates) -> Result<String, Unwritten> {
    let (view, refusals) = view(wlan);
    rendered(view, refusals, |view| templates.render(TEMPLATE, view))
}

/// What its templates may name, with texts of these clusters.
pub(super) fn fields(wlans: &[&Wlan]) -> Vec<Field> {
    let mut examples = Examples::new();
    wlans.iter().for_each(|wlan| view(wlan).0.examples("", &mut examples));
    Page::shape().fields(&examples)
}

/// Writes it and tells where each line came from.
pub(super) fn explain(wlan: &Wlan, templates: &Templates) -> Result<Explained, Unwritten> {
    let (view, refusals) = view(wlan);
    rendered(view, refusals, |view| templates.explain(TEMPLATE, view))
}

view! {
    /// What `cluster.j2` may know.
    struct Page {
        country: Text,
        address: Option<Text>,
        name: Text,
        clock: Option<Text<Phrase>>,
        summer: Option<Text<Phrase>>,
        ntp: Vec<Text>,
        extended: bool,
        wide: Text,
        eighty: bool,
        ranges: Vec<Range>,
        rules: Vec<Rule>,
        radius: Vec<ServerBlock>,
        portals: Vec<PortalBlock>,
        ssids: Vec<SsidBlock>,
        points: Vec<PointBlock>,
    }
    struct Range { name: Text, hours: Text<Phrase> }
    struct Rule { name: Text, index: Text, ranges: Vec<Text>, always: bool }
    struct ServerBlock { name: Text, address: Text, secret: Text, source: Option<Text>, coa: bool }
    struct PortalBlock { name: Text, host: Text, port: Text, path: Text, https: bool }
    /// What `ssid.j2` may know.
    struct SsidBlock {
        profile: Text,
        index: Text,
        guest: bool,
        essid: Text<Line>,
        opmode: Text,
        secret: Option<Text>,
        vlan: Text,
        bands: Text,
        six: bool,
        servers: Vec<Text>,
        roles: Vec<RoleLine>,
        zones: Option<Text>,
        ranges: Vec<Text>,
        isolate: bool,
        portal: Option<Text>,
    }
    struct RoleLine { filter: Text, rule: Text, vlan: Text }
    /// What `point.j2` may know.
    struct PointBlock {
        mac: Text,
        hostname: Text,
        address: Text<Phrase>,
        modes: Vec<Text<Phrase>>,
        two: Option<Text<Phrase>>,
        five: Option<Text<Phrase>>,
        zones: Option<Text>,
        raw: Vec<Text<Command>>,
    }
}

/// The address of a captive portal in its parts.
struct Portal<'u> {
    https: bool,
    host: &'u str,
    port: &'u str,
    path: &'u str,
}

/// Collects what the device refuses while the view is made.
#[derive(Default)]
struct Sheet {
    refusals: Vec<Refusal>,
}

impl Sheet {
    fn refuse(&mut self, origin: Origin, text: impl Display, why: impl Into<String>) {
        self.refusals.push(Refusal { rule: "not-carried", origin, text: text.to_string(), why: why.into() });
    }

    fn limit(&mut self, origin: Origin, text: &str, most: usize) {
        if text.len() > most {
            let why = format!("the device takes at most {most} characters, and these are {}", text.len());
            self.refusals.push(Refusal { rule: "os-limit-name", origin, text: text.to_owned(), why });
        }
    }

    /// A name in ASCII, as one word.
    fn name(&mut self, name: &Sourced<String>, most: usize) -> Text {
        let ascii = name.with(ascii::spell(name).into_owned());
        self.limit(ascii.origin(), &ascii, most);
        Text::of(&ascii)
    }

    /// Zones as a list.
    fn zones(&mut self, zones: &[Sourced<String>]) -> Option<Text> {
        let first = zones.first()?;
        if zones.len() > LIMITS.zones {
            let why = format!("the device takes at most {} zones, and these are {}", LIMITS.zones, zones.len());
            self.refuse(first.origin(), first, why);
        }
        if let Some(bad) = zones.iter().find(|z| z.contains(',')) {
            self.refuse(bad.origin(), bad, "a comma separates zones");
        }
        for zone in zones {
            self.limit(zone.origin(), zone, LIMITS.zone);
        }
        let names: Vec<&str> = zones.iter().map(|z| z.as_str()).collect();
        Some(Text::new(names.join(","), first.origin()))
    }
}

fn view(wlan: &Wlan) -> (Page, Vec<Refusal>) {
    let mut sheet = Sheet::default();
    let zone = zones::find(&wlan.timezone);
    if zone.is_none() {
        sheet.refuse(wlan.timezone.origin(), &wlan.timezone, "its clock rule is not in the table of zones");
    }
    let clock = |text: String| Text::new(text, wlan.timezone.origin());
    let bands: BTreeSet<Band> = wlan.points.iter().flat_map(|p| &p.radios).map(|r| *r.band).collect();
    let widths = |band: Band| {
        let channels = wlan.points.iter().flat_map(|p| &p.radios).filter(move |r| *r.band == band).filter_map(|r| r.channel);
        channels.map(|c| c.width).max().unwrap_or(20)
    };
    let wide = match (widths(Band::Two) > 20, widths(Band::Five) > 20) {
        (true, true) => "all",
        (true, false) => "2.4ghz",
        (false, true) => "5ghz",
        (false, false) => "none",
    };
    unlike(wlan, &mut sheet);
    let portals: Vec<&Sourced<String>> = distinct(wlan.ssids.iter().filter_map(|s| s.portal.as_ref()));
    let ssids: Vec<SsidBlock> = wlan.ssids.iter().enumerate().map(|(i, s)| ssid(i, s, &bands, &portals, &mut sheet)).collect();
    let page = Page {
        country: Text::of(&wlan.country),
        address: wlan.address.as_ref().map(Text::of),
        name: sheet.name(&wlan.name, LIMITS.name),
        clock: zone.map(|z| clock(words::offset(z))),
        summer: zone.and_then(words::summer).map(clock),
        ntp: wlan.ntp.iter().map(Text::of).collect(),
        extended: wlan.ssids.len() > 14,
        wide: Text::new(wide, wlan.name.origin()),
        eighty: widths(Band::Five) > 40,
        ranges: ranges(wlan),
        rules: rules(wlan),
        radius: wlan.radius.iter().map(|s| server(s, wlan, &mut sheet)).collect(),
        portals: portals.iter().enumerate().filter_map(|(i, url)| portal(i, url, &mut sheet)).collect(),
        ssids,
        points: wlan.points.iter().map(|p| point(p, &mut sheet)).collect(),
    };
    (page, sheet.refusals)
}

fn distinct<'a>(texts: impl Iterator<Item = &'a Sourced<String>>) -> Vec<&'a Sourced<String>> {
    let mut found: Vec<&Sourced<String>> = Vec::new();
    texts.for_each(|text| {
        if !found.contains(&text) {
            found.push(text);
        }
    });
    found
}

/// Refuses SSIDs whose profiles would bear one name.
fn unlike(wlan: &Wlan, sheet: &mut Sheet) {
    let mut known: BTreeSet<String> = BTreeSet::new();
    for ssid in &wlan.ssids {
        let names = std::iter::once(words::profile(&ssid.name)).chain(ssid.roles.iter().map(|r| rule_name(ssid, &r.name)));
        for name in names {
            if !known.insert(name) {
                sheet.refuse(ssid.name.origin(), &ssid.name, "another SSID or role has the same name for the device");
            }
        }
    }
}

/// The name of a role's access rule.
fn rule_name(ssid: &Ssid, role: &str) -> String {
    format!("{}.{}", words::profile(&ssid.name), words::profile(role))
}

/// The ranges of all hours, each once, by name.
fn ranges(wlan: &Wlan) -> Vec<Range> {
    let of_ssids = wlan.ssids.iter().filter_map(|s| s.hours);
    let of_roles = wlan.ssids.iter().flat_map(|s| &s.roles).filter_map(|r| r.hours);
    let mut found: BTreeMap<String, (String, Origin)> = BTreeMap::new();
    for hours in of_ssids.chain(of_roles) {
        for (name, phrase) in words::ranges(*hours) {
            found.entry(name).or_insert((phrase, hours.origin()));
        }
    }
    let range = |(name, (phrase, origin)): (String, (String, Origin))| Range {
        name: Text::new(name, origin),
        hours: Text::new(phrase, origin),
    };
    found.into_iter().map(range).collect()
}

fn range_names(hours: Option<&Sourced<Hours>>) -> Vec<Text> {
    let named = |hours: &Sourced<Hours>| {
        let names = words::ranges(**hours).into_iter();
        names.map(|(name, _)| Text::new(name, hours.origin())).collect()
    };
    hours.map(named).unwrap_or_default()
}

/// An access rule of the same name for every SSID (the device looks for it by that name), and one for every role.
fn rules(wlan: &Wlan) -> Vec<Rule> {
    let mut found = Vec::new();
    let mut push = |name: String, origin: Origin, hours: Option<&Sourced<Hours>>| {
        let index = found.len() + 1;
        let rule = Rule {
            name: Text::new(name, origin),
            index: Text::new(index.to_string(), origin),
            ranges: range_names(hours),
            always: hours.is_none(),
        };
        found.push(rule);
    };
    for ssid in &wlan.ssids {
        push(words::profile(&ssid.name), ssid.name.origin(), None);
        ssid.roles.iter().for_each(|role| push(rule_name(ssid, &role.name), role.name.origin(), role.hours.as_ref()));
    }
    found
}

fn server(server: &Server, wlan: &Wlan, sheet: &mut Sheet) -> ServerBlock {
    if server.address.is_ipv6() {
        sheet.refuse(server.address.origin(), server.address, "`wlan auth-server` takes IPv4 only");
    }
    ServerBlock {
        name: Text::of(&server.name),
        address: Text::of(&server.address),
        secret: Text::of(&server.secret),
        source: wlan.address.as_ref().map(Text::of),
        coa: *server.coa,
    }
}

fn portal_name(index: usize) -> String {
    if index == 0 { "portal".to_owned() } else { format!("portal-{}", index + 1) }
}

fn portal(index: usize, url: &Sourced<String>, sheet: &mut Sheet) -> Option<PortalBlock> {
    let Some(parts) = parts(url) else {
        sheet.refuse(url.origin(), url, "a portal is http:// or https://, a host, perhaps a port, and a path");
        return None;
    };
    Some(PortalBlock {
        name: Text::new(portal_name(index), url.origin()),
        host: Text::new(parts.host, url.origin()),
        port: Text::new(parts.port, url.origin()),
        path: Text::new(parts.path, url.origin()),
        https: parts.https,
    })
}

fn parts(url: &str) -> Option<Portal<'_>> {
    let (scheme, rest) = url.split_once("://")?;
    let https = match scheme {
        "https" => true,
        "http" => false,
        _ => return None,
    };
    let slash = rest.find('/').unwrap_or(rest.len());
    let (place, path) = rest.split_at(slash);
    let (host, port) = place.split_once(':').unwrap_or((place, if https { "443" } else { "80" }));
    let is_port = port.parse::<u16>().is_ok_and(|p| p > 0);
    let is_host = !host.is_empty() && host.bytes().all(|b| b.is_ascii_alphanumeric() || matches!(b, b'-' | b'.'));
    (is_port && is_host).then_some(Portal { https, host, port, path: if path.is_empty() { "/" } else { path } })
}

fn ssid(index: usize, ssid: &Ssid, bands: &BTreeSet<Band>, portals: &[&Sourced<String>], sheet: &mut Sheet) -> SsidBlock {
    let rf_band = words::rf_band(&ssid.bands).unwrap_or_else(|| {
        sheet.refuse(ssid.bands.origin(), "6", "the device sends no SSID on 6 GHz alone");
        "all"
    });
    let essid = ssid.name.with(ascii::spell(&ssid.name).into_owned());
    sheet.limit(essid.origin(), &essid, LIMITS.essid);
    let portal = ssid.portal.as_ref().and_then(|url| Some((portals.iter().position(|p| *p == url)?, url)));
    SsidBlock {
        profile: Text::new(words::profile(&ssid.name), ssid.name.origin()),
        index: Text::new((index + 1).to_string(), ssid.name.origin()),
        guest: *ssid.guest,
        essid: Text::of(&essid),
        opmode: Text::new(words::opmode(*ssid.security), ssid.security.origin()),
        secret: ssid.secret.as_ref().map(Text::of),
        vlan: Text::of(&ssid.vlan),
        bands: Text::new(rf_band, ssid.bands.origin()),
        six: ssid.bands.contains(&Band::Six) && bands.contains(&Band::Six),
        servers: ssid.radius.iter().map(Text::of).collect(),
        roles: ssid
            .roles
            .iter()
            .map(|role| RoleLine {
                filter: Text::of(&role.filter),
                rule: Text::new(rule_name(ssid, &role.name), role.name.origin()),
                vlan: Text::of(&role.vlan),
            })
            .collect(),
        zones: sheet.zones(&ssid.zones),
        ranges: range_names(ssid.hours.as_ref()),
        isolate: *ssid.isolate,
        portal: portal.map(|(at, url)| Text::new(portal_name(at), url.origin())),
    }
}

fn point(point: &Point, sheet: &mut Sheet) -> PointBlock {
    let of = |band: Band| point.radios.iter().find(|r| *r.band == band);
    let spelt = |radio: &Radio| {
        let origin = radio.channel.map(|c| c.origin()).or(radio.power.map(|p| p.origin())).unwrap_or(radio.band.origin());
        Text::new(words::radio(radio.channel.map(|c| *c), radio.power.map(|p| *p)), origin)
    };
    if let Some(set) = of(Band::Six).and_then(|r| Some((r.channel?.origin(), *r.channel?))) {
        sheet.refuse(set.0, set.1.number, "the device chooses its channel of 6 GHz");
    }
    if let Some(power) = of(Band::Six).and_then(|r| r.power) {
        sheet.refuse(power.origin(), power, "the device chooses its power at 6 GHz");
    }
    let mode = |(band, on, off): (Band, &str, &str)| match of(band) {
        Some(radio) => Some(Text::new(on, radio.band.origin())),
        // A model without 6 GHz knows no line for it.
        None if band == Band::Six => None,
        None => Some(Text::new(off, point.mac.origin())),
    };
    let modes = [
        (Band::Five, "wifi0-mode access", "radio-0-disable"),
        (Band::Two, "wifi1-mode access", "radio-1-disable"),
        (Band::Six, "wifi2-mode access", ""),
    ];
    let address = match &point.address {
        Some(own) => {
            let text = format!("{} {} {} 0.0.0.0", own.address, own.subnet.netmask(), own.gateway);
            Text::new(text, own.address.origin())
        }
        None => Text::new("0.0.0.0 0.0.0.0 0.0.0.0 0.0.0.0", point.mac.origin()),
    };
    PointBlock {
        mac: Text::of(&point.mac),
        hostname: sheet.name(&point.name, LIMITS.hostname),
        address,
        modes: modes.into_iter().filter_map(mode).collect(),
        two: of(Band::Two).map(spelt),
        five: of(Band::Five).map(spelt),
        zones: sheet.zones(&point.zones),
        raw: point.raw.iter().map(Text::of).collect(),
    }
}
