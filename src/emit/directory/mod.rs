//! The files of a school's directory: Samba's on each machine of the domain, the entries, who may make accounts where.
//!
//! Everything is decided in `state::directory`; here it is spelt. A machine that others run gets a request in French and
//! nothing else. To add a file: its writer beside these, a line in [`write`], an escape in `escape` for a new syntax.

mod accounts;
mod classic;
mod entries;
pub mod escape;
mod ldif;
mod names;
mod provision;
pub mod read;
mod request;
mod shares;
mod smb;

use super::hosts::desk::Desk;
use super::hosts::escape::word;
use super::{Apply, Emitted, Job, Meta, Refused, Story, Target};
use crate::state::directory::{Machine, Part, Request};
use crate::state::{Directory, Guest, Host, Intended};

/// What no test has seen at work.
pub static UNTRIED: &[&str] = &[
    "RADIUS that asks for accounts of a classic domain",
    "setquota and lxc-attach with what the scripts give them: only what they would be given is seen",
    "accounts that the ENT makes in an Active Directory with the rights of its own account",
    "a Windows that joins a classic domain",
];

/// The machine whose files are being written.
#[derive(Copy, Clone)]
struct Here<'a> {
    directory: &'a Directory,
    server: &'a Machine,
    /// The folder of its files in the tree.
    folder: &'a str,
}

/// The target.
pub static TARGET: Target = Target {
    name: "directory",
    doc: "the school's accounts and shares: Samba on each machine of its domain, the entries of the directory",
    folders: &["hosts/*/*/ldap", "hosts/*/*/samba"],
    check: |_, _| {},
    refuses: true,
    write: |job| {
        let mut files = Vec::new();
        let mut refused = Vec::new();
        for host in &job.state.hosts {
            let mut desk = Desk::default();
            write(job.uai, job.state, host, &mut desk);
            files.append(&mut desk.files);
            let device = host.name.value();
            let refusals = desk.refusals.into_iter();
            refused.extend(refusals.map(|refusal| Refused { refusal, device: device.clone(), language: "host" }));
        }
        Emitted { files, refused, ..Emitted::default() }
    },
    explain,
};

/// Writes the files of the machines on the host that one is for, and keeps the story of that one.
fn explain(job: &Job, path: &str) -> Option<Story> {
    let host = job.state.hosts.iter().find(|host| path.starts_with(&format!("{}/hosts/{}/", job.uai, host.name)))?;
    let mut desk = Desk::asked(path);
    write(job.uai, job.state, host, &mut desk);
    desk.story
}

/// Writes the files of the directory's machines that run on a host.
fn write(uai: &str, state: &Intended, host: &Host, desk: &mut Desk) {
    let Some(directory) = &state.directory else { return };
    if desk.spell(word, &host.name).is_empty() {
        return;
    }
    let folder = |guest: &str| format!("{uai}/hosts/{}/{guest}/samba", host.name);
    let entries = |guest: &str| format!("{uai}/hosts/{}/{guest}/ldap", host.name);
    for server in directory.servers.iter().filter(|server| server.host == host.name) {
        if desk.spell(word, &server.guest).is_empty() {
            continue;
        }
        let folder = folder(&server.guest);
        let here = Here { directory, server, folder: &folder };
        one(&here, desk);
        if let Some(classic) = directory.classic.as_ref().filter(|_| here.holds_classic()) {
            classic::files(&here, classic, &entries(&server.guest), desk);
        }
        let guest = state.guests.iter().find(|guest| guest.name == server.guest);
        if let Some(guest) = guest.filter(|_| !server.quotas.is_empty()) {
            quotas(&here, host, guest, desk);
        }
    }
    for request in directory.requests.iter().filter(|request| request.host == host.name) {
        if !desk.spell(word, &request.guest).is_empty() {
            ask(uai, directory, request, &folder(&request.guest), desk);
        }
    }
}

