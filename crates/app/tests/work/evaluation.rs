//! 绩效自评 from the county's scheme to the station's files: schemes that add up, proposals from the brief's own counts, evidence by number, gaps,
//! deductions and what is to be put right.

use changelog::Audience;
use documents::{Column, ColumnKind, Sheet, Workbook};
use serde_json::{Value, json};

use crate::deadlines::{CODE, carry, pair};
use crate::fixture::{paper, person, visit, with};
use crate::papers::words;
use crate::pcs::{Pc, file};

fn id(record: &Value) -> String {
    record["id"].as_str().unwrap().to_owned()
}

/// A scheme of 20 points with three items, not in use.
fn scheme(county: &Pc) -> String {
    let fields = json!({ "title": "2026年县评分表", "points": "20", "dimensions": "规范化\n专业化 12", "grades": "优秀 18\n合格 12",
        "in_use": "no", "made_date": "2026-11-01" });
    let scheme = id(&paper(county, "evaluation_scheme", fields));
    let items = [
        json!({ "dimension": "规范化", "item_no": "1.1", "content": "标牌", "points": "8", "figure": "compliance.标牌", "count_rule": "proportion",
            "evidence_kinds": ["sign_plate"] }),
        json!({ "dimension": "专业化", "item_no": "2.1", "content": "走访", "points": "10", "figure": "visit.effective", "count_rule": "proportion",
            "full_count": 4, "evidence_kinds": ["visit"] }),
        json!({ "dimension": "专业化", "item_no": "2.2", "content": "品牌", "points": "2" }),
    ];
    for item in items {
        paper(county, "evaluation_item", with(item, json!({ "evaluation_scheme": scheme })));
    }
    scheme
}

fn put_in_use(county: &Pc, scheme: &str) {
    county.call("records.save", json!({ "kind": "evaluation_scheme", "id": scheme, "fields": { "in_use": "yes" } }));
}

/// A county with a scheme in use and its station, which has begun to evaluate itself: the two PCs and the evaluation.
fn begun() -> (Pc, Pc, String) {
    let (county, station) = pair();
    let scheme = scheme(&county);
    put_in_use(&county, &scheme);
    carry(&county, Audience::All, &station);
    let evaluation = id(&station.call("evaluation.start", json!({ "year": 2026, "scheme": scheme })));
    (county, station, evaluation)
}

fn view(pc: &Pc, evaluation: &str) -> Value {
    pc.call("evaluation.get", json!({ "id": evaluation }))
}

fn item<'v>(view: &'v Value, no: &str) -> &'v Value {
    view["items"].as_array().unwrap().iter().find(|item| item["no"] == no).unwrap()
}

#[test]
fn the_star_rating_is_begun_from_its_file_and_is_not_put_in_use_before_its_points_add_up() {
    let county = Pc::county("浏阳市", "430181");
    let brought = county.call("evaluation.schemes", json!({}))["built_in"].clone();
    assert_eq!((&brought[0]["name"], &brought[0]["points"]), (&json!("hunan_star"), &json!("150")));
    let begun = id(&county.call("evaluation.begin_scheme", json!({ "name": "hunan_star" })));
    let own = county.call("evaluation.schemes", json!({}))["own"][0].clone();
    assert_eq!((&own["id"], &own["in_use"]), (&json!(begun), &json!(false)));
    assert!(own["faults"][0].as_str().unwrap().contains("没有填分值"), "{own}");
    let fields = json!({ "kind": "evaluation_scheme", "id": begun, "fields": { "in_use": "yes" } });
    let refused = county.refused("records.save", fields);
    assert!(refused.fields[0].field == "in_use" && refused.detail.contains("还不能启用"), "{refused:?}");
    let read = county.call("records.get", json!({ "kind": "evaluation_scheme", "id": begun }));
    assert!(read["fields"]["dimensions"].as_str().unwrap().ends_with("创新加分 20"));
}

