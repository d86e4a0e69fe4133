//! One layout for every manifest: one space, four of indent, bare words where the language takes them.
//!
//! It knows tokens and comments, neither nodes nor models, so it changes no meaning: not the order, not a number's
//! spelling, not a `/-`. Entry point: [`format()`].

mod layout;
mod pieces;
mod spell;

use crate::base::{FileId, Finding};
use crate::syntax;

/// Returns a text in the one layout; formatting it again changes nothing.
///
/// # Errors
/// What is wrong with it as text: a file that cannot be read whole is left as it is.
pub fn format(file: FileId, text: &str) -> Result<String, Vec<Finding>> {
    let tokens = syntax::tokens(file, text)?;
    if !text.contains('\r') {
        return Ok(layout::lay_out(&pieces::pieces(text, &tokens)));
    }
    // Every line end of KDL is one newline to it, inside texts too.
    let text = text.replace("\r\n", "\n").replace('\r', "\n");
    let tokens = syntax::tokens(file, &text)?;
    Ok(layout::lay_out(&pieces::pieces(&text, &tokens)))
}
