//! Columns that several of iTop's classes share, and iTop's words: its codes, never the user's language.

use super::mapping::{Cell, Column, Part};
use crate::state::record::{Attribute, Role};
use Attribute as A;
use Role as R;

pub(super) const STATUS: &[(&str, &str)] =
    &[("production", "production"), ("planned", "implementation"), ("stock", "stock"), ("obsolete", "obsolete")];
// Obsolete in a manifest still works and waits for its successor, so its software is still active.
pub(super) const ACTIVE: &[(&str, &str)] =
    &[("production", "active"), ("planned", "inactive"), ("stock", "inactive"), ("obsolete", "active")];
pub(super) const CRITICITY: &[(&str, &str)] = &[("low", "low"), ("medium", "medium"), ("high", "high")];
pub(super) const DIRECTION: &[(&str, &str)] = &[("down", "downlink"), ("up", "uplink")];
/// Types of models by the catalogue's kind.
pub(super) const MODEL_TYPES: &[(&str, &str)] = &[
    ("switch", "NetworkDevice"),
    ("access-point", "NetworkDevice"),
    ("appliance", "NetworkDevice"),
    ("host", "Server"),
    ("ups", "PowerSource"),
    ("nas", "NAS"),
    ("pc", "PC"),
    ("tablet", "Tablet"),
    ("printer", "Printer"),
    ("camera", "Peripheral"),
    ("phone", "IPPhone"),
];

pub(super) const ROLES: &[(&str, &str)] = &[
    ("directory", "annuaire"),
    ("files", "fichiers"),
    ("print", "impression"),
    ("opsi", "déploiement"),
    ("dhcp", "DHCP"),
    ("radius", "RADIUS"),
    ("monitoring", "supervision"),
    ("firewall", "pare-feu"),
    ("kvm", "console"),
    ("ipbx", "téléphonie"),
    ("alarm", "alarme"),
    ("backup", "sauvegarde"),
    ("other", "autre"),
];
// The three modes as agreements with schools call them; the normal one is not said.
pub(super) const SUPPORT: &[(&str, &str)] = &[("open", "ouvert"), ("out-of-scope", "hors périmètre")];

pub(super) const fn part(attribute: Attribute, title: &'static str) -> Part {
    Part { attribute, title, words: &[] }
}

pub(super) const fn said(attribute: Attribute, title: &'static str, words: &'static [(&'static str, &'static str)]) -> Part {
    Part { attribute, title, words }
}

pub(super) const fn col(code: &'static str, cell: Cell) -> Column {
    Column { code, cell }
}

pub(super) const NAME: Column = col("name", Cell::Of(A::Name));
pub(super) const ORG: Column = col("org_id->code", Cell::Through(&[R::Organisation], A::Code));
pub(super) const ACTIVE_STATUS: Column = col("status", Cell::Constant("active"));
pub(super) const LIFE: Column = col("status", Cell::Word(A::Status, STATUS));
pub(super) const IMPORTANCE: Column = col("business_criticity", Cell::Word(A::Criticality, CRITICITY));
pub(super) const SERIAL: Column = col("serialnumber", Cell::Of(A::Serial));
pub(super) const ASSET: Column = col("asset_number", Cell::Of(A::Asset));
pub(super) const UNITS: Column = col("nb_u", Cell::Of(A::Units));
pub(super) const ADDRESS: Column = col("managementip", Cell::Of(A::Ip));
pub(super) const CPU: Column = col("cpu", Cell::Of(A::Cpu));
pub(super) const RAM: Column = col("ram", Cell::Of(A::Memory));
pub(super) const PLACE: Column = col("location_id->name", Cell::Through(&[R::Location], A::Name));
pub(super) const PLACE_ORG: Column = col("location_id->org_name", Cell::Through(&[R::Location, R::Organisation], A::Name));
pub(super) const RACK: Column = col("rack_id->name", Cell::Through(&[R::Rack], A::Name));
pub(super) const RACK_ORG: Column = col("rack_id->organization_name", Cell::Through(&[R::Rack, R::Organisation], A::Name));
pub(super) const BRAND: Column = col("brand_id->name", Cell::Through(&[R::Brand], A::Name));
pub(super) const MODEL: Column = col("model_id->name", Cell::Through(&[R::Model], A::Name));
pub(super) const MODEL_BRAND: Column = col("model_id->brand_name", Cell::Through(&[R::Model, R::Brand], A::Name));
pub(super) const POWER_A: Column = col("powerA_id->name", Cell::Through(&[R::PowerA], A::Name));
pub(super) const POWER_A_ORG: Column = col("powerA_id->organization_name", Cell::Through(&[R::PowerA, R::Organisation], A::Name));
pub(super) const POWER_B: Column = col("powerB_id->name", Cell::Through(&[R::PowerB], A::Name));
pub(super) const POWER_B_ORG: Column = col("powerB_id->organization_name", Cell::Through(&[R::PowerB, R::Organisation], A::Name));
pub(super) const FAMILY: Column = col("osfamily_id->name", Cell::Through(&[R::OsFamily], A::Name));
pub(super) const SYSTEM: Column = col("osversion_id->name", Cell::Through(&[R::OsVersion], A::Name));
pub(super) const IP: Column = col("ipaddress", Cell::Of(A::Ip));
pub(super) const MASK: Column = col("ipmask", Cell::Of(A::Mask));
pub(super) const GATEWAY: Column = col("ipgateway", Cell::Of(A::Gateway));
pub(super) const MAC: Column = col("macaddress", Cell::Of(A::Mac));
pub(super) const COMMENT: Column = col("comment", Cell::Remark(A::Usage));
pub(super) const DEVICE_TEXT: &[Part] = &[
    said(A::Roles, "rôle", ROLES),
    part(A::Supplier, "fournisseur"),
    part(A::Lifetime, "durée de vie (ans)"),
    part(A::Note, ""),
];
pub(super) const ROLE_TEXT: Column = col("description", Cell::Prose(DEVICE_TEXT));
pub(super) const STATION_TEXT: Column = col(
    "description",
    Cell::Prose(&[
        part(A::Outlet, "prise"),
        said(A::Support, "mode de support", SUPPORT),
        part(A::Supplier, "fournisseur"),
        said(A::Roles, "rôle", ROLES),
        part(A::Note, ""),
    ]),
);
/// For classes without interfaces: the address has nowhere else to go.
pub(super) const LONE_TEXT: Column = col(
    "description",
    Cell::Prose(&[
        part(A::Mac, "MAC"),
        part(A::Ip, "adresse"),
        part(A::SwitchPort, "port"),
        part(A::Outlet, "prise"),
        part(A::Feeds, "baies alimentées"),
        part(A::Units, "hauteur (U)"),
        said(A::Support, "mode de support", SUPPORT),
        said(A::Roles, "rôle", ROLES),
        part(A::Supplier, "fournisseur"),
        part(A::Lifetime, "durée de vie (ans)"),
        part(A::Note, ""),
    ]),
);

pub(super) const STATION: &[Column] =
    &[NAME, ORG, PLACE, PLACE_ORG, BRAND, MODEL, MODEL_BRAND, SERIAL, ASSET, LIFE, STATION_TEXT];
pub(super) const LONE: &[Column] = &[NAME, ORG, PLACE, PLACE_ORG, BRAND, MODEL, MODEL_BRAND, SERIAL, ASSET, LIFE, LONE_TEXT];
