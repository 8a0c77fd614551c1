//! Reminders of the county on the deadlines that they are about. One that is settled is spoken of no more; one that is not is spoken of now,
//! however much time is left.

use std::collections::BTreeMap;

use domain::fields::reminder;

use super::{DeadlineRow, DeadlineState, DeadlineWhen, Reminded};
use crate::kernel::context::{Context, text};
use crate::kernel::error::CommandError;

/// The newest reminder of each deadline: station, rule, subject.
pub(super) struct Reminders(BTreeMap<(String, String, String), Reminded>);

/// What a deadline is about, as a reminder names it: the record that makes it due, or the period.
pub(crate) fn subject_of(row: &DeadlineRow) -> String {
    row.record.as_ref().map_or_else(|| row.subject.clone(), |record| record.id.clone())
}

/// Every reminder that is here.
pub(super) fn all(context: &Context) -> Result<Reminders, CommandError> {
    let rows = context.list(&context.of_station(reminder::KIND, None).by("created_ms", false))?;
    let reminded = rows.into_iter().map(|row| {
        let of = |field: &str| text(&row.fields, field).to_owned();
        let about = (row.station.clone(), of(reminder::RULE), of(reminder::SUBJECT));
        let who = context.staff_name(&row.created_by);
        (about, Reminded { at_ms: row.created_ms, who, text: of(reminder::TEXT), state: row.state })
    });
    Ok(Reminders(reminded.collect()))
}

impl Reminders {
    /// The deadline with its reminder.
    pub(super) fn on(&self, row: DeadlineRow) -> DeadlineRow {
        let about = (row.station.clone(), row.rule.clone(), subject_of(&row));
        let reminded = self.0.get(&about).filter(|_| row.state != DeadlineState::Settled).cloned();
        match (reminded, row.state) {
            (None, _) => row,
            (reminded, DeadlineState::Later) => {
                DeadlineRow { reminded, state: DeadlineState::Near, when: row.when.min_week(), ..row }
            }
            (reminded, _) => DeadlineRow { reminded, ..row },
        }
    }
}

impl DeadlineWhen {
    /// This week at the latest.
    fn min_week(self) -> DeadlineWhen {
        match self {
            DeadlineWhen::Month | DeadlineWhen::Later => DeadlineWhen::Week,
            sooner => sooner,
        }
    }
}
