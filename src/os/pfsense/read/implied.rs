//! What of a file decides which rules pfSense adds to those that it holds.

use super::Reader;
use crate::net::VlanSet;
use crate::os::pfsense::chains::Implied;
use crate::os::pfsense::parse::Element;
use crate::state::Served;
use crate::state::service::SeatKind;

impl Reader {
    pub(super) fn implied(&self, root: &Element, served: &Served) -> Implied {
        let system = root.child("system");
        let gui = system.and_then(|s| s.child("webgui"));
        let interfaces = || root.child("interfaces").into_iter().flat_map(|i| &i.children);
        let with = |flag: &str| -> VlanSet {
            interfaces().filter(|i| i.has(flag)).filter_map(|i| self.vlans.get(&i.name).copied()).collect()
        };
        let is_only = interfaces().count() == 1;
        let guarded = if is_only { "wan" } else { "lan" };
        // pfSense adds it only where the section is there, and to `lan` only where that has an address.
        let lets_in = gui.filter(|g| !g.has("noantilockout")).and_then(|_| self.vlans.get(guarded)).copied();
        let leases = served.dhcp.as_ref().filter(|d| *d.seat.kind == SeatKind::Firewall);
        let leased = leases.into_iter().flat_map(|d| &d.scopes).map(|s| *s.vlan);
        let relay = root.child("dhcrelay").filter(|r| r.has("enable"));
        let relayed = self.serving(relay.and_then(|r| r.text_of("interface")));
        let outer = with("gateway").iter().chain(self.vlans.get("wan").copied()).collect();
        Implied {
            has_ipv6: system.is_some_and(|s| s.has("ipv6allow")),
            lets_in,
            administration: administration(system),
            without_private: with("blockpriv"),
            without_bogons: with("blockbogons"),
            leasing: leased.chain(relayed.iter()).collect(),
            outer,
            refuses_silently: root.child("syslog").is_some_and(|s| s.has("nologdefaultblock")),
            bypasses_routes: root.child("filter").is_some_and(|f| f.has("bypassstaticroutes")),
        }
    }
}

/// The TCP ports of the page, of what redirects to it, and of SSH (`filter_get_antilockout_ports` of 2.7.2).
fn administration(system: Option<&Element>) -> Vec<u16> {
    let port = |of: Option<&Element>| of.and_then(|e| e.text_of("port")).and_then(|p| p.parse::<u16>().ok());
    let gui = system.and_then(|s| s.child("webgui"));
    let is_plain = gui.and_then(|g| g.text_of("protocol")) == Some("http");
    let page = port(gui).unwrap_or(if is_plain { 80 } else { 443 });
    let mut all = vec![page];
    if !is_plain && gui.is_none_or(|g| !g.has("disablehttpredirect")) {
        all.push(80);
    }
    // Older files have <enablesshd>, newer ones <ssh><enable>.
    let ssh = system.and_then(|s| s.child("ssh"));
    if ssh.is_some_and(|s| s.has("enable")) || system.is_some_and(|s| s.has("enablesshd")) {
        all.push(port(ssh).unwrap_or(22));
    }
    all.sort_unstable();
    all.dedup();
    all
}
