//! Kin stand aside: who declared a person as kin is warned of when she is given that person's case or means survey, whoever gives it and by
//! whichever door; nothing is forbidden, and nothing else of the declaration is told.

use serde_json::{Value, json};

use crate::fixture::{desk, lead, paper, person};
use crate::means;
use crate::pcs::Pc;

const OTHER: &str = "第二个人的口令青青";

/// A colleague with a file, and the file.
fn colleague(pc: &Pc, name: &str) -> (String, String) {
    let staff = pc.call("staff.add", json!({ "name": name, "role": "worker", "passphrase": OTHER }));
    let fields = json!({ "staff": staff["id"], "name": name, "birth_date": "1996-04-01", "education": "31", "certificate": "assistant",
        "certified_date": "2024-05-01", "hired_date": "2026-03-10" });
    let file = paper(pc, "staff_file", fields);
    (staff["id"].as_str().unwrap().to_owned(), file["id"].as_str().unwrap().to_owned())
}

fn declared(pc: &Pc, file: &str, name: &str, recipient: Option<&str>) {
    let fields = json!({ "staff_file": file, "relative_name": name, "relation": "叔叔", "kin_of": "recipient", "recipient": recipient,
        "declared_date": "2026-03-11" });
    paper(pc, "kinship_declaration", fields);
}

/// What is said at a field.
fn said(findings: &Value, field: &str) -> Vec<String> {
    let at = findings.as_array().unwrap().iter().filter(|finding| finding["field"] == field);
    at.map(|finding| finding["message"].as_str().unwrap().to_owned()).collect()
}

fn opened(pc: &Pc, recipient: &str, worker: &str) -> Value {
    let fields = json!({ "source": "village", "informant": "村主任", "reason": "独居", "assigned_worker": worker });
    pc.call("cases.open", json!({ "recipient": recipient, "fields": fields }))
}

#[test]
fn a_case_given_to_kin_is_warned_of_at_the_worker_and_opened_all_the_same() {
    let pc = desk();
    let ((zhou, file), (wu, _)) = (colleague(&pc, "周文"), colleague(&pc, "吴桐"));
    let who = person(&pc, json!({ "name": "周大山" }));
    declared(&pc, &file, "周大山", Some(&who));
    let case = opened(&pc, &who, &zhou);
    let words = said(&case["findings"], "assigned_worker");
    assert!(words.len() == 1 && words[0].contains("应当回避"), "{words:?}");
    assert!(!words[0].contains("叔叔"), "what kin he is, is told to nobody");
    let case = &case["case"]["record"];
    let change = |worker: &str| {
        let request = json!({ "kind": "case", "id": case["id"], "fields": { "assigned_worker": worker } });
        said(&pc.call("records.save", request)["findings"], "assigned_worker")
    };
    assert_eq!(change(&wu), Vec::<String>::new());
    assert_eq!(change(&zhou).len(), 1, "given back to her");
    let typed = json!({ "kind": "case", "id": case["id"], "fields": { "assigned_worker": zhou } });
    assert_eq!(said(&pc.call("records.check", typed)["findings"], "assigned_worker").len(), 1, "while it is typed");
    let other = json!({ "kind": "case", "id": case["id"], "fields": { "remark": "另有一事" } });
    assert!(said(&pc.call("records.save", other)["findings"], "assigned_worker").is_empty(), "said once, not for ever");
}

#[test]
fn r8_2_1_a_surveyor_who_is_kin_of_the_applicant_is_warned_of() {
    let pc = desk();
    let (zhou, file) = colleague(&pc, "周文");
    let [kin, stranger] = ["周大山", "李秀英"].map(|name| person(&pc, json!({ "name": name })));
    declared(&pc, &file, "周大山", Some(&kin));
    let survey = |who: &str| {
        let fields = with_investigator(&means::saved(&pc, who), &zhou);
        said(&pc.call("means.save", fields)["findings"], "investigator")
    };
    assert!(survey(&kin)[0].contains("应当回避"));
    assert_eq!(survey(&stranger), Vec::<String>::new());
}

/// The survey with another investigator.
fn with_investigator(survey: &Value, worker: &str) -> Value {
    json!({ "id": survey["record"]["id"], "fields": { "investigator": worker }, "rows": [] })
}

#[test]
fn a_namesake_without_a_file_is_asked_about_and_a_merged_file_is_still_hers() {
    let pc = desk();
    let (zhou, file) = colleague(&pc, "周文");
    let namesake = person(&pc, json!({ "name": "周大山" }));
    declared(&pc, &file, "周大山", None);
    let words = said(&opened(&pc, &namesake, &zhou)["findings"], "assigned_worker");
    assert!(words[0].contains("同名"), "{words:?}");
    let [stays, goes] = ["罗明", "罗明明"].map(|name| person(&pc, json!({ "name": name })));
    declared(&pc, &file, "罗明明", Some(&goes));
    pc.call("merges.merge", json!({ "stays": stays, "goes": goes, "take": [] }));
    let words = said(&opened(&pc, &stays, &zhou)["findings"], "assigned_worker");
    assert!(words[0].contains("应当回避"), "{words:?}");
}

#[test]
fn a_case_handed_over_to_kin_says_so_by_name() {
    let pc = desk();
    let ((zhou, file), (wu, _)) = (colleague(&pc, "周文"), colleague(&pc, "吴桐"));
    let [kin, other] = ["周大山", "李秀英"].map(|name| person(&pc, json!({ "name": name })));
    declared(&pc, &file, "周大山", Some(&kin));
    let cases = [&kin, &other].map(|who| lead(&pc, who, json!({ "assigned_worker": wu }))["record"]["id"].clone());
    let lines: Vec<Value> = cases.iter().map(|id| json!({ "kind": "case", "id": id, "to": zhou })).collect();
    let answer = pc.call("handover.hand_over", json!({ "from": wu, "lines": lines, "reason": "调岗" }));
    let warnings = answer["warnings"].as_array().unwrap();
    assert_eq!((warnings.len(), &answer["handovers"][0]["count"]), (1, &json!(2)));
    assert!(warnings[0].as_str().unwrap().starts_with("周大山 "), "{warnings:?}");
}

#[test]
fn a_worker_is_warned_by_a_declaration_that_she_may_not_read() {
    let pc = desk();
    let ((zhou, file), (wu, _)) = (colleague(&pc, "周文"), colleague(&pc, "吴桐"));
    let who = person(&pc, json!({ "name": "周大山" }));
    declared(&pc, &file, "周大山", Some(&who));
    pc.call("session.lock", json!({}));
    pc.call("session.unlock", json!({ "staff": wu, "passphrase": OTHER }));
    assert_eq!(said(&opened(&pc, &who, &zhou)["findings"], "assigned_worker").len(), 1);
    assert_eq!(pc.call("records.list", json!({ "kind": "kinship_declaration" }))["total"], 0);
}
