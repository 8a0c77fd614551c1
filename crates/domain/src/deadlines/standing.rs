//! Standing of a deadline on a day, and the words for it.

use chrono::NaiveDate;
use serde::Serialize;

/// How a deadline stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Standing {
    /// Done, so many days late (0: in time).
    Settled(i64),
    /// So many days late and not done.
    Overdue(i64),
    /// So many days are left, and it is time to speak of it; 0 is today.
    Near(i64),
    /// So many days are left.
    Later(i64),
}

/// How something due on a day stands today: settled on a day or not, spoken of from the first reminder on.
pub fn standing(due: NaiveDate, settled: Option<NaiveDate>, reminders: &[NaiveDate], today: NaiveDate) -> Standing {
    let left = (due - today).num_days();
    match settled {
        Some(settled) => Standing::Settled((settled - due).num_days().max(0)),
        None if left < 0 => Standing::Overdue(-left),
        None if left == 0 || reminders.iter().any(|day| *day <= today) => Standing::Near(left),
        None => Standing::Later(left),
    }
}

impl std::fmt::Display for Standing {
    /// `逾期 5 天`, `今天到期`, `还有 8 天`, `已完成`, `迟交 3 天`.
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Standing::Settled(0) => f.write_str("已完成"),
            Standing::Settled(late) => write!(f, "迟交 {late} 天"),
            Standing::Overdue(days) => write!(f, "逾期 {days} 天"),
            Standing::Near(0) => f.write_str("今天到期"),
            Standing::Near(left) | Standing::Later(left) => write!(f, "还有 {left} 天"),
        }
    }
}
