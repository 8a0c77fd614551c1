//! The table of recipients: filters, order, one page at a time, at 50,000 people as quick as at fifty.
//! A page costs a fixed number of queries, never one per row.

pub(crate) mod assigning;
pub(crate) mod register;
mod sorting;

use std::collections::{BTreeMap, BTreeSet};

use chrono::NaiveDate;
use domain::age;
use domain::fields::{recipient, recipient_category};
use serde::{Deserialize, Serialize};
use serde_json::Value;
use store::{Query, Row, Test};
use ts_rs::TS;

use crate::kernel::context::{Context, text};
use crate::kernel::error::CommandError;
use crate::kernel::pc::Pc;
use crate::kernel::words::{CodeLabel, CountOf};
use crate::people::{self, on_file, responsible};
use crate::records::listing::{self, Span};
use crate::records::view::Delivery;
use crate::records::visited;

/// Which recipients.
#[derive(Clone, Debug, Default, Serialize, Deserialize, TS)]
#[serde(default)]
#[ts(optional_fields = nullable)]
pub(crate) struct RecipientsRequest {
    /// Name, pinyin, initials, last four of the ID, village.
    #[ts(as = "Option<_>", optional)]
    pub text: String,
    /// In at least one of these categories today.
    #[ts(as = "Option<_>", optional)]
    pub categories: Vec<String>,
    /// Village, however it is written.
    pub village: Option<String>,
    /// Responsible worker (staff id; `none`: people without one).
    pub worker: Option<String>,
    /// Only this station (for the county).
    pub station: Option<String>,
    /// Any of these risk levels.
    #[ts(as = "Option<_>", optional)]
    pub risk: Vec<String>,
    /// `1` or `2`.
    pub sex: Option<String>,
    /// At least this old.
    pub age_from: Option<u32>,
    /// At most this old.
    pub age_to: Option<u32>,
    /// Of an age that the law names, besides.
    pub age_group: Option<AgeGroup>,
    /// Whose next visit is due today or overdue.
    #[ts(as = "Option<_>", optional)]
    pub due: bool,
    /// Only 暂存 ones.
    #[ts(as = "Option<_>", optional)]
    pub provisional: bool,
    /// Those who have died or moved away too.
    #[ts(as = "Option<_>", optional)]
    pub with_left: bool,
    /// Sort order.
    #[ts(as = "Option<_>", optional)]
    pub order: RecipientOrder,
    /// Greatest first.
    #[ts(as = "Option<_>", optional)]
    pub descending: bool,
    /// At most this many rows (default 100, at most 500).
    pub limit: Option<u32>,
    /// Skip this many rows.
    #[ts(as = "Option<_>", optional)]
    pub offset: u32,
}

/// An age that the law names (R04).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "snake_case")]
pub(crate) enum AgeGroup {
    /// 未成年人
    Minor,
    /// 老年人
    Elderly,
}

/// How the table is sorted.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "snake_case")]
pub(crate) enum RecipientOrder {
    /// Last changed first, the default.
    #[default]
    Changed,
    /// By village, then name.
    Village,
    /// By name.
    Name,
    /// By age.
    Age,
    /// By sex, then name.
    Sex,
    /// By the responsible worker's name.
    Worker,
    /// By the last effective visit, never visited first.
    LastVisit,
    /// By when the next visit is due, those without last.
    NextVisit,
    /// By risk, the highest first.
    Risk,
}

/// A row of the table.
#[derive(Clone, Debug, Serialize, Deserialize, TS)]
pub(crate) struct RecipientRow {
    /// Recipient id.
    pub id: String,
    /// Station it belongs to.
    pub station: String,
    /// Name.
    pub name: String,
    /// 男, 女 or empty.
    pub sex: String,
    /// Full years today.
    pub age: Option<u32>,
    /// Village or community.
    pub village: String,
    /// Group (组).
    pub group_no: String,
    /// Categories in force today.
    pub categories: Vec<CodeLabel>,
    /// Name of the responsible worker.
    pub worker: String,
    /// Date of the last effective visit.
    pub last_visit: Option<String>,
    /// When the next visit is due.
    pub next_visit: Option<String>,
    /// The next visit is before today.
    pub overdue: bool,
    /// `red`, `yellow`, `blue`, `green` or none.
    pub risk: Option<String>,
    /// 暂存.
    pub provisional: bool,
    /// Has a field in conflict.
    pub conflicted: bool,
    /// How far it has travelled.
    pub state: Delivery,
}

/// A page of the table.
#[derive(Clone, Debug, Serialize, Deserialize, TS)]
pub(crate) struct RecipientsAnswer {
    /// Rows of this page.
    pub rows: Vec<RecipientRow>,
    /// How many match in all.
    pub total: u64,
    /// Villages that occur, for the filter, with counts.
    pub villages: Vec<CountOf>,
    /// Responsible workers that occur (`none`: nobody), for the filter, with counts.
    pub workers: Vec<CountOf>,
}

