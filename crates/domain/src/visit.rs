//! Visits: which are effective, how they are counted (R20), who is an elderly person with special hardship, and when the next
//! visit is due by the default frequencies, which are parameters.

use std::collections::HashSet;

use crate::fields::visit;
use crate::finding::Finding;
use crate::service;
use crate::values::{Fields, codes, date, text};
use chrono::{Days, NaiveDate};

use crate::age;
use crate::rate::Rate;

/// R20: the person was met, or the family answered.
pub fn is_effective(result: &str) -> bool {
    matches!(result, "met" | "family_answered")
}

/// R20: the person was met (by telephone or video too): the only result that enters the monthly visit rate.
pub fn is_met(result: &str) -> bool {
    result == "met"
}

/// R20: a door was knocked at, whatever came of it.
pub fn is_door_knock(contact_mode: &str) -> bool {
    contact_mode == "home"
}

/// Monthly visit rate (月探访率): of those registered at the end of the month, how many were met at least once.
pub fn monthly_rate<'a>(registered: &HashSet<&'a str>, met: &HashSet<&'a str>) -> Rate {
    Rate { part: registered.intersection(met).count(), whole: registered.len() }
}

/// A category a person holds on a day, as the visit rules see it.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Held {
    /// Code of table `category`.
    pub category: String,
    /// Code of `disability_type`, or empty.
    pub disability_type: String,
    /// Code of `disability_grade`, or empty.
    pub disability_grade: String,
}

/// The six kinds of elderly people with special hardship (4.1), as categories.
const SPECIAL_HARDSHIP: [&str; 6] = [
    "elderly_living_alone",
    "elderly_empty_nest",
    "elderly_left_behind",
    "elderly_disabled_function",
    "elderly_severe_disability",
    "elderly_bereaved",
];

/// Heavy disability in the sense of 4.7: grade 1 or 2, or grade 3 of mind or intellect.
pub fn is_heavy_disability(held: &Held) -> bool {
    let mental = matches!(held.disability_type.as_str(), "5" | "6");
    held.category == "disabled"
        && (matches!(held.disability_grade.as_str(), "1" | "2") || mental && held.disability_grade == "3")
}

/// 特殊困难老年人: one of the six kinds and at least 60. Whose age is not known: the category, which says 老人, is believed.
pub fn is_special_hardship_elderly(birth: Option<NaiveDate>, held: &[Held], day: NaiveDate) -> bool {
    let is_one = |held: &Held| SPECIAL_HARDSHIP.contains(&held.category.as_str());
    match age::on(birth, None, day) {
        Some(age) if age < age::ELDERLY => false,
        Some(_) => held.iter().any(|held| is_one(held) || is_heavy_disability(held)),
        None => held.iter().any(is_one),
    }
}

/// How often to visit; a county may set other numbers.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Frequencies {
    /// 高风险: every so many days.
    pub high_days: u64,
    /// 特殊困难老年人 and 重点: every so many months.
    pub key_months: i32,
    /// 一般: every so many months.
    pub general_months: i32,
}

impl Default for Frequencies {
    fn default() -> Self {
        Frequencies { high_days: 7, key_months: 1, general_months: 3 }
    }
}

/// Categories visited monthly besides the elderly with special hardship: 失能失智, 特困, 孤儿, 困境儿童 and the like.
const KEY: [&str; 11] = [
    "tekun",
    "elderly_dementia",
    "elderly_lone",
    "orphan",
    "child_in_difficulty",
    "de_facto_unattended_child",
    "left_behind_child",
    "child_guardianship",
    "child_violence",
    "child_severe_illness",
    "child_severe_disability",
];

/// Default date of the next visit; none where there will be none (moved away, died).
pub fn next_date(
    date: NaiveDate,
    result: &str,
    birth: Option<NaiveDate>,
    held: &[Held],
    risk_level: &str,
    every: Frequencies,
) -> Option<NaiveDate> {
    if matches!(result, "moved" | "deceased") {
        return None;
    }
    let has = |wanted: &[&str]| held.iter().any(|held| wanted.contains(&held.category.as_str()));
    let over_80 = age::at_least(birth, None, date, age::SENIOR);
    let alone = has(&["elderly_living_alone", "elderly_empty_nest", "elderly_left_behind"]);
    if risk_level == "red" || alone && (over_80 || has(&["elderly_senior"])) {
        date.checked_add_days(Days::new(every.high_days))
    } else if risk_level == "yellow" || has(&KEY) || is_special_hardship_elderly(birth, held, date) {
        crate::dates::add_months(date, every.key_months)
    } else {
        crate::dates::add_months(date, every.general_months)
    }
}

