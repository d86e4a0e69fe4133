//! chrony 4.3: the whole of `chrony.conf`, since the one that Debian brings asks servers of its own choice.

mod read;

pub use read::read;

use super::Here;
use crate::emit::Apply;
use crate::emit::hosts::desk::Desk;
use crate::state::service::Clock;

/// What every file says beside its servers and clients: steps at the start only, and the school's own time, marked as poor,
/// while no source answers, so that its machines at least agree.
const ALWAYS: &[&str] =
    &["local stratum 10 orphan", "makestep 1.0 3", "rtcsync", "driftfile /var/lib/chrony/chrony.drift", "logdir /var/log/chrony"];

/// Writes `chrony/chrony.conf`.
pub(super) fn file(here: &Here, ntp: &Clock, desk: &mut Desk) {
    let apply = Apply {
        check: Some("chronyd -p -f /etc/chrony/chrony.conf".to_owned()),
        command: Some("systemctl restart chrony".to_owned()),
        order: 50,
        disturbs: "nothing: clients ask again".to_owned(),
    };
    let meta = here.meta("chrony", "/etc/chrony/chrony.conf", "root", 0o644, apply);
    desk.file(format!("{}/chrony/chrony.conf", here.folder), meta, ntp.seat.kind.origin(), |desk| {
        let mut out = String::new();
        for source in &ntp.sources {
            out.push_str(&format!("server {} iburst\n", desk.say(source)));
        }
        for net in &ntp.clients {
            out.push_str(&format!("allow {}\n", desk.say(net)));
        }
        for line in ALWAYS {
            out.push_str(&format!("{line}\n"));
        }
        out
    });
}

/// What of a state the file carries.
pub fn project(ntp: &Clock) -> Clock {
    Clock { seat: super::reading::seat(ntp.seat.kind.origin()), ..ntp.clone() }
}
