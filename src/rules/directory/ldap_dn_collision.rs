//! `ldap-dn-collision`: a group whose name is taken.

use crate::base::Sink;
use crate::rules::Context;

crate::rule! {
    /// A group has the name of an account or a group that every domain has, or that a service signs in with.
    ///
    /// A name signs in once in a domain: the directory refuses the second, and whatever is made after it is not made.
    ///
    /// ## Fails
    /// ```kdl
    /// deviation "a group" owner=exploitation until=none { directory { group Administrators; }; }
    /// ```
    /// ## Passes
    /// ```kdl
    /// deviation "a group" owner=exploitation until=none { directory { group administratifs; }; }
    /// ```
    pub static RULE = Error, check;
}

/// Names without a space that an Active Directory has from its first day.
const BUILT_IN: &[&str] = &[
    "administrator",
    "administrators",
    "guest",
    "guests",
    "krbtgt",
    "users",
    "replicator",
    "dnsadmins",
    "dnsupdateproxy",
    "iis_iusrs",
];

fn check(cx: &Context, out: &mut Sink) {
    let Some(directory) = &cx.state.directory else { return };
    for group in &directory.groups {
        let name = group.name.to_lowercase();
        let service = directory.services.iter().find(|service| service.name.to_lowercase() == name);
        let what = match service {
            Some(_) => "a service signs in with it",
            None if BUILT_IN.contains(&name.as_str()) => "every domain has it",
            None => continue,
        };
        out.report(&RULE.rule, format!("the name of the group {} is taken", *group.name))
            .at(&group.name, what)
            .help("give the group another name")
            .on(group.name.as_str());
    }
}
