"""Pushes IOS configurations into a simulated Catalyst 2960 over SSH, and reads back what the switch then shows.

The simulated switch (fake-switches) refuses commands and ports that it does not have, but ignores a mistyped
sub-keyword in silence: so the running configuration is read back, and its VLANs, ports, addresses and the lines kept
aside must equal what was pushed. Each file gets a switch of its own, on the loopback. Knows the verbs below beside the
simulator's own; what lies behind a verb that is only kept (spanning-tree, snmp-server...) it does not judge.
Entry point: main. Prints one JSON object a file.
"""

import concurrent.futures
import importlib.metadata
import json
import logging
import re
import sys
import threading

from fake_switches.cisco.cisco_core import BaseCiscoSwitchCore
from fake_switches.cisco.command_processor.config import ConfigCommandProcessor
from fake_switches.cisco.command_processor.config_interface import ConfigInterfaceCommandProcessor
from fake_switches.cisco.command_processor.config_vlan import ConfigVlanCommandProcessor
from fake_switches.cisco.command_processor.config_vrf import ConfigVRFCommandProcessor
from fake_switches.cisco.command_processor.enabled import (
    EnabledCommandProcessor, build_running_interface, build_running_vlan)
from fake_switches.switch_configuration import Port, SwitchConfiguration
from fake_switches.transports.ssh_service import SwitchSshService
from netmiko import ConnectHandler
from twisted.internet import reactor

import ios
import reading

USER, PASSWORD = "preau", "only-for-this-test"
LAST = "! everything is typed"

# First words that a 2960 has at the top and in an interface, and the simulator lacks: kept, and shown again.
KEPT = ("spanning-tree", "snmp-server", "logging", "ntp", "lldp", "cdp", "vtp", "clock", "service", "aaa", "dot1x",
        "radius-server", "username", "enable", "errdisable", "banner", "line", "login", "transport", "exec-timeout",
        "privilege", "system", "version", "name", "revision", "access-list", "access-class", "permit", "deny", "remark", "client",
        "port", "mls", "password", "ipv6")
KEPT_BY_PORT = ("spanning-tree", "storm-control", "authentication", "mab", "dot1x", "power", "lldp", "cdp", "mls", "ipv6", "speed",
                "duplex")
# What follows `ip` there.
KEPT_IP = ("dhcp", "http", "ssh", "domain-name", "domain-lookup", "domain", "name-server", "default-gateway", "radius",
           "access-list", "arp", "igmp")


def keeping(words):
    """Returns methods that keep a line whose first word is one of these, with or without `no` before it."""
    methods = {}
    for word in words:
        name = word.replace("-", "_")
        methods["do_" + name] = lambda self, *rest, word=word: self.keep(word, *rest)
        methods["do_no_" + name] = lambda self, *rest, word=word: self.keep("no", word, *rest)
    return methods


class Global(ConfigCommandProcessor):
    """The top of the configuration; a block that is only kept (line, region) stays here for its children."""

    def keep(self, *words):
        self.switch_configuration.kept.append(" ".join(words))

    def do_exit(self):
        # A block that was refused was never entered: its `exit` shall not end the configuration.
        self.show_prompt()

    def do_hostname(self, name, *_):
        self.switch_configuration.name = name

    def do_ip(self, word, *rest):
        if word in KEPT_IP:
            self.keep("ip", word, *rest)
        else:
            super().do_ip(word, *rest)

    def do_no_ip(self, word, *rest):
        if word in KEPT_IP:
            self.keep("no", "ip", word, *rest)
        else:
            super().do_no_ip(word, *rest)

    def do_interface(self, *words):
        # The simulator looks for a name that ends alike: Vlan1 would be Vlan151.
        name = "".join(words)
        port = self.switch_configuration.get_port(name)
        if not port and re.fullmatch(r"Vlan\d+", name):
            port = self.make_vlan_port(int(name[len("Vlan"):]), name)
            self.switch_configuration.add_port(port)
        elif not port and re.fullmatch(r"Port-channel[1-6]", name):
            port = self.make_aggregated_port(name)
            self.switch_configuration.add_port(port)
        if port:
            self.move_to(self.config_interface_processor, port)
        else:
            self.show_unknown_interface_error_message()


class Interface(ConfigInterfaceCommandProcessor):
    """An interface; of a switchport line, what the simulator has no place for is kept."""

    def keep(self, *words):
        self.port.vendor_specific.setdefault("kept", []).append(" ".join(words))

    def do_switchport(self, *words):
        if words and words[0] in ("nonegotiate", "voice", "port-security"):
            self.keep("switchport", *words)
        else:
            super().do_switchport(*words)

    def do_ip(self, *words):
        if words[:2] in (("dhcp", "snooping"), ("arp", "inspection")):
            self.keep("ip", *words)
        else:
            super().do_ip(*words)


for into, words in ((Global, KEPT), (Interface, KEPT_BY_PORT)):
    for method, function in keeping(words).items():
        setattr(into, method, function)


class Enabled(EnabledCommandProcessor):
    """The switch's shell; its running configuration shows aggregates and kept lines too."""

    def show_run(self):
        switch = self.switch_configuration
        lines = ["hostname %s" % switch.name] + switch.kept
        for vlan in switch.vlans:
            lines += build_running_vlan(vlan)
        for port in switch.ports:
            lines += build_running_interface(port)
            lines += [" " + line for line in port.vendor_specific.get("kept", [])]
        for line in lines + ["end"]:
            self.write_line(line)


