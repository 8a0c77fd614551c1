//! Reports of every outline over three stations: their figures agree with a count by hand, each is drafted, frozen, compared and written,
//! and handing one in settles its deadline on both sides.

use std::collections::BTreeMap;

use changelog::Audience;
use serde_json::{Value, json};
use store::Route;

use crate::agreement_year::world::{STATIONS, World, saved};
use crate::fixture::{MAN_1990, WOMAN_1952, person, visit};
use crate::pcs::Pc;
use crate::same_month::{BY_HAND, busy_month};

/// Three stations: A had a busy month with a merge and one visit in October; 王武 (the man of 1990) was visited by B too; B wrote a visit of
/// October down in November and corrected another; C visited one woman.
pub fn busy_quarter() -> World {
    let world = World::founded("2026-11-23");
    busy_month(world.at("A"));
    let at = world.at("B");
    let shared = person(at, json!({ "name": "王武", "sex": "1", "id_number": MAN_1990 }));
    let own = person(at, json!({ "name": "陈大娘", "sex": "2" }));
    visit(at, &shared, json!({ "date": "2026-11-12" }));
    visit(at, &own, json!({ "date": "2026-10-20" }));
    let wrong = visit(at, &own, json!({ "date": "2026-11-13" }))["record"].clone();
    at.minutes_pass(1);
    at.call("visits.save", json!({ "id": wrong["id"], "seen": wrong["refs"], "fields": { "result": "refused" } }));
    let at = world.at("C");
    let woman = person(at, json!({ "name": "吴奶奶", "sex": "2", "id_number": WOMAN_1952 }));
    visit(at, &woman, json!({ "date": "2026-11-01" }));
    world.on("2026-11-23");
    world
}

pub fn draft(pc: &Pc, outline: &str, period: &str, subject: &str) -> Value {
    pc.call("reports.preview", json!({ "outline": outline, "period": period, "subject": subject }))
}

/// The figures of a draft by code: of its period, and since January.
pub fn figures(view: &Value, column: &str) -> BTreeMap<String, String> {
    let all = view["figures"].as_array().unwrap().iter();
    all.map(|one| (one["code"].as_str().unwrap().to_owned(), one[column].as_str().unwrap().to_owned())).collect()
}

/// What the whole county comes to in the quarter, by hand: A's month and its visit of October, two visits of B that count, one of C; 王五 of
/// A, who is 王武 by a merge, is the 王武 of B.
const QUARTER: [(&str, u64); 14] = [
    ("visit.effective", 2 + 1 + 2 + 1),
    ("visit.door_knocks", 2 + 1 + 3 + 1),
    ("recipient.new", 5 + 1 + 1),
    ("recipient.registered", 5 + 1 + 1),
    ("case.new", 3),
    ("case.closed", 2),
    ("case.open_at_end", 1),
    ("case.sessions", 6),
    ("group.under_way", 1),
    ("group.sessions", 1),
    ("activity.count", 1),
    ("activity.person_times", 20),
    ("consultation.person_times", 3),
    ("service.persons", 4 + 1 + 1),
];

