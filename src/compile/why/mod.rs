//! Where each line of an output came from: the school is compiled again, one file of it with the origin of every value.
//!
//! Nothing of this is stored by a build: the same region gives the same story. Entry points: [`why()`] for one line;
//! [`Witness::of`], [`Witness::school`] and [`Testimony::tell`] for many.

use super::{Options, load, rules, school};
use crate::base::{Finding, Origin, Origins, Row, Severity, Span};
use crate::catalogue::BUILT_IN_FILE;
use crate::emit::{self, Job, Story};
use crate::net::Uai;
use crate::os;
use crate::output::MANIFEST;
use crate::source::{Role, Source, SourceFile};
use crate::state::{Intended, intend};
use crate::topology::Topology;
use std::ops::Range;

mod keys;
mod manifest;

pub use crate::base::Layer;

/// A region, read once, whose outputs can be asked about.
pub struct Witness<'a> {
    region: load::Region<'a>,
    schools: Vec<load::Document>,
}

/// One school, compiled: what would be written today, and why.
pub struct Testimony<'a> {
    source: &'a Source,
    region: &'a load::Region<'a>,
    uai: String,
    state: Intended,
    origins: Origins,
    files: Vec<emit::File>,
}

/// Why nothing can be told.
pub enum Silence {
    /// The region has no such school.
    Absent,
    /// There are errors, so that nothing is written today.
    Faulty(Vec<Finding>),
    /// Nothing would be written at that path.
    Unwritten,
}

/// What can be said of one line.
pub struct Answer {
    /// The whole file as it would be written today.
    pub text: String,
    /// The school that it comes from; `None` for what is the region's.
    pub school: Option<Uai>,
    /// The line's story; `None` past the end.
    pub account: Option<Account>,
}

/// A file as it would be written today, with the story of each of its lines.
pub struct Told<'a> {
    /// Its text.
    pub text: String,
    lines: Vec<Line>,
    /// Whether it is YAML, so that a line has a path of keys.
    is_keyed: bool,
    subject: Option<Origin>,
    origins: &'a Origins,
    source: &'a Source,
}

/// Who laid a line out, and what decided it.
struct Line {
    template: String,
    at: usize,
    /// Its bytes in the text, without the line feed.
    bytes: Range<usize>,
    origins: Vec<Origin>,
    reason: Reason,
    cells: Vec<emit::Cell>,
    key: Option<String>,
}

/// The most values that are told of a line's block: a port has fewer, and a long list would tell nothing.
const BLOCK_VALUES: usize = 8;

/// How a line hangs together with what decided it.
#[derive(Copy, Clone, PartialEq, Eq, Debug)]
pub enum Reason {
    /// Its own values.
    Values,
    /// It holds no value: those of the line that opens its block, and of the lines beside it.
    Block,
    /// It holds no value and stands in no block that does: what decided that there is such a file.
    Subject,
    /// It is the manifest's row of a file: what decided that there is that file.
    Row,
}

/// The story of one line, in words.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Account {
    /// The line as it would be written today.
    pub text: String,
    /// The template, or the writer's source, and its line.
    pub layout: Spot,
    /// Whether that is the region's own template, in its folder, instead of the built-in one of that name.
    pub overridden: bool,
    /// Whose values `causes` are.
    pub reason: Reason,
    /// What decided it, each thing once.
    pub causes: Vec<Cause>,
    /// The path of keys to it, in YAML and JSON: `services.portail.image`, `switches[sw151].ports[4]`.
    pub key: Option<String>,
    /// Of a row of a table the cells that hold something; of a line of JSON its values, where there are several.
    pub cells: Vec<Cell>,
}

/// The story of a cell.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Cell {
    /// Its column, as the header spells it; of JSON the path of keys from the line's own.
    pub column: String,
    /// What stands in it.
    pub text: String,
    /// What decided it; nothing for what is the same in every row.
    pub causes: Vec<Cause>,
}

impl Account {
    /// The same story of one column alone.
    ///
    /// # Errors
    /// The columns that hold something in this row, when this one does not.
    pub fn of_column(mut self, column: &str) -> Result<Account, Vec<String>> {
        let columns: Vec<_> = self.cells.iter().map(|cell| cell.column.clone()).collect();
        self.cells.retain(|cell| cell.column == column);
        let cell = self.cells.first().ok_or(columns)?;
        self.causes.clone_from(&cell.causes);
        Ok(self)
    }
}

