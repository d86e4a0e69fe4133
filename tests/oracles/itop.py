"""Holds a folder of iTop import files (NN-Class.csv, in load order) against the base data model of iTop 3.0 to 3.2.

Loads the files as import.php would, into memory: headers must be attributes of the class, values of their kind, and the
columns of an external key must together find exactly one object of an earlier file or of those that a bare iTop holds.
Written from the data model alone, apart from what writes such files. Does not know extensions of a site.
Entry point: judge. Prints one JSON object a folder.
"""

import csv
import datetime
import ipaddress
import json
import os
import re
import sys

STATUS = {"stock", "implementation", "production", "obsolete"}
ACTIVE = {"active", "inactive"}
MODEL_TYPES = {
    "DiskArray", "Enclosure", "IPPhone", "MobilePhone", "NAS", "NetworkDevice", "PC", "PDU", "Peripheral", "Phone",
    "PowerSource", "Printer", "Rack", "SANSwitch", "Server", "StorageSystem", "Tablet", "TapeLibrary",
}


def key(target):
    """An external key to a class."""
    return ("key", target)


# The kind of a value: text (255), long text, number, decimal, date, address, mask, a set of words, a key.
CI = {"name": "text", "org_id": key("Organization"), "description": "long",
      "business_criticity": {"low", "medium", "high"}, "move2production": "date"}
PHYSICAL = CI | {"serialnumber": "text", "location_id": key("Location"), "status": STATUS, "brand_id": key("Brand"),
                 "model_id": key("Model"), "asset_number": "text", "purchase_date": "date", "end_of_warranty": "date"}
DATACENTER = PHYSICAL | {"rack_id": key("Rack"), "enclosure_id": key("Enclosure"), "nb_u": "number",
                         "managementip": "address", "powerA_id": key("PowerConnection"),
                         "powerB_id": key("PowerConnection")}
OS = {"osfamily_id": key("OSFamily"), "osversion_id": key("OSVersion")}
MACHINE = OS | {"oslicence_id": key("OSLicence"), "cpu": "text", "ram": "text"}
VIRTUAL = CI | {"status": STATUS}
SOFTWARE = CI | {"system_id": key("FunctionalCI"), "software_id": key("Software"), "path": "text", "status": ACTIVE}
IP = {"name": "text", "ipaddress": "address", "macaddress": "text", "comment": "text", "ipgateway": "address",
      "ipmask": "mask", "speed": "decimal"}
CONTACT = {"name": "text", "org_id": key("Organization"), "status": ACTIVE, "email": "text", "phone": "text",
           "function": "text", "notify": {"yes", "no"}}
CONTRACT = {"name": "text", "org_id": key("Organization"), "description": "long", "start_date": "date",
            "end_date": "date", "provider_id": key("Organization"), "contracttype_id": key("ContractType"),
            "status": {"implementation", "production", "obsolete"}}


def link(**ends):
    """A link class: its two keys, and what else the link says."""
    return {name: key(end) if isinstance(end, str) and end[0].isupper() else end for name, end in ends.items()}


