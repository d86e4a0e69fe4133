# The machine that holds a classic domain; it starts a member beside it. In namespaces of its own, with one for processes.
# $1: the folder of its files, $2: of the member's, $3: a place. What is found is told in a line each.
set -eu
controller=$1 member=$2 place=$3
here=$(dirname "$0")
. "$here/places.sh"

own=$place/controller
mkdir -p "$own"
cp -a /etc "$own/etc"
mount --bind "$own/etc" /etc
lay "$own" /var/lib/samba /run/samba /run/lock /run/slapd /run/nslcd /var/cache/samba /var/log/samba /var/lib/ldap \
    /var/lib/preau /usr/local/sbin
mkdir -p /var/lib/samba/private /var/lib/preau/ldap
chown openldap:openldap /run/slapd /var/lib/ldap
chown nslcd:nslcd /run/nslcd
rm -f /etc/ldap/schema/samba.schema
sed -i 's/^\(passwd\|group\):.*/\1: files/' /etc/nsswitch.conf
# What systemd does when it is asked for these services.
cat >/usr/local/sbin/systemctl <<'SERVICES'
#!/bin/sh
set -eu
test "$*" = "restart slapd nslcd"
for pid in /run/nslcd/nslcd.pid /run/slapd/slapd.pid; do
if test -s "$pid"; then
    old=$(cat "$pid")
    kill "$old"
    while kill -0 "$old" 2>/dev/null; do sleep 0.1; done
