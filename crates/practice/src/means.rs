//! Made-up means surveys, standards and what the special registers know, for the practice county. The standards are invented,
//! as their document says: no real county's numbers stand anywhere in this program. Plain values: nothing is saved here.

use chrono::{Datelike, Days, Months, NaiveDate};
use serde_json::{Value, json};

use crate::people::{Entry, MadePerson, fields, id_number, new_entry};
use crate::seed::Seed;

/// What stands as the document of every made-up standard.
const DOCUMENT: &str = "练习用，非真实文件";

/// A survey is numbered when it is saved, so it is kept apart from its rows.
pub(crate) struct MadeSurvey {
    pub(crate) survey: Entry,
    pub(crate) rows: Vec<Entry>,
    pub(crate) year: i32,
}

/// What a station has of these.
pub(crate) struct MadeMeans {
    pub(crate) records: Vec<Entry>,
    pub(crate) surveys: Vec<MadeSurvey>,
}

/// The county's standards of this year and the year before.
pub(crate) fn standards(seed: &mut Seed, today: NaiveDate) -> Vec<Entry> {
    let of = |seed: &mut Seed, year: i32, urban: i64, rural: i64| {
        new_entry(
            seed,
            "county_year_param",
            json!({
                "year": year, "effective_from": format!("{year}-01-01"), "source_doc_no": DOCUMENT,
                "dibao_urban": urban * 100, "dibao_rural": rural * 100, "dibao_rural_unit": "year", "margin_multiplier": "1.5",
                "prev_disposable_urban": yuan(40_000), "prev_disposable_rural": yuan(20_000), "rigid_ratio": "60%",
                "fin_asset_limit_dibao": yuan(20_000), "fin_asset_limit_margin": yuan(30_000), "vehicle_rule": "练习：残疾人代步车除外",
            }),
        )
    };
    vec![of(seed, today.year() - 1, 650, 6_000), of(seed, today.year(), 700, 6_600)]
}

/// Surveys of the first households on minimum living, guardianship of the children, self-care of the extremely poor.
pub(crate) fn means(seed: &mut Seed, people: &[MadePerson], registered: &mut [Entry], today: NaiveDate) -> MadeMeans {
    let mut made = MadeMeans { records: Vec::new(), surveys: Vec::new() };
    let of = |category: &'static str| people.iter().filter(move |person| person.category == category);
    for (place, person) in of("dibao").chain(of("dibao_margin")).take(6).enumerate() {
        made.surveys.push(survey(seed, place, person, registered, today));
    }
    for (place, person) in of("left_behind_child").chain(of("child_in_difficulty")).enumerate() {
        if place % 5 == 4 {
            continue;
        }
        children(seed, place, person, today, &mut made.records);
    }
    for (place, person) in of("tekun").enumerate().filter(|(place, _)| place % 4 != 3) {
        let unable =
            |item: usize| if (place + item).is_multiple_of(3) && item < 2 + place % 4 { "unable" } else { "able" };
        let date = (today - Days::new(30 + seed.below(60))).to_string();
        made.records.push(new_entry(
            seed,
            "self_care_assessment",
            json!({
                "recipient": person.id, "date": date, "worker": person.worker,
                "eating": unable(0), "dressing": unable(1), "transfer": unable(2), "toilet": unable(3), "walking": unable(4), "bathing": unable(5),
            }),
        ));
    }
    reviews(people, registered, today);
    made.records.extend(grown_up(seed, people, today));
    made
}

/// 元 in 分.
fn yuan(yuan: i64) -> i64 {
    yuan * 100
}

/// When the households on minimum living were reviewed last: some are due, one is late.
fn reviews(people: &[MadePerson], registered: &mut [Entry], today: NaiveDate) {
    let on_dibao: Vec<&str> =
        people.iter().filter(|person| person.category == "dibao").map(|person| person.id.as_str()).collect();
    let categories = registered.iter_mut().filter(|entry| entry.kind == "recipient_category");
    let own = |entry: &&mut Entry| {
        entry.fields.get("recipient").and_then(Value::as_str).is_some_and(|id| on_dibao.contains(&id))
    };
    for (place, category) in categories.filter(own).enumerate() {
        let (class, ago) = match place % 6 {
            0 => ("unsteady", 175),
            1 => ("unsteady", 192),
            place => (if place % 2 == 0 { "steady" } else { "unsteady" }, 40 + place as u64 * 9),
        };
        let begun = category.fields.get("start_date").and_then(Value::as_str).unwrap_or_default().to_owned();
        let last = (today - Days::new(ago)).to_string();
        category.fields.insert("review_class".into(), json!(class));
        category.fields.insert("review_date".into(), json!(last));
        if last < begun {
            category.fields.insert("start_date".into(), json!(last));
        }
    }
}

