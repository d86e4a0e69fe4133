//! Arguments that several commands share.

use super::Failure;
use super::rewrite::named;
use crate::net::{Date, Uai};
use crate::source::{self, Source};
use std::fs;
use std::io::ErrorKind;
use std::path::{Path, PathBuf};
use std::time::{SystemTime, UNIX_EPOCH};

/// Which region.
#[derive(clap::Args)]
pub(super) struct RegionArgs {
    /// Folder of the region: the one that holds region.kdl
    #[arg(value_name = "REGION", default_value = "schools")]
    region: PathBuf,
}

impl RegionArgs {
    pub(super) fn path(&self) -> &Path {
        &self.region
    }
    /// Reads the region; a path that is no region's folder is told from one, and the folder that was meant is named.
    pub(super) fn read(&self) -> Result<Source, Failure> {
        let shown = self.region.display();
        let wanted = "name the folder that holds region.kdl";
        let above = self.region_above().map(|folder| if folder.as_os_str().is_empty() { Path::new(".") } else { folder });
        let meant = above.map_or(String::new(), |folder| format!(": {}", folder.display()));
        match fs::metadata(&self.region) {
            Err(error) if error.kind() == ErrorKind::NotFound => {
                Err(Failure(format!("{shown}: there is no such folder; {wanted}{meant}")))
            }
            Err(error) => Err(named(&self.region, &error)),
            Ok(_) if above.is_some() => Err(Failure(format!("{shown} is a part of a region; {wanted}{meant}"))),
            Ok(meta) if !meta.is_dir() => Err(Failure(format!("{shown} is a file; {wanted}"))),
            Ok(_) => Ok(source::read(&self.region)?),
        }
    }

    /// The folder of the region that the path lies in, when it is not that folder itself.
    fn region_above(&self) -> Option<&Path> {
        let holds_region = |folder: &&Path| folder.join("region.kdl").is_file();
        if holds_region(&self.region.as_path()) {
            return None;
        }
        self.region.ancestors().skip(1).find(holds_region)
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
        names => Err(Failure(format!("not in this region: {}; `preau deviations` lists its schools", names.join(", ")))),
    }
}
