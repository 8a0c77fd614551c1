//! 下次走访 (R28): one answer on 工作台, 服务对象, the person's page, 走访 and registers, for who was visited, who never was, and who came in
//! with a ledger; whose work it is, and in which order it stands.

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use serde_json::{Value, json};

use crate::fixture::{desk, paper, person, visit, with};
use crate::pcs::Pc;
use crate::two_pcs::hand_over;

fn names(rows: &Value, at: &str) -> Vec<String> {
    let rows = rows.as_array().unwrap_or_else(|| panic!("{rows}"));
    rows.iter().map(|row| row.pointer(at).unwrap().as_str().unwrap().to_owned()).collect()
}

fn list(pc: &Pc, request: Value) -> Value {
    pc.call("recipients.list", request)["rows"].clone()
}

fn home(pc: &Pc, request: Value) -> Value {
    pc.call("home.get", request)
}

/// Filed on this day and never visited.
fn filed(pc: &Pc, name: &str, day: &str, more: Value) -> String {
    person(pc, with(json!({ "name": name, "file_created": day }), more))
}

fn category(pc: &Pc, recipient: &str, code: &str) {
    paper(pc, "recipient_category", json!({ "recipient": recipient, "category": code, "start_date": "2020-01-01" }));
}

#[test]
fn who_was_never_visited_is_due_by_frequency_and_every_page_says_the_same_day() {
    let pc = desk();
    let general = filed(&pc, "一般", "2026-08-20", json!({}));
    let key = filed(&pc, "特困", "2026-10-21", json!({}));
    category(&pc, &key, "tekun");
    let red = filed(&pc, "高风险", "2026-11-14", json!({ "risk_level": "red" }));
    let later = filed(&pc, "还早", "2026-10-21", json!({}));
    let gone = filed(&pc, "去世", "2026-01-01", json!({ "death_date": "2026-11-01" }));
    for (id, next, overdue) in [
        (&general, json!("2026-11-20"), true),
        (&key, json!("2026-11-21"), true),
        (&red, json!("2026-11-21"), true),
        (&later, json!("2027-01-21"), false),
        (&gone, json!(null), false),
    ] {
        let page = pc.call("recipients.overview", json!({ "id": id }));
        assert_eq!((&page["next_visit"], &page["overdue"]), (&next, &json!(overdue)));
        let row = list(&pc, json!({ "with_left": true }));
        let row = row.as_array().unwrap().iter().find(|row| row["id"] == id.as_str()).unwrap().clone();
        assert_eq!((&row["next_visit"], &row["overdue"]), (&next, &json!(overdue)));
    }
    let due = home(&pc, json!({}))["due"].clone();
    assert_eq!(names(&due, "/person/name")[0], "一般", "the longest overdue first");
    let item = &due[0]["items"][0];
    assert_eq!(
        (&item["what"], &item["date"], &item["days"], &item["record"]["kind"], &item["record"]["id"]),
        (&json!("visit"), &json!("2026-11-20"), &json!(3), &json!("recipient"), &json!(general))
    );
    let three = ["一般", "特困", "高风险"];
    let sorted = |mut names: Vec<String>| {
        names.sort();
        names
    };
    let wanted = sorted(three.map(str::to_owned).to_vec());
    assert_eq!(sorted(names(&due, "/person/name")), wanted);
    assert_eq!(sorted(names(&list(&pc, json!({ "due": true })), "/name")), wanted);
    let month = pc.call("visits.month", json!({ "month": "2026-11" }));
    assert_eq!(sorted(names(&month["not_visited"], "/person/name")), wanted);
    assert_eq!(
        month["not_visited"].as_array().unwrap().iter().find(|one| one["person"]["name"] == "一般").unwrap()["due"],
        "2026-11-20"
    );
    let register = pc.call("registers.get", json!({ "register": "tekun" }));
    assert_eq!(
        (&register["rows"][0]["next_visit"], &register["rows"][0]["overdue"]),
        (&json!("2026-11-21"), &json!(true))
    );
    // The first visit settles it, also where nobody was at home and no next date was set.
    visit(&pc, &key, json!({ "date": "2026-11-22", "result": "not_home" }));
    assert_eq!(pc.call("recipients.overview", json!({ "id": key }))["next_visit"], "2026-12-22");
    visit(&pc, &general, json!({ "date": "2026-11-22", "result": "moved" }));
    assert_eq!(pc.call("recipients.overview", json!({ "id": general }))["next_visit"], json!(null));
    assert_eq!(names(&home(&pc, json!({}))["due"], "/person/name"), ["高风险"]);
}

