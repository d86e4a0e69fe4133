//! `demande-academie.md`: what is asked of those who run the school's Amon, in French, for people.
//!
//! It says who asks whom for what and why, every variable with its value, who may reach what, what the server has no variable
//! for, and how all of it is applied. What stands there before is not known here, and the page says so. Entry point: [`write`].

use super::page::Page;
use crate::base::Sourced;
use crate::net::Family;
use crate::os::amon::eol::{self, ByHand, Listed, Reason, Shown, Told, Uncarried};
use crate::os::amon::era;
use crate::os::amon::zones::{self, Zones};
use crate::state::Served;
use crate::state::firewall::{Firewall, Group, Interface, Masquerade, Publication, Rule, Where};
use crate::state::policy::Service;
use std::collections::BTreeMap;

/// The page, and the story of each line; or what it cannot carry.
pub fn write(firewall: &Firewall, served: &Served) -> Result<(String, Vec<Told>), Vec<Uncarried>> {
    let mut page = Page::default();
    head(firewall, &mut page);
    how(firewall, &mut page);
    interfaces(firewall, &mut page);
    flows(firewall, &mut page);
    named(firewall, &mut page);
    stock(firewall, &mut page);
    translation(firewall, &mut page);
    by_hand(firewall, served, &mut page);
    variables(firewall, served, &mut page);
    page.done()
}

fn head(firewall: &Firewall, page: &mut Page) {
    let (name, uai) = (page.say(&firewall.school_name), page.say(&firewall.school));
    page.line(format!("# Demande de changement : pare-feu Amon, {name} ({uai})"));
    page.gap();
    let whom = page.say(&firewall.managed_by);
    let team = firewall.team.as_ref().map_or_else(String::new, |team| format!(", équipe {}", page.say(team)));
    page.line(format!("- **À** : {whom}{team}, qui administre cette machine."));
    page.line(format!("- **De** : l'exploitation des réseaux de l'établissement {uai}."));
    let machine = page.code(&firewall.hostname);
    let version = firewall.version.as_ref().map_or_else(String::new, |v| format!(", EOLE {}", page.say(v)));
    page.line(format!("- **Machine** : {machine}{version}."));
    if let Some(model) = eol::model(firewall) {
        let model = page.code(&model);
        page.line(format!("- **Modèle de zones** : {model} (`type_amon`)."));
    }
    page.line("- **Quoi** : les variables de `config.eol`, jointes et listées plus bas, et ce qu'aucune variable ne dit.");
    page.line("- **Pourquoi** : c'est l'état que le manifeste de l'établissement décrit : adresses, VLAN, flux, services.");
}

fn how(firewall: &Firewall, page: &mut Page) {
    page.heading("Comment l'appliquer");
    page.line("1. Sauvegarder `/etc/eole/config.eol` et comparer : l'exploitation ne connaît pas les valeurs en place.");
    page.line(
        "2. Serveur suivi par Zéphir : importer `config.eol` dans Zéphir, car un fichier déposé sur la machine y serait écrasé.",
    );
    page.line("   Serveur autonome : reprendre les variables dans `gen_config` ou par `CreoleSet`.");
    page.line(
        "   Le fichier ne dit que ce que le manifeste décide : déposé tel quel sur un serveur en service, il ferait oublier le",
    );
    page.line("   reste (autres accès SSH et EAD, certificats, miroirs, variables de l'académie).");
    if let Ok(zones) = Zones::of(firewall) {
        let file = page.code_of(&format!("era/{}.xml", *zones.model), [zones.model.origin()]);
        page.line(format!("3. Déposer le modèle de zones joint, {file}, dans `{}/` avant de le choisir.", era::stock::FOLDER));
    }
    page.line("4. Serveur neuf : `instance`, une seule fois. Serveur en service : `reconfigure`.");
    page.line("5. Vérifier : `CreoleGet --list`, puis `iptables-save` et `ip -j addr`.");
    let gateway = firewall.gateways.iter().find(|g| *g.default && g.address.is_ipv4());
    if let Some(gateway) = gateway {
        let address = page.code(&gateway.address);
        page.line(format!("   La passerelle {address} doit répondre depuis la carte `eth0`."));
    }
    page.line("");
    page.line("Coupure : quelques minutes pendant le rechargement des règles et du mandataire.");
}

