//! A quarter of three stations, one person at two of them, frozen by the county and afterwards corrected by one late visit, one merge and one
//! correction: the report says what moved and by which records, its next version and the next quarter's report say it line by line, the
//! equation explains each difference down to the names, and every figure of every report is what a count by hand comes to.

use std::collections::BTreeMap;

use serde_json::{Value, json};

use crate::agreement_year::world::World;
use crate::books::{freeze, moved, words_of};
use crate::fixture::{visit, with};
use crate::pcs::Pc;
use crate::reports::{agreed, busy_quarter, draft, table};

/// Figures that are not nothing, by their codes, as they are printed; all others are nothing.
type Count = &'static [(&'static str, &'static str)];

const OCTOBER: Count = &[
    ("service.persons", "1"),
    ("service.person_times", "1"),
    ("visit.effective", "1"),
    ("visit.mode.home", "1"),
    ("visit.door_knocks", "1"),
    ("visit.households", "1"),
    ("area.A4.times", "1"),
    ("area.A4.persons", "1"),
];

/// A in November (`same_month::busy_month`): 王五 is visited at home and, as 王武, by telephone; 赵六 refuses once and is once served outside the
/// catalogue; three cases with two sessions each, one closed, one closed twice, one open; a group session to which two came, one of them on
/// file; a clinic for twenty.
const A_NOVEMBER: Count = &[
    ("service.persons", "4"),
    ("service.person_times", "30"),
    ("visit.effective", "2"),
    ("visit.mode.home", "1"),
    ("visit.mode.phone", "1"),
    ("visit.door_knocks", "2"),
    ("visit.households", "1"),
    ("visit.uncounted", "1"),
    ("recipient.new", "5"),
    ("recipient.registered", "5"),
    ("case.followed", "3"),
    ("case.sessions", "6"),
    ("case.new", "3"),
    ("case.new_sessions", "6"),
    ("case.closed", "2"),
    ("case.open_at_end", "1"),
    ("case.person_times", "6"),
    ("case.minutes", "315"),
    ("case.leads", "4"),
    ("group.under_way", "1"),
    ("group.new", "1"),
    ("group.sessions", "1"),
    ("group.person_times", "2"),
    ("group.persons", "2"),
    ("group.uncounted", "1"),
    ("activity.count", "1"),
    ("activity.type.clinic", "1"),
    ("activity.person_times", "20"),
    ("activity.persons", "1"),
    ("activity.uncounted", "1"),
    ("consultation.person_times", "3"),
    ("errand.count", "1"),
    ("area.A2.times", "2"),
    ("area.A2.persons", "1"),
    ("area.A4.times", "28"),
    ("area.A4.persons", "4"),
];
const B_NOVEMBER: Count = &[
    ("service.persons", "1"),
    ("service.person_times", "1"),
    ("visit.effective", "1"),
    ("visit.mode.home", "1"),
    ("visit.door_knocks", "2"),
    ("visit.households", "1"),
    ("recipient.new", "2"),
    ("recipient.registered", "2"),
    ("area.A4.times", "1"),
    ("area.A4.persons", "1"),
];
const C_NOVEMBER: Count = &[
    ("service.persons", "1"),
    ("service.person_times", "1"),
    ("visit.effective", "1"),
    ("visit.mode.home", "1"),
    ("visit.door_knocks", "1"),
    ("visit.households", "1"),
    ("recipient.new", "1"),
    ("recipient.registered", "1"),
    ("area.A4.times", "1"),
    ("area.A4.persons", "1"),
];
/// Nobody worked in December: who was on file is, and a case is open.
const DECEMBER: [Count; 3] = [
    &[("recipient.registered", "5"), ("case.open_at_end", "1")],
    &[("recipient.registered", "2")],
    &[("recipient.registered", "1")],
];

