//! Case files: from lead to archive, the gate of R21, forcing, reopening, numbers, papers.

use app::ErrorCode;
use serde_json::{Value, json};

use crate::casework::{advance, agreement, assessment, closed, closure, evaluation, intake, worked};
use crate::fixture::{desk, lead, person, with};

#[test]
fn a_case_goes_from_lead_to_archive() {
    let pc = desk();
    let (case, goal) = worked(&pc);
    let id = case["record"]["id"].as_str().unwrap();
    assert_eq!(case["record"]["fields"]["case_no"], "43018111001-GA-2026-A0001");
    let view = pc.call("cases.get", json!({ "id": id }));
    assert_eq!(
        (&view["sessions"], &view["minutes"], &view["card"]["stage_label"]),
        (&json!(2), &json!(105), &json!("介入"))
    );
    assert_eq!((&view["person"]["name"], &view["goals"][0]["fields"]["target"]), (&json!("李秀英"), &json!("1")));
    let slot =
        |kind: &str| view["documents"].as_array().unwrap().iter().find(|slot| slot["kind"] == kind).unwrap().clone();
    assert_eq!((&slot("assessment")["state"], &slot("outcome_evaluation")["state"]), (&json!("done"), &json!("blank")));
    assert_eq!(slot("progress_note")["entries"][1]["title"], "第 2 节 2026-11-17");

    let missing: Vec<_> = view["closure_missing"].as_array().unwrap().iter().map(|one| one.as_str().unwrap()).collect();
    assert!(
        missing.contains(&"评估表") && missing.contains(&"目标 1 的达成度") && missing.contains(&"结案原因"),
        "{missing:?}"
    );
    evaluation(&pc, id);
    pc.call("records.save", json!({ "kind": "plan_goal", "id": goal["id"], "fields": { "attainment": "met" } }));
    let done = pc.call("cases.close", json!({ "id": id, "fields": closure() }));
    assert_eq!((&done["card"]["stage"], &done["closure_missing"]), (&json!("closed"), &json!([])));
    let report = pc.call("records.list", json!({ "kind": "closure" }))["rows"][0].clone();
    assert_eq!(
        (&report["fields"]["sessions"], &report["fields"]["minutes"]),
        (&json!(2), &json!(105)),
        "counted by themselves"
    );
    let dues: Vec<_> = done["follow_ups"].as_array().unwrap().iter().map(|one| one["due"].as_str().unwrap()).collect();
    assert_eq!(dues, ["2026-12-21", "2027-02-21"]);
    advance(&pc, &done, "following_up");
    assert_eq!(advance(&pc, &done, "archived")["record"]["fields"]["archived_date"], "2026-11-23");
}

#[test]
fn closing_names_everything_that_is_missing_and_closes_nothing() {
    let pc = desk();
    let (case, _) = worked(&pc);
    let refused = pc.refused("cases.close", json!({ "id": case["record"]["id"], "fields": closure() }));
    assert_eq!(refused.code, ErrorCode::Invalid);
    assert!(refused.detail.contains("评估表") && refused.detail.contains("目标 1 的达成度"), "{}", refused.detail);
    assert!(refused.fields.iter().any(|field| field.field == "outcome_evaluation"));
    let unsigned = with(closure(), json!({ "reason": null, "worker_signed": "no" }));
    let refused = pc.refused("cases.close", json!({ "id": case["record"]["id"], "fields": unsigned }));
    let said = |name: &str| refused.fields.iter().any(|field| field.field == name);
    assert!(said("reason") && said("worker_signed") && !said("recipient_signed"), "{:?}", refused.fields);
    assert_eq!(pc.call("cases.get", json!({ "id": case["record"]["id"] }))["card"]["stage"], "intervening");
    assert_eq!(pc.call("records.list", json!({ "kind": "closure" }))["total"], 0);
}

