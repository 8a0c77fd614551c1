//! 期限: everything that the policy's deadlines make due, with who owes it and what settles it. The rules are `domain::deadlines`;
//! subjects and settling records are read here (`subjects.rs`), and nothing is stored. The county sees every station's.

mod files;
mod reminders;
mod subjects;

use chrono::NaiveDate;
use domain::deadlines::{Rule, Standing, rules, standing};
use domain::report_outline::draft_of;
use serde::{Deserialize, Serialize};
use ts_rs::TS;

use crate::kernel::context::Context;
use crate::kernel::error::CommandError;
use crate::kernel::pc::Pc;
use crate::kernel::request::RecordRef;
use crate::records::calendar::calendar;
use crate::records::view::Delivery;

pub(crate) use files::{DeadlinesOut, calendar_file, workbook_file};
pub(crate) use reminders::subject_of;
use subjects::Subject;

/// Asks for deadlines.
#[derive(Clone, Debug, Default, Serialize, Deserialize, TS)]
#[serde(default)]
#[ts(optional_fields = nullable)]
pub(crate) struct DeadlinesRequest {
    /// Only what this station owes, for the county.
    #[ts(optional)]
    pub station: Option<String>,
    /// Only of this rule.
    #[ts(optional)]
    pub rule: Option<String>,
    /// What was settled within the last year, too.
    #[ts(as = "Option<_>", optional)]
    pub settled: bool,
    /// Only what is overdue or near, and at most so many.
    #[ts(optional)]
    pub near: Option<u32>,
}

/// The deadlines, the most urgent first.
#[derive(Clone, Debug, Serialize, Deserialize, TS)]
pub(crate) struct Deadlines {
    /// Today.
    pub today: String,
    /// The deadlines.
    pub rows: Vec<DeadlineRow>,
    /// How many there are in all, where only some are asked for.
    pub total: u64,
    /// The rules, in their order, to choose from.
    pub rules: Vec<RuleRow>,
}

/// A rule to choose.
#[derive(Clone, Debug, Serialize, Deserialize, TS)]
pub(crate) struct RuleRow {
    /// Its name.
    pub name: String,
    /// What is to be done.
    pub label: String,
    /// The clause it comes from.
    pub clause: String,
}

/// A deadline.
#[derive(Clone, Debug, Serialize, Deserialize, TS)]
pub(crate) struct DeadlineRow {
    /// Its rule.
    pub rule: String,
    /// What is to be done.
    pub label: String,
    /// The clause it comes from.
    pub clause: String,
    /// Code of the station that owes it; empty: the county.
    pub station: String,
    /// Its name.
    pub station_name: String,
    /// What it is about: an agreement, a person, a period.
    pub subject: String,
    /// The record that makes it due; none for a period.
    pub record: Option<RecordRef>,
    /// By when; none while a year's holidays are not known.
    pub due: Option<String>,
    /// Which is said then: 缺 2027 年节假日安排.
    pub missing: Option<String>,
    /// How it stands.
    pub state: DeadlineState,
    /// Days late, or days left.
    pub days: i64,
    /// The same in words.
    pub words: String,
    /// Where it stands on the page.
    pub when: DeadlineWhen,
    /// The kind whose record settles it, for the button.
    pub settle_kind: Option<String>,
    /// The agreement that it comes from.
    pub agreement: Option<String>,
    /// Where whoever owes it writes the report that settles it.
    pub draft: Option<String>,
    /// The record that settled it.
    pub settled_by: Option<RecordRef>,
    /// It is a report that is handed in.
    #[serde(default)]
    pub report: bool,
    /// The county's newest reminder of it, until it is settled.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[ts(optional)]
    pub reminded: Option<Reminded>,
}

/// A reminder of the county.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, TS)]
pub(crate) struct Reminded {
    /// When, in milliseconds.
    pub at_ms: u64,
    /// Who.
    pub who: String,
    /// What was said.
    pub text: String,
    /// How far it has travelled.
    pub state: Delivery,
}

/// How a deadline stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "snake_case")]
pub(crate) enum DeadlineState {
    /// Late and not done.
    Overdue,
    /// To be spoken of.
    Near,
    /// Still time.
    Later,
    /// Done.
    Settled,
    /// No day can be given.
    Unknown,
}

/// The heading it stands under.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "snake_case")]
pub(crate) enum DeadlineWhen {
    /// 逾期
    Overdue,
    /// 本周
    Week,
    /// 本月
    Month,
    /// 以后
    Later,
    /// 已完成
    Settled,
}

/// The deadlines of this side, or of one station.
pub(crate) fn list(pc: &Pc, request: DeadlinesRequest) -> Result<Deadlines, CommandError> {
    let context = Context::of(pc)?;
    let mut rows = all(&context, &request)?;
    let total = rows.len() as u64;
    rows.truncate(request.near.map_or(usize::MAX, |most| most as usize));
    let named =
        |rule: &Rule| RuleRow { name: rule.name.clone(), label: rule.label.clone(), clause: rule.clause.clone() };
    Ok(Deadlines { today: context.today_text(), rows, total, rules: rules().iter().map(named).collect() })
}