#[test]
fn many_who_came_in_with_one_ledger_are_not_overdue_on_one_day() {
    let pc = desk();
    let mut text = "序号,姓名,性别,村(居),建档日期,类别\n".to_owned();
    let given =
        "子丑寅卯辰巳".chars().flat_map(|second| "甲乙丙丁戊己庚辛壬癸".chars().map(move |first| (first, second)));
    for (number, (first, second)) in given.enumerate() {
        let village = ["新河村", "杨柳村", "桥头村"][number % 3];
        text += &format!("{},张{first}{second},男,{village},2020-03-01,\n", number + 1);
    }
    let file = json!({ "name": "花名册.csv", "base64": STANDARD.encode(text) });
    let opened = pc.call("ledgers.open", json!({ "file": file }));
    let done = pc.call("ledgers.run", json!({ "id": opened["id"], "choices": {} }));
    assert_eq!(done["counts"]["stored"], 60, "{done}");
    assert_eq!(home(&pc, json!({}))["due_total"], 0, "nobody is overdue on the day of the import");
    let rows = list(&pc, json!({ "limit": 100, "order": "next_visit" }));
    let days = names(&rows, "/next_visit");
    assert_eq!(
        (days[0].as_str(), days[59].as_str()),
        ("2027-01-24", "2027-02-23"),
        "three months from the day of the import at the latest"
    );
    let on_one = days.chunk_by(|one, other| one == other).map(<[_]>::len).max().unwrap();
    assert!(on_one <= 3, "{on_one} on one day");
    let mut villages: std::collections::BTreeMap<String, Vec<&String>> = Default::default();
    names(&rows, "/village")
        .into_iter()
        .zip(&days)
        .for_each(|(village, day)| villages.entry(village).or_default().push(day));
    let ends: Vec<_> = villages.values().map(|days| (days[0], days[days.len() - 1])).collect();
    assert!(ends.len() == 3 && ends.windows(2).all(|two| two[0].1 <= two[1].0), "village by village: {ends:?}");
    // Who has been visited takes nobody else's day with her.
    let before: Vec<(String, String)> = names(&rows, "/name").into_iter().zip(days).collect();
    visit(&pc, rows[0]["id"].as_str().unwrap(), json!({ "date": "2026-11-23", "next_date": "2027-11-23" }));
    let rows = list(&pc, json!({ "limit": 100, "order": "next_visit" }));
    let after: Vec<(String, String)> = names(&rows, "/name").into_iter().zip(names(&rows, "/next_visit")).collect();
    assert_eq!(after[..59], before[1..]);
}

#[test]
fn two_pcs_say_the_same_day_and_a_merged_files_visit_counts() {
    let (county, one, two) = Pc::county_and_two();
    let stays = filed(&one, "留下", "2026-08-01", json!({}));
    let goes = filed(&one, "并入", "2026-08-01", json!({}));
    hand_over(&one, &two);
    visit(&two, &goes, json!({ "date": "2026-11-10", "next_date": "2026-11-20" }));
    one.call("merges.merge", json!({ "stays": stays, "goes": goes }));
    hand_over(&one, &two);
    hand_over(&two, &one);
    hand_over(&one, &county);
    for pc in [&one, &two] {
        let due = home(pc, json!({}))["due"].clone();
        assert_eq!(names(&due, "/person/name"), ["留下"]);
        assert_eq!((&due[0]["items"][0]["date"], due[0]["items"].as_array().unwrap().len()), (&json!("2026-11-20"), 1));
    }
    for pc in [&one, &two, &county] {
        let row = list(pc, json!({}))[0].clone();
        assert_eq!((&row["last_visit"], &row["next_visit"]), (&json!("2026-11-10"), &json!("2026-11-20")));
        assert_eq!(list(pc, json!({ "due": true }))[0]["name"], "留下");
    }
}

/// Two workers with people of their own, and somebody without.
fn two_workers() -> (Pc, String, String) {
    let pc = desk();
    let me = pc.me();
    pc.call("staff.add", json!({ "name": "周文", "role": "worker", "passphrase": "第二个人的口令青青" }));
    let staff = pc.call("staff.list", json!({}));
    let other =
        staff.as_array().unwrap().iter().find(|one| one["name"] == "周文").unwrap()["id"].as_str().unwrap().to_owned();
    filed(&pc, "我的一", "2026-08-10", json!({ "risk_level": "yellow" }));
    filed(&pc, "我的二", "2026-11-20", json!({}));
    filed(&pc, "她的一", "2026-08-23", json!({ "assigned_worker": other, "risk_level": "red" }));
    let nobody = filed(&pc, "没人管", "2026-08-01", json!({}));
    pc.call("records.save", json!({ "kind": "recipient", "id": nobody, "fields": { "assigned_worker": null } }));
    (pc, me, other)
}

