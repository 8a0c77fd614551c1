//! The monthly brief from draft to paper: its issue, its pages before it is frozen, rows of nothing, photos with consent, who has not
//! reported; and the same figures everywhere on the days where months meet.

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use photos::drawn_by_phone;
use serde_json::{Value, json};

use crate::activities::activity;
use crate::fixture::{child, days_pass, desk, lead, person, visit, with};
use crate::ledgers::rows;
use crate::pcs::Pc;
use crate::two_pcs::hand_over;

fn draft(pc: &Pc, month: &str) -> Value {
    pc.call("reports.preview", json!({ "month": month }))
}

fn edited(pc: &Pc, month: &str, over: Value) -> Value {
    with(json!({ "month": month, "sections": draft(pc, month)["sections"] }), over)
}

fn freeze(pc: &Pc, month: &str, over: Value) -> Value {
    pc.call("reports.freeze", edited(pc, month, with(json!({ "reopen_reason": "再出一版" }), over)))
}

fn pages(pc: &Pc, brief: Value) -> Value {
    pc.call("reports.pages", json!({ "report": brief, "first": 0, "count": 2 }))
}

fn remarks(pages: &Value) -> String {
    pages["remarks"].as_array().unwrap().iter().map(|one| one.as_str().unwrap()).collect::<Vec<_>>().join("\n")
}

/// The text of a frozen brief in Word.
fn words(pc: &Pc, id: &Value) -> String {
    let made = pc.call("reports.export", json!({ "id": id, "formats": ["docx"], "to": { "download": true } }));
    let bytes = pc.fetch(&made["files"][0]);
    let mut package = zip::ZipArchive::new(std::io::Cursor::new(bytes)).unwrap();
    let mut xml = String::new();
    std::io::Read::read_to_string(&mut package.by_name("word/document.xml").unwrap(), &mut xml).unwrap();
    xml.split('<').filter_map(|piece| piece.split_once('>')).map(|(_, text)| text).collect()
}

#[test]
fn issues_are_numbered_by_the_months_of_the_year_and_can_be_given_another_number() {
    let pc = desk();
    assert_eq!(draft(&pc, "2026-11")["issue_no"], 11, "the first brief of November is no. 11");
    assert_eq!(draft(&pc, "2026-01")["issue_no"], 1);
    let frozen = freeze(&pc, "2026-11", json!({ "issue_no": 12 }));
    assert_eq!((&frozen["issue_no"], &frozen["version"]), (&json!(12), &json!(1)));
    assert!(words(&pc, &frozen["id"]).contains("第 12 期"));
    assert_eq!(draft(&pc, "2026-11")["issue_no"], 12, "a second version keeps the number of its month");
    assert_eq!(draft(&pc, "2026-10")["issue_no"], 10);
}

#[test]
fn the_pages_are_seen_before_it_is_frozen_and_empty_sections_are_named() {
    let pc = desk();
    visit(&pc, &person(&pc, json!({})), json!({}));
    let seen = pages(&pc, edited(&pc, "2026-11", json!({})));
    assert!(seen["pages"].as_u64().unwrap() >= 2, "{}", seen["pages"]);
    assert!(seen["pictures"][0].as_str().unwrap().starts_with("iVBOR"), "a PNG");
    let said = remarks(&seen);
    assert!(said.contains("四、典型个案；五、特色亮点"), "{said}");
    assert!(said.contains("不会印出"), "{said}");
    let mut brief = edited(&pc, "2026-11", json!({}));
    for section in brief["sections"].as_array_mut().unwrap() {
        section["text"] = json!("写好了。");
    }
    assert!(!remarks(&pages(&pc, brief)).contains("不会印出"));
    assert!(
        pc.call("reports.list", json!({ "outline": "monthly_brief" }))["reports"][0]["versions"]
            .as_array()
            .unwrap()
            .is_empty(),
        "nothing was frozen"
    );
}

