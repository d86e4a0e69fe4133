//! The tables behind the records: how much a thing matters, and what French inventories call it. Data, no decisions.

use crate::region::DeviceKind;
use crate::state::record::Class;

/// How much a thing matters when it fails: by the role of what it does (specification, part 4.5, CMDB).
pub const CRITICALITY: &[(&str, &str)] =
    &[("core", "high"), ("firewall", "high"), ("directory", "high"), ("distribution", "medium"), ("host", "medium")];

/// The criticality of the weightiest of some roles; `low` when none is in the table.
pub fn criticality<'a>(roles: impl IntoIterator<Item = &'a str>) -> &'static str {
    let rank = |level: &str| ["low", "medium", "high"].iter().position(|l| *l == level).unwrap_or(0);
    let levels = roles.into_iter().filter_map(|r| CRITICALITY.iter().find(|(role, _)| *role == r)).map(|(_, level)| *level);
    levels.max_by_key(|level| rank(level)).unwrap_or("low")
}

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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_guest_of_several_roles_matters_as_much_as_the_weightiest() {
        assert_eq!(criticality(["web", "directory", "dhcp"]), "high");
        assert_eq!(criticality(["distribution"]), "medium");
        assert_eq!(criticality(["access"]), "low");
        assert_eq!(criticality([]), "low");
    }
}