fn survey(seed: &mut Seed, place: usize, person: &MadePerson, registered: &[Entry], today: NaiveDate) -> MadeSurvey {
    let date = today - Days::new(12 + place as u64 * 17);
    let household = registered.iter().find(|entry| entry.id == person.household);
    let head = household.and_then(|entry| entry.fields.get("head_name")).cloned().unwrap_or_default();
    let survey = seed.id();
    let value = json!({
        "recipient": person.id, "matter": if place.is_multiple_of(2) { "review" } else { "dibao" }, "apply_date": date.to_string(), "date": date.to_string(),
        "method": "home", "investigator": person.worker, "second_investigator": "禾主任（乡镇民政办）", "household": person.household,
        "head_name": head, "hukou_type": "rural", "near_relative": "none", "authorised": "yes", "pledged": "yes", "authorised_date": date.to_string(),
        "property_dibao": if place == 4 { "exceeds" } else { "meets" }, "property_margin": if place == 5 { "unchecked" } else { "meets" },
        "property_rigid": "meets", "living_text": "砖混平房两间，水电齐全。", "daily_text": "吃穿一般，无大件消费。", "neighbours_text": "邻居反映情况属实。",
        "investigators_signed": "yes", "family_signed": "yes", "village_sealed": "yes", "signed_date": date.to_string(),
    });
    let survey = Entry { kind: "means_survey", id: survey, fields: fields(value) };
    let of_house = |entry: &&Entry| {
        entry.kind == "household_member"
            && entry.fields.get("household").and_then(Value::as_str) == Some(&person.household)
    };
    let mut rows: Vec<Entry> = Vec::new();
    for member in registered.iter().filter(of_house) {
        let applies = member.fields.get("recipient").and_then(Value::as_str) == Some(&person.id);
        let of = |name: &str| member.fields.get(name).cloned().unwrap_or_default();
        let value = json!({
            "survey": survey.id, "household_member": member.id, "recipient": of("recipient"), "name": of("name"), "relation": of("relation_to_head"),
            "applicant": if applies { "yes" } else { "no" }, "situation": if applies { "applicant" } else { "living_together" },
            "id_number": of("id_number"), "sex": of("sex"), "birth_date": of("birth_date"), "health": "chronic", "labor_capacity": "2", "work_status": "farming",
        });
        rows.push(new_entry(seed, "survey_member", value));
    }
    let members: Vec<String> = rows.iter().map(|row| row.id.clone()).collect();
    for (at, member) in members.iter().enumerate() {
        let mut income = |kind: &str, item: &str, value: Value| {
            let mut made = new_entry(seed, "survey_income", value);
            for (name, value) in [
                ("survey", json!(survey.id)),
                ("member", json!(member)),
                ("income_kind", json!(kind)),
                ("item", json!(item)),
            ] {
                made.fields.insert(name.into(), value);
            }
            rows.push(made);
        };
        match at {
            0 => income(
                "business",
                "farming",
                json!({"basis": "year", "amount": yuan(6_200 + place as i64 * 900), "cost": yuan(2_400), "source": "estimated"}),
            ),
            1 => income(
                "wage",
                "casual",
                json!({"basis": "month", "amount": yuan(650), "months": 7 + place % 4, "employment_cost": yuan(200), "source": "declared"}),
            ),
            _ => income(
                "transfer",
                "support_paid",
                json!({"basis": "month", "amount": yuan(150), "months": 12, "source": "declared"}),
            ),
        }
    }
    if let Some(first) = members.first() {
        rows.push(new_entry(seed, "survey_expense", json!({
            "survey": survey.id, "member": first, "expense_kind": "medical", "item_text": "慢性病门诊", "amount": yuan(5_200), "basic_insurance": yuan(2_900), "receipts": 14,
        })));
        rows.push(new_entry(seed, "survey_asset", json!({
            "survey": survey.id, "member": first, "asset_kind": "deposit", "amount": yuan(3_000 + place as i64 * 1_500), "source": "declared",
        })));
    }
    rows.push(new_entry(seed, "survey_supporter", json!({
        "survey": survey.id, "name": "禾青", "relation_text": "女儿（已嫁）", "age": 34, "health": "healthy", "occupation": "务工", "population": 4,
        "annual_income": yuan(62_000), "support_due": yuan(1_800),
    })));
    MadeSurvey { survey, rows, year: date.year() }
}