#[test]
fn a_scheme_that_does_not_add_up_is_refused_and_one_in_use_is_not_changed() {
    let county = Pc::county("浏阳市", "430181");
    let scheme = scheme(&county);
    let items = county.call("records.list", json!({ "kind": "evaluation_item", "order": [{ "field": "item_no" }] }));
    let brand = id(&items["rows"][2]);
    let change = |points: &str| {
        let fields = json!({ "kind": "evaluation_item", "id": brand, "fields": { "points": points } });
        county.app.call("records.save", fields)
    };
    change("3").unwrap();
    let fields = json!({ "kind": "evaluation_scheme", "id": scheme, "fields": { "in_use": "yes" } });
    let refused = county.refused("records.save", fields.clone());
    assert!(refused.detail.contains("“专业化”各项合计 13，与它的分值 12 不符"), "{refused:?}");
    assert!(refused.detail.contains("各项分值合计 21，与总分 20 不符"), "{refused:?}");
    change("2").unwrap();
    put_in_use(&county, &scheme);
    let refused = change("1").unwrap_err();
    assert!(refused.detail.contains("已启用"), "{refused:?}");
    let stray = json!({ "kind": "evaluation_item", "fields": { "evaluation_scheme": id(&paper(&county, "evaluation_scheme", json!({
        "title": "另一张", "points": "1", "dimensions": "甲", "in_use": "no", "made_date": "2026-11-01" }))), "dimension": "乙",
        "item_no": "1", "content": "x" } });
    assert!(county.refused("records.save", stray).detail.contains("方案里的一级指标是：甲"));
}

/// A score sheet as a county really makes it: a title, headings of two rows, dimensions written once over several rows, a total.
fn sheet(rows: &[[&str; 4]]) -> Value {
    let workbook = Workbook {
        sheets: vec![Sheet {
            name: "评分表".into(),
            title: "XX县社工站考核评分表".into(),
            groups: vec![vec!["指标".into(), String::new(), "评分".into(), String::new()]],
            columns: ["一级指标", "评分内容", "分值", "评分标准"]
                .map(|title| Column::new(title, ColumnKind::Text, 12.0))
                .into(),
            rows: rows.iter().map(|row| row.iter().map(|cell| (*cell).into()).collect()).collect(),
            ..Sheet::default()
        }],
    };
    file(&documents::xlsx(&workbook).unwrap())
}

#[test]
fn a_score_sheet_is_imported_and_a_wrong_one_is_told_by_its_rows_and_stores_nothing() {
    let county = Pc::county("浏阳市", "430181");
    let wrong = sheet(&[
        ["规范化", "办公用房", "2.5", ""],
        ["", "制度上墙", "3", ""],
        ["创新加分", "特色品牌", "四分", ""],
        ["合计", "", "10", ""],
    ]);
    let refused = county.refused("evaluation.import_scheme", json!({ "file": wrong }));
    assert!(refused.detail.contains("第 5 行：“制度上墙”没有写一级指标"), "{refused:?}");
    assert!(refused.detail.contains("第 6 行：“特色品牌”分值“四分”不是数字"), "{refused:?}");
    let wrong = sheet(&[["规范化", "办公用房", "2.5", ""], ["合计", "", "10", ""]]);
    let refused = county.refused("evaluation.import_scheme", json!({ "file": wrong }));
    assert!(refused.detail.contains("各项分值合计 2.5，与表里写的总分 10 不符"), "{refused:?}");
    for bytes in [&b"PK\x03\x04 no workbook"[..], b"", b"\xd0\xcf\x11\xe0 no workbook"] {
        let refused = county.refused("evaluation.import_scheme", json!({ "file": file(bytes) }));
        assert_eq!(json!(refused.code), json!("wrong_file"), "{refused:?}");
    }
    assert!(county.call("evaluation.schemes", json!({}))["own"].as_array().unwrap().is_empty(), "nothing was stored");

    let right = sheet(&[
        ["规范化（5.5分）", "办公用房", "2.5", "看现场"],
        ["规范化（5.5分）", "制度上墙", "3", ""],
        ["创新加分", "特色品牌", "4.5", ""],
        ["合计", "", "10", ""],
    ]);
    let made = id(&county.call("evaluation.import_scheme", json!({ "file": right })));
    let own = county.call("evaluation.schemes", json!({}))["own"][0].clone();
    assert_eq!(
        (&own["title"], &own["points"], &own["items"]),
        (&json!("XX县社工站考核评分表"), &json!("10"), &json!(3))
    );
    put_in_use(&county, &made);
}