#[test]
fn the_quarter_of_three_stations_is_what_a_count_by_hand_comes_to() {
    let world = busy_quarter();
    let quarter = draft(&world.county, "quarterly_report", "2026-Q4", "");
    let shown = figures(&quarter, "value");
    for (code, value) in QUARTER {
        assert_eq!(shown[code], value.to_string(), "{code}");
    }
    assert_eq!(figures(&quarter, "year_to_date")["visit.effective"], "6");
    assert_eq!(figures(&quarter, "previous")["visit.effective"], "0");

    // What is no number of people is the sum of the stations' months; each month is its brief's.
    let month = |letter: &str, month: &str| figures(&draft(world.at(letter), "monthly_brief", month, ""), "value");
    let months: Vec<_> = STATIONS
        .iter()
        .flat_map(|(letter, _)| ["2026-10", "2026-11", "2026-12"].map(|name| month(letter, name)))
        .collect();
    for one in quarter["figures"].as_array().unwrap() {
        let (code, unit) = (one["code"].as_str().unwrap(), one["unit"].as_str().unwrap());
        // People are told apart, what stands at the end is no sum, and a case that is followed in two months is one.
        let at_end = ["case.open_at_end", "org.fostered", "case.followed", "group.under_way"].contains(&code);
        if unit == "人" || at_end {
            continue;
        }
        let number = |text: &str| text.parse::<f64>().unwrap_or(0.0);
        let sum: f64 = months.iter().filter_map(|figures| figures.get(code)).map(|text| number(text)).sum();
        assert_eq!(number(&shown[code]), sum, "{code}");
    }
    for (code, value) in BY_HAND {
        assert_eq!(month("A", "2026-11")[code], value.to_string(), "A's brief: {code}");
    }

    // The table of stations: a line each and one for the county, whose people are no sum; every number opens its rows.
    let table = table(&quarter, "分站对比");
    let titles: Vec<&str> =
        table["columns"].as_array().unwrap().iter().map(|one| one["title"].as_str().unwrap()).collect();
    let at = titles.iter().position(|title| title.starts_with("服务人数")).unwrap();
    let column: Vec<&str> =
        table["rows"].as_array().unwrap().iter().map(|row| row["cells"][at]["text"].as_str().unwrap()).collect();
    assert_eq!(column, ["4", "2", "1", "6"], "王武 was served by two stations and is one person: {table}");
    for row in table["rows"].as_array().unwrap() {
        let cell = &row["cells"][at];
        let asked = json!({ "outline": "quarterly_report", "period": "2026-Q4", "figure": cell["figure"], "station": cell["station"] });
        assert_eq!(world.county.call("reports.rows", asked)["total"].to_string(), cell["text"].as_str().unwrap());
    }
    let whole = json!({ "outline": "quarterly_report", "period": "2026-Q4", "figure": "service.persons", "year_to_date": true });
    assert_eq!(world.county.call("reports.rows", whole)["total"], 6);

    let half = draft(&world.county, "half_year_report", "2026-H2", "");
    let year = draft(&world.county, "self_evaluation", "2026", "");
    for (code, value) in QUARTER {
        assert_eq!(figures(&half, "value")[code], value.to_string(), "half a year: {code}");
        assert_eq!(figures(&year, "value")[code], value.to_string(), "the year: {code}");
    }
}

pub fn table(view: &Value, caption: &str) -> Value {
    let parts = view["sections"].as_array().unwrap().iter().flat_map(|one| one["parts"].as_array().unwrap());
    let found = parts.filter(|part| part["type"] == "table").find(|part| part["caption"] == caption);
    found.unwrap_or_else(|| panic!("no table {caption}: {view}")).clone()
}

/// An agreement of A from May on, with a target, and what its plans and surveys are.
pub fn agreed(world: &World) -> [String; 3] {
    let provider = world.county("provider", json!({ "name": "清源社工服务中心", "provider_type": "service_org" }));
    let over = json!({ "sign_date": "2026-05-10", "start_date": "2026-05-15", "end_date": "2027-05-14" });
    let agreement = world.agreement("民购协〔2026〕1号", &provider, over);
    world.joins(&agreement, "A", 1);
    world.county(
        "agreement_target",
        json!({ "agreement": agreement, "name": "走访", "figure": "visit.effective", "target": 6 }),
    );
    world.on("2026-11-23");
    let survey = json!({ "year": 2026, "title": "2026 年度需求调研", "methods": ["questionnaire", "interview"], "sample": 60,
        "start_date": "2026-09-05", "finished_date": "2026-09-20", "findings": "一是陪伴。\n二是就医。" });
    let survey = saved(world.at("A"), "needs_survey", survey);
    let plan = json!({ "year": 2026, "title": "2026 年度服务计划", "needs_survey": survey, "goals": "走访全覆盖。", "made_date": "2026-09-25" });
    let plan = saved(world.at("A"), "station_plan", plan);
    for (content, due) in [("冬季安全排查", "2026-12-10"), ("春节慰问", "2027-01-20")] {
        let item = json!({ "station_plan": plan, "content": content, "due_date": due, "worker": world.at("A").me(), "item_state": "planned" });
        saved(world.at("A"), "station_plan_item", item);
    }
    world.on("2026-11-23");
    [agreement, survey, plan]
}

