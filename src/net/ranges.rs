//! A set of numbers as sorted, disjoint, inclusive ranges: addresses, or protocols with their ports.
//!
//! Exact and deterministic: equal sets are equal values. It knows nothing of what the numbers stand for.

/// A set of numbers.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Debug, Default)]
pub struct Ranges(Vec<(u128, u128)>);

impl Ranges {
    /// The numbers from `first` to `last`, both included; empty when they are the wrong way round.
    pub fn one(first: u128, last: u128) -> Ranges {
        if first <= last { Ranges(vec![(first, last)]) } else { Ranges::default() }
    }

    /// Whether there is no number in it.
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// The ranges, lowest first; no two touch.
    pub fn iter(&self) -> impl Iterator<Item = (u128, u128)> {
        self.0.iter().copied()
    }

    /// The lowest number.
    pub fn first(&self) -> Option<u128> {
        self.0.first().map(|r| r.0)
    }

    /// Whether a number is in it.
    pub fn contains(&self, number: u128) -> bool {
        self.0.iter().any(|&(first, last)| first <= number && number <= last)
    }

    /// Whether everything of `other` is in it.
    pub fn holds(&self, other: &Ranges) -> bool {
        other.minus(self).is_empty()
    }

    /// Whether the two share a number.
    pub fn meets(&self, other: &Ranges) -> bool {
        !self.and(other).is_empty()
    }

    /// What is in either.
    pub fn or(&self, other: &Ranges) -> Ranges {
        match (self.is_empty(), other.is_empty()) {
            (true, _) => other.clone(),
            (_, true) => self.clone(),
            _ => self.iter().chain(other.iter()).collect(),
        }
    }

    /// What is in both.
    pub fn and(&self, other: &Ranges) -> Ranges {
        let (mut out, mut left, mut right) = (Vec::new(), self.iter().peekable(), other.iter().peekable());
        while let (Some(&a), Some(&b)) = (left.peek(), right.peek()) {
            let (first, last) = (a.0.max(b.0), a.1.min(b.1));
            if first <= last {
                out.push((first, last));
            }
            if a.1 < b.1 {
                left.next();
            } else {
                right.next();
            }
        }
        Ranges(out)
    }

    /// What is in this one and not in `other`.
    pub fn minus(&self, other: &Ranges) -> Ranges {
        let mut out = Vec::new();
        for (first, last) in self.iter() {
            let mut rest = Some(first);
            for (a, b) in other.iter().filter(|&(a, b)| a <= last && b >= first) {
                let Some(from) = rest else { break };
                if a > from {
                    out.push((from, a - 1));
                }
                // The last number of all has no successor: nothing is left behind it.
                rest = b.checked_add(1).map(|next| next.max(from)).filter(|next| *next <= last);
            }
            out.extend(rest.map(|from| (from, last)));
        }
        Ranges(out)
    }
}

impl FromIterator<(u128, u128)> for Ranges {
    fn from_iter<I: IntoIterator<Item = (u128, u128)>>(ranges: I) -> Ranges {
        let mut sorted: Vec<(u128, u128)> = ranges.into_iter().filter(|(first, last)| first <= last).collect();
        sorted.sort_unstable();
        let mut out: Vec<(u128, u128)> = Vec::with_capacity(sorted.len());
        for (first, last) in sorted {
            match out.last_mut() {
                Some(open) if open.1 == u128::MAX || first <= open.1 + 1 => open.1 = open.1.max(last),
                _ => out.push((first, last)),
            }
        }
        Ranges(out)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn set(ranges: &[(u128, u128)]) -> Ranges {
        ranges.iter().copied().collect()
    }

    #[test]
    fn ranges_that_touch_are_one() {
        assert_eq!(set(&[(5, 9), (1, 4), (20, 30)]), set(&[(1, 9), (20, 30)]));
        assert_eq!(set(&[(3, 2)]), Ranges::default());
    }

    #[test]
    fn what_is_taken_away_is_in_no_rest() {
        let all = set(&[(0, 100)]);
        assert_eq!(all.minus(&set(&[(0, 9), (50, 50)])), set(&[(10, 49), (51, 100)]));
        assert_eq!(all.minus(&set(&[(90, u128::MAX)])), set(&[(0, 89)]));
        assert_eq!(set(&[(0, u128::MAX)]).minus(&set(&[(0, u128::MAX)])), Ranges::default());
    }

    /// Against sets of a few small numbers, one bit each: every pair of them.
    #[test]
    fn sets_of_bits_agree() {
        let of = |bits: u32| (0..7).filter(|n| bits >> n & 1 == 1).map(|n| (n, n)).collect::<Ranges>();
        for a in 0u32..128 {
            for b in 0u32..128 {
                assert_eq!(of(a).and(&of(b)), of(a & b));
                assert_eq!(of(a).or(&of(b)), of(a | b));
                assert_eq!(of(a).minus(&of(b)), of(a & !b));
                assert_eq!(of(a).holds(&of(b)), b & !a == 0);
                assert_eq!(of(a).meets(&of(b)), a & b != 0);
            }
        }
    }
}
