//! Included templates, laid out once for each shape of what they are given.
//!
//! What a template prints of a view it may only test for being there, so the lines that it lays out follow from which parts are
//! there and how long lists are: the shape. The text of a second view of one shape is the first one's with other values in it.
//! A switch has dozens of ports of three shapes. Entry points: [`rewritten`], which finds where that holds, and [`Layouts`].

use super::grammar::TemplateLine;
use super::text::{Fields, Leaf};
use minijinja::value::{Object, ObjectRepr, Value};
use minijinja::{Environment, Error, ErrorKind, Output, State};
use std::collections::{BTreeMap, BTreeSet};
use std::sync::{Arc, PoisonError, RwLock};

/// Templates by name, with the kind of each line.
type Sources = BTreeMap<String, (String, Vec<TemplateLine>)>;

/// The function that stands in place of an include: no template can name it, since names begin with a small letter.
pub(super) const FUNCTION: &str = "LAID_OUT";
/// Stands for the next printed leaf in a text whose places are asked for: no template and no value holds it.
const PLACE: char = '\0';
/// How many layouts are kept; a region's switches need some dozens.
const KEPT: usize = 10_000;

/// A template's text, with each include that depends on nothing but the variable of the loop around it as a call of
/// [`FUNCTION`]. Lines stay where they are.
pub(super) fn rewritten(name: &str, sources: &Sources) -> String {
    let Some((text, lines)) = sources.get(name) else { return String::new() };
    let mut loops: Vec<Option<&String>> = Vec::new();
    let mut out = String::with_capacity(text.len());
    for (line, kind) in text.split_inclusive('\n').zip(lines) {
        match kind {
            TemplateLine::Include(file) => {
                // Another folder's templates may have another syntax.
                let variable = loops.last().copied().flatten().filter(|_| folder(file) == folder(name));
                match variable.filter(|own| free(file, sources).iter().all(|name| name == *own)) {
                    // The line's end stands inside, where it is none of the output.
                    Some(own) => out.push_str(&format!("{{{{ {FUNCTION}({own}, \"{own}\", \"{file}\")\n}}}}")),
                    None => out.push_str(line),
                }
                continue;
            }
            TemplateLine::For(own, _) => loops.push(Some(own)),
            // An `if` in a loop is of the loop.
            TemplateLine::If(_) => loops.push(loops.last().copied().flatten()),
            TemplateLine::End => drop(loops.pop()),
            TemplateLine::Else | TemplateLine::Text(_) => {}
        }
        out.push_str(line);
    }
    out
}

fn folder(name: &str) -> Option<&str> {
    name.rsplit_once('/').map(|(folder, _)| folder)
}

/// The names that a template, with what it includes, takes from around it. No template includes itself.
fn free(name: &str, sources: &Sources) -> BTreeSet<String> {
    let Some((_, lines)) = sources.get(name) else { return BTreeSet::new() };
    // The names that loops around the line bind; an `if` binds none.
    let mut bound: Vec<Option<&str>> = Vec::new();
    let mut all = BTreeSet::new();
    for line in lines {
        let used: Vec<String> = match line {
            TemplateLine::For(_, name) | TemplateLine::If(name) => vec![name.clone()],
            TemplateLine::Include(file) => free(file, sources).into_iter().collect(),
            TemplateLine::Text(printed) => printed.clone(),
            TemplateLine::Else | TemplateLine::End => Vec::new(),
        };
        all.extend(used.into_iter().filter(|name| !bound.contains(&Some(name.as_str()))));
        match line {
            TemplateLine::For(own, _) => bound.push(Some(own)),
            TemplateLine::If(_) => bound.push(None),
            TemplateLine::End => drop(bound.pop()),
            _ => {}
        }
    }
    all
}

/// A view that stands where an included template's text is wanted.
#[derive(Debug)]
pub(super) struct Block {
    view: Value,
    /// What the template calls it.
    variable: Arc<str>,
    file: Arc<str>,
}

impl Object for Block {
    fn repr(self: &Arc<Self>) -> ObjectRepr {
        ObjectRepr::Plain
    }
}

/// What stands in a template in place of an include: the view, what the included template calls it, and that one's name.
pub(super) fn block(view: Value, variable: Arc<str>, file: Arc<str>) -> Value {
    Value::from_object(Block { view, variable, file })
}

