//! Exact fractions for sums of money in 分 and ratios: nothing is rounded before it is shown. No floating point.

use std::cmp::Ordering;
use std::ops::{Add, Mul, Sub};

/// A whole number of parts of something. Amounts of the program are below 10^15 分, so nothing here comes near the limit.
#[derive(Debug, Clone, Copy)]
pub struct Fraction {
    part: i128,
    /// Always greater than 0.
    of: i128,
}

impl Fraction {
    /// Nothing.
    pub const ZERO: Fraction = Fraction { part: 0, of: 1 };

    /// A whole number.
    pub fn whole(number: i128) -> Fraction {
        Fraction { part: number, of: 1 }
    }

    /// A part of a whole; none when the whole is nothing or less.
    pub fn of(part: i128, of: i128) -> Option<Fraction> {
        (of > 0).then(|| Fraction { part, of }.reduced())
    }

    /// Reads `1.5`, `0.6`, `75%` as a county types them. Digits only; no sign.
    pub fn parse(typed: &str) -> Option<Fraction> {
        let text: String = crate::identity::half_width(typed).chars().filter(|c| !c.is_whitespace()).collect();
        let (text, of) = match text.strip_suffix('%') {
            Some(percent) => (percent.to_owned(), 100),
            None => (text, 1),
        };
        let (whole, rest) = text.split_once('.').unwrap_or((&text, ""));
        let digits = |text: &str| text.bytes().all(|byte| byte.is_ascii_digit());
        if whole.is_empty() || text.len() > 12 || !digits(whole) || !digits(rest) {
            return None;
        }
        let part: i128 = format!("{whole}{rest}").parse().ok()?;
        Fraction::of(part, of * 10_i128.pow(u32::try_from(rest.len()).ok()?))
    }

    /// Divided by a whole number of things; none when there are none of them.
    pub fn over(self, things: i128) -> Option<Fraction> {
        Fraction::of(self.part, self.of.checked_mul(things)?)
    }

    /// At least nothing.
    pub fn or_zero(self) -> Fraction {
        self.max(Fraction::ZERO)
    }

    /// 分, half up.
    pub fn fen(self) -> i128 {
        (2 * self.part + self.of).div_euclid(2 * self.of)
    }

    /// An amount in 分 as 元 with two places, half up: `733.33`.
    pub fn yuan(self) -> String {
        let fen = self.fen();
        let sign = if fen < 0 { "-" } else { "" };
        format!("{sign}{}.{:02}", fen.abs() / 100, fen.abs() % 100)
    }

    /// A ratio in per cent with two places, half up: `80.00%`.
    pub fn percent(self) -> String {
        format!("{}%", (self * Fraction::whole(10_000)).yuan())
    }

    /// A plain number with as many places as it needs, at most four: `1.5`.
    pub fn plain(self) -> String {
        let text = {
            let scaled = (self * Fraction::whole(10_000)).fen();
            format!("{}.{:04}", scaled / 10_000, scaled % 10_000)
        };
        text.trim_end_matches('0').trim_end_matches('.').to_owned()
    }

    fn reduced(self) -> Fraction {
        let (mut one, mut other) = (self.part.abs(), self.of);
        while other != 0 {
            (one, other) = (other, one % other);
        }
        if one > 1 { Fraction { part: self.part / one, of: self.of / one } } else { self }
    }
}

impl Add for Fraction {
    type Output = Fraction;
    fn add(self, other: Fraction) -> Fraction {
        Fraction { part: self.part * other.of + other.part * self.of, of: self.of * other.of }.reduced()
    }
}

impl Sub for Fraction {
    type Output = Fraction;
    fn sub(self, other: Fraction) -> Fraction {
        self + Fraction { part: -other.part, of: other.of }
    }
}

impl Mul for Fraction {
    type Output = Fraction;
    fn mul(self, other: Fraction) -> Fraction {
        Fraction { part: self.part * other.part, of: self.of * other.of }.reduced()
    }
}

impl PartialEq for Fraction {
    fn eq(&self, other: &Fraction) -> bool {
        self.cmp(other) == Ordering::Equal
    }
}

impl Eq for Fraction {}

impl PartialOrd for Fraction {
    fn partial_cmp(&self, other: &Fraction) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

impl Ord for Fraction {
    fn cmp(&self, other: &Fraction) -> Ordering {
        (self.part * other.of).cmp(&(other.part * self.of))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn of(part: i128, of: i128) -> Fraction {
        Fraction::of(part, of).expect("a whole")
    }

    #[test]
    fn shown_half_up_and_compared_unrounded() {
        assert_eq!(of(2_640_000, 36).yuan(), "733.33");
        assert_eq!(of(1, 2).yuan(), "0.01");
        assert_eq!(of(149, 100).yuan(), "0.01");
        assert_eq!(of(-1, 2).yuan(), "0.00");
        assert_eq!(of(-3, 2).yuan(), "-0.01");
        assert_eq!(of(-12_345, 1).yuan(), "-123.45");
        // Both read 700.00; only one is below it.
        let (below, equal) = (of(209_999, 3), of(210_000, 3));
        assert_eq!((below.yuan(), equal.yuan()), ("700.00".into(), "700.00".into()));
        assert!(below < equal && equal == Fraction::whole(70_000));
    }

    #[test]
    fn sums_are_exact() {
        assert_eq!(of(1, 3) + of(1, 6), of(1, 2));
        assert_eq!(of(1, 3) - of(1, 2), of(-1, 6));
        assert_eq!(of(2, 3) * of(9, 4), of(3, 2));
        assert_eq!(of(7, 1).over(0), None);
        assert_eq!(of(-7, 2).or_zero(), Fraction::ZERO);
    }

    #[test]
    fn what_a_county_types_is_read() {
        for (typed, read) in
            [("1.5", of(3, 2)), ("0.6", of(3, 5)), ("75%", of(3, 4)), (" 2 ", of(2, 1)), ("\u{ff11}.5", of(3, 2))]
        {
            assert_eq!(Fraction::parse(typed), Some(read), "{typed}");
        }
        for typed in ["", "abc", "-1", ".5", "1.2.3", "%", "1e3"] {
            assert_eq!(Fraction::parse(typed), None, "{typed}");
        }
        assert_eq!((of(3, 2).plain(), of(4, 5).percent()), ("1.5".into(), "80.00%".into()));
        assert_eq!(of(2, 3).percent(), "66.67%");
    }
}
