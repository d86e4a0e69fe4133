//! What decides packets on their way through a firewall, whatever its language: chains of steps, the first that fits wins.
//!
//! A chain is what comes in by one interface, or what goes from one zone to another. Readers of files make chains, with what the
//! software adds by itself; proofs and [`faults`](super::faults()) are made on them. Nothing here knows what should pass. Entry
//! points: [`may_pass`], [`must_pass`], [`way`].

use crate::net::Traffic;

/// The steps that decide some packets.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Chain {
    /// An interface's name, or two zones: `pedago>admin`.
    pub name: String,
    /// What comes this way; the rest meets no step.
    pub scope: Traffic,
    /// Its steps, in the order in which they are tried.
    pub steps: Vec<Step>,
    /// What becomes of a packet that fits none.
    pub accepts: bool,
    /// Whether the firewall itself sends what comes this way.
    pub is_own: bool,
}

/// One step.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Step {
    /// As its file names it; empty when it does not.
    pub label: String,
    /// Its line in the file, from 1; `None` when it is in none.
    pub line: Option<usize>,
    /// Who wrote it.
    pub author: Author,
    /// Whether it lets pass; else it refuses.
    pub allows: bool,
    /// What it speaks of.
    pub packets: Traffic,
    /// Whether it holds at some hours only.
    pub at_hours: bool,
    /// Whether its file has it logged.
    pub is_logged: bool,
}

/// Who wrote a step.
#[derive(Copy, Clone, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub enum Author {
    /// Whoever wrote the file.
    File,
    /// The software, which adds it by itself.
    Software,
    /// The model that the file inherits from.
    Parent,
}

/// What a packet meets on its way.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Met {
    /// The chain.
    pub chain: String,
    /// The step's label; `None` when it fits none and the chain's own end decides.
    pub label: Option<String>,
    /// The step's line.
    pub line: Option<usize>,
    /// Who wrote it.
    pub author: Author,
    /// Whether it lets pass.
    pub allows: bool,
}

impl Chain {
    /// What passes by the steps that `holds` are there.
    fn passing(&self, holds: impl Fn(&Step) -> bool) -> Traffic {
        let (mut open, mut rest) = (Traffic::default(), self.scope.clone());
        for step in self.steps.iter().filter(|s| holds(s)) {
            if step.allows {
                open.add(&rest.and(&step.packets));
            }
            rest = rest.minus(&step.packets);
        }
        if self.accepts {
            open.add(&rest);
        }
        open
    }

    /// What passes at some time.
    pub fn may_pass(&self) -> Traffic {
        self.passing(|step| step.allows || !step.at_hours)
    }

    /// What passes at all times.
    pub fn must_pass(&self) -> Traffic {
        self.passing(|step| !step.allows || !step.at_hours)
    }

    /// What some packets meet, in order.
    fn way(&self, packets: &Traffic) -> Vec<Met> {
        let mut rest = self.scope.and(packets);
        let mut met = Vec::new();
        for step in self.steps.iter().filter(|s| s.packets.meets(packets)) {
            if rest.meets(&step.packets) {
                rest = if step.at_hours { rest } else { rest.minus(&step.packets) };
                let (label, line) = (Some(step.label.clone()), step.line);
                met.push(Met { chain: self.name.clone(), label, line, author: step.author, allows: step.allows });
            }
        }
        if !rest.is_empty() {
            let author = Author::Software;
            met.push(Met { chain: self.name.clone(), label: None, line: None, author, allows: self.accepts });
        }
        met
    }
}

/// What passes at some time of what the firewall does not send itself.
pub fn may_pass(chains: &[Chain]) -> Traffic {
    sum(chains.iter().filter(|c| !c.is_own).map(Chain::may_pass))
}

/// What passes at all times, the firewall's own packets included.
pub fn must_pass(chains: &[Chain]) -> Traffic {
    sum(chains.iter().map(Chain::must_pass))
}

/// What some packets meet on their way, chain by chain.
pub fn way(chains: &[Chain], packets: &Traffic) -> Vec<Met> {
    chains.iter().flat_map(|chain| chain.way(packets)).collect()
}

fn sum(all: impl Iterator<Item = Traffic>) -> Traffic {
    all.fold(Traffic::default(), |mut sum, one| {
        sum.add(&one);
        sum
    })
}
