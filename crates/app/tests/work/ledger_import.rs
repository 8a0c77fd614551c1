//! Taking in ledgers: what becomes of each row, people told apart, values chosen, running, cancelling, and undoing the whole.

use app::ErrorCode;
use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use serde_json::{Value, json};

use crate::fixture::{MAN_1990, WOMAN_1952, desk, person, visit, with};
use crate::pcs::Pc;

const ROSTER: &str = "\
大瑶镇服务对象花名册,,,,,,,
序号,姓名,性别,身份证号码（18位）,村(居),电话,类别,备注
1,禾守根,男,439901195003060014,新河村,19900000001,低保、独居老人,
2,柳桂香,女,439901194811120025,新河村,,特困,需助听器
,合计,2,,,,,
3,禾守根,男,'439901195003060014,新河村,,残疾人,腿脚不便
4,江福云,男,4.39901E+17,杨柳村,,低保,
5,,女,,杨柳村,,低保,
6,易春莲,女,,杨柳村,,低保,
填表人：林小禾,,,审核人：周文,,,,
";

fn file(text: &str) -> Value {
    json!({ "name": "花名册.csv", "base64": STANDARD.encode(text) })
}

fn opened(pc: &Pc, text: &str) -> Value {
    pc.call("ledgers.open", json!({ "file": file(text) }))
}

fn planned(pc: &Pc, id: &Value, choices: Value) -> Value {
    pc.call("ledgers.plan", json!({ "id": id, "choices": choices }))
}

/// Opens and runs at once; the equation of rows is held to.
pub(crate) fn run(pc: &Pc, text: &str, choices: Value) -> Value {
    let id = opened(pc, text)["id"].clone();
    let done = pc.call("ledgers.run", json!({ "id": id, "choices": choices }));
    let count = |name: &str| done["counts"][name].as_u64().unwrap();
    assert_eq!(count("rows"), count("stored") + count("merged") + count("reported") + count("skipped"), "{done}");
    done
}

fn counts(view: &Value) -> [u64; 5] {
    ["rows", "stored", "merged", "reported", "skipped"].map(|name| view["counts"][name].as_u64().unwrap())
}

fn list(pc: &Pc, kind: &str) -> Vec<Value> {
    pc.call("records.list", json!({ "kind": kind, "limit": 500 }))["rows"].as_array().unwrap().clone()
}

fn named(pc: &Pc, name: &str) -> Value {
    list(pc, "recipient").into_iter().find(|row| row["fields"]["name"] == name).unwrap_or_else(|| panic!("{name}"))
}

fn reasons(view: &Value, row: u64) -> String {
    let notes = view["notes_on_rows"].as_array().unwrap();
    let note = notes.iter().find(|note| note["row"] == row).unwrap_or_else(|| panic!("row {row}: {view}"));
    note["reasons"].to_string()
}

#[test]
fn every_row_of_a_roster_has_one_fate_and_good_rows_are_stored() {
    let pc = desk();
    let first = opened(&pc, ROSTER);
    let view = &first["view"];
    assert_eq!((&view["ledger"], &view["header_row"]), (&json!("roster"), &json!(2)));
    assert_eq!(counts(view), [10, 3, 1, 2, 4]);
    assert!(reasons(view, 7).contains("丢失精度"), "a number that Excel destroyed is named");
    assert!(reasons(view, 8).contains("没有姓名"));
    let done = run(&pc, ROSTER, json!({}));
    assert_eq!(counts(&done), [10, 3, 1, 2, 4]);
    assert_eq!(list(&pc, "recipient").len(), 3);
    let one = named(&pc, "禾守根");
    assert_eq!((&one["fields"]["sex"], &one["fields"]["birth_date"]), (&json!("1"), &json!("1950-03-06")));
    assert_eq!(one["fields"]["remark"], "腿脚不便", "what the first row left empty the later one fills");
    let page = pc.call("recipients.overview", json!({ "id": one["id"] }));
    let mut held: Vec<&str> =
        page["brief"]["categories"].as_array().unwrap().iter().map(|held| held["code"].as_str().unwrap()).collect();
    held.sort();
    assert_eq!(held, ["dibao", "disabled", "elderly_living_alone"]);
    let numbers: std::collections::BTreeSet<String> =
        list(&pc, "recipient").iter().map(|row| row["fields"]["file_no"].as_str().unwrap().to_owned()).collect();
    assert_eq!(numbers.into_iter().next_back().unwrap(), "43018111001-DA-2026-A0003");
    assert_eq!(named(&pc, "易春莲")["provisional"], false);
}

