//! The table of recipients: filters, order, one page at a time, at 50,000 people as quick as at fifty.
//! A page costs a fixed number of queries, never one per row.

pub(crate) mod register;

use std::collections::BTreeSet;

use chrono::Days;
use serde::{Deserialize, Serialize};
use serde_json::Value;
use store::{Query, Test};
use ts_rs::TS;

use crate::kernel::context::{Context, text};
use crate::kernel::error::CommandError;
use crate::kernel::pc::Pc;
use crate::kernel::words::{CodeLabel, CountOf};
use crate::people;
use crate::people::in_categories::{in_categories, years_before};
use crate::records::view::Travelled;

/// Which recipients.
#[derive(Clone, Debug, Default, Serialize, Deserialize, TS)]
#[serde(default)]
#[ts(optional_fields = nullable)]
pub struct RecipientsRequest {
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

/// How the table is sorted.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "snake_case")]
pub enum RecipientOrder {
    /// Last changed first, the default.
    #[default]
    Changed,
    /// By village, then name.
    Village,
    /// By name.
    Name,
    /// By age.
    Age,
}

/// A row of the table.
#[derive(Clone, Debug, Serialize, Deserialize, TS)]
pub struct RecipientRow {
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
    pub state: Travelled,
}

/// A page of the table.
#[derive(Clone, Debug, Serialize, Deserialize, TS)]
pub struct RecipientsAnswer {
    /// Rows of this page.
    pub rows: Vec<RecipientRow>,
    /// How many match in all.
    pub total: u64,
    /// Villages that occur, for the filter, with counts.
    pub villages: Vec<CountOf>,
}

/// A page of recipients.
pub fn list(pc: &Pc, request: RecipientsRequest) -> Result<RecipientsAnswer, CommandError> {
    let context = Context::of(pc)?;
    let page = matching(&context, &request)?;
    let total = context.store.count(&page)?;
    let rows = context.list(&page)?;
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
            group_no: text(&row.fields, "group_no").to_owned(),
            worker: context.staff_name(text(&row.fields, "assigned_worker")),
            overdue: people::overdue(&context, visits.next.as_deref()),
            last_visit: visits.last,
            next_visit: visits.next,
            provisional: row.provisional,
            conflicted: !row.conflicted.is_empty(),
            state: row.state.into(),
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

/// The filters as one query; those that look into other tables become a set of ids first.
fn matching(context: &Context, request: &RecipientsRequest) -> Result<Query, CommandError> {
    let mut query = Query {
        limit: Some(u64::from(request.limit.unwrap_or(100).min(500))),
        offset: u64::from(request.offset),
        ..Query::of("recipient")
    };
    if let Some(village) = request.village.as_deref().filter(|village| !village.is_empty()) {
        query = query.and("village", Test::Eq, village);
    }
    if let Some(worker) = request.worker.as_deref().filter(|worker| !worker.is_empty()) {
        query = query.and("assigned_worker", Test::Eq, worker);
    }
    query = of_station(query, request);
    if let Some(sex) = request.sex.as_deref().filter(|sex| !sex.is_empty()) {
        query = query.and("sex", Test::Eq, sex);
    }
    if !request.risk.is_empty() {
        query = query.and("risk_level", Test::In, request.risk.clone());
    }
    if let Some(latest) = request.age_from.and_then(|age| years_before(context.today, age)) {
        query = query.and("birth_date", Test::AtMost, latest.to_string());
    }
    if let Some(before) = request.age_to.and_then(|age| years_before(context.today, age.saturating_add(1))) {
        let earliest = before.checked_add_days(Days::new(1)).unwrap_or(before);
        query = query.and("birth_date", Test::AtLeast, earliest.to_string());
    }
    if request.provisional {
        query.provisional = Some(true);
    }
    if !request.with_left {
        query = query.and("death_date", Test::IsNull, Value::Null).and("left_date", Test::IsNull, Value::Null);
    }
    let merges = context.merges()?;
    if let Some(ids) = ids_elsewhere(context, request)? {
        // What is true of a merged file is true of the one that stands for it.
        let ids: BTreeSet<String> = ids.iter().map(|id| merges.standing(id).to_owned()).collect();
        query = query.and("id", Test::In, ids.into_iter().collect::<Vec<_>>());
    }
    if !merges.is_empty() {
        query = query.and("id", Test::NotIn, merges.merged());
    }
    let by = |field: &str, descending: bool| (field.to_owned(), descending);
    query.order = match request.order {
        RecipientOrder::Changed => vec![by("updated_ms", !request.descending)],
        RecipientOrder::Village => vec![by("village", request.descending), by("name", request.descending)],
        RecipientOrder::Name => vec![by("name", request.descending)],
        RecipientOrder::Age => vec![by("birth_date", !request.descending)],
    };
    Ok(query)
}

/// Ids by text, category and due date, as far as asked for.
fn ids_elsewhere(context: &Context, request: &RecipientsRequest) -> Result<Option<BTreeSet<String>>, CommandError> {
    let mut sets = Vec::new();
    if !request.text.trim().is_empty() {
        let hits = context.store.search(request.text.trim(), &["recipient"], 5_000)?;
        sets.push(hits.into_iter().map(|hit| hit.id).collect::<BTreeSet<_>>());
    }
    if !request.categories.is_empty() {
        sets.push(in_categories(context, &request.categories)?);
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

fn of_station(query: Query, request: &RecipientsRequest) -> Query {
    match request.station.as_deref().filter(|station| !station.is_empty()) {
        Some(station) => query.and("station", Test::Eq, station),
        None => query,
    }
}

fn villages(context: &Context, request: &RecipientsRequest) -> Result<Vec<CountOf>, CommandError> {
    let counted = context.store.count_by(&of_station(Query::of("recipient"), request), "village")?;
    let mut villages: Vec<CountOf> = counted
        .into_iter()
        .filter_map(|(village, count)| Some((village.as_str()?.to_owned(), count)))
        .map(|(village, count)| CountOf { label: village.clone(), value: village, count })
        .collect();
    villages.sort_by(|one, other| other.count.cmp(&one.count).then_with(|| one.value.cmp(&other.value)));
    Ok(villages)
}
