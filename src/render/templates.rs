//! The templates of every family, a region's own in their place, compiled once and rendered many times.
//!
//! A family is a folder of templates with one syntax. Auto-escape, formatter and whitespace are set before any template is added:
//! the engine fixes them at that moment.

use super::escape::{Escape, Refused};
use super::grammar::{self, TemplateLine};
use super::layouts::{Block, FUNCTION, Layouts, block, rewritten};
use super::marks::{self, Explained};
use super::text::{IntoValue, Leaf, Position};
use crate::base::Origin;
use minijinja::syntax::SyntaxConfig;
use minijinja::value::Value;
use minijinja::{AutoEscape, Environment, Error, ErrorKind, Output, State, UndefinedBehavior};
use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

/// A folder of templates that share a syntax.
#[derive(Debug)]
pub struct Family {
    /// The syntax's name: `comware`.
    pub name: &'static str,
    /// What their names begin with: `os/comware/`.
    pub folder: &'static str,
    /// How a value is written in each position.
    pub escape: Escape,
    /// Names and texts, compiled into the binary.
    pub files: &'static [(&'static str, &'static str)],
}

/// A template that says what templates may not say.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub struct TemplateFault {
    /// The template's name: `os/comware/port.j2`.
    pub template: String,
    /// The line, from 1; 0 when the fault is the file as a whole.
    pub line: usize,
    /// What is wrong with it.
    pub why: String,
}

/// A text that the language it should be written in cannot carry.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Refusal {
    /// The rule to find: `os-limit-name` for a name or free text beyond a device's lengths and characters, `not-carried` otherwise.
    pub rule: &'static str,
    /// What decided the text.
    pub origin: Origin,
    /// The text.
    pub text: String,
    /// A clause that completes "it cannot be written because …".
    pub why: String,
}

/// Why a render gave no text.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum Unwritten {
    /// Values that the syntax cannot carry, in the order of the text.
    Refused(Vec<Refusal>),
    /// A template that asks for what its view does not hold.
    Template(TemplateFault),
}

/// The compiled templates; a copy shares them.
#[derive(Clone)]
pub struct Templates {
    env: Environment<'static>,
    /// Name to source and kind of each line, for a marked compilation on demand.
    sources: Arc<BTreeMap<String, (String, Vec<TemplateLine>)>>,
    syntaxes: Syntaxes,
    /// Whether a region has put templates of its own in their place.
    is_overridden: bool,
    /// See [`Templates::for_refusals`].
    for_refusals: bool,
}

type Syntaxes = Vec<(&'static str, &'static str, Escape)>;

/// What the formatter keeps during a render.
#[derive(Default)]
struct Notes {
    refusals: Vec<Refusal>,
    origins: Vec<Origin>,
}

impl Templates {
    /// Compiles the families' templates; `overrides` are a region's files, by the name of the template that each replaces or adds.
    pub fn new(families: &[&Family], overrides: &BTreeMap<String, String>) -> Result<Templates, Vec<TemplateFault>> {
        let syntaxes: Syntaxes = families.iter().map(|f| (f.folder, f.name, f.escape)).collect();
        let built_in = families.iter().flat_map(|f| f.files).map(|&(name, text)| (name.to_owned(), text.to_owned()));
        let mut texts: BTreeMap<String, String> = built_in.collect();
        texts.extend(overrides.iter().map(|(name, text)| (name.clone(), text.clone())));

        let mut faults = Vec::new();
        let mut sources = BTreeMap::new();
        for (name, text) in texts {
            if !syntaxes.iter().any(|(folder, ..)| name.starts_with(folder)) {
                let folders: Vec<&str> = syntaxes.iter().map(|(folder, ..)| *folder).collect();
                let why = format!("no template of this name is ever read: the folders are {}", folders.join(", "));
                faults.push(TemplateFault { template: name, line: 0, why });
                continue;
            }
            match grammar::check(&name, &text) {
                Ok(lines) => drop(sources.insert(name, (text, lines))),
                Err(found) => faults.extend(found),
            }
        }
        // A faulty template is there, and must not look missing where it is included.
        if faults.is_empty() {
            includes(&sources, &mut faults);
        }
        if !faults.is_empty() {
            faults.sort();
            return Err(faults);
        }
        let texts = || sources.iter().map(|(name, (text, _))| (name.clone(), text.clone()));
        let compiled = || {
            let layouts = Layouts::new(compile(texts(), &syntaxes, Mode::Places)?);
            // A template that is broken by itself is told in its own lines.
            compile(
                sources.keys().map(|name| (name.clone(), rewritten(name, &sources))),
                &syntaxes,
                Mode::Plain(Box::new(layouts)),
            )
        };
        let env = compiled().map_err(|fault| vec![fault])?;
        Ok(Templates { env, sources: Arc::new(sources), syntaxes, is_overridden: !overrides.is_empty(), for_refusals: false })
    }

