//! The changes that `check --fix` made, one a line.

use super::lines::Lines;
use super::visible::one_line;
use crate::base::Edit;
use crate::compile::mend::Round;
use crate::source::Source;
use serde::Serialize;
use std::collections::BTreeMap;

/// One change; places are those of the text as it stood before the change's round. Lines and columns start at 1 and count
/// characters; `start` and `end` count bytes.
#[derive(Serialize)]
struct Object<'a> {
    mended: &'a str,
    round: usize,
    file: &'a str,
    line: usize,
    column: usize,
    start: u32,
    end: u32,
    old: &'a str,
    new: &'a str,
}

/// The changes for a person: place, rule, what stood there and what stands there now.
pub fn human(rounds: &[Round]) -> String {
    let say = |o: &Object| {
        let change = match (o.old, o.new) {
            ("", new) => format!("`{}` added", one_line(new)),
            (old, "") => format!("`{}` taken out", one_line(old)),
            (old, new) => format!("`{}` is now `{}`", one_line(old), one_line(new)),
        };
        format!("mended {}:{}:{} {}: {change}\n", one_line(o.file), o.line, o.column, o.mended)
    };
    objects(rounds).iter().map(say).collect()
}

/// The changes for a program, one JSON object a line; `mended` tells them from findings.
pub fn json(rounds: &[Round]) -> String {
    // Only a map with keys that are not text could fail, and there is none.
    objects(rounds).iter().map(|o| serde_json::to_string(o).unwrap_or_default() + "\n").collect()
}

fn objects(rounds: &[Round]) -> Vec<Object<'_>> {
    let mut out = Vec::new();
    for (index, round) in rounds.iter().enumerate() {
        let mut lines: BTreeMap<u32, Lines> = BTreeMap::new();
        for change in &round.changes {
            out.extend(object(&round.before, &change.edit, change.rule, index + 1, &mut lines));
        }
    }
    out
}

fn object<'a>(
    source: &'a Source,
    edit: &'a Edit,
    rule: &'a str,
    round: usize,
    lines: &mut BTreeMap<u32, Lines<'a>>,
) -> Option<Object<'a>> {
    let file = source.file(edit.span.file)?;
    let point = lines.entry(file.id.0).or_insert_with(|| Lines::new(&file.text)).point(edit.span.start as usize);
    let (start, end) = (edit.span.start, edit.span.end());
    let old = file.text.get(start as usize..end as usize)?;
    Some(Object {
        mended: rule,
        round,
        file: &file.path,
        line: point.line,
        column: point.column,
        start,
        end,
        old,
        new: &edit.text,
    })
}
