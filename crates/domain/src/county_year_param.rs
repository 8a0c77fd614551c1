//! The county's standards of a year as they are typed. Which are in force: means_standards.rs.

use chrono::NaiveDate;

use crate::amounts;
use crate::fields::county_year_param;
use crate::finding::Finding;
use crate::values::{Fields, number, text};

pub(crate) fn check(fields: &Fields, provisional: bool, _today: NaiveDate) -> Vec<Finding> {
    let mut findings = Vec::new();
    if number(fields, county_year_param::YEAR).is_some_and(|year| !(2000..=2100).contains(&year)) {
        findings.push(Finding::error(county_year_param::YEAR, "年度请填四位年份，如 2026"));
    }
    for (name, example) in
        [(county_year_param::MARGIN_MULTIPLIER, "1.5"), (county_year_param::RIGID_RATIO, "0.6 或 60%")]
    {
        let typed = text(fields, name);
        let positive = amounts::parse(typed).is_some_and(|read| read > 0.into());
        if !typed.is_empty() && !positive {
            findings.push(Finding::error(name, format!("请填大于 0 的数，如 {example}")));
        }
    }
    if number(fields, county_year_param::DIBAO_RURAL).is_some()
        && text(fields, county_year_param::DIBAO_RURAL_UNIT).is_empty()
        && !provisional
    {
        findings.push(Finding::error(county_year_param::DIBAO_RURAL_UNIT, "请选农村低保标准是按月还是按年"));
    }
    if number(fields, county_year_param::RIGID_MONTHS).is_some_and(|months| !(1..=12).contains(&months)) {
        findings.push(Finding::error(county_year_param::RIGID_MONTHS, "认定有效期应为 1 至 12 个月"));
    }
    findings
}