#[test]
fn reports_of_an_agreement_a_survey_and_a_plan_say_what_their_records_say() {
    let world = busy_quarter();
    let [agreement, survey, plan] = agreed(&world);
    let at = world.at("A");
    let middle = draft(at, "mid_term_report", "-", &agreement);
    assert_eq!((&middle["label"], &middle["period"]), (&json!("2026年5月15日至2026年11月14日"), &json!("2026")));
    assert_eq!(figures(&middle, "value")["visit.effective"], "3", "October and November of A");
    let text = |view: &Value, key: &str| {
        let found = view["sections"].as_array().unwrap().iter().find(|one| one["key"] == key).unwrap();
        found["text"].as_str().unwrap().to_owned()
    };
    assert!(
        text(&middle, "overview").contains(
            "清源社工服务中心承接，协议编号民购协〔2026〕1号，服务期自2026年5月15日至2027年5月14日，金额 300,000.00 元"
        ),
        "{middle}"
    );
    let targets = table(&middle, "指标完成情况");
    let cells = |row: &Value| {
        row["cells"]
            .as_array()
            .unwrap()
            .iter()
            .map(|cell| cell["text"].as_str().unwrap().to_owned())
            .collect::<Vec<_>>()
    };
    assert_eq!(cells(&targets["rows"][0])[2..], ["6", "3", "50%"]);
    assert_eq!(cells(&table(&middle, "需求调研")["rows"][0])[..3], ["2026 年度需求调研", "问卷、访谈", "60"]);
    assert_eq!(figures(&draft(at, "final_report", "-", &agreement), "value")["visit.effective"], "3");

    let of_survey = draft(at, "needs_survey_report", "-", &survey);
    assert!(
        text(&of_survey, "method")
            .contains("2026年9月5日开始，至2026年9月20日完成，采用问卷、访谈的方法，共取得样本 60 份"),
        "{of_survey}"
    );
    assert_eq!(text(&of_survey, "needs"), "一是陪伴。\n二是就医。");
    let of_plan = draft(at, "station_plan", "-", &plan);
    assert_eq!(text(&of_plan, "basis"), "本计划依据2026 年度需求调研 2026的结论制定。");
    assert_eq!(table(&of_plan, "工作安排")["rows"].as_array().unwrap().len(), 2);
    // The brief looks a month ahead.
    let brief = draft(at, "monthly_brief", "2026-11", "");
    let next: Vec<String> =
        table(&brief, "下月计划")["rows"].as_array().unwrap().iter().map(|row| cells(row)[0].clone()).collect();
    assert_eq!(next, ["冬季安全排查"]);
}

fn freeze(pc: &Pc, outline: &str, period: &str, subject: &str) -> Value {
    let view = draft(pc, outline, period, subject);
    pc.call("reports.freeze", json!({ "outline": outline, "period": period, "subject": subject, "sections": view["sections"], "sent_to": view["sent_to"] }))
}

