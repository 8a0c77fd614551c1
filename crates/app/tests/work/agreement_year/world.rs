//! A county with three stations whose clocks go on together, and what its 期限 page says, a line for each rule and day.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::atomic::Ordering;

use changelog::Audience;
use chrono::NaiveDate;
use serde_json::{Value, json};
use store::Route;

use crate::fixture::{paper as record, with};
use crate::pcs::{MORNING, PASS, Pc, county_request};

pub const FIVE: [&str; 5] = ["pension", "medical", "unemployment", "injury", "maternity"];

/// Three townships: 大瑶 does everything in time, 文家市 late, 澄潭江 has nobody and loses its agreement in August.
pub const STATIONS: [(&str, &str); 3] = [("A", "43018111001"), ("B", "43018111101"), ("C", "43018111201")];

/// The county and its stations' PCs, and the day they are on.
pub struct World {
    pub county: Pc,
    pub stations: Vec<Pc>,
}

/// Ten in the morning of a day in China.
fn ten_o_clock(day: &str) -> u64 {
    let first = NaiveDate::from_ymd_opt(2026, 11, 23).unwrap();
    let days = day.parse::<NaiveDate>().unwrap().signed_duration_since(first).num_days();
    MORNING.checked_add_signed(days * 86_400_000).unwrap()
}

fn pc_on(day: &str, setup: &str, request: Value) -> Pc {
    let pc = Pc::fresh();
    pc.clock.store(ten_o_clock(day), Ordering::Relaxed);
    pc.call(setup, request);
    pc
}

impl World {
    pub fn founded(day: &str) -> World {
        let county = pc_on(day, "setup.county", county_request("浏阳市", "430181"));
        let mut stations = Vec::new();
        for (name, code) in STATIONS {
            county.register(&code[..9]);
            let (file, join) = county.join_file(code);
            let request = json!({ "file": file, "code": join, "name": format!("{name}站长"), "role": "supervisor", "passphrase": PASS });
            let pc = pc_on(day, "setup.join", request);
            county.confirm(&pc);
            stations.push(pc);
        }
        World { county, stations }
    }

    pub fn pcs(&self) -> impl Iterator<Item = &Pc> {
        std::iter::once(&self.county).chain(&self.stations)
    }

    /// The clocks go on to a day, and everybody has what the others wrote before.
    pub fn on(&self, day: &str) {
        for pc in self.pcs() {
            pc.clock.store(ten_o_clock(day), Ordering::Relaxed);
            pc.call("session.unlock", json!({ "staff": pc.me(), "passphrase": PASS }));
        }
        let county = self.county.app.open_store().unwrap();
        for (pc, (_, code)) in self.stations.iter().zip(STATIONS) {
            let store = pc.app.open_store().unwrap();
            for bundle in store.export_all(&Audience::Station(code.into())).unwrap() {
                county.import(&bundle, Route::Stick).unwrap();
            }
            for bundle in county.export_for_station(&Audience::All, code).unwrap() {
                store.import(&bundle, Route::Stick).unwrap();
            }
        }
    }

    pub fn county(&self, kind: &str, fields: Value) -> String {
        saved(&self.county, kind, fields)
    }

    /// A station by its letter.
    pub fn at(&self, letter: &str) -> &Pc {
        &self.stations[STATIONS.iter().position(|(name, _)| *name == letter).unwrap()]
    }

    /// Stations freeze the brief of a month, and say of everybody who is there that she was paid for it.
    pub fn briefs(&self, letters: &str, month: &str) {
        for letter in letters.split(' ') {
            let pc = self.at(letter);
            pc.call("reports.freeze", json!({ "month": month, "sections": [] }));
            for file in pc.call("records.list", json!({ "kind": "staff_file" }))["rows"].as_array().unwrap() {
                saved(pc, "pay_confirmation", json!({ "staff_file": file["id"], "month": month, "paid": "yes" }));
            }
        }
    }

    pub fn arrives(&self, letter: &str, name: &str, day: &str, over: Value) -> String {
        let usual = json!({ "name": name, "birth_date": "1996-04-01", "education": "31", "certificate": "none",
            "major_related": "related", "hired_date": day, "arrival_date": day, "insurances": FIVE });
        saved(self.at(letter), "staff_file", with(usual, over))
    }

