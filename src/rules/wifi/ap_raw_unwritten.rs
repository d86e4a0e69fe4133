//! `ap-raw-unwritten`: lines for an access point that reach no file.

use crate::base::Sink;
use crate::rules::Context;
use crate::state::intend::access_point::has_place;

crate::rule! {
    /// An access point has raw lines, and no target writes them.
    ///
    /// They are kept, counted among the school's departures from the standard, and stand in no file: somebody must type them
    /// on the device, and again on the one that replaces it.
    ///
    /// ## Fails
    /// ```kdl
    /// access-point ap1 model=test-ap room=A101 at=sw1:40 power=injector mac="02:00:25:00:00:51"
    /// deviation "a beacon" owner=exploitation until=none { access-point ap1 { raw "ble mode beaconing" undo="no ble mode"; }; }
    /// ```
    /// ## Passes
    /// ```kdl
    /// access-point ap1 model=test-ap room=A101 at=sw1:40 power=injector mac="02:00:25:00:00:51"
    /// deviation "a beacon" owner=exploitation until=none { switch sw1 { raw "ble mode beaconing" undo="undo ble mode"; }; }
    /// ```
    pub static RULE = Warning, check;
}

fn check(cx: &Context, out: &mut Sink) {
    for ap in &cx.school.access_points {
        let mut lines = ap.raw.iter().filter(|raw| has_place(cx.school, cx.catalogue, ap, raw));
        let Some(first) = lines.next() else { continue };
        let more = lines.map(|raw| &raw.line).collect::<Vec<_>>();
        let title = match more.len() {
            0 => format!("no target writes the raw line of {}", *ap.name),
            n => format!("no target writes the {} raw lines of {}", n + 1, *ap.name),
        };
        let report = out.report(&RULE.rule, title).at(&first.line, "stands in no file");
        more.into_iter()
            .fold(report, |report, line| report.also(line, "nor does this one"))
            .help("type it on the device; the line stays here, counted as a departure from the standard")
            .on(ap.name.as_str());
    }
}
