//! `eirp-over-limit`: a radio that sends more than the law allows.

use crate::base::Sink;
use crate::catalogue::ModelKind;
use crate::net::Band;
use crate::rules::Context;
use crate::state::intend::wlan::gain;

crate::rule! {
    /// A radio is set to a power that, with its antenna's gain, is over the country's limit.
    ///
    /// The limit holds for what leaves the antenna: what is set, plus the antenna's gain (5 dBi where the catalogue states
    /// none).
    ///
    /// ## Fails
    /// ```kdl
    /// access-point ap1 model=test-ap room=A101 at=sw1:40 power=injector mac="02:00:25:00:00:51" { radio 5 channel=36 width=20 power=18; }
    /// ```
    /// ## Passes
    /// ```kdl
    /// access-point ap1 model=test-ap room=A101 at=sw1:40 power=injector mac="02:00:25:00:00:51" { radio 5 channel=36 width=20 power=17; }
    /// ```
    pub static RULE = Error, check;
}

fn check(cx: &Context, out: &mut Sink) {
    let Some(wifi) = &cx.school.wifi else { return };
    for ap in &cx.school.access_points {
        let Some(model) = cx.catalogue.model(ModelKind::AccessPoint, &ap.model) else { continue };
        let point = cx.state.wlans.iter().flat_map(|w| &w.points).find(|p| *p.name == *ap.hostname);
        for radio in &ap.radios {
            let (Some(power), Ok(band)) = (radio.power, radio.band.parse::<Band>()) else { continue };
            let Some(of_model) = model.radios.iter().find(|r| r.band == *radio.band) else { continue };
            // The channel that it will have, by hand or by plan.
            let channel = point.and_then(|p| p.radios.iter().find(|r| *r.band == band)?.channel);
            let Some(limit) = channel.and_then(|c| c.eirp(&wifi.country)) else { continue };
            let most = (u64::from(limit) * 1000).saturating_sub(gain(of_model)) / 1000;
            if *power > most {
                let (whole, part) = (gain(of_model) / 1000, gain(of_model) % 1000 / 100);
                out.report(&RULE.rule, format!("{} sends more than {limit} dBm", *ap.name))
                    .at(power, format!("{} dBm, and {whole}.{part} dBi of the antenna", *power))
                    .also(&wifi.country, format!("{limit} dBm on this channel"))
                    .help(format!("write at most {most}, or leave it out"))
                    .on(ap.name.as_str());
            }
        }
    }
}
