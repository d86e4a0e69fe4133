//! `smb.conf` of a machine of the domain: its part, its names, its shares.
//!
//! Every line is one that `testparm` was seen to take (reference/virtualisation-and-services.md, part 9). SMB 1 is never
//! spoken, whatever the manifest says. Entry point: [`domain`].

use super::{Here, classic, escape, names};
use crate::base::Sourced;
use crate::emit::hosts::desk::{Desk, Lines};
use crate::state::directory::{Access, Classic, Holds, NUMBERS, Part, Share};
use std::fmt::Display;

/// The ids of accounts that are no one's in the domain, such as BUILTIN's: below those of [`NUMBERS`].
const OTHERS: &str = "3000-7999";

/// The oldest dialect that is spoken: what Windows 7 speaks.
const OLDEST: &str = "SMB2_10";

/// The `smb.conf` of a machine of the domain.
pub fn domain(here: &Here, desk: &mut Desk) -> String {
    let Here { directory, server, .. } = *here;
    let mut out = Lines::samba();
    let is_member = *server.part == Part::Member;
    let role = match (is_member, &directory.classic) {
        (true, _) => "member server",
        (false, None) => "active directory domain controller",
        (false, Some(_)) => "classic primary domain controller",
    };
    out.section("global").set("server role", desk.say_as(role, server.part.origin()));
    common(here, desk, &mut out);
    if let Some(classic) = &directory.classic {
        if is_member {
            classic_member(here, classic, desk, &mut out)
        } else {
            classic_controller(here, desk, &mut out)
        }
        server.shares.iter().for_each(|one| share(here, one, desk, &mut out));
        return out.text(desk);
    }
    if is_member {
        out.set("security", "ads");
    }
    out.set("realm", desk.spell_text(escape::domain, &names::realm(directory), directory.domain.origin()));
    if is_member {
        mapping(here, desk, &mut out);
    } else {
        if !server.forwarders.is_empty() {
            out.set("dns forwarder", words(server.forwarders.iter().map(|f| desk.say(f))));
        }
        out.set("idmap_ldb:use rfc2307", "yes");
        // Else a controller would enter its names by `nsupdate`, which no package of Samba brings.
        out.set("dns update command", "/usr/sbin/samba_dnsupdate --use-samba-tool");
        let scripts = format!("/var/lib/samba/sysvol/{}/scripts", desk.spell(escape::domain, &directory.domain));
        out.section("sysvol").set("path", "/var/lib/samba/sysvol").set("read only", "no");
        out.section("netlogon").set("path", scripts).set("read only", "no");
    }
    server.shares.iter().for_each(|one| share(here, one, desk, &mut out));
    out.text(desk)
}

/// What the machine that holds a classic domain says: where its accounts are, and that it is found by its NetBIOS name.
fn classic_controller(here: &Here, desk: &mut Desk, out: &mut Lines) {
    let Here { directory, .. } = *here;
    let domain = directory.domain.origin();
    // What is refused in these names is refused as the domain.
    desk.spell(escape::domain, &directory.domain);
    out.set("passdb backend", "ldapsam:ldap://127.0.0.1").set("ldap suffix", desk.say_as(names::base(directory), domain));
    let places =
        [("ldap user suffix", Holds::People), ("ldap group suffix", Holds::Groups), ("ldap machine suffix", Holds::Machines)];
    for (key, holds) in places {
        if let Some(name) = directory.units.iter().find(|unit| *unit.holds == holds).and_then(|unit| unit.path.last()) {
            out.set(key, format!("OU={}", desk.spell(escape::account, name)));
        }
    }
    out.set("ldap admin dn", desk.say_as(classic::manager(here), domain))
        .set("ldap ssl", "off")
        .set("ldap passwd sync", "yes")
        .set("ldapsam:trusted", "yes");
    out.set("add machine script", format!("{} machine '%u'", classic::script::PROGRAM));
    // Profiles stay on their computers; homes are shares.
    out.set("logon path", "").set("logon home", "");
    out.set("domain master", "yes").set("preferred master", "yes").set("os level", "65").set("wins support", "yes");
    out.set("idmap config * : backend", "tdb").set("idmap config * : range", OTHERS);
    stored_lists(here, desk, out);
    out.section("netlogon").set("path", classic::script::NETLOGON).set("read only", "yes");
}

/// What a member of a classic domain says: whom it asks, and how it counts accounts as the domain does.
fn classic_member(here: &Here, classic: &Classic, desk: &mut Desk, out: &mut Lines) {
    out.set("security", "domain");
    if let Some(address) = &classic.address {
        out.set("wins server", desk.say(address));
    }
    let domain = desk.spell(escape::netbios, &here.directory.netbios);
    let own = |what: &str| format!("idmap config {domain} : {what}");
    out.set("idmap config * : backend", "tdb").set("idmap config * : range", OTHERS);
    out.set(&own("backend"), "rid").set(&own("range"), format!("{}-{}", Classic::ABOVE, NUMBERS.end()));
    out.set("template shell", "/usr/sbin/nologin");
    stored_lists(here, desk, out);
}

