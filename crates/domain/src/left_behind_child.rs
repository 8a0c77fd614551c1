//! R18: who is a left-behind child (农村留守儿童), and that the sixteenth birthday ends it by itself. Computed from dates, so that
//! every PC says the same on the same day; ending the category in the record remains a person's act.

use chrono::NaiveDate;

use crate::parent::Parent;
use crate::{age, dates};

/// Not yet so old.
pub const AGE: u32 = 16;

/// What a child is on a day.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Standing {
    /// 在册.
    Registered,
    /// 曾留守, since the sixteenth birthday.
    Formerly(NaiveDate),
    /// 不属于, with the reason.
    No(&'static str),
    /// 需核实: what is not known.
    Unclear(Vec<&'static str>),
}

/// Judges on a day. `away_months`: away counts after so many months (default 0: at once).
pub fn judge(birth: Option<NaiveDate>, father: &Parent, mother: &Parent, away_months: u32, day: NaiveDate) -> Standing {
    let left = left_behind(father, mother, away_months, day);
    let Some(birth) = birth.filter(|birth| *birth <= day) else {
        return match left {
            Ok(false) => Standing::No("父母没有双方外出，也没有一方外出另一方无监护能力"),
            _ => Standing::Unclear(vec!["出生日期"]),
        };
    };
    let ends = age::turns(birth, AGE);
    match left {
        Ok(true) => match ends {
            Some(ends) if day >= ends => Standing::Formerly(ends),
            _ => Standing::Registered,
        },
        Ok(false) => Standing::No("父母没有双方外出，也没有一方外出另一方无监护能力"),
        Err(_) if ends.is_some_and(|ends| day >= ends) => Standing::No("已满 16 周岁"),
        Err(lacks) => Standing::Unclear(lacks),
    }
}

/// Both away, or one away and the other without the capacity to care.
fn left_behind(father: &Parent, mother: &Parent, away_months: u32, day: NaiveDate) -> Result<bool, Vec<&'static str>> {
    let (father_away, mother_away) = (away(father, away_months, day), away(mother, away_months, day));
    let (father_unable, mother_unable) = (is_unable(father), is_unable(mother));
    match (father_away, mother_away) {
        (Some(true), Some(true)) => Ok(true),
        (Some(true), _) if mother_unable => Ok(true),
        (_, Some(true)) if father_unable => Ok(true),
        (Some(false), Some(false)) => Ok(false),
        (Some(false), _) if !father_unable => Ok(false),
        (_, Some(false)) if !mother_unable => Ok(false),
        _ => {
            let unknown = [(father_away, "父亲是否外出（从哪天起）"), (mother_away, "母亲是否外出（从哪天起）")];
            Err(unknown.into_iter().filter(|(away, _)| away.is_none()).map(|(_, what)| what).collect())
        }
    }
}

/// Whether both are away; nothing when that is not known.
pub fn both_away(father: &Parent, mother: &Parent, away_months: u32, day: NaiveDate) -> Option<bool> {
    match (away(father, away_months, day), away(mother, away_months, day)) {
        (Some(father), Some(mother)) => Some(father && mother),
        (Some(false), None) | (None, Some(false)) => Some(false),
        _ => None,
    }
}

/// Whether one is away and the other without the capacity to care; nothing when that is not known.
pub fn one_away_other_unfit(father: &Parent, mother: &Parent, away_months: u32, day: NaiveDate) -> Option<bool> {
    let one = |gone: &Parent, other: &Parent| {
        if is_unable(other) { away(gone, away_months, day) } else { Some(false) }
    };
    match (one(father, mother), one(mother, father)) {
        (Some(true), _) | (_, Some(true)) => Some(true),
        (Some(false), Some(false)) => Some(false),
        _ => None,
    }
}

fn away(parent: &Parent, away_months: u32, day: NaiveDate) -> Option<bool> {
    if parent.is_dead() {
        return Some(false);
    }
    match parent.away? {
        false => Some(false),
        true if away_months == 0 => Some(true),
        true => {
            let full = dates::add_months(parent.away_since?, i32::try_from(away_months).ok()?)?;
            Some(day >= full)
        }
    }
}

/// Dead, declared missing, gravely disabled or ill, imprisoned, in compulsory rehabilitation.
fn is_unable(parent: &Parent) -> bool {
    parent.has(&["02", "03", "04", "05", "06", "07"])
}

#[cfg(test)]
mod tests {
    use super::*;

