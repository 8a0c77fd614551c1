//! At the county, whatever is asked of one station says nothing of another: lists, boards, registers, ledgers, targets, figures. And a
//! station's own PC knows nothing of another.

use changelog::Audience;
use domain::dictionary::{HomeAudience, dictionary};
use serde_json::{Value, json};
use store::Route;

use crate::activities::activity;
use crate::fixture::{lead, paper, person, visit, with};
use crate::ledgers::ledger;
use crate::pcs::Pc;

const STATIONS: [(&str, &str, &str); 2] = [("430181110", "43018111001", "甲"), ("430181107", "43018110701", "乙")];

/// A county with two stations, each with one of everything that is listed; the mark stands in every name.
fn county_of_two() -> (Pc, Vec<Pc>) {
    let county = Pc::county("浏阳市", "430181");
    let mut stations = Vec::new();
    for (township, code, mark) in STATIONS {
        county.register(township);
        let (file, join) = county.join_file(code);
        let pc = Pc::joined(&file, &join, &format!("{mark}站长"), "supervisor");
        county.confirm(&pc);
        work(&pc, mark);
        for bundle in pc.app.open_store().unwrap().export_all(&Audience::Station(code.to_owned())).unwrap() {
            county.app.open_store().unwrap().import(&bundle, Route::Stick).unwrap();
        }
        stations.push(pc);
    }
    (county, stations)
}

/// One of everything that is listed, with the mark in every name.
pub fn work(pc: &Pc, mark: &str) {
    let named = |what: &str| format!("{mark}{what}");
    let who = person(
        pc,
        json!({ "name": named("老人"), "village": named("村"), "birth_date": "1940-01-01", "file_created": "2026-01-01" }),
    );
    let young = person(
        pc,
        json!({ "name": named("童"), "village": named("村"), "birth_date": "2015-01-01", "file_created": "2026-01-01" }),
    );
    for (id, code) in [
        (&who, "dibao"),
        (&who, "elderly_living_alone"),
        (&who, "tekun"),
        (&young, "left_behind_child"),
        (&young, "orphan"),
    ] {
        paper(pc, "recipient_category", json!({ "recipient": id, "category": code, "start_date": "2026-01-01" }));
    }
    visit(pc, &who, json!({ "date": "2026-11-02", "next_date": "2026-11-20" }));
    lead(pc, &who, json!({ "reason": named("线索") }));
    activity(pc, json!({ "name": named("活动") }));
    let survey = json!({ "recipient": who, "matter": "dibao", "date": "2026-11-20", "method": "home" });
    pc.call("means.save", json!({ "fields": survey, "rows": [], "provisional": true }));
    let usual = json!({ "date": "2026-11-09", "area": "A1", "service_item": "A115" });
    let save = |kind: &str, fields: Value| paper(pc, kind, with(usual.clone(), fields));
    save(
        "consultation",
        json!({ "visitor_name": named("来客"), "contact_mode": "station", "result": "answered", "people_count": 1, "content": named("事") }),
    );
    save("errand", json!({ "errand_type": "aid", "content": named("代办"), "result": "done" }));
    save("publicity", json!({ "topic": named("宣传"), "publicity_mode": "stall", "people_count": 5 }));
}

/// A county PC narrowed to each station, and what may not stand in the answer.
fn narrowed(ask: impl Fn(&Pc, &str) -> String) {
    let (county, _) = county_of_two();
    for (at, (_, code, mark)) in STATIONS.iter().enumerate() {
        let other = STATIONS[1 - at].2;
        let said = ask(&county, code);
        assert!(said.contains(mark), "{mark} is there: {said}");
        for what in ["老人", "童", "村", "线索", "活动", "来客", "事", "代办", "宣传", "站长"] {
            assert!(!said.contains(&format!("{other}{what}")), "{other}{what} in an answer about {mark}: {said}");
        }
    }
}

