//! Consent: what a person consented to, refused and withdrew, at every door: referrals, ledgers and papers for outside, typical cases, public photos,
//! and what the county sees in full.

use app::ErrorCode;
use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use photos::drawn_by_phone;
use serde_json::{Value, json};

use crate::fixture::{MAN_1990, desk, paper, person, visit, with};
use crate::pcs::Pc;
use crate::two_pcs::hand_over;

const SECOND: &str = "第二个人的口令青青";

/// Somebody who consented on the first of November.
fn consented(pc: &Pc, name: &str, scope: Value) -> (String, Value) {
    let id = person(pc, json!({ "name": name }));
    let consent =
        json!({ "recipient": id, "date": "2026-11-01", "signer": "self", "scope": scope, "paper_on_file": "yes" });
    let consent = paper(pc, "consent", consent);
    (id, consent)
}

fn withdraw(pc: &Pc, consent: &Value) {
    let fields = json!({ "withdrawn_date": "2026-11-10" });
    pc.call("records.save", json!({ "kind": "consent", "id": consent["id"], "fields": fields }));
}

fn referral(person: &str, over: Value) -> Value {
    let usual = json!({
        "recipient": person, "referring_org": "本站", "receiving_org": "县人民医院", "contact": "张医生", "reason": "需要住院",
        "summary": "已探访四次", "consent_signed": "yes", "referral_date": "2026-11-20",
    });
    with(usual, over)
}

fn as_worker(pc: &Pc) {
    pc.call("staff.add", json!({ "name": "周文", "role": "worker", "passphrase": SECOND }));
    let staff = pc.call("staff.list", json!({}));
    let worker = staff.as_array().unwrap().iter().find(|one| one["name"] == "周文").unwrap()["id"].clone();
    pc.call("session.lock", json!({}));
    pc.call("session.unlock", json!({ "staff": worker, "passphrase": SECOND }));
}

#[test]
fn a_referral_without_consent_or_after_a_withdrawal_is_not_final() {
    let pc = desk();
    let (id, consent) = consented(&pc, "李秀英", json!(["registration", "share"]));
    let save =
        |fields: Value, provisional: bool| json!({ "kind": "referral", "fields": fields, "provisional": provisional });
    let refused = pc.refused("records.save", save(referral(&id, json!({ "consent_signed": "no" })), false));
    assert_eq!(refused.fields[0].field, "consent_signed");
    pc.call("records.save", save(referral(&id, json!({ "consent_signed": "no" })), true));
    let before = paper(&pc, "referral", referral(&id, json!({ "referral_date": "2026-11-05" })));
    withdraw(&pc, &consent);
    let refused = pc.refused("records.save", save(referral(&id, json!({})), false));
    assert!(refused.fields[0].message.contains("已于 2026-11-10 撤回同意"), "{}", refused.fields[0].message);
    // What was referred before the withdrawal still gets its receipt.
    let receipt = json!({ "receipt_result": "accepted", "receipt_date": "2026-11-23" });
    let codes = pc.call("dictionary.get", json!({}))["codes"].clone();
    let results = codes.as_array().unwrap().iter().find(|table| table["name"] == "receipt_result").unwrap().clone();
    let receipt = with(receipt, json!({ "receipt_result": results["entries"][0]["code"] }));
    pc.call("records.save", json!({ "kind": "referral", "id": before["id"], "fields": receipt }));

    let reason = json!({ "consent_override": "突发脑卒中，昏迷，先送医" });
    as_worker(&pc);
    let by_worker = pc.refused("records.save", save(referral(&id, reason.clone()), false));
    assert_eq!(by_worker.fields[0].field, "consent_override", "only the supervisor");
    pc.call("session.lock", json!({}));
    let staff = pc.call("start.state", json!({}))["staff"].clone();
    let supervisor = staff.as_array().unwrap().iter().find(|one| one["name"] == "林小禾").unwrap()["id"].clone();
    pc.call("session.unlock", json!({ "staff": supervisor, "passphrase": crate::pcs::PASS }));
    let overridden = paper(&pc, "referral", referral(&id, reason));
    let history = pc.call("records.history", json!({ "kind": "referral", "id": overridden["id"] }));
    assert!(history.to_string().contains("突发脑卒中"), "the reason stays in the history");

    paper(
        &pc,
        "consent",
        json!({ "recipient": id, "date": "2026-11-21", "signer": "self", "scope": ["share"], "paper_on_file": "yes" }),
    );
    paper(&pc, "referral", referral(&id, json!({ "referral_date": "2026-11-22" })));
}