CI_KEY = ["name", "org_id"]
# Class: its classes above, attributes, mandatory ones, reconciliation keys.
MODEL = {
    "Organization": ([], {"name": "text", "code": "text", "status": ACTIVE, "parent_id": key("Organization")},
                     ["name"], ["code"]),
    "Location": ([], {"name": "text", "org_id": key("Organization"), "status": ACTIVE, "address": "long",
                      "postal_code": "text", "city": "text", "country": "text"}, CI_KEY, CI_KEY),
    "Brand": ([], {"name": "text"}, ["name"], ["name"]),
    "Model": ([], {"name": "text", "brand_id": key("Brand"), "type": MODEL_TYPES}, ["name", "brand_id", "type"],
              ["name", "brand_id", "type"]),
    "NetworkDeviceType": ([], {"name": "text"}, ["name"], ["name"]),
    "OSFamily": ([], {"name": "text"}, ["name"], ["name"]),
    "OSVersion": ([], {"name": "text", "osfamily_id": key("OSFamily")}, ["name", "osfamily_id"],
                  ["name", "osfamily_id"]),
    "IOSVersion": ([], {"name": "text", "brand_id": key("Brand")}, ["name", "brand_id"], ["name", "brand_id"]),
    "Software": ([], {"name": "text", "vendor": "text", "version": "text",
                      "type": {"DBServer", "Middleware", "OtherSoftware", "PCSoftware", "WebServer"}},
                 ["name", "vendor", "version"], ["name", "vendor", "version"]),
    "VLAN": ([], {"vlan_tag": "text", "org_id": key("Organization"), "description": "long"}, ["vlan_tag", "org_id"],
             ["vlan_tag", "org_id"]),
    "Subnet": ([], {"ip": "address", "ip_mask": "mask", "org_id": key("Organization"), "subnet_name": "text",
                    "description": "long"}, ["ip", "ip_mask", "org_id"], ["ip", "ip_mask", "org_id"]),
    "Rack": (["PhysicalDevice"], PHYSICAL | {"nb_u": "number"}, CI_KEY, CI_KEY),
    "Enclosure": (["PhysicalDevice"], PHYSICAL | {"rack_id": key("Rack"), "nb_u": "number"}, CI_KEY + ["rack_id"],
                  CI_KEY),
    "PowerSource": (["PowerConnection", "PhysicalDevice"], PHYSICAL, CI_KEY, CI_KEY),
    "PDU": (["PowerConnection", "PhysicalDevice"],
            PHYSICAL | {"rack_id": key("Rack"), "powerstart_id": key("PowerConnection")}, CI_KEY + ["rack_id"], CI_KEY),
    "NetworkDevice": (["DatacenterDevice", "ConnectableCI", "PhysicalDevice"],
                      DATACENTER | {"networkdevicetype_id": key("NetworkDeviceType"),
                                    "iosversion_id": key("IOSVersion"), "ram": "text"},
                      CI_KEY + ["networkdevicetype_id"], CI_KEY),
    "Server": (["DatacenterDevice", "ConnectableCI", "PhysicalDevice"], DATACENTER | MACHINE, CI_KEY, CI_KEY),
    "NAS": (["DatacenterDevice", "ConnectableCI", "PhysicalDevice"], DATACENTER, CI_KEY, CI_KEY),
    "StorageSystem": (["DatacenterDevice", "ConnectableCI", "PhysicalDevice"], DATACENTER, CI_KEY, CI_KEY),
    "Farm": (["VirtualHost", "VirtualDevice"], VIRTUAL, CI_KEY, CI_KEY),
    "Hypervisor": (["VirtualHost", "VirtualDevice"], VIRTUAL | {"server_id": key("Server"), "farm_id": key("Farm")},
                   CI_KEY, CI_KEY),
    "VirtualMachine": (["VirtualDevice"],
                       VIRTUAL | MACHINE | {"virtualhost_id": key("VirtualHost"), "managementip": "address"},
                       CI_KEY + ["virtualhost_id"], CI_KEY),
    "PC": (["ConnectableCI", "PhysicalDevice"],
           PHYSICAL | OS | {"type": {"desktop", "laptop"}, "cpu": "text", "ram": "text"}, CI_KEY, CI_KEY),
    "Printer": (["ConnectableCI", "PhysicalDevice"], PHYSICAL, CI_KEY, CI_KEY),
    "Tablet": (["PhysicalDevice"], PHYSICAL, CI_KEY, CI_KEY),
    "Peripheral": (["PhysicalDevice"], PHYSICAL, CI_KEY, CI_KEY),
    "Phone": (["TelephonyCI", "PhysicalDevice"], PHYSICAL | {"phonenumber": "text"}, CI_KEY, CI_KEY),
    "IPPhone": (["TelephonyCI", "PhysicalDevice"], PHYSICAL | {"phonenumber": "text"}, CI_KEY, CI_KEY),
    "MobilePhone": (["TelephonyCI", "PhysicalDevice"],
                    PHYSICAL | {"phonenumber": "text", "imei": "text", "hw_pin": "text"}, CI_KEY, CI_KEY),
    "ApplicationSolution": ([], CI | {"status": ACTIVE}, CI_KEY, CI_KEY),
    "WebApplication": ([], CI | {"webserver_id": key("WebServer"), "url": "text"}, CI_KEY + ["webserver_id"], CI_KEY),
    "DatabaseSchema": ([], CI | {"dbserver_id": key("DBServer")}, CI_KEY + ["dbserver_id"], CI_KEY),
    "PhysicalInterface": ([], IP | {"connectableci_id": key("ConnectableCI")}, ["name", "connectableci_id"],
                          ["name", "connectableci_id"]),
    "LogicalInterface": ([], IP | {"virtualmachine_id": key("VirtualMachine")}, ["name", "virtualmachine_id"],
                         ["name", "virtualmachine_id"]),
    "Team": (["Contact"], CONTACT, CI_KEY, CI_KEY),
    "Person": (["Contact"], CONTACT | {"first_name": "text", "location_id": key("Location")}, CI_KEY + ["first_name"],
               ["name", "first_name", "org_id"]),
    "Group": ([], {"name": "text", "org_id": key("Organization"), "description": "long", "type": "text",
                   "status": {"implementation", "production", "obsolete"}, "parent_id": key("Group")},
              CI_KEY + ["status"], CI_KEY),
    "DocumentNote": (["Document"], {"name": "text", "org_id": key("Organization"), "text": "long", "version": "text",
                                    "description": "text", "status": {"draft", "published", "obsolete"}},
                     CI_KEY + ["text"], CI_KEY),
    "ContractType": ([], {"name": "text"}, ["name"], ["name"]),
    "ProviderContract": (["Contract"], CONTRACT, CI_KEY + ["provider_id"], CI_KEY),
    "CustomerContract": (["Contract"], CONTRACT, CI_KEY + ["provider_id"], CI_KEY),
    "Service": ([], {"name": "text", "org_id": key("Organization"), "description": "long"}, CI_KEY, CI_KEY),
}
for name in ("OtherSoftware", "WebServer", "DBServer", "Middleware", "PCSoftware"):
    MODEL[name] = (["SoftwareInstance"], SOFTWARE, CI_KEY + ["system_id"], ["name", "system_id"])
