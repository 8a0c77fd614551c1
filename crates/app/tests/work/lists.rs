//! Lists and their files: with filter, words and order set, a file holds the rows of its page, in their order and no others.

use serde_json::{Value, json};

use crate::activities::{activity, sign_in};
use crate::fixture::{desk, lead, paper, person, visit, visit_fields, with};
use crate::groups::{group, member};
use crate::ledgers::rows;
use crate::pcs::Pc;
use crate::registers::in_category;
use crate::volunteers::{serve, volunteer};

/// One column of the file of a list, without its title, header and remark.
fn exported(pc: &Pc, list: &str, request: &Value, label: &str) -> Vec<String> {
    let shown = with(request.clone(), json!({ "list": list }));
    let out = pc.call("lists.export", json!({ "shown": shown, "to_place": { "download": true } }));
    let written = rows(&pc.fetch(&out["file"]));
    let place = written[1].iter().position(|cell| cell == label).unwrap_or_else(|| panic!("{label}: {:?}", written[1]));
    let count = out["rows"].as_u64().unwrap() as usize;
    written[2..2 + count].iter().map(|row| row[place].clone()).collect()
}

fn texts(rows: &Value, key: &str) -> Vec<String> {
    let text = |row: &Value| row.pointer(key).and_then(Value::as_str).unwrap_or_default().to_owned();
    rows.as_array().unwrap().iter().map(text).collect()
}

/// Page and file say the same of a request, and it is this.
fn same(pc: &Pc, (list, command): (&str, &str), request: Value, (rows, key, label): (&str, &str, &str), said: &[&str]) {
    let page = pc.call(command, request.clone());
    let shown = texts(page.pointer(rows).unwrap(), key);
    assert_eq!(shown, said, "{list} {request}: the page");
    assert_eq!(exported(pc, list, &request, label), said, "{list} {request}: the file");
}

/// Four people: two of 新河村, an old one among them; one of 石桥村; one who has died.
fn people(pc: &Pc) -> [String; 4] {
    let one = |fields: Value| person(pc, fields);
    [
        one(json!({ "name": "李秀英", "village": "新河村", "birth_date": "1950-01-01", "risk_level": "yellow" })),
        one(
            json!({ "name": "白小明", "village": "新河村", "birth_date": "2015-01-01", "sex": "1", "risk_level": "red" }),
        ),
        one(json!({ "name": "张三", "village": "石桥村", "birth_date": "1960-01-01", "sex": "1" })),
        one(json!({ "name": "周已故", "village": "新河村", "birth_date": "1940-01-01", "death_date": "2026-01-01" })),
    ]
}

#[test]
fn recipients_go_out_as_filtered_found_and_sorted() {
    let pc = desk();
    let [li, _, zhang, _] = people(&pc);
    visit(&pc, &li, json!({ "date": "2026-11-01" }));
    visit(&pc, &zhang, json!({ "date": "2026-11-09" }));
    let list = |request: Value, said: &[&str]| {
        same(&pc, ("recipients", "recipients.list"), request, ("/rows", "/name", "姓名"), said);
    };
    list(json!({ "village": "新河村", "order": "name" }), &["白小明", "李秀英"]);
    list(json!({ "village": "新河村", "order": "name", "with_left": true }), &["白小明", "李秀英", "周已故"]);
    list(json!({ "age_group": "elderly", "order": "age", "descending": true }), &["李秀英", "张三"]);
    list(json!({ "text": "lxy" }), &["李秀英"]);
    list(json!({ "order": "last_visit", "descending": true }), &["张三", "李秀英", "白小明"]);
    list(json!({ "order": "last_visit" }), &["白小明", "李秀英", "张三"]);
    list(json!({ "order": "risk" }), &["白小明", "李秀英", "张三"]);
    list(json!({ "order": "risk", "descending": true }), &["李秀英", "白小明", "张三"]);
    list(json!({ "order": "sex" }), &["白小明", "张三", "李秀英"]);
}

#[test]
fn a_page_does_not_cut_its_file_short_and_names_what_is_provisional() {
    let pc = desk();
    people(&pc);
    let shown = json!({ "list": "recipients", "order": "name", "limit": 1, "offset": 1 });
    let out = pc.call("lists.export", json!({ "shown": shown, "to_place": { "download": true } }));
    assert_eq!(out["rows"], 3);
    let page = pc.call("recipients.list", json!({ "order": "risk", "limit": 1, "offset": 1 }));
    assert_eq!((texts(&page["rows"], "/name"), &page["total"]), (vec!["李秀英".to_owned()], &json!(3)));
    let who = person(&pc, json!({ "name": "陈二" }));
    let begun = json!({ "fields": visit_fields(&who, json!({ "date": "2026-11-06" })), "provisional": true });
    pc.call("visits.save", begun);
    visit(&pc, &who, json!({ "date": "2026-11-05" }));
    assert_eq!(exported(&pc, "visits", &json!({ "month": "2026-11" }), "状态"), ["暂存", ""]);
}

