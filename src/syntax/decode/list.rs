//! Names, lists of names, patterns, ports of a device: what KDL sees as one string, with a place for each part.

use super::{Decoder, Raw, Subject};
use crate::base::limits;
use crate::syntax::decl::{Item, Ports, Value};
use crate::syntax::rules;
use crate::syntax::table::{Space, Type};
use std::net::IpAddr;

impl Decoder<'_, '_, '_> {
    /// A name that stands alone.
    pub(super) fn name(&mut self, raw: &Raw, space: Space) -> Value {
        if self.is_name(raw, 0, &raw.text, space) { Value::Name(raw.text.clone()) } else { Value::Invalid }
    }

    pub(super) fn secret(&mut self, raw: &Raw) -> Value {
        let whole = !raw.text.ends_with('.') && !raw.text.contains("..");
        if !whole {
            let place = self.token_span(raw);
            self.sink
                .report(&rules::NAME_REFUSED, format!("`{}` is not the name of a secret", raw.text))
                .at(place, "an empty part between points")
                .help("it is names joined by points, such as wifi.invites");
            return Value::Invalid;
        }
        if self.is_name(raw, 0, &raw.text, Space::Free) { Value::Secret(raw.text.clone()) } else { Value::Invalid }
    }

    /// Reports a word that is no name; true when it is one.
    fn is_name(&mut self, raw: &Raw, from: usize, name: &str, space: Space) -> bool {
        let Some((label, help)) = name_fault(name, may_begin_with_digit(space)) else { return true };
        let place = raw.part(self.file, from, from + name.len());
        self.sink.report(&rules::NAME_REFUSED, format!("`{name}` is not a name")).at(place, label).help(help);
        false
    }

    /// A list: every element is checked, and one that is wrong leaves the others.
    pub(super) fn list(&mut self, kind: Type, raw: &Raw, subject: Subject) -> Value {
        let mut items = Vec::new();
        let mut at = 0;
        let mut whole = true;
        for word in raw.text.split(',') {
            let from = at;
            at += word.len() + 1;
            let good = match kind {
                Type::Words(words) if words.contains(&word) => true,
                Type::Words(words) => match self.unknown_word(raw, from, word, words, subject) {
                    Some(meant) => {
                        items.push(Item { text: meant.to_owned(), span: raw.part(self.file, from, from + word.len()) });
                        continue;
                    }
                    None => false,
                },
                Type::Servers if word.parse::<IpAddr>().is_ok() => true,
                Type::Departments => self.department(raw, from, word),
                Type::Subjects => self.subject(raw, from, word),
                Type::Refs(space @ (Space::Room | Space::Rack | Space::Outlet)) | Type::Declares(space) if word.contains('{') => {
                    let names = self.expand(raw, from, word);
                    let good =
                        names.as_ref().is_some_and(|n| n.iter().all(|name| self.is_name_part(raw, from, word, name, space)));
                    let span = raw.part(self.file, from, from + word.len());
                    if good {
                        items.extend(names.into_iter().flatten().map(|text| Item { text, span }));
                    }
                    whole &= good;
                    continue;
                }
                Type::Refs(space) | Type::Declares(space) => self.is_name(raw, from, word, space),
                _ => self.is_name(raw, from, word, Space::Endpoint),
            };
            if good {
                items.push(Item { text: word.to_owned(), span: raw.part(self.file, from, from + word.len()) });
            }
            whole &= good;
        }
        // A list with a wrong element is wrong as a whole: half of a flow would prove and open something else.
        if whole { Value::Names(items) } else { Value::Invalid }
    }

    /// A name that a pattern made; the pattern is what a finding shows.
    fn is_name_part(&mut self, raw: &Raw, from: usize, pattern: &str, name: &str, space: Space) -> bool {
        let Some((label, help)) = name_fault(name, may_begin_with_digit(space)) else { return true };
        let place = raw.part(self.file, from, from + pattern.len());
        self.sink
            .report(&rules::NAME_REFUSED, format!("`{pattern}` makes `{name}`, which is not a name"))
            .at(place, label)
            .help(help);
        false
    }

    /// `A{101..106}`: the width of the first number pads.
    fn expand(&mut self, raw: &Raw, from: usize, word: &str) -> Option<Vec<String>> {
        let parts = word.split_once('{').and_then(|(head, rest)| {
            let (range, tail) = rest.split_once('}')?;
            let (a, b) = range.split_once("..")?;
            let digits = |t: &str| (1..=9).contains(&t.len()) && t.bytes().all(|b| b.is_ascii_digit());
            let legal = digits(a) && digits(b) && !tail.contains(['{', '}']);
            legal.then(|| Some((head, a.parse::<u32>().ok()?, b.parse::<u32>().ok()?, a.len(), tail))).flatten()
        });
        let place = raw.part(self.file, from, from + word.len());
        let Some((head, first, last, width, tail)) = parts else {
            self.sink
                .report(&rules::NAME_REFUSED, format!("`{word}` is not a pattern"))
                .at(place, "one range of numbers in braces")
                .help("such as A{101..106} or A107-{01..16}");
            return None;
        };
        let count = (last as usize + 1).saturating_sub(first as usize);
        if count == 0 || count > limits::EXPANSION {
            let why = match count {
                0 => format!("it runs backwards: {first} is higher than {last}"),
                n => format!("{n} names; a pattern makes at most {}", limits::EXPANSION),
            };
            self.sink.report(&rules::WRONG_TYPE, format!("the pattern `{word}` makes no list")).at(place, why);
            return None;
        }
        // A name too long is refused by its first, before ten thousand copies of it are made.
        let last = if head.len() + tail.len() > NAME_BYTES { first } else { last };
        Some((first..=last).map(|n| format!("{head}{n:0width$}{tail}")).collect())
    }

    /// A code of a département: two digits, three overseas, 2A and 2B.
    fn department(&mut self, raw: &Raw, from: usize, word: &str) -> bool {
        let digits = word.bytes().all(|b| b.is_ascii_digit());
        let good = match word.len() {
            2 => matches!(word, "2A" | "2B") || (digits && word != "20" && ("01"..="95").contains(&word)),
            3 => digits && matches!(word, "971" | "972" | "973" | "974" | "975" | "976" | "977" | "978" | "986" | "987" | "988"),
            _ => false,
        };
        if !good {
            let place = raw.part(self.file, from, from + word.len());
            self.sink
                .report(&rules::WRONG_TYPE, format!("`{word}` is no code of a département"))
                .at(place, "two digits, 2A, 2B, or 971 and on");
        }
        good
    }

    /// A name, or a flow as `[service:]from>to`.
    fn subject(&mut self, raw: &Raw, from: usize, word: &str) -> bool {
        let Some((left, to)) = word.split_once('>') else {
            return self.is_name(raw, from, word, Space::Endpoint);
        };
        let (service, source) = left.split_once(':').map_or((None, left), |(s, f)| (Some(s), f));
        let source_at = from + service.map_or(0, |s| s.len() + 1);
        let service_good = service.is_none_or(|s| self.is_name(raw, from, s, Space::Service));
        let source_good = self.is_name(raw, source_at, source, Space::Endpoint);
        let target_good = self.is_name(raw, from + left.len() + 1, to, Space::Endpoint);
        service_good && source_good && target_good
    }

    /// `sw151:49,50`; the ports may be left out where the type allows it.
    pub(super) fn port_ref(&mut self, raw: &Raw, ports_optional: bool, subject: Subject) -> Value {
        let (device, listed) = match raw.text.split_once(':') {
            Some((device, _)) => (device, true),
            None => (raw.text.as_str(), false),
        };
        if !self.is_name(raw, 0, device, Space::Device) {
            return Value::Invalid;
        }
        if !listed && !ports_optional {
            let place = self.token_span(raw);
            self.sink
                .report(&rules::WRONG_TYPE, format!("`{}` names no port of {device}", subject.name))
                .at(place, "a device alone")
                .help(format!("write {device}:24, with the number of the port"));
            return Value::Invalid;
        }
        let ports: Option<Vec<Ports>> = if listed { self.ports(raw, device.len() + 1, subject) } else { Some(Vec::new()) };
        match ports {
            Some(ports) => {
                let span = raw.part(self.file, 0, device.len());
                Value::PortRef { device: Item { text: device.to_owned(), span }, ports }
            }
            None => Value::Invalid,
        }
    }
}

