//! The variables of an Amon that préau writes or understands: name, shape and type of each (firewalls.md, part 1.3).
//!
//! A file of a server in service holds many more: those of the academy's own dictionaries, and of packages that nothing here
//! derives. They are no mistakes. Entry point: [`find`].

use ipnet::Ipv4Net;
use std::collections::BTreeMap;
use std::net::Ipv4Addr;
use std::sync::LazyLock;

/// A variable of the table.
#[derive(Debug)]
pub struct Row {
    /// Its name; `#` stands for the number of a card, or of a filter.
    pub name: &'static str,
    /// How its values stand in the file.
    pub shape: Shape,
    /// What one value is.
    pub kind: Kind,
}

/// How the values of a variable stand in the file.
#[derive(Copy, Clone, PartialEq, Eq, Debug)]
pub enum Shape {
    /// One value.
    Scalar,
    /// A list; others may follow it line by line.
    List,
    /// A value for each line of a list, the variable of this name.
    Follower(&'static str),
}

/// The type of a value.
#[derive(Copy, Clone, PartialEq, Eq, Debug)]
pub enum Kind {
    /// Any text.
    Text,
    /// `oui` or `non`.
    Flag,
    /// A number from the first to the second.
    Number(i64, i64),
    /// An IPv4 address.
    Address,
    /// A dotted IPv4 mask; never the length of a prefix.
    Mask,
    /// A host's name without a domain.
    Host,
    /// A name in DNS.
    Domain,
    /// One of these words.
    Word(&'static [&'static str]),
}

const fn one(name: &'static str, kind: Kind) -> Row {
    Row { name, shape: Shape::Scalar, kind }
}

const fn list(name: &'static str, kind: Kind) -> Row {
    Row { name, shape: Shape::List, kind }
}

const fn after(master: &'static str, name: &'static str, kind: Kind) -> Row {
    Row { name, shape: Shape::Follower(master), kind }
}

/// The numbers that variables spell as texts: of cards, and of the proxy's filters.
pub const NUMERALS: &[&str] = &["1", "2", "3", "4", "5"];

/// What the reverse proxy does with a question in clear.
pub const TO_HTTPS: &str = "redirige vers https";

/// The proxy's ways to know users, by the manifest's word.
pub const AUTH: &[(&str, &str)] = &[("kerberos", "NTLM/KERBEROS"), ("ldap", "Ldap")];

