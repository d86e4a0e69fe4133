//! A [`Model`] as the elements of its file, in the order that ERA keeps.

use super::model::{Direction, Directive, End, Exception, Flux, Group, Model, Service, Zone};
use super::xml::{Node, attribute, flag, number};

/// The version of the format: that of the public models of EOLE 2.8 and 2.10.
pub const VERSION: &str = "2.3";

/// The root.
pub fn document(model: &Model) -> Node<'_> {
    let mut attributes = vec![attribute("name", &model.name), flag("netbios", true)];
    attributes.extend(model.parent.as_ref().map(|p| attribute("model", p)));
    attributes.extend([flag("qos", false), attribute("version", VERSION)]);
    let services = model.services.iter().map(service).chain(model.groups.iter().map(group));
    let qos = Node::new("qosclasses", [attribute("upload", ""), attribute("download", "")]).holding([]);
    Node::new("firewall", attributes).holding([
        Node::list("zones", model.zones.iter().map(zone)),
        Node::list("include", []),
        Node::list("services", services),
        qos,
        Node::list("extremites", model.ends.iter().map(end)),
        Node::list("ranges", []),
        Node::list("user_groups", []),
        Node::list("applications", []),
        Node::list("flux-list", model.fluxes.iter().map(flux)),
    ])
}

fn zone(zone: &Zone) -> Node<'_> {
    let attributes = [
        attribute("name", &zone.name),
        number("level", zone.level),
        attribute("ip", &zone.ip),
        attribute("network", &zone.network),
        attribute("netmask", &zone.netmask),
        attribute("interface", &zone.interface),
    ];
    Node::new("zone", attributes).because(&zone.because.0)
}

fn service(service: &Service) -> Node<'_> {
    let attributes = [
        attribute("name", &service.name),
        attribute("protocol", &service.protocol),
        attribute("ports", &service.ports),
        attribute("id", &service.name),
        attribute("libelle", &service.label),
        attribute("tcpwrapper", ""),
    ];
    Node::new("service", attributes).because(&service.because.0)
}

fn group(group: &Group) -> Node<'_> {
    let services = group.services.iter().map(service);
    Node::new("groupe", [attribute("id", &group.id), attribute("libelle", &group.label)])
        .holding(services)
        .because(&group.because.0)
}

fn end(end: &End) -> Node<'_> {
    let attributes = [
        attribute("name", &end.name),
        attribute("zone", &end.zone),
        attribute("netmask", &end.netmask),
        flag("subnet", end.is_subnet),
        attribute("libelle", &end.label),
    ];
    let addresses = end.addresses.iter().map(|a| Node::new("ip", [attribute("address", a)]));
    Node::new("extremite", attributes).holding(addresses).because(&end.because.0)
}

fn flux(flux: &Flux) -> Node<'_> {
    let directions = [direction("montantes", &flux.up), direction("descendantes", &flux.down)];
    let attributes = [attribute("zoneA", &flux.a), attribute("zoneB", &flux.b)];
    Node::new("flux", attributes).holding(directions).because(&flux.because.0)
}

fn direction<'m>(name: &'static str, direction: &'m Direction) -> Node<'m> {
    let directives = direction.directives.iter().map(directive);
    Node::new(name, [flag("default_policy", direction.accepts)]).holding(directives)
}

fn directive(directive: &Directive) -> Node<'_> {
    let mut attributes = vec![
        attribute("service", &directive.service),
        number("priority", directive.priority),
        number("action", directive.action),
        number("attrs", directive.attrs),
        flag("src_inv", directive.is_source_inverted),
        flag("dest_inv", directive.is_target_inverted),
        flag("serv_inv", directive.is_service_inverted),
        attribute("libelle", &directive.label),
    ];
    attributes.extend(directive.tag.as_ref().map(|t| attribute("tag", t)));
    attributes.extend([flag("ipsec", false), flag("accept", false)]);
    attributes.extend(directive.nat_end.as_ref().map(|e| attribute("nat_extr", e)));
    attributes.extend(directive.nat_port.as_ref().map(|p| attribute("nat_port", p)));
    let sources = directive.sources.iter().map(|end| Node::new("source", [attribute("name", end)]));
    let targets = directive.targets.iter().map(|end| Node::new("destination", [attribute("name", end)]));
    let children = sources.chain(targets).chain(directive.exceptions.iter().map(exception));
    Node::new("directive", attributes).holding(children).because(&directive.because.0)
}

fn exception(exception: &Exception) -> Node<'_> {
    let attributes = [
        attribute("name", &exception.name),
        attribute("ip", &exception.ip),
        attribute("eolvar", &exception.variable),
        flag("src", exception.is_source),
        flag("dest", exception.is_target),
    ];
    Node::new("exception", attributes)
}
