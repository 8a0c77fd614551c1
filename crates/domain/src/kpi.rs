//! Yearly targets (R24, 06 §6.2): a target is as far as its least finished sub-target, never more than 100 %. What a sub-target counts
//! is a figure of the brief, so that target, brief and board can never disagree; what cannot be counted is added with a reason.

use std::sync::OnceLock;

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};
use ts_rs::TS;

use crate::amounts::kept_per;
use crate::brief::{Facts, Figure, Figures};
use crate::brief_figures::figures;
use crate::fields::kpi_target;
use crate::finding::Finding;
use crate::period::Period;
use crate::rate::Rate;
use crate::values::{Fields, number};

/// A figure that a target can count.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct FigureChoice {
    /// Code.
    pub code: String,
    /// Label.
    pub label: String,
    /// 人次, 元, 小时…
    pub unit: String,
    /// How many of what is kept make one of the unit: 100 for 元, 60 for hours, else 1.
    #[ts(type = "number")]
    pub per: u64,
}

/// A sub-target and how far it is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Progress {
    /// Wanted in the year.
    pub target: u64,
    /// Done, with what was added by hand.
    pub done: u64,
}

impl Progress {
    /// Completion of this sub-target, capped; of nothing wanted `—`.
    pub fn rate(self) -> Rate {
        Rate { part: self.done.min(self.target) as usize, whole: self.target as usize }
    }
}

/// R24: completion of a target. Sub-targets of 0 ask for nothing; when all are, there is no rate (`—`).
pub fn completion(subs: &[Progress]) -> Rate {
    let rates = subs.iter().filter(|sub| sub.target > 0).map(|sub| sub.rate());
    rates.reduce(|one, other| if other.is_less(one) { other } else { one }).unwrap_or(Rate { part: 0, whole: 0 })
}

/// Where a target will end, if it goes on as until now.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Projection {
    /// What will be done at the end.
    pub at_end: u64,
    /// Tenths of months that are left.
    pub months_left_tenths: u32,
    /// What is needed each month from now on to reach it; 0 when it is reached.
    pub needed_per_month: u64,
}

/// By the pace until the end of a day: what was done, over the days gone, for all days. None before the first day, and once it is over.
pub fn projection(progress: Progress, span: Period, today: NaiveDate) -> Option<Projection> {
    let (gone, whole) = ((today - span.from).num_days() + 1, (span.to - span.from).num_days() + 1);
    if !span.contains(today) || gone >= whole {
        return None;
    }
    let (gone, whole) = (u128::try_from(gone).ok()?, u128::try_from(whole).ok()?);
    let at_end = (u128::from(progress.done) * whole + gone / 2) / gone;
    // A month is a twelfth of 365 days.
    let left_tenths = ((whole - gone) * 10 * 12 + 182) / 365;
    let lacking = u128::from(progress.target.saturating_sub(progress.done));
    let needed = (lacking * 10).div_ceil(left_tenths.max(1)).min(lacking);
    Some(Projection {
        at_end: u64::try_from(at_end).unwrap_or(u64::MAX),
        months_left_tenths: u32::try_from(left_tenths).unwrap_or(u32::MAX),
        needed_per_month: u64::try_from(needed).unwrap_or(u64::MAX),
    })
}

/// Everything that was wanted is done.
pub fn is_reached(rate: Rate) -> bool {
    rate.whole > 0 && rate.part >= rate.whole
}

/// Figures that a target can be set on: what is counted, not what is a rate, and none of the long breakdowns.
pub fn countable(figures: &Figures) -> impl Iterator<Item = &Figure> {
    let plain = |figure: &&Figure| figure.whole.is_none() && !figure.is_breakdown();
    figures.figures.iter().filter(|figure| figure.code != "visit.uncounted").filter(plain)
}

/// Figures a target can count, from a brief of nothing: those that every brief has.
pub fn choices() -> &'static [FigureChoice] {
    static CHOICES: OnceLock<Vec<FigureChoice>> = OnceLock::new();
    CHOICES.get_or_init(|| {
        let day = NaiveDate::default();
        let nothing = figures(&Facts::default(), Period { from: day, to: day });
        countable(&nothing).map(choice_of).collect()
    })
}

/// One of them.
pub fn choice(code: &str) -> Option<&'static FigureChoice> {
    choices().iter().find(|choice| choice.code == code)
}

