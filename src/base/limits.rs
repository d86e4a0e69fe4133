//! Every hard limit in one table, each with its reason. A limit is a finding, never a crash.

/// Bytes of one manifest: a large lycée is 14 kB, so this is three hundred times one.
pub const FILE_BYTES: usize = 4 << 20;
/// Bytes of one inventory: 100 000 stations of 80 bytes.
pub const CSV_BYTES: usize = 16 << 20;
/// Depth of `{ }`: the language needs 4; the `kdl` crate overflows its stack at 1 500.
pub const DEPTH: usize = 24;
/// Slashdash comments that open a block, in one file: the `kdl` crate needs exponential time for nested ones.
pub const SLASHDASH_BLOCKS: usize = 64;
/// Nesting of slashdash blocks: at twenty the `kdl` crate hangs.
pub const SLASHDASH_DEPTH: usize = 2;
/// Items that one pattern (`A{001..999}`) or one range may expand to.
pub const EXPANSION: usize = 10_000;
/// Characters of one text value: a CMDB field holds 255, a `note` a paragraph.
pub const TEXT_CHARS: usize = 10_000;
/// Files of a region.
pub const FILES: usize = 500_000;
/// Findings shown for a file before the rest is counted.
pub const FINDINGS_SHOWN: usize = 50;
