//! Group work: plan, members, sessions, attendance; two PCs that take attendance apart; the brief agrees with a count by hand.

use app::ErrorCode;
use serde_json::{Value, json};

use crate::fixture::{desk, person, visit, with};
use crate::pcs::Pc;
use crate::two_pcs::hand_over;

/// A saved group.
pub fn group(pc: &Pc, fields: Value) -> Value {
    let usual = json!({
        "name": "自护小组", "group_type": "growth", "start_date": "2026-11-01", "planned_sessions": 4, "overall_goal": "学会自护",
        "area": "A2", "service_item": "A212",
    });
    save(pc, "group", with(usual, fields))
}

fn save(pc: &Pc, kind: &str, fields: Value) -> Value {
    pc.call("records.save", json!({ "kind": kind, "fields": fields }))["record"].clone()
}

/// A member by name, or of a recipient.
pub fn member(pc: &Pc, group: &Value, fields: Value) -> String {
    id(&save(pc, "group_member", with(json!({ "group": group["id"] }), fields)))
}

/// A session of a group; its id.
pub fn session(pc: &Pc, group: &Value, number: u32, date: &str, state: &str) -> String {
    let fields = json!({ "group": group["id"], "session_no": number, "date": date, "state": state, "topic": "主题" });
    id(&save(pc, "group_session", fields))
}

/// Marks a member.
pub fn attend(pc: &Pc, session: &str, member: &str, status: &str) -> Value {
    pc.call("groups.attend", json!({ "session": session, "member": member, "status": status }))
}

fn id(record: &Value) -> String {
    record["id"].as_str().unwrap().to_owned()
}

fn figure(pc: &Pc, month: &str, code: &str) -> String {
    let view = pc.call("reports.preview", json!({ "month": month }));
    let figures = view["figures"].as_array().unwrap().clone();
    let found = figures.iter().find(|figure| figure["code"] == code).unwrap_or_else(|| panic!("no figure {code}"));
    found["value"].as_str().unwrap().to_owned()
}

#[test]
fn the_paper_of_a_held_session_says_who_was_to_come_and_who_came() {
    let pc = desk();
    let made = group(&pc, json!({}));
    let [first, _] = ["甲一", "乙二"].map(|name| member(&pc, &made, json!({ "name": name })));
    let held = session(&pc, &made, 1, "2026-11-02", "held");
    attend(&pc, &held, &first, "present");
    let coming = session(&pc, &made, 2, "2026-12-02", "planned");
    let seen = |id: &str| {
        let papers = json!([{ "paper": "group_session", "record": id }]);
        crate::papers::words(&pc, &crate::papers::printed(&pc, papers, json!({ "formats": ["docx"] })))
    };
    assert!(seen(&held).contains("应到 2 人，实到 1 人"));
    assert!(!seen(&coming).contains("实到 0"), "nobody knows yet");
}

#[test]
fn a_group_gets_its_number_and_a_member_on_file_brings_her_data() {
    let pc = desk();
    let first = group(&pc, json!({}));
    assert_eq!(first["fields"]["plan_no"], "43018111001-XZ-2026-A0001");
    assert_eq!(group(&pc, json!({}))["fields"]["plan_no"], "43018111001-XZ-2026-A0002");
    let again = json!({ "kind": "group", "id": first["id"], "fields": { "place": "活动室" }, "seen": first["refs"] });
    assert_eq!(pc.call("records.save", again)["record"]["fields"]["plan_no"], "43018111001-XZ-2026-A0001");

    let recipient = person(&pc, json!({ "name": "周明明", "sex": "1", "village": "新河村" }));
    let on_file = save(&pc, "group_member", json!({ "group": first["id"], "recipient": recipient }));
    assert_eq!((&on_file["fields"]["name"], &on_file["fields"]["village"]), (&json!("周明明"), &json!("新河村")));
    let nameless = pc.refused("records.save", json!({ "kind": "group_member", "fields": { "group": first["id"] } }));
    assert_eq!(nameless.fields[0].field, "name");
}

#[test]
fn attendance_makes_a_planned_session_held_and_cannot_be_taken_before_its_day() {
    let pc = desk();
    let group = group(&pc, json!({}));
    let one = member(&pc, &group, json!({ "name": "田小满" }));
    let (today, later) =
        (session(&pc, &group, 1, "2026-11-23", "planned"), session(&pc, &group, 2, "2026-11-30", "planned"));
    let duties = pc.call("home.get", json!({}))["due_without_person"].clone();
    assert_eq!(
        (&duties[0]["what"], &duties[0]["days"], duties.as_array().unwrap().len()),
        (&json!("group_session"), &json!(0), 1)
    );

    let view = attend(&pc, &today, &one, "present");
    assert_eq!((&view["line"]["sessions"], &view["line"]["person_times"]), (&json!(1), &json!(1)));
    assert_eq!(view["sessions"][0]["record"]["fields"]["state"], "held");
    assert_eq!(pc.call("home.get", json!({}))["due_without_person"], json!([]));
    let early = pc.refused("groups.attend", json!({ "session": later, "member": one, "status": "present" }));
    assert_eq!(early.fields[0].field, "date");
    let odd = pc.refused("groups.attend", json!({ "session": today, "member": one, "status": "asleep" }));
    assert_eq!(odd.fields[0].field, "status");

    let view = pc.call("groups.attend", json!({ "session": today, "member": one, "status": null }));
    assert_eq!((&view["line"]["person_times"], &view["line"]["persons"]), (&json!(0), &json!(0)));
}

