//! Resources that were linked: worth, vouchers, and to whom they went.

use chrono::NaiveDate;

use crate::fields::{resource_beneficiary, resource_linkage};
use crate::finding::Finding;
use crate::training;
use crate::values::{Fields, codes, number, text};

pub(crate) fn check(fields: &Fields, _provisional: bool, _today: NaiveDate) -> Vec<Finding> {
    let mut findings = Vec::new();
    let amount = number(fields, resource_linkage::AMOUNT);
    let kind = text(fields, resource_linkage::RESOURCE_TYPE);
    if amount == Some(0) && matches!(kind, "money" | "goods") {
        findings.push(Finding::warning(
            resource_linkage::AMOUNT,
            "资金、物资一般有金额或折价；填 0 只计次数，不进折合金额",
        ));
    }
    if amount.is_some_and(|amount| amount > 0) && codes(fields, resource_linkage::VOUCHERS).is_empty() {
        findings.push(Finding::warning(resource_linkage::VOUCHERS, "有金额的资源请留存捐赠函、发票或照片等凭证"));
    }
    findings
}

/// Findings of a beneficiary.
pub(crate) fn check_beneficiary(fields: &Fields, provisional: bool, _today: NaiveDate) -> Vec<Finding> {
    let names = [resource_beneficiary::RECIPIENT, resource_beneficiary::HOUSEHOLD, resource_beneficiary::NAME];
    training::someone(fields, &names, provisional)
}
