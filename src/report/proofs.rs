//! What is proved of a firewall's rules, for a person and for a program: what is forbidden, what is needed, what is wrong with
//! the rules in themselves. Entry point: [`human()`]; `fields` is what a program gets.

use super::lines::parts;
use super::policy::at;
use super::visible::one_line;
use crate::base::Span;
use crate::compile::policy::{Fault, FaultKind, Met, Proof, Reach, Verdict};
use crate::source::Source;
use serde_json::{Map, Value as Json, json};
use std::fmt::Write;

/// The proofs of a school; `file` is the file of the rules, when they were found in one.
pub fn human(school: &Reach, source: &Source, file: Option<&str>) -> String {
    let mut out = match file {
        Some(file) => {
            let name = one_line(&school.name);
            format!("{} {name}: {}, {}\n", school.uai, one_line(file), one_line(&school.proved_on))
        }
        None => format!("proved on {}\n", one_line(&school.proved_on)),
    };
    let told = Told { source, file };
    out.push_str("\nforbidden by the region\n");
    school.proofs.iter().for_each(|proof| told.proof(proof, &mut out));
    out.push_str("\nneeded by what is declared\n");
    for need in &school.needs {
        match &need.missing {
            None => drop(writeln!(out, "  present: {}", one_line(&need.what))),
            Some((packet, met)) => {
                let _ = writeln!(out, "  MISSING: {}\n    {packet}", one_line(&need.what));
                told.way(met, &mut out);
            }
        }
    }
    if !school.faults.is_empty() {
        out.push_str("\nrules that are wrong in themselves\n");
        school.faults.iter().for_each(|fault| told.fault(fault, &mut out));
    }
    if !school.unjudged.is_empty() {
        out.push_str("\nnot looked at, so that nothing is proved of it\n");
        for unjudged in &school.unjudged {
            let _ = writeln!(out, "  {}{}", told.line(unjudged.line), one_line(&unjudged.why));
        }
    }
    out
}

struct Told<'a> {
    source: &'a Source,
    file: Option<&'a str>,
}

impl Told<'_> {
    fn proof(&self, proof: &Proof, out: &mut String) {
        let (model, rules) = (word(&proof.model), word(&proof.rules));
        let both = if model == rules { model.to_owned() } else { format!("{model} in the flows, {rules} in the rules") };
        let place = at(self.source, proof.at);
        let _ = writeln!(out, "  {both}: {} ({}){place}", one_line(&proof.forbidden), one_line(&proof.because));
        let same = proof.model == proof.rules;
        for verdict in [&proof.model, &proof.rules].into_iter().take(if same { 1 } else { 2 }) {
            match verdict {
                Verdict::Absent => {}
                Verdict::Waived(met) => {
                    for (subject, span) in met {
                        let _ = writeln!(out, "    {}{}", one_line(subject), at(self.source, *span));
                    }
                }
                Verdict::Passes(packet, met) => {
                    let _ = writeln!(out, "    {packet}");
                    self.way(met, out);
                }
            }
        }
    }

    fn way(&self, met: &[Met], out: &mut String) {
        for met in met {
            let verb = if met.allows { "passes by" } else { "is refused by" };
            let place = at(self.source, met.at);
            let _ = writeln!(out, "      {verb} {}{}{place}", self.line(met.line), one_line(&met.subject));
        }
    }

    fn fault(&self, fault: &Fault, out: &mut String) {
        let weight = fault.kind.weight().word();
        let name = match (fault.label.as_str(), fault.line) {
            ("", None) => fault.chain.as_str(),
            ("", Some(_)) => "a rule without a name",
            (label, _) => label,
        };
        let _ = write!(out, "  {weight}: {}{}: {}", self.line(fault.line), one_line(name), said(fault));
        if let Some((line, label)) = &fault.by {
            let joined = if fault.kind == FaultKind::Overlapping { "with" } else { "by" };
            let _ = write!(out, ", {joined} {}{}", self.line(*line), one_line(label));
        }
        let _ = match &fault.packet {
            Some(packet) => writeln!(out, " ({packet})"),
            None => writeln!(out),
        };
    }

    /// `FILE:LINE `, or `line LINE ` of a file that is nowhere.
    fn line(&self, line: Option<usize>) -> String {
        match (self.file, line) {
            (Some(file), Some(line)) => format!("{}:{line} ", one_line(file)),
            (None, Some(line)) => format!("line {line} "),
            (_, None) => String::new(),
        }
    }
}