for name, ends in {
    "lnkSubnetToVLAN": link(subnet_id="Subnet", vlan_id="VLAN"),
    "lnkPhysicalInterfaceToVLAN": link(physicalinterface_id="PhysicalInterface", vlan_id="VLAN"),
    "lnkApplicationSolutionToFunctionalCI": link(applicationsolution_id="ApplicationSolution",
                                                 functionalci_id="FunctionalCI"),
    "lnkContactToFunctionalCI": link(contact_id="Contact", functionalci_id="FunctionalCI"),
    "lnkPersonToTeam": link(person_id="Person", team_id="Team"),
    "lnkGroupToCI": link(group_id="Group", ci_id="FunctionalCI", reason="text"),
    "lnkDocumentToFunctionalCI": link(document_id="Document", functionalci_id="FunctionalCI"),
    "lnkFunctionalCIToProviderContract": link(providercontract_id="ProviderContract", functionalci_id="FunctionalCI"),
    "lnkFunctionalCIToService": link(service_id="Service", functionalci_id="FunctionalCI"),
}.items():
    keys = [attribute for attribute, kind in ends.items() if kind != "text"]
    MODEL[name] = ([], ends, keys, keys)
CABLE = "lnkConnectableCIToNetworkDevice"
MODEL[CABLE] = ([], {
    "networkdevice_id": key("NetworkDevice"), "connectableci_id": key("ConnectableCI"), "network_port": "text",
    "device_port": "text", "connection_type": {"downlink", "uplink"},
}, ["networkdevice_id", "connectableci_id"], ["networkdevice_id", "connectableci_id", "network_port"])

# Classes whose organisation's name is read as `organization_name`; elsewhere it is `org_name`, on a Group `owner_name`.
CIS = {name for name, row in MODEL.items() if "business_criticity" in row[1]}
ORGANISED = CIS | {"Service", "ProviderContract", "CustomerContract"}
# What a bare iTop 3.2 holds before any load.
PRELOADED = {
    "Brand": ["Acer", "Apple", "Asus", "Cisco", "Dell", "HP Inc", "HPE", "IBM", "Lenovo", "Razer", "Samsung", "Sony",
              "Toshiba"],
    "OSFamily": ["Arch", "Debian", "Oracle Linux", "Red Hat", "Ubuntu", "Ubuntu server", "vCenter Server", "Windows",
                 "Windows server"],
}


def is_a(name, target):
    """Returns whether a class is another, or below it."""
    return name == target or target in MODEL[name][0] or (target == "FunctionalCI" and (
        name in CIS or "SoftwareInstance" in MODEL[name][0]))


def column(row, path):
    """Returns an object's value for the column of an external key, or None where its class has no such column."""
    name, values = row["class"], row["values"]
    attributes = MODEL[name][1]
    if path == "finalclass":
        return name
    organisation = "owner_name" if name == "Group" else "organization_name" if name in ORGANISED else "org_name"
    if "org_id" in attributes and path in (organisation, "org_id_friendlyname"):
        owner = values.get("org_id")
        return owner["values"]["name"] if owner else ""
    if path.endswith("_name") and path not in ("org_name", "organization_name", "owner_name"):
        through = path[:-len("_name")] + "_id"
        if through in attributes:
            target = values.get(through)
            return target["values"].get("name", "") if target else ""
    if path in attributes and not isinstance(attributes[path], tuple):
        return values.get(path, "")
    return None


