//! Personnel files (R08): age on the day of taking on, schooling, qualification. Each is warned of, none forbidden.

use chrono::NaiveDate;

use crate::age;
use crate::fields::{pay_confirmation, staff_file};
use crate::finding::Finding;
use crate::monthly_brief::month_written;
use crate::period::{Month, Period};
use crate::values::{Fields, date, text};

/// Codes of `education` that say a course of 大专 or above was finished.
const FINISHED: [&str; 4] = ["11", "14", "21", "31"];

/// R08 as far as the file says it by itself, and days that contradict each other.
pub(crate) fn check(fields: &Fields, provisional: bool, _today: NaiveDate) -> Vec<Finding> {
    let mut findings = Vec::new();
    let education = text(fields, staff_file::EDUCATION);
    if !education.is_empty() && !FINISHED.contains(&education) {
        findings.push(Finding::warning(staff_file::EDUCATION, "实施方案要求大专及以上毕业"));
    }
    if !provisional && !text(fields, staff_file::CERTIFICATE).is_empty() && !is_qualified(fields) {
        let words = "没有社工资质：社会工作及相关专业毕业，或持社会工作者职业资格证书，二者有一";
        findings.push(Finding::warning(staff_file::CERTIFICATE, words));
    }
    if is_certified(fields) && text(fields, staff_file::CERTIFIED_DATE).is_empty() {
        findings.push(Finding::warning(staff_file::CERTIFIED_DATE, "请填取证日期，登记期限从这天算"));
    }
    if let (Some(left), Some(arrived)) = (date(fields, staff_file::LEFT_DATE), date(fields, staff_file::ARRIVAL_DATE))
        && left < arrived
    {
        findings.push(Finding::error(staff_file::LEFT_DATE, "离职日期早于驻站日期，请核对"));
    }
    if let (Some(birth), Some(hired)) = (date(fields, staff_file::BIRTH_DATE), date(fields, staff_file::HIRED_DATE))
        && age::under(Some(birth), None, hired, age::MAY_BE_EMPLOYED)
    {
        findings.push(Finding::error(staff_file::BIRTH_DATE, "入职时不满 16 周岁，请核对出生日期和入职日期"));
    }
    findings
}

/// A confirmation of pay names a month that has begun.
pub(crate) fn check_pay(fields: &Fields, _provisional: bool, today: NaiveDate) -> Vec<Finding> {
    let to_come = Month::parse(text(fields, pay_confirmation::MONTH)).is_some_and(|month| month > Month::of(today));
    let mut findings = month_written(fields, pay_confirmation::MONTH);
    findings.extend(to_come.then(|| Finding::error(pay_confirmation::MONTH, "这个月还没有到，请核对月份")));
    findings
}

/// R08: over the age that the county takes, on the day of taking on. “40 岁以下” includes 40 (民法典 1259 条).
pub fn over_age(fields: &Fields, most: u32) -> Option<Finding> {
    let (birth, hired) = (date(fields, staff_file::BIRTH_DATE)?, date(fields, staff_file::HIRED_DATE)?);
    let age = age::on(Some(birth), None, hired).filter(|age| *age > most)?;
    Some(Finding::warning(staff_file::BIRTH_DATE, format!("入职时 {age} 周岁，超实施方案 {most} 岁要求")))
}

/// A certificate of a level.
pub fn is_certified(fields: &Fields) -> bool {
    !matches!(text(fields, staff_file::CERTIFICATE), "" | "none")
}

/// The same on a day: a certificate that was got later is not there yet.
pub fn is_certified_on(fields: &Fields, day: NaiveDate) -> bool {
    is_certified(fields) && date(fields, staff_file::CERTIFIED_DATE).is_none_or(|got| got <= day)
}

/// R08: 社会工作及相关专业, or a certificate.
fn is_qualified(fields: &Fields) -> bool {
    is_certified(fields) || matches!(text(fields, staff_file::MAJOR_RELATED), "social_work" | "related")
}

/// In the station on a day: arrived, and not gone.
pub fn is_in_post(fields: &Fields, day: NaiveDate) -> bool {
    date(fields, staff_file::ARRIVAL_DATE).is_some_and(|arrived| arrived <= day)
        && date(fields, staff_file::LEFT_DATE).is_none_or(|left| left > day)
}

