//! What an ERA model cannot carry of a firewall, and what of it was never tried on an Amon.

use crate::os::Loss;

const FORMAT: &str = "firewalls.md, part 1.5";
const EOL: &str = "firewalls.md, part 1.3";

const fn loss(field: &'static str, reason: &'static str, source: &'static str) -> Loss {
    Loss { field, reason, source }
}

/// What of a state a model cannot carry, though nothing is refused.
pub static LOSSES: &[Loss] = &[
    loss("school_name", "`config.eol` says it", EOL),
    loss("academy", "`config.eol` says it", EOL),
    loss("name", "a model names no machine", FORMAT),
    loss("hostname", "`config.eol` says it", EOL),
    loss("domain", "`config.eol` says it", EOL),
    loss("timezone", "`config.eol` says it", EOL),
    loss("is_guest", "a model does not say what it runs on", FORMAT),
    loss("managed_by", "a model does not say who applies it", FORMAT),
    loss("team", "a model does not say who keeps it", FORMAT),
    loss("version", "a model bears the format's version", FORMAT),
    loss("secret", "`config.eol` says it", EOL),
    loss("administrator", "`config.eol` says who may come by SSH", EOL),
    loss("cards.untagged", "which VLAN is untagged is the switch's; the zone is the parent's", FORMAT),
    loss("cards.tagged", "a zone a VLAN says it", FORMAT),
    loss("interfaces.role", "a zone has a level, no role", FORMAT),
    loss("interfaces.zone", "a zone is named after the VLAN", "specification, part 4.3"),
    loss("gateways", "`config.eol` says it", EOL),
    loss("routes", "`config.eol` says it", EOL),
    loss("resolvers", "`config.eol` says it", EOL),
    loss("clocks", "`config.eol` says it", EOL),
    loss("logs", "`config.eol` says it", EOL),
    loss("serves_dns", "the rules that let it be asked are there", FORMAT),
    loss("serves_ntp", "the rules that let it be asked are there", FORMAT),
    loss("relays", "a package's variables say it", EOL),
    loss("publications", "the reverse proxy's variables say it; the rule towards the machine is there", EOL),
    loss("proxy", "`config.eol` says it", EOL),
    loss("vpns", "tunnels come from the academy's Sphynx", EOL),
    loss("packages", "`config.eol` is written for them", EOL),
    loss("variables", "`config.eol` holds them", EOL),
    loss("rules.interface", "what the firewall sends itself always passes: the level of `bastion` is the highest", FORMAT),
    loss("rules.proxied", "it leads to the proxy's port of the firewall, which fetches by itself", FORMAT),
    loss(
        "rules, of a denial within what is proxied",
        "the proxy fetches by itself: a target that is denied stays within its reach until its filter denies it too",
        EOL,
    ),
    loss("rules.authenticated", "the proxy asks who it is, by its variables", EOL),
    loss("rules.logged", "a directive has no word for it", FORMAT),
    loss(
        "rules.hours",
        "the format of `ranges` was read nowhere: what is open at hours stays closed, what is denied at hours is denied always",
        FORMAT,
    ),
    loss("rules.family", "an Amon has no IPv6", "specification, part 6.2"),
];

/// What no Amon of ours has confirmed yet.
pub static UNTRIED: &[&str] = &[
    "a zone of a child model on a sub-interface, `interface=\"ens5.40\"`",
    "an end of the zone `bastion` with an address of the firewall",
    "a directive with several sources or destinations",
    "the order of a child's directives: priorities from 101 stand behind the parent's, whether they are sorted or appended",
    "masquerading a zone of a child model, `action=\"16\"` towards `exterieur_bastion`",
];
