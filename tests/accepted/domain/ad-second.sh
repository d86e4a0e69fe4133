# A further controller of the domain that ad-controller.sh holds. $1: the folder of its files, $2: a place, $3: the first
# controller's address. What is found is told in a line each.
set -eu
member=$1 place=$2 controller=$3
here=$(dirname "$0")
. "$here/ad-join.sh"

samba --daemon
address=$(sed -n 's/^interfaces = lo \([0-9.]*\).*/\1/p' /etc/samba/smb.conf)
listens() { ss -ltn | grep -q "$address:$1 "; }
for port in 53 88 389 445; do wait_for "answer at port $port" listens "$port"; done
sam=/var/lib/samba/private/sam.ldb
samba-tool drs showrepl --machine-pass >"$place/neighbours" 2>&1 || cat "$place/neighbours"
echo "second: $(grep -c 'was successful$' "$place/neighbours") parts taken, $(grep -c '^[[:space:]]*[1-9][0-9]* consecutive' "$place/neighbours") failed"
echo "second: $(samba-tool dbcheck | tail -n 1)"

# signs_in SERVER NAME: whether an account may ask a controller for the list of accounts, with its own password.
signs_in() { samba-tool user list -H "ldap://$1" -U "$2%Essai-$2" 2>/dev/null | grep -qx "$2"; }
signs_in "$address" e1 && echo "second: e1 signs in"
# Every five minutes the first looks for controllers and takes what they have; it is told to do both now. From then on each tells
# the other of what is new.
name=$(sed -n 's/^netbios name = //p' /etc/samba/smb.conf)
base=$(ldbsearch -H $sam -s base -b '' defaultNamingContext | sed -n 's/^defaultNamingContext: //p')
samba-tool drs kcc "$controller" -U Administrator%Essai-annuaire.admin >/dev/null
for part in "$base" "DC=DomainDnsZones,$base" "DC=ForestDnsZones,$base"; do
    samba-tool drs replicate "$controller" "$name" "$part" -U Administrator%Essai-annuaire.admin >/dev/null
done
samba-tool user create n2 Essai-n2 >/dev/null
wait_for "account at the first" signs_in "$controller" n2
echo "first: n2, made at the second, signs in"
samba-tool user create n1 Essai-n1 -H "ldap://$controller" -U Administrator%Essai-annuaire.admin >/dev/null
wait_for "account at the second" signs_in "$address" n1
echo "second: n1, made at the first, signs in"
domain=$(sed -n 's/^realm = //p' /etc/samba/smb.conf | tr A-Z a-z)
names() { samba-tool dns query "$1" "$domain" _ldap._tcp SRV --machine-pass 2>/dev/null | grep -ci "$name"; }
wait_for "name at the second" names "$address"
wait_for "name at the first" names "$controller"
echo "first: stations find the second"
echo "nameserver $address" >"$place/resolv.conf"
ip link set other down
if signs_in "$controller" e1; then echo "the first answers over no cable"; fi
signs_in "$address" p1 && echo "second: p1 signs in without the first"
ip link set other up
