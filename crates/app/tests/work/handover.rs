//! Nobody leaves with open work: what is still hers is shown and refuses her leaving, it is handed over piece by piece or all at once with a
//! record and a list to sign, and taken back as far as nobody has changed it since.

use app::ErrorCode;
use serde_json::{Value, json};

use crate::activities::activity;
use crate::fixture::{desk, lead, paper, person, visit, visit_fields, with};
use crate::groups::group;
use crate::papers::{printed, words};
use crate::pcs::{PASS, Pc};
use crate::two_pcs::hand_over as carry;

const OTHER: &str = "第二个人的口令青青";

/// Somebody else of the station; the id.
fn colleague(pc: &Pc, name: &str) -> String {
    let staff = pc.call("staff.add", json!({ "name": name, "role": "worker", "passphrase": OTHER }));
    staff["id"].as_str().unwrap().to_owned()
}

fn case_of(pc: &Pc, name: &str, worker: &str) -> String {
    let who = person(pc, json!({ "name": name }));
    lead(pc, &who, json!({ "assigned_worker": worker }))["record"]["id"].as_str().unwrap().to_owned()
}

fn open(pc: &Pc, staff: &str) -> Value {
    pc.call("handover.open", json!({ "staff": staff }))
}

/// Lines that give these pieces to somebody.
fn lines(items: &[Value], to: &str) -> Vec<Value> {
    items.iter().map(|item| json!({ "kind": item["kind"], "id": item["id"], "to": to })).collect()
}

fn give(pc: &Pc, from: &str, lines: Vec<Value>) -> Value {
    pc.call("handover.hand_over", json!({ "from": from, "lines": lines, "reason": "辞职" }))
}

fn items(view: &Value) -> Vec<Value> {
    view["items"].as_array().unwrap().clone()
}

fn titles(view: &Value) -> Vec<(String, String)> {
    let text = |item: &Value, key: &str| item[key].as_str().unwrap().to_owned();
    items(view).iter().map(|item| (text(item, "kind"), text(item, "title"))).collect()
}

fn worker_of(pc: &Pc, kind: &str, id: &str, field: &str) -> Value {
    pc.call("records.get", json!({ "kind": kind, "id": id }))["labels"][field].clone()
}

/// A file of somebody who uses the program.
fn staff_file(staff: &str, over: Value) -> Value {
    let usual = json!({ "staff": staff, "name": "周文", "birth_date": "1996-04-01", "education": "31", "certificate": "assistant",
        "certified_date": "2024-05-01", "hired_date": "2026-03-10" });
    with(usual, over)
}

/// One of each thing that is somebody's, and beside each one that is done already.
fn all_kinds_of_work(pc: &Pc, worker: &str) {
    let known = ["甲一", "乙二"].map(|name| person(pc, json!({ "name": name, "assigned_worker": worker })));
    visit(pc, &known[0], json!({ "date": "2026-11-01", "next_date": "2026-11-20" }));
    person(pc, json!({ "name": "已故的人", "assigned_worker": worker, "death_date": "2026-10-01" }));
    lead(pc, &known[0], json!({ "assigned_worker": worker }));
    group(pc, json!({ "worker": worker, "name": "在开的小组" }));
    group(pc, json!({ "worker": worker, "name": "开完的小组", "end_date": "2026-11-20" }));
    let planned = json!({ "state": "planned", "plan_date": "2026-11-20", "date": null, "people_count": null });
    activity(pc, with(planned, json!({ "worker": worker, "name": "讲座" })));
    activity(pc, json!({ "worker": worker, "name": "办过的义诊" }));
    let session = json!({ "date": "2026-11-20", "mode": "individual", "functions": ["educational"], "supervisor": "省站督导",
        "supervisees": "周文", "topics": "会谈", "advice": "多听" });
    let session = paper(pc, "supervision_record", session);
    let action = json!({ "supervision_record": session["id"], "responsible": worker, "due_date": "2026-11-21" });
    paper(pc, "supervision_action", with(action.clone(), json!({ "action": "补写记录" })));
    paper(pc, "supervision_action", with(action, json!({ "action": "做完的事", "done_date": "2026-11-22" })));
    let plan = json!({ "year": 2026, "title": "年度计划", "goals": "服务到位", "made_date": "2026-01-05" });
    let plan = paper(pc, "station_plan", plan);
    let item = json!({ "station_plan": plan["id"], "worker": worker, "due_date": "2026-12-20" });
    paper(pc, "station_plan_item", with(item.clone(), json!({ "content": "冬季探访", "item_state": "doing" })));
    paper(pc, "station_plan_item", with(item, json!({ "content": "取消的事", "item_state": "cancelled" })));
    let thing = json!({ "equipment_type": "computer", "quantity": 1, "keeper": worker });
    paper(pc, "equipment", with(thing.clone(), json!({ "name": "笔记本电脑", "equipment_state": "in_use" })));
    paper(pc, "equipment", with(thing, json!({ "name": "旧电脑", "equipment_state": "scrapped" })));
    let half = visit_fields(&known[1], json!({ "visitor_staff": worker }));
    pc.call("visits.save", json!({ "fields": half, "provisional": true }));
}

