//! The files of a directory, read by Samba: `smb.conf` by `testparm`, entries by a domain that is made for them.
//!
//! `testparm` exits 0 on most mistakes, so its words count too; it sees neither a share's folder nor a name that is too long
//! for old clients. The domain has the full schema of an Active Directory and its rules on accounts, but another name: the
//! entries' base is rewritten. What the script of a controller does is run as a whole, once. Entry points: [`Samba`],
//! [`Directory`].

use std::{
    fs,
    path::{Path, PathBuf},
    process::Command,
    sync::OnceLock,
};

use crate::{
    checker::{Absent, Checker, Verdict, each, first_line, run, say},
    place::root,
    region::tree,
};

/// What `testparm` says of a file that Samba would not read as it was meant.
const WORDS: &[&str] = &["Unknown parameter", "Ignoring", "WARNING", "ERROR", "Invalid", "found in service section"];

/// `testparm`, on files.
pub struct Samba;

impl Checker for Samba {
    fn name(&self) -> &'static str {
        "samba"
    }

    fn version(&self) -> Result<String, String> {
        first_line(Command::new("testparm").arg("--version")).map(|version| format!("Samba {version}"))
    }

    fn judge(&self, things: &[PathBuf]) -> Vec<Verdict> {
        each(things, |file| match run(Command::new("testparm").arg("-s").arg(file), 20) {
            Ok(run) if run.code != Some(0) || WORDS.iter().any(|word| run.err.contains(word)) => Verdict::Refused(run.err),
            Ok(_) => Verdict::Accepted,
            Err(why) => Verdict::NotRun(why),
        })
    }
}

/// A domain of Samba's, on entries.
pub struct Directory;

impl Checker for Directory {
    fn name(&self) -> &'static str {
        "directory"
    }

    fn version(&self) -> Result<String, String> {
        let version = first_line(Command::new("samba-tool").arg("--version"))?;
        domain().as_ref().map_err(String::clone)?;
        Ok(format!("samba-tool {version}"))
    }

    fn judge(&self, things: &[PathBuf]) -> Vec<Verdict> {
        each(things, |file| added(file).unwrap_or_else(Verdict::NotRun))
    }
}

const BASE: &str = "DC=essai,DC=example";

/// Returns the folder of the domain that entries are added to, made once a run.
fn domain() -> &'static Result<PathBuf, String> {
    static DOMAIN: OnceLock<Result<PathBuf, String>> = OnceLock::new();
    DOMAIN.get_or_init(|| {
        let folder = Path::new(env!("CARGO_TARGET_TMPDIR")).join("directory-domain");
        let told = |error: std::io::Error| format!("{}: {error}", folder.display());
        if folder.exists() {
            fs::remove_dir_all(&folder).map_err(told)?;
        }
        fs::create_dir_all(&folder).map_err(told)?;
        // Debian's own would be merged into the controller's.
        let config = folder.join("empty.conf");
        fs::write(&config, "").map_err(told)?;
        let mut command = Command::new("samba-tool");
        command.args(["domain", "provision", "--realm=ESSAI.EXAMPLE", "--domain=ESSAI", "--server-role=dc", "--host-name=dc1"]);
        command.args(["--dns-backend=SAMBA_INTERNAL", "--use-rfc2307", "--host-ip=192.0.2.6", "--adminpass=Essai-2026"]);
        command.arg(format!("--configfile={}", config.display())).arg(format!("--targetdir={}", folder.join("dc").display()));
        let made = run(&mut command, 180)?;
        if made.code == Some(0) { Ok(folder) } else { Err(format!("no domain, which wants root: {}", made.said())) }
    })
}

