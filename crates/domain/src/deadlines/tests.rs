//! Every rule with the worked examples of the handbook (R05, R06, R09) and of the table of terms.

use chrono::NaiveDate;

use super::*;
use crate::dates::stored;
use crate::dictionary::{FieldType, dictionary};
use crate::working_days::{Calendar, MissingYear};

fn day(text: &str) -> NaiveDate {
    stored(text).expect(text)
}

/// When a rule is due that counts from a day, with the parameter's default.
fn due(name: &str, from: &str) -> Result<NaiveDate, MissingYear> {
    let rule = rule(name).expect(name);
    let number = rule.term.parameter().map(|name| {
        let parameter = crate::parameters::parameter(name).expect(name);
        parameter.default.parse().expect("a number")
    });
    rule.term.due(day(from), number, &Calendar::built_in())
}

#[test]
fn r05_fifteen_working_days_after_signing() {
    for (signed, last) in [
        ("2025-09-22", "2025-10-17"),
        ("2025-03-03", "2025-03-24"),
        ("2025-01-20", "2025-02-14"),
        ("2025-04-25", "2025-05-20"),
        ("2026-02-10", "2026-03-09"),
        ("2026-09-18", "2026-10-15"),
    ] {
        assert_eq!(due("agreement_filing", signed), Ok(day(last)), "{signed}");
    }
    let missing = due("agreement_filing", "2026-12-15").expect_err("2027 is not told");
    assert_eq!(missing.to_string(), "缺 2027 年节假日安排");
}

#[test]
fn r05_is_spoken_of_five_working_days_before_and_one() {
    let reminders = rule("agreement_filing").expect("rule").remind.days(day("2025-10-17"), &Calendar::built_in());
    assert_eq!(reminders, [day("2025-10-11"), day("2025-10-16")], "the 11th, a Saturday, is worked");
}

#[test]
fn r06_one_month_after_signing_and_on_a_working_day() {
    for (signed, last) in [
        ("2025-01-31", "2025-02-28"),
        ("2025-09-05", "2025-10-09"),
        ("2025-03-03", "2025-04-03"),
        ("2025-12-31", "2026-02-02"),
        ("2025-08-28", "2025-09-28"),
        ("2026-01-15", "2026-02-24"),
        ("2026-10-28", "2026-11-30"),
    ] {
        assert_eq!(due("arrival", signed), Ok(day(last)), "{signed}");
    }
    assert_eq!(due("arrival", "2026-12-10"), Err(MissingYear(2027)));
}

#[test]
fn r09_the_self_evaluation_is_due_at_the_end_of_november() {
    let rule = rule("self_evaluation").expect("rule");
    let due = due("self_evaluation", "2025-12-31").expect("known");
    assert_eq!(due, day("2025-11-30"), "a Sunday, and not shifted");
    let reminders = rule.remind.days(due, &Calendar::built_in());
    let told = ["2025-11-01", "2025-11-08", "2025-11-15", "2025-11-22", "2025-11-29"].map(day);
    assert_eq!(reminders, told);
    let at = |today: &str, settled: Option<&str>| standing(due, settled.map(day), &reminders, day(today)).to_string();
    assert_eq!(standing(due, None, &reminders, day("2025-10-31")), Standing::Later(30));
    for (today, said) in [
        ("2025-11-01", "还有 29 天"),
        ("2025-11-15", "还有 15 天"),
        ("2025-11-29", "还有 1 天"),
        ("2025-11-30", "今天到期"),
        ("2025-12-01", "逾期 1 天"),
        ("2025-12-05", "逾期 5 天"),
        ("2026-01-01", "逾期 32 天"),
    ] {
        assert_eq!(at(today, None), said, "{today}");
    }
    assert_eq!(at("2025-12-20", Some("2025-11-30")), "已完成");
    assert_eq!(at("2025-12-20", Some("2025-12-03")), "迟交 3 天");
    assert_eq!(at("2025-12-20", Some("2025-10-15")), "已完成");
}

#[test]
fn reports_of_periods_are_due_on_fixed_days_that_no_holiday_shifts() {
    for (name, end, last) in [
        ("monthly_brief", "2026-09-30", "2026-10-05"),
        ("monthly_brief", "2026-11-30", "2026-12-05"),
        ("quarterly_report", "2026-03-31", "2026-04-10"),
        ("quarterly_report", "2026-12-31", "2027-01-10"),
        ("half_year_report", "2026-06-30", "2026-07-15"),
    ] {
        assert_eq!(due(name, end), Ok(day(last)), "{name} {end}");
    }
}

#[test]
fn an_agreement_has_a_middle_and_an_end() {
    assert_eq!(due("mid_term_report", "2026-03-01"), Ok(day("2026-09-01")));
    assert_eq!(due("mid_term_report", "2026-04-03"), Ok(day("2026-10-08")), "the 3rd lies in 国庆");
    assert_eq!(due("final_report", "2027-02-28"), Ok(day("2027-02-13")));
    assert_eq!(due("yearly_evaluation", "2027-02-28"), Ok(day("2027-02-28")));
    assert_eq!(due("first_registration", "2025-05-30"), Ok(day("2026-06-01")), "30 May 2026 is a Saturday");
}

#[test]
fn insurances_are_due_within_thirty_days_and_whole_when_there_are_five() {
    assert_eq!(due("insurance", "2026-03-10"), Ok(day("2026-04-09")));
    let of = rule("insurance").and_then(|rule| rule.of.as_ref()).expect("rule");
    let whole = |codes: &[&str]| of.is_whole(serde_json::json!({ "insurances": codes }).as_object().expect("map"));
    let five = ["pension", "medical", "unemployment", "injury", "maternity"];
    assert_eq!((whole(&five), whole(&five[..4]), whole(&[])), (true, false, false));
}

