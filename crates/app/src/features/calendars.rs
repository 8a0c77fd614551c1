//! The calendar of working days on this PC: the years the program came with, and what the county has sent down since. The county
//! pastes the State Council's notice; `domain::holiday_notice` reads it.

use changelog::{Audience, Payload};
use domain::holiday_notice;
use domain::working_days::YearPlan;
use serde::{Deserialize, Serialize};
use serde_json::json;
use ts_rs::TS;

use crate::kernel::context::{Context, kind_named};
use crate::kernel::error::CommandError;
use crate::kernel::pc::Pc;
use crate::kernel::request::Nothing;
use crate::records::calendar::{KIND, calendar, sent_down};
use crate::records::check::{self, Form};

/// Holidays of a year, as they are known here.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, TS)]
pub(crate) struct CalendarYear {
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
pub(crate) struct DaysOff {
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
pub(crate) struct Notice {
    /// Its text with the title.
    pub text: String,
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
pub(crate) fn list(pc: &Pc, _: Nothing) -> Result<Vec<CalendarYear>, CommandError> {
    let context = Context::of(pc)?;
    let sent: Vec<i32> = sent_down(&context)?.iter().map(|plan| plan.year).collect();
    Ok(calendar(&context)?.years().map(|plan| view(plan, sent.contains(&plan.year))).collect())
}

/// What a pasted notice says, to be looked over before it is sent down.
pub(crate) fn read(_: &Pc, request: Notice) -> Result<CalendarYear, CommandError> {
    Ok(view(&read_notice(&request)?, true))
}

fn read_notice(request: &Notice) -> Result<YearPlan, CommandError> {
    holiday_notice::read(&request.text).map_err(|message| CommandError::invalid_field("text", message))
}

/// Sends a year's holidays down to all stations; an earlier plan of the same year stays readable and no longer counts.
pub(crate) fn save(pc: &Pc, request: Notice) -> Result<Vec<CalendarYear>, CommandError> {
    let context = Context::of(pc)?;
    let plan = read_notice(&request)?;
    let off: Vec<String> = plan.off.iter().map(|one| format!("{} {} {}", one.from, one.to, one.name)).collect();
    let work: Vec<String> = plan.work.iter().map(ToString::to_string).collect();
    let fields = Payload::from_iter([
        ("year".to_owned(), json!(plan.year)),
        ("notice".to_owned(), json!(plan.notice)),
        ("off".to_owned(), json!(off.join("\n"))),
        ("work".to_owned(), json!(work.join("\n"))),
    ]);
    let ready = check::ready(&context, kind_named(KIND)?, Form { fields, ..Form::default() })?;
    context.save(Audience::All, ready.write.into_iter().collect())?;
    list(pc, Nothing {})
}
