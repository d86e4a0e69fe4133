//! Reverse zones: `32.37.10.in-addr.arpa.` is 10.37.32.0/24 (RFC 1035, 3.5), `8.b.d.0.1.0.0.2.ip6.arpa.` is 2001:db8::/32
//! (RFC 3596, 2.5).

use ipnet::{IpNet, Ipv4Net, Ipv6Net};
use std::net::{Ipv4Addr, Ipv6Addr};

/// The zone of a network; its prefix is cut down to whole octets or nibbles.
pub(super) fn zone(net: IpNet) -> String {
    match net {
        IpNet::V4(net) => {
            let octets = net.addr().octets();
            let own = octets.iter().take(usize::from(net.prefix_len() / 8)).rev();
            own.map(|octet| format!("{octet}.")).collect::<String>() + "in-addr.arpa."
        }
        IpNet::V6(net) => {
            let octets = net.addr().octets();
            let nibbles: Vec<u8> = octets.iter().flat_map(|o| [o >> 4, o & 15]).collect();
            let own = nibbles.iter().take(usize::from(net.prefix_len() / 4)).rev();
            own.map(|nibble| format!("{nibble:x}.")).collect::<String>() + "ip6.arpa."
        }
    }
}

/// The network of a zone; none for a zone of names.
pub(super) fn net(zone: &str) -> Option<IpNet> {
    if let Some(rest) = zone.strip_suffix("in-addr.arpa.") {
        let mut octets = [0u8; 4];
        let parts: Vec<&str> = rest.split_terminator('.').rev().collect();
        for (octet, part) in octets.iter_mut().zip(&parts) {
            *octet = part.parse().ok()?;
        }
        let len = u8::try_from(parts.len().checked_mul(8)?).ok()?;
        return Ipv4Net::new(Ipv4Addr::from(octets), len).ok().map(IpNet::V4);
    }
    let rest = zone.strip_suffix("ip6.arpa.")?;
    let parts: Vec<&str> = rest.split_terminator('.').rev().collect();
    let mut address = 0u128;
    for (part, at) in parts.iter().zip(0u32..) {
        let nibble = u128::from_str_radix(part, 16).ok().filter(|_| part.len() == 1)?;
        address |= nibble.checked_shl(124u32.checked_sub(4 * at)?)?;
    }
    let len = u8::try_from(parts.len().checked_mul(4)?).ok()?;
    Ipv6Net::new(Ipv6Addr::from(address), len).ok().map(IpNet::V6)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_network_and_its_zone_lead_to_each_other() {
        for (text, wanted) in [
            ("10.37.32.0/24", "32.37.10.in-addr.arpa."),
            ("10.37.0.0/16", "37.10.in-addr.arpa."),
            ("fd37:2018:37::/48", "7.3.0.0.8.1.0.2.7.3.d.f.ip6.arpa."),
        ] {
            let network: IpNet = text.parse().unwrap();
            assert_eq!(zone(network), wanted);
            assert_eq!(net(wanted), Some(network));
        }
        assert_eq!(net("choiseul.example."), None);
        assert_eq!(net("256.10.in-addr.arpa."), None);
    }
}