#[test]
fn pay_is_confirmed_for_everybody_who_was_there_in_the_month() {
    assert_eq!(due("pay", "2026-10-31"), Ok(day("2026-11-10")));
    let each = rule("pay").and_then(|rule| rule.settled_by.as_ref()?.of_each.as_ref()).expect("rule");
    let october = crate::period::Month::of(day("2026-10-01")).period();
    let there = |arrived: &str, left: &str| {
        let fields = serde_json::json!({ "arrival_date": arrived, "left_date": left });
        each.is_there(fields.as_object().expect("map"), october)
    };
    assert!(there("2026-03-20", "") && there("2026-10-31", "") && there("2026-03-20", "2026-10-02"));
    assert!(!there("", "") && !there("2026-11-01", "") && !there("2026-03-20", "2026-10-01"), "not in October");
}

#[test]
fn what_a_station_must_have_is_due_some_months_after_its_agreement_begins() {
    for name in ["equipment", "rule_books", "written", "signs"] {
        assert_eq!(due(name, "2026-03-10"), Ok(day("2026-06-10")), "{name}");
    }
}

#[test]
fn a_cycle_ends_with_the_year_that_the_county_has_set() {
    let only = &rule("procurement").and_then(|rule| rule.of.as_ref()).expect("rule").only["year_in_cycle"];
    let ends = |year: serde_json::Value, cycle: &str| only.holds(&year, |_| cycle.to_owned());
    assert!(ends(3.into(), "3") && ends(2.into(), "2") && !ends(2.into(), "3") && !ends("3".into(), "3"));
}

#[test]
fn the_record_of_a_volunteer_is_complete_within_ten_working_days() {
    assert_eq!(due("volunteer_record", "2025-09-26"), Ok(day("2025-10-16")));
}

#[test]
fn periods_are_named_as_records_name_them() {
    let names = |each: Each| {
        let periods = each.between(day("2026-05-20"), day("2026-12-31"));
        periods.into_iter().map(|(name, _)| name).collect::<Vec<_>>()
    };
    assert_eq!(names(Each::Quarter), ["2026-Q2", "2026-Q3", "2026-Q4"]);
    assert_eq!(names(Each::HalfYear), ["2026-H1", "2026-H2"]);
    assert_eq!(names(Each::Year), ["2026"]);
    assert_eq!(names(Each::Month).len(), 8);
}

#[test]
fn every_rule_names_fields_of_the_dictionary_and_parameters_that_are_numbers() {
    let field = |kind: &str, name: &str| {
        let kind = dictionary().kind(kind).unwrap_or_else(|| panic!("{kind}"));
        kind.field(name).unwrap_or_else(|| panic!("{}.{name}", kind.name)).kind
    };
    for rule in rules() {
        assert!(rule.of.is_some() != rule.each.is_some(), "{}: of records or of periods", rule.name);
        if let Some(of) = &rule.of {
            for path in std::iter::once(&of.from).chain(&of.unless) {
                let (kind, name) = match path.split_once('.') {
                    Some((reference, name)) => {
                        (dictionary().kind(&of.kind).and_then(|kind| kind.refers_to(reference)).expect("a kind"), name)
                    }
                    None => (of.kind.as_str(), path.as_str()),
                };
                assert_eq!(field(kind, name), FieldType::Date, "{}: {path}", rule.name);
            }
            for (name, codes) in &of.only {
                known_codes(&of.kind, name, codes);
            }
            if let Some(name) = &of.unless_whole {
                assert_eq!(field(&of.kind, name), FieldType::Codes, "{}", rule.name);
            }
            if let Some(name) = &rule.settled_field {
                assert_eq!(field(&of.kind, name), FieldType::Date, "{}", rule.name);
            }
        }
        if let Some(by) = &rule.settled_by {
            assert_eq!(field(&by.kind, &by.date), FieldType::Date, "{}", rule.name);
            assert_eq!(by.period.is_some(), rule.each.is_some(), "{}: a period is settled by its name", rule.name);
            if let Some(link) = &by.link {
                assert_eq!(field(&by.kind, link), FieldType::Reference, "{}", rule.name);
            }
            for (name, codes) in &by.only {
                known_codes(&by.kind, name, codes);
            }
            if let Some(each) = &by.of_each {
                assert_eq!(field(&by.kind, &each.link), FieldType::Reference, "{}", rule.name);
                assert_eq!([&each.from, &each.until].map(|name| field(&each.kind, name)), [FieldType::Date; 2]);
            }
        }
        if let Some(check) = &rule.check {
            let known = crate::compliance::checks(&Default::default(), day("2026-11-30"));
            assert!(known.iter().any(|one| one.name == check.name && one.kind == check.kind), "{}", rule.name);
        }
        if let Some(name) = rule.term.parameter() {
            let parameter = crate::parameters::parameter(name).expect(name);
            assert!(matches!(parameter.of, crate::parameters::ParameterType::Integer { .. }), "{name}");
        }
    }
}

fn known_codes(kind: &str, name: &str, codes: &OneOf) {
    if let OneOf::Parameter { parameter } = codes {
        let field = dictionary().kind(kind).and_then(|kind| kind.field(name)).expect("a field");
        assert_eq!(field.kind, FieldType::Integer, "{kind}.{name}");
        let parameter = crate::parameters::parameter(parameter).expect(parameter);
        assert!(matches!(parameter.of, crate::parameters::ParameterType::Integer { .. }), "{kind}.{name}");
        return;
    }
    let table = dictionary().kind(kind).and_then(|kind| kind.field(name)?.codes.clone()).expect("a code table");
    let table = dictionary().code_table(&table).expect("a code table");
    assert!(codes.codes().iter().all(|code| table.entry(code).is_some()), "{kind}.{name}");
}
