//! 本年度: the spine of an agreement year, the same on both sides, each step begun from the one before and dated by the deadlines.

use changelog::Audience;
use serde_json::{Value, json};

use crate::deadlines::{CODE, agreement_fields, carry, pair, provider, signed};
use crate::fixture::{paper, with};
use crate::pcs::Pc;

fn year(pc: &Pc) -> Value {
    pc.call("year.get", json!({ "station": CODE }))
}

fn step(pc: &Pc, name: &str) -> Value {
    let year = year(pc);
    year["steps"].as_array().unwrap().iter().find(|step| step["name"] == name).unwrap().clone()
}

/// Saves what a step's button begins with, and what is typed besides.
fn begun(pc: &Pc, begin: &Value, typed: Value) -> Value {
    assert!(begin.is_object(), "nothing can be begun: {begin}");
    paper(pc, begin["kind"].as_str().unwrap(), with(begin["fields"].clone(), typed))
}

#[test]
fn the_year_stands_in_order_and_its_days_are_those_of_the_deadlines_on_both_sides() {
    let (county, station) = pair();
    assert_eq!((&year(&station)["steps"], &year(&station)["agreement"]), (&json!([]), &Value::Null));
    signed(&county, json!({ "sign_date": "2026-02-20", "start_date": "2026-03-01", "end_date": "2027-02-28" }), 2);
    carry(&county, Audience::All, &station);
    let at_station = year(&station);
    assert_eq!(at_station["agreements"][0]["from"], "2026-03-01");
    let names: Vec<&str> =
        at_station["steps"].as_array().unwrap().iter().map(|step| step["name"].as_str().unwrap()).collect();
    let known: Vec<&str> = domain::year::steps().iter().map(|step| step.name.as_str()).collect();
    assert_eq!(names, known);
    for (name, rule) in [
        ("arrival", "arrival"),
        ("monthly_briefs", "monthly_brief"),
        ("mid_term", "mid_term_report"),
        ("self_evaluation", "self_evaluation"),
        ("final_report", "final_report"),
    ] {
        let due = station.call("deadlines.list", json!({ "rule": rule, "settled": true }))["rows"].clone();
        let mut due: Vec<(Value, Value)> =
            due.as_array().unwrap().iter().map(|row| (row["due"].clone(), row["words"].clone())).collect();
        due.sort_by_key(|(day, _)| day.as_str().map(str::to_owned));
        let lines = |pc: &Pc| {
            let step = step(pc, name);
            let own = step["lines"].as_array().unwrap().iter().filter(|line| line["whose"] != "县级");
            own.map(|line| (line["due"].clone(), line["words"].clone())).collect::<Vec<_>>()
        };
        assert_eq!(lines(&station), due, "{name}");
        assert_eq!(lines(&county), due, "{name}, at the county");
    }
    let quarters = step(&county, "quarters");
    let days: Vec<&Value> = quarters["lines"].as_array().unwrap().iter().map(|line| &line["due"]).collect();
    assert_eq!(days, ["2026-04-10", "2026-07-10", "2026-10-10", "2027-01-10"]);
    assert_eq!(quarters["words"], "已完成 0 / 4，逾期 3");
    assert_eq!(
        (&step(&station, "quarters")["words"], &step(&station, "filing")["state"]),
        (&json!("由县里办理"), &json!("elsewhere"))
    );
    assert_eq!(step(&station, "arrival")["owes"], "站点");
    assert_eq!(
        (&step(&county, "arrival")["lines"][0]["begin"], &step(&county, "arrival")["begin"]),
        (&Value::Null, &Value::Null),
        "the station owes it"
    );
}