/// What the county comes to beside A's November: October of A and B, and B and C in November, where 王武 at B is the 王五 of A.
const QUARTER: Count = &[
    ("service.persons", "6"),
    ("service.person_times", "34"),
    ("visit.effective", "6"),
    ("visit.mode.home", "5"),
    ("visit.door_knocks", "7"),
    ("visit.households", "5"),
    ("recipient.new", "7"),
    ("recipient.registered", "7"),
    ("area.A4.times", "32"),
    ("area.A4.persons", "6"),
];
/// The same after 吴奶奶 was visited on 20 December, two files of 李秀英 became one, and three who had asked were five.
const CORRECTED: Count = &[
    ("service.persons", "5"),
    ("service.person_times", "35"),
    ("visit.effective", "7"),
    ("visit.mode.home", "6"),
    ("visit.door_knocks", "8"),
    ("visit.households", "6"),
    ("recipient.new", "6"),
    ("recipient.registered", "6"),
    ("consultation.person_times", "5"),
    ("area.A4.times", "33"),
    ("area.A4.persons", "5"),
];

fn counted(counts: &[Count]) -> BTreeMap<String, String> {
    counts.iter().copied().flatten().map(|(code, value)| ((*code).to_owned(), (*value).to_owned())).collect()
}

/// Everything that a report says of its period and that is not nothing.
fn said(view: &Value) -> BTreeMap<String, String> {
    let all = view["figures"].as_array().unwrap().iter();
    let pairs = all.map(|one| (one["code"].as_str().unwrap().to_owned(), one["value"].as_str().unwrap().to_owned()));
    pairs.filter(|(_, value)| !["0", "—", ""].contains(&value.as_str())).collect()
}

fn freeze_quarter(county: &Pc, over: Value) -> Value {
    let view = draft(county, "quarterly_report", "2026-Q4", "");
    let report = json!({ "outline": "quarterly_report", "period": "2026-Q4", "sections": view["sections"] });
    county.call("reports.freeze", with(report, over))
}

fn get(pc: &Pc, report: &Value) -> Value {
    pc.call("reports.get", json!({ "id": report["id"] }))
}

/// Every month closed by its brief, then the quarter; what each of them says is counted by hand.
fn closed() -> (World, Value) {
    let world = busy_quarter();
    agreed(&world);
    let months: [(&str, [Count; 3], &str); 3] = [
        ("2026-10", [OCTOBER, OCTOBER, &[]], "2026-12-03"),
        ("2026-11", [A_NOVEMBER, B_NOVEMBER, C_NOVEMBER], "2026-12-03"),
        ("2026-12", DECEMBER, "2027-01-04"),
    ];
    for (month, counts, day) in months {
        world.on(day);
        for (pc, count) in world.stations.iter().zip(counts) {
            let brief = freeze(pc, month, json!({}));
            assert_eq!(said(&get(pc, &brief)), counted(&[count]), "{month}");
        }
    }
    world.on("2027-01-08");
    let quarter = freeze_quarter(&world.county, json!({}));
    (world, quarter)
}

fn first(pc: &Pc, kind: &str, name: &str) -> Vec<Value> {
    let rows = pc.call("records.list", json!({ "kind": kind }))["rows"].as_array().unwrap().clone();
    rows.into_iter().filter(|row| name.is_empty() || row["fields"]["name"] == name).collect()
}

/// One late visit, one merge, one correction; and a visit of the next quarter, which has nothing to do with it.
fn corrects(world: &World) {
    world.on("2027-01-12");
    let (a, c) = (world.at("A"), world.at("C"));
    let wu = first(c, "recipient", "吴奶奶")[0]["id"].as_str().unwrap().to_owned();
    visit(c, &wu, json!({ "date": "2026-12-20" }));
    let li = first(a, "recipient", "李秀英");
    a.call("merges.merge", json!({ "goes": li[0]["id"], "stays": li[1]["id"] }));
    let asked = first(a, "consultation", "")[0].clone();
    let more =
        json!({ "kind": "consultation", "id": asked["id"], "fields": { "people_count": 5 }, "seen": asked["refs"] });
    a.call("records.save", more);
    let wang = first(a, "recipient", "王五")[0]["id"].as_str().unwrap().to_owned();
    visit(a, &wang, json!({ "date": "2027-01-11" }));
    world.on("2027-01-13");
}