#[test]
fn lists_and_boards_of_one_station_say_nothing_of_another() {
    narrowed(|county, station| {
        let of_station = json!({ "station": station });
        let answers = [
            ("recipients.list", json!({})),
            ("recipients.list", json!({ "with_left": true, "text": "老人" })),
            ("visits.month", json!({ "month": "2026-11" })),
            ("cases.board", json!({ "with_closed": true })),
            ("means.list", json!({})),
            ("targets.list", json!({})),
        ];
        answers.map(|(name, request)| county.call(name, with(request, of_station.clone())).to_string()).concat()
    });
}

#[test]
fn registers_of_one_station_say_nothing_of_another() {
    narrowed(|county, station| {
        let registers = ["left_behind_child", "child_in_difficulty", "elderly_hardship", "tekun", "disabled", "dibao"];
        let asked = registers.map(|name| {
            let register = county.call("registers.get", json!({ "register": name, "station": station }));
            for one in register["registers"].as_array().unwrap() {
                assert!(one["count"].as_u64().unwrap() <= 1, "one of each station: {register}");
            }
            register.to_string()
        });
        asked.concat()
    });
}

#[test]
fn ledgers_of_one_station_say_nothing_of_another() {
    narrowed(|county, station| {
        let all = county.call("ledgers.list", json!({}));
        let names = all.as_array().unwrap().iter().map(|ledger| ledger["name"].as_str().unwrap().to_owned());
        let rows = names.filter(|name| name != "left_behind_statistics").map(|name| {
            let (_, rows) = ledger(county, &name, json!({ "station": station, "to": "2026-11-30", "privacy": "full" }));
            rows.concat().concat()
        });
        rows.collect::<Vec<_>>().concat()
    });
}

#[test]
fn the_board_counts_each_station_by_itself() {
    let (county, _) = county_of_two();
    let board = county.call("county.board", json!({ "month": "2026-11" }));
    for line in board["stations"].as_array().unwrap() {
        let counted = ["recipients", "visits", "activities"].map(|field| line[field].clone());
        assert_eq!(counted, [json!(2), json!(1), json!(1)], "{line}");
    }
}

#[test]
fn a_station_that_asks_for_another_is_told_nothing() {
    let (_, stations) = county_of_two();
    for (name, request) in [
        ("recipients.list", json!({})),
        ("visits.month", json!({ "month": "2026-11" })),
        ("cases.board", json!({})),
        ("means.list", json!({})),
    ] {
        let of = |code: &str| stations[0].call(name, with(request.clone(), json!({ "station": code }))).to_string();
        assert!(of(STATIONS[0].1).contains("甲老人"), "{name} of its own station");
        let said = of(STATIONS[1].1);
        assert!(!said.contains("老人"), "{name} of another: {said}");
    }
}

#[test]
fn in_every_ledger_of_the_county_the_first_column_says_whose_a_row_is_unless_it_is_of_one_station() {
    let (county, stations) = county_of_two();
    let names = STATIONS.map(|(_, code, mark)| {
        let (file, _) = ledger(&county, "recipients", json!({ "station": code }));
        (file.split("服务对象").next().unwrap().to_owned(), mark)
    });
    assert_ne!(names[0].0, names[1].0);
    let mut told = 0;
    for one in county.call("ledgers.list", json!({})).as_array().unwrap() {
        let name = one["name"].as_str().unwrap();
        if name.ends_with("_statistics") {
            continue;
        }
        let (_, rows) = ledger(&county, name, json!({}));
        let kind = dictionary().kind(one["kind"].as_str().unwrap()).unwrap();
        let of_stations = kind.audience == HomeAudience::Station;
        // What was written late is marked behind the columns of the ledger.
        let columns = one["columns"].as_array().unwrap();
        let is_header = |row: &Vec<String>| {
            row.len() >= columns.len() && row.iter().zip(columns).all(|(cell, title)| title == cell)
        };
        let header = rows.iter().position(is_header).unwrap_or_else(|| panic!("{one} {rows:?}"));
        assert_eq!(rows[header][0] == "站点", of_stations, "{name}");
        for row in rows[header + 1..].iter().filter(|row| of_stations && !row[1].is_empty()) {
            if row[0].is_empty() {
                assert_eq!(name, "staff", "only the county's own people are of no station: {row:?}");
                continue;
            }
            let (_, mark) = names.iter().find(|(station, _)| *station == row[0]).unwrap_or_else(|| panic!("{row:?}"));
            let other = if *mark == "甲" { "乙" } else { "甲" };
            assert!(!row[1..].concat().contains(other), "{name}: {row:?}");
            told += 1;
        }
        for narrowed in
            [ledger(&county, name, json!({ "station": STATIONS[0].1 })), ledger(&stations[0], name, json!({}))]
        {
            assert!(!narrowed.1.concat().contains(&"站点".to_owned()), "{name}: {narrowed:?}");
        }
    }
    assert!(told > 20, "{told} rows");
}

