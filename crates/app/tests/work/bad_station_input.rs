//! Bad input at every door of the station registers: what is typed wrong is named at its field, in Chinese, nothing of it is stored, and
//! what was typed stays in the draft. Each kind is tried with everything its dictionary file forbids, and with days, terms, months and
//! stations that contradict other records.

use app::ErrorCode;
use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use domain::dictionary::{Field, FieldType, Kind, Writer, dictionary};
use serde_json::{Value, json};

use crate::deadlines::{CODE, pair, signed};
use crate::fixture::{desk, paper, with};
use crate::pcs::Pc;
use crate::plain_registers::{examples, typed, writer};

/// Records that belong to others, with what they have to say; `@kind` is the record of that example.
fn children() -> Vec<(&'static str, Value)> {
    vec![
        ("agreement_station", json!({ "agreement": "@agreement", "station_code": CODE, "agreed_staff": 2 })),
        (
            "agreement_change",
            json!({ "agreement": "@agreement", "change_type": "change", "date": "2026-06-01", "reason": "增加人员" }),
        ),
        (
            "agreement_target",
            json!({ "agreement": "@agreement", "name": "走访", "figure": "visit.effective", "target": 700 }),
        ),
        (
            "appropriation",
            json!({ "agreement": "@agreement", "node": "首付款", "planned_date": "2026-04-01", "planned_amount": 100, "fund_source": "welfare_lottery" }),
        ),
        (
            "yearly_evaluation",
            json!({ "agreement": "@agreement", "date": "2027-02-01", "evaluator": "第三方", "evaluation_grade": "passed" }),
        ),
        (
            "recruitment_step",
            json!({ "recruitment_plan": "@recruitment_plan", "step": "notice", "date": "2026-02-01", "place": "网站" }),
        ),
        ("pay_confirmation", json!({ "staff_file": "@staff_file", "month": "2026-10", "paid": "yes" })),
        (
            "kinship_declaration",
            json!({ "staff_file": "@staff_file", "relative_name": "吴老五", "relation": "叔叔", "kin_of": "village_cadre", "declared_date": "2026-03-11" }),
        ),
        (
            "room_use",
            json!({ "premises_room": "@premises_room", "date": "2026-11-20", "purpose": "个案面谈", "people": 2 }),
        ),
        (
            "station_plan_item",
            json!({ "station_plan": "@station_plan", "content": "开展探访", "due_date": "2026-12-01", "item_state": "planned" }),
        ),
    ]
}

/// Every door: a PC that may write the kind, and a form that is right.
fn doors() -> Vec<(&'static Kind, Pc, Value)> {
    let examples = examples();
    let of_station =
        |kind: &&Kind| kind.page.as_ref().is_some_and(|page| ["office", "agreements"].contains(&page.on.as_str()));
    let registers = dictionary()
        .kinds
        .iter()
        .filter(of_station)
        .filter_map(|kind| Some((kind, examples.get(&kind.name)?["fields"].clone())));
    let children = children().into_iter().map(|(name, fields)| (dictionary().kind(name).unwrap(), fields));
    let door = |(kind, fields): (&'static Kind, Value)| {
        let pc = writer(kind);
        let fields = typed(&pc, kind, &json!({ "fields": fields }));
        (kind, pc, fields)
    };
    registers.chain(children).map(door).collect()
}