/// Every variable that is written or understood, in order of the file's subjects.
pub static TABLE: &[Row] = &[
    one("numero_etab", Kind::Text),
    one("libelle_etab", Kind::Text),
    one("nom_machine", Kind::Host),
    one("nom_domaine_local", Kind::Domain),
    one("nom_academie", Kind::Text),
    one("suffixe_domaine_academique", Kind::Text),
    one("time_zone", Kind::Text),
    one("nombre_interfaces", Kind::Word(NUMERALS)),
    one("type_amon", Kind::Text),
    list("nom_carte_eth#", Kind::Text),
    one("nom_zone_eth#", Kind::Text),
    one("adresse_ip_eth#", Kind::Address),
    one("adresse_netmask_eth#", Kind::Mask),
    one("adresse_ip_gw", Kind::Address),
    one("valeur_mtu_eth#", Kind::Number(68, 9216)),
    one("vlan_eth#", Kind::Flag),
    list("vlan_id_eth#", Kind::Number(1, 4094)),
    after("vlan_id_eth#", "vlan_ip_eth#", Kind::Address),
    after("vlan_id_eth#", "vlan_netmask_eth#", Kind::Mask),
    after("vlan_id_eth#", "dns_forward_vlan_eth#", Kind::Flag),
    after("vlan_id_eth#", "dns_rvp_vlan_eth#", Kind::Flag),
    one("activer_route", Kind::Flag),
    list("route_adresse", Kind::Address),
    after("route_adresse", "route_netmask", Kind::Mask),
    after("route_adresse", "route_gw", Kind::Address),
    after("route_adresse", "route_int", Kind::Word(&["0", "1", "2", "3", "4"])),
    after("route_adresse", "route_in_vpn", Kind::Flag),
    after("route_adresse", "dns_rvp_route", Kind::Flag),
    list("adresse_ip_dns", Kind::Address),
    one("dns_forward_eth#", Kind::Flag),
    one("dns_rvp_eth#", Kind::Flag),
    one("activer_zone_forward", Kind::Flag),
    list("nom_zone_forward", Kind::Domain),
    after("nom_zone_forward", "ip_dns_zone_forward", Kind::Address),
    one("activer_ajout_hosts", Kind::Flag),
    list("adresse_ip_hosts", Kind::Address),
    after("adresse_ip_hosts", "nom_court_hosts", Kind::Host),
    after("adresse_ip_hosts", "nom_long_hosts", Kind::Domain),
    list("serveur_ntp", Kind::Domain),
    one("ssh_eth#", Kind::Flag),
    list("ip_ssh_eth#", Kind::Address),
    after("ip_ssh_eth#", "netmask_ssh_eth#", Kind::Mask),
    one("admin_eth#", Kind::Flag),
    list("ip_admin_eth#", Kind::Address),
    after("ip_admin_eth#", "netmask_admin_eth#", Kind::Mask),
    one("frontend_ead_distant_eth#", Kind::Flag),
    list("ip_frontend_ead_distant_eth#", Kind::Address),
    after("ip_frontend_ead_distant_eth#", "netmask_frontend_ead_distant_eth#", Kind::Mask),
    one("activer_filtrage_proxy", Kind::Flag),
    one("num_dansguardian_instance", Kind::Word(NUMERALS)),
    one("dansguardian_eth#", Kind::Word(NUMERALS)),
    one("dansguardian_ead_filtre#", Kind::Text),
    one("activer_squid_auth", Kind::Flag),
    one("squid_auth_eth#", Kind::Flag),
    one("type_squid_auth", Kind::Text),
    one("nom_serveur_krb", Kind::Host),
    one("nom_domaine_krb", Kind::Domain),
    one("ip_serveur_krb", Kind::Address),
    one("activer_revprox", Kind::Flag),
    list("revprox_domainname", Kind::Domain),
    after("revprox_domainname", "revprox_rep", Kind::Text),
    after("revprox_domainname", "revprox_url", Kind::Text),
    after("revprox_domainname", "revprox_http", Kind::Word(&["oui", "non", TO_HTTPS])),
    after("revprox_domainname", "revprox_https", Kind::Flag),
    one("install_rvp", Kind::Flag),
    one("activer_dhcp", Kind::Flag),
    list("adresse_network_dhcp", Kind::Address),
    after("adresse_network_dhcp", "adresse_netmask_dhcp", Kind::Mask),
    after("adresse_network_dhcp", "nom_plage_dhcp", Kind::Text),
    after("adresse_network_dhcp", "ip_basse_dhcp", Kind::Address),
    after("adresse_network_dhcp", "ip_haute_dhcp", Kind::Address),
    after("adresse_network_dhcp", "adresse_ip_gw_dhcp", Kind::Address),
    after("adresse_network_dhcp", "adresse_ip_dns_dhcp", Kind::Address),
    after("adresse_network_dhcp", "adresse_ip_dns_secondaire_dhcp", Kind::Address),
    after("adresse_network_dhcp", "adresse_ip_ntp_dhcp", Kind::Address),
    after("adresse_network_dhcp", "nom_domaine_dhcp", Kind::Domain),
    after("adresse_network_dhcp", "dhcp_lease_default", Kind::Number(60, 31_536_000)),
    after("adresse_network_dhcp", "dhcp_lease_max", Kind::Number(60, 31_536_000)),
    after("adresse_network_dhcp", "interdire_hotes_inconnus", Kind::Flag),
    after("adresse_network_dhcp", "adressage_statique", Kind::Flag),
];

/// The rows by name.
static BY_NAME: LazyLock<BTreeMap<&str, &Row>> = LazyLock::new(|| TABLE.iter().map(|row| (row.name, row)).collect());

/// The row of a variable, and the digit that stands at its `#`; `None` for a variable that the table does not have.
pub fn find(name: &str) -> Option<(&'static Row, Option<&str>)> {
    if let Some(row) = BY_NAME.get(name).filter(|_| !name.contains('#')) {
        return Some((row, None));
    }
    let digits = name.char_indices().filter(|(_, c)| c.is_ascii_digit());
    digits.into_iter().find_map(|(at, _)| {
        let (start, digit, end) = (name.get(..at)?, name.get(at..=at)?, name.get(at + 1..)?);
        Some((*BY_NAME.get(format!("{start}#{end}").as_str())?, Some(digit)))
    })
}

