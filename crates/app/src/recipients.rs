//! The table of recipients: filters, order, one page at a time, at 50,000 people as quick as at fifty.
//! A page costs a fixed number of queries, never one per row.

pub mod register;

use std::collections::{BTreeMap, BTreeSet};

use chrono::{Days, Months, NaiveDate};
use domain::category;
use serde::{Deserialize, Serialize};
use serde_json::Value;
use store::{Query, Test};
use ts_rs::TS;

use crate::app::App;
use crate::duty::{Duty, text};
use crate::error::CommandError;
use crate::people::{self};
use crate::views::{CodeLabel, Travelled};

/// Which recipients.
#[derive(Clone, Debug, Default, Serialize, Deserialize, TS)]
#[serde(default)]
pub struct RecipientsRequest {
    /// Name, pinyin, initials, last four of the ID, village.
    pub text: String,
    /// In at least one of these categories today.
    pub categories: Vec<String>,
    /// Village, as written.
    pub village: Option<String>,
    /// Responsible worker (staff id).
    pub worker: Option<String>,
    /// Only this station (for the county).
    pub station: Option<String>,
    /// Any of these risk levels.
    pub risk: Vec<String>,
    /// `1` or `2`.
    pub sex: Option<String>,
    /// At least this old.
    pub age_from: Option<u32>,
    /// At most this old.
    pub age_to: Option<u32>,
    /// Whose next visit is due today or overdue.
    pub due: bool,
    /// Only 暂存 ones.
    pub provisional: bool,
    /// Those who have died or moved away too.
    pub with_left: bool,
    /// Sort order.
    pub order: RecipientOrder,
    /// Greatest first.
    pub descending: bool,
    /// At most this many rows (default 100, at most 500).
    pub limit: Option<u32>,
    /// Skip this many rows.
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

/// A value with how many have it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct CountOf {
    /// The value.
    pub value: String,
    /// Its label.
    pub label: String,
    /// How many.
    pub count: u64,
}

