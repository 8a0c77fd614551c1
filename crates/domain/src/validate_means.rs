//! Rules across the fields of a means survey, its rows, the county's standards, and what the special registers record.

use chrono::NaiveDate;
use serde_json::{Map, Value};

use crate::amounts;
use crate::dictionary::dictionary;
use crate::self_care::{self, Grade};
use crate::validate::{Finding, codes, text};
use crate::{dates, parent};

type Fields = Map<String, Value>;

/// Findings of these kinds; none for others.
pub(crate) fn check(kind: &str, fields: &Fields, provisional: bool, today: NaiveDate) -> Vec<Finding> {
    match kind {
        "means_survey" => survey(fields, provisional, today),
        "survey_income" => income(fields, provisional),
        "survey_expense" => expense(fields),
        "survey_asset" => asset(fields, today),
        "county_year_param" => standards(fields, provisional),
        "child_guardianship" => guardianship(fields, provisional),
        "parent_contact_check" => contact(fields),
        "self_care_assessment" => assessment(fields),
        _ => Vec::new(),
    }
}

fn number(fields: &Fields, name: &str) -> Option<i64> {
    fields.get(name).and_then(Value::as_i64)
}

fn date(fields: &Fields, name: &str) -> Option<NaiveDate> {
    dates::stored(text(fields, name))
}

/// 最低生活保障审核确认办法 第11、16、20条: two investigators (the dictionary asks for both), near relatives filed apart, both sides sign.
fn survey(fields: &Fields, provisional: bool, today: NaiveDate) -> Vec<Finding> {
    let mut findings = Vec::new();
    if date(fields, "date").is_some_and(|date| date > today) {
        findings.push(Finding::warning("date", "调查日期晚于今天，请核对"));
    }
    if date(fields, "apply_date").zip(date(fields, "date")).is_some_and(|(applied, date)| applied > date) {
        findings.push(Finding::warning("apply_date", "申请日期晚于调查日期，请核对"));
    }
    if matches!(text(fields, "near_relative"), "handler" | "village") && !provisional {
        if text(fields, "near_relative_text").is_empty() {
            findings.push(Finding::error("near_relative_text", "是近亲属，请写明是谁、什么关系"));
        }
        if text(fields, "kinship_filed") != "yes" {
            let words = "近亲属须单独登记备案（县级必须入户），备案后再保存为正式；可先暂存";
            findings.push(Finding::error("kinship_filed", words));
        }
    }
    if !provisional && text(fields, "authorised") != "yes" {
        findings.push(Finding::warning("authorised", "还没有签核对授权书，县里不能做信息核对"));
    }
    let signed = ["investigators_signed", "family_signed"].iter().all(|name| text(fields, name) == "yes");
    if !provisional && !signed {
        findings.push(Finding::warning("family_signed", "调查结果须由调查员和在场家庭成员双方签字"));
    }
    if text(fields, "recognised_type").is_empty() != text(fields, "recognised_date").is_empty() {
        findings.push(Finding::warning("recognised_date", "县级认定类型和认定日期请一起填，到期日按它算"));
    }
    findings
}

fn income(fields: &Fields, provisional: bool) -> Vec<Finding> {
    let mut findings = Vec::new();
    let kind = text(fields, "income_kind");
    let table = dictionary().code_table("income_item");
    let group = table.and_then(|table| table.entry(text(fields, "item"))).and_then(|entry| entry.group.as_deref());
    if !kind.is_empty() && group.is_some_and(|group| group != kind) {
        findings.push(Finding::error("item", "这个项目不属于所选的收入类别，请重新选择"));
    }
    if number(fields, "months").is_some_and(|months| !(1..=12).contains(&months)) {
        findings.push(Finding::error("months", "实发月数应为 1 至 12"));
    }
    if text(fields, "basis") == "month" && number(fields, "months").is_none() && !provisional {
        findings.push(Finding::error("months", "按月的收入请填实发月数"));
    }
    if kind == "wage" && number(fields, "cost").is_some_and(|cost| cost > 0) {
        findings.push(Finding::error("cost", "工资性收入请把成本填在“必要就业成本”里，只扣一次"));
    }
    if !kind.is_empty() && kind != "wage" && number(fields, "employment_cost").is_some_and(|cost| cost > 0) {
        findings.push(Finding::error("employment_cost", "只有工资性收入才扣就业成本"));
    }
    if text(fields, "county_excluded") == "yes" && text(fields, "excluded_basis").is_empty() && !provisional {
        findings.push(Finding::error("excluded_basis", "按市级以上规定不计入的，请写明依据"));
    }
    findings
}