/// What every machine says: its names, its addresses, what it never speaks.
fn common(here: &Here, desk: &mut Desk, out: &mut Lines) {
    let Here { directory, server, .. } = *here;
    out.set("workgroup", desk.spell(escape::netbios, &directory.netbios));
    out.set("netbios name", desk.spell_text(escape::netbios, &server.name.to_uppercase(), server.name.origin()));
    let v4 = server.v4.iter().map(|(address, length)| (desk.say(address), length)).collect::<Vec<_>>();
    let v6 = server.v6.iter().map(|(address, length)| (desk.say(address), length)).collect::<Vec<_>>();
    let cards = v4.into_iter().chain(v6).map(|(address, length)| format!("{address}/{}", length.value()));
    if !server.v4.is_empty() || !server.v6.is_empty() {
        out.set("interfaces", words(std::iter::once("lo".to_owned()).chain(cards)));
        out.set("bind interfaces only", "yes");
    }
    out.set("server min protocol", OLDEST);
    if *server.radius {
        accounts_of_radius(here, desk, out);
    }
    // No printer is shared: without these three, each start asks a print service that is not there.
    out.set("load printers", "no").set("printcap name", "/dev/null").set("disable spoolss", "yes");
}

/// What RADIUS needs: of a controller that it takes the answers of MS-CHAPv2, which a member vouches for, and of no one older
/// ones; of that member that accounts have their bare names, and groups their members.
fn accounts_of_radius(here: &Here, desk: &mut Desk, out: &mut Lines) {
    let origin = here.server.radius.origin();
    if *here.server.part == Part::Member {
        out.set("winbind use default domain", desk.say_as("yes", origin)).set("winbind expand groups", "1");
    } else {
        out.set("ntlm auth", desk.say_as("mschapv2-and-ntlmv2-only", origin));
    }
}

/// How a member gives numbers to accounts: those that the directory says, the same on every machine.
fn mapping(here: &Here, desk: &mut Desk, out: &mut Lines) {
    let domain = desk.spell(escape::netbios, &here.directory.netbios);
    let own = |what: &str| format!("idmap config {domain} : {what}");
    out.set("idmap config * : backend", "tdb").set("idmap config * : range", OTHERS);
    out.set(&own("backend"), "ad").set(&own("schema_mode"), "rfc2307");
    out.set(&own("unix_primary_group"), "yes").set(&own("range"), format!("{}-{}", NUMBERS.start(), NUMBERS.end()));
    out.set("winbind refresh tickets", "yes").set("template shell", "/usr/sbin/nologin");
    stored_lists(here, desk, out);
}

/// Where a machine stores access lists of Windows, if it may.
fn stored_lists(here: &Here, desk: &mut Desk, out: &mut Lines) {
    if *here.server.nt_acls {
        // A share's own list would replace this one: none has one.
        out.set("vfs objects", desk.say_as("acl_xattr", here.server.nt_acls.origin())).set("map acl inherit", "yes");
    }
}

/// A shared folder.
fn share(here: &Here, share: &Share, desk: &mut Desk, out: &mut Lines) {
    let name = desk.spell(escape::share, &share.name);
    let path = desk.spell(escape::path, &share.path);
    out.section(&name);
    let alone = share.read.is_empty() && share.write.is_empty();
    match &share.own {
        // `%U` is the account's name: of what a shell would read, Samba leaves nothing in it (smb.conf(5), `root preexec`).
        Some(own) => {
            out.set("path", desk.say_as(if alone { format!("{path}/%U") } else { path.clone() }, own.origin()));
            out.set("root preexec", format!("{} own {path} '%D' '%U'", super::shares::PROGRAM));
            out.set("root preexec close", "yes").set("hide unreadable", "yes");
        }
        None => {
            out.set("path", path);
        }
    }
    let may_write = |own: &Sourced<Access>| *own.value() == Access::Write;
    let readers: Vec<&Sourced<String>> = share.write.iter().chain(&share.read).collect();
    if !readers.is_empty() && share.own.is_none() {
        out.set("valid users", groups(here, &readers, desk));
    }
    if share.own.as_ref().is_some_and(may_write) {
        out.set("read only", "no");
    } else {
        out.set("read only", "yes");
        let writers: Vec<&Sourced<String>> = share.write.iter().collect();
        if !writers.is_empty() {
            out.set("write list", groups(here, &writers, desk));
        }
    }
    out.set("inherit acls", "yes");
}

/// Groups as a list of `smb.conf`: `@"CHOISEUL\eleves"`, in quotes whatever they hold.
fn groups(here: &Here, groups: &[&Sourced<String>], desk: &mut Desk) -> String {
    let domain = desk.spell(escape::netbios, &here.directory.netbios);
    let spelt: Vec<String> =
        groups.iter().map(|group| format!("@\"{domain}\\{}\"", desk.spell(escape::account, group))).collect();
    spelt.join(", ")
}

fn words<T: Display>(items: impl Iterator<Item = T>) -> String {
    items.map(|item| item.to_string()).collect::<Vec<_>>().join(" ")
}
