//! `gateway-outside-subnet`: a gateway or the firewall's address that its subnet does not hold.

use crate::base::{Sink, Sourced};
use crate::rules::Context;
use ipnet::Ipv4Net;
use std::net::Ipv4Addr;

crate::rule! {
    /// A gateway, or the firewall's own address, lies outside its subnet.
    ///
    /// A station sends what leaves its subnet to the gateway, and can only find one that is inside.
    ///
    /// ## Fails
    /// ```kdl
    /// deviation "a lab" owner=exploitation until=none { vlan labo id=160 subnet="10.99.1.0/24" gateway="10.99.2.1"; }
    /// ```
    /// ## Passes
    /// ```kdl
    /// deviation "a lab" owner=exploitation until=none { vlan labo id=160 subnet="10.99.1.0/24" gateway="10.99.1.1"; }
    /// ```
    pub static RULE = Error, check;
}

fn check(cx: &Context, out: &mut Sink) {
    let mut hold = |what: &str, address: &Sourced<Ipv4Addr>, subnet: &Sourced<Ipv4Net>| {
        let edge = subnet.prefix_len() < 31 && (**address == subnet.network() || **address == subnet.broadcast());
        if !subnet.contains(&**address) || edge {
            let text = if edge { "the network's own or its broadcast address" } else { "outside" };
            out.report(&RULE.rule, format!("{what}, {}, cannot be in {}", **address, **subnet))
                .at(address, text)
                .also(subnet, format!("{}", **subnet))
                .help(format!("usable: {} to {}", subnet.hosts().next().unwrap_or(subnet.network()), last(subnet)));
        }
    };
    for vlan in &cx.school.vlans {
        if let (Some(gateway), Some(subnet)) = (&vlan.gateway, &vlan.subnet) {
            hold(&format!("the gateway of {}", *vlan.name), gateway, subnet);
        }
    }
    // The transit VLAN has the operator's gateway from here; said twice, it is one finding (the same place and text).
    if let Some(wan) = &cx.school.wan {
        hold("the firewall's address", &wan.address, &wan.subnet);
        if cx.school.vlan(&wan.vlan).is_none() {
            hold("the operator's gateway", &wan.gateway, &wan.subnet);
        }
    }
}

fn last(subnet: &Ipv4Net) -> Ipv4Addr {
    Ipv4Addr::from(u32::from(subnet.broadcast()).saturating_sub(1))
}
