//! One build at a time: a lock that the system lets go of when its holder dies, however it dies.

use super::path::refusal;
use super::site::{kind, named};
use std::fs::{self, File, OpenOptions, TryLockError};
use std::io::{self, Write};
use std::os::unix::fs::MetadataExt;
use std::path::{Path, PathBuf};

/// Held as long as it lives; its file is gone afterwards.
pub(super) struct Lock {
    path: PathBuf,
    // Closing it is what unlocks.
    _file: File,
}

impl Lock {
    /// Takes the lock; refuses when another build holds it, and says which process that is.
    pub(super) fn take(path: &Path) -> io::Result<Lock> {
        loop {
            if kind(path)?.is_some_and(|kind| !kind.is_file()) {
                return Err(refusal(format!("{} is in the way and no build made it", path.display())));
            }
            let mut file = OpenOptions::new().create(true).write(true).truncate(false).open(path).map_err(|e| named(path, &e))?;
            match file.try_lock() {
                Ok(()) => {}
                Err(TryLockError::WouldBlock) => return Err(busy(path)),
                Err(TryLockError::Error(e)) => return Err(named(path, &e)),
            }
            // A holder removes its file before it lets go: what was locked here may be a file without a name, while a third
            // build locks a new one of that name. Then it is this one that begins again.
            let ours = file.metadata().map_err(|e| named(path, &e))?;
            if fs::metadata(path).is_ok_and(|there| (there.dev(), there.ino()) == (ours.dev(), ours.ino())) {
                // The number of a build that was killed may stand there. On a full disk none stands there, which bars no build.
                let _ = file.set_len(0).and_then(|()| writeln!(file, "{}", std::process::id()));
                return Ok(Lock { path: path.to_owned(), _file: file });
            }
        }
    }
}

fn busy(path: &Path) -> io::Error {
    let holder = fs::read_to_string(path).ok().and_then(|text| text.trim().parse::<u32>().ok());
    let holder = holder.map_or("a process".to_owned(), |id| format!("process {id}"));
    let message = format!("another build is at work: {holder} holds {}", path.display());
    io::Error::new(io::ErrorKind::WouldBlock, message)
}

impl Drop for Lock {
    fn drop(&mut self) {
        // A file that stays behind locks nobody out.
        let _ = fs::remove_file(&self.path);
    }
}
