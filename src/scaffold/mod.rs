//! The first text of a region and of a school, for somebody to go on from; each compiles as it stands.
//!
//! It knows what a profile asks of a school, and asks nobody what is really there: names of places and models are stand-ins,
//! and addresses of others come from the ranges kept for documentation. It writes no file. Entry points: [`region`], [`school`].

mod place;
mod school;

pub use place::{Taken, free_block, free_block6, free_transit};
pub use school::{Newcomer, school};

/// The files of a new region, by path, ready for its first school.
///
/// # Errors
/// When the name is none that the language takes, as a sentence.
pub fn region(name: &str) -> Result<Vec<(&'static str, String)>, String> {
    named("a region", name)?;
    Ok(vec![
        ("profiles/commun.kdl", include_str!("region/commun.kdl").to_owned()),
        ("profiles/lycee.kdl", include_str!("region/lycee.kdl").to_owned()),
        ("region.kdl", include_str!("region/region.kdl").replace("REGION", name)),
    ])
}

/// Refuses what the language does not take as a name.
fn named(what: &str, name: &str) -> Result<(), String> {
    let legal = name.len() <= 63
        && name.starts_with(|c: char| c.is_ascii_alphabetic())
        && name.chars().all(|c| c.is_ascii_alphanumeric() || "-_.+".contains(c))
        && !matches!(name, "true" | "false" | "null" | "inf" | "nan");
    match legal {
        true => Ok(()),
        false => Err(format!("`{name}` is no name for {what}: a letter, then letters, digits and - _ . + without accents")),
    }
}
