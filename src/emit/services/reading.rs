//! What a reader of a service's file gives back, and the parts that all of them need.

use crate::base::{Origin, Origins, Sourced};
use crate::state::service::{Seat, SeatKind};

/// A file, read.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Reading<T> {
    /// The state that it makes.
    pub state: T,
    /// What it holds and the state has no place for: nothing in what we wrote.
    pub unknown: Vec<String>,
}

/// The origin of whatever a file says.
pub(super) fn origin() -> Origin {
    Origins::default().derived("a file says so", &[])
}

/// A seat of which nothing is known but what a file may say.
pub(super) fn seat(origin: Origin) -> Seat {
    let nameless = || Sourced::new(String::new(), origin);
    Seat {
        kind: Sourced::new(SeatKind::Guest, origin),
        name: nameless(),
        hostname: nameless(),
        host: None,
        addresses: Vec::new(),
    }
}