    fn day(text: &str) -> NaiveDate {
        dates::stored(text).expect("day")
    }

    fn parent(away: Option<bool>, statuses: &[&str]) -> Parent {
        let statuses = statuses.iter().map(|status| (*status).to_owned()).collect();
        Parent { away, statuses, ..Parent::default() }
    }

    fn gone() -> Parent {
        parent(Some(true), &["01"])
    }

    fn home() -> Parent {
        parent(Some(false), &["01"])
    }

    fn at(father: &Parent, mother: &Parent, on: &str) -> Standing {
        judge(Some(day("2009-09-01")), father, mother, 0, day(on))
    }

    #[test]
    fn r18_the_examples_of_the_handbook() {
        assert_eq!(at(&gone(), &gone(), "2025-08-31"), Standing::Registered);
        assert_eq!(at(&gone(), &gone(), "2025-09-01"), Standing::Formerly(day("2025-09-01")));
        assert_eq!(at(&gone(), &parent(Some(false), &["05"]), "2025-08-31"), Standing::Registered);
        assert!(matches!(at(&gone(), &home(), "2025-08-31"), Standing::No(_)));
    }

    #[test]
    fn r18_a_parent_who_cannot_care() {
        for unable in ["02", "03", "04", "05", "06", "07"] {
            assert_eq!(at(&parent(None, &[unable]), &gone(), "2025-01-01"), Standing::Registered, "{unable}");
        }
        for able in ["01", "12"] {
            assert!(matches!(at(&parent(Some(false), &[able]), &gone(), "2025-01-01"), Standing::No(_)), "{able}");
        }
        assert!(matches!(
            at(&parent(Some(false), &["05"]), &parent(Some(false), &["06"]), "2025-01-01"),
            Standing::No(_)
        ));
    }

    #[test]
    fn r18_the_birthday_of_a_leap_day_is_the_first_of_march() {
        let on = |text: &str| judge(Some(day("2012-02-29")), &gone(), &gone(), 0, day(text));
        assert_eq!(on("2028-02-28"), Standing::Registered);
        assert_eq!(on("2028-02-29"), Standing::Formerly(day("2028-02-29")));
        let common = judge(Some(day("2008-02-29")), &gone(), &gone(), 0, day("2024-02-28"));
        assert_eq!(common, Standing::Registered);
    }

    #[test]
    fn r18_a_county_may_ask_how_long_away() {
        let since = |text: &str| Parent { away_since: Some(day(text)), ..gone() };
        let six = |father: &Parent, on: &str| judge(Some(day("2015-01-01")), father, &since("2024-01-01"), 6, day(on));
        assert!(matches!(six(&since("2025-02-15"), "2025-08-14"), Standing::No(_)));
        assert_eq!(six(&since("2025-02-15"), "2025-08-15"), Standing::Registered);
        assert_eq!(six(&gone(), "2025-08-15"), Standing::Unclear(vec!["父亲是否外出（从哪天起）"]));
    }

    #[test]
    fn r18_what_is_not_known_is_said_where_it_matters() {
        let unknown = Parent::default();
        assert_eq!(at(&unknown, &gone(), "2025-01-01"), Standing::Unclear(vec!["父亲是否外出（从哪天起）"]));
        assert!(matches!(at(&unknown, &home(), "2025-01-01"), Standing::No(_)), "a parent is at home and able");
        assert!(matches!(at(&unknown, &gone(), "2025-09-01"), Standing::No("已满 16 周岁")));
        let birthless = judge(None, &gone(), &gone(), 0, day("2025-01-01"));
        assert_eq!(birthless, Standing::Unclear(vec!["出生日期"]));
    }

    #[test]
    fn the_ledger_says_which_of_the_two_it_is() {
        let (today, imprisoned) = (day("2026-11-25"), parent(Some(false), &["06"]));
        let asked = |father: &Parent, mother: &Parent| {
            (both_away(father, mother, 0, today), one_away_other_unfit(father, mother, 0, today))
        };
        assert_eq!(asked(&gone(), &gone()), (Some(true), Some(false)));
        assert_eq!(asked(&gone(), &home()), (Some(false), Some(false)));
        assert_eq!(asked(&gone(), &imprisoned), (Some(false), Some(true)));
        assert_eq!(asked(&imprisoned, &gone()), (Some(false), Some(true)));
        assert_eq!(asked(&gone(), &parent(None, &[])), (None, Some(false)));
        assert_eq!(asked(&parent(None, &[]), &imprisoned), (Some(false), None));
    }
}
