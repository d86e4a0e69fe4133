//! The grammar of a `config.eol`: which text is one, and its variables as they stand in it (firewalls.md, part 1.2).
//!
//! It knows no variable. Entry point: [`parse`].

use serde::de::{Deserialize, Deserializer, Error, MapAccess, Visitor};
use serde_json::Value;
use std::collections::BTreeMap;
use std::fmt;

/// Why a text is no `config.eol`.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum Fault {
    /// It is one of EOLE 2.3 or before, which is another format: sections in brackets.
    Legacy,
    /// It is no JSON object of variables; the reason, and the line from 1.
    Invalid(String, usize),
}

/// A file's variables.
#[derive(Debug, Default)]
pub struct Variables {
    /// The release that they are of; a fragment has none.
    pub version: Option<String>,
    /// The variables, by name.
    pub all: BTreeMap<String, Given>,
    /// Names whose value is none that a file may hold, with the reason.
    pub misshapen: Vec<(String, String)>,
}

/// The value of a variable.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum Given {
    /// One; `None` says that there is none.
    One(Option<String>),
    /// A list.
    List(Vec<Option<String>>),
    /// Lines of another's list, by their number from 0; a missing one has the server's default.
    Lines(BTreeMap<usize, Option<String>>),
}

impl fmt::Display for Fault {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Fault::Legacy => f.write_str("a file of EOLE 2.3 or before, with sections in brackets; EOLE 2.4 and later are read"),
            Fault::Invalid(why, line) => write!(f, "line {line}: {why}"),
        }
    }
}

/// An object whose names are there once.
struct Object(BTreeMap<String, Value>);

impl<'de> Deserialize<'de> for Object {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Object, D::Error> {
        struct Names;
        impl<'de> Visitor<'de> for Names {
            type Value = Object;
            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("an object of variables")
            }
            fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Object, A::Error> {
                let mut all = BTreeMap::new();
                while let Some((name, value)) = map.next_entry::<String, Value>()? {
                    // Which of two would count is the server's secret.
                    if all.contains_key(&name) {
                        return Err(A::Error::custom(format_args!("the variable {name} is there twice")));
                    }
                    all.insert(name, value);
                }
                Ok(Object(all))
            }
        }
        deserializer.deserialize_map(Names)
    }
}

/// Reads the variables of a text.
pub fn parse(text: &str) -> Result<Variables, Fault> {
    let text = text.strip_prefix('\u{feff}').unwrap_or(text);
    if text.trim_start().starts_with('[') {
        return Err(Fault::Legacy);
    }
    let Object(object) = serde_json::from_str(text).map_err(|e| Fault::Invalid(e.to_string(), e.line()))?;
    let mut variables = Variables::default();
    for (name, value) in object {
        if name == "___version___" {
            match value {
                Value::String(version) => variables.version = Some(version),
                _ => variables.misshapen.push((name, "the release is a text".into())),
            }
            continue;
        }
        match given(&value) {
            Ok(given) => drop(variables.all.insert(name, given)),
            Err(why) => variables.misshapen.push((name, why.into())),
        }
    }
    Ok(variables)
}

fn given(variable: &Value) -> Result<Given, &'static str> {
    let object = variable.as_object().ok_or("a variable is an object of `val` and `owner`")?;
    let (Some(value), Some(owner)) = (object.get("val"), object.get("owner")) else {
        return Err("a variable has `val` and `owner`");
    };
    if object.len() != 2 {
        return Err("a variable has `val` and `owner` and nothing else");
    }
    let lines = |owners: &serde_json::Map<String, Value>| owners.values().all(Value::is_string);
    match (value, owner) {
        (Value::Object(values), Value::Object(owners)) if lines(owners) => {
            let mut all = BTreeMap::new();
            for (line, value) in values {
                let number = line.parse::<usize>().map_err(|_| "lines of a list are numbered from 0")?;
                // A file with a line past any list there could be is read, and the line is left over.
                all.insert(number, one(value)?);
            }
            Ok(Given::Lines(all))
        }
        (Value::Array(values), Value::String(_)) => Ok(Given::List(values.iter().map(one).collect::<Result<_, _>>()?)),
        (Value::Object(_), _) | (_, Value::Object(_)) => Err("`val` and `owner` go by line, or neither does"),
        (value, Value::String(_)) => Ok(Given::One(one(value)?)),
        _ => Err("an owner is a text"),
    }
}

fn one(value: &Value) -> Result<Option<String>, &'static str> {
    match value {
        Value::Null => Ok(None),
        Value::String(text) => Ok(Some(text.clone())),
        Value::Number(number) if number.is_i64() => Ok(Some(number.to_string())),
        _ => Err("a value is a text, a whole number or null"),
    }
}
