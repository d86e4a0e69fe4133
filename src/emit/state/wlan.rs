//! The state of a Wi-Fi cluster as JSON.

use super::json::{object, words};
use crate::state::wlan::{Own, Point, Radio, Role, Security, Server, Ssid, Wlan};

object!(Wlan { name, os, country, timezone, address, ntp, radius, ssids, points });
object!(Own { address, subnet, gateway });
object!(Server { name, address, secret, coa });
object!(Ssid { name, security, secret, radius, vlan, bands, hours, guest, isolate, portal, keep, zones, roles });
object!(Role { name, filter, vlan, hours });
object!(Point { name, mac, address, zones, radios, raw });
object!(Radio { band, channel, power });

words!(Security {
    Open = "open",
    Owe = "owe",
    Wpa2Psk = "wpa2-psk",
    Wpa3Sae = "wpa3-sae",
    Wpa2Enterprise = "wpa2-enterprise",
    Wpa3Enterprise = "wpa3-enterprise",
});
