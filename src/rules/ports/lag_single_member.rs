//! `lag-single-member`: an aggregate of one.

use crate::base::Sink;
use crate::rules::Context;

crate::rule! {
    /// An aggregate has one port.
    ///
    /// It works, and carries no more than the port. Where a second cable is planned, `lag=` can wait until it is there.
    ///
    /// ## Fails
    /// ```kdl
    /// switch sw2 model=test-52 rack=R2 address=152 { uplink 49 to=sw1:49 medium=om3 lag=49; }
    /// deviation "one fibre" owner=exploitation until=none { waive uplink-redundant on=sw2; }
    /// ```
    /// ## Passes
    /// ```kdl
    /// switch sw2 model=test-52 rack=R2 address=152 { uplink 49 50 to=sw1:49,50 medium=om3 lag=49; }
    /// ```
    pub static RULE = Info, check;
}

fn check(cx: &Context, out: &mut Sink) {
    for cable in &cx.school.cables {
        for end in [&cable.a, &cable.b] {
            if let (Some(lag), [port]) = (end.lag, end.ports.as_slice()) {
                out.report(&RULE.rule, format!("the aggregate {} of {} has one port", *lag, *end.device))
                    .at(lag, "a number for one port")
                    .also(*port, "the port")
                    .help("add a second port, or leave the number out")
                    .on(end.device.as_str());
                break;
            }
        }
    }
}
