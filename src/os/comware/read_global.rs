//! The commands of Comware that stand alone, and what each sets.

use super::read::Reader;
use super::words;
use crate::base::Sourced;
use crate::state::switch::*;

impl Reader {
    /// Reads one command; `None` when it is not known.
    pub(super) fn global(&mut self, text: &str, words: &[&str]) -> Option<()> {
        let services = &mut self.switch.services;
        match words {
            ["version", ..] => {}
            ["sysname", name] => self.switch.sysname = Sourced::new((*name).to_owned(), self.origin),
            ["clock", "timezone", ..] => self.offset = text.strip_prefix("clock timezone ")?.to_owned(),
            ["clock", "summer-time", ..] => self.summer = Some(text.strip_prefix("clock summer-time ")?.to_owned()),
            ["irf", "mac-address", "persistent", "always"] => self.switch.hardware.stack = true,
            ["irf", "member", id, "priority", priority] => {
                let member = Member {
                    id: id.parse().ok()?,
                    model: self.at(String::new()),
                    priority: Some(self.at(priority.parse().ok()?)),
                };
                self.switch.members.push(member);
            }
            ["dhcp", "snooping", "enable"] | ["dhcp-snooping"] => self.snoops_all = true,
            ["dhcp", "snooping", "enable", "vlan", list @ ..] => self.snooped.extend(words::vlan_set(list)?.iter()),
            ["stp", "instance", "0", "priority", priority] | ["stp", "instance", "0", "to", _, "priority", priority] => {
                self.switch.stp.priority = self.at(priority.parse().ok()?)
            }
            // 0 and 4096 are what the two words set (Layer 2 command reference, `stp root`).
            ["stp", "instance", "0", "root", "primary"] => self.switch.stp.priority = self.at(0),
            ["stp", "instance", "0", "root", "secondary"] => self.switch.stp.priority = self.at(4096),
            // The mask in full: Comware 5. Of several, the first is the one in use unless they differ in preference.
            ["ip", "route-static", "0.0.0.0", "0" | "0.0.0.0", gateway, rest @ ..] => {
                let gateway = gateway.parse().ok()?;
                if self.gateway.is_some() || !matches!(rest, [] | ["preference" | "description", ..]) {
                    return None;
                }
                self.gateway = Some(gateway);
            }
            ["dns", "domain", domain] => services.domain = Some(Sourced::new((*domain).to_owned(), self.origin)),
            ["dns", "server", address] | ["ipv6", "dns", "server", address] => {
                services.dns.push(Sourced::new(address.parse().ok()?, self.origin));
            }
            ["ntp-service", "unicast-server", address] | ["ntp-service", "ipv6", "unicast-server", address] => {
                services.ntp.push(Sourced::new(address.parse().ok()?, self.origin));
            }
            ["info-center", "loghost", "source", _] => {}
            ["info-center", "loghost", "ipv6", rest @ ..] | ["info-center", "loghost", rest @ ..] => {
                let (address, port) = match rest {
                    [address] => (address, 514),
                    [address, "port", port] => (address, port.parse().ok()?),
                    _ => return None,
                };
                let address = address.parse().ok()?;
                let server = Syslog { address: self.at(address), port: self.at(port), transport: self.at(Transport::Udp) };
                self.switch.services.syslog.push(server);
            }
            ["snmp-agent", "sys-info", "location", ..] => {
                let location = text.strip_prefix("snmp-agent sys-info location ")?.to_owned();
                services.location = Some(Sourced::new(location, self.origin));
            }
            ["snmp-agent", "group", "v3", _, "privacy" | "authentication", "acl", list, ..] => {
                self.snmp_list = Some((*list).to_owned())
            }
            ["snmp-agent", "usm-user", "v3", user, _, "simple", "authentication-mode", "sha", auth, rest @ ..] => {
                let privacy = match rest {
                    [] => None,
                    ["privacy-mode", "aes128", privacy] => Some(self.secret(privacy, "services.snmp.privacy")),
                    _ => return None,
                };
                let auth = self.secret(auth, "services.snmp.auth");
                self.switch.services.snmp = Some(Snmp { managers: Vec::new(), user: self.at((*user).to_owned()), auth, privacy });
            }
            ["ssh", "server", "acl", list] => self.ssh_list = Some((*list).to_owned()),
            ["ssh", "server", "ipv6", "acl", "ipv6", _] => {}
            ["ssh", "user", _, "service-type", "stelnet", "authentication-type", ..] => {}
            _ => return None,
        }
        Some(())
    }
}