#[test]
fn what_is_still_hers_is_listed_and_what_is_done_is_not() {
    let pc = desk();
    let me = pc.me();
    let zhou = colleague(&pc, "周文");
    all_kinds_of_work(&pc, &zhou);
    let view = open(&pc, &zhou);
    let mut listed = titles(&view);
    listed.sort();
    let kinds: Vec<&str> = listed.iter().map(|(kind, _)| kind.as_str()).collect();
    let wanted = [
        "case",
        "community_activity",
        "equipment",
        "group",
        "recipient",
        "recipient",
        "station_plan_item",
        "supervision_action",
        "visit",
    ];
    assert_eq!(kinds, wanted, "{listed:?}");
    let said = |title: &str| listed.iter().any(|(_, one)| one.contains(title));
    assert!(
        said("在开的小组") && said("讲座") && said("补写记录") && said("冬季探访") && said("笔记本电脑"),
        "{listed:?}"
    );
    assert!(listed.iter().any(|(kind, title)| kind == "case" && title.starts_with("甲一 ")), "{listed:?}");
    let states: Vec<String> = items(&view).iter().map(|item| item["state"].as_str().unwrap().to_owned()).collect();
    for state in ["线索", "期限 2026-11-21（已过期）", "暂存，未完成", "下次走访 2026-11-20（已过期）"]
    {
        assert!(states.iter().any(|one| one == state), "{state} in {states:?}");
    }
    let counts = view["counts"].as_array().unwrap();
    for said in ["服务对象 2 人（走访到期 1 人）", "个案 1 个", "社区活动 1 场", "暂存的走访记录 1 份"]
    {
        assert!(counts.iter().any(|count| count == said), "{said} in {counts:?}");
    }
    assert_eq!(view["receivers"], json!([{ "id": me, "name": "林小禾" }]), "never herself");
}

#[test]
fn nobody_leaves_with_six_open_cases_by_whichever_door() {
    let pc = desk();
    let zhou = colleague(&pc, "周文");
    let cases: Vec<String> = ["甲", "乙", "丙", "丁", "戊", "己"].map(|name| case_of(&pc, name, &zhou)).into();
    let known = person(&pc, json!({ "name": "庚", "assigned_worker": zhou }));
    let refused = pc.refused("staff.set_active", json!({ "staff": zhou, "active": false }));
    assert_eq!((refused.code, refused.fields[0].field.as_str()), (ErrorCode::Invalid, "active"));
    for said in ["个案 6 个", "服务对象 1 人", "工作交接"] {
        assert!(refused.detail.contains(said), "{}", refused.detail);
    }
    let file = staff_file(&zhou, json!({ "left_date": "2026-11-22", "leaving_reason": "other_job" }));
    let refused = pc.refused("records.save", json!({ "kind": "staff_file", "fields": file }));
    assert_eq!(refused.fields[0].field, "left_date");
    assert!(refused.detail.contains("个案 6 个"), "{}", refused.detail);
    let refused = pc.refused("records.delete", json!({ "kind": "staff", "id": zhou, "reason": "走了" }));
    assert!(refused.detail.contains("个案 6 个"), "deleting her account is no way round");
    let me = pc.me();
    let taken = give(&pc, &zhou, lines(&items(&open(&pc, &zhou)), &me));
    assert_eq!(
        (&taken["handovers"][0]["count"], &taken["left"], &taken["warnings"]),
        (&json!(7), &json!([]), &json!([]))
    );
    pc.call("staff.set_active", json!({ "staff": zhou, "active": false }));
    let file = staff_file(&zhou, json!({ "left_date": "2026-11-22", "leaving_reason": "other_job" }));
    paper(&pc, "staff_file", file);
    for case in &cases {
        assert_eq!(worker_of(&pc, "case", case, "assigned_worker"), "林小禾");
    }
    assert_eq!(worker_of(&pc, "recipient", &known, "assigned_worker"), "林小禾");
}

