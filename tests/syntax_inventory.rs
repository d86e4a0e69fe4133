//! Reading inventories: columns, cells, places.

use preau::base::finding::{Policy, settle};
use preau::base::{FileId, Origins, Sink};
use preau::syntax::inventory::{Row, read_inventory};

/// The rows, and the findings as `rule: text of the primary place`.
fn run(text: &str) -> (Vec<Row>, Vec<String>) {
    let (origins, mut policy, mut findings) = (<Origins as Default>::default(), Policy::default(), Vec::new());
    let rows = read_inventory(FileId(0), text, &mut Sink::new(&origins, &mut policy, None, &mut findings));
    settle(&mut findings);
    let said = findings.iter().map(|f| {
        let place = f.primary().map_or("", |s| &text[s.start as usize..s.end() as usize]);
        format!("{}: {place}", f.rule)
    });
    (rows, said.collect())
}

#[test]
fn the_sample_inventory_is_read_row_by_row() {
    let text = include_str!("fixtures/trial/37/0370037P-stations.csv");
    let (rows, said) = run(text);
    assert_eq!(said, [""; 0]);
    assert_eq!(rows.len(), text.lines().count() - 1);
    let first = &rows[0];
    assert_eq!((first.name.value.as_str(), first.kind.as_ref().map(|k| k.value)), ("a001-adm-01", Some("pc")));
    let mac = first.mac.as_ref().unwrap();
    assert_eq!(&text[mac.span.start as usize..mac.span.end() as usize], mac.value.to_string());
}

#[test]
fn a_comma_a_byte_order_mark_and_quotes_are_what_spreadsheets_write() {
    let (rows, said) = run("\u{feff}name,note,room\r\na-1,\"says \"\"hi\"\", twice\",101\r\n\r\nb-2,,\r\n");
    assert_eq!(said, [""; 0]);
    assert_eq!(rows[0].note.as_ref().map(|n| n.value.as_str()), Some("says \"hi\", twice"));
    assert_eq!((rows.len(), rows[1].note.is_none(), rows[1].room.is_none()), (2, true, true));
}

#[test]
fn a_wrong_column_is_named_and_the_others_are_read() {
    let (rows, said) = run("name;romm;mac\na;A1;02:00:00:00:00:01\n");
    assert_eq!(said, ["unknown-column: romm"]);
    assert!(rows[0].room.is_none() && rows[0].mac.is_some());
    assert_eq!(run("room;mac\n").1, ["unknown-column: room;mac"]);
    assert_eq!(run("nam;mac\n").1, ["unknown-column: nam"]);
    assert_eq!(run("name;mac;mac\n").1, ["unknown-column: mac"]);
    assert_eq!(run("").1, ["unknown-column: "]);
}

#[test]
fn a_shifted_row_is_refused_and_hides_no_other() {
    let (rows, said) = run("name;room;note\na;A1\nb;A1;x;y\n;A1;\nc;A1;\"x\nd;A1;x\n");
    assert_eq!(rows.iter().map(|r| r.name.value.as_str()).collect::<Vec<_>>(), ["d"]);
    assert_eq!(said, ["inventory-row: a;A1", "inventory-row: b;A1;x;y", "inventory-row: ;A1;", "inventory-row: \"x"]);
}

#[test]
fn a_wrong_cell_is_underlined_alone() {
    let (rows, said) = run("name;kind;room;mac;address;support;note\na;pcc;é;02:00:00:00:00;999;opn;x\u{7}\n");
    assert_eq!(
        said,
        [
            "unknown-word: pcc",
            "name-refused: é",
            "wrong-type: 02:00:00:00:00",
            "wrong-type: 999",
            "unknown-word: opn",
            "character-refused: x\u{7}"
        ]
    );
    assert_eq!(rows.len(), 1);
}
