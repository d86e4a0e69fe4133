//! The nearest of some names to a misspelt one. It knows nothing of what the names are for.

use super::limits;

/// Returns the candidate that differs least from the word, when it differs in at most a third of its letters (case aside).
///
/// Of two candidates as near, the first wins; beyond [`limits::CANDIDATES`] of them none is looked at.
pub fn nearest<'a>(word: &str, candidates: impl IntoIterator<Item = &'a str>) -> Option<&'a str> {
    let word: Vec<char> = word.chars().flat_map(char::to_lowercase).take(64).collect();
    let mut best: Option<(usize, &str)> = None;
    for candidate in candidates.into_iter().take(limits::CANDIDATES) {
        let other: Vec<char> = candidate.chars().flat_map(char::to_lowercase).take(64).collect();
        let allowed = (word.len().max(other.len()) / 3).max(1);
        if word.len().abs_diff(other.len()) > allowed || best.is_some_and(|(d, _)| d == 0) {
            continue;
        }
        let distance = distance(&word, &other);
        if distance <= allowed && distance < other.len() && best.is_none_or(|(d, _)| distance < d) {
            best = Some((distance, candidate));
        }
    }
    best.map(|(_, candidate)| candidate)
}

/// Insertions, deletions, replacements and swaps of neighbours that turn one into the other.
fn distance(a: &[char], b: &[char]) -> usize {
    let mut before: Vec<usize> = Vec::new();
    let mut row: Vec<usize> = (0..=b.len()).collect();
    let mut last = None;
    for (i, &x) in a.iter().enumerate() {
        let mut next = vec![i + 1];
        let mut left = i + 1;
        for (j, &y) in b.iter().enumerate() {
            let at = |row: &[usize], k: usize| row.get(k).copied().unwrap_or(usize::MAX / 2);
            let mut cost = (left + 1).min(at(&row, j + 1) + 1).min(at(&row, j) + usize::from(x != y));
            if j > 0 && last == Some(y) && b.get(j - 1) == Some(&x) {
                cost = cost.min(at(&before, j - 1) + 1);
            }
            next.push(cost);
            left = cost;
        }
        before = std::mem::replace(&mut row, next);
        last = Some(x);
    }
    row.last().copied().unwrap_or(0)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_slip_of_the_finger_finds_its_word_and_another_word_finds_none() {
        let words = ["pedagogie", "administration", "ppms"];
        assert_eq!(nearest("pedagogi", words), Some("pedagogie"));
        assert_eq!(nearest("Pedagoige", words), Some("pedagogie"));
        assert_eq!(nearest("pmps", words), Some("ppms"));
        assert_eq!(nearest("wifi", words), None);
        assert_eq!(nearest("x", ["y"]), None);
        assert_eq!(nearest("abxy", ["abcd"]), None, "half of a word is another word");
    }
}
