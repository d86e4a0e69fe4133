//! What a host's memory, cores and disk are promised to. The reserve is that of the rule `host-memory-over`.

use crate::region::{Guest, Host, School};

/// The guests that a host runs.
pub fn guests<'a>(school: &'a School, host: &'a Host) -> impl Iterator<Item = &'a Guest> {
    school.guests.iter().filter(move |g| g.host.as_ref() == Some(&host.name))
}

/// The guests that a host has promised to take.
pub fn promised<'a>(school: &'a School, host: &'a Host) -> impl Iterator<Item = &'a Guest> {
    school.guests.iter().filter(move |g| g.standby.as_ref() == Some(&host.name) && g.host.as_ref() != Some(&host.name))
}

/// Bytes that the host itself keeps: 2 GiB and a tenth of its memory.
pub fn reserve(host: &Host) -> i128 {
    (2i128 << 30) + i128::from(host.memory.0) / 10
}

/// Bytes of memory left after the reserve, the guests, and the promises; negative when there is too little.
pub fn left(school: &School, host: &Host) -> i128 {
    let taken: i128 = guests(school, host).chain(promised(school, host)).map(|g| i128::from(g.memory.0)).sum();
    i128::from(host.memory.0) - reserve(host) - taken
}
