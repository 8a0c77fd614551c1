//! 合并档案: two files of one person become one and apart again, on one PC and from two PCs in opposite directions.

use app::ErrorCode;
use serde_json::{Value, json};

use crate::fixture::{MAN_1990, desk, lead, paper, person, visit};
use crate::pcs::Pc;
use crate::two_pcs::hand_over;

fn two_files(pc: &Pc) -> (String, String) {
    let first = person(pc, json!({ "name": "王五", "sex": "1", "birth_date": "1990-01-01" }));
    let second = person(
        pc,
        json!({ "name": "王武", "sex": "1", "id_number": MAN_1990, "village": "南街社区", "phone": "13000000000" }),
    );
    (first, second)
}

fn overview(pc: &Pc, id: &str) -> Value {
    pc.call("recipients.overview", json!({ "id": id }))
}

fn names(pc: &Pc, request: Value) -> Vec<String> {
    let rows = pc.call("recipients.list", request)["rows"].clone();
    let mut names: Vec<String> =
        rows.as_array().unwrap().iter().map(|row| row["name"].as_str().unwrap().to_owned()).collect();
    names.sort();
    names
}

#[test]
fn everything_done_under_a_merged_file_stands_with_the_one_it_went_into() {
    let pc = desk();
    let (first, second) = two_files(&pc);
    visit(&pc, &first, json!({ "date": "2026-11-01", "next_date": "2026-12-01" }));
    visit(&pc, &second, json!({ "date": "2026-11-10", "next_date": "2026-11-20" }));
    lead(&pc, &second, json!({}));
    paper(&pc, "recipient_category", json!({ "recipient": second, "category": "dibao", "start_date": "2025-01-01" }));
    let side = pc.call("merges.compare", json!({ "one": first, "other": second }));
    let differing: Vec<&str> = side["fields"]
        .as_array()
        .unwrap()
        .iter()
        .filter(|field| field["differs"] == true)
        .map(|field| field["field"].as_str().unwrap())
        .collect();
    assert_eq!(differing, ["name", "village"]);
    pc.call("merges.merge", json!({ "stays": first, "goes": second, "take": ["village"] }));
    assert_eq!(names(&pc, json!({})), ["王五"]);
    assert_eq!(names(&pc, json!({ "categories": ["dibao"] })), ["王五"]);
    let page = overview(&pc, &first);
    assert_eq!((&page["last_visit"], &page["next_visit"]), (&json!("2026-11-10"), &json!("2026-11-20")));
    assert_eq!(
        (&page["record"]["fields"]["village"], &page["brief"]["categories"][0]["code"]),
        (&json!("南街社区"), &json!("dibao"))
    );
    assert_eq!((page["cases"].as_array().unwrap().len(), &page["cases"][0]["name"]), (1, &json!("王五")));
    assert_eq!(page["merged_here"][0]["name"], "王武");
    let all = pc.call("recipients.timeline", json!({ "id": first }));
    assert_eq!(all["total"], 4);
    let found = pc.call("search.find", json!({ "text": "王武", "kinds": ["recipient"] }))["found"].clone();
    assert_eq!((&found[0]["id"], &found[0]["title"]), (&json!(first), &json!("王五")));
    assert_eq!(overview(&pc, &second)["merged_into"]["id"], first.as_str());
}

#[test]
fn the_name_of_a_merged_file_finds_the_one_that_stands_in_every_list() {
    let pc = desk();
    let (first, second) = two_files(&pc);
    paper(&pc, "recipient_category", json!({ "recipient": first, "category": "dibao", "start_date": "2025-01-01" }));
    visit(&pc, &first, json!({ "date": "2026-10-20", "next_date": "2026-11-20" }));
    pc.call("merges.merge", json!({ "stays": first, "goes": second }));
    assert_eq!(names(&pc, json!({ "text": "王武" })), ["王五"]);
    assert_eq!(names(&pc, json!({ "text": "王武", "categories": ["dibao"] })), ["王五"]);
    assert_eq!(names(&pc, json!({ "text": "王武", "due": true })), ["王五"]);
    assert_eq!(pc.call("recipients.ids", json!({ "text": "王武" })), json!([first]));
    let register = pc.call("registers.get", json!({ "register": "dibao", "text": "王武" }));
    assert_eq!((&register["total"], &register["rows"][0]["person"]["id"]), (&json!(1), &json!(first)));
    let month = pc.call("visits.month", json!({ "month": "2026-11", "text": "王武" }));
    assert_eq!(
        (&month["not_visited_total"], &month["not_visited"][0]["person"]["id"], &month["not_visited"][0]["last_visit"]),
        (&json!(1), &json!(first), &json!("2026-10-20"))
    );
}

