//! Plain registers: what a kind has because its dictionary file says so. Each has an example under `plain_registers/` (what is typed,
//! what finds it, what its line says), and goes with it through all that a register can do.

use std::collections::{BTreeMap, BTreeSet};

use domain::dictionary::{Kind, Listed, Page, Writer, dictionary};
use serde_json::{Value, json};

use crate::fixture::{desk, paper};
use crate::ledgers::ledger;
use crate::pcs::Pc;

/// Kinds with a table of their own on a page.
fn registers() -> Vec<(&'static Kind, &'static Page)> {
    let paged = dictionary().kinds.iter().filter_map(|kind| Some((kind, kind.page.as_ref()?)));
    paged.filter(|(_, page)| !page.columns.is_empty()).collect()
}

pub fn examples() -> BTreeMap<String, Value> {
    let folder = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/work/plain_registers");
    let files = std::fs::read_dir(folder).unwrap().map(|file| file.unwrap().path());
    files
        .map(|path| {
            let name = path.file_stem().unwrap().to_str().unwrap().to_owned();
            (name, serde_json::from_slice(&std::fs::read(&path).unwrap()).unwrap())
        })
        .collect()
}

/// What the example says as the form would send it: over what the program begins with. `@provider` is the record of that example.
pub fn typed(pc: &Pc, kind: &Kind, example: &Value) -> Value {
    let mut fields = pc.call("records.begin", json!({ "kind": kind.name }))["fields"].clone();
    fields.as_object_mut().unwrap().extend(example["fields"].as_object().unwrap().clone());
    for value in fields.as_object_mut().unwrap().values_mut() {
        if let Some(other) = value.as_str().and_then(|words| words.strip_prefix('@')) {
            let kind = dictionary().kind(other).unwrap();
            *value = paper(pc, other, typed(pc, kind, &examples()[other]))["id"].clone();
        }
    }
    fields
}

/// A PC that writes the kind; the county has a station.
pub fn writer(kind: &Kind) -> Pc {
    if kind.writer != Writer::County {
        return desk();
    }
    let county = Pc::county("浏阳市", "430181");
    county.register("430181110");
    county
}

#[test]
fn every_plain_register_has_an_example() {
    let names: BTreeSet<String> = registers().iter().map(|(kind, _)| kind.name.clone()).collect();
    assert_eq!(names, examples().into_keys().collect());
}

#[test]
fn the_interface_gets_form_tab_columns_address_and_help_of_each() {
    let told = desk().call("dictionary.get", json!({}));
    for (kind, page) in registers() {
        let view = told["kinds"].as_array().unwrap().iter().find(|view| view["name"] == kind.name).unwrap();
        let fields = view["fields"].as_array().unwrap();
        assert_eq!(fields.len(), kind.fields.len());
        for field in fields.iter().filter(|field| field["kind"] == "code") {
            let table = told["codes"].as_array().unwrap().iter().find(|table| table["name"] == field["codes"]).unwrap();
            assert!(
                table["open"] == true || !table["entries"].as_array().unwrap().is_empty(),
                "{}: {table}",
                kind.name
            );
        }
        let shown = &view["page"];
        assert_eq!((&shown["on"], &shown["tab"]), (&json!(page.on), &json!(page.tab)), "its tab and its address");
        let columns: Vec<&Value> = shown["columns"].as_array().unwrap().iter().map(|column| &column["field"]).collect();
        assert!(columns.len() > 1 && columns.iter().all(|name| fields.iter().any(|field| field["name"] == **name)));
        assert!(shown["hint"].as_str().unwrap().ends_with('。'), "what its help says: {shown}");
    }
}

#[test]
fn a_record_of_each_is_begun_kept_found_listed_and_exported() {
    let examples = examples();
    for (kind, page) in registers() {
        let pc = writer(kind);
        let (name, example) = (&kind.name, &examples[&kind.name]);
        let provisional = |pc: &Pc| {
            let home = pc.call("home.get", json!({}));
            let counts = home["provisional"].as_array().unwrap();
            counts.iter().find(|count| count["value"] == **name).map(|count| count["count"].clone())
        };
        let fields = typed(&pc, kind, example);
        let begun = json!({ "kind": name, "fields": fields, "provisional": true });
        let begun = pc.call("records.save", begun)["record"].clone();
        let listed = (kind.provisional == Listed::Station).then(|| json!(1));
        assert_eq!(provisional(&pc), listed, "{name} stands among 暂存");

        let refs = &begun["refs"];
        let done = json!({ "kind": name, "id": begun["id"], "fields": fields, "seen": refs, "provisional": false });
        let done = pc.call("records.save", done)["record"].clone();
        assert_eq!((provisional(&pc), &done["provisional"]), (None, &json!(false)), "{name}");

        let mut asked = json!({ "kind": name });
        if let Some(dated) = kind.date.as_ref().filter(|_| page.year) {
            asked["filters"] = json!([
                { "field": dated, "test": "at_least", "value": "2026-01-01" },
                { "field": dated, "test": "at_most", "value": "2026-12-31" },
            ]);
        }
        let listed = pc.call("records.list", asked);
        assert_eq!((&listed["total"], &listed["rows"][0]["id"]), (&json!(1), &done["id"]), "{name}");
        let row = &listed["rows"][0];
        let words = |value: &Value| value.as_str().map_or_else(|| value.to_string(), str::to_owned);
        let cell = |name: &str| words(row["labels"].get(name).unwrap_or(&row["fields"][name]));
        let line: Vec<String> = page.columns.iter().map(|column| cell(&column.field)).collect();
        for shown in example["shown"].as_array().unwrap() {
            assert!(line.iter().any(|cell| cell == shown), "{name}: {shown} in {line:?}");
        }

        let found = pc.call("search.find", json!({ "text": example["find"], "kinds": [name], "limit": 200 }));
        assert_eq!(found["found"][0]["id"], done["id"], "{name} is found by {}", example["find"]);

        let (file, rows) = ledger(&pc, page.ledger.as_deref().unwrap(), json!({}));
        assert!(file.ends_with(".xlsx"), "{file}");
        let all = rows.concat();
        for shown in example["shown"].as_array().unwrap() {
            assert!(all.iter().any(|cell| cell == shown), "{name}: {shown} in {all:?}");
        }
    }
}
