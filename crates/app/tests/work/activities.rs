//! Community activities, consultations, errands, publicity: R11, signing in, person-times without persons, the draft of a summary.

use serde_json::{Value, json};

use crate::fixture::{desk, person, with};
use crate::pcs::Pc;
use crate::two_pcs::hand_over;

/// A saved activity.
pub fn activity(pc: &Pc, fields: Value) -> Value {
    let usual = json!({
        "name": "义诊进村", "activity_type": "clinic", "state": "held", "plan_date": "2026-11-08", "date": "2026-11-08", "people_count": 30,
        "area": "A4", "service_item": "A401",
    });
    pc.call("records.save", json!({ "kind": "community_activity", "fields": with(usual, fields) }))["record"].clone()
}

/// Signs somebody in, or out again.
pub fn sign_in(pc: &Pc, activity: &Value, recipient: &str, present: bool) -> Value {
    pc.call("activities.sign_in", json!({ "activity": activity["id"], "recipient": recipient, "present": present }))
}

fn figures(pc: &Pc) -> impl Fn(&str) -> Option<String> {
    let view = pc.call("reports.preview", json!({ "month": "2026-11" }));
    let figures = view["figures"].as_array().unwrap().clone();
    move |code| {
        let found = figures.iter().find(|figure| figure["code"] == code)?;
        Some(found["value"].as_str().unwrap().to_owned())
    }
}

fn some(value: &str) -> Option<String> {
    Some(value.to_owned())
}

#[test]
fn from_plan_to_record_an_activity_is_numbered_listed_and_due() {
    let pc = desk();
    let planned = json!({ "state": "planned", "plan_date": "2026-11-20", "date": null, "people_count": null, "name": "防诈骗讲座" });
    let plan = activity(&pc, planned);
    assert_eq!(plan["fields"]["plan_no"], "43018111001-SQ-2026-A0001");
    assert_eq!(figures(&pc)("activity.count"), some("0"), "a plan is no activity yet");
    let duties = pc.call("home.get", json!({}))["due_without_person"].clone();
    assert_eq!(
        (&duties[0]["what"], &duties[0]["days"], &duties[0]["record"]["id"]),
        (&json!("activity"), &json!(3), &plan["id"])
    );
    let list = pc.call("activities.list", json!({}));
    assert_eq!((&list["coming"][0]["late"], list["past"].as_array().unwrap().len()), (&json!(true), 0));

    let hasty =
        json!({ "kind": "community_activity", "id": plan["id"], "fields": { "state": "held" }, "seen": plan["refs"] });
    let missing: Vec<_> = pc.refused("records.save", hasty).fields.into_iter().map(|finding| finding.field).collect();
    assert_eq!(missing, ["date", "people_count"]);
    let record = json!({ "state": "held", "date": "2026-11-20", "people_count": 42 });
    pc.call(
        "records.save",
        json!({ "kind": "community_activity", "id": plan["id"], "fields": record, "seen": plan["refs"] }),
    );
    assert_eq!(pc.call("home.get", json!({}))["due_without_person"], json!([]));
    let figure = figures(&pc);
    assert_eq!((figure("activity.count"), figure("activity.person_times")), (some("1"), some("42")));
}

#[test]
fn who_signs_in_is_a_person_and_the_head_count_only_person_times() {
    let pc = desk();
    let (one, two) = (person(&pc, json!({ "name": "李秀英" })), person(&pc, json!({ "name": "王桂兰" })));
    let (big, small) = (activity(&pc, json!({ "people_count": 120 })), activity(&pc, json!({ "people_count": 1 })));
    sign_in(&pc, &big, &one, true);
    sign_in(&pc, &small, &one, true);
    let view = sign_in(&pc, &small, &two, true);
    assert_eq!((&view["person_times"], view["participants"].as_array().unwrap().len()), (&json!(2), 2));
    let figure = figures(&pc);
    assert_eq!((figure("service.persons"), figure("activity.persons")), (some("2"), some("2")));
    assert_eq!((figure("service.person_times"), figure("activity.person_times")), (some("122"), some("122")));

    assert_eq!(sign_in(&pc, &small, &two, false)["participants"].as_array().unwrap().len(), 1);
    assert_eq!(sign_in(&pc, &small, &two, false)["participants"].as_array().unwrap().len(), 1, "twice is once");
    assert_eq!(figures(&pc)("service.persons"), some("1"));
    assert_eq!(sign_in(&pc, &small, &two, true)["participants"].as_array().unwrap().len(), 2, "and in again");
    let timeline = pc.call("recipients.timeline", json!({ "id": two }));
    assert_eq!(timeline["items"][0]["kind"], "community_activity");
}