/// What an interface is called on the page: `eth2.30`.
fn card(interface: &Interface) -> String {
    let vlan = if *interface.tagged { format!(".{}", *interface.vlan) } else { String::new() };
    format!("eth{}{vlan}", *interface.card)
}

fn interfaces(firewall: &Firewall, page: &mut Page) {
    page.heading("Interfaces");
    page.head(&["Interface", "VLAN", "Nom", "Zone ERA", "Niveau", "Adresse", "Réseau"]);
    let zones = Zones::of(firewall).ok();
    let mut all: Vec<&Interface> = firewall.interfaces.iter().filter(|i| i.v4.is_some()).collect();
    all.sort_by_key(|i| (*i.card, *i.tagged, *i.vlan));
    for interface in all {
        let Some(v4) = &interface.v4 else { continue };
        let system = firewall.cards.iter().find(|c| *c.number == *interface.card).and_then(|c| c.system.as_ref());
        page.because(system.map(Sourced::origin));
        let zone = zones.as_ref().and_then(|z| z.of_vlan(*interface.vlan));
        let level = zone.map(|z| z.level).or(interface.level);
        let cells = [
            page.code_of(&card(interface), [interface.card.origin(), interface.tagged.origin()]),
            page.say(&interface.vlan),
            page.say(&interface.name),
            page.say(zone.map_or(&interface.zone, |z| &z.name)),
            level.map_or_else(|| "–".to_owned(), |level| page.say(&level)),
            page.code(&v4.address),
            page.code(&v4.subnet),
        ];
        page.row(&cells.each_ref().map(String::as_str));
    }
}

/// Flows of one interface to one place: services by what else is asked of them.
type Services<'a> = BTreeMap<(bool, bool, String), Vec<&'a Rule>>;

fn flows(firewall: &Firewall, page: &mut Page) {
    page.heading("Matrice des flux, par zone");
    page.line(
        "Tout ce qui n'est pas dans le tableau est refusé. Une ligne se lit : de la source, vers la destination, ces services.",
    );
    page.gap();
    page.head(&["Source", "Destination", "Services", "Conditions"]);
    let sources = firewall.interfaces.iter().map(|i| Some(*i.vlan)).chain([None]);
    for source in sources {
        let mut pairs: BTreeMap<(String, String), Services> = BTreeMap::new();
        for rule in firewall.rules_of(source).filter(|r| *r.allows && r.family == Family::V4) {
            let pair = (end(firewall, &rule.from), end(firewall, &rule.to));
            let hours = rule.hours.as_ref().map_or_else(String::new, |h| h.to_string());
            pairs.entry(pair).or_default().entry((*rule.proxied, *rule.authenticated, hours)).or_default().push(rule);
        }
        for ((from, to), by) in pairs {
            for ((proxied, authenticated, hours), rules) in by {
                flow(page, (&from, &to), proxied, authenticated, &hours, &rules);
            }
        }
    }
}

fn flow(page: &mut Page, (from, to): (&str, &str), proxied: bool, authenticated: bool, hours: &str, rules: &[&Rule]) {
    let from = page.say_of(from, rules.iter().map(|r| r.from.origin()));
    let to = page.say_of(to, rules.iter().map(|r| r.to.origin()));
    let mut services: Vec<String> = rules.iter().map(|r| page.say(&r.service.name)).collect();
    services.dedup();
    let mut asked = Vec::new();
    asked.extend(proxied.then(|| "par le mandataire".to_owned()));
    asked.extend(authenticated.then(|| "avec authentification".to_owned()));
    if !hours.is_empty() {
        asked.push(format!("aux heures {}", page.say_of(hours, [])));
    }
    asked.extend(rules.iter().any(|r| *r.logged).then(|| "journalisé".to_owned()));
    let asked = if asked.is_empty() { "–".to_owned() } else { asked.join(", ") };
    page.row(&[&from, &to, &services.join(", "), &asked]);
}

/// What a person calls one end of a rule.
fn end(firewall: &Firewall, end: &Where) -> String {
    let vlan = |id| firewall.interface(id).map_or_else(|| format!("VLAN {id}"), |i: &Interface| i.name.value().clone());
    match end {
        Where::Anywhere => "tout".to_owned(),
        Where::Itself | Where::Gateway(_) => "pare-feu".to_owned(),
        Where::Segment(id) => vlan(*id),
        // To those who read ERA's models, the word is the firewall.
        Where::Group(name) if name == zones::BASTION => format!("{name} (machine de la région)"),
        Where::Group(name) => name.clone(),
        Where::Beyond(name) if name == Firewall::KNOWN => "Internet".to_owned(),
        Where::Beyond(name) => name.strip_prefix("not-").unwrap_or(name).to_owned(),
    }
}

