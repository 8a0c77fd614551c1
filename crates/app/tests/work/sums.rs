//! Sum of the stations ≠ county, explained: three stations, one person at two of them, one late visit, one merge, one correction. Every difference
//! has its term and its names.

use changelog::Audience;
use serde_json::{Value, json};
use store::Route;

use crate::books::freeze;
use crate::fixture::{MAN_1990, person, visit};
use crate::ledgers::rows;
use crate::one_station::work;
use crate::pcs::Pc;
use crate::same_month::busy_month;
use crate::two_pcs::hand_over;

/// A county with three stations, each with a PC.
pub fn three_stations() -> (Pc, Vec<(String, Pc)>) {
    let county = Pc::county("浏阳市", "430181");
    let mut stations = Vec::new();
    for township in ["430181110", "430181111", "430181112"] {
        county.register(township);
        let code = format!("{}01", township);
        let (file, join) = county.join_file(&code);
        let pc = Pc::joined(&file, &join, "林小禾", "supervisor");
        county.confirm(&pc);
        stations.push((code, pc));
    }
    (county, stations)
}

pub fn hand_in(county: &Pc, stations: &[(String, Pc)]) {
    for (code, pc) in stations {
        for bundle in pc.app.open_store().unwrap().export_all(&Audience::Station(code.clone())).unwrap() {
            county.app.open_store().unwrap().import(&bundle, Route::Stick).unwrap();
        }
    }
}

fn explain(county: &Pc, figure: &str) -> Value {
    county.call("sums.explain", json!({ "period": "2026-11", "figure": figure }))
}

/// The month as it is told above, frozen by all three before the late visit, the merge and the correction.
fn told() -> (Pc, Vec<(String, Pc)>) {
    let (county, stations) = three_stations();
    let (one, two, three) = (&stations[0].1, &stations[1].1, &stations[2].1);
    // The same man at two stations.
    let zhang = |pc: &Pc| person(pc, json!({ "name": "张大山", "sex": "1", "id_number": MAN_1990 }));
    visit(one, &zhang(one), json!({}));
    visit(two, &zhang(two), json!({}));
    // Two files of one woman at the first station.
    let first = person(one, json!({ "name": "李秀英" }));
    let again = person(one, json!({ "name": "李秀英", "village": "南街社区" }));
    visit(one, &first, json!({}));
    visit(one, &again, json!({ "date": "2026-11-20" }));
    let chen = person(three, json!({ "name": "陈桂香" }));
    let wrong = visit(three, &chen, json!({}))["record"]["id"].clone();
    let zhou = person(three, json!({ "name": "周明明" }));
    for (_, pc) in &stations {
        freeze(pc, "2026-11", json!({}));
        pc.minutes_pass(5);
    }
    // One late visit, one merge, one correction.
    visit(three, &zhou, json!({ "date": "2026-11-21" }));
    one.call("merges.merge", json!({ "goes": again, "stays": first }));
    let seen = three.call("records.get", json!({ "kind": "visit", "id": wrong }))["refs"].clone();
    three.call("visits.save", json!({ "id": wrong, "fields": { "result": "not_home" }, "seen": seen }));
    hand_in(&county, &stations);
    (county, stations)
}

#[test]
fn the_number_of_people_is_explained_down_to_the_names() {
    let (county, _stations) = told();
    let sum = explain(&county, "service.persons");
    // 3 + 1 + 1 reported; Zhang stands at two; Li's two files are one; Chen went, Zhou came.
    assert_eq!(sum["words"], "各站合计 5 人 − 跨站重复 1 人 − 合并档案 1 人 = 全县 3 人");
    assert_eq!(sum["county"], "3");
    let reported: Vec<&str> =
        sum["stations"].as_array().unwrap().iter().map(|one| one["reported"].as_str().unwrap()).collect();
    let now: Vec<&str> = sum["stations"].as_array().unwrap().iter().map(|one| one["now"].as_str().unwrap()).collect();
    assert_eq!((reported, now), (vec!["3", "1", "1"], vec!["2", "1", "1"]));
    let twice = sum["twice"].as_array().unwrap();
    assert_eq!(
        (twice.len(), &twice[0]["name"], &twice[0]["why"]),
        (1, &json!("张大山（新河村）"), &json!("身份证号相同"))
    );
    assert_eq!(twice[0]["stations"].as_array().unwrap().len(), 2);
    let merged = sum["merged"].as_array().unwrap();
    assert_eq!(
        (merged.len(), &merged[0]["name"], &merged[0]["into"]),
        (1, &json!("李秀英（南街社区）"), &json!("李秀英（新河村）"))
    );
    let acts: Vec<(&str, bool)> = sum["corrected"]
        .as_array()
        .unwrap()
        .iter()
        .map(|one| {
            (one["record"]["act"].as_str().unwrap(), one["record"]["title"].as_str().unwrap().contains("周明明"))
        })
        .collect();
    assert!(acts.contains(&("补录", true)) && acts.contains(&("修改", false)), "{acts:?}");
}