    /// A station has everything that it must have: things, books, signs.
    pub fn sets_up(&self, letter: &str) {
        let pc = self.at(letter);
        for equipment_type in ["office_room", "desk", "computer", "printer", "filing_cabinet", "stationery"] {
            let thing =
                json!({ "name": "一件", "equipment_type": equipment_type, "quantity": 1, "equipment_state": "in_use" });
            saved(pc, "equipment", thing);
        }
        for book_type in [
            "staff",
            "finance",
            "volunteer",
            "premises",
            "archive",
            "organisation",
            "process",
            "promise",
            "emergency",
            "exit",
        ] {
            let book = json!({ "book_type": book_type, "title": "办法", "version": "1", "in_force_date": "2025-03-01", "content": "第一条" });
            saved(pc, "rule_book", book);
        }
        for sign_type in ["outdoor", "indoor"] {
            let sign = json!({ "sign_type": sign_type, "sign_text": "社会工作服务站", "hung_date": "2025-03-01" });
            saved(pc, "sign_plate", sign);
        }
    }

    pub fn report(&self, pc: &Pc, report_type: &str, over: Value) {
        let day = chrono_day(pc);
        let usual = json!({ "report_type": report_type, "submitted_date": day, "receivers": "上级民政部门" });
        saved(pc, "report_submission", with(usual, over));
    }

    pub fn agreement(&self, number: &str, provider: &str, over: Value) -> String {
        let usual = json!({ "agreement_no": number, "buyer": "浏阳市民政局", "provider": provider, "sign_date": "2025-02-17",
            "start_date": "2025-03-01", "end_date": "2026-02-28", "year_in_cycle": 1, "amount": 30_000_000 });
        self.county("agreement", with(usual, over))
    }

    pub fn joins(&self, agreement: &str, letter: &str, staff: u32) {
        let code = STATIONS.iter().find(|(name, _)| *name == letter).unwrap().1;
        self.county(
            "agreement_station",
            json!({ "agreement": agreement, "station_code": code, "agreed_staff": staff }),
        );
    }

    /// What stands on 期限 on a day, at the county as here, and at each station what is its own.
    pub fn stands(&self, day: &str, by_hand: &str, and: &[&str]) {
        self.on(day);
        let rows = |pc: &Pc| pc.call("deadlines.list", json!({}))["rows"].as_array().unwrap().clone();
        let all = rows(&self.county);
        let told: BTreeSet<String> = told(&all);
        let lines = std::iter::once(&by_hand).chain(and).flat_map(|lines| lines.lines());
        let wanted: BTreeSet<String> = lines.map(|line| line.trim().to_owned()).collect();
        assert_eq!(told, wanted, "on {day}");
        for (pc, (_, code)) in self.stations.iter().zip(STATIONS) {
            let own: Vec<Value> = all.iter().filter(|row| row["station"] == code).cloned().collect();
            assert_eq!(rows(pc), own, "on {day} at {code}");
        }
    }
}

fn chrono_day(pc: &Pc) -> String {
    pc.call("deadlines.list", json!({}))["today"].as_str().unwrap().to_owned()
}

pub fn saved(pc: &Pc, kind: &str, fields: Value) -> String {
    record(pc, kind, fields)["id"].as_str().unwrap().to_owned()
}

/// Rows in one line for each rule, period or agreement and day: `brief 2025-03 2025-04-05: B!15 C.`; `!` so many days late, `~` so many
/// days left and spoken of, `.` later. The county stands as 县.
fn told(rows: &[Value]) -> BTreeSet<String> {
    let mut lines: BTreeMap<String, Vec<String>> = BTreeMap::new();
    for row in rows {
        let of = |name: &str| row[name].as_str().unwrap_or_default().to_owned();
        let who = STATIONS.iter().find(|(_, code)| *code == of("station")).map_or("县", |(name, _)| name);
        let subject =
            if row["record"].is_null() || of("rule") == "agreement_filing" { of("subject") } else { String::new() };
        let subject = subject.split(' ').next().unwrap_or_default().to_owned();
        let state = match of("state").as_str() {
            "overdue" => format!("{who}!{}", row["days"]),
            "near" => format!("{who}~{}", row["days"]),
            "later" => format!("{who}."),
            other => format!("{who}?{other}"),
        };
        let head = [of("rule"), subject, of("due")].into_iter().filter(|part| !part.is_empty()).collect::<Vec<_>>();
        lines.entry(head.join(" ")).or_default().push(state);
    }
    let line = |(head, mut who): (String, Vec<String>)| {
        who.sort();
        format!("{head}: {}", who.join(" "))
    };
    lines.into_iter().map(line).collect()
}
