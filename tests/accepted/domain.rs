//! Domains of the sample region, alive: made by their own scripts, joined by a member's, with shares that accounts come to and a
//! RADIUS that lets them into the Wi-Fi.
//!
//! The machines are namespaces on one cable, with folders of their own; their daemons end with the test. What a quota would be is
//! written down and not set: the kernel of a test machine may know no quotas. Entry points: the tests; what the machines do is in
//! the folder `domain` beside this file.

use std::{path::Path, process::Command};

use crate::{
    checker::{Absent, Checker, Run, run, say},
    classic::{Nslcd, Slapd, scratch},
    freeradius::FreeRadius,
    place::root,
    region::tree,
    samba::{Directory, Samba},
};

/// What accounts are answered on a member, whose shares are those of the standard.
const SHARES: &[&str] = &[
    "shares: set twice alike",
    "shares: p1 classes write a: written",
    "shares: e1 classes read a: reads what p1 wrote",
    "shares: e1 classes write b: refused",
    "shares: e1 profs read a: refused",
    "shares: p1 profs write a: written",
    "shares: e1 perso write a: written",
    "shares: e1 perso read a: reads what e1 wrote",
    "shares: p1 perso read a: The object name is not found.",
    "shares: p1 perso write b: written",
    "shares: each in a folder of its own",
    "quotas: e1 has one",
    "quotas: p1 has one",
];

/// Runs a domain: the controller's script of this test, with the folders of both machines; an Active Directory's with the script of
/// the other machine.
fn alive(script: &str, controller: &Path, member: &Path, other: Option<&str>) -> Run {
    let place = scratch(script).unwrap_or_else(|why| panic!("{why}"));
    let mut command = Command::new("unshare");
    // All that it starts ends with the first process of its own namespace.
    command.args(["--mount", "--net", "--pid", "--fork", "--kill-child", "--mount-proc", "sh"]);
    command.arg(root().join("tests/accepted/domain").join(script)).arg(controller).arg(member).arg(&place).args(other);
    let run = run(&mut command, 540).unwrap_or_else(|why| panic!("{why}"));
    assert_eq!(run.code, Some(0), "{}", run.said());
    run
}

/// Panics where a line was not said.
fn expect(run: &Run, lines: &[&str]) {
    let missing: Vec<&str> = lines.iter().copied().filter(|line| !run.out.lines().any(|said| said == *line)).collect();
    assert!(missing.is_empty(), "not said: {missing:#?}\n{}", run.said());
}

#[test]
fn a_classic_domain_is_made_by_its_script_twice_and_a_member_joins_it_and_counts_groups_alike() {
    let mut absent = Absent::default();
    if [&Slapd as &dyn Checker, &Nslcd, &Samba].into_iter().all(|checker| absent.admits(checker)) {
        let host = tree().join("0189903S/hosts/hosta");
        let run = alive("classic-controller.sh", &host.join("annuaire"), &host.join("fichiers"), None);
        let domain = [
            "entries: 21, then 21",
            "sid: SID for domain FONTAINES is: S-1-5-21-2077810509-624579578-3133168797",
            "accounts: Administrator svc-ent svc-opsi",
            "enabled: [UX         ]",
            "read by a service: gidNumber: 23496",
            "read by nobody: 0 passwords",
            "read without a name: 0 entries",
            "made by the ENT: 0",
            "made by people: S-1-5-21-2077810509-624579578-3133168797-40234",
            "read by the ENT: 0 passwords",
            "set by the ENT: 0",
            "made by the ENT, an administrator: 19",
            "made by the ENT, the machine's root: 19",
            "made by the ENT, elsewhere: 50",
            "made by the ENT, twice: 19",
            "a group's number that another has: refused",
            "a name that is none: refused",
            "controller: p1 commun write a: written",
            "controller: e1 commun read a: reads what p1 wrote",
            "controller: e1 commun write b: refused",
            "controller: p1 gestion read a: refused",
            "member: joined, then in it",
            "member: trusted",
            "member: group 23496, users 8513",
            "member: lists FONTAINES\\e1",
            "computer: uidNumber: 48234",
        ];
        expect(&run, &domain);
        expect(&run, SHARES);
        say("domain: a classic one made by its own script, twice, and a member that joined it and shares");
    }
    absent.close();
}