/// In the station on any day of a period.
pub fn is_in_post_within(fields: &Fields, period: Period) -> bool {
    date(fields, staff_file::ARRIVAL_DATE).is_some_and(|arrived| arrived <= period.to)
        && date(fields, staff_file::LEFT_DATE).is_none_or(|left| left > period.from)
}

/// How many are in the station on a day, and how many of these have a certificate (在岗, 持证).
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct InPost {
    /// 在岗
    pub present: usize,
    /// 持证
    pub certified: usize,
}

/// Counts the files of a station on a day.
pub fn in_post<'a>(files: impl IntoIterator<Item = &'a Fields>, day: NaiveDate) -> InPost {
    let mut found = InPost::default();
    for file in files.into_iter().filter(|file| is_in_post(file, day)) {
        found.present += 1;
        found.certified += usize::from(is_certified_on(file, day));
    }
    found
}

#[cfg(test)]
mod tests {
    use serde_json::{Map, Value, json};

    use super::*;
    use crate::dates::stored;

    fn file(values: Value) -> Map<String, Value> {
        values.as_object().expect("map").clone()
    }

    #[test]
    fn pay_is_confirmed_for_a_month_that_the_compliance_table_finds() {
        let today = stored("2026-11-30").expect("day");
        let said = |month: &str| check_pay(&file(json!({ "month": month })), false, today).len();
        assert_eq!(["2026-10", "2026-11", "", "2026年10月", "2026-13", "2026-12"].map(said), [0, 0, 0, 1, 1, 1]);
    }

    #[test]
    fn r08_forty_is_taken_and_forty_one_warns() {
        let over = |hired: &str, most| {
            over_age(&file(json!({"birth_date": "1985-06-01", "hired_date": hired})), most).map(|found| found.message)
        };
        assert_eq!(over("2025-05-31", 40), None, "39");
        assert_eq!(over("2026-05-31", 40), None, "40");
        assert_eq!(over("2026-06-01", 40).as_deref(), Some("入职时 41 周岁，超实施方案 40 岁要求"));
        assert!(over("2026-05-31", 39).is_some(), "a county that takes 未满 40");
    }

    #[test]
    fn r08_schooling_and_qualification_are_warned_of() {
        let said = |values: Value| {
            let found = check(&file(values), false, stored("2026-11-30").expect("day"));
            found.into_iter().map(|one| one.field).collect::<Vec<_>>()
        };
        assert_eq!(said(json!({"education": "61", "certificate": "none"})), ["education", "certificate"]);
        assert!(said(json!({"education": "31", "certificate": "none", "major_related": "social_work"})).is_empty());
        assert!(
            said(json!({"education": "21", "certificate": "assistant", "certified_date": "2025-06-01"})).is_empty()
        );
        assert_eq!(said(json!({"education": "30", "certificate": "none", "major_related": "related"})), ["education"]);
        assert_eq!(said(json!({"birth_date": "2012-01-01", "hired_date": "2026-01-01"})), ["birth_date"]);
    }

    #[test]
    fn somebody_is_in_post_from_arrival_until_leaving() {
        let day = |text: &str| stored(text).expect(text);
        let fields = file(json!({"arrival_date": "2026-03-20", "left_date": "2026-09-01"}));
        let at = |text: &str| is_in_post(&fields, day(text));
        assert_eq!(
            (at("2026-03-19"), at("2026-03-20"), at("2026-08-31"), at("2026-09-01")),
            (false, true, true, false)
        );
        assert!(!is_in_post(&file(json!({"hired_date": "2026-03-01"})), day("2026-05-01")), "hired, not yet there");
    }

    #[test]
    fn those_in_post_are_counted_by_their_own_days() {
        let files = [
            file(json!({"arrival_date": "2026-03-20", "certificate": "assistant", "certified_date": "2026-09-15"})),
            file(json!({"arrival_date": "2026-03-20", "certificate": "social_worker", "left_date": "2026-09-01"})),
            file(json!({"arrival_date": "2026-09-10", "certificate": "none"})),
            file(json!({"certificate": "senior"})),
        ];
        let at = |day: &str| {
            let found = in_post(&files, stored(day).expect(day));
            (found.present, found.certified)
        };
        assert_eq!(at("2026-08-31"), (2, 1), "the certificate of the first came later");
        assert_eq!((at("2026-09-10"), at("2026-09-15")), ((2, 0), (2, 1)));
        assert_eq!(at("2026-03-01"), (0, 0));
    }
}
