//! 评估包 beyond the figures: targets, 合规检查 and every frozen report are counted anew, what stands behind them is named when it was altered, and
//! nobody who works at a station or signed an agreement is in it.

use changelog::Audience;
use serde_json::{Value, json};

use crate::deadlines::{CODE, carry, signed};
use crate::fixture::{WOMAN_1952, paper, person, visit, with};
use crate::pack::{CANARY, CANARY_PHONE, altered, around, evaluator, freeze, make, open, plain, unequal, worked};
use crate::pcs::Pc;

/// A member of staff, who also signs the agreement: her name is in no pack.
const STAFF: &str = "鸦雀声";

/// The worked county with an agreement of one worker and a target, a target of the station's own, one of two signs, and every frozen report.
fn agreed() -> (Pc, Pc, String) {
    let (county, station) = worked();
    let over = json!({ "sign_date": "2026-02-20", "start_date": "2026-03-01", "end_date": "2027-02-28", "buyer_signatory": STAFF,
        "provider_signatory": STAFF });
    let agreement = signed(&county, over, 1);
    let target =
        json!({ "agreement": agreement, "name": format!("走访{CANARY}"), "figure": "visit.effective", "target": 6 });
    paper(&county, "agreement_target", target);
    carry(&county, Audience::All, &station);
    let early = person(&station, json!({ "name": "陈桂香", "village": "南街社区", "file_created": "2026-03-05" }));
    visit(&station, &early, json!({ "date": "2026-08-05" }));
    let file = json!({ "name": STAFF, "birth_date": "1996-04-01", "education": "31", "certificate": "none", "major_related": "related",
        "hired_date": "2026-03-02", "arrival_date": "2026-03-02", "insurances": ["pension"] });
    paper(&station, "staff_file", file);
    let sign = json!({ "sign_type": "outdoor", "sign_text": "浏阳市大瑶镇社会工作服务站", "hung_date": "2026-03-01" });
    paper(&station, "sign_plate", sign);
    let subs = json!([{ "figure": "visit.effective", "target": 8 }]);
    station.call("targets.save", json!({ "year": 2026, "stations": [], "name": "走访", "subs": subs }));
    freeze(&station, "2026-10");
    for (outline, period, subject) in [("mid_term_report", "-", agreement.as_str()), ("self_evaluation", "2026", "")] {
        frozen(&station, outline, period, subject);
    }
    carry(&station, Audience::Station(CODE.into()), &county);
    frozen(&county, "quarterly_report", "2026-Q3", "");
    (county, station, agreement)
}

fn frozen(pc: &Pc, outline: &str, period: &str, subject: &str) {
    let asked = json!({ "outline": outline, "period": period, "subject": subject });
    let sections = pc.call("reports.preview", asked.clone())["sections"].clone();
    pc.call(
        "reports.freeze",
        with(asked, json!({ "sections": sections, "sent_to": "市民政局", "override_reason": "对象口头同意" })),
    );
}

/// What a pack says and counts of a code, by source and period: (said, counted).
fn told(view: &Value, source: &str, period: &str, code: &str) -> (String, String) {
    let mut checks = view["checks"].as_array().unwrap().iter();
    let text = |one: &Value, name: &str| one[name].as_str().unwrap().to_owned();
    let found = checks.find(|one| {
        text(one, "source").contains(source) && one["period"] == period && (one["code"] == code || one["label"] == code)
    });
    let found = found.unwrap_or_else(|| panic!("no {source} {period} {code}"));
    (text(found, "said"), text(found, "counted"))
}

fn twice(text: &str) -> (String, String) {
    (text.to_owned(), text.to_owned())
}

