//! Taking in a ledger: a roster of 10,000 rows from the file to saved records, against calamine reading the same file and one raw
//! SQLCipher transaction with the same rows.

use std::time::{Duration, Instant};

use calamine::{Reader, Xlsx};
use rusqlite::{TransactionBehavior, params};
use rust_xlsxwriter::Workbook;
use serde_json::json;
use store::DatabaseKey;
use system::made_up::MadeUp;
use system::people::{Pc, Stick, TOWNSHIP, at_path};

use crate::line;

const ROWS: u32 = 10_000;

pub fn ledgers(_: &mut MadeUp) {
    let stick = Stick::empty();
    let path = stick.path().join("花名册.xlsx");
    roster(&path);
    let county = Pc::founds_a_county();
    let station = county.registers_a_station(TOWNSHIP);
    let (file, code) = county.makes_a_join_file(&station, &stick);
    let pc = Pc::joins(&file, &code, "林小禾", "supervisor");

    let begun = Instant::now();
    let opened = pc.call("ledgers.open", json!({ "file": at_path(&path) }));
    let looked = begun.elapsed();
    let done = pc.call("ledgers.run", json!({ "id": opened["id"], "choices": {} }));
    let took = begun.elapsed();
    assert_eq!(done["counts"]["stored"], ROWS);

    let begun = Instant::now();
    let rows = read(&path);
    let floor_read = begun.elapsed();
    insert(&stick.path().join("floor.db"), &rows);
    let floor = begun.elapsed();
    let seconds = |time: Duration| format!("{:.2} s", time.as_secs_f64());
    let ratio =
        format!("{:.2} × floor; aim 3 ×; first look {}", took.as_secs_f64() / floor.as_secs_f64(), seconds(looked));
    line(
        "calamine and one raw insert of 10,000 rows",
        &seconds(floor),
        &format!("floor; reading {}", seconds(floor_read)),
    );
    line("a ledger of 10,000 rows taken in", &seconds(took), &ratio);
}

fn roster(path: &std::path::Path) {
    let mut made_up = MadeUp::new(20_261_125);
    let mut book = Workbook::new();
    let sheet = book.add_worksheet();
    for (column, header) in
        ["姓名", "性别", "身份证号", "村（居）", "组", "现住址", "电话", "建档日"].iter().enumerate()
    {
        sheet.write_string(0, column as u16, *header).unwrap();
    }
    let mut seen = std::collections::BTreeSet::new();
    let mut row = 1;
    while row <= ROWS {
        let person = made_up.recipient();
        let text = |name: &str| person[name].as_str().unwrap();
        if !seen.insert(text("id_number").to_owned()) {
            continue;
        }
        let sex = if text("sex") == "1" { "男" } else { "女" };
        let cells = [
            text("name"),
            sex,
            text("id_number"),
            text("village"),
            text("group_no"),
            text("residence"),
            text("phone"),
            "2026-11-01",
        ];
        for (column, cell) in cells.iter().enumerate() {
            sheet.write_string(row, column as u16, *cell).unwrap();
        }
        row += 1;
    }
    book.save(path).unwrap();
}

fn read(path: &std::path::Path) -> Vec<Vec<String>> {
    let mut book: Xlsx<_> = calamine::open_workbook(path).unwrap();
    let range = book.worksheet_range_at(0).unwrap().unwrap();
    range.rows().skip(1).map(|row| row.iter().map(ToString::to_string).collect()).collect()
}

fn insert(path: &std::path::Path, rows: &[Vec<String>]) {
    let key: String = DatabaseKey::random().bytes().iter().map(|byte| format!("{byte:02x}")).collect();
    let mut raw = sqlite::open(path, Default::default()).unwrap();
    raw.pragma_update(None, "key", format!("x'{key}'")).unwrap();
    raw.pragma_update_and_check(None, "journal_mode", "WAL", |_| Ok(())).unwrap();
    raw.pragma_update(None, "synchronous", "FULL").unwrap();
    raw.execute_batch("CREATE TABLE people (id INTEGER PRIMARY KEY, a, b, c, d, e, f, g, h)").unwrap();
    let transaction = raw.transaction_with_behavior(TransactionBehavior::Immediate).unwrap();
    {
        let mut statement = transaction
            .prepare("INSERT INTO people (a, b, c, d, e, f, g, h) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8)")
            .unwrap();
        for row in rows {
            statement.execute(params![row[0], row[1], row[2], row[3], row[4], row[5], row[6], row[7]]).unwrap();
        }
    }
    transaction.commit().unwrap();
}
