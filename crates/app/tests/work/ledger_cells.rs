//! Ledgers in whose cells something went wrong before they came here: the siblings of the samples from the field, each told or mended.

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use serde_json::{Value, json};

use crate::fixture::{desk, with};
use crate::pcs::Pc;

fn opened(pc: &Pc, text: &str) -> Value {
    pc.call("ledgers.open", json!({ "file": { "name": "花名册.csv", "base64": STANDARD.encode(text) } }))
}

fn run(pc: &Pc, text: &str) -> Value {
    let id = opened(pc, text)["id"].clone();
    pc.call("ledgers.run", json!({ "id": id, "choices": {} }))
}

fn reasons(view: &Value, row: u64) -> String {
    let notes = view["notes_on_rows"].as_array().unwrap();
    notes.iter().find(|note| note["row"] == row).map(|note| note["reasons"].to_string()).unwrap_or_default()
}

/// Everybody on file by name, with what is masked in a list as it is.
fn people(pc: &Pc) -> std::collections::BTreeMap<String, Value> {
    let rows = pc.call("records.list", json!({ "kind": "recipient", "limit": 500 }))["rows"].clone();
    let one = |row: &Value| {
        let shown = pc.call("records.reveal", json!({ "kind": "recipient", "id": row["id"], "fields": [] }));
        (row["fields"]["name"].as_str().unwrap().to_owned(), with(row["fields"].clone(), shown["fields"].clone()))
    };
    rows.as_array().unwrap().iter().map(one).collect()
}

#[test]
fn a_group_that_a_text_file_shows_as_a_day_is_told() {
    let pc = desk();
    let text = "姓名,性别,出生日期,村,组\n\
        禾守根,男,1950-03-06,新河村,3月2日\n柳桂香,女,1952-11-12,新河村,2-Mar\n江福云,男,1961-01-02,新河村,3-2\n";
    let view = opened(&pc, text)["view"].clone();
    assert!(reasons(&view, 2).contains("变成了日期") && reasons(&view, 3).contains("变成了日期"), "{view}");
    assert_eq!(reasons(&view, 4), "");
}

#[test]
fn marks_that_make_a_text_of_a_number_are_no_part_of_it() {
    let pc = desk();
    let text = "姓名,身份证号,村,组,联系电话,备注\n\
        禾守根,＝“439901195003060014”,新河村,'3组,`12000002201,'老根'\n\
        柳桂香,'439901195211120026',新河村,\"=\"\"2组\"\"\",’12000002202,无\n";
    run(&pc, text);
    let people = people(&pc);
    let of = |name: &str, field: &str| people[name][field].as_str().unwrap_or("").to_owned();
    assert_eq!(
        ["id_number", "group_no", "phone", "remark"].map(|field| of("禾守根", field)),
        ["439901195003060014", "3组", "12000002201", "'老根'"]
    );
    assert_eq!(
        ["id_number", "group_no", "phone"].map(|field| of("柳桂香", field)),
        ["439901195211120026", "2组", "12000002202"]
    );
}

#[test]
fn a_long_number_with_noughts_for_its_last_digits_is_told_in_any_column() {
    let pc = desk();
    let text = "姓名,性别,出生日期,村,备注\n\
        禾守根,男,1950-03-06,新河村,6217001234567890000\n柳桂香,女,1952-11-12,新河村,6217001234567890123\n";
    let view = opened(&pc, text)["view"].clone();
    assert!(reasons(&view, 2).contains("丢失精度"), "{view}");
    run(&pc, text);
    assert_eq!(people(&pc)["柳桂香"]["remark"], "6217001234567890123", "a number of that length that is whole");
}

#[test]
fn telephones_are_read_in_any_spelling_and_what_else_stands_there_is_kept() {
    let pc = desk();
    let text = "姓名,性别,出生日期,村,联系电话\n\
        禾守根,男,1950-03-06,新河村,120 0000 2301/120 0000 2302\n\
        柳桂香,女,1952-11-12,新河村,+86 120-0000-2303\n\
        江福云,男,1961-01-02,新河村,（0731）12000023（女儿）\n";
    run(&pc, text);
    let people = people(&pc);
    for (name, phone, remark) in [
        ("禾守根", "12000002301", "联系电话：120 0000 2301/120 0000 2302"),
        ("柳桂香", "12000002303", ""),
        ("江福云", "0731-12000023", "联系电话：（0731）12000023（女儿）"),
    ] {
        assert_eq!((&people[name]["phone"], people[name]["remark"].as_str().unwrap_or("")), (&json!(phone), remark));
    }
}

#[test]
fn what_nobody_sees_in_a_cell_is_not_stored() {
    let pc = desk();
    let text = "姓名,性别,身份证号,村\n\u{200b}禾\u{2066}守\u{7}根\u{3164},男\u{feff},4399011950\u{200e}03060014,\u{3000}新河村\u{a0}\n";
    run(&pc, text);
    let people = people(&pc);
    assert_eq!(people["禾守根"]["id_number"], "439901195003060014");
    assert_eq!((&people["禾守根"]["village"], &people["禾守根"]["sex"]), (&json!("新河村"), &json!("1")));
}

#[test]
fn a_category_that_cannot_be_true_of_an_age_or_a_sex_is_asked_about() {
    let pc = desk();
    let text = "姓名,身份证号,村,类别\n\
        禾守根,439901195003060014,新河村,农村留守妇女\n柳桂香,439901195211120026,新河村,孤儿\n江福云,430121199001010031,新河村,独居老人\n";
    let view = opened(&pc, text)["view"].clone();
    for (row, said) in [(2, "性别是男"), (3, "不会是“孤儿”"), (4, "不会是“独居老人”")] {
        assert!(reasons(&view, row).contains(said), "{row}: {view}");
    }
}

#[test]
fn heads_of_one_name_in_two_groups_stay_two_households_however_often_their_ledger_comes() {
    let pc = desk();
    let text = "户主姓名,姓名,与户主关系,性别,出生日期,村,组\n\
        石一鸣,石一鸣,户主,男,1950-03-06,竹坪村,2组\n石一鸣,杨二凤,妻,女,1952-11-12,竹坪,2组\n\
        石一鸣,石一鸣,户主,男,1961-01-02,竹坪村,5组\n石一鸣,李冬生,妻,女,1963-05-06,竹坪村,五组\n";
    for _ in 0..2 {
        let id = opened(&pc, text)["id"].clone();
        let questions = pc.call("ledgers.plan", json!({ "id": id, "choices": {} }))["questions"].clone();
        let rows: serde_json::Map<String, Value> = questions
            .as_array()
            .unwrap()
            .iter()
            .map(|one| (one["row"].to_string(), json!({ "action": "same" })))
            .collect();
        pc.call("ledgers.run", json!({ "id": id, "choices": { "rows": rows } }));
        let homes = pc.call("records.list", json!({ "kind": "household", "limit": 50 }))["rows"].clone();
        assert_eq!(homes.as_array().unwrap().len(), 2, "{homes}");
        for home in homes.as_array().unwrap() {
            let members = pc.call("households.get", json!({ "id": home["id"] }))["members"].clone();
            assert_eq!(members.as_array().unwrap().len(), 2, "{members}");
        }
    }
}
