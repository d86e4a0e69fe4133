//! What may be wrong with a region before anybody has read a word of it.

use crate::base::Rule;
use crate::findings;

findings! {
    /// The region's folder has no file `region.kdl`.
    ///
    /// It names the region, its services, its VLAN ids and its address pools: nothing can be judged without it.
    /// Most often the folder given on the command line is the one above or below.
    pub static REGION_MISSING = "region-missing", Error;
    /// A file or a folder of the region is a symbolic link.
    ///
    /// A link can lead out of the region, differs between two checkouts, and lets one school change another's files
    /// unseen by whoever reviews it. Copy the file, or say it once in a profile.
    pub static SYMLINK_REFUSED = "symlink-refused", Error;
    /// A file is not text in UTF-8.
    ///
    /// An accent in another encoding would come out as another letter on a switch or in the CMDB. The place is that of
    /// the first byte that cannot be read.
    pub static NOT_UTF8 = "not-utf8", Error;
    /// A file is larger than any that the compiler reads.
    ///
    /// The limit keeps a damaged or hostile file from taking all the memory of the machine that checks it.
    pub static FILE_TOO_LARGE = "file-too-large", Error;
    /// The region has more files than the compiler reads.
    ///
    /// Sixty thousand schools have fewer; most often the folder is not a region but one that holds everything.
    pub static TOO_MANY_FILES = "too-many-files", Error;
    /// An entry of the region is neither a file nor a folder.
    ///
    /// Pipes, sockets and devices have no text, and reading one may never end.
    pub static NOT_A_FILE = "not-a-file", Error;
}

/// Every finding of this stage.
pub static RULES: &[&Rule] = &[&FILE_TOO_LARGE, &NOT_A_FILE, &NOT_UTF8, &REGION_MISSING, &SYMLINK_REFUSED, &TOO_MANY_FILES];
