//! Villages: the county's list reaches the stations, and what they type, import, filter and count goes by it; without a list the full name
//! that is on file does.

use app::ErrorCode;
use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use changelog::Audience;
use serde_json::{Value, json};
use store::Route;

use crate::fixture::{desk, paper, person, registered};
use crate::ledgers::ledger;
use crate::pcs::Pc;

const TOWNSHIP: &str = "430181110";

/// What the county tells all its stations, to this one.
fn hand_out(county: &Pc, pc: &Pc) {
    let store = county.app.open_store().unwrap();
    store.close_segments().unwrap();
    for bundle in store.export_for_station(&Audience::All, "43018111001").unwrap() {
        pc.app.open_store().unwrap().import(&bundle, Route::Stick).unwrap();
    }
}

fn village_of(pc: &Pc, id: &str) -> Value {
    pc.call("records.get", json!({ "kind": "recipient", "id": id }))["fields"]["village"].clone()
}

/// The villages to filter by, each with how many live there.
fn counted(pc: &Pc) -> Vec<(String, u64)> {
    let answer = pc.call("recipients.list", json!({}));
    let all = answer["villages"].as_array().unwrap().iter();
    all.map(|one| (one["value"].as_str().unwrap().to_owned(), one["count"].as_u64().unwrap())).collect()
}

fn living_in(pc: &Pc, village: &str) -> u64 {
    pc.call("recipients.list", json!({ "village": village }))["total"].as_u64().unwrap()
}

#[test]
fn a_village_is_written_as_the_county_lists_it_wherever_it_is_typed() {
    let (county, pc) = Pc::county_and_station();
    // Registered before there was a list: it stays as it was, and counts with the others all the same.
    let before = person(&pc, json!({ "name": "王桂花", "village": "石湾" }));
    let added =
        county.call("villages.add", json!({ "township": TOWNSHIP, "names": "荷叶塘村\n南街社区、杨柳村\n荷叶塘" }));
    assert_eq!(added, json!({ "added": 3, "known": ["荷叶塘"] }));
    let listed = county.call("villages.list", json!({}))["listed"].clone();
    assert_eq!((&listed[0]["township_name"], listed.as_array().unwrap().len()), (&json!("大瑶镇"), 3));
    let lotus = listed.as_array().unwrap().iter().find(|one| one["name"] == "荷叶塘村").unwrap();
    let merged = json!({ "kind": "village", "id": lotus["id"], "fields": { "other_names": "石湾村、老屋场" } });
    county.call("records.save", merged);
    county.call("villages.add", json!({ "township": "430181101", "names": "外镇村" }));
    hand_out(&county, &pc);

    let offered = pc.call("villages.list", json!({}))["offered"].clone();
    assert_eq!(offered, json!(["南街社区", "杨柳村", "荷叶塘村"]), "those of its own township");
    for (name, typed) in [("李一", "荷叶塘"), ("李二", "荷叶塘村委会"), ("李三", "老屋场"), ("李四", " 荷叶塘 村")]
    {
        assert_eq!(village_of(&pc, &person(&pc, json!({ "name": name, "village": typed }))), "荷叶塘村", "{typed}");
    }
    person(&pc, json!({ "name": "李五", "village": "杨柳" }));
    let house = registered(&pc, json!({ "name": "李六", "village": "南街" }));
    assert_eq!(house["recipient"]["fields"]["village"], "南街社区");
    let visitor = json!({ "date": "2026-11-09", "visitor_name": "某人", "contact_mode": "station", "result": "answered", "people_count": 1, "content": "事", "area": "A4", "service_item": "A401", "village": "南街" });
    assert_eq!(paper(&pc, "consultation", visitor)["fields"]["village"], "南街社区", "every kind that says a village");

    assert_eq!(village_of(&pc, &before), "石湾");
    let expected = [("荷叶塘村".to_owned(), 5), ("南街社区".to_owned(), 1), ("杨柳村".to_owned(), 1)];
    assert_eq!(counted(&pc), expected);
    for village in ["荷叶塘村", "荷叶塘", "石湾村"] {
        assert_eq!(living_in(&pc, village), 5, "{village}");
    }
    let (_, rows) = ledger(&pc, "recipients", json!({ "village": "荷叶塘" }));
    assert_eq!(rows.iter().filter(|row| row.iter().any(|cell| cell.starts_with('李') || cell == "王桂花")).count(), 5);
    let refused = pc.refused("villages.add", json!({ "township": TOWNSHIP, "names": "新村" }));
    assert_eq!(refused.code, ErrorCode::NotAllowed, "only the county keeps the list");
}

#[test]
fn a_ledger_is_read_by_the_countys_list() {
    let (county, pc) = Pc::county_and_station();
    county.call("villages.add", json!({ "township": TOWNSHIP, "names": "荷叶塘村" }));
    hand_out(&county, &pc);
    let text = "姓名,性别,出生日期,村居\n禾守根,男,1950-03-06,荷叶塘\n柳桂香,女,1952-11-12,荷叶塘村委会\n";
    let opened = pc.call("ledgers.open", json!({ "file": { "name": "花名册.csv", "base64": STANDARD.encode(text) } }));
    assert!(opened["view"]["warnings"].to_string().contains("记为“荷叶塘村”"));
    pc.call("ledgers.run", json!({ "id": opened["id"], "choices": {} }));
    assert_eq!(counted(&pc), [("荷叶塘村".to_owned(), 2)]);
}

#[test]
fn without_a_list_one_village_is_one_in_filters_figures_and_duplicates() {
    let pc = desk();
    let of = |name: &str, village: &str| {
        let id = person(&pc, json!({ "name": name, "village": village, "birth_date": "1950-02-01" }));
        paper(&pc, "recipient_category", json!({ "recipient": id, "category": "dibao", "start_date": "2026-01-01" }));
        id
    };
    let short = of("王一", "荷叶塘");
    assert_eq!(village_of(&pc, &short), "荷叶塘", "nothing says more yet");
    of("王二", "荷叶塘村");
    assert_eq!(village_of(&pc, &of("王三", "荷叶塘")), "荷叶塘村", "as it is on file");
    assert_eq!(counted(&pc), [("荷叶塘村".to_owned(), 3)]);
    assert_eq!(living_in(&pc, "荷叶塘"), 3);
    for typed in ["荷叶塘", "荷叶塘村", "heyetangcun"] {
        let found = pc.call("search.find", json!({ "text": typed, "kinds": ["recipient"] }))["found"].clone();
        let expected = if typed == "heyetangcun" { 2 } else { 3 };
        assert_eq!(found.as_array().unwrap().len(), expected, "{typed}");
    }
    let (_, rows) = ledger(&pc, "dibao_statistics", json!({ "to": "2026-11-30" }));
    let lines: Vec<&String> = rows.iter().flatten().filter(|cell| cell.starts_with("荷叶塘")).collect();
    assert_eq!(lines, ["荷叶塘村"], "one line of the table: {rows:?}");
    let asked = json!({ "name": "王一", "birth_date": "1950-02-01", "village": "荷叶塘村委会" });
    assert_eq!(pc.call("recipients.duplicates", asked)["duplicates"][0]["id"], short);
}