fn expense(fields: &Fields) -> Vec<Finding> {
    let mut findings = Vec::new();
    let others = ["basic_insurance", "serious_insurance", "medical_aid", "supplementary", "commercial"];
    let paid: i64 = others.iter().filter_map(|name| number(fields, name)).fold(0, i64::saturating_add);
    if number(fields, "amount").is_some_and(|amount| paid > amount) {
        findings.push(Finding::error("amount", "各种报销、救助合计大于总费用，请核对"));
    }
    if number(fields, "deducted").is_some_and(|deducted| deducted > 0) && text(fields, "deducted_basis").is_empty() {
        findings.push(Finding::warning("deducted_basis", "核算收入时扣减的，请写明县里的依据"));
    }
    findings
}

fn asset(fields: &Fields, today: NaiveDate) -> Vec<Finding> {
    let this = i64::from(chrono::Datelike::year(&today));
    let wrong = number(fields, "bought_year").is_some_and(|year| !(1950..=this).contains(&year));
    if wrong {
        vec![Finding::warning("bought_year", "购置年份请填四位年份，不晚于今年")]
    } else {
        Vec::new()
    }
}

fn standards(fields: &Fields, provisional: bool) -> Vec<Finding> {
    let mut findings = Vec::new();
    if number(fields, "year").is_some_and(|year| !(2000..=2100).contains(&year)) {
        findings.push(Finding::error("year", "年度请填四位年份，如 2026"));
    }
    for (name, example) in [("margin_multiplier", "1.5"), ("rigid_ratio", "0.6 或 60%")] {
        let typed = text(fields, name);
        let positive = amounts::parse(typed).is_some_and(|read| read > 0.into());
        if !typed.is_empty() && !positive {
            findings.push(Finding::error(name, format!("请填大于 0 的数，如 {example}")));
        }
    }
    if number(fields, "dibao_rural").is_some() && text(fields, "dibao_rural_unit").is_empty() && !provisional {
        findings.push(Finding::error("dibao_rural_unit", "请选农村低保标准是按月还是按年"));
    }
    if number(fields, "rigid_months").is_some_and(|months| !(1..=12).contains(&months)) {
        findings.push(Finding::error("rigid_months", "认定有效期应为 1 至 12 个月"));
    }
    findings
}

/// 未成年人保护法第22条: who may not be entrusted with a child. The record says what is, so an unfit carer is a warning.
fn guardianship(fields: &Fields, provisional: bool) -> Vec<Finding> {
    let mut findings = Vec::new();
    for (prefix, who) in [("father", "父亲"), ("mother", "母亲")] {
        let parent = parent::Parent::read(fields, prefix);
        if parent.has(&["01"]) && parent.statuses.len() > 1 {
            findings.push(Finding::warning(&format!("{prefix}_statuses"), "“正常”与其他情况同时勾选，请核对"));
        }
        if parent.has(&["06", "07", "08"]) && parent.term_months.is_none() {
            let words = format!("请填{who}的刑期（决定期限），满 6 个月才算");
            findings.push(Finding::warning(&format!("{prefix}_term_months"), words));
        }
        if parent.has(&["09"]) && parent.lost_since.is_none() {
            let words = format!("请填{who}从哪天起失联，满 6 个月才算");
            findings.push(Finding::warning(&format!("{prefix}_lost_since"), words));
        }
    }
    let checks = codes(fields, "carer_checks");
    if checks.len() > 1 && checks.iter().any(|check| check == "none") {
        findings.push(Finding::error("carer_checks", "“逐条核对，都没有”不能与其他情形同时勾选"));
    } else if checks.iter().any(|check| check != "none") {
        let words = "有法律规定不得委托的情形，不能作为被委托照护人，请报告并另行安排";
        findings.push(Finding::warning("carer_checks", words));
    }
    if !text(fields, "carer_name").is_empty() && checks.is_empty() && !provisional {
        findings.push(Finding::error("carer_checks", "登记委托照护，请按未成年人保护法第22条逐条核对"));
    }
    findings
}

fn contact(fields: &Fields) -> Vec<Finding> {
    let Some((date, last)) = date(fields, "date").zip(date(fields, "last_contact")) else {
        return Vec::new();
    };
    if last > date {
        return vec![Finding::error("last_contact", "最近一次联系晚于核查日期，请核对")];
    }
    let long_ago = text(fields, "weekly") == "yes" && (date - last).num_days() > 7;
    let words = "最近一次联系已超过一周，与“每周至少联系一次”不符，请核对";
    if long_ago { vec![Finding::warning("weekly", words)] } else { Vec::new() }
}

