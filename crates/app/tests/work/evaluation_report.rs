//! 年度绩效自评报告: its scores are those of 评估, by hand and in every file; a frozen one keeps them, and a re-issue says what changed. The county's
//! puts its stations side by side.

use std::collections::BTreeMap;
use std::process::Command;

use documents::read_table;
use domain::ledger_sheet::{Cell, Sheet};
use serde_json::{Value, json};

use crate::agreement_year::world::World;
use crate::books::words_of;
use crate::fixture::{paper, person, visit, with};
use crate::pcs::Pc;

/// A scheme of 20 points over three dimensions, in use.
fn scheme(county: &Pc) -> String {
    let fields = json!({ "title": "2026年县评分表", "points": "20", "dimensions": "规范化\n专业化\n创新", "grades": "优秀 18\n合格 12",
        "in_use": "no", "made_date": "2026-11-01" });
    let scheme = paper(county, "evaluation_scheme", fields)["id"].as_str().unwrap().to_owned();
    let items = [
        json!({ "dimension": "规范化", "item_no": "1.1", "content": "标牌", "points": "8", "figure": "compliance.标牌", "count_rule": "proportion",
            "evidence_kinds": ["sign_plate"] }),
        json!({ "dimension": "专业化", "item_no": "2.1", "content": "走访", "points": "10", "figure": "visit.effective", "count_rule": "proportion",
            "full_count": 4, "evidence_kinds": ["visit"] }),
        json!({ "dimension": "创新", "item_no": "3.1", "content": "品牌", "points": "2" }),
    ];
    for item in items {
        paper(county, "evaluation_item", with(item, json!({ "evaluation_scheme": scheme })));
    }
    county.call("records.save", json!({ "kind": "evaluation_scheme", "id": scheme, "fields": { "in_use": "yes" } }));
    scheme
}

pub fn begin(pc: &Pc, scheme: &str) -> Value {
    pc.call("evaluation.start", json!({ "year": 2026, "scheme": scheme }))["id"].clone()
}

fn item(pc: &Pc, evaluation: &Value, no: &str) -> Value {
    let view = pc.call("evaluation.get", json!({ "id": evaluation }));
    view["items"].as_array().unwrap().iter().find(|item| item["no"] == no).unwrap()["id"].clone()
}

fn score(pc: &Pc, evaluation: &Value, no: &str, score: &str, reason: &str) {
    let asked = json!({ "id": evaluation, "item": item(pc, evaluation, no), "score": score, "reason": reason });
    pc.call("evaluation.score", asked);
}

/// A made three visits that count and one that does not, hung one of two signs, and scored all; two visits are its evidence, one thing is to be
/// put right. B made one visit and took what is proposed. C did not begin.
fn evaluated() -> (World, Value) {
    let world = World::founded("2026-11-23");
    let scheme = scheme(&world.county);
    world.on("2026-11-23");
    let (a, b) = (world.at("A"), world.at("B"));
    let who = person(a, json!({}));
    let days = ["2026-11-02", "2026-11-09", "2026-11-16"];
    let visits = days.map(|day| visit(a, &who, json!({ "date": day }))["record"]["id"].clone());
    visit(a, &who, json!({ "date": "2026-11-17", "result": "not_home", "area": null, "service_item": null }));
    let sign = json!({ "sign_type": "outdoor", "sign_text": "浏阳市大瑶镇社会工作服务站", "hung_date": "2026-03-01" });
    paper(a, "sign_plate", sign);
    let own = begin(a, &scheme);
    a.call("evaluation.take_proposals", json!({ "id": own }));
    score(a, &own, "2.1", "7", "一次记录不全");
    score(a, &own, "3.1", "1.5", "只有一个品牌");
    let records: Vec<Value> = visits[..2].iter().map(|id| json!({ "kind": "visit", "id": id })).collect();
    a.call("evaluation.link", json!({ "id": own, "item": item(a, &own, "2.1"), "records": records }));
    let task = json!({ "found_date": "2026-11-20", "found_by": "self", "content": "补挂室内标牌", "due_date": "2026-12-05",
        "worker": a.me(), "self_evaluation": own, "item": item(a, &own, "1.1") });
    paper(a, "rectification", task);

    visit(b, &person(b, json!({ "name": "陈大娘" })), json!({ "date": "2026-11-05" }));
    let other = begin(b, &scheme);
    b.call("evaluation.take_proposals", json!({ "id": other }));
    world.on("2026-11-23");
    (world, own)
}

