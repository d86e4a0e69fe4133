//! Blocks, and addresses of things in the subnets of their VLANs.

use super::Binder;
use crate::base::{Rule, Sourced};
use crate::net::HostNum;
use crate::region::merge::not_modelled;
use crate::region::tree::Merged;
use crate::region::words::Domain;
use crate::region::{Vlan, Wan};
use crate::syntax::Value;
use ipnet::{IpNet, Ipv4Net, Ipv6Net};
use std::collections::BTreeMap;
use std::net::{Ipv4Addr, Ipv6Addr};

crate::findings! {
    /// An address lies outside the subnet of its VLAN, or is the subnet's own or broadcast address.
    ///
    /// Nothing would answer at it: its neighbours would look for it beyond their gateway.
    pub static ADDRESS_OUTSIDE_SUBNET = "address-outside-subnet", Error;
    /// An address is written for something whose VLAN has no subnet.
    pub static ADDRESS_WITHOUT_SUBNET = "address-without-subnet", Error;
    /// A school's IPv6 block is not a /48.
    ///
    /// A VLAN's /64 is its id's decimal digits read as hexadecimal, which needs the sixteen bits after a /48.
    pub static BLOCK_IS_NO_48 = "block-is-no-48", Error;
}

/// What this file can find.
pub static RULES: &[&Rule] = &[&ADDRESS_OUTSIDE_SUBNET, &ADDRESS_WITHOUT_SUBNET, &BLOCK_IS_NO_48];

/// The subnets of a school's VLANs, for placing addresses.
pub struct Plan {
    subnets: BTreeMap<String, Subnets>,
    management: Option<String>,
}

/// What stands for a block that is not there: wide enough for every place.
pub(super) const ANY_BLOCK: Ipv4Net = Ipv4Net::new_assert(Ipv4Addr::new(10, 0, 0, 0), 8);

/// The subnets of a VLAN in both families.
type Subnets = (Option<Sourced<Ipv4Net>>, Option<Sourced<Ipv6Net>>);

/// An address of a thing in both families.
pub type Placed = (Option<Sourced<Ipv4Addr>>, Option<Sourced<Ipv6Addr>>);

impl Plan {
    /// The plan of these VLANs.
    pub fn of(vlans: &[Vlan]) -> Plan {
        let subnets = vlans.iter().map(|v| (v.name.value().clone(), (v.subnet, v.subnet6))).collect();
        let management = vlans.iter().find(|v| *v.domain == Domain::Management).map(|v| v.name.value().clone());
        Plan { subnets, management }
    }
    /// The VLAN that devices are managed in.
    pub fn management(&self) -> Option<&str> {
        self.management.as_deref()
    }
}

