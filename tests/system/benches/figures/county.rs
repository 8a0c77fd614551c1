//! A county of 40 stations with 7,200 people and 5,000 visits a year each station: the board of a month, the table of a quarter,
//! a month of visits, and how long taking all of it in from sticks took.

use std::time::{Duration, Instant};

use changelog::{Audience, Op};
use serde_json::{Value, json};
use store::{Route, Save, Store, Write};
use system::made_up::MadeUp;
use system::people::{Pc, Stick};

use crate::{at, line, ms};

const STATIONS: usize = 40;
const PEOPLE: usize = 180;
const VISITS: usize = 5_000;
const ASKED: usize = 5;
/// Townships of 浏阳; some have more than one station.
const TOWNSHIPS: [&str; 4] = ["430181110", "430181111", "430181112", "430181114"];

pub fn county(made_up: &mut MadeUp) {
    let (county, stick) = (Pc::founds_a_county(), Stick::empty());
    let mut taking_in = Duration::ZERO;
    for number in 0..STATIONS {
        let station = county.registers_a_station(TOWNSHIPS[number % TOWNSHIPS.len()]);
        let (file, code) = county.makes_a_join_file(&station, &stick);
        let pc = Pc::joins(&file, &code, "林小禾", "supervisor");
        county.confirms_by_stick(&pc, &stick);
        fill(&pc.store(), &station, &pc.me(), made_up);
        let bundles = pc.store().export_all(&Audience::Station(station)).unwrap();
        let begun = Instant::now();
        for bundle in bundles {
            county.store().import(&bundle, Route::Stick).unwrap();
        }
        taking_in += begun.elapsed();
    }
    let changes = (STATIONS * (PEOPLE * 2 + VISITS)) as f64;
    let speed = changes / taking_in.as_secs_f64();
    line(
        "taking in 40 stations' year from sticks",
        &format!("{:.1} s", taking_in.as_secs_f64()),
        &format!("{speed:.0} /s"),
    );
    let asked = |what: &str, name: &str, request: &Value| {
        let mut times: Vec<Duration> = (0..ASKED)
            .map(|_| {
                let begun = Instant::now();
                county.call(name, request.clone());
                begun.elapsed()
            })
            .collect();
        times.sort_unstable();
        line(what, &ms(at(&times, 0.5)), &format!("p50 of {ASKED}; slowest {}", ms(times[ASKED - 1])));
    };
    asked("county board of a month, 40 stations", "county.board", &json!({"month": "2026-10"}));
    let quarter = json!({"from": "2026-07-01", "to": "2026-09-30", "place": {"folder": stick.path()}});
    asked("table of a quarter, 40 stations", "county.summary", &quarter);
    asked("a month of visits of the whole county", "visits.month", &json!({"month": "2026-10"}));
    asked("home page of the county", "home.get", &json!({}));
}

fn fill(store: &Store, station: &str, staff: &str, made_up: &mut MadeUp) {
    let save = |records: Vec<(&str, String, Value)>| {
        let write = |(kind, record, fields): (&str, String, Value)| {
            let fields = system::made_up::fields(fields);
            Write { kind: kind.into(), record, op: Op::Set, fields, seen: Default::default() }
        };
        let writes = records.into_iter().map(write).collect();
        let audience = Audience::Station(station.into());
        store
            .save(Save { audience, author: staff.into(), now_ms: system::people::MONDAY, writes, number: None })
            .unwrap();
    };
    let people: Vec<String> = (0..PEOPLE).map(|_| made_up.id()).collect();
    let file = |id: &String, made_up: &mut MadeUp| ("recipient", id.clone(), Value::Object(made_up.recipient()));
    save(people.iter().map(|id| file(id, made_up)).collect());
    let category = |id: &String, made_up: &mut MadeUp| {
        ("recipient_category", made_up.id(), json!({"recipient": id, "category": "dibao", "start_date": "2026-01-01"}))
    };
    save(people.iter().map(|id| category(id, made_up)).collect());
    for first in (0..VISITS).step_by(1000) {
        let visit = |n: usize, made_up: &mut MadeUp| {
            let mut fields = made_up.visit(&people[(n * 7919) % PEOPLE], staff);
            // Over the whole year, not one month.
            fields.insert("date".into(), format!("2026-{:02}-{:02}", n % 11 + 1, n % 28 + 1).into());
            ("visit", made_up.id(), Value::Object(fields))
        };
        save((first..first + 1000).map(|n| visit(n, made_up)).collect());
    }
}