#[test]
fn each_step_begins_filled_from_the_one_before_and_is_done_by_its_record() {
    let (county, station) = pair();
    let agreement = signed(&county, json!({}), 2);
    assert_eq!(
        (&step(&county, "agreement")["state"], &step(&county, "targets")["state"]),
        (&json!("done"), &json!("open"))
    );
    let target = json!({ "name": "走访", "figure": "visit.effective", "target": 700 });
    begun(&county, &step(&county, "targets")["begin"], target);
    assert_eq!(step(&county, "targets")["state"], "done");
    let filing = step(&county, "filing")["lines"][0].clone();
    assert_eq!(filing["begin"]["fields"], json!({ "filing_type": "agreement", "agreement": agreement, "year": 2026 }));
    begun(&county, &filing["begin"], json!({ "filed_date": "2026-09-30", "receiver": "长沙市民政局" }));
    assert_eq!(
        (&step(&county, "filing")["state"], &step(&county, "filing")["words"]),
        (&json!("done"), &json!("已完成"))
    );
    carry(&county, Audience::All, &station);

    assert_eq!(step(&station, "station_plan")["begin"]["fields"]["needs_survey"], Value::Null);
    let survey = json!({ "methods": ["interview"], "sample": 60, "start_date": "2026-10-08" });
    let survey = begun(&station, &step(&station, "needs_survey")["begin"], survey);
    let doing = step(&station, "needs_survey");
    assert_eq!((&doing["state"], &doing["words"], &doing["begin"]), (&json!("doing"), &json!("进行中"), &Value::Null));
    let plan = step(&station, "station_plan")["begin"].clone();
    assert_eq!(
        (&plan["fields"]["needs_survey"], &plan["fields"]["title"]),
        (&survey["id"], &json!("2026 年度服务计划"))
    );
    begun(&station, &plan, json!({ "goals": "独居老人月月见面", "made_date": "2026-11-01" }));
    station.call(
        "records.save",
        json!({ "kind": "needs_survey", "id": survey["id"], "fields": { "finished_date": "2026-10-30" } }),
    );
    assert_eq!(
        (&step(&station, "needs_survey")["state"], &step(&station, "station_plan")["state"]),
        (&json!("done"), &json!("done"))
    );

    let own = step(&station, "self_evaluation")["lines"][0].clone();
    assert_eq!((&own["title"], &own["due"], &own["state"]), (&json!("2026"), &json!("2026-11-30"), &json!("near")));
    begun(&station, &own["begin"], json!({ "submitted_date": "2026-11-20" }));
    assert_eq!(step(&station, "self_evaluation")["state"], "done");
    carry(&station, Audience::Station(CODE.into()), &county);
    assert_eq!(step(&county, "self_evaluation")["words"], "已完成 1 / 2", "the county still owes its own");
    assert_eq!(
        (&step(&county, "needs_survey")["state"], &step(&county, "needs_survey")["begin"]),
        (&json!("done"), &Value::Null)
    );
}

#[test]
fn r07_a_year_that_passed_is_renewed_from_here_and_one_that_failed_is_procured_anew() {
    let (county, station) = pair();
    let fields = json!({ "sign_date": "2025-09-18", "start_date": "2025-10-01", "end_date": "2026-09-30" });
    let agreement = signed(&county, fields, 2);
    assert_eq!(
        (&step(&county, "verdict")["state"], &step(&county, "next")["state"]),
        (&json!("waiting"), &json!("waiting"))
    );
    assert_eq!(
        step(&county, "monthly_briefs")["lines"].as_array().unwrap().len(),
        12,
        "the whole year, though it is over"
    );
    let evaluated = |grade: &str, day: &str| {
        let fields = json!({ "agreement": agreement, "date": day, "evaluator": "第三方", "evaluation_grade": grade });
        paper(&county, "yearly_evaluation", fields);
    };
    evaluated("failed", "2026-09-10");
    assert_eq!(
        (&step(&county, "verdict")["state"], &step(&county, "verdict")["words"]),
        (&json!("failed"), &json!("不合格"))
    );
    let next = step(&county, "next");
    assert_eq!(next["begin"]["kind"], "procurement");
    assert!(next["words"].as_str().unwrap().starts_with("评估不合格，按政府采购程序重新采购"), "{next}");
    carry(&county, Audience::All, &station);
    assert_eq!(
        (&step(&station, "next")["begin"], &step(&station, "evaluation")["state"]),
        (&Value::Null, &json!("done"))
    );

    evaluated("good", "2026-09-20");
    assert_eq!(step(&county, "verdict")["words"], "良好，合格");
    let next = step(&county, "next");
    let fields = &next["begin"]["fields"];
    assert_eq!((&fields["renews"], &fields["year_in_cycle"]), (&json!(agreement), &json!(2)));
    assert_eq!((&fields["start_date"], &fields["end_date"]), (&json!("2026-10-01"), &json!("2027-09-30")));
    begun(&county, &next["begin"], json!({ "agreement_no": "民购协〔2026〕9号", "sign_date": "2026-09-25" }));
    let next = step(&county, "next");
    assert_eq!((&next["state"], &next["words"]), (&json!("done"), &json!("民购协〔2026〕9号 已续签")));
    assert_eq!(year(&county)["agreement"], json!(agreement), "the new one is for no station yet");
}

#[test]
fn the_agreement_in_force_is_shown_and_another_can_be_chosen() {
    let (county, _) = pair();
    let old =
        signed(&county, json!({ "sign_date": "2025-09-18", "start_date": "2025-10-01", "end_date": "2026-09-30" }), 2);
    let new = paper(
        &county,
        "agreement",
        agreement_fields(&provider(&county), json!({ "agreement_no": "民购协〔2026〕9号" })),
    );
    paper(&county, "agreement_station", json!({ "agreement": new["id"], "station_code": CODE, "agreed_staff": 2 }));
    assert_eq!(county.call("year.get", json!({}))["station"], CODE, "the first station that has an agreement");
    let now = year(&county);
    assert_eq!((&now["agreement"], now["agreements"].as_array().unwrap().len()), (&new["id"], 2));
    let before = county.call("year.get", json!({ "station": CODE, "agreement": old }));
    assert_eq!(before["agreement"], json!(old));
    assert!(before["steps"][0]["lines"][0]["title"].as_str().unwrap().contains("2025-10-01 至 2026-09-30"));
}
