//! The channel plan of a school: radios of a band get channels so that those who hear each other best share the least.
//!
//! It knows where access points hang and which channels there are. The same input gives the same plan: there is no chance in
//! it. Entry points: [`Spot::nearness`], [`plan`].

use crate::net::Channel;

/// Where an access point hangs.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct Spot {
    /// Its building; `None` when the manifest does not say.
    pub building: Option<String>,
    /// Its floor.
    pub floor: Option<u64>,
    /// Its room.
    pub room: Option<String>,
}

/// How well two access points hear each other, as far as a manifest tells: it knows rooms and floors, no walls.
#[derive(Copy, Clone, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub enum Nearness {
    /// In two buildings, or more than a floor apart.
    Far,
    /// One above the other.
    Storey,
    /// On one floor, or of one of them nobody knows where it is.
    Floor,
    /// In one room.
    Room,
}

impl Nearness {
    /// What it costs when two that are so near share frequencies: one of a room outweighs a floor full.
    fn cost(self) -> u64 {
        match self {
            Nearness::Far => 0,
            Nearness::Storey => 1,
            Nearness::Floor => 100,
            Nearness::Room => 100_000,
        }
    }
}

impl Spot {
    /// How near another one is.
    pub fn nearness(&self, other: &Spot) -> Nearness {
        if self.room.is_some() && self.room == other.room {
            return Nearness::Room;
        }
        let (Some(mine), Some(theirs)) = (&self.building, &other.building) else { return Nearness::Floor };
        if mine != theirs {
            return Nearness::Far;
        }
        match (self.floor, other.floor) {
            (Some(a), Some(b)) => match a.abs_diff(b) {
                0 => Nearness::Floor,
                1 => Nearness::Storey,
                _ => Nearness::Far,
            },
            _ => Nearness::Floor,
        }
    }
}

/// A radio that wants a channel.
#[derive(Clone, Debug)]
pub struct Seat<'a> {
    /// Where it hangs.
    pub spot: &'a Spot,
    /// The channel that somebody set; the plan keeps it and goes round it.
    pub fixed: Option<Channel>,
}

/// A channel for every seat; `None` only when there is no channel to give.
///
/// First a colouring of the graph of those who hear each other, most constrained first (DSATUR), then each radio moves as long
/// as it gains by it.
pub fn plan(seats: &[Seat], channels: &[Channel]) -> Vec<Option<Channel>> {
    let weights: Vec<Vec<u64>> = seats.iter().map(|a| seats.iter().map(|b| a.spot.nearness(b.spot).cost()).collect()).collect();
    let weight = |a: usize, b: usize| if a == b { 0 } else { weights.get(a).and_then(|w| w.get(b)).copied().unwrap_or(0) };
    let mut given: Vec<Option<Channel>> = seats.iter().map(|s| s.fixed).collect();
    let mut open: Vec<usize> = (0..seats.len()).filter(|&i| seats.get(i).is_some_and(|s| s.fixed.is_none())).collect();
    let free = open.clone();
    while !open.is_empty() {
        let bound = |i: usize| -> (u64, u64) {
            let near = given.iter().enumerate().filter(|(_, c)| c.is_some()).map(|(j, _)| weight(i, j)).sum();
            (near, (0..seats.len()).map(|j| weight(i, j)).sum())
        };
        // The first of the most bound ones.
        let Some(next) = open.iter().copied().rev().max_by_key(|&i| bound(i)) else { break };
        open.retain(|&i| i != next);
        let choice = best(next, &given, channels, &weight);
        set(&mut given, next, choice);
    }
    // Each move lowers the cost of the whole, so that it ends; the bound is for the reader.
    for _ in 0..seats.len() {
        let mut moved = false;
        for &i in &free {
            let choice = best(i, &given, channels, &weight);
            let (Some(new), Some(old)) = (choice, given.get(i).copied().flatten()) else { continue };
            if cost(i, new, &given, &weight) < cost(i, old, &given, &weight) {
                set(&mut given, i, choice);
                moved = true;
            }
        }
        if !moved {
            break;
        }
    }
    given
}

