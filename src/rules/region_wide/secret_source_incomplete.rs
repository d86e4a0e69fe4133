//! `secret-source-incomplete`: a place of secrets that cannot be opened as it is written.

use super::Summary;
use crate::base::Sink;
use crate::region::{Region, SecretSource};

crate::rule! {
    /// A source of secrets lacks what opens it.
    ///
    /// An age file needs the variable that holds its key, variables need what their names begin with, a file in clear must lie
    /// outside the region: git would keep it for ever. `build --secrets` would stop, on the day on which it is needed.
    ///
    /// ## Fails
    /// ```kdl
    /// // region.kdl
    /// secrets { source age "secrets/region.age"; }
    /// ```
    /// ## Fails
    /// ```kdl
    /// // region.kdl
    /// secrets { source file "secrets/clear.txt"; }
    /// ```
    /// ## Passes
    /// ```kdl
    /// // region.kdl
    /// secrets {
    ///     source age "secrets/region.age" key=env:PREAU_AGE_KEY
    ///     source file "../secrets.txt"
    ///     source env prefix=PREAU_SECRET_
    /// }
    /// ```
    pub static RULE: RegionCheck = Error, check;
}

fn check(region: &Region, _: &[Summary], out: &mut Sink) {
    for source in &region.secrets {
        if let Some((lacks, help)) = lack(source) {
            out.report(&RULE.rule, format!("this source of secrets {lacks}")).at(source.span, "cannot be opened").help(help);
        }
    }
}

/// What a source lacks, and what to write.
fn lack(source: &SecretSource) -> Option<(&'static str, &'static str)> {
    match source.kind.as_str() {
        "age" if source.file.is_none() => Some(("names no file", "write `source age \"secrets/region.age\" key=env:NAME`")),
        "age" if source.key.is_none() => Some(("names no key", "add `key=env:NAME`: the variable that holds the key")),
        "env" if source.prefix.is_none() => Some(("names no variables", "add `prefix=PREAU_SECRET_`")),
        "file" => match source.file.as_deref() {
            None => Some(("names no file", "write `source file \"../secrets.txt\"`")),
            Some(path) if path.starts_with('/') || path.starts_with("../") => None,
            Some(_) => {
                Some(("lies inside the region, in clear", "keep it outside: `\"../secrets.txt\"`, or encrypt it with age"))
            }
        },
        _ => None,
    }
}
