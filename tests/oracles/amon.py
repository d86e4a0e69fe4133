"""A strict reader of an EOLE server's config.eol, written from its grammar and a table of variables: no gen_config runs here.

It holds types, lists with the lines that follow them, and what makes `instance` stop: a gateway that the first card does not
reach, addresses outside their networks, a card too many. It has no dictionary of a server: a variable that the table does not
have is taken if it is one text, and named among the facts. Entry point: read.
"""

import ipaddress
import json
import re
import sys

import reading

LABEL = r"[A-Za-z0-9]([A-Za-z0-9-]{0,61}[A-Za-z0-9])?"
FORMS = {
    "text": lambda v: isinstance(v, str) and v != "" and "%%" not in v and v.isprintable(),
    "flag": lambda v: v in ("oui", "non"),
    "ip": lambda v: isinstance(v, str) and re.fullmatch(r"(\d{1,3}\.){3}\d{1,3}", v) is not None and is_ip(v),
    "mask": lambda v: isinstance(v, str) and is_mask(v),
    "host": lambda v: isinstance(v, str) and re.fullmatch(LABEL, v) is not None,
    "domain": lambda v: isinstance(v, str) and len(v) < 254 and re.fullmatch(r"(%s\.)*%s" % (LABEL, LABEL), v) is not None,
    "id": lambda v: type(v) is int and 1 <= v <= 4094,
    "seconds": lambda v: type(v) is int and v >= 60,
    "cards": lambda v: v in ("1", "2", "3", "4", "5"),
    "number": lambda v: v in ("1", "2", "3", "4", "5"),
    "card": lambda v: v in ("0", "1", "2", "3", "4"),
    "http": lambda v: v in ("oui", "non", "redirige vers https"),
    "url": lambda v: isinstance(v, str) and re.fullmatch(r"https?://[0-9.]+", v) is not None,
    "etab": lambda v: isinstance(v, str) and re.fullmatch(r"[0-9]{7}[a-z]", v) is not None,
    "academy": lambda v: isinstance(v, str) and re.fullmatch(r"ac-[a-z-]+", v) is not None,
    "model": lambda v: isinstance(v, str) and re.fullmatch(r"[1-5]zones[a-z0-9-]*", v) is not None,
}
NEVER_EMPTY = "a value of this variable may not be null"
# Whose lines may say nothing: the server has its default there.
EMPTY = {"adresse_ip_gw_dhcp", "adresse_ip_dns_dhcp", "adresse_ip_dns_secondaire_dhcp", "adresse_ip_ntp_dhcp"}
ONE = {
    "numero_etab": "etab", "libelle_etab": "text", "nom_machine": "host", "nom_domaine_local": "domain",
    "nom_academie": "academy", "suffixe_domaine_academique": "text", "time_zone": "text", "nombre_interfaces": "cards",
    "type_amon": "model", "nom_zone_eth#": "text", "adresse_ip_eth#": "ip", "adresse_netmask_eth#": "mask",
    "adresse_ip_gw": "ip", "vlan_eth#": "flag", "activer_route": "flag", "dns_forward_eth#": "flag", "dns_rvp_eth#": "flag",
    "activer_zone_forward": "flag", "activer_ajout_hosts": "flag", "activer_filtrage_proxy": "flag",
    "num_dansguardian_instance": "number", "dansguardian_eth#": "number", "dansguardian_ead_filtre#": "text",
    "activer_squid_auth": "flag", "squid_auth_eth#": "flag", "type_squid_auth": "text", "nom_serveur_krb": "host",
    "nom_domaine_krb": "domain", "ip_serveur_krb": "ip", "activer_revprox": "flag", "install_rvp": "flag",
    "activer_dhcp": "flag", "ssh_eth#": "flag", "admin_eth#": "flag", "frontend_ead_distant_eth#": "flag",
}  # fmt: skip
LIST = {
    "nom_carte_eth#": "text", "vlan_id_eth#": "id", "route_adresse": "ip", "adresse_ip_dns": "ip", "serveur_ntp": "domain",
    "nom_zone_forward": "domain", "adresse_ip_hosts": "ip", "revprox_domainname": "domain", "adresse_network_dhcp": "ip",
    "ip_ssh_eth#": "ip", "ip_admin_eth#": "ip", "ip_frontend_ead_distant_eth#": "ip",
}  # fmt: skip
FOLLOW = {
    "vlan_ip_eth#": ("vlan_id_eth#", "ip"), "vlan_netmask_eth#": ("vlan_id_eth#", "mask"),
    "dns_forward_vlan_eth#": ("vlan_id_eth#", "flag"), "dns_rvp_vlan_eth#": ("vlan_id_eth#", "flag"),
    "route_netmask": ("route_adresse", "mask"), "route_gw": ("route_adresse", "ip"), "route_int": ("route_adresse", "card"),
    "route_in_vpn": ("route_adresse", "flag"), "dns_rvp_route": ("route_adresse", "flag"),
    "ip_dns_zone_forward": ("nom_zone_forward", "ip"), "nom_court_hosts": ("adresse_ip_hosts", "host"),
    "nom_long_hosts": ("adresse_ip_hosts", "domain"), "revprox_rep": ("revprox_domainname", "text"),
    "revprox_url": ("revprox_domainname", "url"), "revprox_http": ("revprox_domainname", "http"),
    "revprox_https": ("revprox_domainname", "flag"), "adresse_netmask_dhcp": ("adresse_network_dhcp", "mask"),
    "nom_plage_dhcp": ("adresse_network_dhcp", "text"), "ip_basse_dhcp": ("adresse_network_dhcp", "ip"),
    "ip_haute_dhcp": ("adresse_network_dhcp", "ip"), "adresse_ip_gw_dhcp": ("adresse_network_dhcp", "ip"),
    "adresse_ip_dns_dhcp": ("adresse_network_dhcp", "ip"), "adresse_ip_dns_secondaire_dhcp": ("adresse_network_dhcp", "ip"),
    "adresse_ip_ntp_dhcp": ("adresse_network_dhcp", "ip"), "nom_domaine_dhcp": ("adresse_network_dhcp", "domain"),
    "dhcp_lease_default": ("adresse_network_dhcp", "seconds"), "dhcp_lease_max": ("adresse_network_dhcp", "seconds"),
    "interdire_hotes_inconnus": ("adresse_network_dhcp", "flag"), "adressage_statique": ("adresse_network_dhcp", "flag"),
    "netmask_ssh_eth#": ("ip_ssh_eth#", "mask"), "netmask_admin_eth#": ("ip_admin_eth#", "mask"),
    "netmask_frontend_ead_distant_eth#": ("ip_frontend_ead_distant_eth#", "mask"),
}  # fmt: skip
# Each list with the switch that makes the server look at it.
SWITCHES = {
    "route_adresse": "activer_route", "nom_zone_forward": "activer_zone_forward", "adresse_ip_hosts": "activer_ajout_hosts",
    "revprox_domainname": "activer_revprox", "adresse_network_dhcp": "activer_dhcp", "vlan_id_eth#": "vlan_eth#",
    "ip_ssh_eth#": "ssh_eth#", "ip_admin_eth#": "admin_eth#",
    "ip_frontend_ead_distant_eth#": "frontend_ead_distant_eth#",
}  # fmt: skip
WANTED = ("numero_etab", "nom_machine", "nom_domaine_local", "nombre_interfaces", "type_amon", "adresse_ip_gw")


