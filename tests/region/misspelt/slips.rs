//! A word misspelt by one letter, such that nothing but the word itself is as near; or another word altogether.
//!
//! It keeps its length, so that every other finding keeps its place, and what was there before the slip can be told from what
//! came with it.

use preau::base::Span;
use preau::base::nearest::nearest;
use std::collections::BTreeSet;

/// What was meant, and what is written.
pub struct Slip {
    pub right: String,
    pub wrong: String,
    /// Whether it is a slip of one letter, so that what was meant can be told.
    pub is_near: bool,
}

impl Slip {
    /// The word with two neighbours swapped, from its end on, or else with one letter replaced; `None` when each way ends as near
    /// to another word of `all`. `keeps_digits` leaves them where they are.
    pub fn of(right: &str, all: &BTreeSet<String>, keeps_digits: bool) -> Option<Slip> {
        let letters: Vec<char> = right.chars().collect();
        let swapped = (1..letters.len()).rev().map(|i| {
            let mut letters = letters.clone();
            letters.swap(i - 1, i);
            letters
        });
        let replaced = (0..letters.len()).rev().flat_map(|i| {
            ['x', 'q', 'z'].map(|other| {
                let mut letters = letters.clone();
                letters[i] = other;
                letters
            })
        });
        let is_name = |wrong: &Vec<char>| wrong[0].is_ascii_alphabetic() || letters[0].is_ascii_digit();
        let digits = |word: &[char]| word.iter().copied().filter(char::is_ascii_digit).collect::<Vec<char>>();
        let is_kept = |wrong: &Vec<char>| !keeps_digits || digits(wrong) == digits(&letters);
        // Whatever differs in more letters than this is no candidate of `nearest` that could be as near.
        let alike =
            |other: &&str| other.len().abs_diff(right.len()) <= 2 && letters.iter().filter(|c| !other.contains(**c)).count() <= 2;
        let alike: Vec<&str> = all.iter().map(String::as_str).filter(alike).collect();
        let mut wrong =
            swapped.chain(replaced).filter(is_name).filter(is_kept).map(|letters| letters.into_iter().collect::<String>());
        let is_plain =
            |w: &String| !all.contains(w) && nearest(w, alike.iter().copied()).is_some_and(|n| n.alone && n.name == right);
        wrong.find(is_plain).map(|wrong| Slip { right: right.to_owned(), wrong, is_near: true })
    }

    /// Another word in its place, of the same length and near to nothing; `None` for one of a letter or two.
    pub fn far(right: &str) -> Option<Slip> {
        let wrong = "zqxwvkjy".chars().cycle().take(right.chars().count()).collect();
        (right.len() > 2).then(|| Slip { right: right.to_owned(), wrong, is_near: false })
    }

    /// A text with the word misspelt at its place.
    pub fn in_text(&self, text: &str, span: Span) -> String {
        let at = span.start as usize + usize::from(text[span.start as usize..].starts_with('"'));
        let mut text = text.to_owned();
        text.replace_range(at..at + self.right.len(), &self.wrong);
        text
    }
}
