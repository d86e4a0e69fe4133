//! A finding's name across time: the same while the mistake is the same, wherever its lines have moved.

use crate::base::Finding;
use sha2::{Digest, Sha256};
use std::collections::BTreeMap;

/// Gives fingerprints to the findings of one report, in their order.
///
/// The same mistake made twice in a file gets two: the second one counts.
#[derive(Default)]
pub(super) struct Fingerprints {
    seen: BTreeMap<String, usize>,
}

impl Fingerprints {
    /// 32 hexadecimal digits of the SHA-256 of rule, school, file and message.
    pub(super) fn of(&mut self, finding: &Finding, path: Option<&str>) -> String {
        let message = without_lines(&finding.message);
        let school = finding.school.as_deref().unwrap_or_default();
        // A unit separator cannot stand in any part, so that no two findings join to one text.
        let mut text = [finding.rule, school, path.unwrap_or_default(), &message].join("\u{1f}");
        let count = self.seen.entry(text.clone()).and_modify(|n| *n += 1).or_insert(0);
        if *count > 0 {
            text.push_str(&format!("\u{1f}{count}"));
        }
        Sha256::digest(text.as_bytes()).iter().take(16).map(|byte| format!("{byte:02x}")).collect()
    }
}

/// The message with the numbers of `line 12`, `lines 3, 4` and `x.kdl:12:3` taken out.
fn without_lines(message: &str) -> String {
    let mut out = String::with_capacity(message.len());
    let mut after_line = false;
    for word in message.split_inclusive(' ') {
        let bare = word.trim_end_matches([' ', ',', ';', ':', '.', ')']);
        let number = !bare.is_empty() && bare.bytes().all(|b| b.is_ascii_digit());
        if after_line && number {
            out.push('#');
            out.push_str(word.get(bare.len()..).unwrap_or_default());
            continue;
        }
        // `and` goes on with a list of lines.
        after_line = bare == "line" || bare == "lines" || (after_line && bare == "and");
        let place = bare.split_once(".kdl:").or_else(|| bare.split_once(".csv:"));
        match place {
            Some((file, numbers)) if numbers.bytes().all(|b| b.is_ascii_digit() || b == b':') => {
                out.push_str(file);
                out.push_str(word.get(bare.len()..).unwrap_or_default());
            }
            _ => out.push_str(word),
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_of_lines_do_not_count_and_other_numbers_do() {
        assert_eq!(without_lines("serial on line 12 and lines 3, 4: AB"), without_lines("serial on line 13 and lines 30, 5: AB"));
        assert_eq!(without_lines("as in region.kdl:12:3, port 4"), without_lines("as in region.kdl:13:3, port 4"));
        assert_ne!(without_lines("sw152 port 16 has two uses"), without_lines("sw152 port 17 has two uses"));
        assert_ne!(without_lines("VLAN 12 and 13"), without_lines("VLAN 12 and 14"));
    }
}