#[test]
fn importing_the_same_file_again_changes_nothing() {
    let pc = desk();
    run(&pc, ROSTER, json!({}));
    let without_number = |done: &Value| (done["created"].clone(), done["updated"].clone());
    let view = opened(&pc, ROSTER)["view"].clone();
    assert_eq!(view["questions"].as_array().unwrap().iter().filter(|one| one["must_decide"] == true).count(), 0);
    let done = run(&pc, ROSTER, json!({}));
    // 易春莲 has neither number nor birth date: nothing says that she is the same person.
    assert_eq!(without_number(&done), (json!(2), json!(0)));
}

#[test]
fn somebody_on_file_is_added_to_and_nothing_that_stands_is_overwritten_unless_chosen() {
    let pc = desk();
    let id = person(&pc, json!({ "name": "张三", "sex": "1", "id_number": MAN_1990, "phone": "13000000000" }));
    let text = format!("姓名,性别,身份证号,村居,电话,民族\n张三,男,{MAN_1990},新河村,13900000000,土家\n");
    let view = opened(&pc, &text)["view"].clone();
    assert_eq!((&view["new_records"], &view["changed_records"]), (&json!(0), &json!(1)));
    let question = &view["questions"][0];
    assert_eq!((&question["must_decide"], &question["fields"][0]["field"]), (&json!(false), &json!("phone")));
    run(&pc, &text, json!({}));
    let fields =
        |pc: &Pc| pc.call("records.reveal", json!({ "kind": "recipient", "id": id, "fields": [] }))["fields"].clone();
    assert_eq!(fields(&pc)["phone"], "13000000000");
    assert_eq!(named(&pc, "张三")["fields"]["ethnicity"], "15");
    run(&pc, &text, json!({ "rows": { "2": { "take": ["phone"] } } }));
    assert_eq!(fields(&pc)["phone"], "13900000000");
    assert_eq!(list(&pc, "recipient").len(), 1);
}

#[test]
fn who_cannot_be_told_is_asked_about_and_never_merged_by_itself() {
    let pc = desk();
    person(&pc, json!({ "name": "王桂花", "birth_date": "1950-02-01" }));
    person(&pc, json!({ "name": "李四", "sex": "1", "id_number": MAN_1990 }));
    let text = format!(
        "姓名,性别,出生日期,身份证号,村居\n王桂花,女,1950.2.1,,新河村\n李思,男,,{MAN_1990},新河村\n江水秀,女,1960-1-1,,新河村\n江水秀,女,1960-1-1,,新河村\n"
    );
    let first = opened(&pc, &text);
    assert_eq!(counts(&first["view"]), [5, 1, 0, 3, 1]);
    let asked: Vec<_> =
        first["view"]["questions"].as_array().unwrap().iter().filter(|one| one["must_decide"] == true).collect();
    assert_eq!(asked.len(), 3);
    let decided = json!({ "rows": { "2": { "action": "same" }, "3": { "action": "new" }, "5": { "action": "same" } } });
    let view = planned(&pc, &first["id"], decided.clone());
    assert_eq!(counts(&view), [5, 3, 1, 0, 1]);
    run(&pc, &text, decided);
    assert_eq!(list(&pc, "recipient").len(), 4);
}

