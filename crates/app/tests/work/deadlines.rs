//! 期限 through an agreement's life: what signing makes due, which record settles it, and that station and county say the same day.

use changelog::Audience;
use serde_json::{Value, json};
use store::Route;

use crate::fixture::{paper as record, with};
use crate::pcs::Pc;

pub const CODE: &str = "43018111001";

/// A county, its station, and what carries the changes of one to the other.
pub fn pair() -> (Pc, Pc) {
    let county = Pc::county("浏阳市", "430181");
    county.register("430181110");
    let (file, join) = county.join_file(CODE);
    let station = Pc::joined(&file, &join, "吴站长", "supervisor");
    county.confirm(&station);
    (county, station)
}

pub fn carry(from: &Pc, audience: Audience, to: &Pc) {
    let store = from.app.open_store().unwrap();
    let bundles = match audience {
        Audience::All => store.export_for_station(&audience, CODE),
        _ => store.export_all(&audience),
    };
    for bundle in bundles.unwrap() {
        to.app.open_store().unwrap().import(&bundle, Route::Stick).unwrap();
    }
}

/// Saves a record and gives its id.
fn paper(pc: &Pc, kind: &str, fields: Value) -> String {
    record(pc, kind, fields)["id"].as_str().unwrap().to_owned()
}

pub fn provider(county: &Pc) -> String {
    paper(county, "provider", json!({ "name": "清源社工服务中心", "provider_type": "service_org" }))
}

pub fn agreement_fields(provider: &str, over: Value) -> Value {
    let usual = json!({ "agreement_no": "民购协〔2026〕1号", "buyer": "浏阳市民政局", "provider": provider, "sign_date": "2026-09-18",
        "start_date": "2026-10-01", "end_date": "2027-09-30", "year_in_cycle": 1, "amount": 30_000_000 });
    with(usual, over)
}

/// An agreement for the station, with so many workers.
pub fn signed(county: &Pc, over: Value, staff: u32) -> String {
    let id = paper(county, "agreement", agreement_fields(&provider(county), over));
    paper(county, "agreement_station", json!({ "agreement": id, "station_code": CODE, "agreed_staff": staff }));
    id
}

fn deadlines(pc: &Pc, rule: &str) -> Vec<Value> {
    let answer = pc.call("deadlines.list", json!({ "rule": rule, "settled": true }));
    answer["rows"].as_array().unwrap().clone()
}

/// The one deadline of a rule: its day and how it stands.
fn only(pc: &Pc, rule: &str) -> (Value, String) {
    let rows = deadlines(pc, rule);
    assert_eq!(rows.len(), 1, "{rule}: {rows:?}");
    (rows[0]["due"].clone(), rows[0]["words"].as_str().unwrap().to_owned())
}

#[test]
fn r05_an_agreement_is_filed_within_fifteen_working_days_and_the_filing_settles_it() {
    let (county, station) = pair();
    let id =
        signed(&county, json!({ "sign_date": "2025-09-22", "start_date": "2025-09-22", "end_date": "2026-09-21" }), 2);
    let (due, words) = only(&county, "agreement_filing");
    assert_eq!(due, "2025-10-17");
    assert!(words.starts_with("逾期 "), "{words}");
    let filing = json!({ "filing_type": "agreement", "agreement": id, "year": 2025, "filed_date": "2025-10-16", "receiver": "长沙市民政局" });
    paper(&county, "filing", with(filing.clone(), json!({ "filing_type": "plan" })));
    assert!(only(&county, "agreement_filing").1.starts_with("逾期"), "a plan that was filed does not settle it");
    paper(&county, "filing", filing);
    assert_eq!(only(&county, "agreement_filing"), (json!("2025-10-17"), "已完成".into()));
    carry(&county, Audience::All, &station);
    assert!(deadlines(&station, "agreement_filing").is_empty(), "the county owes it");
}

