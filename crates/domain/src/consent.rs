//! The signer of consent and agreement: the person, or the guardian for a child under 14 (个人信息保护法, article 31).

use chrono::NaiveDate;

use crate::fields::consent;
use crate::finding::Finding;
use crate::values::{Fields, codes, text};

/// Of a child under 14 the guardian signs. Asked by the use case, which knows the birth date.
pub fn guardian_must_sign(birth: Option<NaiveDate>, signed: NaiveDate, signer: &str) -> Option<Finding> {
    let child = crate::age::guardian_consents(birth, None, signed);
    let other = !matches!(signer, "" | "guardian");
    (child && other).then(|| {
        let words = "未满 14 周岁，知情同意须由监护人签字，请选“监护人”并填写姓名和关系。";
        Finding::error(consent::SIGNER, words)
    })
}

/// Whether the consents of a person allow photos of them in public: the newest that stands says so.
pub fn allows_public_photos<'a>(consents: impl Iterator<Item = &'a Fields>) -> bool {
    let standing = consents.filter(|fields| text(fields, consent::WITHDRAWN_DATE).is_empty());
    let newest = standing.max_by_key(|fields| text(fields, consent::DATE).to_owned());
    newest.is_some_and(|fields| codes(fields, consent::SCOPE).contains(&"photo_public".to_owned()))
}

/// Who signs for another is named.
pub(crate) fn check(fields: &Fields, provisional: bool, _today: NaiveDate) -> Vec<Finding> {
    let by_other = !matches!(text(fields, consent::SIGNER), "" | "self");
    if by_other && !provisional && text(fields, consent::SIGNER_NAME).is_empty() {
        return vec![Finding::error(consent::SIGNER_NAME, "不是本人签字，请填写签字人姓名")];
    }
    Vec::new()
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[test]
    fn a_child_under_14_does_not_sign() {
        let day = |text| crate::dates::stored(text).expect(text);
        assert!(guardian_must_sign(Some(day("2012-11-24")), day("2026-11-23"), "self").is_some());
        assert!(guardian_must_sign(Some(day("2012-11-24")), day("2026-11-23"), "family").is_some());
        assert!(guardian_must_sign(Some(day("2012-11-23")), day("2026-11-23"), "self").is_none());
        assert!(guardian_must_sign(Some(day("2020-01-01")), day("2026-11-23"), "guardian").is_none());
        assert!(guardian_must_sign(None, day("2026-11-23"), "self").is_none());
    }

    #[test]
    fn photos_are_public_where_the_newest_consent_that_stands_says_so() {
        let of = |date: &str, scope: &[&str], withdrawn: &str| {
            json!({ "date": date, "scope": scope, "withdrawn_date": withdrawn }).as_object().expect("object").clone()
        };
        let allows = |all: &[Fields]| allows_public_photos(all.iter());
        let yes = of("2026-01-01", &["registration", "photo_public"], "");
        let no = of("2026-03-01", &["photo_internal"], "");
        assert!(!allows(&[]));
        assert!(allows(std::slice::from_ref(&yes)));
        assert!(!allows(&[yes.clone(), no.clone()]), "the newer one allows less");
        assert!(allows(&[yes, of("2026-03-01", &["photo_internal"], "2026-04-01")]), "it was withdrawn");
        assert!(!allows(&[of("2026-01-01", &["photo_public"], "2026-02-01")]));
    }

    #[test]
    fn who_signs_for_another_is_named() {
        let found = |value: serde_json::Value, provisional| {
            check(value.as_object().expect("object"), provisional, NaiveDate::default()).len()
        };
        assert_eq!(found(json!({"signer": "self"}), false), 0);
        assert_eq!(found(json!({"signer": "guardian"}), false), 1);
        assert_eq!(found(json!({"signer": "guardian"}), true), 0);
        assert_eq!(found(json!({"signer": "guardian", "signer_name": "李父"}), false), 0);
    }
}