#[test]
fn rows_of_nothing_are_left_out_where_she_chooses_and_the_choice_is_remembered() {
    let pc = desk();
    visit(&pc, &person(&pc, json!({})), json!({}));
    let zero = |code: &str| {
        let figures = draft(&pc, "2026-11")["figures"].clone();
        figures.as_array().unwrap().iter().find(|figure| figure["code"] == code).unwrap()["zero"].clone()
    };
    assert_eq!((zero("visit.effective"), zero("group.sessions")), (json!(false), json!(true)));
    assert_eq!(draft(&pc, "2026-11")["leave_out_zeros"], false);
    assert!(remarks(&pages(&pc, edited(&pc, "2026-11", json!({})))).contains("可以选"));
    let all = freeze(&pc, "2026-11", json!({}));
    let few = freeze(&pc, "2026-11", json!({ "leave_out_zeros": true }));
    let (all, few) = (words(&pc, &all["id"]), words(&pc, &few["id"]));
    assert!(all.contains("小组节数") || all.contains("小组节次"), "{all}");
    assert!(!few.contains("小组节数") && !few.contains("小组节次"), "{few}");
    assert!(few.contains("有效走访"));
    assert_eq!(draft(&pc, "2026-11")["leave_out_zeros"], true, "remembered");
    assert_eq!(draft(&pc, "2026-10")["leave_out_zeros"], true, "for every brief of the station");
    // A row that a target is set on is never nothing.
    let sub = json!([{ "figure": "group.sessions", "target": 4 }]);
    pc.call("targets.save", json!({ "year": 2026, "name": "小组", "stations": [], "subs": sub }));
    assert_eq!(zero("group.sessions"), false);
    let sheet = pc.call(
        "reports.export",
        json!({ "id": freeze(&pc, "2026-11", json!({}))["id"], "formats": ["xlsx"], "to": { "download": true } }),
    );
    let labels: Vec<String> = rows(&pc.fetch(&sheet["files"][0])).into_iter().map(|row| row[0].clone()).collect();
    assert!(
        labels.iter().any(|label| label.starts_with("有效走访")) && !labels.iter().any(|label| label == "结案"),
        "{labels:?}"
    );
}

pub(crate) fn photo(pc: &Pc, kind: &str, id: &str, number: u64, caption: &str) -> String {
    let bytes = drawn_by_phone(number, (640, 480), 1, "2026:11:03 09:41:27", [28, 7, 30], [113, 36, 0]);
    let file = json!({ "name": "IMG.jpg", "base64": STANDARD.encode(bytes) });
    let read = pc.call("attachments.read", json!({ "kind": kind, "id": id, "files": [file] }));
    let item = json!({ "token": read["items"][0]["token"], "purpose": "photo", "caption": caption, "taken_date": "2026-11-03" });
    let saved = pc.call("attachments.save", json!({ "kind": kind, "id": id, "items": [item] }));
    saved["items"][0]["record"]["id"].as_str().unwrap().to_owned()
}

pub(crate) fn consent(pc: &Pc, who: &str, scope: &[&str]) {
    let fields =
        json!({ "recipient": who, "date": "2026-11-01", "signer": "self", "scope": scope, "paper_on_file": "yes" });
    pc.call("records.save", json!({ "kind": "consent", "fields": fields }));
}

#[test]
fn photos_go_into_the_brief_with_consent_and_only_so() {
    let pc = desk();
    let (agrees, does_not) = (person(&pc, json!({ "name": "李秀英" })), person(&pc, json!({ "name": "王春生" })));
    consent(&pc, &agrees, &["registration", "photo_public"]);
    consent(&pc, &does_not, &["registration", "photo_internal"]);
    let of = |who: &str| visit(&pc, who, json!({}))["record"]["id"].as_str().unwrap().to_owned();
    let yes = photo(&pc, "visit", &of(&agrees), 1, "入户走访");
    let no = photo(&pc, "visit", &of(&does_not), 2, "王春生家");
    let held = activity(&pc, json!({}))["id"].as_str().unwrap().to_owned();
    let crowd = photo(&pc, "community_activity", &held, 3, "敬老活动");
    let small = photo(&pc, "recipient", &child(&pc), 4, "孩子");

    let choices = pc.call("reports.photos", json!({ "month": "2026-11" }));
    let choice =
        |id: &str| choices["photos"].as_array().unwrap().iter().find(|one| one["attachment"] == id).unwrap().clone();
    assert_eq!(choices["photos"].as_array().unwrap().len(), 4);
    assert_eq!((choice(&yes)["consent"].clone(), choice(&no)["consent"].clone()), (json!("given"), json!("missing")));
    assert_eq!((choice(&crowd)["consent"].clone(), choice(&small)["minor"].clone()), (json!("unknown"), json!(true)));
    assert!(pc.call("reports.photos", json!({ "month": "2026-10" }))["photos"].as_array().unwrap().is_empty());

    let chosen = |id: &str, agreed: bool| json!({ "attachment": id, "caption": "李秀英在家", "agreed": agreed });
    let refused = |photos: Value| {
        pc.refused("reports.freeze", edited(&pc, "2026-11", json!({ "photos": photos }))).fields[0].message.clone()
    };
    assert!(refused(json!([chosen(&no, true)])).contains("没有同意公开"));
    assert!(refused(json!([chosen(&crowd, false)])).contains("请确认"));
    assert!(refused(json!(vec![chosen(&yes, false); 3])).contains("每个领域最多放 2 张"));

    let photos = json!([chosen(&yes, false), { "attachment": crowd, "caption": "敬老活动现场", "agreed": true }]);
    let seen = pages(&pc, edited(&pc, "2026-11", json!({ "photos": photos })));
    assert!(!remarks(&seen).contains("照片"), "{}", remarks(&seen));
    let frozen = freeze(&pc, "2026-11", json!({ "photos": photos }));
    assert!(words(&pc, &frozen["id"]).contains("敬老活动现场"));
    let made = pc
        .call("reports.export", json!({ "id": frozen["id"], "formats": ["docx", "pdf"], "to": { "download": true } }));
    assert_eq!(made["missing_photos"], 0);
    let package = pc.fetch(&made["files"][0]);
    let package = zip::ZipArchive::new(std::io::Cursor::new(package)).unwrap();
    assert_eq!(package.file_names().filter(|name| name.ends_with(".jpg")).count(), 2, "photos are JPEG in Word");
    assert!(pc.fetch(&made["files"][1]).windows(9).filter(|part| part == b"DCTDecode").count() >= 2, "and in the PDF");
    assert_eq!(pc.call("reports.get", json!({ "id": frozen["id"] }))["photos"].as_array().unwrap().len(), 2);
}

