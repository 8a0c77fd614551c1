//! An agreement year of a county with three stations, month by month: what 期限 says on the 20th of each is written here by hand, and each
//! station's page says the same of its own as the county's.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::atomic::Ordering;

use changelog::Audience;
use chrono::NaiveDate;
use serde_json::{Value, json};
use store::Route;

use crate::fixture::{paper as record, with};
use crate::pcs::{MORNING, PASS, Pc, county_request};

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

    fn pcs(&self) -> impl Iterator<Item = &Pc> {
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

    /// Stations freeze the brief of a month.
    fn briefs(&self, letters: &str, month: &str) {
        for letter in letters.split(' ') {
            self.at(letter).call("reports.freeze", json!({ "month": month, "sections": [] }));
        }
    }

    pub fn arrives(&self, letter: &str, name: &str, day: &str, over: Value) {
        let usual = json!({ "name": name, "birth_date": "1996-04-01", "education": "31", "certificate": "none",
            "major_related": "related", "hired_date": day, "arrival_date": day });
        saved(self.at(letter), "staff_file", with(usual, over));
    }

    fn report(&self, pc: &Pc, report_type: &str, over: Value) {
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
    fn stands(&self, day: &str, by_hand: &str, and: &[&str]) {
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

#[test]
fn an_agreement_year_of_three_stations_says_every_month_what_is_due() {
    let world = World::founded("2025-02-10");
    world.on("2025-02-17");
    let provider = world.county("provider", json!({ "name": "清源社工服务中心", "provider_type": "service_org" }));
    let first = world.agreement("1号", &provider, json!({}));
    world.joins(&first, "A", 2);
    world.joins(&first, "B", 1);
    let second = world.agreement("2号", &provider, json!({}));
    world.joins(&second, "C", 1);
    let filed = |agreement: &str, day: &str| {
        let year: i32 = day[..4].parse().unwrap();
        let fields = json!({ "filing_type": "agreement", "agreement": agreement, "year": year, "filed_date": day, "receiver": "长沙市民政局" });
        world.county("filing", fields);
    };
    world.stands(
        "2025-02-20",
        "agreement_filing 1号 2025-03-10: 县.
             agreement_filing 2号 2025-03-10: 县.
             arrival 2025-03-17: A. B. C.
             mid_term_report 2025-09-01: A. B. C.
             final_report 2026-02-13: A. B. C.",
        &[],
    );
    world.on("2025-03-14");
    filed(&first, "2025-03-06");
    world.arrives("A", "秦小雨", "2025-03-03", json!({}));
    world.arrives(
        "A",
        "罗明明",
        "2025-03-14",
        json!({ "contract_from": "2025-03-14", "contract_until": "2026-03-31" }),
    );
    // What stands all the year, until it comes near.
    let self_evaluation = "self_evaluation 2025 2025-11-30: A. B. C. 县.";
    let usual = "mid_term_report 2025-09-01: A. B. C.
 final_report 2026-02-13: A. B. C.
 yearly_evaluation 2026-02-28: 县. 县.";
    let contract = "contract_end 2026-03-31: A.";
    let first_half = "half_year_report 2025-H1 2025-07-15: 县.";
    world.stands(
        "2025-03-20",
        "agreement_filing 2号 2025-03-10: 县!10
             arrival 2025-03-17: B!3 C!3
             monthly_brief 2025-03 2025-04-05: A. B. C.
             quarterly_report 2025-Q1 2025-04-10: 县.",
        &[first_half, usual, self_evaluation],
    );
    world.on("2025-03-25");
    filed(&second, "2025-03-21");
    world.arrives("B", "唐一鸣", "2025-03-25", json!({}));
    world.on("2025-04-02");
    world.briefs("A C", "2025-03");
    world.on("2025-04-08");
    world.report(&world.county, "quarterly", json!({ "period": "2025-Q1" }));
    world.stands(
        "2025-04-20",
        "arrival 2025-03-17: C!34
             monthly_brief 2025-03 2025-04-05: B!15
             monthly_brief 2025-04 2025-05-05: A. B. C.
             quarterly_report 2025-Q2 2025-07-10: 县.",
        &[first_half, contract, usual, self_evaluation],
    );
    world.on("2025-05-02");
    world.briefs("A C", "2025-04");
    world.stands(
        "2025-05-20",
        "arrival 2025-03-17: C!64
             monthly_brief 2025-03 2025-04-05: B!45
             monthly_brief 2025-04 2025-05-05: B!15
             monthly_brief 2025-05 2025-06-05: A. B. C.
             quarterly_report 2025-Q2 2025-07-10: 县.",
        &[first_half, contract, usual, self_evaluation],
    );
    world.on("2025-06-02");
    world.briefs("A C", "2025-05");
    world.stands(
        "2025-06-20",
        "arrival 2025-03-17: C!95
             monthly_brief 2025-03 2025-04-05: B!76
             monthly_brief 2025-04 2025-05-05: B!46
             monthly_brief 2025-05 2025-06-05: B!15
             monthly_brief 2025-06 2025-07-05: A. B. C.
             quarterly_report 2025-Q2 2025-07-10: 县.",
        &[first_half, contract, usual, self_evaluation],
    );
    world.on("2025-07-02");
    world.briefs("A C", "2025-06");
    world.on("2025-07-10");
    for month in ["2025-03", "2025-04", "2025-05", "2025-06"] {
        world.briefs("B", month);
    }
    world.on("2025-07-14");
    world.report(&world.county, "half_year", json!({ "period": "2025-H1" }));
    let second_half = "half_year_report 2025-H2 2026-01-15: 县.";
    world.stands(
        "2025-07-20",
        "arrival 2025-03-17: C!125
             monthly_brief 2025-07 2025-08-05: A. B. C.
             quarterly_report 2025-Q2 2025-07-10: 县!10
             quarterly_report 2025-Q3 2025-10-10: 县.",
        &[second_half, contract, usual, self_evaluation],
    );
    world.on("2025-07-22");
    world.report(&world.county, "quarterly", json!({ "period": "2025-Q2" }));
    world.on("2025-08-02");
    world.briefs("A C", "2025-07");
    world.on("2025-08-15");
    world.county.call(
        "records.save",
        json!({ "kind": "agreement", "id": second, "fields": { "terminated_date": "2025-08-15" } }),
    );
    let after = "yearly_evaluation 2026-02-28: 县.";
    world.stands(
        "2025-08-20",
        "monthly_brief 2025-07 2025-08-05: B!15
             monthly_brief 2025-08 2025-09-05: A. B. C.
             mid_term_report 2025-09-01: A~12 B~12
             final_report 2026-02-13: A. B.
             quarterly_report 2025-Q3 2025-10-10: 县.",
        &[after, second_half, contract, self_evaluation],
    );
    world.on("2025-08-28");
    world.report(world.at("A"), "mid_term", json!({ "period": "2025上半期", "agreement": first }));
    world.on("2025-09-02");
    world.briefs("A C", "2025-08");
    world.on("2025-09-10");
    world.report(world.at("B"), "mid_term", json!({ "period": "2025上半期", "agreement": first }));
    world.briefs("B", "2025-07");
    world.briefs("B", "2025-08");
    world.stands(
        "2025-09-20",
        "monthly_brief 2025-09 2025-10-05: A. B. C.
             final_report 2026-02-13: A. B.
             quarterly_report 2025-Q3 2025-10-10: 县.",
        &[after, second_half, contract, self_evaluation],
    );
    world.on("2025-10-04");
    world.briefs("A B C", "2025-09");
    world.on("2025-10-09");
    world.report(&world.county, "quarterly", json!({ "period": "2025-Q3" }));
    let fourth = "quarterly_report 2025-Q4 2026-01-10: 县.";
    world.stands(
        "2025-10-20",
        "monthly_brief 2025-10 2025-11-05: A. B. C.
             final_report 2026-02-13: A. B.",
        &[fourth, after, second_half, contract, self_evaluation],
    );
    world.on("2025-11-03");
    world.briefs("A B C", "2025-10");
    world.on("2025-11-19");
    world.report(world.at("A"), "self_evaluation", json!({ "period": "2025" }));
    world.stands(
        "2025-11-20",
        "self_evaluation 2025 2025-11-30: B~10 C~10 县~10
             monthly_brief 2025-11 2025-12-05: A. B. C.
             final_report 2026-02-13: A. B.",
        &[fourth, after, second_half, contract],
    );
    world.on("2025-11-28");
    world.report(&world.county, "self_evaluation", json!({ "period": "2025" }));
    world.on("2025-12-05");
    world.briefs("A B C", "2025-11");
    world.report(world.at("B"), "self_evaluation", json!({ "period": "2025" }));
    world.stands(
        "2025-12-20",
        "self_evaluation 2025 2025-11-30: C!20
             monthly_brief 2025-12 2026-01-05: A. B. C.
             final_report 2026-02-13: A. B.",
        &[fourth, after, second_half, contract],
    );
    world.on("2026-01-03");
    world.briefs("A B C", "2025-12");
    world.on("2026-01-09");
    world.report(&world.county, "quarterly", json!({ "period": "2025-Q4" }));
    world.on("2026-01-16");
    world.report(&world.county, "half_year", json!({ "period": "2025-H2" }));
    let next_year = "self_evaluation 2026 2026-11-30: A. B. C. 县.
                     quarterly_report 2026-Q1 2026-04-10: 县.
                     half_year_report 2026-H1 2026-07-15: 县.";
    world.stands(
        "2026-01-20",
        "self_evaluation 2025 2025-11-30: C!51
             monthly_brief 2026-01 2026-02-05: A. B. C.
             final_report 2026-02-13: A. B.
             yearly_evaluation 2026-02-28: 县~39",
        &[contract, next_year],
    );
    world.on("2026-02-02");
    world.briefs("A B C", "2026-01");
    world.on("2026-02-10");
    world.report(world.at("A"), "final", json!({ "period": "2025年度", "agreement": first }));
    world.on("2026-02-12");
    let evaluation =
        json!({ "agreement": first, "date": "2026-02-11", "evaluator": "第三方", "evaluation_grade": "passed" });
    world.county("yearly_evaluation", evaluation);
    let renewal = json!({ "sign_date": "2026-02-12", "start_date": "2026-03-01", "end_date": "2027-02-28", "year_in_cycle": 2, "renews": first });
    let third = world.agreement("3号", &provider, renewal);
    world.joins(&third, "A", 2);
    world.joins(&third, "B", 1);
    world.stands(
        "2026-02-20",
        "self_evaluation 2025 2025-11-30: C!82
             agreement_filing 3号 2026-03-11: 县.
             monthly_brief 2026-02 2026-03-05: A. B. C.
             final_report 2026-02-13: B!7
             mid_term_report 2026-09-01: A. B.
             final_report 2027-02-13: A. B.
             contract_end 2026-03-31: A~39",
        &[next_year],
    );
    world.on("2026-03-10");
    world.briefs("A B C", "2026-02");
    filed(&third, "2026-03-10");
    world.stands(
        "2026-03-20",
        "self_evaluation 2025 2025-11-30: C!110
             monthly_brief 2026-03 2026-04-05: A. B. C.
             final_report 2026-02-13: B!35
             mid_term_report 2026-09-01: A. B.
             final_report 2027-02-13: A. B.
             yearly_evaluation 2027-02-28: 县.
             contract_end 2026-03-31: A~11",
        &[next_year],
    );
}
