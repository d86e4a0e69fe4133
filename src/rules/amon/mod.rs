//! What an Amon takes, and what a school asks of a firewall of the other kind.

mod amon_card_without_address;
mod amon_dhcp_without_package;
mod amon_gateway_out_of_reach;
mod amon_only_setting;
mod amon_per_vlan_auth;
mod amon_too_many_cards;
mod amon_version_unfit;
mod ipv6_not_on_amon;
mod mode3_without_auth;

use super::{Check, Context};
use crate::region::FirewallKind;
use crate::state::Firewall;
use crate::state::firewall::Interface;

/// The rules of this folder, in order of name.
pub static ALL: &[&Check] = &[
    &amon_card_without_address::RULE,
    &amon_dhcp_without_package::RULE,
    &amon_gateway_out_of_reach::RULE,
    &amon_only_setting::RULE,
    &amon_per_vlan_auth::RULE,
    &amon_too_many_cards::RULE,
    &amon_version_unfit::RULE,
    &ipv6_not_on_amon::RULE,
    &mode3_without_auth::RULE,
];

/// The school's firewall, when it is an Amon.
fn amon<'a>(cx: &Context<'a>) -> Option<&'a Firewall> {
    cx.state.firewall.as_ref().filter(|f| *f.software == FirewallKind::Amon.word())
}

/// The interface of a card without a tag, with an IPv4 address.
fn untagged(firewall: &Firewall, card: u64) -> Option<&Interface> {
    firewall.interfaces.iter().find(|i| *i.card == card && !*i.tagged && i.v4.is_some())
}
