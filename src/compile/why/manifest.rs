//! The story of `manifest.json`: why there is the file that a row is of. Entry point: [`row`].

use super::super::{File, Options, build_in_portions};
use super::{Account, Answer, Cause, Layer, Reason, Silence, Spot, Witness, writing};
use crate::base::Severity;
use crate::net::Uai;
use crate::output::{Listing, bundle_path, bundles};
use crate::source::Source;
use std::sync::{Mutex, PoisonError};

/// The writer of the manifest.
const WRITER: &str = "src/output/manifest.rs";

/// Tells of a line, from 1, of the manifest as a build of the whole region would write it today.
///
/// # Errors
/// The findings that keep a build from writing it: a faulty school keeps its former rows, which nobody knows here.
pub(super) fn row(source: &Source, witness: &Witness, line: usize, is_bundled: bool) -> Result<Answer, Silence> {
    let options = Options { today: None, schools: Vec::new(), targets: Vec::new(), progress: &|_, _| {} };
    let listed = Mutex::new((Listing::default(), true));
    let built = build_in_portions(source, &options, &|portion| {
        let mut listed = listed.lock().unwrap_or_else(PoisonError::into_inner);
        let (listing, is_whole) = &mut *listed;
        let archives = match is_bundled {
            true => bundles(portion.files.iter().filter(|file| !file.path.starts_with("region/"))),
            false => Ok(Vec::new()),
        };
        let mut list = |archives: Vec<File>| portion.files.iter().chain(&archives).try_for_each(|file| listing.add(file));
        *is_whole &= archives.and_then(&mut list).is_ok();
    });
    let (listing, is_whole) = listed.into_inner().unwrap_or_else(PoisonError::into_inner);
    if built.findings.iter().any(|f| f.severity == Severity::Error) {
        return Err(Silence::Faulty(built.findings));
    }
    if !is_whole {
        return Err(Silence::Unwritten);
    }
    let (text, paths) = listing.told().map_err(|_| Silence::Unwritten)?;
    let Some(asked) = line.checked_sub(1).and_then(|index| text.lines().nth(index)) else {
        return Ok(Answer { text, school: None, account: None });
    };
    let (school, reason, causes) = match line.checked_sub(2).and_then(|index| paths.get(index)) {
        Some(path) => {
            let (school, causes) = subject(witness, path)?;
            (school, Reason::Row, causes)
        }
        // The first and the last line frame the rows: there is a manifest because there is a region.
        None => (None, Reason::Subject, region(source, witness)),
    };
    let layout = Spot { file: WRITER.into(), line: 0 };
    let account = Account { text: asked.to_owned(), layout, overridden: false, reason, causes, key: None, cells: Vec::new() };
    Ok(Answer { account: Some(account), text, school })
}

/// What decided that there is a file, and the first school that has a part in it.
fn subject(witness: &Witness, path: &str) -> Result<(Option<Uai>, Vec<Cause>), Silence> {
    let folder = path.split('/').next().unwrap_or_default();
    if let Ok(school) = folder.parse() {
        let testimony = witness.school(school)?;
        let causes = testimony.tell(path).ok_or(Silence::Unwritten)?.subject();
        return Ok((Some(school), causes));
    }
    // There is a school's archive because there is the school.
    if let Some(school) = witness.schools().find(|school| bundle_path(&school.to_string()) == path) {
        let testimony = witness.school(school)?;
        let list = testimony.paths().find(|path| path.ends_with("/state.json")).ok_or(Silence::Unwritten)?;
        return Ok((Some(school), testimony.tell(list).ok_or(Silence::Unwritten)?.subject()));
    }
    for school in witness.schools() {
        let testimony = witness.school(school)?;
        if let Some(told) = testimony.share(path) {
            return Ok((Some(school), told.subject()));
        }
    }
    Err(Silence::Unwritten)
}

fn region(source: &Source, witness: &Witness) -> Vec<Cause> {
    let header = witness.region.shared.as_ref().map(|shared| shared.document.header.span);
    header.map(|span| Cause::Written(vec![writing(source, span, Layer::Region)])).into_iter().collect()
}
