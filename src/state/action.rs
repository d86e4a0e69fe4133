//! What has to be done by hand: a thing that the compiler cannot bring to its intended state.

use crate::base::Sourced;

/// An action for a person.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Action {
    /// The device, as the CMDB names it.
    pub device: Sourced<String>,
    /// Where it stands.
    pub rack: Sourced<String>,
    /// What it is, in the maker's words.
    pub model: Sourced<String>,
    /// Why something must be done.
    pub why: Why,
    /// The model that replaces it, in the maker's words; `None` when the catalogue names none.
    pub replacement: Option<Sourced<String>>,
}

/// Why something must be done.
#[derive(Copy, Clone, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub enum Why {
    /// No configuration is written in its language.
    NoLanguage,
    /// The manifest calls it obsolete.
    Obsolete,
}