/// What a field cannot be.
fn wrong_values(kind: &Kind, field: &Field, right: &Value) -> Vec<Value> {
    match field.kind {
        FieldType::Text | FieldType::LongText => vec![json!("长".repeat(
            field.max.unwrap_or(match field.kind {
                FieldType::Text => 200,
                _ => 20_000,
            }) + 1
        ))],
        FieldType::Integer | FieldType::Money => {
            let mut wrong = vec![json!(-1), json!("很多"), json!(10_000_000_000_000_i64)];
            wrong.extend(field.between.into_iter().flat_map(|(least, most)| [json!(least - 1), json!(most + 1)]));
            wrong
        }
        FieldType::Date => {
            let mut wrong = vec![json!("2026-02-30"), json!("下个月"), json!("0026-03-01")];
            let before =
                field.not_before.as_ref().and_then(|name| right[name].as_str().or(right[&field.name].as_str()));
            wrong.extend(
                before.filter(|_| right[field.not_before.as_ref().unwrap()].is_string()).map(|_| json!("1950-01-01")),
            );
            wrong
        }
        FieldType::Time => vec![json!("25:70")],
        FieldType::Code | FieldType::Codes => {
            let open = dictionary().code_table(field.codes.as_deref().unwrap()).unwrap().open;
            let none = if field.codes.as_deref() == Some("station") {
                json!("999999999")
            } else {
                json!("没有这个选项")
            };
            let one = if field.kind == FieldType::Codes { json!([none]) } else { none };
            if open && field.codes.as_deref() != Some("station") { vec![] } else { vec![one] }
        }
        FieldType::Reference | FieldType::Attachment => {
            assert!(!kind.fields.is_empty());
            Vec::new()
        }
    }
}

/// Refused at that field in Chinese, with nothing stored, and what was typed still in the draft.
fn refused_at(pc: &Pc, kind: &Kind, field: &str, form: &Value) {
    let count = |pc: &Pc| pc.call("records.list", json!({ "kind": kind.name }))["total"].clone();
    let (before, key) = (count(pc), format!("{}:new", kind.name));
    pc.call("drafts.put", json!({ "key": key, "kind": kind.name, "title": "正在填", "content": form }));
    let refused = pc.refused("records.save", json!({ "kind": kind.name, "fields": form, "draft": key }));
    let said = refused.fields.iter().find(|one| one.field == field && one.is_error());
    let said = said.unwrap_or_else(|| panic!("{}.{field}: {:?} of {form}", kind.name, refused.fields));
    assert_eq!(refused.code, ErrorCode::Invalid, "{}.{field}", kind.name);
    let chinese = said.message.chars().filter(|c| ('\u{4e00}'..='\u{9fff}').contains(c)).count();
    assert!(chinese >= 4, "{}.{field}: {}", kind.name, said.message);
    assert_eq!(count(pc), before, "{}.{field}: nothing is stored", kind.name);
    let draft = pc.call("drafts.get", json!({ "key": key }))["draft"]["content"].clone();
    assert_eq!(&draft, form, "{}.{field}: what was typed stays", kind.name);
}

#[test]
fn every_door_refuses_what_its_fields_cannot_be_and_asks_for_what_is_missing() {
    let mut tried = 0;
    for (kind, pc, right) in doors() {
        for field in &kind.fields {
            for wrong in wrong_values(kind, field, &right) {
                refused_at(&pc, kind, &field.name, &with(right.clone(), json!({ field.name.clone(): wrong })));
                tried += 1;
            }
            if field.required && field.only_if.is_none() {
                refused_at(&pc, kind, &field.name, &with(right.clone(), json!({ field.name.clone(): null })));
                tried += 1;
            }
        }
        let saved = pc.call("records.save", json!({ "kind": kind.name, "fields": right }));
        assert_eq!(saved["record"]["provisional"], false, "{}: the form was right but for that", kind.name);
    }
    assert!(tried > 500, "{tried}");
}

