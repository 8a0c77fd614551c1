//! The PC's clock beside the hub's: whether one of them must be wrong, and the sentence for whoever sits before the PC. Nothing is refused for it.

/// What clocks may differ without being wrong: nobody sets them to the minute.
const LET_BE: u64 = 60 * MINUTE;
const MINUTE: u64 = 60_000;
const HOUR: u64 = 60 * MINUTE;
const DAY: u64 = 24 * HOUR;
const YEAR: u64 = 365 * DAY;

/// How far the PC is ahead (below zero: behind), when it is more than clocks may differ.
pub(crate) fn off(pc_ms: u64, hub_ms: u64) -> Option<i64> {
    let differ = pc_ms.abs_diff(hub_ms);
    let ahead = i64::try_from(differ).unwrap_or(i64::MAX);
    (differ > LET_BE).then_some(if pc_ms > hub_ms { ahead } else { -ahead })
}

/// What is wrong and what to do now.
pub fn clock_in_words(off_ms: i64) -> String {
    let differ = off_ms.unsigned_abs();
    let (number, unit) = [(YEAR, " 年"), (DAY, " 天"), (HOUR, " 小时")]
        .into_iter()
        .find(|(length, _)| differ >= *length)
        .map_or((differ / MINUTE, " 分钟"), |(length, unit)| (differ / length, unit));
    let way = if off_ms > 0 { "快" } else { "慢" };
    format!(
        "这台电脑的时间比县里的信箱{way}了 {number}{unit}。请点屏幕右下角的时间，核对并改正日期、时间和时区；\
         改正以前记录照常保存和发送，但日期、到期提醒和先后顺序可能不对。如果这台电脑的时间没有错，请告诉县里核对信箱的时间。"
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_clock_is_wrong_from_an_hour_on_and_told_in_the_largest_unit_that_fits() {
        assert_eq!((off(HOUR, 0), off(0, HOUR), off(HOUR + 1, 0)), (None, None, Some(HOUR as i64 + 1)));
        assert_eq!(off(0, 17 * YEAR), Some(-(17 * YEAR as i64)));
        assert_eq!(off(u64::MAX, 0), Some(i64::MAX), "whatever somebody says the time is");
        for (off, words) in [
            (-17 * YEAR as i64, "慢了 17 年"),
            (8 * HOUR as i64, "快了 8 小时"),
            (DAY as i64 + 5, "快了 1 天"),
            (i64::MIN, "慢了"),
        ] {
            assert!(clock_in_words(off).contains(words), "{off}");
        }
    }
}