#[test]
fn a_ledger_and_a_paper_for_outside_leave_out_who_withdrew_unless_the_supervisor_says_why() {
    let pc = desk();
    let (gone, consent) = consented(&pc, "李秀英", json!(["registration", "share"]));
    consented(&pc, "王建国", json!(["registration"]));
    person(&pc, json!({ "name": "赵六" }));
    let visited = visit(&pc, &gone, json!({}))["record"]["id"].clone();
    withdraw(&pc, &consent);
    let write = |over: Value| {
        let asked = json!({ "name": "recipients", "privacy": "outside", "to_place": { "download": true } });
        pc.call("ledgers.write", with(asked, over))
    };
    let out = write(json!({}));
    assert_eq!((&out["rows"], &out["left_out"]), (&json!(2), &json!(1)));
    assert_eq!(write(json!({ "privacy": "inside" }))["rows"], 3, "at the station everybody is there");
    let out = write(json!({ "override_reason": "法院调取" }));
    assert_eq!((&out["rows"], &out["left_out"]), (&json!(3), &json!(0)));
    let export = |over: Value| {
        let asked =
            json!({ "shown": { "list": "recipients" }, "privacy": "outside", "to_place": { "download": true } });
        pc.call("lists.export", with(asked, over))
    };
    let out = export(json!({}));
    assert_eq!((&out["rows"], &out["left_out"]), (&json!(2), &json!(1)), "a list as its page shows it does the same");
    let out = export(json!({ "override_reason": "审计调取" }));
    assert_eq!((&out["rows"], &out["left_out"]), (&json!(3), &json!(0)));
    let me = pc.call("records.history", json!({ "kind": "staff", "id": pc.me() })).to_string();
    assert!(me.contains("法院调取") && me.contains("审计调取"), "the reasons are kept");

    let print = |over: Value| {
        let asked = json!({ "papers": [{ "paper": "visit", "record": visited }], "formats": ["docx"],
            "privacy": "outside", "to": { "download": true } });
        with(asked, over)
    };
    let refused = pc.refused("papers.print", print(json!({})));
    assert_eq!(refused.fields[0].field, "override_reason");
    pc.call("papers.print", print(json!({ "privacy": "inside" })));
    pc.call("papers.print", print(json!({ "override_reason": "法院调取" })));
    let history = pc.call("records.history", json!({ "kind": "visit", "id": visited })).to_string();
    assert!(history.contains("未经同意，理由：法院调取"), "{history}");
    as_worker(&pc);
    let by_worker = pc.refused("papers.print", print(json!({ "override_reason": "急用" })));
    assert!(by_worker.fields[0].message.contains("站长"), "{:?}", by_worker.fields);
}

#[test]
fn a_typical_case_does_not_tell_of_who_withdrew() {
    let pc = desk();
    let (id, consent) = consented(&pc, "李秀英", json!(["registration", "share"]));
    let told = |text: &str| json!([{ "key": "typical", "heading": "四、典型个案", "text": text }]);
    let freeze = |over: Value| with(json!({ "month": "2026-11", "sections": told("李秀英独居，每周上门。") }), over);
    pc.call("reports.freeze", freeze(json!({})));
    withdraw(&pc, &consent);
    let refused = pc.refused("reports.freeze", freeze(json!({ "reopen_reason": "改文字" })));
    assert_eq!(refused.fields[0].field, "override_reason");
    assert!(!refused.detail.contains("李秀英"), "no name in an error");
    pc.call("reports.freeze", freeze(json!({ "sections": told("王某独居，每周上门。"), "reopen_reason": "改文字" })));
    pc.call("reports.freeze", freeze(json!({ "override_reason": "家属书面要求宣传", "reopen_reason": "改文字" })));
    let history = pc.call("records.history", json!({ "kind": "recipient", "id": id })).to_string();
    assert!(history.contains("家属书面要求宣传"), "{history}");
}

