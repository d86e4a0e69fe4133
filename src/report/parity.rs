//! What an Amon and a pfSense of the same school let pass, compared, for a person and for a program. Entry points: [`human()`],
//! [`json()`].

use super::visible::one_line;
use crate::compile::parity::Parity;
use serde_json::json;
use std::fmt::Write;

/// The schools, each with a packet of every difference; how many differences no known reason explains.
pub fn human(schools: &[Parity]) -> String {
    let mut out = String::new();
    for school in schools {
        let _ = write!(out, "{} {}, {}: ", school.uai, one_line(&school.name), one_line(&school.software));
        let _ = match (&school.unwritten, school.differences.len()) {
            (Some(why), _) => writeln!(out, "not compared, {}", one_line(why)),
            (None, 0) => writeln!(out, "an Amon and a pfSense let pass the same"),
            (None, 1) => writeln!(out, "1 difference"),
            (None, many) => writeln!(out, "{many} differences"),
        };
        for difference in &school.differences {
            let reason = difference.reason.unwrap_or("UNEXPLAINED");
            let from = one_line(&difference.from);
            let _ = writeln!(out, "  {} only  {from}: {}  ({reason})", difference.passes, difference.packet);
        }
    }
    let all = schools.iter().flat_map(|s| &s.differences);
    let unexplained = all.clone().filter(|d| d.reason.is_none()).count();
    let _ = writeln!(out, "{} schools, {} differences, {unexplained} unexplained", schools.len(), all.count());
    out
}

/// One JSON object a school a line; every field is always there.
pub fn json(schools: &[Parity]) -> String {
    let object = |school: &Parity| {
        let differences: Vec<_> = school
            .differences
            .iter()
            .map(|d| {
                let packet = &d.packet;
                json!({"from": d.from, "passes": d.passes, "reason": d.reason, "source": packet.from.to_string(),
                    "target": packet.to.to_string(), "protocol": packet.protocol, "port": packet.port})
            })
            .collect();
        json!({"format": "preau-policy-compare/1", "school": school.uai, "name": school.name, "software": school.software,
            "unwritten": school.unwritten, "differences": differences})
    };
    schools.iter().map(|school| format!("{}\n", object(school))).collect()
}
