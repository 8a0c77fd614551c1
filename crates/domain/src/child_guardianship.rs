//! Guardianship of a child: what is asked of both parents, and who may not be entrusted.

use chrono::NaiveDate;

use crate::fields::child_guardianship;
use crate::finding::Finding;
use crate::parent::{FATHER, MOTHER, Parent};
use crate::values::{Fields, codes, text};

/// 未成年人保护法第22条: who may not be entrusted with a child. The record says what is, so an unfit carer is a warning.
pub(crate) fn check(fields: &Fields, provisional: bool, _today: NaiveDate) -> Vec<Finding> {
    let mut findings = Vec::new();
    for (names, who) in [(&FATHER, "父亲"), (&MOTHER, "母亲")] {
        let parent = Parent::read(fields, names);
        if parent.has(&["01"]) && parent.statuses.len() > 1 {
            findings.push(Finding::warning(names.statuses, "“正常”与其他情况同时勾选，请核对"));
        }
        if parent.has(&["06", "07", "08"]) && parent.term_months.is_none() {
            let words = format!("请填{who}的刑期（决定期限），满 6 个月才算");
            findings.push(Finding::warning(names.term_months, words));
        }
        if parent.has(&["09"]) && parent.lost_since.is_none() {
            let words = format!("请填{who}从哪天起失联，满 6 个月才算");
            findings.push(Finding::warning(names.lost_since, words));
        }
    }
    let checks = codes(fields, child_guardianship::CARER_CHECKS);
    if checks.len() > 1 && checks.iter().any(|check| check == "none") {
        findings.push(Finding::error(child_guardianship::CARER_CHECKS, "“逐条核对，都没有”不能与其他情形同时勾选"));
    } else if checks.iter().any(|check| check != "none") {
        let words = "有法律规定不得委托的情形，不能作为被委托照护人，请报告并另行安排";
        findings.push(Finding::warning(child_guardianship::CARER_CHECKS, words));
    }
    if !text(fields, child_guardianship::CARER_NAME).is_empty() && checks.is_empty() && !provisional {
        findings
            .push(Finding::error(child_guardianship::CARER_CHECKS, "登记委托照护，请按未成年人保护法第22条逐条核对"));
    }
    findings
}
