//! Targets that follow from an agreement: whose they are, what they are counted over, how a change and an end of the agreement reach them.

use changelog::Audience;
use serde_json::{Value, json};

use crate::deadlines::{CODE, carry, pair, signed};
use crate::fixture::{paper, person, visit};
use crate::pcs::Pc;

/// A number of the agreement.
fn asked(county: &Pc, agreement: &str, figure: &str, target: u64, over: Value) -> String {
    let usual = json!({ "agreement": agreement, "name": "走访", "figure": figure, "target": target });
    paper(county, "agreement_target", crate::fixture::with(usual, over))["id"].as_str().unwrap().to_owned()
}

fn targets(pc: &Pc, year: i32) -> Vec<Value> {
    pc.call("targets.list", json!({ "year": year, "station": CODE }))["targets"].as_array().unwrap().clone()
}

fn refused_at(pc: &Pc, kind: &str, fields: Value) -> (String, String) {
    let refused = pc.refused("records.save", json!({ "kind": kind, "fields": fields }));
    (refused.fields[0].field.clone(), refused.fields[0].message.clone())
}

#[test]
fn what_an_agreement_asks_for_is_counted_over_the_agreement_year_and_only_the_agreement_changes_it() {
    let (county, station) = pair();
    let agreement = signed(&county, json!({}), 2);
    let id = asked(&county, &agreement, "visit.effective", 4, json!({}));
    asked(&county, &agreement, "recipient.new", 2, json!({}));
    carry(&county, Audience::All, &station);
    let somebody = person(&station, json!({ "file_created": "2026-10-10" }));
    for day in ["2026-09-30", "2026-10-01", "2026-11-02", "2026-11-03"] {
        visit(&station, &somebody, json!({ "date": day }));
    }
    let shown = targets(&station, 2026);
    assert_eq!(shown.len(), 1, "numbers of one name are one target: {shown:?}");
    let target = &shown[0];
    assert_eq!((&target["document_no"], &target["agreement"]), (&json!("民购协〔2026〕1号"), &json!(agreement)));
    assert_eq!((&target["term"], &target["ended"]), (&json!("2026-10-01 至 2027-09-30"), &json!(false)));
    assert_eq!((&target["by_county"], &target["editable"]), (&json!(true), &json!(false)));
    let visits = &target["subs"][0];
    assert_eq!(
        (&visits["done_text"], &visits["month_text"]),
        (&json!("3"), &json!("2")),
        "not the day before it began"
    );
    assert_eq!((&visits["rate"], &target["rate"]), (&json!("75%"), &json!("50%")), "one of two files");
    assert_eq!(targets(&station, 2027)[0]["subs"][0]["done_text"], "3", "the same in the second calendar year");
    assert_eq!(targets(&station, 2025), Vec::<Value>::new());

    station.refused("targets.remove", json!({ "id": id, "reason": "不想要" }));
    let own = json!({ "kind": "agreement_target", "id": id, "fields": { "target": 1 } });
    assert!(station.refused("records.save", own).detail.contains("由县级填写"));
    carry(&station, Audience::Station(CODE.into()), &county);
    assert_eq!(targets(&county, 2026)[0]["subs"], shown[0]["subs"], "both sides say the same");
    let board = county.call("targets.board", json!({ "year": 2026 }));
    assert_eq!((&board["stations"][0]["total"], &board["stations"][0]["lowest"]), (&json!(1), &json!("走访")));
}

