//! chrony's configuration as a clock.

use super::ALWAYS;
use crate::base::Sourced;
use crate::emit::services::Reading;
use crate::emit::services::reading::{origin, seat};
use crate::state::service::Clock;

/// Reads a file; an error says which line is wrong.
pub fn read(text: &str) -> Result<Reading<Clock>, String> {
    let origin = origin();
    let (mut sources, mut clients, mut unknown) = (Vec::new(), Vec::new(), Vec::new());
    for line in text.lines().map(str::trim).filter(|l| !l.is_empty() && !l.starts_with(['#', '!', ';', '%'])) {
        match line.split_whitespace().collect::<Vec<_>>().as_slice() {
            ["server", address, "iburst"] => {
                let address = address.parse().map_err(|_| format!("`{address}` is no address"))?;
                sources.push(Sourced::new(address, origin));
            }
            ["allow", net] => clients.push(Sourced::new(net.parse().map_err(|_| format!("`{net}` is no network"))?, origin)),
            _ if ALWAYS.contains(&line) => {}
            _ => unknown.push(line.to_owned()),
        }
    }
    Ok(Reading { state: Clock { seat: seat(origin), sources, clients }, unknown })
}
