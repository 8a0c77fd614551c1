//! Group work (小组): the list of groups with their numbers, taking attendance, and what a member's form need not ask.
//! Counting is `domain::group` (R19); one group with everything in it is `groups/file.rs`.

pub(crate) mod file;

use changelog::Payload;
use domain::fields::{group, group_member, group_session, recipient, session_attendance};
use serde::{Deserialize, Serialize};
use serde_json::Value;
use store::{Query, Row, Write};
use ts_rs::TS;

use crate::features::groups::file::GroupView;
use crate::kernel::context::{Context, date, kind_named, some_text, text};
use crate::kernel::error::{CommandError, ErrorCode};
use crate::kernel::pc::Pc;
use crate::records::check::{self, Form, Ready};
use crate::records::group_figures::{GroupRow, facts, line};
use crate::records::joining_record;
use crate::records::listing::{self, SortBy};

/// The groups, those that go on first.
#[derive(Clone, Debug, Serialize, Deserialize, TS)]
pub(crate) struct Groups {
    /// One row per group.
    pub rows: Vec<GroupRow>,
}

/// Which groups.
#[derive(Clone, Debug, Default, Serialize, Deserialize, TS)]
#[serde(default)]
#[ts(optional_fields = nullable)]
pub(crate) struct GroupsRequest {
    /// Its name or number, the name, pinyin or initials of a member.
    #[ts(as = "Option<_>", optional)]
    pub text: String,
    /// Column of the list; without it those that go on first.
    pub sort: Option<SortBy>,
}

/// Marks one member at one session.
#[derive(Clone, Debug, Serialize, Deserialize, TS)]
#[ts(optional_fields = nullable)]
pub(crate) struct AttendRequest {
    /// The session.
    pub session: String,
    /// The member.
    pub member: String,
    /// Code of `attendance`; none takes the mark away.
    pub status: Option<String>,
}

/// Lists the groups.
pub(crate) fn list(pc: &Pc, request: GroupsRequest) -> Result<Groups, CommandError> {
    Ok(Groups { rows: shown(&Context::of(pc)?, &request)? })
}

/// The groups that list and file show.
pub(crate) fn shown(context: &Context, request: &GroupsRequest) -> Result<Vec<GroupRow>, CommandError> {
    let query = Query::of(group::KIND).by(group::START_DATE, true);
    let rows = context.list(&listing::searched(context, query, &request.text)?)?;
    let facts = facts(context, &rows)?;
    let fact = |row: &Row| facts.iter().find(|fact| fact.id == row.id);
    let mut listed: Vec<GroupRow> = rows.iter().filter_map(|row| Some(line(context, row, fact(row)?))).collect();
    listed.sort_by(|one, other| (one.finished, &other.first).cmp(&(other.finished, &one.first)));
    Ok(listing::sorted(listed, request.sort.as_ref()))
}

/// Marks a member at a session; a planned session of today or before is thereby held.
pub(crate) fn attend(pc: &Pc, request: AttendRequest) -> Result<GroupView, CommandError> {
    let context = Context::of(pc)?;
    let (session, member) =
        (context.row(group_session::KIND, &request.session)?, context.row(group_member::KIND, &request.member)?);
    context.must_write(kind_named(session_attendance::KIND)?, &session.station)?;
    let group = text(&session.fields, group_session::GROUP).to_owned();
    if text(&member.fields, group_member::GROUP) != group {
        return Err(CommandError::new(ErrorCode::BadRequest, "这位组员不在这个小组里，请刷新后再点名。"));
    }
    let state = text(&session.fields, group_session::STATE);
    if state == "cancelled" {
        return Err(CommandError::invalid_field(group_session::STATE, "这一节已取消，不能点名。"));
    }
    if date(&session.fields, group_session::DATE).is_none_or(|day| day > context.today) {
        return Err(CommandError::invalid_field(group_session::DATE, "这一节还没到日期，开了再点名。"));
    }
    if request.status.as_deref().is_some_and(|code| !matches!(code, "present" | "leave" | "absent")) {
        return Err(CommandError::invalid_field(session_attendance::STATUS, "请选择实到、请假或缺席。"));
    }
    let id = joining_record::joined_id(&session.id, &member.id)?;
    let mut fields = Payload::new();
    fields.insert(session_attendance::SESSION.into(), session.id.clone().into());
    fields.insert(session_attendance::MEMBER.into(), member.id.clone().into());
    fields.insert(session_attendance::STATUS.into(), request.status.clone().map_or(Value::Null, Value::from));
    if request.status.is_none() && context.store.row(session_attendance::KIND, &id)?.is_none() {
        return file::view(&context, &group);
    }
    let mut writes: Vec<Write> =
        joining_record::write(&context, session_attendance::KIND, &id, fields)?.into_iter().collect();
    if state != "held" && request.status.is_some() {
        let held = Payload::from_iter([(group_session::STATE.to_owned(), "held".into())]);
        writes.extend(joining_record::write(&context, group_session::KIND, &session.id, held)?);
    }
    if !writes.is_empty() {
        context.save(context.audience(kind_named(group_session::KIND)?, &session.station), writes)?;
    }
    file::view(&context, &group)
}

/// A member's form: who is on file brings name, sex, birth, village and phone along.
pub(crate) fn ready_member(context: &Context, mut form: Form) -> Result<Ready, CommandError> {
    if let Some(recipient) = some_text(&form.fields, group_member::RECIPIENT) {
        let person = context.row(recipient::KIND, &recipient)?;
        let before = match &form.id {
            Some(id) => context.row(group_member::KIND, id)?.fields,
            None => Payload::new(),
        };
        for name in [
            group_member::NAME,
            group_member::SEX,
            group_member::BIRTH_DATE,
            group_member::VILLAGE,
            group_member::PHONE,
        ] {
            let typed = form
                .fields
                .get(name)
                .or_else(|| before.get(name))
                .is_some_and(|value| !crate::records::view::is_empty(value));
            if let Some(known) = person.fields.get(name).filter(|_| !typed) {
                form.fields.insert(name.to_owned(), known.clone());
            }
        }
    }
    check::ready(context, kind_named(group_member::KIND)?, form)
}
