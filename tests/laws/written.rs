//! The law of the device languages over whole schools: what is written reads back as what the language carries.

use crate::schools;
use preau::base::Origins;
use preau::os::{self, Os};
use preau::state::Switch;
use std::collections::BTreeMap;

/// The text of a switch, and what reading it gives.
fn read_back(os: &Os, switch: &Switch) -> (String, os::reading::Reading) {
    let templates = os::templates(&BTreeMap::new()).unwrap();
    let text = (os.write)(switch, &templates).unwrap_or_else(|e| panic!("{}: {e:?}", *switch.sysname));
    let reading = (os.read)(&text, Origins::default().derived("read", &[]));
    (text, reading)
}

/// Every switch that a language can write, with where it stands.
fn switches() -> impl Iterator<Item = (String, &'static Os, &'static Switch)> {
    let all = schools().iter().flat_map(|(path, made)| made.state.switches.iter().map(move |switch| (path, switch)));
    all.filter_map(|(path, switch)| Some((format!("{path} {}", *switch.name), os::find(&switch.os)?, switch)))
}

#[test]
fn what_is_written_for_every_switch_reads_back_as_what_its_language_carries() {
    let mut count: BTreeMap<&str, usize> = BTreeMap::new();
    for (place, os, switch) in switches() {
        let (_, reading) = read_back(os, switch);
        let meant = (os.project)(switch);
        let (read, wanted) = (format!("{:#?}", reading.switch), format!("{meant:#?}"));
        let first = read.lines().zip(wanted.lines()).find(|(a, b)| a != b && !a.contains("Origin"));
        assert!(reading.switch == meant, "{place}: {first:?}");
        assert!((os.project)(&meant) == meant, "{place}: projecting twice is not projecting once");
        *count.entry(os.name).or_default() += 1;
    }
    assert!(os::ALL.iter().all(|os| count.get(os.name).is_some_and(|n| *n > 50)), "{count:?}");
}

#[test]
fn every_line_of_every_file_is_read_or_ignored_for_a_reason() {
    for (place, os, switch) in switches() {
        let (text, reading) = read_back(os, switch);
        let account = &reading.account;
        // An author's own line is one that no reader knows.
        let own: Vec<&str> = switch.raw.iter().map(|raw| raw.line.trim()).collect();
        let unknown = account.unknown.iter().map(|n| text.lines().nth(n - 1).unwrap().trim());
        let unknown: Vec<&str> = unknown.filter(|line| !own.contains(line)).collect();
        assert_eq!(unknown, [""; 0], "{place}");
        assert!(account.ignored.iter().all(|(_, why)| !why.is_empty()), "{place}");
        assert!(account.hidden.is_empty(), "{place}: secrets stand there by their names: {:?}", account.hidden);
        let counted = account.read + account.ignored.len() + account.unknown.len();
        let lines = text.lines().filter(|line| !["", "#", "!"].contains(&line.trim())).count();
        assert_eq!(counted, lines, "{place}");
    }
}

#[test]
fn what_is_written_for_every_cluster_reads_back_as_what_its_language_carries() {
    let templates = os::templates(&BTreeMap::new()).unwrap();
    let mut count = 0;
    for (path, made) in schools() {
        for wlan in &made.state.wlans {
            let os = os::cluster(&wlan.os).unwrap();
            let text = (os.write)(wlan, &templates).unwrap_or_else(|e| panic!("{path}: {e:?}"));
            let reading = (os.read)(&text, Origins::default().derived("read", &[]));
            assert_eq!(reading.wlan, (os.project)(wlan), "{path}");
            assert_eq!(reading.account.unknown, [0; 0], "{path}");
            count += 1;
        }
    }
    assert!(count > 20, "{count} clusters");
}