#[test]
fn every_report_is_seen_frozen_compared_and_written_in_three_formats() {
    let world = busy_quarter();
    let [agreement, survey, plan] = agreed(&world);
    let (county, at) = (&world.county, world.at("A"));
    let all: [(&Pc, &str, &str, &str); 9] = [
        (at, "monthly_brief", "2026-11", ""),
        (county, "quarterly_report", "2026-Q4", ""),
        (county, "half_year_report", "2026-H2", ""),
        (at, "mid_term_report", "-", &agreement),
        (at, "final_report", "-", &agreement),
        (county, "self_evaluation", "2026", ""),
        (at, "self_evaluation", "2026", ""),
        (at, "needs_survey_report", "-", &survey),
        (at, "station_plan", "-", &plan),
    ];
    for (pc, outline, period, subject) in all {
        let view = draft(pc, outline, period, subject);
        let mut report = json!({ "outline": outline, "period": period, "subject": subject, "sections": view["sections"], "sent_to": "市民政局" });
        if outline == "quarterly_report" {
            let seen = pc.call("reports.pages", json!({ "report": report, "first": 0, "count": 1 }));
            assert!(seen["pictures"][0].as_str().unwrap().starts_with("iVBOR"), "{outline}: a PNG");
        }
        let first = freeze(pc, outline, period, subject);
        report["sections"][0]["text"] = json!("改过的第一节。");
        pc.minutes_pass(1);
        let second = pc.call("reports.freeze", crate::fixture::with(report, json!({ "reopen_reason": "再出一版" })));
        assert_eq!((&first["version"], &second["version"]), (&json!(1), &json!(2)), "{outline}");
        let against = pc.call("reports.compare", json!({ "id": second["id"] }));
        let said = against["differences"].as_array().unwrap();
        assert_eq!((said.len(), &said[0]["to"]), (1, &json!("改过的第一节。")), "{outline}: {said:?}");
        assert!(against["changes"].as_u64().unwrap() > 0, "{outline}");
        let formats = ["docx", "pdf", "xlsx"];
        let made =
            pc.call("reports.export", json!({ "id": second["id"], "formats": formats, "to": { "download": true } }));
        assert_eq!(made["missing_glyphs"], "", "{outline}");
        for (file, begins) in made["files"].as_array().unwrap().iter().zip(["PK", "%PDF", "PK"]) {
            let bytes = pc.fetch(file);
            assert!(bytes.starts_with(begins.as_bytes()), "{outline}: {file}");
            if let Ok(folder) = std::env::var("REPORTS_WRITTEN_TO") {
                std::fs::write(std::path::Path::new(&folder).join(file["name"].as_str().unwrap()), bytes).unwrap();
            }
        }
        let kept = pc.call("reports.get", json!({ "id": second["id"] }));
        assert_eq!((&kept["figures"], &kept["own"]), (&view["figures"], &json!(true)), "{outline}");
    }
}

fn state(pc: &Pc, outline: &str) -> String {
    let listed = pc.call("reports.list", json!({ "outline": outline }))["reports"].clone();
    listed[0]["state"].as_str().unwrap_or_else(|| panic!("{listed}")).to_owned()
}

fn stands(pc: &Pc, rule: &str) -> Vec<(String, String)> {
    let rows = pc.call("deadlines.list", json!({ "rule": rule, "settled": true }))["rows"].clone();
    let of = |row: &Value, name: &str| row[name].as_str().unwrap_or_default().to_owned();
    rows.as_array().unwrap().iter().map(|row| (of(row, "station"), of(row, "state"))).collect()
}

/// What the county writes to A alone, such as its words on a report.
fn carry_back(world: &World) {
    let code = STATIONS[0].1;
    for bundle in world.county.app.open_store().unwrap().export_all(&Audience::Station(code.into())).unwrap() {
        world.at("A").app.open_store().unwrap().import(&bundle, Route::Stick).unwrap();
    }
}

