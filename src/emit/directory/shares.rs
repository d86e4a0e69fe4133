//! The scripts behind shares: their folders with who may what in them, and what each account may keep on a volume.
//!
//! Groups stand there by the numbers that the directory gives them, so that neither script asks a domain for names that it
//! may not reach yet. Entry points: [`folders`], [`quotas`].

use super::provision::Script;
use super::{Here, escape};
use crate::base::Sourced;
use crate::emit::hosts::desk::Desk;
use crate::state::directory::{Access, Share};
use crate::state::guest::{Guest, Kind};

/// Where the script of folders lies: `smb.conf` calls it when an account comes to its own folder for the first time.
pub const PROGRAM: &str = "/usr/local/sbin/preau-shares";

const FOLDERS: &str = r#"# own FOLDER DOMAIN ACCOUNT: makes the folder of an account, with the rights that the folder above hands down.
if test "${1-}" = own; then
    case "$4" in '' | .* | */*) exit 1 ;; esac
    # The middle digit is the most that any group gets; what each gets is handed down.
    test -d "$2/$4" || install -d -m 0770 -o "$3\\$4" "$2/$4"
    exit 0
fi

# folder PATH RIGHTS: makes a folder where there is none, and sets its rights.
folder() {
    install -d -m 0750 "$1"
    setfacl --set "$2" "$1"
}

"#;

/// The script that makes a machine's shared folders and sets their rights.
pub fn folders(here: &Here, desk: &mut Desk) -> String {
    let mut out = Script::of("Makes the shared folders, and sets who may what in them. What is in them is left as it is.");
    // The machine that holds a classic domain knows its accounts without the domain before their names.
    let is_lone = here.holds_classic();
    out.text.push_str(&if is_lone { FOLDERS.replace(r#""$3\\$4""#, r#""$4""#) } else { FOLDERS.to_owned() });
    for share in &here.server.shares {
        let path = desk.spell(escape::path, &share.path);
        let rights = rights(here, share, desk);
        out.text.push_str(&format!("folder {path} {rights}\n"));
    }
    out.text
}

/// The access list of a share's folder, as `setfacl --set` takes it: its own, and the one that it hands down.
fn rights(here: &Here, share: &Share, desk: &mut Desk) -> String {
    let mut own = vec!["u::rwx".to_owned(), "g::---".to_owned()];
    let mut below = own.clone();
    let number =
        |group: &Sourced<String>| here.directory.groups.iter().find(|g| g.name == *group).map(|g| group.with(g.gid.to_string()));
    for (groups, may) in [(&share.read, "r-x"), (&share.write, "rwx")] {
        for gid in groups.iter().filter_map(number) {
            let entry = format!("g:{}:{may}", desk.say(&gid));
            // In the folder that holds the accounts' own, nobody makes another; in each of those, groups do what they may.
            own.push(if share.own.is_some() { entry.replace("rwx", "r-x") } else { entry.clone() });
            below.push(entry);
        }
    }
    // An account passes through to its own folder.
    own.push(format!("o::{}", if share.own.is_some() { "--x" } else { "---" }));
    own.push("m::rwx".to_owned());
    below.extend(["o::---".to_owned(), "m::rwx".to_owned()]);
    let handed = below.iter().map(|entry| format!("d:{entry}"));
    let said: Vec<String> = own.iter().cloned().chain(handed).collect();
    let text = said.join(",");
    match share.own.as_ref().filter(|own| ***own == Access::Read) {
        Some(reads) => desk.say_as(text, reads.origin()),
        None => text,
    }
}

const QUOTAS: &str = r#"
# quota FOLDER KIBIBYTES: sets what each account may keep on the file system there.
quota() {
    accounts | while read -r account; do
        # An account without a number, such as the domain's own, has no file there.
        id=$(inside id -u "$account" 2>/dev/null) || continue
        setquota -u "$((id + first))" "$2" "$2" 0 0 "$1"
    done
}

"#;

/// The script that sets what each account may keep on the volumes of a machine: run where their file systems are mounted.
pub fn quotas(here: &Here, guest: &Guest, desk: &mut Desk) -> String {
    let mut out =
        Script::of("Sets what each account may keep on a volume. Run again when accounts came: a new one has no limit yet.");
    let (first, inside, above) = match &guest.kind {
        Kind::Lxc(lxc) => {
            let first = lxc.idmap.as_ref().map_or_else(|| "0".to_owned(), |map| desk.say_as(map.0, map.origin()));
            let folder = desk.spell(escape::path, &lxc.folder);
            let name = desk.spell(escape::account, &guest.name);
            (first, format!("lxc-attach -P {folder} -n {name} -- \"$@\""), Some(format!("{folder}/{name}/volumes")))
        }
        Kind::Kvm(_) | Kind::Docker(_) => ("0".to_owned(), "\"$@\"".to_owned(), None),
    };
    out.text.push_str(&format!(
        "# Ids of the machine begin here where the volume is mounted.\nfirst={first}\ninside() {{ {inside} </dev/null; }}\n"
    ));
    // Winbind lists the accounts of a domain that is elsewhere.
    let list = if here.holds_classic() {
        "inside pdbedit --list | sed -n 's/^\\([^:]*[^:$]\\):.*/\\1/p'"
    } else {
        "inside wbinfo --domain-users"
    };
    out.text.push_str(&format!("accounts() {{ {list}; }}\n"));
    out.text.push_str(QUOTAS);
    for quota in &here.server.quotas {
        let place = match &above {
            Some(above) => format!("{above}/{}", desk.spell(escape::account, &quota.volume)),
            None => desk.spell(escape::path, &quota.path),
        };
        out.text.push_str(&format!("quota {place} {}\n", desk.say_as(quota.limit.0 >> 10, quota.limit.origin())));
    }
    out.text
}