#[test]
fn values_that_nobody_knows_are_listed_and_a_choice_lets_the_row_in() {
    let pc = desk();
    let text = "姓名,性别,民族,村居,出生日期\n禾守根,男,火星族,新河村,1950-03-06\n柳桂香,女,苗,新河村,50.1.2\n";
    let first = opened(&pc, text);
    let values = first["view"]["values"].as_array().unwrap();
    let unknown = values.iter().find(|value| value["raw"] == "火星族").unwrap();
    assert_eq!((&unknown["becomes"], &unknown["table"]), (&Value::Null, &json!("ethnicity")));
    assert_eq!(counts(&first["view"])[3], 2);
    assert!(reasons(&first["view"], 3).contains("四位"), "the cell stays to be seen and says what is wrong");
    let choices = json!({ "values": [
        { "to": "recipient.ethnicity", "raw": "火星族", "value": "97" },
        { "to": "recipient.birth_date", "raw": "50.1.2", "value": "" },
    ] });
    let view = planned(&pc, &first["id"], choices.clone());
    assert_eq!(counts(&view), [3, 2, 0, 0, 1]);
    run(&pc, text, choices);
    assert_eq!(named(&pc, "禾守根")["fields"]["ethnicity"], "97");
    assert_eq!(named(&pc, "柳桂香")["fields"].get("birth_date"), None);
}

#[test]
fn a_year_and_a_month_of_birth_keep_no_row_back_and_are_not_lost() {
    let pc = desk();
    let text = "姓名,性别,出生年月,身份证号,村居\n禾守根,男,1950.3,439901195003060014,新河村\n柳桂香,女,1948年3月,,新河村\n江福云,男,50.1.2,,新河村\n";
    let view = opened(&pc, text)["view"].clone();
    let values = view["values"].as_array().unwrap().iter().filter(|one| one["becomes"].is_null());
    let unread: Vec<&str> = values.map(|one| one["raw"].as_str().unwrap()).collect();
    assert_eq!(unread, ["50.1.2"], "only what keeps its row back");
    run(&pc, text, json!({}));
    assert_eq!(named(&pc, "禾守根")["fields"]["birth_date"], "1950-03-06");
    let willow = named(&pc, "柳桂香")["fields"].clone();
    assert_eq!((willow.get("birth_date"), &willow["remark"]), (None, &json!("出生年月：1948年3月")));
}

#[test]
fn a_low_income_ledger_makes_households_with_their_members() {
    let pc = desk();
    let text = "\
户主,身份证,成员,身份证,与户主关系,村居,类别,月保障金
禾守根,439901195003060014,禾守根,439901195003060014,户主,新河村,A,520
,,柳桂香,439901195211120026,妻子,新河村,,
江福云,439901196001010018,江小云,439901201201010016,子,杨柳村,B,300
";
    let view = opened(&pc, text)["view"].clone();
    assert_eq!(view["ledger"], "dibao");
    let to: Vec<&str> =
        view["columns"].as_array().unwrap().iter().map(|column| column["to"].as_str().unwrap_or("?")).collect();
    assert_eq!(to[..4], ["household.head_name", "head.id_number", "recipient.name", "recipient.id_number"]);
    assert_eq!(counts(&run(&pc, text, json!({}))), [4, 3, 0, 0, 1]);
    let homes = list(&pc, "household");
    assert_eq!(homes.len(), 2);
    let first = homes.iter().find(|home| home["fields"]["head_name"] == "禾守根").unwrap();
    let house = pc.call("households.get", json!({ "id": first["id"] }));
    assert_eq!(house["members"].as_array().unwrap().len(), 2);
    let page = pc.call("recipients.overview", json!({ "id": named(&pc, "柳桂香")["id"] }));
    assert_eq!((&page["household"]["head_name"], &page["household"]["relation"]), (&json!("禾守根"), &json!("妻")));
    assert_eq!(page["categories"][0]["fields"]["category"], "dibao");
    let again = run(&pc, text, json!({}));
    assert_eq!((&again["created"], &again["updated"]), (&json!(0), &json!(0)), "households are not made twice");
}

