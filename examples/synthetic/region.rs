//! A made-up region: what its schools share, and one school for each number.
//!
//! Profiles, catalogue, keys and region.kdl are those of the sample region, `schools/`; only the départements (pools of
//! addresses, sectors, teams) are its own. A school follows from the seed and its own number and from nothing else, so a
//! region of ten schools is the first ten schools of a region of two hundred. Entry point: [`Region::new`].

use crate::school::School;
use std::path::{Path, PathBuf};

/// Schools of one département: as many as a pool of a /15 has blocks of a /20, less one that stays free.
const PER_DEPARTMENT: usize = 31;

/// The six départements of the real region, whose numbers come first.
const FIRST: [usize; 6] = [18, 28, 36, 37, 41, 45];

/// A region to write.
#[derive(Debug)]
pub struct Region {
    schools: usize,
    seed: u64,
    departments: Vec<usize>,
}

/// Numbers that look random and are not: SplitMix64.
#[derive(Debug)]
pub struct Dice(u64);

impl Dice {
    /// The dice of one school.
    pub fn new(seed: u64, school: usize) -> Dice {
        Dice(seed.wrapping_mul(0x9e37_79b9_7f4a_7c15) ^ (school as u64).wrapping_mul(0xd1b5_4a32_d192_ed03))
    }

    /// A number below `faces`.
    pub fn below(&mut self, faces: usize) -> usize {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut z = self.0;
        z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        ((z ^ (z >> 31)) % faces.max(1) as u64) as usize
    }

    /// One of a list.
    pub fn pick<T: Copy + Default>(&mut self, list: &[T]) -> T {
        list.get(self.below(list.len())).copied().unwrap_or_default()
    }
}

impl Region {
    /// A region of so many schools; at most 31 in each of the 94 départements whose numbers are digits.
    pub fn new(schools: usize, seed: u64) -> Result<Region, String> {
        let others = (1..=95).filter(|d| *d != 20 && !FIRST.contains(d));
        let all: Vec<usize> = FIRST.into_iter().chain(others).collect();
        let most = all.len() * PER_DEPARTMENT;
        if schools == 0 || schools > most {
            return Err(format!("a region has 1 to {most} schools, not {schools}"));
        }
        let departments = all.into_iter().take(schools.div_ceil(PER_DEPARTMENT)).collect();
        Ok(Region { schools, seed, departments })
    }

    /// The files that every school shares: path in the region, and text.
    pub fn common(&self) -> Result<Vec<(String, String)>, String> {
        let sample = Path::new(env!("CARGO_MANIFEST_DIR")).join("schools");
        let read = |path: &Path| std::fs::read_to_string(path).map_err(|e| format!("{}: {e}", path.display()));
        let mut files = vec![("region.kdl".to_owned(), self.region(&read(&sample.join("region.kdl"))?))];
        for folder in ["profiles", "catalogue", "keys"] {
            let listed = std::fs::read_dir(sample.join(folder)).map_err(|e| format!("{folder}: {e}"))?;
            let mut paths =
                listed.map(|e| e.map(|e| e.path())).collect::<Result<Vec<PathBuf>, _>>().map_err(|e| e.to_string())?;
            paths.sort();
            for path in paths {
                let name = path.file_name().map(|n| n.to_string_lossy().into_owned()).unwrap_or_default();
                files.push((format!("{folder}/{name}"), read(&path)?));
            }
        }
        Ok(files)
    }

    /// Every school in turn: its files, and how much they hold.
    pub fn schools(&self) -> impl Iterator<Item = School> {
        (0..self.schools).map(|number| School::of(number, self.place(number), &mut Dice::new(self.seed, number)))
    }

    /// Where a school stands: départements are filled one after another.
    fn place(&self, number: usize) -> Place {
        let index = number / PER_DEPARTMENT;
        let department = self.departments.get(index).copied().unwrap_or_default();
        Place { department, index, rank: number % PER_DEPARTMENT }
    }

    /// The sample's region.kdl with this region's départements.
    fn region(&self, sample: &str) -> String {
        let is_own = |line: &str| ["    pool \"10.", "sector ", "team CAN"].iter().any(|start| line.starts_with(start));
        let mut out = String::new();
        for line in sample.lines().filter(|line| !is_own(line)) {
            out += line;
            out.push('\n');
            if line.starts_with("addresses ") {
                for (index, department) in self.departments.iter().enumerate() {
                    out += &format!("    pool \"10.{}.0.0/15\" department=\"{department:02}\" block=20\n", 2 * index);
                }
            }
        }
        let all: Vec<String> = self.departments.iter().map(|d| format!("{d:02}")).collect();
        out += &format!("sector tout departments=\"{}\" agents=40\n", all.join(","));
        for department in &all {
            out += &format!("team CAN{department} department=\"{department}\" code=EQ-E-CAN{department}\n");
        }
        out
    }
}

/// Where a school stands.
#[derive(Copy, Clone, Debug)]
pub struct Place {
    /// The département's number.
    pub department: usize,
    /// Its rank among the region's départements: says which pool is its own.
    pub index: usize,
    /// The school's rank in the département: says which block of the pool is its own.
    pub rank: usize,
}