    /// The same templates for one who wants refusals and no text: [`Templates::render`] gives an empty one of a view whose every
    /// text can be written. That spares laying it out; only where a region's own templates might ask for what no view holds,
    /// they are still asked.
    #[must_use]
    pub fn for_refusals(self) -> Templates {
        Templates { for_refusals: true, ..self }
    }

    /// The names of the templates that others include.
    pub fn included(&self) -> BTreeSet<&str> {
        let lines = self.sources.values().flat_map(|(_, lines)| lines);
        lines.filter_map(|line| if let TemplateLine::Include(name) = line { Some(name.as_str()) } else { None }).collect()
    }

    /// Renders a view: what a build writes.
    pub fn render(&self, template: &str, view: impl IntoValue) -> Result<String, Unwritten> {
        if self.for_refusals && !self.is_overridden && self.takes(template, &view) {
            return Ok(String::new());
        }
        run(&self.env, template, view.into_value()).map(|(text, _)| text)
    }

    /// Whether the template's syntax can carry each text of a view.
    fn takes(&self, template: &str, view: &impl IntoValue) -> bool {
        let syntax = self.syntaxes.iter().find(|(folder, ..)| template.starts_with(folder));
        syntax.is_some_and(|(.., escape)| view.is_taken(&|position, text| escape(position, text).is_ok()))
    }

    /// Renders a view and says of each line which template line laid it out and which values stand in it.
    pub fn explain(&self, template: &str, view: impl IntoValue) -> Result<Explained, Unwritten> {
        let names: Vec<&str> = self.sources.keys().map(String::as_str).collect();
        let marked = self.sources.iter().enumerate().map(|(number, (name, (text, lines)))| {
            let mut out = String::with_capacity(text.len() * 2);
            for (index, (line, kind)) in text.split_inclusive('\n').zip(lines).enumerate() {
                if matches!(kind, TemplateLine::Text(_)) {
                    marks::push_line_mark(&mut out, number, index + 1);
                }
                out.push_str(line);
            }
            (name.clone(), out)
        });
        let env = compile(marked, &self.syntaxes, Mode::Marked).map_err(Unwritten::Template)?;
        let (text, notes) = run(&env, template, view.into_value())?;
        Ok(marks::strip(&text, &notes.origins, &names))
    }
}

/// Every included template must exist, and no template may reach itself.
fn includes(sources: &BTreeMap<String, (String, Vec<TemplateLine>)>, faults: &mut Vec<TemplateFault>) {
    for (name, (_, lines)) in sources {
        for (index, line) in lines.iter().enumerate() {
            let TemplateLine::Include(file) = line else { continue };
            let fault = |why: String| TemplateFault { template: name.clone(), line: index + 1, why };
            if !sources.contains_key(file) {
                faults.push(fault(format!("there is no template `{file}`")));
            } else if reaches(sources, file, name) {
                faults.push(fault(format!("`{file}` comes back here: an include never ends in a circle")));
            }
        }
    }
}

fn reaches(sources: &BTreeMap<String, (String, Vec<TemplateLine>)>, from: &str, to: &str) -> bool {
    let mut seen = BTreeSet::new();
    let mut open = vec![from];
    while let Some(name) = open.pop() {
        if name == to {
            return true;
        }
        if !seen.insert(name) {
            continue;
        }
        let lines = sources.get(name).map(|(_, lines)| lines.as_slice()).unwrap_or_default();
        open.extend(lines.iter().filter_map(|line| match line {
            TemplateLine::Include(file) => Some(file.as_str()),
            _ => None,
        }));
    }
    false
}

