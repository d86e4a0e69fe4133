//! Where something stands: a file and a range of bytes.
//!
//! Lines and columns do not exist here; `report` computes them when a finding is shown.

/// The number of a file in the region, given in sorted path order before any parallel work.
#[derive(Copy, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Debug, Default)]
pub struct FileId(pub u32);

/// A range of bytes in a file of the region.
#[derive(Copy, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Debug, Default)]
pub struct Span {
    /// The file.
    pub file: FileId,
    /// First byte.
    pub start: u32,
    /// Number of bytes.
    pub len: u32,
}

impl Span {
    /// The range `start..end` of `file`; an `end` before `start` gives an empty range.
    pub fn new(file: FileId, start: usize, end: usize) -> Span {
        let start = u32::try_from(start).unwrap_or(u32::MAX);
        let end = u32::try_from(end).unwrap_or(u32::MAX);
        Span { file, start, len: end.saturating_sub(start) }
    }

    /// First byte after the range.
    pub fn end(&self) -> u32 {
        self.start.saturating_add(self.len)
    }

    /// The part of this range that begins `from` bytes into it and is `len` bytes long.
    pub fn part(&self, from: usize, len: usize) -> Span {
        let start = self.start as usize + from;
        Span::new(self.file, start, start + len)
    }

    /// The smallest range that holds both; `self` when the files differ.
    pub fn to(&self, other: Span) -> Span {
        if self.file != other.file {
            return *self;
        }
        Span::new(self.file, self.start.min(other.start) as usize, self.end().max(other.end()) as usize)
    }
}