/// A text with places for leaves, by their number in the view.
#[derive(Debug)]
struct Layout {
    parts: Vec<(String, usize)>,
    end: String,
}

/// A template's name, and the shape of what it is given.
type Given = (Arc<str>, Vec<u8>);

/// Layouts known so far; its templates print [`PLACE`] for a leaf and note which one it was.
pub(super) struct Layouts {
    env: Environment<'static>,
    known: RwLock<BTreeMap<Given, Arc<Layout>>>,
}

/// The leaves that a template has printed, by their address.
#[derive(Default)]
struct Printed(Vec<usize>);

impl Layouts {
    /// Lays out by these templates, whose formatter is [`Layouts::note`].
    pub(super) fn new(env: Environment<'static>) -> Layouts {
        Layouts { env, known: RwLock::default() }
    }

    /// Prints a place for a leaf and notes it.
    pub(super) fn note(out: &mut Output, state: &mut State, leaf: &Leaf) -> Result<(), Error> {
        state.get_or_insert_extension_with(Printed::default).0.push(address(leaf));
        Ok(out.write_str(PLACE.encode_utf8(&mut [0; 4]))?)
    }

    /// Writes the text of a block; `leaf` writes one of its leaves.
    pub(super) fn write(
        &self,
        out: &mut Output,
        block: &Block,
        mut leaf: impl FnMut(&mut Output, &Leaf) -> Result<(), Error>,
    ) -> Result<(), Error> {
        let (mut shape, mut leaves) = (Vec::with_capacity(128), Vec::with_capacity(32));
        if !walk(&block.view, &mut shape, &mut leaves) {
            let what = format!("a {} is laid out, which is no view", block.view.kind());
            return Err(Error::new(ErrorKind::InvalidOperation, what));
        }
        let layout = self.layout(block, shape, &leaves)?;
        for (text, nth) in &layout.parts {
            out.write_str(text)?;
            if let Some(printed) = leaves.get(*nth) {
                leaf(out, printed)?;
            }
        }
        Ok(out.write_str(&layout.end)?)
    }

    fn layout(&self, block: &Block, shape: Vec<u8>, leaves: &[&Leaf]) -> Result<Arc<Layout>, Error> {
        let key = (block.file.clone(), shape);
        // What another thread left half done is a map all the same.
        if let Some(layout) = self.known.read().unwrap_or_else(PoisonError::into_inner).get(&key) {
            return Ok(layout.clone());
        }
        let context = Value::from(BTreeMap::from([(block.variable.to_string(), block.view.clone())]));
        let mut captured = self.env.get_template(&block.file)?.render_captured(context)?;
        let printed = captured.with_state_mut(|state| state.get_extension_mut::<Printed>().map(std::mem::take));
        let text = captured.into_output();
        let numbers = printed.unwrap_or_default().0.into_iter();
        let numbers = numbers.map(|at| leaves.iter().position(|leaf| address(leaf) == at).unwrap_or(usize::MAX));
        let mut pieces = text.split(PLACE);
        let parts = numbers.map(|nth| (pieces.next().unwrap_or_default().to_owned(), nth)).collect();
        let layout = Arc::new(Layout { parts, end: pieces.next().unwrap_or_default().to_owned() });
        let mut known = self.known.write().unwrap_or_else(PoisonError::into_inner);
        if known.len() < KEPT {
            known.insert(key, layout.clone());
        }
        Ok(layout)
    }
}

fn address(leaf: &Leaf) -> usize {
    std::ptr::from_ref(leaf) as usize
}

