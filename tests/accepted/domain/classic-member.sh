# A member of the domain that classic-controller.sh holds, at the other end of its cable.
# $1: the folder of its files, $2: a place. What is found is told in a line each.
set -eu
member=$1 place=$2
here=$(dirname "$0")
. "$here/places.sh"

own=$place/member
# The other machine's lists and folders were here: none of its accounts may be found by them.
lay "$own" /var/lib/samba /run/samba /run/nslcd /var/cache/samba /var/log/samba /usr/local/sbin
mkdir -p /var/lib/samba/private
umount /etc
mkdir -p "$own/etc"
cp -a /etc/. "$own/etc"
mount --bind "$own/etc" /etc
sed -i 's/^\(passwd\|group\):.*/\1: files/' /etc/nsswitch.conf
install -m 0644 "$member/samba/smb.conf" /etc/samba/smb.conf
given "$member/samba/join.sh" /usr/local/sbin/preau-join
wait_for cable ip link show other
ip link set lo up
ip link set other up
cards other
wait_for controller /usr/local/sbin/preau-join
# In the domain, it does not ask again: without a password it would fail.
sed -i "s/^administrator=.*/administrator=''/" /usr/local/sbin/preau-join
/usr/local/sbin/preau-join
echo "member: joined, then in it"
winbindd -D
wait_for trust wbinfo -t
echo "member: trusted"
domain=FONTAINES
number_of() { wbinfo --sid-to-gid "$(wbinfo --name-to-sid "$domain\\$1" | cut -d' ' -f1)"; }
echo "member: group $(number_of eleves), users $(number_of 'Domain Users')"
printf 'member: lists %s\n' $(wbinfo --domain-users)
. "$here/shares.sh"
