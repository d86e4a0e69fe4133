# A member of the domain that ad-controller.sh holds, which has shares.
# $1: the folder of its files, $2: a place, $3: the controller's address. What is found is told in a line each.
set -eu
member=$1 place=$2 controller=$3
here=$(dirname "$0")
. "$here/ad-join.sh"

winbindd -D
wait_for trust wbinfo -t
echo "member: trusted"
domain=$(sed -n 's/^workgroup = //p' /etc/samba/smb.conf)
echo "member: group $(wbinfo --sid-to-gid "$(wbinfo --name-to-sid "$domain\\eleves" | cut -d' ' -f1)")"
. "$here/shares.sh"
