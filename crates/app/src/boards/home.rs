//! 工作台: what wants doing today. It gathers; every rule it shows is asked of `domain` or of the page
//! that owns it.

use chrono::NaiveDate;
use domain::dictionary::{Listed, dictionary};
use domain::fields::visit;
use domain::month_figures::Months;
use domain::period::{Month, Period};
use serde::{Deserialize, Serialize};
use store::Query;
use ts_rs::TS;

use crate::boards::due::{self, DueItem, DuePerson, PeopleDue, WorkerDue};
use crate::boards::reporting::{Reporting, due_day};
use crate::features::cases::reviews::{self, ReviewItem};
use crate::features::visits::month::VisitCounts;
use crate::features::volunteers::services::{OpenActivity, open_activities};
use crate::kernel::context::{Context, between, kind_named};
use crate::kernel::error::CommandError;
use crate::kernel::pc::Pc;
use crate::kernel::request::{Nothing, RecordRef};
use crate::kernel::role::Role;
use crate::kernel::words::CountOf;
use crate::records::drafts::{self, Draft};
use crate::records::facts::of_months;
use crate::records::harm::{self, HarmItem};
use crate::records::labels::{self, Titles};
use crate::records::returns::{self, Returned};
use crate::records::view::{self, ConflictView};

/// Whose work the page shows.
#[derive(Clone, Debug, Default, Serialize, Deserialize, TS)]
#[serde(default)]
#[ts(optional_fields = nullable)]
pub(crate) struct HomeRequest {
    /// Only people of this responsible worker (staff id; `none`: of nobody).
    pub worker: Option<String>,
}

/// The home page.
#[derive(Clone, Debug, Serialize, Deserialize, TS)]
pub(crate) struct Home {
    /// Today.
    pub today: String,
    /// Harm to minors that stands unreported, on top.
    pub harm: Vec<HarmItem>,
    /// Due today and overdue, by person, longest overdue first.
    pub due: Vec<DuePerson>,
    /// How many people that are in all.
    pub due_total: u64,
    /// The same by responsible worker, whoever was asked for.
    pub workers: Vec<WorkerDue>,
    /// Due today and overdue things that belong to no recipient, the oldest first.
    pub due_without_person: Vec<DueItem>,
    /// Papers that wait for the supervisor who asks; empty for others.
    pub to_review: Vec<ReviewItem>,
    /// Volunteers' service records that want completing within ten working days.
    pub volunteer_records: Vec<OpenActivity>,
    /// Records that the county or the supervisor sent back.
    pub returned: Vec<ReturnedItem>,
    /// Fields that two people changed apart.
    pub conflicts: Vec<ConflictView>,
    /// Own drafts.
    pub drafts: Vec<Draft>,
    /// 暂存 records, by kind.
    pub provisional: Vec<CountOf>,
    /// How far the saved changes have travelled.
    pub sending: Sending,
    /// This month.
    pub month: MonthFigures,
    /// The month before.
    pub last_month: MonthFigures,
    /// The brief that is due next.
    pub brief: Option<BriefDue>,
}

/// A record that the county or the supervisor sent back.
#[derive(Clone, Debug, Serialize, Deserialize, TS)]
pub(crate) struct ReturnedItem {
    /// The comment or verdict.
    pub annotation: String,
    /// What it is about.
    pub target: RecordRef,
    /// Readable name of that.
    pub title: String,
    /// What they wrote.
    pub text: String,
    /// Who.
    pub who: String,
    /// When, in milliseconds.
    pub at_ms: u64,
}

/// How far changes have travelled.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize, TS)]
pub(crate) struct Sending {
    /// 已保存, 待发送
    pub saved: u64,
    /// 已送达
    pub delivered: u64,
    /// 县里已入库
    pub taken_in: u64,
}

/// The month as the brief counts it (`domain::month_figures`).
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize, TS)]
pub(crate) struct MonthFigures {
    /// `2026-11`.
    pub month: String,
    /// Visits: effective, doors, people.
    pub visits: VisitCounts,
    /// Persons served.
    pub persons: u64,
    /// New recipients.
    pub recipients_new: u64,
    /// Cases opened.
    pub cases_new: u64,
    /// Cases closed, each once.
    pub cases_closed: u64,
    /// Cases in hand at the end of the month.
    pub cases_open: u64,
    /// Progress notes (节).
    pub sessions: u64,
    /// Groups under way (R19).
    pub groups: u64,
    /// Group sessions held.
    pub group_sessions: u64,
    /// Community activities held.
    pub activities: u64,
    /// Consultations, in 人次.
    pub consultations: u64,
}

/// A brief that is due.
#[derive(Clone, Debug, Serialize, Deserialize, TS)]
pub(crate) struct BriefDue {
    /// Its month.
    pub month: String,
    /// To be handed in by.
    pub due: String,
    /// Days left; negative when late.
    pub days_left: i64,
    /// Frozen already.
    pub frozen: bool,
}

/// How many people and conflicts the page lists; the numbers beside them say how many there are.
const LISTED: usize = 100;

