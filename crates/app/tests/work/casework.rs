//! The papers of a case, filled in as a worker would, for the tests of cases.

use serde_json::{Value, json};

use crate::fixture::{lead, paper, person, with};
use crate::pcs::Pc;

pub fn advance(pc: &Pc, case: &Value, to: &str) -> Value {
    pc.call("cases.advance", json!({ "id": case["record"]["id"], "to": to }))
}

pub fn intake(pc: &Pc, case: &str) {
    paper(
        pc,
        "intake",
        json!({
            "case": case, "date": "2026-11-01", "place": "站内", "contact_mode": "station", "worker": pc.me(), "source": "village",
            "request_text": "一个人住，怕", "first_judgement": "无人照料", "risk_screen": ["uncared"], "in_scope": "yes", "decision": "accept",
        }),
    );
}

pub fn agreement(pc: &Pc, case: &str, over: Value) {
    let usual = json!({
        "case": case, "content": "每周探访", "goal": "有人照应", "rights": "双方约定", "secrecy_text": "保密及例外", "informed_consent": "yes",
        "signer": "self", "signed_by_recipient": "yes", "signed_by_worker": "yes", "signed_date": "2026-11-02",
    });
    paper(pc, "recipient_agreement", with(usual, over));
}

pub fn assessment(pc: &Pc, case: &str) {
    let mut fields = json!({ "case": case, "date": "2026-11-03", "needs": ["03"], "risk_level": "yellow" });
    for field in [
        "genogram_text",
        "ecomap_text",
        "physical",
        "psychological",
        "family_state",
        "social",
        "economic",
        "problems_text",
        "needs_text",
        "resources",
        "conclusion",
    ] {
        fields[field] = json!("略述");
    }
    paper(pc, "assessment", fields);
}

/// A plan with one goal; gives the goal.
pub fn plan(pc: &Pc, case: &str) -> Value {
    let plan = paper(
        pc,
        "service_plan",
        json!({
            "case": case, "date": "2026-11-04", "overall_goal": "安心居家", "strategy": "链接", "steps": "一、二", "evaluation_method": "前后测",
            "recipient_confirmed": "yes",
        }),
    );
    paper(
        pc,
        "plan_goal",
        json!({
            "case": case, "service_plan": plan["id"], "seq_no": 1, "goal": "每周有人上门", "indicator": "次数", "target": "1", "due_date": "2026-11-20",
        }),
    )
}

pub fn session(pc: &Pc, case: &str, number: u32, over: Value) {
    let usual = json!({
        "case": case, "session_no": number, "date": "2026-11-10", "start_time": "09:00", "end_time": "09:45", "place": "家中",
        "contact_mode": "home", "recipients_present": 1, "goal": "建立关系", "summary": "谈了近况",
    });
    paper(pc, "progress_note", with(usual, over));
}

pub fn evaluation(pc: &Pc, case: &str) {
    let satisfied = pc.call("dictionary.get", json!({}))["codes"]
        .as_array()
        .unwrap()
        .iter()
        .find(|table| table["name"] == "satisfaction")
        .unwrap()["entries"][0]["code"]
        .clone();
    paper(
        pc,
        "outcome_evaluation",
        json!({ "case": case, "date": "2026-11-20", "attainment_text": "达成", "satisfaction": satisfied, "worker_opinion": "尚可" }),
    );
}

pub fn closure() -> Value {
    json!({
        "date": "2026-11-21", "reason": "10", "summary": "目标达成", "change": "有人照应", "recipient_signed": "yes", "worker_signed": "yes",
    })
}

/// A case in intervention with everything but evaluation and attainment.
pub fn worked(pc: &Pc) -> (Value, Value) {
    let recipient = person(pc, json!({}));
    let case = lead(pc, &recipient, json!({}));
    let id = case["record"]["id"].as_str().unwrap().to_owned();
    advance(pc, &case, "intake");
    intake(pc, &id);
    pc.call("records.save", json!({ "kind": "case", "id": id, "fields": { "area": "A4", "service_item": "A401" } }));
    advance(pc, &case, "open");
    agreement(pc, &id, json!({}));
    advance(pc, &case, "assessing");
    assessment(pc, &id);
    advance(pc, &case, "planning");
    let goal = plan(pc, &id);
    let view = advance(pc, &case, "intervening");
    session(pc, &id, 1, json!({}));
    session(pc, &id, 2, json!({ "date": "2026-11-17", "end_time": "10:00" }));
    (view, goal)
}

pub fn closed(pc: &Pc) -> Value {
    let (case, goal) = worked(pc);
    let id = case["record"]["id"].as_str().unwrap();
    evaluation(pc, id);
    pc.call("records.save", json!({ "kind": "plan_goal", "id": goal["id"], "fields": { "attainment": "met" } }));
    pc.call("cases.close", json!({ "id": id, "fields": closure() }))
}
