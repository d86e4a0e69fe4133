//! The scripts that make the domain and bring machines into it. Run again, they change nothing that is right.
//!
//! A password goes from the script to Samba through a pipe or a file of its own, never as an argument that `ps` shows.
//! Entry points: [`first`], [`join`].

use super::{Here, escape, names};
use crate::base::Origin;
use crate::emit::hosts::desk::Desk;
use crate::state::directory::{Accounts, Holds, May, Part, ServiceAccount};

/// Where the entries lie on the controller.
pub const ENTRIES: &str = "/var/lib/preau/samba/school.ldif";

/// What is put in its place when a controller is made; a word of the shell.
const MADE: &str = "'/var/lib/samba/private/preau-domain'";

/// The first controller's own part: what a line of the list at its end does.
const FIRST: &str = r#"
# Runs a command that says nothing unless it fails.
quietly() {
    said=$("$@" 2>&1) || { echo "preau-domain: $said" >&2; exit 1; }
}

# A domain that was made half is made anew: the file is put in its place when all else is there.
if ! test -e "$made"; then
    quietly samba-tool domain provision --configfile="$config" --realm="$realm" --domain="$domain" --host-name="$name" \
        $addresses --server-role=dc --dns-backend=SAMBA_INTERNAL --use-rfc2307
    touch "$made"
fi

