//! The nearest of some names to a misspelt one. It knows nothing of what the names are for.

use super::limits;

/// A name that was perhaps meant.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Near {
    /// The name.
    pub name: String,
    /// Whether no other name is as near. Of several a person chooses, and no program.
    pub alone: bool,
}

impl Near {
    /// The name when no other is as near: what may stand in for the misspelt one, so that nothing that hangs on it is missed.
    pub fn only(self) -> Option<String> {
        self.alone.then_some(self.name)
    }
}

impl std::fmt::Display for Near {
    fn fmt(&self, f: &mut std::fmt::Formatter) -> std::fmt::Result {
        f.write_str(&self.name)
    }
}

/// Returns the candidate that differs least from the word, when it differs in at most a third of its letters (case aside).
///
/// Of two candidates as near, the first wins; beyond [`limits::CANDIDATES`] of them none is looked at.
pub fn nearest<'a>(word: &str, candidates: impl IntoIterator<Item = &'a str>) -> Option<Near> {
    let word: Vec<char> = word.chars().flat_map(char::to_lowercase).take(64).collect();
    let mut best: Option<(usize, &str, bool)> = None;
    let mut looked = 0;
    for (number, candidate) in candidates.into_iter().take(limits::CANDIDATES).enumerate() {
        looked = number + 1;
        let other: Vec<char> = candidate.chars().flat_map(char::to_lowercase).take(64).collect();
        let allowed = (word.len().max(other.len()) / 3).max(1);
        // After the word itself only the word itself is as near.
        let found = best.is_some_and(|(least, ..)| least == 0) && other != word;
        if found || word.len().abs_diff(other.len()) > allowed {
            continue;
        }
        let distance = distance(&word, &other);
        if distance > allowed || distance >= other.len() {
            continue;
        }
        match &mut best {
            Some((least, _, _)) if distance > *least => {}
            Some((least, name, alone)) if distance == *least => *alone &= *name == candidate,
            _ => best = Some((distance, candidate, true)),
        }
    }
    best.map(|(_, name, alone)| Near { name: name.to_owned(), alone: alone && looked < limits::CANDIDATES })
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
        let nearest = |word: &str, words: &[&'static str]| super::nearest(word, words.iter().copied()).map(|near| near.name);
        let some = |name: &str| Some(name.to_owned());
        assert_eq!(nearest("pedagogi", &words), some("pedagogie"));
        assert_eq!(nearest("Pedagoige", &words), some("pedagogie"));
        assert_eq!(nearest("pmps", &words), some("ppms"));
        assert_eq!(nearest("wifi", &words), None);
        assert_eq!(nearest("x", &["y"]), None);
        assert_eq!(nearest("abxy", &["abcd"]), None, "half of a word is another word");
    }

    #[test]
    fn of_names_as_near_the_first_is_named_and_is_not_alone() {
        let of = |words: &[&'static str]| nearest("sw9", words.iter().copied()).map(|near| (near.name, near.alone));
        assert_eq!(of(&["sw1", "sw2"]), Some(("sw1".to_owned(), false)));
        assert_eq!(of(&["sw1", "sw1", "pc9"]), Some(("sw1".to_owned(), true)), "the same name twice is one name");
        assert_eq!(of(&["sw1", "SW9"]), Some(("SW9".to_owned(), true)), "a nearer one is alone");
    }
}