/// A line of a file.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub struct Spot {
    /// Relative to the region's folder; for a built-in template or a writer, to the compiler's.
    pub file: String,
    /// The line, from 1; 0 for a file as a whole.
    pub line: usize,
}

/// What decided a value.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum Cause {
    /// Somebody wrote it: the layers, lowest first; the last one holds.
    Written(Vec<Writing>),
    /// Nobody did, and the language has a default.
    Default {
        /// The node, such as `wan`.
        node: &'static str,
        /// The property, such as `nat`.
        property: &'static str,
        /// The value, such as `internet`.
        value: &'static str,
    },
    /// It follows from other things.
    Derived {
        /// Why, completing "because".
        because: &'static str,
        /// From what; nothing for a law of the design.
        from: Vec<Cause>,
    },
}

/// A value in one layer.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Writing {
    /// Where; `None` in the built-in catalogue.
    pub at: Option<Spot>,
    /// By which layer.
    pub layer: Layer,
    /// That line, as it stands in the file.
    pub text: String,
}

/// Tells why a line, from 1, of a file, by its path below the output folder, is as it would be written today; `is_bundled` when
/// archives of the schools are written too, which have rows in the manifest.
///
/// # Errors
/// Why nothing can be told of it.
pub fn why(source: &Source, path: &str, line: usize, is_bundled: bool) -> Result<Answer, Silence> {
    let witness = Witness::of(source);
    let folder = path.split('/').next().unwrap_or_default();
    if path == MANIFEST {
        return manifest::row(source, &witness, line, is_bundled);
    }
    if folder == "region" {
        return listed(source, &witness, path, line);
    }
    let school = folder.parse().map_err(|_| Silence::Absent)?;
    let testimony = witness.school(school)?;
    let told = testimony.tell(path).ok_or(Silence::Unwritten)?;
    Ok(Answer { account: told.line(line), school: Some(school), text: told.text })
}

/// The same for a line of the region's lists: the story of the first school that has it.
fn listed(source: &Source, witness: &Witness, path: &str, line: usize) -> Result<Answer, Silence> {
    let targets = emit::REGIONAL.iter().map(|(target, _)| target.name.to_owned()).collect();
    let built = super::build(source, &Options { today: None, schools: Vec::new(), targets, progress: &|_, _| {} });
    if built.findings.iter().any(|f| f.severity == Severity::Error) {
        return Err(Silence::Faulty(built.findings));
    }
    let file = built.files.into_iter().find(|f| f.path == path).ok_or(Silence::Unwritten)?;
    let text = String::from_utf8(file.content).map_err(|_| Silence::Unwritten)?;
    let asked = line.checked_sub(1).and_then(|index| text.lines().nth(index)).unwrap_or_default();
    let mut first = None;
    for school in witness.schools() {
        let testimony = witness.school(school)?;
        let Some(told) = testimony.share(path) else { continue };
        first = first.or(Some(school));
        if let Some(account) = told.find(asked) {
            return Ok(Answer { account: Some(account), school: Some(school), text });
        }
    }
    let school = first.ok_or(Silence::Unwritten)?;
    Ok(Answer { account: None, school: Some(school), text })
}

impl<'a> Witness<'a> {
    /// Reads what all schools share.
    pub fn of(source: &'a Source) -> Witness<'a> {
        let files: Vec<&SourceFile> = source.of_role(Role::School).collect();
        let (region, schools) = load::Region::of(source, &files, &rules(), &mut Vec::new());
        Witness { region, schools }
    }

    /// Compiles a school.
    ///
    /// # Errors
    /// Why nothing can be told of it.
    pub fn school(&self, uai: Uai) -> Result<Testimony<'_>, Silence> {
        let document = self.schools.iter().find(|s| s.uai == Some(uai)).ok_or(Silence::Absent)?;
        let rules = rules();
        let options = Options { today: None, schools: Vec::new(), targets: Vec::new(), progress: &|_, _| {} };
        let compiled = school::compile(&self.region, document, &rules, &options, true);
        if compiled.findings.iter().any(|f| f.severity == Severity::Error) {
            return Err(Silence::Faulty(compiled.findings));
        }
        let mut resolved = self.region.resolve(document, &rules, &mut Vec::new());
        let (Some(school), Some(shared)) = (&resolved.school, &self.region.shared) else {
            return Err(Silence::Faulty(compiled.findings));
        };
        let topology = Topology::of(school, &shared.catalogue, &mut resolved.origins);
        let languages: Vec<&str> = os::ALL.iter().map(|o| o.name).collect();
        let origins = &mut resolved.origins;
        let state = intend::school(&shared.region, school, &topology, &shared.catalogue, &languages, origins);
        let (source, region) = (self.region.source, &self.region);
        Ok(Testimony { source, region, uai: document.code.clone(), state, origins: resolved.origins, files: compiled.files })
    }

