//! Reports of a period that is over, written later: targets, money, staffing and plan stand as of its last day, whatever was recorded since.

use serde_json::{Value, json};

use crate::agreement_year::world::{World, saved};
use crate::fixture::{person, visit, with};
use crate::pcs::Pc;

fn draft(pc: &Pc, outline: &str, period: &str) -> Value {
    pc.call("reports.preview", json!({ "outline": outline, "period": period }))
}

/// Cells of a table of a draft; empty where it is not shown.
fn rows(view: &Value, caption: &str) -> Vec<Vec<String>> {
    let text = |cell: &Value| cell["text"].as_str().unwrap().to_owned();
    let row = |row: &Value| row["cells"].as_array().unwrap().iter().map(text).collect();
    let mut parts = view["sections"].as_array().unwrap().iter().flat_map(|one| one["parts"].as_array().unwrap());
    let found = parts.find(|part| part["type"] == "table" && part["caption"] == caption);
    found.map(|table| table["rows"].as_array().unwrap().iter().map(row).collect()).unwrap_or_default()
}

fn note(view: &Value, caption: &str) -> String {
    let mut parts = view["sections"].as_array().unwrap().iter().flat_map(|one| one["parts"].as_array().unwrap());
    let found = parts.find(|part| part["caption"] == caption).unwrap_or_else(|| panic!("no {caption}: {view}"));
    found["note"].as_str().unwrap().to_owned()
}

#[test]
fn targets_of_a_quarter_that_is_over_are_counted_to_its_last_day() {
    let world = World::founded("2026-11-23");
    let a = world.at("A");
    let subs = json!([{ "figure": "visit.effective", "target": 4 }]);
    a.call("targets.save", json!({ "year": 2026, "stations": [], "name": "走访", "subs": subs }));
    let who = person(a, json!({ "file_created": "2026-09-01" }));
    for day in ["2026-09-05", "2026-09-30", "2026-10-01", "2026-11-05"] {
        visit(a, &who, json!({ "date": day }));
    }
    world.on("2026-11-23");
    let county = &world.county;
    let done = |view: &Value| rows(view, "各站指标完成情况")[0][3..].to_vec();
    let third = draft(county, "quarterly_report", "2026-Q3");
    assert_eq!(done(&third), ["4", "2", "50%"], "the visits of October and November came later");
    assert_eq!(note(&third, "各站指标完成情况"), "完成数统计到 2026-09-30。");
    let brief = draft(a, "monthly_brief", "2026-09");
    let visits = brief["figures"].as_array().unwrap().iter().find(|one| one["code"] == "visit.effective").unwrap();
    let said = ["target", "year_to_date", "completion"].map(|name| visits[name].as_str().unwrap());
    assert_eq!(said, ["4", "2", "50%"], "the brief of the quarter's last month says what the annex says");
    assert_eq!(done(&draft(county, "quarterly_report", "2026-Q2")), ["4", "0", "0%"]);
    let fourth = draft(county, "quarterly_report", "2026-Q4");
    assert_eq!(done(&fourth), ["4", "4", "100%"]);
    assert_eq!(note(&fourth, "各站指标完成情况"), "完成数统计到 2026-11-23。", "it is not over");
    let page = a.call("targets.list", json!({ "year": 2026 }))["targets"][0]["subs"][0].clone();
    assert_eq!(page["done_text"], "4", "the page of today says what stands today");
}

#[test]
fn money_and_staffing_of_a_quarter_that_is_over_stand_as_of_its_last_day() {
    let world = World::founded("2026-11-23");
    let provider = world.county("provider", json!({ "name": "清源社工服务中心", "provider_type": "service_org" }));
    let over = json!({ "sign_date": "2026-08-20", "start_date": "2026-09-01", "end_date": "2027-08-31" });
    let agreement = world.agreement("民购协〔2026〕1号", &provider, over);
    world.joins(&agreement, "A", 1);
    world.county("budget_line", json!({ "year": 2026, "fund_source": "budget", "amount": 30_000_000 }));
    let node = json!({ "agreement": agreement, "fund_source": "budget" });
    for (name, due, paid) in [("首付款", "2026-09-10", "2026-09-12"), ("中期款", "2026-09-25", "2026-10-12")] {
        let own = json!({ "node": name, "planned_date": due, "planned_amount": 6_000_000, "paid_date": paid, "paid_amount": 6_000_000 });
        world.county("appropriation", with(node.clone(), own));
    }
    world.on("2026-11-23");
    let a = world.at("A");
    for (day, amount) in [("2026-09-15", 1_000_000), ("2026-11-02", 500_000)] {
        let spent = json!({ "date": day, "flow": "out", "content": "活动物资", "expense_type": "service", "fund_source": "budget", "amount": amount });
        saved(a, "expense", spent);
    }
    world.arrives("A", "秦小雨", "2026-10-05", json!({}));
    world.on("2026-11-23");
    let county = &world.county;
    let (third, fourth) = (draft(county, "quarterly_report", "2026-Q3"), draft(county, "quarterly_report", "2026-Q4"));
    let money = |view: &Value| rows(view, "资金使用情况").pop().unwrap()[1..].to_vec();
    assert_eq!(money(&third), ["300,000.00", "60,000.00", "50%", "10,000.00", "3.3%"]);
    assert_eq!(money(&fourth), ["300,000.00", "120,000.00", "100%", "15,000.00", "5%"]);
    assert!(note(&third, "资金使用情况").contains("统计到 2026-09-30"));
    // Nobody had arrived by the end of September; she has since.
    let lacks = |view: &Value| {
        let own = rows(view, "问题站点清单").into_iter().find(|row| row[0].contains("大瑶"));
        own.map(|row| row[2].clone()).unwrap_or_default()
    };
    assert!(lacks(&third).contains("在岗社工（缺 1 人）"), "{}", lacks(&third));
    assert!(!lacks(&fourth).contains("在岗社工"), "{}", lacks(&fourth));
    // The list of who was there names the same people as the figures count.
    let listed = |view: &Value| rows(view, "驻站社工名单").into_iter().map(|row| row[1].clone()).collect::<Vec<_>>();
    assert_eq!((listed(&third), listed(&fourth)), (Vec::<String>::new(), vec!["秦小雨".to_owned()]));
    assert_eq!(note(&third, "问题站点清单"), "缺项是 2026-09-30 的情况，缺报的简报查到 2026-11-23。");
}

#[test]
fn the_plan_of_a_month_that_is_over_holds_what_has_been_done_since() {
    let world = World::founded("2026-11-23");
    let a = world.at("A");
    let held = |name: &str, planned: &str, day: &str| {
        let fields = json!({ "name": name, "activity_type": "condolence", "state": "held", "plan_date": planned, "date": day,
            "people_count": 30, "area": "A4", "service_item": "A401", "worker": a.me() });
        saved(a, "community_activity", fields);
    };
    held("冬季慰问", "2026-11-10", "2026-11-11");
    held("提前办的讲座", "2026-11-03", "2026-10-30");
    let planned = json!({ "name": "还没有办的", "activity_type": "condolence", "state": "planned", "plan_date": "2026-11-28",
        "area": "A4", "service_item": "A401", "worker": a.me() });
    saved(a, "community_activity", planned);
    let plan = |month: &str| {
        let rows = rows(&draft(a, "monthly_brief", month), "下月计划");
        rows.into_iter().map(|row| row[0].clone()).collect::<Vec<_>>()
    };
    assert_eq!(plan("2026-10"), ["冬季慰问", "还没有办的"], "what was held in October was nobody's plan for November");
    assert!(plan("2026-11").is_empty());
}
