//! Rules of kinds on small records: what is said, at which field, and whether it keeps the record from being saved.

use serde_json::{Value, json};

use super::*;
use crate::dictionary::dictionary;

type Said = Vec<(String, bool)>;

fn said(found: Vec<Finding>) -> Said {
    found.into_iter().map(|finding| (finding.field.clone(), finding.is_error())).collect()
}

/// Everything that is said of a record.
fn findings(kind: &str, value: Value, provisional: bool) -> Said {
    let fields = value.as_object().expect("object").clone();
    let today = crate::dates::stored("2026-11-23").expect("today");
    said(crate::validate::check(dictionary().kind(kind).expect(kind), &fields, provisional, today))
}

/// What its rules say, whatever else is missing.
fn ruled(kind: &str, value: Value, provisional: bool) -> Said {
    let fields = value.as_object().expect("object").clone();
    let today = crate::dates::stored("2026-11-25").expect("today");
    said(check(dictionary().kind(kind).expect(kind), &fields, provisional, today))
}

fn at(kind: &str, value: Value) -> Said {
    findings(kind, value, true)
}

fn error(field: &str) -> Said {
    error_or_warning(field, true)
}

fn warning(field: &str) -> Said {
    error_or_warning(field, false)
}

fn error_or_warning(field: &str, error: bool) -> Said {
    vec![(field.to_owned(), error)]
}

#[test]
fn r01_a_wrong_id_number_warns_and_never_blocks() {
    for number in ["430524198702294512", "430121199001010032", "123"] {
        assert_eq!(at("recipient", json!({"id_number": number})), warning("id_number"), "{number}");
    }
    assert_eq!(at("recipient", json!({"id_number": "430121199001010031"})), []);
    assert_eq!(at("recipient", json!({"id_number": "E1234567", "id_type": "passport"})), []);
    assert_eq!(at("household_member", json!({"id_number": "430121900101003"})), warning("id_number"));
}

#[test]
fn r02_sex_and_birth_are_compared_with_the_number() {
    let with = |sex: &str, birth: &str| {
        at("recipient", json!({"id_number": "430121199001010031", "sex": sex, "birth_date": birth}))
    };
    assert_eq!(with("1", "1990-01-01"), []);
    assert_eq!(with("2", "1990-01-01"), warning("sex"));
    assert_eq!(with("0", "1990-01-02"), warning("birth_date"));
    assert_eq!(
        at("recipient", json!({"id_number": "433001195203154029", "sex": "2"})),
        warning("id_number"),
        "old code"
    );
}

#[test]
fn r03_a_wrong_disability_certificate_warns() {
    let with = |cert: &str, grade: &str| {
        at("recipient_category", json!({"category": "disabled", "cert_no": cert, "disability_grade": grade}))
    };
    assert_eq!(with("43012119900101003142", "2"), []);
    assert_eq!(with("43012119900101003183", "3"), warning("cert_no"));
    assert_eq!(with("43012119900101003142", "1"), warning("disability_grade"));
    assert_eq!(at("recipient_category", json!({"category": "dibao", "cert_no": "低保 001"})), []);
}

#[test]
fn r11_a_visit_names_area_and_item_before_it_is_final() {
    let whole = json!({"recipient": "r", "date": "2026-11-20", "contact_mode": "home", "visit_type": "home_visit",
        "result": "met", "visitor_staff": "s", "area": "A1", "service_item": "A101"});
    assert_eq!(findings("visit", whole.clone(), false), []);
    let without = |field: &str| {
        let mut fields = whole.clone();
        fields.as_object_mut().expect("object").remove(field);
        fields
    };
    assert_eq!(findings("visit", without("area"), false), [("area".to_owned(), true)]);
    assert_eq!(findings("visit", without("service_item"), false), [("service_item".to_owned(), true)]);
    assert_eq!(findings("visit", without("service_item"), true), []);
    let mut own = whole.clone();
    own["service_item"] = json!("健身课");
    assert_eq!(findings("visit", own, false), warning("approval_no"));
}

