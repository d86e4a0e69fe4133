# A member of the domain that ad-controller.sh holds, which answers RADIUS: accounts ask by a cluster of access points, with PEAP.
# $1: the folder of its files, $2: a place, $3: the controller's address. What is found is told in a line each.
set -eu
member=$1 place=$2 controller=$3
here=$(dirname "$0")
# What Debian's package of winbind makes in a folder that is the machine's own here.
install -d -m 0750 -g winbindd_priv "$place/member/var/lib/samba/winbindd_privileged"
. "$here/ad-join.sh"

# What libnss-winbind does when it is installed.
sed -i -E 's/^(passwd|group):.*/& winbind/' /etc/nsswitch.conf
winbindd -D
wait_for trust wbinfo -t
echo "member: trusted"

lay "$own" /run/freeradius /var/log/freeradius
mkdir /var/log/freeradius/radacct
chown -R freerad: /run/freeradius /var/log/freeradius
to=/etc/freeradius/3.0
rm -f $to/sites-enabled/* $to/mods-enabled/eap $to/mods-enabled/mschap
for file in clients.conf mods-config/files/authorize mods-config/files/groups mods-enabled/eap mods-enabled/mschap \
    mods-enabled/preau_groups sites-enabled/preau; do
    install -m 0640 -g freerad "$member/freeradius/$(basename $file)" $to/$file
done
openssl req -x509 -newkey rsa:2048 -nodes -days 2 -subj /CN=preau -keyout $to/certs/preau.key -out $to/certs/preau.pem 2>/dev/null
cp $to/certs/preau.pem $to/certs/preau-ca.pem
chown freerad: $to/certs/preau*
# It drops root's rights before it asks winbind.
freeradius -f -l /var/log/freeradius/radius.log &
radius=$!
listens() { ss -Hlun | grep -q ':1812 '; }
wait_for RADIUS listens

server=$(sed -n 's/^interfaces = lo \([0-9.]*\).*/\1/p' /etc/samba/smb.conf)
cluster=$(awk '$1 == "ipaddr" { address = $3 } $1 == "language" && $3 == "aruba-instant" { print address }' $to/clients.conf)
secret=$(sed -n "s/^\tsecret = '\(.*\)'/\1/p" $to/clients.conf | head -n 1)
ip addr add "$cluster/32" dev lo

# asked NAME PASSWORD: what is answered to an account that gives another name outside of the tunnel: the VLAN, how long the role is.
asked() {
    printf 'network={\nkey_mgmt=WPA-EAP\neap=PEAP\nanonymous_identity="anonyme"\nidentity="%s"\npassword="%s"\n' "$1" "$2" >"$place/peap"
    printf 'ca_cert="%s"\nphase2="auth=MSCHAPV2"\n}\n' $to/certs/preau-ca.pem >>"$place/peap"
    eapol_test -c "$place/peap" -a "$server" -A "$cluster" -s "$secret" -t 20 >"$place/eapol" 2>&1 || true
    # Of the last message: of what it does not know it shows the length only, and a VLAN as digits in hexadecimal.
    awk '/^RADIUS message: code=/ { code = $3; role = vlan = "" }
        /Attribute 11 / { role = " role of " substr($4, 8) - 2 }
        /Attribute 81 / { getline; vlan = " VLAN "; for (i = 2; i <= length($2); i += 2) vlan = vlan substr($2, i, 1) }
        /^(SUCCESS|FAILURE)$/ { end = $0 }
        END { print (end code == "SUCCESScode=2") ? "accept" vlan role : (end code == "FAILUREcode=3") ? "reject" : end code }' "$place/eapol"
}
for account in e1 p1 a1 s1; do echo "radius: $account: $(asked $account Essai-$account)"; done
domain=$(sed -n 's/^workgroup = //p' /etc/samba/smb.conf)
realm=$(sed -n 's/^realm = //p' /etc/samba/smb.conf | tr A-Z a-z)
echo "radius: p1 with its domain: $(asked "$domain\\p1" Essai-p1)"
echo "radius: p1 with its realm: $(asked "p1@$realm" Essai-p1)"
echo "radius: p1, wrongly: $(asked p1 Essai-e1)"
echo "radius: nobody: $(asked x1 Essai-x1)"
kill $radius
wait $radius || true
