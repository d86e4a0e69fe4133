# A member of the domain that ad-controller.sh holds, at the other end of its cable.
# $1: the folder of its files, $2: a place, $3: the controller's address. What is found is told in a line each.
set -eu
member=$1 place=$2 controller=$3
here=$(dirname "$0")
. "$here/places.sh"

own=$place/member
lay "$own" /var/lib/samba /run/samba /var/cache/samba /var/log/samba /usr/local/sbin
mkdir -p /var/lib/samba/private
umount /etc
mkdir -p "$own/etc"
cp -a /etc/. "$own/etc"
mount --bind "$own/etc" /etc
umount /etc/resolv.conf 2>/dev/null || true
echo "nameserver $controller" >"$place/resolv.conf"
mount --bind "$place/resolv.conf" /etc/resolv.conf
install -m 0644 "$member/samba/smb.conf" /etc/samba/smb.conf
given "$member/samba/join.sh" /usr/local/sbin/preau-join
wait_for cable ip link show other
ip link set lo up
ip link set other up
cards other
/usr/local/sbin/preau-join
sed -i "s/^administrator=.*/administrator=''/" /usr/local/sbin/preau-join
/usr/local/sbin/preau-join
echo "member: joined, then in it"
winbindd -D
wait_for trust wbinfo -t
echo "member: trusted"
domain=$(sed -n 's/^workgroup = //p' /etc/samba/smb.conf)
echo "member: group $(wbinfo --sid-to-gid "$(wbinfo --name-to-sid "$domain\\eleves" | cut -d' ' -f1)")"
. "$here/shares.sh"
