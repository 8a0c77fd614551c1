//! Printed forms: blank and filled, one and many, masked by whom they are for, recorded; the whole case file; the family
//! picture. What the pages look like is measured in `documents`.

use serde_json::{Value, json};

use crate::casework::{closed, worked};
use crate::fixture::{self, MAN_1990, desk, person, visit};
use crate::pcs::Pc;

pub fn printed(pc: &Pc, papers: Value, over: Value) -> Value {
    let usual = json!({ "papers": papers, "formats": ["pdf", "docx"], "to": { "download": true } });
    pc.call("papers.print", fixture::with(usual, over))
}

fn file<'a>(printed: &'a Value, end: &str) -> &'a Value {
    let files = printed["files"].as_array().unwrap();
    files.iter().find(|file| file["name"].as_str().unwrap().ends_with(end)).expect(end)
}

/// The text of a docx.
pub fn words(pc: &Pc, printed: &Value) -> String {
    let bytes = pc.fetch(file(printed, ".docx"));
    let mut package = zip::ZipArchive::new(std::io::Cursor::new(bytes)).unwrap();
    let mut xml = String::new();
    std::io::Read::read_to_string(&mut package.by_name("word/document.xml").unwrap(), &mut xml).unwrap();
    xml.split('<').filter_map(|piece| piece.split_once('>')).map(|(_, text)| text).collect()
}

fn notes(pc: &Pc, kind: &str, id: &str) -> Vec<String> {
    let history = pc.call("records.history", json!({ "kind": kind, "id": id }));
    let steps = history["steps"].as_array().unwrap().iter().filter(|step| step["act"] == "read");
    steps.filter_map(|step| step["note"].as_str().map(str::to_owned)).collect()
}

#[test]
fn a_visit_prints_filled_as_docx_and_pdf_and_its_history_says_so() {
    let pc = desk();
    let who = person(&pc, json!({ "name": "李秀英", "phone": "13812345678" }));
    let saved = visit(&pc, &who, json!({ "observation_text": "腿脚不便，精神好" }));
    let id = saved["record"]["id"].as_str().unwrap();
    let out = printed(&pc, json!([{ "paper": "visit", "record": id }]), json!({}));
    assert_eq!(file(&out, ".pdf")["name"], "走访记录表 李秀英 2026-11-23.pdf");
    assert!(pc.fetch(file(&out, ".pdf")).starts_with(b"%PDF"));
    let text = words(&pc, &out);
    for said in ["李秀英", "13812345678", "腿脚不便，精神好", "☑入户", "□电话", "2026年11月23日", "手印"]
    {
        assert!(text.contains(said), "{said} not in {text}");
    }
    assert_eq!(notes(&pc, "visit", id), ["打印：走访记录表"]);
}

#[test]
fn a_blank_form_bears_whose_it_will_be_and_no_answer() {
    let pc = desk();
    let (case, _) = worked(&pc);
    let id = case["record"]["id"].as_str().unwrap();
    let out = printed(&pc, json!([{ "paper": "closure", "owner": id }]), json!({ "formats": ["docx"] }));
    let text = words(&pc, &out);
    assert!(text.contains("李秀英") && text.contains("□目标达成") && !text.contains('☑'), "{text}");
    let bare = printed(&pc, json!([{ "paper": "closure" }]), json!({ "formats": ["docx"] }));
    assert!(!words(&pc, &bare).contains("李秀英"));
}

#[test]
fn an_id_number_is_masked_on_paper_and_only_a_supervisor_prints_it_in_full() {
    let pc = desk();
    let who = person(&pc, json!({ "id_number": MAN_1990, "sex": "1", "health": "3", "phone": "13812345678" }));
    let paper = json!([{ "paper": "recipient", "record": who }]);
    let docx = json!({ "formats": ["docx"] });
    let inside = words(&pc, &printed(&pc, paper.clone(), docx.clone()));
    assert!(inside.contains("430121********0031") && !inside.contains(MAN_1990), "{inside}");
    let outside = fixture::with(docx.clone(), json!({ "privacy": "outside" }));
    let outside = words(&pc, &printed(&pc, paper.clone(), outside));
    assert!(outside.contains("（略）") && outside.contains("138****5678"), "{outside}");
    let full = fixture::with(docx, json!({ "privacy": "full" }));
    assert!(words(&pc, &printed(&pc, paper, full)).contains(MAN_1990));
    let said = notes(&pc, "recipient", &who);
    assert!(said.contains(&"打印：服务对象档案卡（含完整号码）".to_owned()), "{said:?}");
    assert!(said.contains(&"打印：服务对象档案卡（对外，已遮盖）".to_owned()), "{said:?}");
}