#[test]
fn r06_workers_arrive_within_a_month_as_many_as_were_agreed() {
    let (county, station) = pair();
    signed(&county, json!({ "sign_date": "2025-09-05", "start_date": "2025-09-10", "end_date": "2026-09-09" }), 2);
    carry(&county, Audience::All, &station);
    assert_eq!(only(&station, "arrival").0, "2025-10-09");
    let arrived = |name: &str, day: &str| {
        let file = json!({ "name": name, "birth_date": "1996-04-01", "education": "31", "certificate": "none", "major_related": "related",
            "hired_date": "2025-09-08", "arrival_date": day });
        paper(&station, "staff_file", file);
    };
    arrived("秦小雨", "2025-10-08");
    assert!(only(&station, "arrival").1.starts_with("逾期"), "one of two");
    arrived("罗明明", "2025-10-13");
    assert_eq!(only(&station, "arrival").1, "迟交 4 天");
    carry(&station, Audience::Station(CODE.into()), &county);
    assert_eq!(only(&county, "arrival"), only(&station, "arrival"), "both say the same");
}

#[test]
fn who_left_later_has_arrived_and_who_had_left_before_has_not() {
    let (county, station) = pair();
    signed(&county, json!({ "sign_date": "2025-09-05", "start_date": "2025-09-10", "end_date": "2026-09-09" }), 1);
    carry(&county, Audience::All, &station);
    let arrived = |name: &str, day: &str, left: &str| {
        let file = json!({ "name": name, "birth_date": "1996-04-01", "education": "31", "certificate": "none", "major_related": "related",
            "hired_date": day, "arrival_date": day, "left_date": left, "leaving_reason": "other_job" });
        paper(&station, "staff_file", file);
    };
    arrived("秦小雨", "2023-03-01", "2025-08-31");
    assert!(only(&station, "arrival").1.starts_with("逾期"), "she left before the agreement was signed");
    arrived("罗明明", "2025-10-08", "2026-06-30");
    assert_eq!(only(&station, "arrival").1, "已完成", "he came in time, and left after it");
}

#[test]
fn a_year_without_a_calendar_is_said_and_not_guessed() {
    let (county, _) = pair();
    let id =
        signed(&county, json!({ "sign_date": "2026-12-15", "start_date": "2026-12-15", "end_date": "2027-12-14" }), 2);
    let row = deadlines(&county, "agreement_filing").remove(0);
    assert_eq!(
        (&row["due"], &row["missing"], &row["state"]),
        (&Value::Null, &json!("缺 2027 年节假日安排"), &json!("unknown"))
    );
    assert_eq!(row["record"]["id"], json!(id));
}

#[test]
fn r07_a_second_year_follows_a_year_that_passed_and_after_the_third_comes_procurement() {
    let (county, _) = pair();
    let provider = provider(&county);
    let first = paper(
        &county,
        "agreement",
        agreement_fields(
            &provider,
            json!({ "start_date": "2024-10-01", "end_date": "2025-09-30", "sign_date": "2024-09-20" }),
        ),
    );
    let renewal = |year: i64, of: &str| {
        let over = json!({ "agreement_no": format!("第{year}年"), "year_in_cycle": year, "renews": of, "sign_date": "2025-09-25", "start_date": "2025-10-01" });
        json!({ "kind": "agreement", "fields": agreement_fields(&provider, over) })
    };
    let said = |request: Value| {
        let refused = serde_json::to_value(county.refused("records.save", request)).unwrap();
        let fields = refused["fields"].as_array().unwrap();
        fields
            .iter()
            .filter(|one| one["level"] == "error")
            .map(|one| one["message"].as_str().unwrap().to_owned())
            .collect::<String>()
    };
    assert!(said(renewal(2, &first)).contains("还没有年度评估结论"));
    let evaluate = |agreement: &str, grade: &str, day: &str| {
        paper(
            &county,
            "yearly_evaluation",
            json!({ "agreement": agreement, "date": day, "evaluator": "第三方", "evaluation_grade": grade }),
        );
    };
    evaluate(&first, "failed", "2025-09-01");
    assert_eq!(said(renewal(2, &first)), "第 1 年评估不合格，不能续签；按政府采购程序重新确定承接机构");
    evaluate(&first, "good", "2025-09-20");
    let second = county.call("records.save", renewal(2, &first))["record"]["id"].as_str().unwrap().to_owned();
    evaluate(&second, "passed", "2026-09-10");
    let third = county.call("records.save", renewal(3, &second))["record"]["id"].as_str().unwrap().to_owned();
    assert_eq!(said(renewal(4, &third)), "3 年周期已满，须按政府采购程序重新采购，从第 1 年起签");
    assert!(said(renewal(2, &second)).contains("应选第 1 年的"));
}

