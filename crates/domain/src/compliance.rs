//! Things that a station must have (实施方案 三（三）, 三（四）, 五), counted from its own records: how much of it is there and what is missing. Nothing
//! of it is stored, and nothing is ticked off by hand.

use chrono::{Datelike, NaiveDate};

use crate::dictionary::dictionary;
use crate::fields::{disclosure, equipment, pay_confirmation, premises_room, rule_book, sign_plate, staff_file};
use crate::period::Month;
use crate::staff_file::{is_certified_on, is_in_post};
use crate::values::{Fields, codes, date, text};

/// The final, living records of a station that the check looks at.
#[derive(Debug, Clone, Copy, Default)]
pub struct Records<'a> {
    /// `premises_room`.
    pub rooms: &'a [&'a Fields],
    /// `equipment`.
    pub equipment: &'a [&'a Fields],
    /// `rule_book`.
    pub books: &'a [&'a Fields],
    /// `sign_plate`.
    pub signs: &'a [&'a Fields],
    /// `disclosure`.
    pub disclosures: &'a [&'a Fields],
    /// `staff_file` with its record id.
    pub files: &'a [(&'a str, &'a Fields)],
    /// `pay_confirmation`.
    pub pay: &'a [&'a Fields],
    /// How many workers the agreement in force says; none without one.
    pub agreed: Option<u64>,
    /// Of that agreement: the day it was signed, and the day by which they must have arrived (`arrival` of deadlines.toml).
    pub arrival: Option<(NaiveDate, NaiveDate)>,
}

/// One thing checked.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Check {
    /// Its name, by which deadlines ask for it.
    pub name: &'static str,
    /// Its title.
    pub label: &'static str,
    /// The clause that asks for it.
    pub clause: &'static str,
    /// The kind whose register shows it.
    pub kind: &'static str,
    /// How much is there.
    pub have: u64,
    /// Of how much; none where nothing says how much it must be.
    pub of: Option<u64>,
    /// What is missing, in words.
    pub lacks: Vec<String>,
}

const ROOM_TYPES: [&str; 6] = ["office_room", "desk", "computer", "printer", "filing_cabinet", "stationery"];
const BOOKS: [&str; 5] = ["staff", "finance", "volunteer", "premises", "archive"];
const WRITTEN: [&str; 5] = ["organisation", "process", "promise", "emergency", "exit"];
const SIGNS: [&str; 2] = ["outdoor", "indoor"];
const DISCLOSED: [&str; 4] = ["overview", "qualification", "financial_report", "experience"];
const INSURANCES: usize = 5;

/// Every check of a station on a day, in the order of the policy.
pub fn checks(records: &Records, day: NaiveDate) -> Vec<Check> {
    let books = |wanted: &'static [&'static str]| {
        let here =
            records.books.iter().filter(|book| is_in_force(book, day)).map(|book| text(book, rule_book::BOOK_TYPE));
        of_table("rule_book_type", wanted, here.collect())
    };
    let signs = records.signs.iter().filter(|sign| {
        date(sign, sign_plate::HUNG_DATE).is_some_and(|hung| hung <= day)
            && date(sign, sign_plate::REMOVED_DATE).is_none_or(|removed| removed > day)
    });
    let this_year = |one: &&&Fields| {
        let year = one.get(disclosure::YEAR).and_then(serde_json::Value::as_i64).unwrap_or_default();
        year >= i64::from(day.year()) - 1
    };
    let disclosed = records.disclosures.iter().filter(this_year).map(|one| text(one, disclosure::ITEM));
    let mut made = vec![
        check(
            "equipment",
            "必备条件",
            "五（一）",
            equipment::KIND,
            of_table("equipment_type", &ROOM_TYPES, things(records)),
        ),
        check("rule_books", "五项制度", "五（二）", rule_book::KIND, books(&BOOKS)),
        check("written", "架构、流程、承诺、预案、退出", "五（二）、八（二）", rule_book::KIND, books(&WRITTEN)),
        check("signs", "标牌", "五（四）", sign_plate::KIND, {
            of_table("sign_type", &SIGNS, signs.map(|sign| text(sign, sign_plate::SIGN_TYPE)).collect())
        }),
        check(
            "disclosures",
            "信息公开",
            "三（四）",
            disclosure::KIND,
            of_table("disclosure_item", &DISCLOSED, disclosed.collect()),
        ),
    ];
    made.extend(of_staff(records, day));
    made
}

/// The month that pay is looked at for.
pub fn last_month(day: NaiveDate) -> Month {
    Month::of(day).plus(-1)
}

