//! 需求调研 → 站级服务计划 → 期限 → 痕迹资料: findings become things of a plan, these are due, and records settle them.

use changelog::Audience;
use serde_json::{Value, json};

use crate::deadlines::{CODE, carry, pair};
use crate::fixture::{days_pass, desk, paper, person, visit, with};
use crate::pcs::Pc;

fn id(record: &Value) -> String {
    record["id"].as_str().unwrap().to_owned()
}

fn survey(pc: &Pc, over: Value) -> String {
    let usual = json!({ "year": 2026, "title": "全镇老人需求调研", "methods": ["questionnaire"], "sample": 120,
        "start_date": "2026-10-15", "finished_date": "2026-11-10", "questionnaire": "您最需要什么帮助？" });
    id(&paper(pc, "needs_survey", with(usual, over)))
}

fn finding(pc: &Pc, survey: &str, rank: u32, need: &str, suggestion: &str) {
    let fields = json!({ "needs_survey": survey, "rank": rank, "need": need, "people": 60, "suggestion": suggestion });
    paper(pc, "survey_finding", fields);
}

/// A plan from a survey with two findings.
fn planned(pc: &Pc) -> String {
    let survey = survey(pc, json!({}));
    finding(pc, &survey, 2, "独居老人没人说话", "");
    finding(pc, &survey, 1, "就医路远", "每月陪诊一次");
    let begun = pc.call("records.begin", json!({ "kind": "station_plan" }));
    assert_eq!(begun["fields"]["needs_survey"], json!(survey), "it begins with the newest finished survey");
    assert_eq!(begun["fields"]["goals"], "1. 回应“就医路远”\n2. 回应“独居老人没人说话”", "by rank");
    id(&paper(pc, "station_plan", begun["fields"].clone()))
}

fn view(pc: &Pc, plan: &str) -> Value {
    pc.call("plans.get", json!({ "id": plan }))
}

fn named<'v>(view: &'v Value, content: &str) -> &'v Value {
    view["items"].as_array().unwrap().iter().find(|item| item["content"] == content).unwrap()
}

/// Makes a thing of the plan final: a day, and what settles it.
fn settle(pc: &Pc, item: &Value, due: &str, record_kind: &str) {
    let fields = json!({ "due_date": due, "record_kind": record_kind });
    pc.call("records.save", json!({ "kind": "station_plan_item", "id": item["id"], "fields": fields }));
}

fn due(pc: &Pc) -> Vec<(String, String)> {
    let asked = json!({ "rule": "station_plan_item", "settled": true });
    let rows = pc.call("deadlines.list", asked)["rows"].clone();
    let said = |row: &Value, name: &str| row[name].as_str().unwrap().to_owned();
    rows.as_array().unwrap().iter().map(|row| (said(row, "subject"), said(row, "words"))).collect()
}

#[test]
fn a_plan_begins_with_the_findings_of_the_survey_and_its_things_are_due_once_they_have_a_day() {
    let pc = desk();
    let plan = planned(&pc);
    let seen = view(&pc, &plan);
    assert_eq!(seen["warnings"], json!([]));
    assert_eq!(seen["survey"]["findings"], json!(["就医路远", "独居老人没人说话"]));
    let item = named(&seen, "每月陪诊一次");
    assert_eq!((&item["provisional"], &item["need"]), (&json!(true), &json!("就医路远")));
    assert_eq!(named(&seen, "独居老人没人说话")["due_date"], "", "without a suggestion the need itself");
    assert!(due(&pc).is_empty(), "nothing is due before somebody says when");
    settle(&pc, item, "2026-12-20", "visit");
    assert_eq!(due(&pc), [("每月陪诊一次".to_owned(), "还有 27 天".to_owned())]);
    let again = json!({ "kind": "station_plan", "id": plan, "fields": { "goals": "改过的目标" } });
    pc.call("records.save", again);
    assert_eq!(view(&pc, &plan)["items"].as_array().unwrap().len(), 2, "the findings come once");
}

