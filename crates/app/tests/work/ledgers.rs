//! Ledgers out: the columns in order, numbers of people as text, masks by whom they are for, the period, and that it is
//! recorded. Read back by another program's reader.

use std::io::{Cursor, Read};

use serde_json::{Value, json};

use crate::casework::closed;
use crate::fixture::{MAN_1990, desk, person, visit, with};
use crate::pcs::Pc;

/// The rows of the first sheet as texts, read from the file's own XML: shared strings and numbers.
pub fn rows(bytes: &[u8]) -> Vec<Vec<String>> {
    let mut package = zip::ZipArchive::new(Cursor::new(bytes)).unwrap();
    let mut part = |name: &str| {
        let mut text = String::new();
        package.by_name(name).unwrap().read_to_string(&mut text).unwrap();
        text
    };
    let (shared, sheet) = (part("xl/sharedStrings.xml"), part("xl/worksheets/sheet1.xml"));
    let shared: Vec<String> = shared
        .split("<si>")
        .skip(1)
        .map(|one| {
            let text = one.split("<t").nth(1).and_then(|text| text.split_once('>')).unwrap().1;
            text.split("</t>").next().unwrap().to_owned()
        })
        .collect();
    sheet
        .split("<row ")
        .skip(1)
        .map(|row| {
            row.split("<c ")
                .skip(1)
                .map(|cell| {
                    let value = cell.split("<v>").nth(1).and_then(|value| value.split("</v>").next()).unwrap_or("");
                    if cell.contains("t=\"s\"") {
                        shared[value.parse::<usize>().unwrap()].clone()
                    } else {
                        value.to_owned()
                    }
                })
                .collect()
        })
        .collect()
}

/// A ledger taken out: its file name and rows.
pub fn ledger(pc: &Pc, name: &str, over: Value) -> (String, Vec<Vec<String>>) {
    let out = pc.call("ledgers.write", with(json!({ "name": name, "to_place": { "download": true } }), over));
    (out["file"]["name"].as_str().unwrap().to_owned(), rows(&pc.fetch(&out["file"])))
}

#[test]
fn the_roster_has_its_columns_in_order_and_numbers_as_text() {
    let pc = desk();
    person(&pc, json!({ "name": "李大山", "id_number": MAN_1990, "sex": "1", "phone": "13812345678" }));
    let (name, rows) = ledger(&pc, "recipients", json!({ "privacy": "full" }));
    assert!(name.contains("服务对象花名册") && name.contains("大瑶镇"), "{name}");
    let header = rows.iter().position(|row| row.first().is_some_and(|cell| cell == "序号")).unwrap();
    assert_eq!(rows[header][..6], ["序号", "档案号", "姓名", "性别", "身份证号", "出生年月"]);
    let first = &rows[header + 1];
    assert_eq!((first[2].as_str(), first[4].as_str(), first[5].as_str()), ("李大山", MAN_1990, "1990-01"));
    assert_eq!(first[11], "13812345678");
}

#[test]
fn numbers_are_masked_unless_a_supervisor_asks_and_taking_out_is_recorded() {
    let pc = desk();
    person(&pc, json!({ "id_number": MAN_1990, "sex": "1", "phone": "13812345678" }));
    let inside: String = ledger(&pc, "recipients", json!({})).1.concat().concat();
    assert!(inside.contains("430121********0031") && !inside.contains(MAN_1990));
    let outside: String = ledger(&pc, "recipients", json!({ "privacy": "outside" })).1.concat().concat();
    assert!(outside.contains("138****5678") && !outside.contains("13812345678"));
    let history = pc.call("records.history", json!({ "kind": "staff", "id": pc.me() }));
    let notes: Vec<&str> =
        history["steps"].as_array().unwrap().iter().filter_map(|step| step["note"].as_str()).collect();
    assert!(notes.iter().any(|note| note.contains("导出台账：服务对象花名册") && note.contains("1 行")), "{notes:?}");
}

#[test]
fn visits_are_of_the_period_and_final_ones_only() {
    let pc = desk();
    let who = person(&pc, json!({}));
    visit(&pc, &who, json!({ "date": "2026-10-05" }));
    visit(&pc, &who, json!({ "date": "2026-11-05", "observation_text": "身体好" }));
    pc.call(
        "visits.save",
        json!({ "fields": crate::fixture::visit_fields(&who, json!({ "date": "2026-11-06" })), "provisional": true }),
    );
    let (name, rows) = ledger(&pc, "visits", json!({ "from": "2026-11-01", "to": "2026-11-30" }));
    assert!(name.contains("2026-11-01至2026-11-30"), "{name}");
    let header = rows.iter().position(|row| row.first().is_some_and(|cell| cell == "序号")).unwrap();
    assert_eq!(rows.len(), header + 2, "{rows:?}");
    assert!(rows[header + 1].contains(&"身体好".to_owned()));
    let refused = pc
        .refused("ledgers.write", json!({ "name": "visits", "from": "2026-13-01", "to_place": { "download": true } }));
    assert_eq!(refused.fields[0].field, "from");
}