#[test]
fn dates_and_times_out_of_order_are_pointed_out() {
    assert_eq!(at("visit", json!({"date": "2026-11-24", "area": "A1", "service_method": "M05"})), warning("date"));
    assert_eq!(at("visit", json!({"start_time": "10:20", "end_time": "09:00"})), warning("end_time"));
    let next = json!({"date": "2026-11-20", "next_date": "2026-11-20"});
    assert_eq!(at("visit", next), warning("next_date"));
    let ended = json!({"start_date": "2026-11-20", "end_date": "2026-11-19"});
    assert_eq!(at("recipient_category", ended), [("end_date".to_owned(), true)]);
}

#[test]
fn signs_of_harm_and_odd_results_are_pointed_out() {
    assert_eq!(at("visit", json!({"harm_signs": ["alone"]})), warning("harm_signs"));
    assert_eq!(at("visit", json!({"result": "not_home", "observations": ["health"]})), warning("result"));
    assert_eq!(at("visit", json!({"observations": ["normal", "health"]})), warning("observations"));
}

#[test]
fn an_opened_case_has_its_date_and_area() {
    let case = |stage: &str| json!({"recipient": "r", "lead_date": "2026-11-01", "source": "self", "informant": "本人", "reason": "x", "stage": stage});
    assert_eq!(findings("case", case("lead"), false), []);
    let fields: Vec<_> = findings("case", case("open"), false).into_iter().map(|(field, _)| field).collect();
    assert_eq!(fields, ["open_date", "area"]);
}

#[test]
fn an_activity_that_was_held_says_when_and_how_many_came() {
    let activity = |over: Value| {
        let mut whole = json!({"name": "义诊", "activity_type": "clinic", "state": "planned", "plan_date": "2026-11-20", "area": "A4", "service_item": "A401"});
        whole.as_object_mut().expect("object").extend(over.as_object().expect("object").clone());
        whole
    };
    assert_eq!(findings("community_activity", activity(json!({})), false), []);
    let held = activity(json!({"state": "held"}));
    assert_eq!(
        findings("community_activity", held.clone(), false),
        [("date".to_owned(), true), ("people_count".to_owned(), true)]
    );
    assert_eq!(findings("community_activity", held, true), [], "may be finished later");
    let done = json!({"state": "held", "date": "2026-11-20", "people_count": 30});
    assert_eq!(findings("community_activity", activity(done), false), []);
    let early = json!({"state": "held", "date": "2026-11-24", "people_count": 30});
    assert_eq!(findings("community_activity", activity(early), false), [("date".to_owned(), true)]);
    let odd = json!({"state": "held", "date": "2026-11-20", "people_count": 30, "elderly_count": 31, "satisfaction_mean": "48"});
    assert_eq!(
        findings("community_activity", activity(odd), false),
        [("elderly_count".to_owned(), false), ("satisfaction_mean".to_owned(), true)]
    );
}

#[test]
fn r11_activities_groups_and_reception_name_area_and_item() {
    let own = json!({"name": "健身班", "activity_type": "recreation", "state": "planned", "plan_date": "2026-11-20", "area": "A4", "service_item": "健身课"});
    assert_eq!(findings("community_activity", own, false), warning("approval_no"));
    let group = json!({"name": "小组", "group_type": "growth", "start_date": "2026-11-20", "planned_sessions": 6, "overall_goal": "x", "area": "A2"});
    assert_eq!(findings("group", group, false), [("service_item".to_owned(), true)]);
    let visitor = json!({"date": "2026-11-20", "contact_mode": "station", "people_count": 1, "content": "x", "result": "answered"});
    assert_eq!(findings("consultation", visitor, false), [("area".to_owned(), true)]);
    let errand = json!({"date": "2026-11-20", "area": "A1", "service_item": "A115", "errand_type": "aid", "content": "x", "result": "done", "done_date": "2026-11-19"});
    assert_eq!(findings("errand", errand, false), [("done_date".to_owned(), true)]);
}

