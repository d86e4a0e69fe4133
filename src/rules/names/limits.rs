//! How long a name may be on a device (switches reference, part 4; NetBIOS: RFC 1001).

/// Characters of a VLAN's name that every switch keeps.
pub const VLAN_NAME: usize = 32;

/// Characters of a station's name: what NetBIOS, and so the directory, keeps.
pub const STATION_NAME: usize = 15;

/// Characters of the name that a switch of a device language calls itself.
pub fn system_name(os: &str) -> usize {
    match os {
        "comware" => 64,
        "ios" => 63,
        _ => 32,
    }
}

/// Characters of a DNS domain that a switch of a device language keeps.
pub fn domain(os: &str) -> usize {
    match os {
        "aos-cx" => 32,
        "aos-switch" => 128,
        _ => 253,
    }
}