#[test]
fn the_county_sees_who_has_not_reported_and_who_owed_nothing_yet() {
    let (county, pc, _two) = Pc::county_and_two();
    county.register("430181111");
    visit(&pc, &person(&pc, json!({})), json!({ "date": "2026-10-08" }));
    hand_over(&pc, &county);
    let board = |month: &str| county.call("county.board", json!({ "month": month }));
    let owing = |month: &str| {
        let all = board(month)["not_reported"].clone();
        all.as_array().unwrap().iter().map(|one| one["code"].as_str().unwrap().to_owned()).collect::<Vec<_>>()
    };
    assert_eq!((owing("2026-10"), owing("2026-09")), (vec!["43018111001".to_owned()], vec![]));
    let state = |month: &str, at: usize| board(month)["stations"][at]["brief"].clone();
    assert_eq!((state("2026-10", 0), state("2026-11", 0)), (json!("overdue"), json!("not_yet")));
    assert_eq!(state("2026-10", 1), "not_owed", "the other station has not begun to work");
    let listed = |month: &str| {
        let months = county.call("reports.list", json!({ "outline": "monthly_brief" }))["reports"].clone();
        let found = months.as_array().unwrap().iter().find(|one| one["period"] == month).cloned();
        found.unwrap()["not_reported"].as_array().unwrap().len()
    };
    assert_eq!((listed("2026-10"), listed("2026-11")), (1, 1));
    assert_eq!(pc.call("home.get", json!({}))["brief"]["month"], "2026-10");

    freeze(&pc, "2026-10", json!({}));
    hand_over(&pc, &county);
    assert_eq!((owing("2026-10"), listed("2026-10"), listed("2026-11")), (vec![], 0, 1));
    assert_eq!(state("2026-10", 0), "handed_in");
    assert_eq!(pc.call("home.get", json!({}))["brief"]["month"], "2026-11");
}

#[test]
fn a_station_that_held_nothing_but_an_activity_owes_that_months_brief_on_every_page() {
    let (county, pc, _two) = Pc::county_and_two();
    activity(&pc, json!({ "plan_date": "2026-10-08", "date": "2026-10-08" }));
    hand_over(&pc, &county);
    assert_eq!(pc.call("home.get", json!({}))["brief"]["month"], "2026-10");
    let months = pc.call("reports.list", json!({ "outline": "monthly_brief" }))["reports"].clone();
    assert_eq!((&months[1]["period"], months[1]["overdue_days"].as_u64() > Some(0)), (&json!("2026-10"), true));
    assert_eq!(months.as_array().unwrap().len(), 2, "nothing is owed for September");
    assert_eq!(county.call("county.board", json!({ "month": "2026-10" }))["stations"][0]["brief"], "overdue");
    let asked = json!({ "rule": "monthly_brief", "station": "43018111001" });
    let overdue = |pc: &Pc| {
        let rows = pc.call("deadlines.list", asked.clone())["rows"].clone();
        let late = rows.as_array().unwrap().iter().filter(|row| row["state"] == "overdue");
        late.map(|row| row["subject"].clone()).collect::<Vec<_>>()
    };
    assert_eq!((overdue(&pc), overdue(&county)), (vec![json!("2026-10")], vec![json!("2026-10")]));
}

