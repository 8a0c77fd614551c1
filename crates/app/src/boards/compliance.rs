//! 合规检查: what every station must have and what of it is missing (`domain::compliance`), a line for each station. A station sees its own.

use std::collections::BTreeMap;

use changelog::{Payload, RosterStation};
use documents::{Column, ColumnKind, Sheet, Value, Workbook};
use domain::compliance::{Check, Records, checks, last_month};
use domain::fields::{
    agreement, disclosure, equipment, pay_confirmation, premises_room, rule_book, sign_plate, staff_file,
};
use serde::{Deserialize, Serialize};
use store::{Row, Test};
use ts_rs::TS;

use crate::kernel::context::{Context, date, kind_named};
use crate::kernel::error::{CommandError, not_made};
use crate::kernel::files::{Destination, FileOut};
use crate::kernel::pc::Pc;
use crate::kernel::request::Nothing;
use crate::records::agreements::{self, agreed_staff};
use crate::records::calendar::calendar;

/// The check of every station that this PC shows.
#[derive(Clone, Debug, Serialize, Deserialize, TS)]
pub(crate) struct Compliance {
    /// Titles of the checks, in order.
    pub labels: Vec<String>,
    /// A line for each station.
    pub stations: Vec<StationCompliance>,
}

/// A station's line.
#[derive(Clone, Debug, Serialize, Deserialize, TS)]
pub(crate) struct StationCompliance {
    /// Code.
    pub station: String,
    /// Name.
    pub name: String,
    /// Its checks, in the order of the titles.
    pub checks: Vec<CheckView>,
}

/// One thing checked.
#[derive(Clone, Debug, Serialize, Deserialize, TS)]
pub(crate) struct CheckView {
    /// The clause that asks for it.
    pub clause: String,
    /// The kind whose register shows it.
    pub kind: String,
    /// How much is there.
    #[ts(type = "number")]
    pub have: u64,
    /// Of how much; none where nothing says how much it must be.
    #[ts(type = "number | null")]
    pub of: Option<u64>,
    /// `5/6`; `2` where nothing says how much it must be.
    pub text: String,
    /// Nothing is missing.
    pub whole: bool,
    /// What is missing.
    pub lacks: Vec<String>,
}

/// Takes the table out.
#[derive(Clone, Debug, Serialize, Deserialize, TS)]
pub(crate) struct ComplianceOut {
    /// Where the file goes.
    pub place: Destination,
}

/// The table.
pub(crate) fn board(pc: &Pc, _: Nothing) -> Result<Compliance, CommandError> {
    of_stations(&Context::of(pc)?)
}

/// The table as xlsx, with what is missing.
pub(crate) fn workbook(pc: &Pc, request: ComplianceOut) -> Result<FileOut, CommandError> {
    let context = Context::of(pc)?;
    let made = of_stations(&context)?;
    let titles = std::iter::once("站点".to_owned()).chain(made.labels);
    let columns =
        titles.enumerate().map(|(at, title)| Column::new(title, ColumnKind::Text, if at == 0 { 30.0 } else { 20.0 }));
    let cell = |check: CheckView| match check.lacks.is_empty() {
        true => check.text,
        false => format!("{}（{}）", check.text, check.lacks.join("、")),
    };
    let cells = |line: StationCompliance| -> Vec<Value> {
        std::iter::once(line.name).chain(line.checks.into_iter().map(cell)).map(Value::from).collect()
    };
    let sheet = Sheet {
        name: "合规检查".into(),
        title: format!("{}社工站合规检查表（{}）", context.store.roster().county_name, context.today),
        groups: Vec::new(),
        columns: columns.collect(),
        rows: made.stations.into_iter().map(cells).collect(),
        note: "依据：实施方案 三（三）、三（四）、五。".into(),
        filter: true,
    };
    let bytes = documents::xlsx(&Workbook { sheets: vec![sheet] }).map_err(not_made)?;
    request.place.write(pc, &format!("合规检查表 {}.xlsx", context.today), bytes)
}

/// The checks of one station with their titles; without a station the checks of one that has nothing.
pub(crate) fn of_station(context: &Context, code: Option<&str>) -> Result<Vec<(String, CheckView)>, CommandError> {
    let Some(code) = code else {
        let nothing = checks(&Records::default(), context.today).into_iter();
        return nothing.map(|check| Ok((check.label.to_owned(), view(context, check)?))).collect();
    };
    let (_, own) = checked(context, Some(code))?.pop().ok_or_else(|| CommandError::not_found("这个站点"))?;
    own.into_iter().map(|check| Ok((check.label.to_owned(), view(context, check)?))).collect()
}