#[test]
fn a_station_is_under_one_agreement_at_a_time_and_days_must_fit() {
    let (county, _) = pair();
    signed(&county, json!({}), 2);
    let other = paper(
        &county,
        "agreement",
        agreement_fields(
            &provider(&county),
            json!({ "agreement_no": "另一份", "start_date": "2027-01-01", "end_date": "2027-12-31" }),
        ),
    );
    let link = json!({ "kind": "agreement_station", "fields": { "agreement": other, "station_code": CODE, "agreed_staff": 2 } });
    let refused = serde_json::to_value(county.refused("records.save", link)).unwrap();
    assert_eq!(refused["fields"][0]["field"], "station_code");
    assert!(refused["fields"][0]["message"].as_str().unwrap().contains("民购协〔2026〕1号"), "{refused}");
    let on = |start: &str, end: &str| json!({ "kind": "agreement", "id": other, "fields": { "start_date": start, "end_date": end } });
    county.call("records.save", on("2027-10-01", "2028-09-30"));
    paper(&county, "agreement_station", json!({ "agreement": other, "station_code": CODE, "agreed_staff": 2 }));
    let refused = serde_json::to_value(county.refused("records.save", on("2027-01-01", "2027-12-31"))).unwrap();
    assert_eq!(
        refused["fields"][0]["field"], "start_date",
        "the other agreement's days are not taken either: {refused}"
    );
    county.call("records.save", on("2027-11-01", "2028-10-31"));
    let upside_down = agreement_fields(&provider(&county), json!({ "end_date": "2026-09-01" }));
    let refused =
        serde_json::to_value(county.refused("records.save", json!({ "kind": "agreement", "fields": upside_down })))
            .unwrap();
    assert_eq!(refused["fields"][0]["field"], "end_date", "{refused}");
}

#[test]
fn reports_of_periods_and_of_an_agreement_stand_on_both_sides_with_the_same_days() {
    let (county, station) = pair();
    signed(&county, json!({ "sign_date": "2026-02-20", "start_date": "2026-03-01", "end_date": "2027-02-28" }), 2);
    carry(&county, Audience::All, &station);
    assert_eq!(only(&station, "mid_term_report").0, "2026-09-01");
    assert_eq!(only(&station, "final_report").0, "2027-02-13");
    assert_eq!(only(&station, "self_evaluation").0, "2026-11-30");
    let briefs: Vec<Value> = deadlines(&station, "monthly_brief").iter().map(|row| row["due"].clone()).collect();
    assert_eq!(briefs.len(), 9, "March to November: {briefs:?}");
    assert!(briefs.contains(&json!("2026-04-05")), "a Sunday in 清明, and not shifted");
    let quarters: Vec<Value> = deadlines(&county, "quarterly_report").iter().map(|row| row["due"].clone()).collect();
    assert_eq!(
        quarters.iter().map(|due| due.as_str().unwrap()).collect::<std::collections::BTreeSet<_>>(),
        ["2026-04-10", "2026-07-10", "2026-10-10", "2027-01-10"].into()
    );
    assert_eq!(deadlines(&county, "self_evaluation").len(), 2, "the county's own and the station's");
    for rule in ["arrival", "mid_term_report", "final_report", "monthly_brief"] {
        let days = |pc: &Pc| {
            deadlines(pc, rule).iter().map(|row| (row["due"].clone(), row["state"].clone())).collect::<Vec<_>>()
        };
        assert_eq!(days(&county), days(&station), "{rule}");
    }
    let report = json!({ "report_type": "self_evaluation", "period": "2026", "submitted_date": "2026-11-20", "receivers": "县民政局" });
    paper(&station, "report_submission", report);
    assert_eq!(only(&station, "self_evaluation").1, "已完成");
    carry(&station, Audience::Station(CODE.into()), &county);
    let states: Vec<Value> = deadlines(&county, "self_evaluation").iter().map(|row| row["state"].clone()).collect();
    assert_eq!(states, ["near", "settled"], "the county still owes its own");
}