#[test]
fn visits_find_their_people_and_are_not_recorded_twice() {
    let pc = desk();
    let old = person(&pc, json!({ "name": "张桂兰", "id_number": WOMAN_1952 }));
    person(&pc, json!({ "name": "王五" }));
    person(&pc, json!({ "name": "王五", "village": "南街社区" }));
    visit(&pc, &old, json!({ "date": "2026-10-01" }));
    let text = "\
日期,走访人,对象,村居,方式,结果,主要情况,下次日期
2026-10-01,林小禾,张桂兰,新河村,入户,见到本人,身体尚好,2026-11-01
2026.10.8,林小禾、周文,张桂兰,新河村,电话,家属代答,住院,
2026-10-09,林小禾,王五,,入户,见到本人,x,
2026-10-09,林小禾,李无名,,入户,见到本人,x,
";
    let view = opened(&pc, text)["view"].clone();
    assert_eq!((&view["ledger"], counts(&view)), (&json!("visits"), [5, 1, 1, 2, 1]));
    assert!(reasons(&view, 4).contains("分不清是谁") && reasons(&view, 5).contains("没有找到"));
    let done = run(&pc, text, json!({ "defaults": { "visit.area": "A4", "visit.service_item": "A401" } }));
    assert_eq!(counts(&done), [5, 1, 1, 2, 1]);
    let made = list(&pc, "visit").into_iter().find(|row| row["fields"]["date"] == "2026-10-08").unwrap();
    assert_eq!(
        (&made["fields"]["result"], &made["fields"]["visitors"], &made["provisional"]),
        (&json!("family_answered"), &json!("周文"), &json!(false))
    );
    let without_area = "日期,走访人,对象,村居,方式,结果\n2026-10-20,林小禾,张桂兰,新河村,入户,见到本人\n";
    run(&pc, without_area, json!({}));
    let made = list(&pc, "visit").into_iter().find(|row| row["fields"]["date"] == "2026-10-20").unwrap();
    assert_eq!(made["provisional"], true, "without an area it is kept as 暂存 (R11)");
}

#[test]
fn columns_are_corrected_by_hand_and_rows_may_be_left() {
    let pc = desk();
    let text = "姓名,性别,身份证号,村居,自编栏\n禾守根,男,,新河村,3组\n柳桂香,女,,新河村,4组\n";
    let first = opened(&pc, text);
    assert_eq!(first["view"]["columns"][4]["to"], Value::Null);
    let choices = json!({ "columns": { "4": "recipient.group_no" }, "rows": { "3": { "action": "leave" } } });
    assert_eq!(counts(&planned(&pc, &first["id"], choices.clone())), [3, 1, 0, 1, 1]);
    run(&pc, text, choices);
    assert_eq!(named(&pc, "禾守根")["fields"]["group_no"], "3组");
}

#[test]
fn bad_rows_come_back_as_a_sheet_that_can_be_mended_and_taken_in() {
    let pc = desk();
    let id = opened(&pc, ROSTER)["id"].clone();
    let out = pc.call("ledgers.bad_rows", json!({ "id": id, "choices": {}, "place": { "download": true } }));
    assert_eq!(out["name"], "花名册（退回的行）.xlsx");
    let bytes = pc.fetch(&out);
    let back = pc.call("ledgers.open", json!({ "file": { "name": "退回.xlsx", "base64": STANDARD.encode(bytes) } }));
    let view = &back["view"];
    assert_eq!(counts(view), [3, 0, 0, 2, 1]);
    let headings: Vec<&str> =
        view["columns"].as_array().unwrap().iter().map(|one| one["heading"].as_str().unwrap()).collect();
    assert_eq!(headings[..3], ["退回原因", "原表行号", "序号"]);
    assert!(view["top"][1][0].as_str().unwrap().contains("丢失精度"));
}

