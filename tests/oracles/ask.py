"""Asks a resolver or a time server once, with nothing but sockets, and prints what it says.

    ask.py dns SERVER NAME TYPE     "NOERROR 10.0.0.1", "NXDOMAIN", "REFUSED", or "silence"
    ask.py ntp SERVER               "stratum 10, within a second", or "silence"
    ask.py dhcp6 INTERFACE          "fd00::200", the address that a server of DHCPv6 leases, or "silence"
    ask.py relayed INTERFACE LINK [SERVER]
                                    the same, asked by a relay for a client of the network that the address LINK is in; of the
                                    server's own address, or of all servers beside it
    ask.py plain INTERFACE          switches checksums in the card off: a switch of software passes them on unfinished
"""

import array
import fcntl
import socket
import struct
import sys
import time

CODES = {0: "NOERROR", 2: "SERVFAIL", 3: "NXDOMAIN", 5: "REFUSED"}
TYPES = {"A": 1, "PTR": 12, "AAAA": 28}


def exchange(server, port, packet):
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as end:
        end.settimeout(1)
        for _ in range(2):
            try:
                end.sendto(packet, (server, port))
                return end.recv(4096)
            except OSError:
                pass
    return None


def name_at(packet, at):
    labels, jumped = [], None
    while packet[at]:
        if packet[at] >= 0xC0:
            jumped = jumped or at + 2
            at = struct.unpack_from("!H", packet, at)[0] & 0x3FFF
        else:
            labels.append(packet[at + 1 : at + 1 + packet[at]].decode())
            at += 1 + packet[at]
    return ".".join(labels), jumped or at + 1


def dns(server, name, kind):
    labels = b"".join(bytes([len(label)]) + label.encode() for label in name.rstrip(".").split("."))
    question = labels + b"\0" + struct.pack("!HH", TYPES[kind], 1)
    answer = exchange(server, 53, struct.pack("!6H", 7, 0x0100, 1, 0, 0, 0) + question)
    if answer is None:
        return "silence"
    flags, _, count = struct.unpack_from("!3H", answer, 2)
    at, said = 12 + len(question), [CODES.get(flags & 15, str(flags & 15))]
    for _ in range(count):
        _, at = name_at(answer, at)
        found, _, _, length = struct.unpack_from("!HHIH", answer, at)
        at += 10
        if found == 1:
            said.append(socket.inet_ntoa(answer[at : at + 4]))
        elif found == 12:
            said.append(name_at(answer, at)[0])
        at += length
    return " ".join(said)


def ntp(server):
    answer = exchange(server, 123, bytes([0x23]) + bytes(47))
    if answer is None:
        return "silence"
    # NTP counts seconds from 1900.
    seconds = struct.unpack_from("!I", answer, 40)[0] - 2208988800
    apart = abs(seconds - time.time())
    return f"stratum {answer[1]}, " + ("within a second" if apart < 1.5 else f"{apart:.0f} s apart")


def option(code, data):
    return struct.pack("!HH", code, len(data)) + data


def options(data):
    found = {}
    while len(data) >= 4:
        code, length = struct.unpack_from("!HH", data)
        found[code], data = data[4 : 4 + length], data[4 + length :]
    return found


def relay(message, link):
    """The message in a RELAY-FORW (RFC 8415, 19.1): of the network that holds `link`, from some client there."""
    addresses = socket.inet_pton(socket.AF_INET6, link) + socket.inet_pton(socket.AF_INET6, "fe80::6")
    return bytes([12, 0]) + addresses + option(9, message)


def dhcp6(interface, link=None, server=None):
    """SOLICIT, ADVERTISE, REQUEST, REPLY (RFC 8415, 18.2): what the reply leases."""
    with open(f"/sys/class/net/{interface}/address") as file:
        client = option(1, struct.pack("!HH", 3, 1) + bytes.fromhex(file.read().strip().replace(":", "")))
    with socket.socket(socket.AF_INET6, socket.SOCK_DGRAM) as end:
        end.setsockopt(socket.SOL_SOCKET, socket.SO_BINDTODEVICE, interface.encode())
        end.settimeout(1)
        end.bind(("::", 547 if link else 546))
        servers = (server, 547) if server else ("ff02::1:2", 547, 0, socket.if_nametoindex(interface))

        def asked(kind, answer, more):
            message = bytes([kind, 0, 0, kind]) + client + option(8, bytes(2)) + more
            for _ in range(5):
                try:
                    end.sendto(relay(message, link) if link else message, servers)
                    packet = end.recv(4096)
                    if link:
                        # A RELAY-REPL for the same network.
                        told = packet[0] == 13 and packet[2:18] == socket.inet_pton(socket.AF_INET6, link)
                        packet = options(packet[34:]).get(9, b"") if told else b""
                    if packet[:1] == bytes([answer]) and packet[1:4] == message[1:4]:
                        return options(packet[4:])
                except TimeoutError:
                    pass
                except OSError:
                    # The address of the link is still being tried out.
                    time.sleep(1)
            return {}

        offer = asked(1, 2, option(3, struct.pack("!3I", 1, 0, 0)))
        if 2 not in offer or 3 not in offer:
            return "silence"
        reply = asked(3, 7, option(2, offer[2]) + option(3, offer[3]))
        leased = options(reply.get(3, bytes(12))[12:]).get(5)
        return socket.inet_ntop(socket.AF_INET6, leased[:16]) if leased else "silence"


def plain(interface):
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as end:
        value = array.array("B", struct.pack("II", 0x17, 0))  # ETHTOOL_STXCSUM, off
        fcntl.ioctl(end, 0x8946, struct.pack("16sP", interface.encode(), value.buffer_info()[0]))
    return "plain"


print({"dns": dns, "ntp": ntp, "dhcp6": dhcp6, "relayed": dhcp6, "plain": plain}[sys.argv[1]](*sys.argv[2:]))
