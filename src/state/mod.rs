//! What each device, guest and record must be (or, observed, is): typed and free of vendors. The hinge of the compiler.
//!
//! Decisions end here: emitters spell a state and nothing else, readers parse text back into one. `intend` derives
//! the states that a region intends; the types know nothing of manifests, templates or device languages.

pub mod action;
pub mod client;
pub mod directory;
pub mod firewall;
pub mod guest;
pub mod host;
pub mod intend;
pub mod nac;
pub mod policy;
pub mod record;
pub mod secret;
pub mod service;
pub mod switch;
pub mod wlan;

pub use action::Action;
pub use client::Client;
pub use directory::Directory;
pub use firewall::Firewall;
pub use guest::Guest;
pub use host::Host;
pub use nac::Nac;
pub use policy::Policy;
pub use record::Record;
pub use secret::Secret;
pub use service::Served;
pub use switch::Switch;
pub use wlan::Wlan;

/// The states that a school intends.
#[derive(Clone, PartialEq, Debug, Default)]
pub struct Intended {
    /// Switches that can be configured, in order of name.
    pub switches: Vec<Switch>,
    /// Clusters of access points: one, or none.
    pub wlans: Vec<Wlan>,
    /// Hosts of guests, in order of name.
    pub hosts: Vec<Host>,
    /// Guests that a host runs, in order of name.
    pub guests: Vec<Guest>,
    /// What the school's own servers of addresses, names and time answer.
    pub served: Served,
    /// Clients of the deployment server, in order of name.
    pub clients: Vec<Client>,
    /// The directory of accounts.
    pub directory: Option<Directory>,
    /// What a RADIUS service must know of the school; `None` where nobody serves it.
    pub nac: Option<Nac>,
    /// What may pass through the firewall; empty where there is none.
    pub policy: Policy,
    /// The firewall; `None` where there is none.
    pub firewall: Option<Firewall>,
    /// Records of the inventory, in order of key.
    pub records: Vec<Record>,
    /// What a person must do, in order of device.
    pub actions: Vec<Action>,
}