/// The longest name: a label of the DNS.
const NAME_BYTES: usize = 63;

fn may_begin_with_digit(space: Space) -> bool {
    matches!(space, Space::Room | Space::Rack | Space::Outlet)
}

/// What is wrong with a name (specification, part 3), and what to write; `None` when it is one.
pub(in crate::syntax) fn name_fault(name: &str, digit_first: bool) -> Option<(String, String)> {
    let legal = |c: char| c.is_ascii_alphanumeric() || matches!(c, '.' | '-' | '_' | '+');
    let begins = |c: char| c.is_ascii_alphabetic() || (digit_first && c.is_ascii_digit());
    let Some(first) = name.chars().next() else {
        return Some(("an empty name".into(), "write a name; between two commas there is one too".into()));
    };
    if let Some(c) = name.chars().find(|c| !legal(*c)) {
        let accent = if c.is_alphabetic() { "; accents go into `name=`" } else { "" };
        return Some((
            format!("`{c}` cannot stand in a name"),
            format!("a name is made of letters, digits and `. - _ +`{accent}"),
        ));
    }
    if !begins(first) {
        let help = "a name begins with a letter; only rooms and racks may begin with a digit";
        return Some((format!("begins with `{first}`"), help.into()));
    }
    (name.len() > NAME_BYTES).then(|| (format!("{} characters", name.len()), format!("a name has at most {NAME_BYTES}")))
}
