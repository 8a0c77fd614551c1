//! The county's board: every station with its last contact, what is missing, this month's counts and whether
//! the brief has come in. Read-only; counts come from `domain::month_figures`, persons are united by R25.

use std::collections::{BTreeMap, BTreeSet};

use changelog::{Program, RosterDevice};
use domain::brief::{Facts, Figures};
use domain::brief_figures::figures;
use domain::fields::{mandatory_report, recipient};
use domain::month_figures::month_figures;
use domain::period::Month;
use domain::persons::Union;
use serde::{Deserialize, Serialize};
use store::{Query, Row};
use ts_rs::TS;

use crate::boards::reporting::{OwingStation, Reporting, due_day};
use crate::kernel::context::{Context, text};
use crate::kernel::error::CommandError;
use crate::kernel::last_heard::{self, Contact};
use crate::kernel::pc::Pc;
use crate::records::facts::{OfStations, union_of};

/// Asks for the board of a month.
#[derive(Clone, Debug, Serialize, Deserialize, TS)]
pub(crate) struct CountyBoardRequest {
    /// `2026-11`.
    pub month: String,
}

/// The board.
#[derive(Clone, Debug, Serialize, Deserialize, TS)]
pub(crate) struct CountyBoard {
    /// The month.
    pub month: String,
    /// When that month's briefs are due.
    pub brief_due: String,
    /// One line per station, in the order of their codes.
    pub stations: Vec<StationLine>,
    /// Stations that owe the month's brief and have frozen none.
    pub not_reported: Vec<OwingStation>,
    /// Persons served, one who was served by two stations counted once (R25).
    pub persons: u64,
    /// Harm to minors not yet reported to the police, in all stations.
    pub unreported: u64,
    /// People who may be the same one: never united by themselves.
    pub suspects: Vec<Suspects>,
}

/// One station on the board.
#[derive(Clone, Debug, Serialize, Deserialize, TS)]
pub(crate) struct StationLine {
    /// 11-digit code.
    pub code: String,
    /// Name.
    pub name: String,
    /// PCs in use.
    pub devices: u64,
    /// The program of each, by letter: version and system, or that it is not known yet.
    pub programs: Vec<StationProgram>,
    /// When its newest work arrived, in milliseconds.
    pub last_contact_ms: Option<i64>,
    /// By which route: 网络, U盘 or —.
    pub route: String,
    /// What has not arrived, in a sentence.
    pub missing: Option<String>,
    /// Living files.
    pub recipients: u64,
    /// New files this month.
    pub new_recipients: u64,
    /// Effective visits this month.
    pub visits: u64,
    /// Persons served this month.
    pub persons: u64,
    /// Cases opened this month.
    pub cases_new: u64,
    /// Cases open at the month's end.
    pub cases_open: u64,
    /// Cases closed this month.
    pub cases_closed: u64,
    /// Groups under way this month (R19).
    pub groups: u64,
    /// Case sessions this month.
    pub case_sessions: u64,
    /// Group sessions this month.
    pub group_sessions: u64,
    /// Community activities this month.
    pub activities: u64,
    /// Person-times at these.
    pub activity_person_times: u64,
    /// Harm to minors not yet reported to the police.
    pub unreported: u64,
    /// The month's brief.
    pub brief: BriefHandedIn,
    /// The newest version of it.
    pub brief_id: Option<String>,
}

/// The program of a station's PC.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, TS)]
pub(crate) struct StationProgram {
    /// The PC's letter.
    pub letter: String,
    /// Version of its program, as its newest bundle told; none from one that did not say so yet.
    pub version: Option<String>,
    /// The PC that it is built for, in words; to choose the update file by.
    pub system: Option<String>,
}

/// Whether a month's brief has come in.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "snake_case")]
pub(crate) enum BriefHandedIn {
    /// Not yet, and not yet due.
    NotYet,
    /// It is here.
    HandedIn,
    /// It was sent back, and no newer version is here.
    Returned,
    /// Not here and past its due date.
    Overdue,
    /// The station had not begun to work by then.
    NotOwed,
}

/// People in two files who may be the same one.
#[derive(Clone, Debug, Serialize, Deserialize, TS)]
pub(crate) struct Suspects {
    /// Why they are suspected.
    pub reason: String,
    /// The people.
    pub people: Vec<SuspectPerson>,
}

/// One of them.
#[derive(Clone, Debug, Serialize, Deserialize, TS)]
pub(crate) struct SuspectPerson {
    /// Recipient id.
    pub id: String,
    /// Name.
    pub name: String,
    /// Village.
    pub village: String,
    /// Name of the station.
    pub station: String,
}

