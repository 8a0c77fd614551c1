//! Worked households: each file of `households/` is a survey calculated by hand, with every intermediate figure. Amounts there
//! are in 元; the people are made up. The standards are made up too: no real county's numbers are known to this program.

use chrono::NaiveDate;
use domain::dictionary::{FieldType, dictionary};
use domain::excluded_income::Decision;
use domain::means::{County, Estimate, Outcome, estimate};
use domain::means_records::{Fields, Rows, Survey};
use domain::means_standards::Standards;
use serde_json::{Value, json};

const FILES: &[(&str, &str)] = &[
    ("four kinds of income", include_str!("../households/income.toml")),
    ("who counts", include_str!("../households/members.toml")),
    ("dibao and its margin", include_str!("../households/dibao.toml")),
    ("rigid expense", include_str!("../households/rigid.toml")),
    ("what is missing", include_str!("../households/missing.toml")),
];

/// 元 as written by hand (`12`, `"12.34"`) in 分, where the dictionary says money.
fn in_fen(kind: &str, fields: &toml::Table) -> Fields {
    let kind = dictionary().kind(kind).expect("kind");
    let convert = |(name, value): (&String, &toml::Value)| {
        let field = kind.field(name).unwrap_or_else(|| panic!("{}.{name}", kind.name));
        let value = match value {
            toml::Value::Integer(yuan) if field.kind == FieldType::Money => json!(yuan * 100),
            toml::Value::String(yuan) if field.kind == FieldType::Money => {
                let (whole, rest) = yuan.split_once('.').expect("元.分");
                json!(whole.parse::<i64>().expect("元") * 100 + rest.parse::<i64>().expect("分"))
            }
            other => serde_json::to_value(other).expect("json"),
        };
        (name.clone(), value)
    };
    fields.iter().map(convert).collect()
}

fn rows(household: &toml::Table, name: &str, kind: &str) -> Vec<(String, Fields)> {
    let list = household.get(name).and_then(toml::Value::as_array).cloned().unwrap_or_default();
    list.iter()
        .enumerate()
        .map(|(place, row)| {
            let mut fields = row.as_table().expect("row").clone();
            let id = fields.remove("id").and_then(|id| id.as_str().map(str::to_owned));
            (id.unwrap_or_else(|| format!("{name}{}", place + 1)), in_fen(kind, &fields))
        })
        .collect()
}

fn table<'a>(household: &'a toml::Table, name: &str) -> Option<&'a toml::Table> {
    household.get(name).and_then(toml::Value::as_table)
}

fn worked(household: &toml::Table) -> Estimate {
    let survey = in_fen("means_survey", table(household, "survey").expect("survey"));
    let rows = Rows {
        members: rows(household, "members", "survey_member"),
        incomes: rows(household, "incomes", "survey_income"),
        expenses: rows(household, "expenses", "survey_expense"),
        assets: rows(household, "assets", "survey_asset"),
        supporters: rows(household, "supporters", "survey_supporter"),
    };
    let survey = Survey::read(&survey, &rows);
    let mut standards: Fields = json!({
        "year": 2026, "effective_from": "2025-01-01", "source_doc_no": "样例〔2025〕1号", "dibao_urban": 70_000, "dibao_rural": 660_000,
        "dibao_rural_unit": "year", "prev_disposable_urban": 4_200_000, "prev_disposable_rural": 2_160_000, "rigid_ratio": "60%",
    })
    .as_object()
    .expect("map")
    .clone();
    for (name, value) in table(household, "standards").map(|own| in_fen("county_year_param", own)).unwrap_or_default() {
        standards.insert(name, value);
    }
    let none = household.get("no_standards").is_some();
    let decisions = household.get("decisions").and_then(toml::Value::as_array).cloned().unwrap_or_default();
    let county = County {
        name: "练习县".into(),
        standards: survey.on.filter(|_| !none).and_then(|on| Standards::on([&standards], on)),
        decisions: decisions
            .iter()
            .map(|one| Decision {
                item: one["item"].as_str().expect("item").into(),
                from: one["from"].as_str().expect("from").parse::<NaiveDate>().expect("day"),
                excluded: one["excluded"].as_bool().expect("excluded"),
            })
            .collect(),
    };
    estimate(&survey, &county)
}

fn outcome(estimate: &Estimate) -> String {
    serde_json::to_value(estimate.outcome).ok().and_then(|value| value.as_str().map(str::to_owned)).expect("outcome")
}

