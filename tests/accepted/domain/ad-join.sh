# What every machine does that joins the domain which ad-controller.sh holds, at the other end of its cable: sourced by each kind's
# own script, with `member` the folder of its files, `place` and `controller`, that machine's address.
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
alone "$member/samba/smb.conf" /etc/samba/smb.conf
given "$member/samba/join.sh" /usr/local/sbin/preau-join
wait_for cable ip link show other
ip link set lo up
ip link set other up
cards other
# What is in another VLAN is on the same cable here.
ip route add default dev other
/usr/local/sbin/preau-join
sed -i "s/^administrator=.*/administrator=''/" /usr/local/sbin/preau-join
/usr/local/sbin/preau-join
echo "member: joined, then in it"
