//! The places of a block that no VLAN takes: whole /24s first, then what is left of a partly used one.

use crate::net::Place;
use crate::region::School;
use ipnet::Ipv4Net;
use std::net::Ipv4Addr;

/// The free places of a school's block as an author writes them: `14`, `15`, `13.192/26`. At most `most`.
pub fn free(school: &School, most: usize) -> Vec<String> {
    let Some(block) = school.block.as_ref().map(|b| **b) else { return Vec::new() };
    let taken: Vec<Ipv4Net> = school.vlans.iter().filter_map(|v| v.subnet.as_ref().map(|s| **s)).collect();
    let base = u32::from(block.network());
    let thirds = 1u32.checked_shl(32 - u32::from(block.prefix_len())).map_or(0, |n| (n / 256).min(256));
    let (mut whole, mut parts) = (Vec::new(), Vec::new());
    for high in 0..thirds {
        let Ok(net) = Ipv4Net::new(Ipv4Addr::from(base + high * 256), 24) else { continue };
        if !taken.iter().any(|t| overlap(*t, net)) {
            whole.push((net, high));
        } else {
            parts.extend(gaps(net, &taken).into_iter().map(|gap| (gap, high)));
        }
    }
    let spell = |(net, high): (Ipv4Net, u32)| {
        let low = u8::try_from(u32::from(net.network()) & 0xff).ok()?;
        Some(Place { high: u8::try_from(high).ok()?, low, len: net.prefix_len() }.to_string())
    };
    whole.into_iter().chain(parts).filter_map(spell).take(most).collect()
}

/// Whether two subnets share an address.
pub fn overlap(a: Ipv4Net, b: Ipv4Net) -> bool {
    a.contains(&b) || b.contains(&a)
}

/// The largest free subnets of a partly used one, down to a /28.
fn gaps(net: Ipv4Net, taken: &[Ipv4Net]) -> Vec<Ipv4Net> {
    let touching: Vec<Ipv4Net> = taken.iter().copied().filter(|t| overlap(*t, net)).collect();
    if touching.is_empty() {
        return vec![net];
    }
    if net.prefix_len() >= 28 || touching.iter().any(|t| t.contains(&net)) {
        return Vec::new();
    }
    net.subnets(net.prefix_len() + 1).map(|halves| halves.flat_map(|h| gaps(h, &touching)).collect()).unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_partly_used_place_offers_its_largest_gap() {
        let net = |t: &str| t.parse::<Ipv4Net>().unwrap();
        let taken = [net("10.37.45.0/26"), net("10.37.45.64/26"), net("10.37.45.128/26")];
        assert_eq!(gaps(net("10.37.45.0/24"), &taken), [net("10.37.45.192/26")]);
        assert!(gaps(net("10.37.36.0/24"), &[net("10.37.36.0/22")]).is_empty());
    }
}
