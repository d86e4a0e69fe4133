//! Reads configurations that devices or collectors left, and says what was understood of each.
//!
//! `cargo run --example observe -- LANGUAGE FILE...`, with a language of `preau::os::ALL` or `pfsense`: what the state has, the share of the
//! lines that are understood, then each line that is not in the state, with why when it is known and kept out. It ends with 1
//! when a file cannot be read. Files may be in any encoding, and hold what a terminal left in them.

use preau::base::Origins;
use preau::os::{self, Os, pfsense, reading::Reading, terminal};
use preau::state::Switch;
use preau::state::switch::Link;
use std::collections::{BTreeMap, BTreeSet};
use std::io::{self, Write};
use std::process::ExitCode;

fn main() -> ExitCode {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let known = |name: &String| os::find(name).map(Some).or_else(|| (name == pfsense::NAME).then_some(None));
    let Some((os, files)) = arguments.split_first().and_then(|(name, files)| Some((known(name)?, files))) else {
        let names: Vec<&str> = os::ALL.iter().map(|os| os.name).chain([pfsense::NAME]).collect();
        let _ = writeln!(io::stderr(), "usage: observe {} FILE...", names.join("|"));
        return ExitCode::from(2);
    };
    let mut code = ExitCode::SUCCESS;
    for file in files {
        let said = std::fs::read(file).and_then(|bytes| match os {
            Some(os) => tell(os, file, &terminal::decoded(&bytes), &mut io::stdout().lock()),
            None => tell_firewall(file, &String::from_utf8_lossy(&bytes), &mut io::stdout().lock()),
        });
        match said {
            Ok(()) => {}
            // Whoever reads has seen enough (`observe ... | head`).
            Err(e) if e.kind() == io::ErrorKind::BrokenPipe => return code,
            Err(e) => {
                let _ = writeln!(io::stderr(), "{file}: {e}");
                code = ExitCode::FAILURE;
            }
        }
    }
    code
}

/// Reads one text and writes what became of it.
fn tell(os: &Os, file: &str, text: &str, out: &mut impl Write) -> io::Result<()> {
    let origin = Origins::default().unwritten("device", "configuration", "");
    let Reading { switch, account } = (os.read)(text, origin);
    writeln!(out, "{file}: {} % of {} lines", account.share(), account.lines())?;
    summary(&switch, out)?;
    if !account.hidden.is_empty() {
        writeln!(out, "  hidden, so never compared: {}", account.hidden.join(", "))?;
    }
    let lines: Vec<&str> = text.lines().collect();
    let line = |number: usize| lines.get(number - 1).map_or("", |line| line.trim());
    for number in &account.unknown {
        writeln!(out, "  {number}: not read: {}", line(*number))?;
    }
    let mut reasons: BTreeMap<&str, Vec<usize>> = BTreeMap::new();
    account.ignored.iter().for_each(|(number, why)| reasons.entry(why).or_default().push(*number));
    for (why, numbers) in reasons {
        writeln!(out, "  not kept: {why}")?;
        for number in numbers {
            writeln!(out, "    {number}: {}", line(number))?;
        }
    }
    Ok(())
}

/// Reads one `config.xml` and writes what became of it: of its rules, and of whatever else is not in the state.
fn tell_firewall(file: &str, text: &str, out: &mut impl Write) -> io::Result<()> {
    let origin = Origins::default().unwritten("device", "configuration", "");
    let reading = match pfsense::read(text, origin) {
        Ok(reading) => reading,
        Err(fault) => return writeln!(out, "{file}: refused: {fault}"),
    };
    let root = pfsense::parse::parse(text).map_err(|fault| io::Error::other(fault.to_string()))?;
    let all = root.child("filter").into_iter().flat_map(|f| f.children_of("rule")).filter(|r| !r.has("disabled"));
    let all: BTreeSet<usize> = all.map(|r| r.line).collect();
    let read: BTreeSet<usize> = reading.lines.iter().copied().collect();
    let interfaces: Vec<&str> = reading.firewall.interfaces.iter().map(|i| i.name.as_str()).collect();
    writeln!(out, "{file}: {} of {} rules, interfaces {}", read.len(), all.len(), interfaces.join(" "))?;
    for unread in &reading.unread {
        writeln!(out, "  {}: {}", unread.line, unread.why)?;
    }
    Ok(())
}

fn summary(switch: &Switch, out: &mut impl Write) -> io::Result<()> {
    let vlans: Vec<String> = switch.vlans.iter().map(|v| v.id.to_string()).collect();
    writeln!(out, "  {}, {} member(s)", *switch.sysname, switch.members.len())?;
    writeln!(out, "  VLANs {}", vlans.join(" "))?;
    if let Some(own) = &switch.management {
        writeln!(out, "  {} in VLAN {}, gateway {}", *own.address, *own.vlan, *own.gateway)?;
    }
    for port in &switch.ports {
        let off = if *port.enabled { "" } else { ", off" };
        let edge = if *port.edge { ", edge" } else { "" };
        let lag = port.lag.as_ref().map(|lag| format!(", in aggregate {}", **lag)).unwrap_or_default();
        writeln!(out, "  port {} ({}): {}{lag}{edge}{off}", port.id, *port.interface, link(&port.link))?;
    }
    for lag in &switch.lags {
        let members: Vec<String> = lag.members.iter().map(ToString::to_string).collect();
        writeln!(out, "  aggregate {} of {}: {}", *lag.id, members.join(" "), link(&lag.link))?;
    }
    Ok(())
}

/// The VLANs of a port in words.
fn link(link: &Link) -> String {
    match link {
        Link::Access { vlan, voice: None } => format!("VLAN {}", **vlan),
        Link::Access { vlan, voice: Some(voice) } => format!("VLAN {} and phones in {}", **vlan, **voice),
        Link::Trunk { native, native_passes, tagged } => {
            let runs: Vec<String> =
                tagged.runs().into_iter().map(|(a, b)| if a == b { a.to_string() } else { format!("{a}-{b}") }).collect();
            let untagged = if **native_passes { format!("{} untagged", **native) } else { "nothing untagged".to_owned() };
            format!("trunk, {untagged}, tagged {}", if runs.is_empty() { "none".to_owned() } else { runs.join(" ") })
        }
    }
}
