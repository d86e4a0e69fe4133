//! The region's services as a school sees them; who serves; what clients are told; how guests are run.

use super::Binder;
use crate::base::Sourced;
use crate::region::tree::Merged;
use crate::region::{DhcpTold, Network, Radius, Relayed, Serve, Server, Services, Snmp, Ssh, Syslog, Virtualisation};
use crate::syntax::{Space, Value};
use std::collections::BTreeMap;

/// The server that one of the language's words or an address says.
fn server_of_word(name: &Sourced<String>) -> Option<Server> {
    match name.as_str() {
        "firewall" => Some(Server::Firewall(name.origin())),
        "none" => Some(Server::None(name.origin())),
        "region" => Some(Server::Region(name.origin())),
        text => text.parse().ok().map(|address| Server::Address(name.with(address))),
    }
}

impl<'a> Binder<'a> {
    /// Servers that a property names.
    pub(super) fn servers(&mut self, node: &Merged, property: &str) -> Vec<Server> {
        if let Some(value) = node.value(property)
            && let Value::Address(a) = **value
        {
            return vec![Server::Address(value.with(a))];
        }
        let names = self.list(node, property);
        names.into_iter().filter_map(|n| self.server(n)).collect()
    }

    fn server(&mut self, name: Sourced<String>) -> Option<Server> {
        if let Some(server) = server_of_word(&name) {
            return Some(server);
        }
        // What was meant may be one of the words.
        let name = self.refer(Space::Endpoint, name)?;
        Some(server_of_word(&name).unwrap_or(Server::Named(name)))
    }

    pub(super) fn serve(&mut self) -> Serve {
        let node = self.tree().one("serve");
        let mut one = |property: &'static str| -> Server {
            let said = node.and_then(|n| self.servers(n, property).into_iter().next());
            said.unwrap_or_else(|| Server::None(self.origins.unwritten("serve", property, "none")))
        };
        Serve { dhcp: one("dhcp"), dns: one("dns"), ntp: one("ntp"), radius: one("radius") }
    }

    pub(super) fn dhcp(&mut self) -> DhcpTold {
        let Some(node) = self.tree().one("dhcp") else { return DhcpTold { lease: None, dns: Vec::new(), ntp: Vec::new() } };
        let lease = node.value("lease").and_then(|v| match **v {
            Value::Duration(d) => Some(v.with(d)),
            _ => None,
        });
        DhcpTold { lease, dns: self.servers(node, "dns"), ntp: self.servers(node, "ntp") }
    }

    pub(super) fn services(&mut self, networks: &BTreeMap<String, Network>) -> Services {
        let (dns, ntp) = (self.service("dns", networks), self.service("ntp", networks));
        let (syslog, radius) = (self.service("syslog", networks), self.service("radius", networks));
        let (snmp, ssh) = (self.service("snmp", networks), self.service("ssh", networks));
        let mut relayed = |found: Option<(&'a Merged, Sourced<String>)>| {
            let (node, network) = found?;
            let by_firewall = self.word_or(node, "relay", |w| Some(w == "firewall"), ("firewall", true));
            Some(Relayed { network, by_firewall })
        };
        let (dns, ntp) = (relayed(dns), relayed(ntp));
        let syslog = syslog.map(|(node, network)| Syslog {
            network,
            port: self.number(node, "port"),
            transport: self.text_or(node, "transport", "tls"),
            plain: self.number(node, "plain"),
        });
        let radius = radius.and_then(|(node, network)| {
            let secret = self.secret(node, "secret")?;
            let (server, coa) = (self.text_or(node, "server", "freeradius"), self.switch_or(node, "coa", ("off", false)));
            Some(Radius { network, secret, server, coa })
        });
        let snmp = snmp.and_then(|(node, network)| {
            Some(Snmp {
                network,
                user: self.text(node, "user")?,
                secret: self.secret(node, "secret")?,
                privacy: self.secret(node, "privacy-secret"),
            })
        });
        let ssh = ssh.and_then(|(node, network)| {
            let key = self.text(node, "key").and_then(|path| self.key(path));
            Some(Ssh {
                network,
                user: self.text(node, "user")?,
                key,
                password: self.secret(node, "password"),
                console: self.secret(node, "console"),
            })
        });
        Services { dns, ntp, syslog, radius, snmp, ssh }
    }

    /// The last declaration of a region-wide service, and the network that it names.
    fn service(&mut self, kind: &str, networks: &BTreeMap<String, Network>) -> Option<(&'a Merged, Sourced<String>)> {
        let node = self.tree().nodes.iter().rev().find(|n| n.node.kind == kind)?;
        let network = self.refer(Space::Network, node.name.clone()?)?;
        networks.contains_key(network.as_str()).then_some((node, network))
    }

    /// The text of a public key of the region.
    fn key(&mut self, path: Sourced<String>) -> Option<Sourced<String>> {
        if let Some(text) = self.input.region.keys.get(path.as_str()) {
            return Some(path.with(text.trim().to_owned()));
        }
        self.sink()
            .report(&super::stations::FILE_UNKNOWN, format!("the region has no file `{path}`"))
            .at(&path, "no such file")
            .help("write the key's path from the region's folder, such as `keys/exploit.pub`");
        None
    }

    pub(super) fn virtualisation(&mut self) -> Option<Virtualisation> {
        let node = self.tree().one("virtualisation")?;
        let os = self.text(node, "os").and_then(|i| self.image(i))?;
        let idmap = self.text(node, "idmap").and_then(|t| {
            let (first, count) = t.split_once(':')?;
            Some(t.with((first.parse().ok()?, count.parse().ok()?)))
        });
        Some(Virtualisation {
            os,
            bridge: self.text_or(node, "bridge", "br0"),
            volumes: self.text_or(node, "volumes", "vg0"),
            rootfs: self.text(node, "rootfs"),
            idmap,
            machine: self.text_or(node, "machine", "pc"),
        })
    }

    pub(super) fn lifetime(&self) -> BTreeMap<String, u64> {
        let node = self.tree().one("lifetime");
        let years = |s: &crate::region::tree::Setting| match *s.value {
            Value::Number(n) => Some(n),
            _ => None,
        };
        node.into_iter().flat_map(|n| &n.props).filter_map(|(k, s)| Some(((*k).to_owned(), years(s)?))).collect()
    }
}
