//! What a school's machines are in its domain: invariants of the directory, held against the files themselves.
//!
//! The files are read by our reader, which gives back what each machine would do. Entry points: the functions, from the list of
//! `invariants`.

use crate::invariants::Seen;
use crate::world::Made;
use preau::emit::{Job, directory::TARGET, directory::read};
use preau::state::directory::Part;
use std::collections::BTreeSet;

/// Dialects that end before SMB 2.1, as `smb.conf` spells them.
const OLD: &[&str] = &["CORE", "COREPLUS", "LANMAN1", "LANMAN2", "NT1", "SMB2_02"];

/// The `smb.conf` of each machine of a school.
fn files(made: &Made) -> Vec<String> {
    let uai = made.school().uai.to_string();
    let templates = preau::os::templates(&Default::default()).unwrap();
    let job = Job { uai: &uai, state: &made.state, templates: &templates, wants_files: true };
    let written = (TARGET.write)(&job).files.into_iter();
    written.filter(|f| f.path.ends_with("/smb.conf")).map(|f| String::from_utf8(f.content).unwrap()).collect()
}

/// All machines are in one domain of one kind; one of them makes it, and members of a classic one ask that machine.
pub fn directory_two_domains(made: &Made, seen: &mut Seen) {
    let machines: Vec<read::Configured> = files(made).iter().map(|text| read::machine(text).unwrap()).collect();
    let names: BTreeSet<(&str, bool)> = machines.iter().map(|m| (m.netbios.as_str(), m.is_classic)).collect();
    let holders: Vec<_> = machines.iter().filter(|m| *m.machine.part != Part::Member).collect();
    if !machines.is_empty() {
        seen.hold(names.len() == 1, || format!("{names:?}"));
        // Further controllers are written as the first is; in a classic domain there is none.
        let firsts = made.state.directory.iter().flat_map(|d| &d.servers).filter(|m| *m.part == Part::First).count();
        seen.hold(firsts <= 1 && (holders.len() <= 1 || !holders.iter().any(|m| m.is_classic)), || format!("{firsts} make it"));
    }
    for member in machines.iter().filter(|m| m.is_classic && *m.machine.part == Part::Member) {
        let asked = member.controller;
        let holds = holders.iter().flat_map(|m| &m.machine.v4).any(|(address, _)| Some(**address) == asked);
        seen.hold(holds || holders.is_empty(), || format!("{} asks {asked:?}", *member.machine.name));
    }
}

/// No machine speaks a dialect before SMB 2.1.
pub fn smb1_enabled(made: &Made, seen: &mut Seen) {
    for text in files(made) {
        let said: Vec<&str> = text.lines().filter_map(|line| line.strip_prefix("server min protocol = ")).collect();
        let words: BTreeSet<&str> = text.split_whitespace().collect();
        seen.hold(said == ["SMB2_10"] && !OLD.iter().any(|old| words.contains(old)), || format!("{said:?}"));
    }
}
