//! The commands of IOS that stand alone, and what each sets.

use super::read::Reader;
use super::words;
use crate::os::reading;
use crate::state::switch::*;

impl Reader {
    /// Reads one command; `None` when it is not known.
    pub(super) fn global(&mut self, text: &str, words: &[&str]) -> Option<()> {
        match words {
            ["version", ..] => {}
            ["hostname", name] => self.switch.sysname = self.at((*name).to_owned()),
            // No minutes: newer releases say so.
            ["clock", "timezone", name, hours, "0"] => self.offset = format!("{name} {hours}"),
            ["clock", "timezone", ..] => self.offset = text.strip_prefix("clock timezone ")?.to_owned(),
            ["clock", "summer-time", ..] => self.summer = Some(text.strip_prefix("clock summer-time ")?.to_owned()),
            ["ip", "domain-name", domain] | ["ip", "domain", "name", domain] => {
                self.switch.services.domain = Some(self.at((*domain).to_owned()));
            }
            ["ip", "name-server", address] => {
                let server = self.at(address.parse().ok()?);
                self.switch.services.dns.push(server);
            }
            ["ntp", "server", address] | ["ntp", "server", address, "prefer"] => {
                let server = self.at(address.parse().ok()?);
                self.switch.services.ntp.push(server);
            }
            ["spanning-tree", "mst", "0", "priority", priority] => self.switch.stp.priority = self.at(priority.parse().ok()?),
            ["errdisable", "recovery", "cause", "loopback"] => self.loops = true,
            ["ip", "dhcp", "snooping", "vlan", list] => self.snooped.extend(words::vlan_set(list)?.iter()),
            ["ip", "arp", "inspection", "vlan", list] => self.inspected.extend(words::vlan_set(list)?.iter()),
            // The second is a switch's that routes; of several, the first.
            ["ip", "default-gateway", gateway] => self.gateway = Some(gateway.parse().ok()?),
            ["ip", "route", "0.0.0.0", "0.0.0.0", gateway] if self.gateway.is_none() => {
                self.gateway = Some(gateway.parse().ok()?)
            }
            ["spanning-tree", "portfast", "default"] | ["spanning-tree", "portfast", "edge", "default"] => self.edges = true,
            ["ip", "radius", "source-interface", _] => {}
            ["logging", "host", "ipv6", rest @ ..] | ["logging", "host", rest @ ..] | ["logging", rest @ ..] => self.log(rest)?,
            ["access-list", _, "deny", "any"] => {}
            ["access-list", number, "permit", address] | ["access-list", number, "permit", "host", address] => {
                let host = self.at(address.parse().ok()?);
                self.lists.entry((*number).to_owned()).or_default().push(host);
            }
            ["snmp-server", "location", ..] => {
                self.switch.services.location = Some(self.at(text.strip_prefix("snmp-server location ")?.to_owned()));
            }
            ["snmp-server", "group", _, "v3", "priv" | "auth", "access", "ipv6", six, four] => {
                self.snmp_lists = vec![(*four).to_owned(), (*six).to_owned()];
            }
            ["snmp-server", "group", _, "v3", "priv" | "auth", "access", four] => self.snmp_lists = vec![(*four).to_owned()],
            ["snmp-server", "user", user, _, "v3", "auth", "sha", auth, rest @ ..] => self.snmp(user, auth, rest)?,
            ["radius-server", "host", address, "auth-port", "1812", "acct-port", "1813", "key", key @ ..] => {
                let server = self.at(address.parse().ok()?);
                self.radius.push(server);
                let key = reading::secret(key.last()?, "services.radius.secret", &mut self.account);
                self.radius_secret = Some(self.at(key));
            }
            // The state has one administrator, the first. Another is not set aside: an audit must name it.
            ["username", user, "privilege", "15", "secret" | "password", _, secret] if self.switch.services.ssh.is_none() => {
                let secret = reading::secret(secret, "services.ssh.password", &mut self.account);
                let (user, password) = (self.at((*user).to_owned()), Some(self.at(secret)));
                self.switch.services.ssh = Some(Ssh { from: Vec::new(), user, password, console: None, key: None });
            }
            _ => return None,
        }
        Some(())
    }

    fn log(&mut self, words: &[&str]) -> Option<()> {
        let (address, transport, port) = match words {
            [address] => (address, Transport::Udp, 514),
            [address, "transport", "udp", "port", port] => (address, Transport::Udp, port.parse().ok()?),
            [address, "transport", "tcp", "port", port] => (address, Transport::Tcp, port.parse().ok()?),
            _ => return None,
        };
        let address = address.parse().ok()?;
        let server = Syslog { address: self.at(address), port: self.at(port), transport: self.at(transport) };
        self.switch.services.syslog.push(server);
        Some(())
    }

    fn snmp(&mut self, user: &str, auth: &str, rest: &[&str]) -> Option<()> {
        let privacy = match rest {
            [] => None,
            ["priv", "aes", "128", privacy] => Some(reading::secret(privacy, "services.snmp.privacy", &mut self.account)),
            _ => return None,
        };
        let auth = reading::secret(auth, "services.snmp.auth", &mut self.account);
        let privacy = privacy.map(|p| self.at(p));
        self.switch.services.snmp =
            Some(Snmp { managers: Vec::new(), user: self.at(user.to_owned()), auth: self.at(auth), privacy });
        Some(())
    }
}
