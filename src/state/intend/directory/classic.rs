//! What a classic domain has beside an Active Directory: its identifier, the machine that all others ask, numbers for accounts.
//!
//! An Active Directory draws its identifier when it is made and gives numbers out by itself. Here both follow from the
//! manifest, so that the same domain can be made again. Entry point: [`classic`].

use super::accounts::number;
use crate::base::{Origin, Origins, Sourced};
use crate::net::Uuid;
use crate::region::{self, School};
use crate::state::Secret;
use crate::state::directory::{AccountGroup, Classic, NUMBERS, ServiceAccount, Stretch};

/// The classic domain of a school; accounts of services get their numbers.
pub fn classic(
    school: &School,
    meant: &region::Directory,
    groups: &[AccountGroup],
    services: &mut [ServiceAccount],
    origins: &mut Origins,
) -> Classic {
    let uai = school.uai.to_string();
    number_services(&uai, groups, services, origins);
    let (people, machines) = stretches(meant, groups, services, origins);
    let secret = Secret { scope: meant.secret.scope.clone(), name: format!("{}.ldap", *meant.on) };
    let guest = school.guest(&meant.on);
    Classic {
        sid: match &meant.sid {
            Some(sid) => sid.clone(),
            None => origins.derive(identifier(&uai), "its identifier follows from the school's code", &[meant.kind.origin()]),
        },
        controller: meant.on.with(meant.on.to_lowercase()),
        address: guest.and_then(|guest| guest.nics.iter().find_map(|nic| nic.address)),
        manager: origins.derive(secret, "its password's name follows from the directory's guest", &[meant.on.origin()]),
        people,
        machines,
    }
}

/// The identifier of the domain of a school that writes none: three numbers of 32 bits (MS-DTYP, 2.4.2), from its code.
fn identifier(uai: &str) -> String {
    let [a, b, c, d, e, f, g, h, i, j, k, l, ..] = Uuid::of(&[uai, "sid"]).0;
    let parts = [[a, b, c, d], [e, f, g, h], [i, j, k, l]].map(u32::from_be_bytes);
    format!("S-1-5-21-{}-{}-{}", parts[0], parts[1], parts[2])
}

/// Gives each account of a service a number that no group and no other has: accounts and groups share their identifiers.
fn number_services(uai: &str, groups: &[AccountGroup], services: &mut [ServiceAccount], origins: &mut Origins) {
    let mut taken: Vec<u32> = groups.iter().map(|group| *group.gid).collect();
    for service in services {
        let mut own = number(uai, &service.name);
        while taken.contains(&own) {
            own = if own < *NUMBERS.end() { own + 1 } else { *NUMBERS.start() };
        }
        taken.push(own);
        let because = "its number follows from the school's code and its name";
        service.number = Some(origins.derive(own, because, &[service.name.origin()]));
    }
}

/// The longest stretch of numbers that nothing has, halved: for accounts, and for computers.
fn stretches(
    meant: &region::Directory,
    groups: &[AccountGroup],
    services: &[ServiceAccount],
    origins: &mut Origins,
) -> (Stretch, Stretch) {
    let known: Vec<Sourced<u32>> = groups.iter().map(|g| g.gid).chain(services.iter().filter_map(|s| s.number)).collect();
    let (first, last) = longest(known.iter().map(|number| **number));
    let middle = first + (last - first) / 2;
    let from: Vec<Origin> = std::iter::once(meant.kind.origin()).chain(known.iter().map(Sourced::origin)).collect();
    let mut stretch = |first: u32, last: u32, because: &'static str| {
        let origin = origins.derived(because, &from);
        Stretch { first: Sourced::new(first, origin), last: Sourced::new(last, origin) }
    };
    (
        stretch(first, middle, "accounts get the lower half of the longest stretch of numbers that no group and no service has"),
        stretch(
            middle + 1,
            last,
            "computers get the upper half of the longest stretch of numbers that no group and no service has",
        ),
    )
}

/// The first and the last of the longest stretch of [`NUMBERS`] between numbers that are taken; of equal ones the lowest.
fn longest(taken: impl Iterator<Item = u32>) -> (u32, u32) {
    let mut taken: Vec<u32> = taken.filter(|number| NUMBERS.contains(number)).collect();
    taken.sort_unstable();
    let mut best = (*NUMBERS.start(), *NUMBERS.start());
    let mut first = *NUMBERS.start();
    for end in taken.into_iter().chain([NUMBERS.end() + 1]) {
        if end > first && end - 1 - first > best.1 - best.0 {
            best = (first, end - 1);
        }
        first = first.max(end + 1);
    }
    best
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_longest_stretch_holds_no_number_that_is_taken() {
        assert_eq!(longest([].into_iter()), (10_000, 59_999));
        assert_eq!(longest([10_000, 59_999, 30_000].into_iter()), (30_001, 59_998));
        assert_eq!(longest([40_000, 20_000, 40_000, 900].into_iter()), (20_001, 39_999));
        assert_eq!(longest(NUMBERS), (10_000, 10_000));
    }

    #[test]
    fn the_identifier_of_a_domain_stays_the_same_and_is_the_school_s_own() {
        assert_eq!(identifier("0370037P"), identifier("0370037P"));
        assert_ne!(identifier("0370037P"), identifier("0371099U"));
        assert_eq!(identifier("0370037P").split('-').count(), 7);
    }
}
