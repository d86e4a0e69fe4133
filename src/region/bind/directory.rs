//! The directory: where it is, its groups, its shares.

use super::Binder;
use super::naming::Tokens;
use crate::base::Sourced;
use crate::region::tree::Merged;
use crate::region::{Directory, Group, Share};
use crate::syntax::Space;

/// Where a share's folder is when nothing else is said; its name follows.
const SHARES: &str = "/srv/partages";

impl Binder<'_> {
    pub(super) fn directory(&mut self, tokens: &Tokens) -> Option<Directory> {
        let node = self.tree().one("directory")?;
        let on = self.text(node, "on").and_then(|g| self.refer(Space::Guest, g))?;
        let kind = self.text_or(node, "kind", "ad");
        let secret = self.secret(node, "secret")?;
        let filled = |t: Sourced<String>| t.with(tokens.fill(&t));
        let domain = self.text(node, "domain").map(filled)?;
        let netbios = match self.text(node, "netbios").map(filled) {
            Some(netbios) => netbios,
            None => Sourced::new(tokens.fill("{SLUG}"), self.default(node, "netbios", "{SLUG}")),
        };
        let accounts = self.text_or(node, "accounts", "ent");
        let mut groups = Vec::new();
        for child in node.children_of("group") {
            let Some(name) = child.name.clone() else { continue };
            groups.push(Group { name, from: self.text_or(child, "from", "local"), gid: self.number(child, "gid") });
        }
        let mut shares = Vec::new();
        for child in node.children_of("share") {
            let Some(name) = child.name.clone() else { continue };
            let Some(on) = self.text(child, "on").and_then(|g| self.refer(Space::Guest, g)) else { continue };
            let path = match self.text(child, "path") {
                Some(path) => path,
                None => Sourced::new(format!("{SHARES}/{name}"), self.default(child, "path", "/srv/partages/NAME")),
            };
            let (read, write) = (self.groups(child, "read"), self.groups(child, "write"));
            shares.push(Share { name, on, path, read, write, quota: self.size(child, "quota") });
        }
        let sid = self.text(node, "sid");
        Some(Directory { on, kind, secret, domain, netbios, accounts, sid, groups, shares })
    }

    fn groups(&mut self, node: &Merged, property: &str) -> Vec<Sourced<String>> {
        let names = self.list(node, property);
        names.into_iter().filter_map(|n| self.refer_among(&[Space::Group], &["owner"], n)).collect()
    }
}