impl Kind {
    /// Whether a text is a value of this type; the error completes "it is no value because …".
    pub fn takes(self, text: &str) -> Result<(), &'static str> {
        let fits = match self {
            Kind::Text => true,
            Kind::Flag => matches!(text, "oui" | "non"),
            Kind::Number(first, last) => text.parse().is_ok_and(|n: i64| (first..=last).contains(&n)),
            Kind::Address => text.parse::<Ipv4Addr>().is_ok(),
            Kind::Mask => text.parse().is_ok_and(|m: Ipv4Addr| length(m).is_some()),
            Kind::Host => is_label(text),
            Kind::Domain => text.len() <= 253 && text.split('.').all(is_label),
            Kind::Word(words) => words.contains(&text),
        };
        if fits { Ok(()) } else { Err(self.wanted()) }
    }

    /// What a value of this type is.
    pub fn wanted(self) -> &'static str {
        match self {
            Kind::Text => "a text",
            Kind::Flag => "`oui` or `non`",
            Kind::Number(..) => "a number in its range",
            Kind::Address => "an IPv4 address",
            Kind::Mask => "a dotted mask such as 255.255.255.0",
            Kind::Host => "a host's name: 1 to 63 letters, digits and hyphens, no hyphen at either end",
            Kind::Domain => "a name in DNS",
            Kind::Word(_) => "one of the words of this variable",
        }
    }
}

fn is_label(text: &str) -> bool {
    let plain = |b: u8| b.is_ascii_alphanumeric() || b == b'-';
    (1..=63).contains(&text.len()) && text.bytes().all(plain) && !text.starts_with('-') && !text.ends_with('-')
}

/// The length of the prefix that a mask makes; `None` for one with holes.
pub fn length(mask: Ipv4Addr) -> Option<u8> {
    let bits = u32::from(mask);
    let ones = bits.leading_ones();
    (bits.count_ones() == ones).then(|| u8::try_from(ones).ok())?
}

/// The network of an address with a mask.
pub fn network(address: Ipv4Addr, mask: Ipv4Addr) -> Option<Ipv4Net> {
    Some(Ipv4Net::new(address, length(mask)?).ok()?.trunc())
}

/// Whether a variable holds a secret, by its name: what stands there is never repeated.
pub fn is_secret(name: &str) -> bool {
    ["password", "passwd", "secret", "_cle_", "_key_psk"].iter().any(|part| name.contains(part))
}

/// The name of a card's interface in variables: `eth2`, and `eth2.30` for a VLAN on it.
pub fn interface(card: u64, vlan: Option<u16>) -> String {
    vlan.map_or_else(|| format!("eth{card}"), |vlan| format!("eth{card}.{vlan}"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_variable_is_found_by_its_name_and_its_card() {
        assert_eq!(find("vlan_id_eth2").map(|(r, n)| (r.name, n)), Some(("vlan_id_eth#", Some("2"))));
        assert_eq!(find("adresse_ip_gw").map(|(r, n)| (r.name, n)), Some(("adresse_ip_gw", None)));
        for unknown in ["vlan_id_eth", "vlan_id_eth12", "vlan_id_ethx", "vlan_id_eth#", "aca_type_etab"] {
            assert!(find(unknown).is_none(), "{unknown}");
        }
    }

    #[test]
    fn a_follower_follows_a_list_of_the_table() {
        for row in TABLE {
            if let Shape::Follower(master) = row.shape {
                let found = TABLE.iter().find(|r| r.name == master).map(|r| r.shape);
                assert_eq!(found, Some(Shape::List), "{} follows {master}", row.name);
            }
        }
    }

    #[test]
    fn a_mask_with_holes_or_as_a_length_is_none() {
        assert_eq!(length(Ipv4Addr::new(255, 255, 252, 0)), Some(22));
        assert!(Kind::Mask.takes("255.0.255.0").is_err() && Kind::Mask.takes("24").is_err());
        assert!(Kind::Mask.takes("0.0.0.0").is_ok() && Kind::Mask.takes("255.255.255.255").is_ok());
    }
}
