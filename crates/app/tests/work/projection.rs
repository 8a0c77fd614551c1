//! Projection of targets: where each will end at the pace until now, for the station, per worker and per village.

use serde_json::{Value, json};

use crate::fixture::{lead, person, visit};
use crate::pcs::Pc;
use crate::two_pcs::hand_over;

fn target(pc: &Pc, figure: &str, wanted: u64) -> Value {
    let subs = json!([{ "figure": figure, "target": wanted }]);
    pc.call("targets.save", json!({ "year": 2026, "name": "走访", "stations": [], "subs": subs }));
    pc.call("targets.list", json!({}))["targets"][0]["subs"][0].clone()
}

#[test]
fn a_target_says_where_it_will_end_and_what_is_needed() {
    let (_county, one, _two) = Pc::county_and_two();
    for day in 1..=9 {
        visit(
            &one,
            &person(&one, json!({ "name": format!("王春{day}") })),
            json!({ "date": format!("2026-0{day}-05") }),
        );
    }
    // 23 November is the 327th day: 9 × 365 / 327.
    let sub = target(&one, "visit.effective", 12);
    let row = &sub["projection"];
    assert_eq!((&row["at_end"], &row["rate"], &row["reached"]), (&json!("10"), &json!("83.3%"), &json!(false)));
    assert_eq!(row["words"], "还剩 1.2 个月，每月还要 3 人次");
}

#[test]
fn a_target_that_is_reached_needs_nothing_more_and_one_of_a_past_year_has_no_projection() {
    let (_county, one, _two) = Pc::county_and_two();
    visit(&one, &person(&one, json!({})), json!({}));
    let sub = target(&one, "visit.effective", 1);
    assert_eq!(
        (&sub["projection"]["reached"], &sub["projection"]["words"]),
        (&json!(true), &json!("还剩 1.2 个月，已经达到目标"))
    );
    let past = json!([{ "figure": "visit.effective", "target": 3 }]);
    one.call("targets.save", json!({ "year": 2025, "name": "走访", "stations": [], "subs": past }));
    assert_eq!(one.call("targets.list", json!({ "year": 2025 }))["targets"][0]["subs"][0]["projection"], Value::Null);
}

#[test]
fn workers_and_villages_have_their_shares_by_the_same_figures() {
    let (_county, one, two) = Pc::county_and_two();
    let (xin, nan) = (person(&one, json!({})), person(&one, json!({ "name": "王春生", "village": "南街社区" })));
    visit(&one, &xin, json!({}));
    visit(&one, &nan, json!({ "date": "2026-11-20" }));
    hand_over(&one, &two);
    visit(&two, &nan, json!({ "date": "2026-11-21" }));
    hand_over(&two, &one);
    let sub = target(&one, "visit.effective", 12);
    let shares = one.call("targets.shares", json!({ "sub": sub["id"] }));
    let named = |list: &Value| {
        let row = |one: &Value| {
            (
                one["name"].as_str().unwrap().to_owned(),
                one["done"].as_str().unwrap().to_owned(),
                one["share"].as_str().unwrap().to_owned(),
            )
        };
        list.as_array().unwrap().iter().map(row).collect::<Vec<_>>()
    };
    let is = |name: &str, done: &str, share: &str| (name.to_owned(), done.to_owned(), share.to_owned());
    assert_eq!(named(&shares["workers"]), [is("林小禾", "2", "66.7%"), is("周文", "1", "33.3%")]);
    assert_eq!(named(&shares["villages"]), [is("南街社区", "2", "66.7%"), is("新河村", "1", "33.3%")]);
    assert_eq!(shares["workers"][0]["at_end"], "2");
    lead(&one, &xin, json!({}));
    assert_eq!(one.refused("targets.shares", json!({ "sub": "nothing" })).code, app::ErrorCode::NotFound);
}
