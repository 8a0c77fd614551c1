//! Group work (小组): the list of groups with their numbers, taking attendance, and what a member's form need not ask.
//! Counting is `domain::group` (R19); one group with everything in it is `groups/file.rs`.

pub(crate) mod attendance;
pub mod file;

use changelog::Payload;
use domain::brief::ServiceFact;
use domain::group::{GroupFact, times_by_member};
use serde::{Deserialize, Serialize};
use serde_json::Value;
use store::{Query, Row, Write};
use ts_rs::TS;

use crate::activities::facts::{number, of_rows};
use crate::app::App;
use crate::briefs::facts;
use crate::commands::Nothing;
use crate::duty::{Duty, date, kind_named, some_text, text};
use crate::error::{CommandError, ErrorCode};
use crate::groups::file::GroupView;
use crate::labels::label;
use crate::writing::{self, Form, Ready};

/// The groups, those that go on first.
#[derive(Clone, Debug, Serialize, Deserialize, TS)]
pub struct Groups {
    /// One row per group.
    pub rows: Vec<GroupRow>,
}

/// A group in the list, as the ledger has it.
#[derive(Clone, Debug, Serialize, Deserialize, TS)]
pub struct GroupRow {
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

/// Marks one member at one session.
#[derive(Clone, Debug, Serialize, Deserialize, TS)]
pub struct AttendRequest {
    /// The session.
    pub session: String,
    /// The member.
    pub member: String,
    /// Code of `attendance`; none takes the mark away.
    pub status: Option<String>,
}

/// Lists the groups.
pub fn list(app: &App, _: Nothing) -> Result<Groups, CommandError> {
    let duty = Duty::of(app)?;
    let rows = duty.list(&Query::of("group").by("start_date", true))?;
    let facts = facts(&duty, &rows)?;
    let fact = |row: &Row| facts.iter().find(|fact| fact.id == row.id);
    let mut listed: Vec<GroupRow> = rows.iter().filter_map(|row| Some(line(&duty, row, fact(row)?))).collect();
    listed.sort_by(|one, other| (one.finished, &other.first).cmp(&(other.finished, &one.first)));
    Ok(Groups { rows: listed })
}

/// Facts of these groups.
pub(crate) fn facts(duty: &Duty, rows: &[Row]) -> Result<Vec<GroupFact>, CommandError> {
    of_rows(duty, rows, &facts::county_items(duty)?)
}

/// One line of the list.
pub(crate) fn line(duty: &Duty, row: &Row, fact: &GroupFact) -> GroupRow {
    let of = |name: &str| text(&row.fields, name).to_owned();
    let held: Vec<_> = fact.held().collect();
    let stage = stage(fact, held.len() as u32);
    let next = fact.sessions.iter().filter(|session| !session.held).map(|session| session.date).min();
    let finished = fact.is_finished();
    GroupRow {
        id: row.id.clone(),
        station: if duty.is_county() { duty.station_name(&row.station) } else { String::new() },
        plan_no: of("plan_no"),
        name: of("name"),
        group_type: label("group_type", text(&row.fields, "group_type")),
        worker: duty.staff_name(text(&row.fields, "worker")),
        stage: stage.to_owned(),
        stage_label: if finished { "已结束".to_owned() } else { label("group_stage", stage) },
        first: fact.first().map_or_else(|| of("start_date"), |day| day.to_string()),
        last: fact.last().map_or_else(|| of("planned_end_date"), |day| day.to_string()),
        next: next.filter(|_| !finished).map(|day| day.to_string()),
        sessions: held.len() as u32,
        planned_sessions: number(&row.fields, "planned_sessions"),
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
fn stage(fact: &GroupFact, held: u32) -> &'static str {
    if fact.is_finished() { "ending" } else { GroupFact::stage_of_session(held, fact.planned_sessions) }
}

/// Marks a member at a session; a planned session of today or before is thereby held.
pub fn attend(app: &App, request: AttendRequest) -> Result<GroupView, CommandError> {
    let duty = Duty::of(app)?;
    let (session, member) = (duty.row("group_session", &request.session)?, duty.row("group_member", &request.member)?);
    duty.must_write(kind_named("session_attendance")?, &session.station)?;
    let group = text(&session.fields, "group").to_owned();
    if text(&member.fields, "group") != group {
        return Err(CommandError::new(ErrorCode::BadRequest, "这位组员不在这个小组里，请刷新后再点名。"));
    }
    let state = text(&session.fields, "state");
    if state == "cancelled" {
        return Err(CommandError::invalid_field("state", "这一节已取消，不能点名。"));
    }
    if date(&session.fields, "date").is_none_or(|day| day > duty.today) {
        return Err(CommandError::invalid_field("date", "这一节还没到日期，开了再点名。"));
    }
    if request.status.as_deref().is_some_and(|code| !matches!(code, "present" | "leave" | "absent")) {
        return Err(CommandError::invalid_field("status", "请选择实到、请假或缺席。"));
    }
    let id = attendance::joined_id(&session.id, &member.id)?;
    let mut fields = Payload::new();
    fields.insert("session".into(), session.id.clone().into());
    fields.insert("member".into(), member.id.clone().into());
    fields.insert("status".into(), request.status.clone().map_or(Value::Null, Value::from));
    if request.status.is_none() && duty.store.row("session_attendance", &id)?.is_none() {
        return file::view(&duty, &group);
    }
    let mut writes: Vec<Write> = attendance::write(&duty, "session_attendance", &id, fields)?.into_iter().collect();
    if state != "held" && request.status.is_some() {
        let held = Payload::from_iter([("state".to_owned(), "held".into())]);
        writes.extend(attendance::write(&duty, "group_session", &session.id, held)?);
    }
    if !writes.is_empty() {
        duty.save(duty.audience(kind_named("group_session")?, &session.station), writes)?;
    }
    file::view(&duty, &group)
}

/// A member's form: who is on file brings name, sex, birth, village and phone along.
pub(crate) fn ready_member(duty: &Duty, mut form: Form) -> Result<Ready, CommandError> {
    if let Some(recipient) = some_text(&form.fields, "recipient") {
        let person = duty.row("recipient", &recipient)?;
        let before = match &form.id {
            Some(id) => duty.row("group_member", id)?.fields,
            None => Payload::new(),
        };
        for name in ["name", "sex", "birth_date", "village", "phone"] {
            let typed =
                form.fields.get(name).or_else(|| before.get(name)).is_some_and(|value| !crate::views::is_empty(value));
            if let Some(known) = person.fields.get(name).filter(|_| !typed) {
                form.fields.insert(name.to_owned(), known.clone());
            }
        }
    }
    writing::ready(duty, kind_named("group_member")?, form)
}

/// What R11 says of a group or activity, when it does not count.
pub(crate) fn does_not_count(service: &ServiceFact, provisional: bool) -> Option<String> {
    match (provisional, service.counted) {
        (true, _) => Some("暂存记录不计入统计，填全后保存为正式。".to_owned()),
        (false, false) => Some("事项不在本领域清单内，又没有批准文号，不计入指标。".to_owned()),
        _ => None,
    }
}
