//! The server of time: whom it asks, and who may ask it.

use super::asking::End;
use super::resolver::nets;
use crate::region::School;
use crate::state::intend::host::network_hosts;
use crate::state::service::{Clock, Seat};

/// The port of NTP (RFC 5905).
const PORT: u16 = 123;

/// The state of the server of time.
pub(super) fn clock(school: &School, seat: Seat) -> Clock {
    let network = school.services.ntp.as_ref().map(|ntp| ntp.network.as_str());
    let sources = network.map(|name| network_hosts(school, name)).unwrap_or_default();
    let clients = nets(&End::seat(school, &seat).askers(school, PORT));
    Clock { seat, sources, clients }
}