fi
done
. /etc/default/slapd
slapd -h "$SLAPD_SERVICES" -u "$SLAPD_USER" -g "$SLAPD_GROUP" -f "$SLAPD_CONF" </dev/null >/dev/null 2>&1
nslcd </dev/null >/dev/null 2>&1
SERVICES
chmod 0755 /usr/local/sbin/systemctl
PATH=/usr/local/sbin:$PATH
install -m 0640 -g openldap "$controller/ldap/slapd.conf" /etc/ldap/slapd.conf
install -m 0644 "$controller/ldap/slapd" /etc/default/slapd
install -m 0640 -g nslcd "$controller/ldap/nslcd.conf" /etc/nslcd.conf
install -m 0644 "$controller/ldap/school.ldif" /var/lib/preau/ldap/school.ldif
install -m 0644 "$controller/samba/smb.conf" /etc/samba/smb.conf
given "$controller/samba/domain.sh" /usr/local/sbin/preau-domain
ip link set lo up
ip link add cable type veth peer name other
ip link set cable up
cards cable
base=$(sed -n 's/^ldap suffix = //p' /etc/samba/smb.conf)
ask() { ldapsearch -LLL -o ldif-wrap=no -b "$base" "$@"; }
held() { ask -Q -Y EXTERNAL -H ldapi:/// dn | grep -c '^dn:'; }

preau-domain
first=$(held)
preau-domain
echo "entries: $first, then $(held)"
echo "sid: $(net getlocalsid FONTAINES)"
echo "accounts:" $(pdbedit --list | cut -d: -f1)
echo "enabled: $(pdbedit --list --verbose Administrator | sed -n 's/^Account Flags: *//p')"

services=OU=Services,$base
printf '%s' Essai-annuaire.svc-ent >"$place/password"
ent() { "$@" -x -H ldap://127.0.0.1 -D "uid=svc-ent,$services" -y "$place/password" 2>/dev/null; }
echo "read by a service: $(ent ask '(cn=eleves)' gidNumber | grep gid)"
echo "read by nobody: $(ent ask '(uid=*)' userPassword sambaNTPassword | grep -c 'Password:') passwords" || true
echo "read without a name: $(ask -x -H ldap://127.0.0.1 '(cn=*)' dn 2>/dev/null | grep -c '^dn:') entries" || true
sid=$(sed -n 's/^sambaSID: \(S-1-5-21-[0-9]*-[0-9]*-[0-9]*\)$/\1/p' "$controller/ldap/school.ldif")
# made NAME NUMBER GROUP PLACE: what the ENT is answered to an account.
made() {
    printf 'dn: uid=%s,%s\nobjectClass: inetOrgPerson\nobjectClass: posixAccount\nobjectClass: sambaSamAccount\n' "$1" "$4"
    printf 'uid: %s\ncn: %s\nsn: %s\nuidNumber: %s\ngidNumber: %s\n' "$1" "$1" "$1" "$2" "$3"
    printf 'homeDirectory: /nonexistent\nsambaSID: %s-%s\nsambaAcctFlags: [U          ]\n' "$sid" "$(($2 - 8000))"
}
asked() { made "$@" >"$place/account.ldif"; code=0; ent ldapadd -f "$place/account.ldif" >/dev/null || code=$?; echo "$code"; }
eleves=OU=eleves,OU=Utilisateurs,$base
echo "made by the ENT: $(asked e1 40400 8513 "$eleves")"
echo "made by the ENT, an administrator: $(asked e2 40401 8512 "$eleves")"
echo "made by the ENT, the machine's root: $(asked e3 0 8513 "$eleves")"
echo "made by the ENT, elsewhere: $(asked e4 40402 8513 "$services")"
echo "made by the ENT, twice: $(asked e5 40400 8513 "$eleves")"

printf 'dn: uid=l1,%s\nobjectClass: account\nobjectClass: posixAccount\nuid: l1\ncn: l1\nuidNumber: 40403\ngidNumber: 8513\n%s\n' \
    "$eleves" 'homeDirectory: /nonexistent' | ldapadd -Q -Y EXTERNAL -H ldapi:/// >/dev/null
printf 'Essai-l1\nEssai-l1\n' | smbpasswd -s -a l1 >/dev/null
echo "made by people: $(pdbedit --list --verbose l1 | sed -n 's/^User SID: *//p')"
asked p1 40410 8513 "OU=professeurs,OU=Utilisateurs,$base" >/dev/null
for pair in e1:eleves p1:professeurs; do
    printf 'dn: CN=%s,OU=Groupes,%s\nchangetype: modify\nadd: memberUid\nmemberUid: %s\n' "${pair#*:}" "$base" "${pair%:*}" \
        >"$place/member.ldif"
    ent ldapmodify -f "$place/member.ldif" >/dev/null
    printf 'Essai-%s\nEssai-%s\n' "${pair%:*}" "${pair%:*}" | smbpasswd -s "${pair%:*}"
done

echo "read by the ENT: $(ent ask '(uid=p1)' userPassword sambaNTPassword | grep -c 'Password:') passwords" || true
printf 'dn: uid=e1,%s\nchangetype: modify\nreplace: sambaNTPassword\nsambaNTPassword: %032d\n' "$eleves" 0 >"$place/set.ldif"
code=0
ent ldapmodify -f "$place/set.ldif" >/dev/null || code=$?
echo "set by the ENT: $code"
printf 'Essai-e1\nEssai-e1\n' | smbpasswd -s e1

cp /var/lib/preau/ldap/school.ldif "$place/school.ldif"
printf '\ndn: CN=doublon,OU=Groupes,%s\nobjectClass: posixGroup\ncn: doublon\ngidNumber: 23496\n' "$base" \
    >>/var/lib/preau/ldap/school.ldif
if preau-domain 2>"$place/said"; then echo "a group's number that another has: taken"; fi
grep -q 'non-unique' "$place/said" && echo "a group's number that another has: refused"
cp "$place/school.ldif" /var/lib/preau/ldap/school.ldif
# What Samba gives as a name comes from the network.
if preau-domain machine "a,$services" 2>"$place/said"; then echo "a name that is none: taken"; fi
grep -q 'no name of a computer' "$place/said" && echo "a name that is none: refused"

nmbd -D
winbindd -D
smbd -D
wait_for winbind wbinfo -p
listens() { ss -ltn | grep -q '127.0.0.1:445 '; }
wait_for shares listens
mount -t tmpfs none /srv
install -m 0755 "$controller/samba/shares.sh" /usr/local/sbin/preau-shares
preau-shares
for what in "p1 commun write a" "e1 commun read a" "e1 commun write b" "p1 gestion read a"; do
    set -- $what
    echo "controller: $what: $(/usr/bin/python3 "$here/share.py" 127.0.0.1 FONTAINES "$1" "Essai-$1" "$2" "$3" "$4")"
done
unshare --mount --net sh "$here/classic-member.sh" "$member" "$place" &
joins=$!
elsewhere() { test "$(readlink "/proc/$joins/ns/net")" != "$(readlink /proc/self/ns/net)"; }
wait_for "machine beside it" elsewhere
ip link set other netns "$joins"
wait "$joins"
echo "computer: $(ask -Q -Y EXTERNAL -H ldapi:/// '(uid=fichiers$)' uidNumber | grep '^uidNumber')"
