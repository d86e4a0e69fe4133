//! Generated files, judged by the software that will read them.
//!
//! Knows which checker judges which file, what a checker's verdict is and that its samples still prove it: a good
//! sample is accepted, a broken one is refused for the reason written beside it. Does not know how the files came to
//! be. Entry points: `samples` (the checkers themselves), `region` (the sample region, built by the binary).
//!
//! A checker that is absent is announced as `NOT RUN`; where `CI` or `PREAU_REQUIRE_CHECKERS` is set, that fails.

mod alive;
mod amon;
mod checker;
mod chrony;
mod classic;
mod cloud_init;
mod compose;
mod domain;
mod facts;
mod freeradius;
mod itop;
mod kea;
mod libvirt;
mod lxc;
mod networkd;
mod oracle;
mod place;
mod radius;
mod region;
mod samba;
mod samples;
mod schema;
mod shell;
mod switch;
mod unbound;
mod units;
mod wifi;