#[test]
fn what_is_no_ledger_is_refused_with_what_to_do() {
    let pc = desk();
    for (bytes, code) in [
        (b"".to_vec(), ErrorCode::WrongFile),
        (b"<html><table></table></html>".to_vec(), ErrorCode::WrongFile),
        (b"PK\x03\x04broken".to_vec(), ErrorCode::DamagedFile),
        (b"%PDF-1.4\x00".to_vec(), ErrorCode::WrongFile),
    ] {
        let refused =
            pc.refused("ledgers.open", json!({ "file": { "name": "x.xls", "base64": STANDARD.encode(bytes) } }));
        assert_eq!(refused.code, code);
        assert!(refused.detail.contains('。'), "{}", refused.detail);
    }
    let without_header = opened(&pc, "甲,乙\n1,2\n")["view"].clone();
    assert_eq!((&without_header["header_row"], counts(&without_header)), (&json!(0), [2, 0, 0, 0, 2]));
    let gone = pc.refused("ledgers.plan", json!({ "id": "x", "choices": {} }));
    assert_eq!(gone.code, ErrorCode::NotFound);
}

#[test]
fn a_whole_import_is_undone_except_what_others_have_worked_on() {
    let pc = desk();
    let old = person(&pc, json!({ "name": "张三", "sex": "1", "id_number": MAN_1990 }));
    let text = format!(
        "{ROSTER}7,张三,男,{MAN_1990},新河村,13900000000,低保,\n8,林玉梅,女,439901195511120028,新河村,,低保,\n"
    );
    let done = run(&pc, &text, json!({}));
    let batch = done["batch"].clone();
    let record = pc.call("records.get", json!({ "kind": "import_batch", "id": batch }));
    assert_eq!((&record["fields"]["finished"], &record["fields"]["file_name"]), (&json!("yes"), &json!("花名册.csv")));
    assert_eq!(record["fields"]["stored"], done["counts"]["stored"]);
    pc.minutes_pass(1);
    let edited = named(&pc, "柳桂香");
    pc.call("records.save", json!({ "kind": "recipient", "id": edited["id"], "fields": { "remark": "改过" } }));
    visit(&pc, named(&pc, "易春莲")["id"].as_str().unwrap(), json!({}));
    let preview = pc.call("import_batches.preview", json!({ "id": batch }));
    let undone = pc.call("import_batches.undo", json!({ "id": batch }));
    assert_eq!(preview, undone);
    let mut kept: Vec<String> =
        undone["kept"].as_array().unwrap().iter().map(|one| one["title"].as_str().unwrap().to_owned()).collect();
    kept.sort();
    assert_eq!(kept, ["服务对象 易春莲", "服务对象 柳桂香"]);
    assert_eq!(undone["restored"], 1);
    let mut names: Vec<String> =
        list(&pc, "recipient").iter().map(|row| row["fields"]["name"].as_str().unwrap().to_owned()).collect();
    names.sort();
    assert_eq!(names, ["张三", "易春莲", "柳桂香"]);
    let page = pc.call("recipients.overview", json!({ "id": old }));
    assert_eq!(page["record"]["fields"].get("phone"), None);
    assert_eq!(page["categories"], json!([]));
    let again = pc.call("import_batches.undo", json!({ "id": batch }));
    assert_eq!((&again["deleted"], &again["restored"]), (&json!(0), &json!(0)), "undoing twice is undoing once");
    let back = pc.call("records.list", json!({ "kind": "recipient", "deleted": true }))["rows"][0].clone();
    assert!(back["deleted_reason"].as_str().unwrap().contains("撤销导入"));
}

