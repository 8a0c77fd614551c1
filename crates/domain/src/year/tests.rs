//! The file of the year's steps against the dictionary and the deadlines, and what follows from a step's lines.

use serde_json::json;

use super::*;
use crate::deadlines;
use crate::dictionary::{FieldType, dictionary};
use crate::values::Fields;

fn agreement() -> Fields {
    let fields = json!({ "buyer": "清溪县民政局", "provider": "p", "start_date": "2026-10-01", "end_date": "2027-09-30",
        "sign_date": "2026-09-18", "year_in_cycle": 1, "amount": 30_000_000, "remark": "" });
    fields.as_object().expect("map").clone()
}

fn begun(step: &str, words: &Words) -> Map<String, Value> {
    let step = steps().iter().find(|one| one.name == step).expect("a step");
    words.fields(step.begin.as_ref().expect("a beginning"))
}

#[test]
fn the_steps_stand_in_the_order_of_the_year_and_each_says_how_it_is_done() {
    let names: Vec<&str> = steps().iter().map(|step| step.name.as_str()).collect();
    assert_eq!(
        names,
        [
            "agreement",
            "targets",
            "arrival",
            "filing",
            "needs_survey",
            "station_plan",
            "monthly_briefs",
            "mid_term",
            "quarters",
            "self_evaluation",
            "final_report",
            "evaluation",
            "verdict",
            "next"
        ]
    );
    for step in steps() {
        assert!(step.deadline.is_some() || step.record.is_some() || step.shows.is_some(), "{}", step.name);
        assert!(step.clause.starts_with("实施方案"), "{}", step.name);
    }
}

#[test]
fn what_a_step_names_exists_and_whoever_owes_the_deadline_owes_the_step() {
    for step in steps() {
        if let Some(of) = &step.deadline {
            let rule = deadlines::rule(&of.rule).unwrap_or_else(|| panic!("{}: no rule {}", step.name, of.rule));
            assert_eq!(rule.owes, step.owes, "{}", step.name);
        }
        if let Some(of) = &step.record {
            let kind = dictionary().kind(&of.kind).unwrap_or_else(|| panic!("{}: no kind {}", step.name, of.kind));
            for field in [&of.link, &of.within, &of.done].into_iter().flatten() {
                assert!(kind.field(field).is_some(), "{}: {field}", step.name);
            }
            assert!(of.link.is_some() || of.within.is_some(), "{}", step.name);
        }
        for begin in [&step.begin, &step.otherwise].into_iter().flatten() {
            let kind = dictionary().kind(&begin.kind).unwrap_or_else(|| panic!("{}: {}", step.name, begin.kind));
            for (name, value) in &begin.fields {
                let field = kind.field(name).unwrap_or_else(|| panic!("{}: {name}", step.name));
                let written =
                    value.as_str().filter(|_| field.kind == FieldType::Code).filter(|text| !text.starts_with('@'));
                if let (Some(code), Some(table)) = (written, &field.codes) {
                    assert!(dictionary().code_table(table).is_some_and(|table| table.entry(code).is_some()), "{code}");
                }
            }
        }
    }
}

#[test]
fn a_record_begins_filled_from_the_agreement_and_from_the_step_before() {
    let mut words = Words::of("a1", &agreement());
    let filing = begun("filing", &words);
    assert_eq!(Value::from(filing), json!({ "filing_type": "agreement", "agreement": "a1", "year": 2026 }));
    assert_eq!(begun("station_plan", &words).get("needs_survey"), None, "there is no survey yet");
    words.say("step.needs_survey", "s1".into());
    let plan = begun("station_plan", &words);
    assert_eq!((&plan["needs_survey"], &plan["title"]), (&json!("s1"), &json!("2026 年度服务计划")));
    let next = begun("next", &words);
    assert_eq!((&next["start_date"], &next["end_date"]), (&json!("2027-10-01"), &json!("2028-09-30")));
    assert_eq!(
        (&next["year_in_cycle"], &next["renews"], &next["amount"]),
        (&json!(2), &json!("a1"), &json!(30_000_000))
    );
    assert_eq!(next.get("clauses"), None, "what the agreement does not say is left to the person");
    assert_eq!(begun("quarters", &words).get("period"), None);
    words.say("subject", "2026-Q4".into());
    assert_eq!(begun("quarters", &words)["period"], "2026-Q4");
}

#[test]
fn a_step_stands_as_its_worst_line() {
    use State::{Done, Later, Near, Overdue};
    assert_eq!(standing(&[Done, Overdue, Near]), Some(Overdue));
    assert_eq!(standing(&[Done, Later]), Some(Later));
    assert_eq!(standing(&[Done, Done]), Some(Done));
    assert_eq!(standing(&[]), None);
}

#[test]
fn r07_after_a_year_that_passed_comes_renewal_and_after_the_last_or_one_that_failed_procurement() {
    assert_eq!(next(1, 3, &Verdict::Passed), Next::Renewal);
    assert_eq!(next(1, 3, &Verdict::Failed), Next::Procurement);
    assert_eq!(next(3, 3, &Verdict::Passed), Next::Procurement);
    assert_eq!(next(3, 3, &Verdict::None), Next::Procurement, "whatever comes of the evaluation");
    assert_eq!(next(2, 3, &Verdict::None), Next::Waiting);
    assert_eq!(next(2, 3, &Verdict::Unmapped), Next::Waiting);
}
