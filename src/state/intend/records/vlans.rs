//! VLANs, subnets, and which subnet is in which VLAN.

use super::{Book, mask};
use crate::base::Sourced;
use crate::net::VlanId;
use crate::region::{School, Vlan};
use crate::state::record::{Attribute, Class, Key, Record, Role};

pub(super) fn record(book: &mut Book) {
    for vlan in &book.school.vlans {
        let vlan_key = key(book, *vlan.id);
        book.add(
            Record::new(vlan_key.clone())
                .with(Attribute::Tag, vlan.id.with(vlan.id.to_string()))
                .with(Attribute::Title, vlan.name.clone())
                .with_some(Attribute::Ssids, ssids(book.school, vlan))
                .to(Role::Organisation, book.organisation()),
        );
        let Some(subnet) = &vlan.subnet else { continue };
        let (ip, mask) = (subnet.network().to_string(), mask(**subnet));
        let subnet_key = Key::new(Class::Subnet, &[&book.uai, &ip, &mask]);
        book.add(
            Record::new(subnet_key.clone())
                .with(Attribute::Ip, subnet.with(ip.clone()))
                .with(Attribute::Mask, subnet.with(mask))
                .with(Attribute::Title, vlan.name.clone())
                .with_some(Attribute::Gateway, vlan.gateway.map(|g| g.with(g.to_string())))
                .with_some(Attribute::Pool, vlan.pool.map(|p| p.with(format!("{}-{}", p.0, p.1))))
                .to(Role::Organisation, book.organisation()),
        );
        book.add(
            Record::new(Key::new(Class::SubnetVlan, &[&book.uai, &vlan.id.to_string(), &ip]))
                .to(Role::Subnet, subnet_key)
                .to(Role::Vlan, vlan_key),
        );
    }
}

/// The key of a VLAN.
pub(super) fn key(book: &Book, id: VlanId) -> Key {
    book.key(Class::Vlan, &id.to_string())
}

/// The SSIDs that lead into a VLAN, their roles' too.
fn ssids(school: &School, vlan: &Vlan) -> Option<Sourced<String>> {
    let leads = |v: &Option<Sourced<String>>| v.as_ref().is_some_and(|v| *v == vlan.name);
    let found = school.wifi.iter().flat_map(|w| &w.ssids).filter(|s| leads(&s.vlan) || s.roles.iter().any(|r| leads(&r.vlan)));
    super::joined(&found.map(|s| s.name.clone()).collect::<Vec<_>>())
}
