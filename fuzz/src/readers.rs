//! The readers: files of firewalls, access points, services, directories and RADIUS, ours or any other.
//!
//! Whatever was read must be a state that the writer of its language takes or refuses in words.

use preau::base::{Origin, Origins};
use preau::emit::directory::read as directory;
use preau::emit::radius::read as radius_files;
use preau::emit::services::{chrony, kea, unbound};
use preau::os::{self, amon, pfsense};
use std::collections::BTreeMap;

fn origin() -> Origin {
    Origins::default().unwritten("device", "configuration", "")
}

/// A configuration of a cluster of Aruba Instant.
pub fn instant(data: &[u8]) {
    let text = String::from_utf8_lossy(data);
    let Ok(templates) = os::templates(&BTreeMap::new()) else { panic!("the built-in templates are right") };
    for os in os::CLUSTERS {
        let reading = (os.read)(&text, origin());
        let _ = (os.write)(&(os.project)(&reading.wlan), &templates);
    }
}

/// The variables of an EOLE Amon.
pub fn eol(data: &[u8]) {
    let Ok(reading) = amon::eol::read(&String::from_utf8_lossy(data), origin()) else { return };
    let served = Default::default();
    let _ = amon::eol::write(&amon::eol::project(&reading.firewall, &served), &served);
}

/// A firewall model of ERA, alone and over each stock model.
pub fn era(data: &[u8]) {
    let text = String::from_utf8_lossy(data);
    let lines = text.lines().count().max(1);
    let Ok(reading) = amon::era::read(&text) else { return };
    for unread in &reading.unread {
        assert!((1..=lines).contains(&unread.line), "a line outside the text: {unread:?}");
    }
    for parent in ["2zones", "3zones", "4zones"] {
        let Some(parent) = amon::era::stock::model(parent) else { continue };
        amon::era::Effect::of(&parent.with(&reading.model), &Default::default()).traffic();
    }
}

/// A `config.xml` of pfSense: read, written again, and with our overlay in it.
pub fn config_xml(data: &[u8]) {
    let text = String::from_utf8_lossy(data);
    let lines = text.lines().count().max(1);
    let Ok(reading) = pfsense::read(&text, origin()) else { return };
    for unread in &reading.unread {
        assert!((1..=lines).contains(&unread.line), "a line outside the text: {unread:?}");
    }
    let firewall = pfsense::project(&reading.firewall);
    let served = pfsense::project_served(&firewall, &reading.served);
    let _ = pfsense::whole(&firewall, &served);
    let Ok((overlay, _)) = pfsense::overlay(&firewall, &served) else { return };
    let Ok(merged) = pfsense::merge(&text, &overlay) else { return };
    assert!(pfsense::read(&merged.text, origin()).is_ok(), "an export with our sections in it is read no more");
}

/// A file of Kea, Unbound or chrony; the first byte says which.
pub fn services(data: &[u8]) {
    let Some((kind, text)) = data.split_first() else { return };
    let text = String::from_utf8_lossy(text);
    match kind % 4 {
        0 => drop(kea::read4(&text)),
        1 => drop(kea::read6(&text)),
        2 => drop(unbound::read(&text)),
        _ => drop(chrony::read(&text)),
    }
}

/// A file of the directory: entries, or the configuration of Samba; the first byte says which.
pub fn accounts(data: &[u8]) {
    let Some((kind, text)) = data.split_first() else { return };
    let text = String::from_utf8_lossy(text);
    match kind % 2 {
        0 => drop(directory::entries(&text)),
        _ => drop(directory::machine(&text)),
    }
}

/// The three files of RADIUS in one, a line `---` between them.
pub fn radius(data: &[u8]) {
    let text = String::from_utf8_lossy(data);
    let mut parts = text.splitn(3, "\n---\n");
    let mut next = || parts.next().unwrap_or_default();
    let reading = radius_files::read("0370001A", next(), next(), next(), origin());
    let _ = radius_files::project(&reading.nac);
}
