//! Supervision: reviewing papers offline, action items, hints at quality.

use app::ErrorCode;
use serde_json::{Value, json};

use crate::casework::{assessment, closed, worked};
use crate::fixture::{desk, paper, person, visit};
use crate::pcs::Pc;

fn to_review(pc: &Pc) -> Vec<String> {
    let home = pc.call("home.get", json!({}));
    home["to_review"].as_array().unwrap().iter().map(|one| one["label"].as_str().unwrap().to_owned()).collect()
}

fn slot(pc: &Pc, case: &str, kind: &str) -> Value {
    let view = pc.call("cases.get", json!({ "id": case }));
    view["documents"].as_array().unwrap().iter().find(|slot| slot["kind"] == kind).unwrap().clone()
}

fn judge(pc: &Pc, kind: &str, id: &Value, verdict: &str, text: &str) -> Value {
    pc.call("reviews.save", json!({ "target": { "kind": kind, "id": id }, "verdict": verdict, "text": text }))
}

#[test]
fn a_paper_waits_is_returned_mended_and_approved() {
    let pc = desk();
    let (case, _) = worked(&pc);
    let case = case["record"]["id"].as_str().unwrap();
    assert_eq!(to_review(&pc), ["需求预估表", "服务计划书"]);
    let found = slot(&pc, case, "assessment")["entries"][0].clone();
    assert_eq!(found["review"], "waiting");

    let target = json!({ "kind": "assessment", "id": found["id"] });
    let wordless = pc.refused("reviews.save", json!({ "target": target, "verdict": "returned" }));
    assert_eq!(wordless.fields[0].field, "text");
    pc.minutes_pass(5);
    judge(&pc, "assessment", &found["id"], "returned", "请补写量表结果");
    assert_eq!(to_review(&pc), ["服务计划书"]);
    assert_eq!(slot(&pc, case, "assessment")["state"], "returned");
    let home = pc.call("home.get", json!({}));
    assert_eq!(
        (&home["returned"][0]["text"], &home["returned"][0]["target"]["id"]),
        (&json!("请补写量表结果"), &found["id"])
    );

    pc.minutes_pass(5);
    let mended = json!({ "scale_name": "GDS-15", "scale_before": 9 });
    pc.call("records.save", json!({ "kind": "assessment", "id": found["id"], "fields": mended }));
    assert_eq!(to_review(&pc), ["服务计划书", "需求预估表"], "written anew, it waits again");
    assert_eq!(pc.call("home.get", json!({}))["returned"], json!([]));
    pc.minutes_pass(5);
    judge(&pc, "assessment", &found["id"], "approved", "");
    assert_eq!(slot(&pc, case, "assessment")["entries"][0]["review"], "approved");
    assert_eq!(to_review(&pc), ["服务计划书"]);
    let notes = pc.call("cases.get", json!({ "id": case }))["annotations"].clone();
    assert_eq!(notes.as_array().unwrap().len(), 2, "both verdicts stay readable");
}

#[test]
fn only_a_supervisor_judges_and_only_what_is_final() {
    let pc = desk();
    let (case, _) = worked(&pc);
    let case = case["record"]["id"].as_str().unwrap();
    let plan = slot(&pc, case, "service_plan")["entries"][0]["id"].clone();
    let verdict = json!({ "target": { "kind": "service_plan", "id": plan }, "verdict": "approved" });
    pc.call("staff.add", json!({ "name": "周文", "role": "worker", "passphrase": "第二个人的口令青青" }));
    let staff = pc.call("staff.list", json!({}));
    let worker = staff.as_array().unwrap().iter().find(|one| one["name"] == "周文").unwrap()["id"].clone();
    let unreviewed = json!({ "target": { "kind": "visit", "id": plan }, "verdict": "approved" });
    assert_eq!(pc.refused("reviews.save", unreviewed).code, ErrorCode::BadRequest);
    let draft = pc.call(
        "records.save",
        json!({ "kind": "assessment", "fields": { "case": case, "date": "2026-11-05" }, "provisional": true }),
    );
    let unfinished = json!({ "target": { "kind": "assessment", "id": draft["record"]["id"] }, "verdict": "approved" });
    assert!(pc.refused("reviews.save", unfinished).fields[0].message.contains("暂存"));
    let by_the_form = json!({ "kind": "review", "fields": { "target_kind": "service_plan", "target": plan } });
    assert_eq!(pc.refused("records.save", by_the_form).code, ErrorCode::BadRequest);

    pc.call("session.lock", json!({}));
    pc.call("session.unlock", json!({ "staff": worker, "passphrase": "第二个人的口令青青" }));
    assert_eq!(pc.refused("reviews.save", verdict).code, ErrorCode::NotAllowed);
    assert_eq!(to_review(&pc), Vec::<String>::new());
    assert_eq!(pc.refused("quality.hints", json!({})).code, ErrorCode::NotAllowed);
}