#[test]
fn a_worker_is_told_why_complete_numbers_are_not_for_her() {
    let (county, first) = Pc::county_and_station();
    let who = person(&first, json!({ "id_number": MAN_1990, "sex": "1" }));
    let (join, code) = county.join_file("43018111001");
    let second = Pc::joined(&join, &code, "周雨", "worker");
    let refused = second.refused(
        "papers.print",
        json!({ "papers": [{ "paper": "visit" }], "formats": ["pdf"], "privacy": "full", "to": { "download": true } }),
    );
    assert!(refused.detail.contains("站长"), "{refused:?}");
    assert!(!who.is_empty());
}

#[test]
fn many_forms_go_into_one_pdf_and_each_into_a_word_file_of_its_own() {
    let pc = desk();
    let papers = json!([{ "paper": "visit" }, { "paper": "sign_in", "rows": 60 }, { "paper": "consent" }]);
    let out = printed(&pc, papers.clone(), json!({ "copies": 2 }));
    let names: Vec<&str> = out["files"].as_array().unwrap().iter().map(|file| file["name"].as_str().unwrap()).collect();
    assert_eq!(names.iter().filter(|name| name.ends_with(".docx")).count(), 3);
    assert!(names.contains(&"表单3份 2026-11-23.pdf"), "{names:?}");
    let seen = pc.call("papers.preview", json!({ "papers": papers, "first": 0, "count": 2 }));
    assert!(seen["pages"].as_u64().unwrap() >= 5, "{}", seen["pages"]);
    assert_eq!(seen["pictures"].as_array().unwrap().len(), 2);
    assert!(seen["pictures"][0].as_str().unwrap().starts_with("iVBOR"), "a PNG");
}

#[test]
fn every_paper_there_is_prints_blank() {
    let pc = desk();
    for paper in pc.call("papers.list", json!({})).as_array().unwrap() {
        let seen = pc.call("papers.preview", json!({ "papers": [{ "paper": paper["name"] }], "first": 0, "count": 0 }));
        assert!(seen["pages"].as_u64().unwrap() >= 1, "{paper}");
        assert_eq!(seen["missing_glyphs"], "", "{paper}");
    }
}

#[test]
fn a_case_file_holds_every_paper_in_order_behind_its_contents() {
    let pc = desk();
    let case = closed(&pc);
    let id = case["record"]["id"].as_str().unwrap();
    let out = printed(&pc, json!([{ "paper": "case_file", "record": id }]), json!({}));
    let text = words(&pc, &out);
    let order = ["个案服务卷宗", "卷内目录", "个案接案登记表", "服务对象需求预估表", "个案服务计划书", "个案结案报告"];
    let mut at = 0;
    for said in order {
        at += text[at..].find(said).unwrap_or_else(|| panic!("{said} not after {at}: {text}"));
    }
    assert!(text.contains("每周有人上门") && text.contains("个案服务过程记录（第 2 节）"));
    assert!(notes(&pc, "case", id).contains(&"打印：整本个案卷宗".to_owned()));
    let index = printed(&pc, json!([{ "paper": "case_file_index", "record": id }]), json!({ "formats": ["docx"] }));
    assert!(words(&pc, &index).contains("份数"));
}

#[test]
fn the_family_picture_shows_the_household() {
    let pc = desk();
    let house = pc
        .call("records.save", json!({ "kind": "household", "fields": { "head_name": "周大山", "village": "新河村" } }))
        ["record"]["id"]
        .clone();
    let child = person(&pc, json!({ "name": "周明明", "sex": "1", "birth_date": "2018-05-01", "household": house }));
    for (name, relation, own) in [("周大山", "02", None), ("刘桂英", "12", None), ("周明明", "41", Some(&child))]
    {
        pc.call(
            "records.save",
            json!({ "kind": "household_member", "fields": { "household": house, "name": name, "relation_to_head": relation, "recipient": own } }),
        );
    }
    let drawn = pc.call("genogram.get", json!({ "id": child }));
    assert_eq!(drawn["people"], 3);
    let texts: Vec<&str> = drawn["marks"].as_array().unwrap().iter().filter_map(|mark| mark["text"].as_str()).collect();
    for name in ["周大山", "刘桂英", "周明明", "孙子", "8"] {
        assert!(texts.contains(&name), "{name} not in {texts:?}");
    }
}

#[test]
fn a_list_names_people_on_file_and_others_in_one_column_and_amounts_without_their_unit() {
    let pc = desk();
    let who = person(&pc, json!({ "name": "李秀英", "village": "新河村" }));
    let own = |kind: &str, fields: Value| fixture::paper(&pc, kind, fields)["id"].clone();
    let gift = own(
        "gift_distribution",
        json!({ "name": "慰问", "date": "2026-11-20", "occasion": "hardship", "goods": "大米", "area": "A1" }),
    );
    own("gift_receipt", json!({ "gift_distribution": gift, "recipient": who }));
    own("gift_receipt", json!({ "gift_distribution": gift, "name": "过路人甲", "village": "南街社区" }));
    let papers = json!([{ "paper": "gift_distribution", "record": gift }]);
    let text = words(&pc, &printed(&pc, papers, json!({ "formats": ["docx"] })));
    for said in ["李秀英", "新河村", "过路人甲", "南街社区"] {
        assert_eq!(text.matches(said).count(), 1, "{said} in {text}");
    }

    let linked = own(
        "resource_linkage",
        json!({ "date": "2026-11-20", "donor": "县医院", "donor_type": "hospital", "resource_type": "money", "name": "善款", "area": "A1", "amount": 200000 }),
    );
    own("resource_beneficiary", json!({ "resource_linkage": linked, "recipient": who, "amount": 120050 }));
    own("resource_beneficiary", json!({ "resource_linkage": linked, "name": "过路人甲", "amount": 79900 }));
    let papers = json!([{ "paper": "resource_linkage", "record": linked }]);
    let text = words(&pc, &printed(&pc, papers, json!({ "formats": ["docx"] })));
    for said in ["1,200.50", "799", "李秀英", "过路人甲"] {
        assert!(text.contains(said) && !text.contains(&format!("{said} 元")), "{said} in {text}");
    }
}