pub fn draft(pc: &Pc) -> Value {
    pc.call("reports.preview", json!({ "outline": "self_evaluation", "period": "2026" }))
}

pub fn freeze(pc: &Pc) -> Value {
    let sections = draft(pc)["sections"].clone();
    let asked =
        json!({ "outline": "self_evaluation", "period": "2026", "sections": sections, "sent_to": "浏阳市民政局" });
    pc.call("reports.freeze", asked)
}

pub type Rows = Vec<Vec<String>>;

/// The tables of a report by caption.
pub fn tables(view: &Value) -> BTreeMap<String, Rows> {
    let text = |cell: &Value| cell["text"].as_str().unwrap().to_owned();
    let row = |row: &Value| row["cells"].as_array().unwrap().iter().map(text).collect();
    let parts = view["sections"].as_array().unwrap().iter().flat_map(|one| one["parts"].as_array().unwrap());
    let tables = parts.filter(|part| part["type"] == "table");
    let rows = |table: &Value| table["rows"].as_array().unwrap().iter().map(row).collect();
    tables.map(|table| (table["caption"].as_str().unwrap().to_owned(), rows(table))).collect()
}

fn text(view: &Value, key: &str) -> String {
    let found = view["sections"].as_array().unwrap().iter().find(|one| one["key"] == key).unwrap();
    found["text"].as_str().unwrap().to_owned()
}

fn radar(view: &Value) -> Value {
    let parts = view["sections"].as_array().unwrap().iter().flat_map(|one| one["parts"].as_array().unwrap());
    parts.into_iter().find(|part| part["kind"] == "radar").expect("a radar").clone()
}

/// What A's tables come to, by hand: one of two signs is half of 8, three of four visits would be 7.5 of 10.
const BY_HAND: [(&str, &[&[&str]]); 6] = [
    (
        "一级指标得分",
        &[
            &["规范化", "8", "4", "50%"],
            &["专业化", "10", "7", "70%"],
            &["创新", "2", "1.5", "75%"],
            &["合计", "20", "12.5", "62.5%"],
        ],
    ),
    (
        "分项得分",
        &[
            &["1.1", "规范化", "标牌", "1/2", "8", "4", "4", "0"],
            &["2.1", "专业化", "走访", "3 人次", "10", "7.5", "7", "2"],
            &["3.1", "创新", "品牌", "", "2", "—", "1.5", "0"],
            &["合计", "", "", "", "20", "", "12.5", "2"],
        ],
    ),
    (
        "扣分清单",
        &[
            &["1.1", "标牌", "8", "4", "4", "缺：室内挂牌"],
            &["2.1", "走访", "10", "7", "3", "一次记录不全"],
            &["3.1", "品牌", "2", "1.5", "0.5", "只有一个品牌"],
        ],
    ),
    ("缺项清单", &[&["1.1", "标牌", "没有佐证材料，需要：标牌；缺：室内挂牌"]]),
    ("整改事项", &[&["1.1", "补挂室内标牌", "2026-12-05", "A站长", ""]]),
    (
        "佐证材料目录",
        &[
            &["2.1-01", "走访记录", "2026-11-02 入户", "2026-11-02"],
            &["2.1-02", "走访记录", "2026-11-09 入户", "2026-11-09"],
        ],
    ),
];