/// A page of recipients.
pub(crate) fn list(pc: &Pc, request: RecipientsRequest) -> Result<RecipientsAnswer, CommandError> {
    let context = Context::of(pc)?;
    let (rows, total) = rows(&context, &request, Span::page(request.offset, request.limit))?;
    let ids: Vec<String> = rows.iter().map(|row| row.id.clone()).collect();
    let mut briefs = people::briefs_of(&context, &rows)?;
    let mut visited = visited::visited(&context, &ids)?;
    let mut shown = Vec::new();
    for row in rows {
        let Some(brief) = briefs.remove(&row.id) else {
            continue;
        };
        let visits = visited.remove(&row.id).unwrap_or_default();
        shown.push(RecipientRow {
            group_no: text(&row.fields, recipient::GROUP_NO).to_owned(),
            worker: context.staff_name(text(&row.fields, recipient::ASSIGNED_WORKER)),
            overdue: visited::overdue(&context, visits.next.as_deref()),
            last_visit: visits.last,
            next_visit: visits.next,
            provisional: row.provisional,
            conflicted: !row.conflicted.is_empty(),
            state: row.state,
            station: row.station,
            id: row.id,
            name: brief.name,
            sex: brief.sex,
            age: brief.age,
            village: context.village(&brief.village)?,
            categories: brief.categories,
            risk: brief.risk,
        });
    }
    let counted = |field: &str| match request.offset {
        0 => counted(&context, &request, field),
        _ => Ok(Vec::new()),
    };
    let (villages, workers) = (counted(recipient::VILLAGE)?, counted(recipient::ASSIGNED_WORKER)?);
    Ok(RecipientsAnswer {
        rows: shown,
        total,
        villages: villages_of(&context, villages)?,
        workers: workers_of(&context, workers),
    })
}

/// The rows that match and how many there are in all: a page of them, or all for a file.
pub(crate) fn rows(
    context: &Context,
    request: &RecipientsRequest,
    span: Span,
) -> Result<(Vec<Row>, u64), CommandError> {
    let query = matching(context, request)?;
    match sorting::by(context, &query, request)? {
        Some(ids) => {
            let total = ids.len() as u64;
            Ok((listing::in_order(context, &Query::of(recipient::KIND), &span.of(ids))?, total))
        }
        None => {
            let total = context.store.count(&query)?;
            Ok((context.list(&span.within(query))?, total))
        }
    }
}

/// Ids of all that match, for a choice of everybody the filters show.
pub(crate) fn ids(pc: &Pc, request: RecipientsRequest) -> Result<Vec<String>, CommandError> {
    let context = Context::of(pc)?;
    let query = matching(&context, &request)?;
    match sorting::by(&context, &query, &request)? {
        Some(ids) => Ok(ids),
        None => Ok(context.list(&query.only(&[recipient::NAME]))?.into_iter().map(|row| row.id).collect()),
    }
}

/// The filters as one query; those that look into other tables become a set of ids first.
fn matching(context: &Context, request: &RecipientsRequest) -> Result<Query, CommandError> {
    let mut query = context.of_station(recipient::KIND, request.station.as_deref());
    if let Some(village) = request.village.as_deref().filter(|village| !village.is_empty()) {
        query = context.in_village(query, village)?;
    }
    query = responsible::of_worker(query, request.worker.as_deref());
    if let Some(sex) = request.sex.as_deref().filter(|sex| !sex.is_empty()) {
        query = query.and(recipient::SEX, Test::Eq, sex);
    }
    if !request.risk.is_empty() {
        query = query.and(recipient::RISK_LEVEL, Test::In, request.risk.clone());
    }
    if request.provisional {
        query.provisional = Some(true);
    }
    query = narrowed(context, query, request)?;
    if let Some(ids) = ids_elsewhere(context, request)? {
        query = query.and("id", Test::In, ids.into_iter().collect::<Vec<_>>());
    }
    let by = |field: &str, descending: bool| (field.to_owned(), descending);
    query.order = match request.order {
        RecipientOrder::Changed => vec![by("updated_ms", !request.descending)],
        RecipientOrder::Village => {
            vec![by(recipient::VILLAGE, request.descending), by(recipient::NAME, request.descending)]
        }
        RecipientOrder::Name => vec![by(recipient::NAME, request.descending)],
        RecipientOrder::Age => vec![by(recipient::BIRTH_DATE, !request.descending)],
        RecipientOrder::Sex => vec![by(recipient::SEX, request.descending), by(recipient::NAME, false)],
        // Not told by a column: `sorting`.
        RecipientOrder::Worker | RecipientOrder::LastVisit | RecipientOrder::NextVisit | RecipientOrder::Risk => {
            Vec::new()
        }
    };
    Ok(query)
}

/// Those on file; the dead and those who left too when asked for; a merged file never.
fn narrowed(context: &Context, query: Query, request: &RecipientsRequest) -> Result<Query, CommandError> {
    match request.with_left {
        true => on_file::without_merged(context, query),
        false => Ok(born_for(on_file::on_file_today(context, query)?, context.today, request)),
    }
}