/// What wants doing today.
pub(crate) fn get(pc: &Pc, request: HomeRequest) -> Result<Home, CommandError> {
    let context = Context::of(pc)?;
    let worker = request.worker.as_deref().filter(|worker| !worker.is_empty());
    let due = match context.is_county() {
        true => PeopleDue::default(),
        false => due::people_due(&context, worker, LISTED)?,
    };
    let month = Month::of(context.today);
    let facts = of_months(&context, Period { from: month.plus(-1).first(), to: month.last() })?;
    let months = Months::of(&facts);
    let sent = context.store.counts()?;
    Ok(Home {
        today: context.today_text(),
        harm: harm::unreported(&context)?,
        due: due.people,
        due_total: due.total,
        workers: due.workers,
        due_without_person: if context.is_county() { Vec::new() } else { due::due_without_person(&context)? },
        to_review: if context.person.role == Role::Supervisor { reviews::waiting(&context)? } else { Vec::new() },
        volunteer_records: if context.is_county() { Vec::new() } else { open_activities(&context, LISTED)? },
        returned: returned(&context)?,
        conflicts: view::all_conflicts(&context, LISTED)?,
        drafts: drafts::own(&context)?,
        provisional: provisional(&context)?,
        sending: Sending { saved: sent.saved, delivered: sent.delivered, taken_in: sent.taken_in },
        month: figures(&context, &months, month)?,
        last_month: figures(&context, &months, month.plus(-1))?,
        brief: if context.is_county() { None } else { Some(brief_due(&context)?) },
    })
}

/// Twelve months up to this one, oldest first.
#[derive(Clone, Debug, Serialize, Deserialize, TS)]
pub(crate) struct HomeMonths {
    /// The months.
    pub months: Vec<MonthFigures>,
}

/// The last twelve months in figures, for the chart of 工作台.
pub(crate) fn months(pc: &Pc, _: Nothing) -> Result<HomeMonths, CommandError> {
    let context = Context::of(pc)?;
    let this = Month::of(context.today);
    let facts = of_months(&context, Period { from: this.plus(-11).first(), to: this.last() })?;
    let counted = Months::of(&facts);
    let months = this.twelve().map(|month| figures(&context, &counted, month)).collect::<Result<_, _>>()?;
    Ok(HomeMonths { months })
}

/// Records that the county or the supervisor sent back and nobody has touched since.
fn returned(context: &Context) -> Result<Vec<ReturnedItem>, CommandError> {
    let mut found = returns::of_county(context)?;
    found.extend(reviews::returned(context)?);
    found.sort_by_key(|one| std::cmp::Reverse(one.at_ms));
    let mut items = Vec::new();
    for Returned { annotation, target, text, who, at_ms, .. } in found {
        let (kind, row) = (kind_named(&target.kind)?, context.row(&target.kind, &target.id)?);
        let titles = Titles::for_rows(context, kind, std::slice::from_ref(&row))?;
        let title = format!("{} {}", kind.label, labels::title(context, kind, &row.fields, &titles));
        items.push(ReturnedItem { annotation, target, title, text, who, at_ms });
    }
    Ok(items)
}

/// 暂存 records by kind; reports stand on top of the page already.
fn provisional(context: &Context) -> Result<Vec<CountOf>, CommandError> {
    let listed = dictionary().in_order().into_iter().filter(|kind| kind.provisional == Listed::Station);
    let mut counts = Vec::new();
    for kind in listed {
        let count = context.store.count(&Query { provisional: Some(true), ..Query::of(&kind.name) })?;
        if count > 0 {
            counts.push(CountOf { value: kind.name.clone(), label: kind.label.clone(), count });
        }
    }
    Ok(counts)
}

/// A month as `domain::month_figures` counts it; 暂存 visits beside it.
fn figures(context: &Context, months: &Months, month: Month) -> Result<MonthFigures, CommandError> {
    let figures = months.figures(month);
    let begun = Query { provisional: Some(true), ..context.of_station(visit::KIND, None) };
    Ok(MonthFigures {
        month: month.to_string(),
        visits: VisitCounts::of(figures.visits, context.store.count(&between(begun, visit::DATE, month))?),
        persons: figures.persons,
        recipients_new: figures.new_recipients,
        cases_new: figures.cases_new,
        cases_closed: figures.cases_closed,
        cases_open: figures.cases_open,
        sessions: figures.case_sessions,
        groups: figures.groups,
        group_sessions: figures.group_sessions,
        activities: figures.activities,
        consultations: figures.consultations,
    })
}

/// The brief of last month until it is frozen, then the one of this month. A station that began this month owes nothing for
/// the last.
fn brief_due(context: &Context) -> Result<BriefDue, CommandError> {
    let day = due_day(context)?;
    let (reporting, own) = (Reporting::of(context)?, context.own_station());
    let this = Month::of(context.today);
    let last = this.plus(-1);
    let month = if reporting.owes(&own, last) { last } else { this };
    let due: NaiveDate = month.brief_due(day);
    Ok(BriefDue {
        month: month.to_string(),
        due: due.to_string(),
        days_left: (due - context.today).num_days(),
        frozen: reporting.stands(&own, month),
    })
}
