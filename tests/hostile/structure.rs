//! What a generated file's own reader would count in it: blocks, keys, elements, cells. Nothing here is shared with what writes.

use preau::emit::File;
use std::collections::BTreeSet;

/// What each file is made of, whatever it is called; sorted.
pub fn of(files: &[File]) -> Vec<String> {
    let mut all: Vec<String> = files
        .iter()
        .flat_map(|file| {
            let apply = file.meta.apply.iter().flat_map(|a| a.check.iter().chain(&a.command));
            let commands: Vec<String> = apply.map(|c| shell(c)).collect();
            [format!("{} apply {commands:?}", file.meta.kind), one(file)]
        })
        .collect();
    all.sort();
    all
}

fn one(file: &File) -> String {
    let Ok(text) = std::str::from_utf8(&file.content) else { return "not UTF-8".into() };
    let name = file.path.rsplit('/').next().unwrap_or("");
    let shape = match name.rsplit('.').next().unwrap_or("") {
        "cfg" => commands(text),
        "csv" => cells(text),
        "xml" => elements(text),
        "yaml" | "user-data" | "network-config" | "meta-data" => keys_of_yaml(text),
        "sh" => shell(text),
        "ldif" => attributes(text),
        "conf" if file.meta.kind == "samba" => keys(&without_domains(text)),
        "md" => markup(text),
        "json" | "eol" => serde_json::from_str(text).map_or("no JSON".into(), |v| keys_of_json(&v)),
        // A placeholder, or a secret: whatever it is, it is one text.
        _ if file.meta.kind == "secret" => text.lines().count().to_string(),
        _ => keys(text),
    };
    format!("{} {shape}", file.meta.kind)
}

/// Indent and first word of each line of a configuration.
fn commands(text: &str) -> String {
    let line = |line: &str| {
        let indent = line.len() - line.trim_start_matches(' ').len();
        format!("{indent}{}", line.split_whitespace().next().unwrap_or(""))
    };
    text.split('\n').map(line).collect::<Vec<_>>().join(" ")
}

/// A file of Samba's without the names of domains that stand in its keys: `idmap config DOMAIN : range`.
fn without_domains(text: &str) -> String {
    let line = |line: &str| match line.strip_prefix("idmap config ").and_then(|rest| rest.split_once(" : ")) {
        Some((_, rest)) => format!("idmap config : {rest}\n"),
        None => format!("{line}\n"),
    };
    text.lines().map(line).collect()
}

/// Attributes of each entry of LDIF, by RFC 2849: a long line goes on after a space, and a value may be coded.
fn attributes(text: &str) -> String {
    let text = text.replace("\n ", "");
    let attribute = |line: &str| match line.split_once(':') {
        Some((name, value)) => {
            assert!(!value.starts_with('<') && !value.starts_with(" <"), "a file is read in {line}");
            format!("{name}:")
        }
        None => line.to_owned(),
    };
    text.split('\n').map(attribute).collect::<Vec<_>>().join(" ")
}

/// How many cells its rows have, by RFC 4180 with a semicolon; equal names make one row, so that rows are not counted.
fn cells(text: &str) -> String {
    let (mut widths, mut count, mut quoted, mut fresh) = (BTreeSet::new(), 1, false, true);
    let mut rest = text.chars().peekable();
    while let Some(c) = rest.next() {
        match c {
            '"' if quoted && rest.peek() == Some(&'"') => drop(rest.next()),
            '"' if quoted => {
                quoted = false;
                assert!(matches!(rest.peek(), Some(';' | '\n') | None), "text after a closing quote in {text}");
            }
            '"' => {
                assert!(fresh, "a quote inside a cell without quotes in {text}");
                quoted = true;
            }
            ';' if !quoted => count += 1,
            '\n' if !quoted => drop(widths.insert(std::mem::replace(&mut count, 1))),
            _ => {}
        }
        fresh = !quoted && matches!(c, ';' | '\n');
    }
    assert!(!quoted, "an open cell in {text}");
    format!("{widths:?}")
}