/// What the names of the matrix stand for: machines and networks by address, services by port.
fn named(firewall: &Firewall, page: &mut Page) {
    let rules: Vec<&Rule> = firewall.rules.iter().filter(|r| *r.allows && r.family == Family::V4).collect();
    let is_group = |end: &Where, group: &str| matches!(end, Where::Group(name) if name == group);
    let used = |group: &&Group| rules.iter().any(|r| is_group(&r.from, &group.name) || is_group(&r.to, &group.name));
    page.heading("Noms de la matrice");
    page.head(&["Machine ou réseau", "Adresses"]);
    for group in firewall.groups.iter().filter(used) {
        let name = page.say(&group.name);
        let v4: Vec<_> = group.prefixes.iter().filter(|p| p.addr().is_ipv4()).collect();
        let spelt: Vec<String> = v4.iter().map(|p| page.code_of(&without_length(***p), [p.origin()])).collect();
        page.row(&[&name, &spelt.join(", ")]);
    }
    page.gap();
    page.head(&["Service", "TCP", "UDP", "ICMP"]);
    let services: BTreeMap<&str, &Service> = rules.iter().map(|r| (r.service.name.as_str(), &r.service)).collect();
    for service in services.into_values() {
        let name = page.say(&service.name);
        let (tcp, udp) = (ports(&service.tcp), ports(&service.udp));
        let icmp = service.icmp.as_ref().map_or_else(String::new, |icmp| page.say_of(icmp, []));
        page.row(&[&name, if service.is_any() { "tout" } else { &tcp }, if service.is_any() { "tout" } else { &udp }, &icmp]);
    }
}

/// A prefix; a single address is said without a length.
fn without_length(prefix: ipnet::IpNet) -> String {
    if prefix.prefix_len() == prefix.max_prefix_len() { prefix.addr().to_string() } else { prefix.to_string() }
}

fn ports(ranges: &[(u16, u16)]) -> String {
    let one = |(first, last): &(u16, u16)| if first == last { first.to_string() } else { format!("{first} à {last}") };
    ranges.iter().map(one).collect::<Vec<_>>().join(", ")
}

/// What the model that the child inherits from opens by itself, and what becomes of it.
fn stock(firewall: &Firewall, page: &mut Page) {
    let Ok(zones) = Zones::of(firewall) else { return };
    page.heading("Ce que le modèle d'origine ouvre de lui-même");
    let (parent, model) = (page.code(&zones.parent), page.code(&zones.model));
    page.line(format!("{model} hérite de {parent}, qui laisse passer tout flux d'un niveau vers un niveau plus bas."));
    page.line("Le modèle enfant les refuse tous, puis rouvre ce que dit la matrice :");
    page.gap();
    let own: Vec<_> = zones.zones.iter().filter(|z| z.is_stock).collect();
    for from in &own {
        for to in own.iter().filter(|to| to.level < from.level) {
            let (a, b) = (page.say(&from.name), page.say(&to.name));
            page.because([from.level.origin(), to.level.origin()]);
            page.line(format!(
                "- {a} ({}) → {b} ({}) : ouvert par {parent}, refusé par {model} hors de la matrice.",
                *from.level, *to.level
            ));
        }
    }
    page.gap();
    page.line("Restent ouverts, car les directives du modèle d'origine passent avant celles de l'enfant :");
    page.gap();
    let named =
        |zones: &[&str]| own.iter().filter(|z| zones.contains(&z.name.as_str())).map(|z| z.name.value().clone()).collect();
    for (zones, _, protocol, ports, why) in era::stock::OPENS {
        let there: Vec<String> = named(zones);
        if there.is_empty() {
            continue;
        }
        page.because(own.iter().filter(|z| there.contains(z.name.value())).map(|z| z.name.origin()));
        let port = if *ports == "0" { String::new() } else { format!(" {ports}") };
        page.line(format!("- {} → pare-feu, {protocol}{port} : {}.", there.join(", "), french(why)));
    }
}

/// What a stock model's reason is in French.
pub(super) fn french(why: &str) -> &str {
    match why {
        "the firewall answers names in its zones" => "le pare-feu répond aux noms dans ses zones",
        "the proxy listens in its zones" => "le mandataire écoute dans ses zones",
        "tunnels end at the firewall" => "les tunnels arrivent au pare-feu",
        other => other,
    }
}