#[test]
fn an_unsigned_agreement_keeps_a_case_from_closing() {
    let pc = desk();
    let recipient = person(&pc, json!({}));
    let case = lead(&pc, &recipient, json!({}));
    let id = case["record"]["id"].as_str().unwrap();
    agreement(&pc, id, json!({ "signed_by_recipient": "no" }));
    let missing = pc.call("cases.get", json!({ "id": id }))["closure_missing"].clone();
    assert!(
        missing.as_array().unwrap().iter().any(|one| one.as_str().unwrap().starts_with("服务协议上对象")),
        "{missing}"
    );
}

#[test]
fn a_crisis_is_closed_by_force_only_by_the_supervisor_with_a_note() {
    let pc = desk();
    let (case, _) = worked(&pc);
    let id = case["record"]["id"].as_str().unwrap();
    let close = |fields: Value, force: bool| json!({ "id": id, "fields": fields, "force": force });
    let noted = with(closure(), json!({ "forced_note": "对象被子女接走，来不及评估" }));
    assert!(!pc.refused("cases.close", close(noted.clone(), true)).detail.contains("强制"), "no crisis, no force");
    pc.call("records.save", json!({ "kind": "case", "id": id, "fields": { "crisis": "yes" } }));
    assert!(pc.refused("cases.close", close(closure(), true)).detail.contains("说明"));
    assert!(pc.refused("cases.close", close(noted.clone(), false)).detail.contains("确认"));

    pc.call("staff.add", json!({ "name": "周文", "role": "worker", "passphrase": "第二个人的口令青青" }));
    let staff = pc.call("staff.list", json!({}));
    let id_of = |name: &str| staff.as_array().unwrap().iter().find(|one| one["name"] == name).unwrap()["id"].clone();
    pc.call("session.lock", json!({}));
    pc.call("session.unlock", json!({ "staff": id_of("周文"), "passphrase": "第二个人的口令青青" }));
    assert!(pc.refused("cases.close", close(noted.clone(), true)).detail.contains("站长"));
    assert_eq!(pc.call("cases.get", json!({ "id": id }))["may_force"], false);
    pc.call("session.lock", json!({}));
    pc.call("session.unlock", json!({ "staff": id_of("林小禾"), "passphrase": crate::pcs::PASS }));
    assert_eq!(pc.call("cases.close", close(noted, true))["card"]["stage"], "closed");
}

#[test]
fn stages_move_only_as_the_rules_allow() {
    let pc = desk();
    let case = lead(&pc, &person(&pc, json!({})), json!({}));
    let id = case["record"]["id"].clone();
    let refused = |to: &str| pc.refused("cases.advance", json!({ "id": id, "to": to }));
    assert_eq!(refused("open").fields[0].field, "stage");
    assert_eq!(refused("flying").code, ErrorCode::BadRequest);
    advance(&pc, &case, "intake");
    assert!(refused("open").detail.contains("接案登记表"));
    intake(&pc, id.as_str().unwrap());
    assert_eq!(refused("open").fields[0].field, "area");
    assert_eq!(refused("closed").code, ErrorCode::Invalid);
    let by_hand = pc.refused("records.save", json!({ "kind": "case", "id": id, "fields": { "stage": "closed" } }));
    assert_eq!(by_hand.code, ErrorCode::BadRequest);
    let moves = pc.call("cases.get", json!({ "id": id }))["moves"].clone();
    assert_eq!(
        (&moves[0]["to"], &moves[0]["main"], &moves[0]["missing"][0]),
        (&json!("open"), &json!(true), &json!("开案前请选服务领域"))
    );
}

#[test]
fn an_emergency_begins_with_a_note_and_the_assessment_falls_due() {
    let pc = desk();
    let case = lead(&pc, &person(&pc, json!({})), json!({ "area": "A4", "service_item": "A401" }));
    let id = case["record"]["id"].as_str().unwrap();
    advance(&pc, &case, "intake");
    intake(&pc, id);
    advance(&pc, &case, "open");
    assert_eq!(
        pc.refused("cases.advance", json!({ "id": id, "to": "intervening" })).fields[0].field,
        "emergency_reason"
    );
    let begun = pc
        .call("cases.advance", json!({ "id": id, "to": "intervening", "note": "老人昏倒在家", "date": "2026-11-20" }));
    assert_eq!(begun["record"]["fields"]["emergency_date"], "2026-11-20");
    let due = pc.call("home.get", json!({}))["due"].clone();
    assert_eq!(
        (&due[0]["items"][0]["what"], &due[0]["items"][0]["date"]),
        (&json!("assessment"), &json!("2026-11-23"))
    );
    assessment(&pc, id);
    assert_eq!(pc.call("home.get", json!({}))["due"], json!([]));
}

