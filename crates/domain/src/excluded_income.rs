//! 不计入项 as data: which kinds of income are not counted, for which purpose, judged for every payment by its own date. The
//! law's own rules stand in `schema/means/excluded_income.toml`; what counties decide is handed in.

use std::sync::OnceLock;

use chrono::NaiveDate;
use serde::Deserialize;

use crate::dates;

/// For what a sum is made; each has its own exclusions.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Purpose {
    /// Dibao and its margin.
    Dibao,
    /// 刚性支出困难家庭.
    Rigid,
    /// 特困人员.
    Tekun,
}

/// What the county decided about one item from a date on.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Decision {
    /// Code of table `income_item`.
    pub item: String,
    /// In force for payments from this day.
    pub from: NaiveDate,
    /// 不计入 (true) or 计入 (false).
    pub excluded: bool,
}

/// What becomes of one payment.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Verdict {
    /// 不计入, with its basis.
    Excluded(String),
    /// 计入.
    Counted,
    /// 计入, because nobody has decided otherwise: 待县定.
    Undecided,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct File {
    rules: Vec<Rule>,
    county: Vec<String>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Rule {
    item: String,
    purposes: Vec<Purpose>,
    since: Option<String>,
    until: Option<String>,
    basis: String,
}

fn file() -> &'static File {
    static FILE: OnceLock<File> = OnceLock::new();
    FILE.get_or_init(|| {
        toml::from_str(include_str!("../../../schema/means/excluded_income.toml"))
            .unwrap_or_else(|error| panic!("schema file compiled into the program: {error}"))
    })
}

/// Items that counties are asked to decide.
pub fn county_items() -> &'static [String] {
    &file().county
}

/// Whether the date of payment matters for an item: a rule begins or ends, or a county decided from a day on.
pub fn needs_date(item: &str, purpose: Purpose, decisions: &[Decision]) -> bool {
    let rules = file().rules.iter().filter(|rule| rule.item == item && rule.purposes.contains(&purpose));
    rules.into_iter().any(|rule| rule.since.is_some() || rule.until.is_some())
        || decisions.iter().any(|decision| decision.item == item)
}

/// Judges one payment. A county's decision goes before the law's silence, never before the law.
pub fn judge(item: &str, purpose: Purpose, paid: Option<NaiveDate>, decisions: &[Decision]) -> Verdict {
    let holds = |rule: &&Rule| {
        let begun = rule.since.as_deref().and_then(dates::stored);
        let ended = rule.until.as_deref().and_then(dates::stored);
        begun.is_none_or(|since| paid.is_some_and(|paid| paid >= since))
            && ended.is_none_or(|until| paid.is_some_and(|paid| paid <= until))
    };
    let mut rules = file().rules.iter().filter(|rule| rule.item == item && rule.purposes.contains(&purpose));
    if let Some(rule) = rules.find(holds) {
        return Verdict::Excluded(rule.basis.clone());
    }
    // A county decides for dibao and what leans on it; for tekun the law's list is complete.
    if purpose == Purpose::Tekun {
        return Verdict::Counted;
    }
    let decided = decisions.iter().filter(|one| one.item == item && paid.is_some_and(|paid| paid >= one.from));
    match decided.max_by_key(|one| one.from) {
        Some(decision) if decision.excluded => Verdict::Excluded("县里规定不计入".to_owned()),
        Some(_) => Verdict::Counted,
        None if county_items().iter().any(|one| one == item) => Verdict::Undecided,
        None => Verdict::Counted,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn day(text: &str) -> Option<NaiveDate> {
        Some(dates::stored(text).expect("day"))
    }

    #[test]
    fn the_items_of_the_law_are_excluded_for_dibao_and_rigid() {
        for item in ["preferential_pension", "family_planning", "scholarship", "bravery", "government_aid"] {
            for purpose in [Purpose::Dibao, Purpose::Rigid] {
                assert!(matches!(judge(item, purpose, None, &[]), Verdict::Excluded(_)), "{item}");
            }
        }
        for item in ["wages", "farming", "retirement_pension", "support_paid"] {
            assert_eq!(judge(item, Purpose::Dibao, None, &[]), Verdict::Counted, "{item}");
        }
    }

    #[test]
    fn the_basic_pension_is_excluded_by_the_day_it_was_paid() {
        let at = |paid| judge("basic_pension", Purpose::Dibao, paid, &[]);
        assert!(matches!(at(day("2025-12-31")), Verdict::Excluded(_)));
        assert_eq!(at(day("2026-01-01")), Verdict::Undecided);
        assert_eq!(at(None), Verdict::Undecided);
        assert!(needs_date("basic_pension", Purpose::Dibao, &[]));
        assert!(matches!(judge("basic_pension", Purpose::Tekun, day("2026-06-01"), &[]), Verdict::Excluded(_)));
    }

    #[test]
    fn each_purpose_has_its_own_list() {
        assert_eq!(judge("elderly_allowance", Purpose::Dibao, None, &[]), Verdict::Undecided);
        assert!(matches!(judge("elderly_allowance", Purpose::Tekun, None, &[]), Verdict::Excluded(_)));
        assert!(matches!(judge("social_insurance", Purpose::Tekun, None, &[]), Verdict::Excluded(_)));
        assert_eq!(judge("social_insurance", Purpose::Dibao, None, &[]), Verdict::Counted);
        assert_eq!(judge("disability_care", Purpose::Dibao, None, &[]), Verdict::Undecided);
        assert_eq!(judge("disability_care", Purpose::Tekun, None, &[]), Verdict::Counted);
    }

    #[test]
    fn a_county_decides_for_payments_from_a_day_on_and_the_newest_decision_holds() {
        let decided =
            |from: &str, excluded| Decision { item: "elderly_allowance".into(), from: day(from).unwrap(), excluded };
        let both = [decided("2026-01-01", true), decided("2026-07-01", false)];
        let at = |paid: &str| judge("elderly_allowance", Purpose::Dibao, day(paid), &both);
        assert_eq!(at("2025-12-31"), Verdict::Undecided);
        assert!(matches!(at("2026-01-01"), Verdict::Excluded(_)));
        assert!(matches!(at("2026-06-30"), Verdict::Excluded(_)));
        assert_eq!(at("2026-07-01"), Verdict::Counted);
        assert!(needs_date("elderly_allowance", Purpose::Dibao, &both));
        assert!(!needs_date("elderly_allowance", Purpose::Dibao, &[]));
    }

    #[test]
    fn every_item_named_by_a_rule_is_in_the_code_table() {
        let table = crate::dictionary::dictionary().code_table("income_item").expect("table");
        let items = file().rules.iter().map(|rule| &rule.item).chain(county_items());
        assert!(items.into_iter().all(|item| table.entry(item).is_some()));
        let days = file().rules.iter().flat_map(|rule| [&rule.since, &rule.until]).flatten();
        assert!(days.into_iter().all(|day| dates::stored(day).is_some()));
    }
}