fn children(seed: &mut Seed, place: usize, person: &MadePerson, today: NaiveDate, into: &mut Vec<Entry>) {
    let (father, mother) = match (person.category, place % 4) {
        ("left_behind_child", 0) => (json!(["01"]), json!(["05"])),
        ("left_behind_child", _) => (json!(["01"]), json!(["01"])),
        (_, 0) => (json!(["02"]), json!(["09"])),
        (_, 1) => (json!(["06"]), json!(["04"])),
        (_, 2) => (json!(["12"]), json!(["05"])),
        _ => (json!(["01"]), json!(["02"])),
    };
    let away = person.category == "left_behind_child";
    let kind = seed.pick(&["good", "fair", "fair", "carer_weak"]);
    let found = (today - Days::new(20 + seed.below(50))).to_string();
    into.push(new_entry(seed, "child_guardianship", json!({
        "recipient": person.id, "date": found, "worker": person.worker, "guardianship_type": kind,
        "economic_source": ["work"], "father_name": "（父）", "father_statuses": father, "father_away": if away { "yes" } else { "no" },
        "father_term_months": (father == json!(["06"])).then_some(18), "father_workplace": away.then_some("广东东莞"),
        "mother_name": "（母）", "mother_statuses": mother, "mother_away": if away && mother != json!(["05"]) { "yes" } else { "no" },
        "mother_lost_since": (mother == json!(["09"])).then(|| (today - Months::new(9)).to_string()),
        "mother_workplace": (away && mother != json!(["05"])).then_some("浙江宁波"),
        "carer_name": away.then_some("（祖母）"), "carer_relation": away.then_some("祖母"), "carer_checks": if away { json!(["none"]) } else { Value::Null },
        "carer_signed": away.then_some("yes"),
    })));
    if away && place % 3 != 2 {
        let date = today - Days::new(u64::from(today.day0()).min(3 + seed.below(5)));
        into.push(new_entry(seed, "parent_contact_check", json!({
            "recipient": person.id, "date": date.to_string(), "contact_parent": "both", "last_contact": (date - Days::new(2)).to_string(),
            "weekly": if place % 6 == 1 { "no" } else { "yes" }, "carer_weekly": "yes",
        })));
    }
}

/// One who was a left-behind child until three days ago.
fn grown_up(seed: &mut Seed, people: &[MadePerson], today: NaiveDate) -> Vec<Entry> {
    let Some(person) = people.iter().find(|person| person.category == "left_behind_child") else {
        return Vec::new();
    };
    let birth = today - Months::new(16 * 12) - Days::new(3);
    let id = seed.id();
    let created = (today - Days::new(300)).to_string();
    let child = json!({
        "name": "禾小满", "id_type": "resident_id", "id_number": id_number(birth, 213), "sex": "1", "birth_date": birth.to_string(), "ethnicity": "01",
        "hukou_type": "rural", "village": "新河村", "group_no": "1组", "risk_level": "green", "file_created": created, "created_worker": person.worker,
        "assigned_worker": person.worker, "health": "1", "guardian_name": "禾桂芝", "guardian_relation": "祖母", "guardianship": "fair", "schooling": "junior",
    });
    let category = json!({"recipient": id, "category": "left_behind_child", "start_date": created, "source_doc": "乡镇民政办台账"});
    let consent = json!({"recipient": id, "date": created, "signer": "self", "scope": ["registration", "sensitive", "share"], "paper_on_file": "yes"});
    vec![
        Entry { kind: "recipient", id: id.clone(), fields: fields(child) },
        new_entry(seed, "recipient_category", category),
        new_entry(seed, "consent", consent),
    ]
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::people::{MadeStation, people};
    use domain::dictionary::dictionary;
    use domain::validate::{Level, check};

    #[test]
    fn every_made_up_record_passes_the_same_check_as_a_typed_one() {
        let today = NaiveDate::from_ymd_opt(2026, 11, 23).unwrap();
        let workers = ["w1".to_owned(), "w2".to_owned()];
        let station =
            MadeStation {
                township: "稻香镇", villages: &["新河村", "荷叶塘村"], workers: &workers, households: 60
            };
        let mut seed = Seed::new(7);
        let (persons, mut registered) = people(&mut seed, &station, today);
        let made = means(&mut seed, &persons, &mut registered, today);
        assert_eq!(made.surveys.len(), 6);
        let standards = standards(&mut seed, today);
        let surveys = made.surveys.iter().flat_map(|survey| survey.rows.iter().chain([&survey.survey]));
        for entry in surveys.chain(&made.records).chain(&registered).chain(&standards) {
            let kind = dictionary().kind(entry.kind).unwrap();
            let wrong: Vec<_> = check(kind, &entry.fields, false, today)
                .into_iter()
                .filter(|finding| finding.level == Level::Error)
                .collect();
            assert!(wrong.is_empty(), "{}: {wrong:?}", entry.kind);
        }
    }
}
