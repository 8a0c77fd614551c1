//! Points of an evaluation: exact to hundredths, as score sheets have them (5, 2.5, 0.25).

use std::iter::Sum;

/// Points, in hundredths.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Points(u32);

impl Points {
    /// Nothing.
    pub const NONE: Points = Points(0);

    /// Reads `5`, `2.5`, `10分`; no more than two places, no sign, less than 100,000.
    pub fn parse(typed: &str) -> Option<Points> {
        let text = crate::identity::half_width(typed);
        let text = text.trim().trim_end_matches('分').trim();
        let (whole, rest) = text.split_once('.').unwrap_or((text, ""));
        let digits = |text: &str| text.bytes().all(|byte| byte.is_ascii_digit());
        if whole.is_empty() || whole.len() > 5 || rest.len() > 2 || !digits(whole) || !digits(rest) {
            return None;
        }
        Some(Points(format!("{whole}{rest:0<2}").parse().ok()?))
    }

    /// This share of them, half up, but never all of them before all is there.
    pub fn share(self, have: u64, of: u64) -> Points {
        if of == 0 || have >= of {
            return if of == 0 { Points::NONE } else { self };
        }
        let (all, have, of) = (u128::from(self.0), u128::from(have), u128::from(of));
        let part = (2 * all * have + of) / (2 * of);
        Points((part as u32).min(self.0.saturating_sub(1)))
    }

    /// So many times, at most the most there is.
    pub fn times(self, many: u64, most: Points) -> Points {
        let all = u64::from(self.0).saturating_mul(many);
        Points(u32::try_from(all).unwrap_or(u32::MAX)).min(most)
    }

    /// What is left of them.
    pub fn less(self, other: Points) -> Points {
        Points(self.0.saturating_sub(other.0))
    }

    /// As a number for a chart.
    pub fn as_number(self) -> f64 {
        f64::from(self.0) / 100.0
    }

    /// So many hundredths.
    pub(super) fn of_hundredths(hundredths: u32) -> Points {
        Points(hundredths)
    }

    /// In hundredths.
    pub fn hundredths(self) -> u32 {
        self.0
    }
}

impl Sum for Points {
    fn sum<I: Iterator<Item = Points>>(all: I) -> Points {
        Points(all.fold(0, |sum, one| sum.saturating_add(one.0)))
    }
}

impl std::fmt::Display for Points {
    /// `5`, `2.5`, `3.33`.
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match (self.0 / 100, self.0 % 100) {
            (whole, 0) => write!(f, "{whole}"),
            (whole, tenths) if tenths % 10 == 0 => write!(f, "{whole}.{}", tenths / 10),
            (whole, rest) => write!(f, "{whole}.{rest:02}"),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn points(text: &str) -> Points {
        Points::parse(text).expect(text)
    }

    #[test]
    fn points_are_read_and_written_as_score_sheets_have_them() {
        for (typed, shown) in
            [("5", "5"), ("2.5", "2.5"), ("0.25", "0.25"), (" 10分 ", "10"), ("2.50", "2.5"), ("１０", "10")]
        {
            assert_eq!(points(typed).to_string(), shown);
        }
        for odd in ["", "十", "-1", "1.234", "1e3", "100000", ".5"] {
            assert_eq!(Points::parse(odd), None, "{odd}");
        }
    }

    #[test]
    fn a_share_is_half_up_and_never_all_before_all_is_there() {
        assert_eq!(points("5").share(4, 6).to_string(), "3.33");
        assert_eq!(points("5").share(6, 6).to_string(), "5");
        assert_eq!(points("5").share(9, 6).to_string(), "5");
        assert_eq!(points("5").share(99_999, 100_000).to_string(), "4.99");
        assert_eq!(points("5").share(3, 0), Points::NONE);
        assert_eq!(points("2").times(3, points("5")).to_string(), "5");
        assert_eq!(points("0.5").times(3, points("5")).to_string(), "1.5");
    }
}