/// Checks of the people in post: as many as agreed, certified, with contract, insured, paid for the month before.
fn of_staff(records: &Records, day: NaiveDate) -> Vec<Check> {
    let here: Vec<_> = records.files.iter().filter(|(_, file)| is_in_post(file, day)).copied().collect();
    let present = here.len() as u64;
    let missing = records.agreed.map(|agreed| agreed.saturating_sub(present)).filter(|missing| *missing > 0);
    let lacks = match records.agreed {
        None => vec!["没有登记在期的服务协议".to_owned()],
        Some(_) => missing.map(|missing| format!("缺 {missing} 人")).into_iter().collect(),
    };
    let last_month = last_month(day).to_string();
    let paid = |id: &str| {
        records.pay.iter().any(|pay| {
            text(pay, pay_confirmation::STAFF_FILE) == id
                && text(pay, pay_confirmation::MONTH) == last_month
                && text(pay, pay_confirmation::PAID) == "yes"
        })
    };
    let each = |name, label, clause, holds: &dyn Fn(&str, &Fields) -> bool| {
        let lacks: Vec<String> = here
            .iter()
            .filter(|(id, file)| !holds(id, file))
            .map(|(_, file)| text(file, staff_file::NAME).to_owned())
            .collect();
        let have = present - lacks.len() as u64;
        Check { name, label, clause, kind: staff_file::KIND, have, of: Some(present), lacks }
    };
    vec![
        Check {
            name: "in_post",
            label: "在岗社工",
            clause: "五（三）",
            kind: staff_file::KIND,
            have: present,
            of: records.agreed,
            lacks,
        },
        arrived(records, day),
        each("certified", "持证", "五（三）", &|_, file| is_certified_on(file, day)),
        each("contract", "劳动合同", "三（三）", &|_, file| {
            date(file, staff_file::CONTRACT_UNTIL).is_some_and(|until| until >= day)
        }),
        each("insurance", "五险", "三（三）", &|_, file| codes(file, staff_file::INSURANCES).len() >= INSURANCES),
        each("pay", "上月发薪", "三（三）", &|id, _| paid(id)),
    ]
}

/// Whether as many as agreed had arrived by the day: whoever has left since was there, whoever left before the signing was not.
fn arrived(records: &Records, day: NaiveDate) -> Check {
    let in_time = |signed: NaiveDate, due: NaiveDate| {
        let there = |file: &Fields| {
            date(file, staff_file::ARRIVAL_DATE).is_some_and(|arrived| arrived <= due.min(day))
                && date(file, staff_file::LEFT_DATE).is_none_or(|left| left >= signed)
        };
        records.files.iter().filter(|(_, file)| there(file)).count() as u64
    };
    let have = records.arrival.map_or(0, |(signed, due)| in_time(signed, due));
    let missing = match (records.agreed, records.arrival) {
        (Some(agreed), Some((_, due))) if day > due => agreed.saturating_sub(have),
        _ => 0,
    };
    let lacks = if missing > 0 { vec![format!("缺 {missing} 人")] } else { Vec::new() };
    let (label, clause) = ("按期到岗", "七（四）");
    // Who came in place of somebody is one more than agreed: nobody lacks, and that is all there is to say.
    let have = records.agreed.map_or(have, |agreed| have.min(agreed));
    Check { name: "arrival", label, clause, kind: staff_file::KIND, have, of: records.agreed, lacks }
}

/// Codes of the things that the station has; an office of its own is a room, or was listed with the equipment.
fn things<'a>(records: &Records<'a>) -> Vec<&'a str> {
    let usable = |one: &&&Fields| !matches!(text(one, equipment::EQUIPMENT_STATE), "scrapped" | "returned");
    let mut found: Vec<&str> =
        records.equipment.iter().filter(usable).map(|one| text(one, equipment::EQUIPMENT_TYPE)).collect();
    let office = |room: &&&Fields| {
        text(room, premises_room::ROOM_TYPE) == "office"
            && text(room, premises_room::OWN_USE) == "yes"
            && text(room, premises_room::ROOM_STATE) != "closed"
    };
    found.extend(records.rooms.iter().filter(office).take(1).map(|_| "office_room"));
    found
}

fn is_in_force(book: &Fields, day: NaiveDate) -> bool {
    date(book, rule_book::IN_FORCE_DATE).is_some_and(|from| from <= day)
        && date(book, rule_book::ENDED_DATE).is_none_or(|ended| ended > day)
}

/// Which of the wanted codes are there, and the labels of the others.
fn of_table(table: &str, wanted: &[&str], here: Vec<&str>) -> (u64, u64, Vec<String>) {
    let lacks: Vec<String> = wanted
        .iter()
        .filter(|code| !here.contains(code))
        .map(|code| dictionary().label(table, code).to_owned())
        .collect();
    ((wanted.len() - lacks.len()) as u64, wanted.len() as u64, lacks)
}

