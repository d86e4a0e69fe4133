"""Reads a Catalyst 2960 IOS configuration strictly: a line that it does not know is an error with its number.

Written from the vendor's grammar alone, apart from what writes such files. Knows the commands of an access switch and
what must hold between them in one file. Does not know the network around the switch. Entry point: read. Prints one
JSON object a file: errors, facts, blocks.
"""

import ipaddress
import re
import sys

import reading

ADDRESS = r"\d+\.\d+\.\d+\.\d+"
ADDRESS6 = r"[0-9a-fA-F:]+"
LIST = r"\d+(?:-\d+)?(?:,\d+(?:-\d+)?)*"
WORD = r"[!-~]+"
LINE = r"[!-~](?:[ -~]*[!-~])?"
PHYSICAL = r"(?:FastEthernet|GigabitEthernet)0/\d+"

# Each row: what the line is, and the method that takes it (None: a line that changes no fact).
TOP = [
    (r"version \d+\.\d+", None),
    (r"(?:no )?service (?:pad|password-encryption|timestamps (?:log|debug) [a-z -]+)", None),
    (r"hostname ([A-Za-z](?:[A-Za-z0-9-]*[A-Za-z0-9])?)", "hostname"),
    (r"vtp mode (transparent|off)", "vtp"),
    (r"spanning-tree mode (?:mst|rapid-pvst|pvst)", None),
    (r"spanning-tree extend system-id", None),
    (r"spanning-tree mst configuration", "region"),
    (r"spanning-tree mst 0 priority (\d+)", "stp_priority"),
    (r"spanning-tree portfast (?:bpduguard |bpdufilter )?default", None),
    (r"vlan (" + LIST + ")", "vlans"),
    (r"clock timezone \w+ -?\d+(?: \d+)?", None),
    (r"clock summer-time \w+ recurring last [A-Z][a-z]{2} [A-Z][a-z]{2} \d+:\d\d last [A-Z][a-z]{2} [A-Z][a-z]{2}"
     r" \d+:\d\d", None),
    (r"ntp server (" + ADDRESS + ")", "an_address"),
    (r"logging (?:host )?(" + ADDRESS + r")(?: transport (?:udp|tcp) port \d+)?", "an_address"),
    (r"logging trap (?:emergencies|alerts|critical|errors|warnings|notifications|informational|debugging)", None),
    (r"snmp-server community " + WORD + " RO", None),
    (r"snmp-server group (" + WORD + r") v3 (?:priv|auth)(?: access (\S+))?", "snmp_group"),
    (r"snmp-server user " + WORD + " (" + WORD + ") v3 auth sha " + WORD + "(?: priv aes 128 " + WORD +
     r")?(?: access (\S+))?", "snmp_user"),
    (r"snmp-server (?:location|contact) " + LINE, None),
    (r"snmp-server host (" + ADDRESS + ") version 3 priv " + WORD, "an_address"),
    (r"snmp-server enable traps(?: [a-z -]+)?", None),
    (r"ip ssh version 2", None),
    (r"no ip http (?:secure-)?server", None),
    (r"no ip domain[- ]lookup", None),
    (r"ip domain[- ]name " + WORD, None),
    (r"ip name-server (" + ADDRESS + ")", "an_address"),
    (r"ip default-gateway (" + ADDRESS + ")", "gateway"),
    (r"ip dhcp snooping", "snooping_on"),
    (r"ip dhcp snooping vlan (" + LIST + ")", "snooped"),
    (r"no ip dhcp snooping information option", None),
    (r"(?:no )?lldp run", None),
    (r"(?:no )?cdp run", None),
    (r"errdisable recovery (?:cause [a-z-]+|interval \d+)", None),
    (r"aaa new-model", "aaa_on"),
    (r"aaa authentication dot1x default group radius", "needs_aaa"),
    (r"aaa authorization network default group radius", "needs_aaa"),
    (r"aaa accounting dot1x default start-stop group radius", "needs_aaa"),
    (r"aaa authentication login default local", "needs_aaa"),
    (r"aaa authorization exec default local", "needs_aaa"),
    (r"radius-server host (" + ADDRESS + r") auth-port \d+ acct-port \d+ key (?:0 |7 )?" + WORD, "radius"),
    (r"radius-server dead-criteria time \d+ tries \d+", None),
    (r"radius-server (?:deadtime|timeout|retransmit) \d+", None),
    (r"ip radius source-interface Vlan\d+", None),
    (r"dot1x system-auth-control", "dot1x_on"),
    (r"username " + WORD + r" privilege \d+ secret 5 \$1\$[./0-9A-Za-z]{1,8}\$[./0-9A-Za-z]{22}", None),
    (r"username " + WORD + r" privilege \d+ secret (?:0 )?(?!\d )" + WORD, None),
    (r"enable secret (?:5 |0 )?" + WORD, None),
    (r"system mtu(?: jumbo)? \d+", None),
    # Of the vendor's manuals, not tried on a device: access lists, ARP inspection, dynamic authorisation, IPv6, QoS.
    (r"access-list (\d{1,2}) (?:permit|deny) (?:host )?(?:" + ADDRESS + "(?: " + ADDRESS + ")?|any)", "acl_line"),
    (r"ip access-list standard (\S+)", "acl"),
    (r"aaa server radius dynamic-author", "dynamic_author"),
    (r"ip arp inspection vlan (" + LIST + ")", "snooped"),
    (r"mls qos", None),
    (r"(?:no )?ip igmp snooping(?: vlan \d+)?", None),
    (r"ipv6 access-list (\S+)", "acl6"),
    (r"snmp-server group (" + WORD + r") v3 (?:priv|auth) access ipv6 (\S+) (\S+)", "snmp_group6"),
    (r"logging host ipv6 (" + ADDRESS6 + r")(?: transport (?:udp|tcp) port \d+)?", "an_address6"),
    (r"(?:ntp server|ip name-server) (" + ADDRESS6 + ")", "an_address6"),
    (r"radius-server vsa send authentication", None),
    (r"aaa authentication login \w+ line", "needs_aaa"),
    (r"username " + WORD + r" privilege \d+", None),
    (r"ip ssh (?:time-out|authentication-retries) \d+", None),
    (r"ntp server ipv6 (" + ADDRESS6 + ")", "an_address6"),
    (r"banner (?:login|motd) \^C[^^]*\^C", None),
    (r"line (?:con 0|vty \d+ \d+|aux 0)", "line"),
    (r"interface (" + PHYSICAL + ")", "port"),
    (r"interface Port-channel(\d+)", "aggregate"),
    (r"interface Vlan(\d+)", "svi"),
]