/// What of each check is missing, by station and name of the check.
pub(super) fn lacking(context: &Context) -> Result<BTreeMap<(String, &'static str), Vec<String>>, CommandError> {
    let mut found = BTreeMap::new();
    for (station, checks) in checked(context, None)? {
        let lacks = checks.into_iter().filter(|check| !check.lacks.is_empty());
        found.extend(lacks.map(|check| ((station.code.clone(), check.name), check.lacks)));
    }
    Ok(found)
}

/// The checks of every station.
pub(crate) fn of_stations(context: &Context) -> Result<Compliance, CommandError> {
    let mut made = Compliance { labels: Vec::new(), stations: Vec::new() };
    for (station, checks) in checked(context, None)? {
        made.labels = checks.iter().map(|check| check.label.to_owned()).collect();
        let checks = checks.into_iter().map(|check| view(context, check)).collect::<Result<_, _>>()?;
        made.stations.push(StationCompliance { station: station.code, name: station.name, checks });
    }
    Ok(made)
}

/// The checks of one station, or of every one that this PC shows.
fn checked(context: &Context, only: Option<&str>) -> Result<Vec<(RosterStation, Vec<Check>)>, CommandError> {
    // Figures of everybody's files; whose they are is said only to who may read them (`view`).
    let by_station = |kind: &str| -> Result<BTreeMap<String, Vec<Row>>, CommandError> {
        let mut found: BTreeMap<String, Vec<Row>> = BTreeMap::new();
        let mut finals = context.of_station(kind, only).finals();
        if kind == pay_confirmation::KIND {
            finals = finals.and(pay_confirmation::MONTH, Test::Eq, last_month(context.today).to_string());
        }
        for row in context.store.whole().list(&finals.only(&kind_named(kind)?.short_fields()))? {
            found.entry(row.station.clone()).or_default().push(row);
        }
        Ok(found)
    };
    let [rooms, things, books, signs, disclosures, files, pay] = [
        by_station(premises_room::KIND)?,
        by_station(equipment::KIND)?,
        by_station(rule_book::KIND)?,
        by_station(sign_plate::KIND)?,
        by_station(disclosure::KIND)?,
        by_station(staff_file::KIND)?,
        by_station(pay_confirmation::KIND)?,
    ];
    let (rule, calendar) = (domain::deadlines::rule("arrival"), calendar(context)?);
    let mut made = Vec::new();
    for station in context.stations().into_iter().filter(|station| only.is_none_or(|only| only == station.code)) {
        let code = &station.code;
        let people = files.get(code).into_iter().flatten().map(|row| (row.id.as_str(), &row.fields));
        let people: Vec<(&str, &Payload)> = people.collect();
        let in_force = agreements::in_force(context, code, context.today)?;
        let signed = in_force.as_ref().and_then(|(agreement, _)| date(&agreement.fields, agreement::SIGN_DATE));
        // By when the workers must have arrived, as 期限 says it.
        let arrival =
            signed.zip(rule).and_then(|(signed, rule)| Some((signed, rule.term.due(signed, None, &calendar).ok()?)));
        let records = Records {
            rooms: &fields(rooms.get(code)),
            equipment: &fields(things.get(code)),
            books: &fields(books.get(code)),
            signs: &fields(signs.get(code)),
            disclosures: &fields(disclosures.get(code)),
            files: &people,
            pay: &fields(pay.get(code)),
            agreed: in_force.map_or(Ok(None), |(agreement, _)| agreed_staff(context, code, &agreement))?,
            arrival,
        };
        let checks = checks(&records, context.today);
        made.push((station, checks));
    }
    Ok(made)
}

fn fields(rows: Option<&Vec<Row>>) -> Vec<&Payload> {
    rows.into_iter().flatten().map(|row| &row.fields).collect()
}

fn view(context: &Context, mut check: Check) -> Result<CheckView, CommandError> {
    if !context.store.is_open(kind_named(check.kind)?) && !check.lacks.is_empty() {
        let missing = check.of.map(|of| of.saturating_sub(check.have)).filter(|missing| *missing > 0);
        check.lacks = missing.map_or(check.lacks, |missing| vec![format!("缺 {missing} 人")]);
    }
    Ok(CheckView {
        clause: check.clause.to_owned(),
        kind: check.kind.to_owned(),
        have: check.have,
        of: check.of,
        text: check.of.map_or_else(|| check.have.to_string(), |of| format!("{}/{of}", check.have)),
        whole: check.lacks.is_empty(),
        lacks: check.lacks,
    })
}
