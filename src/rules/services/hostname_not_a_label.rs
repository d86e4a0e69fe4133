//! `hostname-not-a-label`: a name that DNS carries and hosts may not bear.

use crate::base::Sink;
use crate::rules::Context;

crate::rule! {
    /// The name of a machine in the network holds a character that host names cannot have.
    ///
    /// Letters, digits and hyphens, no hyphen at either end (RFC 1123, 2.1). A resolver takes `_` and `+` without a word; mail
    /// servers, certificates and some printers do not find the machine.
    ///
    /// ## Fails
    /// ```kdl
    /// deviation "a tool" owner=exploitation until=none {
    ///     serve dns=firewall
    ///     host hosta { lxc mon_outil memory="1GiB" disk="10GiB" image=debian-12 { nic serveurs address=21; }; }
    /// }
    /// ```
    /// ## Passes
    /// ```kdl
    /// deviation "a tool" owner=exploitation until=none {
    ///     serve dns=firewall
    ///     host hosta { lxc mon-outil memory="1GiB" disk="10GiB" image=debian-12 { nic serveurs address=21; }; }
    /// }
    /// ```
    pub static RULE = Warning, check;
}

fn check(cx: &Context, out: &mut Sink) {
    let Some(dns) = &cx.state.served.dns else { return };
    for named in dns.zone.names.iter().filter(|n| !n.name.split('.').all(is_label)) {
        out.report(&RULE.rule, format!("{} is no host name", *named.name))
            .at(&named.name, "letters, digits and hyphens only")
            .help("write a hyphen instead")
            .on(named.name.as_str());
    }
}

fn is_label(label: &str) -> bool {
    let is_plain = label.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'-');
    is_plain && !label.is_empty() && label.len() <= 63 && !label.starts_with('-') && !label.ends_with('-')
}