#[test]
fn a_photo_is_marked_for_publication_only_with_consent_to_that() {
    let pc = desk();
    let photo = |pc: &Pc, person: &str| {
        let visited = visit(pc, person, json!({}))["record"]["id"].clone();
        let bytes =
            drawn_by_phone(person.len() as u64, (320, 240), 1, "2026:11:03 09:41:27", [28, 7, 30], [113, 36, 0]);
        let file = json!({ "name": "IMG_1.jpg", "base64": STANDARD.encode(bytes) });
        let read = pc.call("attachments.read", json!({ "kind": "visit", "id": visited, "files": [file] }));
        let item = json!({ "token": read["items"][0]["token"], "purpose": "photo", "again": true });
        let saved = pc.call("attachments.save", json!({ "kind": "visit", "id": visited, "items": [item] }));
        saved["items"][0]["record"]["id"].clone()
    };
    let mark = |id: &Value, over: Value| json!({ "kind": "attachment", "id": id, "fields": with(json!({ "public": "yes" }), over) });
    let (inside, _) = consented(&pc, "李秀英", json!(["registration", "photo_internal"]));
    let kept = photo(&pc, &inside);
    let refused = pc.refused("records.save", mark(&kept, json!({})));
    assert_eq!(refused.fields[0].field, "public");
    assert!(refused.fields[0].message.contains("照片打码后公开使用"), "{}", refused.fields[0].message);
    let overridden = mark(&kept, json!({ "public_override": "寻人" }));
    assert_eq!(pc.call("records.save", overridden)["record"]["fields"]["public_override"], "寻人");
    let (public, consent) = consented(&pc, "王建国", json!(["registration", "photo_public"]));
    let shown = photo(&pc, &public);
    pc.call("records.save", mark(&shown, json!({})));
    withdraw(&pc, &consent);
    pc.call("records.save", mark(&shown, json!({ "public": "no" })));
    let refused = pc.refused("records.save", mark(&shown, json!({})));
    assert!(refused.fields[0].message.contains("撤回"), "{}", refused.fields[0].message);
}

#[test]
fn the_county_sees_in_full_whoever_consented_to_that_and_of_others_says_why() {
    let (county, one, _two) = Pc::county_and_two();
    let (open, _) = consented(&one, "李秀英", json!(["registration", "share"]));
    let closed = person(&one, json!({ "name": "王建国", "id_number": MAN_1990, "phone": "13812345678" }));
    one.call("records.save", json!({ "kind": "recipient", "id": open, "fields": { "phone": "13987654321" } }));
    hand_over(&one, &county);
    let reveal = |id: &str, over: Value| with(json!({ "kind": "recipient", "id": id, "fields": ["phone"] }), over);
    assert_eq!(county.call("records.reveal", reveal(&open, json!({})))["fields"]["phone"], "13987654321");
    let refused = county.refused("records.reveal", reveal(&closed, json!({})));
    assert_eq!((refused.code, refused.fields[0].field.as_str()), (ErrorCode::Invalid, "override_reason"));
    let shown = county.call("records.reveal", reveal(&closed, json!({ "override_reason": "核对低保信息" })));
    assert_eq!(shown["fields"]["phone"], "13812345678");
    let history = county.call("records.history", json!({ "kind": "recipient", "id": closed })).to_string();
    assert!(history.contains("核对低保信息"), "{history}");
    assert_eq!(
        one.call("records.reveal", reveal(&closed, json!({})))["fields"]["phone"],
        "13812345678",
        "her own station"
    );

    let asked = json!({ "name": "recipients", "privacy": "full", "to_place": { "download": true } });
    let out = county.call("ledgers.write", asked);
    let bytes = county.fetch(&out["file"]);
    let text = format!("{:?}", documents::read_table(&bytes).unwrap());
    assert!(text.contains("13987654321") && !text.contains("13812345678") && text.contains("138****5678"), "{text}");
}