#[test]
fn scores_are_proposed_from_the_figures_of_brief_and_compliance_and_grades_follow() {
    let (_, station, evaluation) = begun();
    let who = person(&station, json!({}));
    for day in ["2026-11-02", "2026-11-09", "2026-11-16"] {
        visit(&station, &who, json!({ "date": day }));
    }
    visit(&station, &who, json!({ "date": "2026-11-17", "result": "not_home", "area": null, "service_item": null }));
    paper(
        &station,
        "sign_plate",
        json!({ "sign_type": "outdoor", "sign_text": "浏阳市大瑶镇社会工作服务站", "hung_date": "2026-03-01" }),
    );
    let seen = view(&station, &evaluation);
    assert_eq!((&item(&seen, "1.1")["counted"], &item(&seen, "1.1")["proposed"]), (&json!("1/2"), &json!("4")));
    assert_eq!(item(&seen, "1.1")["lacks"], json!(["室内挂牌"]));
    assert_eq!(item(&seen, "2.1")["proposed"], "7.5", "three of four were met: {}", item(&seen, "2.1"));
    let board = station.call("compliance.board", json!({}));
    assert_eq!(board["stations"][0]["checks"][3]["text"], "1/2", "the board says the same");
    let month = station.call("reports.preview", json!({ "month": "2026-11" }));
    let effective = month["figures"].as_array().unwrap().iter().find(|one| one["code"] == "visit.effective").unwrap();
    assert!(effective["year_to_date"] == "3" && item(&seen, "2.1")["counted"] == "3 人次", "and so does the brief");
    assert_eq!(item(&seen, "2.2")["proposed"], Value::Null, "what nothing counts is given by hand");

    let taken = station.call("evaluation.take_proposals", json!({ "id": evaluation }));
    assert_eq!((&taken["score"], &taken["grade"]), (&json!("11.5"), &json!("")));
    let score = |item_no: &str, score: &str, reason: &str| {
        let item = item(&seen, item_no)["id"].clone();
        json!({ "id": evaluation, "item": item, "score": score, "reason": reason })
    };
    let over = station.refused("evaluation.score", score("2.2", "2.5", ""));
    assert!(over.fields[0].field == "score" && over.detail.contains("得分不能更多"), "{over:?}");
    assert_eq!(station.refused("evaluation.score", score("2.2", "两分", "")).fields[0].field, "score");
    let seen = station.call("evaluation.score", score("2.2", "1", "只有一个品牌"));
    assert_eq!((&seen["score"], &seen["grade"]), (&json!("12.5"), &json!("合格")));
    let shares: Vec<&Value> = seen["dimensions"].as_array().unwrap().iter().map(|one| &one["thousandths"]).collect();
    assert_eq!(shares, [&json!(500), &json!(708)], "the radar: 4 of 8, 8.5 of 12");
    let lost: Vec<(&Value, &Value)> =
        seen["deductions"].as_array().unwrap().iter().map(|one| (&one["no"], &one["lost"])).collect();
    assert_eq!(lost, [(&json!("1.1"), &json!("4")), (&json!("2.1"), &json!("2.5")), (&json!("2.2"), &json!("1"))]);
    assert_eq!(seen["deductions"][0]["reason"], "缺：室内挂牌");
}

#[test]
fn evidence_is_linked_by_number_once_and_a_number_means_one_thing_for_good() {
    let (county, station, evaluation) = begun();
    let who = person(&station, json!({}));
    let visits: Vec<Value> = ["2026-11-02", "2026-11-09"]
        .map(|day| visit(&station, &who, json!({ "date": day }))["record"]["id"].clone())
        .into();
    visit(&station, &who, json!({ "date": "2025-11-09" }));
    let of = item(&view(&station, &evaluation), "2.1")["id"].clone();
    let asked = json!({ "id": evaluation, "item": of });
    let offered = station.call("evaluation.evidence", asked.clone());
    let offered: Vec<&Value> = offered.as_array().unwrap().iter().map(|one| &one["record"]["id"]).collect();
    assert_eq!(offered, [&visits[1], &visits[0]], "those of the year, the newest first");
    let link = |ids: &[&Value]| {
        let records: Vec<Value> = ids.iter().map(|id| json!({ "kind": "visit", "id": id })).collect();
        station.call("evaluation.link", with(asked.clone(), json!({ "records": records })))
    };
    link(&[&visits[0]]);
    let seen = link(&[&visits[0], &visits[1]]);
    let numbers = |view: &Value| -> Vec<Value> {
        let all = item(view, "2.1")["evidence"].as_array().unwrap().clone();
        all.iter().map(|one| one["no"].clone()).collect()
    };
    assert_eq!(numbers(&seen), ["2.1-01", "2.1-02"], "linked once");
    let first = item(&seen, "2.1")["evidence"][0].clone();
    assert_eq!((&first["label"], &first["date"]), (&json!("走访记录"), &json!("2026-11-02")));
    station
        .call("records.delete", json!({ "kind": "self_evaluation_evidence", "id": first["id"], "reason": "放错了" }));
    assert_eq!(numbers(&link(&[&visits[0]])), ["2.1-02", "2.1-03"], "01 is not given again");
    let gaps = view(&station, &evaluation)["gaps"].clone();
    let of_signs =
        gaps.as_array().unwrap().iter().filter(|gap| gap["no"] == "1.1").map(|gap| gap["what"].as_str().unwrap());
    let of_signs: Vec<&str> = of_signs.collect();
    assert_eq!(of_signs, ["还没有打分", "没有佐证材料，需要：标牌", "缺：户外挂牌、室内挂牌"]);
    assert!(
        !gaps
            .as_array()
            .unwrap()
            .iter()
            .any(|gap| gap["no"] == "2.1" && gap["what"].as_str().unwrap().contains("佐证"))
    );
    carry(&station, Audience::Station(CODE.into()), &county);
    assert_eq!(view(&county, &evaluation)["items"], view(&station, &evaluation)["items"], "the county sees the same");
    assert_eq!(view(&county, &evaluation)["editable"], false);
}