#[test]
fn targets_compliance_and_every_frozen_report_are_counted_anew() {
    let (county, _station, _) = agreed();
    let (pc, key, recipient) = evaluator();
    let pack = county.fetch(&make(&county, &recipient, json!({}))["file"]);
    let view = open(&pc, &pack, &key);
    assert_eq!((&view["signed"], &view["altered"], unequal(&view)), (&json!(true), &json!([]), Vec::new()));
    // By hand: visits of 5 August, 10 September, 10 and 12 October; that of November is not over.
    assert_eq!(told(&view, "县级取数", "2026", "指标 走访：有效走访"), twice("4/8（50%）"));
    assert_eq!(
        told(&view, "县级取数", "2026", "指标 走访皮某：有效走访"),
        twice("4/6（66.7%）"),
        "the agreement's, without the name"
    );
    assert_eq!(told(&view, "县级取数", "2026", "compliance.标牌"), twice("1/2"));
    assert_eq!(told(&view, "县级取数", "2026", "compliance.在岗社工"), twice("1/1"));
    assert_eq!(told(&view, "中期", "2026-03-01 至 2026-08-31", "visit.effective"), twice("1"));
    assert_eq!(
        told(&view, "季度", "2026-Q3", "service.persons"),
        twice("2"),
        "the station's line in the county's report"
    );
    let reports = view["reports"].as_array().unwrap();
    let of = |title: &str| {
        let found = reports.iter().find(|one| one["title"].as_str().unwrap().contains(title));
        found.unwrap_or_else(|| panic!("no {title}: {reports:?}")).clone()
    };
    assert_eq!(reports.len(), 4, "brief, mid-term, self-evaluation, and the county's quarter: {reports:?}");
    assert_eq!((&of("中期")["not_counted"], &of("季度")["not_counted"]), (&json!(""), &json!("")));
    assert_eq!((&of("季度")["station"], &of("中期")["station"]), (&json!(""), &json!(CODE)));
    assert!(of("自评")["not_counted"].as_str().unwrap().contains("超出包里记录的期间"), "the year goes on");

    let rows = |code: &str, period: &str| {
        pc.call("packs.rows", json!({ "station": CODE, "period": period, "code": code }))["total"].clone()
    };
    let code =
        view["checks"].as_array().unwrap().iter().find(|one| one["label"] == "指标 走访：有效走访").unwrap()["code"]
            .clone();
    assert_eq!(rows(code.as_str().unwrap(), "2026"), 4, "the visits behind the target");
    assert_eq!(rows("compliance.在岗社工", "2026"), 1);
    assert_eq!(rows("visit.effective", "2026-03-01 至 2026-08-31"), 1);

    let text = plain(&pack, &pc, &key);
    for secret in [STAFF, CANARY, "鸟啼", CANARY_PHONE, WOMAN_1952, "陈桂香", "1996-04-01", "吴站长", "1952-03-15"]
    {
        assert!(!text.contains(secret), "{secret} is in the pack: …{}…", around(&text, secret));
    }
}

#[test]
fn an_altered_personnel_file_is_named_and_the_check_it_stands_behind_is_unequal() {
    let (county, _station, _) = agreed();
    let (pc, key, recipient) = evaluator();
    let pack = county.fetch(&make(&county, &recipient, json!({}))["file"]);
    let changed = altered(&pack, &pc, &key, |text| {
        let lines =
            text.lines().map(|line| match line.contains(r#""kind":"staff_file""#) && !line.contains("manifest") {
                true => line.replace("2026-03-02", "2026-11-20"),
                false => line.to_owned(),
            });
        lines.collect::<Vec<_>>().join("\n")
    });
    let view = open(&pc, &changed, &key);
    let found = view["altered"].as_array().unwrap();
    assert_eq!((found.len(), &found[0]["label"], &found[0]["what"]), (1, &json!("人员档案"), &json!("内容被改过")));
    let (said, counted) = told(&view, "县级取数", "2026", "compliance.在岗社工");
    assert_eq!((said.as_str(), counted.as_str()), ("1/1", "0/1"));
    assert!(view["unequal"].as_u64().unwrap() > 0);
}

#[test]
fn agreements_of_stations_that_were_not_drawn_are_in_no_pack() {
    let (county, _station, agreement) = agreed();
    county.register("430181111");
    let other = json!({ "agreement_no": "民购协〔2026〕2号", "sign_date": "2026-02-20", "start_date": "2026-03-01", "end_date": "2027-02-28" });
    let provider =
        paper(&county, "provider", json!({ "name": "另一家", "provider_type": "service_org" }))["id"].clone();
    let usual = json!({ "buyer": "浏阳市民政局", "provider": provider, "year_in_cycle": 1, "amount": 100 });
    let other = paper(&county, "agreement", with(usual, other))["id"].as_str().unwrap().to_owned();
    paper(
        &county,
        "agreement_station",
        json!({ "agreement": other, "station_code": "43018111101", "agreed_staff": 1 }),
    );
    let (pc, key, recipient) = evaluator();
    // Of two stations one is drawn; whichever it is, the other's agreement stays at home.
    let pack = county.fetch(&make(&county, &recipient, json!({}))["file"]);
    let text = plain(&pack, &pc, &key);
    let drawn_first = open(&pc, &pack, &key)["stations"][0]["code"] == CODE;
    let (here, away) = if drawn_first { (&agreement, &other) } else { (&other, &agreement) };
    assert!(text.contains(here.as_str()) && !text.contains(away.as_str()));
}