PORT = [
    (r"description (" + LINE + ")", "description"),
    (r"switchport mode (access|trunk)", "mode"),
    (r"switchport nonegotiate", "nonegotiate"),
    (r"switchport access vlan (\d+)", "access"),
    (r"switchport voice vlan (\d+)", "voice"),
    (r"switchport trunk native vlan (\d+)", "native"),
    (r"switchport trunk allowed vlan (" + LIST + ")", "allowed"),
    (r"switchport trunk allowed vlan add (" + LIST + ")", "allowed_too"),
    (r"spanning-tree portfast(?: trunk)?", "edge"),
    (r"spanning-tree bpduguard enable", None),
    (r"spanning-tree guard (?:root|loop)", None),
    (r"storm-control (?:broadcast|multicast|unicast) level \d+(?:\.\d+)?", None),
    (r"storm-control action (?:shutdown|trap)", None),
    (r"power inline (?:auto|never)", None),
    (r"ip dhcp snooping trust", None),
    (r"ip arp inspection trust", None),
    (r"mls qos trust (?:dscp|cos)", None),
    (r"no (?:lldp (?:transmit|receive)|cdp enable)", None),
    (r"authentication port-control auto", "auth"),
    (r"authentication order (?:dot1x mab|mab|dot1x|mab dot1x)", None),
    (r"authentication priority (?:dot1x mab|mab|dot1x|mab dot1x)", None),
    (r"authentication host-mode (?:multi-domain|multi-auth|single-host|multi-host)", None),
    (r"authentication event (?:fail|no-response|server dead) action authorize vlan (\d+)", "fallback"),
    (r"authentication event server dead action authorize(?: voice)?", None),
    (r"authentication event fail action next-method", None),
    (r"authentication event server alive action reinitialize", None),
    (r"authentication (?:periodic|violation (?:restrict|protect|shutdown))", None),
    (r"mab", None),
    (r"dot1x pae authenticator", "dot1x"),
    (r"dot1x timeout tx-period \d+", None),
    (r"switchport port-security(?: (?:maximum \d+|violation (?:restrict|protect|shutdown)|aging time \d+))?", None),
    (r"speed (?:auto|10|100|1000)", None),
    (r"duplex (?:auto|full|half)", None),
    (r"no shutdown", None),
    (r"shutdown", "shutdown"),
]
MEMBER = PORT + [(r"channel-group (\d+) mode active", "member")]
SVI = [
    (r"description " + LINE, None),
    (r"ip address (" + ADDRESS + ") (" + ADDRESS + ")", "svi_address"),
    (r"no ip address", None),
    (r"no ip route-cache", None),
    (r"ipv6 address (" + ADDRESS6 + r")/(\d+)", "svi_address6"),
    (r"(?:no )?shutdown", None),
]
ACL = [(r"remark " + LINE, None),
       (r"(?:permit|deny) (?:host )?(?:" + ADDRESS + "(?: " + ADDRESS + ")?|any)", None)]