#[test]
fn work_goes_piece_by_piece_to_several_and_each_history_says_so() {
    let pc = desk();
    let (zhou, wu, me) = (colleague(&pc, "周文"), colleague(&pc, "吴桐"), pc.me());
    all_kinds_of_work(&pc, &zhou);
    let (first, rest): (Vec<Value>, Vec<Value>) =
        items(&open(&pc, &zhou)).into_iter().partition(|item| item["kind"] == "case");
    let taken = give(&pc, &zhou, [lines(&first, &wu), lines(&rest, &me)].concat());
    let made = taken["handovers"].as_array().unwrap();
    assert_eq!(made.iter().map(|one| &one["count"]).collect::<Vec<_>>(), [&json!(1), &json!(8)]);
    let case = first[0]["id"].as_str().unwrap();
    let history = pc.call("records.history", json!({ "kind": "case", "id": case }));
    let change = &history["steps"][0];
    assert_eq!((&change["author"], &change["changes"][0]["label"]), (&json!("林小禾"), &json!("责任社工")));
    assert_eq!((&change["changes"][0]["from"], &change["changes"][0]["to"]), (&json!("周文"), &json!("吴桐")));
    assert_eq!(items(&open(&pc, &zhou)), Vec::<Value>::new());
    assert_eq!(titles(&open(&pc, &me)).len(), 8, "the 暂存 visit too is finished by who took it");
    let visit = rest.iter().find(|item| item["kind"] == "visit").unwrap();
    let did = worker_of(&pc, "visit", visit["id"].as_str().unwrap(), "visitor_staff");
    assert_eq!(did, "周文", "who visited stays who visited");
    let record = pc.call("records.get", json!({ "kind": "handover", "id": made[0]["id"] }));
    let said = ["handed_by", "taken_by", "overseen_by"].map(|field| record["labels"][field].clone());
    assert_eq!(said, [json!("周文"), json!("吴桐"), json!("林小禾")]);
    let own = pc.call("records.get", json!({ "kind": "handover", "id": made[1]["id"] }));
    assert!(own["fields"]["overseen_by"].is_null(), "nobody sees to what she takes herself");
    assert_eq!((&record["fields"]["date"], &record["fields"]["reason"]), (&json!("2026-11-23"), &json!("辞职")));
}

#[test]
fn a_handover_is_taken_back_but_for_what_somebody_changed_since() {
    let pc = desk();
    let (zhou, wu, me) = (colleague(&pc, "周文"), colleague(&pc, "吴桐"), pc.me());
    let [one, two] = ["甲", "乙"].map(|name| case_of(&pc, name, &zhou));
    let half = visit_fields(&person(&pc, json!({ "name": "丙" })), json!({ "visitor_staff": zhou }));
    pc.call("visits.save", json!({ "fields": half, "provisional": true }));
    let taken = give(&pc, &zhou, lines(&items(&open(&pc, &zhou)), &wu));
    let act = taken["handovers"][0]["id"].clone();
    paper_change(&pc, "case", &two, json!({ "assigned_worker": me }));
    assert_eq!(pc.call("handover.undo", json!({ "id": act })), json!({ "back": 2, "stayed": 1 }));
    let workers = [&one, &two].map(|case| worker_of(&pc, "case", case, "assigned_worker"));
    assert_eq!(workers, [json!("周文"), json!("林小禾")]);
    let kinds = |staff: &str| titles(&open(&pc, staff)).into_iter().map(|(kind, _)| kind).collect::<Vec<_>>();
    assert_eq!((kinds(&zhou), kinds(&wu)), (vec!["case".to_owned(), "visit".into()], vec![]));
    let left = pc.call("records.list", json!({ "kind": "handover_item" }));
    assert_eq!(left["total"], 1, "what stayed stays on the list that was signed");
}

