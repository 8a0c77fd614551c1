//! Targets of the year (R24): who may set them, how far they are, what is added by hand, and where they are shown.

use serde_json::{Value, json};

use crate::fixture::{desk, paper, person, visit};
use crate::pcs::Pc;
use crate::two_pcs::hand_over;

const STATION: &str = "43018111001";

fn save(pc: &Pc, name: &str, stations: &[&str], subs: Value) -> Value {
    pc.call("targets.save", json!({ "year": 2026, "stations": stations, "name": name, "subs": subs }))
}

fn targets(pc: &Pc) -> Value {
    pc.call("targets.list", json!({ "year": 2026, "station": STATION }))["targets"].clone()
}

#[test]
fn r24_a_target_is_as_far_as_its_least_finished_sub_target() {
    let pc = desk();
    save(
        &pc,
        "走访与建档",
        &[],
        json!([{ "figure": "visit.effective", "target": 2 }, { "figure": "recipient.new", "target": 3 }]),
    );
    let id = person(&pc, json!({}));
    for date in ["2026-03-02", "2026-11-02", "2026-11-03"] {
        visit(&pc, &id, json!({ "date": date }));
    }
    let target = targets(&pc)[0].clone();
    assert_eq!(
        (&target["rate"], &target["reached"]),
        (&json!("33.3%"), &json!(false)),
        "three of two visits, one of three files"
    );
    let visits = &target["subs"][0];
    assert_eq!(
        (&visits["done_text"], &visits["month_text"], &visits["rate"]),
        (&json!("3"), &json!("2"), &json!("100%")),
        "not 150 %"
    );
    for name in ["甲", "乙"] {
        person(&pc, json!({ "name": name }));
    }
    assert_eq!((&targets(&pc)[0]["rate"], &targets(&pc)[0]["reached"]), (&json!("100%"), &json!(true)));
}

#[test]
fn r24_what_cannot_be_counted_is_added_with_a_reason_and_money_is_kept_in_its_smallest_unit() {
    let pc = desk();
    save(
        &pc,
        "资源",
        &[],
        json!([{ "figure": "resource.amount", "target": 1_000_000 }, { "figure": "news.count", "target": 0 }]),
    );
    let resource = json!({
        "date": "2026-05-10", "donor": "爱心企业", "donor_type": "company", "resource_type": "goods", "name": "棉被", "amount": 333_333, "area": "A1", "vouchers": ["invoice"],
    });
    paper(&pc, "resource_linkage", resource);
    let sub = |pc: &Pc| targets(pc)[0]["subs"][0].clone();
    assert_eq!(
        (&sub(&pc)["target_text"], &sub(&pc)["done_text"], &sub(&pc)["rate"]),
        (&json!("10000"), &json!("3333.33"), &json!("33.3%"))
    );
    let id = sub(&pc)["id"].clone();
    let none = pc.refused("targets.adjust", json!({ "sub_target": id, "amount": 500_000, "reason": " " }));
    assert_eq!(none.fields[0].field, "reason");
    let odd = pc.refused("targets.adjust", json!({ "sub_target": id, "amount": "很多", "reason": "纸质台账" }));
    assert_eq!(odd.fields[0].field, "amount");
    pc.call(
        "targets.adjust",
        json!({ "sub_target": id, "date": "2026-01-15", "amount": 500_000, "reason": "启用程序前的捐赠，见纸质台账" }),
    );
    pc.call(
        "targets.adjust",
        json!({ "sub_target": id, "date": "2026-12-31", "amount": 1, "reason": "还没有到的日子不算" }),
    );
    assert_eq!((&sub(&pc)["done_text"], &sub(&pc)["adjusted_text"]), (&json!("8333.33"), &json!("5000")));
    assert_eq!(targets(&pc)[0]["rate"], "83.3%", "a sub-target of 0 asks for nothing");
    assert_eq!((&sub(&pc)["adjusts"][0]["who"], &sub(&pc)["adjusts"][0]["amount"]), (&json!("林小禾"), &json!("5000")));
}

