//! `address-in-dhcp-pool`: a fixed address that the DHCP server gives to others.

use super::addresses;
use crate::base::Sink;
use crate::net::HostNum;
use crate::region::Vlan;
use crate::rules::Context;
use std::net::Ipv4Addr;

crate::rule! {
    /// A fixed address lies in the pool of its VLAN, or is the gateway's.
    ///
    /// The server gives the same address to the next station that asks. Nothing is wrong until that morning, and then a
    /// printer, a switch or a whole VLAN's gateway answers no more.
    ///
    /// ## Fails
    /// ```kdl
    /// printer imp1 model=test-printer room=A101 at=sw1:40 vlan=pedagogie address="1.10" mac="02:00:25:00:00:40"
    /// ```
    /// ## Passes
    /// ```kdl
    /// printer imp1 model=test-printer room=A101 at=sw1:40 vlan=pedagogie address="3.241" mac="02:00:25:00:00:40"
    /// ```
    pub static RULE = Error, check;
}

fn check(cx: &Context, out: &mut Sink) {
    for entry in addresses::all(cx.school) {
        let Some(vlan) = entry.vlan else { continue };
        let address = *entry.address;
        let who = format!("{}, {address}", entry.owner);
        let gateway = vlan.gateway.as_ref().filter(|g| ***g == address);
        let pool = vlan.pool.as_ref().filter(|p| p.0 <= address && address <= p.1);
        let report = if let Some(gateway) = gateway {
            out.report(&RULE.rule, format!("{who}: the gateway of VLAN {}", *vlan.name))
                .at(entry.address, "the firewall's address")
                .also(gateway, format!("{} is the gateway of {}", **gateway, *vlan.name))
        } else if let Some(pool) = pool.filter(|_| !entry.reserved) {
            let (first, last) = (offset(vlan, pool.0), offset(vlan, pool.1));
            out.report(&RULE.rule, who)
                .at(entry.address, format!("in the pool of {}", *vlan.name))
                .also(pool, format!("pool {first}-{last}"))
        } else {
            continue;
        };
        let report = report.on(entry.owner);
        if let Some((first, last)) = free(vlan) {
            report.help(format!("free from {} to {}", offset(vlan, first), offset(vlan, last)));
        }
    }
    for vlan in &cx.school.vlans {
        let (Some(pool), Some(gateway)) = (&vlan.pool, &vlan.gateway) else { continue };
        if pool.0 <= **gateway && **gateway <= pool.1 {
            out.report(&RULE.rule, format!("the pool of {} gives out its gateway, {}", *vlan.name, **gateway))
                .at(pool, format!("{}-{}", offset(vlan, pool.0), offset(vlan, pool.1)))
                .also(gateway, format!("the gateway is {}", offset(vlan, **gateway)))
                .on(vlan.name.as_str());
        }
    }
}

/// An address as the author writes it: its offset in the VLAN's subnet.
fn offset(vlan: &Vlan, address: Ipv4Addr) -> String {
    let Some(subnet) = &vlan.subnet else { return address.to_string() };
    let offset = u32::from(address).saturating_sub(u32::from(subnet.network()));
    // In a subnet of several hundreds, 50 is written 0.50, so that both ends of a pool look alike.
    if subnet.prefix_len() < 24 { format!("{}.{}", offset / 256, offset % 256) } else { HostNum::Offset(offset).to_string() }
}

/// The addresses after the pool, else those before it, that are no network, broadcast or gateway.
fn free(vlan: &Vlan) -> Option<(Ipv4Addr, Ipv4Addr)> {
    let (subnet, pool) = (vlan.subnet.as_ref()?, vlan.pool.as_ref()?);
    let (mut first, mut last) = (u32::from(subnet.network()) + 1, u32::from(subnet.broadcast()).saturating_sub(1));
    if let Some(gateway) = vlan.gateway.as_ref().map(|g| u32::from(**g)) {
        first += u32::from(gateway == first);
        last -= u32::from(gateway == last);
    }
    let (start, end) = (u32::from(pool.0), u32::from(pool.1));
    if end < last {
        Some((Ipv4Addr::from(end + 1), Ipv4Addr::from(last)))
    } else {
        (first < start).then(|| (Ipv4Addr::from(first), Ipv4Addr::from(start - 1)))
    }
}
