//! `link-to-itself`: a cable with both ends in one device.

use crate::base::Sink;
use crate::rules::Context;

crate::rule! {
    /// A cable has both ends in one device.
    ///
    /// It is a loop, whatever else it was meant to be. The cables of a stack are `stacking`, not links.
    ///
    /// ## Fails
    /// ```kdl
    /// link sw1:49 sw1:50
    /// ```
    /// ## Passes
    /// ```kdl
    /// switch sw2 model=test-52 rack=R2 address=152
    /// link sw1:49,50 sw2:49,50
    /// ```
    pub static RULE = Error, check;
}

fn check(cx: &Context, out: &mut Sink) {
    for cable in &cx.school.cables {
        if cable.a.device == cable.b.device {
            let name = cable.a.device.as_str();
            out.report(&RULE.rule, format!("both ends of this cable are in {name}"))
                .at(&cable.b.device, format!("{name} again"))
                .also(&cable.a.device, "the other end")
                .on(name);
        }
    }
}
