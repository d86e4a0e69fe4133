//! A bar for work over a second: shown on a terminal only, gone at the end.

use std::io::{self, Write};
use std::sync::Mutex;
use std::time::{Duration, Instant};

/// Work shorter than this shows nothing.
const PATIENCE: Duration = Duration::from_secs(1);
/// Time between two drawings: an eye wants no more, and a worker must not wait for a terminal.
const PERIOD: Duration = Duration::from_millis(100);

/// One piece of work; the bar is wiped when it is dropped.
pub(super) struct Progress {
    terminal: bool,
    began: Instant,
    drawn: Mutex<Option<Duration>>,
}

impl Progress {
    pub(super) fn new(terminal: bool) -> Progress {
        Progress { terminal, began: Instant::now(), drawn: Mutex::new(None) }
    }

    /// Takes note that `done` of `total` are finished; called from any thread.
    pub(super) fn tell(&self, done: usize, total: usize) {
        if !self.terminal || total == 0 {
            return;
        }
        // Another thread that is drawing draws for this one too.
        let Ok(mut drawn) = self.drawn.try_lock() else { return };
        let now = self.began.elapsed();
        if due(now, *drawn) {
            *drawn = Some(now);
            let _ = write!(io::stderr().lock(), "\r{}", bar(done, total));
        }
    }
}

impl Drop for Progress {
    fn drop(&mut self) {
        if self.drawn.lock().is_ok_and(|drawn| drawn.is_some()) {
            let _ = write!(io::stderr().lock(), "\r\u{1b}[K");
        }
    }
}

fn due(now: Duration, drawn: Option<Duration>) -> bool {
    match drawn {
        None => now >= PATIENCE,
        Some(last) => now.saturating_sub(last) >= PERIOD,
    }
}

fn bar(done: usize, total: usize) -> String {
    let full = 30 * done.min(total) / total.max(1);
    format!("[{}{}] {done}/{total} schools", "#".repeat(full), ".".repeat(30 - full))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn short_work_shows_no_bar_and_long_work_one_every_tenth_of_a_second() {
        let ms = Duration::from_millis;
        assert!(!due(ms(999), None) && due(ms(1000), None));
        assert!(!due(ms(1099), Some(ms(1000))) && due(ms(1100), Some(ms(1000))));
    }

    #[test]
    fn a_bar_is_as_full_as_the_work_is_done() {
        assert_eq!(bar(91, 182), "[###############...............] 91/182 schools");
        assert_eq!(bar(5, 0), "[..............................] 5/0 schools");
    }
}