fn translation(firewall: &Firewall, page: &mut Page) {
    page.heading("Traduction d'adresses");
    let origin = firewall.masquerade.origin();
    page.because([origin]);
    page.line(match *firewall.masquerade {
        Masquerade::Internet => {
            "- En sortie vers Internet : sous l'adresse de `eth0`. Vers les réseaux de la région et de l'académie : aucune traduction."
        }
        Masquerade::All => "- En sortie : tout sous l'adresse de `eth0`.",
        Masquerade::Off => "- En sortie : aucune traduction.",
    });
    page.line(
        "  Le modèle enfant n'écrit aucune directive de traduction : celles du modèle d'origine sont à comparer à cette ligne.",
    );
    for publication in &firewall.publications {
        let Ok(carried) = eol::reverse_proxied(publication) else { continue };
        let name = page.code(carried.name);
        let url = page.code_of(&carried.url, [publication.target.origin()]);
        let target = page.say(&publication.target);
        page.line(format!("- En entrée : {name} par le mandataire inverse, vers {target} ({url}), depuis {}.", who(publication)));
    }
}

fn who(publication: &Publication) -> &'static str {
    match *publication.from {
        Where::Anywhere | Where::Beyond(_) => "l'extérieur",
        _ => "les sources de la matrice",
    }
}

fn by_hand(firewall: &Firewall, served: &Served, page: &mut Page) {
    let all = eol::by_hand(firewall, served);
    if all.is_empty() {
        return;
    }
    page.heading("Ce qu'aucune variable jointe ne dit");
    page.line("Les noms des variables qui suivent ne sont pas connus d'ici, ou le module n'en a pas. À régler dans l'interface.");
    page.gap();
    all.into_iter().for_each(|item| one_by_hand(firewall, item, page));
}