#[test]
fn handing_a_report_in_settles_its_deadline_and_a_return_opens_it_again() {
    let world = busy_quarter();
    let [agreement, ..] = agreed(&world);
    let (county, at) = (&world.county, world.at("A"));
    let place = at.call("deadlines.list", json!({ "rule": "mid_term_report" }))["rows"][0]["draft"].clone();
    assert_eq!(place, json!(format!("/reports/mid_term_report/-/{agreement}")));
    assert_eq!(state(at, "mid_term_report"), "open");
    at.call("drafts.put", json!({ "key": draft(at, "mid_term_report", "-", &agreement)["draft_key"], "kind": "report", "title": "中期", "content": {} }));
    assert_eq!(state(at, "mid_term_report"), "drafted");
    let first = freeze(at, "mid_term_report", "-", &agreement);
    assert_eq!(state(at, "mid_term_report"), "frozen");
    assert_eq!(stands(at, "mid_term_report")[0].1, "overdue", "frozen is not handed in");
    let sent = at.call("reports.hand_in", json!({ "id": first["id"] }));
    assert_eq!(sent["handed_in"], "2026-11-23");
    assert_eq!(
        (state(at, "mid_term_report"), stands(at, "mid_term_report")[0].1.clone()),
        ("handed_in".into(), "settled".into())
    );
    let registered = at.call("records.list", json!({ "kind": "report_submission" }))["rows"].clone();
    assert_eq!(
        (
            &registered[0]["fields"]["report_type"],
            &registered[0]["fields"]["report"],
            &registered[0]["fields"]["agreement"]
        ),
        (&json!("mid_term"), &first["id"], &json!(agreement)),
        "the register has it"
    );
    assert!(at.refused("reports.hand_in", json!({ "id": first["id"] })).fields[0].message.contains("已经报送过"));
    world.on("2026-11-23");
    assert_eq!(stands(county, "mid_term_report"), [(STATIONS[0].1.to_owned(), "settled".to_owned())]);
    let listed = county.call("reports.list", json!({ "outline": "mid_term_report" }))["reports"].clone();
    assert_eq!(
        (&listed[0]["versions"][0]["id"], &listed[0]["own"]),
        (&first["id"], &json!(false)),
        "it reached the county"
    );

    county.minutes_pass(5);
    let note =
        json!({ "target_kind": "report", "target": first["id"], "verdict": "returned", "text": "经费部分请写细" });
    county.call("records.save", json!({ "kind": "annotation", "fields": note }));
    carry_back(&world);
    assert_eq!(
        (state(at, "mid_term_report"), stands(at, "mid_term_report")[0].1.clone()),
        ("returned".into(), "overdue".into())
    );
    assert_eq!(draft(at, "mid_term_report", "-", &agreement)["returned"]["text"], "经费部分请写细");
    at.minutes_pass(10);
    let second = freeze(at, "mid_term_report", "-", &agreement);
    assert_eq!(
        (state(at, "mid_term_report"), stands(at, "mid_term_report")[0].1.clone()),
        ("handed_in".into(), "settled".into())
    );
    assert_eq!(
        at.call("reports.get", json!({ "id": second["id"] }))["handed_in"],
        "2026-11-23",
        "handed in anew with it"
    );
}

#[test]
fn the_countys_own_report_is_handed_in_and_no_station_writes_it() {
    let world = busy_quarter();
    agreed(&world);
    let county = &world.county;
    let owed = |state: &str| stands(county, "quarterly_report").iter().filter(|(_, own)| own == state).count();
    let before = owed("settled");
    let frozen = freeze(county, "quarterly_report", "2026-Q3", "");
    county.call("reports.hand_in", json!({ "id": frozen["id"], "receivers": "长沙市民政局、省民政厅" }));
    assert_eq!(owed("settled"), before + 1);
    let refused =
        world.at("A").refused("reports.preview", json!({ "outline": "quarterly_report", "period": "2026-Q4" }));
    assert!(refused.detail.contains("县级"), "{refused:?}");
    let refused = county.refused("reports.preview", json!({ "outline": "monthly_brief", "period": "2026-11" }));
    assert!(refused.detail.contains("站点"), "{refused:?}");
    for (outline, period) in
        [("quarterly_report", "2026年四季度"), ("monthly_brief", "2026-13"), ("self_evaluation", "二零二六")]
    {
        let asked = json!({ "outline": outline, "period": period, "figure": "visit.effective" });
        assert_eq!(county.refused("reports.rows", asked).fields[0].field, "period", "{outline} {period}");
    }
    let brief = freeze(world.at("A"), "monthly_brief", "2026-11", "");
    assert!(
        world.at("A").refused("reports.hand_in", json!({ "id": brief["id"] })).fields[0]
            .message
            .contains("定稿就是报送")
    );
}
