//! A firewall's rules as sets of packets: per interface, the first match wins and what matches nothing is refused.
//!
//! It knows what rules say and nothing of what they should say. Entry points: [`Firewall::may_pass`], [`Firewall::must_pass`].

use super::{Firewall, Rule, Where};
use crate::net::traffic::{addresses, any_service, number};
use crate::net::{Cube, Family, Ranges, Traffic, VlanId};

impl Firewall {
    /// The addresses of one end of a rule in a family.
    pub fn addresses(&self, end: &Where, family: Family) -> Ranges {
        let single = |vlan: VlanId| {
            let address = self.interface(vlan).and_then(|i| i.address(family));
            address.map_or_else(Ranges::default, |a| Ranges::one(number(*a), number(*a)))
        };
        let group = |name: &str| {
            let prefixes = self.group(name).map(|g| g.prefixes.as_slice()).unwrap_or_default();
            addresses(family, prefixes.iter().map(|p| p.value()))
        };
        match end {
            Where::Anywhere => family.everything(),
            Where::Segment(vlan) => {
                let subnet = self.interface(*vlan).and_then(|i| i.subnet(family));
                addresses(family, subnet.as_ref().map(|s| s.value()))
            }
            Where::Gateway(vlan) => single(*vlan),
            Where::Itself => self.interfaces.iter().map(|i| single(*i.vlan)).fold(Ranges::default(), |sum, one| sum.or(&one)),
            Where::Group(name) => group(name),
            Where::Beyond(name) => family.everything().minus(&group(name)),
        }
    }

    /// The packets that a rule speaks of.
    pub fn of_rule(&self, rule: &Rule) -> Traffic {
        let family = rule.family;
        let (from, to) = (self.addresses(&rule.from, family), self.addresses(&rule.to, family));
        Traffic::one(Cube { family, from, to, services: rule.service.ranges(family) })
    }

    /// What comes in by an interface and passes at some time; `None` is what the firewall sends itself.
    pub fn may_pass_from(&self, interface: Option<VlanId>) -> Traffic {
        self.passing(interface, |rule| *rule.allows || rule.hours.is_none())
    }

    /// What comes in by an interface and passes at all times.
    pub fn must_pass_from(&self, interface: Option<VlanId>) -> Traffic {
        self.passing(interface, |rule| !*rule.allows || rule.hours.is_none())
    }

    /// What passes at some time, whatever the interface.
    pub fn may_pass(&self) -> Traffic {
        self.over_interfaces(|interface| self.may_pass_from(interface))
    }

    /// What passes at all times, whatever the interface.
    pub fn must_pass(&self) -> Traffic {
        self.over_interfaces(|interface| self.must_pass_from(interface))
    }

    /// What of a set of packets a firewall decides: not what stays in a VLAN, stays outside, comes out of a tunnel, or is its
    /// own.
    pub fn decided(&self, packets: &Traffic) -> Traffic {
        let mut kept = Vec::new();
        for family in Family::ALL {
            let all = family.everything();
            let own = self.addresses(&Where::Itself, family);
            let inside = self.interfaces.iter().filter(|i| !*i.outside);
            let inside: Vec<Ranges> = inside.map(|i| self.addresses(&Where::Segment(*i.vlan), family)).collect();
            let whole = inside.iter().fold(Ranges::default(), |sum, subnet| sum.or(subnet));
            let tunnelled = addresses(family, self.vpns.iter().flat_map(|v| &v.to).flat_map(|n| &n.prefixes));
            let cube = |from: Ranges, to: Ranges| Cube { family, from: from.minus(&own), to, services: any_service() };
            kept.extend(inside.iter().map(|subnet| cube(subnet.clone(), all.minus(&subnet.minus(&own)))));
            kept.push(cube(all.minus(&whole).minus(&tunnelled), whole.or(&own)));
        }
        packets.and(&kept.into_iter().collect())
    }

    /// The rules of an interface that a set of packets meets, in order, with what each decides of it: the way of a packet.
    pub fn way(&self, interface: Option<VlanId>, packets: &Traffic) -> Vec<(&Rule, Traffic)> {
        let mut rest = packets.clone();
        let mut met = Vec::new();
        for rule in self.rules_of(interface) {
            let decided = rest.and(&self.of_rule(rule));
            if !decided.is_empty() {
                rest = rest.minus(&decided);
                met.push((rule, decided));
            }
        }
        met
    }

    /// Rules that no packet ever reaches: those before them have decided all that they speak of.
    pub fn unreached(&self) -> Vec<&Rule> {
        let interfaces = self.interfaces.iter().map(|i| Some(*i.vlan)).chain([None]);
        let mut all = Vec::new();
        for interface in interfaces {
            let mut decided = Traffic::default();
            for rule in self.rules_of(interface) {
                let packets = self.sent(interface, self.of_rule(rule));
                if packets.minus(&decided).is_empty() {
                    all.push(rule);
                }
                // A rule that holds at hours leaves the rest of the day to those behind it.
                if rule.hours.is_none() {
                    decided.add(&packets);
                }
            }
        }
        all
    }

    /// The rules of an interface, in order.
    pub fn rules_of(&self, interface: Option<VlanId>) -> impl Iterator<Item = &Rule> {
        self.rules.iter().filter(move |r| r.interface.as_ref().map(|i| **i) == interface)
    }

    fn over_interfaces(&self, passing: impl Fn(Option<VlanId>) -> Traffic) -> Traffic {
        let mut all = passing(None);
        for interface in &self.interfaces {
            all.add(&passing(Some(*interface.vlan)));
        }
        all
    }

    /// All that can come in by an interface, whoever claims to send it; `None` is what the firewall sends itself.
    pub fn entering(&self, interface: Option<VlanId>) -> Traffic {
        self.sent(interface, Traffic::everything())
    }

    /// What of some packets can come in by an interface, or be sent by the firewall itself.
    fn sent(&self, interface: Option<VlanId>, packets: Traffic) -> Traffic {
        let of = |family: Family, from: Ranges| Cube { family, from, to: family.everything(), services: any_service() };
        let own = |family: Family| self.addresses(&Where::Itself, family);
        match interface {
            Some(_) => packets.minus(&Family::ALL.map(|f| of(f, own(f))).into_iter().collect()),
            None => packets.and(&Family::ALL.map(|f| of(f, own(f))).into_iter().collect()),
        }
    }

    /// What passes when only the rules that `holds` are there. What bears an address of the firewall comes from no interface:
    /// each software refuses it before any rule.
    fn passing(&self, interface: Option<VlanId>, holds: impl Fn(&Rule) -> bool) -> Traffic {
        let (mut open, mut decided) = (Traffic::default(), Traffic::default());
        for rule in self.rules_of(interface).filter(|r| holds(r)) {
            let packets = self.sent(interface, self.of_rule(rule));
            if *rule.allows {
                open.add(&packets.minus(&decided));
            }
            decided.add(&packets);
        }
        open
    }
}