#[test]
fn visits_and_who_was_not_visited_go_out_as_found() {
    let pc = desk();
    let [li, bai, zhang, _] = people(&pc);
    for who in [&li, &bai, &zhang] {
        in_category(&pc, who, "dibao", json!({}));
        in_category(&pc, who, "elderly_living_alone", json!({}));
    }
    visit(&pc, &li, json!({ "date": "2026-11-05", "observation_text": "身体好" }));
    visit(&pc, &bai, json!({ "date": "2026-11-09" }));
    let page = |text: &str| pc.call("visits.month", json!({ "month": "2026-11", "text": text }));
    let names = |page: &Value| -> Vec<String> {
        page["days"].as_array().unwrap().iter().flat_map(|day| texts(&day["visits"], "/name")).collect()
    };
    for (text, said) in [("", vec!["白小明", "李秀英"]), ("lixiuying", vec!["李秀英"]), ("身体好", vec!["李秀英"])]
    {
        assert_eq!(names(&page(text)), said, "{text}");
        assert_eq!(exported(&pc, "visits", &json!({ "month": "2026-11", "text": text }), "对象"), said, "{text}");
    }
    let not_visited = ("not_visited", "visits.month");
    same(&pc, not_visited, json!({ "month": "2026-11" }), ("/not_visited", "/person/name", "姓名"), &["张三"]);
    same(&pc, not_visited, json!({ "month": "2026-11", "text": "lxy" }), ("/not_visited", "/person/name", "姓名"), &[]);
}

#[test]
fn cases_are_found_by_the_person_and_go_out_in_the_order_of_a_column() {
    let pc = desk();
    let [li, bai, ..] = people(&pc);
    lead(&pc, &li, json!({}));
    lead(&pc, &bai, json!({ "reason": "家里没人管" }));
    let list = |request: Value, said: &[&str]| same(&pc, ("cases", "cases.list"), request, ("", "/name", "姓名"), said);
    list(json!({ "sort": { "column": "name" } }), &["白小明", "李秀英"]);
    list(json!({ "sort": { "column": "name", "descending": true } }), &["李秀英", "白小明"]);
    list(json!({ "text": "lxy" }), &["李秀英"]);
    list(json!({ "text": "没人管" }), &["白小明"]);
    list(json!({ "worker": "nobody" }), &[]);
    let board = pc.call("cases.board", json!({ "text": "lxy" }));
    let cards: Vec<String> =
        board["columns"].as_array().unwrap().iter().flat_map(|column| texts(&column["cases"], "/name")).collect();
    assert_eq!(cards, ["李秀英"]);
}

#[test]
fn groups_and_activities_are_found_by_who_was_there() {
    let pc = desk();
    let [li, ..] = people(&pc);
    let (one, two) = (group(&pc, json!({})), group(&pc, json!({ "name": "暖阳小组", "start_date": "2026-10-01" })));
    member(&pc, &one, json!({ "recipient": li, "name": "李秀英" }));
    member(&pc, &two, json!({ "name": "过路人甲" }));
    let list = |text: &str, said: &[&str]| {
        let request = json!({ "text": text, "sort": { "column": "name" } });
        same(&pc, ("groups", "groups.list"), request, ("/rows", "/name", "名称"), said);
    };
    list("", &["暖阳小组", "自护小组"]);
    list("lxy", &["自护小组"]);
    list("过路人", &["暖阳小组"]);
    let clinic = activity(&pc, json!({}));
    activity(&pc, json!({ "name": "重阳节游园", "plan_date": "2026-10-20", "date": "2026-10-20" }));
    sign_in(&pc, &clinic, &li, true);
    let list = |request: Value, said: &[&str]| {
        same(&pc, ("activities", "activities.list"), request, ("/past", "/name", "名称"), said);
    };
    list(json!({ "sort": { "column": "date" } }), &["重阳节游园", "义诊进村"]);
    list(json!({ "text": "lxy" }), &["义诊进村"]);
}