    /// The codes of the region's schools, in the order of their files.
    pub fn schools(&self) -> impl Iterator<Item = Uai> {
        self.schools.iter().filter_map(|s| s.uai)
    }
}

impl Testimony<'_> {
    /// The paths of the school's files below the output folder.
    pub fn paths(&self) -> impl Iterator<Item = &str> {
        self.files.iter().map(|f| f.path.as_str())
    }

    /// Tells the story of one of its files; `None` when none at this path would be written today.
    pub fn tell(&self, path: &str) -> Option<Told<'_>> {
        let file = self.files.iter().find(|f| f.path == path)?;
        let job = Job { uai: &self.uai, state: &self.state, templates: self.region.templates.as_ref()?, wants_files: true };
        let story = emit::ALL.iter().find_map(|target| (target.explain)(&job, path))?;
        // No manifest holds the characters that marks are made of, so the texts are the same: a story of another would be false.
        let is_keyed = file.meta.kind == "compose" || file.meta.kind.starts_with("cloud-init-");
        (story.explained.text.as_bytes() == file.content).then(|| Told { is_keyed, ..self.told(story) })
    }

    /// Tells the story of what the school has in a list of the region: the list as it would be if there were no other school.
    pub fn share(&self, path: &str) -> Option<Told<'_>> {
        emit::share(&self.uai, &self.state, path).map(|story| self.told(story))
    }

    fn told(&self, story: Story) -> Told<'_> {
        let Story { explained, subject, cells, keys } = story;
        let (mut cells, mut keys) = (cells.into_iter(), keys.into_iter());
        let mut lines: Vec<Line> = Vec::with_capacity(explained.lines.len());
        let mut end = 0;
        for (text, told) in explained.text.split_inclusive('\n').zip(explained.lines) {
            let bytes = end..end + text.trim_end_matches('\n').len();
            end += text.len();
            let (cells, key) = (cells.next().unwrap_or_default(), keys.next().flatten());
            lines.push(Line {
                template: told.template,
                at: told.line,
                bytes,
                origins: told.origins,
                reason: Reason::Values,
                cells,
                key,
            });
        }
        let blocks = Blocks::of(&explained.text);
        for number in 0..lines.len() {
            if lines.get(number).is_none_or(|line| !line.origins.is_empty()) {
                continue;
            }
            let block = blocks.around(number, &lines);
            let (origins, reason) = match block.is_empty() {
                true => (subject.into_iter().collect(), Reason::Subject),
                false => (block, Reason::Block),
            };
            if let Some(line) = lines.get_mut(number) {
                (line.origins, line.reason) = (origins, reason);
            }
        }
        Told { text: explained.text, lines, is_keyed: false, subject, origins: &self.origins, source: self.source }
    }
}

/// Which lines of a text are indented below which.
struct Blocks {
    parents: Vec<Option<usize>>,
    children: Vec<Vec<usize>>,
}

impl Blocks {
    fn of(text: &str) -> Blocks {
        let mut blocks = Blocks { parents: Vec::new(), children: Vec::new() };
        let mut open: Vec<(usize, usize)> = Vec::new();
        for (number, line) in text.split_inclusive('\n').enumerate() {
            let indent = line.len() - line.trim_start_matches(' ').len();
            open.retain(|(other, _)| *other < indent);
            let parent = open.last().map(|(_, number)| *number);
            if let Some(siblings) = parent.and_then(|p| blocks.children.get_mut(p)) {
                siblings.push(number);
            }
            blocks.parents.push(parent);
            blocks.children.push(Vec::new());
            open.push((indent, number));
        }
        blocks
    }