/// From which age to which, both included, as far as one was asked for.
fn ages(request: &RecipientsRequest) -> Option<(u32, u32)> {
    let (from, to) = match request.age_group {
        Some(AgeGroup::Minor) => (0, age::OF_AGE - 1),
        Some(AgeGroup::Elderly) => (age::ELDERLY, u32::MAX),
        None => (0, u32::MAX),
    };
    let all = (from.max(request.age_from.unwrap_or(0)), to.min(request.age_to.unwrap_or(u32::MAX)));
    let asked = request.age_group.is_some() || request.age_from.is_some() || request.age_to.is_some();
    asked.then_some(all)
}

/// Of the age asked for today, told by the birth date; a birth date that lies ahead is of no age.
fn born_for(mut query: Query, today: NaiveDate, request: &RecipientsRequest) -> Query {
    let Some((from, to)) = ages(request) else {
        return query;
    };
    let latest = age::born_by(today, from).unwrap_or(today);
    query = query.and(recipient::BIRTH_DATE, Test::AtMost, latest.to_string());
    if let Some(before) = to.checked_add(1).and_then(|years| age::born_by(today, years)) {
        query = query.and(recipient::BIRTH_DATE, Test::AtLeast, before.succ_opt().unwrap_or(before).to_string());
    }
    query
}

/// Who is of the age asked for among all, the dead by the age at which they died.
fn of_age(context: &Context, request: &RecipientsRequest) -> Result<BTreeSet<String>, CommandError> {
    let (from, to) = ages(request).unwrap_or((0, u32::MAX));
    let dead = on_file::dead(context)?;
    let (fitting, others): (Vec<Row>, Vec<Row>) =
        dead.into_iter().partition(|row| people::age(context, &row.fields).is_some_and(|age| from <= age && age <= to));
    let found = context.store.count_by(&born_for(Query::of(recipient::KIND), context.today, request), "id")?;
    let mut ids: BTreeSet<String> = found.into_iter().filter_map(|(id, _)| id.as_str().map(str::to_owned)).collect();
    ids.retain(|id| !others.iter().any(|row| row.id == *id));
    ids.extend(fitting.into_iter().map(|row| row.id));
    Ok(ids)
}

/// Ids by text, category and due date, as far as asked for.
fn ids_elsewhere(context: &Context, request: &RecipientsRequest) -> Result<Option<BTreeSet<String>>, CommandError> {
    let mut sets = Vec::new();
    if !request.text.trim().is_empty() {
        sets.push(listing::found(context, recipient::KIND, &request.text)?);
    }
    if !request.categories.is_empty() {
        sets.push(on_file::holders(context, Query::of(recipient_category::KIND), &request.categories)?);
    }
    if request.with_left && ages(request).is_some() {
        sets.push(of_age(context, request)?);
    }
    if request.due {
        let all = context.of_station(recipient::KIND, request.station.as_deref());
        let on_file = responsible::of_worker(on_file::on_file_today(context, all)?, request.worker.as_deref());
        sets.push(visited::due_by(context, &on_file, context.today)?.into_keys().collect());
    }
    // What is true of a merged file is true of the one that stands for it.
    let merges = context.merges()?;
    let standing = |ids: BTreeSet<String>| ids.iter().map(|id| merges.standing(id).to_owned()).collect();
    let mut sets = sets.into_iter().map(standing);
    let Some(first) = sets.next() else {
        return Ok(None);
    };
    Ok(Some(sets.fold(first, |kept: BTreeSet<String>, set| kept.intersection(&set).cloned().collect())))
}

/// How many of those who may be listed there are by value of a field, whatever the filters.
fn counted(context: &Context, request: &RecipientsRequest, field: &str) -> Result<Vec<(Value, u64)>, CommandError> {
    let all = context.of_station(recipient::KIND, request.station.as_deref());
    let listed = match request.with_left {
        true => on_file::without_merged(context, all)?,
        false => on_file::on_file_today(context, all)?,
    };
    Ok(context.store.count_by(&listed, field)?)
}

/// Spellings of one village count together.
fn villages_of(context: &Context, counted: Vec<(Value, u64)>) -> Result<Vec<CountOf>, CommandError> {
    let mut by_village: BTreeMap<String, u64> = BTreeMap::new();
    for (written, count) in counted {
        if let Some(written) = written.as_str() {
            *by_village.entry(context.village(written)?).or_default() += count;
        }
    }
    let count_of = |(village, count): (String, u64)| CountOf { label: village.clone(), value: village, count };
    let mut villages: Vec<CountOf> = by_village.into_iter().map(count_of).collect();
    villages.sort_by(|one, other| other.count.cmp(&one.count).then_with(|| one.value.cmp(&other.value)));
    Ok(villages)
}

fn workers_of(context: &Context, counted: Vec<(Value, u64)>) -> Vec<CountOf> {
    let mut workers: BTreeMap<String, u64> = BTreeMap::new();
    counted.iter().for_each(|(worker, count)| *workers.entry(responsible::whose(worker)).or_default() += count);
    let line = |(value, count): (String, u64)| CountOf { label: responsible::name(context, &value), value, count };
    let mut workers: Vec<CountOf> = workers.into_iter().map(line).collect();
    workers.sort_by_key(|one| std::cmp::Reverse(one.count));
    workers
}
