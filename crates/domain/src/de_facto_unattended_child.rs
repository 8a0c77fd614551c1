//! R16: whether a child is 事实无人抚养 (民发〔2019〕62号 and its later additions), from what is known of both parents. What is
//! not known is said, never guessed.

use chrono::NaiveDate;

use crate::parent::Parent;
use crate::{age, dates};

/// What the facts come to.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Outcome {
    /// 符合事实无人抚养儿童的情形.
    Yes,
    /// 不符合, with the reason.
    No(String),
    /// 按孤儿办理.
    Orphan,
    /// 需核实: what is not known.
    Unclear(Vec<String>),
}

/// A term or a loss of contact shorter than this does not count.
const MONTHS: i32 = 6;

/// One parent, as the rule sees it.
#[derive(Debug, Clone, PartialEq, Eq)]
enum Standing {
    /// 死亡.
    Dead,
    /// 宣告失踪.
    Missing,
    /// In one of the situations (情形之一).
    Situation,
    /// In none, and why.
    None(String),
    /// Not known, and what.
    Unknown(String),
}

/// Judges on a day. Whose age is not known is believed to be a child.
pub fn judge(birth: Option<NaiveDate>, father: &Parent, mother: &Parent, day: NaiveDate) -> Outcome {
    if age::at_least(birth, Option::None, day, age::OF_AGE) {
        return Outcome::No("已满 18 周岁".to_owned());
    }
    let (one, other) = (standing(father, "父亲", day), standing(mother, "母亲", day));
    use Standing::*;
    match (&one, &other) {
        (Dead, Dead | Missing) | (Missing, Dead) => Outcome::Orphan,
        (Missing, Missing) => Outcome::Unclear(vec!["父母双方均被宣告失踪，请核实是否按孤儿办理".to_owned()]),
        (Dead | Missing | Situation, Situation) | (Situation, Dead | Missing) => Outcome::Yes,
        (None(why), _) | (_, None(why)) => Outcome::No(why.clone()),
        _ => {
            let unknown = [&one, &other].into_iter().filter_map(|standing| match standing {
                Unknown(what) => Some(what.clone()),
                _ => Option::None,
            });
            Outcome::Unclear(unknown.collect())
        }
    }
}

