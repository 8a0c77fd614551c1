//! Rules across the fields of one record, by kind. Each says at which field it speaks; the rules themselves stand in their
//! own modules. A rule that needs other records (closing, R23 for a visit) is asked by the use case, not here.

use chrono::NaiveDate;
use serde_json::{Map, Value};

use crate::identity::IdNumber;
use crate::service::{Service, Standing};
use crate::validate::{Finding, codes, text};
use crate::{age, consent, dates, identity, mandatory_report, service, validate_means, validate_resources, visit};

type Fields = Map<String, Value>;

/// Findings of a kind's own rules.
pub(crate) fn check(kind: &str, fields: &Fields, provisional: bool, today: NaiveDate) -> Vec<Finding> {
    let mut findings = match kind {
        "recipient" => recipient(fields, today),
        "household_member" | "survey_member" => person(fields, today),
        "recipient_category" => category(fields, today),
        "consent" | "recipient_agreement" => consent::check(fields, provisional),
        "visit" => of_visit(fields, provisional, today),
        "mandatory_report" => mandatory_report::check(fields, provisional, today),
        "case" => of_case(fields, provisional),
        "progress_note" => later(fields, "date", today, "日期"),
        "plan_goal" => percent(fields),
        "closure" => of_closure(fields, provisional, today),
        "monthly_brief" => month(fields),
        "community_activity" => of_activity(fields, provisional, today),
        "group" => of_service(fields, provisional).into_iter().collect(),
        "group_member" => {
            order(fields, "joined_date", "left_date", "退组日期早于入组日期，请核对").into_iter().collect()
        }
        "group_session" => of_session(fields, today),
        "group_evaluation" => satisfaction(fields),
        "consultation" | "errand" | "publicity" => of_reception(fields, provisional, today),
        "attachment" => attachment(fields, today),
        "volunteer" => of_volunteer(fields, today),
        "volunteer_service"
        | "volunteer_training"
        | "volunteer_commendation"
        | "resource_linkage"
        | "resource_beneficiary"
        | "gift_distribution"
        | "gift_receipt"
        | "news_item"
        | "training"
        | "training_attendee"
        | "community_org"
        | "community_org_activity"
        | "publication"
        | "administrative_work"
        | "inspection"
        | "equipment"
        | "expense"
        | "kpi_target"
        | "kpi_manual_adjust" => validate_resources::check(kind, fields, provisional, today),
        _ => validate_means::check(kind, fields, provisional, today),
    };
    findings.extend(order(fields, "start_date", "end_date", "终止日期早于起始日期，请核对"));
    findings.extend(time_order(fields));
    findings
}

pub(crate) fn date(fields: &Fields, name: &str) -> Option<NaiveDate> {
    dates::stored(text(fields, name))
}

pub(crate) fn later(fields: &Fields, name: &str, today: NaiveDate, label: &str) -> Vec<Finding> {
    let future = date(fields, name).is_some_and(|date| date > today);
    if future { vec![Finding::warning(name, format!("{label}晚于今天，请核对"))] } else { Vec::new() }
}

/// A photo is turned by quarters; a camera's clock may be wrong.
fn attachment(fields: &Fields, today: NaiveDate) -> Vec<Finding> {
    let mut findings = later(fields, "taken_date", today, "拍摄日期");
    let rotation = fields.get("rotation").and_then(Value::as_i64).unwrap_or(0);
    if ![0, 90, 180, 270].contains(&rotation) {
        findings.push(Finding::error("rotation", "照片只能转 90、180 或 270 度"));
    }
    findings
}

pub(crate) fn order(fields: &Fields, from: &str, to: &str, message: &str) -> Option<Finding> {
    (date(fields, to)? < date(fields, from)?).then(|| Finding::error(to, message))
}

fn time_order(fields: &Fields) -> Option<Finding> {
    let (start, end) = (text(fields, "start_time"), text(fields, "end_time"));
    let both = start.len() == 5 && end.len() == 5;
    (both && end < start).then(|| Finding::warning("end_time", "结束时间早于开始时间，请核对"))
}