/// Everything that a month says of visits, persons and cases, asked of every page.
fn same_everywhere(pc: &Pc, county: &Pc, month: &str, hand: [u64; 5]) {
    let [visits, persons, cases_new, cases_open, cases_closed] = hand;
    let figures = draft(pc, month)["figures"].clone();
    let brief = |code: &str| {
        let found = figures.as_array().unwrap().iter().find(|figure| figure["code"] == code).unwrap();
        found["value"].as_str().unwrap().parse::<u64>().unwrap()
    };
    let codes = ["visit.effective", "service.persons", "case.new", "case.open_at_end", "case.closed"];
    assert_eq!(codes.map(brief), hand, "brief of {month}");
    let year = pc.call("home.months", json!({}))["months"].clone();
    let of_chart = year.as_array().unwrap().iter().find(|one| one["month"] == month).unwrap().clone();
    let of_home = |view: &Value| {
        [
            view["visits"]["effective"].as_u64().unwrap(),
            view["persons"].as_u64().unwrap(),
            view["cases_new"].as_u64().unwrap(),
            view["cases_open"].as_u64().unwrap(),
            view["cases_closed"].as_u64().unwrap(),
        ]
    };
    assert_eq!(of_home(&of_chart), hand, "chart of {month}");
    let home = pc.call("home.get", json!({}));
    for shown in [&home["month"], &home["last_month"]] {
        if shown["month"] == month {
            assert_eq!(of_home(shown), hand, "home of {month}");
        }
    }
    let line = county.call("county.board", json!({ "month": month }))["stations"][0].clone();
    for (field, value) in [
        ("visits", visits),
        ("persons", persons),
        ("cases_new", cases_new),
        ("cases_open", cases_open),
        ("cases_closed", cases_closed),
    ] {
        assert_eq!(line[field], json!(value), "board of {month}: {field}");
    }
    for (code, value) in codes.iter().zip(hand) {
        let asked = json!({ "month": month, "figure": code, "station": line["code"] });
        assert_eq!(county.call("reports.rows", asked.clone())["total"], json!(value), "rows at the county: {code}");
        assert_eq!(pc.call("reports.rows", asked)["total"], json!(value), "rows at the station: {code}");
    }
    let of_station = county.call("visits.month", json!({ "month": month, "station": line["code"] }));
    assert_eq!(of_station["counts"]["effective"], json!(visits), "the county's page of visits of {month}");
}

#[test]
fn the_last_and_the_first_day_of_a_month_are_the_same_to_every_page() {
    let (county, pc, _two) = Pc::county_and_two();
    let (one, two) = (person(&pc, json!({ "name": "李秀英" })), person(&pc, json!({ "name": "王春生" })));
    for (who, day) in
        [(&one, "2026-09-30"), (&one, "2026-10-01"), (&two, "2026-10-31"), (&one, "2026-11-01"), (&two, "2026-11-01")]
    {
        visit(&pc, who, json!({ "date": day }));
    }
    lead(&pc, &one, json!({ "lead_date": "2026-10-31" }));
    hand_over(&pc, &county);
    same_everywhere(&pc, &county, "2026-09", [1, 1, 0, 0, 0]);
    same_everywhere(&pc, &county, "2026-10", [2, 2, 0, 0, 0]);
    same_everywhere(&pc, &county, "2026-11", [2, 2, 0, 0, 0]);
    // The last evening of November, and the first of December.
    days_pass(&pc, 7);
    visit(&pc, &two, json!({ "date": "2026-11-30" }));
    hand_over(&pc, &county);
    same_everywhere(&pc, &county, "2026-11", [3, 2, 0, 0, 0]);
    days_pass(&pc, 1);
    assert_eq!(pc.call("home.get", json!({}))["month"]["month"], "2026-12");
    visit(&pc, &two, json!({ "date": "2026-12-01" }));
    days_pass(&county, 8);
    hand_over(&pc, &county);
    same_everywhere(&pc, &county, "2026-11", [3, 2, 0, 0, 0]);
    same_everywhere(&pc, &county, "2026-12", [1, 1, 0, 0, 0]);
}

#[test]
fn rates_are_those_of_excel_on_page_brief_and_paper() {
    let pc = desk();
    let who = person(&pc, json!({}));
    for day in 1..=2 {
        visit(&pc, &who, json!({ "date": format!("2026-11-{day:02}") }));
    }
    for (target, rate) in [(3, "66.7%"), (2, "100%"), (2001, "0.1%")] {
        let subs = json!([{ "figure": "visit.effective", "target": target }]);
        pc.call("targets.save", json!({ "year": 2026, "name": format!("走访{target}"), "stations": [], "subs": subs }));
        let targets = pc.call("targets.list", json!({}))["targets"].clone();
        let own =
            targets.as_array().unwrap().iter().find(|one| one["name"] == format!("走访{target}")).unwrap().clone();
        assert_eq!(own["rate"], rate);
    }
    let frozen = freeze(&pc, "2026-11", json!({}));
    assert!(words(&pc, &frozen["id"]).contains("66.7%"));
}
