//! Outlines of reports as the county changes them: applied at the county and at its stations, refused where they mean nothing, taken back.

use serde_json::{Value, json};

use crate::agreement_year::world::World;
use crate::fixture::{person, visit};
use crate::pcs::Pc;

fn content(pc: &Pc, name: &str) -> Value {
    let all = pc.call("reports.outlines", json!({}))["outlines"].clone();
    all.as_array().unwrap().iter().find(|one| one["name"] == name).unwrap()["content"].clone()
}

fn headings(pc: &Pc) -> Vec<String> {
    let view = pc.call("reports.preview", json!({ "outline": "monthly_brief", "period": "2026-11" }));
    view["sections"].as_array().unwrap().iter().map(|one| one["heading"].as_str().unwrap().to_owned()).collect()
}

#[test]
fn a_county_changes_an_outline_and_its_stations_write_by_it() {
    let world = World::founded("2026-11-23");
    let (county, at) = (&world.county, world.at("A"));
    visit(at, &person(at, json!({})), json!({}));
    assert_eq!(headings(at)[0], "一、基本情况");
    let mut change = content(county, "monthly_brief");
    change["title"] = json!("{station}{period}工作通讯");
    let own = json!({ "key": "own-1", "heading": "党建引领", "draft": "本月走访 {visit.effective} 人次，党员带头。", "left_out": false });
    change["sections"].as_array_mut().unwrap().insert(0, own);
    let at_problems = change["sections"].as_array().unwrap().iter().position(|one| one["key"] == "problems").unwrap();
    change["sections"][at_problems]["left_out"] = json!(true);
    let saved = county.call("reports.change_outline", json!({ "name": "monthly_brief", "content": change }));
    assert_eq!((&saved["changed"], &saved["content"]["title"]), (&json!(true), &change["title"]));
    world.on("2026-11-23");

    let view = at.call("reports.preview", json!({ "outline": "monthly_brief", "period": "2026-11" }));
    assert_eq!(
        (&view["sections"][0]["heading"], &view["sections"][0]["text"]),
        (&json!("一、党建引领"), &json!("本月走访 1 人次，党员带头。"))
    );
    assert!(view["title"].as_str().unwrap().ends_with("2026年11月工作通讯"), "{}", view["title"]);
    let all = headings(at);
    assert!(
        !all.iter().any(|one| one.contains("存在问题")) && all.iter().any(|one| one.contains("本月数据一览")),
        "{all:?}"
    );
    let frozen = at.call(
        "reports.freeze",
        json!({ "outline": "monthly_brief", "period": "2026-11", "sections": view["sections"] }),
    );
    let kept = at.call("reports.get", json!({ "id": frozen["id"] }));
    assert_eq!(kept["sections"][0]["heading"], "一、党建引领");
    assert_eq!(content(at, "monthly_brief"), content(county, "monthly_brief"), "shown to the station as it is");

    county.minutes_pass(1);
    county.call("reports.reset_outline", json!({ "name": "monthly_brief" }));
    world.on("2026-11-23");
    assert_eq!(headings(at)[0], "一、基本情况");
    assert_eq!(
        at.call("reports.get", json!({ "id": frozen["id"] }))["sections"][0]["heading"],
        "一、党建引领",
        "what was issued stays"
    );
}

#[test]
fn a_change_that_means_nothing_is_refused_and_a_station_changes_none() {
    let world = World::founded("2026-11-23");
    let (county, at) = (&world.county, world.at("A"));
    let refused = |edit: &dyn Fn(&mut Value)| {
        let mut change = content(county, "quarterly_report");
        edit(&mut change);
        let refused =
            county.refused("reports.change_outline", json!({ "name": "quarterly_report", "content": change }));
        refused.fields[0].message.clone()
    };
    assert!(
        refused(&|one| one["sections"][0]["draft"] = json!("走访 {visit.lots} 人次"))
            .contains("第 1 节：没有 {visit.lots}")
    );
    assert!(refused(&|one| one["sections"][1]["heading"] = json!("")).contains("第 2 节：还没有标题"));
    assert!(refused(&|one| one["title"] = json!("{county")).contains("花括号"));
    let asked = json!({ "name": "quarterly_report", "content": content(county, "quarterly_report") });
    assert_eq!(at.refused("reports.change_outline", asked).code, app::ErrorCode::NotAllowed);
    assert_eq!(county.call("reports.outlines", json!({}))["outlines"].as_array().unwrap().len(), 8);
}