#[test]
fn a_cancelled_import_keeps_whole_batches_that_can_be_undone() {
    let pc = desk();
    let mut text = "姓名,性别,身份证号,村居\n".to_owned();
    for number in 0..900 {
        text += &format!("禾第{number}人,女,,新河村\n");
    }
    let id = opened(&pc, &text)["id"].clone();
    let task = "import-1";
    let done = std::thread::scope(|scope| {
        let running = scope.spawn(|| pc.call("ledgers.run", json!({ "id": id, "choices": {}, "task": task })));
        // Stops as soon as the first batch is in; if the work is quicker than that, it is simply done.
        while !running.is_finished() {
            let tasks = pc.call("events.since", json!({ "after": 0 }))["tasks"].clone();
            if tasks.as_array().unwrap().iter().any(|one| one["task"] == task && one["done"].as_u64() > Some(0)) {
                pc.call("tasks.cancel", json!({ "task": task }));
            }
        }
        running.join().unwrap()
    });
    let count = |name: &str| done["counts"][name].as_u64().unwrap();
    let stored = pc.call("recipients.list", json!({}))["total"].as_u64().unwrap();
    assert_eq!(stored, count("stored"));
    assert!(count("stored") > 0 && (count("stored") == 900) != (done["cancelled"] == true));
    let record = pc.call("records.get", json!({ "kind": "import_batch", "id": done["batch"] }));
    assert_eq!(record["fields"]["stored"], stored);
    pc.call("import_batches.undo", json!({ "id": done["batch"] }));
    assert_eq!(pc.call("recipients.list", json!({}))["total"], 0);
}

#[test]
fn what_is_missing_in_a_file_is_said_once_for_all_rows() {
    let pc = desk();
    let text = "姓名,性别,身份证号\n禾守根,男,439901195003060014\n柳桂香,女,439901194811120025\n";
    let first = opened(&pc, text);
    let wanted: Vec<&str> =
        first["view"]["wanted"].as_array().unwrap().iter().map(|one| one["code"].as_str().unwrap()).collect();
    assert!(wanted.contains(&"recipient.village"));
    assert_eq!(first["view"]["provisional"], 2, "without a village they would be 暂存");
    let choices = with(json!({}), json!({ "defaults": { "recipient.village": "枫林村" } }));
    assert_eq!(planned(&pc, &first["id"], choices.clone())["provisional"], 0);
    run(&pc, text, choices);
    assert_eq!(named(&pc, "禾守根")["fields"]["village"], "枫林村");
}

/// Opens one of the tables that came from the field.
fn sample(pc: &Pc, name: &str) -> Value {
    let path = format!("{}/../../tests/samples/{name}", env!("CARGO_MANIFEST_DIR"));
    let bytes = std::fs::read(path).unwrap();
    pc.call("ledgers.open", json!({ "file": { "name": name, "base64": STANDARD.encode(bytes) } }))
}

/// Opens a sample and takes it in as it is.
fn run_sample(pc: &Pc, name: &str) -> Value {
    let id = sample(pc, name)["id"].clone();
    pc.call("ledgers.run", json!({ "id": id, "choices": {} }))
}

/// The fields of somebody, with what is masked in a list as it is.
fn revealed(pc: &Pc, name: &str) -> Value {
    let record = named(pc, name);
    let shown = pc.call("records.reveal", json!({ "kind": "recipient", "id": record["id"], "fields": [] }));
    with(record["fields"].clone(), shown["fields"].clone())
}

#[test]
fn a_family_whose_head_is_known_by_name_is_one_household_and_stays_one() {
    let pc = desk();
    let done = run_sample(&pc, "one_household.xlsx");
    assert_eq!(counts(&done), [4, 3, 0, 0, 1]);
    let homes = list(&pc, "household");
    assert_eq!(homes.len(), 1, "{homes:?}");
    let house = pc.call("households.get", json!({ "id": homes[0]["id"] }));
    assert_eq!(house["members"].as_array().unwrap().len(), 3);
    let again = run_sample(&pc, "one_household.xlsx");
    assert_eq!((&again["created"], &again["updated"]), (&json!(0), &json!(0)));
    // A later list with members only finds the household by its head and place.
    run(&pc, "户主姓名,姓名,与户主关系,性别,村,组\n石一鸣,石小雨,孙女,女,竹坪,二组\n", json!({ "ledger": "dibao" }));
    assert_eq!(list(&pc, "household").len(), 1);
    // Heads of the same name elsewhere are others.
    let others = "户主姓名,姓名,与户主关系,性别,村,组\n石一鸣,石一鸣,户主,男,竹坪村,5组\n石一鸣,石大山,子,男,竹坪村,5组\n石一鸣,石小河,子,男,新河村,2组\n";
    run(&pc, others, json!({ "ledger": "dibao" }));
    assert_eq!(list(&pc, "household").len(), 3);
}

