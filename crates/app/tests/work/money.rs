//! Money of agreements and of the year's budget: what arrived, what was spent, what goes over, on both sides.

use changelog::Audience;
use serde_json::{Value, json};

use crate::deadlines::{CODE, carry, pair, signed};
use crate::fixture::with;
use crate::pcs::Pc;

fn node(agreement: &str, over: Value) -> Value {
    let usual = json!({ "agreement": agreement, "node": "首付款", "planned_date": "2026-10-10", "planned_amount": 12_000_000,
        "fund_source": "budget", "paid_date": "2026-10-12", "paid_amount": 12_000_000 });
    json!({ "kind": "appropriation", "fields": with(usual, over) })
}

fn expense(amount: u64, over: Value) -> Value {
    let usual = json!({ "date": "2026-11-02", "flow": "out", "content": "活动物资", "expense_type": "service",
        "fund_source": "budget", "amount": amount });
    json!({ "kind": "expense", "fields": with(usual, over) })
}

/// What is said at the fields of a record that was saved.
fn said(pc: &Pc, request: Value) -> Vec<(String, String)> {
    let saved = pc.call("records.save", request);
    let text = |value: &Value| value.as_str().unwrap().to_owned();
    saved["findings"].as_array().unwrap().iter().map(|one| (text(&one["field"]), text(&one["message"]))).collect()
}

fn row(rows: &Value, source: &str) -> Value {
    rows.as_array().unwrap().iter().find(|row| row["source"] == source).unwrap().clone()
}

#[test]
fn an_agreements_money_is_added_up_by_source_to_the_fen_and_rates_are_exact() {
    let (county, station) = pair();
    let agreement = signed(&county, json!({}), 2);
    assert_eq!(said(&county, node(&agreement, json!({}))), []);
    let second = json!({ "node": "中期款", "planned_date": "2026-11-20", "planned_amount": 9_000_000, "paid_date": "2026-11-21", "paid_amount": 5_000_001 });
    assert_eq!(said(&county, node(&agreement, second)), []);
    let last = json!({ "node": "尾款", "planned_date": "2027-10-10", "planned_amount": 9_000_000, "paid_date": null, "paid_amount": null });
    assert_eq!(said(&county, node(&agreement, last)), []);
    carry(&county, Audience::All, &station);
    assert_eq!(said(&station, expense(10_000_000, json!({}))), []);
    assert_eq!(said(&station, expense(99, json!({ "date": "2026-09-01" }))), [], "before the agreement began");
    let money = station.call("money.list", json!({ "year": 2026 }));
    let of = &money["agreements"][0];
    assert_eq!((&of["id"], &of["amount"], &of["over"]), (&json!(agreement), &json!("300,000.00"), &json!([])));
    let budget = row(&of["rows"], "财政预算");
    assert_eq!((&budget["budget"], &budget["to_date"]), (&json!("300,000.00"), &json!("210,000.00")));
    assert_eq!((&budget["paid"], &budget["arrived"]), (&json!("170,000.01"), &json!("81%")));
    assert_eq!((&budget["spent"], &budget["executed"]), (&json!("100,000.00"), &json!("33.3%")));
    assert_eq!(money["budget"], json!([]), "the county's budget is the county's");
    carry(&station, Audience::Station(CODE.into()), &county);
    assert_eq!(county.call("money.list", json!({ "year": 2026 }))["agreements"], money["agreements"], "both sides");
    assert_eq!(county.call("money.list", json!({ "year": 2028 }))["agreements"], json!([]));
}

#[test]
fn what_goes_over_is_said_at_the_field_and_on_the_page_and_kept() {
    let (county, station) = pair();
    let agreement = signed(&county, json!({ "amount": 12_000_000 }), 2);
    county.call(
        "records.save",
        json!({ "kind": "budget_line", "fields": { "year": 2026, "fund_source": "budget", "amount": 12_500_000 } }),
    );
    assert_eq!(said(&county, node(&agreement, json!({}))), []);
    let more = json!({ "node": "追加", "planned_amount": 1_000_000, "paid_date": null, "paid_amount": null });
    assert_eq!(
        said(&county, node(&agreement, more)),
        [
            ("planned_amount".to_owned(), "应拨合计 130,000.00 元，超出协议金额 120,000.00 元，请核对".to_owned()),
            (
                "fund_source".to_owned(),
                "应拨合计 130,000.00 元，超出2026 年“财政预算”预算 125,000.00 元，请核对".to_owned()
            )
        ]
    );
    let paid = node(&agreement, json!({ "paid_amount": null }));
    assert_eq!(county.refused("records.save", paid).fields[0].field, "paid_amount", "paid on a day, but how much");
    carry(&county, Audience::All, &station);
    assert_eq!(said(&station, expense(13_000_000, json!({}))), [], "as much as is planned");
    let (at, words) = said(&station, expense(1, json!({}))).remove(0);
    assert_eq!(
        (at.as_str(), words.as_str()),
        ("amount", "“财政预算”支出合计 130,000.01 元，超出协议安排 130,000.00 元，请核对")
    );
    assert_eq!(said(&station, expense(1, json!({ "fund_source": "donation" }))), [], "the agreement plans none of it");
    assert_eq!(said(&station, expense(1, json!({ "flow": "in" }))), [], "money that came in");
    carry(&station, Audience::Station(CODE.into()), &county);
    let money = county.call("money.list", json!({ "year": 2026 }));
    let of = &money["agreements"][0];
    assert_eq!(row(&of["rows"], "财政预算")["over"], "0.01");
    assert_eq!(of["over"].as_array().unwrap().len(), 2, "planned and spent beyond the agreement: {of}");
    let year = row(&money["budget"], "财政预算");
    assert_eq!(
        (&year["budget"], &year["spent"], &year["over"]),
        (&json!("125,000.00"), &json!("130,000.01"), &json!("5,000.01"))
    );
    let out = county.call("money.workbook", json!({ "asked": { "year": 2026 }, "place": { "download": true } }));
    let table = documents::read_table(&county.fetch(&out)).unwrap();
    let names: Vec<&str> = table.sheets.iter().map(|sheet| sheet.name.as_str()).collect();
    assert_eq!(names, ["预算", "协议"]);
    assert!(format!("{:?}", table.sheets[1].rows).contains("民购协〔2026〕1号"));
}