# Adds the entries that are missing, one by one. One that exists is left as it is. ldbadd may add nothing and exit 0.
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
awk -v RS= -v work="$work" '{ file = sprintf("%s/%04d", work, NR); print > file; close(file) }' "$entries"
for entry in "$work"/*; do
    said=$(ldbadd -H "$sam" "$entry" 2>&1) || true
    case "$said" in
        "Added 1 records"*) ;;
        *'"Entry '*' already exists"'*) ;;
        *) echo "preau-domain: $said" >&2; exit 1 ;;
    esac
done

# password DN SECRET [CONTROL]: sets a password, and with CONTROL what the account is.
password() {
    coded=$(printf '"%s"' "$2" | iconv -f UTF-8 -t UTF-16LE | base64 -w 0)
    {
        printf 'dn: %s\nchangetype: modify\nreplace: unicodePwd\nunicodePwd:: %s\n' "$1" "$coded"
        if test -n "${3-}"; then printf '%s\nreplace: userAccountControl\nuserAccountControl: %s\n' - "$3"; fi
    } >"$work/password"
    quietly ldbmodify -H "$sam" "$work/password"
}

# may ACCOUNT DN RIGHTS: gives an account rights below an entry; a right that it has is not given twice.
may() {
    sid=$(ldbsearch -H "$sam" -b "$base" "(sAMAccountName=$1)" objectSid | sed -n 's/^objectSid: //p')
    quietly samba-tool dsacl set -H "$sam" --objectdn="$2" --sddl="$(printf '%s' "$3" | sed "s/SID/$sid/g")"
}

"#;

/// What joins a machine to a domain that there is.
const JOIN: &str = r#"
# The password lies in a file that only root reads, for as long as it takes.
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
printf '%s\n' "$administrator" >"$work/password"
export PASSWD_FILE="$work/password"
"#;

/// What a member of an Active Directory does besides: joining would ask the machine for its name, which says no domain.
const REGISTER: &str = r#"
# Clients find this machine by its name in the domain.
register() {
    net ads dns register "$name" $addresses --machine-pass >/dev/null
}
"#;

/// What a member that answers RADIUS does besides.
const ADMIT: &str = r#"
# RADIUS has passwords checked by winbind, which lets a group of its own ask for that.
usermod -aG winbindd_priv freerad
"#;

/// An account whose password does not end (MS-ADTS, 2.2.16): 512 and 65536.
const NO_END: &str = "66048";

/// Schema identifiers of classes and attributes (MS-ADSC, MS-ADA2), in the rights of a directory.
const USER: &str = "bf967aba-0de6-11d0-a285-00aa003049e2";
const COMPUTER: &str = "bf967a86-0de6-11d0-a285-00aa003049e2";
const MEMBER: &str = "bf9679c0-0de6-11d0-a285-00aa003049e2";

/// The script that makes the domain, on its first controller.
pub fn first(here: &Here, desk: &mut Desk) -> String {
    let Here { directory, server, .. } = *here;
    let mut out = Script::of("Makes the domain where there is none, then brings in what the directory lacks.");
    out.set("made", MADE);
    out.set("config", "'/etc/samba/smb.conf'");
    out.set("sam", "'/var/lib/samba/private/sam.ldb'");
    out.set("entries", &format!("'{ENTRIES}'"));
    out.word(desk, "realm", &names::realm(directory), directory.domain.origin());
    out.word(desk, "domain", &directory.netbios, directory.netbios.origin());
    out.word(desk, "base", &names::base(directory), directory.domain.origin());
    out.word(desk, "name", &server.name.to_uppercase(), server.name.origin());
    let v4 = server.v4.first().map(|(address, _)| format!("--host-ip={}", desk.say(address)));
    let v6 = server.v6.first().map(|(address, _)| format!("--host-ip6={}", desk.say(address)));
    let addresses: Vec<String> = v4.into_iter().chain(v6).collect();
    out.set("addresses", &format!("'{}'", addresses.join(" ")));
    out.text.push_str(FIRST);
    let administrator = format!("CN=Administrator,CN=Users,{}", names::base(directory));
    let secret = &directory.administrator;
    out.call(desk, "password", &[&administrator, &secret.to_string()], secret.origin());
    for service in &directory.services {
        let dn = format!("CN={},{}", escape::dn_value(&service.name), names::place(directory, Holds::Services));
        out.call(desk, "password", &[&dn, &service.secret.to_string(), NO_END], service.secret.origin());
    }
    for service in &directory.services {
        for (dn, rights, origin) in rights(here, service) {
            out.call(desk, "may", &[&service.name, &dn, &rights], origin);
        }
    }
    out.text
}

/// What the account of a service may do, as entries and the rights below them.
fn rights(here: &Here, service: &ServiceAccount) -> Vec<(String, String, Origin)> {
    let directory = here.directory;
    match *service.may {
        May::Read => Vec::new(),
        May::JoinMachines => {
            let machines = directory.units.iter().filter(|unit| *unit.holds == Holds::Machines);
            let rights = format!("(OA;CI;CCDC;{COMPUTER};;SID)(OA;CIIO;GA;;{COMPUTER};SID)");
            machines.map(|unit| (names::unit(directory, unit), rights.clone(), service.may.origin())).collect()
        }
        May::FillAccounts => {
            let rights = format!("(OA;CI;CCDC;{USER};;SID)(OA;CIIO;GA;;{USER};SID)");
            let ent = |by: Option<Accounts>| by == Some(Accounts::Ent);
            let units = directory.units.iter().filter(|unit| ent(unit.filled_by.map(|by| *by)));
            let places = units.map(|unit| (names::unit(directory, unit), rights.clone(), unit.holds.origin()));
            let groups = directory.groups.iter().filter(|group| *group.filled_by == Accounts::Ent).map(|group| {
                let dn = names::group(directory, &group.name);
                (dn, format!("(OA;;RPWP;{MEMBER};;SID)"), group.filled_by.origin())
            });
            places.chain(groups).collect()
        }
    }
}

/// The script that brings a further controller or a member into the domain.
pub fn join(here: &Here, desk: &mut Desk) -> String {
    let Here { directory, server, .. } = *here;
    let mut out = Script::of("Brings this machine into the domain, unless it is in it.");
    out.word(desk, "administrator", &directory.administrator.to_string(), directory.administrator.origin());
    if let Some(classic) = &directory.classic {
        let name = desk.spell(escape::netbios, &classic.controller).to_uppercase();
        out.word(desk, "controller", &name, classic.controller.origin());
        if *server.radius {
            out.text.push_str(ADMIT);
        }
        // Without an address it is found by its name, where the machine has a way to.
        let address = classic.address.as_ref().map(|address| format!(" -I {}", desk.say(address))).unwrap_or_default();
        out.text.push_str("\nif net rpc testjoin >/dev/null 2>&1; then\n    exit 0\nfi\n");
        out.text.push_str(JOIN);
        out.text.push_str(&format!("net rpc join member -S \"$controller\"{address} --user=Administrator\n"));
        return out.text;
    }
    out.word(desk, "realm", &names::realm(directory), directory.domain.origin());
    if *server.part == Part::Member {
        // A path of units as `net` takes it: outermost first, with slashes.
        let machines = directory.units.iter().find(|unit| *unit.holds == Holds::Machines);
        let path: Vec<&str> = machines.map(|unit| unit.path.iter().map(|name| name.as_str()).collect()).unwrap_or_default();
        out.word(desk, "place", &path.join("/"), server.part.origin());
        let name = format!("{}.{}", server.name, directory.domain);
        out.word(desk, "name", &name, server.name.origin());
        let v4 = server.v4.iter().map(|(address, _)| desk.say(address)).collect::<Vec<_>>();
        let v6 = server.v6.iter().map(|(address, _)| desk.say(address)).collect::<Vec<_>>();
        out.set("addresses", &format!("'{}'", [v4, v6].concat().join(" ")));
        if *server.radius {
            out.text.push_str(ADMIT);
        }
        out.text.push_str(REGISTER);
        out.text.push_str("\nif net ads testjoin >/dev/null 2>&1; then\n    register\n    exit\nfi\n");
        out.text.push_str(JOIN);
        out.text.push_str("net ads join --realm=\"$realm\" --user=Administrator createcomputer=\"$place\" --no-dns-updates\n");
        out.text.push_str("register\n");
    } else {
        out.set("made", MADE);
        out.text.push_str("\nif test -e \"$made\"; then\n    exit 0\nfi\n");
        out.text.push_str(JOIN);
        out.text.push_str(
            "samba-tool domain join \"$realm\" DC --username=Administrator --dns-backend=SAMBA_INTERNAL \\\n    \
             --option='idmap_ldb:use rfc2307 = yes'\ntouch \"$made\"\n",
        );
    }
    out.text
}

/// A script that grows.
pub(super) struct Script {
    pub(super) text: String,
}

impl Script {
    /// A script that says what it does; it ends at the first command that fails, and makes no file that others may read.
    pub(super) fn of(what: &str) -> Script {
        Script { text: format!("#!/bin/sh\n# {what}\nset -eu\numask 077\n\n") }
    }

    /// Sets a variable to what is a word of the shell already.
    pub(super) fn set(&mut self, name: &str, word: &str) {
        self.text.push_str(&format!("{name}={word}\n"));
    }

    /// Sets a variable to a text.
    pub(super) fn word(&mut self, desk: &mut Desk, name: &str, text: &str, origin: Origin) {
        let word = desk.spell_text(escape::shell, text, origin);
        self.set(name, &word);
    }

    /// Calls one of the script's own commands with texts.
    pub(super) fn call(&mut self, desk: &mut Desk, command: &str, texts: &[&str], origin: Origin) {
        let words: Vec<String> = texts.iter().map(|text| desk.spell_text(escape::shell, text, origin)).collect();
        self.text.push_str(&format!("{command} {}\n", words.join(" ")));
    }
}