#[test]
fn no_row_is_given_a_name_from_elsewhere() {
    let pc = desk();
    for header in ["何人", "与户主关系"] {
        let second = if header == "何人" { "柳桂香" } else { "妻" };
        let text = format!("户主姓名,{header},身份证号,村居\n禾守根,{second},439901195211120026,新河村\n");
        let view = opened(&pc, &text)["view"].clone();
        assert_eq!(counts(&view), [2, 0, 0, 1, 1], "{header}");
        assert!(reasons(&view, 2).contains("没有姓名"));
    }
    run(&pc, "户主姓名,名字,身份证号,村居\n禾守根,柳桂香,439901195211120026,新河村\n", json!({}));
    assert_eq!(list(&pc, "recipient").len(), 1);
    assert_eq!(named(&pc, "柳桂香")["fields"]["sex"], "2");
}

#[test]
fn a_quote_that_never_closes_swallows_nobody_and_is_told() {
    let pc = desk();
    let first = sample(&pc, "open_quote.csv");
    let lines = std::fs::read_to_string(concat!(env!("CARGO_MANIFEST_DIR"), "/../../tests/samples/open_quote.csv"));
    assert_eq!(counts(&first["view"])[0] as usize, lines.unwrap().lines().count(), "every line is a row");
    assert!(first["view"]["notes"].to_string().contains("第 3 行有引号只有前一半"));
    assert_eq!(counts(&run_sample(&pc, "open_quote.csv")), [7, 6, 0, 0, 1]);
    assert_eq!(named(&pc, "龙小满")["fields"]["remark"], "满伢子");
}

#[test]
fn cells_that_excel_has_bent_are_told_and_never_taken() {
    let pc = desk();
    let dates = sample(&pc, "group_became_date.xlsx")["view"].clone();
    assert_eq!(counts(&dates), [4, 1, 0, 2, 1]);
    assert!(reasons(&dates, 2).contains("变成了日期"));
    let formulas = sample(&pc, "formulas_uncomputed.xlsx")["view"].clone();
    assert_eq!(counts(&formulas)[3], 4);
    assert!(formulas["notes"].to_string().contains("性别、出生日期、现居住村"), "the columns are named");
    assert!(reasons(&formulas, 2).contains("保存一次"));
    let long = sample(&pc, "long_numbers_elsewhere.xlsx")["view"].clone();
    assert!(long["warnings"].to_string().contains("丢失精度"), "{long}");
    run_sample(&pc, "long_numbers_elsewhere.xlsx");
    assert!(!named(&pc, "段秋分")["fields"].to_string().contains("E+"));
}

#[test]
fn marks_around_numbers_and_second_telephones_are_understood() {
    let pc = desk();
    assert_eq!(counts(&run_sample(&pc, "equals_quotes.csv")), [3, 2, 0, 0, 1]);
    let one = revealed(&pc, "向谷雨");
    let of = |field: &str| one[field].as_str().unwrap().to_owned();
    assert_eq!(
        [of("id_number"), of("group_no"), of("phone"), of("remark")],
        ["430199194804200223", "3", "12000002201", "2025-001"].map(str::to_owned)
    );
    assert_eq!(counts(&run_sample(&pc, "two_phones.xlsx")), [4, 3, 0, 0, 1]);
    for (name, phone, remark) in [
        ("罗清明", "12000002301", "联系电话：12000002301、12000002302"),
        ("罗惊蛰", "12000002303", "联系电话：12000002303/0731-12000023"),
        ("罗雨水", "12000002304", "联系电话：12000002304（儿子）"),
    ] {
        let one = revealed(&pc, name);
        assert_eq!((&one["phone"], &one["remark"]), (&json!(phone), &json!(remark)));
    }
}

