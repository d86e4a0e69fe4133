//! Writes a made-up region of any size, shaped like the real one; the measures of `benches/` run on it.
//!
//! `cargo run --release --example synthetic -- --schools N --seed S -o DIR`. The same numbers give the same bytes on every
//! machine. What a region holds is said in [`region`], what a school holds in [`school`]; this file holds arguments only.

mod manifest;
mod region;
mod school;
#[cfg(test)]
mod tests;

use region::Region;
use std::io::{self, Write};
use std::path::{Path, PathBuf};
use std::process::ExitCode;

/// What the command line asks for.
struct Args {
    schools: usize,
    seed: u64,
    output: PathBuf,
}

fn main() -> ExitCode {
    match args(std::env::args().skip(1)).and_then(|args| write(&args)) {
        Ok(said) => {
            let _ = writeln!(io::stdout(), "{said}");
            ExitCode::SUCCESS
        }
        Err(why) => {
            let _ = writeln!(io::stderr(), "synthetic: {why}\nusage: synthetic --schools N [--seed S] -o DIR");
            ExitCode::from(2)
        }
    }
}

/// Reads `--schools N --seed S -o DIR`.
fn args(mut words: impl Iterator<Item = String>) -> Result<Args, String> {
    let (mut schools, mut seed, mut output) = (None, 1, None);
    while let Some(word) = words.next() {
        let value = words.next().ok_or_else(|| format!("{word} wants a value"))?;
        match word.as_str() {
            "--schools" => schools = Some(value.parse().map_err(|e| format!("--schools {value}: {e}"))?),
            "--seed" => seed = value.parse().map_err(|e| format!("--seed {value}: {e}"))?,
            "-o" | "--output" => output = Some(PathBuf::from(value)),
            _ => return Err(format!("unknown option {word}")),
        }
    }
    let schools = schools.ok_or("--schools is missing")?;
    let output = output.ok_or("-o is missing")?;
    Ok(Args { schools, seed, output })
}

/// Writes the region into a folder that is not there yet, and says what it holds.
fn write(args: &Args) -> Result<String, String> {
    let region = Region::new(args.schools, args.seed)?;
    let root = &args.output;
    if root.exists() {
        return Err(format!("{} exists: choose a new folder", root.display()));
    }
    for (path, text) in region.common()? {
        put(root, &path, &text)?;
    }
    let (mut switches, mut stations) = (0, 0);
    for school in region.schools() {
        switches += school.switches;
        stations += school.stations;
        for (path, text) in &school.files {
            put(root, path, text)?;
        }
    }
    Ok(format!("{}: {} schools, {switches} switches, {stations} stations", root.display(), args.schools))
}

fn put(root: &Path, path: &str, text: &str) -> Result<(), String> {
    let file = root.join(path);
    let folder = file.parent().unwrap_or(root);
    std::fs::create_dir_all(folder).map_err(|e| format!("{}: {e}", folder.display()))?;
    std::fs::write(&file, text).map_err(|e| format!("{}: {e}", file.display()))
}