#[test]
fn a_handover_of_who_has_left_is_not_taken_back() {
    let pc = desk();
    let (zhou, me) = (colleague(&pc, "周文"), pc.me());
    case_of(&pc, "甲", &zhou);
    let act = give(&pc, &zhou, lines(&items(&open(&pc, &zhou)), &me))["handovers"][0]["id"].clone();
    pc.call("staff.set_active", json!({ "staff": zhou, "active": false }));
    let refused = pc.refused("handover.undo", json!({ "id": act }));
    assert!(refused.code == ErrorCode::NotAllowed && refused.detail.contains("恢复移交人在岗"), "{refused:?}");
    pc.call("staff.set_active", json!({ "staff": zhou, "active": true }));
    pc.call("handover.undo", json!({ "id": act }));
    assert_eq!(items(&open(&pc, &zhou)).len(), 1);
    assert!(pc.refused("handover.undo", json!({ "id": act })).detail.contains("已经撤销"));
}

#[test]
fn the_list_to_sign_names_each_piece_and_has_three_signatures() {
    let pc = desk();
    let (zhou, me) = (colleague(&pc, "周文"), pc.me());
    all_kinds_of_work(&pc, &zhou);
    let act = give(&pc, &zhou, lines(&items(&open(&pc, &zhou)), &me))["handovers"][0]["id"].clone();
    let one = json!([{ "paper": "handover", "record": act }]);
    let text = words(&pc, &printed(&pc, one.clone(), json!({ "formats": ["docx"] })));
    for said in [
        "社工站工作交接清单",
        "移交人",
        "周文",
        "接交人签名",
        "监交人签名",
        "移交人签名",
        "辞职",
        "2026年11月23日",
        "暂存的走访记录",
        "甲一 独居无人照料",
        "笔记本电脑",
    ] {
        assert!(text.contains(said), "{said} not in {text}");
    }
    let outside = words(&pc, &printed(&pc, one, json!({ "formats": ["docx"], "privacy": "outside" })));
    assert!(!outside.contains("甲一") && outside.contains("（略）"), "{outside}");
    let blank = words(&pc, &printed(&pc, json!([{ "paper": "handover" }]), json!({ "formats": ["docx"] })));
    assert!(blank.contains("监交人签名") && !blank.contains("周文"), "{blank}");
}

#[test]
fn a_handover_wants_a_reason_and_a_colleague_who_works_here() {
    let (county, one, two) = Pc::county_and_two();
    let (zhou, gone) = (colleague(&one, "周文周"), colleague(&one, "已离站"));
    one.call("staff.set_active", json!({ "staff": gone, "active": false }));
    let case = case_of(&one, "甲", &zhou);
    let ask = |to: &str, reason: &str| json!({ "from": zhou, "lines": [{ "kind": "case", "id": case, "to": to }], "reason": reason });
    let me = one.me();
    let field = |request: Value| one.refused("handover.hand_over", request).fields[0].field.clone();
    assert_eq!(field(ask(&me, "  ")), "reason");
    assert_eq!(field(ask(&me, &"长".repeat(201))), "reason");
    for to in ["", "nobody", &zhou, &gone, &county.me()] {
        assert_eq!(field(ask(to, "辞职")), "to", "{to}");
    }
    assert_eq!(field(json!({ "from": zhou, "lines": [], "reason": "辞职" })), "lines");
    assert_eq!(one.refused("handover.open", json!({ "staff": "nobody" })).code, ErrorCode::NotFound);
    for pc in [&county, &two] {
        assert_eq!(pc.refused("handover.open", json!({ "staff": zhou })).code, ErrorCode::NotAllowed);
        assert_eq!(pc.refused("handover.hand_over", ask(&me, "辞职")).code, ErrorCode::NotAllowed, "deny by default");
        assert_eq!(pc.refused("handover.undo", json!({ "id": "none" })).code, ErrorCode::NotAllowed);
    }
    let mine = case_of(&one, "乙", &me);
    let other = json!({ "from": zhou, "lines": [{ "kind": "case", "id": mine, "to": me }], "reason": "辞职" });
    let answer = one.call("handover.hand_over", other);
    assert_eq!((answer["left"].as_array().unwrap().len(), &answer["handovers"]), (1, &json!([])), "it is not hers");
}

