//! Papers of the station as an institution: what the county sends to the city, and what is printed of a whole station from its registers.

use serde_json::{Value, json};

use crate::fixture::{desk, paper, with};
use crate::papers::{printed, words};
use crate::pcs::Pc;

const CODE: &str = "43018111001";

/// The Word text of one paper.
fn text(pc: &Pc, of: Value) -> String {
    words(pc, &printed(pc, json!([of]), json!({ "formats": ["docx"] })))
}

fn of_station(pc: &Pc, name: &str) -> String {
    text(pc, json!({ "paper": name, "station": CODE }))
}

fn id(record: &Value) -> &str {
    record["id"].as_str().unwrap()
}

fn worker(pc: &Pc, over: Value) -> Value {
    let usual = json!({ "name": "秦小雨", "birth_date": "1996-04-01", "education": "31", "major": "社会工作", "major_related": "social_work",
        "certificate": "assistant", "certified_date": "2025-08-01", "hired_date": "2026-03-10", "arrival_date": "2026-03-20" });
    paper(pc, "staff_file", with(usual, over))
}

fn book(pc: &Pc, book_type: &str, title: &str, over: Value) -> Value {
    let usual = json!({ "book_type": book_type, "title": title, "version": "1.0版", "in_force_date": "2026-03-01", "content": "第一条 照此办理。" });
    paper(pc, "rule_book", with(usual, over))
}

fn agreed(county: &Pc) -> Value {
    let provider = paper(
        county,
        "provider",
        json!({ "name": "清源社工服务中心", "provider_type": "service_org", "legal_representative": "方正平" }),
    );
    let fields = json!({ "agreement_no": "浏民购协〔2026〕1号", "buyer": "浏阳市民政局", "provider": id(&provider), "sign_date": "2026-03-02",
        "start_date": "2026-03-10", "end_date": "2027-03-09", "year_in_cycle": 1, "amount": 58_800_000 });
    paper(county, "agreement", fields)
}

#[test]
fn a_filing_goes_to_the_city_as_a_letter_about_its_agreement() {
    let county = Pc::county("浏阳市", "430181");
    let agreement = agreed(&county);
    let filing = json!({ "filing_type": "agreement", "agreement": id(&agreement), "year": 2026, "filed_date": "2026-03-12",
        "receiver": "长沙市民政局", "document_no": "浏民函〔2026〕12号" });
    let filing = paper(&county, "filing", filing);
    let said = text(&county, json!({ "paper": "filing_letter", "record": id(&filing) }));
    for wanted in [
        "浏阳市民政局",
        "浏民函〔2026〕12号",
        "关于报送2026年乡镇（街道）社会工作服务站项目购买服务协议备案的函",
        "长沙市民政局：",
        "协议编号为浏民购协〔2026〕1号",
        "与清源社工服务中心于2026年3月2日签订",
        "金额588,000.00 元。",
        "附件：购买服务协议",
        "2026年3月12日",
    ] {
        assert!(said.contains(wanted), "{wanted} not in {said}");
    }
    let plan = json!({ "filing_type": "plan", "year": 2026, "filed_date": "2026-01-20", "receiver": "长沙市民政局" });
    let plan = paper(&county, "filing", plan);
    let said = text(&county, json!({ "paper": "filing_letter", "record": id(&plan) }));
    assert!(said.contains("项目年度实施计划备案的函") && !said.contains("协议编号"), "{said}");
}

#[test]
fn the_elements_of_an_agreement_name_its_stations_and_payments() {
    let (county, _) = Pc::county_and_station();
    let agreement = agreed(&county);
    let link = json!({ "agreement": id(&agreement), "station_code": CODE, "agreed_staff": 3 });
    paper(&county, "agreement_station", link);
    let payment = json!({ "agreement": id(&agreement), "node": "首付款", "planned_date": "2026-04-01", "planned_amount": 23_520_050,
        "fund_source": "welfare_lottery" });
    paper(&county, "appropriation", payment);
    let said = text(&county, json!({ "paper": "agreement", "record": id(&agreement) }));
    for wanted in ["清源社工服务中心", "方正平", "大瑶镇社会工作服务站", "首付款", "235,200.50", "福彩公益金"]
    {
        assert!(said.contains(wanted), "{wanted} not in {said}");
    }
}

#[test]
fn a_plan_of_the_year_has_its_six_parts_and_is_signed_by_the_bureau() {
    let county = Pc::county("浏阳市", "430181");
    let plan = json!({ "year": 2026, "title": "浏阳市2026年度社工站项目实施计划", "issued_date": "2026-01-08",
        "background": "（一）现状\n全市有乡镇（街道）三十二个。" });
    let plan = paper(&county, "implementation_plan", plan);
    let said = text(&county, json!({ "paper": "implementation_plan", "record": id(&plan) }));
    for wanted in ["一、项目背景", "（一）现状", "六、绩效评估", "（本项尚未填写。）", "浏阳市民政局2026年1月8日"]
    {
        assert!(said.contains(wanted), "{wanted} not in {said}");
    }
}

