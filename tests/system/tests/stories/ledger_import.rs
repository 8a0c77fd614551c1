//! The import campaign: messy tables made from seeds, taken in by a real station. None may crash it, and no row may vanish: rows in
//! = stored + merged + reported + skipped, and whoever stood in a good row is on file, or his row is given back with a reason. A
//! seed that ever failed joins CORPUS.

use std::collections::BTreeSet;

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use serde_json::{Value, json};
use system::people::{Pc, Stick, TOWNSHIP, at_path};
use system::{messy_ledger, messy_tables};

/// Seeds that once failed.
const CORPUS: &[u64] = &[1, 42];
/// So many tables come to one station, each finding the people of those before it.
const TABLES_OF_A_STATION: usize = 10;

fn station() -> Pc {
    let stick = Stick::empty();
    let county = Pc::founds_a_county();
    let station = county.registers_a_station(TOWNSHIP);
    let (file, code) = county.makes_a_join_file(&station, &stick);
    Pc::joins(&file, &code, "林小禾", "supervisor")
}

fn count(answer: &Value, name: &str) -> u64 {
    answer["counts"][name].as_u64().unwrap_or_else(|| panic!("{name}: {answer}"))
}

fn equation_holds(answer: &Value, seed: u64) {
    let parts: u64 = ["stored", "merged", "reported", "skipped"].iter().map(|name| count(answer, name)).sum();
    assert_eq!(count(answer, "rows"), parts, "seed {seed}");
}

fn names(pc: &Pc) -> BTreeSet<String> {
    let mut all = BTreeSet::new();
    loop {
        let page = pc.call("recipients.list", json!({ "limit": 500, "offset": all.len() }));
        let rows = page["rows"].as_array().unwrap();
        all.extend(rows.iter().map(|row| format!("{}|{}", row["name"].as_str().unwrap(), row["id"].as_str().unwrap())));
        if rows.len() < 500 {
            return all.iter().map(|name| name.split('|').next().unwrap().to_owned()).collect();
        }
    }
}

fn take_in(pc: &Pc, seed: u64) {
    let table = messy_tables::table(seed);
    let file = json!({ "name": table.name, "base64": STANDARD.encode(&table.bytes) });
    let opened = pc.call("ledgers.open", json!({ "file": file }));
    equation_holds(&opened["view"], seed);
    let planned = pc.call("ledgers.plan", json!({ "id": opened["id"], "choices": {} }));
    assert_eq!(planned["counts"], opened["view"]["counts"], "seed {seed}: the same question, the same answer");
    let before = pc.call("recipients.list", json!({}))["total"].as_u64().unwrap();
    let done = pc.call("ledgers.run", json!({ "id": opened["id"], "choices": {} }));
    equation_holds(&done, seed);
    assert_eq!(done["counts"], planned["counts"], "seed {seed}: what was shown is what was done");
    if planned["ledger"] == "visits" {
        return;
    }
    let after = pc.call("recipients.list", json!({}))["total"].as_u64().unwrap();
    assert_eq!(after - before, planned["new_records"].as_u64().unwrap(), "seed {seed}");
    let (on_file, said) = (names(pc), planned["notes_on_rows"].to_string());
    for name in table.good.iter().filter(|_| planned["header_row"] != 0) {
        assert!(on_file.contains(name) || said.contains(name.as_str()), "seed {seed}: {name} vanished");
    }
}

#[test]
fn messy_tables_lose_nothing_silently() {
    let (first, many) = (campaign::seed().unwrap_or(1_000), 200 * campaign::times());
    println!("seeds {first}..{}", first + many);
    let seeds: Vec<u64> = CORPUS.iter().copied().chain(first..first + many).collect();
    for some in seeds.chunks(TABLES_OF_A_STATION) {
        let pc = station();
        for seed in some {
            let taken = std::panic::catch_unwind(std::panic::AssertUnwindSafe(|| take_in(&pc, *seed)));
            assert!(taken.is_ok(), "seed {seed} failed; put it into CORPUS");
        }
    }
}

#[test]
fn a_messy_roster_of_three_hundred_rows_comes_in_as_it_should() {
    let stick = Stick::empty();
    let path = stick.path().join("花名册.xlsx");
    let expected = messy_ledger::write(&path);
    let pc = station();
    let opened = pc.call("ledgers.open", json!({ "file": at_path(&path) }));
    let view = &opened["view"];
    assert_eq!(
        (&view["sheets"][1]["name"], &view["sheet"], &view["header_row"], &view["header_rows"]),
        (&json!(messy_ledger::SHEET), &json!(1), &json!(3), &json!(2))
    );
    let done = pc.call("ledgers.run", json!({ "id": opened["id"], "choices": {} }));
    let found = messy_ledger::Expected {
        stored: count(&done, "stored") as u32,
        merged: count(&done, "merged") as u32,
        reported: count(&done, "reported") as u32,
        skipped: count(&done, "skipped") as u32,
    };
    assert_eq!((found, count(&done, "rows")), (expected, u64::from(expected.rows())), "{}", view["notes_on_rows"]);
    assert_eq!(pc.call("recipients.list", json!({}))["total"], expected.stored);
    pc.call("import_batches.undo", json!({ "id": done["batch"] }));
    assert_eq!(pc.call("recipients.list", json!({}))["total"], 0);
}
