//! Every hard limit in one table, each with its reason. A limit is a finding, never a crash.

/// Bytes of one manifest: a large lycée is 14 kB, so this is three hundred times one.
pub const FILE_BYTES: usize = 4 << 20;
/// Bytes of one inventory: 100 000 stations of 80 bytes.
pub const CSV_BYTES: usize = 16 << 20;
/// Bytes of a firewall's exported configuration: a large one with certificates and graphs is 10 MB.
pub const EXPORT_BYTES: usize = 32 << 20;
/// Depth of `{ }`: the language needs 4; the `kdl` crate overflows its stack at 1 500.
pub const DEPTH: usize = 24;
/// Words, texts and marks of one manifest: a large lycée has 3 000, and the `kdl` crate keeps half a kilobyte for each.
pub const WORDS: usize = 200_000;
/// Nodes, names, ports and flows that one manifest says once patterns and ranges are expanded: a large lycée has 2 000,
/// and some rules compare each with each.
pub const THINGS: usize = 20_000;
/// Items that one pattern (`A{001..999}`) or one range may expand to.
pub const EXPANSION: usize = 10_000;
/// Stations of one school: as many rows as the largest inventory has.
pub const STATIONS: usize = 100_000;
/// Characters of a remark: some paragraphs.
pub const NOTE_CHARS: usize = 10_000;
/// Characters of any other text: a CMDB field holds 255, a command line of a device 510.
pub const TEXT_CHARS: usize = 1_000;
/// Characters of a template of names: what it makes is a name, once for each station.
pub const TEMPLATE_CHARS: usize = 255;
/// Names among which the nearest to a misspelt one is looked for; whoever declares more gets no suggestion beyond them.
pub const CANDIDATES: usize = 500;
/// Files of a region.
pub const FILES: usize = 500_000;
/// Findings shown for a file before the rest is counted.
pub const FINDINGS_SHOWN: usize = 50;
