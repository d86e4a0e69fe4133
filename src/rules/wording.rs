//! How findings spell lists, counts and ports. No meaning, only words.

use crate::net::Port;
use std::fmt::Display;

/// `a`, `a and b`, `a, b and c`; past six, the rest is counted.
pub fn list<T: Display>(items: impl IntoIterator<Item = T>) -> String {
    let all: Vec<String> = items.into_iter().map(|i| i.to_string()).collect();
    const SHOWN: usize = 6;
    if all.len() > SHOWN + 1 {
        let head: Vec<&str> = all.iter().take(SHOWN).map(String::as_str).collect();
        return format!("{} and {} more", head.join(", "), all.len() - SHOWN);
    }
    match all.split_last() {
        None => String::new(),
        Some((only, [])) => only.clone(),
        Some((last, rest)) => format!("{} and {last}", rest.join(", ")),
    }
}

/// A number below eleven in words.
pub fn number(n: usize) -> String {
    const WORDS: [&str; 11] = ["no", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten"];
    WORDS.get(n).map_or_else(|| n.to_string(), |w| (*w).to_owned())
}

/// `one port`, `two ports`.
pub fn count(n: usize, noun: &str) -> String {
    format!("{} {noun}{}", number(n), if n == 1 { "" } else { "s" })
}

/// `port 7`, `ports 7-9 and 12`.
pub fn ports(ports: &[Port]) -> String {
    format!("port{} {}", if ports.len() == 1 { "" } else { "s" }, list(runs(ports)))
}

/// Maximal runs of consecutive ports, as an author writes them: `1-16`, `2/3`.
pub fn runs(ports: &[Port]) -> Vec<String> {
    let mut sorted = ports.to_vec();
    sorted.sort_unstable();
    sorted.dedup();
    let mut runs: Vec<(Port, Port)> = Vec::new();
    for port in sorted {
        match runs.last_mut() {
            Some((_, last)) if (last.member, last.module, last.number + 1) == (port.member, port.module, port.number) => {
                *last = port
            }
            _ => runs.push((port, port)),
        }
    }
    runs.into_iter().map(|(first, last)| crate::net::PortRange { first, last }.to_string()).collect()
}

/// Ports as arguments of a statement: quoted where the language wants it.
pub fn arguments(ports: &[Port]) -> String {
    let quoted = runs(ports).into_iter().map(|r| if r.bytes().all(|b| b.is_ascii_digit()) { r } else { format!("\"{r}\"") });
    quoted.collect::<Vec<_>>().join(" ")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lists_and_ports_read_as_sentences() {
        assert_eq!(list(["a"]), "a");
        assert_eq!(list(["a", "b", "c"]), "a, b and c");
        assert_eq!(list(0..10), "0, 1, 2, 3, 4, 5 and 4 more");
        let of = |n: &[u16]| n.iter().map(|&n| Port::plain(n)).collect::<Vec<_>>();
        assert_eq!(ports(&of(&[3, 1, 2, 9])), "ports 1-3 and 9");
        assert_eq!(arguments(&of(&[17, 18, 25])), "\"17-18\" 25");
        assert_eq!(count(2, "port"), "two ports");
    }
}