#[test]
fn nothing_chosen_and_unknown_papers_are_refused_in_chinese() {
    let pc = desk();
    let refused = |papers: Value| {
        pc.refused("papers.print", json!({ "papers": papers, "formats": ["pdf"], "to": { "download": true } })).detail
    };
    assert!(refused(json!([])).contains("请选择"));
    assert!(refused(json!([{ "paper": "nothing" }])).contains("没有这种表"));
    assert!(refused(json!([{ "paper": "visit", "record": "gone" }])).contains("走访记录"));
}

/// So many visits of somebody, as papers.
fn visits_of(pc: &Pc, count: usize) -> Value {
    let who = person(pc, json!({ "name": "李秀英" }));
    let papers = (0..count).map(|at| {
        let saved = visit(pc, &who, json!({ "date": format!("2026-11-{:02}", 1 + at % 20) }));
        json!({ "paper": "visit", "record": saved["record"]["id"] })
    });
    papers.collect()
}

#[test]
fn many_forms_say_how_far_they_are_and_stop_when_asked() {
    let pc = desk();
    let papers = visits_of(&pc, 60);
    let id = papers[0]["record"].as_str().unwrap().to_owned();
    let request = json!({ "papers": papers, "formats": ["pdf"], "to": { "download": true }, "task": "t1" });
    let mut seen = Vec::new();
    let refused = std::thread::scope(|scope| {
        let printing = scope.spawn(|| pc.app.call("papers.print", request.clone()));
        while !printing.is_finished() {
            let tasks = pc.call("events.since", json!({}))["tasks"].clone();
            if let Some(task) = tasks.as_array().unwrap().iter().find(|task| task["task"] == "t1") {
                seen.push((task["title"].clone(), task["step"].clone(), task["done"].as_u64(), task["total"].clone()));
                if task["step"] == "正在排版" {
                    pc.call("tasks.cancel", json!({ "task": "t1" }));
                }
            }
        }
        printing.join().unwrap()
    });
    assert_eq!(refused.unwrap_err().detail, "已取消。");
    assert!(seen.iter().any(|(title, step, ..)| title == "打印表单" && step == "正在填表"), "{seen:?}");
    assert!(seen.iter().all(|(.., total)| *total == 120 || *total == 0), "{seen:?}");
    assert!(notes(&pc, "visit", &id).is_empty(), "what was stopped was not printed");
    let printed = pc.call("papers.print", request);
    assert_eq!(printed["files"][0]["name"], "表单60份 2026-11-23.pdf");
    assert_eq!(notes(&pc, "visit", &id), ["打印：走访记录表"]);
}

#[test]
fn slips_stand_two_to_a_sheet() {
    let pc = desk();
    let visits = visits_of(&pc, 3);
    let slips = |one: &Value| json!({ "paper": "visit_sign_off", "record": one["record"] });
    let papers: Value = visits.as_array().unwrap().iter().map(slips).collect();
    let seen = pc.call("papers.preview", json!({ "papers": papers, "two_up": true, "first": 0, "count": 4 }));
    assert_eq!((&seen["pages"], seen["pictures"].as_array().unwrap().len()), (&json!(2), 2));
    let alone = pc.call("papers.preview", json!({ "papers": papers, "first": 0, "count": 4 }));
    assert_eq!(alone["pages"], 3);
    let out = printed(&pc, papers, json!({ "formats": ["pdf"], "two_up": true }));
    assert!(pc.fetch(file(&out, ".pdf")).starts_with(b"%PDF"));
}

#[test]
fn printing_directly_says_what_became_of_it() {
    let pc = desk();
    let printer = pc.call("papers.printer", json!({}));
    if printer["name"].is_null() {
        let sent = pc.call("papers.send", json!({ "papers": [{ "paper": "visit" }] }));
        assert_eq!(sent["sent"], false);
        assert!(sent["message"].as_str().unwrap().contains("还没有装打印机"), "{sent}");
    }
    let refused = pc.refused("papers.send", json!({ "papers": [] }));
    assert!(refused.detail.contains("请选择"));
}