/// Names of elements and attributes, as XML 1.0 nests them.
fn elements(text: &str) -> String {
    let mut out = String::new();
    let mut open: Vec<&str> = Vec::new();
    let mut rest = text;
    while let Some(at) = rest.find('<') {
        references(&rest[..at]);
        rest = &rest[at + 1..];
        if let Some(tail) = rest.strip_prefix("!--") {
            let end = tail.find("--").expect("an open comment");
            assert!(tail[end..].starts_with("-->"), "two hyphens in a comment");
            rest = &tail[end + 3..];
            continue;
        }
        if let Some(tail) = rest.strip_prefix('?') {
            rest = &tail[tail.find("?>").expect("an open instruction") + 2..];
            continue;
        }
        let end = rest.find(['>', ' ', '/', '\n']).expect("an open tag");
        if let Some(tail) = rest.strip_prefix('/') {
            let end = tail.find('>').expect("an open tag");
            assert_eq!(open.pop(), Some(&tail[..end]), "tags cross");
            rest = &tail[end + 1..];
            out.push('>');
            continue;
        }
        let name = &rest[..end];
        out.push_str(&format!("<{name}"));
        rest = &rest[end..];
        loop {
            rest = rest.trim_start();
            if let Some(tail) = rest.strip_prefix("/>") {
                out.push('>');
                rest = tail;
                break;
            }
            if let Some(tail) = rest.strip_prefix('>') {
                open.push(name);
                rest = tail;
                break;
            }
            let equals = rest.find('=').expect("an attribute without a value");
            let quote = rest[equals + 1..].chars().next().filter(|c| matches!(c, '"' | '\'')).expect("a value without quotes");
            let value = &rest[equals + 2..];
            let close = value.find(quote).expect("an open value");
            assert!(!value[..close].contains('<'), "markup in an attribute");
            references(&value[..close]);
            out.push_str(&format!(" {}", &rest[..equals]));
            rest = &value[close + 1..];
        }
    }
    assert!(open.is_empty(), "open elements {open:?}");
    references(rest);
    out
}

/// Every `&` of a text begins a reference that XML knows.
fn references(text: &str) {
    for part in text.split('&').skip(1) {
        let known = ["amp;", "lt;", "gt;", "quot;", "apos;", "#"].iter().any(|r| part.starts_with(r));
        assert!(known, "a loose & in {text}");
    }
}

/// Indents, dashes and keys of a block YAML; a quoted scalar ends on its line.
fn keys_of_yaml(text: &str) -> String {
    let mut out = Vec::new();
    for line in text.split('\n') {
        let mut rest = line.trim_start_matches(' ');
        let mut head = format!("{}", line.len() - rest.len());
        while let Some(tail) = rest.strip_prefix("- ") {
            head.push('-');
            rest = tail;
        }
        if rest.starts_with('#') {
            out.push(format!("{head}#"));
            continue;
        }
        for _ in 0..2 {
            let Some(inside) = rest.strip_prefix('"') else { break };
            let close = close_of_quoted(inside).unwrap_or_else(|| panic!("an open scalar: {line}"));
            let after = &inside[close + 1..];
            if let Some(value) = after.strip_prefix(": ").or(after.strip_prefix(':')) {
                head.push_str("\"key\":");
                rest = value;
                continue;
            }
            assert!(after.is_empty() || after.starts_with([',', ']', '}', ' ']), "text after a scalar: {line}");
            head.push('"');
            rest = "";
        }
        match rest.split_once(": ") {
            Some((key, value)) => {
                head.push_str(&format!("{key}:"));
                if let Some(inside) = value.strip_prefix('"') {
                    let close = close_of_quoted(inside).unwrap_or_else(|| panic!("an open scalar: {line}"));
                    assert!(inside[close + 1..].is_empty(), "text after a scalar: {line}");
                }
            }
            None if rest.ends_with(':') => head.push_str(rest),
            None => {}
        }
        out.push(head);
    }
    out.join(" ")
}

fn close_of_quoted(inside: &str) -> Option<usize> {
    let mut escaped = false;
    inside.char_indices().find_map(|(i, c)| {
        let closes = c == '"' && !escaped;
        escaped = c == '\\' && !escaped;
        closes.then_some(i)
    })
}

/// Keys of objects, and the shapes that stand in an array: equal names make one record, so that elements are not counted.
fn keys_of_json(value: &serde_json::Value) -> String {
    match value {
        serde_json::Value::Object(map) => {
            let inside: Vec<String> = map.iter().map(|(k, v)| format!("{k}:{}", keys_of_json(v))).collect();
            format!("{{{}}}", inside.join(","))
        }
        serde_json::Value::Array(list) => {
            let shapes: BTreeSet<String> = list.iter().map(keys_of_json).collect();
            format!("[{}]", shapes.into_iter().collect::<Vec<_>>().join(","))
        }
        _ => "_".into(),
    }
}

