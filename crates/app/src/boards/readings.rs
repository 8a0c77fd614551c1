//! 查阅记录: who read what of whom, when and on which PC, out of the log: for the county and for the supervisor of a station, who sees her own
//! station's alone. That this was read is itself written down, as every page is (`shown.rs`).

use std::collections::{BTreeMap, BTreeSet};

use chrono::{Days, NaiveDate};
use domain::dictionary::dictionary;
use domain::fields::recipient;
use domain::on_file::File;
use serde::{Deserialize, Serialize};
use store::{Query, Reading, Test};
use ts_rs::TS;

use crate::kernel::access::Access;
use crate::kernel::context::{Context, codes, text};
use crate::kernel::error::CommandError;
use crate::kernel::pc::{Pc, first_ms, local_time};
use crate::kernel::readings::{PEOPLE, SHOWN};
use crate::people;
use crate::records::history;
use crate::records::listing::{self, SortBy, Span};
use crate::records::subjects;

/// So many people of one reading stand on a page; its file names them all.
const NAMED: usize = 3;
/// The days that are shown when none are asked for.
const USUAL_DAYS: u64 = 30;

/// Asks who read what.
#[derive(Clone, Debug, Default, Serialize, Deserialize, TS)]
#[serde(default)]
#[ts(optional_fields = nullable)]
pub(crate) struct ReadingsRequest {
    /// First day; thirty days ago when absent.
    pub from: Option<String>,
    /// Last day; today when absent.
    pub to: Option<String>,
    /// Only what this person read (staff id).
    pub reader: Option<String>,
    /// Only what was read of this person (recipient id), under any of her files.
    pub person: Option<String>,
    /// Only what was read of people under eighteen.
    #[ts(as = "Option<_>", optional)]
    pub minors: bool,
    /// Only records of this station.
    pub station: Option<String>,
    /// Name of who was read of, in Chinese, pinyin or initials.
    #[ts(as = "Option<_>", optional)]
    pub text: String,
    /// The column it is sorted by; the newest first when absent.
    pub sort: Option<SortBy>,
    /// At most this many rows (default 100, at most 500).
    pub limit: Option<u32>,
    /// Skip this many rows.
    #[ts(as = "Option<_>", optional)]
    pub offset: u32,
}

/// Who read what.
#[derive(Clone, Debug, Serialize, Deserialize, TS)]
pub(crate) struct Readings {
    /// The first day that is shown.
    pub from: String,
    /// The last.
    pub to: String,
    /// The rows of this page.
    pub rows: Vec<ReadingRow>,
    /// How many there are in all.
    pub total: u64,
    /// Everybody who read something in these days.
    pub readers: Vec<Reader>,
}

/// Somebody who read.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize, TS)]
pub(crate) struct Reader {
    /// Her name.
    pub name: String,
    /// Staff id.
    pub staff: String,
}

/// One reading.
#[derive(Clone, Debug, Serialize, Deserialize, TS)]
pub(crate) struct ReadingRow {
    /// The change that says so.
    pub id: String,
    /// When: `2026-11-23 09:41`.
    pub at: String,
    /// The PC's clock was doubtful.
    pub doubtful: bool,
    /// Name of who read.
    pub reader: String,
    /// Her station, or the county.
    pub place: String,
    /// Name of the PC.
    pub device: String,
    /// What was read.
    pub what: String,
    /// Of whom; on a page the first few.
    pub people: Vec<ReadPerson>,
    /// Their names, readable.
    pub names: String,
    /// How many they were.
    pub count: u32,
    /// Of these under eighteen today.
    pub minors: u32,
    /// Name of the station whose record it is; empty for the county's own.
    pub station: String,
}

/// Somebody who was read of.
#[derive(Clone, Debug, Serialize, Deserialize, TS)]
pub(crate) struct ReadPerson {
    /// Recipient id.
    pub id: String,
    /// Name; says so where her file was erased.
    pub name: String,
    /// Under eighteen today.
    pub minor: bool,
}