#[test]
fn parting_puts_back_what_the_merge_took_where_it_still_stands() {
    let pc = desk();
    let (first, second) = two_files(&pc);
    pc.call("merges.merge", json!({ "stays": first, "goes": second, "take": ["village", "name"] }));
    pc.minutes_pass(1);
    pc.call("records.save", json!({ "kind": "recipient", "id": first, "fields": { "village": "北街社区" } }));
    pc.call("merges.part", json!({ "id": second }));
    assert_eq!(names(&pc, json!({})), ["王五", "王武"]);
    let fields = overview(&pc, &first)["record"]["fields"].clone();
    assert_eq!((&fields["name"], &fields["village"], fields.get("phone")), (&json!("王五"), &json!("北街社区"), None));
    let refused = pc.refused("merges.part", json!({ "id": second }));
    assert_eq!(refused.code, ErrorCode::NotFound);
}

#[test]
fn files_already_together_a_file_with_itself_and_the_form_are_refused() {
    let pc = desk();
    let (first, second) = two_files(&pc);
    assert_eq!(pc.refused("merges.compare", json!({ "one": first, "other": first })).code, ErrorCode::BadRequest);
    pc.call("merges.merge", json!({ "stays": first, "goes": second }));
    for (stays, goes) in [(&first, &second), (&second, &first)] {
        assert_eq!(pc.refused("merges.merge", json!({ "stays": stays, "goes": goes })).code, ErrorCode::BadRequest);
    }
    let by_form = json!({ "kind": "recipient", "id": first, "fields": { "merged_into": second } });
    assert_eq!(pc.refused("records.save", by_form).code, ErrorCode::BadRequest);
}

#[test]
fn suspects_lead_into_merging_and_disappear_with_it() {
    let pc = desk();
    let first = person(&pc, json!({ "name": "王桂花", "birth_date": "1950-02-01" }));
    let second = person(&pc, json!({ "name": "王桂花", "birth_date": "1950-02-01" }));
    person(&pc, json!({ "name": "张三", "sex": "1", "id_number": MAN_1990 }));
    person(&pc, json!({ "name": "张山", "sex": "1", "id_number": MAN_1990 }));
    let suspects = pc.call("merges.suspects", json!({}));
    let groups = suspects["groups"].as_array().unwrap();
    assert_eq!((groups.len(), &groups[0]["certain"], &groups[1]["certain"]), (2, &json!(true), &json!(false)));
    assert!(groups[0]["why"].as_str().unwrap().contains("姓名不同"));
    pc.call("merges.merge", json!({ "stays": first, "goes": second }));
    let suspects = pc.call("merges.suspects", json!({}));
    assert_eq!(suspects["groups"].as_array().unwrap().len(), 1);
    assert_eq!(
        (&suspects["merged"][0]["from"]["id"], &suspects["merged"][0]["into"]["id"]),
        (&json!(second), &json!(first))
    );
}

#[test]
fn two_pcs_that_merge_in_opposite_directions_end_with_one_person_everywhere() {
    let (county, one, two) = Pc::county_and_two();
    let (first, second) = two_files(&one);
    hand_over(&one, &two);
    one.call("merges.merge", json!({ "stays": first, "goes": second }));
    two.minutes_pass(1);
    two.call("merges.merge", json!({ "stays": second, "goes": first }));
    hand_over(&one, &two);
    hand_over(&two, &one);
    hand_over(&one, &county);
    for pc in [&one, &two, &county] {
        assert_eq!(pc.call("recipients.list", json!({}))["total"], 1);
        assert_eq!(pc.call("recipients.list", json!({}))["rows"][0]["id"], first.as_str(), "the older file stands");
    }
    one.call("merges.part", json!({ "id": second }));
    hand_over(&one, &two);
    for pc in [&one, &two] {
        assert_eq!(
            pc.call("recipients.list", json!({}))["rows"][0]["id"],
            second.as_str(),
            "the other PC's merge still holds"
        );
    }
    two.call("merges.part", json!({ "id": first }));
    hand_over(&two, &one);
    assert_eq!(one.call("recipients.list", json!({}))["total"], 2);
}
