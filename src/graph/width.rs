//! How wide a text is, near enough to lay it out; the drawing then sets each text to exactly that width.

/// The width of a text in a sans-serif face of this size; the widths are those of Helvetica, in classes.
pub fn width(text: &str, size: f64, bold: bool) -> f64 {
    let thousandths: u32 = text.chars().map(advance).sum();
    let width = f64::from(thousandths) / 1000.0 * size;
    round(if bold { width * 1.07 } else { width })
}

/// A text cut to a width, with an ellipsis where something is lost.
pub fn fit(text: &str, size: f64, bold: bool, most: f64) -> String {
    if width(text, size, bold) <= most {
        return text.to_owned();
    }
    let mut cut: String = text.to_owned();
    while cut.pop().is_some() {
        let short = format!("{}…", cut.trim_end());
        if width(&short, size, bold) <= most {
            return short;
        }
    }
    "…".to_owned()
}

/// What is left of a text cut from its front has at least so many letters.
const LEAST: usize = 10;

/// A text cut to a width from its front, word by word: what tells one model from another stands last.
pub fn fit_last(text: &str, size: f64, most: f64) -> String {
    let mut rest = text;
    while width(rest, size, false) > most
        && let Some((_, last)) = rest.split_once(' ')
        && last.chars().count() >= LEAST
    {
        rest = last;
    }
    fit(rest, size, false, most)
}

/// Words in lines of at most this width; a word that is wider stands alone and is cut.
pub fn wrap(words: &[String], between: &str, size: f64, most: f64) -> Vec<String> {
    let mut lines: Vec<String> = Vec::new();
    for word in words {
        match lines.last_mut() {
            Some(line) if width(&format!("{line}{between}{word}"), size, false) <= most => {
                line.push_str(between);
                line.push_str(word);
            }
            _ => lines.push(fit(word, size, false, most)),
        }
    }
    lines
}

/// A length with one decimal: what a drawing needs, and the same on every machine.
pub fn round(length: f64) -> f64 {
    (length * 10.0).round() / 10.0
}

fn advance(c: char) -> u32 {
    match c {
        'i' | 'j' | 'l' | '\'' | '’' => 222,
        'I' | '.' | ',' | ':' | ';' | '!' | '/' | '\\' | '|' | ' ' | 't' | 'f' | '\u{a0}' | '·' | '[' | ']' => 278,
        '(' | ')' | '-' | 'r' | '{' | '}' | '*' | '`' | '"' | '°' => 333,
        'c' | 'k' | 's' | 'v' | 'x' | 'y' | 'z' | 'J' => 500,
        'm' | 'M' => 833,
        'w' => 722,
        'W' | '@' | '%' | '…' | '—' | '→' => 1000,
        'A' | 'B' | 'E' | 'K' | 'P' | 'S' | 'V' | 'X' | 'Y' => 667,
        'C' | 'D' | 'H' | 'N' | 'R' | 'U' => 722,
        'G' | 'O' | 'Q' => 778,
        'F' | 'T' | 'Z' | 'L' => 611,
        '+' | '<' | '>' | '=' | '~' | '×' | '↔' => 584,
        ' '..='~' => 556,
        'œ' | 'æ' | 'Œ' | 'Æ' => 900,
        // Letters with accents, and whatever Latin is left; wider scripts take a full square.
        '\u{80}'..='\u{24f}' => 600,
        '\u{300}'..='\u{36f}' => 0,
        _ => 1000,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_text_that_is_cut_says_so_and_fits() {
        let cut = fit("hpe-5130-24g-4sfp+", 10.0, false, 60.0);
        assert!(cut.ends_with('…') && width(&cut, 10.0, false) <= 60.0, "{cut}");
        assert_eq!(fit("sw1", 10.0, false, 60.0), "sw1");
    }

    #[test]
    fn words_are_broken_into_lines_that_fit() {
        let words = ["10", "20", "30", "160"].map(str::to_owned);
        assert_eq!(wrap(&words, " ", 10.0, 32.0), ["10 20", "30 160"]);
    }
}