#[test]
fn what_is_to_be_put_right_is_due_and_settled_by_its_day() {
    let (_, station, evaluation) = begun();
    let of = item(&view(&station, &evaluation), "1.1")["id"].clone();
    let task = json!({ "found_date": "2026-11-20", "found_by": "self", "content": "补挂室内标牌", "due_date": "2026-11-25",
        "worker": station.me(), "self_evaluation": evaluation, "item": of });
    let task = paper(&station, "rectification", task);
    let due = || station.call("deadlines.list", json!({ "rule": "rectification", "settled": true }))["rows"].clone();
    assert_eq!((&due()[0]["due"], &due()[0]["words"]), (&json!("2026-11-25"), &json!("还有 2 天")));
    let near = station.call("deadlines.list", json!({ "near": 5 }));
    assert!(near["rows"].as_array().unwrap().iter().any(|row| row["rule"] == "rectification"), "on 工作台 too");
    let shown = view(&station, &evaluation)["tasks"][0].clone();
    assert_eq!((&shown["no"], &shown["worker"]), (&json!("1.1"), &json!("吴站长")));
    let done = json!({ "kind": "rectification", "id": task["id"], "fields": { "done_date": "2026-11-23" } });
    station.call("records.save", done);
    assert_eq!(due()[0]["words"], "已完成");
    assert_eq!(view(&station, &evaluation)["tasks"][0]["done_date"], "2026-11-23");
}

#[test]
fn a_self_evaluation_goes_out_as_word_pdf_and_excel_with_its_lists() {
    let (county, station, evaluation) = begun();
    paper(
        &station,
        "sign_plate",
        json!({ "sign_type": "outdoor", "sign_text": "浏阳市大瑶镇社会工作服务站", "hung_date": "2026-03-01" }),
    );
    station.call("evaluation.take_proposals", json!({ "id": evaluation }));
    let out = |pc: &Pc, format: &str| {
        let asked = json!({ "id": evaluation, "format": format, "place": { "download": true } });
        pc.call("evaluation.export", asked)
    };
    let word = out(&station, "docx");
    let said = words(&station, &json!({ "files": [word["file"]] }));
    for wanted in [
        "2026年度绩效自评",
        "自评得分 4",
        "还有 1 项没有打分",
        "分项得分表",
        "扣分清单",
        "缺：室内挂牌",
        "没有整改事项",
    ] {
        assert!(said.contains(wanted), "{wanted} is not in {said}");
    }
    assert_eq!(out(&station, "pdf")["missing_glyphs"], "");
    let bytes = station.fetch(&out(&station, "xlsx")["file"]);
    let book = documents::read_table(&bytes).unwrap();
    let names: Vec<&str> = book.sheets.iter().map(|sheet| sheet.name.as_str()).collect();
    assert_eq!(names, ["一级指标得分表", "分项得分表", "扣分清单", "缺项清单", "整改计划", "佐证材料目录"]);
    carry(&station, Audience::Station(CODE.into()), &county);
    assert_eq!(out(&county, "docx")["missing_glyphs"], "");
}

#[test]
fn a_year_is_begun_once_and_only_by_a_scheme_in_use_and_the_county_does_not_score() {
    let (county, station) = pair();
    let own = scheme(&county);
    carry(&county, Audience::All, &station);
    let asked = json!({ "year": 2026, "scheme": own });
    assert!(station.refused("evaluation.start", asked.clone()).detail.contains("没有启用"));
    put_in_use(&county, &own);
    carry(&county, Audience::All, &station);
    let first = station.call("evaluation.start", asked.clone());
    assert_eq!(station.call("evaluation.start", asked.clone()), first, "gone on with");
    let listed = station.call("evaluation.list", json!({}));
    assert_eq!(
        (listed["evaluations"].as_array().unwrap().len(), &listed["evaluations"][0]["unscored"]),
        (1, &json!(3))
    );
    carry(&station, Audience::Station(CODE.into()), &county);
    assert_eq!(county.call("evaluation.list", json!({}))["evaluations"][0]["id"], first["id"]);
    assert_eq!(json!(county.refused("evaluation.start", asked).code), json!("not_allowed"));
}
