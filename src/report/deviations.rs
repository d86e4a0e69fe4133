//! Where schools depart from the standard, for a person and for a program. Entry points: [`human()`], [`json()`].

use super::Look;
use super::lines::{parts, place};
use super::visible::one_line;
use crate::base::Span;
use crate::compile::deviations::{Change, Departing, Obsolete, Share, Standing, Until};
use crate::source::Source;
use serde_json::{Value as Json, json};

/// One block a school, then one line for all: deviations with their owner and end, what they hold, what else wants an eye.
///
/// Permanent deviations are yellow, those past their day red.
pub fn human(schools: &[Standing], source: &Source, look: Look) -> String {
    let mut page = Page { source, look, out: String::new() };
    schools.iter().for_each(|school| page.school(school));
    let all = || schools.iter().flat_map(|school| &school.deviations);
    let share = schools
        .iter()
        .fold(Share { kept: 0, of: 0 }, |sum, school| Share { kept: sum.kept + school.share.kept, of: sum.of + school.share.of });
    let ever = all().filter(|deviation| deviation.until == Until::Ever).count();
    let past = all().filter(|deviation| is_past(deviation.until)).count();
    let schools = counted(schools.len(), "school");
    let line =
        format!("{schools}, {}: {ever} permanent, {past} past the end; {}", counted(all().count(), "deviation"), percent(share));
    page.out.push_str(&format!("{line} of the standard holds\n"));
    page.out
}

struct Page<'a> {
    source: &'a Source,
    look: Look,
    out: String,
}

impl Page<'_> {
    fn school(&mut self, school: &Standing) {
        let Standing { uai, name, profile, share, .. } = school;
        let values = format!("{} of {} values", share.kept, share.of);
        self.out.push_str(&format!("{uai} {}, {profile}: {} of the standard, {values}\n", one_line(name), percent(*share)));
        for deviation in &school.deviations {
            self.deviation(deviation);
        }
        self.list("sizes of its own", &school.sizing);
        self.list("trunks written by hand", &school.trunks);
        if !school.obsolete.is_empty() {
            self.out.push_str("\n  obsolete and still there\n");
        }
        for thing in &school.obsolete {
            let line = format!("{}{}", one_line(&thing.what), end_of_life(thing));
            self.line("    ", &line, thing.at);
        }
        self.out.push('\n');
    }

    fn deviation(&mut self, deviation: &Departing) {
        let owner = deviation.owner.as_deref().unwrap_or("nobody");
        let (until, colour) = match deviation.until {
            Until::Day(day, left) if left < 0 => (format!("ended {day}, {} ago", counted_days(-left)), "31"),
            Until::Day(day, left) => (format!("until {day}, {} left", counted_days(left)), ""),
            Until::Ever => ("permanent".to_owned(), "33"),
            Until::Unsaid => ("no end is said".to_owned(), "31"),
        };
        let coloured = self.look.colour && !colour.is_empty();
        let until = if coloured { format!("\u{1b}[{colour}m{until}\u{1b}[0m") } else { until };
        self.out.push_str(&format!("\n  {}\n", one_line(&deviation.reason)));
        self.line("  ", &format!("{}, {until}", one_line(owner)), Some(deviation.at));
        for change in &deviation.changes {
            self.change(change);
        }
    }

    fn list(&mut self, title: &str, changes: &[Change]) {
        if !changes.is_empty() {
            self.out.push_str(&format!("\n  {title}\n"));
        }
        for change in changes {
            self.change(change);
        }
    }

    fn change(&mut self, change: &Change) {
        let instead =
            if change.standard.is_empty() { String::new() } else { format!("  (standard: {})", change.standard.join(" ")) };
        self.out.push_str(&format!("    {}{}\n", one_line(&change.text), one_line(&instead)));
    }

    fn line(&mut self, indent: &str, text: &str, at: Option<Span>) {
        let place = at.and_then(|span| place(self.source, span));
        let place = place.map_or(String::new(), |(path, line)| format!("  [{}:{line}]", one_line(path)));
        self.out.push_str(&format!("{indent}{text}{place}\n"));
    }
}

fn end_of_life(thing: &Obsolete) -> String {
    let model = thing.model.as_deref().map_or(String::new(), |model| format!(", {}", one_line(model)));
    match thing.end_of_support {
        Some(day) if thing.past => format!("{model}, without support since {day}"),
        Some(day) => format!("{model}, supported until {day}"),
        None => format!("{model}, end of support unknown"),
    }
}

/// One JSON object a school a line; every field is always there.
pub fn json(schools: &[Standing], source: &Source) -> String {
    schools.iter().map(|school| format!("{}\n", object(school, source))).collect()
}

fn object(school: &Standing, source: &Source) -> Json {
    let changes = |list: &[Change]| -> Vec<Json> {
        let object = |change: &Change| {
            let (file, line) = parts(source, Some(change.at));
            json!({"kind": change.kind.word(), "text": change.text, "standard": change.standard, "file": file, "line": line})
        };
        list.iter().map(object).collect()
    };
    let deviations: Vec<Json> = school
        .deviations
        .iter()
        .map(|deviation| {
            let (file, line) = parts(source, Some(deviation.at));
            let (until, left) = match deviation.until {
                Until::Day(day, left) => (Some(day.to_string()), Some(left)),
                Until::Ever | Until::Unsaid => (None, None),
            };
            json!({"reason": deviation.reason, "owner": deviation.owner, "until": until, "days_left": left,
                "permanent": deviation.until == Until::Ever, "expired": is_past(deviation.until), "file": file, "line": line,
                "changes": changes(&deviation.changes)})
        })
        .collect();
    let obsolete: Vec<Json> = school
        .obsolete
        .iter()
        .map(|thing| {
            let (file, line) = parts(source, thing.at);
            let end = thing.end_of_support.map(|day| day.to_string());
            json!({"what": thing.what, "model": thing.model, "end_of_support": end, "past": thing.past, "file": file, "line": line})
        })
        .collect();
    json!({"school": school.uai, "name": school.name, "profile": school.profile,
        "share": {"kept": school.share.kept, "of": school.share.of}, "deviations": deviations,
        "sizing": changes(&school.sizing), "trunks": changes(&school.trunks), "obsolete": obsolete})
}

fn is_past(until: Until) -> bool {
    matches!(until, Until::Day(_, left) if left < 0)
}

/// A share with one decimal, never rounded up to all of it.
fn percent(share: Share) -> String {
    // Nothing to keep is kept whole.
    let thousandths = (share.kept * 1000).checked_div(share.of).unwrap_or(1000);
    format!("{}.{} %", thousandths / 10, thousandths % 10)
}

fn counted(count: usize, word: &str) -> String {
    format!("{count} {word}{}", if count == 1 { "" } else { "s" })
}

fn counted_days(days: i64) -> String {
    counted(usize::try_from(days).unwrap_or_default(), "day")
}