/// A page of who read what.
pub(crate) fn list(pc: &Pc, request: ReadingsRequest) -> Result<Readings, CommandError> {
    rows(&Context::of(pc)?, &request, Span::page(request.offset, request.limit))
}

/// The rows of a page, or all of them for the file.
pub(crate) fn rows(context: &Context, request: &ReadingsRequest, span: Span) -> Result<Readings, CommandError> {
    if !Access::Lead.admits(context.person.role) {
        return Err(CommandError::not_allowed(Access::Lead.refusal()));
    }
    let (from, to) = period(context, request)?;
    let all = context.store.readings(first_ms(from), first_ms(to + Days::new(1)))?;
    let own = |one: &Reading| context.station.is_none() || one.station == context.station;
    let all: Vec<Reading> = all.into_iter().filter(own).collect();
    let readers: BTreeSet<Reader> = all.iter().map(|one| reader(context, &one.author)).collect();
    let found = of_whom(context, all)?;
    let known = known(context, &found)?;
    let wanted = Wanted::of(context, request, &known)?;
    let mut rows = Vec::new();
    for (reading, ids) in found.iter().filter(|(reading, ids)| wanted.is(reading, ids)) {
        rows.push(row(context, reading, ids, &known, span.is_page())?);
    }
    let total = rows.len() as u64;
    let rows = span.of(listing::sorted(rows, request.sort.as_ref()));
    Ok(Readings { from: from.to_string(), to: to.to_string(), rows, total, readers: readers.into_iter().collect() })
}

fn period(context: &Context, request: &ReadingsRequest) -> Result<(NaiveDate, NaiveDate), CommandError> {
    let day = |field: &str, typed: &Option<String>, usual: NaiveDate| match typed.as_deref().map(str::trim) {
        None | Some("") => Ok(usual),
        Some(typed) => domain::dates::stored(typed)
            .ok_or_else(|| CommandError::invalid_field(field, "请填写日期，例如 2026-11-01。")),
    };
    let to = day("to", &request.to, context.today)?;
    let from = day("from", &request.from, to.checked_sub_days(Days::new(USUAL_DAYS)).unwrap_or(to))?;
    match from <= to {
        true => Ok((from, to)),
        false => Err(CommandError::invalid_field("from", "开始日期在结束日期之后，请改一下。")),
    }
}

/// Each reading with the ids of the people it was of.
fn of_whom(context: &Context, all: Vec<Reading>) -> Result<Vec<(Reading, Vec<String>)>, CommandError> {
    let mut told: BTreeMap<String, Vec<String>> = BTreeMap::new();
    let mut found = Vec::new();
    for one in all {
        let ids = match told.get(&one.record) {
            _ if one.kind == SHOWN => codes(&one.said, PEOPLE),
            Some(ids) => ids.clone(),
            None => {
                let described = dictionary().kind(&one.kind).is_some();
                let row = described.then(|| context.store.whole().row(&one.kind, &one.record)).transpose()?.flatten();
                let ids = row.map_or(Ok(Vec::new()), |row| subjects::of(context, &one.kind, &row.id, &row.fields))?;
                told.insert(one.record.clone(), ids.clone());
                ids
            }
        };
        found.push((one, ids));
    }
    Ok(found)
}

/// Whoever was read of, as far as a line names her.
fn known(context: &Context, found: &[(Reading, Vec<String>)]) -> Result<BTreeMap<String, ReadPerson>, CommandError> {
    let ids: BTreeSet<&String> = found.iter().flat_map(|(_, ids)| ids).collect();
    if ids.is_empty() {
        return Ok(BTreeMap::new());
    }
    let ids: Vec<String> = ids.into_iter().cloned().collect();
    let read = [&[recipient::NAME][..], &File::FIELDS].concat();
    let query = Query { deleted: true, ..Query::of(recipient::KIND).and("id", Test::In, ids).only(&read) };
    let person = |row: store::Row| {
        let name = text(&row.fields, recipient::NAME).to_owned();
        (row.id.clone(), ReadPerson { id: row.id, name, minor: people::is_minor(context, &row.fields) })
    };
    Ok(context.store.list(&query)?.into_iter().map(person).collect())
}