#[test]
fn the_ledger_of_cases_tells_what_became_of_each() {
    let pc = desk();
    closed(&pc);
    let (_, rows) = ledger(&pc, "cases", json!({}));
    let row = rows.iter().find(|row| row.iter().any(|cell| cell == "李秀英")).expect("the case");
    assert!(row.contains(&"目标达成".to_owned()) && row.contains(&"1/1".to_owned()), "{row:?}");
    let outside: String = ledger(&pc, "cases", json!({ "privacy": "outside" })).1.concat().concat();
    assert!(outside.contains("李某") && !outside.contains("李秀英"));
}

#[test]
fn the_statistics_count_households_and_people_of_the_month() {
    let pc = desk();
    let who = person(&pc, json!({ "birth_date": "1950-01-01", "village": "新河村", "poverty_cause": ["01"] }));
    let held = json!({ "recipient": who, "category": "dibao", "start_date": "2026-11-03" });
    pc.call("records.save", json!({ "kind": "recipient_category", "fields": held }));
    let (name, rows) = ledger(&pc, "dibao_statistics", json!({}));
    assert!(name.ends_with("低保统计表 2026-11.xlsx"), "{name}");
    let total = rows.iter().find(|row| row.first().is_some_and(|cell| cell == "合计")).expect("合计");
    // 户数, 人数, 女性, 老年人, 未成年人, 残疾人
    assert_eq!(total[1..7], ["1", "1", "1", "1", "0", "0"]);
    assert_eq!((total[9].as_str(), total[15].as_str(), total[16].as_str()), ("1", "1", "1"));
}

#[test]
fn the_summary_of_left_behind_children_goes_out_only_when_its_tables_foot() {
    let pc = desk();
    let child = |over: Value| {
        let who = person(&pc, with(json!({ "sex": "1", "village": "新河村" }), over));
        let held = json!({ "recipient": who, "category": "left_behind_child", "start_date": "2026-01-01" });
        pc.call("records.save", json!({ "kind": "recipient_category", "fields": held }));
        who
    };
    let checked = |who: &str, day: &str, kind: &str| {
        let fields = json!({ "recipient": who, "date": day, "guardianship_type": kind });
        pc.call("records.save", json!({ "kind": "child_guardianship", "fields": fields }));
    };
    let first = child(json!({ "name": "甲", "birth_date": "2015-01-01", "schooling": "primary" }));
    let second =
        child(json!({ "name": "乙", "birth_date": "2012-01-01", "village": "南街社区", "schooling": "junior" }));
    // Sixteen this year: no left-behind child any more, in the register as in the summary.
    child(json!({ "name": "丙", "birth_date": "2010-03-01", "schooling": "senior" }));
    checked(&first, "2026-02-01", "carer_weak");
    checked(&first, "2026-09-01", "fair");

    let asked = json!({ "name": "left_behind_statistics", "to_place": { "download": true } });
    let refused = pc.refused("ledgers.write", asked);
    assert_eq!(refused.fields[0].field, "name");
    assert!(refused.detail.contains("监护类型差 1 人") && !refused.detail.contains("就学"), "{}", refused.detail);
    let register = pc.call("registers.get", json!({ "register": "left_behind_child" }));
    let marked = pc.call("registers.get", json!({ "register": "left_behind_child", "mark": "not_in_summary" }));
    assert_eq!((&marked["total"], &marked["rows"][0]["person"]["name"]), (&json!(1), &json!("乙")));
    assert_eq!(marked["figures"], register["figures"], "the figures stay those of all");
    let figures = register["figures"].as_array().unwrap();
    let lacking = figures.iter().find(|figure| figure["mark"] == "not_in_summary").expect("汇总缺项");
    assert_eq!(lacking["value"], "1 人");
    let marked = register["rows"]
        .as_array()
        .unwrap()
        .iter()
        .filter(|row| row["marks"].as_array().unwrap().contains(&json!("not_in_summary")));
    assert_eq!(marked.map(|row| row["person"]["name"].as_str().unwrap()).collect::<Vec<_>>(), ["乙"]);

    checked(&second, "2026-10-01", "none");
    let (name, rows) = ledger(&pc, "left_behind_statistics", json!({}));
    assert!(name.ends_with("农村留守儿童汇总表 2026-11.xlsx"), "{name}");
    let total = rows.iter().find(|row| row.first().is_some_and(|cell| cell == "合计")).expect("合计");
    // 总数, 男, 女, five kinds of guardianship, three ages
    assert_eq!(total[1..12], ["2", "2", "0", "1", "0", "0", "1", "0", "0", "1", "1"]);
}