#[test]
fn what_the_county_sets_the_station_sees_and_cannot_change() {
    let (county, pc, _) = Pc::county_and_two();
    hand_over(&pc, &county);
    save(
        &county,
        "小组服务",
        &[STATION],
        json!([{ "figure": "group.new", "target": 3 }, { "figure": "group.sessions", "target": 15 }]),
    );
    hand_over(&county, &pc);
    save(&pc, "本站加码", &[], json!([{ "figure": "visit.effective", "target": 100 }]));
    let at_station = targets(&pc);
    let names: Vec<_> =
        at_station.as_array().unwrap().iter().map(|one| (&one["name"], &one["by_county"], &one["editable"])).collect();
    assert_eq!(
        names,
        [(&json!("小组服务"), &json!(true), &json!(false)), (&json!("本站加码"), &json!(false), &json!(true))]
    );
    let id = at_station[0]["id"].clone();
    let request =
        json!({ "id": id, "year": 2026, "name": "小组服务", "subs": [{ "figure": "group.new", "target": 1 }] });
    assert!(pc.refused("targets.save", request.clone()).detail.contains("县级下达"));
    for (kind, id) in [("kpi_target", &id), ("kpi_sub_target", &at_station[0]["subs"][0]["id"])] {
        let refused = pc.refused("records.delete", json!({ "kind": kind, "id": id, "reason": "不想要" }));
        assert!(refused.detail.contains("县级下达"), "{refused:?}");
    }
    assert!(pc.refused("targets.remove", json!({ "id": id, "reason": "不想要" })).detail.contains("县级下达"));

    let sub = at_station[0]["subs"][0]["id"].clone();
    pc.call("targets.adjust", json!({ "sub_target": sub, "amount": 2, "reason": "启用程序前开的两个小组" }));
    hand_over(&pc, &county);
    let at_county = targets(&county);
    assert_eq!((&at_county[0]["subs"][0]["done_text"], &at_county[0]["editable"]), (&json!("2"), &json!(true)));
    let own = at_county.as_array().unwrap().iter().find(|one| one["name"] == "本站加码").unwrap();
    assert_eq!(own["editable"], false, "the station's own is the station's");
    county.call("targets.save", request);
    hand_over(&county, &pc);
    let changed = targets(&pc)[0].clone();
    assert_eq!(
        (changed["subs"].as_array().unwrap().len(), &changed["rate"]),
        (1, &json!("100%")),
        "2 added by hand, 1 wanted now"
    );
}

#[test]
fn the_county_sends_one_target_to_many_stations_and_again_changes_it() {
    let county = Pc::county("浏阳市", "430181");
    county.register("430181110");
    county.register("430181111");
    let both = [STATION, "43018111101"];
    save(&county, "宣传", &both, json!([{ "figure": "news.count", "target": 12 }]));
    save(
        &county,
        "宣传",
        &both,
        json!([{ "figure": "news.count", "target": 15 }, { "figure": "news.county_up", "target": 5 }]),
    );
    for station in both {
        let list = county.call("targets.list", json!({ "year": 2026, "station": station }));
        let all = list["targets"].as_array().unwrap();
        assert_eq!(
            (all.len(), &all[0]["subs"][0]["target_text"], all[0]["subs"].as_array().unwrap().len()),
            (1, &json!("15"), 2)
        );
    }
    let board = county.call("targets.board", json!({ "year": 2026 }));
    let line = &board["stations"][0];
    assert_eq!(
        (&line["total"], &line["reached"], &line["lowest"], &line["lowest_rate"]),
        (&json!(1), &json!(0), &json!("宣传"), &json!("0%"))
    );
    let nobody = county.refused(
        "targets.save",
        json!({ "year": 2026, "name": "无", "subs": [{ "figure": "news.count", "target": 1 }] }),
    );
    assert_eq!(nobody.fields[0].field, "stations");
}