#[test]
fn every_household_comes_to_what_was_calculated_by_hand() {
    let (mut count, mut outcomes) = (0, std::collections::BTreeSet::new());
    for (what, text) in FILES {
        let file: toml::Table = toml::from_str(text).unwrap_or_else(|error| panic!("{what}: {error}"));
        for household in file["household"].as_array().expect("households") {
            let household = household.as_table().expect("household");
            let about = format!("{what}: {}", household["about"].as_str().expect("about"));
            let found = worked(household);
            for (key, expected) in table(household, "expect").expect("expect") {
                let expected = expected.as_str().expect("text");
                let said = |list: &[String]| list.iter().any(|one| one.contains(expected));
                match key.as_str() {
                    "outcome" => assert_eq!(outcome(&found), expected, "{about}\n{found:#?}"),
                    "missing" => assert!(said(&found.missing), "{about}: {expected}\n{:?}", found.missing),
                    "note" => assert!(said(&found.notes), "{about}: {expected}\n{:?}", found.notes),
                    "household_gap" => {
                        assert_eq!(found.gap.map(domain::amounts::yuan).as_deref(), Some(expected), "{about}")
                    }
                    key => {
                        let step = found.steps.iter().find(|step| step.key == key);
                        let step = step.unwrap_or_else(|| panic!("{about}: no line {key}\n{:#?}", found.steps));
                        assert_eq!(step.value, expected, "{about}: {key} = {}", step.formula);
                    }
                }
            }
            if found.outcome == Outcome::Nothing {
                assert!(found.per_capita.is_none() && !found.missing.is_empty(), "{about}: no figure, and why");
            }
            if found.outcome != Outcome::Dibao {
                assert!(found.gap.is_none(), "{about}");
            }
            outcomes.insert(outcome(&found));
            count += 1;
        }
    }
    assert!(count >= 20, "{count} households");
    let all = ["dibao", "dibao_margin", "not_met", "nothing", "pending", "rigid_expense_difficulty", "tekun"];
    assert_eq!(outcomes.into_iter().collect::<Vec<_>>(), all, "every outcome is among them");
}

#[test]
fn every_line_has_a_key_of_its_own() {
    for (_, text) in FILES {
        let file: toml::Table = toml::from_str(text).expect("toml");
        for household in file["household"].as_array().expect("households") {
            let steps = worked(household.as_table().expect("household")).steps;
            let keys: std::collections::BTreeSet<_> = steps.iter().map(|step| (step.group, &step.key)).collect();
            assert_eq!(keys.len(), steps.len(), "{steps:#?}");
        }
    }
}

/// Struct and dictionary hold together: each field read by the rules exists in the kind.
#[test]
fn what_the_rules_read_is_in_the_dictionary() {
    let has = |kind: &str, fields: &[&str]| {
        let kind = dictionary().kind(kind).expect("kind");
        for field in fields {
            assert!(kind.field(field).is_some(), "{}.{field}", kind.name);
        }
    };
    has(
        "means_survey",
        &["apply_date", "date", "hukou_type", "single", "in_tekun", "in_dibao", "in_margin", "rigid_other"],
    );
    has("means_survey", &["property_dibao", "property_margin", "property_rigid"]);
    has("survey_member", &["name", "situation", "applicant"]);
    has("survey_income", &["member", "income_kind", "item", "basis", "amount", "months", "paid_from", "cost"]);
    has("survey_income", &["employment_cost", "county_excluded", "excluded_basis"]);
    has("survey_expense", &["member", "expense_kind", "amount", "basic_insurance", "serious_insurance", "medical_aid"]);
    has("survey_expense", &["supplementary", "commercial", "deducted", "county_confirmed"]);
    has("survey_asset", &["member", "asset_kind", "amount", "exempt"]);
    has("survey_supporter", &["unable", "support_due"]);
    has(
        "county_year_param",
        &["year", "effective_from", "source_doc_no", "dibao_urban", "dibao_rural", "dibao_rural_unit"],
    );
    has("county_year_param", &["margin_multiplier", "prev_disposable_urban", "prev_disposable_rural", "rigid_ratio"]);
    has("county_year_param", &["rigid_inclusive", "rigid_living", "rigid_months"]);
    has("county_year_param", &["fin_asset_limit_dibao", "fin_asset_limit_margin", "fin_asset_limit_rigid"]);
    let codes = |table: &str| dictionary().code_table(table).expect("table").entries.iter().map(|e| e.code.clone());
    for outcome in [Outcome::Dibao, Outcome::DibaoMargin, Outcome::RigidExpenseDifficulty, Outcome::NotMet] {
        assert!(codes("means_type").any(|code| Some(code.as_str()) == outcome.code()), "{outcome:?}");
    }
    assert_eq!(codes("income_kind").collect::<Vec<_>>(), ["wage", "business", "property", "transfer"]);
    let groups = dictionary().code_table("income_item").expect("table").entries.iter().map(|entry| &entry.group);
    assert!(groups.flatten().all(|group| codes("income_kind").any(|code| code == *group)));
}

#[test]
fn a_number_of_people_and_incomes_at_the_limit_does_not_overflow() {
    let income = json!({"member": "a", "income_kind": "wage", "item": "wages", "basis": "month", "amount": 1_000_000_000_000_i64, "months": 12});
    let fields = |value: Value| value.as_object().expect("map").clone();
    let rows = Rows {
        members: vec![("a".into(), fields(json!({"name": "甲", "situation": "applicant"})))],
        incomes: (0..1_000).map(|place| (place.to_string(), fields(income.clone()))).collect(),
        ..Rows::default()
    };
    let survey = Survey::read(&fields(json!({"date": "2026-06-01", "hukou_type": "rural"})), &rows);
    let found = estimate(&survey, &County::default());
    assert_eq!(found.per_capita.map(domain::amounts::yuan).as_deref(), Some("10000000000000.00"));
}