#[test]
fn a_roster_names_those_who_have_not_left_and_only_of_a_station_that_is_shown() {
    let pc = desk();
    worker(&pc, json!({}));
    worker(&pc, json!({ "name": "罗明明", "left_date": "2026-09-01", "leaving_reason": "other_job" }));
    worker(&pc, json!({ "name": "向安安", "left_date": "2026-11-23", "leaving_reason": "other_job" }));
    let said = of_station(&pc, "staff_roster");
    assert!(said.contains("秦小雨") && said.contains("助理社会工作师"), "{said}");
    assert!(!said.contains("罗明明") && !said.contains("向安安"), "{said}");
    let blank = text(&pc, json!({ "paper": "staff_roster" }));
    assert!(blank.contains("姓名") && !blank.contains("秦小雨"), "{blank}");
    let request = json!({ "papers": [{ "paper": "staff_roster", "station": "43018111099" }], "formats": ["pdf"], "to": { "download": true } });
    assert!(pc.refused("papers.print", request).detail.contains("站点"));
}

#[test]
fn the_compliance_paper_says_what_is_missing_and_a_blank_one_what_is_looked_at() {
    let pc = desk();
    worker(&pc, json!({ "insurances": ["pension"] }));
    let said = of_station(&pc, "compliance");
    for wanted in
        ["社工站合规检查表", "五项制度", "0/5", "不齐", "文书档案管理制度", "秦小雨", "没有登记在期的服务协议"]
    {
        assert!(said.contains(wanted), "{wanted} not in {said}");
    }
    let blank = text(&pc, json!({ "paper": "compliance" }));
    assert!(blank.contains("五项制度") && !blank.contains("0/5") && !blank.contains("不齐"), "{blank}");
}

#[test]
fn rule_books_in_force_are_bound_in_the_order_of_the_policy_behind_their_contents() {
    let pc = desk();
    let request = json!({ "papers": [{ "paper": "rule_compendium", "station": CODE }], "formats": ["docx"], "to": { "download": true } });
    let refused = pc.refused("papers.print", request).detail;
    assert!(refused.contains("还没有登记") && refused.contains("制度汇编"), "{refused}");
    book(&pc, "exit", "退出办法", json!({ "in_force_date": "2026-01-01" }));
    book(&pc, "staff", "人员管理办法", json!({}));
    book(&pc, "finance", "旧财务办法", json!({ "ended_date": "2026-06-01" }));
    book(&pc, "finance", "财务办法", json!({ "in_force_date": "2026-06-01", "content": "" }));
    book(&pc, "archive", "明年的档案办法", json!({ "in_force_date": "2027-01-01" }));
    let said = of_station(&pc, "rule_compendium");
    let mut at = 0;
    for wanted in [
        "制度汇编",
        "目　录",
        "人员管理办法",
        "财务办法",
        "退出办法",
        "人员管理办法",
        "（1.0版，自2026年3月1日起施行）",
        "第一条 照此办理。",
        "财务办法",
        "（正文见本制度所附文件。）",
        "退出办法",
    ] {
        at += said[at..].find(wanted).unwrap_or_else(|| panic!("{wanted} not after {at}: {said}")) + wanted.len();
    }
    assert!(!said.contains("旧财务办法") && !said.contains("明年的档案办法"), "{said}");
    let seen = pc.call(
        "papers.preview",
        json!({ "papers": [{ "paper": "rule_compendium", "station": CODE }], "first": 1, "count": 1 }),
    );
    assert_eq!(
        (&seen["pages"], seen["pictures"].as_array().unwrap().len()),
        (&json!(5), 1),
        "cover, contents, three books"
    );
}

#[test]
fn r10_a_sign_is_checked_letter_by_letter_before_it_is_made() {
    let pc = desk();
    let sign = |sign_text: &str| {
        let sign = json!({ "sign_type": "outdoor", "sign_text": sign_text, "hung_date": "2026-03-28" });
        text(&pc, json!({ "paper": "sign_plate", "record": id(&paper(&pc, "sign_plate", sign)) }))
    };
    assert!(sign("浏阳市大瑶镇社会工作服务站").contains("与社工站名称一致，共 13 个字"));
    assert!(sign("浏阳市大瑶镇社工站").contains("应为“浏阳市大瑶镇社会工作服务站”"));
    let blank = text(&pc, json!({ "paper": "sign_plate" }));
    assert!(blank.matches("浏阳市大瑶镇社会工作服务站").count() >= 2, "above the title, and large: {blank}");
}

#[test]
fn the_log_of_a_room_and_the_list_of_what_was_disclosed_show_their_records() {
    let pc = desk();
    let room = json!({ "name": "二楼个案室", "room_type": "casework", "floor_area": 14, "own_use": "yes", "room_state": "in_use" });
    let room = paper(&pc, "premises_room", room);
    let used = json!({ "premises_room": id(&room), "date": "2026-11-20", "purpose": "个案面谈", "start_time": "09:30", "people": 2 });
    paper(&pc, "room_use", used);
    let said = text(&pc, json!({ "paper": "premises_room", "record": id(&room) }));
    for wanted in ["服务场所使用登记表", "二楼个案室", "个案面谈", "2026-11-20", "09:30"] {
        assert!(said.contains(wanted), "{wanted} not in {said}");
    }
    let disclosed = json!({ "item": "financial_report", "year": 2025, "date": "2026-04-10", "channel": "机构网站" });
    paper(&pc, "disclosure", disclosed);
    let said = of_station(&pc, "disclosure_list");
    assert!(said.contains("年度财务报告") && said.contains("机构网站") && said.contains("2025"), "{said}");
}