#[test]
fn a_target_is_refused_where_it_says_nothing_countable() {
    let pc = desk();
    let refused = |subs: Value| {
        pc.refused("targets.save", json!({ "year": 2026, "name": "指标", "subs": subs })).fields[0].clone()
    };
    assert_eq!(refused(json!([])).field, "subs");
    assert_eq!(
        refused(json!([{ "figure": "visit.monthly_rate", "target": 90 }])).field,
        "subs.0",
        "a rate is not counted"
    );
    assert_eq!(
        refused(json!([{ "figure": "visit.effective", "target": "许多" }])).message,
        "全年目标请填不小于 0 的数。"
    );
    let twice = json!([{ "figure": "visit.effective", "target": 1 }, { "figure": "visit.effective", "target": 2 }]);
    assert_eq!(refused(twice).field, "subs.1");
    assert_eq!(
        pc.refused(
            "targets.save",
            json!({ "year": 2026, "name": " ", "subs": [{ "figure": "visit.effective", "target": 1 }] })
        )
        .fields[0]
            .field,
        "name"
    );
    let elsewhere = pc.refused("records.save", json!({ "kind": "kpi_target", "fields": {} }));
    assert!(elsewhere.detail.contains("targets.save"));
}

#[test]
fn a_worker_sees_targets_and_sets_none() {
    let pc = desk();
    save(&pc, "走访", &[], json!([{ "figure": "visit.effective", "target": 2 }]));
    let sub = targets(&pc)[0]["subs"][0]["id"].clone();
    pc.call("targets.adjust", json!({ "sub_target": sub, "amount": 1, "reason": "纸质台账" }));
    let adjust = targets(&pc)[0]["subs"][0]["adjusts"][0]["id"].clone();
    pc.call("staff.add", json!({ "name": "周文", "role": "worker", "passphrase": "第二个人的口令青青" }));
    let staff = pc.call("staff.list", json!({}));
    let other = staff.as_array().unwrap().iter().find(|one| one["name"] == "周文").unwrap()["id"].clone();
    pc.call("session.lock", json!({}));
    pc.call("session.unlock", json!({ "staff": other, "passphrase": "第二个人的口令青青" }));
    let list = pc.call("targets.list", json!({ "year": 2026 }));
    assert_eq!((&list["may_set"], &list["targets"][0]["rate"]), (&json!(false), &json!("50%")));
    pc.refused(
        "targets.save",
        json!({ "year": 2026, "name": "我的", "subs": [{ "figure": "visit.effective", "target": 1 }] }),
    );
    for (kind, id) in [("kpi_target", &list["targets"][0]["id"]), ("kpi_manual_adjust", &adjust)] {
        assert!(
            pc.refused("records.delete", json!({ "kind": kind, "id": id, "reason": "手滑" })).detail.contains("站长"),
            "{kind}"
        );
    }
}

#[test]
fn the_brief_shows_target_and_completion_beside_the_figure() {
    let pc = desk();
    save(&pc, "走访", &[], json!([{ "figure": "visit.effective", "target": 3 }]));
    let id = person(&pc, json!({}));
    for date in ["2026-10-30", "2026-11-02"] {
        visit(&pc, &id, json!({ "date": date }));
    }
    let brief = pc.call("reports.preview", json!({ "month": "2026-11" }));
    let figures = brief["figures"].as_array().unwrap();
    let of = |code: &str| figures.iter().find(|figure| figure["code"] == code).unwrap();
    let visits = of("visit.effective");
    assert_eq!(
        (&visits["year_to_date"], &visits["target"], &visits["completion"]),
        (&json!("2"), &json!("3"), &json!("66.7%"))
    );
    assert_eq!((&of("case.new")["target"], &of("case.new")["completion"]), (&json!(""), &json!("")));
}
