//! `preau build`: the output tree, when nothing refuses it.

use super::args::{RegionArgs, SchoolArgs, all_known};
use super::check::refused;
use super::ui::Ui;
use super::{Exit, Failure, vault};
use crate::base::Severity;
use crate::compile::{self, File, Filled, Options, Secrets};
use crate::output::{Inputs, Last, Said, Scope, Summary, Writer, bundles};
use crate::report::{Look, human};
use crate::source::Source;
use clap::builder::PossibleValuesParser;
use std::io;
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Mutex, PoisonError};

/// What stands below the help.
const EXAMPLES: &str = "\
Examples:
  preau build                                       the region in schools/ into build/
  preau build schools -o out --school 0410832G      one school, into out/
  preau build --target switches --target itop       two targets of every school
  preau build --keep-going                          the healthy schools at least
  preau build --bundle                              and an archive of each school

Exit codes: 0 written, 1 findings or secrets that refuse it, 2 the command could not run.";

/// Writes everything that the schools' machines run, and the records that describe them
///
/// Files that are right already are not touched; files that nothing makes any more are removed. An error in a school that
/// was asked for writes nothing.
#[derive(clap::Args)]
#[command(after_help = EXAMPLES)]
pub(super) struct Args {
    #[command(flatten)]
    region: RegionArgs,
    #[command(flatten)]
    schools: SchoolArgs,
    /// Only this target; may be given several times
    #[arg(long = "target", value_name = "NAME", value_parser = PossibleValuesParser::new(compile::targets()))]
    targets: Vec<String>,
    /// Folder to write; only one that an earlier build wrote is replaced
    #[arg(short, long, value_name = "DIR", default_value = "build")]
    output: PathBuf,
    /// Write the healthy schools; a faulty one keeps its former files, and the exit code is still 1
    #[arg(long)]
    keep_going: bool,
    /// Write an archive of each school's files too, with their checksums: `bundles/UAI.tar.gz`
    #[arg(long, conflicts_with = "targets")]
    bundle: bool,
    /// Fill the placeholders of secrets from the sources that region.kdl names; files that hold one get mode 0600
    #[arg(long)]
    secrets: bool,
    /// Write nothing unless every placeholder has a value, and no value of a Wi-Fi is weak
    #[arg(long, requires = "secrets")]
    require_secrets: bool,
}

pub(super) fn run(args: &Args, ui: &mut Ui) -> Result<Exit, Failure> {
    let source = args.region.read()?;
    outside(&args.output, args.region.path())?;
    let inputs = inputs(args, &source, ui.err_look());
    if let Some((said, done)) = inputs.as_ref().and_then(|inputs| again(&args.output, inputs)) {
        say(args, ui, &said, &done)?;
        return Ok(Exit::Clean);
    }
    let progress = ui.progress();
    let tell = |done, total| progress.tell(done, total);
    let (schools, targets) = (args.schools.schools.clone(), args.targets.clone());
    let options = Options { today: None, schools, targets, progress: &tell };
    // A folder that cannot be written is told before the work, not after it.
    let writer = Some(Writer::begin(&args.output)?);
    let tree = Tree { writer, failure: Mutex::default(), is_left: AtomicBool::new(false) };
    let vault = match args.secrets {
        true => Some(vault::open(&compile::secret_sources(&source), args.region.path())?),
        false => None,
    };
    let (secrets, filled) = (Mutex::new(Secrets::default()), Mutex::new(Filled::default()));
    let built = compile::build_in_portions(&source, &options, &|mut portion| {
        if portion.common || (portion.faulty && !args.keep_going) {
            return tree.leave();
        }
        if let Some(vault) = &vault {
            let mut here = Filled::default();
            portion.files = portion.files.into_iter().map(|file| vault.fill(file, &mut here)).collect();
            filled.lock().unwrap_or_else(PoisonError::into_inner).merge(here);
        }
        let found = Secrets::of(&portion.files);
        secrets.lock().unwrap_or_else(PoisonError::into_inner).merge(found);
        tree.take(&portion.files);
        if args.bundle {
            tree.take_bundles(&portion.files);
        }
    });
    let secrets = secrets.into_inner().unwrap_or_else(PoisonError::into_inner);
    let filled = filled.into_inner().unwrap_or_else(PoisonError::into_inner);
    drop(progress);
    let findings = match built.findings.is_empty() {
        true => String::new(),
        false => human(&built.findings, &source, ui.err_look()),
    };
    all_known(&built.unknown)?;
    ui.note(&findings)?;
    let exit = refused(&built.findings, Severity::Error);
    if exit == Exit::Findings && (built.common || !args.keep_going) {
        drop(tree);
        ui.note(&format!("{}: nothing was written\n", args.output.display()))?;
        return Ok(exit);
    }
    if let Some(told) = lacking(&filled, args.require_secrets) {
        drop(tree);
        ui.note(&format!("{told}{}: nothing was written\n", args.output.display()))?;
        return Ok(Exit::Findings);
    }
    let mut ending = String::new();
    if filled.values > 0 {
        ending.push_str(&format!("{} values of secrets in {} files, for their owner alone\n", filled.values, filled.files));
    }
    for ((name, file), why) in &filled.weak {
        ending.push_str(&format!("secret {name} is weak for {file}: {why}\n"));
    }
    let (placeholders, names, files) = (secrets.placeholders(), secrets.secrets(), secrets.files());
    if placeholders > 0 {
        ending.push_str(&format!("{placeholders} placeholders of {names} secrets in {files} files wait for their values\n"));
    }
    // The findings are said already; kept are those of a build without an error only.
    let inputs = inputs.filter(|_| exit == Exit::Clean);
    let done = tree.finish(&built.scope, inputs.map(|inputs| (inputs, Said { findings, ending: ending.clone() })))?;
    say(args, ui, &Said { findings: String::new(), ending }, &done)?;
    if !built.faulty.is_empty() {
        let names: Vec<_> = built.faulty.iter().map(ToString::to_string).collect();
        ui.note(&format!("kept as they were: {}\n", names.join(", ")))?;
    }
    Ok(exit)
}

