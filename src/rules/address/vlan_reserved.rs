//! `vlan-reserved`: an id that some switch keeps for itself.

use crate::base::Sink;
use crate::rules::Context;

crate::rule! {
    /// A VLAN has an id that a switch of the school keeps for itself.
    ///
    /// IOS has 1002 to 1005 for FDDI and Token Ring and refuses to create them: the VLAN would exist everywhere but there.
    ///
    /// ## Fails
    /// ```kdl
    /// switch sw2 model=test-ios rack=R2 address=152 { uplink 49 50 to=sw1:49,50 medium=om3; }
    /// deviation "a lab" owner=exploitation until=none { vlan labo id=1003 place=14; }
    /// ```
    /// ## Passes
    /// ```kdl
    /// switch sw2 model=test-ios rack=R2 address=152 { uplink 49 50 to=sw1:49,50 medium=om3; }
    /// deviation "a lab" owner=exploitation until=none { vlan labo id=163 place=14; }
    /// ```
    pub static RULE = Error, check;
}

fn check(cx: &Context, out: &mut Sink) {
    let ios = cx.switches().find_map(|(v, s)| {
        let member = s.members.iter().find(|m| cx.model(v, m.id).is_some_and(|m| m.os.as_deref() == Some("ios")))?;
        Some((s, member))
    });
    let Some((switch, member)) = ios else { return };
    for vlan in cx.school.vlans.iter().filter(|v| (1002..=1005).contains(&v.id.number())) {
        out.report(&RULE.rule, format!("{} has id {}, which {} keeps for itself", *vlan.name, *vlan.id, *switch.name))
            .at(vlan.id, "1002 to 1005 are reserved")
            .also(&member.model, "speaks IOS")
            .help("give it another id")
            .on(vlan.name.as_str());
    }
}