#[test]
fn a_station_may_have_a_number_of_its_own_and_a_change_sets_a_new_one_from_its_day() {
    let (county, station) = pair();
    county.register("430181111");
    let agreement = signed(&county, json!({}), 2);
    let first = asked(&county, &agreement, "visit.effective", 100, json!({}));
    let wanted = |pc: &Pc| targets(pc, 2026)[0]["subs"][0]["target_text"].clone();
    carry(&county, Audience::All, &station);
    assert_eq!(wanted(&station), "100");
    station
        .call("targets.adjust", json!({ "sub_target": first, "amount": 7, "reason": "启用程序前的走访，见纸质台账" }));

    let number = |over: Value| {
        let usual = json!({ "agreement": agreement, "name": "走访", "figure": "visit.effective", "target": 80 });
        crate::fixture::with(usual, over)
    };
    let (at, why) = refused_at(&county, "agreement_target", number(json!({ "from_date": "2026-11-10" })));
    assert_eq!(
        (at.as_str(), why.as_str()),
        ("from_date", "2026-11-10 没有登记协议变更，请先在协议的变更里登记，再填变更后的数")
    );
    assert_eq!(refused_at(&county, "agreement_target", number(json!({}))).0, "figure", "it stands there already");
    assert_eq!(refused_at(&county, "agreement_target", number(json!({ "figure": "visit.often" }))).0, "figure");
    let elsewhere = number(json!({ "station_code": "43018111101" }));
    assert_eq!(refused_at(&county, "agreement_target", elsewhere).0, "station_code", "it is not in the agreement");

    let change = json!({ "agreement": agreement, "date": "2026-11-10", "change_type": "change", "reason": "经费调减" });
    paper(&county, "agreement_change", change.clone());
    let older = crate::fixture::with(change, json!({ "date": "2026-01-01" }));
    assert_eq!(refused_at(&county, "agreement_change", older).0, "date", "before it was signed");
    paper(&county, "agreement_target", number(json!({ "from_date": "2026-11-10" })));
    carry(&county, Audience::All, &station);
    assert_eq!(wanted(&station), "80");
    assert_eq!(targets(&station, 2026)[0]["subs"][0]["done_text"], "7", "what was added to the old number stays");
    paper(&county, "agreement_target", number(json!({ "station_code": CODE, "target": 60 })));
    carry(&county, Audience::All, &station);
    assert_eq!(wanted(&station), "60", "its own goes before one for all");

    let sub = targets(&county, 2026)[0]["subs"][0]["id"].clone();
    let unnamed = county.refused("targets.adjust", json!({ "sub_target": sub, "amount": 1, "reason": "补" }));
    assert_eq!(unnamed.fields[0].field, "station", "the county says for which station");
    county
        .call("targets.adjust", json!({ "sub_target": sub, "station": CODE, "amount": 1, "reason": "县里核实补一次" }));
    carry(&county, Audience::Station(CODE.into()), &station);
    assert_eq!(targets(&station, 2026)[0]["subs"][0]["done_text"], "8");

    let added = targets(&station, 2026)[0]["subs"][0]["adjusts"].clone();
    let added = added.as_array().unwrap().iter().find(|one| one["amount"] == "7").unwrap();
    let back = json!({ "kind": added["kind"], "id": added["id"], "reason": "补录有误" });
    station.call("records.delete", back);
    assert_eq!(targets(&station, 2026)[0]["subs"][0]["done_text"], "1", "what was added can be taken back");
}

#[test]
fn an_agreement_that_was_ended_asks_for_nothing_more() {
    let (county, station) = pair();
    let agreement = signed(&county, json!({}), 2);
    asked(&county, &agreement, "visit.effective", 4, json!({}));
    let end =
        json!({ "agreement": agreement, "date": "2026-11-10", "change_type": "termination", "reason": "双方协商解除" });
    paper(&county, "agreement_change", end);
    let ended = county.call("records.get", json!({ "kind": "agreement", "id": agreement }));
    assert_eq!(ended["fields"]["terminated_date"], "2026-11-10", "the termination ends the agreement in the same save");
    carry(&county, Audience::All, &station);
    let somebody = person(&station, json!({}));
    for day in ["2026-11-10", "2026-11-11"] {
        visit(&station, &somebody, json!({ "date": day }));
    }
    let target = targets(&station, 2026)[0].clone();
    assert_eq!((&target["ended"], &target["term"]), (&json!(true), &json!("2026-10-01 至 2026-11-10")));
    assert_eq!((&target["subs"][0]["done_text"], &target["subs"][0]["month_text"]), (&json!("1"), &json!("")));
    assert_eq!(targets(&station, 2027), Vec::<Value>::new());
    let arrival = station.call("deadlines.list", json!({ "rule": "arrival" }));
    assert_eq!(arrival["rows"], json!([]), "nobody has to arrive for it");
    let board = county.call("targets.board", json!({ "year": 2026 }));
    assert_eq!(board["stations"], json!([]));
}

#[test]
fn the_brief_says_that_a_target_is_of_the_agreement_year() {
    let (county, station) = pair();
    let agreement = signed(&county, json!({}), 2);
    asked(&county, &agreement, "visit.effective", 4, json!({}));
    carry(&county, Audience::All, &station);
    let somebody = person(&station, json!({}));
    for day in ["2026-09-01", "2026-10-20"] {
        visit(&station, &somebody, json!({ "date": day }));
    }
    let brief = station.call("reports.preview", json!({ "month": "2026-10" }));
    let figures = brief["figures"].as_array().unwrap();
    let visits = figures.iter().find(|one| one["code"] == "visit.effective").unwrap();
    assert_eq!((&visits["target"], &visits["completion"]), (&json!("4（协议年度）"), &json!("25%")));
    assert_eq!(visits["year_to_date"], "2", "the year to date is the calendar's");
}
