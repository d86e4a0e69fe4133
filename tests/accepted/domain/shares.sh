# The shares of a member as its script makes them, what accounts may do there, and what its host would let them keep.
# Sourced by a member that is in its domain, with winbind. `$member` is the folder of its files, `$domain` its domain; e1 is in
# the group eleves and p1 in professeurs.

mount -t tmpfs none /srv
install -m 0755 "$member/samba/shares.sh" /usr/local/sbin/preau-shares
preau-shares
rights() { getfacl --recursive --absolute-names /srv; }
rights >"$place/rights"
preau-shares
rights | cmp - "$place/rights"
echo "shares: set twice alike"

# The system's own list has no module that asks winbind in this test: it is told what winbind says.
number() { wbinfo --sid-to-uid "$(wbinfo --name-to-sid "$domain\\$1" | cut -d' ' -f1)"; }
for account in e1 p1; do
    printf '%s\\%s:x:%s:65534::/nonexistent:/usr/sbin/nologin\n' "$domain" "$account" "$(number "$account")" >>/etc/passwd
done
smbd -D
listens() { ss -ltn | grep -q '127.0.0.1:445 '; }
wait_for shares listens
comes() { /usr/bin/python3 "$here/share.py" 127.0.0.1 "$domain" "$1" "Essai-$1" "$2" "$3" "$4"; }
for what in "p1 classes write a" "e1 classes read a" "e1 classes write b" "e1 profs read a" "p1 profs write a" \
    "e1 perso write a" "e1 perso read a" "p1 perso read a" "p1 perso write b"; do
    echo "shares: $what: $(comes $what)"
done
own=$(stat -c '%u %a' /srv/partages/perso/e1)
test "$own" = "$(number e1) 770" && echo "shares: each in a folder of its own"

# The host's part: no quota is set for real, since the kernel may have no such files. What would be set is written down.
cat >/usr/local/sbin/lxc-attach <<'ATTACH'
#!/bin/sh
while test "$1" != --; do shift; done
shift
exec "$@"
ATTACH
cat >/usr/local/sbin/setquota <<SETQUOTA
#!/bin/sh
echo "\$*" >>$place/quotas
SETQUOTA
chmod 0755 /usr/local/sbin/lxc-attach /usr/local/sbin/setquota
PATH=/usr/local/sbin:$PATH
sh "$member/samba/quotas.sh"
for account in e1 p1; do
    grep -q "^-u $((100000 + $(number "$account"))) " "$place/quotas" && echo "quotas: $account has one"
done