#[test]
fn the_list_goes_out_as_a_workbook_and_as_a_calendar() {
    let (county, _) = pair();
    signed(&county, json!({}), 2);
    let shown = county.call("deadlines.list", json!({}))["rows"].as_array().unwrap().clone();
    let out = json!({ "asked": {}, "place": { "download": true } });
    let calendar = county.call("deadlines.calendar", out.clone());
    let calendar = String::from_utf8(county.fetch(&calendar)).unwrap();
    let dated = shown.iter().filter(|row| !row["due"].is_null()).count();
    assert_eq!(calendar.matches("BEGIN:VEVENT").count(), dated);
    assert!(calendar.contains("DTSTART;VALUE=DATE:20261130"), "the self-evaluation: {calendar}");
    let workbook = county.call("deadlines.workbook", out);
    let table = documents::read_table(&county.fetch(&workbook)).unwrap();
    assert_eq!(table.sheets[0].rows.len(), shown.len() + 2, "title, header, rows");
}

#[test]
fn the_compliance_table_counts_what_the_station_registered_on_both_sides() {
    let (county, station) = pair();
    signed(&county, json!({}), 2);
    carry(&county, Audience::All, &station);
    let cell = |pc: &Pc, label: &str| {
        let board = pc.call("compliance.board", json!({}));
        let at = board["labels"].as_array().unwrap().iter().position(|one| one == label).unwrap();
        board["stations"][0]["checks"][at].clone()
    };
    assert_eq!(
        (&cell(&station, "五项制度")["text"], &cell(&station, "在岗社工")["text"]),
        (&json!("0/5"), &json!("0/2"))
    );
    paper(
        &station,
        "rule_book",
        json!({ "book_type": "finance", "title": "财务管理制度", "version": "1", "in_force_date": "2026-01-01" }),
    );
    let file = paper(
        &station,
        "staff_file",
        json!({ "name": "秦小雨", "birth_date": "1996-04-01", "education": "31", "certificate": "assistant",
        "hired_date": "2026-03-10", "arrival_date": "2026-03-20", "contract_until": "2027-03-09" }),
    );
    paper(&station, "pay_confirmation", json!({ "staff_file": file, "month": "2026-10", "paid": "yes" }));
    assert_eq!(cell(&station, "五项制度")["text"], "1/5");
    assert_eq!(
        (&cell(&station, "在岗社工")["lacks"][0], &cell(&station, "上月发薪")["text"]),
        (&json!("缺 1 人"), &json!("1/1"))
    );
    carry(&station, Audience::Station(CODE.into()), &county);
    for label in ["五项制度", "在岗社工", "持证", "劳动合同", "五险", "上月发薪"] {
        assert_eq!(cell(&county, label), cell(&station, label), "{label}");
    }
    let out = county.call("compliance.workbook", json!({ "place": { "download": true } }));
    let table = documents::read_table(&county.fetch(&out)).unwrap();
    let words = format!("{:?}", table.sheets[0].rows);
    assert!(words.contains("0/1（秦小雨）"), "五险: {words}");
}