impl Binder<'_> {
    /// The school's blocks.
    pub(super) fn blocks(&mut self) -> (Option<Sourced<Ipv4Net>>, Option<Sourced<Ipv6Net>>) {
        let Some(block) = self.tree().one("block") else { return (None, None) };
        let v4 = block.settings.first().cloned().flatten().and_then(|v| match *v {
            Value::Prefix(IpNet::V4(net)) => Some(v.with(net)),
            _ => None,
        });
        let v6 = block.members.iter().find_map(|m| match *m.value {
            Value::Prefix(IpNet::V6(net)) => Some(m.value.with(net)),
            _ => None,
        });
        if let Some(v6) = v6.filter(|n| n.prefix_len() != 48) {
            self.sink()
                .report(&BLOCK_IS_NO_48, format!("{v6} is a /{}, not a /48", v6.prefix_len()))
                .at(v6, "the IPv6 block")
                .help("write the /48 that the region gives to the school");
            return (v4, None);
        }
        (v4, v6)
    }

    /// The block, or a stand-in where a wrong one is written: places are then checked all the same.
    pub(super) fn block_or_any(&self, block: Option<Sourced<Ipv4Net>>) -> Option<Sourced<Ipv4Net>> {
        let node = self.tree().one("block").filter(|_| block.is_none());
        block.or_else(|| Some(Sourced::new(ANY_BLOCK, node?.origin)))
    }

    /// The link to the operator.
    pub(super) fn wan(&mut self) -> Option<Wan> {
        let tree = self.tree();
        let wan = tree.one("wan")?;
        for other in tree.of("wan").skip(1) {
            let at = other.name.clone();
            not_modelled(&mut self.sink(), "a second wan".into(), at, wan.span());
        }
        let organisation =
            wan.name.clone().and_then(|n| self.refer(crate::syntax::Space::Organisation, n)).or(wan.name.clone())?;
        let rate = wan.value("rate").and_then(|v| match **v {
            Value::Rate(r) => Some(v.with(r)),
            _ => None,
        })?;
        let subnet = self.prefix4(wan, "subnet")?;
        let address = self.host_in(wan, "address", subnet)?;
        let gateway = self.host_in(wan, "gateway", subnet)?;
        let subnet6 = self.prefix6(wan, "subnet6");
        let gateway6 = subnet6.and_then(|net| {
            let value = wan.value("gateway6")?;
            let Value::HostNum(n) = **value else { return None };
            let n = match n {
                HostNum::Literal(std::net::IpAddr::V6(a)) if a.segments().iter().take(7).all(|s| *s == 0) => {
                    HostNum::Literal(std::net::IpAddr::V6(Ipv6Addr::from(u128::from(net.network()) | u128::from(a))))
                }
                other => other,
            };
            n.v6(*net, Some(*subnet)).map(|a| value.with(a))
        });
        let at = self.at(wan, "at");
        let circuit = self.text(wan, "circuit");
        let vlan = self.text_or(wan, "vlan", "interco");
        let vlan = self.refer(crate::syntax::Space::Vlan, vlan)?;
        let nat = self.text_or(wan, "nat", "internet");
        Some(Wan { organisation, rate, subnet, address, gateway, subnet6, gateway6, at, circuit, vlan, nat })
    }

    /// An IPv4 prefix.
    pub(super) fn prefix4(&self, node: &Merged, property: &str) -> Option<Sourced<Ipv4Net>> {
        let value = node.value(property)?;
        match **value {
            Value::Prefix(IpNet::V4(net)) => Some(value.with(net)),
            _ => None,
        }
    }

    /// An IPv6 prefix.
    pub(super) fn prefix6(&self, node: &Merged, property: &str) -> Option<Sourced<Ipv6Net>> {
        let value = node.value(property)?;
        match **value {
            Value::Prefix(IpNet::V6(net)) => Some(value.with(net)),
            _ => None,
        }
    }

    /// A host's number as an address of a subnet; what does not fit is reported.
    pub(super) fn host_in(&mut self, node: &Merged, property: &str, net: Sourced<Ipv4Net>) -> Option<Sourced<Ipv4Addr>> {
        let value = node.value(property)?;
        let Value::HostNum(number) = **value else { return None };
        match number.v4(*net) {
            Ok(address) => Some(value.with(address)),
            Err(why) => {
                let value = value.with(());
                self.sink()
                    .report(&ADDRESS_OUTSIDE_SUBNET, why)
                    .at(value, format!("{number} in {net}"))
                    .also(net, "the subnet")
                    .help(format!("write an offset of a host in a /{}", net.prefix_len()));
                None
            }
        }
    }

    /// The address of a thing in a VLAN, both families.
    pub(super) fn address(&mut self, plan: &Plan, node: &Merged, property: &str, vlan: Option<&str>) -> Placed {
        let Some(value) = node.value(property) else { return (None, None) };
        let Value::HostNum(number) = **value else { return (None, None) };
        let Some((v4, v6)) = vlan.and_then(|v| plan.subnets.get(v)) else { return (None, None) };
        let Some(net) = *v4 else {
            let (here, name) = (value.with(()), vlan.unwrap_or_default().to_owned());
            self.sink()
                .report(&ADDRESS_WITHOUT_SUBNET, format!("VLAN {name} has no subnet to place {number} in"))
                .at(here, "an address")
                .help(format!("give VLAN {name} a place, or leave the address out"));
            return (None, None);
        };
        let address = self.host_in(node, property, net);
        let value = value.with(());
        let address6 = v6.and_then(|net6| {
            let a = number.v6(*net6, Some(*net))?;
            Some(self.origins.derive(a, "the IPv6 address has the digits of the IPv4 one", &[value.origin(), net6.origin()]))
        });
        (address, address6.filter(|_| address.is_some()))
    }

    /// The same in the management VLAN.
    pub(super) fn managed(&mut self, plan: &Plan, node: &Merged, property: &str) -> Placed {
        let vlan = plan.management().map(str::to_owned);
        self.address(plan, node, property, vlan.as_deref())
    }
}
