//! Sum of the stations against the county's figure (合计核对): what each station reported, what was corrected and merged since, and who was counted
//! by more than one. Every difference has its term; what none explains is said too, and never hidden in another.

use crate::amounts::printed;

/// What a station adds to a county figure.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Term {
    /// As it was reported; where nothing was frozen yet, as it stands now without files merged since.
    pub reported: i64,
    /// As it stands now, files taken as they were merged then.
    pub corrected: i64,
    /// As it stands now.
    pub now: i64,
}

/// A county figure as an equation.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Equation {
    /// One for each station.
    pub terms: Vec<Term>,
    /// The county's own figure.
    pub county: i64,
    /// Of the difference between stations and county, so much is people whom several stations counted.
    pub twice: i64,
}

impl Equation {
    /// Σ of what the stations reported.
    pub fn sum(&self) -> i64 {
        self.terms.iter().map(|term| term.reported).sum()
    }

    /// What was corrected since.
    pub fn corrections(&self) -> i64 {
        self.terms.iter().map(|term| term.corrected - term.reported).sum()
    }

    /// How much less it is because files were merged since.
    pub fn merged(&self) -> i64 {
        self.terms.iter().map(|term| term.corrected - term.now).sum()
    }

    /// What no term explains; 0 where the sums are right.
    pub fn unexplained(&self) -> i64 {
        self.county - (self.sum() + self.corrections() - self.merged() - self.twice)
    }

    /// `各站合计 12 人 − 跨站重复 1 人 − 合并档案 1 人 + 更正 2 人 = 全县 12 人`.
    pub fn words(&self, unit: &str) -> String {
        let shown = |value: i64| format!("{} {unit}", printed(value.unsigned_abs(), unit));
        let signed = |value: i64| if value < 0 { "−" } else { "+" };
        let mut words = format!("各站合计 {}", shown(self.sum()));
        let parts = [
            ("跨站重复", -self.twice),
            ("合并档案", -self.merged()),
            ("更正", self.corrections()),
            ("其他差额", self.unexplained()),
        ];
        for (label, value) in parts.into_iter().filter(|(_, value)| *value != 0) {
            words += &format!(" {} {label} {}", signed(value), shown(value));
        }
        words + &format!(" = 全县 {}", shown(self.county))
    }

    /// Sum and county are the same, and nothing moved.
    pub fn is_plain(&self) -> bool {
        self.twice == 0 && self.merged() == 0 && self.corrections() == 0 && self.unexplained() == 0
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_difference_has_its_term() {
        let term = |reported, corrected, now| Term { reported, corrected, now };
        let equation = Equation { terms: vec![term(5, 6, 5), term(4, 4, 4), term(3, 2, 2)], county: 10, twice: 1 };
        assert_eq!((equation.sum(), equation.corrections(), equation.merged(), equation.unexplained()), (12, 0, 1, 0));
        assert_eq!(equation.words("人"), "各站合计 12 人 − 跨站重复 1 人 − 合并档案 1 人 = 全县 10 人");
        let more = Equation { terms: vec![term(5, 7, 7)], county: 7, twice: 0 };
        assert_eq!(more.words("人次"), "各站合计 5 人次 + 更正 2 人次 = 全县 7 人次");
        assert!(!more.is_plain() && Equation { terms: vec![term(1, 1, 1)], county: 1, twice: 0 }.is_plain());
    }

    #[test]
    fn what_nothing_explains_is_said() {
        let odd = Equation { terms: vec![Term { reported: 3, corrected: 3, now: 3 }], county: 5, twice: 0 };
        assert_eq!(odd.words("个"), "各站合计 3 个 + 其他差额 2 个 = 全县 5 个");
    }

    #[test]
    fn amounts_are_shown_in_their_unit() {
        let money = Equation {
            terms: vec![Term { reported: 12_345, corrected: 12_345, now: 12_345 }],
            county: 12_345,
            twice: 0,
        };
        assert_eq!(money.words("元"), "各站合计 123.45 元 = 全县 123.45 元");
    }
}
