//! The clients of a school's deployment server: the PCs that it installs.

use crate::base::Origins;
use crate::region::School;
use crate::region::words::Support;
use crate::state::{Client, Guest};

/// The clients of a school, in order of name; none where no host runs a guest with the role `opsi`.
///
/// What is out of scope gets hardware and Internet access only: the server would install over what its section keeps.
pub fn clients(school: &School, guests: &[Guest], origins: &mut Origins) -> Vec<Client> {
    let Some(server) = guests.iter().find(|g| g.roles.iter().any(|role| role.as_str() == "opsi")) else { return Vec::new() };
    // Windows tells the server the name that it has in its domain.
    let own = school.directory.as_ref().filter(|directory| !directory.is_classic());
    let domain = own.map_or(&school.domain, |directory| &directory.domain);
    let kept = school.stations.iter().filter(|s| *s.kind == "pc" && *s.support != Support::OutOfScope);
    let mut clients: Vec<Client> = kept
        .map(|station| Client {
            name: origins.derive(
                format!("{}.{}", station.name.value(), domain.value()).to_lowercase(),
                "the deployment server knows a PC by its name in the directory's domain, or in the school's",
                &[station.name.origin(), domain.origin()],
            ),
            server: server.hostname.clone(),
            mac: station.mac,
            address: station.address,
            asset: station.asset.clone(),
            room: station.room.clone(),
            note: station.note.clone(),
        })
        .collect();
    clients.sort_by(|a, b| a.name.cmp(&b.name));
    clients
}
