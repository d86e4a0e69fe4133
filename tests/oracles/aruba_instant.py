"""Reads a configuration of an Aruba Instant cluster strictly: a line that it does not know is an error with its number.

Written from the vendor's grammar alone, apart from what writes such files. Knows the stanzas of a cluster, what must hold
between them (a profile names an access rule of its own name, servers, portals, ranges and zones that exist; one MAC address
a device) and which channels France allows. Does not know switches. Entry point: read.
"""

import ipaddress
import re
import sys

import reading

NAME = r"[A-Za-z0-9][A-Za-z0-9._-]*"
SECRET = r"@secret:[A-Za-z0-9]+/[A-Za-z0-9._-]+@"
MAC = r"[0-9a-f]{2}(?::[0-9a-f]{2}){5}"
DAY = r"(?:monday|tuesday|wednesday|thursday|friday|saturday|sunday|weekday|weekend|daily)"
CLOCK = r"(?:[01]\d|2[0-3]):[0-5]\d"
MODES = {
    "opensystem": "open",
    "enhanced-open": "owe",
    "wpa2-psk-aes": "wpa2-psk",
    "wpa3-sae-aes": "wpa3-sae",
    "wpa2-aes": "wpa2-enterprise",
    "wpa3-aes-ccm-128": "wpa3-enterprise",
}
SHARED = {"wpa2-psk", "wpa3-sae"}
ACCOUNTS = {"wpa2-enterprise", "wpa3-enterprise"}
# The first channel of each legal block at 5 GHz, by width in MHz: ETSI channels without 144 and without the 25 mW band.
FIVE = {
    20: list(range(36, 65, 4)) + list(range(100, 141, 4)),
    40: [36, 44, 52, 60, 100, 108, 116, 124, 132],
    80: [36, 52, 100, 116],
    160: [36, 100],
}


