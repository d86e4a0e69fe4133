//! Typed views and templates to text: the only user of the template engine, and the only writer of a configuration language's lines.
//!
//! It knows positions, escapes and origins, and no device. Entry points: [`Templates::new`], [`Templates::render`] (what a
//! build writes) and [`Templates::explain`] (the same text with, for each line, the template line and the values in it).

pub mod escape;
mod grammar;
mod layouts;
pub mod marks;
pub mod shape;
pub mod templates;
pub mod text;

pub use escape::Refused;
pub use marks::{Explained, LineStory};
pub use shape::{Examples, Field, Shape, Shaped};
pub use templates::{Family, Refusal, TemplateFault, Templates, Unwritten};
pub use text::{At, Command, IntoValue, Line, Phrase, Position, Text, Word};

/// The engine's names that [`view!`](crate::view) needs where it is used.
#[doc(hidden)]
pub mod engine {
    pub use super::text::fields;
    pub use minijinja::value::Value;
}