#[test]
fn a_list_of_the_county_goes_out_with_the_station_of_each_row() {
    let (county, _) = county_of_two();
    for (list, request) in [
        ("recipients", json!({})),
        ("visits", json!({ "month": "2026-11" })),
        ("cases", json!({})),
        ("activities", json!({})),
        ("records", json!({ "kind": "errand" })),
        ("register", json!({ "register": "tekun" })),
        ("not_visited", json!({ "month": "2026-11" })),
        ("means", json!({})),
    ] {
        let shown = with(request, json!({ "list": list }));
        let out = county.call("lists.export", json!({ "shown": shown, "to_place": { "download": true } }));
        let rows = crate::ledgers::rows(&county.fetch(&out["file"]));
        assert_eq!(rows[1].iter().filter(|label| *label == "站点").count(), 1, "{list}: {:?}", rows[1]);
    }
    let of_one = json!({ "field": "station", "test": "eq", "value": STATIONS[0].1 });
    let shown = json!({ "list": "records", "kind": "errand", "filters": [of_one] });
    let out = county.call("lists.export", json!({ "shown": shown, "to_place": { "download": true } }));
    let rows = crate::ledgers::rows(&county.fetch(&out["file"]));
    assert!(!rows[1].contains(&"站点".to_owned()) && rows.concat().concat().contains('甲'), "{rows:?}");
}

#[test]
fn statistics_of_the_county_are_by_station_and_end_with_the_sum_of_all() {
    let (county, stations) = county_of_two();
    let (_, rows) = ledger(&county, "dibao_statistics", json!({}));
    let named = county.call("ledgers.list", json!({}));
    let named = named.as_array().unwrap().iter().find(|one| one["name"] == "dibao_statistics").unwrap();
    assert_eq!((named["columns"] == json!(rows[1]), rows[1][0].as_str()), (true, "站点"), "{named} {rows:?}");
    let lines: Vec<(&str, &str)> = rows[2..].iter().map(|row| (row[0].as_str(), row[1].as_str())).collect();
    let places: Vec<&str> = lines.iter().map(|(_, place)| *place).take(5).collect();
    assert_eq!(places, ["甲村", "合计", "乙村", "合计", "合计"], "{rows:?}");
    assert_eq!(lines[4].0, "全县");
    assert!(lines[0].0 == lines[1].0 && lines[2].0 == lines[3].0 && lines[0].0 != lines[2].0, "{lines:?}");
    let figure = |line: usize| rows[2 + line][2].parse::<u64>().unwrap();
    assert_eq!((figure(1), figure(3), figure(4)), (1, 1, 2));
    let narrowed = [
        ledger(&county, "dibao_statistics", json!({ "station": STATIONS[0].1 })),
        ledger(&stations[0], "dibao_statistics", json!({})),
    ];
    for (_, rows) in narrowed {
        assert_eq!((rows[2][0].as_str(), rows[3][0].as_str()), ("甲村", "合计"), "{rows:?}");
    }
}
