//! The month's visits by day, and who is due for a visit and has had none.

use std::collections::{BTreeMap, BTreeSet, HashMap};

use domain::fields::{recipient, recipient_category, visit as visit_fields};
use domain::month_figures::{self, visit_counts};
use domain::period::Month;
use domain::visit::{self, Frequencies, Held};
use serde::{Deserialize, Serialize};
use store::{Query, Row, Test};
use ts_rs::TS;

use crate::kernel::context::{Context, between, some_text, text};
use crate::kernel::error::CommandError;
use crate::kernel::pc::Pc;
use crate::kernel::words::label;
use crate::people::{self, PersonBrief, on_file, responsible};
use crate::records::closed_books::{self, WrittenLate};
use crate::records::facts::{self, of_visits};
use crate::records::listing;
use crate::records::view::Delivery;
use crate::records::visited::{self, Visited};

/// Which month.
#[derive(Clone, Debug, Default, Serialize, Deserialize, TS)]
#[serde(default)]
#[ts(optional_fields = nullable)]
pub(crate) struct MonthRequest {
    /// `2026-11`; this month when empty.
    #[ts(as = "Option<_>", optional)]
    pub month: String,
    /// Only visits of this worker (staff id).
    pub worker: Option<String>,
    /// Only this station (for the county).
    pub station: Option<String>,
    /// The person's name, pinyin or initials, words of the visit.
    #[ts(as = "Option<_>", optional)]
    pub text: String,
}

/// A month of visits.
#[derive(Clone, Debug, Serialize, Deserialize, TS)]
pub(crate) struct VisitMonth {
    /// `2026-11`.
    pub month: String,
    /// Days with visits, newest first.
    pub days: Vec<VisitDay>,
    /// Counts of the month (暂存 excluded).
    pub counts: VisitCounts,
    /// Due this month or expected monthly, without an effective visit; longest wait first.
    pub not_visited: Vec<NotVisited>,
    /// How many those are in all.
    pub not_visited_total: u64,
}

/// One day.
#[derive(Clone, Debug, Serialize, Deserialize, TS)]
pub(crate) struct VisitDay {
    /// The date.
    pub date: String,
    /// Its visits.
    pub visits: Vec<VisitRow>,
}

/// A visit in a list.
#[derive(Clone, Debug, Serialize, Deserialize, TS)]
pub(crate) struct VisitRow {
    /// Visit id.
    pub id: String,
    /// Recipient id.
    pub recipient: Option<String>,
    /// Name.
    pub name: String,
    /// Village.
    pub village: String,
    /// Start time.
    pub time: String,
    /// How, readable.
    pub mode: String,
    /// Result, readable.
    pub result: String,
    /// Counts as effective.
    pub effective: bool,
    /// Next date.
    pub next_date: Option<String>,
    /// Who went.
    pub who: String,
    /// Risk level.
    pub risk: Option<String>,
    /// 暂存.
    pub provisional: bool,
    /// That it was written long after its day, or into a closed month.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[ts(optional)]
    pub late: Option<WrittenLate>,
    /// How far it has travelled.
    pub state: Delivery,
}

/// Counts of a month.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize, TS)]
pub(crate) struct VisitCounts {
    /// All that count (R11), whatever came of it.
    pub visits: u64,
    /// Effective visits (人次).
    pub effective: u64,
    /// Times at the door (上门次数).
    pub doors: u64,
    /// Different people effectively visited.
    pub people: u64,
    /// 暂存 ones, not in the numbers above.
    pub provisional: u64,
}

/// Someone due and not visited.
#[derive(Clone, Debug, Serialize, Deserialize, TS)]
pub(crate) struct NotVisited {
    /// The person.
    pub person: PersonBrief,
    /// Last effective visit.
    pub last_visit: Option<String>,
    /// Was due on.
    pub due: Option<String>,
    /// Attempts this month without meeting anybody.
    pub attempts: u64,
}

/// What of a visit the page shows, beside what is counted.
const SHOWN: &[&str] = &[
    visit_fields::RECIPIENT,
    visit_fields::DATE,
    visit_fields::START_TIME,
    visit_fields::CONTACT_MODE,
    visit_fields::RESULT,
    visit_fields::NEXT_DATE,
    visit_fields::VISITOR_STAFF,
    visit_fields::RISK_LEVEL,
];

