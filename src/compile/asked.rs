//! One answer for each school that was asked for: what commands that look at merged schools share.

use super::load::{Document, Region};
use super::{Options, rules};
use crate::base::Rule;
use crate::base::nearest::nearest;
use crate::net::Uai;
use crate::source::{Role, Source};
use rayon::prelude::*;

/// The answers of the schools asked for.
pub struct Asked<T> {
    /// One a school that could be merged and has what was asked about, in order of path.
    pub schools: Vec<T>,
    /// Schools that cannot be merged, by code or path: `check` says why.
    pub unread: Vec<String>,
    /// Schools that were asked for and do not exist, as words for the user.
    pub unknown: Vec<String>,
}

/// A school that the region lacks, as words for the user: with those whose file's name begins nearly so.
pub(super) fn unknown_school<'a>(uai: Uai, paths: impl Iterator<Item = &'a str>) -> String {
    let codes = paths.filter_map(|path| path.rsplit('/').next()?.split(['-', '.']).next());
    let codes = codes.filter(|code| code.parse::<Uai>().is_ok());
    match nearest(&uai.to_string(), codes) {
        Some(near) => format!("school {uai} (did you mean {near}?)"),
        None => format!("school {uai}"),
    }
}

/// Asks each school; `answer` gives `None` for one that cannot be merged.
pub(super) fn asked<T: Send>(
    source: &Source,
    options: &Options,
    answer: impl Fn(&Region, &Document, &[&'static Rule]) -> Option<T> + Sync,
) -> Asked<T> {
    let rules = rules();
    let files: Vec<_> = source.of_role(Role::School).collect();
    let (region, schools) = Region::of(source, &files, &rules, &mut Vec::new());
    let is_asked = |school: &&Document| options.schools.is_empty() || school.uai.is_some_and(|u| options.schools.contains(&u));
    let documents: Vec<&Document> = schools.iter().filter(is_asked).collect();
    let answers: Vec<Result<T, String>> =
        documents.par_iter().map(|d| answer(&region, d, &rules).ok_or_else(|| d.code.clone())).collect();
    let there = |uai: &Uai| schools.iter().any(|school| school.uai == Some(*uai));
    let paths = || files.iter().map(|file| file.path.as_str());
    let unknown = options.schools.iter().filter(|uai| !there(uai)).map(|uai| unknown_school(*uai, paths())).collect();
    let mut out = Asked { schools: Vec::new(), unread: Vec::new(), unknown };
    for answer in answers {
        match answer {
            Ok(found) => out.schools.push(found),
            Err(code) => out.unread.push(code),
        }
    }
    out
}
