//! A page keeps its markup whatever stands in it, and every line of what is asked can be told.

use super::page::Page;
use super::*;
use crate::base::{Origins, Policy, Sink, Sourced};
use crate::os::amon::era::stock;

fn s(text: &str) -> Sourced<String> {
    Sourced::new(text.to_owned(), Origins::default().derived("a test", &[]))
}

fn row(value: &str) -> Result<String, usize> {
    let mut page = Page::default();
    let (said, typed) = (page.say(&s(value)), page.code(&s(value)));
    page.row(&[&said, &typed]);
    page.done().map(|(text, _)| text).map_err(|refused| refused.len())
}

#[test]
fn a_value_is_no_markup_and_ends_no_cell() {
    assert_eq!(row("a|b").unwrap(), "| a\\|b | `a\\|b` |\n");
    assert_eq!(row("`x`").unwrap(), "| \\`x\\` | `` `x` `` |\n");
    assert_eq!(row("<script>").unwrap(), "| \\<script\\> | `<script>` |\n");
    assert_eq!(row("![a](b)").unwrap(), "| \\!\\[a\\](b) | `![a](b)` |\n");
    assert_eq!((row("a\nb"), row("a\u{2028}b")), (Err(2), Err(2)));
}

/// The firewall of a file in the shapes of servers in service, with names for its cards.
fn sample() -> Firewall {
    let text = include_str!("../../os/amon/eol/sample.eol");
    let origin = Origins::default().derived("a test", &[]);
    let mut firewall = eol::read(text, origin).unwrap().firewall;
    firewall.variables.clear();
    // The file names no VLAN, and what stands in for a name begins alike in all.
    let tagged = firewall.interfaces.iter_mut().filter(|i| *i.tagged);
    tagged.zip(["wifi", "invites", "telephonie"]).for_each(|(interface, name)| interface.name = s(name));
    firewall.model = Some(s("3zones"));
    firewall.managed_by = s("academie");
    firewall
}

fn found(firewall: &Firewall) -> Vec<String> {
    let (mut policy, origins, mut findings) = (Policy::default(), Origins::default(), Vec::new());
    check::check(firewall, &Served::default(), &mut Sink::new(&origins, &mut policy, None, &mut findings));
    findings.into_iter().map(|f| format!("{}: {}", f.rule, f.message)).collect()
}

#[test]
fn a_model_of_other_cards_and_a_variable_that_is_derived_are_found() {
    let mut firewall = sample();
    assert_eq!(found(&firewall), [""; 0]);
    firewall.variables.push((s("nom_fai"), s("x")));
    assert_eq!(found(&firewall), [""; 0], "the academy's own");
    firewall.variables.push((s("adresse_ip_gw"), s("192.0.2.1")));
    firewall.model = Some(s("4zones"));
    let found = found(&firewall);
    assert_eq!(found.len(), 2, "{found:?}");
    assert!(found.iter().any(|f| f.starts_with("amon-model-unfit: ") && f.contains("3")), "{found:?}");
    assert!(found.iter().any(|f| f.starts_with("amon-variable-derived: adresse_ip_gw")), "{found:?}");
    for outside in ["3zones-../../x", "3zones x", "3zones/x"] {
        firewall.model = Some(s(outside));
        assert!(self::found(&firewall).iter().any(|f| f.starts_with("amon-model-unfit")), "{outside}");
    }
}

#[test]
fn zones_that_begin_alike_are_one_finding_each() {
    let mut firewall = sample();
    firewall.interfaces[0].name = s("pedagogie-2");
    let found = self::found(&firewall);
    assert_eq!(found.len(), 1, "{found:?}");
    assert!(found[0].starts_with("zone-prefix-clash: zones pedagogie-2 and pedago of "), "{found:?}");
    firewall.interfaces[0].name = s("eleves");
    assert_eq!(self::found(&firewall), [""; 0]);
}

fn names_and_orders(firewall: &Firewall) -> Vec<(String, Option<String>, bool)> {
    let files = FILES.iter().filter_map(|(kind, name, make)| {
        let name = name(firewall)?;
        let (text, told) = make(firewall, &Served::default()).ok()?;
        assert_eq!(told.len(), text.lines().count(), "{name}: a line without a story");
        let file = file("0379999Z", firewall, &name, kind, text);
        let has_order = file.meta.apply.as_ref().is_some_and(|a| a.command.is_some() || a.check.is_some());
        Some((file.path, file.meta.destination, has_order))
    });
    files.collect()
}

#[test]
fn what_others_run_is_asked_for_and_what_is_ours_is_pushed() {
    let mut firewall = sample();
    let path = |name: &str| format!("0379999Z/firewall/{name}");
    let (model, page) = (path("era/3zones-0379999z.xml"), path("demande-academie.md"));
    let asked = names_and_orders(&firewall);
    assert_eq!(asked, [(path("config.eol"), None, false), (model.clone(), None, false), (page, None, false)]);
    firewall.managed_by = s("operator");
    let pushed = names_and_orders(&firewall);
    let at = |folder: &str, name: &str| Some(format!("{folder}/{name}"));
    assert_eq!(
        pushed,
        [
            (path("config.eol"), at("/etc/eole", "config.eol"), true),
            (model, at("/usr/share/era/modeles", "3zones-0379999z.xml"), true)
        ]
    );
}

#[test]
fn what_a_stock_model_opens_has_its_french() {
    for (.., why) in stock::OPENS {
        assert_ne!(request::french(why), *why, "{why}");
    }
}
