//! `cargo bench`: what checking and building a region costs, at several sizes, beside a Jinja2 script in the same run.
//!
//! `cargo bench --bench measure -- --schools 1,10,182,2000`. Regions are made by `examples/synthetic`; the release binary runs
//! as a child process, its output goes to memory (`/dev/shm`). Numbers of a machine that does something else beside are
//! good for ratios only; docs/measures.md keeps a run. It changes nothing and judges nothing: the reader does.

mod child;
#[path = "../../examples/synthetic/manifest.rs"]
mod manifest;
#[path = "../../examples/synthetic/region.rs"]
mod region;
#[path = "../../examples/synthetic/school.rs"]
mod school;
mod stages;

use child::{Cost, cost};
use region::Region;
use std::error::Error;
use std::fs;
use std::io::{self, Write};
use std::path::{Path, PathBuf};
use std::process::Command;

// The command's own, so that the stages cost here what they cost there.
#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

/// The day that deviations are judged against.
pub const DAY: &str = "2026-11-25";

/// The compiler, built with this harness.
const PREAU: &str = env!("CARGO_BIN_EXE_preau");

/// A synthetic region on disk.
struct Made {
    path: PathBuf,
    switches: usize,
    stations: usize,
    /// A school's file, for the edit.
    first: PathBuf,
}

fn main() -> Result<(), Box<dyn Error>> {
    let words: Vec<String> = std::env::args().collect();
    let list = words.iter().position(|word| word == "--schools").and_then(|at| words.get(at + 1));
    let sizes = list.map_or("1,10,182,2000", |list| list.as_str());
    let sizes = sizes.split(',').map(str::parse).collect::<Result<Vec<usize>, _>>()?;
    let memory = Path::new("/dev/shm");
    let base = if memory.is_dir() { memory.to_owned() } else { std::env::temp_dir() };
    let root = base.join(format!("preau-measure-{}", std::process::id()));
    let done = measure(&sizes, &root);
    fs::remove_dir_all(&root)?;
    done
}

fn measure(sizes: &[usize], root: &Path) -> Result<(), Box<dyn Error>> {
    let mut out = io::stdout();
    writeln!(out, "| schools | switches | stations | run | wall ms | CPU µs a switch | peak MiB |")?;
    writeln!(out, "|---|---|---|---|---|---|---|")?;
    for &schools in sizes {
        let made = make(schools, &root.join(format!("region-{schools}")))?;
        for (name, cost) in runs(&made, schools, root)? {
            let each = cost.cpu.as_micros() / made.switches.max(1) as u128;
            let (wall, peak) = (cost.wall.as_secs_f64() * 1000.0, cost.peak_kib as f64 / 1024.0);
            let (switches, stations) = (made.switches, made.stations);
            writeln!(out, "| {schools} | {switches} | {stations} | {name} | {wall:.0} | {each} | {peak:.0} |")?;
        }
    }
    let schools = sizes.iter().copied().filter(|n| *n <= 182).max().unwrap_or(1);
    let made = make(schools, &root.join("stages"))?;
    let tree = root.join("stages-tree");
    let clock = stages::time(&made.path, &tree)?;
    let sum: f64 = clock.stages().iter().map(|(_, taken)| taken.as_secs_f64()).sum();
    writeln!(out, "\n| stage of a build, {schools} schools, one thread | µs a switch | share |\n|---|---|---|")?;
    for (stage, taken) in clock.stages() {
        let each = taken.as_micros() / made.switches.max(1) as u128;
        writeln!(out, "| {stage} | {each} | {:.1} % |", taken.as_secs_f64() / sum * 100.0)?;
    }
    writeln!(out, "\n{}", jinja(&tree, &root.join("jinja"))?)?;
    Ok(())
}

/// Writes a region.
fn make(schools: usize, path: &Path) -> Result<Made, Box<dyn Error>> {
    let region = Region::new(schools, 1)?;
    let put = |name: &str, text: &str| -> io::Result<PathBuf> {
        let file = path.join(name);
        fs::create_dir_all(file.parent().unwrap_or(path))?;
        fs::write(&file, text)?;
        Ok(file)
    };
    for (name, text) in region.common()? {
        put(&name, &text)?;
    }
    let (mut switches, mut stations, mut first) = (0, 0, None);
    for school in region.schools() {
        switches += school.switches;
        stations += school.stations;
        for (name, text) in &school.files {
            let file = put(name, text)?;
            first.get_or_insert(file);
        }
    }
    Ok(Made { path: path.to_owned(), switches, stations, first: first.ok_or("no school")? })
}

/// Check, and the three kinds of build.
fn runs(made: &Made, schools: usize, root: &Path) -> io::Result<Vec<(&'static str, Cost)>> {
    // A second of CPU or more a line, so that ticks of 10 ms are no matter.
    let runs = u32::try_from((100 / schools).clamp(1, 20)).unwrap_or(1);
    let region = made.path.display().to_string();
    let tree = root.join("tree");
    let output = tree.display().to_string();
    let (check, build) = (["check", "--on", DAY, &region], ["build", &region, "-o", &output]);
    let preau = Path::new(PREAU);
    let text = fs::read_to_string(&made.first)?;
    // One port less in the canteen, then one more again.
    let (long, short) = ("access \"33-36\"", "access \"33-35\"");
    let checked = cost(preau, &check, runs, &mut |_| Ok(()))?;
    let cold = cost(preau, &build, runs, &mut |_| if tree.exists() { fs::remove_dir_all(&tree) } else { Ok(()) })?;
    let same = cost(preau, &build, runs, &mut |_| Ok(()))?;
    let edited = cost(preau, &build, runs, &mut |run| match run % 2 {
        0 => fs::write(&made.first, text.replace(long, short)),
        _ => fs::write(&made.first, &text),
    })?;
    fs::write(&made.first, &text)?;
    fs::remove_dir_all(&tree)?;
    Ok(vec![("check", checked), ("build, cold", cold), ("build, nothing changed", same), ("build, one school edited", edited)])
}

/// The script in the project that fills the same switch files with Jinja2; what it says, or why it did not run.
fn jinja(tree: &Path, output: &Path) -> io::Result<String> {
    let script = Path::new(env!("CARGO_MANIFEST_DIR")).join("benches/jinja/fill.py");
    let ran = Command::new("python3").arg(script).arg(tree).arg(output).output();
    Ok(match ran {
        Ok(ran) if ran.status.success() => String::from_utf8_lossy(&ran.stdout).into_owned(),
        Ok(ran) => format!("Jinja2: NOT RUN: {}", String::from_utf8_lossy(&ran.stderr).lines().last().unwrap_or_default()),
        Err(error) => format!("Jinja2: NOT RUN: python3: {error}"),
    })
}