/// Sheets of a workbook by name, each without its title and heading.
pub fn sheets(bytes: &[u8]) -> BTreeMap<String, Rows> {
    let text = |cell: &Cell| match cell {
        Cell::Text(text) => text.clone(),
        Cell::Number(number) => number.to_string(),
        _ => String::new(),
    };
    // A row ends with its last cell that says something; it is as wide as the heading.
    let row = |cells: &Vec<Cell>, width: usize| {
        let mut row: Vec<String> = cells.iter().map(text).collect();
        row.resize(width, String::new());
        row
    };
    let rows = |sheet: &Sheet| sheet.rows.iter().skip(2).map(|cells| row(cells, sheet.rows[1].len())).collect();
    read_table(bytes).unwrap().sheets.iter().map(|sheet| (sheet.name.clone(), rows(sheet))).collect()
}

/// The words of a pdf without what lays them out.
pub fn words_of_pdf(bytes: &[u8]) -> String {
    let dir = tempfile::tempdir().unwrap();
    let path = dir.path().join("report.pdf");
    std::fs::write(&path, bytes).unwrap();
    let out = Command::new("pdftotext").arg("-raw").arg(&path).arg("-").output().expect("poppler-utils is installed");
    squeezed(&String::from_utf8(out.stdout).unwrap())
}

pub fn squeezed(text: &str) -> String {
    text.split_whitespace().collect()
}

#[test]
fn page_report_and_every_file_give_the_scores_of_a_count_by_hand() {
    let (world, evaluation) = evaluated();
    let a = world.at("A");
    let view = draft(a);
    let shown = tables(&view);
    for (caption, rows) in BY_HAND {
        assert_eq!(shown.get(caption).unwrap_or_else(|| panic!("no {caption}: {view}")), rows, "{caption}");
    }
    let verdict = "按《2026年县评分表》自评，总分 20，自评得分 12.5，等次为合格。";
    assert_eq!(text(&view, "verdict"), verdict);
    assert_eq!(text(&view, "deductions"), "扣分 3 项，共扣 7.5 分，逐项说明如下。");
    assert_eq!(text(&view, "mending"), "列入整改 1 项。");
    let chart = radar(&view);
    assert_eq!(
        (&chart["series"][0]["values"], &chart["shares"]),
        (&json!([500, 700, 750]), &json!(["50%", "70%", "75%"]))
    );

    // 评估 says the same, in its page and in its own workbook.
    let page = a.call("evaluation.get", json!({ "id": evaluation }));
    assert_eq!((&page["score"], &page["grade"]), (&json!("12.5"), &json!("合格")));
    let shares: Vec<&Value> = page["dimensions"].as_array().unwrap().iter().map(|one| &one["thousandths"]).collect();
    assert_eq!(shares, [&json!(500), &json!(700), &json!(750)]);
    let asked = json!({ "id": evaluation, "format": "xlsx", "place": { "download": true } });
    let own = sheets(&a.fetch(&a.call("evaluation.export", asked)["file"]));
    for (of_page, of_report) in
        [("一级指标得分表", "一级指标得分"), ("分项得分表", "分项得分"), ("缺项清单", "缺项清单")]
    {
        assert_eq!(own[of_page], shown[of_report], "{of_page}");
    }

    let frozen = freeze(a);
    let formats = ["docx", "pdf", "xlsx"];
    let made = a.call("reports.export", json!({ "id": frozen["id"], "formats": formats, "to": { "download": true } }));
    assert_eq!(made["missing_glyphs"], "");
    let [word, pdf, book] = [0, 1, 2].map(|at| a.fetch(&made["files"][at]));
    let (word, pdf, book) = (squeezed(&words_of(&word)), words_of_pdf(&pdf), sheets(&book));
    for (caption, rows) in BY_HAND {
        assert_eq!(book[caption], rows, "{caption} as a sheet");
        for row in rows {
            let line: String = row.concat();
            let line = squeezed(&line);
            assert!(word.contains(&line), "{caption}: {line} is not in the docx: {word}");
            // A pdf breaks a long cell into lines of its own.
            for cell in *row {
                assert!(
                    pdf.contains(&squeezed(cell)) || cell.chars().count() > 6,
                    "{caption}: {cell} is not in the pdf: {pdf}"
                );
            }
        }
    }
    assert!(word.contains(&squeezed(verdict)) && pdf.contains(&squeezed(verdict)), "{pdf}");
    assert!(pdf.contains("70%") && pdf.contains("图1一级指标得分率"), "the chart is drawn: {pdf}");
    // A chart's sheet has no title: what `sheets` leaves out is its heading and its first line.
    assert_eq!(book["一级指标得分率"], [["专业化", "0.7"], ["创新", "0.75"]]);
}