ACL6 = [(r"(?:permit|deny) ipv6 (?:host " + ADDRESS6 + "|any) any", None)]
AUTHOR = [(r"client (" + ADDRESS + ") server-key (?:0 |7 )?" + WORD, "an_address"), (r"port \d+", None)]
VLAN = [(r"name (" + WORD + ")", "vlan_name")]
REGION = [(r"name " + WORD, None), (r"revision \d+", None), (r"instance \d+ vlan " + LIST, None)]
CONSOLE = [(r"transport input (?:ssh|none)", None), (r"login local", None), (r"exec-timeout \d+(?: \d+)?", None),
           (r"logging synchronous", None),
           (r"access-class (\S+) in", "uses_acl"), (r"password (?:0 )?(?!\d )" + WORD, None), (r"login", None),
           (r"login authentication \w+", "needs_aaa"), (r"ipv6 access-class (\S+) in", "uses_acl6"), (r"privilege level \d+", None)]


def spread(text):
    """Returns the numbers of `10,20-22`."""
    items = re.findall(r"(\d+)(?:-(\d+))?", text)
    return [number for first, last in items for number in range(int(first), int(last or first) + 1)]


class Switch(reading.Reading):
    """One file: facts as they are met, references to be looked up at its end."""

    def __init__(self, text):
        super().__init__(text)
        self.facts = {"name": None, "vlans": {}, "ports": {}, "aggregates": {}, "svis": {}, "gateway": None, "vtp": None}
        self.blocks = []
        self.below, self.at = None, None
        self.seen, self.where, self.on, self.groups = {}, {}, set(), set()
        self.wanted = []
        self.walk()
        self.close()

    def walk(self):
        ended = False
        for number, line in enumerate(self.lines, 1):
            if ended:
                self.error(number, "a line after end")
                return
            text = line.lstrip(" ")
            if line.startswith("!"):
                continue
            if line == "end":
                ended = True
                continue
            if text == "":
                self.error(number, "an empty line")
                continue
            self.line(number, text, len(line) - len(text))
        if not ended:
            self.error(len(self.lines), "the file does not end with end")

    def line(self, number, text, depth):
        """Takes one line by the rows of its place."""
        if depth == 0:
            if text in self.seen:
                self.error(number, "said before, at line %d" % self.seen[text])
            self.seen.setdefault(text, number)
            self.below, self.at = None, None
            self.blocks.append([text, []])
            rows = TOP
        elif depth == 1 and self.blocks:
            if text in self.blocks[-1][1]:
                self.error(number, "said twice in its block")
            self.blocks[-1][1].append(text)
            rows = self.below or []
        else:
            self.error(number, "indented by %d" % depth)
            return
        for pattern, method in rows:
            match = re.fullmatch(pattern, text)
            if match:
                if method:
                    getattr(self, "take_" + method)(number, *match.groups())
                return
        self.error(number, "unknown line: %s" % text)

    # Global lines.
    def take_hostname(self, number, name):
        if len(name) > 63:
            self.error(number, "a name longer than 63")
        self.facts["name"] = name

    def take_vtp(self, number, mode):
        self.facts["vtp"] = mode

    def take_region(self, number):
        self.below = REGION

    def take_stp_priority(self, number, priority):
        if int(priority) % 4096 or int(priority) > 61440:
            self.error(number, "a priority is a multiple of 4096 up to 61440")

    def take_vlans(self, number, text):
        vlans = [self.vlan(number, vlan) for vlan in spread(text)]
        for vlan in vlans:
            if 1002 <= vlan <= 1005:
                self.error(number, "VLAN %d is reserved" % vlan)
            if vlan in self.facts["vlans"]:
                self.error(number, "VLAN %d was made before" % vlan)
            self.facts["vlans"][vlan] = {"name": "VLAN%04d" % vlan}
        if len(vlans) == 1:
            self.at, self.below = self.facts["vlans"][vlans[0]], VLAN

    def take_vlan_name(self, number, name):
        if len(name) > 32:
            self.error(number, "a VLAN's name longer than 32")
        if name in [vlan["name"] for vlan in self.facts["vlans"].values()]:
            self.error(number, "another VLAN has this name")
        self.at["name"] = name

    def take_an_address(self, number, address):
        try:
            ipaddress.IPv4Address(address)
        except ValueError:
            self.error(number, "%s is no address" % address)

    def take_an_address6(self, number, address):
        try:
            ipaddress.IPv6Address(address)
        except ValueError:
            self.error(number, "%s is no address" % address)

    def take_acl_line(self, number, name):
        self.on.add("access list " + name)

    def take_acl(self, number, name):
        self.on.add("access list " + name)
        self.below = ACL

    def take_acl6(self, number, name):
        self.on.add("ipv6 access list " + name)
        self.below = ACL6

    def take_uses_acl6(self, number, name):
        self.wanted.append((number, "global line", "ipv6 access list " + name))

    def take_snmp_group6(self, number, name, acl6, acl):
        self.take_uses_acl6(number, acl6)
        self.take_snmp_group(number, name, acl)

    def take_uses_acl(self, number, name):
        self.wanted.append((number, "global line", "access list " + name))

    def take_dynamic_author(self, number):
        self.take_needs_aaa(number)
        self.below = AUTHOR

    def take_snmp_group(self, number, name, acl):
        self.groups.add(name)
        if acl:
            self.take_uses_acl(number, acl)

    def take_snmp_user(self, number, group, acl):
        if acl:
            self.take_uses_acl(number, acl)
        if group not in self.groups:
            self.error(number, "group %s comes after its user, or never" % group)

    def take_gateway(self, number, address):
        self.take_an_address(number, address)
        self.facts["gateway"] = address
        self.wanted.append((number, "gateway", address))

    def take_snooping_on(self, number):
        self.on.add("snooping")

    def take_snooped(self, number, text):
        for vlan in spread(text):
            self.carried(number, vlan)

    def take_aaa_on(self, number):
        self.on.add("aaa new-model")

    def take_needs_aaa(self, number):
        if "aaa new-model" not in self.on:
            self.error(number, "aaa new-model comes later, or never")

    def take_radius(self, number, address):
        self.on.add("radius-server host")
        self.take_an_address(number, address)

    def take_dot1x_on(self, number):
        self.on.add("dot1x system-auth-control")

    def take_line(self, number):
        self.below = CONSOLE

    # Interfaces.
    def opened(self, number, name, where, rows):
        if name in self.where:
            self.error(number, "%s was opened at line %d" % (name, self.where[name]))
        self.where.setdefault(name, number)
        self.at = where.setdefault(name, {
            "mode": None, "access": None, "voice": None, "native": None, "allowed": None, "description": None,
            "shutdown": False, "edge": False, "aggregate": None, "auth": False, "nonegotiate": False,
        })
        self.below = rows

    def take_port(self, number, name):
        self.opened(number, name, self.facts["ports"], MEMBER)

    def take_aggregate(self, number, word):
        if not 1 <= int(word) <= 6:
            self.error(number, "a 2960 has six aggregates")
        self.opened(number, "Port-channel%s" % word, self.facts["aggregates"], PORT)

    def take_svi(self, number, word):
        vlan = self.vlan(number, word)
        if vlan != 1:
            self.carried(number, vlan)
        self.facts["svis"].setdefault(vlan, None)
        self.at, self.below = vlan, SVI

    def take_svi_address(self, number, address, mask):
        try:
            self.facts["svis"][self.at] = str(ipaddress.IPv4Interface("%s/%s" % (address, mask)))
        except ValueError:
            self.error(number, "%s %s is no address" % (address, mask))

    def take_svi_address6(self, number, address, length):
        try:
            ipaddress.IPv6Interface("%s/%s" % (address, length))
        except ValueError:
            self.error(number, "%s/%s is no address" % (address, length))

    def carried(self, number, vlan):
        if vlan not in self.facts["vlans"] and vlan != 1:
            self.error(number, "VLAN %d is made nowhere above" % vlan)

    def take_description(self, number, text):
        if len(text) > 240:
            self.error(number, "a description longer than 240")
        self.at["description"] = text

    def take_mode(self, number, word):
        self.at["mode"] = word

    def take_nonegotiate(self, number):
        self.at["nonegotiate"] = True

    def take_access(self, number, word):
        self.at["access"] = self.vlan(number, word)
        self.carried(number, self.at["access"])

    def take_voice(self, number, word):
        self.at["voice"] = self.vlan(number, word)
        self.carried(number, self.at["voice"])

    def take_native(self, number, word):
        self.at["native"] = self.vlan(number, word)
        self.carried(number, self.at["native"])

    def listed(self, number, text):
        vlans = spread(text)
        if vlans != sorted(set(vlans)) or not vlans:
            self.error(number, "a list out of order, or with a VLAN twice")
        for vlan in vlans:
            self.vlan(number, vlan)
            self.carried(number, vlan)
        return vlans

    def take_allowed(self, number, text):
        if self.at["allowed"] is not None:
            self.error(number, "a second list replaces the first")
        self.at["allowed"] = self.listed(number, text)

    def take_allowed_too(self, number, text):
        if self.at["allowed"] is None:
            self.error(number, "adds to a list that was not begun: every VLAN passes")
            self.at["allowed"] = []
        self.at["allowed"] = sorted(set(self.at["allowed"]) | set(self.listed(number, text)))

    def take_edge(self, number):
        self.at["edge"] = True

    def take_auth(self, number):
        self.at["auth"] = True
        self.wanted.append((number, "global line", "aaa new-model"))
        self.wanted.append((number, "global line", "radius-server host"))

    def take_dot1x(self, number):
        self.wanted.append((number, "global line", "dot1x system-auth-control"))

    def take_fallback(self, number, word):
        self.carried(number, self.vlan(number, word))

    def take_shutdown(self, number):
        self.at["shutdown"] = True

    def take_member(self, number, word):
        self.at["aggregate"] = "Port-channel%s" % word
        self.wanted.append((number, "aggregate", self.at["aggregate"]))

    # What only the whole file can tell.
    def close(self):
        if not self.facts["name"]:
            self.error(1, "no hostname")
        if self.facts["vlans"] and not self.facts["vtp"]:
            self.error(1, "VLANs and no vtp mode: in its default mode the switch keeps them out of its configuration")
        for number, kind, name in self.wanted:
            if kind == "gateway":
                networks = [ipaddress.IPv4Interface(address).network for address in self.facts["svis"].values() if address]
                if not any(ipaddress.IPv4Address(name) in network for network in networks):
                    self.error(number, "gateway %s is in no network of the switch" % name)
            elif name not in (self.facts["aggregates"] if kind == "aggregate" else self.on):
                self.error(number, "%s is nowhere" % name)
        for name, port in {**self.facts["ports"], **self.facts["aggregates"]}.items():
            self.close_port(self.where[name], port)

    def close_port(self, number, port):
        if port["mode"] is None:
            self.error(number, "no switchport mode: the port negotiates one")
        if not port["nonegotiate"]:
            self.error(number, "no switchport nonegotiate")
        if port["mode"] == "trunk" and port["allowed"] is None:
            self.error(number, "no allowed list: every VLAN passes")
        if port["mode"] == "trunk" and port["native"] and port["native"] not in (port["allowed"] or []):
            # Untagged frames die there: right for the parking VLAN, where nothing lives, and for no other.
            living = [name for name, other in self.facts["ports"].items()
                      if other["access"] == port["native"] and not other["shutdown"]]
            if living or port["native"] in self.facts["svis"]:
                self.error(number, "native VLAN %d is not allowed, and is in use" % port["native"])
        if port["mode"] == "access" and port["access"] is None:
            self.error(number, "no access VLAN: the port is in VLAN 1")
        if port["voice"] and port["mode"] != "access":
            self.error(number, "a voice VLAN wants an access port")
        if port["aggregate"] in self.facts["aggregates"]:
            whole = self.facts["aggregates"][port["aggregate"]]
            for field in ("mode", "access", "native", "allowed"):
                if port[field] != whole[field]:
                    self.error(number, "%s differs from %s's" % (field, port["aggregate"]))


def read(text):
    """Returns the errors, facts and blocks of a configuration."""
    switch = Switch(text)
    errors = sorted(switch.errors, key=lambda error: error["line"])
    return {"errors": errors, "facts": switch.facts, "blocks": switch.blocks}


if __name__ == "__main__":
    reading.answer("strict reader of Catalyst 2960 IOS, python %s" % sys.version.split()[0], read, sys.argv[1:])
