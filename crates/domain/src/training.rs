//! Trainings: the time they took, and who was there.

use chrono::NaiveDate;

use crate::fields::{training, training_attendee};
use crate::finding::Finding;
use crate::values::{Fields, number, text};

/// Time that was given or taken is more than none.
pub(crate) fn some_time(fields: &Fields) -> Vec<Finding> {
    let none = number(fields, training::MINUTES) == Some(0);
    if none {
        vec![Finding::error(training::MINUTES, "时间应大于 0，请填写实际的时间")]
    } else {
        Vec::new()
    }
}

/// Findings of a training, of volunteers or staff, and of whatever else takes time.
pub(crate) fn check(fields: &Fields, _provisional: bool, _today: NaiveDate) -> Vec<Finding> {
    some_time(fields)
}

/// Findings of somebody on a list of attendance.
pub(crate) fn check_attendee(fields: &Fields, provisional: bool, _today: NaiveDate) -> Vec<Finding> {
    someone(fields, &[training_attendee::STAFF, training_attendee::VOLUNTEER, training_attendee::NAME], provisional)
}

/// A line of a list names somebody, on file or in words.
pub(crate) fn someone(fields: &Fields, names: &[&str], provisional: bool) -> Vec<Finding> {
    let named = names.iter().any(|name| !text(fields, name).is_empty());
    if named || provisional {
        return Vec::new();
    }
    vec![Finding::error(names[0], "请选择是谁；没有建档的填写姓名")]
}
