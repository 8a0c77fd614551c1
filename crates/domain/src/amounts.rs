//! Amounts and ratios, exact (`num-rational`), as people read and write them: 分 shown as 元, per cent, a county's `1.5`.
//! Nothing is rounded before it is shown, and then half up. No floating point.

/// An exact part of something. Amounts of the program are below 10^15 分, so nothing here comes near the limit.
pub type Ratio = num_rational::Ratio<i128>;

/// A number divided among things; none when there are none of them.
pub fn each(of: Ratio, things: i128) -> Option<Ratio> {
    (things > 0).then(|| of / things)
}

/// Reads `1.5`, `0.6`, `75%` as a county types them. Digits only; no sign.
pub fn parse(typed: &str) -> Option<Ratio> {
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
    Some(Ratio::new(part, of * 10_i128.pow(u32::try_from(rest.len()).ok()?)))
}

/// 分, half up.
fn fen(amount: Ratio) -> i128 {
    (amount + Ratio::new(1, 2)).floor().to_integer()
}

/// An amount in 分 as 元 with two places, half up: `733.33`.
pub fn yuan(amount: impl Into<Ratio>) -> String {
    let fen = fen(amount.into());
    let sign = if fen < 0 { "-" } else { "" };
    format!("{sign}{}.{:02}", fen.abs() / 100, fen.abs() % 100)
}

/// The same with thousands apart, as lists and pages show it: `12,345.60`.
pub fn yuan_apart(amount: impl Into<Ratio>) -> String {
    let plain = yuan(amount);
    let (sign, digits) = plain.strip_prefix('-').map_or(("", plain.as_str()), |digits| ("-", digits));
    let (whole, rest) = digits.split_once('.').unwrap_or((digits, "00"));
    let mut apart = String::new();
    for (place, digit) in whole.chars().enumerate() {
        if place > 0 && (whole.len() - place) % 3 == 0 {
            apart.push(',');
        }
        apart.push(digit);
    }
    format!("{sign}{apart}.{rest}")
}

/// A ratio in per cent as every rate is read (`rate::shown`): `80%`, `66.7%`.
pub fn percent(ratio: Ratio) -> String {
    crate::rate::shown(ratio.numer().unsigned_abs(), ratio.denom().unsigned_abs())
}

/// A plain number with as many places as it needs, at most four: `1.5`.
pub fn plain(number: Ratio) -> String {
    let scaled = fen(number * 10_000);
    let text = format!("{}.{:04}", scaled / 10_000, scaled % 10_000);
    text.trim_end_matches('0').trim_end_matches('.').to_owned()
}

/// How many of what a figure is kept in make one of its unit: 元 are kept in 分, hours in minutes.
pub fn kept_per(unit: &str) -> u64 {
    match unit {
        "元" => 100,
        "小时" | "学时" => 60,
        _ => 1,
    }
}

/// A kept value in its unit, with at most two decimals: 12345 分 are `123.45`, 150 minutes are `2.5`.
pub fn printed(value: u64, unit: &str) -> String {
    let per = kept_per(unit);
    let hundredths = (u128::from(value) * 100 + u128::from(per) / 2) / u128::from(per);
    let text = format!("{}.{:02}", hundredths / 100, hundredths % 100);
    text.trim_end_matches('0').trim_end_matches('.').to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn of(part: i128, of: i128) -> Ratio {
        Ratio::new(part, of)
    }

    #[test]
    fn shown_half_up_and_compared_unrounded() {
        assert_eq!(yuan(of(2_640_000, 36)), "733.33");
        assert_eq!(yuan(of(1, 2)), "0.01");
        assert_eq!(yuan(of(149, 100)), "0.01");
        assert_eq!(yuan(of(-1, 2)), "0.00");
        assert_eq!(yuan(of(-3, 2)), "-0.01");
        assert_eq!(yuan(of(-12_345, 1)), "-123.45");
        // Both read 700.00; only one is below it.
        let (below, equal) = (of(209_999, 3), of(210_000, 3));
        assert_eq!((yuan(below), yuan(equal)), ("700.00".into(), "700.00".into()));
        assert!(below < equal && equal == Ratio::from(70_000));
    }

    #[test]
    fn thousands_stand_apart() {
        let shown = |fen: i128| yuan_apart(of(fen, 1));
        assert_eq!((shown(0), shown(99_999)), ("0.00".into(), "999.99".into()));
        assert_eq!((shown(100_000), shown(123_456_789)), ("1,000.00".into(), "1,234,567.89".into()));
        assert_eq!(shown(-1_234_560), "-12,345.60");
    }

    #[test]
    fn sums_are_exact() {
        assert_eq!(of(1, 3) + of(1, 6), of(1, 2));
        assert_eq!(of(1, 3) - of(1, 2), of(-1, 6));
        assert_eq!(of(2, 3) * of(9, 4), of(3, 2));
        assert_eq!(each(of(7, 1), 0), None);
        assert_eq!(each(of(7, 1), 2), Some(of(7, 2)));
    }

    #[test]
    fn what_a_county_types_is_read() {
        for (typed, read) in
            [("1.5", of(3, 2)), ("0.6", of(3, 5)), ("75%", of(3, 4)), (" 2 ", of(2, 1)), ("\u{ff11}.5", of(3, 2))]
        {
            assert_eq!(parse(typed), Some(read), "{typed}");
        }
        for typed in ["", "abc", "-1", ".5", "1.2.3", "%", "1e3"] {
            assert_eq!(parse(typed), None, "{typed}");
        }
        assert_eq!((plain(of(3, 2)), percent(of(4, 5))), ("1.5".into(), "80%".into()));
        assert_eq!(percent(of(2, 3)), "66.7%");
    }
}
