#!/bin/sh
# What udhcpc calls: keeps what the server said, and uses it.
[ "$1" = bound ] || exit 0
ip addr add "$ip/$mask" dev "$interface"
[ -z "$router" ] || ip route add default via "${router%% *}"
env >"$LEASE"