#[test]
fn a_frozen_report_keeps_its_scores_and_a_re_issue_says_what_changed() {
    let (world, evaluation) = evaluated();
    let a = world.at("A");
    let first = freeze(a);
    let issued = a.call("reports.get", json!({ "id": first["id"] }))["sections"].clone();
    a.minutes_pass(1);
    score(a, &evaluation, "3.1", "2", "");
    assert_eq!(a.call("reports.get", json!({ "id": first["id"] }))["sections"], issued, "what was issued stands");
    assert_eq!(tables(&draft(a))["一级指标得分"][3], ["合计", "20", "13", "65%"], "the draft is of today");
    let second = freeze(a);
    let against = a.call("reports.compare", json!({ "id": second["id"] }));
    let said: BTreeMap<&str, (&str, &str)> = against["differences"]
        .as_array()
        .unwrap()
        .iter()
        .map(|one| (one["label"].as_str().unwrap(), (one["from"].as_str().unwrap(), one["to"].as_str().unwrap())))
        .collect();
    assert_eq!(said["一级指标得分 · 创新"], ("2，1.5，75%", "2，2，100%"), "{said:?}");
    assert_eq!(said["分项得分 · 3.1"], ("创新，品牌，，2，—，1.5，0", "创新，品牌，，2，—，2，0"));
    assert_eq!(said["扣分清单 · 3.1"], ("品牌，2，1.5，0.5，只有一个品牌", ""), "nothing is lost any more");
    let words = (
        "按《2026年县评分表》自评，总分 20，自评得分 12.5，等次为合格。",
        "按《2026年县评分表》自评，总分 20，自评得分 13，等次为合格。",
    );
    assert_eq!(said["一、自评结果"], words);
    assert!(!said.contains_key("分项得分 · 2.1"), "what did not change is not told");
}

#[test]
fn an_evaluation_of_a_year_that_is_over_tells_of_its_last_day() {
    let (world, evaluation) = evaluated();
    let a = world.at("A");
    let before = tables(&draft(a))["分项得分"].clone();
    world.on("2027-02-10");
    let sign = json!({ "sign_type": "indoor", "sign_text": "浏阳市大瑶镇社会工作服务站", "hung_date": "2027-01-05" });
    paper(a, "sign_plate", sign);
    visit(a, &person(a, json!({ "name": "周大爷" })), json!({ "date": "2027-02-09" }));
    assert_eq!(tables(&draft(a))["分项得分"], before, "the sign was hung in January");
    let of_page = a.call("evaluation.get", json!({ "id": evaluation }))["items"][0]["counted"].clone();
    assert_eq!(of_page, "1/2", "and 评估 says the same");
    let board = a.call("compliance.board", json!({}))["stations"][0]["checks"].clone();
    assert!(
        board.as_array().unwrap().iter().any(|check| check["text"] == "2/2"),
        "合规检查 of today has both: {board}"
    );
}

