//! What of a firewall's leases and names a `config.xml` carries: what is written reads back as this.

use super::project;
use super::words::{self, Backend};
use crate::net::Duration;
use crate::os::Loss;
use crate::state::service::{Dhcp, Forward, Resolver, Scope, Seat, SeatKind, Zone};
use crate::state::{Firewall, Served};

const FORMAT: &str = "firewalls.md, part 2.4";

/// What of the services the format cannot carry, though nothing is refused; beside those of the firewall.
pub static SERVED_LOSSES: &[Loss] = &[
    Loss { field: "dhcp.seat", reason: "the machine whose file it is", source: FORMAT },
    Loss { field: "dhcp.scopes.relay", reason: "the firewall has a card in the VLAN", source: FORMAT },
    Loss { field: "dhcp.scopes6", reason: "stations make their own addresses", source: "specification, part 6.2" },
    Loss { field: "dhcp.scopes.cluster", reason: "Kea's page knows no options by number", source: "services.inc, kea" },
    Loss { field: "dns.seat", reason: "the machine whose file it is", source: FORMAT },
    Loss { field: "dns.zone.whole", reason: "its resolver asks on for names that it does not know", source: FORMAT },
    Loss { field: "dns.reverse", reason: "its resolver makes them of the names", source: FORMAT },
    Loss { field: "dns.clients", reason: "the rules say who may ask", source: FORMAT },
    Loss { field: "ntp", reason: "the clocks that the firewall asks are its own", source: FORMAT },
];

/// What of the services the format carries, for one firewall.
pub fn project_served(firewall: &Firewall, served: &Served) -> Served {
    let own = project(firewall);
    let seat = || Seat {
        kind: firewall.name.with(SeatKind::Firewall),
        name: own.name.clone(),
        hostname: own.hostname.clone(),
        host: None,
        addresses: Vec::new(),
    };
    let is_own = |seat: &Seat| *seat.kind == SeatKind::Firewall;
    let scope = |scope: &Scope| {
        let interface = firewall.interface(*scope.vlan)?;
        let vlan = own.interfaces.iter().find(|i| i.v4 == interface.v4 && i.v6 == interface.v6)?.vlan;
        let cluster = scope.cluster.filter(|_| Backend::of(firewall) == Backend::Isc);
        let name = interface.name.with(words::description(&interface.name));
        let lease = scope.lease.with(Duration::Seconds(scope.lease.seconds()));
        Some(Scope { vlan, name, relay: None, lease, cluster, ..scope.clone() })
    };
    let dhcp = served.dhcp.as_ref().filter(|d| is_own(&d.seat)).and_then(|dhcp| {
        let mut scopes: Vec<Scope> = dhcp.scopes.iter().filter_map(scope).collect();
        scopes.sort_by_key(|s| *s.vlan);
        (!scopes.is_empty()).then(|| Dhcp { seat: seat(), scopes, scopes6: Vec::new() })
    });
    let answers = !own.serves_dns.is_empty();
    let dns = served.dns.as_ref().filter(|d| is_own(&d.seat) && answers).and_then(|resolver| {
        let forwards: Vec<Forward> = resolver.forwards.iter().filter(|f| !f.domain.is_empty()).cloned().collect();
        let names = resolver.zone.names.clone();
        if names.is_empty() && forwards.is_empty() {
            return None;
        }
        let name = if names.is_empty() { firewall.domain.clone() } else { resolver.zone.name.clone() };
        let zone = Zone { name, whole: resolver.zone.whole.with(false), names };
        Some(Resolver { seat: seat(), zone, reverse: Vec::new(), forwards, clients: Vec::new() })
    });
    Served { dhcp, dns, ntp: None }
}
