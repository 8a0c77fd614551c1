//! Consent: who signs it (the person, or the guardian for a child under 14: 个人信息保护法, article 31), and what a person's data may be
//! used for on a day after what was signed, refused and withdrawn (articles 15, 23, 25). Every door asks `may_use`.

use chrono::NaiveDate;

use crate::dictionary::dictionary;
use crate::fields::{attachment, consent, recipient, recipient_agreement};
use crate::finding::Finding;
use crate::values::{Fields, codes, date, text};

/// What a person's data is to be used for, beyond the service itself.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Use {
    /// Handed to another organisation with a referral.
    Referral,
    /// Printed or exported for somebody outside.
    Outside,
    /// Told as a typical case of a brief.
    TypicalCase,
    /// A photo made public.
    Public,
    /// Seen by the county in full instead of masked.
    CountyInFull,
}

/// What somebody signed: an informed consent, or a service agreement with consent in it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Signed {
    /// The day.
    pub day: NaiveDate,
    /// Consent was given; an agreement can also say that it was not.
    pub given: bool,
    /// Withdrawn on.
    pub withdrawn: Option<NaiveDate>,
    /// Codes of `consent_scope`.
    pub scope: Vec<String>,
}

/// Why data may not be used.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Refusal {
    /// Consent was asked for and not given.
    Refused(NaiveDate),
    /// Consent was given and withdrawn.
    Withdrawn(NaiveDate),
    /// What was consented to does not reach so far; the code of `consent_scope` that is wanted.
    NotInScope(&'static str),
}

impl Signed {
    /// Of a record of informed consent.
    pub fn consent(fields: &Fields) -> Option<Signed> {
        let withdrawn = date(fields, consent::WITHDRAWN_DATE);
        Some(Signed { day: date(fields, consent::DATE)?, given: true, withdrawn, scope: codes(fields, consent::SCOPE) })
    }

    /// Of a service agreement, where it says anything about consent.
    pub fn agreement(fields: &Fields) -> Option<Signed> {
        let given = match text(fields, recipient_agreement::INFORMED_CONSENT) {
            "yes" => true,
            "no" => false,
            _ => return None,
        };
        let scope = codes(fields, recipient_agreement::SCOPE);
        Some(Signed { day: date(fields, recipient_agreement::SIGNED_DATE)?, given, withdrawn: None, scope })
    }
}

impl Refusal {
    /// In words, without saying who it is.
    pub fn words(&self) -> String {
        match self {
            Refusal::Refused(day) => format!("对象（监护人）{day} 没有同意"),
            Refusal::Withdrawn(day) => format!("对象（监护人）已于 {day} 撤回同意"),
            Refusal::NotInScope(code) => {
                format!("对象（监护人）没有同意“{}”", dictionary().label("consent_scope", code))
            }
        }
    }
}

/// Whether a person's data may be used for this on a day. Who refused or withdrew has spoken for everything signed before; consent given
/// after that counts again. Where nothing was ever signed, only what needs a consent of its own (public photos, the county's full view)
/// is refused.
pub fn may_use(signed: &[Signed], used: Use, day: NaiveDate) -> Result<(), Refusal> {
    let withdrawn = signed.iter().filter_map(|one| one.withdrawn).filter(|on| *on <= day).map(Refusal::Withdrawn);
    let refused = signed.iter().filter(|one| !one.given && one.day <= day).map(|one| Refusal::Refused(one.day));
    let last_no = withdrawn.chain(refused).max_by_key(Refusal::day);
    let since = last_no.as_ref().and_then(Refusal::day);
    let in_force: Vec<&Signed> = signed
        .iter()
        .filter(|one| one.given && one.day <= day && one.withdrawn.is_none_or(|on| on > day))
        .filter(|one| since.is_none_or(|since| one.day >= since))
        .collect();
    if let (Some(no), true) = (last_no, in_force.is_empty()) {
        return Err(no);
    }
    let wanted = match used {
        Use::Referral | Use::Outside | Use::TypicalCase => return Ok(()),
        Use::Public => "photo_public",
        Use::CountyInFull => "share",
    };
    let there = in_force.iter().any(|one| one.scope.iter().any(|code| code == wanted));
    if there { Ok(()) } else { Err(Refusal::NotInScope(wanted)) }
}

