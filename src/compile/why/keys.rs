//! The path of keys to a line of block-style YAML, such as `services.portail.dns[0]`. Entry point: [`path`].
//!
//! It reads what our own serializer writes: one scalar a line, two columns a level, a sequence deeper than its key.

/// What a line says at a column: an item of a sequence, or a key.
#[derive(PartialEq, Eq, Debug)]
enum Step<'a> {
    Item,
    Key(&'a str),
}

/// The keys and items of a line, each with its column, outermost first.
fn steps(line: &str) -> Vec<(usize, Step<'_>)> {
    let mut rest = line.trim_start_matches(' ');
    let mut column = line.len() - rest.len();
    let mut steps = Vec::new();
    while let Some(after) = rest.strip_prefix("- ") {
        steps.push((column, Step::Item));
        (rest, column) = (after, column + 2);
    }
    // A quoted scalar that is no key has no colon behind its quote.
    let end = match rest.strip_prefix('"') {
        Some(quoted) => closing(quoted).map(|end| end + 2),
        None => rest.find(':'),
    };
    if let Some((key, after)) = end.and_then(|end| rest.split_at_checked(end))
        && (after == ":" || after.starts_with(": "))
        && !key.starts_with('#')
    {
        steps.push((column, Step::Key(key.trim_matches('"'))));
    }
    steps
}

/// Where the quote is that ends a quoted scalar.
fn closing(text: &str) -> Option<usize> {
    let mut is_escaped = false;
    for (at, c) in text.char_indices() {
        match c {
            '"' if !is_escaped => return Some(at),
            '\\' => is_escaped = !is_escaped,
            _ => is_escaped = false,
        }
    }
    None
}

/// The path to a line, counted from 0; `None` for a comment or past the end.
pub(super) fn path(text: &str, number: usize) -> Option<String> {
    let lines: Vec<&str> = text.lines().take(number + 1).collect();
    let own = steps(lines.get(number)?);
    // Innermost first: each outer step is the nearest above that begins further left.
    let mut parts = Vec::new();
    let mut column = usize::MAX;
    let mut items = 0;
    let mut waits = false;
    for line in lines.iter().rev() {
        for (at, step) in steps(line).into_iter().rev() {
            if waits && at == column && step == Step::Item {
                items += 1;
            }
            if at >= column {
                continue;
            }
            if waits {
                parts.push(format!("[{items}]"));
            }
            (column, items, waits) = (at, 0, step == Step::Item);
            if let Step::Key(key) = step {
                parts.push(key.to_owned());
            }
        }
    }
    if waits {
        parts.push(format!("[{items}]"));
    }
    let mut out = String::new();
    for part in parts.iter().rev() {
        if !out.is_empty() && !part.starts_with('[') {
            out.push('.');
        }
        out.push_str(part);
    }
    (!own.is_empty() && !out.is_empty()).then_some(out)
}

#[cfg(test)]
mod tests {
    use super::*;

    const TEXT: &str = "#cloud-config\n\
        list:\n  - name: \"no: x\"\n    \"n\": 3\n  - - \"a: b # c\"\n    - \"\\\": d\"\nmap:\n  deep:\n    \"1.5\": true\n  empty: {}\nlast:\n  - \"x\"\n  - \"y\"\n";

    #[test]
    fn each_line_has_the_path_that_a_reader_would_take() {
        let told: Vec<String> = (0..TEXT.lines().count()).map(|n| path(TEXT, n).unwrap_or_default()).collect();
        let wanted = [
            "",
            "list",
            "list[0].name",
            "list[0].n",
            "list[1][0]",
            "list[1][1]",
            "map",
            "map.deep",
            "map.deep.1.5",
            "map.empty",
            "last",
            "last[0]",
            "last[1]",
        ];
        assert_eq!(told, wanted);
        assert_eq!(path(TEXT, 99), None);
    }
}