/// Every deadline that is asked for, the most urgent first; what has no day stands with what is late.
fn all(context: &Context, request: &DeadlinesRequest) -> Result<Vec<DeadlineRow>, CommandError> {
    all_since(context, request, None)
}

/// The same with the periods since a day, instead of the last twelve months: a whole agreement year, however long it is over.
pub(super) fn all_since(
    context: &Context,
    request: &DeadlinesRequest,
    since: Option<NaiveDate>,
) -> Result<Vec<DeadlineRow>, CommandError> {
    let calendar = calendar(context)?;
    let reading = subjects::Reading::new(context, request.settled, since)?;
    let mut rows = Vec::new();
    let reminders = reminders::all(context)?;
    let asked = |rule: &&Rule| {
        request.rule.as_ref().is_none_or(|name| *name == rule.name) && (request.near.is_none() || !rule.apart)
    };
    for rule in rules().iter().filter(asked) {
        let number = rule.term.parameter().map(|name| context.number_parameter(name)).transpose()?.flatten();
        for subject in reading.subjects(rule)? {
            let due = rule.term.due(subject.from, number, &calendar);
            let days = due.as_ref().map(|due| rule.remind.days(*due, &calendar)).unwrap_or_default();
            let row = row(context, rule, subject, due.map_err(|missing| missing.to_string()), &days);
            rows.push(reminders.on(row));
        }
    }
    rows.retain(|row| {
        request.station.as_ref().is_none_or(|station| *station == row.station)
            && match row.state {
                DeadlineState::Settled => request.settled && row.days < 366,
                DeadlineState::Later => request.near.is_none() && row.days < 366,
                DeadlineState::Overdue | DeadlineState::Near | DeadlineState::Unknown => true,
            }
    });
    rows.sort_by(|one, other| {
        let place = |row: &DeadlineRow| (row.when as u8, row.due.clone(), row.station.clone());
        place(one).cmp(&place(other))
    });
    Ok(rows)
}

fn row(
    context: &Context,
    rule: &Rule,
    subject: Subject,
    due: Result<NaiveDate, String>,
    reminders: &[NaiveDate],
) -> DeadlineRow {
    let stands =
        due.as_ref().map(|due| standing(*due, subject.settled.as_ref().map(|(day, _)| *day), reminders, context.today));
    let (state, days, words) = match &stands {
        Err(_) if subject.settled.is_some() => (DeadlineState::Settled, 0, "已完成".to_owned()),
        Err(missing) => (DeadlineState::Unknown, 0, (*missing).clone()),
        Ok(stands) => {
            let (state, days) = match *stands {
                Standing::Settled(late) => (DeadlineState::Settled, late),
                Standing::Overdue(days) => (DeadlineState::Overdue, days),
                Standing::Near(left) => (DeadlineState::Near, left),
                Standing::Later(left) => (DeadlineState::Later, left),
            };
            (state, days, stands.to_string())
        }
    };
    let due_day = due.as_ref().ok().copied();
    DeadlineRow {
        draft: draft_of(&rule.name, &subject.title, subject.agreement.as_deref()),
        agreement: subject.agreement,
        rule: rule.name.clone(),
        label: rule.label.clone(),
        clause: rule.clause.clone(),
        station_name: if subject.station.is_empty() {
            "县级".to_owned()
        } else {
            context.station_name(&subject.station)
        },
        station: subject.station,
        subject: subject.title,
        when: heading(state, due_day, context.today),
        due: due_day.map(|due| due.to_string()),
        missing: due.err(),
        state,
        days,
        words,
        settle_kind: rule
            .settled_by
            .as_ref()
            .map(|by| by.kind.clone())
            .or_else(|| rule.check.as_ref().map(|check| check.kind.clone())),
        settled_by: subject.settled.map(|(_, record)| record),
        report: rule.report,
        reminded: None,
        record: subject.record,
    }
}

/// Overdue and what has no day first; then this week, this month, later. A week ends on Sunday.
fn heading(state: DeadlineState, due: Option<NaiveDate>, today: NaiveDate) -> DeadlineWhen {
    match (state, due) {
        (DeadlineState::Settled, _) => DeadlineWhen::Settled,
        (DeadlineState::Overdue | DeadlineState::Unknown, _) | (_, None) => DeadlineWhen::Overdue,
        (_, Some(due)) if due <= today.week(chrono::Weekday::Mon).last_day() => DeadlineWhen::Week,
        (_, Some(due)) if domain::period::Month::of(due) == domain::period::Month::of(today) => DeadlineWhen::Month,
        _ => DeadlineWhen::Later,
    }
}
