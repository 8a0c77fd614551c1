//! Categories that end by age (R18, 05 4.6): the day is computed from the birth date, so a register is right on every PC without
//! anybody writing. The record of the category is ended by a person, who is told.

use chrono::NaiveDate;

use crate::age;
use crate::fields::recipient_category;
use crate::finding::Finding;
use crate::identity;
use crate::values::{Fields, text};

/// The age at which a category ends by itself, and what the person is called afterwards.
pub fn ends_at(category: &str) -> Option<(u32, &'static str)> {
    match category {
        "left_behind_child" => Some((crate::left_behind_child::AGE, "曾留守")),
        "orphan" | "de_facto_unattended_child" | "child_in_difficulty" | "migrant_child" => Some((18, "已成年")),
        other if other.starts_with("child_") => Some((18, "已成年")),
        _ => None,
    }
}

/// The day from which a category does not hold any more by age.
pub fn lapses(category: &str, birth: Option<NaiveDate>) -> Option<NaiveDate> {
    age::turns(birth?, ends_at(category)?.0)
}

/// Whether a category has ended by age on a day.
pub fn has_lapsed(category: &str, birth: Option<NaiveDate>, day: NaiveDate) -> bool {
    lapses(category, birth).is_some_and(|ends| day >= ends)
}

/// R03: warnings only.
pub(crate) fn check(fields: &Fields, _provisional: bool, today: NaiveDate) -> Vec<Finding> {
    let cert_no = text(fields, recipient_category::CERT_NO);
    if text(fields, recipient_category::CATEGORY) != "disabled" || cert_no.is_empty() {
        return Vec::new();
    }
    let differs = |field: &str, read: &str| !text(fields, field).is_empty() && text(fields, field) != read;
    match identity::disability_cert(&identity::clean(cert_no), today) {
        Err(reason) => {
            vec![Finding::warning(recipient_category::CERT_NO, format!("{reason}。请核对；确实如此也可以保存"))]
        }
        Ok(cert) => {
            let mut findings = Vec::new();
            if differs(recipient_category::DISABILITY_TYPE, &cert.kind) {
                findings
                    .push(Finding::warning(recipient_category::DISABILITY_TYPE, "与残疾人证号上的类别不一致，请核对"));
            }
            if differs(recipient_category::DISABILITY_GRADE, &cert.grade) {
                findings
                    .push(Finding::warning(recipient_category::DISABILITY_GRADE, "与残疾人证号上的等级不一致，请核对"));
            }
            findings
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::dates::stored;

    #[test]
    fn r18_a_left_behind_child_leaves_on_the_sixteenth_birthday() {
        let birth = stored("2009-09-01");
        assert_eq!(lapses("left_behind_child", birth), stored("2025-09-01"));
        let on = |day: &str| has_lapsed("left_behind_child", birth, stored(day).expect("day"));
        assert_eq!((on("2025-08-31"), on("2025-09-01"), on("2026-01-01")), (false, true, true));
    }

    #[test]
    fn the_other_categories_of_children_end_at_eighteen_and_no_other_ends() {
        let birth = stored("2009-09-01");
        let table = crate::dictionary::dictionary().code_table("category").expect("table");
        for entry in &table.entries {
            let ends = lapses(&entry.code, birth);
            match (entry.code.as_str(), entry.group.as_deref()) {
                ("left_behind_child", _) => assert_eq!(ends, stored("2025-09-01")),
                (_, Some("儿童")) => assert_eq!(ends, stored("2027-09-01"), "{}", entry.code),
                _ => assert_eq!(ends, None, "{}", entry.code),
            }
        }
        assert!(!has_lapsed("left_behind_child", None, stored("2030-01-01").expect("day")));
    }
}
