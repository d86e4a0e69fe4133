# The first controller of an Active Directory; it starts another machine beside it. In namespaces of its own, with one for
# processes. $1: the folder of its files, $2: of the other machine's, $3: a place, $4: the other machine's script beside this. What is found is told in a line each.
set -eu
controller=$1 member=$2 place=$3 script=$4
here=$(dirname "$0")
. "$here/places.sh"

own=$place/controller
mkdir -p "$own"
cp -a /etc "$own/etc"
mount --bind "$own/etc" /etc
lay "$own" /var/lib/samba /run/samba /run/lock /var/cache/samba /var/log/samba /var/lib/preau /usr/local/sbin
mkdir -p /var/lib/samba/private /var/lib/preau/samba
install -m 0644 "$controller/samba/school.ldif" /var/lib/preau/samba/school.ldif
alone "$controller/samba/smb.conf" /etc/samba/smb.conf
given "$controller/samba/provision.sh" /usr/local/sbin/preau-domain
ip link set lo up
ip link add cable type veth peer name other
ip link set cable up
cards cable
# What is in another VLAN is on the same cable here.
ip route add default dev cable
sam=/var/lib/samba/private/sam.ldb
base=$(sed -n "s/^base='\(.*\)'$/\1/p" /usr/local/sbin/preau-domain)

/usr/local/sbin/preau-domain
# made NAME NUMBER GROUP: an account as the ENT would make it, in the place and the group that it fills.
made() {
    gid=$(ldbsearch -H "$sam" "(sAMAccountName=$3)" gidNumber | sed -n 's/^gidNumber: //p')
    printf 'dn: CN=%s,OU=%s,OU=Utilisateurs,%s\nobjectClass: user\nsAMAccountName: %s\n' "$1" "$3" "$base" "$1" >"$place/account.ldif"
    printf 'uidNumber: %s\ngidNumber: %s\nuserAccountControl: 514\n' "$2" "$gid" >>"$place/account.ldif"
    ldbadd -H "$sam" "$place/account.ldif" >/dev/null
    samba-tool group addmembers -H "$sam" "$3" "$1" >/dev/null
    samba-tool user setpassword -H "$sam" "$1" --newpassword="Essai-$1" >/dev/null
    samba-tool user enable -H "$sam" "$1" >/dev/null
}
made e1 20001 eleves
made p1 20002 professeurs
made s1 20003 personnels
made a1 20004 personnels
samba-tool group addmembers -H "$sam" agents a1 >/dev/null
address=$(sed -n 's/^interfaces = lo \([0-9.]*\).*/\1/p' /etc/samba/smb.conf)
rm -f /etc/resolv.conf
echo "nameserver $address" >/etc/resolv.conf
samba --daemon
listens() { ss -ltn | grep -q "$address:$1 "; }
for port in 53 88 389 445; do wait_for "answer at port $port" listens "$port"; done
unshare --mount --net sh "$here/$script" "$member" "$place" "$address" &
joins=$!
elsewhere() { test "$(readlink "/proc/$joins/ns/net")" != "$(readlink /proc/self/ns/net)"; }
wait_for "machine beside it" elsewhere
ip link set other netns "$joins"
wait "$joins"
name=$(sed -n 's/^netbios name = //p' "$member/samba/smb.conf")
echo "computer: $(ldbsearch -H "$sam" "(sAMAccountName=$name\$)" dn | sed -n 's/^dn: //p')"
domain=$(sed -n 's/^realm = //p' /etc/samba/smb.conf | tr A-Z a-z)
echo "computer:" $(samba-tool dns query 127.0.0.1 "$domain" "$name" ALL --machine-pass 2>/dev/null | sed -n 's/^ *\(A*: [^ ]*\) .*/\1/p')
