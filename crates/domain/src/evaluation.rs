//! Evaluation of stations (06 §6.3): a scheme with its dimensions and items, the score that follows from a count, what is missing, and the
//! grade. A scheme is data: a file in `schema/schemes`, records of the county, or a workbook that it imports. Points are exact, to hundredths.

mod points;
mod reading;
mod scheme;
mod score;

use chrono::NaiveDate;

use crate::fields::{evaluation_item, evaluation_scheme, self_evaluation, self_evaluation_score};
use crate::finding::Finding;
use crate::values::{Fields, number, text};

pub use points::Points;
pub use reading::{RowFault, read};
pub use scheme::{CountRule, Dimension, Grade, Item, Scheme, built_in, dimension_lines, grade_lines};
pub use score::{Counted, DimensionScore, Scored, by_dimension, grade, mean, propose};

/// A scheme: numbers are numbers.
pub(crate) fn check_scheme(fields: &Fields, _provisional: bool, _today: NaiveDate) -> Vec<Finding> {
    let mut findings = not_points(fields, evaluation_scheme::POINTS);
    for (field, lines) in [
        (evaluation_scheme::DIMENSIONS, dimension_lines(text(fields, evaluation_scheme::DIMENSIONS)).err()),
        (evaluation_scheme::GRADES, grade_lines(text(fields, evaluation_scheme::GRADES)).err()),
    ] {
        findings.extend(lines.map(|fault| Finding::error(field, fault)));
    }
    findings
}

/// An item: numbers are numbers.
pub(crate) fn check_item(fields: &Fields, _provisional: bool, _today: NaiveDate) -> Vec<Finding> {
    let mut findings = not_points(fields, evaluation_item::POINTS);
    findings.extend(not_points(fields, evaluation_item::EACH_POINTS));
    let rule = text(fields, evaluation_item::COUNT_RULE);
    if !rule.is_empty() && text(fields, evaluation_item::FIGURE).is_empty() {
        findings.push(Finding::error(evaluation_item::FIGURE, "有计分规则的，要选取数口径"));
    }
    if rule == "each" && text(fields, evaluation_item::EACH_POINTS).is_empty() {
        findings.push(Finding::error(evaluation_item::EACH_POINTS, "请填每一个得几分"));
    }
    findings
}

/// A self-evaluation: a year in four digits.
pub(crate) fn check_year(fields: &Fields, _provisional: bool, _today: NaiveDate) -> Vec<Finding> {
    let odd = number(fields, self_evaluation::YEAR).is_some_and(|year| !(2018..=2100).contains(&year));
    if odd { vec![Finding::error(self_evaluation::YEAR, "年度请写四位，如 2026")] } else { Vec::new() }
}

/// A score: a number. That it is not more than its item gives is asked by the use case, which knows the item.
pub(crate) fn check_score(fields: &Fields, _provisional: bool, _today: NaiveDate) -> Vec<Finding> {
    not_points(fields, self_evaluation_score::SCORE)
}

fn not_points(fields: &Fields, field: &str) -> Vec<Finding> {
    let said = text(fields, field);
    let odd = !said.is_empty() && Points::parse(said).is_none();
    if odd { vec![Finding::error(field, "请填数字，最多两位小数，如 5 或 2.5")] } else { Vec::new() }
}
