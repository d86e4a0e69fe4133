//! `ssid-off-in-lessons`: a network that is off while there are lessons.

use super::air;
use crate::base::Sink;
use crate::net::Hours;
use crate::rules::Context;

crate::rule! {
    /// A network of the Wi-Fi is not sent at all hours of lessons.
    ///
    /// The last lesson of the day has none, and the help desk hears that the Wi-Fi is broken. `wifi lessons=` says when there are
    /// lessons. Guests' networks may be off when they like, and in a primary school the law wants them off outside of use.
    ///
    /// ## Fails
    /// ```kdl
    /// deviation "tablets" owner=exploitation until=none {
    ///     wifi { ssid TABLETTES auth=wpa3-sae secret=wifi.tablettes vlan=wifi hours="08:00-16:00"; }
    /// }
    /// ```
    /// ## Passes
    /// ```kdl
    /// deviation "tablets" owner=exploitation until=none {
    ///     wifi { ssid TABLETTES auth=wpa3-sae secret=wifi.tablettes vlan=wifi hours="08:00-17:00"; }
    /// }
    /// ```
    /// ```kdl
    /// deviation "tablets of a school that ends early" owner=exploitation until=none {
    ///     wifi lessons="08:00-16:00" { ssid TABLETTES auth=wpa3-sae secret=wifi.tablettes vlan=wifi hours="08:00-16:00"; }
    /// }
    /// ```
    pub static RULE = Warning, check;
}

fn check(cx: &Context, out: &mut Sink) {
    let Some(wifi) = cx.school.wifi.as_ref().filter(|_| !super::is_primary(cx.school)) else { return };
    for ssid in wifi.ssids.iter().filter(|s| !air::is_for_guests(cx.school, s)) {
        if let Some(hours) = ssid.hours.filter(|hours| !covers(**hours, *wifi.lessons)) {
            out.report(&RULE.rule, format!("{} is off during lessons", *ssid.name))
                .at(hours, "when it is sent")
                .also(wifi.lessons, format!("lessons are {}", *wifi.lessons))
                .help(format!("write `hours=\"{}\"` or more, or leave it out", *wifi.lessons))
                .on(ssid.name.as_str());
        }
    }
}

fn covers(hours: Hours, lessons: Hours) -> bool {
    hours.days & lessons.days == lessons.days && hours.from <= lessons.from && hours.to >= lessons.to
}