fn check(
    name: &'static str,
    label: &'static str,
    clause: &'static str,
    kind: &'static str,
    (have, of, lacks): (u64, u64, Vec<String>),
) -> Check {
    Check { name, label, clause, kind, have, of: Some(of), lacks }
}

#[cfg(test)]
mod tests {
    use serde_json::{Value, json};

    use super::*;
    use crate::dates::stored;

    fn of(values: Value) -> Fields {
        values.as_object().expect("map").clone()
    }

    fn day(text: &str) -> NaiveDate {
        stored(text).expect(text)
    }

    #[test]
    fn a_station_lacks_what_its_records_do_not_show() {
        let room = of(json!({"room_type": "office", "own_use": "yes", "room_state": "in_use"}));
        let shared = of(json!({"room_type": "office", "own_use": "no", "room_state": "in_use"}));
        let [desk, scrapped] =
            ["in_use", "scrapped"].map(|state| of(json!({"equipment_type": "desk", "equipment_state": state})));
        let old = of(json!({"book_type": "staff", "in_force_date": "2025-01-01", "ended_date": "2026-01-01"}));
        let finance = of(json!({"book_type": "finance", "in_force_date": "2026-01-01"}));
        let sign = of(json!({"sign_type": "outdoor", "hung_date": "2026-03-01"}));
        let report = of(json!({"item": "financial_report", "year": 2025}));
        let worker = of(json!({"name": "秦小雨", "arrival_date": "2026-03-20", "certificate": "assistant",
            "contract_until": "2026-10-31", "insurances": ["pension", "medical", "unemployment", "injury", "maternity"]}));
        let gone = of(json!({"name": "罗明明", "arrival_date": "2026-03-20", "left_date": "2026-08-01"}));
        let paid = of(json!({"staff_file": "s1", "month": "2026-10", "paid": "yes"}));
        let records = Records {
            rooms: &[&room, &shared],
            equipment: &[&desk, &scrapped],
            books: &[&old, &finance],
            signs: &[&sign],
            disclosures: &[&report],
            files: &[("s1", &worker), ("s2", &gone)],
            pay: &[&paid],
            agreed: Some(2),
            arrival: Some(("2026-02-25", "2026-03-25")).map(|(signed, due)| (day(signed), day(due))),
        };
        let made = checks(&records, day("2026-11-30"));
        let counted: Vec<_> = made.iter().map(|one| (one.label, one.have, one.of)).collect();
        assert_eq!(
            counted,
            [
                ("必备条件", 2, Some(6)),
                ("五项制度", 1, Some(5)),
                ("架构、流程、承诺、预案、退出", 0, Some(5)),
                ("标牌", 1, Some(2)),
                ("信息公开", 1, Some(4)),
                ("在岗社工", 1, Some(2)),
                ("按期到岗", 2, Some(2)),
                ("持证", 1, Some(1)),
                ("劳动合同", 0, Some(1)),
                ("五险", 1, Some(1)),
                ("上月发薪", 1, Some(1)),
            ]
        );
        assert_eq!(made[5].lacks, ["缺 1 人"]);
        assert_eq!(made[6].lacks, [""; 0], "who has left since had arrived");
        assert_eq!(made[8].lacks, ["秦小雨"], "her contract ended in October");
        let late = Records { arrival: Some((day("2026-02-10"), day("2026-03-10"))), ..records };
        let arrival = |on: &str| checks(&late, day(on)).swap_remove(6);
        assert_eq!((arrival("2026-03-10").have, arrival("2026-03-10").lacks.len()), (0, 0), "the last day");
        assert_eq!(arrival("2026-03-11").lacks, ["缺 2 人"]);
        assert!(made[1].lacks.contains(&"人员管理制度".to_owned()), "the old one is no longer in force");
    }

    #[test]
    fn a_scrapped_desk_and_a_shared_office_do_not_count_and_no_agreement_is_said() {
        let shared = of(json!({"room_type": "office", "own_use": "no", "room_state": "in_use"}));
        let scrapped = of(json!({"equipment_type": "desk", "equipment_state": "scrapped"}));
        let records = Records {
            rooms: &[&shared],
            equipment: &[&scrapped],
            books: &[],
            signs: &[],
            disclosures: &[],
            files: &[],
            pay: &[],
            agreed: None,
            arrival: None,
        };
        let made = checks(&records, day("2026-11-30"));
        assert_eq!((made[0].have, made[0].lacks.len()), (0, 6));
        assert_eq!((made[5].of, made[5].lacks.as_slice()), (None, ["没有登记在期的服务协议".to_owned()].as_slice()));
    }
}