class Core(BaseCiscoSwitchCore):
    """A 2960 with the ports that it is given."""

    def new_command_processor(self):
        return Enabled(config=Global(config_vlan=ConfigVlanCommandProcessor(),
                                     config_vrf=ConfigVRFCommandProcessor(), config_interface=Interface()))


def ports(text):
    """Returns the names in `FastEthernet0/1-24,GigabitEthernet0/1-2`."""
    names = []
    for part in text.split(","):
        stem, first, last = re.fullmatch(r"(.+/)(\d+)-(\d+)", part).groups()
        names += ["%s%d" % (stem, number) for number in range(int(first), int(last) + 1)]
    return names


def fitting(models, path):
    """Returns the ports of the first model that has all that a file names, or of the last: that one then refuses."""
    wanted = set(ios.read(reading.utf8(path))["facts"]["ports"])
    return next((names for names in models if wanted <= set(names)), models[-1])


def typed(blocks):
    """Returns the lines of a session. Each block of its own mode is left by `exit`."""
    for header, children in blocks:
        yield header
        yield from children
        if header.split(" ")[0] in ("vlan", "interface"):
            yield "exit"


def kept(blocks):
    """Returns the global lines and their children, without what the simulator understands."""
    return [line for header, children in blocks for line in [header] + children
            if header.split(" ")[0] not in ("vlan", "interface", "hostname", "end")]


def by_port(blocks):
    """Returns each interface's lines that a switch shows as they were typed; `understood` compares the others."""
    folded = r"no shutdown|no ip (?:address|route-cache)|switchport trunk allowed vlan .*"
    return {header: sorted(child for child in children if not re.fullmatch(folded, child))
            for header, children in blocks if header.startswith("interface ")}


def understood(facts):
    """Returns what the simulator understands of a configuration, as one flat table."""
    table = {"name": facts["name"]}
    for vlan, row in facts["vlans"].items():
        table["VLAN %d" % vlan] = row["name"]
    for vlan, address in facts["svis"].items():
        table["address in VLAN %d" % vlan] = address
    for name, port in {**facts["ports"], **facts["aggregates"]}.items():
        for field in ("mode", "access", "native", "allowed", "description", "aggregate", "shutdown"):
            table["%s %s" % (name, field)] = port[field]
    return table


def session(port):
    """Opens a privileged session."""
    client = ConnectHandler(device_type="cisco_ios", host="127.0.0.1", port=port, username=USER, password=PASSWORD,
                            secret=PASSWORD, fast_cli=True, conn_timeout=60, auth_timeout=60, banner_timeout=60,
                            read_timeout_override=60)
    client.enable()
    return client


def judge(path, port):
    """Pushes a file and returns the errors: refusals, then differences."""
    pushed = ios.read(reading.utf8(path))
    with session(port) as client:
        client.config_mode()
        # A comment is echoed like any line, and in its turn: what was typed before it has been answered.
        client.write_channel("\n".join([*typed(pushed["blocks"]), LAST]) + "\n")
        said = client.read_until_pattern(LAST)
    errors = ["refused: %s" % line for line in said.splitlines()
              if re.search(r"No such command|% Invalid|Command rejected|% Incomplete|overlaps with", line)]
    with session(port) as client:
        shown = ios.read(client.send_command("show running-config") + "\n")
    before, after = understood(pushed["facts"]), understood(shown["facts"])
    errors += ["%s: pushed %s, shown %s" % (name, before[name], after.get(name))
               for name in before if before[name] != after.get(name)]
    errors += ["%s: shown, and never pushed" % name for name in after
               if name.startswith(("VLAN", "address")) and name not in before and name != "VLAN 1"]
    before, after = kept(pushed["blocks"]), kept(shown["blocks"])
    errors += ["lost on the way: %s" % line for line in before if line not in after]
    before, after = by_port(pushed["blocks"]), by_port(shown["blocks"])
    errors += ["%s: pushed %s, shown %s" % (name, before[name], after.get(name, []))
               for name in before if before[name] != after.get(name, [])]
    return [{"line": 0, "text": text} for text in errors]


def launched(names):
    """Starts a simulated switch on a free port of the loopback, and returns that port."""
    switch = SwitchConfiguration("127.0.0.1", name="Switch", privileged_passwords=[PASSWORD],
                                 ports=[Port(name) for name in names])
    switch.kept = []
    service = SwitchSshService(ip="127.0.0.1", port=0, switch_core=Core(switch), users={USER: PASSWORD.encode()})
    return service.hook_to_reactor(reactor).getHost().port


def judge_all(paths, numbers, done):
    """Judges in threads of its own, then stops the switches."""
    try:
        with concurrent.futures.ThreadPoolExecutor(4) as pool:
            done.extend(pool.map(judge, paths, numbers))
    finally:
        reactor.callFromThread(reactor.stop)


def main(arguments):
    """Answers --version, or judges files: `--ports LIST[;LIST]... -- FILE...`, a list for each model, smallest first."""
    if arguments[-1] == "--version":
        print("fake-switches %s, netmiko %s" % (
            importlib.metadata.version("fake-switches"), importlib.metadata.version("netmiko")))
        return
    models, paths = [ports(model) for model in arguments[1].split(";")], arguments[3:]
    logging.disable(logging.CRITICAL)  # the libraries' talk; what fails here is raised
    numbers = [launched(fitting(models, path)) for path in paths]
    done = []
    worker = threading.Thread(target=judge_all, args=(paths, numbers, done))
    worker.start()
    reactor.run()
    worker.join()
    if len(done) != len(paths):
        sys.exit("a session with the simulated switch failed")
    for path, errors in zip(paths, done):
        print(json.dumps({"path": path, "errors": errors}))


main(sys.argv[1:])
