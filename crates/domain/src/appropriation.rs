//! Payment nodes of an agreement: what was paid has its day and its amount, and is not more than was planned. The sums of several are
//! `money`'s.

use chrono::NaiveDate;

use crate::fields::appropriation::{PAID_AMOUNT, PAID_DATE, PLANNED_AMOUNT};
use crate::finding::Finding;
use crate::values::{Fields, date, number};

pub(crate) fn check(fields: &Fields, provisional: bool, _today: NaiveDate) -> Vec<Finding> {
    let (paid, paid_on) = (number(fields, PAID_AMOUNT), date(fields, PAID_DATE));
    let mut findings = Vec::new();
    if !provisional && paid.is_some() && paid_on.is_none() {
        findings.push(Finding::error(PAID_DATE, "填了实拨金额，请填实拨日期"));
    }
    if !provisional && paid.is_none() && paid_on.is_some() {
        findings.push(Finding::error(PAID_AMOUNT, "填了实拨日期，请填实拨金额"));
    }
    if paid.zip(number(fields, PLANNED_AMOUNT)).is_some_and(|(paid, planned)| paid > planned) {
        findings.push(Finding::warning(PAID_AMOUNT, "实拨金额大于应拨金额，请核对"));
    }
    findings
}

#[cfg(test)]
mod tests {
    use serde_json::{Value, json};

    use super::*;

    #[test]
    fn what_was_paid_has_its_day_and_its_amount() {
        let said = |fields: Value, provisional: bool| {
            let found = check(fields.as_object().expect("map"), provisional, NaiveDate::default());
            found.into_iter().map(|one| (one.is_error(), one.field)).collect::<Vec<_>>()
        };
        let error = |field: &str| vec![(true, field.to_owned())];
        assert_eq!(said(json!({ "planned_amount": 100 }), false), []);
        assert_eq!(said(json!({ "planned_amount": 100, "paid_amount": 100 }), false), error(PAID_DATE));
        assert_eq!(said(json!({ "planned_amount": 100, "paid_date": "2026-03-02" }), false), error(PAID_AMOUNT));
        assert_eq!(said(json!({ "planned_amount": 100, "paid_date": "2026-03-02" }), true), []);
        let over = json!({ "planned_amount": 100, "paid_amount": 101, "paid_date": "2026-03-02" });
        assert_eq!(said(over, false), [(false, PAID_AMOUNT.to_owned())]);
    }
}