#[test]
fn a_thing_is_settled_by_the_record_that_is_linked_and_not_by_a_tick() {
    let (county, pc) = pair();
    let plan = planned(&pc);
    let item = named(&view(&pc, &plan), "每月陪诊一次").clone();
    settle(&pc, &item, "2026-11-20", "visit");
    assert_eq!(due(&pc)[0].1, "逾期 3 天");
    let ticked = json!({ "kind": "station_plan_item", "id": item["id"], "fields": { "item_state": "done", "done_date": "2026-11-20" } });
    let said = pc.call("records.save", ticked)["findings"].clone();
    assert!(said.to_string().contains("由关联的记录了结"), "{said}");
    assert_eq!(due(&pc)[0].1, "逾期 3 天", "a tick settles nothing where a record can");

    let who = person(&pc, json!({}));
    let done = visit(&pc, &who, json!({ "date": "2026-11-18" }))["record"].clone();
    let activity = json!({ "kind": "consultation", "id": "x" });
    let link = |record: Value| json!({ "item": item["id"], "record": record });
    assert!(pc.app.call("plans.link", link(activity)).is_err(), "a record of another kind does not settle it");
    let offered = pc.call("plans.choices", json!({ "id": item["id"] }));
    assert_eq!((&offered[0]["record"]["id"], &offered[0]["linked"]), (&done["id"], &json!(false)));
    let seen = pc.call("plans.link", link(json!({ "kind": "visit", "id": done["id"] })));
    let shown = named(&seen, "每月陪诊一次");
    assert_eq!((&shown["done_date"], &shown["records"][0]["date"]), (&json!("2026-11-18"), &json!("2026-11-18")));
    assert_eq!(due(&pc)[0].1, "已完成");
    carry(&pc, Audience::Station(CODE.into()), &county);
    assert_eq!(due(&county), due(&pc), "the county sees the same");
    assert_eq!(named(&view(&county, &plan), "每月陪诊一次")["records"][0]["record"]["id"], done["id"]);

    let link = shown["records"][0]["id"].clone();
    pc.call("records.delete", json!({ "kind": "plan_item_record", "id": link, "reason": "关联错了" }));
    assert_eq!(due(&pc)[0].1, "逾期 3 天", "without the record it is owed again");
}

#[test]
fn what_no_record_tells_of_is_ticked_off_and_the_month_says_what_is_left() {
    let pc = desk();
    let plan = planned(&pc);
    let seen = view(&pc, &plan);
    settle(&pc, named(&seen, "每月陪诊一次"), "2026-12-10", "none");
    settle(&pc, named(&seen, "独居老人没人说话"), "2026-12-05", "visit");
    let month = |month: &str| {
        let things = pc.call("plans.month", json!({ "month": month }));
        things.as_array().unwrap().iter().map(|one| one["content"].as_str().unwrap().to_owned()).collect::<Vec<_>>()
    };
    assert_eq!(month("2026-12"), ["独居老人没人说话", "每月陪诊一次"], "by their days");
    assert!(month("2026-11").is_empty());
    let done = json!({ "item_state": "done", "done_date": "2026-11-22" });
    pc.call(
        "records.save",
        json!({ "kind": "station_plan_item", "id": named(&seen, "每月陪诊一次")["id"], "fields": done }),
    );
    assert_eq!(month("2026-12"), ["独居老人没人说话"]);
    assert!(due(&pc).contains(&("每月陪诊一次".to_owned(), "已完成".to_owned())));
    assert_eq!(pc.refused("plans.month", json!({ "month": "十二月" })).fields[0].field, "month");
}

#[test]
fn a_plan_without_a_survey_before_it_is_said() {
    let pc = desk();
    let plan = |over: Value| {
        let usual = json!({ "year": 2026, "title": "计划", "goals": "每月走访", "made_date": "2026-11-12", "needs_survey": null });
        let plan = paper(&pc, "station_plan", with(usual, over));
        view(&pc, &id(&plan))["warnings"].to_string()
    };
    assert!(plan(json!({})).contains("没有依据需求调研"));
    let late = survey(&pc, json!({ "finished_date": "2026-11-15" }));
    assert!(plan(json!({ "needs_survey": late })).contains("制定之后才完成"));
    let open = survey(&pc, json!({ "finished_date": null }));
    assert!(plan(json!({ "needs_survey": open })).contains("还没有完成"));
    let good = survey(&pc, json!({}));
    assert_eq!(plan(json!({ "needs_survey": good })), "[]");
}

#[test]
fn a_service_without_its_record_or_photo_is_said_after_the_countys_days() {
    let (county, pc) = pair();
    let activity = |title: &str, state: &str, over: Value| {
        let usual = json!({ "name": title, "activity_type": "festival", "state": state, "plan_date": "2026-11-20", "area": "A4",
            "service_item": "A401" });
        paper(&pc, "community_activity", with(usual, over))
    };
    activity("重阳", "held", json!({ "date": "2026-11-20", "people_count": 30 }));
    activity("冬至", "planned", json!({}));
    activity("停办", "cancelled", json!({}));
    let traces = || pc.call("traces.get", json!({ "year": 2026 }));
    assert_eq!((&traces()["days"], &traces()["services"]), (&json!(7), &json!(0)), "their days are not over");
    days_pass(&pc, 5);
    let said: Vec<String> = traces()["lacking"]
        .as_array()
        .unwrap()
        .iter()
        .map(|one| format!("{} {}", one["title"].as_str().unwrap(), one["lacks"].as_str().unwrap()))
        .collect();
    assert_eq!(said.len(), 2, "{said:?}");
    assert!(said.iter().any(|one| one.contains("冬至") && one.ends_with("没有记录")), "{said:?}");
    assert!(said.iter().any(|one| one.contains("重阳") && one.ends_with("没有照片")), "{said:?}");
    let set = json!({ "name": "evidence_days", "value": "30", "effective_from": "2026-01-01" });
    county.call("parameters.save", set);
    carry(&county, Audience::All, &pc);
    assert_eq!((&traces()["days"], traces()["lacking"].as_array().unwrap().len()), (&json!(30), 0));
}
