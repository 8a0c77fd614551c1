//! The signer of consent and agreement: the person, or the guardian for a child under 14 (个人信息保护法, article 31).

use chrono::NaiveDate;

use crate::fields::{consent, recipient};
use crate::finding::Finding;
use crate::values::{Fields, text};

/// Of a child under 14 the guardian signs. Asked by the use case, which knows the birth date.
pub fn guardian_must_sign(birth: Option<NaiveDate>, signed: NaiveDate, signer: &str) -> Option<Finding> {
    let child = crate::age::guardian_consents(birth, None, signed);
    let other = !matches!(signer, "" | "guardian");
    (child && other).then(|| {
        let words = "未满 14 周岁，知情同意须由监护人签字，请选“监护人”并填写姓名和关系。";
        Finding::error(consent::SIGNER, words)
    })
}

/// Who signs for a person on a day, as the fields of a consent or an agreement: a child under 14 by the guardian, who stands in the
/// person's file and is not typed again.
pub fn signer_of(person: &Fields, birth: Option<NaiveDate>, day: NaiveDate) -> Fields {
    let by_guardian = crate::age::guardian_consents(birth, None, day);
    let mut signs =
        Fields::from_iter([(consent::SIGNER.to_owned(), if by_guardian { "guardian" } else { "self" }.into())]);
    if by_guardian {
        name_guardian(person, &mut signs);
    }
    signs
}

/// Where the guardian signs and is not named, the one of the person's file is.
pub fn name_guardian(person: &Fields, paper: &mut Fields) {
    if text(paper, consent::SIGNER) != "guardian" || !text(paper, consent::SIGNER_NAME).is_empty() {
        return;
    }
    for (from, to) in
        [(recipient::GUARDIAN_NAME, consent::SIGNER_NAME), (recipient::GUARDIAN_RELATION, consent::SIGNER_RELATION)]
    {
        let value = text(person, from);
        if !value.is_empty() && text(paper, to).is_empty() {
            paper.insert(to.to_owned(), value.into());
        }
    }
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
    use serde_json::{Value, json};

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
    fn who_signs_for_another_is_named() {
        let found = |value: serde_json::Value, provisional| {
            check(value.as_object().expect("object"), provisional, NaiveDate::default()).len()
        };
        assert_eq!(found(json!({"signer": "self"}), false), 0);
        assert_eq!(found(json!({"signer": "guardian"}), false), 1);
        assert_eq!(found(json!({"signer": "guardian"}), true), 0);
        assert_eq!(found(json!({"signer": "guardian", "signer_name": "李父"}), false), 0);
    }

    #[test]
    fn the_guardian_of_the_file_signs_for_a_child_and_is_named_without_typing() {
        let file = json!({ "guardian_name": "周大", "guardian_relation": "父亲" });
        let file = file.as_object().expect("object");
        let signs = |born: &str| Value::Object(signer_of(file, crate::dates::stored(born), day("2026-11-23")));
        let guardian = json!({ "signer": "guardian", "signer_name": "周大", "signer_relation": "父亲" });
        assert_eq!(signs("2018-05-01"), guardian);
        assert_eq!(signs("2012-11-24"), guardian, "the day before 14");
        assert_eq!(signs("2012-11-23"), json!({ "signer": "self" }), "14 today");
        let mut typed = json!({ "signer": "guardian", "signer_name": "奶奶" }).as_object().expect("object").clone();
        name_guardian(file, &mut typed);
        assert_eq!(typed["signer_name"], "奶奶", "what is typed stays");
        assert!(!typed.contains_key("signer_relation"), "and no relation of another is put beside it");
    }
}
