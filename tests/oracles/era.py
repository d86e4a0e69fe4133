"""A strict reader of an ERA zone model that inherits from a stock one, written from the format's grammar and from public models.

It holds the order of the sections, names that resolve, one flux a pair of zones, priorities behind those of the stock models,
the three letters that name chains, and the rule of the house that a model opens nothing by default between zones inside: what
the stock model would open is closed by the last directive. It compiles nothing: no server's ERA is here. Entry point: read.
"""

import ipaddress
import re
import sys
import xml.etree.ElementTree as tree

import reading

STOCK = {
    "2zones": {"admin": 50}, "2zones-amonecole": {"admin": 50}, "3zones": {"admin": 50, "pedago": 40},
    "3zones-dmz": {"pedago": 40, "dmz": 30}, "4zones": {"admin": 50, "pedago": 40, "dmz": 30},
}  # fmt: skip
EVERYWHERE = {"bastion": 100, "exterieur": 10}
SECTIONS = ["zones", "include", "services", "qosclasses", "extremites", "ranges", "user_groups", "applications", "flux-list"]
# Services and ends that every stock model declares.
SERVICES = {"tous", "echo-request", "echo-reply", "http", "https", "proxy", "dns-tcp", "dns-udp", "ssh"}
ENDS = {"exterieur_bastion"}
PROTOCOLS = {"tcp", "udp", "ICMP", "esp", "TOUT"}
ACTIONS = {"1", "2", "4", "8", "16"}
# The last priority that a stock model uses is far below.
FIRST = 101
ATTRIBUTES = {
    "service", "priority", "action", "attrs", "src_inv", "dest_inv", "serv_inv", "libelle", "tag", "ipsec", "accept",
    "nat_extr", "nat_port",
}  # fmt: skip