/// Label, from and to of each line that changed.
fn lines(all: &Value, [label, from, to]: [&str; 3]) -> BTreeMap<String, (String, String)> {
    let text = |one: &Value, name: &str| one[name].as_str().unwrap().to_owned();
    all.as_array().unwrap().iter().map(|one| (text(one, label), (text(one, from), text(one, to)))).collect()
}

/// By hand, the main figures that moved; breakdowns say them again.
fn by_hand() -> BTreeMap<String, (String, String)> {
    let pair = |from: &str, to: &str| (from.to_owned(), to.to_owned());
    let all = [
        ("service.persons", "6", "5"),
        ("service.person_times", "34", "35"),
        ("visit.effective", "6", "7"),
        ("visit.door_knocks", "7", "8"),
        ("visit.households", "5", "6"),
        ("recipient.new", "7", "6"),
        ("recipient.registered", "7", "6"),
        ("consultation.person_times", "3", "5"),
        ("area.A4.times", "32", "33"),
        ("area.A4.persons", "6", "5"),
    ];
    all.into_iter().map(|(code, from, to)| (code.to_owned(), pair(from, to))).collect()
}

fn explain(county: &Pc, figure: &str) -> Value {
    county.call("sums.explain", json!({ "period": "2026-Q4", "figure": figure }))
}

fn is_explained(county: &Pc) {
    let persons = explain(county, "service.persons");
    assert_eq!(persons["words"], "各站合计 7 人 − 跨站重复 1 人 − 合并档案 1 人 = 全县 5 人");
    let (twice, merged) = (persons["twice"].as_array().unwrap(), persons["merged"].as_array().unwrap());
    assert_eq!((twice.len(), merged.len()), (1, 1), "{persons}");
    assert!(twice[0]["name"].as_str().unwrap().starts_with("王"), "{twice:?}");
    assert_eq!(twice[0]["stations"].as_array().unwrap().len(), 2);
    assert_eq!((&merged[0]["name"], &merged[0]["into"]), (&json!("李秀英（新河村）"), &json!("李秀英（新河村）")));
    for (figure, words, act, title) in [
        ("visit.effective", "各站合计 6 人次 + 更正 1 人次 = 全县 7 人次", "补录", "吴奶奶"),
        ("consultation.person_times", "各站合计 3 人次 + 更正 2 人次 = 全县 5 人次", "修改", "某人"),
    ] {
        let sum = explain(county, figure);
        assert_eq!(sum["words"], words);
        let record = &sum["corrected"][0]["record"];
        assert_eq!((sum["corrected"].as_array().unwrap().len(), &record["act"]), (1, &json!(act)));
        assert!(record["title"].as_str().unwrap().contains(title), "{record}");
    }
}

