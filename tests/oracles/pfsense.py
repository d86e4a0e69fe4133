"""A strict reader of pfSense's config.xml, written from its grammar: no pfSense runs without FreeBSD.

It refuses what pfSense drops in silence, reads otherwise than it looks, or stops at: what a boot or a filter would then be.
An overlay is a file without the section `system`. Entry point: read.
"""

import base64
import ipaddress
import re
import sys
import xml.etree.ElementTree as tree

import reading

# Elements that pfSense always reads as lists; any other one, repeated, stops its parser.
LISTS = set(
    "alias ca cert crl dnsserver domainoverrides gateway_item gateway_group group hosts ifgroupentry item lagg member npt"
    " ntpserver onetoone option phase1 phase2 pool priv route row rule schedule servernat staticmap user vip vlan winsserver"
    " queue timerange bridged acls config package menu service authorizedkeys".split()
)
# What it keeps as CDATA, by what the name begins with.
CDATA = ("descr", "detail", "text", "password", "username", "email", "hint", "rangedescr")
WORDS = {"pass", "block", "reject", "match"}
NUMBERED = re.compile(r"^(wan|lan|opt[0-9]+)$")


class Config(reading.Reading):
    def __init__(self, text):
        super().__init__(re.sub(r"\t", "", text))
        # The reading above is for lines of a session: a question mark and a blank at the end are free here.
        self.errors = [e for e in self.errors if "question" not in e["text"] and "blanks" not in e["text"]]
        self.facts = {}
        for number, line in enumerate(text.split("\n"), 1):
            if re.match(r"^\t* +\S", line) or re.match(r"^ ", line):
                self.error(number, "indented with blanks: pfSense takes them for text and stops")
        try:
            self.root = tree.fromstring(text)
        except tree.ParseError as error:
            self.error(error.position[0], "not XML: %s" % error)
            return
        if self.root.tag != "pfsense":
            self.error(1, "the root is %s" % self.root.tag)
            return
        self.text = text
        self.repeated(self.root, "")
        self.kept(text)
        self.interfaces()
        self.aliases()
        self.filter()
        self.gateways()
        self.scopes()

    def at(self, words):
        """The line on which a text stands first."""
        for number, line in enumerate(self.text.split("\n"), 1):
            if words in line:
                return number
        return 1

    def repeated(self, node, path):
        seen = set()
        for child in node:
            if child.attrib:
                self.error(self.at("<" + child.tag), "%s has an attribute" % child.tag)
            if child.tag != child.tag.lower():
                self.error(self.at("<" + child.tag), "%s: names are read in lower case" % child.tag)
            if child.tag in seen and child.tag not in LISTS:
                self.error(self.at("<" + child.tag), "%s/%s twice: the parser stops" % (path, child.tag))
            seen.add(child.tag)
            if child.tag in LISTS and not len(child) and not (child.text or "").strip():
                self.error(self.at("<" + child.tag), "%s is an empty list element: gone at the next save" % child.tag)
            self.repeated(child, path + "/" + child.tag)

    def kept(self, text):
        for number, line in enumerate(text.split("\n"), 1):
            found = re.match(r"^\t*<([a-z0-9_-]+)>(.*)</\1>$", line)
            if not found:
                continue
            name, value = found.groups()
            if name.startswith(CDATA) and value and not value.startswith("<![CDATA["):
                self.error(number, "%s is kept as CDATA" % name)
            if not name.startswith(CDATA) and "<![CDATA[" in value:
                self.error(number, "%s is not kept as CDATA" % name)
            if re.search(r"&(?!amp;|lt;|gt;|quot;|#039;)", value):
                self.error(number, "an entity that pfSense does not write")

    def texts(self, path):
        return [e.text or "" for e in self.root.findall(path)]

    def interfaces(self):
        self.nets, self.own, names = {}, {}, set()
        vlans = {}
        for vlan in self.root.findall("vlans/vlan"):
            parent, tag, name = (vlan.findtext(k) or "" for k in ("if", "tag", "vlanif"))
            if not tag.isdigit() or not 1 <= int(tag) <= 4094:
                self.error(self.at("<tag>%s<" % tag), "VLAN %s is out of 1..4094" % tag)
            if name != "%s.%s" % (parent, tag):
                self.error(self.at("<vlanif>%s<" % name), "vlanif is not its parent and tag")
            if name in vlans:
                self.error(self.at("<vlanif>%s<" % name), "VLAN %s twice" % name)
            vlans[name] = True
        section = self.root.find("interfaces")
        for entry in section if section is not None else []:
            if not NUMBERED.match(entry.tag):
                self.error(self.at("<%s>" % entry.tag), "%s is no interface" % entry.tag)
            card = entry.findtext("if") or ""
            if "." in card and card not in vlans:
                self.error(self.at("<if>%s<" % card), "%s is no VLAN: not there at boot, its rules lost" % card)
            if entry.find("enable") is None:
                self.error(self.at("<%s>" % entry.tag), "%s is not enabled: its rules are lost" % entry.tag)
            name = (entry.findtext("descr") or "").lower()
            if not re.match(r"^[a-z0-9_]{1,31}$", name) or name in names:
                self.error(self.at("<%s>" % entry.tag), "%s: a bad or second description" % entry.tag)
            names.add(name)
            address, bits = entry.findtext("ipaddr"), entry.findtext("subnet")
            if address:
                try:
                    net = ipaddress.ip_interface("%s/%s" % (address, bits))
                except ValueError:
                    self.error(self.at("<ipaddr>%s<" % address), "no address: %s/%s" % (address, bits))
                    continue
                for other, known in self.nets.items():
                    if known.overlaps(net.network):
                        self.error(self.at("<ipaddr>%s<" % address), "%s overlaps %s" % (entry.tag, other))
                self.nets[entry.tag], self.own[entry.tag] = net.network, net.ip
            else:
                self.nets.setdefault(entry.tag, None)
        self.names = names
        self.facts["interfaces"] = {k: str(v) for k, v in self.nets.items()}

    def aliases(self):
        self.known = {}
        for alias in self.root.findall("aliases/alias"):
            name, kind = alias.findtext("name") or "", alias.findtext("type") or ""
            line = self.at("<name>%s<" % name)
            if not re.match(r"^(?=.*[a-zA-Z])[A-Za-z0-9_]{1,31}$", name) or name in ("pass", "port", "tcp", "udp", "icmp", "any"):
                self.error(line, "no alias may be called %s" % name)
            if name.lower() in self.names or name.lower() in (k.lower() for k in self.known):
                self.error(line, "%s is the name of another alias or interface" % name)
            members = (alias.findtext("address") or "").split()
            details = (alias.findtext("detail") or "").split("||") if alias.findtext("detail") else [""] * len(members)
            if len(members) != len(details) and not (len(members) == 1):
                self.error(line, "%s: %d members and %d details" % (name, len(members), len(details)))
            if not members:
                self.error(line, "%s is empty: its rules match nothing" % name)
            for member in members:
                if kind == "port":
                    if not re.match(r"^[0-9]{1,5}(:[0-9]{1,5})?$", member):
                        self.error(line, "%s: %s is no port" % (name, member))
                elif kind in ("host", "network"):
                    try:
                        ipaddress.ip_network(member)
                    except ValueError:
                        self.error(line, "%s: %s is no address" % (name, member))
                else:
                    self.error(line, "%s: a type that is not known: %s" % (name, kind))
            self.known[name] = kind

    def filter(self):
        trackers, last = set(), None
        rules = self.root.findall("filter/rule")
        schedules = set(self.texts("schedules/schedule/name"))
        for rule in rules:
            tracker = rule.findtext("tracker") or ""
            line = self.at("<tracker>%s<" % tracker) if tracker else self.at("<filter>")
            if not re.match(r"^[0-9]{1,10}$", tracker) or tracker in trackers:
                self.error(line, "a tracker that is none, or a second one")
            trackers.add(tracker)
            if rule.findtext("type") not in WORDS:
                self.error(line, "an unknown type lets pass")
            if rule.find("disabled") is not None:
                self.error(line, "it is disabled, whatever the element holds")
            interface = rule.findtext("interface") or ""
            if interface not in self.nets and rule.find("floating") is None:
                self.error(line, "interface %s is not there: the rule is lost" % interface)
            protocol = rule.findtext("protocol")
            for end in ("source", "destination"):
                self.end(rule.find(end), end, protocol, line)
            if rule.findtext("sched") and rule.findtext("sched") not in schedules:
                self.error(line, "no schedule %s" % rule.findtext("sched"))
            if len(rule.findtext("descr") or "") > 52:
                self.error(line, "a description of more than 52 characters is cut")
        for rule in self.root.findall("nat/rule"):
            if not rule.findtext("target") or rule.find("destination") is None:
                self.error(self.at("<nat>"), "a port forward without target or destination")
            if rule.findtext("associated-rule-id") not in [r.findtext("associated-rule-id") for r in rules]:
                self.error(self.at("<nat>"), "a port forward whose rule is not there")
        self.facts["rules"] = len(rules)

    def end(self, end, name, protocol, line):
        if end is None:
            self.error(line, "no %s: the rule is lost" % name)
            return
        kinds = [k for k in ("any", "network", "address") if end.find(k) is not None]
        if len(kinds) != 1:
            self.error(line, "%s is %s" % (name, " and ".join(kinds) or "nothing"))
            return
        network, address = end.findtext("network"), end.findtext("address")
        if network is not None and not re.match(r"^\(self\)$", network):
            if re.sub(r"ip$", "", network) not in self.nets:
                self.error(line, "network %s is no interface: the rule is lost" % network)
        if address is not None and address not in self.known:
            try:
                ipaddress.ip_network(address)
            except ValueError:
                self.error(line, "address %s is no alias: the rule is lost" % address)
        if address in self.known and self.known[address] == "port":
            self.error(line, "address %s is an alias of ports" % address)
        port = end.findtext("port")
        if port is not None:
            if protocol not in ("tcp", "udp", "tcp/udp"):
                self.error(line, "a port without a protocol opens all of TCP")
            if not re.match(r"^[0-9]{1,5}([-:][0-9]{1,5})?$", port) and self.known.get(port) != "port":
                self.error(line, "port %s is no number and no alias" % port)

    def gateways(self):
        for item in self.root.findall("gateways/gateway_item"):
            name, interface, gateway = (item.findtext(k) or "" for k in ("name", "interface", "gateway"))
            net = self.nets.get(interface)
            if net is None and interface not in self.nets:
                self.error(self.at("<name>%s<" % name), "gateway %s is on no interface" % name)
            elif item.findtext("ipprotocol") == "inet" and net and ipaddress.ip_address(gateway) not in net:
                self.error(self.at("<name>%s<" % name), "gateway %s is outside its subnet" % name)

    def scopes(self):
        section = self.root.find("dhcpd")
        backend = self.root.findtext("dhcpbackend")
        if backend not in (None, "isc", "kea"):
            self.error(self.at("<dhcpbackend>"), "%s is no server of leases: pfSense takes isc" % backend)
        for item in self.root.findall("dhcpd/*/numberoptions/item"):
            # services.inc decodes what the page encoded.
            try:
                base64.b64decode(item.findtext("value") or "", validate=True)
            except ValueError:
                self.error(self.at("<numberoptions>"), "the value of option %s is no base64" % item.findtext("number"))
        for scope in section if section is not None else []:
            net, line = self.nets.get(scope.tag), self.at("<dhcpd>")
            if net is None or net.prefixlen > 30:
                self.error(line, "%s: no subnet that DHCP can serve" % scope.tag)
                continue
            first, last = (ipaddress.ip_address(scope.findtext("range/" + k) or "0.0.0.0") for k in ("from", "to"))
            if first not in net or last not in net or first > last or first <= self.own[scope.tag] <= last:
                self.error(line, "%s: a range outside the subnet, or over the firewall's own address" % scope.tag)
            seen = set()
            for fixed in scope.findall("staticmap"):
                mac, address = fixed.findtext("mac") or "", fixed.findtext("ipaddr")
                if not re.match(r"^([0-9a-f]{2}:){5}[0-9a-f]{2}$", mac) or mac in seen:
                    self.error(line, "%s: %s is no MAC address, or a second one" % (scope.tag, mac))
                seen.add(mac)
                if address and (ipaddress.ip_address(address) not in net or first <= ipaddress.ip_address(address) <= last):
                    self.error(line, "%s: %s is outside the subnet, or in the range" % (scope.tag, address))
        self.facts["scopes"] = [s.tag for s in section] if section is not None else []


def read(text):
    """Returns the errors and the facts of a file."""
    config = Config(text)
    return {"errors": config.errors, "facts": config.facts}


if __name__ == "__main__":
    reading.answer("a strict reader of pfSense's config.xml 23.3, 1", read, sys.argv[1:])
