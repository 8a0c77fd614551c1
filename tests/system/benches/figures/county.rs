//! A county of 40 stations with 7,200 people and 5,000 visits a year each station, three months of it reported and some of it written afterwards:
//! the board of a month, the table and the report of a quarter, a month of visits, and how long taking all of it in from sticks took.

use std::time::{Duration, Instant};

use changelog::{Audience, Op};
use serde_json::{Value, json};
use store::{Route, Save, Store, Write};
use system::made_up::MadeUp;
use system::people::{Pc, Stick};

use crate::{at, line, ms, quarter, sized};

const STATIONS: usize = 40;
const PEOPLE: usize = 180;
const VISITS: usize = 5_000;
/// Of these written after the briefs of the quarter.
const AFTERWARDS: usize = 100;
const ASKED: usize = 5;
/// Townships of 浏阳; some have more than one station.
const TOWNSHIPS: [&str; 4] = ["430181110", "430181111", "430181112", "430181114"];

pub fn county(made_up: &mut MadeUp) {
    let (county, stick) = (Pc::founds_a_county(), Stick::empty());
    let mut taking_in = Duration::ZERO;
    let (stations, visits) = (sized(STATIONS * 10).min(STATIONS), sized(VISITS).max(2 * AFTERWARDS));
    for number in 0..stations {
        let station = county.registers_a_station(TOWNSHIPS[number % TOWNSHIPS.len()]);
        let (file, code) = county.makes_a_join_file(&station, &stick);
        let pc = Pc::joins(&file, &code, "林小禾", "supervisor");
        county.confirms_by_stick(&pc, &stick);
        let (store, me) = (pc.store(), pc.me());
        let people = registers(&store, &station, &me, made_up);
        visited(&store, &station, (&me, &people), AFTERWARDS..visits, made_up);
        for month in ["2026-07", "2026-08", "2026-09"] {
            pc.freezes_the_brief(month);
        }
        visited(&store, &station, (&me, &people), 0..AFTERWARDS, made_up);
        let bundles = pc.store().export_all(&Audience::Station(station)).unwrap();
        let begun = Instant::now();
        for bundle in bundles {
            county.store().import(&bundle, Route::Stick).unwrap();
        }
        taking_in += begun.elapsed();
    }
    let changes = (stations * (PEOPLE * 2 + visits)) as f64;
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
    quarter::quarter(&county, &stick);
}

type Records<'k> = Vec<(&'k str, String, Value)>;

fn save(store: &Store, station: &str, staff: &str, records: Records) {
    let write = |(kind, record, fields): (&str, String, Value)| {
        let fields = system::made_up::fields(fields);
        Write { kind: kind.into(), record, op: Op::Set, fields, seen: Default::default() }
    };
    let (audience, now_ms) = (Audience::Station(station.into()), system::people::MONDAY);
    let writes = records.into_iter().map(write).collect();
    store.save(Save { audience, author: staff.into(), now_ms, writes, number: None }).unwrap();
}

/// People with a category each.
fn registers(store: &Store, station: &str, staff: &str, made_up: &mut MadeUp) -> Vec<String> {
    let people: Vec<String> = (0..PEOPLE).map(|_| made_up.id()).collect();
    let file = |id: &String| ("recipient", id.clone(), Value::Object(made_up.recipient()));
    save(store, station, staff, people.iter().map(file).collect());
    let category = |id: &String| {
        ("recipient_category", made_up.id(), json!({"recipient": id, "category": "dibao", "start_date": "2026-01-01"}))
    };
    save(store, station, staff, people.iter().map(category).collect());
    people
}

/// Visits by whom to whom, over the whole year, not one month.
fn visited(
    store: &Store,
    station: &str,
    (staff, people): (&str, &[String]),
    which: std::ops::Range<usize>,
    made_up: &mut MadeUp,
) {
    let visits: Vec<usize> = which.collect();
    for some in visits.chunks(1000) {
        let visit = |n: &usize| {
            let mut fields = made_up.visit(&people[(n * 7919) % PEOPLE], staff);
            fields.insert("date".into(), format!("2026-{:02}-{:02}", n % 11 + 1, n % 28 + 1).into());
            ("visit", made_up.id(), Value::Object(fields))
        };
        save(store, station, staff, some.iter().map(visit).collect());
    }
}
