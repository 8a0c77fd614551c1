//! Filing of services (痕迹资料归档, 实施方案 七（四）): so many days after its day a service has its record and its photo, or it is said.

use chrono::{Days, NaiveDate};

/// A service that is planned and held: an activity, a session of a group.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Service {
    /// It was held: its record is there.
    pub held: bool,
    /// It was cancelled.
    pub cancelled: bool,
    /// The day it was held, or planned for.
    pub day: NaiveDate,
    /// A photo or scan belongs to it.
    pub photo: bool,
}

/// What lacks.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Lack {
    /// Its day is past and nothing says what came of it.
    Record,
    /// It was held and no photo shows it.
    Photo,
}

/// What a service lacks today, where its term of `days` is over.
pub fn lack(service: Service, days: u32, today: NaiveDate) -> Option<Lack> {
    let over = service.day.checked_add_days(Days::new(days.into())).is_some_and(|due| due < today);
    match service {
        _ if service.cancelled || !over => None,
        Service { held: false, .. } => Some(Lack::Record),
        Service { photo: false, .. } => Some(Lack::Photo),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::dates::stored;

    #[test]
    fn what_lacks_is_said_when_the_days_are_over() {
        let day = |text: &str| stored(text).expect(text);
        let service = Service { held: true, cancelled: false, day: day("2026-11-10"), photo: false };
        assert_eq!(lack(service, 7, day("2026-11-17")), None, "the last of the days");
        assert_eq!(lack(service, 7, day("2026-11-18")), Some(Lack::Photo));
        assert_eq!(lack(Service { photo: true, ..service }, 7, day("2026-11-18")), None);
        assert_eq!(lack(Service { held: false, ..service }, 7, day("2026-11-18")), Some(Lack::Record));
        let cancelled = Service { held: false, cancelled: true, ..service };
        assert_eq!(lack(cancelled, 7, day("2026-12-18")), None);
    }
}
