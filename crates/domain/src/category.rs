//! Categories that end by age (R16, R18): the day is computed from the birth date, so a register is right on every PC without
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

/// The age below which nobody can be meant by a category: people call 55 old, but no child; nobody is sentenced below fourteen.
fn begins_at(category: &str) -> u32 {
    match category {
        "community_correction" | "released_prisoner" => 14,
        "left_behind_woman" => 16,
        old if old == "elderly" || old.starts_with("elderly_") => 50,
        _ => 0,
    }
}

/// Why somebody of this age and sex cannot hold a category from a day on; nothing where they are not known. A list of others is asked
/// about it, not believed: an 84-year-old is no left-behind child.
pub fn contradiction(category: &str, birth: Option<NaiveDate>, sex: &str, from: NaiveDate) -> Option<String> {
    let label = crate::dictionary::dictionary().label("category", category);
    if category == "left_behind_woman" && sex == "1" {
        return Some(format!("性别是男，不会是“{label}”。请核对性别、身份证号和类别"));
    }
    let age = age::on(birth, None, from)?;
    if has_lapsed(category, birth, from) {
        let years = ends_at(category)?.0;
        return Some(format!(
            "按出生日期已满 {age} 周岁，不会是“{label}”（不满 {years} 周岁）。请核对出生日期、身份证号和类别"
        ));
    }
    (age < begins_at(category))
        .then(|| format!("按出生日期才 {age} 周岁，不会是“{label}”。请核对出生日期、身份证号和类别"))
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
    fn an_old_man_is_no_left_behind_child_and_a_child_no_old_man() {
        let day = stored("2026-11-25").expect("day");
        let said = |code: &str, birth: &str| contradiction(code, stored(birth), "1", day);
        assert!(said("left_behind_child", "1942-03-06").expect("said").contains("84 周岁"));
        assert!(said("elderly_living_alone", "2016-03-06").expect("said").contains("独居老人"));
        assert_eq!(said("left_behind_child", "2016-03-06"), None);
        assert_eq!(said("elderly_living_alone", "1950-03-06"), None);
        assert_eq!((said("dibao", "2016-03-06"), said("orphan", "")), (None, None));
        assert!(said("orphan", "1986-03-06").expect("said").contains("孤儿"));
        assert!(said("released_prisoner", "2018-03-06").expect("said").contains("8 周岁"));
        assert!(said("left_behind_woman", "").expect("said").contains("性别是男"));
        assert_eq!(contradiction("left_behind_woman", stored("1980-03-06"), "2", day), None);
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