#[test]
fn a_member_of_another_group_is_not_marked_and_marks_have_no_other_door() {
    let pc = desk();
    let (ours, theirs) = (group(&pc, json!({})), group(&pc, json!({ "name": "别的小组" })));
    let stranger = member(&pc, &theirs, json!({ "name": "江春云" }));
    let session = session(&pc, &ours, 1, "2026-11-20", "held");
    let refused = pc.refused("groups.attend", json!({ "session": session, "member": stranger, "status": "present" }));
    assert_eq!(refused.code, ErrorCode::BadRequest);
    let fields = json!({ "session": session, "member": stranger, "status": "present" });
    let aside = pc.refused("records.save", json!({ "kind": "session_attendance", "fields": fields }));
    assert_eq!(aside.code, ErrorCode::BadRequest);
}

#[test]
fn two_pcs_take_attendance_apart_and_it_merges() {
    let (_county, one, two) = Pc::county_and_two();
    let group = group(&one, json!({}));
    let members: Vec<String> =
        ["甲一", "乙二", "丙三"].iter().map(|name| member(&one, &group, json!({ "name": name }))).collect();
    let session = session(&one, &group, 1, "2026-11-20", "planned");
    hand_over(&one, &two);
    attend(&one, &session, &members[0], "present");
    attend(&one, &session, &members[1], "present");
    two.minutes_pass(1);
    attend(&two, &session, &members[1], "present");
    attend(&two, &session, &members[2], "present");
    hand_over(&one, &two);
    hand_over(&two, &one);
    for pc in [&one, &two] {
        let view = pc.call("groups.get", json!({ "id": group["id"] }));
        assert_eq!((&view["line"]["person_times"], &view["line"]["persons"]), (&json!(3), &json!(3)));
        assert_eq!(pc.call("home.get", json!({}))["conflicts"], json!([]), "the same mark twice is no disagreement");
        assert_eq!(figure(pc, "2026-11", "group.person_times"), "3");
    }
    attend(&one, &session, &members[0], "leave");
    two.minutes_pass(1);
    attend(&two, &session, &members[0], "absent");
    hand_over(&one, &two);
    hand_over(&two, &one);
    for pc in [&one, &two] {
        let conflicts = pc.call("home.get", json!({}))["conflicts"].clone();
        assert_eq!((&conflicts[0]["kind"], &conflicts[0]["field"]), (&json!("session_attendance"), &json!("status")));
        assert_eq!(pc.call("groups.get", json!({ "id": group["id"] }))["line"]["person_times"], 2);
    }
}

#[test]
fn r19_the_brief_agrees_with_a_count_by_hand() {
    let pc = desk();
    let group = group(&pc, json!({ "start_date": "2026-10-24" }));
    let known = person(&pc, json!({ "name": "周明明" }));
    let members = [
        member(&pc, &group, json!({ "recipient": known })),
        member(&pc, &group, json!({ "name": "没建档的" })),
        member(&pc, &group, json!({ "name": "一次没来" })),
    ];
    let came = [("2026-10-24", 1, [true, false]), ("2026-11-07", 2, [true, true]), ("2026-11-14", 3, [false, true])];
    let mut by_month = std::collections::BTreeMap::<&str, u32>::new();
    for (date, number, present) in came {
        let session = session(&pc, &group, number, date, "held");
        for (at, _) in present.iter().enumerate().filter(|(_, here)| **here) {
            attend(&pc, &session, &members[at], "present");
            *by_month.entry(&date[..7]).or_default() += 1;
        }
        attend(&pc, &session, &members[2], "absent");
    }
    session(&pc, &group, 4, "2026-12-05", "planned");
    visit(&pc, &known, json!({ "date": "2026-11-02" }));

    for month in ["2026-10", "2026-11"] {
        assert_eq!(figure(&pc, month, "group.person_times"), by_month[month].to_string(), "{month}");
        assert_eq!(figure(&pc, month, "group.under_way"), "1");
    }
    assert_eq!((figure(&pc, "2026-10", "group.new"), figure(&pc, "2026-11", "group.new")), ("1".into(), "0".into()));
    assert_eq!(
        (figure(&pc, "2026-11", "group.persons"), figure(&pc, "2026-11", "group.sessions")),
        ("2".into(), "2".into())
    );
    assert_eq!(figure(&pc, "2026-11", "service.persons"), "1", "visited and in the group: one person on file");
    assert_eq!(figure(&pc, "2026-11", "service.person_times"), "4", "one visit and three at sessions");
    let rows = pc.call("reports.rows", json!({ "month": "2026-11", "figure": "group.persons" }));
    let year = json!({ "month": "2026-12", "figure": "group.persons", "year_to_date": true });
    assert_eq!(pc.call("reports.rows", year)["total"], rows["total"], "the year up to December holds November");
    assert_eq!((&rows["total"], rows["rows"].as_array().unwrap().len()), (&json!(2), 2));
    let sections = pc.call("reports.preview", json!({ "month": "2026-11" }))["sections"].clone();
    assert!(
        sections[0]["text"].as_str().unwrap().contains("在组小组 1 个（新开 0 个），共 2 节，3 人次"),
        "{sections}"
    );

    let timeline = pc.call("recipients.timeline", json!({ "id": known }));
    let kinds: Vec<_> = timeline["items"].as_array().unwrap().iter().map(|item| item["kind"].clone()).collect();
    assert_eq!(kinds.iter().filter(|kind| **kind == json!("group_session")).count(), 2, "{timeline}");
    let month = pc.call("home.get", json!({}))["month"].clone();
    assert_eq!((&month["groups"], &month["group_sessions"]), (&json!(1), &json!(2)));
}

