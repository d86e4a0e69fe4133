//! One value by its type: the words of a list, the spelling of a number, an address, a date.

use super::{Decoder, Raw, Subject, expectation};
use crate::base::nearest::{Near, nearest};
use crate::base::{Span, limits};
use crate::net::{Date, HostNum, Place};
use crate::syntax::decl::{PortWord, Ports, Value};
use crate::syntax::guard::lex::is_refused;
use crate::syntax::guard::quote;
use crate::syntax::nodes;
use crate::syntax::rules;
use crate::syntax::table::{Space, Type};
use ipnet::IpNet;
use std::net::IpAddr;
use std::str::FromStr;

impl Decoder<'_, '_, '_> {
    /// Returns the value of a type; [`Value::Invalid`] after a finding.
    pub(super) fn value(&mut self, kind: Type, raw: Raw, subject: Subject) -> Value {
        if !self.characters(kind, &raw) {
            return Value::Invalid;
        }
        if raw.number {
            return self.number(kind, &raw, subject);
        }
        match kind {
            Type::Number(..) => {
                if is_plain(&raw.text) {
                    let place = self.token_span(&raw);
                    self.sink
                        .report(&rules::NUMBER_QUOTED, format!("`{}` is a number", subject.name))
                        .at(place, "the quotes make it a text")
                        .help(format!("write {}", raw.text))
                        .fix(place, raw.text);
                    return Value::Invalid;
                }
                self.wrong(&raw, subject, expectation(kind), self.range_of(kind))
            }
            Type::Text | Type::Note | Type::Template => Value::Text(raw.text),
            Type::Word(words) => match words.iter().find(|w| **w == raw.text) {
                Some(word) => Value::Word(word),
                None => self.unknown_word(&raw, 0, &raw.text, words, subject).map_or(Value::Invalid, Value::Word),
            },
            Type::WordOrName(words, space) => match words.iter().find(|w| **w == raw.text) {
                Some(word) => Value::Word(word),
                None => self.name(&raw, space),
            },
            Type::Declares(Space::Room | Space::Rack) | Type::Words(_) | Type::Refs(_) | Type::Servers | Type::Endpoints => {
                self.list(kind, &raw, subject)
            }
            Type::Subjects | Type::Departments => self.list(kind, &raw, subject),
            Type::Declares(space) | Type::Ref(space) => self.name(&raw, space),
            Type::Kind => match nodes::all().any(|n| n.kind == raw.text) || raw.text == "member" {
                true => Value::Name(raw.text),
                false => {
                    let kinds: Vec<&'static str> = nodes::all().map(|n| n.kind).collect();
                    let meant = self.unknown_word(&raw, 0, &raw.text, &kinds, subject);
                    meant.map_or(Value::Invalid, |kind| Value::Name(kind.to_owned()))
                }
            },
            Type::Secret => self.secret(&raw),
            Type::Percent => match thousandths(&raw.text).filter(|n| (10..=100_000).contains(n)) {
                Some(n) => Value::Decimal(n),
                None => self.wrong(&raw, subject, "a percentage", "from 0.01 to 100".into()),
            },
            Type::Decimal => match thousandths(&raw.text) {
                Some(n) => Value::Decimal(n),
                None => self.wrong(&raw, subject, "a decimal", "such as \"3.3\"".into()),
            },
            Type::Subnet if raw.text == "assigned" => Value::Word("assigned"),
            Type::Prefix | Type::Subnet => self.prefix(&raw, subject),
            Type::Network => match raw.text.parse::<IpAddr>() {
                Ok(address) => Value::Address(address),
                Err(_) => self.prefix(&raw, subject),
            },
            Type::HostNum if matches!(raw.text.as_str(), "first" | "last") && !subject.name.starts_with("gateway") => self.wrong(
                &raw,
                subject,
                expectation(kind),
                "152, \"3.241\" or an address; only a gateway is `first` or `last`".into(),
            ),
            Type::HostNum => self.parsed::<HostNum>(&raw, subject, kind, Value::HostNum),
            Type::Place => self.parsed::<Place>(&raw, subject, kind, Value::Place),
            Type::Offsets => self.parsed(&raw, subject, kind, Value::Offsets),
            Type::Mac => self.parsed(&raw, subject, kind, Value::Mac),
            Type::Uai => self.parsed(&raw, subject, kind, Value::Uai),
            Type::Size => self.parsed(&raw, subject, kind, Value::Size),
            Type::Rate => self.parsed(&raw, subject, kind, Value::Rate),
            Type::Duration => self.parsed(&raw, subject, kind, Value::Duration),
            Type::Hours => self.parsed(&raw, subject, kind, Value::Hours),
            Type::Until if raw.text == "none" => Value::Date(None),
            Type::Date | Type::Until => self.parsed::<Date>(&raw, subject, kind, |d| Value::Date(Some(d))),
            Type::Ports => self.ports(&raw, 0, subject).map_or(Value::Invalid, Value::Ports),
            Type::PortRefOrNone if raw.text == "none" => Value::Word("none"),
            Type::PortRef | Type::PortRefOrNone => self.port_ref(&raw, kind == Type::PortRefOrNone, subject),
            Type::RawAt if raw.text == "global" => Value::Word("global"),
            Type::RawAt if raw.text.starts_with("vlan:") => Value::Name(raw.text),
            Type::RawAt => self.ports(&raw, 0, subject).map_or(Value::Invalid, Value::Ports),
            Type::Ranges => self.ranges(&raw, subject),
        }
    }

    pub(super) fn token_span(&self, raw: &Raw) -> Span {
        Span::new(self.file, raw.token.start, raw.token.end)
    }

    /// Whether the text holds only characters that may go into a configuration.
    fn characters(&mut self, kind: Type, raw: &Raw) -> bool {
        let lines = kind == Type::Note;
        let bad = raw.text.char_indices().find(|(_, c)| match c {
            '\n' => !lines,
            '\r' | '\t' => true,
            c => is_refused(*c),
        });
        if let Some((at, c)) = bad {
            let place = raw.part(self.file, at, at + c.len_utf8());
            let what = if c == '\n' { "a line break".into() } else { format!("the character U+{:04X}", u32::from(c)) };
            self.sink
                .report(&rules::CHARACTER_REFUSED, format!("{what} may not stand in this value"))
                .at(place, "refused")
                .help("a text is one line of printable characters; only `note` and `because` may have several lines");
            return false;
        }
        let most = match kind {
            Type::Text => limits::TEXT_CHARS,
            Type::Template => limits::TEMPLATE_CHARS,
            // A remark; and a list, which may hold hundreds of names.
            _ => limits::NOTE_CHARS,
        };
        if raw.text.chars().nth(most).is_some() {
            let place = self.token_span(raw);
            let what = if kind == Type::Template { "a template" } else { "a text" };
            self.sink.report(&rules::WRONG_TYPE, format!("{what} has at most {most} characters here")).at(place, "too long");
            return false;
        }
        true
    }

    /// A bare number, for every type.
    fn number(&mut self, kind: Type, raw: &Raw, subject: Subject) -> Value {
        let plain = is_plain(&raw.text);
        let value = raw.text.parse::<u64>().ok().filter(|_| plain);
        let spelt = || Raw { text: raw.text.clone(), number: false, token: raw.token, written: raw.written };
        match kind {
            Type::Number(low, high) => match value {
                Some(n) if (low..=high).contains(&n) => Value::Number(n),
                Some(_) => self.wrong(raw, subject, "a number", self.range_of(kind)),
                None => self.spelling(raw, subject),
            },
            Type::Percent | Type::Decimal => match value {
                Some(_) => self.value(kind, spelt(), subject),
                None => self.spelling(raw, subject),
            },
            Type::Place if !plain && raw.text.contains('.') => {
                let place = self.token_span(raw);
                let (whole, _) = raw.text.split_once('.').unwrap_or((&raw.text, ""));
                let help = match raw.text.strip_suffix(".0") {
                    Some(whole) => format!("write `place={whole}` or `place=\"{}/24\"`", raw.text),
                    None => format!("write it with its size, such as `place=\"{}/26\"`, or `place={whole}`", raw.text),
                };
                let read = match raw.text.strip_suffix(".0").and_then(|n| n.parse().ok()).and_then(in_words) {
                    Some(word) => format!("`{}`: read as the number {word}", raw.text),
                    None => format!("`{}`: read as a decimal number", raw.text),
                };
                self.sink
                    .report(&rules::PLACE_IS_A_FLOAT, "a place with a point needs quotes and a size")
                    .at(place, read)
                    .help(help);
                Value::Invalid
            }
            // A point makes an offset a decimal: 3.10 and 3.1 would be one number.
            Type::HostNum | Type::Ranges | Type::Ports | Type::Offsets if plain || raw.text.contains('.') => {
                if plain {
                    self.value(kind, spelt(), subject)
                } else {
                    self.needs_quotes(raw)
                }
            }
            Type::Place | Type::HostNum | Type::Ranges | Type::Ports | Type::Offsets => match value {
                Some(_) => self.value(kind, spelt(), subject),
                None => self.spelling(raw, subject),
            },
            Type::RawAt if plain => self.value(kind, spelt(), subject),
            Type::Word(words) | Type::Words(words) if words.contains(&raw.text.as_str()) => self.value(kind, spelt(), subject),
            Type::Word(words) | Type::Words(words) => {
                // A number for a word is no slip of a finger: nothing stands in.
                self.unknown_word(raw, 0, &raw.text, words, subject);
                Value::Invalid
            }
            _ => self.needs_quotes(raw),
        }
    }

    fn needs_quotes(&mut self, raw: &Raw) -> Value {
        let place = self.token_span(raw);
        let quoted = quote(&raw.text);
        self.sink
            .report(&rules::VALUE_NEEDS_QUOTES, "a value that begins with a digit needs quotes")
            .at(place, format!("`{}`: read as a number", raw.text))
            .help(format!("write `{quoted}`"))
            .fix(place, quoted);
        Value::Invalid
    }

    fn spelling(&mut self, raw: &Raw, subject: Subject) -> Value {
        let place = self.token_span(raw);
        let read = read_as(&raw.text);
        let help = if raw.text.contains('.') {
            format!("a decimal is quoted: `\"{}\"`", raw.text)
        } else {
            "a plain number is 0, or digits without a leading zero".to_owned()
        };
        let report = self
            .sink
            .report(&rules::NUMBER_SPELLING, format!("`{}` has a number in a spelling that reads as another", subject.name))
            .at(
                place,
                read.map_or_else(|| format!("`{}`: not a plain number", raw.text), |n| format!("`{}`: KDL reads {n}", raw.text)),
            )
            .help(help);
        if let Some(n) = read {
            report.fix(place, n.to_string());
        }
        Value::Invalid
    }

    fn range_of(&self, kind: Type) -> String {
        match kind {
            Type::Number(low, high) if low == high => format!("and only {low}"),
            Type::Number(low, high) => format!("from {low} to {high}"),
            _ => String::new(),
        }
    }

    /// Reports a value that is not what its type says.
    pub(super) fn wrong(&mut self, raw: &Raw, subject: Subject, what: &str, why: String) -> Value {
        let place = self.token_span(raw);
        let shown: String = raw.text.chars().take(60).collect();
        self.sink
            .report(&rules::WRONG_TYPE, format!("`{}` is {what}, {why}", subject.name))
            .at(place, format!("`{shown}`: not {what}"));
        Value::Invalid
    }

    fn parsed<T: FromStr<Err = String>>(
        &mut self,
        raw: &Raw,
        subject: Subject,
        kind: Type,
        wrap: impl FnOnce(T) -> Value,
    ) -> Value {
        match raw.text.parse::<T>() {
            Ok(value) => wrap(value),
            Err(why) => {
                let place = self.token_span(raw);
                let shown: String = raw.text.chars().take(60).collect();
                self.sink
                    .report(&rules::WRONG_TYPE, format!("`{}` is not {}: {why}", shown, expectation(kind)))
                    .at(place, format!("`{}` takes {}", subject.name, expectation(kind)));
                Value::Invalid
            }
        }
    }

    /// Reports a word that is none of the list, and gives the one that was meant when only one is near.
    pub(super) fn unknown_word(
        &mut self,
        raw: &Raw,
        from: usize,
        word: &str,
        words: &[&'static str],
        subject: Subject,
    ) -> Option<&'static str> {
        let place = raw.part(self.file, from, from + word.len());
        let near = nearest(word, words.iter().copied());
        let report = self
            .sink
            .report(&rules::UNKNOWN_WORD, format!("`{word}` is no word of `{}`", subject.name))
            .at(place, "unknown word");
        match &near {
            // Inside quotes the word alone is replaced; a number that becomes a word needs none.
            Some(near) => report.meant(place, near),
            None => report.help(format!("it takes {}", words.iter().take(16).copied().collect::<Vec<_>>().join(", "))),
        };
        let meant = near.and_then(Near::only)?;
        words.iter().find(|w| **w == meant).copied()
    }

    fn prefix(&mut self, raw: &Raw, subject: Subject) -> Value {
        let Ok(net) = raw.text.parse::<IpNet>() else {
            let why = match raw.text.parse::<IpAddr>() {
                Ok(address) => format!("an address with a length: {address}/24"),
                Err(_) => "such as 10.37.32.0/20".to_owned(),
            };
            return self.wrong(raw, subject, "a prefix", why);
        };
        let family = match subject.name {
            "subnet" | "IPv4" => Some(("IPv4", matches!(net, IpNet::V4(_)))),
            "subnet6" | "IPv6" => Some(("IPv6", matches!(net, IpNet::V6(_)))),
            _ => None,
        };
        if let Some((family, false)) = family {
            return self.wrong(raw, subject, "a prefix", format!("and an {family} one"));
        }
        let trunc = net.trunc();
        if trunc.addr() != net.addr() {
            let place = self.token_span(raw);
            let fixed = quote(&trunc.to_string());
            self.sink
                .report(&rules::WRONG_TYPE, format!("{net} has bits set beyond its length"))
                .at(place, format!("this lies in {trunc}"))
                .help(format!("write `{fixed}`"))
                .fix(place, fixed);
            return Value::Invalid;
        }
        Value::Prefix(trunc)
    }

    /// Ports from a byte of the text on; `None` after a finding.
    pub(super) fn ports(&mut self, raw: &Raw, from: usize, subject: Subject) -> Option<Vec<Ports>> {
        let mut ports = Vec::new();
        let mut whole = true;
        let mut at = from;
        for item in raw.text.get(from..).unwrap_or("").split(',') {
            let span = raw.part(self.file, at, at + item.len());
            at += item.len() + 1;
            match item.parse() {
                Ok(range) => ports.push(Ports { what: PortWord::Range(range), span }),
                Err(_) if is_port_name(item) => ports.push(Ports { what: PortWord::Named(item.to_owned()), span }),
                Err(why) => {
                    whole = false;
                    self.sink.report(&rules::WRONG_TYPE, why).at(span, format!("`{}` takes ports", subject.name));
                }
            }
        }
        whole.then_some(ports)
    }

    fn ranges(&mut self, raw: &Raw, subject: Subject) -> Value {
        let mut ranges = Vec::new();
        let mut at = 0;
        for item in raw.text.split(',') {
            let span = raw.part(self.file, at, at + item.len());
            at += item.len() + 1;
            let (a, b) = item.split_once('-').unwrap_or((item, item));
            let ends = [a, b].map(|n| n.parse::<u64>().ok().filter(|_| is_plain(n)));
            match ends {
                [Some(a), Some(b)] if a <= b => ranges.push((a, b)),
                [Some(_), Some(_)] => {
                    self.sink
                        .report(&rules::WRONG_TYPE, format!("the range `{item}` runs backwards"))
                        .at(span, "the first is higher")
                        .help(format!("write {b}-{a}"));
                }
                _ => {
                    self.sink
                        .report(&rules::WRONG_TYPE, format!("`{item}` is not a number or a range"))
                        .at(span, format!("`{}` takes numbers and ranges, such as 80,443 or 1-16", subject.name));
                }
            }
        }
        let whole = ranges.len() == raw.text.split(',').count();
        if whole { Value::Ranges(ranges) } else { Value::Invalid }
    }
}