#[test]
fn plain_registers_go_out_as_found_and_sorted_by_what_is_read() {
    let pc = desk();
    for (name, code) in [("激光打印机", "office_room"), ("档案柜", "office_room"), ("打印纸架", "office_room")]
    {
        let usual = json!({ "quantity": 1, "equipment_state": "in_use", "acquired_date": "2026-01-05" });
        paper(&pc, "equipment", with(usual, json!({ "name": name, "equipment_type": code })));
    }
    let list = |request: Value, said: &[&str]| {
        let request = with(json!({ "kind": "equipment" }), request);
        same(&pc, ("records", "records.list"), request, ("/rows", "/fields/name", "名称"), said);
    };
    list(json!({ "text": "打印", "order": [{ "field": "name" }] }), &["打印纸架", "激光打印机"]);
    list(json!({ "order": [{ "field": "name", "descending": true }] }), &["激光打印机", "档案柜", "打印纸架"]);
    let [zhou, wu] = ["周文", "吴桐"].map(|name| {
        let staff = json!({ "name": name, "role": "worker", "passphrase": "第二个人的口令青青" });
        pc.call("staff.add", staff)["id"].clone()
    });
    for (name, keeper) in [("甲室", zhou), ("乙室", wu)] {
        let room = json!({ "name": name, "room_type": "office", "floor_area": 20, "own_use": "yes", "room_state": "in_use", "keeper": keeper });
        paper(&pc, "premises_room", room);
    }
    let by_keeper = json!({ "kind": "premises_room", "order": [{ "field": "keeper" }] });
    same(&pc, ("records", "records.list"), by_keeper, ("/rows", "/fields/name", "名称"), &["乙室", "甲室"]);
}

#[test]
fn volunteers_services_and_gifts_go_out_as_shown() {
    let pc = desk();
    let [li, ..] = people(&pc);
    let (xia, shi) = (volunteer(&pc, json!({})), volunteer(&pc, json!({ "name": "石守山", "sex": "1" })));
    serve(&pc, &[&xia], json!({}));
    serve(&pc, &[&shi], json!({ "activity": "代写春联", "date": "2026-11-10" }));
    let list = |request: Value, said: &[&str]| {
        same(&pc, ("volunteers", "volunteers.list"), request, ("/rows", "/name", "姓名"), said);
    };
    list(json!({ "sort": { "column": "name" } }), &["石守山", "夏荷香"]);
    list(json!({ "text": "xhx" }), &["夏荷香"]);
    let list = |request: Value, said: &[&str]| {
        same(&pc, ("services", "volunteers.services"), request, ("/rows", "/activity", "活动名称"), said);
    };
    list(json!({ "year": 2026, "sort": { "column": "name" } }), &["代写春联", "清扫村道"]);
    list(json!({ "text": "清扫" }), &["清扫村道"]);
    let gift = |name: &str, date: &str| {
        let fields =
            json!({ "name": name, "date": date, "occasion": "spring_festival", "goods": "大米一袋", "area": "A1" });
        paper(&pc, "gift_distribution", fields)["id"].clone()
    };
    let (spring, _) = (gift("春节慰问", "2026-02-10"), gift("重阳慰问", "2026-10-18"));
    paper(&pc, "gift_receipt", json!({ "gift_distribution": spring, "recipient": li }));
    let list = |request: Value, said: &[&str]| {
        same(&pc, ("gifts", "gifts.list"), request, ("/rows", "/name", "名称"), said);
    };
    list(json!({ "year": 2026 }), &["重阳慰问", "春节慰问"]);
    list(json!({ "text": "lxy" }), &["春节慰问"]);
    list(json!({ "sort": { "column": "signed" }, "year": 2025 }), &[]);
}

#[test]
fn means_surveys_go_out_with_their_estimates_and_leave_the_station_without() {
    let pc = desk();
    let [li, bai, ..] = people(&pc);
    for who in [&li, &bai] {
        crate::means::saved(&pc, who);
    }
    let list = |request: Value, said: &[&str]| {
        same(&pc, ("means", "means.list"), request, ("/rows", "/person/name", "申请人"), said);
    };
    list(json!({ "sort": { "column": "person.name" } }), &["白小明", "李秀英"]);
    list(json!({ "text": "bxm" }), &["白小明"]);
    list(json!({ "text": "lixiaoming", "sort": { "column": "person.name" } }), &["白小明", "李秀英"]);
    assert_eq!(exported(&pc, "means", &json!({ "text": "bxm" }), "人均月收入（元）"), ["412.5"], "a number to Excel");
    let shown = json!({ "list": "means", "text": "bxm" });
    let request = json!({ "shown": shown, "privacy": "outside", "to_place": { "download": true } });
    let outside = rows(&pc.fetch(&pc.call("lists.export", request)["file"])).concat().concat();
    assert!(outside.contains("（略）") && !outside.contains("412.5"), "{outside}");
}