#[test]
fn a_member_joins_an_active_directory_by_its_script_and_lets_accounts_into_its_shares() {
    let mut absent = Absent::default();
    if [&Directory as &dyn Checker, &Samba].into_iter().all(|checker| absent.admits(checker)) {
        let hosts = tree().join("0370037P/hosts");
        let (controller, member) = (hosts.join("hostb/annuaire"), hosts.join("hostc/fichiers"));
        let run = alive("ad-controller.sh", &controller, &member, Some("ad-member.sh"));
        let domain = [
            "member: joined, then in it",
            "member: trusted",
            "member: group 49370",
            "computer: CN=FICHIERS,OU=Machines,DC=ad,DC=choiseul,DC=ecoles,DC=centre,DC=example",
            "computer: AAAA: fd37:2018:0037:0050:0000:0000:0000:0008 A: 10.37.34.8",
        ];
        expect(&run, &domain);
        expect(&run, SHARES);
        say("domain: an Active Directory that a member joined, with its shares");
    }
    absent.close();
}

#[test]
fn a_second_controller_joins_by_its_script_and_lets_accounts_in_without_the_first() {
    let mut absent = Absent::default();
    if [&Directory as &dyn Checker, &Samba].into_iter().all(|checker| absent.admits(checker)) {
        let hosts = tree().join("0410030K/hosts");
        let run = alive("ad-controller.sh", &hosts.join("hostb/annuaire"), &hosts.join("hosta/annuaire2"), Some("ad-second.sh"));
        let lines = [
            "member: joined, then in it",
            "second: 5 parts taken, 0 failed",
            "second: e1 signs in",
            "first: n2, made at the second, signs in",
            "second: n1, made at the first, signs in",
            "first: stations find the second",
            "second: p1 signs in without the first",
            "computer: CN=ANNUAIRE2,OU=Domain Controllers,DC=ad,DC=ronsard,DC=ecoles,DC=centre,DC=example",
        ];
        expect(&run, &lines);
        let is_whole = |line: &str| line.starts_with("second: Checked ") && line.ends_with(" objects (0 errors)");
        assert!(run.out.lines().any(is_whole), "{}", run.said());
        assert!(!run.out.contains("the first answers over no cable"));
        say("domain: a second controller that joined the first, and stands alone");
    }
    absent.close();
}

/// A station that signs in with 802.1X, and the lists of the system that know the domain's accounts.
fn supplicant() -> Result<(), String> {
    for (package, file) in [("eapoltest", "/usr/bin/eapol_test"), ("libnss-winbind", "/lib/x86_64-linux-gnu/libnss_winbind.so.2")]
    {
        if !Path::new(file).exists() {
            return Err(format!("no {file}: package {package}"));
        }
    }
    Ok(())
}

#[test]
fn an_account_comes_by_8021x_into_the_vlan_of_its_group_and_a_wrong_password_into_none() {
    let mut absent = Absent::default();
    let is_there = supplicant().map_err(|why| absent.note("eapol_test", &why)).is_ok();
    if is_there && [&Directory as &dyn Checker, &Samba, &FreeRadius].into_iter().all(|checker| absent.admits(checker)) {
        let host = tree().join("0410002E/hosts/hosta");
        let run = alive("ad-controller.sh", &host.join("annuaire"), &host.join("acces"), Some("ad-radius.sh"));
        let answers = [
            "member: joined, then in it",
            "member: trusted",
            "radius: e1: accept VLAN 30 role of 6",
            "radius: p1: accept VLAN 30 role of 11",
            // In its group as a member, not as the group of its number.
            "radius: a1: accept VLAN 10 role of 6",
            // Of no group that has a role: the SSID's own VLAN.
            "radius: s1: accept",
            "radius: p1 with its domain: accept VLAN 30 role of 11",
            "radius: p1 with its realm: accept VLAN 30 role of 11",
            "radius: p1, wrongly: reject",
            "radius: nobody: reject",
        ];
        expect(&run, &answers);
        say("domain: accounts were let in by 802.1X, each into the VLAN of its group");
    }
    absent.close();
}