fn compile(
    texts: impl Iterator<Item = (String, String)>,
    syntaxes: &Syntaxes,
    mode: Mode,
) -> Result<Environment<'static>, TemplateFault> {
    let whole = |why: String| TemplateFault { template: String::new(), line: 0, why };
    let mut env = Environment::empty();
    let syntax = SyntaxConfig::builder().trim_blocks(true).lstrip_blocks(true).keep_trailing_newline(true).build();
    env.set_syntax(syntax.map_err(|e| whole(e.to_string()))?);
    env.set_undefined_behavior(UndefinedBehavior::Strict);
    // The engine's own dump of variables is for template authors at a console: here a fault has a line, and rendering stays cheap.
    env.set_debug(false);
    let folders: Vec<(&str, &str)> = syntaxes.iter().map(|(folder, name, _)| (*folder, *name)).collect();
    env.set_auto_escape_callback(move |name| {
        let found = folders.iter().find(|(folder, _)| name.starts_with(folder));
        found.map_or(AutoEscape::None, |(_, syntax)| AutoEscape::Custom((*syntax).into()))
    });
    let escapes: Vec<(&str, Escape)> = syntaxes.iter().map(|(_, name, escape)| (*name, *escape)).collect();
    env.add_function(FUNCTION, |view: Value, variable: Arc<str>, file: Arc<str>| block(view, variable, file));
    env.set_formatter(move |out, state, value| write_value(out, state, value, &escapes, &mode));
    for (name, text) in texts {
        env.add_template_owned(name.clone(), text).map_err(|e| fault(&e, &name))?;
    }
    Ok(env)
}

/// What the formatter writes.
enum Mode {
    /// Values, and included templates by their layouts.
    Plain(Box<Layouts>),
    /// Values, each behind a mark.
    Marked,
    /// Places for values.
    Places,
}