/// Whether a photo may stand on a paper that leaves the station: everybody whose record it belongs to has agreed to photos being public,
/// or, where nobody is registered with the record, whoever keeps the photo has marked it so. Against a refusal a supervisor's reason counts.
pub fn photo_may_leave(agreed: Option<bool>, photo: &Fields) -> bool {
    let marked = text(photo, attachment::PUBLIC) == "yes";
    match agreed {
        Some(true) => true,
        Some(false) => marked && !text(photo, attachment::PUBLIC_OVERRIDE).is_empty(),
        None => marked,
    }
}

impl Refusal {
    fn day(&self) -> Option<NaiveDate> {
        match self {
            Refusal::Refused(day) | Refusal::Withdrawn(day) => Some(*day),
            Refusal::NotInScope(_) => None,
        }
    }
}

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

    fn day(text: &str) -> NaiveDate {
        crate::dates::stored(text).expect(text)
    }

    fn signed(on: &str, scope: &[&str]) -> Signed {
        let scope = scope.iter().map(|code| (*code).to_owned()).collect();
        Signed { day: day(on), given: true, withdrawn: None, scope }
    }

    const EVERY: [Use; 5] = [Use::Referral, Use::Outside, Use::TypicalCase, Use::Public, Use::CountyInFull];

    #[test]
    fn what_was_consented_to_may_be_done_and_public_photos_and_the_full_view_want_their_own() {
        let all = [signed("2026-11-01", &["registration", "share", "photo_public"])];
        let some = [signed("2026-11-01", &["registration"])];
        for used in EVERY {
            assert_eq!(may_use(&all, used, day("2026-11-23")), Ok(()));
            let own = matches!(used, Use::Public | Use::CountyInFull);
            assert_eq!(may_use(&some, used, day("2026-11-23")).is_err(), own, "{used:?}");
            assert_eq!(may_use(&[], used, day("2026-11-23")).is_err(), own, "nothing was ever signed: {used:?}");
        }
        assert_eq!(
            may_use(&some, Use::CountyInFull, day("2026-11-23")).expect_err("refused").words(),
            "对象（监护人）没有同意“向上级和转介单位提供必要信息”"
        );
        assert!(may_use(&all, Use::Public, day("2026-10-31")).is_err(), "not before it was signed");
    }

    #[test]
    fn after_a_withdrawal_nothing_may_be_used_until_consent_is_given_anew() {
        let mut first = signed("2026-01-05", &["share", "photo_public"]);
        first.withdrawn = Some(day("2026-11-10"));
        let agreement = signed("2026-02-01", &["share"]);
        let both = [first.clone(), agreement.clone()];
        for used in EVERY {
            assert_eq!(may_use(&both, used, day("2026-11-09")), Ok(()), "the day before: {used:?}");
            assert_eq!(may_use(&both, used, day("2026-11-10")), Err(Refusal::Withdrawn(day("2026-11-10"))));
        }
        let anew = [first, agreement, signed("2026-11-20", &["share"])];
        assert_eq!(may_use(&anew, Use::Outside, day("2026-11-20")), Ok(()));
        assert_eq!(may_use(&anew, Use::Outside, day("2026-11-19")), Err(Refusal::Withdrawn(day("2026-11-10"))));
        assert!(may_use(&anew, Use::Public, day("2026-11-20")).is_err(), "only what was consented to anew");
    }

    #[test]
    fn a_photo_leaves_the_station_with_consent_or_by_a_reason_that_is_kept() {
        let marked = |public: &str, reason: &str| {
            let photo = json!({ "public": public, "public_override": reason });
            [Some(true), Some(false), None].map(|agreed| photo_may_leave(agreed, photo.as_object().expect("object")))
        };
        assert_eq!(marked("", ""), [true, false, false]);
        assert_eq!(marked("yes", ""), [true, false, true]);
        assert_eq!(marked("yes", "报道表彰，本人在场"), [true, true, true]);
        assert_eq!(marked("no", "理由"), [true, false, false]);
    }

    #[test]
    fn an_agreement_that_says_no_is_a_refusal() {
        let fields = |value: serde_json::Value| value.as_object().expect("object").clone();
        let no =
            Signed::agreement(&fields(json!({"signed_date": "2026-11-02", "informed_consent": "no"}))).expect("one");
        assert_eq!(may_use(&[no], Use::Referral, day("2026-11-03")), Err(Refusal::Refused(day("2026-11-02"))));
        assert_eq!(Signed::agreement(&fields(json!({"signed_date": "2026-11-02"}))), None);
        let consent = json!({"date": "2026-11-01", "scope": ["share"], "withdrawn_date": "2026-11-05"});
        let read = Signed::consent(&fields(consent)).expect("one");
        assert_eq!((read.withdrawn, read.scope.len()), (Some(day("2026-11-05")), 1));
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
