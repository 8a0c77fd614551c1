//! Service agreements: the seven clauses, terms that contradict each other, and when a year may be signed after the one before (R07).
//! Which agreements there are is not known here.

use chrono::NaiveDate;

use crate::dictionary::dictionary;
use crate::fields::agreement;
use crate::finding::Finding;
use crate::period::Period;
use crate::values::{Fields, codes, date, text};

/// The seven clauses (实施方案 六（二）) and days that contradict each other.
pub(crate) fn check(fields: &Fields, provisional: bool, _today: NaiveDate) -> Vec<Finding> {
    let mut findings = Vec::new();
    let lacks = lacking_clauses(fields);
    if !lacks.is_empty() && !provisional {
        let words = format!("还缺条款：{}", lacks.join("、"));
        findings.push(Finding::warning(agreement::CLAUSES, words));
    }
    if let (Some(signed), Some(start)) = (date(fields, agreement::SIGN_DATE), date(fields, agreement::START_DATE))
        && start < signed
    {
        findings.push(Finding::warning(agreement::START_DATE, "起始日期早于签订日期，请核对"));
    }
    if let Some(term) = term(fields)
        && (term.to - term.from).num_days() > 366
    {
        findings.push(Finding::warning(agreement::END_DATE, "超过一年；周期内一年一签"));
    }
    if let (Some(ended), Some(end)) = (date(fields, agreement::TERMINATED_DATE), date(fields, agreement::END_DATE))
        && ended > end
    {
        findings.push(Finding::error(agreement::TERMINATED_DATE, "解除日期晚于终止日期，请核对"));
    }
    let year = year_in_cycle(fields);
    if year.is_some_and(|year| year < 1) {
        findings.push(Finding::error(agreement::YEAR_IN_CYCLE, "请填周期内第几年，从 1 起"));
    }
    if year == Some(1) && !text(fields, agreement::RENEWS).is_empty() {
        findings.push(Finding::error(agreement::RENEWS, "第 1 年是新采购的协议，不是续签"));
    }
    findings
}

/// Labels of the clauses that an agreement has not.
fn lacking_clauses(fields: &Fields) -> Vec<&'static str> {
    let there = codes(fields, agreement::CLAUSES);
    let table = dictionary().code_table("agreement_clause");
    let entries = table.into_iter().flat_map(|table| &table.entries);
    entries.filter(|entry| !there.contains(&entry.code)).map(|entry| entry.label.as_str()).collect()
}

/// From its first to its last day, earlier where it was ended; none while either is missing.
pub fn term(fields: &Fields) -> Option<Period> {
    let (from, to) = (date(fields, agreement::START_DATE)?, date(fields, agreement::END_DATE)?);
    let to = date(fields, agreement::TERMINATED_DATE).map_or(to, |ended| ended.min(to));
    Some(Period { from, to })
}

/// Which year of its cycle it is for.
pub fn year_in_cycle(fields: &Fields) -> Option<i64> {
    fields.get(agreement::YEAR_IN_CYCLE)?.as_i64()
}

/// The agreement of the year before, as R07 looks at it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct YearBefore {
    /// Which year of the cycle.
    pub year: i64,
    /// Grade of its yearly evaluation in words; none: not evaluated yet.
    pub grade: Option<String>,
}

/// R07: whether a year of a cycle may be signed after the year before; the refusal says why.
pub fn may_sign(year: i64, cycle_years: i64, before: Option<&YearBefore>, passing: &[&str]) -> Result<(), String> {
    if year > cycle_years {
        return Err(format!("{cycle_years} 年周期已满，须按政府采购程序重新采购，从第 1 年起签"));
    }
    if year <= 1 {
        return Ok(());
    }
    let Some(before) = before else {
        return Err(format!("第 {year} 年的协议是续签，请在“续签自”里选第 {} 年的协议", year - 1));
    };
    if before.year != year - 1 {
        return Err(format!("“续签自”选的是第 {} 年的协议，应选第 {} 年的", before.year, year - 1));
    }
    match verdict(before.grade.as_deref(), passing) {
        Verdict::None => Err(format!("第 {} 年还没有年度评估结论，评估合格才能续签", before.year)),
        Verdict::Passed => Ok(()),
        Verdict::Failed => Err(format!("第 {} 年评估不合格，不能续签；按政府采购程序重新确定承接机构", before.year)),
        Verdict::Unmapped => {
            let grade = before.grade.as_deref().unwrap_or_default();
            Err(format!("等次“{grade}”算不算合格还没有设置，请先在参数“评估合格的等次”里写明，再续签"))
        }
    }
}