#[test]
fn members_sessions_and_evaluations_are_checked() {
    assert_eq!(
        at("group_member", json!({"joined_date": "2026-11-02", "left_date": "2026-11-01"})),
        [("left_date".to_owned(), true)]
    );
    assert_eq!(at("group_session", json!({"state": "held", "date": "2026-11-24"})), [("date".to_owned(), true)]);
    assert_eq!(at("group_session", json!({"state": "planned", "date": "2026-11-24"})), []);
    assert_eq!(
        at("group_evaluation", json!({"satisfaction_mean": "6", "survey_sent": 5, "survey_returned": 6})),
        [("satisfaction_mean".to_owned(), true), ("survey_returned".to_owned(), false)]
    );
}

#[test]
fn closures_goals_and_months_are_checked() {
    assert_eq!(at("plan_goal", json!({"attainment_percent": 101})), [("attainment_percent".to_owned(), true)]);
    assert_eq!(at("monthly_brief", json!({"month": "2026-13"})), [("month".to_owned(), true)]);
    let closure = json!({"case": "c", "date": "2026-11-20", "reason": "90", "summary": "x", "change": "x",
        "recipient_signed": "yes", "worker_signed": "yes", "supervisor_signed": "yes"});
    assert_eq!(findings("closure", closure, false), [("reason_text".to_owned(), true)]);
}

fn whole() -> Value {
    json!({"recipient": "r", "matter": "dibao", "date": "2026-11-20", "method": "home", "investigator": "s",
        "second_investigator": "张某（民政办）", "hukou_type": "rural", "near_relative": "none", "authorised": "yes",
        "investigators_signed": "yes", "family_signed": "yes"})
}

fn over(fields: Value) -> Value {
    let mut all = whole();
    all.as_object_mut().expect("map").extend(fields.as_object().expect("map").clone());
    all
}

#[test]
fn a_final_survey_has_two_investigators() {
    assert_eq!(findings("means_survey", whole(), false), []);
    assert_eq!(findings("means_survey", over(json!({"second_investigator": ""})), false), error("second_investigator"));
    assert_eq!(findings("means_survey", over(json!({"second_investigator": ""})), true), []);
}

#[test]
fn near_relatives_are_named_and_filed_apart() {
    let related = over(json!({"near_relative": "village"}));
    let expected = [("near_relative_text".to_owned(), true), ("kinship_filed".to_owned(), true)];
    assert_eq!(findings("means_survey", related.clone(), false), expected);
    assert_eq!(findings("means_survey", related, true), []);
    let filed =
        over(json!({"near_relative": "handler", "near_relative_text": "民政办主任之弟", "kinship_filed": "yes"}));
    assert_eq!(findings("means_survey", filed, false), []);
}

#[test]
fn signatures_and_dates_of_a_survey_are_pointed_out() {
    assert_eq!(findings("means_survey", over(json!({"family_signed": "no"})), false), warning("family_signed"));
    assert_eq!(findings("means_survey", over(json!({"authorised": "no"})), false), warning("authorised"));
    assert_eq!(at("means_survey", json!({"apply_date": "2026-11-21", "date": "2026-11-20"})), warning("apply_date"));
    assert_eq!(at("means_survey", json!({"recognised_type": "dibao"})), warning("recognised_date"));
}

#[test]
fn an_income_holds_together() {
    assert_eq!(at("survey_income", json!({"income_kind": "wage", "item": "farming"})), error("item"));
    assert_eq!(at("survey_income", json!({"months": 13})), error("months"));
    assert_eq!(at("survey_income", json!({"months": 0})), error("months"));
    assert_eq!(at("survey_income", json!({"income_kind": "wage", "cost": 100})), error("cost"));
    assert_eq!(
        at("survey_income", json!({"income_kind": "transfer", "employment_cost": 100})),
        error("employment_cost")
    );
    let monthly =
        json!({"survey": "s", "member": "m", "income_kind": "wage", "item": "wages", "basis": "month", "amount": 1});
    assert_eq!(findings("survey_income", monthly, false), error("months"));
    let own = json!({"survey": "s", "member": "m", "income_kind": "wage", "item": "wages", "basis": "year", "amount": 1, "county_excluded": "yes"});
    assert_eq!(findings("survey_income", own, false), error("excluded_basis"));
}

