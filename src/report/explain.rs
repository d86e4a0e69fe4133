//! Why a rule exists, as Markdown: what `preau explain` prints and what the pages under `docs/rules/` hold.

use crate::base::Rule;

/// The page of one rule: its name, its weight, and its own text with failing and passing manifests.
pub fn explain(rule: &Rule) -> String {
    // `///` keeps the space before each line of a doc comment.
    let text: Vec<_> = rule.docs.lines().map(|line| line.strip_prefix(' ').unwrap_or(line).trim_end()).collect();
    let fixed = if rule.is_fixed { ", which nothing moves" } else { "" };
    format!("# {}\n\nSeverity: {}{fixed}.\n\n{}\n", rule.name, rule.severity.word(), text.join("\n").trim())
}

/// One line a rule: its name, its weight and its first sentence.
pub fn list(rules: &[&Rule]) -> String {
    let width = rules.iter().map(|rule| rule.name.len()).max().unwrap_or(0);
    let line = |rule: &&Rule| {
        let first = rule.docs.lines().next().unwrap_or_default().trim();
        format!("{:width$}  {:7}  {first}\n", rule.name, rule.severity.word())
    };
    rules.iter().map(line).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_page_begins_with_the_name_and_keeps_the_text() {
        let page = explain(crate::source::RULES.first().unwrap());
        assert!(page.starts_with("# file-too-large\n\nSeverity: error.\n\nA file is larger"), "{page}");
        assert!(page.lines().all(|line| !line.starts_with(' ')), "{page}");
    }
}
