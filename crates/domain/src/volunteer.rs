//! Volunteers' records by 志愿服务记录与证明出具办法: complete within ten working days of the activity (11 条), hours as they were
//! really given (7 条), and what a certificate says (14 条). It knows working days, no records and no paper.

use chrono::NaiveDate;

use crate::dictionary::Unit;
use crate::fields::volunteer_service;
use crate::finding::Finding;
use crate::training;
use crate::values::{Fields, date, number, text};
use crate::working_days::{Calendar, MissingYear};

/// 11 条: working days from the end of the activity to the completed record.
pub const RECORD_WORKING_DAYS: u32 = 10;

/// How the record of a service stands against the ten working days.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Standing {
    /// Completed in time.
    InTime,
    /// Completed so many working days too late.
    Late(u32),
    /// Not complete; there is time until that day.
    Open(NaiveDate),
    /// Not complete; that day has passed.
    Overdue(NaiveDate),
    /// The working days cannot be counted.
    Unknown(MissingYear),
}

/// The day by which a service of that day must be recorded.
pub fn record_due(served: NaiveDate, calendar: &Calendar) -> Result<NaiveDate, MissingYear> {
    calendar.after(served, RECORD_WORKING_DAYS)
}

/// Judges a record: `recorded` is the day on which service and evaluation were both there.
pub fn standing(served: NaiveDate, recorded: Option<NaiveDate>, today: NaiveDate, calendar: &Calendar) -> Standing {
    let judge = || {
        let due = record_due(served, calendar)?;
        Ok(match recorded {
            Some(recorded) if recorded > due => Standing::Late(calendar.between(due, recorded)?.max(1)),
            Some(_) => Standing::InTime,
            None if today > due => Standing::Overdue(due),
            None => Standing::Open(due),
        })
    };
    judge().unwrap_or_else(Standing::Unknown)
}

impl Standing {
    /// A short remark beside the record; empty where there is nothing to say.
    pub fn remark(&self) -> String {
        match self {
            Standing::InTime => String::new(),
            Standing::Late(days) => format!("记录迟了 {days} 个工作日"),
            Standing::Open(due) => format!("{due} 前完成记录和评价"),
            Standing::Overdue(due) => format!("应在 {due} 前完成记录和评价，已逾期"),
            Standing::Unknown(missing) => format!("{missing}，算不出记录期限"),
        }
    }
}

/// One service as a certificate or a sum sees it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Service {
    /// Day.
    pub date: NaiveDate,
    /// 活动名称
    pub activity: String,
    /// 服务内容
    pub content: String,
    /// 组织单位
    pub organizer: String,
    /// Minutes really given.
    pub minutes: i64,
}

/// Minutes of these services in all.
pub fn total(services: &[Service]) -> i64 {
    services.iter().map(|service| service.minutes).sum()
}

/// 14 条: the sentence that certifies what somebody did, without ornament; nothing when there is nothing to certify.
pub fn certified(name: &str, issuer: &str, services: &[Service]) -> Option<String> {
    let (first, last) = (services.iter().map(|one| one.date).min()?, services.iter().map(|one| one.date).max()?);
    let when = if first == last {
        crate::dates::printed(first)
    } else {
        format!("{}至{}", crate::dates::printed(first), crate::dates::printed(last))
    };
    let hours = Unit::Hours.shown(total(services));
    Some(format!(
        "兹证明{name}同志于{when}参加志愿服务 {} 次，服务时间共计 {hours} 小时。以上内容由{issuer}如实记录。",
        services.len()
    ))
}

/// The longest service of one day that is not worth a second look, in minutes.
const LONG_SERVICE: i64 = 12 * 60;
const WHOLE_DAY: i64 = 24 * 60;

