//! The only things a template may say: print a path, loop over one, test one, include a file.
//!
//! Whatever decides more belongs in the view. A tag stands alone on its line, so that each line of the output comes from
//! exactly one line of a template. Entry point: [`check`].

use super::templates::TemplateFault;

/// What a line of a template says. Of a path only what it begins with is kept: the name that must be known where it stands.
#[derive(Clone, PartialEq, Eq, Debug)]
pub(super) enum TemplateLine {
    /// The head of a loop, alone: its own name, and the name that it takes from around it.
    For(String, String),
    /// An `if`, alone: the name that it tests.
    If(String),
    /// An `else`, alone.
    Else,
    /// The end of a loop or of an `if`, alone.
    End,
    /// An `include`, alone, of this template.
    Include(String),
    /// Text, and the names that it prints of.
    Text(Vec<String>),
}

/// Reads a template line by line; every line that says more than the grammar allows is a fault.
pub(super) fn check(name: &str, source: &str) -> Result<Vec<TemplateLine>, Vec<TemplateFault>> {
    let mut lines = Vec::new();
    let mut faults = Vec::new();
    let mut fault = |line: usize, why: String| faults.push(TemplateFault { template: name.to_owned(), line, why });
    for (index, line) in source.lines().enumerate() {
        if line.chars().any(|c| c.is_control() || super::marks::is_private(c)) {
            fault(index + 1, "a control or private character: write plain text".into());
        }
        match line_kind(line) {
            Ok(kind) => lines.push(kind),
            Err(why) => fault(index + 1, why),
        }
    }
    if faults.is_empty() { Ok(lines) } else { Err(faults) }
}

fn line_kind(line: &str) -> Result<TemplateLine, String> {
    if line.contains("{#") {
        return Err("`{# #}`: a template has no comments".into());
    }
    if let Some(start) = line.find("{%") {
        let alone = "a tag `{% %}` stands alone on its line";
        let (before, rest) = line.split_at(start);
        let inside = rest.trim_end().strip_prefix("{%").and_then(|r| r.strip_suffix("%}")).ok_or(alone)?;
        if !before.trim().is_empty() || inside.contains('%') || inside.contains('{') {
            return Err(alone.into());
        }
        return tag(inside);
    }
    let (mut rest, mut printed) = (line, Vec::new());
    while let Some(start) = rest.find("{{") {
        let after = rest.get(start + 2..).unwrap_or("");
        let end = after.find("}}").ok_or("`{{` without `}}` on the line")?;
        let path = after.get(..end).unwrap_or("").trim();
        if !is_path(path) {
            return Err(format!("`{path}` decides something: decide it in the view and print a field of it"));
        }
        printed.push(first(path));
        rest = after.get(end + 2..).unwrap_or("");
    }
    Ok(TemplateLine::Text(printed))
}

fn tag(inside: &str) -> Result<TemplateLine, String> {
    let words: Vec<&str> = inside.split_whitespace().collect();
    match words.as_slice() {
        ["else"] => Ok(TemplateLine::Else),
        ["endfor" | "endif"] => Ok(TemplateLine::End),
        ["for", x, "in", path] if is_name(x) && is_path(path) => Ok(TemplateLine::For((*x).to_owned(), first(path))),
        ["if", path] | ["if", "not", path] if is_path(path) => Ok(TemplateLine::If(first(path))),
        ["include", file] => {
            let file =
                file.strip_prefix('"').and_then(|f| f.strip_suffix('"')).ok_or("`include` wants a file in double quotes")?;
            Ok(TemplateLine::Include(file.to_owned()))
        }
        _ => Err(format!(
            "`{}` is not in the grammar of templates: for x in path, if [not] path, else, endif, endfor, include \"file\"",
            words.join(" ")
        )),
    }
}

fn first(path: &str) -> String {
    path.split('.').next().unwrap_or_default().to_owned()
}

fn is_name(word: &str) -> bool {
    const RESERVED: &[&str] = &["not", "and", "or", "in", "is", "true", "false", "none", "True", "False", "None", "loop"];
    let mut bytes = word.bytes();
    bytes.next().is_some_and(|b| b.is_ascii_lowercase())
        && bytes.all(|b| b.is_ascii_lowercase() || b.is_ascii_digit() || b == b'_')
        && !RESERVED.contains(&word)
}

fn is_path(path: &str) -> bool {
    path.split('.').all(is_name)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_grammar_takes_its_six_forms_and_nothing_else() {
        let good = "a {{ b.c }} d\n{% for x in a.b %}\n  {% if not x.y %}\n{% else %}\n{% endif %}\n{% endfor %}\n{% include \"os/a.j2\" %}\n";
        let lines = check("t", good).unwrap();
        let name = |name: &str| name.to_owned();
        use TemplateLine::*;
        let said = [Text(vec![name("b")]), For(name("x"), name("a")), If(name("x")), Else, End, End, Include(name("os/a.j2"))];
        assert_eq!(lines, said);
        for bad in [
            "{{ name|upper }}",
            "{{ a ~ b }}",
            "{{ a[0] }}",
            "{{ f() }}",
            "{{ 'x' }}",
            "{{ loop.index }}",
            "{{- a }}",
            "{{ a",
            "{% set a = b %}",
            "{% if a == b %}",
            "{% if a %}x{% endif %}",
            "x {% if a %}",
            "{%- if a %}",
            "{% for a, b in c %}",
            "{% include a %}",
            "{% macro m() %}",
            "{% raw %}",
            "{# no #}",
            "a\u{e001}b",
        ] {
            let faults = check("t", &format!("ok\n{bad}\n")).unwrap_err();
            assert_eq!((faults[0].line, faults[0].template.as_str()), (2, "t"), "{bad} was taken");
        }
    }
}