    /// The values of the smallest block around a line that has any: of the line that opens it, and of those beside.
    fn around(&self, number: usize, lines: &[Line]) -> Vec<Origin> {
        let own = |number: usize| lines.get(number).filter(|l| l.reason == Reason::Values).map_or(&[][..], |l| &l.origins);
        let mut at = number;
        while let Some(parent) = self.parents.get(at).copied().flatten() {
            let beside = self.children.get(parent).map(Vec::as_slice).unwrap_or_default();
            let all = own(parent).iter().chain(beside.iter().flat_map(|&n| own(n)));
            let block: Vec<Origin> = all.take(BLOCK_VALUES).copied().collect();
            if !block.is_empty() {
                return block;
            }
            at = parent;
        }
        Vec::new()
    }
}

impl Told<'_> {
    /// How many lines there are.
    pub fn len(&self) -> usize {
        self.lines.len()
    }

    /// Whether the file is empty.
    pub fn is_empty(&self) -> bool {
        self.lines.is_empty()
    }

    /// The story of a line, from 1; `None` past the end.
    pub fn line(&self, number: usize) -> Option<Account> {
        let index = number.checked_sub(1)?;
        let account = self.account(self.lines.get(index)?);
        let yaml = self.is_keyed.then(|| keys::path(&self.text, index)).flatten();
        Some(Account { key: account.key.or(yaml), ..account })
    }

    /// What decided that there is such a file.
    pub fn subject(&self) -> Vec<Cause> {
        self.causes(self.subject.as_slice(), &mut Vec::new())
    }

    /// The story of the first line with this text.
    pub fn find(&self, text: &str) -> Option<Account> {
        let line = self.lines.iter().find(|line| self.text.get(line.bytes.clone()) == Some(text))?;
        Some(self.account(line))
    }

    fn account(&self, line: &Line) -> Account {
        let text = self.text.get(line.bytes.clone()).unwrap_or_default().to_owned();
        let mut seen = Vec::new();
        let causes = self.causes(&line.origins, &mut seen);
        let file = if line.template.ends_with(".j2") { format!("templates/{}", line.template) } else { line.template.clone() };
        let overridden = self.source.find(&file).is_some();
        let cells = line.cells.iter().map(|cell| Cell {
            column: cell.column.to_string(),
            text: cell.text.clone(),
            causes: self.causes(&cell.origins, &mut Vec::new()),
        });
        let (layout, cells) = (Spot { file, line: line.at }, cells.collect());
        Account { text, layout, overridden, reason: line.reason, causes, key: line.key.clone(), cells }
    }

    /// The causes behind some origins; two values of one line of a file are one.
    fn causes(&self, origins: &[Origin], seen: &mut Vec<Origin>) -> Vec<Cause> {
        let mut causes = Vec::new();
        for cause in origins.iter().filter_map(|&o| self.cause(o, seen)) {
            if !causes.contains(&cause) {
                causes.push(cause);
            }
        }
        causes
    }

    /// The cause behind an origin; `None` when it was told already.
    fn cause(&self, origin: Origin, seen: &mut Vec<Origin>) -> Option<Cause> {
        if seen.contains(&origin) {
            return None;
        }
        seen.push(origin);
        Some(match self.origins.row(origin)? {
            Row::Written { .. } => Cause::Written(self.writings(origin)),
            Row::Default { node, property, value } => Cause::Default { node, property, value },
            Row::Derived { because, from } => Cause::Derived { because, from: self.causes(from, seen) },
        })
    }

    fn writings(&self, origin: Origin) -> Vec<Writing> {
        let mut all = Vec::new();
        let mut at = Some(origin);
        while let Some(Row::Written { span, layer, below, .. }) = at.and_then(|o| self.origins.row(o)) {
            all.push(writing(self.source, *span, *layer));
            at = *below;
        }
        all.reverse();
        all
    }
}

/// What somebody wrote at a place.
fn writing(source: &Source, span: Span, layer: Layer) -> Writing {
    let Some(file) = source.file(span.file).filter(|_| span.file != BUILT_IN_FILE) else {
        return Writing { at: None, layer, text: String::new() };
    };
    let start = (span.start as usize).min(file.text.len());
    let before = file.text.as_bytes().get(..start).unwrap_or_default();
    let number = memchr::memchr_iter(b'\n', before).count();
    let begin = memchr::memrchr(b'\n', before).map_or(0, |end| end + 1);
    let text = file.text.get(begin..).and_then(|rest| rest.lines().next()).unwrap_or_default().trim().to_owned();
    Writing { at: Some(Spot { file: file.path.clone(), line: number + 1 }), layer, text }
}
