//! What a template may print: leaves that know their position in a line and their origin, and views made of them.
//!
//! It decides nothing about what a position accepts: that is `escape`'s.

use crate::base::{Origin, Sourced};
use minijinja::value::{Object, ObjectRepr, Value};
use std::fmt;
use std::marker::PhantomData;
use std::sync::Arc;

/// Where in a line of a configuration language a text stands.
#[derive(Copy, Clone, PartialEq, Eq, Debug)]
pub enum Position {
    /// One word between spaces: a name, a number, an address, a secret's placeholder.
    Word,
    /// Free text up to the end of the line.
    Line,
    /// A fixed phrase of the language itself, spelt by the view: `10 20 to 25`, `last Sun Mar 2:00`.
    Phrase,
    /// A whole command that an author wrote (`raw`).
    Command,
}

/// A type that names a [`Position`], so that a view's field says where it may stand.
pub trait At: fmt::Debug + Send + Sync + 'static {
    /// The position.
    const POSITION: Position;
}

/// One word.
#[derive(Debug)]
pub struct Word;
/// Free text to the end of the line.
#[derive(Debug)]
pub struct Line;
/// A phrase of the language.
#[derive(Debug)]
pub struct Phrase;
/// A whole command.
#[derive(Debug)]
pub struct Command;

impl At for Word {
    const POSITION: Position = Position::Word;
}
impl At for Line {
    const POSITION: Position = Position::Line;
}
impl At for Phrase {
    const POSITION: Position = Position::Phrase;
}
impl At for Command {
    const POSITION: Position = Position::Command;
}

/// A printable value of a view: its text, where it may stand, and what decided it.
#[derive(Debug)]
pub struct Text<P: At = Word> {
    text: String,
    origin: Origin,
    position: PhantomData<P>,
}

impl<P: At> Text<P> {
    /// Joins a text and its origin.
    pub fn new(text: impl Into<String>, origin: Origin) -> Self {
        Text { text: text.into(), origin, position: PhantomData }
    }
    /// The text.
    pub fn as_str(&self) -> &str {
        &self.text
    }
    /// The text of a value that knows its origin.
    pub fn of<T: fmt::Display>(value: &Sourced<T>) -> Self {
        Text::new(value.value().to_string(), value.origin())
    }
}

/// What the formatter finds behind `{{ }}`.
#[derive(Debug)]
pub(super) struct Leaf {
    pub(super) text: String,
    pub(super) origin: Origin,
    pub(super) position: Position,
}

impl Object for Leaf {
    fn repr(self: &Arc<Self>) -> ObjectRepr {
        ObjectRepr::Plain
    }
}

/// What the engine sees of a view: its fields by name.
#[derive(Debug)]
pub(super) struct Fields {
    names: &'static [&'static str],
    pub(super) values: Vec<Value>,
}

/// The value of a view with these fields.
#[doc(hidden)]
pub fn fields(names: &'static [&'static str], values: Vec<Value>) -> Value {
    Value::from_object(Fields { names, values })
}

impl Fields {
    /// A number of the view's type: of two types never the same.
    pub(super) fn kind(&self) -> usize {
        self.names.as_ptr() as usize
    }
}

impl Object for Fields {
    fn get_value_by_str(self: &Arc<Self>, key: &str) -> Option<Value> {
        self.values.get(self.names.iter().position(|name| *name == key)?).cloned()
    }
    fn get_value(self: &Arc<Self>, key: &Value) -> Option<Value> {
        self.get_value_by_str(key.as_str()?)
    }
    // A view that is there is true to `if`; the engine would take it for an empty map.
    fn is_true(self: &Arc<Self>) -> bool {
        true
    }
}

/// Becomes a value of the engine. Implemented for leaves, `bool`, `Option`, `Vec` and, by [`view!`](crate::view), for views.
pub trait IntoValue {
    /// The value.
    fn into_value(self) -> Value;
    /// Whether each text in it, printed or not, is `taken` in its position.
    fn is_taken(&self, taken: &dyn Fn(Position, &str) -> bool) -> bool;
}

impl<P: At> IntoValue for Text<P> {
    fn into_value(self) -> Value {
        Value::from_object(Leaf { text: self.text, origin: self.origin, position: P::POSITION })
    }
    fn is_taken(&self, taken: &dyn Fn(Position, &str) -> bool) -> bool {
        taken(P::POSITION, &self.text)
    }
}
impl IntoValue for bool {
    fn into_value(self) -> Value {
        Value::from(self)
    }
    fn is_taken(&self, _: &dyn Fn(Position, &str) -> bool) -> bool {
        true
    }
}
impl<T: IntoValue> IntoValue for Option<T> {
    /// Nothing is false to `if`, and an error to print.
    fn into_value(self) -> Value {
        self.map_or(Value::from(()), T::into_value)
    }
    fn is_taken(&self, taken: &dyn Fn(Position, &str) -> bool) -> bool {
        self.iter().all(|value| value.is_taken(taken))
    }
}
impl<T: IntoValue> IntoValue for Vec<T> {
    /// An empty list is false to `if`.
    fn into_value(self) -> Value {
        Value::from(self.into_iter().map(T::into_value).collect::<Vec<Value>>())
    }
    fn is_taken(&self, taken: &dyn Fn(Position, &str) -> bool) -> bool {
        self.iter().all(|value| value.is_taken(taken))
    }
}

/// Declares a view: a struct whose fields are all that its template may know.
///
/// A field is a [`Text`](crate::render::Text), a `bool`, another view, or an `Option` or `Vec` of these. There is no serializer in
/// between: a field that the template does not read costs one conversion and no lookup.
#[macro_export]
macro_rules! view {
    ($($(#[$meta:meta])* $vis:vis struct $name:ident { $($(#[$field_meta:meta])* $field:ident: $type:ty),* $(,)? })*) => {$(
        $(#[$meta])*
        #[derive(Debug)]
        $vis struct $name { $($(#[$field_meta])* pub $field: $type),* }

        impl $crate::render::IntoValue for $name {
            fn into_value(self) -> $crate::render::engine::Value {
                const NAMES: &[&str] = &[$(stringify!($field)),*];
                $crate::render::engine::fields(NAMES, vec![$($crate::render::IntoValue::into_value(self.$field)),*])
            }
            fn is_taken(&self, taken: &dyn Fn($crate::render::Position, &str) -> bool) -> bool {
                true $(&& $crate::render::IntoValue::is_taken(&self.$field, taken))*
            }
        }

        impl $crate::render::Shaped for $name {
            fn shape() -> $crate::render::Shape {
                $crate::render::Shape::Fields(vec![$((stringify!($field), <$type as $crate::render::Shaped>::shape())),*])
            }
            fn examples(&self, path: &str, out: &mut $crate::render::Examples) {
                let at = |field: &str| if path.is_empty() { field.to_owned() } else { format!("{path}.{field}") };
                $($crate::render::Shaped::examples(&self.$field, &at(stringify!($field)), out);)*
            }
        }
    )*};
}
