//! What every reader of a configuration begins and ends with.
//!
//! It knows no command.

use super::blocks::Account;
use crate::base::{Origin, Sourced};
use crate::state::switch::{Hardware, Services, SpanningTree};
use crate::state::{Secret, Switch};

/// A configuration, read.
#[derive(Clone, PartialEq, Debug)]
pub struct Reading {
    /// The state that it makes.
    pub switch: Switch,
    /// What became of each line.
    pub account: Account,
}

/// A secret by its placeholder; whatever else stands there hides it, and the field is noted as hidden.
pub(super) fn secret(word: &str, field: &'static str, account: &mut Account) -> Secret {
    let named = word.strip_prefix("@secret:").and_then(|w| w.strip_suffix('@')).and_then(|w| w.split_once('/'));
    if named.is_none() {
        account.hidden.push(field);
    }
    let (scope, name) = named.unwrap_or_default();
    Secret { scope: scope.to_owned(), name: name.to_owned() }
}

/// A switch of which nothing is known but the language.
pub(super) fn empty(os: &str, origin: Origin) -> Switch {
    let text = |value: &str| Sourced::new(value.to_owned(), origin);
    Switch {
        name: text(""),
        sysname: text(""),
        os: text(os),
        hardware: Hardware::default(),
        members: Vec::new(),
        stack_ports: Vec::new(),
        vlans: Vec::new(),
        ports: Vec::new(),
        lags: Vec::new(),
        stp: SpanningTree { region: text(""), revision: Sourced::new(0, origin), priority: Sourced::new(32768, origin) },
        management: None,
        services: Services {
            domain: None,
            dns: Vec::new(),
            ntp: Vec::new(),
            timezone: text(""),
            syslog: Vec::new(),
            snmp: None,
            location: None,
            radius: None,
            ssh: None,
        },
        raw: Vec::new(),
    }
}