#[test]
fn expenses_and_assets_hold_together() {
    let paid = json!({"amount": 1000, "basic_insurance": 600, "commercial": 401});
    assert_eq!(at("survey_expense", paid), error("amount"));
    assert_eq!(at("survey_expense", json!({"amount": 1000, "deducted": 1})), warning("deducted_basis"));
    assert_eq!(at("survey_asset", json!({"bought_year": 2027})), warning("bought_year"));
    assert_eq!(at("survey_asset", json!({"bought_year": 2019})), []);
}

#[test]
fn standards_are_numbers_with_a_unit_and_a_document() {
    for (field, value) in [("rigid_ratio", "六成"), ("rigid_ratio", "0"), ("margin_multiplier", "-1")] {
        assert_eq!(at("county_year_param", json!({ field: value })), error(field), "{value}");
    }
    assert_eq!(at("county_year_param", json!({"year": 26})), error("year"));
    assert_eq!(at("county_year_param", json!({"rigid_months": 13})), error("rigid_months"));
    let rural =
        json!({"year": 2026, "effective_from": "2026-01-01", "source_doc_no": "样例1号", "dibao_rural": 55_000});
    assert_eq!(findings("county_year_param", rural, false), error("dibao_rural_unit"));
    let bare = json!({"year": 2026, "effective_from": "2026-01-01"});
    assert_eq!(findings("county_year_param", bare, false), error("source_doc_no"));
}

#[test]
fn an_entrusted_carer_is_checked_against_the_law() {
    let with =
        |checks: Value| json!({"recipient": "r", "date": "2026-11-20", "carer_name": "张某", "carer_checks": checks});
    assert_eq!(findings("child_guardianship", with(json!([])), false), error("carer_checks"));
    assert_eq!(findings("child_guardianship", with(json!(["none"])), false), []);
    assert_eq!(findings("child_guardianship", with(json!(["addicted"])), false), warning("carer_checks"));
    assert_eq!(findings("child_guardianship", with(json!(["none", "addicted"])), false), error("carer_checks"));
}

#[test]
fn what_r16_needs_of_a_parent_is_asked_for() {
    assert_eq!(at("child_guardianship", json!({"father_statuses": ["06"]})), warning("father_term_months"));
    assert_eq!(at("child_guardianship", json!({"mother_statuses": ["09"]})), warning("mother_lost_since"));
    assert_eq!(at("child_guardianship", json!({"mother_statuses": ["01", "05"]})), warning("mother_statuses"));
    assert_eq!(at("child_guardianship", json!({"father_statuses": ["06"], "father_term_months": 8})), []);
}

#[test]
fn weekly_contact_is_compared_with_the_last_one() {
    let with =
        |last: &str| at("parent_contact_check", json!({"date": "2026-11-20", "last_contact": last, "weekly": "yes"}));
    assert_eq!(with("2026-11-13"), []);
    assert_eq!(with("2026-11-12"), warning("weekly"));
    assert_eq!(with("2026-11-21"), error("last_contact"));
}

#[test]
fn an_assessment_that_is_not_whole_says_so() {
    let five = json!({"eating": "able", "dressing": "able", "transfer": "able", "toilet": "able", "walking": "able"});
    assert_eq!(at("self_care_assessment", five), warning("bathing"));
}

#[test]
fn service_time_is_the_time_really_given() {
    let with = |minutes: i64, from: &str, to: &str| {
        ruled("volunteer_service", json!({"minutes": minutes, "start_time": from, "end_time": to}), false)
    };
    assert_eq!(with(120, "09:00", "11:00"), []);
    assert_eq!(with(121, "09:00", "11:00"), error_or_warning("minutes", false));
    assert_eq!(with(0, "", ""), error_or_warning("minutes", true));
    assert_eq!(with(720, "", ""), []);
    assert_eq!(with(721, "", ""), error_or_warning("minutes", false));
    assert_eq!(with(1441, "", ""), error_or_warning("minutes", true));
    assert_eq!(with(60, "11:00", "09:00"), error_or_warning("end_time", false), "and no length of time");
}