/// Says what a build is to say, in its order.
fn say(args: &Args, ui: &mut Ui, said: &Said, done: &Summary) -> Result<(), Failure> {
    ui.note(&said.findings)?;
    let counts = format!("{} written, {} removed, {} unchanged", done.written, done.removed, done.unchanged);
    ui.print(&format!("{}: {counts}\n{}", args.output.display(), said.ending))
}

/// All that the tree and what is said of it depend on; `None` for a build whose like is not kept: of a part of the region, of
/// one with a file that could not be taken, or with values of secrets, of which nothing may be kept. Whatever a build comes to
/// depend on beside these belongs here.
fn inputs(args: &Args, source: &Source, look: Look) -> Option<Inputs> {
    let is_kept = args.schools.schools.is_empty() && args.targets.is_empty() && !args.secrets;
    let how = format!("{look:?} {}", if args.bundle { "bundle" } else { "" });
    Inputs::of(std::iter::once(how.as_bytes()).chain(source.parts().filter(|_| is_kept)?))
}

/// What the last build of these inputs said, if the tree is still what it wrote. What hinders is told by the build that
/// follows.
fn again(root: &Path, inputs: &Inputs) -> Option<(Said, Summary)> {
    let last = Last::of(root, inputs)?;
    let writer = Writer::begin(root).ok()?;
    let stands = writer.stands(&last);
    writer.abandon();
    stands.map(|done| (last.said, done))
}

/// Which secrets keep a build from the disk, a line each and never a value; `None` when none does.
fn lacking(filled: &Filled, all_are_required: bool) -> Option<String> {
    let unfit = filled.unfit.iter().map(|((name, file), why)| format!("secret {name} cannot stand in {file}: {why}\n"));
    let missing = filled.missing.iter().filter(|_| all_are_required).map(|name| format!("secret {name} has no value\n"));
    let weak = filled.weak.iter().filter(|_| all_are_required);
    let weak = weak.map(|((name, file), why)| format!("secret {name} is weak for {file}: {why}\n"));
    let told: String = unfit.chain(missing).chain(weak).collect();
    (!told.is_empty()).then_some(told)
}

/// The tree that a build is about to change: as it was until the end, and for good when it is dropped before.
struct Tree {
    writer: Option<Writer<'static>>,
    /// What the disk said first; findings are told first.
    failure: Mutex<Option<io::Error>>,
    is_left: AtomicBool,
}

impl Tree {
    /// Takes some files more, unless it was left.
    fn take(&self, files: &[File]) {
        if let Some(writer) = self.writer.as_ref().filter(|_| !self.is_left.load(Ordering::Relaxed))
            && let Err(error) = writer.take(files)
        {
            self.fail(error);
        }
    }

    /// Takes the archives of the schools among some files.
    fn take_bundles(&self, files: &[File]) {
        match bundles(files.iter().filter(|f| !f.path.starts_with("region/"))) {
            Ok(archives) => self.take(&archives),
            Err(error) => self.fail(error),
        }
    }

    fn fail(&self, error: io::Error) {
        self.failure.lock().unwrap_or_else(PoisonError::into_inner).get_or_insert(error);
        self.leave();
    }

    /// Takes nothing more: it will stay as it was.
    fn leave(&self) {
        self.is_left.store(true, Ordering::Relaxed);
    }

    /// Changes it; the files that were taken are all of `scope`. What to `keep` helps the next build.
    fn finish(mut self, scope: &Scope, keep: Option<(Inputs, Said)>) -> io::Result<Summary> {
        if let Some(error) = self.failure.lock().unwrap_or_else(PoisonError::into_inner).take() {
            return Err(error);
        }
        // Finished without some of its files, all that was left out would be taken away.
        let writer = if *self.is_left.get_mut() { None } else { self.writer.take() };
        match (writer, keep) {
            (None, _) => Err(io::Error::other("not every file was taken: nothing was written")),
            (Some(writer), Some((inputs, said))) => writer.keeping(inputs, said).finish(scope),
            (Some(writer), None) => writer.finish(scope),
        }
    }
}

impl Drop for Tree {
    fn drop(&mut self) {
        if let Some(writer) = self.writer.take() {
            writer.abandon();
        }
    }
}

/// Refuses an output folder inside the region, where the next run would read it as manifests.
fn outside(output: &Path, region: &Path) -> Result<(), Failure> {
    let Ok(region) = region.canonicalize() else { return Ok(()) };
    let absolute = std::path::absolute(output)?;
    let there = absolute.ancestors().find_map(|folder| folder.canonicalize().ok());
    match there.is_some_and(|folder| folder.starts_with(&region)) {
        true => Err(Failure(format!("{} lies inside the region: choose a folder outside it", output.display()))),
        false => Ok(()),
    }
}
