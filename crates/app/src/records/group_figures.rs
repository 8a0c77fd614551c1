//! Figures of a group, as its list, its page, ledgers and papers say them. Counting is `domain::group` (R19).

use domain::brief::ServiceFact;
use domain::fields::group;
use domain::group::{GroupFact, times_by_member};
use serde::{Deserialize, Serialize};
use store::Row;
use ts_rs::TS;

use crate::kernel::context::{Context, text};
use crate::kernel::error::CommandError;
use crate::kernel::words::label;
use crate::records::facts::activities::{number, of_rows};
use crate::records::service;

/// A group in the list, as the ledger has it.
#[derive(Clone, Debug, Serialize, Deserialize, TS)]
pub(crate) struct GroupRow {
    /// Record id.
    pub id: String,
    /// Name of the station, at the county.
    pub station: String,
    /// Number.
    pub plan_no: String,
    /// Name.
    pub name: String,
    /// Readable type.
    pub group_type: String,
    /// Responsible worker.
    pub worker: String,
    /// Code of `group_stage`.
    pub stage: String,
    /// Its label; 已结束 when nothing more will come.
    pub stage_label: String,
    /// First held session, or the planned first day.
    pub first: String,
    /// Last session held, or planned.
    pub last: String,
    /// The next planned session.
    pub next: Option<String>,
    /// Sessions held.
    pub sessions: u32,
    /// Sessions planned.
    pub planned_sessions: u32,
    /// Members.
    pub members: u32,
    /// Person-times.
    pub person_times: u32,
    /// Members who came at least once.
    pub persons: u32,
    /// Attendance rate, as printed.
    pub attendance: String,
    /// Nothing more will come.
    pub finished: bool,
    /// Has a final evaluation.
    pub evaluated: bool,
    /// 暂存
    pub provisional: bool,
}

/// Facts of these groups.
pub(crate) fn facts(context: &Context, rows: &[Row]) -> Result<Vec<GroupFact>, CommandError> {
    of_rows(context, rows, &service::items_in_use(context)?)
}

/// One line of the list.
pub(crate) fn line(context: &Context, row: &Row, fact: &GroupFact) -> GroupRow {
    let of = |name: &str| text(&row.fields, name).to_owned();
    let held: Vec<_> = fact.held().collect();
    let stage = stage(fact, held.len() as u32);
    let next = fact.sessions.iter().filter(|session| !session.held).map(|session| session.date).min();
    let finished = fact.is_finished();
    GroupRow {
        id: row.id.clone(),
        station: if context.is_county() { context.station_name(&row.station) } else { String::new() },
        plan_no: of(group::PLAN_NO),
        name: of(group::NAME),
        group_type: label("group_type", text(&row.fields, group::GROUP_TYPE)),
        worker: context.staff_name(text(&row.fields, group::WORKER)),
        stage: stage.to_owned(),
        stage_label: if finished { "已结束".to_owned() } else { label("group_stage", stage) },
        first: fact.first().map_or_else(|| of(group::START_DATE), |day| day.to_string()),
        last: fact.last().map_or_else(|| of(group::PLANNED_END_DATE), |day| day.to_string()),
        next: next.filter(|_| !finished).map(|day| day.to_string()),
        sessions: held.len() as u32,
        planned_sessions: number(&row.fields, group::PLANNED_SESSIONS),
        members: fact.members.len() as u32,
        person_times: held.iter().map(|session| session.present.len() as u32).sum(),
        persons: times_by_member(fact).len() as u32,
        attendance: fact.attendance().to_string(),
        finished,
        evaluated: fact.evaluated,
        provisional: row.provisional,
    }
}

/// The stage by how many sessions were held.
pub(crate) fn stage(fact: &GroupFact, held: u32) -> &'static str {
    if fact.is_finished() { "ending" } else { GroupFact::stage_of_session(held, fact.planned_sessions) }
}

/// What R11 says of a group or activity, when it does not count.
pub(crate) fn does_not_count(service: &ServiceFact, provisional: bool) -> Option<String> {
    match (provisional, service.counted) {
        (true, _) => Some("暂存记录不计入统计，填全后保存为正式。".to_owned()),
        (false, false) => Some("事项不在本领域清单或批准的有效期内，又没有批准文号，不计入指标。".to_owned()),
        _ => None,
    }
}
