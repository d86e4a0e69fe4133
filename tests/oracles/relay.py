"""A DHCP relay for one router: what a school's firewall does, as little as a test needs.

Arguments: the server's address, then INTERFACE=ADDRESS for each VLAN. A broadcast request goes to the server with the
VLAN's address in giaddr (RFC 1542, part 4.1); an answer goes back to the VLAN that giaddr names, as a broadcast.
"""

import select
import socket
import sys


def listener(interface=None):
    found = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
    found.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    found.setsockopt(socket.SOL_SOCKET, socket.SO_BROADCAST, 1)
    if interface:
        found.setsockopt(socket.SOL_SOCKET, socket.SO_BINDTODEVICE, interface.encode())
    found.bind(("", 67))
    return found


def main():
    server, *pairs = sys.argv[1:]
    # Answers come by the server's own VLAN, which may not be one of those.
    towards = listener()
    vlans = {}
    for pair in pairs:
        interface, address = pair.split("=")
        vlans[listener(interface)] = socket.inet_aton(address)
    print("ready", flush=True)
    while True:
        for ready in select.select([towards, *vlans], [], [])[0]:
            packet = bytearray(ready.recv(4096))
            if len(packet) < 240:
                continue
            if packet[0] == 1 and ready in vlans and packet[24:28] == bytes(4):
                packet[24:28] = vlans[ready]
                packet[3] += 1
                towards.sendto(packet, (server, 67))
            elif packet[0] == 2:
                for vlan, address in vlans.items():
                    if address == packet[24:28]:
                        vlan.sendto(packet, ("255.255.255.255", 68))


main()
