//! 本年度: the spine of a station's agreement year, step by step, with what is done, by when the rest is due, who owes it, and what a new record
//! of a step begins with. Steps are `domain::year`'s, days those of `boards/deadlines`; nothing is stored, and no day is worked out here.

mod steps;

use domain::deadlines::Owes;
use domain::fields::{agreement, agreement_station};
use domain::period::Period;
use domain::year::State;
use serde::{Deserialize, Serialize};
use store::{Query, Row, Test};
use ts_rs::TS;

use crate::kernel::context::{Context, kind_named, text};
use crate::kernel::error::CommandError;
use crate::kernel::pc::Pc;
use crate::kernel::request::RecordRef;
use crate::records::agreements::of_station;
use crate::records::labels::{self, Titles};

/// Asks for an agreement year.
#[derive(Clone, Debug, Default, Serialize, Deserialize, TS)]
#[serde(default)]
#[ts(optional_fields = nullable)]
pub(crate) struct YearRequest {
    /// Station, for the county; the first that has an agreement when absent.
    pub station: Option<String>,
    /// Agreement; the one in force when absent.
    pub agreement: Option<String>,
}

/// An agreement year.
#[derive(Clone, Debug, Serialize, Deserialize, TS)]
pub(crate) struct AgreementYear {
    /// Today.
    pub today: String,
    /// Station; empty at a county without stations.
    pub station: String,
    /// Its name.
    pub station_name: String,
    /// The station's agreements, the newest first.
    pub agreements: Vec<AgreementChoice>,
    /// The one that is shown; none while the station has none.
    pub agreement: Option<String>,
    /// The steps, in their order.
    pub steps: Vec<YearStep>,
}

/// An agreement to choose.
#[derive(Clone, Debug, Serialize, Deserialize, TS)]
pub(crate) struct AgreementChoice {
    /// Record id.
    pub id: String,
    /// Number and provider.
    pub title: String,
    /// First day.
    pub from: String,
    /// Last day, earlier where it was ended.
    pub to: String,
}

/// A step.
#[derive(Clone, Debug, Serialize, Deserialize, TS)]
pub(crate) struct YearStep {
    /// Its name.
    pub name: String,
    /// What is to be done.
    pub label: String,
    /// The clause it comes from.
    pub clause: String,
    /// Who owes it: 县级, 站点, 县级和站点.
    pub owes: String,
    /// How it stands.
    pub state: State,
    /// The same in words.
    pub words: String,
    /// What it consists of; one line where it is one thing.
    pub lines: Vec<YearLine>,
    /// A new record of it, where this side owes it and something is still to be done.
    pub begin: Option<BegunStep>,
}

/// A line of a step.
#[derive(Clone, Debug, Serialize, Deserialize, TS)]
pub(crate) struct YearLine {
    /// What it is about: a period, a title.
    pub title: String,
    /// Who owes it, or whose it is.
    pub whose: String,
    /// By when; none where nothing says so.
    pub due: Option<String>,
    /// When it was done, where its record says so.
    pub done: Option<String>,
    /// How it stands.
    pub state: State,
    /// The same in words.
    pub words: String,
    /// The record that settled it, or else makes it due.
    pub record: Option<RecordRef>,
    /// A new record of it.
    pub begin: Option<BegunStep>,
    /// Where the draft of the report stands that it asks for, while that is to be done here.
    pub draft: Option<String>,
}

/// A new record of a step.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, TS)]
pub(crate) struct BegunStep {
    /// Kind.
    pub kind: String,
    /// Its label.
    pub label: String,
    /// What it begins with.
    pub fields: changelog::Payload,
}

/// What is looked at: a station's agreement and its term.
struct Shown<'a> {
    context: &'a Context<'a>,
    station: String,
    agreement: Row,
    /// The record that names the station in the agreement.
    link: String,
    term: Period,
}

/// An agreement year.
pub(crate) fn get(pc: &Pc, request: YearRequest) -> Result<AgreementYear, CommandError> {
    let context = Context::of(pc)?;
    let links = Query::of(agreement_station::KIND).finals();
    let station = match context.station.clone().or(request.station) {
        Some(station) => station,
        None => first_station(&context, &context.list(&links)?),
    };
    let links = context.list(&links.and(agreement_station::STATION_CODE, Test::Eq, station.clone()))?;
    let with_term = of_station(&context, &station)?;
    let rows: Vec<Row> = with_term.iter().map(|(row, _)| row.clone()).collect();
    let kind = kind_named(agreement::KIND)?;
    let titles = Titles::for_rows(&context, kind, &rows)?;
    let choice = |(row, term): &(Row, Period)| AgreementChoice {
        id: row.id.clone(),
        title: labels::title(&context, kind, &row.fields, &titles),
        from: term.from.to_string(),
        to: term.to.to_string(),
    };
    let agreements = with_term.iter().map(choice).collect();
    let chosen = chosen(&context, with_term, request.agreement.as_deref());
    let name = if station.is_empty() { String::new() } else { context.station_name(&station) };
    let mut year = AgreementYear {
        today: context.today_text(),
        station_name: name,
        agreements,
        agreement: chosen.as_ref().map(|(row, _)| row.id.clone()),
        steps: Vec::new(),
        station: station.clone(),
    };
    if let Some((agreement, term)) = chosen {
        let of_it = |link: &&Row| text(&link.fields, agreement_station::AGREEMENT) == agreement.id;
        let link = links.iter().find(of_it).map(|link| link.id.clone()).unwrap_or_default();
        year.steps = steps::of(&Shown { context: &context, station, agreement, link, term })?;
    }
    Ok(year)
}

/// The first station that is in an agreement, or the first of all.
fn first_station(context: &Context, links: &[Row]) -> String {
    let stations = context.stations();
    let linked = |code: &str| links.iter().any(|link| text(&link.fields, agreement_station::STATION_CODE) == code);
    let first = stations.iter().find(|one| linked(&one.code)).or(stations.first());
    first.map(|one| one.code.clone()).unwrap_or_default()
}

/// The agreement that was asked for, the one in force, the one that begins next, or the last.
fn chosen(context: &Context, newest_first: Vec<(Row, Period)>, asked: Option<&str>) -> Option<(Row, Period)> {
    let at = |test: &dyn Fn(&(Row, Period)) -> bool| newest_first.iter().position(test);
    let place = match asked {
        Some(id) => at(&|(row, _)| row.id == id)?,
        None => at(&|(_, term)| term.contains(context.today))
            .or_else(|| newest_first.iter().rposition(|(_, term)| term.from > context.today))
            .unwrap_or(0),
    };
    newest_first.into_iter().nth(place)
}

fn owed_by(owes: Owes) -> &'static str {
    match owes {
        Owes::County => "县级",
        Owes::Station => "站点",
        Owes::Both => "县级和站点",
    }
}
