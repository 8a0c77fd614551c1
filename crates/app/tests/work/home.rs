//! 工作台: what is due, what stands on top, the month's counts.

use serde_json::{Value, json};

use crate::fixture::{child, desk, lead, paper, person, visit};
use crate::pcs::Pc;

fn home(pc: &Pc) -> Value {
    pc.call("home.get", json!({}))
}

#[test]
fn what_is_due_stands_by_person_longest_overdue_first() {
    let pc = desk();
    let (late, today, later) = (
        person(&pc, json!({ "name": "早该去" })),
        person(&pc, json!({ "name": "今天去" })),
        person(&pc, json!({ "name": "以后去" })),
    );
    for (id, next) in [(&today, "2026-11-23"), (&late, "2026-11-13"), (&later, "2026-11-24")] {
        visit(&pc, id, json!({ "date": "2026-11-01", "next_date": next }));
    }
    paper(
        &pc,
        "referral",
        json!({
            "recipient": late, "referring_org": "本站", "receiving_org": "镇卫生院", "contact": "张医生", "reason": "看病", "summary": "已陪同",
            "consent_signed": "yes", "referral_date": "2026-11-01", "due_date": "2026-11-15",
        }),
    );
    let view = home(&pc);
    let names: Vec<_> =
        view["due"].as_array().unwrap().iter().map(|one| one["person"]["name"].as_str().unwrap()).collect();
    assert_eq!((names, &view["due_total"]), (vec!["早该去", "今天去"], &json!(2)));
    let items = &view["due"][0]["items"];
    assert_eq!(
        (&items[0]["what"], &items[0]["days"], &items[1]["what"], &items[1]["days"]),
        (&json!("visit"), &json!(10), &json!("referral_receipt"), &json!(8))
    );
    assert_eq!(view["due"][0]["worker"], "林小禾");

    visit(&pc, &late, json!({ "date": "2026-11-23", "next_date": "2026-12-23" }));
    let items = home(&pc)["due"][0]["items"].clone();
    assert_eq!(items.as_array().unwrap().len(), 1, "the visit is settled by the newer one");
}

#[test]
fn the_dead_and_those_who_left_are_not_due() {
    let pc = desk();
    let id = person(&pc, json!({}));
    visit(&pc, &id, json!({ "date": "2026-11-01", "next_date": "2026-11-02" }));
    pc.call("records.save", json!({ "kind": "recipient", "id": id, "fields": { "death_date": "2026-11-10" } }));
    assert_eq!(home(&pc)["due_total"], 0);
    assert_eq!(pc.call("recipients.list", json!({}))["total"], 0);
    assert_eq!(pc.call("recipients.list", json!({ "with_left": true }))["total"], 1);
}

#[test]
fn unreported_harm_stands_on_top_for_worker_and_supervisor_alike() {
    let pc = desk();
    visit(&pc, &child(&pc), json!({ "date": "2026-11-20", "harm_signs": ["abuse"] }));
    pc.call("staff.add", json!({ "name": "周文", "role": "worker", "passphrase": "第二个人的口令青青" }));
    let staff = pc.call("staff.list", json!({}));
    let other = staff.as_array().unwrap().iter().find(|one| one["name"] == "周文").unwrap();
    for person in [None, Some(&other["id"])] {
        if let Some(id) = person {
            pc.call("session.lock", json!({}));
            pc.call("session.unlock", json!({ "staff": id, "passphrase": "第二个人的口令青青" }));
        }
        let harm = home(&pc)["harm"].clone();
        assert_eq!(
            (&harm[0]["name"], &harm[0]["days"], &harm[0]["who"]),
            (&json!("周明明"), &json!(3), &json!("林小禾"))
        );
    }
}

#[test]
fn drafts_conflicts_and_what_is_not_sent_are_counted() {
    let pc = desk();
    let before = home(&pc)["sending"]["saved"].as_u64().unwrap();
    person(&pc, json!({}));
    pc.call("drafts.put", json!({ "key": "visit:new", "kind": "visit", "title": "走访", "content": { "a": 1 } }));
    let view = home(&pc);
    assert_eq!(view["sending"]["saved"].as_u64().unwrap(), before + 1);
    assert_eq!((&view["drafts"][0]["key"], &view["drafts"][0]["content"]), (&json!("visit:new"), &json!(null)));
    assert_eq!(view["conflicts"], json!([]));
}

#[test]
fn the_brief_of_last_month_is_due_until_it_is_frozen() {
    let pc = desk();
    let id = person(&pc, json!({}));
    visit(&pc, &id, json!({ "date": "2026-11-02" }));
    // A station that began this month owes nothing for the last.
    let brief = home(&pc)["brief"].clone();
    assert_eq!(brief, json!({ "month": "2026-11", "due": "2026-12-05", "days_left": 12, "frozen": false }));
    visit(&pc, &id, json!({ "date": "2026-10-31" }));
    let brief = home(&pc)["brief"].clone();
    assert_eq!(brief, json!({ "month": "2026-10", "due": "2026-11-05", "days_left": -18, "frozen": false }));
}

#[test]
fn this_months_counts_stand_beside_last_months() {
    let pc = desk();
    let id = person(&pc, json!({}));
    for (date, result) in [("2026-10-31", "met"), ("2026-11-01", "met"), ("2026-11-02", "refused")] {
        visit(&pc, &id, json!({ "date": date, "result": result }));
    }
    lead(&pc, &id, json!({}));
    let view = home(&pc);
    assert_eq!(
        (
            &view["month"]["visits"]["effective"],
            &view["month"]["visits"]["doors"],
            &view["last_month"]["visits"]["effective"]
        ),
        (&json!(1), &json!(2), &json!(1))
    );
    assert_eq!(
        (&view["month"]["recipients_new"], &view["month"]["cases_new"]),
        (&json!(1), &json!(0)),
        "a lead is no case yet"
    );
}

#[test]
fn what_an_inspection_found_is_due_until_it_is_put_right() {
    let pc = desk();
    let found = json!({
        "date": "2026-11-02", "inspector": "县民政局", "inspection_type": "routine", "content": "档案抽查",
        "problems": "两份个案缺阶段评估", "due_date": "2026-11-20",
    });
    let saved = pc.call("records.save", json!({ "kind": "inspection", "fields": found }));
    let due = pc.call("home.get", json!({}))["due_without_person"].clone();
    assert_eq!((&due[0]["what"], &due[0]["days"]), (&json!("rectification"), &json!(3)));
    assert!(due[0]["text"].as_str().unwrap().contains("县民政局"), "{due}");
    let done = json!({ "rectified_date": "2026-11-22", "rectification": "已补齐" });
    let change =
        json!({ "kind": "inspection", "id": saved["record"]["id"], "fields": done, "seen": saved["record"]["refs"] });
    pc.call("records.save", change);
    assert_eq!(pc.call("home.get", json!({}))["due_without_person"], json!([]));
}
