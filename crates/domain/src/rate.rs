//! A part of a whole and how it is read: per cent to one decimal, half up as Excel does it, and never 100 before all of it is there.
//! The only place that rounds a rate; what compares two asks for the exact parts.

/// A part of a whole; nothing when the whole is nothing.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Rate {
    /// Of these
    pub part: usize,
    /// so many.
    pub whole: usize,
}

impl Rate {
    /// In thousandths, as far as a bar of it goes; none of nothing.
    pub fn thousandths(self) -> Option<u128> {
        thousandths(self.part as u128, self.whole as u128)
    }

    /// Smaller than another, exactly.
    pub fn is_less(self, other: Rate) -> bool {
        (self.part as u128) * (other.whole as u128) < (other.part as u128) * (self.whole as u128)
    }
}

impl std::fmt::Display for Rate {
    /// `90%`, `93.3%`, `—`.
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(&shown(self.part as u128, self.whole as u128))
    }
}

/// So much of a whole in per cent: `86.7%`; `—` of nothing.
pub fn shown(part: u128, whole: u128) -> String {
    match thousandths(part, whole) {
        None => "—".to_owned(),
        Some(tenths) if tenths % 10 == 0 => format!("{}%", tenths / 10),
        Some(tenths) => format!("{}.{}%", tenths / 10, tenths % 10),
    }
}

fn thousandths(part: u128, whole: u128) -> Option<u128> {
    let half_up = (whole > 0).then(|| (part * 2000 + whole) / (whole * 2))?;
    Some(if part < whole { half_up.min(999) } else { half_up })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn rate(part: usize, whole: usize) -> String {
        Rate { part, whole }.to_string()
    }

    #[test]
    fn a_rate_is_rounded_half_up_to_one_decimal_as_excel_does_it() {
        for (part, whole, said) in [
            (26, 30, "86.7%"),
            (2, 3, "66.7%"),
            (27, 32, "84.4%"),
            (1, 3, "33.3%"),
            (14, 15, "93.3%"),
            (11, 12, "91.7%"),
            (45, 50, "90%"),
            (1, 2000, "0.1%"),
            (1, 2001, "0%"),
            (0, 7, "0%"),
            (7, 7, "100%"),
            (774, 700, "110.6%"),
        ] {
            assert_eq!(rate(part, whole), said, "{part}/{whole}");
        }
    }

    #[test]
    fn what_is_not_all_of_it_never_reads_100_percent() {
        for (part, whole) in [(1999, 2000), (9995, 10_000), (9999, 10_000), (999_999, 1_000_000)] {
            assert_eq!(rate(part, whole), "99.9%", "{part}/{whole}");
        }
        assert_eq!(rate(9994, 10_000), "99.9%");
        assert_eq!(rate(9984, 10_000), "99.8%");
        assert_eq!(rate(10_000, 10_000), "100%");
        assert_eq!(rate(20_007, 20_000), "100%", "more than all of it");
    }

    #[test]
    fn of_nothing_there_is_no_rate() {
        assert_eq!((rate(0, 0).as_str(), rate(5, 0).as_str()), ("—", "—"));
        assert_eq!(Rate { part: 0, whole: 0 }.thousandths(), None);
    }

    #[test]
    fn two_that_read_alike_are_compared_unrounded() {
        let (less, more) = (Rate { part: 8667, whole: 10_000 }, Rate { part: 26, whole: 30 });
        assert_eq!(less.to_string(), more.to_string());
        assert!(more.is_less(less) && !less.is_less(more));
        assert!(!less.is_less(less));
    }
}
