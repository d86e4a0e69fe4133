//! The pages of the rules: a rule's doc comment as Markdown, and an index. Pure; `explain` and docs/rules use it.

use crate::base::Rule;

/// The page of a rule: title, weight, text.
pub fn page(rule: &Rule) -> String {
    let fixed = if rule.is_fixed { ", which nothing moves" } else { "" };
    format!("# {}\n\nWeight: {}{fixed}. Decided in `{}`.\n\n{}", rule.name, rule.severity.word(), rule.file, text(rule))
}

/// The text of a rule: its doc comment without the indent that the compiler keeps.
pub fn text(rule: &Rule) -> String {
    let mut text: String = rule.docs.lines().map(|l| format!("{}\n", l.strip_prefix(' ').unwrap_or(l).trim_end())).collect();
    text.truncate(text.trim_end().len());
    text.push('\n');
    text
}

/// The first sentence of a rule.
pub fn sentence(rule: &Rule) -> &str {
    rule.docs.trim_start().lines().next().unwrap_or("").trim_end()
}

/// The index of all rules: a table of names, weights and first sentences, in order of name.
pub fn index(rules: &[&Rule]) -> String {
    let mut sorted = rules.to_vec();
    sorted.sort_by_key(|r| r.name);
    let rows: String = sorted
        .iter()
        .map(|r| format!("| [{0}]({0}.md) | {1} | {2} |\n", r.name, r.severity.word(), sentence(r).replace('|', "\\|")))
        .collect();
    format!(
        "# Findings\n\nEvery finding has a name that never changes. A region moves its weight with `severity NAME error|warning|info|off`;\n\
         a school waives it in a `deviation` with `waive NAME on=…`. `preau explain NAME` prints the page of a name,\n\
         which says so where nothing moves the weight.\n\n\
         | name | weight | what it finds |\n|---|---|---|\n{rows}"
    )
}

/// The fenced examples of a rule under a heading (`Fails`, `Passes`), in order.
pub fn examples(rule: &Rule, heading: &str) -> Vec<String> {
    let text = text(rule);
    let mut found = Vec::new();
    let mut here = false;
    let mut open: Option<String> = None;
    for line in text.lines() {
        match (&mut open, line) {
            (Some(_), "```") => found.extend(open.take()),
            (Some(block), line) => {
                block.push_str(line);
                block.push('\n');
            }
            (None, "```kdl") if here => open = Some(String::new()),
            (None, line) => {
                if let Some(title) = line.strip_prefix("## ") {
                    here = title == heading;
                }
            }
        }
    }
    found
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::base::Severity;

    static RULE: Rule = Rule {
        name: "a-b",
        severity: Severity::Error,
        is_fixed: false,
        docs: " It is so.\n\n Why.\n\n ## Fails\n ```kdl\n a {\n     b\n }\n ```\n ## Passes\n ```kdl\n c\n ```\n",
        file: "src/x.rs",
    };

    #[test]
    fn an_example_keeps_its_indent_and_belongs_to_its_heading() {
        assert_eq!(examples(&RULE, "Fails"), ["a {\n    b\n}\n"]);
        assert_eq!(examples(&RULE, "Passes"), ["c\n"]);
        assert!(index(&[&RULE]).contains("| [a-b](a-b.md) | error | It is so. |"));
        assert!(page(&RULE).starts_with("# a-b\n\nWeight: error."));
    }
}