def is_ip(text):
    try:
        return ipaddress.IPv4Address(text) is not None
    except ValueError:
        return False


def is_mask(text):
    try:
        return re.fullmatch(r"(\d{1,3}\.){3}\d{1,3}", text) is not None and ipaddress.ip_network("0.0.0.0/" + text) is not None
    except ValueError:
        return False


class Variables:
    def __init__(self, text):
        self.text, self.errors, self.facts, self.others = text, [], {}, []
        if not text.isascii():
            self.error(None, "a character that is no ASCII")
        try:
            self.all = json.loads(text, object_pairs_hook=self.once)
        except ValueError as error:
            self.error(None, "not JSON: %s" % error)
            return
        if not isinstance(self.all, dict):
            self.error(None, "no object of variables")
            return
        version = self.all.pop("___version___", None)
        if not isinstance(version, str) or not re.fullmatch(r"\d+\.\d+\.\d+", version):
            self.error("___version___", "the release has not three parts")
        names = list(self.all)
        if names != sorted(names):
            self.error(None, "variables are not in order of name")
        self.values = {name: self.value(name, given) for name, given in self.all.items()}
        for name in WANTED:
            if name not in self.values:
                self.error(None, "%s is missing" % name)
        if not self.errors:
            self.lists()
            self.cards()
            self.routes()
            self.access()
            self.leases()
        self.facts["version"], self.facts["others"] = version, self.others

    def error(self, name, text):
        line = 1
        for number, words in enumerate(self.text.split("\n"), 1):
            if name is not None and words.startswith('"%s"' % name):
                line = number
        self.errors.append({"line": line, "text": text if name is None else "%s: %s" % (name, text)})

    def once(self, pairs):
        seen = {}
        for name, value in pairs:
            if name in seen:
                self.error(name, "twice")
            seen[name] = value
        return seen

    def value(self, name, given):
        """The value of a variable in its shape, each of its parts held against the table."""
        pattern = re.sub(r"(?<=eth|tre)[0-9]$", "#", name)
        if not isinstance(given, dict) or sorted(given) != ["owner", "val"]:
            self.error(name, "a variable has `owner` and `val` and nothing else")
            return None
        value, owner = given["val"], given["owner"]
        if pattern in FOLLOW:
            if not isinstance(value, dict) or not isinstance(owner, dict) or list(value) != list(owner):
                self.error(name, "follows a list: `owner` and `val` go by line")
                return None
            if list(value) != [str(n) for n in range(len(value))]:
                self.error(name, "lines are not 0, 1, 2 and so on")
            form, parts = FOLLOW[pattern][1], list(value.values())
        elif pattern in LIST:
            if not isinstance(value, list) or not value or not isinstance(owner, str):
                self.error(name, "is no list")
                return None
            form, parts = LIST[pattern], value
        elif pattern in ONE:
            if not isinstance(owner, str) or isinstance(value, (list, dict)):
                self.error(name, "is not one value")
                return None
            form, parts = ONE[pattern], [value]
        elif isinstance(owner, str) and FORMS["text"](value) and re.fullmatch(r"[a-z][a-z0-9_]*", name):
            self.others.append([name, value])
            return value
        else:
            self.error(name, "no variable of this name is known, and it is not one text")
            return None
        for part in parts:
            if part is None and pattern not in EMPTY:
                self.error(name, NEVER_EMPTY)
            elif part is not None and not FORMS[form](part):
                self.error(name, "%s is no %s" % (json.dumps(part), form))
        return parts if pattern in FOLLOW or pattern in LIST else value

    def lists(self):
        for name in self.values:
            digit = name[-1]
            pattern = re.sub(r"(?<=eth)[0-9]$", "#", name)
            if pattern in FOLLOW:
                master = FOLLOW[pattern][0].replace("#", digit)
                if len(self.values.get(master, [])) != len(self.values[name]):
                    self.error(name, "has not a line for each of %s" % master)
            if pattern in LIST:
                for follower, (master, _) in FOLLOW.items():
                    if master == pattern and follower.replace("#", digit) not in self.values:
                        self.error(name, "%s is missing beside it" % follower.replace("#", digit))
                switch = SWITCHES.get(pattern, "").replace("#", digit)
                if switch and self.values.get(switch) != "oui":
                    self.error(name, "%s is not oui: nobody looks at the list" % switch)

    def cards(self):
        count, nets, own = int(self.values["nombre_interfaces"]), [], []
        if not self.values["type_amon"].startswith(str(count)):
            self.error("type_amon", "a model for another number of cards")
        for name in self.values:
            found = re.search(r"eth([0-9])$", name)
            if found and int(found.group(1)) >= count:
                self.error(name, "there is no such card")
        for card in range(count):
            of = lambda part: self.values.get("%s_eth%d" % (part, card))  # noqa: E731
            if not of("nom_carte") or not of("adresse_ip") or not of("adresse_netmask"):
                self.error("nombre_interfaces", "card %d has no name, no address or no mask" % card)
                return
            if of("nom_zone") != of("nom_carte")[0]:
                self.error("nom_zone_eth%d" % card, "is not the card")
            rows = [(None, of("adresse_ip"), of("adresse_netmask"))]
            rows += list(zip(of("vlan_id") or [], of("vlan_ip") or [], of("vlan_netmask") or []))
            for vlan, address, mask in rows:
                net = ipaddress.ip_interface("%s/%s" % (address, mask)).network
                where = "adresse_ip_eth%d" % card if vlan is None else "vlan_ip_eth%d" % card
                if any(net.overlaps(other) for other in nets):
                    self.error(where, "%s overlaps another network" % net)
                if net.prefixlen < 31 and ipaddress.ip_address(address) in (net.network_address, net.broadcast_address):
                    self.error(where, "%s is the network itself, or its broadcast" % address)
                nets.append(net)
                own.append([card, vlan, address, str(net)])
            if len(set(of("vlan_id") or [])) != len(of("vlan_id") or []):
                self.error("vlan_id_eth%d" % card, "a VLAN twice")
        if not nets or ipaddress.ip_address(self.values["adresse_ip_gw"]) not in nets[0]:
            self.error("adresse_ip_gw", "outside the network of eth0: instance stops")
        self.nets = nets
        self.facts["interfaces"] = own
        self.facts["gateway"] = self.values["adresse_ip_gw"]
        for fact, name in {"resolvers": "adresse_ip_dns", "clocks": "serveur_ntp", "names": "nom_court_hosts"}.items():
            self.facts[fact] = self.values.get(name, [])
        self.facts["published"] = list(zip(self.values.get("revprox_domainname", []), self.values.get("revprox_url", [])))
        self.facts["filters"] = [[c, self.values.get("dansguardian_eth%d" % c)] for c in range(count)]
        self.facts["tunnel"] = self.values.get("install_rvp") == "oui"

    def routes(self):
        rows = zip(*(self.values.get(n, []) for n in ("route_adresse", "route_netmask", "route_gw")))
        for address, mask, gateway in rows:
            try:
                ipaddress.ip_network("%s/%s" % (address, mask))
            except ValueError:
                self.error("route_adresse", "%s is no network of its mask" % address)
            if not any(ipaddress.ip_address(gateway) in net for net in self.nets):
                self.error("route_gw", "%s is in no network of a card" % gateway)

    def access(self):
        """Who may administer the server: each line a network of its mask, and of no other card's own networks."""
        self.facts["access"] = []
        for way in ("admin", "frontend_ead_distant", "ssh"):
            for card in range(int(self.values["nombre_interfaces"])):
                where = "ip_%s_eth%d" % (way, card)
                for address, mask in zip(self.values.get(where, []), self.values.get("netmask_%s_eth%d" % (way, card), [])):
                    try:
                        net = ipaddress.ip_network("%s/%s" % (address, mask))
                    except ValueError:
                        self.error(where, "%s is no network of its mask" % address)
                        continue
                    others = [ipaddress.ip_network(n) for c, _, _, n in self.facts["interfaces"] if c != card]
                    if any(net.subnet_of(other) for other in others):
                        self.error(where, "%s comes by another card" % net)
                    self.facts["access"].append([way, card, str(net)])

    def leases(self):
        columns = ("adresse_network_dhcp", "adresse_netmask_dhcp", "ip_basse_dhcp", "ip_haute_dhcp", "adresse_ip_gw_dhcp")
        self.facts["leases"] = []
        for address, mask, first, last, gateway in zip(*(self.values.get(n, []) for n in columns)):
            try:
                net = ipaddress.ip_network("%s/%s" % (address, mask))
            except ValueError:
                self.error("adresse_network_dhcp", "%s is no network of its mask" % address)
                continue
            low, high = ipaddress.ip_address(first), ipaddress.ip_address(last)
            if low not in net or high not in net or low > high:
                self.error("ip_basse_dhcp", "the range does not lie in %s" % net)
            if net not in self.nets:
                self.error("adresse_network_dhcp", "%s is the network of no card" % net)
            if gateway and (ipaddress.ip_address(gateway) not in net or low <= ipaddress.ip_address(gateway) <= high):
                self.error("adresse_ip_gw_dhcp", "%s is outside %s, or in the range" % (gateway, net))
            self.facts["leases"].append([str(net), first, last])


def read(text):
    """Returns the errors and the facts of a file."""
    variables = Variables(text)
    return {"errors": variables.errors, "facts": variables.facts}


if __name__ == "__main__":
    reading.answer("a strict reader of EOLE's config.eol, 1", read, sys.argv[1:])
