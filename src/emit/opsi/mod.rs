//! `UAI/stations/opsi.json`: the clients of the school's OPSI server, as its JSON-RPC takes them (`docs/opsi.schema.json`).
//!
//! It knows the fields of an OpsiClient of OPSI 4.3 and which names OPSI takes; who is a client is in the state. No key of a
//! client is written: OPSI makes them. Entry point: [`TARGET`].

use super::{Apply, Emitted, File, Job, Meta, NOT_CARRIED, Refused, Story, Target, keyed};
use crate::base::Origin;
use crate::render::Refusal;
use crate::state::Client;
use serde_json::Value;

/// The target.
pub static TARGET: Target = Target {
    name: "opsi",
    doc: "the clients of the school's OPSI server",
    folders: &["stations"],
    check: |_, _| {},
    refuses: true,
    write,
    explain,
};

fn write(job: &Job) -> Emitted {
    let (clients, refused) = sorted(job);
    let Some(first) = clients.first().filter(|_| job.wants_files) else { return Emitted { refused, ..Emitted::default() } };
    let (text, _) = list(&clients);
    let destination = "/var/lib/preau/opsi.json";
    let meta = Meta {
        device: Some(first.server.value().clone()),
        kind: "opsi-clients",
        destination: Some(destination.to_owned()),
        owner: "root",
        group: "root",
        mode: 0o644,
        apply: Some(Apply {
            check: Some(format!("jq -e 'all(.type == \"OpsiClient\")' {destination}")),
            // An update leaves what OPSI itself learnt of a client; an insertion would not.
            command: Some(format!(
                "jq '{{jsonrpc: \"2.0\", id: 1, method: \"host_updateObjects\", params: [.]}}' {destination} \
                 | curl --fail --netrc --json @- \"$OPSI_RPC\" | jq -e '.error == null'"
            )),
            order: 60,
            disturbs: "nothing: the list of clients only".to_owned(),
        }),
        ..Meta::default()
    };
    let file = File { path: path(job.uai), content: text.into_bytes(), meta };
    Emitted { files: vec![file], refused, ..Emitted::default() }
}

fn explain(job: &Job, asked: &str) -> Option<Story> {
    let (clients, _) = sorted(job);
    let first = clients.first().filter(|_| asked == path(job.uai))?;
    let (text, marks) = list(&clients);
    Some(keyed::story(text, &marks, file!(), Some(first.server.origin())))
}

fn path(uai: &str) -> String {
    format!("{uai}/stations/opsi.json")
}

/// The clients that OPSI takes, and the names of the others.
fn sorted<'a>(job: &Job<'a>) -> (Vec<&'a Client>, Vec<Refused>) {
    let (taken, others): (Vec<&Client>, Vec<&Client>) = job.state.clients.iter().partition(|c| why_refused(&c.name).is_none());
    let refused = others.into_iter().filter_map(|client| {
        let why = why_refused(&client.name)?.to_owned();
        let (origin, text) = (client.name.origin(), client.name.value().clone());
        let refusal = Refusal { rule: NOT_CARRIED.name, origin, text, why };
        Some(Refused { refusal, device: client.server.value().clone(), language: "OPSI" })
    });
    (taken, refused.collect())
}

/// Why OPSI would not take a client's name; `None` when it does.
fn why_refused(name: &str) -> Option<&'static str> {
    let is_label = |label: &str| {
        let starts = label.starts_with(|c: char| c.is_ascii_lowercase() || c.is_ascii_digit());
        starts && label.len() <= 63 && label.bytes().all(|b| b.is_ascii_lowercase() || b.is_ascii_digit() || b == b'-')
    };
    let labels = || name.split('.');
    if !labels().all(is_label) {
        return Some("OPSI takes names of letters, digits and hyphens");
    }
    if labels().nth(2).is_none() {
        return Some("OPSI takes a name of three labels or more");
    }
    let is_last = labels().next_back().is_some_and(|last| (2..=16).contains(&last.len()));
    (!is_last).then_some("OPSI takes a last label of 2 to 16 characters")
}

/// Where in a text each value begins, and what decided it.
type Marks = Vec<(usize, Origin)>;

/// The list, a client a line.
fn list(clients: &[&Client]) -> (String, Marks) {
    let (mut text, mut marks) = (String::with_capacity(clients.len() * USUAL), Marks::new());
    for (nth, client) in clients.iter().enumerate() {
        text.push_str(if nth == 0 { "[\n" } else { ",\n" });
        row(client, &mut text, &mut marks);
    }
    (text + "\n]\n", marks)
}

/// How long the row of a client often is, in bytes.
const USUAL: usize = 256;

fn row(client: &Client, rows: &mut String, marks: &mut Marks) {
    let Client { name, server: _, mac, address, asset, room, note } = client;
    let (mac, address) = (mac.map(|m| m.with(m.to_string())), address.map(|a| a.with(a.to_string())));
    let fields = [
        ("id", Some(name)),
        ("hardwareAddress", mac.as_ref()),
        ("ipAddress", address.as_ref()),
        ("inventoryNumber", asset.as_ref()),
        ("description", room.as_ref()),
        ("notes", note.as_ref()),
    ];
    rows.push_str("  {\"type\": \"OpsiClient\"");
    for (key, value) in fields.into_iter().filter_map(|(key, value)| Some((key, value?))) {
        rows.extend([", \"", key, "\": "]);
        marks.push((rows.len(), value.origin()));
        string(value, rows);
    }
    rows.push('}');
}

/// Adds a text as a JSON string.
fn string(text: &str, out: &mut String) {
    match text.bytes().all(|b| b >= 0x20 && b != b'"' && b != b'\\') {
        true => out.extend(["\"", text, "\""]),
        false => out.push_str(&Value::from(text).to_string()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_that_opsi_refuses_is_not_written() {
        assert_eq!(why_refused("a107-sev-05.ad.exemple.example"), None);
        assert_eq!(why_refused("a107_sev.ad.exemple.example"), Some("OPSI takes names of letters, digits and hyphens"));
        assert_eq!(why_refused("a107..example"), Some("OPSI takes names of letters, digits and hyphens"));
        assert_eq!(why_refused("a107.lan"), Some("OPSI takes a name of three labels or more"));
        assert_eq!(why_refused("a107.exemple.x"), Some("OPSI takes a last label of 2 to 16 characters"));
    }

    #[test]
    fn a_text_cannot_leave_its_quotes() {
        let string = |text: &str| {
            let mut out = String::new();
            super::string(text, &mut out);
            out
        };
        assert_eq!(string("é"), "\"é\"");
        assert_eq!(string("\"}, {\n\\"), r#""\"}, {\n\\""#);
    }
}
