//! Reports that have not come (催报): the likely reason, from what is known of the station's line, and how punctual it was. It reads no clock and
//! knows no network: who asks says what was heard when.

use chrono::NaiveDate;

use crate::rate::Rate;

/// What the county knows of a station's line.
#[derive(Debug, Clone, Copy, Default)]
pub struct Line {
    /// PCs in use.
    pub pcs: usize,
    /// PCs that have asked to join and are not confirmed.
    pub waiting_pcs: usize,
    /// The day its newest work came.
    pub heard: Option<NaiveDate>,
    /// It came over the network; else on a stick.
    pub by_hub: bool,
    /// The county has a mailbox (信箱) at all.
    pub hub: bool,
    /// Records that are known to exist and have not come.
    pub missing: u64,
}

/// How many days without a word mean that nothing comes through, not only that nothing was sent.
const SILENT_DAYS: i64 = 7;

/// Why a report that was due has most likely not come.
pub fn likely_reason(line: Line, due: NaiveDate, today: NaiveDate) -> String {
    if line.pcs == 0 {
        return match line.waiting_pcs {
            0 => "站点还没有电脑加入".to_owned(),
            waiting => format!("站点有 {waiting} 台电脑的加入申请等县里确认"),
        };
    }
    let Some(heard) = line.heard else {
        let way = if line.hub { "没有连上过信箱，也没有交过U盘" } else { "没有交过U盘" };
        return match line.waiting_pcs {
            0 => format!("从来没有收到过这个站的数据：{way}"),
            waiting => format!("从来没有收到过这个站的数据；另有 {waiting} 台电脑等县里确认"),
        };
    };
    if line.missing > 0 {
        return format!("已收到后面的数据，前面还缺 {} 条记录没有到，简报可能在其中", line.missing);
    }
    let silent = (today - heard).num_days();
    let way = if line.by_hub { "网络" } else { "U盘" };
    if heard <= due || silent > SILENT_DAYS {
        let since = format!("{heard}（{silent} 天前，{way}）以后没有再收到数据");
        return match (line.hub, line.by_hub) {
            (true, true) => format!("{since}：可能断网，报告在站里待发送"),
            (true, false) => format!("{since}：可能没有连上信箱，报告在站里待发送"),
            (false, _) => format!("{since}：县里没有信箱，等站点交U盘"),
        };
    }
    format!("{heard} 还收到过数据（{way}），多半是站里还没有定稿或登记报送")
}

/// How punctual a station was: of what was due, what came in time.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Punctuality {
    /// Came in time.
    pub on_time: usize,
    /// Came late.
    pub late: usize,
    /// Was due and has not come.
    pub owing: usize,
}

impl Punctuality {
    /// Was due by now.
    pub fn due(self) -> usize {
        self.on_time + self.late + self.owing
    }

    /// 按时率; of nothing due `—`.
    pub fn rate(self) -> Rate {
        Rate { part: self.on_time, whole: self.due() }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::dates::stored;

    fn day(text: &str) -> NaiveDate {
        stored(text).expect("a day")
    }

    fn reason(line: Line) -> String {
        likely_reason(line, day("2026-11-05"), day("2026-11-10"))
    }

    #[test]
    fn the_likely_reason_is_read_from_the_line() {
        let usual = Line { pcs: 1, heard: Some(day("2026-11-09")), by_hub: true, hub: true, ..Line::default() };
        assert_eq!(reason(Line::default()), "站点还没有电脑加入");
        assert_eq!(reason(Line { waiting_pcs: 1, ..Line::default() }), "站点有 1 台电脑的加入申请等县里确认");
        assert!(reason(Line { heard: None, ..usual }).contains("没有连上过信箱"));
        assert!(reason(Line { heard: None, hub: false, ..usual }).ends_with("没有交过U盘"));
        assert!(reason(Line { missing: 3, ..usual }).contains("还缺 3 条"));
        let silent = reason(Line { heard: Some(day("2026-10-08")), ..usual });
        assert_eq!(silent, "2026-10-08（33 天前，网络）以后没有再收到数据：可能断网，报告在站里待发送");
        assert!(
            reason(Line { heard: Some(day("2026-10-08")), hub: false, by_hub: false, ..usual }).contains("等站点交U盘")
        );
        assert!(reason(usual).contains("还没有定稿"), "it was heard of since: the line is not to blame");
    }

    #[test]
    fn punctuality_counts_what_was_due() {
        let some = Punctuality { on_time: 2, late: 1, owing: 0 };
        assert_eq!((some.due(), some.rate().to_string()), (3, "66.7%".to_owned()));
        assert_eq!(Punctuality::default().rate().to_string(), "—");
    }
}