/// What is wrong with a rule, in words.
fn said(fault: &Fault) -> &'static str {
    match fault.kind {
        FaultKind::Shadowed => "it decides nothing, rules before it do, some of it otherwise",
        FaultKind::Correlated => {
            "a rule before it does the contrary with some of what it speaks of, which no flow does: write what is meant as one rule, or put this one before"
        }
        FaultKind::Ordered => "a rule before it does the contrary with some of what it speaks of: keep their order, or split it",
        FaultKind::Accepting => "what fits no rule passes: its default is to be a refusal",
        FaultKind::Ipv6Unsaid => "IPv6 is let through, and no interface has an address of it: turn it off, or number the VLANs",
        FaultKind::Unnamed => "it does not say what it is for",
        FaultKind::Unlogged => "what it refuses to the administration or the devices' network leaves no trace: log it",
        FaultKind::Overlapping => "it has some addresses in common, and each has others",
        FaultKind::Redundant => "it decides nothing, rules before it do the same",
        FaultKind::Unreachable => "no packet that it speaks of comes this way",
        FaultKind::Reflected => "it answers in every VLAN inside too, whatever the rules there say",
        FaultKind::Unused => "nothing names it",
        FaultKind::Everything => "it opens everything to everybody",
        FaultKind::Administration => "it opens the firewall's administration, which no flow does",
        FaultKind::Outside => "it opens all ports, or all machines inside, to the outside, which no flow does",
    }
}

fn word(verdict: &Verdict) -> &'static str {
    match verdict {
        Verdict::Absent => "absent",
        Verdict::Waived(_) => "waived",
        Verdict::Passes(..) => "PASSES",
    }
}

/// How the proofs of a school ended, in words: `6 forbidden: 4 absent, 2 waived; 19 needed: all present`.
pub(super) fn ended(school: &Reach) -> String {
    let worst = |proof: &Proof| match (word(&proof.model), word(&proof.rules)) {
        ("PASSES", _) | (_, "PASSES") => "PASS",
        ("waived", _) | (_, "waived") => "waived",
        _ => "absent",
    };
    let proofs = &school.proofs;
    let counts = ["absent", "waived", "PASS"].map(|word| (proofs.iter().filter(|p| worst(p) == word).count(), word));
    let said: Vec<String> =
        counts.iter().filter(|(count, _)| *count > 0).map(|(count, word)| format!("{count} {word}")).collect();
    let needed = school.needs.len();
    let missing = school.needs.iter().filter(|n| n.missing.is_some()).count();
    let present = if missing == 0 { "all present".to_owned() } else { format!("{missing} MISSING") };
    format!("{} forbidden: {}; {needed} needed: {present}", proofs.len(), said.join(", "))
}

/// The fields of a school's object that tell what is proved; each is always there.
pub(super) fn fields(school: &Reach, source: &Source) -> Map<String, Json> {
    let met = |met: &Met| {
        let (file, line) = parts(source, met.at);
        json!({"subject": met.subject, "allows": met.allows, "rule_line": met.line, "file": file, "line": line})
    };
    let flow = |(subject, span): &(String, Option<Span>)| {
        let (file, line) = parts(source, *span);
        json!({"subject": subject, "allows": true, "rule_line": null, "file": file, "line": line})
    };
    let ways = |all: &[Met]| all.iter().map(met).collect::<Vec<_>>();
    let verdict = |verdict: &Verdict| match verdict {
        Verdict::Absent => json!({"verdict": "absent", "packet": null, "met": []}),
        Verdict::Waived(flows) => {
            json!({"verdict": "waived", "packet": null, "met": flows.iter().map(flow).collect::<Vec<_>>()})
        }
        Verdict::Passes(packet, met) => json!({"verdict": "passes", "packet": packet.to_string(), "met": ways(met)}),
    };
    let proof = |proof: &Proof| {
        let (file, line) = parts(source, proof.at);
        json!({"forbidden": proof.forbidden, "because": proof.because, "file": file, "line": line,
            "model": verdict(&proof.model), "rules": verdict(&proof.rules)})
    };
    let needs = school.needs.iter().map(|need| {
        let (packet, met) = need.missing.as_ref().map_or((None, Vec::new()), |(p, met)| (Some(p.to_string()), ways(met)));
        json!({"needed": need.what, "present": need.missing.is_none(), "packet": packet, "met": met})
    });
    let faults = school.faults.iter().map(|fault| {
        let by = fault.by.as_ref().map(|(line, label)| json!({"rule_line": line, "subject": label}));
        json!({"fault": fault.kind.word(), "error": fault.kind.is_error(),
            "weight": fault.kind.weight().word(), "rule_line": fault.line, "chain": fault.chain,
            "subject": fault.label, "by": by, "packet": fault.packet.as_ref().map(ToString::to_string)})
    });
    let unjudged = school.unjudged.iter().map(|u| json!({"rule_line": u.line, "why": u.why}));
    let all = [
        ("proved_on", Json::from(school.proved_on.clone())),
        ("proofs", school.proofs.iter().map(proof).collect()),
        ("needs", needs.collect()),
        ("faults", faults.collect()),
        ("unjudged", unjudged.collect()),
    ];
    all.into_iter().map(|(name, value)| (name.to_owned(), value)).collect()
}
