//! Supervision and training of a year (督导、培训): times, hours and coverage by station and by person. The counting is `domain::supervision`.

mod file;

use std::collections::BTreeMap;

use chrono::Datelike;
use domain::dictionary::Unit;
use domain::fields::{staff_file, supervision_record, training, training_attendee};
use domain::parameters::{EDUCATION_HOURS_ASSISTANT, EDUCATION_HOURS_SOCIAL_WORKER};
use domain::period::{self, Period};
use domain::staff_file::is_in_post_within;
use domain::supervision::{Course, Member, MemberTimes, Required, Session, TeamTimes, Times, times};
use serde::{Deserialize, Serialize};
use store::Row;
use ts_rs::TS;

use crate::kernel::context::{Context, kind_named, text};
use crate::kernel::error::CommandError;
use crate::kernel::pc::Pc;

pub(crate) use file::{SupervisionOut, workbook};

/// Asks for the figures of a year, as far as it has gone.
#[derive(Clone, Debug, Default, Serialize, Deserialize, TS)]
#[serde(default)]
#[ts(optional_fields = nullable)]
pub(crate) struct SupervisionRequest {
    /// Year; this year when absent.
    pub year: Option<i32>,
}

/// The figures of a year.
#[derive(Clone, Debug, Serialize, Deserialize, TS)]
pub(crate) struct SupervisionFigures {
    /// Year.
    pub year: i32,
    /// A station each that this PC shows.
    pub stations: Vec<StationFigures>,
}

/// A station's.
#[derive(Clone, Debug, Serialize, Deserialize, TS)]
pub(crate) struct StationFigures {
    /// Code.
    pub station: String,
    /// Name.
    pub name: String,
    /// All of it, each session and training once.
    pub times: TimesView,
    /// 督导覆盖率
    pub supervised: String,
    /// 培训覆盖率
    pub trained: String,
    /// 人均学时
    pub trained_each: String,
    /// Person by person.
    pub members: Vec<MemberFigures>,
}

/// One person's.
#[derive(Clone, Debug, Serialize, Deserialize, TS)]
pub(crate) struct MemberFigures {
    /// Id of the personnel file.
    pub staff_file: String,
    /// Name.
    pub name: String,
    /// Of the year.
    pub times: TimesView,
    /// 继续教育, hours of trainings on record since the registration.
    pub recorded: String,
    /// Hours that the file says.
    pub declared: String,
    /// Hours that the registration asks for; empty without a certificate.
    pub required: String,
    /// Neither what is on record nor what the file says reaches them.
    pub short: bool,
}

/// Times and hours.
#[derive(Clone, Debug, Serialize, Deserialize, TS)]
pub(crate) struct TimesView {
    /// 督导次数
    pub sessions: u32,
    /// 督导小时
    pub supervised: String,
    /// How many sessions do not say how long they took.
    pub untimed: u32,
    /// 培训次数
    pub courses: u32,
    /// 培训学时
    pub trained: String,
}

/// The figures of a year.
pub(crate) fn figures(pc: &Pc, request: SupervisionRequest) -> Result<SupervisionFigures, CommandError> {
    of_year(&Context::of(pc)?, request)
}

fn of_year(context: &Context, request: SupervisionRequest) -> Result<SupervisionFigures, CommandError> {
    let year = request.year.unwrap_or(context.today.year());
    let Some(whole) = period::year(year) else {
        return Err(CommandError::invalid_field("year", "年度请写四位，如 2026。"));
    };
    let span = Period { from: whole.from, to: whole.to.min(context.today).max(whole.from) };
    let required = Required {
        assistant: context.number_parameter(EDUCATION_HOURS_ASSISTANT)?.unwrap_or(72).into(),
        social_worker: context.number_parameter(EDUCATION_HOURS_SOCIAL_WORKER)?.unwrap_or(90).into(),
    };
    let read = Records::read(context)?;
    let of_station = |station: changelog::RosterStation| {
        let members = read.members(&station.code, span);
        let (sessions, courses) = (read.sessions(&station.code), read.courses(&station.code));
        station_view(station, times(&members, &sessions, &courses, required, span))
    };
    Ok(SupervisionFigures { year, stations: context.stations().into_iter().map(of_station).collect() })
}

