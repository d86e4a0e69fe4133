//! The guests' disks: a script that makes the logical volumes which are missing, and touches none that exists.

use super::desk::Desk;
use super::{Here, IMAGES, escape};
use crate::emit::Apply;
use crate::state::Guest;
use crate::state::guest::{Disk, Kind};

const DESTINATION: &str = "/usr/local/sbin/preau-storage";

/// The script's own part: what a line of the list does.
const HEAD: &str = r#"#!/bin/sh
# Makes the guests' volumes that are missing. A volume that exists is left as it is, whatever its size.
set -eu
group="$1"

fill() {
    case "$2" in
        ext4:*) mkfs.ext4 -q -O quota -E "root_owner=${2#ext4:}:${2#ext4:}" "/dev/$group/$1" ;;
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

"#;

/// Writes `storage.sh`.
pub fn write(here: &Here, guests: &[&Guest], desk: &mut Desk) {
    let group = desk.spell(escape::volume, &here.host.volumes);
    let apply = Apply {
        check: Some(format!("sh -n {DESTINATION}")),
        command: Some(format!("{DESTINATION} {group}")),
        order: 20,
        disturbs: "nothing that exists".into(),
    };
    let meta = here.meta("host-storage", DESTINATION.into(), 0o755, Some(apply));
    desk.file(format!("{}/storage.sh", here.folder), meta, here.host.volumes.origin(), |desk| {
        desk.spell(escape::volume, &here.host.volumes);
        let mut text = HEAD.to_owned();
        for guest in guests {
            for disk in &guest.disks {
                let name = desk.spell(escape::volume, &disk.volume);
                let mebibytes = desk.say_as(disk.size.0.div_ceil(1 << 20), disk.size.origin());
                text.push_str(&format!("volume {name} {mebibytes} {}\n", content(guest, disk, desk)));
            }
        }
        text
    });
}

fn content(guest: &Guest, disk: &Disk, desk: &mut Desk) -> String {
    match &guest.kind {
        Kind::Lxc(lxc) => format!("ext4:{}", lxc.idmap.as_ref().map_or_else(|| "0".to_owned(), |m| desk.say_as(m.0, m.origin()))),
        Kind::Docker(_) => "ext4:0".to_owned(),
        // What boots from an image with cloud-init is a copy of it; an installer's disk, and a data disk, begin empty.
        Kind::Kvm(kvm) => match guest.image.as_ref().filter(|_| kvm.seed.is_some() && disk.name.is_none()) {
            Some(image) => format!("image:{IMAGES}/{}", desk.spell(escape::word, &image.file)),
            None => "raw".to_owned(),
        },
    }
}