#[test]
fn what_supervision_asks_for_is_due_until_it_is_done() {
    let pc = desk();
    let session = paper(
        &pc,
        "supervision_record",
        json!({
            "date": "2026-11-20", "mode": "individual", "functions": ["educational"], "supervisor": "省站督导",
            "supervisees": "周文", "topics": "会谈技巧", "advice": "多听少说",
        }),
    );
    assert_eq!(session["fields"]["record_no"], "43018111001-DD-2026-A0001");
    let action = |due: &str| json!({ "supervision_record": session["id"], "action": "补写两份过程记录", "responsible": pc.me(), "due_date": due });
    let late = paper(&pc, "supervision_action", action("2026-11-21"));
    paper(&pc, "supervision_action", action("2026-11-24"));
    let duties = || pc.call("home.get", json!({}))["due_without_person"].clone();
    let due = duties();
    assert_eq!(due.as_array().unwrap().len(), 1, "what is due tomorrow does not stand there today: {due}");
    assert_eq!((&due[0]["days"], &due[0]["record"]["id"]), (&json!(2), &session["id"]));
    assert!(due[0]["text"].as_str().unwrap().contains("补写两份过程记录"));
    pc.call(
        "records.save",
        json!({ "kind": "supervision_action", "id": late["id"], "fields": { "done_date": "2026-11-23" } }),
    );
    assert_eq!(duties(), json!([]));
}

#[test]
fn hints_name_the_case_without_a_goal_the_closure_without_an_evaluation_and_visits_alike() {
    let pc = desk();
    let hints = || -> Vec<(String, usize)> {
        let hints = pc.call("quality.hints", json!({}));
        let one = |hint: &Value| (hint["text"].as_str().unwrap().to_owned(), hint["records"].as_array().unwrap().len());
        hints.as_array().unwrap().iter().map(one).collect()
    };
    let (case, goal) = worked(&pc);
    assert_eq!(hints(), []);
    pc.call("records.delete", json!({ "kind": "plan_goal", "id": goal["id"], "reason": "写错了" }));
    assert_eq!(hints(), [("服务计划书没有可衡量的具体目标".to_owned(), 1)]);
    pc.call("records.undelete", json!({ "kind": "plan_goal", "id": goal["id"] }));
    assessment(&pc, case["record"]["id"].as_str().unwrap());

    let done = closed(&pc);
    let evaluation = slot(&pc, done["record"]["id"].as_str().unwrap(), "outcome_evaluation")["entries"][0].clone();
    pc.call("records.delete", json!({ "kind": "outcome_evaluation", "id": evaluation["id"], "reason": "填错个案" }));
    assert_eq!(hints(), [("已经结案，还没有评估表".to_owned(), 1)]);
    pc.call("records.undelete", json!({ "kind": "outcome_evaluation", "id": evaluation["id"] }));

    let text = json!({ "observation_text": "老人精神尚可，家中整洁，饮食正常，无不适。" });
    visit(&pc, &person(&pc, json!({ "name": "王五" })), text.clone());
    assert_eq!(hints(), []);
    visit(&pc, &person(&pc, json!({ "name": "赵六" })), text);
    assert_eq!(hints(), [("2 次走访的“主要情况”一字不差".to_owned(), 2)]);
}