fn one_by_hand(firewall: &Firewall, item: ByHand, page: &mut Page) {
    let name = |page: &mut Page, vlan: &Sourced<crate::net::VlanId>| match firewall.interface(**vlan) {
        Some(i) => format!("{} ({})", page.code_of(&card(i), [i.card.origin(), vlan.origin()]), page.say(&i.name)),
        None => page.say(vlan),
    };
    let list = |page: &mut Page, all: &[Sourced<std::net::IpAddr>]| {
        let spelt: Vec<String> = all.iter().filter(|a| a.is_ipv4()).map(|a| page.code(a)).collect();
        spelt.join(", ")
    };
    let text = match item {
        ByHand::Relay(relay) => {
            let (from, to) = (name(page, &relay.vlan), list(page, &relay.servers));
            format!("Relais DHCP : les demandes reçues sur {from} vont à {to} (paquet `eole-dhcrelay`).")
        }
        ByHand::Reservations(scope) => {
            let kept: Vec<String> = scope
                .reservations
                .iter()
                .map(|r| format!("{} {} {}", page.say(&r.name), page.code(&r.mac), page.code(&r.address)))
                .collect();
            format!("DHCP, {} : adresses réservées : {}.", page.say(&scope.name), kept.join(" ; "))
        }
        ByHand::Boot(scope) => {
            let Some(boot) = &scope.boot else { return };
            let (server, bios, uefi) = (page.code(&boot.server), page.code(&boot.bios), page.code(&boot.uefi));
            format!(
                "DHCP, {} : démarrage par le réseau depuis {server}, fichiers {bios} (BIOS) et {uefi} (UEFI).",
                page.say(&scope.name)
            )
        }
        ByHand::Wins(scope) => {
            let Some(wins) = &scope.wins else { return };
            let wins = page.code(wins);
            format!("DHCP, {} : serveur WINS {wins}, type de nœud 8 (hybride).", page.say(&scope.name))
        }
        ByHand::Forward(forward) => {
            format!("DNS : le domaine {} est demandé à {}.", page.code(&forward.domain), list(page, &forward.servers))
        }
        ByHand::Log(log) => {
            let port = |page: &mut Page, what: &str, p: &Sourced<u64>| format!("{what} {}", page.say(p));
            let mut ports: Vec<String> = log.tls.iter().map(|p| port(page, "TLS, port", p)).collect();
            ports.extend(log.plain.iter().map(|p| port(page, "UDP en clair, port", p)));
            format!("Journaux : envoyés à {} ({}).", page.code(&log.address), ports.join(" ; "))
        }
        ByHand::Publication(publication, reason) => {
            let why = match reason {
                Reason::Nameless => "sans nom public",
                Reason::NotWeb => "ni HTTP ni HTTPS",
                Reason::OtherPort => "sur un autre port que celui du service",
                Reason::NoAddress => "sans adresse IPv4",
            };
            let ports: Vec<String> = publication.port.iter().map(|p| page.say(p)).collect();
            let port = ports.first().map_or_else(String::new, |p| format!(", port extérieur {p}"));
            let at: Vec<Sourced<std::net::IpAddr>> = publication.addresses.iter().map(|a| publication.target.with(*a)).collect();
            let (service, target) = (page.say(&publication.service.name), page.say(&publication.target));
            let at = list(page, &at);
            format!("Publication de {service} vers {target} ({at}){port} : {why}, donc par une redirection du modèle ERA.")
        }
        ByHand::Vpn(vpn) => {
            let networks: Vec<String> = vpn.to.iter().map(|n| page.say_of(&n.name, [vpn.name.origin()])).collect();
            let from: Vec<String> = vpn.from.iter().map(|f| page.say(f)).collect();
            let name = page.say(&vpn.name);
            format!(
                "Tunnel {name} : vers {}, pour {} ; le tunnel lui-même vient de Sphynx et d'ARV.",
                networks.join(", "),
                from.join(", ")
            )
        }
        ByHand::Filter(filter, interface) => {
            let (number, zone) = (page.say(&filter.number), page.say(&filter.zone));
            let at = name(page, &interface.vlan);
            format!("Filtrage {number} ({zone}) : demandé aussi pour {at} ; le module choisit un filtre par carte.")
        }
        ByHand::Users(rule, interface) => {
            let at = name(page, &interface.vlan);
            let service = page.say(&rule.service.name);
            page.because([rule.authenticated.origin()]);
            format!(
                "Authentification de {service} depuis {at} : le module la règle par carte (`squid_auth_eth{}`).",
                *interface.card
            )
        }
        ByHand::Access(way, rule, interface) => {
            let at = name(page, &interface.vlan);
            page.because([rule.from.origin()]);
            let (word, port, card) = (way.name, way.port, *interface.card);
            format!(
                "Administration depuis {at}, TCP {port} : le modèle de zones l'ouvre ; `{word}_eth{card}` ne vaut que pour le réseau \
                 propre de la carte."
            )
        }
        ByHand::Directory(auth) => {
            page.because([auth.origin()]);
            "Authentification du mandataire par LDAP : serveur et base de l'annuaire à saisir.".to_owned()
        }
    };
    page.line(format!("- {text}"));
}

fn variables(firewall: &Firewall, served: &Served, page: &mut Page) {
    let (singles, lists) = eol::shown(firewall, served);
    page.heading("Variables de `config.eol`");
    page.line("Les valeurs en place ne sont pas connues d'ici.");
    page.gap();
    page.head(&["Variable", "Avant", "Après"]);
    // A list that nothing follows fits into one row.
    let (alone, lists): (Vec<Listed>, Vec<Listed>) = lists.into_iter().partition(|list| list.names.len() == 1);
    let joined = alone.into_iter().map(|list| {
        let (values, origins): (Vec<_>, Vec<_>) = list.rows.into_iter().unzip();
        (list.names.concat(), values.concat().join(", "), origins.concat())
    });
    let mut rows: Vec<Shown> = singles.into_iter().chain(joined).collect();
    rows.sort_by(|a, b| a.0.cmp(&b.0));
    for (name, value, origins) in rows {
        let name = page.code_of(&name, origins);
        let value = page.code_of(&value, []);
        page.row(&[&name, "inconnue", &value]);
    }
    page.heading("Listes de `config.eol`");
    page.line(
        "Une ligne d'un tableau est une ligne de la liste, dans cet ordre ; les lignes en place ne sont pas connues d'ici.",
    );
    for list in lists {
        page.gap();
        let names: Vec<String> = list.names.iter().map(|name| page.code_of(name, [])).collect();
        page.head(&names.iter().map(String::as_str).collect::<Vec<_>>());
        for (values, origins) in list.rows {
            page.because(origins);
            let values: Vec<String> = values.iter().map(|value| page.code_of(value, [])).collect();
            page.row(&values.iter().map(String::as_str).collect::<Vec<_>>());
        }
    }
}
