//! Arguments that several commands share.

use super::Failure;
use crate::net::{Date, Uai};
use crate::source::{self, Source};
use std::path::PathBuf;
use std::time::{SystemTime, UNIX_EPOCH};

/// Which region.
#[derive(clap::Args)]
pub(super) struct RegionArgs {
    /// Folder of the region: the one that holds region.kdl
    #[arg(value_name = "REGION", default_value = "schools")]
    region: PathBuf,
}

impl RegionArgs {
    pub(super) fn path(&self) -> &std::path::Path {
        &self.region
    }
    pub(super) fn read(&self) -> Result<Source, Failure> {
        Ok(source::read(&self.region)?)
    }
}

/// Which schools.
#[derive(clap::Args)]
pub(super) struct SchoolArgs {
    /// Only this school; may be given several times
    #[arg(long = "school", value_name = "UAI")]
    pub schools: Vec<Uai>,
}

/// Which day it is.
#[derive(clap::Args)]
pub(super) struct DayArgs {
    /// Judge deviations, waivers and ends of life as of this day (2027-08-31) [default: today]
    #[arg(long, value_name = "DATE")]
    on: Option<Date>,
}

impl DayArgs {
    /// The day asked for, else today's in UTC: the only clock of the program.
    pub(super) fn day(&self) -> Result<Date, Failure> {
        let today = || {
            let seconds = SystemTime::now().duration_since(UNIX_EPOCH).ok()?.as_secs();
            Date::from_days(i64::try_from(seconds / 86_400).ok()?)
        };
        self.on.or_else(today).ok_or_else(|| Failure("the clock of this machine is wrong: give the day with --on DATE".into()))
    }
}

/// The refusal for names that were asked for and are nowhere in the region.
pub(super) fn all_known(unknown: &[String]) -> Result<(), Failure> {
    match unknown {
        [] => Ok(()),
        names => Err(Failure(format!("not in this region: {}", names.join(", ")))),
    }
}