/// What a template prints.
fn write_value(
    out: &mut Output,
    state: &mut State,
    value: &Value,
    escapes: &[(&'static str, Escape)],
    mode: &Mode,
) -> Result<(), Error> {
    if let Some(leaf) = value.downcast_object_ref::<Leaf>() {
        return match mode {
            Mode::Places => Layouts::note(out, state, leaf),
            Mode::Marked => write_leaf(out, state, leaf, escapes, true),
            Mode::Plain(_) => write_leaf(out, state, leaf, escapes, false),
        };
    }
    match (mode, value.downcast_object_ref::<Block>()) {
        (Mode::Plain(layouts), Some(block)) => {
            layouts.write(out, block, |out, leaf| write_leaf(out, state, leaf, escapes, false))
        }
        _ => Err(Error::new(ErrorKind::InvalidOperation, format!("a {} is printed, which has no origin", value.kind()))),
    }
}

/// The one place where a value becomes text.
fn write_leaf(
    out: &mut Output,
    state: &mut State,
    leaf: &Leaf,
    escapes: &[(&'static str, Escape)],
    marked: bool,
) -> Result<(), Error> {
    let escape = match state.auto_escape() {
        AutoEscape::Custom(name) => escapes.iter().find(|(n, _)| n == name).map(|(_, escape)| *escape),
        _ => None,
    };
    let Some(escape) = escape else {
        return Err(Error::new(ErrorKind::InvalidOperation, "a value is printed in no known syntax"));
    };
    match escape(leaf.position, &leaf.text) {
        Ok(text) => {
            if marked {
                state.get_or_insert_extension_with(Notes::default).origins.push(leaf.origin);
                out.write_str(marks::VALUE.encode_utf8(&mut [0; 4]))?;
            }
            out.write_str(&text)?;
        }
        Err(Refused { why }) => {
            // Names and descriptions are held to a safe set (switches.md 8, os-limit-name); the rest is the language's limit.
            let rule = match leaf.position {
                Position::Word | Position::Line => "os-limit-name",
                Position::Phrase | Position::Command => "not-carried",
            };
            let refusal = Refusal { rule, origin: leaf.origin, text: leaf.text.clone(), why: why.to_owned() };
            state.get_or_insert_extension_with(Notes::default).refusals.push(refusal);
        }
    }
    Ok(())
}

fn run(env: &Environment<'static>, template: &str, view: Value) -> Result<(String, Notes), Unwritten> {
    let broken = |e: Error| Unwritten::Template(fault(&e, template));
    let mut captured = env.get_template(template).and_then(|t| t.render_captured(view)).map_err(broken)?;
    let notes = captured.with_state_mut(|state| state.get_extension_mut::<Notes>().map(std::mem::take)).unwrap_or_default();
    if notes.refusals.is_empty() { Ok((captured.into_output(), notes)) } else { Err(Unwritten::Refused(notes.refusals)) }
}

fn fault(error: &Error, template: &str) -> TemplateFault {
    // Of a fault in an included template the engine tells where it is included, and the fault itself behind it.
    let mut error = error;
    while let Some(inner) = std::error::Error::source(error).and_then(|source| source.downcast_ref::<Error>()) {
        error = inner;
    }
    let why = match (error.kind(), error.detail()) {
        (ErrorKind::UndefinedError, _) => "it names what its view does not hold".to_owned(),
        (_, Some(detail)) => detail.to_owned(),
        (kind, None) => kind.to_string(),
    };
    TemplateFault { template: error.name().unwrap_or(template).to_owned(), line: error.line().unwrap_or(0), why }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::base::Origins;
    use crate::render::escape;
    use crate::render::text::{Line, Text};

    crate::view! {
        struct Item { name: Text, free: Option<Text<Line>> }
        struct Page { title: Text, loud: bool, inner: Option<Inner>, items: Vec<Item> }
        struct Inner { name: Text }
    }

    const FILES: &[(&str, &str)] = &[
        (
            "os/t/page.j2",
            "name {{ title }}\n{% if loud %}\nloud\n{% endif %}\n{% for item in items %}\n{% include \"os/t/item.j2\" %}\n{% endfor %}\nend\n",
        ),
        ("os/t/item.j2", "item {{ item.name }}\n{% if item.free %}\n free {{ item.free }}\n{% endif %}\n"),
    ];
    const FAMILY: Family = Family { name: "t", folder: "os/t/", escape: escape::comware, files: FILES };

    fn fresh() -> Origins {
        Default::default()
    }

    fn page(origins: &mut Origins, free: &str) -> Page {
        let mut text = |t: &str| Text::new(t, origins.derived("test", &[]));
        let (title, one, two) = (text("x"), text("one"), text("two"));
        let free = Some(Text::new(free, origins.derived("test", &[])));
        Page { title, loud: true, inner: None, items: vec![Item { name: one, free: None }, Item { name: two, free }] }
    }

    fn templates(overrides: &[(&str, &str)]) -> Result<Templates, Vec<TemplateFault>> {
        let overrides = overrides.iter().map(|(n, t)| ((*n).to_owned(), (*t).to_owned())).collect();
        Templates::new(&[&FAMILY], &overrides)
    }

    #[test]
    fn an_explained_text_is_the_rendered_text_and_each_line_has_its_template_line_and_values() {
        let templates = templates(&[]).unwrap();
        let mut origins = fresh();
        let text = templates.render("os/t/page.j2", page(&mut origins, "of charge")).unwrap();
        assert_eq!(text, "name x\nloud\nitem one\nitem two\n free of charge\nend\n");
        let mut again = fresh();
        let explained = templates.explain("os/t/page.j2", page(&mut again, "of charge")).unwrap();
        assert_eq!(explained.text, text);
        let story: Vec<(&str, usize, usize)> =
            explained.lines.iter().map(|l| (l.template.as_str(), l.line, l.origins.len())).collect();
        let (p, i) = ("os/t/page.j2", "os/t/item.j2");
        assert_eq!(story, [(p, 1, 1), (p, 3, 0), (i, 1, 1), (i, 1, 1), (i, 3, 1), (p, 8, 0)]);
    }

    #[test]
    fn a_line_that_two_templates_make_belongs_to_the_first() {
        let templates = templates(&[("os/t/item.j2", "item {{ item.name }},")]).unwrap();
        let explained = templates.explain("os/t/page.j2", page(&mut fresh(), "a")).unwrap();
        assert_eq!(explained.text, "name x\nloud\nitem one,item two,end\n");
        let last = explained.lines.last().map(|l| (l.template.as_str(), l.line, l.origins.len()));
        assert_eq!((explained.lines.len(), last), (3, Some(("os/t/item.j2", 1, 2))));
    }

    #[test]
    fn a_view_inside_a_view_is_true_when_it_is_there() {
        let templates =
            templates(&[("os/t/page.j2", "{% if inner %}\n{{ inner.name }}\n{% else %}\nnone\n{% endif %}\n")]).unwrap();
        let mut view = page(&mut fresh(), "a");
        view.inner = Some(Inner { name: Text::new("in", fresh().derived("test", &[])) });
        assert_eq!(templates.render("os/t/page.j2", view).as_deref(), Ok("in\n"));
        assert_eq!(templates.render("os/t/page.j2", page(&mut fresh(), "a")).as_deref(), Ok("none\n"));
    }

    #[test]
    fn every_refused_value_is_given_back_with_its_origin() {
        let mut origins = fresh();
        let view = page(&mut origins, "a\nb");
        let Err(Unwritten::Refused(refusals)) = templates(&[]).unwrap().render("os/t/page.j2", view) else { panic!() };
        assert_eq!((refusals.len(), refusals[0].text.as_str(), refusals[0].rule), (1, "a\nb", "os-limit-name"));
    }

    #[test]
    fn for_refusals_a_text_is_laid_out_only_when_one_is_possible() {
        let refusing = |overrides: &[(&str, &str)]| templates(overrides).unwrap().for_refusals();
        let render = |templates: &Templates, free: &str| templates.render("os/t/page.j2", page(&mut fresh(), free));
        assert_eq!(render(&refusing(&[]), "of charge").as_deref(), Ok(""));
        for (free, overrides) in [("a\nb", &[][..]), ("a", &[("os/t/page.j2", "{{ titel }}")]), ("a", &[("os/t/item.j2", "x")])] {
            let (asked, plain) = (render(&refusing(overrides), free), render(&templates(overrides).unwrap(), free));
            assert!(asked == plain && plain.as_deref() != Ok(""), "{asked:?} {plain:?}");
        }
    }

    #[test]
    fn what_is_no_leaf_or_misspelt_is_a_fault_with_its_line() {
        for (source, line) in
            [("x\n{{ loud }}\n", 2), ("x\n{{ titel }}\n", 2), ("{% for i in items %}\n{{ i }}\n{% endfor %}\n", 2)]
        {
            let templates = templates(&[("os/t/page.j2", source)]).unwrap();
            let Err(Unwritten::Template(fault)) = templates.render("os/t/page.j2", page(&mut fresh(), "a")) else {
                panic!("{source} was rendered")
            };
            assert_eq!((fault.template.as_str(), fault.line), ("os/t/page.j2", line), "{}", fault.why);
        }
        let inner = templates(&[("os/t/item.j2", "x\n{{ item.nmae }}\n")]).unwrap();
        let Err(Unwritten::Template(fault)) = inner.render("os/t/page.j2", page(&mut fresh(), "a")) else { panic!() };
        assert_eq!((fault.template.as_str(), fault.line), ("os/t/item.j2", 2), "{}", fault.why);
    }

    #[test]
    fn a_region_overrides_a_template_by_its_name_and_faults_are_found_when_loaded() {
        let own = templates(&[("os/t/item.j2", "own {{ item.name }}\n")]).unwrap();
        let text = own.render("os/t/page.j2", page(&mut fresh(), "a")).unwrap();
        assert_eq!(text, "name x\nloud\nown one\nown two\nend\n");
        let faults = |files: &[(&str, &str)]| templates(files).err().unwrap_or_default();
        assert_eq!(faults(&[("os/t/item.j2", "{{ item.name|upper }}\n")])[0].line, 1);
        assert_eq!(faults(&[("elsewhere.j2", "x\n")])[0].line, 0);
        assert!(faults(&[("os/t/item.j2", "{% include \"os/t/none.j2\" %}\n")])[0].why.contains("no template"));
        assert!(faults(&[("os/t/item.j2", "{% include \"os/t/page.j2\" %}\n")])[0].why.contains("circle"));
        assert_eq!(faults(&[("os/t/item.j2", "a\n{% if item.name %}\n")])[0].template, "os/t/item.j2");
    }
}
