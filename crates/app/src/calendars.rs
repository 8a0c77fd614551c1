//! The calendar of working days on this PC: the years the program came with, and what the county has sent down since. The county
//! pastes the State Council's notice; `domain::holiday_notice` reads it.

use changelog::{Audience, Payload};
use domain::holiday_notice;
use domain::working_days::{Calendar, Holiday, YearPlan};
use serde::{Deserialize, Serialize};
use serde_json::{Value, json};
use store::{Query, Row};
use ts_rs::TS;

use crate::app::App;
use crate::commands::Nothing;
use crate::duty::{Duty, kind_named, text};
use crate::error::CommandError;
use crate::writing::{self, Form};

const KIND: &str = "holiday_calendar";

/// Holidays of a year, as they are known here.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct CalendarYear {
    /// Year.
    pub year: i32,
    /// Number of the notice.
    pub notice: String,
    /// Days off.
    pub off: Vec<DaysOff>,
    /// Weekend days on which one works.
    pub work: Vec<String>,
    /// Sent down by the county; else the program came with it.
    pub by_county: bool,
}

/// A run of days off.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct DaysOff {
    /// 春节…
    pub name: String,
    /// First day.
    pub from: String,
    /// Last day.
    pub to: String,
    /// How many days.
    #[ts(type = "number")]
    pub days: i64,
}

/// A notice of the State Council as it was pasted.
#[derive(Clone, Debug, Serialize, Deserialize, TS)]
pub struct Notice {
    /// Its text with the title.
    pub text: String,
}

/// The working days as this PC knows them.
pub(crate) fn calendar(duty: &Duty) -> Result<Calendar, CommandError> {
    Ok(Calendar::built_in().with(sent_down(duty)?))
}

/// Years that the county has sent down; of two for one year the later stands.
fn sent_down(duty: &Duty) -> Result<Vec<YearPlan>, CommandError> {
    Ok(duty.list(&Query::of(KIND).by("created_ms", false))?.iter().filter_map(plan).collect())
}

/// A year as its record keeps it: a line `2027-01-01 2027-01-03 元旦` for each run of days off, a line for each day worked.
fn plan(row: &Row) -> Option<YearPlan> {
    let off = text(&row.fields, "off").lines().map(|line| {
        let mut words = line.splitn(3, ' ');
        let (from, to) = (words.next()?.parse().ok()?, words.next()?.parse().ok()?);
        Some(Holiday { name: words.next().unwrap_or_default().to_owned(), from, to })
    });
    let work = text(&row.fields, "work").lines().map(|line| line.parse().ok());
    Some(YearPlan {
        year: row.fields.get("year").and_then(Value::as_i64)? as i32,
        notice: text(&row.fields, "notice").to_owned(),
        off: off.collect::<Option<_>>()?,
        work: work.collect::<Option<_>>()?,
    })
}

fn view(plan: &YearPlan, by_county: bool) -> CalendarYear {
    CalendarYear {
        year: plan.year,
        notice: plan.notice.clone(),
        off: plan
            .off
            .iter()
            .map(|one| DaysOff {
                name: one.name.clone(),
                from: one.from.to_string(),
                to: one.to.to_string(),
                days: (one.to - one.from).num_days() + 1,
            })
            .collect(),
        work: plan.work.iter().map(ToString::to_string).collect(),
        by_county,
    }
}

/// The years that are known, in order.
pub fn list(app: &App, _: Nothing) -> Result<Vec<CalendarYear>, CommandError> {
    let duty = Duty::of(app)?;
    let sent: Vec<i32> = sent_down(&duty)?.iter().map(|plan| plan.year).collect();
    Ok(calendar(&duty)?.years().map(|plan| view(plan, sent.contains(&plan.year))).collect())
}

/// What a pasted notice says, to be looked over before it is sent down.
pub fn read(_: &App, request: Notice) -> Result<CalendarYear, CommandError> {
    Ok(view(&read_notice(&request)?, true))
}

fn read_notice(request: &Notice) -> Result<YearPlan, CommandError> {
    holiday_notice::read(&request.text).map_err(|message| CommandError::invalid_field("text", message))
}

/// Sends a year's holidays down to all stations; an earlier plan of the same year stays readable and no longer counts.
pub fn save(app: &App, request: Notice) -> Result<Vec<CalendarYear>, CommandError> {
    let duty = Duty::of(app)?;
    let plan = read_notice(&request)?;
    let off: Vec<String> = plan.off.iter().map(|one| format!("{} {} {}", one.from, one.to, one.name)).collect();
    let work: Vec<String> = plan.work.iter().map(ToString::to_string).collect();
    let fields = Payload::from_iter([
        ("year".to_owned(), json!(plan.year)),
        ("notice".to_owned(), json!(plan.notice)),
        ("off".to_owned(), json!(off.join("\n"))),
        ("work".to_owned(), json!(work.join("\n"))),
    ]);
    let ready = writing::ready(&duty, kind_named(KIND)?, Form { fields, ..Form::default() })?;
    duty.save(Audience::All, ready.write.into_iter().collect())?;
    list(app, Nothing {})
}