#[test]
fn the_countys_report_puts_stations_side_by_side_and_says_who_did_not_begin() {
    let (world, _) = evaluated();
    let county = &world.county;
    let view = draft(county);
    assert_eq!(view["sent_to"], "市民政局、省民政厅");
    assert_eq!(
        draft(world.at("A"))["sent_to"],
        "浏阳市民政局",
        "a station reports to its county, a county not to itself"
    );
    let names: Vec<String> = {
        let list = county.call("evaluation.list", json!({}))["evaluations"].clone();
        list.as_array().unwrap().iter().map(|one| one["station_name"].as_str().unwrap().to_owned()).collect()
    };
    let (a, b) = (names[0].as_str(), names[1].as_str());
    let shown = tables(&view);
    // B: no sign, one of four visits is 2.5; nobody scored its brand.
    let by_hand = [
        vec!["满分", "8", "10", "2", "20", ""],
        vec![a, "4", "7", "1.5", "12.5", "合格"],
        vec![b, "0", "2.5", "0", "2.5", ""],
        vec!["平均", "2", "4.75", "0.75", "7.5", ""],
    ];
    assert_eq!(shown["一级指标得分"], by_hand);
    let items = [
        ["1.1", "规范化", "标牌", "8", "2", "2", "2", "0"],
        ["2.1", "专业化", "走访", "10", "5", "4.75", "2", "2"],
        ["3.1", "创新", "品牌", "2", "—", "0.75", "1", "0"],
    ];
    assert_eq!(shown["分项得分"], items);
    let short = |name: &str| name.trim_start_matches("浏阳市").trim_end_matches("社会工作服务站").to_owned();
    let (sa, sb) = (short(a), short(b));
    let lost = [
        vec!["1.1".to_owned(), "标牌".into(), "8".into(), "2".into(), "12".into(), format!("{sa}（4）、{sb}（8）")],
        vec![
            "2.1".to_owned(),
            "走访".into(),
            "10".into(),
            "2".into(),
            "10.5".into(),
            format!("{sa}（3）、{sb}（7.5）"),
        ],
        vec!["3.1".to_owned(), "品牌".into(), "2".into(), "1".into(), "0.5".into(), format!("{sa}（0.5）")],
    ];
    assert_eq!(shown["扣分清单"], lost);
    let lacks = [
        vec!["1.1".to_owned(), "标牌".into(), "2".into(), format!("{sa}、{sb}")],
        vec!["2.1".to_owned(), "走访".into(), "1".into(), sb.clone()],
        vec!["3.1".to_owned(), "品牌".into(), "1".into(), sb.clone()],
    ];
    assert_eq!(shown["缺项清单"], lacks, "B has no evidence of its visit and no score for its brand");
    assert_eq!(shown["整改事项"], [[a, "1.1", "补挂室内标牌", "2026-12-05", "A站长", ""]]);
    assert_eq!(radar(&view)["series"][0]["values"], json!([250, 475, 375]), "4 of 16, 9.5 of 20, 1.5 of 4");
    let words = "2 个站点按《2026年县评分表》自评，总分 20，平均得分 7.5，最高 12.5，最低 2.5；合格 1 个。";
    assert_eq!(text(&view, "verdict"), words);
    let undone = view["undone"].as_array().unwrap();
    assert!(undone[0].as_str().unwrap().starts_with("还没有自评的站点：") && undone.len() == 2, "{undone:?}");
    assert!(undone[1].as_str().unwrap().contains(b) && !undone[0].as_str().unwrap().contains(a), "{undone:?}");
    assert!(!shown.contains_key("佐证材料目录"), "each station's report lists its own");
}

#[test]
fn who_has_not_evaluated_is_told_so_and_nothing_is_made_up() {
    let world = World::founded("2026-11-23");
    let view = draft(world.at("C"));
    assert!(view["undone"][0].as_str().unwrap().contains("还没有自评"), "{view}");
    assert!(text(&view, "verdict").is_empty() && text(&view, "deductions").is_empty());
    assert!(!tables(&view).keys().any(|caption| caption.contains("得分")));
    let frozen = freeze(world.at("C"));
    let kept = world.at("C").call("reports.get", json!({ "id": frozen["id"] }));
    assert_eq!(kept["undone"], Value::Null, "what is to be done is no part of what is issued");
    let brief = world.at("C").call("reports.preview", json!({ "month": "2026-11" }));
    assert_eq!(brief["undone"], Value::Null, "other reports do not ask for it");
}
