//! The table of recipients: filters, order, one page at a time, at 50,000 people as quick as at fifty.
//! A page costs a fixed number of queries, never one per row.

pub(crate) mod assigning;
pub(crate) mod register;

use std::collections::{BTreeMap, BTreeSet};

use chrono::NaiveDate;
use domain::age;
use domain::fields::{recipient, recipient_category, visit};
use serde::{Deserialize, Serialize};
use store::{Query, Row, Test};
use ts_rs::TS;

use crate::kernel::context::{Context, text};
use crate::kernel::error::CommandError;
use crate::kernel::pc::Pc;
use crate::kernel::words::{CodeLabel, CountOf};
use crate::people::{self, Visited, on_file};
use crate::records::listing::{self, SortKey, Span};
use crate::records::view::Delivery;

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
    /// Village, as written.
    pub village: Option<String>,
    /// Responsible worker (staff id).
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
    /// By sex.
    Sex,
    /// By the name of the responsible worker.
    Worker,
    /// By the last effective visit.
    LastVisit,
    /// By when the next visit is due.
    NextVisit,
    /// The gravest risk first.
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
}

/// A page of recipients.
pub(crate) fn list(pc: &Pc, request: RecipientsRequest) -> Result<RecipientsAnswer, CommandError> {
    let context = Context::of(pc)?;
    let (rows, total) = rows(&context, &request, Span::page(request.offset, request.limit))?;
    let ids: Vec<String> = rows.iter().map(|row| row.id.clone()).collect();
    let mut briefs = people::briefs_of(&context, &rows)?;
    let mut visited = people::visited(&context, &ids)?;
    let mut shown = Vec::new();
    for row in rows {
        let Some(brief) = briefs.remove(&row.id) else {
            continue;
        };
        let visits = visited.remove(&row.id).unwrap_or_default();
        shown.push(RecipientRow {
            group_no: text(&row.fields, recipient::GROUP_NO).to_owned(),
            worker: context.staff_name(text(&row.fields, recipient::ASSIGNED_WORKER)),
            overdue: people::overdue(&context, visits.next.as_deref()),
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
            village: brief.village,
            categories: brief.categories,
            risk: brief.risk,
        });
    }
    let villages = if request.offset == 0 { villages(&context, &request)? } else { Vec::new() };
    Ok(RecipientsAnswer { rows: shown, total, villages })
}

/// The rows that match and how many there are in all: a page of them, or all for a file.
pub(crate) fn rows(
    context: &Context,
    request: &RecipientsRequest,
    span: Span,
) -> Result<(Vec<Row>, u64), CommandError> {
    let query = matching(context, request)?;
    let total = context.store.count(&query)?;
    let rows = match request.order {
        RecipientOrder::Worker | RecipientOrder::LastVisit | RecipientOrder::NextVisit | RecipientOrder::Risk => {
            let ids = span.of(sorted_ids(context, &query, request)?);
            listing::in_order(context, &Query::of(recipient::KIND), &ids)?
        }
        _ => context.list(&span.within(query))?,
    };
    Ok((rows, total))
}

/// Ids of all that match, for a choice of everybody the filters show.
pub(crate) fn ids(pc: &Pc, request: RecipientsRequest) -> Result<Vec<String>, CommandError> {
    let (rows, _) = rows(&Context::of(pc)?, &request, Span::WHOLE)?;
    Ok(rows.into_iter().map(|row| row.id).collect())
}

/// Ids in the order of a column that the table of recipients does not hold as it is read.
fn sorted_ids(context: &Context, query: &Query, request: &RecipientsRequest) -> Result<Vec<String>, CommandError> {
    let known = query.clone().only(&[recipient::ASSIGNED_WORKER, recipient::RISK_LEVEL]);
    let rows = context.list(&known.by(recipient::NAME, false))?;
    let visited = match request.order {
        RecipientOrder::LastVisit | RecipientOrder::NextVisit => people::visited_of(context, Query::of(visit::KIND))?,
        _ => BTreeMap::new(),
    };
    let day = |id: &str, of: fn(&Visited) -> &Option<String>| visited.get(id).and_then(|one| of(one).clone());
    let key = |row: &Row| match request.order {
        RecipientOrder::Risk => SortKey::risk(text(&row.fields, recipient::RISK_LEVEL)),
        RecipientOrder::LastVisit => SortKey::text(&day(&row.id, |one| &one.last).unwrap_or_default()),
        RecipientOrder::NextVisit => SortKey::text(&day(&row.id, |one| &one.next).unwrap_or_default()),
        _ => SortKey::text(&context.staff_name(text(&row.fields, recipient::ASSIGNED_WORKER))),
    };
    let mut keyed: Vec<(SortKey, String)> = rows.iter().map(|row| (key(row), row.id.clone())).collect();
    keyed.sort_by(|(one, _), (other, _)| one.against(other, request.descending));
    Ok(keyed.into_iter().map(|(_, id)| id).collect())
}

/// The filters as one query; those that look into other tables become a set of ids first.
fn matching(context: &Context, request: &RecipientsRequest) -> Result<Query, CommandError> {
    let mut query = context.of_station(recipient::KIND, request.station.as_deref());
    if let Some(village) = request.village.as_deref().filter(|village| !village.is_empty()) {
        query = query.and(recipient::VILLAGE, Test::Eq, village);
    }
    if let Some(worker) = request.worker.as_deref().filter(|worker| !worker.is_empty()) {
        query = query.and(recipient::ASSIGNED_WORKER, Test::Eq, worker);
    }
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
        // What is true of a merged file is true of the one that stands for it.
        let merges = context.merges()?;
        let ids: BTreeSet<String> = ids.iter().map(|id| merges.standing(id).to_owned()).collect();
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
        _ => Vec::new(),
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
        let hits = context.store.search(request.text.trim(), &[recipient::KIND], 5_000)?;
        sets.push(hits.into_iter().map(|hit| hit.id).collect::<BTreeSet<_>>());
    }
    if !request.categories.is_empty() {
        sets.push(on_file::holders(context, Query::of(recipient_category::KIND), &request.categories)?);
    }
    if request.with_left && ages(request).is_some() {
        sets.push(of_age(context, request)?);
    }
    if request.due {
        sets.push(due(context)?.into_iter().collect());
    }
    let mut sets = sets.into_iter();
    let Some(first) = sets.next() else {
        return Ok(None);
    };
    Ok(Some(sets.fold(first, |kept, set| kept.intersection(&set).cloned().collect())))
}

/// Whose newest visit set a date that is today or past.
pub(crate) fn due(context: &Context) -> Result<Vec<String>, CommandError> {
    Ok(people::due_for_visit(context)?.into_keys().collect())
}

fn villages(context: &Context, request: &RecipientsRequest) -> Result<Vec<CountOf>, CommandError> {
    let all = context.of_station(recipient::KIND, request.station.as_deref());
    let listed = match request.with_left {
        true => on_file::without_merged(context, all)?,
        false => on_file::on_file_today(context, all)?,
    };
    let counted = context.store.count_by(&listed, recipient::VILLAGE)?;
    let mut villages: Vec<CountOf> = counted
        .into_iter()
        .filter_map(|(village, count)| Some((village.as_str()?.to_owned(), count)))
        .map(|(village, count)| CountOf { label: village.clone(), value: village, count })
        .collect();
    villages.sort_by(|one, other| other.count.cmp(&one.count).then_with(|| one.value.cmp(&other.value)));
    Ok(villages)
}