/// What is markup in Markdown: marks that nothing escapes, outside of code.
fn markup(text: &str) -> String {
    let mut out = String::new();
    for line in text.lines() {
        let mut rest = line.chars().peekable();
        out.extend(line.starts_with("- ").then_some('-'));
        while let Some(c) = rest.next() {
            match c {
                '\\' => drop(rest.next()),
                '`' => {
                    let mut fence = 1;
                    while rest.next_if_eq(&'`').is_some() {
                        fence += 1;
                    }
                    let (mut run, mut is_closed) = (0, false);
                    while !is_closed {
                        match rest.next() {
                            Some('`') => run += 1,
                            Some(_) if run == fence => is_closed = true,
                            Some(_) => run = 0,
                            None => is_closed = true,
                        }
                    }
                    assert!(run == fence, "code without an end: {line}");
                    out.push('`');
                }
                '|' | '*' | '_' | '#' | '[' | ']' | '<' | '>' | '!' | '&' | '~' => out.push(c),
                _ => {}
            }
        }
        out.push('\n');
    }
    out
}

/// Words and operators of a shell's text, as POSIX splits it.
fn shell(text: &str) -> String {
    let (mut out, mut quote, mut word) = (String::new(), None, false);
    let mut rest = text.chars();
    while let Some(c) = rest.next() {
        match (quote, c) {
            (Some('\''), '\'') | (Some('"'), '"') => quote = None,
            (Some('\''), _) => {}
            (_, '\\') => drop(rest.next()),
            (_, '$' | '`') => out.push(c),
            (Some(_), _) => {}
            (None, '\'' | '"') => {
                quote = Some(c);
                word = true;
            }
            (None, ' ' | '\t') => {
                if std::mem::take(&mut word) {
                    out.push('w');
                }
            }
            (None, '#') if !word => {
                while rest.as_str().chars().next().is_some_and(|c| c != '\n') {
                    rest.next();
                }
            }
            (None, '\n' | ';' | '|' | '&' | '<' | '>' | '(' | ')' | '#' | '*' | '?' | '~' | '!') => {
                if std::mem::take(&mut word) {
                    out.push('w');
                }
                out.push(if c == '\n' { '/' } else { c });
            }
            (None, _) => word = true,
        }
    }
    assert!(quote.is_none(), "an open quote in {text}");
    if word {
        out.push('w');
    }
    out
}

/// Sections and keys of a unit, of networkd or of LXC; no line is continued.
fn keys(text: &str) -> String {
    let line = |line: &str| {
        assert!(!line.ends_with('\\'), "a continued line: {line}");
        match line.split_once('=') {
            Some((key, _)) if !line.starts_with(['#', ';']) => key.trim().to_owned(),
            _ => line.split_whitespace().next().unwrap_or("").to_owned(),
        }
    };
    text.split('\n').map(line).collect::<Vec<_>>().join(" ")
}

#[test]
fn a_value_that_got_out_of_its_place_is_counted() {
    for (kind, good, bad) in [
        ("a.cfg", "interface 1\n description a\n", "interface 1\n description a\n shutdown\n"),
        ("a.csv", "\"a\";\"b\"\n", "\"a\";\"b\";\"c\"\n"),
        ("a.xml", "<a b=\"c\">d</a>", "<a b=\"c\">d<e/></a>"),
        ("a.yaml", "a:\n  b: \"c\"\n", "a:\n  b: \"c\"\n  d: e\n"),
        ("a.sh", "run 'a'\n", "run 'a';id\n"),
        ("a.service", "[Unit]\nDescription=a\n", "[Unit]\nDescription=a\nExecStart=/bin/id\n"),
        ("a.json", "{\"a\":1}", "{\"a\":1,\"b\":2}"),
        ("a.eol", "{\"a\":1}", "{\"a\":1,\"b\":2}"),
        ("a.md", "| a \\| b |\n", "| a | b |\n"),
        ("a.md", "`a`\n", "a*b*\n"),
    ] {
        let shape =
            |text: &str| one(&File { path: kind.into(), content: text.as_bytes().to_vec(), meta: preau::emit::Meta::default() });
        assert_ne!(shape(good), shape(bad), "{kind}");
    }
}