/// Whether the text is `0`, or up to ten digits that do not begin with a zero.
fn is_plain(text: &str) -> bool {
    text == "0" || (text.len() <= 10 && !text.starts_with('0') && !text.is_empty() && text.bytes().all(|b| b.is_ascii_digit()))
}

/// `3.3` or `12` in thousandths.
fn thousandths(text: &str) -> Option<u64> {
    let (whole, fraction) = text.split_once('.').unwrap_or((text, "0"));
    if !is_plain(whole) || fraction.is_empty() || fraction.len() > 3 || !fraction.bytes().all(|b| b.is_ascii_digit()) {
        return None;
    }
    let fraction: u64 = format!("{fraction:0<3}").parse().ok()?;
    whole.parse::<u64>().ok()?.checked_mul(1000)?.checked_add(fraction)
}

/// The whole number that KDL makes of an odd spelling.
fn read_as(text: &str) -> Option<u64> {
    let digits = text.replace('_', "");
    let digits = digits.strip_prefix('+').unwrap_or(&digits);
    let radix = [("0x", 16), ("0o", 8), ("0b", 2)].into_iter().find_map(|(p, r)| Some((digits.strip_prefix(p)?, r)));
    if let Some((digits, radix)) = radix {
        return u64::from_str_radix(digits, radix).ok();
    }
    if let Some((mantissa, exponent)) = digits.split_once(['e', 'E']) {
        let exponent = exponent.strip_prefix('+').unwrap_or(exponent).parse::<u32>().ok()?;
        return mantissa.parse::<u64>().ok()?.checked_mul(10u64.checked_pow(exponent)?);
    }
    digits.parse().ok()
}

fn in_words(n: u64) -> Option<&'static str> {
    const WORDS: &[&str] = &[
        "zero",
        "one",
        "two",
        "three",
        "four",
        "five",
        "six",
        "seven",
        "eight",
        "nine",
        "ten",
        "eleven",
        "twelve",
        "thirteen",
        "fourteen",
        "fifteen",
        "sixteen",
        "seventeen",
        "eighteen",
        "nineteen",
        "twenty",
    ];
    WORDS.get(usize::try_from(n).ok()?).copied()
}

/// `Gi0/1`, `ge-0/0/1`: letters first, then what device names for ports are made of.
fn is_port_name(text: &str) -> bool {
    let letters = text.bytes().take_while(u8::is_ascii_alphabetic).count();
    letters >= 2
        && text.bytes().all(|b| b.is_ascii_alphanumeric() || b"/.-:".contains(&b))
        && text.ends_with(|c: char| c.is_ascii_digit())
}