#[test]
fn a_number_of_visits_has_only_corrections_and_a_rate_is_no_sum() {
    let (county, _stations) = told();
    let visits = explain(&county, "visit.effective");
    // 3 + 1 + 1 reported; one was late, one was found not to be effective.
    assert_eq!((&visits["words"], &visits["twice"]), (&json!("各站合计 5 人次 = 全县 5 人次"), &json!([])));
    let acts = |sum: &Value| {
        let all = sum["corrected"].as_array().unwrap();
        all.iter().map(|one| one["record"]["act"].as_str().unwrap().to_owned()).collect::<Vec<_>>()
    };
    assert_eq!(acts(&visits), ["补录", "修改"], "one came and one went, and the number is the same");
    let all = explain(&county, "visit.door_knocks");
    assert_eq!(all["words"], "各站合计 5 次 + 更正 1 次 = 全县 6 次");
    assert_eq!(acts(&all), ["补录"]);
    let record = &all["corrected"][0]["record"];
    assert_eq!((&record["act"], &record["day"]), (&json!("补录"), &json!("2026-11-21")));
    let rate = explain(&county, "visit.monthly_rate");
    assert_eq!(rate["words"], "");
    assert!(rate["note"].as_str().unwrap().contains("不能相加"));
}

#[test]
fn every_figure_of_the_month_adds_up_without_a_remainder() {
    let (county, _stations) = told();
    let figures = domain::brief_figures::figures(
        &domain::brief::Facts::default(),
        domain::period::Month::parse("2026-11").unwrap().period(),
    );
    for figure in figures.figures {
        let sum = explain(&county, &figure.code);
        assert!(!sum["words"].as_str().unwrap().contains("其他差额"), "{}: {}", figure.code, sum["words"]);
    }
}

/// Whatever is written afterwards, of any kind that is counted: what a station had reported is worked out anew, and must come to what its
/// report says. Of facts that were not touched since, those of today are taken; so each figure is looked at.
#[test]
fn what_a_station_reported_stands_whatever_it_writes_afterwards() {
    let (county, pc) = Pc::county_and_station();
    busy_month(&pc);
    work(&pc, "甲");
    let frozen = freeze(&pc, "2026-11", json!({}));
    let reported = pc.call("reports.get", json!({ "id": frozen["id"] }))["figures"].clone();
    pc.minutes_pass(5);
    busy_month(&pc);
    work(&pc, "乙");
    let cases = pc.call("records.list", json!({ "kind": "progress_note" }))["rows"].clone();
    let first = cases.as_array().unwrap().last().unwrap();
    pc.call("records.delete", json!({ "kind": "progress_note", "id": first["id"], "reason": "录入错误" }));
    hand_over(&pc, &county);
    let now = pc.call("reports.preview", json!({ "month": "2026-11" }))["figures"].clone();
    let (mut moved, mut wrong) = (0, Vec::new());
    for (before, after) in reported.as_array().unwrap().iter().zip(now.as_array().unwrap()) {
        let sum = explain(&county, before["code"].as_str().unwrap());
        let of_station = &sum["stations"][0];
        moved += usize::from(before["value"] != after["value"]);
        if (&of_station["reported"], &of_station["now"]) != (&before["value"], &after["value"]) {
            wrong
                .push(format!("{} reported {}, now {}: {of_station}", before["code"], before["value"], after["value"]));
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
    assert!(moved > 30, "{moved} figures moved");
}

#[test]
fn a_station_that_has_not_frozen_counts_as_it_stands_and_the_table_prints_the_equations() {
    let (county, stations) = three_stations();
    visit(&stations[0].1, &person(&stations[0].1, json!({ "id_number": MAN_1990 })), json!({}));
    visit(&stations[1].1, &person(&stations[1].1, json!({ "id_number": MAN_1990 })), json!({}));
    hand_in(&county, &stations);
    let sum = explain(&county, "service.persons");
    assert_eq!(sum["words"], "各站合计 2 人 − 跨站重复 1 人 = 全县 1 人");
    assert!(sum["note"].as_str().unwrap().contains("还没有报全"), "{}", sum["note"]);
    let asked = json!({ "from": "2026-11-01", "to": "2026-11-30", "place": { "download": true } });
    let sheet = rows(&county.fetch(&county.call("county.summary", asked)));
    let text = sheet.concat().join("|");
    assert!(text.contains("服务人数：各站合计 2 人 − 跨站重复 1 人 = 全县 1 人"), "{text}");
}
