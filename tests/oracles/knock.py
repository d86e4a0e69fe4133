"""Sends packets that nobody waits for, and tells which got through: whoever gets one answers that nobody is there.

    knock.py FILE       FILE has a line `FROM TO tcp|udp|echo PORT` a packet; prints `answered`, `silence` or an error for each

A TCP segment is answered by a reset, a datagram by ICMP, an echo request (whose PORT is its type) by its reply; a firewall that
drops leaves silence. All wait together.
"""

import errno
import select
import socket
import struct
import sys
import time

WAIT = 1.2
BATCH = 900


def request(family, number):
    """An echo request; of ICMP the kernel leaves the checksum to us, of ICMPv6 it makes it itself."""
    kind = 8 if family == socket.AF_INET else 128
    head = struct.pack("!BBHHH", kind, 0, 0, number, 1)
    if kind == 128:
        return head
    total = sum(struct.unpack("!4H", head))
    total = (total & 0xFFFF) + (total >> 16)
    return struct.pack("!BBHHH", kind, 0, ~total & 0xFFFF, number, 1)


def is_reply(family, data, number):
    """Whether what came is the reply to that request: of IPv4 its header comes along."""
    body = data[(data[0] & 15) * 4 :] if family == socket.AF_INET else data
    kind = 0 if family == socket.AF_INET else 129
    return len(body) >= 8 and body[0] == kind and struct.unpack("!H", body[4:6])[0] == number


def echo(family, source, target, number):
    end = socket.socket(family, socket.SOCK_RAW, 1 if family == socket.AF_INET else 58)
    end.setblocking(False)
    end.bind((source, 0))
    end.connect((target, 0))
    end.send(request(family, number))
    return end


def knock(lines):
    answers = [None] * len(lines)
    poll, open_sockets = select.poll(), {}
    for number, line in enumerate(lines):
        source, target, protocol, port = line.split()
        family = socket.AF_INET6 if ":" in source else socket.AF_INET
        if protocol == "echo":
            end = echo(family, source, target, number)
            poll.register(end, select.POLLIN)
            open_sockets[end.fileno()] = (number, end, family)
            continue
        kind = socket.SOCK_STREAM if protocol == "tcp" else socket.SOCK_DGRAM
        end = socket.socket(family, kind)
        end.setblocking(False)
        try:
            end.bind((source, 0))
            end.connect((target, int(port)))
            if protocol == "udp":
                end.send(b"x")
        except BlockingIOError:
            pass
        except OSError as error:
            answers[number] = "answered" if error.errno == errno.ECONNREFUSED else errno.errorcode[error.errno]
            end.close()
            continue
        wanted = select.POLLOUT if protocol == "tcp" else select.POLLIN
        poll.register(end, wanted)
        open_sockets[end.fileno()] = (number, end, None)
        # Fewer than the kernel answers by ICMP in a second.
        time.sleep(0.002)
    until = time.monotonic() + WAIT
    while open_sockets and (left := until - time.monotonic()) > 0:
        for handle, _ in poll.poll(left * 1000):
            number, end, family = open_sockets[handle]
            # A raw socket hears every message between the two.
            if family is not None and not is_reply(family, end.recv(2000), number):
                continue
            del open_sockets[handle]
            error = end.getsockopt(socket.SOL_SOCKET, socket.SO_ERROR)
            answers[number] = "answered" if error in (0, errno.ECONNREFUSED) else errno.errorcode[error]
            poll.unregister(handle)
            end.close()
    for number, end, _ in open_sockets.values():
        answers[number] = "silence"
        end.close()
    return answers


def main():
    with open(sys.argv[1], encoding="ascii") as file:
        lines = file.read().splitlines()
    for first in range(0, len(lines), BATCH):
        print("\n".join(knock(lines[first : first + BATCH])))


main()
