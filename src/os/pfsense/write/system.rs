//! The section `system`: who the firewall is, whom it asks, who may log in.

use super::{Doc, origins};
use crate::base::Sourced;
use crate::os::pfsense::base64;
use crate::os::pfsense::xml::Node;

/// The section; accounts and the settings of the machine only where it `is_whole`.
pub fn section(doc: &Doc, is_whole: bool) -> Node {
    let firewall = doc.firewall;
    let mut all = Vec::new();
    if is_whole {
        all.push(Node::word("optimization", "normal"));
    }
    all.push(Node::value("hostname", &firewall.hostname));
    all.push(Node::value("domain", &firewall.domain));
    all.extend(firewall.resolvers.iter().map(|r| Node::value("dnsserver", r)));
    all.push(Node::value("timezone", &firewall.timezone));
    let clocks: Vec<String> = firewall.clocks.iter().map(ToString::to_string).collect();
    all.push(Node::word("timeservers", clocks.join(" ")).because(origins(&firewall.clocks)));
    if is_whole {
        all.push(Node::word("language", "fr_FR"));
    }
    // Absent, a port forward answers in every VLAN: another rule than the one that the policy has.
    all.push(Node::word("disablenatreflection", "yes"));
    let v6: Vec<_> = firewall.interfaces.iter().filter_map(|i| i.v6.as_ref()).map(|a| a.address.origin()).collect();
    if !v6.is_empty() {
        // Absent, every IPv6 packet is blocked before any rule.
        all.push(Node::flag("ipv6allow").because(v6));
    }
    if is_whole {
        if *firewall.is_guest {
            // Checksums that a virtual card leaves to its host are wrong once an address in the packet is changed.
            all.push(Node::flag("disablechecksumoffloading").because([firewall.is_guest.origin()]));
        }
        all.extend(accounts(doc));
        all.push(Node::parent("webgui", [Node::word("protocol", "https")]));
        let keys_only = firewall.administrator.as_ref().and_then(|a| a.key.as_ref());
        let mut ssh = vec![Node::word("enable", "enabled")];
        ssh.extend(keys_only.map(|key| Node::word("sshdkeyonly", "enabled").because([key.origin()])));
        all.push(Node::parent("ssh", ssh));
    }
    Node::parent("system", all)
}

fn accounts(doc: &Doc) -> Vec<Node> {
    let firewall = doc.firewall;
    let known = firewall.administrator.as_ref().and_then(|a| Some((&a.user, a.key.as_ref()?)));
    let members = std::iter::once(0).chain(known.map(|_| FIRST_UID));
    let everyone = std::iter::once(0).chain(known.map(|_| FIRST_UID));
    let group = |name: &str, text: &str, gid: u32, members: &mut dyn Iterator<Item = u32>| {
        let mut all = vec![Node::word("name", name), Node::word("description", text), Node::word("scope", "system")];
        all.push(Node::word("gid", gid));
        all.extend(members.map(|uid| Node::word("member", uid)));
        all
    };
    let mut admins = group("admins", "Administrateurs", 1999, &mut { members });
    admins.push(Node::word("priv", "page-all"));
    let all_users = group("all", "Tous les comptes", 1998, &mut { everyone });
    let mut admin = vec![
        Node::word("name", "admin"),
        Node::word("descr", "Compte de secours"),
        Node::word("scope", "system"),
        Node::word("groupname", "admins"),
    ];
    admin.extend(firewall.secret.as_ref().map(|secret| Node::value("bcrypt-hash", secret)));
    admin.extend([Node::word("uid", 0), Node::word("priv", "user-shell-access")]);
    let mut nodes = vec![Node::parent("group", all_users), Node::parent("group", admins), Node::parent("user", admin)];
    nodes.extend(known.map(|(user, key)| administrator(user, key)));
    let next = if known.is_some() { FIRST_UID + 1 } else { FIRST_UID };
    nodes.extend([Node::word("nextuid", next), Node::word("nextgid", FIRST_UID)]);
    nodes
}

/// The first number that pfSense gives to an account of one's own.
const FIRST_UID: u32 = 2000;

/// An account that is let in by its key alone: it has no password.
fn administrator(user: &Sourced<String>, key: &Sourced<String>) -> Node {
    let all = [
        Node::value("name", user),
        Node::word("descr", "Administration par cle"),
        Node::word("scope", "user"),
        Node::word("groupname", "admins"),
        Node::word("authorizedkeys", base64::encode(key.as_bytes())).because([key.origin()]),
        Node::word("uid", FIRST_UID),
        Node::word("priv", "user-shell-access"),
    ];
    Node::parent("user", all).because([user.origin()])
}