class Model:
    """One model, its errors and its facts."""

    def __init__(self, text):
        self.errors, self.facts, self.lines = [], {}, text.split("\n")
        if "<!DOCTYPE" in text or "%%" in text:
            self.error("<!DOCTYPE" if "<!DOCTYPE" in text else "%%", "a document type, or a variable that the server would fill in")
            return
        try:
            self.root = tree.fromstring(text.encode())
        except tree.ParseError as fault:
            self.errors.append({"line": fault.position[0], "text": "no XML: %s" % fault})
            return
        self.head()
        if self.errors:
            return
        self.zones()
        self.services()
        self.ends()
        self.flows()

    def error(self, part, text):
        """Notes an error at the first line that holds a text."""
        line = next((n for n, line in enumerate(self.lines, 1) if part in line), 1)
        self.errors.append({"line": line, "text": text})

    def head(self):
        root = self.root
        parent = re.fullmatch(r"/usr/share/era/modeles/([a-z0-9-]+)\.xml", root.get("model") or "")
        if root.tag != "firewall" or root.get("version") != "2.3" or parent is None:
            self.error("<firewall", "not a model 2.3 that inherits from one of /usr/share/era/modeles")
            return
        if parent.group(1) not in STOCK:
            self.error("<firewall", "%s is no stock model whose zones are known" % parent.group(1))
            return
        if [section.tag for section in root] != SECTIONS:
            self.error("<firewall", "the sections are not those of a model, in their order")
        stock = STOCK[parent.group(1)]
        name = root.get("name") or ""
        if not name.startswith("%dzones" % (len(stock) + 1)):
            self.error("<firewall", "the name %s does not begin with the number of cards" % name)
        self.levels = {**EVERYWHERE, **stock}
        self.stock = set(self.levels)

    def zones(self):
        for zone in self.root.find("zones"):
            name, level = zone.get("name"), zone.get("level") or ""
            at = '<zone name="%s"' % name
            if name in self.levels or name[:3] in {known[:3] for known in self.levels}:
                self.error(at, "%s is a zone already, or begins like one: its chains would be the other's" % name)
            if not level.isdigit() or int(level) > 100:
                self.error(at, "%s has no level from 0 to 100" % name)
                continue
            self.levels[name] = int(level)
            try:
                net = ipaddress.ip_network("%s/%s" % (zone.get("network"), zone.get("netmask")))
                inside = ipaddress.ip_address(zone.get("ip")) in net
            except ValueError:
                inside = False
            if not inside:
                self.error(at, "the address of %s is not in its network" % name)
            if not re.fullmatch(r"[a-z0-9]+\.\d{1,4}", zone.get("interface") or ""):
                self.error(at, "%s has no sub-interface" % name)
        self.facts["zones"] = {z.get("name"): [int(z.get("level") or 0), z.get("interface")] for z in self.root.find("zones")}

    def services(self):
        self.known = set(SERVICES)
        declared = {}
        for item in self.root.find("services"):
            name = item.get("name") if item.tag == "service" else item.get("id")
            at = '="%s"' % name
            if name in self.known:
                self.error(at, "the service %s is declared twice, or is the stock model's" % name)
            self.known.add(name)
            if item.tag == "service":
                declared[name] = (item.get("protocol"), item.get("ports"))
                self.service(item, at)
            elif item.tag != "groupe" or not len(item):
                self.error(at, "%s is neither a service nor a group of some" % name)
            for member in item:
                if declared.get(member.get("name"), (member.get("protocol"), member.get("ports"))) != (member.get("protocol"), member.get("ports")):
                    self.error(at, "%s is another service in the group %s" % (member.get("name"), name))
                if member.get("name") not in declared and member.get("name") not in SERVICES:
                    self.error(at, "%s is in the group %s and nowhere declared" % (member.get("name"), name))

    def service(self, item, at):
        protocol, ports = item.get("protocol"), re.fullmatch(r"(\d+)(?:-(\d+))?", item.get("ports") or "")
        if protocol not in PROTOCOLS or ports is None:
            self.error(at, "%s has no protocol and ports" % item.get("name"))
            return
        first, last = int(ports.group(1)), int(ports.group(2) or ports.group(1))
        if protocol in ("tcp", "udp") and not 1 <= first <= last <= 65535:
            self.error(at, "%s has ports that no %s has" % (item.get("name"), protocol))

    def ends(self):
        self.places = {name: {name} for name in self.levels}
        for end in self.root.find("extremites"):
            name, zone, mask = end.get("name"), end.get("zone"), end.get("netmask") or ""
            at = '<extremite name="%s"' % name
            if name in ENDS or name in self.places and (name in self.stock or name != zone):
                self.error(at, "the end %s is declared twice, or is the stock model's" % name)
            if zone not in self.levels:
                self.error(at, "%s is in the zone %s, which is not there" % (name, zone))
            self.places[name] = {zone}
            single = mask == "255.255.255.255"
            if (end.get("subnet") == "0") != single or not len(end):
                self.error(at, "%s is neither machines nor a network" % name)
            for address in end:
                try:
                    net = ipaddress.ip_network("%s/%s" % (address.get("address"), mask), strict=name != zone)
                    wrong = net.version != 4
                except ValueError:
                    wrong = True
                if wrong:
                    self.error(at, "%s has an address that is none of its mask" % name)

    def flows(self):
        seen, opened, names = set(), set(), list(self.levels)
        for flux in self.root.find("flux-list"):
            a, b = flux.get("zoneA"), flux.get("zoneB")
            at = 'zoneA="%s" zoneB="%s"' % (a, b)
            pair = frozenset((a, b))
            if a == b or a not in self.levels or b not in self.levels or pair in seen:
                self.error(at, "%s and %s are no two zones, or have a flux already" % (a, b))
                continue
            seen.add(pair)
            if [way.tag for way in flux] != ["montantes", "descendantes"]:
                self.error(at, "the two directions of %s and %s are not there" % (a, b))
                continue
            for way in flux:
                self.way(way, pair, at, opened)
        wanted = {frozenset((a, b)) for i, a in enumerate(names) for b in names[i + 1 :]}
        for pair in sorted(map(sorted, wanted - seen)):
            self.error("<flux-list>", "nothing is said of %s and %s" % tuple(pair))
        self.facts["opened"] = sorted(opened)

    def way(self, way, pair, at, opened):
        accepts, last = way.get("default_policy"), 0
        downwards = way.tag == "descendantes"
        is_stock = pair <= self.stock
        if accepts not in ("0", "1") or accepts == "1" and not downwards:
            self.error(at, "a way upwards is open by default")
        if accepts == "1" and not is_stock and "bastion" not in pair:
            self.error(at, "a zone of one's own is open by default")
        for directive in way:
            label = directive.get("libelle") or ""
            here = 'libelle="%s"' % label.replace(">", "&gt;")
            if directive.tag != "directive" or set(directive.attrib) - ATTRIBUTES:
                self.error(here, "a directive with an attribute that ERA does not know")
                continue
            priority = directive.get("priority") or ""
            if not priority.isdigit() or int(priority) < FIRST or int(priority) <= last:
                self.error(here, "the priority %s is a stock model's, or not behind the one before" % priority)
            last = int(priority) if priority.isdigit() else last
            if directive.get("action") not in ACTIONS:
                self.error(here, "%s is no action" % directive.get("action"))
            if directive.get("service") not in self.known:
                self.error(here, "there is no service %s" % directive.get("service"))
            if directive.get("action") in ("8", "16") and directive.get("nat_extr") not in self.places.keys() | ENDS:
                self.error(here, "there is no end %s to translate to" % directive.get("nat_extr"))
            sides = [[side.get("name") for side in directive.findall(kind)] for kind in ("source", "destination")]
            for side in sides:
                places = [self.places.get(name) for name in side]
                if not side or None in places or any(not place <= pair for place in places):
                    self.error(here, "an end of the directive is in neither of its zones")
                    return
            source, target = (next(iter(self.places[side[0]])) for side in sides)
            if directive.get("action") == "2" and source != target:
                opened.add("%s>%s" % (source, target))
        if accepts == "1" and is_stock and "bastion" not in pair:
            final = way[-1] if len(way) else None
            closes = final is not None and (final.get("action"), final.get("service")) == ("1", "tous")
            if not closes or {side.get("name") for side in final} != set(pair):
                self.error(at, "what the stock model opens between %s is not closed" % " and ".join(sorted(pair)))


def read(text):
    """Returns the errors and the facts of a file."""
    model = Model(text)
    return {"errors": model.errors, "facts": model.facts}


if __name__ == "__main__":
    reading.answer("a strict reader of ERA's models 2.3 that inherit, 1", read, sys.argv[1:])