#[test]
fn days_that_contradict_each_other_are_refused() {
    let (county, station) = (Pc::county("浏阳市", "430181"), desk());
    for (kind, over, field) in [
        ("agreement", json!({ "end_date": "2026-03-04" }), "end_date"),
        ("agreement", json!({ "terminated_date": "2026-03-01" }), "terminated_date"),
        ("agreement", json!({ "terminated_date": "2027-03-05" }), "terminated_date"),
        ("agreement", json!({ "year_in_cycle": 0 }), "year_in_cycle"),
        ("staff_file", json!({ "arrival_date": "2026-03-09" }), "arrival_date"),
        ("staff_file", json!({ "left_date": "2026-03-19", "leaving_reason": "other_job" }), "left_date"),
        ("staff_file", json!({ "birth_date": "2012-01-01" }), "birth_date"),
        ("staff_file", json!({ "contract_from": "2026-03-10", "contract_until": "2026-03-09" }), "contract_until"),
        ("staff_file", json!({ "certified_date": "2025-06-01", "registered_date": "2025-05-31" }), "registered_date"),
        ("premises_room", json!({ "opened_date": "2026-03-01", "closed_date": "2026-02-28" }), "closed_date"),
        ("rule_book", json!({ "in_force_date": "2026-03-01", "ended_date": "2026-02-28" }), "ended_date"),
        ("rule_book", json!({ "in_force_date": "2026-03-01", "posted_date": "2026-02-28" }), "posted_date"),
        ("sign_plate", json!({ "removed_date": "2026-03-04" }), "removed_date"),
        ("service_item", json!({ "until_date": "2026-01-09" }), "until_date"),
        ("station_focus", json!({ "until_date": "2026-03-09" }), "until_date"),
        ("station_honour", json!({ "valid_until": "2026-05-19" }), "valid_until"),
    ] {
        let kind = dictionary().kind(kind).unwrap();
        let pc = if kind.writer == Writer::County { &county } else { &station };
        if pc.call("stations.list", json!({})).as_array().unwrap().is_empty() {
            pc.register("430181110");
        }
        let right = typed(pc, kind, &examples()[&kind.name]);
        refused_at(pc, kind, field, &with(right, over));
    }
}

#[test]
fn a_second_agreement_over_the_same_days_and_a_station_twice_are_refused() {
    let (county, _) = pair();
    let first = signed(&county, json!({}), 2);
    let link = dictionary().kind("agreement_station").unwrap();
    refused_at(&county, link, "station_code", &json!({ "agreement": first, "station_code": CODE, "agreed_staff": 1 }));
    let provider = county.call("records.list", json!({ "kind": "provider" }))["rows"][0]["id"].clone();
    let other = json!({ "agreement_no": "另一份", "buyer": "浏阳市民政局", "provider": provider, "sign_date": "2027-01-04",
        "start_date": "2027-09-30", "end_date": "2028-09-29", "year_in_cycle": 1, "amount": 100 });
    let second = paper(&county, "agreement", other)["id"].clone();
    let shared = json!({ "agreement": second, "station_code": CODE, "agreed_staff": 1 });
    refused_at(&county, link, "station_code", &shared);
    let moved = json!({ "kind": "agreement", "id": second, "fields": { "start_date": "2027-10-01" } });
    county.call("records.save", moved);
    paper(&county, "agreement_station", shared);
    let back = json!({ "kind": "agreement", "id": second, "fields": { "start_date": "2027-09-30" } });
    let refused = county.refused("records.save", back);
    assert_eq!(refused.fields[0].field, "start_date");
    assert!(refused.fields[0].message.contains("同一时期已有协议"), "{}", refused.fields[0].message);
    let kept = county.call("records.get", json!({ "kind": "agreement", "id": second }));
    assert_eq!(kept["fields"]["start_date"], "2027-10-01");
}

#[test]
fn nothing_that_follows_from_an_agreement_lies_before_its_signing() {
    let (county, _) = pair();
    let agreement = signed(&county, json!({}), 1);
    for (kind, fields, field) in [
        (
            "filing",
            json!({ "filing_type": "agreement", "year": 2026, "filed_date": "2026-09-17", "receiver": "长沙市民政局" }),
            "filed_date",
        ),
        (
            "yearly_evaluation",
            json!({ "date": "2026-09-17", "evaluator": "第三方", "evaluation_grade": "passed" }),
            "date",
        ),
        ("agreement_change", json!({ "change_type": "change", "date": "2026-09-17", "reason": "增加人员" }), "date"),
        (
            "appropriation",
            json!({ "node": "首付款", "planned_date": "2026-09-17", "planned_amount": 100, "fund_source": "welfare_lottery" }),
            "planned_date",
        ),
        (
            "appropriation",
            json!({ "node": "首付款", "planned_date": "2026-10-01", "planned_amount": 100, "fund_source": "welfare_lottery", "paid_amount": 100, "paid_date": "2026-09-17" }),
            "paid_date",
        ),
        (
            "report_submission",
            json!({ "report_type": "mid_term", "period": "2026", "submitted_date": "2026-09-17", "receivers": "县民政局" }),
            "submitted_date",
        ),
    ] {
        let form = with(fields, json!({ "agreement": agreement }));
        refused_at(&county, dictionary().kind(kind).unwrap(), field, &form);
    }
}