#[test]
fn every_special_register_goes_out_with_the_people_it_shows() {
    let pc = desk();
    let born = |name: &str, day: &str| person(&pc, json!({ "name": name, "birth_date": day }));
    let members = [
        ("left_behind_child", "left_behind_child", "2016-01-01", "姓名"),
        ("child_in_difficulty", "child_severe_disability", "2016-01-01", "姓名"),
        ("elderly_hardship", "elderly_living_alone", "1950-01-01", "姓名"),
        ("tekun", "tekun", "1950-01-01", "姓名"),
        ("disabled", "disabled", "1970-01-01", "姓名"),
        ("dibao", "dibao", "1970-01-01", "成员"),
    ];
    for (register, category, day, label) in members {
        for name in ["李秀英", "白小明"] {
            let fields = json!({ "disability_grade": "1", "disability_type": "1" });
            let fields = if category == "disabled" { fields } else { json!({}) };
            in_category(&pc, &born(name, day), category, fields);
        }
        let by_name = json!({ "register": register, "sort": { "column": "person.name" } });
        let list = ("register", "registers.get");
        same(&pc, list, by_name, ("/rows", "/person/name", label), &["白小明", "李秀英"]);
        same(&pc, list, json!({ "register": register, "text": "lxy" }), ("/rows", "/person/name", label), &["李秀英"]);
    }
}

#[test]
fn numbers_in_the_file_of_a_list_are_masked_as_on_the_screen_and_taking_it_out_is_recorded() {
    let pc = desk();
    person(&pc, json!({ "id_number": crate::fixture::MAN_1990, "sex": "1" }));
    let request =
        |privacy: Value| with(json!({ "shown": { "list": "recipients" }, "to_place": { "download": true } }), privacy);
    let text = |privacy: Value| rows(&pc.fetch(&pc.call("lists.export", request(privacy))["file"])).concat().concat();
    assert!(text(json!({})).contains("430121********0031"));
    assert!(text(json!({ "privacy": "full" })).contains(crate::fixture::MAN_1990));
    let history = pc.call("records.history", json!({ "kind": "staff", "id": pc.me() })).to_string();
    assert!(history.contains("按页面所列") && history.contains("含完整号码"), "{history}");
}

#[test]
fn a_long_list_says_how_far_it_is_and_can_be_stopped() {
    let pc = desk();
    let rows = 1100;
    many_people(&pc, rows as usize);
    for (command, request) in [
        ("lists.export", json!({ "shown": { "list": "recipients" } })),
        ("ledgers.write", json!({ "name": "recipients" })),
    ] {
        let request = with(request, json!({ "to_place": { "download": true }, "task": "t1" }));
        let (refused, seen) = watched(&pc, command, &request, "正在读取记录");
        assert_eq!(refused.unwrap_err().detail, "已取消。", "{command}");
        assert!(seen.iter().all(|task| task["title"] == "导出 Excel"), "{seen:?}");
        let stopped_at = seen.last().unwrap();
        assert_eq!(stopped_at["total"], 2 * rows, "{command}: rows to read and rows to write");
        assert!(stopped_at["done"].as_u64().unwrap() < 2 * rows, "{stopped_at}");
        assert!(!taken_out(&pc), "{command}: nothing is recorded of what was stopped");
    }
    let request = json!({ "name": "recipients", "to_place": { "download": true }, "task": "t1" });
    let (written, seen) = watched(&pc, "ledgers.write", &request, "never");
    assert_eq!(written.unwrap()["rows"], rows);
    let done: Vec<u64> = seen.iter().map(|task| task["done"].as_u64().unwrap()).collect();
    assert!(done.is_sorted() && done.last() > Some(&0), "{done:?}");
    assert!(taken_out(&pc));
}

/// People of a village, read in from a sheet.
fn many_people(pc: &Pc, count: usize) {
    let lines = (0..count).map(|number| format!("禾第{number}人,女,新河村\n"));
    let sheet = std::iter::once("姓名,性别,村居\n".to_owned()).chain(lines).collect::<String>();
    crate::ledger_import::run(pc, &sheet, json!({}));
    assert_eq!(pc.call("recipients.list", json!({}))["total"], count);
}

fn taken_out(pc: &Pc) -> bool {
    pc.call("records.history", json!({ "kind": "staff", "id": pc.me() })).to_string().contains("导出台账")
}

/// Calls a command and watches it as a page does, cancelling it at a step; what it was seen at.
fn watched(pc: &Pc, command: &str, request: &Value, stop_at: &str) -> (Result<Value, app::CommandError>, Vec<Value>) {
    let mut seen = Vec::new();
    let answer = std::thread::scope(|scope| {
        let working = scope.spawn(|| pc.app.call(command, request.clone()));
        while !working.is_finished() {
            let tasks = pc.call("events.since", json!({}))["tasks"].clone();
            if let Some(task) = tasks.as_array().unwrap().iter().find(|task| task["task"] == "t1") {
                if task["step"] == stop_at {
                    pc.call("tasks.cancel", json!({ "task": "t1" }));
                }
                seen.push(task.clone());
            }
        }
        working.join().unwrap()
    });
    (answer, seen)
}