/// A page of recipients.
pub fn list(app: &App, request: RecipientsRequest) -> Result<RecipientsAnswer, CommandError> {
    let duty = Duty::of(app)?;
    let page = matching(&duty, &request)?;
    let total = duty.store.count(&page)?;
    let rows = duty.list(&page)?;
    let ids: Vec<String> = rows.iter().map(|row| row.id.clone()).collect();
    let mut briefs = people::briefs_of(&duty, &rows)?;
    let mut visited = people::visited(&duty, &ids)?;
    let mut shown = Vec::new();
    for row in rows {
        let Some(brief) = briefs.remove(&row.id) else {
            continue;
        };
        let visits = visited.remove(&row.id).unwrap_or_default();
        shown.push(RecipientRow {
            group_no: text(&row.fields, "group_no").to_owned(),
            worker: duty.staff_name(text(&row.fields, "assigned_worker")),
            overdue: people::overdue(&duty, visits.next.as_deref()),
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
    let villages = if request.offset == 0 { villages(&duty, &request)? } else { Vec::new() };
    Ok(RecipientsAnswer { rows: shown, total, villages })
}

/// The filters as one query; those that look into other tables become a set of ids first.
fn matching(duty: &Duty, request: &RecipientsRequest) -> Result<Query, CommandError> {
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
    if let Some(latest) = request.age_from.and_then(|age| years_before(duty.today, age)) {
        query = query.and("birth_date", Test::AtMost, latest.to_string());
    }
    if let Some(before) = request.age_to.and_then(|age| years_before(duty.today, age.saturating_add(1))) {
        let earliest = before.checked_add_days(Days::new(1)).unwrap_or(before);
        query = query.and("birth_date", Test::AtLeast, earliest.to_string());
    }
    if request.provisional {
        query.provisional = Some(true);
    }
    if !request.with_left {
        query = query.and("death_date", Test::IsNull, Value::Null).and("left_date", Test::IsNull, Value::Null);
    }
    let merges = duty.merges()?;
    if let Some(ids) = ids_elsewhere(duty, request)? {
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
fn ids_elsewhere(duty: &Duty, request: &RecipientsRequest) -> Result<Option<BTreeSet<String>>, CommandError> {
    let mut sets = Vec::new();
    if !request.text.trim().is_empty() {
        let hits = duty.store.search(request.text.trim(), &["recipient"], 5_000)?;
        sets.push(hits.into_iter().map(|hit| hit.id).collect::<BTreeSet<_>>());
    }
    if !request.categories.is_empty() {
        sets.push(in_categories(duty, &request.categories)?);
    }
    if request.due {
        sets.push(due(duty)?.into_iter().collect());
    }
    let mut sets = sets.into_iter();
    let Some(first) = sets.next() else {
        return Ok(None);
    };
    Ok(Some(sets.fold(first, |kept, set| kept.intersection(&set).cloned().collect())))
}

/// Who is in one of the categories today; who has grown out of one (R18) is not.
pub(crate) fn in_categories(duty: &Duty, categories: &[String]) -> Result<BTreeSet<String>, CommandError> {
    let mut ids = BTreeSet::new();
    // Those that end by the same age together, and those that never do.
    let mut by_age: BTreeMap<Option<u32>, Vec<String>> = BTreeMap::new();
    for code in categories {
        by_age.entry(category::ends_at(code).map(|(age, _)| age)).or_default().push(code.clone());
    }
    for (age, codes) in by_age {
        let mut found = by_dates(duty, &codes)?;
        if let Some(born_by) = age.and_then(|age| years_before(duty.today, age)) {
            let all: Vec<String> = found.iter().cloned().collect();
            let grown =
                Query::of("recipient").and("id", Test::In, all).and("birth_date", Test::AtMost, born_by.to_string());
            for (id, _) in duty.store.count_by(&grown, "id")? {
                found.remove(id.as_str().unwrap_or_default());
            }
        }
        ids.append(&mut found);
    }
    Ok(ids)
}

/// Who is in one of the categories by the dates of the record: begun, and not ended.
fn by_dates(duty: &Duty, categories: &[String]) -> Result<BTreeSet<String>, CommandError> {
    let begun = Query::of("recipient_category").and("category", Test::In, categories.to_vec()).and(
        "start_date",
        Test::AtMost,
        duty.today_text(),
    );
    let tomorrow = duty.today.succ_opt().unwrap_or(duty.today).to_string();
    let mut ids = BTreeSet::new();
    for query in
        [begun.clone().and("end_date", Test::IsNull, Value::Null), begun.and("end_date", Test::AtLeast, tomorrow)]
    {
        let found = duty.store.count_by(&query, "recipient")?;
        ids.extend(found.into_iter().filter_map(|(id, _)| id.as_str().map(str::to_owned)));
    }
    Ok(ids)
}

/// Whose newest visit set a date that is today or past.
pub(crate) fn due(duty: &Duty) -> Result<Vec<String>, CommandError> {
    Ok(people::due_for_visit(duty)?.into_keys().collect())
}

fn years_before(day: NaiveDate, years: u32) -> Option<NaiveDate> {
    day.checked_sub_months(Months::new(years.checked_mul(12)?))
}

fn of_station(query: Query, request: &RecipientsRequest) -> Query {
    match request.station.as_deref().filter(|station| !station.is_empty()) {
        Some(station) => query.and("station", Test::Eq, station),
        None => query,
    }
}

fn villages(duty: &Duty, request: &RecipientsRequest) -> Result<Vec<CountOf>, CommandError> {
    let counted = duty.store.count_by(&of_station(Query::of("recipient"), request), "village")?;
    let mut villages: Vec<CountOf> = counted
        .into_iter()
        .filter_map(|(village, count)| Some((village.as_str()?.to_owned(), count)))
        .map(|(village, count)| CountOf { label: village.clone(), value: village, count })
        .collect();
    villages.sort_by(|one, other| other.count.cmp(&one.count).then_with(|| one.value.cmp(&other.value)));
    Ok(villages)
}
