//! `image-unpinned`: a container image without a version.

use crate::base::Sink;
use crate::rules::Context;

crate::rule! {
    /// A container's image has no version, or `latest`.
    ///
    /// Two schools that start it on two days run two programs, and a restart may be an upgrade.
    ///
    /// ## Fails
    /// ```kdl
    /// host hosta {
    ///     docker vitrine role=web memory="1GiB" disk="10GiB" { nic dmz address=30; container web image=nginx port=443 { health "curl -fsk https://127.0.0.1/"; }; }
    /// }
    /// ```
    /// ## Passes
    /// ```kdl
    /// host hosta {
    ///     docker vitrine role=web memory="1GiB" disk="10GiB" { nic dmz address=30; container web image=nginx:1.27 port=443 { health "curl -fsk https://127.0.0.1/"; }; }
    /// }
    /// ```
    pub static RULE = Warning, check;
}

fn check(cx: &Context, out: &mut Sink) {
    for container in cx.school.guests.iter().flat_map(|g| &g.containers) {
        // The tag follows the last colon of the last part: a registry's port has a slash behind it.
        let last = container.image.rsplit('/').next().unwrap_or("");
        let pinned = last.contains('@') || last.split_once(':').is_some_and(|(_, tag)| !tag.is_empty() && tag != "latest");
        if !pinned {
            out.report(&RULE.rule, format!("the image of {} has no version", *container.name))
                .at(&container.image, "another program next week")
                .help("name one: `image=nginx:1.27`")
                .on(container.name.as_str());
        }
    }
}