#[test]
fn a_quarter_is_frozen_corrected_and_issued_again_and_every_figure_is_counted_by_hand() {
    let (world, first) = closed();
    let county = &world.county;
    assert_eq!(said(&get(county, &first)), counted(&[A_NOVEMBER, QUARTER]));
    for (outline, period) in [("half_year_report", "2026-H2"), ("self_evaluation", "2026")] {
        assert_eq!(said(&draft(county, outline, period, "")), counted(&[A_NOVEMBER, QUARTER]), "{outline}");
    }
    let quarter = json!({ "kind": "report", "id": first["id"] });
    assert_eq!(county.call("books.moved", quarter.clone())["lines"], json!([]));

    corrects(&world);
    let now = county.call("books.moved", quarter.clone());
    assert_eq!(
        (&now["label"], &now["closed"], &now["may_reopen"]),
        (&json!("2026年第四季度"), &json!(true), &json!(true))
    );
    assert_eq!(lines(&now["lines"], ["code", "reported", "corrected"]), by_hand());
    let mut acts: Vec<&str> =
        now["records"].as_array().unwrap().iter().map(|one| one["act"].as_str().unwrap()).collect();
    acts.sort_unstable();
    assert_eq!(acts, ["修改", "合并", "补录"], "{now}");
    is_explained(county);

    // The next quarter's report carries it, and says why, without a name.
    let next = draft(county, "quarterly_report", "2027-Q1", "");
    let carried = &next["corrections"][0];
    assert_eq!((&carried["label"], &carried["why"]), (&now["label"], &json!("补录 1 条、合并 1 条、修改 1 条")));
    assert_eq!(carried["lines"].as_array().unwrap().len(), by_hand().len());
    let rows = table(&next, "更正表")["rows"].as_array().unwrap().clone();
    let row = |label: &str| {
        let found = rows.iter().find(|row| row["cells"][1]["text"] == label).unwrap_or_else(|| panic!("{rows:?}"));
        ["2", "3"].map(|at| found["cells"][at.parse::<usize>().unwrap()]["text"].as_str().unwrap().to_owned())
    };
    assert_eq!((row("有效走访"), row("服务人数")), (["6".into(), "7".into()], ["6".into(), "5".into()]));
    assert!(!next["corrections"].to_string().contains("李秀英"));

    // Issued again, with a reason, it says line by line what changed.
    assert_eq!(
        county
            .refused("reports.freeze", json!({ "outline": "quarterly_report", "period": "2026-Q4", "sections": [] }))
            .fields[0]
            .field,
        "reopen_reason"
    );
    let second = freeze_quarter(county, json!({ "reopen_reason": "三处更正" }));
    let issued = get(county, &second);
    assert_eq!((&second["version"], said(&issued)), (&json!(2), counted(&[A_NOVEMBER, QUARTER, CORRECTED])));
    let against = county.call("reports.compare", json!({ "id": second["id"] }));
    let differences = lines(&against["differences"], ["label", "from", "to"]);
    for (label, from, to) in [("有效走访", "6", "7"), ("服务人数", "6", "5"), ("来访咨询", "3", "5")] {
        assert_eq!(differences[label], (from.to_owned(), to.to_owned()), "{differences:?}");
    }
    assert_eq!(draft(county, "quarterly_report", "2027-Q1", "")["corrections"], json!([]), "it was said");
    let made =
        county.call("reports.export", json!({ "id": second["id"], "formats": ["docx"], "to": { "download": true } }));
    let words = words_of(&county.fetch(&made["files"][0]));
    assert!(words.contains("服务人数：各站合计 7 人 − 跨站重复 1 人 − 合并档案 1 人 = 全县 5 人"), "{words}");
    // A target is counted up to the end of the quarter, not up to today.
    let target = &table(&issued, "各站指标完成情况")["rows"][0]["cells"];
    assert_eq!((&target[3]["text"], &target[4]["text"]), (&json!("6"), &json!("3")), "{target}");
    for (outline, period) in [("half_year_report", "2026-H2"), ("self_evaluation", "2026")] {
        let view = draft(county, outline, period, "");
        assert_eq!(said(&view), counted(&[A_NOVEMBER, QUARTER, CORRECTED]), "{outline}");
    }

    // The stations' January briefs carry their own part of it.
    let carries = |letter: &str, month: &str, label: &str| {
        let all = draft(world.at(letter), "monthly_brief", "2027-01", "")["corrections"].clone();
        let found =
            all.as_array().unwrap().iter().find(|one| one["period"] == month).unwrap_or_else(|| panic!("{all}"));
        lines(&found["lines"], ["label", "from", "to"])[label].clone()
    };
    let pair = |from: &str, to: &str| (from.to_owned(), to.to_owned());
    assert_eq!(carries("C", "2026-12", "有效走访"), pair("0", "1"));
    assert_eq!(carries("A", "2026-11", "来访咨询"), pair("3", "5"));
    assert_eq!(carries("A", "2026-11", "服务人数"), pair("4", "3"));
    assert_eq!(carries("A", "2026-12", "期末在册服务对象"), pair("5", "4"));
    assert_eq!(moved(world.at("B"), &brief_of(world.at("B"), "2026-11"))["lines"], json!([]), "nothing moved at B");
}

fn brief_of(pc: &Pc, month: &str) -> Value {
    let listed = pc.call("reports.list", json!({ "outline": "monthly_brief" }))["reports"].clone();
    let line = listed.as_array().unwrap().iter().find(|one| one["period"] == month).unwrap().clone();
    line["versions"][0].clone()
}
