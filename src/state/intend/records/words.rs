//! The tables behind the records: what French inventories call a thing. Data, no decisions.

use crate::region::DeviceKind;
use crate::state::record::Class;

/// Kinds of network devices that are no appliance.
pub const SWITCH: &str = "Commutateur";
/// Access points.
pub const ACCESS_POINT: &str = "Borne Wi-Fi";

/// What an appliance of a role is called.
pub const APPLIANCES: &[(&str, &str)] = &[
    ("firewall", "Pare-feu"),
    ("kvm", "Console KVM"),
    ("ipbx", "Autocommutateur téléphonique"),
    ("automate", "Automate"),
    ("alarm", "Centrale d'alarme"),
    ("other", "Autre équipement"),
];

/// What an appliance is called; of no role, it is another one.
pub fn appliance(role: Option<&str>) -> &'static str {
    let role = role.unwrap_or("other");
    APPLIANCES.iter().find(|(word, _)| *word == role).map_or("Autre équipement", |(_, title)| title)
}

/// The class of a device node.
pub fn class_of(kind: DeviceKind) -> Class {
    match kind {
        DeviceKind::Nas => Class::Nas,
        DeviceKind::Appliance => Class::NetworkDevice,
        DeviceKind::Camera => Class::Peripheral,
        DeviceKind::Printer => Class::Printer,
        DeviceKind::Phone => Class::Phone,
    }
}

/// Systems as their makers spell them; any other family is spelt as the catalogue does.
pub const SYSTEMS: &[(&str, &str)] =
    &[("debian", "Debian"), ("ubuntu", "Ubuntu"), ("eole", "EOLE"), ("pfsense", "pfSense"), ("windows", "Windows")];

/// The spelling of a system's family.
pub fn system(word: &str) -> &str {
    SYSTEMS.iter().find(|(key, _)| *key == word).map_or(word, |(_, title)| title)
}

/// A service that people ask for, and the roles of guests, appliances and NAS that render it.
pub const SOLUTIONS: &[(&str, &[&str])] = &[
    ("Adressage automatique (DHCP)", &["dhcp"]),
    ("Alarme et PPMS", &["alarm"]),
    ("Annuaire", &["directory"]),
    ("Authentification du réseau", &["radius"]),
    ("Déploiement des postes", &["opsi"]),
    ("Gestion technique du bâtiment", &["automate"]),
    ("Impression", &["print"]),
    ("Pare-feu et accès à Internet", &["firewall"]),
    ("Partage de fichiers", &["files"]),
    ("Sauvegarde", &["backup"]),
    ("Services web", &["web"]),
    ("Supervision", &["monitoring"]),
    ("Téléphonie", &["ipbx"]),
];
/// The service that access points render.
pub const WIFI: &str = "Wi-Fi";
