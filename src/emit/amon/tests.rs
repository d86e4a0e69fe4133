//! A page keeps its markup whatever stands in it, and every line of what is asked can be told.

use super::page::Page;
use super::*;
use crate::base::{Origins, Sourced};
use crate::os::amon::era::stock;

fn s(text: &str) -> Sourced<String> {
    Sourced::new(text.to_owned(), Origins::default().derived("a test", &[]))
}

fn row(value: &str) -> Result<String, usize> {
    let mut page = Page::default();
    let (said, typed) = (page.say(&s(value)), page.code(&s(value)));
    page.row(&[&said, &typed]);
    page.done().map(|(text, _)| text).map_err(|refused| refused.len())
}

#[test]
fn a_value_is_no_markup_and_ends_no_cell() {
    assert_eq!(row("a|b").unwrap(), "| a\\|b | `a\\|b` |\n");
    assert_eq!(row("`x`").unwrap(), "| \\`x\\` | `` `x` `` |\n");
    assert_eq!(row("<script>").unwrap(), "| \\<script\\> | `<script>` |\n");
    assert_eq!(row("![a](b)").unwrap(), "| \\!\\[a\\](b) | `![a](b)` |\n");
    assert_eq!((row("a\nb"), row("a\u{2028}b")), (Err(2), Err(2)));
}

#[test]
fn what_a_stock_model_opens_has_its_french() {
    for (.., why) in stock::OPENS {
        assert_ne!(request::french(why), *why, "{why}");
    }
}