/// What a year's evaluation came to.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Verdict {
    /// Not evaluated yet.
    None,
    /// 合格
    Passed,
    /// 不合格
    Failed,
    /// A grade of which the county has not said whether it passes.
    Unmapped,
}

/// The verdict of a grade in words. `passing` are the grades that count as 合格, in words; of the others only 不合格 is known to have failed.
pub fn verdict(grade: Option<&str>, passing: &[&str]) -> Verdict {
    match grade {
        None => Verdict::None,
        Some(grade) if passing.contains(&grade) => Verdict::Passed,
        Some("不合格") => Verdict::Failed,
        Some(_) => Verdict::Unmapped,
    }
}

/// The passing grades as the county's parameter lists them.
pub fn passing_grades(parameter: &str) -> Vec<&str> {
    parameter.split(['、', '，', ',', ' ']).map(str::trim).filter(|grade| !grade.is_empty()).collect()
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;
    use crate::dates::stored;

    const PASSING: [&str; 3] = ["优秀", "良好", "合格"];

    fn before(year: i64, grade: &str) -> YearBefore {
        YearBefore { year, grade: Some(grade.to_owned()).filter(|grade| !grade.is_empty()) }
    }

    #[test]
    fn r07_a_year_follows_one_that_passed() {
        assert_eq!(may_sign(1, 3, None, &PASSING), Ok(()));
        assert_eq!(may_sign(2, 3, Some(&before(1, "合格")), &PASSING), Ok(()));
        assert_eq!(may_sign(3, 3, Some(&before(2, "优秀")), &PASSING), Ok(()));
        let refused = |year, known: Option<YearBefore>| may_sign(year, 3, known.as_ref(), &PASSING).expect_err("no");
        assert!(refused(2, Some(before(1, "不合格"))).contains("按政府采购程序重新确定承接机构"));
        assert!(refused(2, Some(before(1, ""))).contains("还没有年度评估结论"));
        assert!(refused(2, Some(before(1, "基本合格"))).contains("参数"), "not mapped: neither passed nor failed");
        assert!(refused(2, None).contains("续签自"));
        assert!(refused(3, Some(before(1, "合格"))).contains("应选第 2 年的"));
    }

    #[test]
    fn r07_after_the_last_year_of_a_cycle_the_service_is_procured_anew() {
        let refused = may_sign(4, 3, Some(&before(3, "合格")), &PASSING).expect_err("no");
        assert_eq!(refused, "3 年周期已满，须按政府采购程序重新采购，从第 1 年起签");
        assert!(may_sign(3, 2, Some(&before(2, "合格")), &PASSING).is_err(), "the county's cycle is of two years");
    }

    #[test]
    fn an_agreement_says_which_clauses_it_lacks_and_which_days_contradict() {
        let fields = json!({"clauses": ["content", "tasks", "requirements", "rights", "evaluation", "breach"],
            "sign_date": "2026-03-02", "start_date": "2026-03-01", "end_date": "2027-06-30", "year_in_cycle": 1, "renews": "x"});
        let fields = fields.as_object().expect("map");
        assert_eq!(lacking_clauses(fields), ["政策调整等不可抗力可变更、解除"]);
        let said: Vec<String> =
            check(fields, false, NaiveDate::default()).into_iter().map(|finding| finding.field).collect();
        assert_eq!(said, ["clauses", "start_date", "end_date", "renews"]);
        assert_eq!(term(fields).map(|term| term.to), stored("2027-06-30"));
    }
}