#[test]
fn a_name_with_any_middle_dot_is_one_person() {
    let pc = desk();
    let first = sample(&pc, "middle_dots.xlsx");
    assert_eq!(counts(&first["view"]), [10, 1, 8, 0, 1]);
    assert_eq!(first["view"]["questions"], json!([]));
    run_sample(&pc, "middle_dots.xlsx");
    assert_eq!(list(&pc, "recipient").len(), 1);
}

#[test]
fn packages_and_pages_as_other_programs_write_them_are_read() {
    let pc = desk();
    for (name, people) in [("backslash.xlsx", 4), ("web_0.xls", 4), ("prefix_hidden.xlsx", 4)] {
        let view = sample(&pc, name)["view"].clone();
        assert_eq!(counts(&view)[1], people, "{name}: {view}");
        let said = view["notes"].to_string();
        assert_eq!(said.contains("其实是网页"), name == "web_0.xls");
        assert_eq!(said.contains("隐藏的（第 3 行）"), name == "prefix_hidden.xlsx");
    }
}

#[test]
fn a_category_that_cannot_be_true_is_asked_about() {
    let pc = desk();
    let text = "姓名,身份证号,村居,监护人\n禾守根,439901195003060014,新河村,禾德水\n";
    let view =
        pc.call("ledgers.open", json!({ "file": { "name": "留守儿童台账.csv", "base64": STANDARD.encode(text) } }));
    assert_eq!(counts(&view["view"]), [2, 0, 0, 1, 1]);
    assert!(reasons(&view["view"], 2).contains("76 周岁"), "{view}");
}

#[test]
fn a_village_said_once_above_its_rows_counts_for_all_of_them() {
    let pc = desk();
    let text = "姓名,性别,身份证号\n新河村,,\n禾守根,男,439901195003060014\n荷叶塘村（1户1人）,,\n柳桂香,女,439901195211120026\n共2户2人,,\n";
    assert_eq!(counts(&run(&pc, text, json!({}))), [6, 2, 0, 0, 4]);
    assert_eq!(named(&pc, "禾守根")["fields"]["village"], "新河村");
    assert_eq!(named(&pc, "柳桂香")["fields"]["village"], "荷叶塘村");
}

#[test]
fn what_was_shown_is_saved_or_the_change_is_said_first() {
    let pc = desk();
    let text = format!("姓名,性别,身份证号,村居\n张三,男,{MAN_1990},新河村\n");
    let id = opened(&pc, &text)["id"].clone();
    let view = planned(&pc, &id, json!({}));
    assert_eq!(view["new_records"], 1);
    person(&pc, json!({ "name": "张三", "sex": "1", "id_number": MAN_1990 }));
    let refused = pc.refused("ledgers.run", json!({ "id": id, "choices": {} }));
    assert_eq!(refused.code, ErrorCode::Changed);
    assert!(refused.detail.contains("再看一遍"));
    let done = pc.call("ledgers.run", json!({ "id": id, "choices": {} }));
    assert_eq!(done["counts"], planned(&pc, &id, json!({}))["counts"]);
    assert_eq!(list(&pc, "recipient").len(), 1);
}

#[test]
fn a_village_with_and_without_its_ending_is_one_and_is_written_as_on_file() {
    let pc = desk();
    person(&pc, json!({ "name": "王桂花", "village": "荷叶塘村" }));
    let text = "姓名,性别,出生日期,村居\n禾守根,男,1950-03-06,荷叶塘\n柳桂香,女,1952-11-12,荷叶塘村\n";
    let view = opened(&pc, text)["view"].clone();
    assert!(view["warnings"].to_string().contains("记为“荷叶塘村”"));
    run(&pc, text, json!({}));
    assert_eq!(named(&pc, "禾守根")["fields"]["village"], "荷叶塘村");
}