/// How many of those not visited are listed.
const LISTED: usize = 200;

/// The month's visits.
pub(crate) fn month(pc: &Pc, request: MonthRequest) -> Result<VisitMonth, CommandError> {
    let context = Context::of(pc)?;
    let month = asked_month(&context, &request)?;
    let rows = visits_of(&context, month, &request)?;
    let ids: BTreeSet<String> = rows.iter().map(|row| text(&row.fields, visit_fields::RECIPIENT).to_owned()).collect();
    let ids: Vec<String> = ids.into_iter().collect();
    let people: BTreeMap<String, (String, String)> = context
        .list_in(
            &Query { deleted: true, ..Query::of(recipient::KIND) }.only(&[recipient::NAME, recipient::VILLAGE]),
            "id",
            &ids,
        )?
        .into_iter()
        .map(|row| {
            (row.id, (text(&row.fields, recipient::NAME).to_owned(), text(&row.fields, recipient::VILLAGE).to_owned()))
        })
        .collect();
    let mut days: Vec<VisitDay> = Vec::new();
    for row in &rows {
        let day = text(&row.fields, visit_fields::DATE);
        if days.last().is_none_or(|last| last.date != day) {
            days.push(VisitDay { date: day.to_owned(), visits: Vec::new() });
        }
        if let Some(last) = days.last_mut() {
            last.visits.push(visit_row(&context, row, &people)?);
        }
    }
    let (not_visited, not_visited_total) = not_visited(&context, month, &request, &rows, LISTED)?;
    Ok(VisitMonth {
        month: month.to_string(),
        days,
        counts: counted(&context, &rows, month)?,
        not_visited,
        not_visited_total,
    })
}

/// The visits that page and file show, the newest first.
pub(crate) fn visits(context: &Context, request: &MonthRequest) -> Result<Vec<Row>, CommandError> {
    visits_of(context, asked_month(context, request)?, request)
}

/// Everybody due and not visited, as page and file show them.
pub(crate) fn all_not_visited(context: &Context, request: &MonthRequest) -> Result<Vec<NotVisited>, CommandError> {
    let month = asked_month(context, request)?;
    let rows = visits_of(context, month, request)?;
    Ok(not_visited(context, month, request, &rows, usize::MAX)?.0)
}

fn asked_month(context: &Context, request: &MonthRequest) -> Result<Month, CommandError> {
    match request.month.as_str() {
        "" => Ok(Month::of(context.today)),
        typed => Month::parse(typed).ok_or_else(|| CommandError::invalid_field("month", "月份应写成 2026-11 的样子。")),
    }
}

fn visits_of(context: &Context, month: Month, request: &MonthRequest) -> Result<Vec<Row>, CommandError> {
    let query = listing::searched(context, in_month(context, month, request), &request.text)?;
    let query = query.by(visit_fields::DATE, true).by(visit_fields::START_TIME, true).by("created_ms", true);
    context.list(&query.only(&[SHOWN, &facts::looked_at(visit_fields::KIND)].concat()))
}

fn in_month(context: &Context, month: Month, request: &MonthRequest) -> Query {
    let mut query =
        between(context.of_station(visit_fields::KIND, request.station.as_deref()), visit_fields::DATE, month);
    if let Some(worker) = request.worker.as_deref().filter(|worker| !worker.is_empty()) {
        query = query.and(visit_fields::VISITOR_STAFF, Test::Eq, worker);
    }
    query
}

fn visit_row(
    context: &Context,
    row: &Row,
    people: &BTreeMap<String, (String, String)>,
) -> Result<VisitRow, CommandError> {
    let fields = &row.fields;
    let recipient = some_text(fields, visit_fields::RECIPIENT);
    let (name, village) = recipient.as_ref().and_then(|id| people.get(id)).cloned().unwrap_or_default();
    Ok(VisitRow {
        id: row.id.clone(),
        recipient,
        name,
        village,
        time: text(fields, visit_fields::START_TIME).to_owned(),
        mode: label("contact_mode", text(fields, visit_fields::CONTACT_MODE)),
        result: label("visit_result", text(fields, visit_fields::RESULT)),
        effective: visit::is_effective(text(fields, visit_fields::RESULT)),
        next_date: some_text(fields, visit_fields::NEXT_DATE),
        who: context.staff_name(text(fields, visit_fields::VISITOR_STAFF)),
        risk: some_text(fields, visit_fields::RISK_LEVEL),
        provisional: row.provisional,
        late: closed_books::written_late(context, row)?,
        state: row.state,
    })
}