fn standing(parent: &Parent, who: &str, day: NaiveDate) -> Standing {
    if parent.is_dead() {
        return Standing::Dead;
    }
    if parent.is_declared_missing() {
        return Standing::Missing;
    }
    if parent.has(&["04", "05", "10", "11"]) {
        return Standing::Situation;
    }
    let (mut short, mut unknown) = (Vec::new(), Vec::new());
    if parent.has(&["06", "07", "08"]) {
        match parent.term_months {
            Some(months) if i64::from(months) >= i64::from(MONTHS) => return Standing::Situation,
            Some(months) => short.push(format!("{who}刑期（决定期限）只有 {months} 个月，不满 6 个月")),
            None => unknown.push(format!("{who}的刑期（决定期限）")),
        }
    }
    if parent.has(&["09"]) {
        match parent.lost_since {
            Some(since) if dates::add_months(since, MONTHS).is_some_and(|full| day >= full) => {
                return Standing::Situation;
            }
            Some(_) => short.push(format!("{who}失联不满 6 个月")),
            None => unknown.push(format!("{who}从哪天起失联")),
        }
    }
    if let Some(what) = unknown.into_iter().next() {
        return Standing::Unknown(what);
    }
    if let Some(why) = short.into_iter().next() {
        return Standing::None(why);
    }
    if parent.has(&["12"]) {
        return Standing::None(format!("{who}离异未履行抚养义务不在规定情形之内，请进一步核实是否失联、服刑等"));
    }
    if parent.has(&["01"]) {
        return Standing::None(format!("{who}没有规定的情形"));
    }
    Standing::Unknown(format!("{who}的情况"))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn day(text: &str) -> NaiveDate {
        dates::stored(text).expect("day")
    }

    /// `06:8` serving eight months, `09:2025-01-15` lost since; several with commas.
    fn parent(text: &str) -> Parent {
        let mut parent = Parent::default();
        for part in text.split(',').filter(|part| !part.is_empty()) {
            let (code, detail) = part.split_once(':').unwrap_or((part, ""));
            parent.statuses.push(code.to_owned());
            if code == "09" {
                parent.lost_since = dates::stored(detail);
            } else if !detail.is_empty() {
                parent.term_months = detail.parse().ok();
            }
        }
        parent
    }

    fn at(father: &str, mother: &str) -> Outcome {
        judge(Some(day("2016-05-01")), &parent(father), &parent(mother), day("2025-08-15"))
    }

    fn no(outcome: &Outcome, word: &str) -> bool {
        matches!(outcome, Outcome::No(why) if why.contains(word))
    }

    #[test]
    fn r16_the_examples_of_the_handbook() {
        assert_eq!(at("06:8", "09:2025-01-15"), Outcome::Yes);
        assert_eq!(at("02", "05"), Outcome::Yes);
        assert!(no(&at("06:3", "09:2025-01-15"), "不满 6 个月"));
        assert!(no(&at("12", "05"), "进一步核实"));
    }

    #[test]
    fn r16_every_situation_counts_on_either_side() {
        for situation in ["04", "05", "06:6", "07:24", "08:6", "09:2025-02-15", "10", "11"] {
            assert_eq!(at(situation, "04"), Outcome::Yes, "{situation}");
            assert_eq!(at("03", situation), Outcome::Yes, "{situation}");
            assert_eq!(at(situation, "02"), Outcome::Yes, "{situation}");
            assert!(no(&at(situation, "01"), "母亲没有规定的情形"), "{situation}");
        }
    }

    #[test]
    fn r16_six_months_are_full_on_the_corresponding_day() {
        assert_eq!(at("09:2025-02-15", "05"), Outcome::Yes);
        assert!(no(&at("09:2025-02-16", "05"), "失联不满 6 个月"));
        let end_of_february = judge(None, &parent("09:2024-08-31"), &parent("05"), day("2025-02-28"));
        assert_eq!(end_of_february, Outcome::Yes);
        assert!(no(&at("06:5", "05"), "5 个月"));
    }

    #[test]
    fn r16_two_dead_parents_make_an_orphan() {
        assert_eq!(at("02", "02"), Outcome::Orphan);
        assert_eq!(at("02", "03"), Outcome::Orphan);
        assert_eq!(at("03", "02"), Outcome::Orphan);
        assert!(matches!(at("03", "03"), Outcome::Unclear(_)));
        assert!(no(&at("02", "01"), "母亲"));
    }

    #[test]
    fn r16_several_situations_of_one_parent() {
        assert_eq!(at("12,09:2024-01-01", "05"), Outcome::Yes, "the divorced one is also out of reach");
        assert_eq!(at("06:3,05", "02"), Outcome::Yes, "a short sentence, but gravely ill");
        assert_eq!(at("06:8,02", "02"), Outcome::Orphan);
        assert!(no(&at("06:3,12", "05"), "3 个月"));
        assert_eq!(at("06:3,09", "05"), Outcome::Unclear(vec!["父亲从哪天起失联".into()]));
    }

    #[test]
    fn r16_what_is_not_known_is_to_be_found_out() {
        assert_eq!(at("", "05"), Outcome::Unclear(vec!["父亲的情况".into()]));
        assert_eq!(at("99", "02"), Outcome::Unclear(vec!["父亲的情况".into()]));
        assert_eq!(at("06", "05"), Outcome::Unclear(vec!["父亲的刑期（决定期限）".into()]));
        assert_eq!(at("09", ""), Outcome::Unclear(vec!["父亲从哪天起失联".into(), "母亲的情况".into()]));
        assert!(no(&at("01", ""), "父亲"), "one parent is well: nothing of the other can matter");
    }

    #[test]
    fn r16_only_under_eighteen() {
        let on = |birth: &str| judge(Some(day(birth)), &parent("02"), &parent("05"), day("2025-08-15"));
        assert!(no(&on("2007-08-15"), "18"));
        assert_eq!(on("2007-08-16"), Outcome::Yes);
    }

    #[test]
    fn the_codes_named_here_exist() {
        let table = crate::dictionary::dictionary().code_table("parent_status").expect("table");
        let codes: Vec<_> = table.entries.iter().map(|entry| entry.code.as_str()).collect();
        assert_eq!(codes, ["01", "02", "03", "04", "05", "06", "07", "08", "09", "10", "11", "12", "99"]);
    }
}