#[test]
fn what_was_signed_is_changed_by_no_form() {
    let pc = desk();
    let (zhou, me) = (colleague(&pc, "周文"), pc.me());
    case_of(&pc, "甲", &zhou);
    let act = give(&pc, &zhou, lines(&items(&open(&pc, &zhou)), &me))["handovers"][0]["id"].clone();
    let typed = json!({ "kind": "handover", "id": act, "fields": { "reason": "别的原因" } });
    assert_eq!(pc.refused("records.save", typed).code, ErrorCode::BadRequest);
    let item = pc.call("records.list", json!({ "kind": "handover_item" }))["rows"][0]["id"].clone();
    for (kind, id) in [("handover", &act), ("handover_item", &item)] {
        let refused = pc.refused("records.delete", json!({ "kind": kind, "id": id, "reason": "不要了" }));
        assert!(refused.detail.contains("撤销交接"), "{kind}: {refused:?}");
    }
}

#[test]
fn every_pc_and_the_county_hear_of_a_handover() {
    let (county, one, two) = Pc::county_and_two();
    carry(&two, &one);
    let zhou = two.me();
    let case = case_of(&one, "甲", &zhou);
    give(&one, &zhou, lines(&items(&open(&one, &zhou)), &one.me()));
    carry(&one, &two);
    carry(&one, &county);
    for pc in [&two, &county] {
        assert_eq!(worker_of(pc, "case", &case, "assigned_worker"), "林小禾");
        let acts = pc.call("records.list", json!({ "kind": "handover" }));
        assert_eq!((&acts["total"], &acts["rows"][0]["labels"]["handed_by"]), (&json!(1), &json!("周文")));
    }
}

#[test]
fn a_person_who_is_erased_goes_from_what_was_signed_too() {
    let (county, pc) = Pc::county_and_station();
    let (zhou, me) = (colleague(&pc, "周文"), pc.me());
    let [goes, stays] = ["甲一", "乙二"].map(|name| person(&pc, json!({ "name": name, "assigned_worker": zhou })));
    let act = give(&pc, &zhou, lines(&items(&open(&pc, &zhou)), &me))["handovers"][0]["id"].clone();
    carry(&pc, &county);
    let preview = county.call("erasing.preview", json!({ "id": goes }));
    let taken = preview["records"].as_array().unwrap().iter().find(|one| one["value"] == "handover_item");
    assert_eq!(taken.map(|one| &one["count"]), Some(&json!(1)), "{preview}");
    let order = json!({ "recipient": goes, "name": "甲一", "reason": "本人书面申请，已撤回同意", "passphrase": PASS });
    county.call("erasing.erase", order);
    let listed = county.call("records.list", json!({ "kind": "handover_item" }))["rows"].clone();
    assert_eq!((listed.as_array().unwrap().len(), &listed[0]["fields"]["target"]), (1, &json!(stays)));
    assert_eq!(county.call("records.get", json!({ "kind": "handover", "id": act }))["fields"]["reason"], "辞职");
}

fn paper_change(pc: &Pc, kind: &str, id: &str, fields: Value) {
    pc.call("records.save", json!({ "kind": kind, "id": id, "fields": fields }));
}