/// Adds the entries of a file to a copy of the domain.
fn added(file: &Path) -> Result<Verdict, String> {
    static NUMBER: std::sync::atomic::AtomicUsize = std::sync::atomic::AtomicUsize::new(0);
    let domain = domain().as_ref().map_err(String::clone)?;
    let copy = domain.join(format!("copy-{}", NUMBER.fetch_add(1, std::sync::atomic::Ordering::Relaxed)));
    let told = |error: std::io::Error| format!("{}: {error}", copy.display());
    fs::create_dir_all(&copy).map_err(told)?;
    let private = domain.join("dc/private");
    let copied = run(Command::new("cp").args(["-r", "--sparse=always"]).arg(&private).arg(&copy), 60)?;
    if copied.code != Some(0) {
        return Err(copied.said());
    }
    let text = String::from_utf8_lossy(&fs::read(file).map_err(told)?).replace("\n ", "");
    let base = text.lines().find_map(|line| line.find("DC=").and_then(|at| line.get(at..))).unwrap_or_default().to_owned();
    let text = if base.is_empty() { text } else { text.replace(&base, BASE) };
    let wanted = text.lines().filter(|line| line.starts_with("dn:")).count();
    let entries = copy.join("school.ldif");
    fs::write(&entries, text).map_err(told)?;
    let mut command = Command::new("ldbadd");
    command.arg("-H").arg(copy.join("private/sam.ldb")).arg(&entries);
    let said = run(command.arg(format!("--configfile={}", domain.join("dc/etc/smb.conf").display())), 60)?;
    fs::remove_dir_all(&copy).map_err(told)?;
    // It may print an error, add nothing and exit 0.
    let is_whole = said.code == Some(0) && said.out.contains(&format!("Added {wanted} records"));
    Ok(if is_whole && wanted > 0 { Verdict::Accepted } else { Verdict::Refused(said.said()) })
}

/// The script, where a machine's own folders are: twice, since it must change nothing the second time, then what is there.
const SCRIPT: &str = r#"set -eu
for folder in /var/lib/samba /etc/samba /run/samba /var/cache/samba /var/log/samba; do
    mkdir -p "$folder" "$1$folder"
    mount --bind "$1$folder" "$folder"
done
mkdir -p /var/lib/samba/private "$1/entries"
cp "$0/smb.conf" /etc/samba/smb.conf
sed "s|^entries=.*|entries='$0/school.ldif'|" "$0/provision.sh" >"$1/provision.sh"
sh "$1/provision.sh"
sh "$1/provision.sh"
cmp "$0/smb.conf" /etc/samba/smb.conf
samba-tool dbcheck -H /var/lib/samba/private/sam.ldb --cross-ncs | tail -1
ldbsearch -H /var/lib/samba/private/sam.ldb '(sAMAccountName=svc-ent)' objectSid userAccountControl
sid=$(ldbsearch -H /var/lib/samba/private/sam.ldb '(sAMAccountName=svc-ent)' objectSid | sed -n 's/^objectSid: //p')
for place in $(ldbsearch -H /var/lib/samba/private/sam.ldb '(objectClass=organizationalUnit)' dn | sed -n 's/^dn: //p'); do
    rights=$(samba-tool dsacl get -H /var/lib/samba/private/sam.ldb --objectdn="$place" | grep -o "CCDC;[^)]*$sid" | wc -l)
    echo "$place $rights"
done
"#;

#[test]
fn the_script_of_a_controller_makes_its_domain_once_and_gives_the_ent_its_places_and_no_other() {
    let mut absent = Absent::default();
    if absent.admits(&Directory) {
        let samba = tree().join("0370037P/hosts/hostb/annuaire/samba");
        let place = Path::new(env!("CARGO_TARGET_TMPDIR")).join("directory-script");
        if place.exists() {
            fs::remove_dir_all(&place).unwrap_or_else(|error| panic!("{}: {error}", place.display()));
        }
        fs::create_dir_all(&place).unwrap_or_else(|error| panic!("{}: {error}", place.display()));
        let mut command = Command::new("unshare");
        command.args(["--mount", "sh", "-c", SCRIPT]).arg(&samba).arg(&place).current_dir(root());
        let run = run(&mut command, 300).unwrap_or_else(|why| panic!("{why}"));
        assert_eq!(run.code, Some(0), "{}", run.said());
        assert!(run.out.contains("(0 errors)"), "{}", run.said());
        // Enabled, with a password that does not end.
        assert!(run.out.contains("userAccountControl: 66048"), "{}", run.said());
        let rights =
            |place: &str| run.out.lines().find_map(|line| line.strip_prefix(place)?.rsplit(' ').next()).map(str::to_owned);
        for (place, wanted) in [
            ("OU=eleves,OU=Utilisateurs,", "1"),
            ("OU=agents,OU=Utilisateurs,", "1"),
            ("OU=Utilisateurs,", "0"),
            ("OU=Groupes,", "0"),
            ("OU=Machines,", "0"),
            ("OU=Services,", "0"),
        ] {
            assert_eq!(rights(place).as_deref(), Some(wanted), "{place}\n{}", run.said());
        }
        say("directory: a domain made by its own script, twice");
    }
    absent.close();
}
