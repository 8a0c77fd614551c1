//! Means surveys as they are typed: what survey and rows need before they are final. What a survey comes to: means.rs.

use chrono::NaiveDate;

use crate::dictionary::dictionary;
use crate::fields::{means_survey, survey_asset, survey_expense, survey_income};
use crate::finding::Finding;
use crate::values::{Fields, date, number, text};

/// 最低生活保障审核确认办法 第11、16、20条: two investigators (the dictionary asks for both), near relatives filed apart, both sides sign.
pub(crate) fn check(fields: &Fields, provisional: bool, _today: NaiveDate) -> Vec<Finding> {
    let mut findings = Vec::new();
    if date(fields, means_survey::APPLY_DATE)
        .zip(date(fields, means_survey::DATE))
        .is_some_and(|(applied, date)| applied > date)
    {
        findings.push(Finding::warning(means_survey::APPLY_DATE, "申请日期晚于调查日期，请核对"));
    }
    if matches!(text(fields, means_survey::NEAR_RELATIVE), "handler" | "village") && !provisional {
        if text(fields, means_survey::NEAR_RELATIVE_TEXT).is_empty() {
            findings.push(Finding::error(means_survey::NEAR_RELATIVE_TEXT, "是近亲属，请写明是谁、什么关系"));
        }
        if text(fields, means_survey::KINSHIP_FILED) != "yes" {
            let words = "近亲属须单独登记备案（县级必须入户），备案后再保存为正式；可先暂存";
            findings.push(Finding::error(means_survey::KINSHIP_FILED, words));
        }
    }
    if !provisional && text(fields, means_survey::AUTHORISED) != "yes" {
        findings.push(Finding::warning(means_survey::AUTHORISED, "还没有签核对授权书，县里不能做信息核对"));
    }
    let signed = [means_survey::INVESTIGATORS_SIGNED, means_survey::FAMILY_SIGNED]
        .iter()
        .all(|name| text(fields, name) == "yes");
    if !provisional && !signed {
        findings.push(Finding::warning(means_survey::FAMILY_SIGNED, "调查结果须由调查员和在场家庭成员双方签字"));
    }
    if text(fields, means_survey::RECOGNISED_TYPE).is_empty() != text(fields, means_survey::RECOGNISED_DATE).is_empty()
    {
        findings.push(Finding::warning(means_survey::RECOGNISED_DATE, "县级认定类型和认定日期请一起填，到期日按它算"));
    }
    findings
}

/// Findings of an income row.
pub(crate) fn check_income(fields: &Fields, provisional: bool, _today: NaiveDate) -> Vec<Finding> {
    let mut findings = Vec::new();
    let kind = text(fields, survey_income::INCOME_KIND);
    let table = dictionary().code_table("income_item");
    let group =
        table.and_then(|table| table.entry(text(fields, survey_income::ITEM))).and_then(|entry| entry.group.as_deref());
    if !kind.is_empty() && group.is_some_and(|group| group != kind) {
        findings.push(Finding::error(survey_income::ITEM, "这个项目不属于所选的收入类别，请重新选择"));
    }
    if number(fields, survey_income::MONTHS).is_some_and(|months| !(1..=12).contains(&months)) {
        findings.push(Finding::error(survey_income::MONTHS, "实发月数应为 1 至 12"));
    }
    if text(fields, survey_income::BASIS) == "month" && number(fields, survey_income::MONTHS).is_none() && !provisional
    {
        findings.push(Finding::error(survey_income::MONTHS, "按月的收入请填实发月数"));
    }
    if kind == "wage" && number(fields, survey_income::COST).is_some_and(|cost| cost > 0) {
        findings.push(Finding::error(survey_income::COST, "工资性收入请把成本填在“必要就业成本”里，只扣一次"));
    }
    if !kind.is_empty() && kind != "wage" && number(fields, survey_income::EMPLOYMENT_COST).is_some_and(|cost| cost > 0)
    {
        findings.push(Finding::error(survey_income::EMPLOYMENT_COST, "只有工资性收入才扣就业成本"));
    }
    if text(fields, survey_income::COUNTY_EXCLUDED) == "yes"
        && text(fields, survey_income::EXCLUDED_BASIS).is_empty()
        && !provisional
    {
        findings.push(Finding::error(survey_income::EXCLUDED_BASIS, "按市级以上规定不计入的，请写明依据"));
    }
    findings
}

/// Findings of an expense row.
pub(crate) fn check_expense(fields: &Fields, _provisional: bool, _today: NaiveDate) -> Vec<Finding> {
    let mut findings = Vec::new();
    let others = [
        survey_expense::BASIC_INSURANCE,
        survey_expense::SERIOUS_INSURANCE,
        survey_expense::MEDICAL_AID,
        survey_expense::SUPPLEMENTARY,
        survey_expense::COMMERCIAL,
    ];
    let paid: i64 = others.iter().filter_map(|name| number(fields, name)).fold(0, i64::saturating_add);
    if number(fields, survey_expense::AMOUNT).is_some_and(|amount| paid > amount) {
        findings.push(Finding::error(survey_expense::AMOUNT, "各种报销、救助合计大于总费用，请核对"));
    }
    if number(fields, survey_expense::DEDUCTED).is_some_and(|deducted| deducted > 0)
        && text(fields, survey_expense::DEDUCTED_BASIS).is_empty()
    {
        findings.push(Finding::warning(survey_expense::DEDUCTED_BASIS, "核算收入时扣减的，请写明县里的依据"));
    }
    findings
}

/// Findings of an asset row.
pub(crate) fn check_asset(fields: &Fields, _provisional: bool, today: NaiveDate) -> Vec<Finding> {
    let this = i64::from(chrono::Datelike::year(&today));
    let wrong = number(fields, survey_asset::BOUGHT_YEAR).is_some_and(|year| !(1950..=this).contains(&year));
    if wrong {
        vec![Finding::warning(survey_asset::BOUGHT_YEAR, "购置年份请填四位年份，不晚于今年")]
    } else {
        Vec::new()
    }
}
