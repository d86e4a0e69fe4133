//! Runs a command and says what it cost: CPU of all its threads, wall time, highest memory.
//!
//! CPU is what the kernel adds to this process when a child is waited for (`/proc/self/stat`, fields cutime and cstime),
//! in ticks of 10 ms: a short command is run so often that the ticks do not matter. Memory is `VmHWM` of the child, read
//! while it lives, in a run of its own so that reading costs the timed ones nothing. Linux only.

use std::io;
use std::path::Path;
use std::process::{Command, Stdio};
use std::time::{Duration, Instant};

/// What one run of a command costs.
#[derive(Copy, Clone, Debug)]
pub struct Cost {
    /// User and system time of all threads, mean over the runs.
    pub cpu: Duration,
    /// Shortest wall time.
    pub wall: Duration,
    /// Highest resident memory in KiB; zero where it was not asked for.
    pub peak_kib: u64,
}

/// Runs a command so many times, `before` each time; the exit code must be 0.
pub fn cost(program: &Path, args: &[&str], runs: u32, before: &mut dyn FnMut(u32) -> io::Result<()>) -> io::Result<Cost> {
    let (mut cpu, mut wall) = (Duration::ZERO, Duration::MAX);
    for run in 0..runs {
        before(run)?;
        let (start, ticks) = (Instant::now(), children()?);
        let status = command(program, args).status()?;
        wall = wall.min(start.elapsed());
        cpu += children()?.saturating_sub(ticks);
        if !status.success() {
            return Err(io::Error::other(format!("{} {}: {status}", program.display(), args.join(" "))));
        }
    }
    before(runs)?;
    Ok(Cost { cpu: cpu / runs.max(1), wall, peak_kib: peak(program, args)? })
}

fn command(program: &Path, args: &[&str]) -> Command {
    let mut command = Command::new(program);
    command.args(args).stdin(Stdio::null()).stdout(Stdio::null()).stderr(Stdio::null());
    command
}

/// CPU of all children that were waited for.
fn children() -> io::Result<Duration> {
    let stat = std::fs::read_to_string("/proc/self/stat")?;
    // The name in parentheses may hold blanks; cutime and cstime are the 14th and 15th words after it.
    let after = stat.rsplit_once(')').map_or("", |(_, rest)| rest);
    let ticks: u64 = after.split_whitespace().skip(13).take(2).filter_map(|word| word.parse::<u64>().ok()).sum();
    Ok(Duration::from_millis(ticks * 10))
}

fn peak(program: &Path, args: &[&str]) -> io::Result<u64> {
    let mut child = command(program, args).spawn()?;
    let path = format!("/proc/{}/status", child.id());
    let mut peak = 0;
    while child.try_wait()?.is_none() {
        let status = std::fs::read_to_string(&path).unwrap_or_default();
        let high = status.lines().find_map(|line| line.strip_prefix("VmHWM:")?.trim().trim_end_matches(" kB").parse().ok());
        peak = peak.max(high.unwrap_or(0));
        std::thread::sleep(Duration::from_micros(300));
    }
    Ok(peak)
}