#[test]
fn the_home_page_shows_one_workers_people_and_how_much_each_has_before_her() {
    let (pc, me, other) = two_workers();
    let of = |worker: &str| names(&home(&pc, json!({ "worker": worker }))["due"], "/person/name");
    assert_eq!(
        (of(&me), of(&other), of("none")),
        (vec!["我的一".into()], vec!["她的一".into()], vec!["没人管".to_owned()])
    );
    let mine = home(&pc, json!({ "worker": me }));
    assert_eq!(mine["due_total"], 1);
    let workers = mine["workers"].as_array().unwrap();
    let line = |name: &str| workers.iter().find(|one| one["name"] == name).unwrap_or_else(|| panic!("{workers:?}"));
    assert_eq!(workers.len(), 3);
    for name in ["林小禾", "周文", "没有责任社工"] {
        assert_eq!((&line(name)["people"], &line(name)["overdue"]), (&json!(1), &json!(1)), "{name}");
    }
    // The same people in the other lists.
    assert_eq!(names(&list(&pc, json!({ "worker": me, "due": true })), "/name"), ["我的一"]);
    assert_eq!(names(&list(&pc, json!({ "worker": "none" })), "/name"), ["没人管"]);
    let month = pc.call("visits.month", json!({ "month": "2026-11", "worker": other }));
    assert_eq!(names(&month["not_visited"], "/person/name"), ["她的一"]);
    let workers = pc.call("recipients.list", json!({}))["workers"].clone();
    assert_eq!(names(&workers, "/label")[0], "林小禾");
    assert_eq!((&workers[0]["count"], workers.as_array().unwrap().len()), (&json!(2), 3));
}

#[test]
fn the_table_is_sorted_by_worker_last_and_next_visit_and_risk_page_by_page() {
    let (pc, ..) = two_workers();
    let find = |name: &str| {
        let rows = list(&pc, json!({}));
        rows.as_array().unwrap().iter().find(|row| row["name"] == name).unwrap()["id"].as_str().unwrap().to_owned()
    };
    visit(&pc, &find("我的二"), json!({ "date": "2026-11-21", "next_date": "2026-11-30" }));
    visit(&pc, &find("没人管"), json!({ "date": "2026-11-20", "result": "moved" }));
    let sorted =
        |order: &str, descending: bool| names(&list(&pc, json!({ "order": order, "descending": descending })), "/name");
    assert_eq!(sorted("next_visit", false), ["她的一", "我的一", "我的二", "没人管"]);
    assert_eq!(
        sorted("next_visit", true),
        ["我的二", "我的一", "她的一", "没人管"],
        "who has no next visit stands last"
    );
    assert_eq!(sorted("last_visit", true)[0], "我的二");
    assert_eq!(sorted("last_visit", false)[3], "我的二", "never visited first");
    assert_eq!(sorted("risk", false)[..2], ["她的一", "我的一"]);
    assert_eq!(sorted("worker", false)[3], "没人管");
    assert_eq!(sorted("worker", false)[2], "她的一", "林 before 周");
    let page = |offset: u32| names(&list(&pc, json!({ "order": "next_visit", "limit": 2, "offset": offset })), "/name");
    assert_eq!(
        (page(0), page(2)),
        (vec!["她的一".into(), "我的一".to_owned()], vec!["我的二".into(), "没人管".to_owned()])
    );
    let answer = pc.call("recipients.list", json!({ "order": "risk", "limit": 1 }));
    assert_eq!((&answer["total"], answer["rows"].as_array().unwrap().len()), (&json!(4), 1));
}

#[test]
fn a_frequency_of_the_county_moves_first_visits_too() {
    let (county, one, _) = Pc::county_and_two();
    let id = filed(&one, "一般", "2026-10-20", json!({}));
    let next = |pc: &Pc| pc.call("recipients.overview", json!({ "id": id }))["next_visit"].clone();
    assert_eq!(next(&one), "2027-01-20");
    let set = json!({ "name": "visit_general_months", "value": "1", "effective_from": "2026-01-01", "document_no": "民函〔2026〕1号" });
    county.call("parameters.save", set);
    for bundle in county.app.open_store().unwrap().export_for_station(&changelog::Audience::All, "43018111001").unwrap()
    {
        one.app.open_store().unwrap().import(&bundle, store::Route::Stick).unwrap();
    }
    assert_eq!(next(&one), "2026-11-20");
}

#[test]
fn a_saved_form_leaves_no_draft_and_a_refused_one_keeps_it() {
    let pc = desk();
    let id = person(&pc, json!({}));
    let put = |key: &str| {
        pc.call("drafts.put", json!({ "key": key, "kind": "visit", "title": "走访", "content": { "a": 1 } }))
    };
    let drafts = || pc.call("drafts.list", json!({}))["drafts"].as_array().unwrap().len();
    put("visit:new:x");
    let fields = crate::fixture::visit_fields(&id, json!({}));
    let refused = pc.refused(
        "visits.save",
        json!({ "fields": with(fields.clone(), json!({ "date": null })), "draft": "visit:new:x" }),
    );
    assert_eq!((refused.code, drafts()), (app::ErrorCode::Invalid, 1));
    pc.call("visits.save", json!({ "fields": fields, "draft": "visit:new:x" }));
    assert_eq!(drafts(), 0);
    // Nothing changed: nothing is saved, and the draft goes all the same.
    put("recipient:x");
    let view = pc.call("records.get", json!({ "kind": "recipient", "id": id }));
    let same = json!({ "kind": "recipient", "id": id, "fields": { "name": "李秀英" }, "seen": view["refs"], "draft": "recipient:x" });
    pc.call("records.save", same);
    assert_eq!(drafts(), 0);
}
