//! French as a device can show it: one fixed table from accented letters and typographic signs to ASCII.
//!
//! What the table lacks stays as it is, and the escape refuses it: nothing is dropped in silence.

use std::borrow::Cow;

/// Spells a text in ASCII, letter by letter: `é` is `e`, `œ` is `oe`, `’` is `'`.
pub fn spell(text: &str) -> Cow<'_, str> {
    if text.is_ascii() {
        return Cow::Borrowed(text);
    }
    let mut out = String::with_capacity(text.len());
    for c in text.chars() {
        match letter(c) {
            Some(ascii) => out.push_str(ascii),
            None => out.push(c),
        }
    }
    Cow::Owned(out)
}

fn letter(c: char) -> Option<&'static str> {
    Some(match c {
        'à' | 'á' | 'â' | 'ã' | 'ä' | 'å' => "a",
        'À' | 'Á' | 'Â' | 'Ã' | 'Ä' | 'Å' => "A",
        'æ' => "ae",
        'Æ' => "AE",
        'ç' => "c",
        'Ç' => "C",
        'è' | 'é' | 'ê' | 'ë' => "e",
        'È' | 'É' | 'Ê' | 'Ë' => "E",
        'ì' | 'í' | 'î' | 'ï' => "i",
        'Ì' | 'Í' | 'Î' | 'Ï' => "I",
        'ñ' => "n",
        'Ñ' => "N",
        'ò' | 'ó' | 'ô' | 'õ' | 'ö' | 'ø' => "o",
        'Ò' | 'Ó' | 'Ô' | 'Õ' | 'Ö' | 'Ø' => "O",
        'œ' => "oe",
        'Œ' => "OE",
        'ß' => "ss",
        'ù' | 'ú' | 'û' | 'ü' => "u",
        'Ù' | 'Ú' | 'Û' | 'Ü' => "U",
        'ý' | 'ÿ' => "y",
        'Ý' | 'Ÿ' => "Y",
        '’' | '‘' | 'ʼ' => "'",
        '–' | '—' | '‐' | '‑' => "-",
        '«' | '»' | '“' | '”' => "'",
        '…' => "...",
        '°' | 'º' => "o",
        '²' => "2",
        '€' => "EUR",
        '\u{a0}' | '\u{202f}' | '\u{2009}' => " ",
        '·' => ".",
        _ => return None,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn french_becomes_ascii_and_what_is_unknown_stays() {
        assert_eq!(spell("Cœur d’accès, bâtiment « Été » n°2…"), "Coeur d'acces, batiment ' Ete ' no2...");
        assert_eq!(spell("salle 漢"), "salle 漢");
        assert!(matches!(spell("plain"), Cow::Borrowed(_)));
    }
}