/// What is asked for.
struct Wanted<'r> {
    request: &'r ReadingsRequest,
    /// Files of which one must have been read of; none: anybody's.
    files: Option<BTreeSet<String>>,
}

impl Wanted<'_> {
    fn of<'r>(
        context: &Context,
        request: &'r ReadingsRequest,
        known: &BTreeMap<String, ReadPerson>,
    ) -> Result<Wanted<'r>, CommandError> {
        let mut files: Option<BTreeSet<String>> = None;
        let mut narrow = |to: BTreeSet<String>| {
            files = Some(files.take().map_or_else(|| to.clone(), |files| files.intersection(&to).cloned().collect()));
        };
        if let Some(person) = request.person.as_deref().filter(|id| !id.is_empty()) {
            narrow(context.merges()?.same_person(person).into_iter().collect());
        }
        if !request.text.trim().is_empty() {
            let found = listing::found(context, recipient::KIND, &request.text)?;
            narrow(
                known
                    .keys()
                    .filter(|id| context.merges().is_ok_and(|all| found.contains(all.standing(id))))
                    .cloned()
                    .collect(),
            );
        }
        if request.minors {
            narrow(known.values().filter(|one| one.minor).map(|one| one.id.clone()).collect());
        }
        Ok(Wanted { request, files })
    }

    fn is(&self, reading: &Reading, ids: &[String]) -> bool {
        let said =
            |asked: &Option<String>, is: &str| asked.as_deref().is_none_or(|asked| asked.is_empty() || asked == is);
        said(&self.request.reader, &reading.author)
            && said(&self.request.station, reading.station.as_deref().unwrap_or_default())
            && self.files.as_ref().is_none_or(|files| ids.iter().any(|id| files.contains(id)))
    }
}

fn reader(context: &Context, staff: &str) -> Reader {
    Reader { name: context.staff_name(staff), staff: staff.to_owned() }
}

fn row(
    context: &Context,
    reading: &Reading,
    ids: &[String],
    known: &BTreeMap<String, ReadPerson>,
    short: bool,
) -> Result<ReadingRow, CommandError> {
    let person = |id: &String| {
        let gone = || ReadPerson { id: id.clone(), name: "（已清除的档案）".to_owned(), minor: false };
        known.get(id).cloned().unwrap_or_else(gone)
    };
    let mut people: Vec<ReadPerson> = ids.iter().map(person).collect();
    let (count, minors) = (people.len(), people.iter().filter(|one| one.minor).count());
    if short {
        people.truncate(NAMED);
    }
    let mut names = people.iter().map(|one| one.name.as_str()).collect::<Vec<_>>().join("、");
    if people.len() < count {
        names = format!("{names}等 {count} 人");
    }
    let device = context.store.roster().device(&reading.device).cloned();
    let station = device.as_ref().and_then(|device| device.station.clone());
    let place = station.map_or_else(|| context.store.roster().county_name.clone(), |code| context.station_name(&code));
    Ok(ReadingRow {
        id: reading.reference.to_string(),
        at: local_time(reading.at_ms).format("%Y-%m-%d %H:%M").to_string(),
        doubtful: reading.doubtful,
        reader: context.staff_name(&reading.author),
        place,
        device: device.map_or_else(|| reading.device.clone(), |device| device.name),
        what: what(reading),
        people,
        names,
        count: u32::try_from(count).unwrap_or(u32::MAX),
        minors: u32::try_from(minors).unwrap_or(u32::MAX),
        station: reading.station.as_deref().map(|code| context.station_name(code)).unwrap_or_default(),
    })
}

/// What was read: the words of the change, after the kind of record it stands on.
fn what(reading: &Reading) -> String {
    let kind = dictionary().kind(&reading.kind);
    let words = history::reading_words(kind, &reading.said);
    kind.map_or_else(|| words.clone(), |kind| format!("{}：{words}", kind.label))
}
