//! Referrals: what the person consents to on the form itself. Consent signed elsewhere and withdrawn is asked by the use case
//! (`consent::may_use`), which knows the person.

use chrono::NaiveDate;

use crate::fields::referral;
use crate::finding::Finding;
use crate::values::{Fields, text};

/// What to do where consent is lacking.
pub const WITHOUT_CONSENT: &str =
    "转介不能正式提交，可以先暂存；取得同意后再提交。危及生命、法律要求等情形，由站长（督导）写明“未经同意转介的理由”";

/// Without consent a referral is not final, unless it says why it must be.
pub(crate) fn check(fields: &Fields, provisional: bool, _today: NaiveDate) -> Vec<Finding> {
    let refused = text(fields, referral::CONSENT_SIGNED) == "no";
    if !refused || provisional || !text(fields, referral::CONSENT_OVERRIDE).is_empty() {
        return Vec::new();
    }
    vec![Finding::error(referral::CONSENT_SIGNED, format!("对象（监护人）没有同意，{WITHOUT_CONSENT}"))]
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[test]
    fn a_referral_without_consent_is_not_final_unless_it_says_why() {
        let found = |value: serde_json::Value, provisional| {
            check(value.as_object().expect("object"), provisional, NaiveDate::default()).len()
        };
        assert_eq!(found(json!({"consent_signed": "no"}), false), 1);
        assert_eq!(found(json!({"consent_signed": "no"}), true), 0);
        assert_eq!(found(json!({"consent_signed": "yes"}), false), 0);
        assert_eq!(found(json!({"consent_signed": "no", "consent_override": "危及生命，先送医"}), false), 0);
    }
}
