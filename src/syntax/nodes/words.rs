//! The words of the language, each with its effect: the lists that properties of type *word* choose from.

/// A list of words and what each does.
#[derive(Debug)]
pub struct List {
    /// The words.
    pub words: &'static [&'static str],
    /// The effect of each, in the same order.
    pub effects: &'static [&'static str],
}

macro_rules! words {
    ($($name:ident { $($word:literal: $effect:literal,)* })*) => {
        $(pub(in crate::syntax) const $name: &[&str] = &[$($word),*];)*
        /// Every list of words.
        pub static LISTS: &[List] = &[$(List { words: $name, effects: &[$($effect),*] }),*];
    };
}

words! {
    ON_OFF { "on": "it is done", "off": "it is not done", }
    YES_NO { "yes": "a deviation may waive it", "no": "nothing waives it", }
    AUTH_PORT {
        "off": "no authentication on the port",
        "mac": "the station's MAC address is asked of RADIUS",
        "dot1x": "802.1X only",
        "dot1x-or-mac": "802.1X, and the MAC address for stations that do not speak it",
    }
    AUTH_SSID {
        "open": "no encryption",
        "owe": "encrypted without a password",
        "wpa2-psk": "one shared password, WPA2",
        "wpa3-sae": "one shared password, WPA3",
        "wpa2-enterprise": "an account each, WPA2",
        "wpa3-enterprise": "an account each, WPA3",
    }
    AUTH_FLOW { "none": "anonymous", "user": "the user's account is asked", }
    AUTH_PROXY { "none": "anonymous", "kerberos": "the session's ticket", "ldap": "name and password, asked of the directory", }
    ROLE_SWITCH {
        "core": "root of the spanning tree; one a school, unless one of several says `root=on`",
        "distribution": "other switches hang below it",
        "access": "end devices hang below it",
    }
    ROLE_GUEST {
        "firewall": "the school's firewall",
        "directory": "accounts, Samba domain controller, LDAP",
        "files": "shares",
        "print": "print queues",
        "opsi": "installs the stations",
        "web": "a web service",
        "dhcp": "leases addresses",
        "radius": "answers for ports and Wi-Fi",
        "monitoring": "watches the others",
    }
    ROLE_APPLIANCE {
        "firewall": "a firewall on a machine of its own",
        "kvm": "keyboard and screen of a rack",
        "ipbx": "telephone exchange",
        "automate": "building automation",
        "alarm": "alarm centre (PPMS)",
        "other": "anything else",
    }
    ROLE_NAS { "files": "shares", "backup": "takes backups", }
    ROLE_ORGANISATION {
        "authority": "an authority, such as the academy",
        "wan": "operates a link",
        "wifi": "operates the Wi-Fi",
        "hosting": "hosts services",
        "supplier": "delivers and maintains equipment",
    }
    USE_ROOM {
        "classe": "classroom", "labo": "science laboratory", "informatique": "computer room", "atelier": "workshop",
        "bureau": "office", "accueil": "reception", "cdi": "library", "restauration": "canteen", "internat": "boarding house",
        "sport": "sports hall", "technique": "technical room", "creche": "nursery",
    }
    KIND_SCHOOL {
        "LEN": "lycée of the Éducation nationale", "CLG": "collège", "CFA": "apprentices' training centre",
        "EF2S": "school of health and social work", "LEGTA": "agricultural lycée", "ECO": "primary school",
    }
    KIND_FIREWALL { "amon": "EOLE Amon, kept with the academy", "pfsense": "pfSense, kept by the region", }
    KIND_STATION {
        "pc": "a computer", "tablet": "a tablet", "printer": "a printer", "phone": "a telephone",
    }
    KIND_PORT {
        "copper": "RJ45", "sfp": "SFP, 1 Gb/s", "sfp+": "SFP+, 10 Gb/s", "combo": "RJ45 or SFP, one at a time",
        "module": "a slot for a module",
    }
    STAGE {
        "MI": "stage MI of the take-over", "MT": "stage MT of the take-over", "none": "no stage: an empty token in names",
    }
    SUPPORT {
        "normal": "the region maintains it",
        "open": "kept by the school under a charter: `charter` and `delegate` are required where it is first said",
        "out-of-scope": "outside the domain, kept by others (mode 3)",
    }
    STATUS {
        "planned": "configured and drawn, not monitored; implementation in the CMDB",
        "stock": "in the CMDB only",
        "production": "in service",
        "obsolete": "in service past its life",
    }
    MEDIUM {
        "copper": "twisted pair", "dac": "direct-attach cable", "om1": "multimode fibre OM1", "om2": "multimode fibre OM2",
        "om3": "multimode fibre OM3", "om4": "multimode fibre OM4", "os2": "single-mode fibre OS2",
    }
    POWER_DEVICE { "poe": "from the switch port", "injector": "from an injector", "mains": "from a socket", }
    POWER_VLAN { "backed": "every device in the VLAN must be on a UPS", }
    POE { "auto": "power when asked for", "off": "never power", }
    STATE { "up": "in service", "shut": "administratively down", }
    QOS { "none": "no priority", "voice": "voice priority", }
    STP { "mstp": "MSTP, instance 0 only", }
    SNOOPING { "dhcp": "DHCP snooping", "arp": "ARP inspection", }
    SIDE { "inside": "the school's", "outside": "beyond the school", }
    INSIDE { "deny": "VLANs of the zone reach each other only by flows", "allow": "VLANs of the zone reach each other", }
    VIA { "none": "routed", "proxy": "through the firewall's proxy", }
    RELAY { "firewall": "devices ask their gateway, and the firewall asks the network", "none": "every device asks the network", }
    RADIUS_SERVER { "freeradius": "FreeRADIUS", "clearpass": "Aruba ClearPass", }
    TRANSPORT { "tls": "TCP with TLS", "tcp": "TCP in clear", "udp": "UDP in clear", }
    EXPECT { "forward": "the link carries frames", "blocked": "the spanning tree blocks it: it closes a ring", }
    NAT { "internet": "masquerades towards the Internet only", "all": "masquerades everything", "off": "translates nothing", }
    SERVE { "firewall": "the firewall", "region": "the region's service network", "none": "nobody", }
    OPERATOR { "operator": "the team that runs this compiler", }
    ACCOUNTS { "ent": "taken from the ENT", "local": "kept in the school", "none": "no account", }
    DIRECTORY_KIND {
        "ad": "an Active Directory", "classic": "a domain of Windows NT's kind, as servers of the Horus kind keep: Samba over LDAP",
    }
    FROM_GROUP { "ent": "filled from the ENT", "local": "filled in the school", }
    SAMBA { "member": "member of the domain", "dc": "domain controller", "none": "no Samba", }
    BANDS { "2.4": "2.4 GHz", "5": "5 GHz", "6": "6 GHz", }
    VENDOR_WIFI { "aruba-instant": "Aruba Instant, a cluster without controller", }
    FEATURES {
        "dot1x": "802.1X on ports", "mac-auth": "authentication by MAC address", "dhcp-snooping": "DHCP snooping",
        "arp-inspection": "ARP inspection", "acl": "access lists", "voice": "voice VLAN", "stack": "stacking",
        "syslog-tls": "syslog over TLS", "ssh": "administration by SSH",
    }
    LEVEL { "error": "refuses the build", "warning": "is shown", "info": "is shown on demand", "off": "is not looked for", }
    AT_END { "error": "a deviation past its end refuses the build", "warning": "a deviation past its end is shown", }
    NEED { "owner": "every deviation names an owner", "until": "every deviation has an end", }
    SEED { "cloud-init": "a cloud-init seed is written", "none": "no seed is written", }
    DOMAIN {
        "transit": "towards the operator; its addresses come from `wan`; one a school",
        "management": "switches, hosts, access points, UPS, consoles; no user port; one a school",
        "parking": "native VLAN of trunks; no subnet; one a school",
        "servers": "servers",
        "dmz": "what is open to the outside: the only target of `publish`",
        "administration": "administration, never in one zone with pedagogie",
        "pedagogie": "teaching, never in one zone with administration",
        "wifi": "Wi-Fi of accounts",
        "guest": "guests: the Internet only, and logs are kept",
        "telephonie": "telephones",
        "gtc": "building automation",
        "ppms": "alarms",
        "restauration": "canteen",
        "special": "a school's own",
    }
    OPEN_KEEP { "open": "the port falls to its own VLAN", "keep": "sessions live on, new ones wait", }
    NONE { "none": "no VLAN: the port gives no access", }
    MACHINE { "pc": "QEMU's i440FX machine, with fixed PCI slots", }
    ICMP { "echo": "echo request and reply", }
    CMDB_SOFTWARE { "itop": "iTop with its own data model", }
    CRITICALITY { "low": "can wait", "medium": "several rooms or services wait for it", "high": "the school waits for it", }
    SECRETS {
        "age": "a file encrypted with age", "env": "environment variables",
        "file": "a file outside the region, that only its owner may read",
    }
    PROOF {
        "isolated": "no service either way between two endpoints",
        "reach": "a service goes from every VLAN of one endpoint to every address of another",
        "survives": "with one device off, the other members of a VLAN keep their gateway",
        "capacity": "a VLAN has addresses and sockets for so many stations",
    }
    MONITOR {
        "ping": "answers to echo requests", "snmp": "answers to SNMP",
    }
}