/// R01, R02, R04: the ID number is checked and compared with sex and birth. Warnings only.
fn person(fields: &Fields, today: NaiveDate) -> Vec<Finding> {
    let mut findings = later(fields, "birth_date", today, "出生日期");
    let number = text(fields, "id_number");
    if number.is_empty() || !matches!(text(fields, "id_type"), "" | "resident_id") {
        return findings;
    }
    let mut warn = |field: &str, message: String| findings.push(Finding::warning(field, message));
    let reading = match identity::check(&identity::clean(number), today) {
        IdNumber::Valid(reading) => reading,
        IdNumber::Old15(reading) => {
            warn("id_number", "旧 15 位号码，可以保存；建议补登 18 位身份证号".into());
            reading
        }
        IdNumber::Invalid { reason } => {
            warn("id_number", format!("身份证号格式不对：{reason}。请核对；确实如此也可以保存"));
            return findings;
        }
    };
    for note in &reading.notes {
        warn("id_number", format!("{note}，不影响保存"));
    }
    if date(fields, "birth_date").is_some_and(|birth| birth != reading.birth) {
        warn("birth_date", format!("与身份证号上的出生日期 {} 不一致，请核对", reading.birth));
    }
    if matches!(text(fields, "sex"), "1" | "2") && text(fields, "sex") != reading.sex {
        warn("sex", "与身份证号上的性别不一致，请核对".into());
    }
    findings
}

fn recipient(fields: &Fields, today: NaiveDate) -> Vec<Finding> {
    let mut findings = person(fields, today);
    findings.extend(later(fields, "death_date", today, "死亡日期"));
    findings.extend(order(fields, "birth_date", "death_date", "死亡日期早于出生日期，请核对"));
    let minor = age::is_minor(date(fields, "birth_date"), date(fields, "death_date"), today);
    if minor && text(fields, "guardian_name").is_empty() {
        findings.push(Finding::warning("guardian_name", "未满 18 周岁，请尽量填写监护人"));
    }
    findings
}

fn of_volunteer(fields: &Fields, today: NaiveDate) -> Vec<Finding> {
    let mut findings = person(fields, today);
    findings.extend(later(fields, "registered_date", today, "注册日期"));
    findings.extend(order(fields, "registered_date", "left_date", "退出日期早于注册日期，请核对"));
    findings
}

/// R03: warnings only.
fn category(fields: &Fields, today: NaiveDate) -> Vec<Finding> {
    let cert_no = text(fields, "cert_no");
    if text(fields, "category") != "disabled" || cert_no.is_empty() {
        return Vec::new();
    }
    let differs = |field: &str, read: &str| !text(fields, field).is_empty() && text(fields, field) != read;
    match identity::disability_cert(&identity::clean(cert_no), today) {
        Err(reason) => vec![Finding::warning("cert_no", format!("{reason}。请核对；确实如此也可以保存"))],
        Ok(cert) => {
            let mut findings = Vec::new();
            if differs("disability_type", &cert.kind) {
                findings.push(Finding::warning("disability_type", "与残疾人证号上的类别不一致，请核对"));
            }
            if differs("disability_grade", &cert.grade) {
                findings.push(Finding::warning("disability_grade", "与残疾人证号上的等级不一致，请核对"));
            }
            findings
        }
    }
}

/// R11: what a final service record needs, and a word when it will not count. An item that the county added is judged by
/// the use case, which knows the county's catalogue; here an unknown item only warns.
fn of_service(fields: &Fields, provisional: bool) -> Option<Finding> {
    let service = Service {
        area: text(fields, "area"),
        item: text(fields, "service_item"),
        method: text(fields, "service_method"),
        approval_no: text(fields, "approval_no"),
    };
    match service::judge(service, &[]) {
        Standing::Incomplete(message) if !provisional => {
            Some(Finding::error(if service.area.is_empty() { "area" } else { "service_item" }, message))
        }
        Standing::NotCounted(message) => Some(Finding::warning("approval_no", message)),
        _ => None,
    }
}

fn of_visit(fields: &Fields, provisional: bool, today: NaiveDate) -> Vec<Finding> {
    let mut findings = later(fields, "date", today, "走访日期");
    findings.extend(of_service(fields, provisional));
    if date(fields, "next_date").zip(date(fields, "date")).is_some_and(|(next, date)| next <= date) {
        findings.push(Finding::warning("next_date", "下次走访日期应晚于走访日期，请核对"));
    }
    let result = text(fields, "result");
    if !result.is_empty() && !visit::is_effective(result) && !codes(fields, "observations").is_empty() {
        findings.push(Finding::warning("result", "没有见到人却填了观察项，请核对走访结果"));
    }
    if codes(fields, "observations").len() > 1 && codes(fields, "observations").iter().any(|code| code == "normal") {
        findings.push(Finding::warning("observations", "“各项正常”与其他观察项同时勾选，请核对"));
    }
    if !codes(fields, "harm_signs").is_empty() {
        findings.push(Finding::warning("harm_signs", "未满 18 周岁有此情形，须第一时间向公安机关报告并填写强制报告"));
    }
    findings
}