/// 办法 7 条: the time that was really given.
pub(crate) fn check_service(fields: &Fields, _provisional: bool, _today: NaiveDate) -> Vec<Finding> {
    let mut findings = training::some_time(fields);
    let Some(given) = number(fields, volunteer_service::MINUTES) else {
        return findings;
    };
    if given > WHOLE_DAY {
        findings.push(Finding::error(volunteer_service::MINUTES, "一天最多 24 小时；跨天的活动请每天各记一条"));
    } else if window(fields).is_some_and(|window| given > window) {
        findings.push(Finding::warning(
            volunteer_service::MINUTES,
            "服务时间比活动起止时间还长，请核对；服务时间只算实际付出的时间",
        ));
    } else if given > LONG_SERVICE {
        findings.push(Finding::warning(volunteer_service::MINUTES, "一天超过 12 小时，请核对是不是填成了分钟"));
    }
    if date(fields, volunteer_service::EVALUATED_DATE)
        .zip(date(fields, volunteer_service::DATE))
        .is_some_and(|(evaluated, served)| evaluated < served)
    {
        findings.push(Finding::warning(volunteer_service::EVALUATED_DATE, "评价日期早于活动日期，请核对"));
    }
    findings
}

/// Minutes between start and end, where both are known and in order.
fn window(fields: &Fields) -> Option<i64> {
    let clock = |name: &str| chrono::NaiveTime::parse_from_str(text(fields, name), "%H:%M").ok();
    let minutes = (clock(volunteer_service::END_TIME)? - clock(volunteer_service::START_TIME)?).num_minutes();
    (minutes > 0).then_some(minutes)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::dates::stored;

    fn day(text: &str) -> NaiveDate {
        stored(text).expect(text)
    }

    fn at(served: &str, recorded: Option<&str>, today: &str) -> Standing {
        standing(day(served), recorded.map(day), day(today), &Calendar::built_in())
    }

    #[test]
    fn a_record_is_due_ten_working_days_after_the_activity() {
        assert_eq!(record_due(day("2025-09-26"), &Calendar::built_in()), Ok(day("2025-10-16")), "over National Day");
        assert_eq!(at("2025-09-26", None, "2025-10-16"), Standing::Open(day("2025-10-16")));
        assert_eq!(at("2025-09-26", None, "2025-10-17"), Standing::Overdue(day("2025-10-16")));
        assert_eq!(at("2026-11-11", None, "2026-11-25"), Standing::Open(day("2026-11-25")));
        assert_eq!(at("2026-11-10", None, "2026-11-25"), Standing::Overdue(day("2026-11-24")));
    }

    #[test]
    fn a_record_completed_later_is_marked_and_stays_so() {
        assert_eq!(at("2025-09-26", Some("2025-10-16"), "2026-11-25"), Standing::InTime);
        assert_eq!(at("2025-09-26", Some("2025-09-26"), "2026-11-25"), Standing::InTime, "the same day");
        assert_eq!(at("2025-09-26", Some("2025-10-17"), "2026-11-25"), Standing::Late(1));
        assert_eq!(at("2025-09-26", Some("2025-10-18"), "2026-11-25"), Standing::Late(1), "on a Saturday");
        assert_eq!(at("2025-09-26", Some("2025-10-24"), "2026-11-25"), Standing::Late(6));
        assert_eq!(at("2026-05-01", Some("2026-05-19"), "2026-11-25").remark(), "记录迟了 1 个工作日");
    }

    #[test]
    fn without_the_years_holidays_it_says_so() {
        let unknown = at("2026-12-25", None, "2026-12-26");
        assert_eq!(unknown, Standing::Unknown(MissingYear(2027)));
        assert_eq!(unknown.remark(), "缺 2027 年节假日安排，算不出记录期限");
    }

    fn service(date: &str, minutes: i64) -> Service {
        let words = |text: &str| text.to_owned();
        Service {
            date: day(date), activity: words("清扫"), content: words("打扫"), organizer: words("本站"), minutes
        }
    }

    #[test]
    fn a_certificate_says_when_how_often_and_how_long() {
        let services = [service("2026-03-05", 90), service("2026-11-20", 120), service("2026-05-01", 25)];
        assert_eq!(total(&services), 235);
        assert_eq!(
            certified("夏小禾", "稻香镇社会工作服务站", &services).expect("text"),
            "兹证明夏小禾同志于2026年3月5日至2026年11月20日参加志愿服务 3 次，服务时间共计 3.92 小时。以上内容由稻香镇社会工作服务站如实记录。"
        );
        assert!(
            certified("夏小禾", "本站", &services[..1])
                .expect("text")
                .contains("于2026年3月5日参加志愿服务 1 次，服务时间共计 1.5 小时")
        );
        assert_eq!(certified("夏小禾", "本站", &[]), None, "nothing to certify");
    }
}
