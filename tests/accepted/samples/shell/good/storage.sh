#!/bin/sh
# Makes the guests' volumes that are missing. A volume that exists is left as it is, whatever its size.
set -eu
group="$1"

fill() {
    case "$2" in
        ext4:*) mkfs.ext4 -q -E "root_owner=${2#ext4:}:${2#ext4:}" "/dev/$group/$1" ;;
        image:*) qemu-img convert -n -O raw "${2#image:}" "/dev/$group/$1" ;;
    esac
}

# volume NAME MEBIBYTES CONTENT: `ext4:ID` makes a file system owned by user ID, `image:FILE` copies an image, `raw` nothing.
volume() {
    if lvs "$group/$1" >/dev/null 2>&1; then
        return
    fi
    case "$3" in
        image:*) test -r "${3#image:}" || { echo "preau-storage: ${3#image:} is missing, $1 was not made" >&2; return; } ;;
    esac
    lvcreate --yes --wipesignatures y --size "${2}m" --name "$1" "$group"
    # A volume that was made and not filled would be left as it is for ever.
    fill "$1" "$3" || { lvremove --yes "$group/$1"; exit 1; }
}

volume amon-root 61440 raw
volume annuaire-root 61440 ext4:0
volume fichiers-root 20480 ext4:100000
volume fichiers-data 819200 ext4:100000
volume horus-root 409600 raw
volume impression-root 20480 ext4:100000
volume opsi-root 307200 ext4:100000
