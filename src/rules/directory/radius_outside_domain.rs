//! `radius-outside-domain`: RADIUS in a school that asks for accounts and cannot check one.

use crate::base::{Origin, Sink};
use crate::rules::Context;
use crate::state::directory::Part;
use crate::state::nac::Software;
use crate::state::switch::AuthMethod;

crate::rule! {
    /// A guest answers RADIUS for accounts, and is no member of the domain that has them.
    ///
    /// FreeRADIUS has the answer to a password's challenge judged by a controller, as a member of its domain does. A machine that
    /// has not joined asks nobody: each account is refused, by the Wi-Fi and by ports with 802.1X, while stations that are known
    /// by their MAC address get in. A controller does not answer RADIUS itself, so that no access point speaks to it. A school without
    /// a domain has accounts elsewhere, or certificates, and nothing to join.
    ///
    /// ## Fails
    /// ```kdl
    /// deviation "RADIUS in the school" owner=exploitation until=none {
    ///     serve radius=acces
    ///     lxc acces role=radius memory="1GiB" disk="10GiB" image=debian-12 { nic serveurs address=31; }
    ///     host hosta { run acces; }
    ///     switch sw1 { access 5 vlan=pedagogie room=A101 auth=dot1x; }
    /// }
    /// ```
    /// ## Passes
    /// ```kdl
    /// deviation "RADIUS in the school" owner=exploitation until=none {
    ///     serve radius=acces
    ///     lxc acces role=radius samba=member after=annuaire memory="1GiB" disk="10GiB" image=debian-12 { nic serveurs address=31; }
    ///     host hosta { run acces; }
    ///     switch sw1 { access 5 vlan=pedagogie room=A101 auth=dot1x; }
    /// }
    /// ```
    /// ```kdl
    /// deviation "RADIUS in the school, which is asked by MAC address only" owner=exploitation until=none {
    ///     serve radius=acces
    ///     lxc acces role=radius memory="1GiB" disk="10GiB" image=debian-12 { nic serveurs address=31; }
    ///     host hosta { run acces; }
    /// }
    /// ```
    /// ```kdl
    /// school "0379914A" profile=bare name="Sans annuaire" slug=sans-annuaire
    /// block "10.37.96.0/20"
    /// building B {
    ///     rack R1
    ///     room B101 use=classe
    /// }
    /// deviation "RADIUS without a domain" owner=exploitation until=none {
    ///     vlan gestion place=0
    ///     vlan serveurs place=1
    ///     vlan pedagogie place="4/22"
    ///     vlan garage
    ///     switching stp=mstp root=4096
    ///     virtualisation os=debian-12
    ///     lxc acces role=radius memory="1GiB" disk="10GiB" image=debian-12 { nic serveurs address=31; }
    ///     serve radius=acces
    /// }
    /// switch sw1 model=test-52 rack=R1 address=151 role=core { access 5 vlan=pedagogie room=B101 auth=dot1x; }
    /// host hosta model=test-server rack=R1 address=11 memory="32GiB" disk="2TiB" {
    ///     uplink to=sw1:45,46
    ///     run acces
    /// }
    /// ```
    pub static RULE = Warning, check;
}

fn check(cx: &Context, out: &mut Sink) {
    let Some(nac) = cx.state.nac.as_ref().filter(|nac| *nac.server == Software::FreeRadius) else { return };
    let Some(place) = &nac.guest else { return };
    let Some(declared) = cx.school.guest(&place.guest).filter(|guest| *guest.managed_by == "operator") else { return };
    let Some(asks) = asks_for_accounts(cx) else { return };
    // Without a domain, whoever runs the guest lets it check accounts of elsewhere: there is nothing to join.
    let Some(directory) = &cx.state.directory else { return };
    let own = directory.servers.iter().find(|machine| *machine.guest == *place.guest).map(|machine| *machine.part);
    if own == Some(Part::Member) {
        return;
    }
    let name = place.guest.as_str();
    let (message, help) = match own {
        Some(_) => (format!("{name} holds accounts and answers RADIUS"), "let a guest of its own answer, with `samba=member`"),
        None => (
            format!("{name} is asked for accounts, and is no member of {}", *directory.domain),
            "write `samba=member` at the guest; where it checks certificates, or accounts of elsewhere, waive this",
        ),
    };
    out.report(&RULE.rule, message).at(&declared.name, "answers RADIUS").also(asks, "asks for accounts").help(help).on(name);
}

/// Where accounts are asked for first: by an SSID, else by a port.
fn asks_for_accounts(cx: &Context) -> Option<Origin> {
    let ssids = cx.state.wlans.iter().flat_map(|wlan| &wlan.ssids).filter(|ssid| ssid.security.is_enterprise());
    let ports = cx.state.switches.iter().flat_map(|switch| &switch.ports).filter_map(|port| port.auth.as_ref());
    let mut methods = ports.map(|auth| &auth.method).filter(|method| ***method != AuthMethod::Mac);
    ssids.map(|ssid| ssid.security.origin()).next().or_else(|| methods.next().map(|method| method.origin()))
}