#[test]
fn who_arrived_before_the_first_agreement_is_kept_with_a_word_at_the_field() {
    let (county, station) = pair();
    signed(&county, json!({}), 1);
    crate::deadlines::carry(&county, changelog::Audience::All, &station);
    let file = json!({ "name": "秦小雨", "birth_date": "1996-04-01", "education": "31", "certificate": "none", "major_related": "related",
        "hired_date": "2026-09-01", "arrival_date": "2026-09-17" });
    let saved = station.call("records.save", json!({ "kind": "staff_file", "fields": file }));
    let said = saved["findings"].as_array().unwrap().iter().find(|one| one["field"] == "arrival_date").unwrap();
    assert_eq!((&said["level"], saved["record"]["provisional"].as_bool()), (&json!("warning"), Some(false)));
    assert!(said["message"].as_str().unwrap().contains("2026-09-18"), "{said}");
}

#[test]
fn pay_is_confirmed_once_for_a_month_that_has_begun() {
    let pc = desk();
    let kind = dictionary().kind("pay_confirmation").unwrap();
    let (_, form) = children().into_iter().find(|(name, _)| *name == "pay_confirmation").unwrap();
    let right = typed(&pc, kind, &json!({ "fields": form }));
    for month in ["2026-12", "2026年10月", "2026-13"] {
        refused_at(&pc, kind, "month", &with(right.clone(), json!({ "month": month })));
    }
    paper(&pc, "pay_confirmation", right.clone());
    refused_at(&pc, kind, "month", &with(right, json!({ "paid": "no" })));
}

#[test]
fn money_over_the_agreement_is_said_at_the_field_and_kept() {
    let (county, _) = pair();
    let agreement = signed(&county, json!({}), 1);
    let payment = json!({ "agreement": agreement, "node": "首付款", "planned_date": "2026-10-08", "planned_amount": 30_000_001, "fund_source": "welfare_lottery" });
    let saved = county.call("records.save", json!({ "kind": "appropriation", "fields": payment }));
    let said = &saved["findings"][0];
    assert_eq!((&said["field"], &said["level"]), (&json!("planned_amount"), &json!("warning")));
    assert!(said["message"].as_str().unwrap().contains("协议金额"), "{said}");
}

#[test]
fn a_file_that_is_no_document_is_refused_by_its_name_and_leaves_nothing_behind() {
    let pc = desk();
    let book =
        json!({ "book_type": "finance", "title": "财务管理制度", "version": "1", "in_force_date": "2026-01-01" });
    let sign = json!({ "sign_type": "outdoor", "sign_text": "浏阳市大瑶镇社会工作服务站", "hung_date": "2026-03-05" });
    let broken_zip = [b"PK\x03\x04".as_slice(), &[0; 64]].concat();
    for (kind, fields) in [("rule_book", book), ("sign_plate", sign)] {
        let id = paper(&pc, kind, fields)["id"].clone();
        let bad: [(&str, &[u8]); 5] = [
            ("制度.docx", b"MZ\x90\x00 an executable"),
            ("制度.pdf", b"<html>not a document</html>"),
            ("制度.xlsx", &broken_zip),
            ("标牌.jpg", b"plain words"),
            ("标牌.png", b""),
        ];
        for (name, bytes) in bad {
            let files = json!([{ "name": name, "base64": STANDARD.encode(bytes) }]);
            let read =
                pc.call("attachments.read", json!({ "kind": kind, "id": id, "files": files }))["items"][0].clone();
            let said = read["error"].as_str().unwrap_or_else(|| panic!("{kind} {name}: {read}"));
            let chinese = said.chars().filter(|c| ('\u{4e00}'..='\u{9fff}').contains(c)).count();
            assert!(chinese >= 4 && read["name"] == name, "{kind} {name}: {said}");
        }
        let kept = pc.call("attachments.list", json!({ "kind": kind, "id": id }))["items"].clone();
        assert_eq!(kept, json!([]), "{kind}");
    }
}