/// The shape of a value and its leaves, in one order; `false` for what no view holds.
fn walk<'v>(value: &'v Value, shape: &mut Vec<u8>, leaves: &mut Vec<&'v Leaf>) -> bool {
    if let Some(leaf) = value.downcast_object_ref::<Leaf>() {
        shape.push(b'.');
        leaves.push(leaf);
        return true;
    }
    if let Some(fields) = value.downcast_object_ref::<Fields>() {
        shape.push(b'{');
        shape.extend(fields.kind().to_ne_bytes());
        return fields.values.iter().all(|field| walk(field, shape, leaves));
    }
    if let Some(list) = value.downcast_object_ref::<Vec<Value>>() {
        shape.push(b'[');
        shape.extend(list.len().to_ne_bytes());
        return list.iter().all(|item| walk(item, shape, leaves));
    }
    let plain = match value.kind() {
        minijinja::value::ValueKind::None => b'n',
        minijinja::value::ValueKind::Bool if value.is_true() => b't',
        minijinja::value::ValueKind::Bool => b'f',
        _ => return false,
    };
    shape.push(plain);
    true
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::base::Origins;
    use crate::render::{Family, IntoValue, Templates, Text, escape, grammar};

    crate::view! {
        struct Page { title: Text, rows: Vec<Row> }
        struct Row { name: Text, loud: bool, parts: Vec<Part> }
        struct Part { name: Text, note: Option<Text> }
    }

    const PAGE: &str = "{% for row in rows %}\n{% if row.loud %}\n{% include \"os/t/row.j2\" %}\n{% endif %}\n{% endfor %}\n";
    const ROW: &str = "row {{ row.name }}\n{% for part in row.parts %}\n{% include \"os/t/part.j2\" %}\n{% endfor %}\n";
    const PART: &str = " {{ part.name }} {{ part.name }}\n{% if part.note %}\n  {{ part.note }}\n{% endif %}\n";

    fn sources(files: &[(&str, &str)]) -> Sources {
        let read = |(name, text): &(&str, &str)| (name.to_string(), (text.to_string(), grammar::check(name, text).unwrap()));
        files.iter().map(read).collect()
    }

    #[test]
    fn an_include_is_replaced_where_only_the_loop_s_variable_is_asked_for() {
        let with = |row: &str, page: &str| {
            let all = sources(&[("os/t/page.j2", page), ("os/t/row.j2", row), ("os/t/part.j2", PART)]);
            let text = rewritten("os/t/page.j2", &all);
            assert_eq!(text.lines().count(), page.lines().count());
            text.contains(FUNCTION)
        };
        assert!(with(ROW, PAGE) && with("x\n", PAGE));
        for row in
            ["{{ title }}\n", "{% if title %}\n{% endif %}\n", "{% for a in title %}\n{{ row.name }}\n{% endfor %}\n{{ a }}\n"]
        {
            assert!(!with(row, PAGE), "{row}");
        }
        assert!(!with(ROW, "{% include \"os/t/row.j2\" %}\n"));
        assert!(!with(ROW, "{% for line in rows %}\n{% include \"os/t/row.j2\" %}\n{% endfor %}\n"));
    }

    #[test]
    fn views_of_one_shape_and_of_others_are_written_as_if_each_were_laid_out_anew() {
        const FILES: &[(&str, &str)] = &[("os/t/page.j2", PAGE), ("os/t/row.j2", ROW), ("os/t/part.j2", PART)];
        const FAMILY: Family = Family { name: "t", folder: "os/t/", escape: escape::comware, files: FILES };
        let templates = Templates::new(&[&FAMILY], &BTreeMap::new()).unwrap();
        let page = |seed: usize| {
            let mut origins = Origins::default();
            let mut text = |n: usize| Text::new(format!("w{seed}-{n}"), origins.derived("test", &[]));
            let rows = (0..6).map(|n| {
                let parts = (0..(n + seed) % 3).map(|p| Part { name: text(p), note: ((p + n) % 2 == 0).then(|| text(7)) });
                Row { parts: parts.collect(), name: text(n), loud: !(n + seed).is_multiple_of(4) }
            });
            Page { rows: rows.collect(), title: text(0) }
        };
        for seed in 0..12 {
            let plain = templates.explain("os/t/page.j2", page(seed)).unwrap().text;
            assert_eq!(templates.render("os/t/page.j2", page(seed)).as_deref(), Ok(plain.as_str()), "{seed}");
        }
    }

    #[test]
    fn a_shape_is_of_what_is_there_and_not_of_what_it_says() {
        let mut origins = Origins::default();
        let mut part = |name: &str, note: bool| {
            let mut text = |t: &str| Text::new(t, origins.derived("test", &[]));
            Part { name: text(name), note: note.then(|| text("n")) }.into_value()
        };
        let shape = |value: &Value| {
            let (mut shape, mut leaves) = (Vec::new(), Vec::new());
            assert!(walk(value, &mut shape, &mut leaves));
            shape
        };
        let (one, other, more) = (part("a", false), part("b", false), part("a", true));
        assert!(shape(&one) == shape(&other) && shape(&one) != shape(&more));
    }
}
