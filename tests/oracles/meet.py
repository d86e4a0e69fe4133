"""Two that meet: one listens and says who came where, the other comes and says what it was told.

    meet.py listen ADDRESS PORT [ADDRESS PORT...]   for ever; prints `ready`
    meet.py come FROM TO PORT                       prints `ADDRESS PORT heard ADDRESS`, `refused`, or `silence`

TCP alone: what a firewall does to addresses is the same for every protocol with ports. It tells of addresses, not of rules.
"""

import selectors
import socket
import sys

WAIT = 1.5


def family(address):
    return socket.AF_INET6 if ":" in address else socket.AF_INET


def listen(places):
    waiting = selectors.DefaultSelector()
    for address, port in zip(places[::2], places[1::2]):
        end = socket.socket(family(address), socket.SOCK_STREAM)
        end.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        end.bind((address, int(port)))
        end.listen()
        waiting.register(end, selectors.EVENT_READ, "%s %s" % (address, port))
    print("ready", flush=True)
    while True:
        for key, _ in waiting.select():
            end, (source, *_) = key.fileobj.accept()
            with end:
                end.sendall(("%s heard %s" % (key.data, source)).encode("ascii"))


def come(source, target, port):
    with socket.socket(family(source), socket.SOCK_STREAM) as end:
        end.settimeout(WAIT)
        end.bind((source, 0))
        try:
            end.connect((target, int(port)))
            return end.recv(200).decode("ascii")
        except ConnectionRefusedError:
            return "refused"
        except TimeoutError:
            return "silence"


if sys.argv[1] == "listen":
    listen(sys.argv[2:])
else:
    print(come(*sys.argv[2:]))