#[test]
fn dates_that_cannot_be_are_pointed_out() {
    let early = json!({"date": "2026-11-20", "evaluated_date": "2026-11-19", "minutes": 60});
    assert_eq!(ruled("volunteer_service", early, false), error_or_warning("evaluated_date", false));
    assert_eq!(ruled("news_item", json!({"date": "2026-11-26"}), false), error_or_warning("date", false));
    let order = json!({"date": "2026-11-20", "end_date": "2026-11-19", "minutes": 60});
    assert_eq!(ruled("training", order, false), error_or_warning("end_date", true));
}

#[test]
fn a_resource_has_a_worth_and_a_voucher() {
    let with = |kind: &str, amount: i64, vouchers: Value| {
        ruled("resource_linkage", json!({"resource_type": kind, "amount": amount, "vouchers": vouchers}), false)
    };
    assert_eq!(with("goods", 0, json!([])), error_or_warning("amount", false));
    assert_eq!(with("venue", 0, json!([])), []);
    assert_eq!(with("money", 5000, json!([])), error_or_warning("vouchers", false));
    assert_eq!(with("money", 5000, json!(["photo"])), []);
}

#[test]
fn lists_name_somebody_before_they_are_final() {
    for (kind, field) in
        [("resource_beneficiary", "recipient"), ("gift_receipt", "recipient"), ("training_attendee", "staff")]
    {
        assert_eq!(ruled(kind, json!({}), false), error_or_warning(field, true), "{kind}");
        assert_eq!(ruled(kind, json!({}), true), [], "{kind}");
        assert_eq!(ruled(kind, json!({"name": "王奶奶"}), false), [], "{kind}");
    }
}

#[test]
fn a_sign_off_list_is_looked_at_twice() {
    let with = |value: Value| ruled("gift_receipt", value, false);
    assert_eq!(with(json!({"recipient": "r", "signed": "yes", "quantity": 0})), error_or_warning("quantity", false));
    assert_eq!(with(json!({"recipient": "r", "signed_date": "2026-11-20"})), error_or_warning("signed", false));
    assert_eq!(with(json!({"recipient": "r", "signed": "yes", "quantity": 1, "signed_date": "2026-11-20"})), []);
}

#[test]
fn organisations_and_targets_are_checked() {
    assert_eq!(ruled("community_org", json!({"stage": "filed"}), false), error_or_warning("filing_no", false));
    assert_eq!(ruled("community_org", json!({"stage": "incubating"}), false), []);
    assert_eq!(ruled("kpi_target", json!({"year": 26}), false), error_or_warning("year", true));
    assert_eq!(ruled("kpi_target", json!({"year": 2026}), false), []);
}

#[test]
fn r23_a_provisional_report_is_kept_without_error() {
    let half = json!({"recipient": "r1", "found_date": "2025-04-02", "situation": ["alone"]});
    let errors = |provisional| findings("mandatory_report", half.clone(), provisional).len();
    assert_eq!((errors(true), errors(false)), (0, 4));
}

#[test]
fn r11_asks_for_area_and_item_only_where_somebody_was_met() {
    let errors = |result: &str| {
        let visit = json!({ "recipient": "r1", "date": "2026-11-23", "contact_mode": "home", "visit_type": "home_visit",
            "visitor_staff": "s1", "result": result });
        let found = findings("visit", visit, false).into_iter().filter(|(_, is_error)| *is_error);
        found.map(|(field, _)| field).collect::<Vec<_>>()
    };
    for result in ["met", "family_answered"] {
        assert_eq!(errors(result), ["area"], "{result}");
    }
    for result in ["not_home", "refused", "not_residing", "moved", "deceased"] {
        assert_eq!(errors(result), Vec::<String>::new(), "{result}");
    }
}

#[test]
fn r11_an_items_approval_does_not_end_before_it_begins() {
    let until = |day: &str| {
        let item = json!({ "area": "A4", "code": "A4-X01", "name": "助浴", "approval_no": "号", "active": "yes", "from_date": "2026-03-01",
            "until_date": day });
        findings("service_item", item, false)
    };
    assert_eq!(until("2026-02-28"), error_or_warning("until_date", true));
    assert_eq!(until("2026-03-01"), []);
}
