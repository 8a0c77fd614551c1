//! Amounts as they are printed: what is kept in 分 or minutes, in the unit that people read.

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