/// The files of one machine.
fn one(here: &Here, desk: &mut Desk) {
    let Here { server, folder, .. } = *here;
    let apply = Apply {
        check: Some("testparm -s /etc/samba/smb.conf".into()),
        command: Some("smbcontrol all reload-config || true".into()),
        order: 40,
        disturbs: "nothing that is open: shares are read again".into(),
    };
    let meta = here.meta("samba", "/etc/samba/smb.conf", 0o644, Some(apply));
    desk.file(format!("{folder}/smb.conf"), meta, server.guest.origin(), |desk| smb::domain(here, desk));
    if *server.part == Part::First {
        if here.directory.classic.is_none() {
            let meta = here.meta("directory-ldif", provision::ENTRIES, 0o644, None);
            desk.file(format!("{folder}/school.ldif"), meta, server.part.origin(), |desk| entries::write(here, desk));
        }
        let meta = here.meta("directory-accounts", "/var/lib/preau/samba/accounts.json", 0o644, None);
        let origin = here.directory.accounts.origin();
        desk.file(format!("{folder}/accounts.json"), meta, origin, |desk| accounts::write(here, desk));
    }
    join(here, desk);
    if !server.shares.is_empty() {
        let apply = Apply {
            check: Some(format!("sh -n {}", shares::PROGRAM)),
            command: Some(shares::PROGRAM.into()),
            order: 43,
            disturbs: "nothing: folders that are missing are made, rights are set again".into(),
        };
        let meta = here.meta("samba-shares", shares::PROGRAM, 0o755, Some(apply));
        desk.file(format!("{folder}/shares.sh"), meta, server.guest.origin(), |desk| shares::folders(here, desk));
    }
}

/// The script that makes the domain or joins it.
fn join(here: &Here, desk: &mut Desk) {
    let Here { directory, server, folder } = *here;
    if let Some(classic) = directory.classic.as_ref().filter(|_| here.holds_classic()) {
        let meta = here.meta("samba-domain", classic::script::PROGRAM, 0o700, Some(classic::apply()));
        let subject = server.part.origin();
        return desk.file(format!("{folder}/domain.sh"), meta, subject, |desk| classic::script::domain(here, classic, desk));
    }
    let (name, program) = match *server.part {
        Part::First => ("provision.sh", "/usr/local/sbin/preau-domain"),
        Part::Further | Part::Member => ("join.sh", "/usr/local/sbin/preau-join"),
    };
    let start = match *server.part {
        // Debian starts a file server's three services, which hold the ports of a controller.
        Part::First | Part::Further => {
            "systemctl disable --now smbd nmbd winbind && systemctl unmask samba-ad-dc && systemctl enable --now samba-ad-dc"
        }
        // Debian has started them before there was a domain.
        Part::Member if server.shares.is_empty() => "systemctl enable winbind && systemctl restart winbind",
        Part::Member => "systemctl enable smbd winbind && systemctl restart smbd winbind",
    };
    let apply = Apply {
        check: Some(format!("sh -n {program}")),
        command: Some(format!("{program} && {start}")),
        order: if *server.part == Part::First { 41 } else { 42 },
        disturbs: match *server.part {
            Part::First | Part::Further => "nothing in a domain that is made; its passwords are set again".into(),
            Part::Member => "shares of the machine, for a second".into(),
        },
    };
    let meta = here.meta("samba-domain", program, 0o700, Some(apply));
    desk.file(format!("{folder}/{name}"), meta, server.part.origin(), |desk| match *server.part {
        Part::First => provision::first(here, desk),
        Part::Further | Part::Member => provision::join(here, desk),
    });
}

/// The script of quotas: on the guest where it is a machine, on the host where the host mounts its volumes.
fn quotas(here: &Here, host: &Host, guest: &Guest, desk: &mut Desk) {
    let program = format!("/usr/local/sbin/preau-quotas-{}", guest.name.value());
    let apply = Apply {
        check: Some(format!("sh -n {program}")),
        command: Some(program.clone()),
        order: 44,
        disturbs: "accounts that keep more than they may write nothing more".into(),
    };
    let on_guest = matches!(guest.kind, crate::state::guest::Kind::Kvm(_));
    let device = if on_guest { &guest.hostname } else { &host.hostname };
    let meta = Meta { device: Some(device.value().clone()), ..here.meta("samba-quotas", &program, 0o755, Some(apply)) };
    desk.file(format!("{}/quotas.sh", here.folder), meta, here.server.guest.origin(), |desk| shares::quotas(here, guest, desk));
}

/// The request to those who run a file server themselves.
fn ask(uai: &str, directory: &Directory, wanted: &Request, folder: &str, desk: &mut Desk) {
    let meta = Meta { kind: "change-request", owner: "root", group: "root", mode: 0o644, ..Meta::default() };
    let origin = wanted.managed_by.origin();
    desk.file(format!("{folder}/demande.txt"), meta, origin, |desk| request::write(uai, directory, wanted, desk));
}

impl Here<'_> {
    /// Whether the machine is the one that holds a classic domain.
    fn holds_classic(&self) -> bool {
        self.directory.classic.is_some() && *self.server.part == Part::First
    }

    /// Where a file goes on the machine.
    fn meta(&self, kind: &'static str, destination: &str, mode: u32, apply: Option<Apply>) -> Meta {
        Meta {
            device: Some(self.server.hostname.value().clone()),
            kind,
            destination: Some(destination.to_owned()),
            owner: "root",
            group: "root",
            mode,
            secret: false,
            apply,
        }
    }
}
