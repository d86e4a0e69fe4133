//! `radio-not-in-model`: settings for a radio that is not there.

use crate::base::Sink;
use crate::catalogue::ModelKind;
use crate::rules::Context;

crate::rule! {
    /// An access point has settings for a band that its model has no radio for.
    ///
    /// The settings go nowhere: no line of the generated file says them.
    ///
    /// ## Fails
    /// ```kdl
    /// access-point ap1 model=test-ap room=A101 at=sw1:40 power=injector mac="02:00:25:00:00:51" { radio 6 channel=37; }
    /// ```
    /// ## Passes
    /// ```kdl
    /// access-point ap1 model=test-ap room=A101 at=sw1:40 power=injector mac="02:00:25:00:00:51" { radio 5 channel=36; }
    /// ```
    pub static RULE = Error, check;
}

fn check(cx: &Context, out: &mut Sink) {
    for ap in &cx.school.access_points {
        let Some(model) = cx.catalogue.model(ModelKind::AccessPoint, &ap.model) else { continue };
        let has: Vec<String> = model.radios.iter().map(|r| r.band.to_string()).collect();
        // A model without a radio in the catalogue says nothing of its bands.
        for radio in ap.radios.iter().filter(|r| !has.is_empty() && !has.iter().any(|band| *band == **r.band)) {
            out.report(&RULE.rule, format!("{} has no radio for {} GHz", *ap.name, *radio.band))
                .at(&radio.band, "set here")
                .also(&ap.model, format!("has {} GHz", has.join(" and ")))
                .help("take the line away, or name a model that has the band")
                .on(ap.name.as_str());
        }
    }
}
