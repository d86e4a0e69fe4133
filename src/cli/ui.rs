//! The two streams, and what each can show: colour and width belong to a terminal, a pipe gets plain text on whole lines.

use super::Failure;
use super::progress::Progress;
use crate::report::Look;
use std::io::{self, IsTerminal, Write};

/// Where a command prints.
pub(super) struct Ui {
    out: Look,
    err: Look,
    terminal: bool,
}

impl Ui {
    /// The streams of this process.
    pub(super) fn of_process() -> Ui {
        let wanted = |name: &str| std::env::var_os(name).is_some_and(|value| !value.is_empty());
        // https://no-color.org: any text but none at all.
        let colour = !wanted("NO_COLOR") && std::env::var_os("TERM").is_none_or(|term| term != "dumb");
        let columns = std::env::var("COLUMNS").ok().and_then(|text| text.parse::<usize>().ok());
        let look = |terminal: bool| match terminal {
            true => Look { width: Some(columns.unwrap_or(100).clamp(40, 200)), colour },
            false => Look { width: None, colour: false },
        };
        let terminal = io::stderr().is_terminal();
        Ui { out: look(io::stdout().is_terminal()), err: look(terminal), terminal }
    }

    /// How findings on standard output may look.
    pub(super) fn out_look(&self) -> Look {
        self.out
    }

    /// How findings on standard error may look.
    pub(super) fn err_look(&self) -> Look {
        self.err
    }

    /// Prints what the command is for.
    pub(super) fn print(&mut self, text: &str) -> Result<(), Failure> {
        written(io::stdout().lock(), text).map_err(|error| Failure(format!("standard output: {error}")))
    }

    /// Prints what stands beside it.
    pub(super) fn note(&mut self, text: &str) -> Result<(), Failure> {
        written(io::stderr().lock(), text).map_err(|error| Failure(format!("standard error: {error}")))
    }

    /// Says why the command could not run.
    pub(super) fn complain(&mut self, text: &str) {
        let mark = if self.err.colour { "\u{1b}[31merror\u{1b}[0m" } else { "error" };
        // When even this cannot be said, the exit code still says it.
        let _ = written(io::stderr().lock(), &format!("{mark}: {text}\n"));
    }

    /// A bar for work that lasts, on a terminal; silence elsewhere.
    pub(super) fn progress(&self) -> Progress {
        Progress::new(self.terminal)
    }
}

/// A reader that went away (`| head`) has what it wanted.
fn written(mut stream: impl Write, text: &str) -> io::Result<()> {
    match stream.write_all(text.as_bytes()).and_then(|()| stream.flush()) {
        Err(error) if error.kind() == io::ErrorKind::BrokenPipe => Ok(()),
        ended => ended,
    }
}