def fault(kind, value):
    """Returns what is wrong with a value that is not empty, or None."""
    if isinstance(kind, set):
        return None if value in kind else "is none of %s" % ", ".join(sorted(kind))
    limit = 65535 if kind == "long" else 255
    if len(value) > limit:
        return "is longer than %d" % limit
    if kind != "long" and re.search(r"[\x00-\x1f\x7f]", value):
        return "has a control character"
    if value != value.strip():
        return "has blanks at an end"
    if kind == "number" and not re.fullmatch(r"\d+", value):
        return "is no number"
    if kind == "decimal" and not re.fullmatch(r"\d+(\.\d{1,2})?", value):
        return "is no decimal"
    try:
        if kind == "date":
            datetime.date.fromisoformat(value)
        elif kind == "address":
            ipaddress.IPv4Address(value)
        elif kind == "mask" and ipaddress.IPv4Network("0.0.0.0/%s" % value).netmask != ipaddress.IPv4Address(value):
            return "is no mask"
    except ValueError:
        return "is no %s" % kind
    return None


class Load:
    """The objects that are there, and the errors met while the files came in."""

    def __init__(self):
        self.errors = []
        self.objects = {}
        self.file, self.line, self.separator = "", 0, None
        self.counts, self.keys, self.indices = {}, {}, {}
        for name, words in PRELOADED.items():
            for word in words:
                self.objects.setdefault(name, []).append({"class": name, "values": {"name": word}})
        self.cables = {}

    def error(self, text):
        self.errors.append({"line": self.line, "text": "%s: %s" % (self.file, text)})

    def read(self, path, name):
        """Loads one file."""
        try:
            with open(path, encoding="utf-8", newline="") as file:
                text = file.read()
        except UnicodeDecodeError as error:
            self.error("no UTF-8: %s" % error)
            return
        if text.startswith("\ufeff"):
            self.error("a byte-order mark becomes part of the first column's name")
        if "\r" in text:
            self.error("a carriage return")
        head = text.split("\n", 1)[0]
        separator = ";" if ";" in head else "," if "," in head else self.separator
        if self.separator not in (None, separator):
            self.error("another separator than the files before")
        self.separator = separator or self.separator
        # The csv module joins the pieces of a quoted cell: it must see the line ends.
        rows = csv.reader((line + "\n" for line in text.split("\n")[:-1]), delimiter=separator or ";", strict=True)
        if not text.endswith("\n"):
            self.error("the last line has no end")
        before = len(self.errors)
        try:
            header = self.header(name, next(rows, []))
            if len(self.errors) > before:  # iTop takes no row of such a file
                return
            new = []
            for row in rows:
                self.line = rows.line_num
                made = self.row(name, header, row)
                if made and not self.is_known(made):
                    new.append(made)
        except csv.Error as error:
            self.line = rows.line_num
            self.error("no CSV: %s" % error)
            return
        # A file's own rows are no targets for its keys: a dry run finds only what was there before.
        self.objects.setdefault(name, []).extend(new)
        self.indices = {}
        self.counts[name] = self.counts.get(name, 0) + len(new)

    def header(self, name, cells):
        """Checks the columns, and returns them as (attribute, column of the target or None)."""
        self.line = 1
        attributes, mandatory, reconciliation = MODEL[name][1], MODEL[name][2], MODEL[name][3]
        columns = []
        for cell in cells:
            attribute, _, path = cell.partition("->")
            kind = attributes.get(attribute)
            if kind is None:
                self.error("unknown column %s" % cell)
            elif isinstance(kind, tuple) != bool(path):
                self.error("column %s: %s" % (cell, "a key needs the target's column" if not path else "no key"))
            elif path:
                targets = [target for target in MODEL if is_a(target, kind[1])]
                probe = [column({"class": target, "values": {}}, path) for target in targets]
                if all(value is None for value in probe):
                    self.error("column %s: %s has no %s" % (cell, kind[1], path))
            columns.append((attribute, path or None))
        if len(set(cells)) != len(cells):
            self.error("a column twice")
        for attribute in sorted(set(mandatory) | set(reconciliation)):
            if attribute not in [known for known, _ in columns]:
                self.error("no column for %s" % attribute)
        return columns

    def row(self, name, header, cells):
        """Makes one object, or returns None after having noted why not."""
        if len(cells) != len(header):
            self.error("%d cells under %d columns" % (len(cells), len(header)))
            return None
        attributes, mandatory, reconciliation = MODEL[name][1], MODEL[name][2], MODEL[name][3]
        before = len(self.errors)
        values, keys = {}, {}
        for (attribute, path), cell in zip(header, cells):
            if path:
                keys.setdefault(attribute, []).append((path, cell))
            elif cell and attribute in attributes:
                wrong = fault(attributes[attribute], cell)
                if wrong:
                    self.error("%s %r %s" % (attribute, cell, wrong))
                values[attribute] = cell
        for attribute, pairs in keys.items():
            if attribute in attributes and any(cell for _, cell in pairs):
                values[attribute] = self.find(attribute, attributes[attribute][1], pairs)
        for attribute in mandatory:
            if not values.get(attribute):
                self.error("%s is empty, and mandatory" % attribute)
        if len(self.errors) > before:
            return None
        made = {"class": name, "values": values}
        self.reconcile(made, reconciliation)
        self.agree(made)
        if name == CABLE:
            self.cable(made)
        return made

    def is_known(self, made):
        """Returns whether the row only names a typology that a bare iTop holds: it then changes that object."""
        return made["class"] in PRELOADED and made["values"]["name"] in PRELOADED[made["class"]]

    def find(self, attribute, target, pairs):
        """Returns the one object that all columns of a key find."""
        if any(not cell for _, cell in pairs):
            self.error("%s: half a key: %s" % (attribute, pairs))
            return None
        paths = tuple(path for path, _ in pairs)
        found = self.index(target, paths).get(tuple(cell for _, cell in pairs), [])
        if len(found) != 1:
            said = ", ".join("%s=%s" % pair for pair in pairs)
            self.error("%s: %s" % (attribute, "ambiguous: %d objects have %s" % (len(found), said) if found
                                   else "no match for %s" % said))
            return None
        return found[0]

    def index(self, target, paths):
        """Returns the objects of a class by the values of some columns; made once a file, for a region has thousands."""
        if (target, paths) not in self.indices:
            rows = {}
            for name in MODEL:
                if is_a(name, target):
                    for row in self.objects.get(name, []):
                        rows.setdefault(tuple(column(row, path) for path in paths), []).append(row)
            self.indices[(target, paths)] = rows
        return self.indices[(target, paths)]

    def reconcile(self, made, attributes):
        """Notes a second row with the same reconciliation key: it would overwrite the first."""
        mine = [made["values"].get(attribute, "") for attribute in attributes]
        if not all(mine):
            self.error("the reconciliation key has an empty part: %s" % ", ".join(attributes))
            return
        marks = self.keys.setdefault(made["class"], {})
        mark = tuple(id(part) if isinstance(part, dict) else part for part in mine)
        if mark in marks:
            self.error("the same %s as at %s" % (" and ".join(attributes), marks[mark]))
        marks[mark] = "%s line %d" % (self.file, self.line)

    def agree(self, made):
        """Notes a model of another brand or kind, and a version of another family."""
        values = made["values"]
        model = values.get("model_id")
        if model and model["values"].get("type") != made["class"]:
            self.error("the model is one of a %s" % model["values"].get("type"))
        for one, other, through in (("model_id", "brand_id", "brand_id"), ("iosversion_id", "brand_id", "brand_id"),
                                    ("osversion_id", "osfamily_id", "osfamily_id")):
            if values.get(one) and values.get(other) and values[one]["values"].get(through) is not values[other]:
                self.error("%s belongs to another %s" % (one, other))

    def cable(self, made):
        """Notes a cable said from both ends, and a port that holds two: iTop mirrors links between devices itself."""
        values = made["values"]
        ends = [(values["networkdevice_id"], values.get("network_port")),
                (values["connectableci_id"], values.get("device_port"))]
        for end, port in ends:
            if port:
                mark = (id(end), port)
                if mark in self.cables:
                    self.error("port %s of %s is cabled at line %d" % (port, end["values"]["name"], self.cables[mark]))
                self.cables[mark] = self.line


def judge(folder):
    """Returns the errors of a folder, and how many objects of each class it holds."""
    load = Load()
    numbers = set()
    for file in sorted(os.listdir(folder)):
        load.file, load.line = file, 0
        match = re.fullmatch(r"(\d\d)-([A-Za-z]+)\.csv", file)
        if not match:
            load.error("not named NN-Class.csv")
            continue
        if match[1] in numbers:
            load.error("another file has this place in the load order")
        numbers.add(match[1])
        if match[2] not in MODEL:
            load.error("no class of the base data model")
            continue
        load.read(os.path.join(folder, file), match[2])
    return {"path": folder, "errors": load.errors, "objects": load.counts}


def main(arguments):
    """Answers --version, or judges the folders after --."""
    if arguments == ["--version"]:
        print("reader of iTop imports (base data model 3.0 to 3.2), python %s" % sys.version.split()[0])
        return
    for folder in arguments[1:]:
        print(json.dumps(judge(folder)))


if __name__ == "__main__":
    main(sys.argv[1:])