/// Findings of a visit: R11 where there was a service, its dates, what was seen against whether anybody was.
pub(crate) fn check(fields: &Fields, provisional: bool, today: NaiveDate) -> Vec<Finding> {
    let served = matches!(text(fields, visit::RESULT), "") || is_effective(text(fields, visit::RESULT));
    let mut findings = if served { service::check(fields, provisional, today) } else { Vec::new() };
    if date(fields, visit::NEXT_DATE).zip(date(fields, visit::DATE)).is_some_and(|(next, date)| next <= date) {
        findings.push(Finding::warning(visit::NEXT_DATE, "下次走访日期应晚于走访日期，请核对"));
    }
    let result = text(fields, visit::RESULT);
    if !result.is_empty() && !is_effective(result) && !codes(fields, visit::OBSERVATIONS).is_empty() {
        findings.push(Finding::warning(visit::RESULT, "没有见到人却填了观察项，请核对走访结果"));
    }
    if codes(fields, visit::OBSERVATIONS).len() > 1
        && codes(fields, visit::OBSERVATIONS).iter().any(|code| code == "normal")
    {
        findings.push(Finding::warning(visit::OBSERVATIONS, "“各项正常”与其他观察项同时勾选，请核对"));
    }
    if !codes(fields, visit::HARM_SIGNS).is_empty() {
        findings
            .push(Finding::warning(visit::HARM_SIGNS, "未满 18 周岁有此情形，须第一时间向公安机关报告并填写强制报告"));
    }
    findings
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::dates::stored;

    fn day(text: &str) -> NaiveDate {
        stored(text).expect(text)
    }

    fn held(category: &str) -> Vec<Held> {
        vec![Held { category: category.into(), ..Held::default() }]
    }

    #[test]
    fn r20_only_meeting_and_family_answers_are_effective() {
        let results = ["met", "family_answered", "not_home", "refused", "not_residing", "moved", "deceased"];
        assert_eq!(results.map(is_effective), [true, true, false, false, false, false, false]);
        assert_eq!(results.map(is_met), [true, false, false, false, false, false, false]);
        let table = crate::dictionary::dictionary().code_table("visit_result").expect("table");
        assert!(results.iter().all(|code| table.entry(code).is_some()) && table.entries.len() == 7);
    }

    #[test]
    fn r20_the_example_of_the_handbook_is_90_percent() {
        let names: Vec<String> = (0..60).map(|n| format!("p{n}")).collect();
        let registered: HashSet<&str> = names[..50].iter().map(String::as_str).collect();
        let met: HashSet<&str> = names[..45].iter().map(String::as_str).collect();
        assert_eq!(monthly_rate(&registered, &met).to_string(), "90%");
        let others_too: HashSet<&str> = names[..45].iter().chain(&names[50..]).map(String::as_str).collect();
        assert_eq!(monthly_rate(&registered, &others_too).to_string(), "90%", "only the registered count");
        assert_eq!(monthly_rate(&HashSet::new(), &met).to_string(), "—");
    }

    #[test]
    fn r20_special_hardship_needs_a_kind_and_sixty_years() {
        let today = day("2026-11-30");
        let sixty = Some(day("1966-11-30"));
        for category in SPECIAL_HARDSHIP {
            assert!(is_special_hardship_elderly(sixty, &held(category), today), "{category}");
            assert!(!is_special_hardship_elderly(Some(day("1966-12-01")), &held(category), today), "{category}");
        }
        assert!(!is_special_hardship_elderly(sixty, &held("elderly_senior"), today));
        assert!(is_special_hardship_elderly(None, &held("elderly_living_alone"), today));
    }

    #[test]
    fn r20_heavy_disability_is_grade_one_two_or_mental_three() {
        let disabled = |kind: &str, grade: &str| {
            vec![Held { category: "disabled".into(), disability_type: kind.into(), disability_grade: grade.into() }]
        };
        let birth = Some(day("1950-01-01"));
        let heavy = |kind, grade| is_special_hardship_elderly(birth, &disabled(kind, grade), day("2026-11-30"));
        assert!(heavy("4", "1") && heavy("1", "2") && heavy("5", "3") && heavy("6", "3"));
        assert!(!heavy("4", "3") && !heavy("6", "4") && !heavy("", ""));
    }

    #[test]
    fn the_next_date_follows_the_frequencies() {
        let every = Frequencies::default();
        let next = |birth: Option<&str>, category: &str, risk: &str| {
            next_date(day("2026-11-30"), "met", birth.map(day), &held(category), risk, every).expect("date").to_string()
        };
        assert_eq!(next(None, "dibao", "red"), "2026-12-07");
        assert_eq!(next(Some("1940-01-01"), "elderly_living_alone", ""), "2026-12-07");
        assert_eq!(next(Some("1960-01-01"), "elderly_living_alone", ""), "2026-12-30");
        assert_eq!(next(None, "tekun", "green"), "2026-12-30");
        assert_eq!(next(None, "dibao", ""), "2027-02-28");
        let monthly = Frequencies { general_months: 1, ..every };
        assert_eq!(next_date(day("2026-01-31"), "refused", None, &[], "", monthly), Some(day("2026-02-28")));
        for result in ["moved", "deceased"] {
            assert_eq!(next_date(day("2026-11-30"), result, None, &held("tekun"), "red", every), None);
        }
    }

    #[test]
    fn the_categories_named_here_exist() {
        let table = crate::dictionary::dictionary().code_table("category").expect("table");
        assert!(SPECIAL_HARDSHIP.iter().chain(&KEY).all(|code| table.entry(code).is_some()));
    }
}
