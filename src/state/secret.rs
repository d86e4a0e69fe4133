//! Secrets by name: a state never holds a value.

use std::fmt;

/// The name of a secret and where it is looked up first.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub struct Secret {
    /// A UAI, or `region`.
    pub scope: String,
    /// The name, such as `radius.equipements`.
    pub name: String,
}

impl fmt::Display for Secret {
    /// The one spelling of a placeholder in every generated file.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "@secret:{}/{}@", self.scope, self.name)
    }
}
