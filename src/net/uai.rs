//! UAI codes: the national number of a school, seven digits and a check letter.

use std::fmt;
use std::str::FromStr;

/// Check letters: no I, O or Q. The letter is the seven digits modulo 23 (reference: domain facts, part 3).
const LETTERS: &[u8; 23] = b"ABCDEFGHJKLMNPRSTUVWXYZ";

/// A UAI code whose check letter is right.
#[derive(Copy, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub struct Uai {
    digits: u32,
    letter: u8,
}

impl Uai {
    /// What stands for a code that was wrong, so that the rest of a school can be checked; nothing is written under it.
    pub const UNKNOWN: Uai = Uai { digits: 0, letter: b'A' };

    /// The letter that belongs to seven digits.
    pub fn letter_of(digits: u32) -> char {
        LETTERS.get((digits % 23) as usize).map_or('?', |&b| char::from(b))
    }
    /// The département: `37`, `971`, `2A`.
    pub fn department(self) -> String {
        match self.digits / 10_000 {
            620 => "2A".into(),
            720 => "2B".into(),
            n if n < 100 => format!("{n:02}"),
            n => n.to_string(),
        }
    }
    /// As host names want it: `0370037p`.
    pub fn lower(self) -> String {
        self.to_string().to_ascii_lowercase()
    }
}

impl fmt::Display for Uai {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:07}{}", self.digits, char::from(self.letter))
    }
}

impl FromStr for Uai {
    type Err = String;
    fn from_str(text: &str) -> Result<Self, String> {
        let shape = || "a UAI code is seven digits and a letter, such as 0370037P".to_owned();
        if text.len() == 7
            && text.bytes().all(|b| b.is_ascii_digit())
            && let Ok(digits) = text.parse()
        {
            return Err(format!("its letter is missing: write {text}{}", Uai::letter_of(digits)));
        }
        let bytes: &[u8; 8] = text.as_bytes().try_into().map_err(|_| shape())?;
        let [digits @ .., letter] = bytes;
        if !digits.iter().all(u8::is_ascii_digit) {
            return Err(shape());
        }
        let digits = digits.iter().fold(0, |n, b| n * 10 + u32::from(b - b'0'));
        let letter = letter.to_ascii_uppercase();
        let right = Uai::letter_of(digits);
        if char::from(letter) == right {
            return Ok(Uai { digits, letter });
        }
        if matches!(letter, b'I' | b'O' | b'Q' | b'1') {
            return Err(format!("{} is not used in UAI codes; the letter of {digits:07} is {right}", char::from(letter)));
        }
        let swap = swaps(digits).into_iter().find(|&d| Uai::letter_of(d) == char::from(letter));
        let swap = swap.map_or(String::new(), |d| format!(", or {d:07}{} if two digits were swapped", char::from(letter)));
        Err(format!("the letter of {digits:07} is {right}: write {digits:07}{right}{swap}"))
    }
}

/// The numbers that differ from `digits` by one swap of neighbours.
fn swaps(digits: u32) -> Vec<u32> {
    (0..6u32)
        .map(|i| {
            let (low, high) = (10u32.pow(i), 10u32.pow(i + 1));
            let (a, b) = (digits / low % 10, digits / high % 10);
            digits - a * low - b * high + b * low + a * high
        })
        .filter(|&d| d != digits)
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_wrong_letter_is_answered_with_the_right_one() {
        assert_eq!("0370037p".parse::<Uai>().map(|u| u.to_string()), Ok("0370037P".into()));
        // The two codes that public proceedings print with an `i` where a lower-case `l` stood.
        for code in ["0410031i", "0450051i"] {
            let said = code.parse::<Uai>().unwrap_err();
            assert!(said.contains("I is not used") && said.ends_with("is L"), "{said}");
        }
        assert!("0370037A".parse::<Uai>().unwrap_err().contains("0370037P"));
    }

    #[test]
    fn a_missing_letter_is_told() {
        assert_eq!("0370037".parse::<Uai>(), Err("its letter is missing: write 0370037P".into()));
        assert!("037003P".parse::<Uai>().unwrap_err().starts_with("a UAI code is seven digits"));
    }

    #[test]
    fn a_swap_of_two_digits_is_recognised() {
        // 0370037P with the first two significant digits swapped.
        assert!("0730037P".parse::<Uai>().unwrap_err().contains("0370037P if two digits"));
    }

    #[test]
    fn departments_overseas_and_in_corsica_have_their_own_form() {
        assert_eq!("6200001G".parse::<Uai>().map(Uai::department), Ok("2A".into()));
        assert_eq!("9710002A".parse::<Uai>().map(Uai::department), Ok("971".into()));
        assert_eq!("0370037P".parse::<Uai>().map(Uai::department), Ok("37".into()));
    }
}