/// What a channel costs a seat, beside the channels that the others have.
fn cost(seat: usize, channel: Channel, given: &[Option<Channel>], weight: &dyn Fn(usize, usize) -> u64) -> u64 {
    let shares = |other: &Option<Channel>| other.is_some_and(|other| other.overlaps(channel));
    given.iter().enumerate().filter(|(_, other)| shares(other)).map(|(j, _)| weight(seat, j)).sum()
}

/// The cheapest channel; among equals one without radar, then the least used, then the first.
fn best(seat: usize, given: &[Option<Channel>], channels: &[Channel], weight: &dyn Fn(usize, usize) -> u64) -> Option<Channel> {
    let used = |channel: Channel| given.iter().enumerate().filter(|(j, c)| *j != seat && **c == Some(channel)).count();
    channels.iter().copied().min_by_key(|&c| (cost(seat, c, given, weight), c.has_radar(), used(c)))
}

fn set(given: &mut [Option<Channel>], index: usize, channel: Option<Channel>) {
    if let Some(slot) = given.get_mut(index) {
        *slot = channel;
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::net::Band;
    use crate::net::radio::planned;

    fn spot(building: &str, floor: u64, room: &str) -> Spot {
        Spot { building: Some(building.into()), floor: Some(floor), room: Some(room.into()) }
    }

    fn numbers(spots: &[Spot], fixed: &[(usize, u16)], band: Band, width: u16) -> Vec<u16> {
        let of = |i: usize| fixed.iter().find(|(at, _)| *at == i).map(|(_, number)| Channel { band, number: *number, width });
        let seats: Vec<Seat> = spots.iter().enumerate().map(|(i, spot)| Seat { spot, fixed: of(i) }).collect();
        plan(&seats, &planned(band, width)).into_iter().map(|c| c.unwrap().number).collect()
    }

    #[test]
    fn neighbours_of_a_floor_get_different_channels_while_there_are_some() {
        let floor: Vec<Spot> = (0..3).map(|n| spot("A", 1, &format!("A10{n}"))).collect();
        let mut given = numbers(&floor, &[], Band::Two, 20);
        given.sort_unstable();
        assert_eq!(given, [1, 6, 11]);
    }

    #[test]
    fn two_of_a_room_never_share_while_a_floor_may() {
        let mut spots: Vec<Spot> = (0..6).map(|n| spot("A", 1, &format!("A10{n}"))).collect();
        spots.extend([spot("A", 1, "A100"), spot("A", 1, "A103")]);
        let given = numbers(&spots, &[], Band::Two, 20);
        assert_ne!(given[0], given[6]);
        assert_ne!(given[3], given[7]);
    }

    #[test]
    fn a_channel_set_by_hand_stays_and_the_others_go_round_it() {
        let spots = [spot("A", 0, "A001"), spot("A", 0, "A002"), spot("A", 1, "A101")];
        let given = numbers(&spots, &[(2, 1)], Band::Two, 20);
        assert_eq!(given[2], 1);
        assert!(given[0] != 1 && given[1] != 1 && given[0] != given[1], "{given:?}");
    }

    #[test]
    fn another_building_hears_nothing_and_radar_is_the_last_resort() {
        let spots: Vec<Spot> = (0..8).map(|n| spot(if n < 4 { "A" } else { "B" }, 0, &format!("R{n}"))).collect();
        let given = numbers(&spots, &[], Band::Five, 20);
        assert!(given.iter().all(|n| *n < 52), "{given:?}");
        let five = [spot("A", 0, "a"), spot("A", 0, "b"), spot("A", 0, "c"), spot("A", 0, "d"), spot("A", 0, "e")];
        assert!(numbers(&five, &[], Band::Five, 20).iter().any(|n| *n >= 52));
    }

    #[test]
    fn the_same_school_gets_the_same_plan() {
        let spots: Vec<Spot> = (0..30).map(|n| spot("A", n / 10, &format!("A{n}"))).collect();
        assert_eq!(numbers(&spots, &[], Band::Five, 40), numbers(&spots, &[], Band::Five, 40));
        assert!(numbers(&[], &[], Band::Five, 40).is_empty());
    }
}