/// Shows the board of a month.
pub(crate) fn board(pc: &Pc, request: CountyBoardRequest) -> Result<CountyBoard, CommandError> {
    let context = Context::of(pc)?;
    let month = Month::parse(&request.month)
        .ok_or_else(|| CommandError::invalid_field("month", "月份请写成 2026-11 的样子。"))?;
    let due = month.brief_due(due_day(&context)?);
    // Who may be on two files is looked for among all of them, whatever the month.
    let union = union_of(&context, &Query::of(recipient::KIND).finals())?;
    let mut of_month = OfStations::gather(&context, month.period())?;
    let reporting = Reporting::of(&context)?;
    let (roster, programs) = (context.store.roster(), context.store.programs()?);
    let (mut stations, mut served) = (Vec::new(), BTreeSet::new());
    for station in &roster.stations {
        let facts = of_month.of(&station.code);
        served.extend(persons_served(&figures(&facts, month.period()), &union));
        let brief = reporting.newest(&station.code, month);
        let state = match brief {
            Some(newest) if newest.returned => BriefHandedIn::Returned,
            Some(_) => BriefHandedIn::HandedIn,
            None if !reporting.had_begun(&station.code, month) => BriefHandedIn::NotOwed,
            None if context.today > due => BriefHandedIn::Overdue,
            None => BriefHandedIn::NotYet,
        };
        let in_use =
            |device: &&RosterDevice| device.station.as_deref() == Some(&station.code) && device.revoked.is_none();
        let devices: Vec<StationProgram> =
            roster.devices.iter().filter(in_use).map(|device| program(device, programs.get(&device.id))).collect();
        stations.push(StationLine {
            code: station.code.clone(),
            name: station.name.clone(),
            devices: devices.len() as u64,
            programs: devices,
            unreported: unreported(&context, &station.code)?,
            brief: state,
            brief_id: brief.map(|newest| newest.id.clone()),
            ..counted(&context, &station.code, &facts, month)?
        });
    }
    stations.sort_by(|a, b| a.code.cmp(&b.code));
    let unreported = stations.iter().map(|station| station.unreported).sum();
    let suspects = suspects(&context, &union)?;
    Ok(CountyBoard {
        month: month.to_string(),
        brief_due: due.to_string(),
        not_reported: reporting.owing(month),
        stations,
        persons: served.len() as u64,
        unreported,
        suspects,
    })
}

fn program(device: &RosterDevice, told: Option<&Program>) -> StationProgram {
    StationProgram {
        letter: device.letter.clone(),
        version: told.map(|program| program.version.clone()),
        system: told.map(|program| update::System(program.system.clone()).in_words()),
    }
}

/// The counts of a station's line, and when and how its newest work came.
fn counted(context: &Context, code: &str, facts: &Facts, month: Month) -> Result<StationLine, CommandError> {
    let figures = month_figures(facts, month);
    let contact = last_heard::of(&context.store, code);
    Ok(StationLine {
        code: String::new(),
        name: String::new(),
        devices: 0,
        programs: Vec::new(),
        last_contact_ms: contact.as_ref().map(|contact| contact.at_ms as i64),
        route: match contact {
            Some(Contact { by_hub: true, .. }) => "网络",
            Some(_) => "U盘",
            None => "—",
        }
        .to_owned(),
        missing: missing(context, code)?,
        recipients: figures.registered,
        new_recipients: figures.new_recipients,
        visits: figures.visits.effective,
        persons: figures.persons,
        cases_new: figures.cases_new,
        cases_open: figures.cases_open,
        cases_closed: figures.cases_closed,
        case_sessions: figures.case_sessions,
        groups: figures.groups,
        group_sessions: figures.group_sessions,
        activities: figures.activities,
        activity_person_times: figures.activity_person_times,
        unreported: 0,
        brief: BriefHandedIn::NotYet,
        brief_id: None,
    })
}

/// What of a station's work is known to exist and has not arrived.
fn missing(context: &Context, code: &str) -> Result<Option<String>, CommandError> {
    let audience = changelog::Audience::Station(code.to_owned());
    let logs: BTreeSet<_> =
        context.store.heads()?.into_iter().filter(|(_, of, ..)| *of == audience).map(|(log, ..)| log).collect();
    let waiting: u64 =
        context.store.missing()?.iter().filter(|gap| logs.contains(&gap.log)).map(|gap| gap.to - gap.from + 1).sum();
    Ok((waiting > 0).then(|| format!("缺 {waiting} 条记录：后面的文件先到了，请站点补交前面的文件，或等网络补齐。")))
}

/// Keys of the persons whom these figures say were served, the same key for the same person in any station.
fn persons_served(figures: &Figures, union: &Union) -> BTreeSet<String> {
    let ids = figures.get("service.persons").map(|figure| figure.ids.clone()).unwrap_or_default();
    ids.into_iter().map(|id| union.keys.get(&id).cloned().unwrap_or(id)).collect()
}

/// Mandatory reports that are not complete: kept as 暂存 until the police have been told (R23).
fn unreported(context: &Context, code: &str) -> Result<u64, CommandError> {
    Ok(context
        .store
        .count(&Query { provisional: Some(true), ..context.of_station(mandatory_report::KIND, Some(code)) })?)
}

/// Pairs to be looked into; none is united by itself.
fn suspects(context: &Context, union: &Union) -> Result<Vec<Suspects>, CommandError> {
    let groups = |groups: &[Vec<String>], reason: &str| -> Vec<(String, Vec<String>)> {
        groups.iter().map(|ids| (reason.to_owned(), ids.clone())).collect()
    };
    let mut all = groups(&union.different_names, "身份证号相同，姓名不同");
    all.extend(groups(&union.suspected, "姓名、出生日期、村居都相同，有一方没有身份证号"));
    all.truncate(100);
    let ids: Vec<String> = all.iter().flat_map(|(_, ids)| ids.clone()).collect();
    let rows: BTreeMap<String, Row> = context
        .list_in(&Query::of(recipient::KIND), "id", &ids)?
        .into_iter()
        .map(|row| (row.id.clone(), row))
        .collect();
    let person = |id: &String| {
        let row = rows.get(id)?;
        Some(SuspectPerson {
            id: id.clone(),
            name: text(&row.fields, recipient::NAME).to_owned(),
            village: text(&row.fields, recipient::VILLAGE).to_owned(),
            station: context.station_name(&row.station),
        })
    };
    Ok(all
        .into_iter()
        .map(|(reason, ids)| Suspects { reason, people: ids.iter().filter_map(person).collect() })
        .collect())
}