#[test]
fn a_finished_group_wants_its_evaluation_which_begins_with_the_data() {
    let pc = desk();
    let group = group(&pc, json!({ "planned_sessions": 2, "goals": "能说出三种求助方式", "test_name": "自护问卷" }));
    let one = member(&pc, &group, json!({ "name": "甲一", "pre_score": 10, "post_score": 14, "needs_case": "yes" }));
    let two = member(&pc, &group, json!({ "name": "乙二", "pre_score": 12, "post_score": 12 }));
    for (number, date) in [(1, "2026-11-02"), (2, "2026-11-09")] {
        let session = session(&pc, &group, number, date, "held");
        attend(&pc, &session, &one, "present");
        attend(&pc, &session, &two, if number == 1 { "present" } else { "absent" });
    }
    let duties = pc.call("home.get", json!({}))["due_without_person"].clone();
    assert_eq!((&duties[0]["what"], &duties[0]["days"]), (&json!("group_evaluation"), &json!(14)));
    let begun = pc.call("records.begin", json!({ "kind": "group_evaluation", "group": group["id"] }))["fields"].clone();
    assert_eq!(
        (&begun["sessions"], &begun["expected_times"], &begun["attended_times"], &begun["attendance_rate"]),
        (&json!(2), &json!(4), &json!(3), &json!("75%"))
    );
    assert_eq!(
        begun["comparison_text"],
        "“自护问卷”前后测均完成的组员 2 人，前测均分 11.0，后测均分 13.0；后测高于前测 1 人，低于前测 0 人。"
    );
    assert_eq!(begun["follow_up_text"], "建议转个案跟进：甲一。");
    save(&pc, "group_evaluation", begun);
    let view = pc.call("groups.get", json!({ "id": group["id"] }));
    assert_eq!((&view["line"]["evaluated"], &view["line"]["attendance"]), (&json!(true), &json!("75%")));
    assert_eq!(pc.call("home.get", json!({}))["due_without_person"], json!([]));
}

#[test]
fn the_countys_minimum_keeps_a_group_from_being_completed_and_the_page_says_why() {
    let (county, pc, _two) = Pc::county_and_two();
    let set = json!({ "name": "min_members_per_group", "value": "2", "effective_from": "2026-01-01" });
    county.call("parameters.save", set);
    let for_all = &changelog::Audience::All;
    for bundle in county.app.open_store().unwrap().export_for_station(for_all, "43018111001").unwrap() {
        pc.app.open_store().unwrap().import(&bundle, store::Route::Stick).unwrap();
    }
    let group = group(&pc, json!({ "planned_sessions": 1 }));
    let (one, two) = (member(&pc, &group, json!({ "name": "甲一" })), member(&pc, &group, json!({ "name": "乙二" })));
    let session = session(&pc, &group, 1, "2026-11-02", "held");
    attend(&pc, &session, &one, "present");
    assert_eq!(figure(&pc, "2026-11", "group.completed"), "0");
    let lacks = pc.call("groups.get", json!({ "id": group["id"] }))["lacks"].clone();
    assert_eq!(lacks, json!(["县里要求每个小组至少 2 人，来过的有 1 人"]));
    attend(&pc, &session, &two, "present");
    assert_eq!(figure(&pc, "2026-11", "group.completed"), "1");
}

#[test]
fn a_group_is_found_by_its_initials_and_the_next_session_begins_filled_in() {
    let pc = desk();
    let group = group(&pc, json!({ "name": "夕阳小组", "planned_sessions": 6 }));
    let found = pc.call("search.find", json!({ "text": "xyxz" }))["found"].clone();
    assert_eq!((&found[0]["kind"], &found[0]["id"]), (&json!("group"), &group["id"]));
    session(&pc, &group, 1, "2026-11-05", "held");
    session(&pc, &group, 2, "2026-11-19", "held");
    let begun = pc.call("records.begin", json!({ "kind": "group_session", "group": group["id"] }))["fields"].clone();
    assert_eq!(
        (&begun["session_no"], &begun["date"], &begun["state"], &begun["stage"]),
        (&json!(3), &json!("2026-12-03"), &json!("planned"), &json!("transition"))
    );
}