#[test]
fn case_numbers_have_no_gaps_and_a_lead_has_none() {
    let pc = desk();
    let recipient = person(&pc, json!({}));
    let cases: Vec<Value> = (0..3).map(|_| lead(&pc, &recipient, json!({}))).collect();
    assert!(cases.iter().all(|case| case["card"]["case_no"] == ""));
    let numbers: Vec<_> =
        [2, 0].iter().map(|place| advance(&pc, &cases[*place], "intake")["card"]["case_no"].clone()).collect();
    assert_eq!(numbers, [json!("43018111001-GA-2026-A0001"), json!("43018111001-GA-2026-A0002")]);
    let at_once = pc.call("cases.open", json!({ "recipient": recipient, "intake": true, "fields": { "source": "self", "informant": "本人", "reason": "求助" } }));
    assert!(at_once["case"]["card"]["case_no"].as_str().unwrap().ends_with("A0003"));
    assert_eq!(at_once["findings"][0]["field"], "recipient", "there is an open case already");
}

#[test]
fn a_reopened_case_keeps_its_number_and_says_why() {
    let pc = desk();
    let done = closed(&pc);
    let id = done["record"]["id"].clone();
    assert_eq!(pc.refused("cases.advance", json!({ "id": id, "to": "reopened" })).fields[0].field, "reopened_reason");
    let again = pc.call("cases.advance", json!({ "id": id, "to": "reopened", "note": "又一个人住了" }));
    assert_eq!(
        (&again["record"]["fields"]["reopened_no"], &again["card"]["case_no"]),
        (&json!(1), &done["card"]["case_no"])
    );
    assert_eq!(again["follow_ups"], json!([]));
}

#[test]
fn the_board_has_a_column_per_stage_with_days_in_it() {
    let pc = desk();
    let recipient = person(&pc, json!({}));
    lead(&pc, &recipient, json!({ "lead_date": "2026-11-20" }));
    let archived = closed(&pc);
    advance(&pc, &archived, "archived");
    let board = pc.call("cases.board", json!({}));
    let columns = board["columns"].as_array().unwrap();
    assert_eq!((&columns[0]["label"], &columns[0]["cases"][0]["days_in_stage"]), (&json!("线索"), &json!(3)));
    assert_eq!(
        columns.iter().map(|column| column["cases"].as_array().unwrap().len()).sum::<usize>(),
        1,
        "archived ones only when asked for"
    );
    let all = pc.call("cases.board", json!({ "with_closed": true }));
    assert!(
        all["columns"]
            .as_array()
            .unwrap()
            .iter()
            .any(|column| column["stage"] == "archived" && column["cases"].as_array().unwrap().len() == 1)
    );
}

#[test]
fn a_provisional_paper_is_a_draft_and_counts_for_nothing() {
    let pc = desk();
    let case = lead(&pc, &person(&pc, json!({})), json!({}));
    let id = case["record"]["id"].as_str().unwrap();
    pc.call(
        "records.save",
        json!({ "kind": "assessment", "fields": { "case": id, "date": "2026-11-03" }, "provisional": true }),
    );
    pc.call(
        "drafts.put",
        json!({ "key": format!("intake:{id}:new"), "kind": "intake", "title": "接案", "content": {} }),
    );
    let view = pc.call("cases.get", json!({ "id": id }));
    let states: Vec<_> = view["documents"]
        .as_array()
        .unwrap()
        .iter()
        .filter(|slot| slot["state"] == "draft")
        .map(|slot| slot["kind"].clone())
        .collect();
    assert_eq!(states, [json!("intake"), json!("assessment")]);
    assert!(view["closure_missing"].as_array().unwrap().iter().any(|one| one.as_str().unwrap().contains("预估")));
}