#[test]
fn two_pcs_sign_the_same_person_in_and_she_is_one() {
    let (_county, one, two) = Pc::county_and_two();
    let recipient = person(&one, json!({}));
    let activity = activity(&one, json!({ "people_count": 1 }));
    hand_over(&one, &two);
    sign_in(&one, &activity, &recipient, true);
    two.minutes_pass(1);
    sign_in(&two, &activity, &recipient, true);
    hand_over(&one, &two);
    hand_over(&two, &one);
    for pc in [&one, &two] {
        let view = pc.call("activities.get", json!({ "id": activity["id"] }));
        assert_eq!((view["participants"].as_array().unwrap().len(), &view["person_times"]), (1, &json!(1)));
        assert_eq!(pc.call("home.get", json!({}))["conflicts"], json!([]));
    }
}

#[test]
fn r11_out_of_the_catalogue_an_activity_counts_only_with_an_approval() {
    let pc = desk();
    let own = activity(&pc, json!({ "service_item": "健身课", "people_count": 25 }));
    let view = pc.call("activities.get", json!({ "id": own["id"] }));
    assert!(view["does_not_count"].as_str().unwrap().contains("批准文号"));
    let figure = figures(&pc);
    assert_eq!((figure("activity.count"), figure("service.person_times")), (some("0"), some("0")));
    assert_eq!(figure("activity.uncounted"), some("1"));
    let approved = json!({ "approval_no": "湘民函〔2026〕1号" });
    pc.call(
        "records.save",
        json!({ "kind": "community_activity", "id": own["id"], "fields": approved, "seen": own["refs"] }),
    );
    let figure = figures(&pc);
    assert_eq!((figure("activity.count"), figure("activity.uncounted")), (some("1"), None));
    let refused = pc.refused(
        "records.save",
        json!({ "kind": "community_activity", "fields": { "name": "无领域", "activity_type": "other", "state": "planned", "plan_date": "2026-11-30" } }),
    );
    assert_eq!(refused.fields[0].field, "area");
}

#[test]
fn publicity_consultations_and_errands_enter_the_brief_and_the_countys_board() {
    let (county, pc, _two) = Pc::county_and_two();
    activity(&pc, json!({ "activity_type": "publicity", "people_count": 80, "booklets": 60 }));
    let save = |kind: &str, fields: Value| {
        let usual = json!({ "date": "2026-11-09", "area": "A1", "service_item": "A115" });
        pc.call("records.save", json!({ "kind": kind, "fields": with(usual, fields) }))["record"].clone()
    };
    save(
        "publicity",
        json!({ "topic": "低保政策", "publicity_mode": "stall", "people_count": 35, "booklets": 40, "service_item": "A103" }),
    );
    let recipient = person(&pc, json!({}));
    let begun = pc.call("records.begin", json!({ "kind": "consultation", "recipient": recipient }))["fields"].clone();
    assert_eq!((&begun["visitor_name"], &begun["people_count"]), (&json!("李秀英"), &json!(1)));
    save(
        "consultation",
        with(
            begun,
            json!({ "date": "2026-11-09", "people_count": 3, "content": "高龄津贴怎么办", "area": "A1", "service_item": "A115" }),
        ),
    );
    save("errand", json!({ "errand_type": "aid", "content": "代办低保申请", "result": "done" }));
    let figure = figures(&pc);
    let found = [
        "publicity.count",
        "publicity.person_times",
        "publicity.booklets",
        "consultation.person_times",
        "errand.count",
        "service.person_times",
    ]
    .map(|code| figure(code).unwrap());
    assert_eq!(found, ["2", "35", "100", "3", "1", "80"]);
    let again = pc.call("records.begin", json!({ "kind": "consultation" }))["fields"].clone();
    assert_eq!(
        (&again["area"], &again["service_item"]),
        (&json!("A1"), &json!("A115")),
        "the last choice is remembered"
    );
    hand_over(&pc, &county);
    let board = county.call("county.board", json!({ "month": "2026-11" }));
    let line = &board["stations"][0];
    assert_eq!(
        (&line["activities"], &line["activity_person_times"], &line["groups"]),
        (&json!(1), &json!(80), &json!(0))
    );
    let refused = county.refused("activities.sign_in", json!({ "activity": "x", "recipient": "y", "present": true }));
    assert_eq!(refused.code, app::ErrorCode::NotAllowed);
}

#[test]
fn the_draft_of_a_summary_says_what_the_record_says() {
    let pc = desk();
    let recipient = person(&pc, json!({}));
    let held = activity(&pc, json!({ "place": "新河村", "process": "量血压、讲用药。" }));
    sign_in(&pc, &held, &recipient, true);
    let draft = pc.call("activities.summary", json!({ "id": held["id"] }));
    assert_eq!(
        draft["text"],
        "2026年11月8日在新河村，本站开展“义诊进村”义诊活动。现场服务 30 人次，登记到人的服务对象 1 人。\n量血压、讲用药。"
    );
}