fn assessment(fields: &Fields) -> Vec<Finding> {
    match self_care::of_fields(fields) {
        Grade::Found { .. } => Vec::new(),
        Grade::Lacks(items) => {
            let first = self_care::ITEMS.iter().find(|(_, label)| items.contains(label)).map_or("date", |item| item.0);
            vec![Finding::warning(first, format!("{}没有评，六项评全才出自理等级", items.join("、")))]
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    fn found(kind: &str, value: Value, provisional: bool) -> Vec<(String, bool)> {
        let fields = value.as_object().expect("map").clone();
        let today = dates::stored("2026-11-23").expect("today");
        let kind = dictionary().kind(kind).expect(kind);
        let findings = crate::validate::check(kind, &fields, provisional, today);
        findings.into_iter().map(|finding| (finding.field.clone(), finding.is_error())).collect()
    }

    fn at(kind: &str, value: Value) -> Vec<(String, bool)> {
        found(kind, value, true)
    }

    fn error(field: &str) -> Vec<(String, bool)> {
        vec![(field.to_owned(), true)]
    }

    fn warning(field: &str) -> Vec<(String, bool)> {
        vec![(field.to_owned(), false)]
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
        assert_eq!(found("means_survey", whole(), false), []);
        assert_eq!(
            found("means_survey", over(json!({"second_investigator": ""})), false),
            error("second_investigator")
        );
        assert_eq!(found("means_survey", over(json!({"second_investigator": ""})), true), []);
    }

    #[test]
    fn near_relatives_are_named_and_filed_apart() {
        let related = over(json!({"near_relative": "village"}));
        let expected = [("near_relative_text".to_owned(), true), ("kinship_filed".to_owned(), true)];
        assert_eq!(found("means_survey", related.clone(), false), expected);
        assert_eq!(found("means_survey", related, true), []);
        let filed =
            over(json!({"near_relative": "handler", "near_relative_text": "民政办主任之弟", "kinship_filed": "yes"}));
        assert_eq!(found("means_survey", filed, false), []);
    }

    #[test]
    fn signatures_and_dates_of_a_survey_are_pointed_out() {
        assert_eq!(found("means_survey", over(json!({"family_signed": "no"})), false), warning("family_signed"));
        assert_eq!(found("means_survey", over(json!({"authorised": "no"})), false), warning("authorised"));
        assert_eq!(
            at("means_survey", json!({"apply_date": "2026-11-21", "date": "2026-11-20"})),
            warning("apply_date")
        );
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
        let monthly = json!({"survey": "s", "member": "m", "income_kind": "wage", "item": "wages", "basis": "month", "amount": 1});
        assert_eq!(found("survey_income", monthly, false), error("months"));
        let own = json!({"survey": "s", "member": "m", "income_kind": "wage", "item": "wages", "basis": "year", "amount": 1, "county_excluded": "yes"});
        assert_eq!(found("survey_income", own, false), error("excluded_basis"));
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
        assert_eq!(found("county_year_param", rural, false), error("dibao_rural_unit"));
        let bare = json!({"year": 2026, "effective_from": "2026-01-01"});
        assert_eq!(found("county_year_param", bare, false), error("source_doc_no"));
    }

    #[test]
    fn an_entrusted_carer_is_checked_against_the_law() {
        let with = |checks: Value| json!({"recipient": "r", "date": "2026-11-20", "carer_name": "张某", "carer_checks": checks});
        assert_eq!(found("child_guardianship", with(json!([])), false), error("carer_checks"));
        assert_eq!(found("child_guardianship", with(json!(["none"])), false), []);
        assert_eq!(found("child_guardianship", with(json!(["addicted"])), false), warning("carer_checks"));
        assert_eq!(found("child_guardianship", with(json!(["none", "addicted"])), false), error("carer_checks"));
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
        let with = |last: &str| {
            at("parent_contact_check", json!({"date": "2026-11-20", "last_contact": last, "weekly": "yes"}))
        };
        assert_eq!(with("2026-11-13"), []);
        assert_eq!(with("2026-11-12"), warning("weekly"));
        assert_eq!(with("2026-11-21"), error("last_contact"));
    }

    #[test]
    fn an_assessment_that_is_not_whole_says_so() {
        let five =
            json!({"eating": "able", "dressing": "able", "transfer": "able", "toilet": "able", "walking": "able"});
        assert_eq!(at("self_care_assessment", five), warning("bathing"));
    }
}