fn of_case(fields: &Fields, provisional: bool) -> Vec<Finding> {
    let mut findings = Vec::new();
    let stage = text(fields, "stage");
    let opened = !matches!(stage, "" | "lead" | "intake" | "rejected" | "referred");
    if opened {
        if text(fields, "open_date").is_empty() && !provisional {
            findings.push(Finding::error("open_date", "请填写“开案日期”"));
        }
        findings.extend(of_service(fields, provisional));
    }
    findings.extend(order(fields, "lead_date", "open_date", "开案日期早于线索日期，请核对"));
    findings
}

/// What was held names its day and how many came; parts of the head-count are not more than the whole.
fn of_activity(fields: &Fields, provisional: bool, today: NaiveDate) -> Vec<Finding> {
    let mut findings: Vec<Finding> = of_service(fields, provisional).into_iter().collect();
    let number = |name: &str| fields.get(name).and_then(Value::as_i64);
    if text(fields, "state") == "held" {
        if text(fields, "date").is_empty() && !provisional {
            findings.push(Finding::error("date", "活动已开展，请填写“开展日期”"));
        }
        if number("people_count").is_none() && !provisional {
            findings.push(Finding::error("people_count", "活动已开展，请填写“现场人次”"));
        }
        if date(fields, "date").is_some_and(|date| date > today) {
            findings.push(Finding::error("date", "开展日期晚于今天，还没开展的活动请把“开展情况”选为“计划中”"));
        }
    }
    for name in ["elderly_count", "children_count", "disabled_count", "relief_count"] {
        if number(name).zip(number("people_count")).is_some_and(|(part, whole)| part > whole) {
            findings.push(Finding::warning(name, "比现场人次还多，请核对"));
        }
    }
    findings.extend(satisfaction(fields));
    findings
}

fn of_session(fields: &Fields, today: NaiveDate) -> Vec<Finding> {
    let future = text(fields, "state") == "held" && date(fields, "date").is_some_and(|date| date > today);
    let message = "日期晚于今天，还没开的一节请把“开展情况”选为“计划中”";
    if future { vec![Finding::error("date", message)] } else { Vec::new() }
}

fn of_reception(fields: &Fields, provisional: bool, today: NaiveDate) -> Vec<Finding> {
    let mut findings = later(fields, "date", today, "日期");
    findings.extend(of_service(fields, provisional));
    findings.extend(order(fields, "date", "done_date", "办结日期早于受理日期，请核对"));
    findings
}

/// A satisfaction mean is a number from 1 to 5, and nobody hands in more sheets than were handed out.
fn satisfaction(fields: &Fields) -> Vec<Finding> {
    let mut findings = Vec::new();
    let mean = text(fields, "satisfaction_mean");
    if !mean.is_empty() && crate::group::satisfaction(mean).is_none() {
        findings.push(Finding::error("satisfaction_mean", "满意度均分应在 1 到 5 之间，如 4.6"));
    }
    let number = |name: &str| fields.get(name).and_then(Value::as_i64);
    if number("survey_returned").zip(number("survey_sent")).is_some_and(|(returned, sent)| returned > sent) {
        findings.push(Finding::warning("survey_returned", "回收数多于发放数，请核对"));
    }
    findings
}

fn percent(fields: &Fields) -> Vec<Finding> {
    let over = fields.get("attainment_percent").and_then(Value::as_i64).is_some_and(|percent| percent > 100);
    if over { vec![Finding::error("attainment_percent", "达成百分比应在 0 到 100 之间")] } else { Vec::new() }
}

fn of_closure(fields: &Fields, provisional: bool, today: NaiveDate) -> Vec<Finding> {
    let mut findings = later(fields, "date", today, "结案日期");
    if text(fields, "reason") == "90" && text(fields, "reason_text").is_empty() && !provisional {
        findings.push(Finding::error("reason_text", "结案原因选了“其他”，请写明原因"));
    }
    findings
}

fn month(fields: &Fields) -> Vec<Finding> {
    let month = text(fields, "month");
    if month.is_empty() || crate::period::Month::parse(month).is_some() {
        return Vec::new();
    }
    vec![Finding::error("month", "月份应写成 2026-11 的样子")]
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::dictionary::dictionary;
    use serde_json::json;

    fn findings(kind: &str, value: Value, provisional: bool) -> Vec<(String, bool)> {
        let fields = value.as_object().expect("object").clone();
        let today = dates::stored("2026-11-23").expect("today");
        let kind = dictionary().kind(kind).expect(kind);
        let found = crate::validate::check(kind, &fields, provisional, today);
        found.into_iter().map(|finding| (finding.field.clone(), finding.is_error())).collect()
    }

    fn at(kind: &str, value: Value) -> Vec<(String, bool)> {
        findings(kind, value, true)
    }

    fn warning(field: &str) -> Vec<(String, bool)> {
        vec![(field.to_owned(), false)]
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
}
