//! The head of a household (户主): a child is made one only by somebody who says so, and whoever is not the head has one who is named.

use chrono::NaiveDate;

use crate::age;
use crate::fields::{household, household_member};
use crate::finding::Finding;
use crate::recipient;
use crate::values::{Fields, date, text};

/// 户主 among the codes of table `relation` (GB/T 4761).
pub const HEAD: &str = "02";
/// 本人: the person the booklet is of, who heads the household.
pub const SELF: &str = "01";

/// Whether a relation says that the person heads the household.
pub fn is_head(relation: &str) -> bool {
    matches!(relation, HEAD | SELF)
}

/// Relation to the head that follows for whoever a new household is registered with, where none was said: the head, but no child.
pub fn usual_relation(birth: Option<NaiveDate>, today: NaiveDate) -> Option<&'static str> {
    (!age::is_minor(birth, None, today)).then_some(HEAD)
}

/// What is to be asked before a household is made with a person: who heads it, where that cannot be the person without a word. The
/// findings stand at the household's fields and those of its member.
pub fn head_to_be_said(birth: Option<NaiveDate>, today: NaiveDate, relation: &str, head_name: &str) -> Vec<Finding> {
    let child = age::is_minor(birth, None, today);
    let mut findings = Vec::new();
    if relation.is_empty() && child {
        let words = "未满 18 周岁，一般不作户主：请选与户主关系；确实由孩子作户主的，选“户主”";
        findings.push(Finding::error(household_member::RELATION_TO_HEAD, words));
    }
    let other_heads = if relation.is_empty() { child } else { !is_head(relation) };
    if other_heads && head_name.trim().is_empty() {
        findings.push(Finding::error(household::HEAD_NAME, "请填写户主姓名"));
    }
    findings
}

/// A member: the ID number against sex and birth, and a word about a child who heads the household.
pub(crate) fn check_member(fields: &Fields, provisional: bool, today: NaiveDate) -> Vec<Finding> {
    let mut findings = recipient::identified(fields, provisional, today);
    let child = age::is_minor(date(fields, household_member::BIRTH_DATE), None, today);
    if child && text(fields, household_member::RELATION_TO_HEAD) == HEAD {
        findings.push(Finding::warning(household_member::RELATION_TO_HEAD, "未满 18 周岁作户主，请核对"));
    }
    findings
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::dates::stored;
    use serde_json::json;

    fn today() -> NaiveDate {
        stored("2026-11-23").expect("today")
    }

    fn asked(born: &str, relation: &str, head: &str) -> Vec<String> {
        let findings = head_to_be_said(stored(born), today(), relation, head);
        findings.into_iter().filter(Finding::is_error).map(|finding| finding.field).collect()
    }

    #[test]
    fn the_codes_of_a_head_are_those_of_the_code_table() {
        let labels = [HEAD, SELF].map(|code| crate::dictionary::dictionary().label("relation", code));
        assert_eq!(labels, ["户主", "本人"]);
        assert_eq!([HEAD, SELF, "10", ""].map(is_head), [true, true, false, false]);
    }

    #[test]
    fn a_child_is_no_head_unless_somebody_says_so() {
        assert_eq!(asked("2018-05-01", "", ""), ["relation_to_head", "head_name"]);
        assert_eq!(asked("2018-05-01", "", "周大"), ["relation_to_head"]);
        assert_eq!(asked("2018-05-01", HEAD, ""), Vec::<String>::new(), "said");
        assert_eq!(asked("2018-05-01", "20", "周大"), Vec::<String>::new());
        assert_eq!(usual_relation(stored("2018-05-01"), today()), None);
        assert_eq!(usual_relation(stored("2008-11-24"), today()), None, "the day before 18");
        assert_eq!(usual_relation(stored("2008-11-23"), today()), Some(HEAD), "18 today");
    }

    #[test]
    fn whoever_is_not_the_head_names_the_head() {
        assert_eq!(asked("1960-01-01", "10", ""), ["head_name"]);
        assert_eq!(asked("1960-01-01", "", ""), Vec::<String>::new());
        assert_eq!(asked("", "", ""), Vec::<String>::new(), "age unknown");
        assert_eq!(usual_relation(None, today()), Some(HEAD));
    }

    #[test]
    fn a_child_entered_as_head_is_pointed_out_and_kept() {
        let member = |born: &str| json!({ "relation_to_head": HEAD, "birth_date": born });
        let said = |born: &str| check_member(member(born).as_object().expect("object"), false, today());
        assert_eq!(said("2018-05-01").len(), 1);
        assert!(!said("2018-05-01")[0].is_error());
        assert_eq!(said("1960-01-01"), []);
    }
}