def legal(channel, width):
    """Returns whether a primary channel of 5 GHz lies in a legal block of its width."""
    return any(channel in range(first, first + width // 5, 4) for first in FIVE[width])


class Cluster(reading.Reading):
    """One file: facts as they are met, references to be looked up at its end."""

    def __init__(self, text):
        super().__init__(text)
        self.facts = {"name": None, "country": None, "address": None, "ntp": [], "servers": {}, "ssids": {}, "points": {}}
        self.ranges, self.rules, self.portals, self.allowed = {}, {}, {}, set()
        self.wanted = []  # (line, kind, name)
        self.at, self.opened = None, None
        self.seen = {}
        for number, line in enumerate(self.lines, 1):
            if line == "":
                self.at = None
            elif line.startswith("  "):
                self.error(number, "more than one blank before it")
            elif line.startswith(" "):
                self.below(number, line[1:])
            else:
                self.head(number, line)
        self.close()

    def once(self, number, key):
        if key in self.seen:
            self.error(number, "twice: it stands on line %d" % self.seen[key])
        self.seen[key] = number

    def match(self, number, line, rows):
        for pattern, action in rows:
            found = re.fullmatch(pattern, line)
            if found:
                if action:
                    action(number, *found.groups())
                return
        self.error(number, "unknown: %s" % line)

    def put(self, key):
        def action(number, value):
            self.once(number, key)
            self.facts[key] = value

        return action

    def head(self, number, line):
        self.at = None
        self.match(number, line, [
            (r"virtual-controller-country ([A-Z]{2})", self.put("country")),
            (r"virtual-controller-ip (\S+)", self.own),
            (r"dynamic-radius-proxy|rf-band all|extended-ssid", lambda n: self.once(n, line)),
            (r"name (%s)" % NAME, self.put("name")),
            (r"clock timezone [A-Z]+ -?\d\d \d\d", lambda n: self.once(n, "zone")),
            (r"clock summer-time [A-Z]+ recurring(?: (?:first|second|last) sunday [a-z]+ \d\d:00){2}", lambda n: self.once(n, "summer")),
            (r"ntp-server (\S+)", lambda n, a: self.facts["ntp"].append(self.address(n, a))),
            (r"allowed-ap (%s)" % MAC, lambda n, mac: self.allowed.add(mac)),
            (r"time-range (%s) periodic (%s) (%s) to (%s)" % (NAME, DAY, CLOCK, CLOCK), self.range),
            (r"arm", lambda n: self.open(n, "arm", None)),
            (r"wlan access-rule (%s)" % NAME, lambda n, name: self.open(n, "rule", name, self.rules)),
            (r"wlan auth-server (%s)" % NAME, lambda n, name: self.open(n, "server", name, self.facts["servers"])),
            (r"wlan external-captive-portal (%s)" % NAME, lambda n, name: self.open(n, "portal", name, self.portals)),
            (r"wlan ssid-profile (%s)" % NAME, lambda n, name: self.open(n, "ssid", name, self.facts["ssids"])),
            (r"per-ap-settings (%s)" % MAC, lambda n, mac: self.open(n, "point", mac, self.facts["points"])),
        ])

    def open(self, number, kind, name, into=None):
        self.once(number, (kind, name))
        self.at, self.opened = kind, {"line": number, "name": name}
        if into is not None:
            into[name] = self.opened

    def address(self, number, text):
        try:
            return str(ipaddress.ip_address(text))
        except ValueError:
            self.error(number, "no address: %s" % text)
            return None

    def own(self, number, text):
        self.once(number, "address")
        self.facts["address"] = self.address(number, text)

    def range(self, number, name, day, begins, ends):
        self.once(number, ("range", name))
        if begins >= ends:
            self.error(number, "it ends before it begins")
        self.ranges[name] = "%s %s-%s" % (day, begins, ends)

    def below(self, number, line):
        rows = getattr(self, "rows_of_%s" % self.at, None)
        if rows is None:
            return self.error(number, "under no header")
        return self.match(number, line, rows())

    def said(self, key, value=True):
        def action(number, *words):
            if key in self.opened:
                self.error(number, "%s twice" % key)
            self.opened[key] = words[0] if words else value

        return action

    def added(self, key, kind=None):
        def action(number, word):
            self.opened.setdefault(key, []).append(word)
            if kind:
                self.wanted.append((number, kind, word))

        return action

    def rows_of_arm(self):
        return [
            (r"wide-bands (none|2\.4ghz|5ghz|all)", self.said("wide")),
            (r"80mhz-support", self.said("eighty")),
            (r"band-steering-mode (prefer-5ghz|force-5ghz|balance-bands|disable)", self.said("steering")),
            (r"air-time-fairness-mode (default-access|fair-access|preferred-access)", self.said("fairness")),
            (r"client-aware|scanning", None),
        ]

    def rows_of_rule(self):
        permit = r"rule any any match any any any permit"
        return [
            (r"index (\d+)", self.said("index")),
            (permit, self.said("always")),
            (permit + r" time-range (%s)" % NAME, self.added("ranges", "range")),
        ]

    def rows_of_server(self):
        return [
            (r"ip (\S+)", lambda n, a: self.said("ip")(n, self.address(n, a))),
            (r"port (1812)", self.said("port")),
            (r"acctport (1813)", self.said("acctport")),
            (r"key (%s)" % SECRET, self.said("key")),
            (r"timeout (\d+)", self.said("timeout")),
            (r"retry-count (\d+)", self.said("retries")),
            (r"nas-ip (\S+)", lambda n, a: self.said("nas")(n, self.address(n, a))),
            (r"rfc3576", self.said("coa")),
        ]

    def rows_of_portal(self):
        return [
            (r"server ([A-Za-z0-9.-]+)", self.said("server")),
            (r"port (\d+)", self.said("port")),
            (r'url "(/[!-~]*)"', self.said("url")),
            (r"https", self.said("https")),
        ]

    def rows_of_ssid(self):
        return [
            (r"enable", self.said("enabled")),
            (r"index (\d+)", self.said("index")),
            (r"type (employee|guest|voice)", self.said("type")),
            (r"essid (\S.{0,31})", self.said("essid")),
            (r"opmode (%s)" % "|".join(MODES), lambda n, mode: self.said("security")(n, MODES[mode])),
            (r"wpa-passphrase (%s)" % SECRET, self.said("secret")),
            (r"vlan (\d+)", lambda n, id: self.said("vlan")(n, self.vlan(n, id))),
            (r"rf-band (2\.4|5\.0|all)", self.said("band")),
            (r"rf-band-6ghz", self.said("six")),
            (r"auth-server (%s)" % NAME, self.added("servers", "server")),
            (r"radius-accounting", self.said("accounting")),
            (r"set-role Filter-Id equals (\S+) (%s)" % NAME, self.role),
            (r"set-vlan Filter-Id equals (\S+) (\d+)", self.role_vlan),
            (r"zone (\S+)", lambda n, zones: self.said("zones")(n, zones.split(","))),
            (r"time-range (%s) enable" % NAME, self.added("ranges", "range")),
            (r"broadcast-filter (?:none|arp|all)|dtim-period \d+|max-clients-threshold \d+", None),
            (r"deny-inter-user-bridging", self.said("isolated")),
            (r"captive-portal disable", self.said("portal", None)),
            (r"captive-portal external profile (%s)" % NAME, self.external),
        ]

    def external(self, number, name):
        self.said("portal")(number, name)
        self.wanted.append((number, "portal", name))

    def role(self, number, word, rule):
        self.opened.setdefault("roles", {})[word] = {"rule": rule}
        self.wanted.append((number, "rule", rule))

    def role_vlan(self, number, word, id):
        role = self.opened.get("roles", {}).get(word)
        if role is None:
            return self.error(number, "a VLAN for %s, which has no role" % word)
        role["vlan"] = self.vlan(number, id)

    def rows_of_point(self):
        return [
            (r"hostname (%s)" % NAME, self.said("hostname")),
            (r'ip-address (\S+) (\S+) (\S+) 0\.0\.0\.0 ""', self.fixed),
            (r"swarm-mode cluster", self.said("mode")),
            (r"wifi0-mode access", self.said("five", "on")),
            (r"wifi1-mode access", self.said("two", "on")),
            (r"wifi2-mode access", self.said("six", "on")),
            (r"radio-0-disable", self.said("five", "off")),
            (r"radio-1-disable", self.said("two", "off")),
            (r"g-channel (\d+) (-?\d+)", self.two),
            (r"a-channel (\d+)([+ESs-]?) (-?\d+)", self.five),
            (r"zonename (\S+)", lambda n, zones: self.said("zones")(n, zones.split(","))),
            (r"uplink-vlan 0", self.said("uplink")),
        ]

    def fixed(self, number, address, mask, gateway):
        if address == "0.0.0.0":
            return self.said("address", None)(number)
        try:
            net = ipaddress.ip_interface("%s/%s" % (address, mask))
            if ipaddress.ip_address(gateway) not in net.network:
                self.error(number, "the gateway is not in the network")
        except ValueError as error:
            return self.error(number, str(error))
        return self.said("address")(number, net.with_prefixlen)

    def two(self, number, channel, power):
        if not 0 <= int(channel) <= 13:
            self.error(number, "no channel of 2.4 GHz: %s" % channel)
        self.said("g")(number, [int(channel), 20, int(power)])

    def five(self, number, channel, suffix, power):
        width = {"": 20, "+": 40, "-": 40, "E": 80, "S": 160}.get(suffix, 20)
        channel = int(channel)
        if channel and not legal(channel, width):
            self.error(number, "no channel of 5 GHz in France: %d with %d MHz" % (channel, width))
        elif width == 40 and (channel not in FIVE[40]) != (suffix == "-"):
            self.error(number, "the other half of the pair is on the other side")
        self.said("a")(number, [channel, width, int(power)])

    def close(self):
        for key in ("name", "country"):
            if self.facts[key] is None:
                self.error(len(self.lines), "no %s" % key)
        known = {"range": self.ranges, "rule": self.rules, "portal": self.portals, "server": self.facts["servers"]}
        for number, kind, name in self.wanted:
            if name not in known[kind]:
                self.error(number, "no %s %s" % (kind, name))
        places = {zone for ap in self.facts["points"].values() for zone in ap.get("zones", [])}
        for name, ssid in self.facts["ssids"].items():
            self.whole(ssid, ["enabled", "index", "type", "essid", "security", "vlan", "band"])
            security = ssid.get("security")
            if (security in SHARED) != ("secret" in ssid):
                self.error(ssid["line"], "%s and its passphrase do not fit" % security)
            if (security in ACCOUNTS) != ("servers" in ssid):
                self.error(ssid["line"], "%s and its servers do not fit" % security)
            if name not in self.rules:
                self.error(ssid["line"], "no access rule of its name")
            for word, role in ssid.get("roles", {}).items():
                if "vlan" not in role:
                    self.error(ssid["line"], "role %s has no VLAN" % word)
            if "zones" in ssid and not places & set(ssid["zones"]):
                self.error(ssid["line"], "no access point is in its zones")
        indices = [ssid.get("index") for ssid in self.facts["ssids"].values()]
        if len(set(indices)) != len(indices):
            self.error(len(self.lines), "two profiles have one index")
        for server in self.facts["servers"].values():
            self.whole(server, ["ip", "port", "acctport", "key"])
        for rule in self.rules.values():
            if "always" not in rule and "ranges" not in rule:
                self.error(rule["line"], "it permits nothing")
        for portal in self.portals.values():
            self.whole(portal, ["server", "port", "url"])
        names = {}
        for mac, point in self.facts["points"].items():
            self.whole(point, ["hostname", "mode", "uplink"])
            if names.setdefault(point.get("hostname"), mac) != mac:
                self.error(point["line"], "another one has its name")
            if mac not in self.allowed:
                self.error(point["line"], "it is not allowed into the cluster")
            for radio, channel in (("two", "g"), ("five", "a")):
                if (point.get(radio) == "on") != (channel in point):
                    self.error(point["line"], "radio and %s-channel do not fit" % channel)
        self.facts["ranges"] = self.ranges
        self.facts["rules"] = {name: sorted(rule.get("ranges", [])) for name, rule in self.rules.items()}
        self.facts["portals"] = self.portals

    def whole(self, stanza, keys):
        for key in keys:
            if key not in stanza:
                self.error(stanza["line"], "%s: no %s" % (stanza["name"], key))


def read(text):
    """Returns the errors and the facts of a file."""
    cluster = Cluster(text)
    return {"errors": cluster.errors, "facts": cluster.facts}


if __name__ == "__main__":
    reading.answer("a strict reader of Aruba Instant clusters, 1", read, sys.argv[1:])
