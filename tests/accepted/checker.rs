//! What a checker is: a name, a version that really ran, a verdict for each thing it is given.
//!
//! Does not know any checker. Entry point: [`Checker`].

use std::{
    fmt::Write as _,
    io::{Read, Write as _},
    path::{Path, PathBuf},
    process::{Command, Stdio},
    sync::mpsc,
    thread,
    time::Duration,
};

/// The software's word on one thing, a file or a folder.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Verdict {
    Accepted,
    /// What it said against it.
    Refused(String),
    /// Why it could not be asked.
    NotRun(String),
}

/// A program that reads what preau writes, or an independent reader of the same format.
pub trait Checker: Sync {
    /// Names the checker; also its folder of samples.
    fn name(&self) -> &'static str;

    /// Returns the version that is installed, or why there is none.
    fn version(&self) -> Result<String, String>;

    /// Judges every thing, in order; one process for all where the software can.
    fn judge(&self, things: &[PathBuf]) -> Vec<Verdict>;
}

/// Checkers that were wanted and absent, with the reason; told at the end, and fatal where they are required.
#[derive(Default)]
pub struct Absent(Vec<String>);

impl Absent {
    /// Returns whether `checker` can run, and says on the terminal which version does.
    pub fn admits(&mut self, checker: &dyn Checker) -> bool {
        match checker.version() {
            Ok(version) => {
                say(&format!("{}: {version}", checker.name()));
                true
            }
            Err(why) => {
                self.0.push(format!("NOT RUN: {}: {why}", checker.name()));
                false
            }
        }
    }

    /// Keeps the reason of a verdict that was not given.
    pub fn note(&mut self, checker: &str, why: &str) {
        self.0.push(format!("NOT RUN: {checker}: {why}"));
    }

    /// Announces the absent checkers, and panics where they are required.
    pub fn close(self) {
        for line in &self.0 {
            say(line);
        }
        let required = ["CI", "PREAU_REQUIRE_CHECKERS"].iter().any(|name| std::env::var_os(name).is_some_and(|v| !v.is_empty()));
        if let Err(lines) = self.end(required) {
            panic!("checkers are required here:\n{lines}");
        }
    }

    fn end(self, required: bool) -> Result<(), String> {
        if required && !self.0.is_empty() { Err(self.0.join("\n")) } else { Ok(()) }
    }
}

/// Writes a line to the terminal, past the test runner's capture: a passing test that ran nothing must be seen.
pub fn say(line: &str) {
    let mut text = String::new();
    // Writing to a String cannot fail; a closed terminal is no reason to fail a test.
    let _ = writeln!(text, "accepted: {line}");
    let _ = std::io::stderr().write_all(text.as_bytes());
}

/// What a finished program left: its exit code (`None` when killed) and its two streams.
pub struct Run {
    pub code: Option<i32>,
    pub out: String,
    pub err: String,
}

impl Run {
    /// Returns all that it said, for a person.
    pub fn said(&self) -> String {
        format!("{}{}", self.out, self.err).trim().to_owned()
    }
}

/// Runs a program to its end, with no input, for at most `seconds`.
pub fn run(command: &mut Command, seconds: u64) -> Result<Run, String> {
    let named = command.get_program().to_string_lossy().into_owned();
    let mut child = command
        .stdin(Stdio::null())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .map_err(|error| format!("{named}: {error}"))?;
    let (sender, receiver) = mpsc::channel();
    let streams: [Option<Box<dyn Read + Send>>; 2] = [
        child.stdout.take().map(|stream| Box::new(stream) as Box<dyn Read + Send>),
        child.stderr.take().map(|stream| Box::new(stream) as Box<dyn Read + Send>),
    ];
    // Both at once: a program that fills one pipe while the other is read would never end.
    for (at, stream) in streams.into_iter().enumerate() {
        let sender = sender.clone();
        thread::spawn(move || {
            let mut bytes = Vec::new();
            if let Some(mut stream) = stream {
                let _ = stream.read_to_end(&mut bytes);
            }
            let _ = sender.send((at, bytes));
        });
    }
    let mut parts = [Vec::new(), Vec::new()];
    for _ in 0..2 {
        match receiver.recv_timeout(Duration::from_secs(seconds)) {
            Ok((0, bytes)) => parts[0] = bytes,
            Ok((_, bytes)) => parts[1] = bytes,
            Err(_) => {
                let _ = child.kill();
                let _ = child.wait();
                return Err(format!("{named}: no end after {seconds} s"));
            }
        }
    }
    let status = child.wait().map_err(|error| format!("{named}: {error}"))?;
    let [out, err] = parts.map(|bytes| String::from_utf8_lossy(&bytes).into_owned());
    Ok(Run { code: status.code(), out, err })
}

/// Returns the first line that a version command prints, or why it printed none.
pub fn first_line(command: &mut Command) -> Result<String, String> {
    let run = run(command, 60)?;
    if run.code != Some(0) {
        return Err(format!("{}: {}", command.get_program().to_string_lossy(), run.said()));
    }
    Ok(run.out.lines().next().unwrap_or_default().to_owned())
}

/// Judges things one process each, on as many threads as there are cores; verdicts keep the order.
pub fn each(things: &[PathBuf], judge: impl Fn(&Path) -> Verdict + Sync) -> Vec<Verdict> {
    let threads = thread::available_parallelism().map_or(2, std::num::NonZero::get);
    let share = things.len().div_ceil(threads).max(1);
    thread::scope(|scope| {
        let workers: Vec<_> = things
            .chunks(share)
            .map(|chunk| scope.spawn(|| chunk.iter().map(|thing| judge(thing)).collect::<Vec<_>>()))
            .collect();
        workers.into_iter().flat_map(|worker| worker.join().unwrap_or_else(|panic| std::panic::resume_unwind(panic))).collect()
    })
}

/// Refuses where a program's exit code is not 0, with what it printed.
pub fn by_exit(outcome: Result<Run, String>) -> Verdict {
    match outcome {
        Ok(Run { code: Some(0), .. }) => Verdict::Accepted,
        Ok(run) => Verdict::Refused(format!("exit {:?}: {}", run.code, run.said())),
        Err(why) => Verdict::NotRun(why),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// A checker whose program is on no machine.
    struct Nowhere;

    impl Checker for Nowhere {
        fn name(&self) -> &'static str {
            "nowhere"
        }

        fn version(&self) -> Result<String, String> {
            first_line(&mut Command::new("/nowhere/checker"))
        }

        fn judge(&self, things: &[PathBuf]) -> Vec<Verdict> {
            vec![Verdict::Accepted; things.len()]
        }
    }

    #[test]
    fn an_absent_checker_fails_only_where_checkers_are_required() {
        for required in [false, true] {
            let mut absent = Absent::default();
            assert!(!absent.admits(&Nowhere));
            assert_eq!(absent.end(required).is_err(), required);
        }
    }

    #[test]
    fn a_program_without_end_is_stopped() {
        let stopped = run(Command::new("sleep").arg("60"), 1).err().unwrap_or_default();
        assert_eq!(stopped, "sleep: no end after 1 s");
    }

    #[test]
    fn verdicts_keep_the_order_of_the_things() {
        let things: Vec<PathBuf> = (0..7).map(|number| PathBuf::from(number.to_string())).collect();
        let verdicts = each(&things, |thing| Verdict::Refused(thing.display().to_string()));
        let said: Vec<Verdict> = (0..7).map(|number| Verdict::Refused(number.to_string())).collect();
        assert_eq!(verdicts, said);
    }
}
