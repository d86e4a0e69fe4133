//! The script that makes a classic domain, and that Samba calls for each computer that joins it.
//!
//! Run again it changes nothing that is right: an entry that exists is left as it is, passwords are set again to what they
//! must be. Root signs in to the entries by slapd's socket, so no password of the entries' administrator exists. Entry point:
//! [`domain`].

use super::{entries, slapd};
use crate::emit::directory::provision::Script;
use crate::emit::directory::{Here, names};
use crate::emit::hosts::desk::Desk;
use crate::state::directory::{Classic, Holds, May};

/// Where the entries lie on the machine.
pub const ENTRIES: &str = "/var/lib/preau/ldap/school.ldif";
/// Where slapd keeps them, where Debian's profile of it lets it write.
pub const DATABASE: &str = "/var/lib/ldap/preau";
/// The script itself.
pub const PROGRAM: &str = "/usr/local/sbin/preau-domain";
/// What is behind the domain's own share.
pub const NETLOGON: &str = "/var/lib/samba/netlogon";

const COMPUTER: &str = r#"
fail() {
    echo "preau-domain: $1" >&2
    exit 1
}

# Runs a command that says nothing unless it fails.
quietly() {
    said=$("$@" 2>&1) || fail "$said"
}

# Root of this machine signs in to the entries by the socket, without a password.
find_entries() {
    ldapsearch -Q -Y EXTERNAL -H ldapi:/// -LLL -o ldif-wrap=no -b "$base" "$@"
}

add_entry() {
    ldapadd -Q -Y EXTERNAL -H ldapi:/// "$@"
}

# machine NAME: makes the entry of a computer that joins; Samba adds what is its own.
if test "${1-}" = machine; then
    name=${2%\$}
    case "$name" in '' | *[!A-Za-z0-9_-]*) fail "no name of a computer: $2" ;; esac
    # One at a time, or two computers get one number.
    exec 9>/run/lock/preau-domain
    flock 9
    number=$(find_entries '(uidNumber=*)' uidNumber | awk -v first="$first" -v last="$last" '
        BEGIN { free = first }
        $1 == "uidNumber:" && $2 >= free && $2 <= last { free = $2 + 1 }
        END { print free }')
    test "$number" -le "$last" || fail "no number is left for a computer: $first to $last"
    {
        printf 'dn: uid=%s$,%s\nobjectClass: account\nobjectClass: posixAccount\n' "$name" "$machines"
        printf 'uid: %s$\ncn: %s$\nuidNumber: %s\ngidNumber: %s\n' "$name" "$name" "$number" "$computers"
        printf 'homeDirectory: /nonexistent\nloginShell: /usr/sbin/nologin\n'
    } | add_entry
    exit
fi

"#;

const DOMAIN: &str = r#"
# What Samba adds to entries is told by a file that its package brings among its examples.
if ! test -e /etc/ldap/schema/samba.schema; then
    quietly install -m 0644 /usr/share/doc/samba/examples/LDAP/samba.schema /etc/ldap/schema/samba.schema
fi
# Samba asks the machine's own lists for each account: those of the domain are in them.
for list in passwd group; do
    grep -q "^$list:.* ldap" /etc/nsswitch.conf || sed -i "s/^$list:.*/& ldap/" /etc/nsswitch.conf
done
install -d -m 0700 -o openldap -g openldap "$database"
install -d -m 0755 "$netlogon"
quietly slaptest -u -f /etc/ldap/slapd.conf
quietly systemctl restart slapd nslcd
waited=0
until ldapwhoami -Q -Y EXTERNAL -H ldapi:/// >/dev/null 2>&1; do
    waited=$((waited + 1))
    test "$waited" -le 20 || fail "slapd does not answer"
    sleep 1
done

# Adds the entries that are missing, one by one. One that exists is left as it is.
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
awk -v RS= -v work="$work" '{ file = sprintf("%s/%04d", work, NR); print > file; close(file) }' "$entries"
for entry in "$work"/*; do
    # 68: it exists (RFC 4511, 4.1.9).
    said=$(add_entry -f "$entry" 2>&1) || test "$?" -eq 68 || fail "$said"
done

# Samba's own account: its password goes into the entries and into Samba's.
printf '%s' "$secret" >"$work/password"
quietly ldappasswd -Q -Y EXTERNAL -H ldapi:/// -T "$work/password" "$manager"
printf '%s\n%s\n' "$secret" "$secret" | quietly smbpasswd -W

# account NAME SECRET: gives an account its password, and lets it sign in.
account() {
    printf '%s\n%s\n' "$2" "$2" | quietly smbpasswd -s "$1"
    quietly smbpasswd -e "$1"
}

# joins DOMAIN ACCOUNT: lets an account take computers into the domain.
joins() {
    quietly net sam rights grant "$1\\$2" SeMachineAccountPrivilege
}

# group NAME NUMBER IDENTIFIER: an entry that was there is left, so what it says is looked at.
group() {
    find_entries "(&(cn=$1)(gidNumber=$2)(sambaSID=$3))" cn | grep -q '^cn: ' ||
        fail "the group $1 is there with another number than $2, or another identifier than $3"
}

"#;

/// The script of the machine that holds the domain.
pub fn domain(here: &Here, classic: &Classic, desk: &mut Desk) -> String {
    let directory = here.directory;
    let domain = directory.domain.origin();
    let mut out = Script::of("Makes the domain where there is none, then brings in what the directory lacks.");
    out.word(desk, "base", &names::base(directory), domain);
    out.word(desk, "machines", &names::place(directory, Holds::Machines), domain);
    out.set("computers", &(Classic::COMPUTERS + Classic::ABOVE).to_string());
    out.set("first", &desk.say(&classic.machines.first));
    out.set("last", &desk.say(&classic.machines.last));
    out.text.push_str(COMPUTER);
    out.set("entries", &format!("'{ENTRIES}'"));
    out.set("database", &format!("'{DATABASE}'"));
    out.set("netlogon", &format!("'{NETLOGON}'"));
    out.word(desk, "manager", &slapd::manager(here), domain);
    out.word(desk, "secret", &classic.manager.to_string(), classic.manager.origin());
    out.text.push_str(DOMAIN);
    let secret = &directory.administrator;
    out.call(desk, "account", &[entries::ADMINISTRATOR, &secret.to_string()], secret.origin());
    for service in &directory.services {
        out.call(desk, "account", &[&service.name, &service.secret.to_string()], service.secret.origin());
    }
    for service in directory.services.iter().filter(|service| *service.may == May::JoinMachines) {
        out.call(desk, "joins", &[&directory.netbios, &service.name], service.may.origin());
    }
    for (part, name, _) in entries::GROUPS {
        let number = part + Classic::ABOVE;
        out.call(desk, "group", &[name, &number.to_string(), &classic.identifier(number)], classic.sid.origin());
    }
    for group in &directory.groups {
        let number = group.gid.to_string();
        out.call(desk, "group", &[&group.name, &number, &classic.identifier(*group.gid)], group.gid.origin());
    }
    out.text
}