/// The counts of these visits (R11, R20, R25), 暂存 ones apart.
fn counted(context: &Context, rows: &[Row], month: Month) -> Result<VisitCounts, CommandError> {
    let (begun, finals): (Vec<&Row>, Vec<&Row>) = rows.iter().partition(|row| row.provisional);
    let counts = visit_counts(&of_visits(context, &finals)?, month);
    Ok(VisitCounts::of(counts, begun.len() as u64))
}

impl VisitCounts {
    /// What `domain` counted, with the 暂存 ones beside it.
    pub(crate) fn of(counts: month_figures::VisitCounts, provisional: u64) -> VisitCounts {
        let month_figures::VisitCounts { visits, effective, doors, people } = counts;
        VisitCounts { visits, effective, doors, people, provisional }
    }
}

/// Due by the end of the month (R28), or in a category that is visited monthly, and not met this month.
fn not_visited(
    context: &Context,
    month: Month,
    request: &MonthRequest,
    rows: &[Row],
    most: usize,
) -> Result<(Vec<NotVisited>, u64), CommandError> {
    let last = month.last().to_string();
    let merges = context.merges()?;
    let monthly = on_file::holders(context, Query::of(recipient_category::KIND), &monthly_categories(context))?;
    let of_station = context.of_station(recipient::KIND, request.station.as_deref());
    let on_file = responsible::of_worker(on_file::on_file_today(context, of_station)?, request.worker.as_deref());
    let mut waiting = visited::due_by(context, &on_file, month.last())?;
    let others: Vec<String> = monthly.into_iter().filter(|id| !waiting.contains_key(id)).collect();
    waiting.extend(visited::visited_of(context, on_file.and("id", Test::In, others))?);
    for row in rows.iter().filter(|row| visit::is_effective(text(&row.fields, visit_fields::RESULT))) {
        waiting.remove(merges.standing(text(&row.fields, visit_fields::RECIPIENT)));
    }
    if !request.text.trim().is_empty() {
        let found = listing::found(context, recipient::KIND, &request.text)?;
        waiting.retain(|id, _| found.contains(id));
    }
    let total = waiting.len() as u64;
    let mut waiting: Vec<(String, Visited)> = waiting.into_iter().collect();
    waiting.sort_by(|one, other| one.1.last.cmp(&other.1.last));
    waiting.truncate(most);
    let ids: Vec<String> = waiting.iter().map(|(id, _)| id.clone()).collect();
    let mut briefs = people::briefs(context, &ids)?;
    let mut attempts: HashMap<&str, u64> = HashMap::new();
    rows.iter()
        .for_each(|row| *attempts.entry(merges.standing(text(&row.fields, visit_fields::RECIPIENT))).or_default() += 1);
    let listed = waiting.into_iter().filter_map(|(id, visits)| {
        Some(NotVisited {
            person: briefs.remove(&id)?,
            last_visit: visits.last,
            due: visits.next.filter(|next| *next <= last),
            attempts: attempts.get(id.as_str()).copied().unwrap_or(0),
        })
    });
    Ok((listed.collect(), total))
}

/// Categories whose default frequency is a month or less, asked of the rule itself.
fn monthly_categories(context: &Context) -> Vec<String> {
    let table = domain::dictionary::dictionary().code_table("category");
    let codes = table.into_iter().flat_map(|table| &table.entries).map(|entry| entry.code.clone());
    codes
        .filter(|code| {
            let held = [Held { category: code.clone(), ..Held::default() }];
            let next = visit::next_date(context.today, "met", None, &held, "", Frequencies::default());
            next.is_some_and(|next| (next - context.today).num_days() <= 31)
        })
        .collect()
}