/// What is counted, by station; lines of attendance by their training.
struct Records {
    files: BTreeMap<String, Vec<Row>>,
    sessions: BTreeMap<String, Vec<Row>>,
    courses: BTreeMap<String, Vec<Row>>,
    attendees: BTreeMap<String, Vec<Row>>,
}

impl Records {
    fn read(context: &Context) -> Result<Records, CommandError> {
        let finals = |kind: &str| -> Result<Vec<Row>, CommandError> {
            let finals = context.of_station(kind, None).finals();
            context.list(&finals.only(&kind_named(kind)?.short_fields()))
        };
        let by_station = |kind: &str| Ok::<_, CommandError>(grouped(finals(kind)?, |row| row.station.clone()));
        Ok(Records {
            files: by_station(staff_file::KIND)?,
            sessions: by_station(supervision_record::KIND)?,
            courses: by_station(training::KIND)?,
            attendees: grouped(finals(training_attendee::KIND)?, |row| {
                text(&row.fields, training_attendee::TRAINING).to_owned()
            }),
        })
    }

    /// Who was in post on any day of the span, by name.
    fn members(&self, station: &str, span: Period) -> Vec<Member> {
        let files = self.files.get(station).into_iter().flatten();
        let here = files.filter(|row| is_in_post_within(&row.fields, span));
        let mut members: Vec<Member> = here.map(|row| Member::read(&row.id, &row.fields)).collect();
        members.sort_by(|one, other| (&one.name, &one.id).cmp(&(&other.name, &other.id)));
        members
    }

    fn sessions(&self, station: &str) -> Vec<Session> {
        self.sessions.get(station).into_iter().flatten().filter_map(|row| Session::read(&row.fields)).collect()
    }

    fn courses(&self, station: &str) -> Vec<Course> {
        let course = |row: &Row| {
            let lines = self.attendees.get(&row.id).into_iter().flatten().map(|line| &line.fields);
            Course::read(&row.fields, lines)
        };
        self.courses.get(station).into_iter().flatten().filter_map(course).collect()
    }
}

fn grouped(rows: Vec<Row>, by: impl Fn(&Row) -> String) -> BTreeMap<String, Vec<Row>> {
    let mut found: BTreeMap<String, Vec<Row>> = BTreeMap::new();
    for row in rows {
        found.entry(by(&row)).or_default().push(row);
    }
    found
}

fn station_view(station: changelog::RosterStation, made: TeamTimes) -> StationFigures {
    let each = made.times.trained.checked_div(made.members.len() as u64);
    StationFigures {
        station: station.code,
        name: station.name,
        times: times_view(&made.times),
        supervised: made.supervised.to_string(),
        trained: made.trained.to_string(),
        trained_each: each.map_or_else(|| "—".to_owned(), hours),
        members: made.members.into_iter().map(member_view).collect(),
    }
}

fn member_view(made: MemberTimes) -> MemberFigures {
    let reached = made.declared.max(made.recorded / 60);
    MemberFigures {
        times: times_view(&made.times),
        recorded: hours(made.recorded),
        declared: made.declared.to_string(),
        required: made.required.map(|hours| hours.to_string()).unwrap_or_default(),
        short: made.required.is_some_and(|required| reached < required),
        staff_file: made.id,
        name: made.name,
    }
}

fn times_view(times: &Times) -> TimesView {
    let number = |count: u64| u32::try_from(count).unwrap_or(u32::MAX);
    TimesView {
        sessions: number(times.sessions),
        supervised: hours(times.supervised),
        untimed: number(times.untimed),
        courses: number(times.courses),
        trained: hours(times.trained),
    }
}

fn hours(minutes: u64) -> String {
    Unit::Hours.shown(i64::try_from(minutes).unwrap_or(i64::MAX))
}