fn choice_of(figure: &Figure) -> FigureChoice {
    FigureChoice {
        code: figure.code.clone(),
        label: figure.full_label(),
        unit: figure.unit.clone(),
        per: kept_per(&figure.unit),
    }
}

/// Findings of a target.
pub(crate) fn check(fields: &Fields, _provisional: bool, _today: NaiveDate) -> Vec<Finding> {
    let odd = number(fields, kpi_target::YEAR).is_some_and(|year| !(2018..=2100).contains(&year));
    if odd { vec![Finding::error(kpi_target::YEAR, "年度请写四位，如 2026")] } else { Vec::new() }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn rate(subs: &[(u64, u64)]) -> String {
        let subs: Vec<Progress> = subs.iter().map(|&(done, target)| Progress { target, done }).collect();
        completion(&subs).to_string()
    }

    #[test]
    fn r24_the_least_finished_sub_target_counts() {
        assert_eq!(rate(&[(3, 3), (14, 15)]), "93.3%", "3/3 groups, 14/15 sessions");
        assert_eq!(rate(&[(4, 4), (20, 20)]), "100%");
        assert_eq!(rate(&[(4, 4), (19, 20)]), "95%");
        assert_eq!(rate(&[(12, 12), (1212, 1000)]), "100%", "12 events, about 1212 of 1000 person-times");
        assert_eq!(rate(&[(11, 12), (1212, 1000)]), "91.7%", "a surplus in one does not make up for the other");
        assert_eq!(rate(&[(0, 3), (15, 15)]), "0%");
    }

    #[test]
    fn r24_no_more_than_100_percent() {
        assert_eq!(rate(&[(774, 700)]), "100%", "not 110.6 %");
        assert_eq!(rate(&[(15, 12)]), "100%");
        assert_eq!(rate(&[(700, 700)]), "100%");
        assert_eq!(rate(&[(1, 1)]), "100%");
    }

    #[test]
    fn r24_less_than_all_is_never_shown_as_100_percent() {
        assert_eq!(rate(&[(999_999, 1_000_000)]), "99.9%");
        assert_eq!(rate(&[(2, 3)]), "66.7%", "half up to one decimal");
        assert_eq!(rate(&[(1, 2001)]), "0%");
        assert_eq!(rate(&[(1, 1000)]), "0.1%");
    }

    #[test]
    fn r24_a_target_of_nothing_has_no_rate() {
        assert_eq!(rate(&[(5, 0)]), "—");
        assert_eq!(rate(&[]), "—");
        assert_eq!(rate(&[(5, 0), (1, 2)]), "50%", "the others still count");
        assert_eq!(rate(&[(0, 0), (0, 0)]), "—");
    }

    fn year() -> Period {
        crate::period::year(2026).expect("a year")
    }

    fn projected(done: u64, target: u64, today: &str) -> Option<(u64, u32, u64)> {
        let today = crate::dates::stored(today).expect("a day");
        let found = projection(Progress { target, done }, year(), today)?;
        Some((found.at_end, found.months_left_tenths, found.needed_per_month))
    }

    #[test]
    fn a_target_ends_where_its_pace_leads() {
        // 181 of 365 days gone, half of it done.
        assert_eq!(projected(181, 365, "2026-06-30"), Some((365, 60, 31)));
        assert_eq!(projected(0, 12, "2026-06-30"), Some((0, 60, 2)));
        assert_eq!(projected(90, 700, "2026-03-31"), Some((365, 90, 68)), "610 in nine months");
        assert_eq!(projected(700, 700, "2026-06-30").map(|one| one.2), Some(0), "nothing is needed any more");
        assert_eq!(projected(5, 100, "2026-12-30").map(|one| one.2), Some(95), "never more than what is lacking");
        assert_eq!(projected(5, 100, "2026-12-31"), None, "over");
        assert_eq!(projected(5, 100, "2025-12-31"), None, "not begun");
    }

    #[test]
    fn r24_reached_means_all_of_it() {
        let of = |subs: &[(u64, u64)]| {
            completion(&subs.iter().map(|&(done, target)| Progress { target, done }).collect::<Vec<_>>())
        };
        assert!(is_reached(of(&[(3, 3), (16, 15)])));
        assert!(!is_reached(of(&[(3, 3), (14, 15)])));
        assert!(!is_reached(of(&[(5, 0)])), "nothing was wanted");
        assert!(of(&[(1, 3)]).is_less(of(&[(1, 2)])) && !of(&[(2, 4)]).is_less(of(&[(1, 2)])));
    }
}
