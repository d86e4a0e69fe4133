"""Sends packets that nobody waits for, and tells which got through: whoever gets one answers that nobody is there.

    knock.py FILE       FILE has a line `FROM TO tcp|udp PORT` a packet; prints `answered`, `silence` or an error for each

A TCP segment is answered by a reset, a datagram by ICMP; a firewall that drops leaves silence. All wait together.
"""

import errno
import select
import socket
import sys
import time

WAIT = 1.2
BATCH = 900


def knock(lines):
    answers = [None] * len(lines)
    poll, open_sockets = select.poll(), {}
    for number, line in enumerate(lines):
        source, target, protocol, port = line.split()
        family = socket.AF_INET6 if ":" in source else socket.AF_INET
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
        open_sockets[end.fileno()] = (number, end)
        # Fewer than the kernel answers by ICMP in a second.
        time.sleep(0.002)
    until = time.monotonic() + WAIT
    while open_sockets and (left := until - time.monotonic()) > 0:
        for handle, _ in poll.poll(left * 1000):
            number, end = open_sockets.pop(handle)
            error = end.getsockopt(socket.SOL_SOCKET, socket.SO_ERROR)
            answers[number] = "answered" if error in (0, errno.ECONNREFUSED) else errno.errorcode[error]
            poll.unregister(handle)
            end.close()
    for number, end in open_sockets.values():
        answers[number] = "silence"
        end.close()
    return answers


def main():
    with open(sys.argv[1], encoding="ascii") as file:
        lines = file.read().splitlines()
    for first in range(0, len(lines), BATCH):
        print("\n".join(knock(lines[first : first + BATCH])))


main()
