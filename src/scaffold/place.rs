//! Which addresses of a region are still free: a school's block, the link to its operator.

use crate::region::{Pool, Region};
use ipnet::{IpNet, Ipv4Net, Ipv6Net};
use std::net::{Ipv4Addr, Ipv6Addr};

/// What the schools of a region have taken.
#[derive(Clone, Debug, Default)]
pub struct Taken {
    /// Blocks and subnets, in any order.
    pub nets: Vec<IpNet>,
}

impl Taken {
    /// Whether a prefix meets one that is taken.
    fn meets(&self, net: IpNet) -> Option<IpNet> {
        self.nets.iter().copied().find(|taken| taken.contains(&net) || net.contains(taken))
    }
}

/// The first IPv4 block of a département's pool that no school has and that is not reserved; `None` when no pool has one.
pub fn free_block(region: &Region, department: &str, taken: &Taken) -> Option<Ipv4Net> {
    pools(region, department).find_map(|pool| match pool.prefix {
        IpNet::V4(prefix) => {
            let size = pool.block.filter(|size| (prefix.prefix_len()..=32).contains(size))?;
            first(u128::from(u32::from(prefix.network())), u128::from(u32::from(prefix.broadcast())), 32 - size, |at| {
                let address = Ipv4Addr::from(u32::try_from(at).ok()?);
                Ipv4Net::new(address, size).ok().filter(|net| obstacle(region, taken, (*net).into()).is_none())
            })
        }
        IpNet::V6(_) => None,
    })
}

/// The same for IPv6, whose blocks are /48; `None` too when the region has no pool for them.
pub fn free_block6(region: &Region, department: &str, taken: &Taken) -> Option<Ipv6Net> {
    pools(region, department).find_map(|pool| match pool.prefix {
        IpNet::V6(prefix) if prefix.prefix_len() <= 48 => {
            let (from, to) = (u128::from(prefix.network()), u128::from(prefix.broadcast()));
            first(from, to, 80, |at| {
                let net = Ipv6Net::new(Ipv6Addr::from(at), 48).ok()?;
                obstacle(region, taken, net.into()).is_none().then_some(net)
            })
        }
        _ => None,
    })
}

/// A stand-in for the operator's subnet that no school has: a /29 of the ranges kept for documentation (RFC 5737).
pub fn free_transit(region: &Region, taken: &Taken) -> Option<Ipv4Net> {
    [Ipv4Addr::new(192, 0, 2, 0), Ipv4Addr::new(198, 51, 100, 0), Ipv4Addr::new(203, 0, 113, 0)].into_iter().find_map(|range| {
        let from = u128::from(u32::from(range));
        first(from, from + 255, 3, |at| {
            let net = Ipv4Net::new(Ipv4Addr::from(u32::try_from(at).ok()?), 29).ok()?;
            obstacle(region, taken, net.into()).is_none().then_some(net)
        })
    })
}

/// The most blocks that are looked at in one pool: a hostile prefix must not cost a year.
const LOOKED_AT: usize = 1 << 17;

fn first<T>(from: u128, to: u128, bits: u8, free: impl Fn(u128) -> Option<T>) -> Option<T> {
    let step = 1u128.checked_shl(bits.into())?;
    let places = std::iter::successors(Some(from), |at| at.checked_add(step)).take_while(|at| *at <= to);
    places.take(LOOKED_AT).find_map(free)
}

/// The pools of a département, its own before those of any.
fn pools<'a>(region: &'a Region, department: &'a str) -> impl Iterator<Item = &'a Pool> {
    let own = region.pools.iter().filter(move |pool| pool.departments.iter().any(|d| d == department));
    own.chain(region.pools.iter().filter(|pool| pool.departments.is_empty()))
}

fn obstacle(region: &Region, taken: &Taken, net: IpNet) -> Option<IpNet> {
    let reserved = region.reserved.iter().map(|(reserved, ..)| *reserved);
    taken.meets(net).or_else(|| reserved.into_iter().find(|r| r.contains(&net) || net.contains(r)))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::base::Span;

    fn region() -> Region {
        let pool = |prefix: &str, departments: &[&str], block| Pool {
            prefix: prefix.parse().unwrap(),
            departments: departments.iter().map(|d| (*d).to_owned()).collect(),
            block: Some(block),
            span: Span::default(),
        };
        Region {
            pools: vec![
                pool("10.0.0.0/8", &[], 20),
                pool("10.37.0.0/16", &["37"], 20),
                pool("fd37::/32", &[], 48),
                pool("10.41.0.0/19", &["41"], 20),
            ],
            reserved: vec![("10.37.0.0/19".parse().unwrap(), String::new(), Span::default())],
            ..Region::default()
        }
    }

    fn taken(nets: &[&str]) -> Taken {
        Taken { nets: nets.iter().map(|n| n.parse().unwrap()).collect() }
    }

    #[test]
    fn the_next_block_is_of_the_departments_pool_and_meets_neither_a_school_nor_what_is_reserved() {
        let free = |department, nets: &[&str]| free_block(&region(), department, &taken(nets)).map(|n| n.to_string());
        assert_eq!(free("37", &[]), Some("10.37.32.0/20".into()), "the first two are reserved");
        assert_eq!(
            free("37", &["10.37.32.0/20", "10.37.56.0/21"]),
            Some("10.37.64.0/20".into()),
            "a smaller block takes its whole"
        );
        assert_eq!(
            free("41", &["10.41.0.0/20", "10.41.16.0/20"]),
            Some("10.0.0.0/20".into()),
            "a full pool gives way to that of any"
        );
        assert_eq!(free_block6(&region(), "37", &taken(&["fd37::/48"])).map(|n| n.to_string()), Some("fd37:0:1::/48".into()));
        assert_eq!(free_block(&Region::default(), "37", &taken(&[])), None);
    }

    #[test]
    fn a_pool_that_is_full_or_senseless_gives_nothing() {
        let mut region = region();
        region.pools.truncate(1);
        region.pools[0].block = Some(4);
        assert_eq!(free_block(&region, "37", &taken(&[])), None);
        region.pools[0].block = Some(8);
        assert_eq!(free_block(&region, "37", &taken(&["10.9.0.0/24"])), None);
    }

    #[test]
    fn a_stand_in_for_the_operators_subnet_is_used_once() {
        let free = |nets: &[&str]| free_transit(&Region::default(), &taken(nets)).map(|n| n.to_string());
        assert_eq!(free(&["192.0.2.0/29"]), Some("192.0.2.8/29".into()));
        assert_eq!(free(&["192.0.2.0/24"]), Some("198.51.100.0/29".into()));
    }
}
