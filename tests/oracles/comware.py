"""Reads an HPE Comware 7 configuration strictly: a line that it does not know is an error with its number.

Written from the vendor's grammar alone, apart from what writes such files. Knows the commands of an access switch and
what must hold between them in one file: order, references, what members of an aggregate share. Does not know the
network around the switch. Entry point: read. Prints one JSON object a file: errors, facts, blocks.
"""

import ipaddress
import re
import sys

import comware_grammar as grammar
import reading


def spread(text):
    """Returns the numbers of `10 20 to 22`, and the number of items."""
    items = re.findall(r"(\d+)(?: to (\d+))?", text)
    return [number for first, last in items for number in range(int(first), int(last or first) + 1)], len(items)


class Switch(reading.Reading):
    """One file: facts as they are met, references to be looked up at its end."""

    def __init__(self, text):
        super().__init__(text)
        self.facts = {"name": None, "vlans": {}, "ports": {}, "aggregates": {}, "svis": {}, "gateway": None}
        self.blocks = []
        self.below = None  # the rows for the lines under the current header
        self.at = None  # what the header opened
        self.seen = {}
        self.on = set()
        self.domains, self.radii, self.groups, self.users = set(), set(), set(), set()
        self.acls, self.peers = set(), set()
        self.wanted = []  # (line, kind, name)
        self.where = {}  # port -> line of its header
        self.fallbacks = []  # (line, port, vlan, is it a critical VLAN)
        self.walk()
        self.close()

    def walk(self):
        """Splits the file into headers and the lines below: a block that starts with a blank is of global lines."""
        base, fresh, ended = 0, True, False
        for number, line in enumerate(self.lines, 1):
            if ended:
                self.error(number, "a line after return")
                return
            if line == "#":
                base, fresh = 0, True
                continue
            if line == "return":
                ended = True
                continue
            if line.strip() == "":
                self.error(number, "an empty line")
                continue
            blanks = len(line) - len(line.lstrip(" "))
            if blanks == 0:
                base = 0
            elif fresh:
                base = blanks
                if blanks > 1:
                    self.error(number, "a block indented by %d" % blanks)
            fresh = False
            self.line(number, line.strip(" "), blanks - base)
        if not ended:
            self.error(len(self.lines), "the file does not end with return")

    def line(self, number, text, depth):
        """Takes one line by the rows of its place."""
        if depth == 0:
            if text in self.seen:
                self.error(number, "said before, at line %d" % self.seen[text])
            self.seen.setdefault(text, number)
            self.below, self.at = None, None
            self.blocks.append([text, []])
            rows = grammar.TOP
        elif depth == 1 and self.blocks:
            if text in self.blocks[-1][1]:
                self.error(number, "said twice in its block")
            self.blocks[-1][1].append(text)
            rows = self.below or []
        else:
            self.error(number, "indented by %d too many" % (depth - 1))
            return
        for pattern, method in rows:
            match = re.fullmatch(pattern, text)
            if match:
                if method:
                    getattr(self, "take_" + method)(number, *match.groups())
                return
        self.error(number, "unknown line: %s" % text)

    # Global lines.
    def take_sysname(self, number, name):
        if len(name) > 64:
            self.error(number, "a name longer than 64")
        self.facts["name"] = name

    def take_irf_priority(self, number, member, priority):
        if not 1 <= int(priority) <= 32:
            self.error(number, "an IRF priority is 1 to 32")

    def take_irf_port(self, number, member, side):
        self.below, self.at = grammar.IRF, member

    def take_irf_member(self, number, port):
        if not re.search(r"Ethernet%s/|GigE%s/" % (self.at, self.at), port):
            self.error(number, "%s is no port of member %s" % (port, self.at))
        self.wanted.append((number, "IRF port kept out of the VLANs", port))

    def take_stp_priority(self, number, priority):
        if int(priority) % 4096 or int(priority) > 61440:
            self.error(number, "a priority is a multiple of 4096 up to 61440")

    def take_region(self, number):
        self.below = grammar.REGION

    def take_port_security_on(self, number):
        self.on.add("port-security")

    def take_dot1x_on(self, number):
        self.on.add("dot1x")

    def take_mac_on(self, number):
        self.on.add("mac")

    def take_uses_domain(self, number, name):
        self.wanted.append((number, "domain", name))

    def take_uses_radius(self, number, name):
        self.wanted.append((number, "radius scheme", name))

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

    def take_acl(self, number, name):
        self.acls.add(name)
        self.below = grammar.ACL

    def take_acl6(self, number, name):
        self.acls.add("ipv6 " + name)
        self.below = grammar.ACL6

    def take_uses_acl6(self, number, name):
        self.wanted.append((number, "acl", "ipv6 " + name))

    def take_uses_svi(self, number, word):
        self.wanted.append((number, "interface of VLAN", int(word)))

    def take_peer(self, number, name):
        self.peers.add(name)
        self.below = grammar.PEER

    def take_ssh_user_key(self, number, name, peer):
        self.wanted.append((number, "local-user", name))
        self.wanted.append((number, "public-key peer", peer))

    def take_uses_acl(self, number, name):
        self.wanted.append((number, "acl", name))

    def take_dynamic_author(self, number):
        self.below = grammar.AUTHOR

    def take_snmp_group(self, number, name, acl, acl6):
        self.groups.add(name)
        if acl:
            self.take_uses_acl(number, acl)
        if acl6:
            self.take_uses_acl6(number, acl6)

    def take_snmp_user(self, number, group, acl, acl6):
        if acl:
            self.take_uses_acl(number, acl)
        if acl6:
            self.take_uses_acl6(number, acl6)
        if group not in self.groups:
            self.error(number, "group %s comes after its user, or never" % group)

    def take_ssh_user(self, number, name):
        self.wanted.append((number, "local-user", name))

    def take_gateway(self, number, address):
        self.take_an_address(number, address)
        if self.facts["gateway"]:
            self.error(number, "a second gateway")
        self.facts["gateway"] = address
        self.wanted.append((number, "gateway", address))

    def take_vlan(self, number, word):
        vlan = self.vlan(number, word)
        if vlan in self.facts["vlans"]:
            self.error(number, "VLAN %d was made before" % vlan)
        self.at = self.facts["vlans"].setdefault(vlan, {"name": "VLAN %04d" % vlan, "description": "VLAN %04d" % vlan})
        self.below = grammar.VLAN

    def take_vlans(self, number, first, last):
        if int(first) >= int(last):
            self.error(number, "a range that falls")
        for vlan in range(self.vlan(number, first), self.vlan(number, last) + 1):
            self.facts["vlans"].setdefault(vlan, {"name": "VLAN %04d" % vlan, "description": "VLAN %04d" % vlan})

    def take_vlan_name(self, number, name):
        if len(name) > 32:
            self.error(number, "a VLAN's name longer than 32")
        self.at["name"] = name

    def take_vlan_description(self, number, text):
        if len(text) > 255:
            self.error(number, "a description longer than 255")
        self.at["description"] = text

    def take_radius(self, number, name):
        self.radii.add(name)
        self.below = grammar.RADIUS

    def take_domain(self, number, name):
        self.domains.add(name)
        self.below = grammar.DOMAIN

    def take_user(self, number, name):
        self.users.add(name)
        self.below = grammar.USER

    def take_line(self, number):
        self.below = grammar.CONSOLE

    def take_nothing_below(self, number):
        self.below = []

    # Interfaces.
    def opened(self, number, name, where, rows):
        if name in self.where:
            self.error(number, "%s was opened at line %d" % (name, self.where[name]))
        self.where.setdefault(name, number)
        self.at = where.setdefault(name, {
            "link_type": "access", "access": None, "permit": [1], "pvid": 1, "tagged": [], "untagged": [],
            "description": None, "shutdown": False, "edge": False, "aggregate": None, "voice": None, "auth": [],
            "mac_vlan": False, "poe": False, "dynamic": False,
        })
        self.below = rows

    def take_port(self, number, name):
        self.opened(number, name, self.facts["ports"], grammar.MEMBER)

    def take_aggregate(self, number, name):
        self.opened(number, name, self.facts["aggregates"], grammar.AGGREGATE)

    def take_svi(self, number, word):
        vlan = self.vlan(number, word)
        self.at = self.facts["svis"].setdefault(vlan, None)
        self.wanted.append((number, "VLAN", vlan))
        self.at, self.below = vlan, grammar.SVI

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

    def of_type(self, number, wanted):
        if self.at["link_type"] != wanted:
            self.error(number, "the port is %s here" % self.at["link_type"])

    def take_description(self, number, text):
        if len(text) > 255:
            self.error(number, "a description longer than 255")
        self.at["description"] = text

    def take_link_type(self, number, word):
        self.at["link_type"] = word
        if word == "hybrid":
            self.at["untagged"] = [1]

    def take_access(self, number, word):
        self.of_type(number, "access")
        self.at["access"] = self.vlan(number, word)
        self.carried(number, self.at["access"])

    def listed(self, number, text):
        vlans, items = spread(text)
        if items > 10:
            self.error(number, "%d items, and a line takes 10" % items)
        if vlans != sorted(set(vlans)):
            self.error(number, "a list out of order, or with a VLAN twice")
        if not re.fullmatch(r"(?:\d+ to \d+|\d+)(?: (?:\d+ to \d+|\d+))*", text) or not vlans:
            self.error(number, "no list: %s" % text)
        for vlan in vlans:
            self.vlan(number, vlan)
            self.carried(number, vlan)
        return vlans

    def take_not_vlan_1(self, number):
        self.of_type(number, "trunk")
        self.at["permit"] = [vlan for vlan in self.at["permit"] if vlan != 1]

    def take_permit(self, number, text):
        self.of_type(number, "trunk")
        vlans = self.listed(number, text)
        twice = sorted(set(vlans) & set(self.at["permit"]))
        if twice:
            self.error(number, "permitted before: %s" % twice)
        self.at["permit"] = sorted(set(self.at["permit"]) | set(vlans))

    def take_trunk_pvid(self, number, word):
        self.of_type(number, "trunk")
        self.at["pvid"] = self.vlan(number, word)
        self.carried(number, self.at["pvid"])

    def take_not_vlan_1_hybrid(self, number):
        self.of_type(number, "hybrid")
        self.at["untagged"] = [vlan for vlan in self.at["untagged"] if vlan != 1]

    def take_hybrid(self, number, text, how):
        self.of_type(number, "hybrid")
        other = "untagged" if how == "tagged" else "tagged"
        vlans = self.listed(number, text)
        if set(vlans) & set(self.at[other]):
            self.error(number, "tagged and untagged both")
        self.at[how] = sorted(set(self.at[how]) | set(vlans))

    def take_hybrid_pvid(self, number, word):
        self.of_type(number, "hybrid")
        self.at["pvid"] = self.vlan(number, word)
        self.carried(number, self.at["pvid"])

    def take_mac_vlan(self, number):
        self.of_type(number, "hybrid")
        self.at["mac_vlan"] = True

    def take_voice(self, number, word):
        self.at["voice"] = self.vlan(number, word)
        self.carried(number, self.at["voice"])

    def take_voice_policy(self, number, word):
        self.carried(number, self.vlan(number, word))

    def take_edge(self, number):
        self.at["edge"] = True

    def take_port_security(self, number):
        self.at["auth"].append("port-security")
        self.wanted.append((number, "global line", "port-security"))

    def take_dot1x(self, number):
        self.at["auth"].append("dot1x")
        self.wanted.append((number, "global line", "dot1x"))

    def take_mac(self, number):
        self.at["auth"].append("mac")
        self.wanted.append((number, "global line", "mac"))

    def take_fallback(self, number, word):
        self.carried(number, self.vlan(number, word))
        self.fallbacks.append((number, self.at, int(word), False))

    def take_critical(self, number, word):
        self.carried(number, self.vlan(number, word))
        self.fallbacks.append((number, self.at, int(word), True))

    def take_poe(self, number):
        self.at["poe"] = True

    def take_shutdown(self, number):
        self.at["shutdown"] = True

    def take_member(self, number, word):
        name = "Bridge-Aggregation%s" % word
        if name not in self.facts["aggregates"]:
            self.error(number, "%s is made nowhere above" % name)
        self.at["aggregate"] = name

    def take_dynamic(self, number):
        self.at["dynamic"] = True

    # What only the whole file can tell.
    def close(self):
        if not self.facts["name"]:
            self.error(1, "no sysname")
        known = {"domain": self.domains | {"system"}, "radius scheme": self.radii, "local-user": self.users,
                 "acl": self.acls, "public-key peer": self.peers, "interface of VLAN": set(self.facts["svis"]),
                 "global line": self.on, "VLAN": set(self.facts["vlans"]) | {1}}
        for number, kind, name in self.wanted:
            if kind == "gateway":
                networks = [ipaddress.IPv4Interface(address).network for address in self.facts["svis"].values() if address]
                if not any(ipaddress.IPv4Address(name) in network for network in networks):
                    self.error(number, "gateway %s is in no network of the switch" % name)
            elif kind == "IRF port kept out of the VLANs":
                if name in self.facts["ports"]:
                    self.error(number, "%s is an IRF port and configured too" % name)
            elif name not in known[kind]:
                self.error(number, "%s %s is nowhere" % (kind, name))
        everything = {**self.facts["ports"], **self.facts["aggregates"]}
        for name, port in everything.items():
            self.close_port(self.where[name], port)
        for number, port, vlan, is_critical in self.fallbacks:
            if port["link_type"] != "hybrid" or not port["mac_vlan"] or vlan not in port["untagged"]:
                self.error(number, "VLAN %d needs a hybrid port with mac-vlan and this VLAN untagged" % vlan)
            if is_critical and vlan in (port["pvid"], port["voice"]):
                self.error(number, "the critical VLAN is the port's own or its voice VLAN")

    def close_port(self, number, port):
        if port["link_type"] == "trunk" and port["pvid"] not in port["permit"] and port["pvid"] != 1:
            # Untagged frames die there: right for the parking VLAN, where nothing lives, and for no other.
            living = [name for name, other in self.facts["ports"].items()
                      if port["pvid"] in (other["access"], other["pvid"] if other["link_type"] == "hybrid" else None)
                      and not other["shutdown"]]
            if living or port["pvid"] in self.facts["svis"]:
                self.error(number, "PVID %d is not permitted, and is in use" % port["pvid"])
        if port["link_type"] == "hybrid" and port["pvid"] not in port["untagged"]:
            self.error(number, "PVID %d is not untagged on a hybrid port" % port["pvid"])
        if port["voice"] and (port["link_type"] != "hybrid" or port["voice"] not in port["tagged"]):
            self.error(number, "voice VLAN %d is not tagged on a hybrid port" % port["voice"])
        if port["aggregate"] in self.facts["aggregates"]:
            whole = self.facts["aggregates"][port["aggregate"]]
            for field in ("link_type", "access", "permit", "pvid", "tagged", "untagged"):
                if port[field] != whole[field]:
                    self.error(number, "%s differs from %s's" % (field, port["aggregate"]))


def read(text):
    """Returns the errors, facts and blocks of a configuration."""
    switch = Switch(text)
    errors = sorted(switch.errors, key=lambda error: error["line"])
    return {"errors": errors, "facts": switch.facts, "blocks": switch.blocks}


if __name__ == "__main__":
    reading.answer("strict reader of Comware 7, python %s" % sys.version.split()[0], read, sys.argv[1:])