/// The cell of a row below the column with this title.
fn cell<'a>(rows: &'a [Vec<String>], name: &str, column: &str) -> &'a str {
    let header = rows.iter().position(|row| row.first().is_some_and(|cell| cell == "序号")).unwrap();
    let at = rows[header].iter().position(|title| title == column).unwrap_or_else(|| panic!("no column {column}"));
    &rows[header + 1..].iter().find(|row| row.iter().any(|cell| cell == name)).expect(name)[at]
}

#[test]
fn the_ledgers_of_children_and_of_the_extremely_poor_say_what_their_newest_findings_say() {
    let pc = desk();
    let in_category = |who: &str, category: &str, over: Value| {
        let fields = with(json!({ "recipient": who, "category": category, "start_date": "2026-01-01" }), over);
        pc.call("records.save", json!({ "kind": "recipient_category", "fields": fields }));
    };
    let child = person(&pc, json!({ "name": "甲", "birth_date": "2015-01-01", "guardian_name": "旧监护人" }));
    let other = person(&pc, json!({ "name": "乙", "birth_date": "2016-01-01", "guardian_name": "奶奶" }));
    for who in [&child, &other] {
        in_category(who, "left_behind_child", json!({}));
    }
    for (day, father) in [("2026-09-01", "广东东莞"), ("2026-10-20", "浙江义乌")] {
        let fields = json!({
            "recipient": child, "date": day, "father_name": "禾大", "father_workplace": father, "father_away": "yes",
            "mother_away": "yes", "carer_name": "禾奶奶", "carer_checks": ["none"],
        });
        pc.call("records.save", json!({ "kind": "child_guardianship", "fields": fields }));
    }
    let rows = ledger(&pc, "left_behind_children", json!({})).1;
    let said = |name: &str, column: &str| cell(&rows, name, column).to_owned();
    assert_eq!((said("甲", "父亲务工地"), said("甲", "父母双方同时外出")), ("浙江义乌".into(), "是".into()));
    assert_eq!((said("甲", "委托监护人"), said("乙", "委托监护人")), ("禾奶奶".into(), "奶奶".into()));
    assert_eq!(said("乙", "父亲务工地"), "");

    let poor = person(&pc, json!({ "name": "丙", "birth_date": "1950-01-01" }));
    in_category(&poor, "dibao", json!({ "end_date": "2026-03-01" }));
    in_category(&poor, "tekun", json!({ "support_mode": "dispersed", "carer": "谷春来", "review_date": "2026-06-01" }));
    let assessed = json!({
        "recipient": poor, "date": "2026-10-20", "eating": "able", "dressing": "able", "transfer": "able", "toilet": "unable",
        "walking": "able", "bathing": "unable",
    });
    pc.call("records.save", json!({ "kind": "self_care_assessment", "fields": assessed }));
    let rows = ledger(&pc, "tekun", json!({})).1;
    let said = |column: &str| cell(&rows, "丙", column).to_owned();
    assert_eq!(said("档次"), "部分丧失（半护理）（2 项不达）");
    assert_eq!((said("照料护理人"), said("供养方式").is_empty()), ("谷春来".into(), false));
    let outside = ledger(&pc, "tekun", json!({ "privacy": "outside" })).1.concat().concat();
    assert!(!outside.contains("半护理"), "{outside}");
}

#[test]
fn the_ledger_of_minimum_living_says_when_a_household_is_reviewed_next() {
    let pc = desk();
    let who = person(&pc, json!({ "name": "丁", "birth_date": "1960-01-01" }));
    let fields = json!({
        "recipient": who, "category": "dibao", "level": "B类", "start_date": "2026-01-01", "review_date": "2026-06-01",
        "review_class": "unsteady",
    });
    pc.call("records.save", json!({ "kind": "recipient_category", "fields": fields }));
    let rows = ledger(&pc, "dibao_persons", json!({})).1;
    assert_eq!(cell(&rows, "丁", "类别"), "B类");
    // Days are numbers to Excel: 2026-06-01 and, six months later, 2026-12-01.
    assert_eq!((cell(&rows, "丁", "核查日"), cell(&rows, "丁", "下次核查日")), ("46174", "46357"));
}

#[test]
fn every_ledger_there_is_can_be_taken_out_empty() {
    let pc = desk();
    for one in pc.call("ledgers.list", json!({})).as_array().unwrap() {
        let (_, rows) = ledger(&pc, one["name"].as_str().unwrap(), json!({}));
        let columns: Vec<&str> = one["columns"].as_array().unwrap().iter().map(|name| name.as_str().unwrap()).collect();
        assert!(rows.iter().any(|row| *row == columns), "{one}");
    }
}
