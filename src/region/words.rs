//! The closed vocabularies of the language as types, so that no stage compares text.

// A setting that a device carries as it stands is spelt once, with the states; the stages below find it here.
pub use crate::state::switch::ServerDead;

/// Declares an enum of words: each variant with the word that the language spells it with.
macro_rules! words {
    ($(#[$meta:meta])* $name:ident { $($(#[$doc:meta])* $variant:ident = $word:literal,)* }) => {
        $(#[$meta])*
        #[derive(Copy, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
        pub enum $name { $($(#[$doc])* $variant,)* }
        impl $name {
            /// Every word, in the order of the specification.
            pub const ALL: &'static [$name] = &[$($name::$variant),*];
            /// The word of the language.
            pub fn word(self) -> &'static str {
                match self { $($name::$variant => $word,)* }
            }
            /// The value of a word.
            pub fn of(word: &str) -> Option<$name> {
                match word { $($word => Some($name::$variant),)* _ => None }
            }
        }
        impl std::fmt::Display for $name {
            fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                f.write_str(self.word())
            }
        }
    };
}

words! {
    /// What a VLAN is for (specification, part 4.2).
    Domain {
        /// Towards the operator; addresses from `wan`.
        Transit = "transit",
        /// Addresses of switches, hosts, access points; no user port.
        Management = "management",
        /// No subnet; native of trunks, where untagged frames die.
        Parking = "parking",
        /// Servers.
        Servers = "servers",
        /// The only target of `publish`.
        Dmz = "dmz",
        /// Administration.
        Administration = "administration",
        /// Pupils and teachers.
        Pedagogie = "pedagogie",
        /// Wi-Fi of known users.
        Wifi = "wifi",
        /// Guests: internet only.
        Guest = "guest",
        /// Phones.
        Telephonie = "telephonie",
        /// Building management.
        Gtc = "gtc",
        /// Emergency alarm.
        Ppms = "ppms",
        /// Canteen.
        Restauration = "restauration",
        /// Anything else.
        Special = "special",
    }
}
words! {
    /// How the region's team supports something.
    Support {
        /// Everything, repaired within 24 hours.
        Normal = "normal",
        /// Local rights for a delegate, with a charter.
        Open = "open",
        /// Hardware and authenticated internet access only.
        OutOfScope = "out-of-scope",
    }
}
words! {
    /// Life of a device, host or guest.
    Status {
        /// Configured and drawn, not yet there.
        Planned = "planned",
        /// In the cupboard: in the CMDB only.
        Stock = "stock",
        /// Working.
        Production = "production",
        /// Working, past its life, to be replaced.
        Obsolete = "obsolete",
    }
}
words! {
    /// Place of a switch in the tree.
    SwitchRole {
        /// The root.
        Core = "core",
        /// Others hang below it.
        Distribution = "distribution",
        /// The leaves.
        Access = "access",
    }
}
words! {
    /// What a cable is made of.
    Medium {
        /// Twisted pair.
        Copper = "copper",
        /// Direct attach.
        Dac = "dac",
        /// Multimode fibre of 1989.
        Om1 = "om1",
        /// Multimode fibre of 1995.
        Om2 = "om2",
        /// Multimode fibre for 10 Gb/s over 300 m.
        Om3 = "om3",
        /// Multimode fibre for 10 Gb/s over 400 m.
        Om4 = "om4",
        /// Single mode fibre.
        Os2 = "os2",
    }
}
words! {
    /// Authentication of a port.
    PortAuth {
        /// None.
        Off = "off",
        /// By MAC address.
        Mac = "mac",
        /// 802.1X.
        Dot1x = "dot1x",
        /// 802.1X, or by MAC address.
        Dot1xOrMac = "dot1x-or-mac",
    }
}
words! {
    /// Which firewall.
    FirewallKind {
        /// EOLE Amon, run by the academy.
        Amon = "amon",
        /// pfSense.
        Pfsense = "pfsense",
    }
}
words! {
    /// How a guest is run.
    GuestKind {
        /// A virtual machine.
        Kvm = "kvm",
        /// A system container.
        Lxc = "lxc",
        /// A Compose project.
        Docker = "docker",
    }
}
words! {
    /// How a device is powered.
    Power {
        /// By its switch port.
        Poe = "poe",
        /// By an injector on its cable.
        Injector = "injector",
        /// By a socket.
        Mains = "mains",
    }
}
words! {
    /// Kinds of end devices that are nodes of their own.
    DeviceKind {
        /// Network storage.
        Nas = "nas",
        /// A machine that someone else runs.
        Appliance = "appliance",
        /// A camera.
        Camera = "camera",
        /// A printer.
        Printer = "printer",
        /// A phone.
        Phone = "phone",
    }
}
