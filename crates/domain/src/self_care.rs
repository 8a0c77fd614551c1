//! R17: the care grade of 特困人员 from the six items of 特困人员认定办法 第21–22条. Without all six there is no conclusion.

use crate::fields::self_care_assessment;
use crate::finding::Finding;
use crate::values::Fields;
use chrono::NaiveDate;

/// The six items, as fields of `self_care_assessment`, with their labels.
pub const ITEMS: [(&str, &str); 6] = [
    (self_care_assessment::EATING, "吃饭"),
    (self_care_assessment::DRESSING, "穿衣"),
    (self_care_assessment::TRANSFER, "上下床"),
    (self_care_assessment::TOILET, "如厕"),
    (self_care_assessment::WALKING, "室内行走"),
    (self_care_assessment::BATHING, "洗澡"),
];

/// What the assessment says.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Grade {
    /// Code of table `self_care`, and how many items were not met.
    Found {
        /// `1` 全自理, `2` 半护理, `3` 全护理.
        code: &'static str,
        /// Items not met.
        unmet: usize,
    },
    /// Items that were not assessed: no conclusion.
    Lacks(Vec<&'static str>),
}

/// Judges the six items in their order: met, not met, or not assessed.
pub fn grade(items: [Option<bool>; 6]) -> Grade {
    let lacks: Vec<&str> =
        ITEMS.iter().zip(&items).filter(|(_, met)| met.is_none()).map(|((_, label), _)| *label).collect();
    if !lacks.is_empty() {
        return Grade::Lacks(lacks);
    }
    let unmet = items.iter().filter(|met| **met == Some(false)).count();
    let code = match unmet {
        0 => "1",
        1..=3 => "2",
        _ => "3",
    };
    Grade::Found { code, unmet }
}

/// The same from the fields of a record, whose items hold `able` or `unable`.
pub fn of_fields(fields: &serde_json::Map<String, serde_json::Value>) -> Grade {
    grade(ITEMS.map(|(name, _)| match crate::values::text(fields, name) {
        "able" => Some(true),
        "unable" => Some(false),
        _ => None,
    }))
}

/// Findings of an assessment: items that lack.
pub(crate) fn check(fields: &Fields, _provisional: bool, _today: NaiveDate) -> Vec<Finding> {
    match of_fields(fields) {
        Grade::Found { .. } => Vec::new(),
        Grade::Lacks(items) => {
            let first =
                ITEMS.iter().find(|(_, label)| items.contains(label)).map_or(self_care_assessment::DATE, |item| item.0);
            vec![Finding::warning(first, format!("{}没有评，六项评全才出自理等级", items.join("、")))]
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Not met are the items named.
    fn unmet(labels: &[&str]) -> Grade {
        grade(ITEMS.map(|(_, label)| Some(!labels.contains(&label))))
    }

    fn code(grade: Grade) -> &'static str {
        match grade {
            Grade::Found { code, .. } => code,
            Grade::Lacks(_) => "",
        }
    }

    #[test]
    fn r17_the_examples_of_the_handbook() {
        assert_eq!(unmet(&["如厕", "洗澡"]), Grade::Found { code: "2", unmet: 2 });
        assert_eq!(unmet(&["穿衣", "上下床", "如厕", "洗澡"]), Grade::Found { code: "3", unmet: 4 });
        assert_eq!(unmet(&[]), Grade::Found { code: "1", unmet: 0 });
    }

    #[test]
    fn r17_the_borders_are_one_three_and_four() {
        assert_eq!(code(unmet(&["吃饭"])), "2");
        assert_eq!(code(unmet(&["吃饭", "穿衣", "上下床"])), "2");
        assert_eq!(code(unmet(&["吃饭", "穿衣", "上下床", "室内行走"])), "3");
        assert_eq!(code(unmet(&["吃饭", "穿衣", "上下床", "如厕", "室内行走", "洗澡"])), "3");
    }

    #[test]
    fn r17_what_was_not_assessed_leaves_no_conclusion() {
        let mut items = [Some(true); 6];
        items[5] = None;
        assert_eq!(grade(items), Grade::Lacks(vec!["洗澡"]));
        assert_eq!(grade([None; 6]), Grade::Lacks(ITEMS.map(|(_, label)| label).to_vec()));
        // Four unmet already, but the rule wants all six.
        assert!(matches!(grade([Some(false), Some(false), Some(false), Some(false), None, None]), Grade::Lacks(_)));
    }

    #[test]
    fn r17_a_record_is_read_by_its_fields() {
        let fields = serde_json::json!({"eating": "able", "dressing": "unable", "transfer": "able", "toilet": "able",
            "walking": "able", "bathing": "unable"});
        assert_eq!(of_fields(fields.as_object().expect("map")), Grade::Found { code: "2", unmet: 2 });
        let kind = crate::dictionary::dictionary().kind("self_care_assessment").expect("kind");
        assert!(ITEMS.iter().all(|(name, label)| kind.field(name).is_some_and(|field| field.label == *label)));
        let table = crate::dictionary::dictionary().code_table("self_care").expect("table");
        assert!(["1", "2", "3"].iter().all(|code| table.entry(code).is_some()));
    }
}
