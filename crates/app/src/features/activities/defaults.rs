//! Beginnings of new records of group work, activities and reception, from who writes it, the last one and the rules; and the draft of
//! a group's evaluation from its data. It proposes; the form may change all of it.

use std::collections::BTreeMap;

use changelog::Payload;
use chrono::{Days, NaiveDate};
use domain::group::GroupFact;
use serde::{Deserialize, Serialize};
use serde_json::Value;
use store::{Query, Row, Test};
use ts_rs::TS;

use crate::kernel::context::{Context, date, kind_named, some_text, text};
use crate::kernel::error::{CommandError, ErrorCode};
use crate::kernel::pc::Pc;
use crate::records::group_figures;
use crate::records::labels::{self, Titles};

/// For which form.
#[derive(Clone, Debug, Serialize, Deserialize, TS)]
#[ts(optional_fields = nullable)]
pub struct ActivityDefaultsRequest {
    /// Record kind.
    pub kind: String,
    /// The person it is about.
    #[serde(default)]
    pub recipient: Option<String>,
    /// The group it belongs to.
    #[serde(default)]
    pub group: Option<String>,
}

/// What the form begins with.
#[derive(Clone, Debug, Serialize, Deserialize, TS)]
pub struct ActivityDefaults {
    /// Fields to fill in.
    pub fields: Payload,
    /// Readable text of codes and references among them.
    pub labels: BTreeMap<String, String>,
}

/// What a new record begins with.
pub fn defaults(pc: &Pc, request: ActivityDefaultsRequest) -> Result<ActivityDefaults, CommandError> {
    let context = Context::of(pc)?;
    let kind = kind_named(&request.kind)?;
    let group = match &request.group {
        Some(id) => Some(context.row("group", id)?),
        None => None,
    };
    let mut fields = match request.kind.as_str() {
        "community_activity" => with_last(&context, &request.kind, "plan_date", &["activity_type", "place"])?,
        "group" => with_last(&context, &request.kind, "start_date", &["place"])?,
        "publicity" => with_last(&context, &request.kind, "date", &["publicity_mode", "place"])?,
        "consultation" => with_last(&context, &request.kind, "date", &["contact_mode"])?,
        "errand" => with_last(&context, &request.kind, "date", &["errand_type", "office"])?,
        "group_session" => session(&context, of_group(group)?)?,
        "group_member" => member(&context, of_group(group)?)?,
        "group_evaluation" => evaluation(&context, of_group(group)?)?,
        _ => return Err(CommandError::new(ErrorCode::BadRequest, "这种记录不从这里开始填。")),
    };
    let start = |name: &str, value: &str, fields: &mut Payload| {
        if kind.field(name).is_some() && text(fields, name).is_empty() {
            fields.insert(name.to_owned(), value.into());
        }
    };
    start("worker", &context.person.id, &mut fields);
    start("date", &context.today_text(), &mut fields);
    match request.kind.as_str() {
        "community_activity" => {
            // The day it was held is not known yet; its form asks when the state says so.
            fields.remove("date");
            start("state", "planned", &mut fields);
            start("plan_date", &context.today_text(), &mut fields);
        }
        "group" => start("start_date", &context.today_text(), &mut fields),
        "consultation" => {
            start("contact_mode", "station", &mut fields);
            start("result", "answered", &mut fields);
            fields.insert("people_count".into(), 1.into());
        }
        "errand" => start("result", "done", &mut fields),
        _ => {}
    }
    if let Some(recipient) = &request.recipient {
        let person = context.row("recipient", recipient)?;
        start("recipient", recipient, &mut fields);
        start("village", text(&person.fields, "village"), &mut fields);
        for name in ["visitor_name", "client_name", "name"] {
            start(name, text(&person.fields, "name"), &mut fields);
        }
    }
    let titles = Titles::for_fields(&context, kind, &[&fields])?;
    Ok(ActivityDefaults { labels: labels::labels(&context, kind, &fields, &[], &titles), fields })
}

fn of_group(group: Option<Row>) -> Result<Row, CommandError> {
    group.ok_or_else(|| CommandError::new(ErrorCode::BadRequest, "请先打开一个小组。"))
}

/// The last choice of this worker, of area and item and of some fields more.
fn with_last(context: &Context, kind: &str, dated: &str, more: &[&str]) -> Result<Payload, CommandError> {
    let mine =
        Query::of(kind).and("worker", Test::Eq, context.person.id.clone()).by(dated, true).by("created_ms", true);
    let last = context.list(&Query { limit: Some(1), ..mine })?.into_iter().next();
    let names = ["area", "service_item", "service_method", "approval_no"];
    let kept = last.into_iter().flat_map(|row| {
        names
            .iter()
            .chain(more)
            .filter_map(|name| Some(((*name).to_owned(), row.fields.get(*name)?.clone())))
            .collect::<Vec<_>>()
    });
    Ok(kept.collect())
}

/// The next session: its number, a week (or the usual interval) after the last, place and times of the last.
fn session(context: &Context, group: Row) -> Result<Payload, CommandError> {
    let own = Query::of("group_session").and("group", Test::Eq, group.id.clone()).and("state", Test::Ne, "cancelled");
    let rows = context.list(&own.by("date", false).by("session_no", false))?;
    let days: Vec<NaiveDate> = rows.iter().filter_map(|row| date(&row.fields, "date")).collect();
    let next = match days[..] {
        [.., before, last] => last + (last - before).max(chrono::TimeDelta::days(1)),
        [only] => only + Days::new(7),
        [] => date(&group.fields, "start_date").unwrap_or(context.today),
    };
    let number = |row: &Row| row.fields.get("session_no").and_then(Value::as_u64).unwrap_or(0) as u32;
    let number = rows.iter().map(number).max().unwrap_or(0) + 1;
    let planned = crate::records::facts::activities::number(&group.fields, "planned_sessions");
    let mut fields = Payload::new();
    let mut put = |name: &str, value: Value| {
        if !crate::records::view::is_empty(&value) {
            fields.insert(name.to_owned(), value);
        }
    };
    put("group", group.id.clone().into());
    put("session_no", number.into());
    put("state", if next <= context.today { "held" } else { "planned" }.into());
    put("date", next.to_string().into());
    put("stage", GroupFact::stage_of_session(number, planned).into());
    put("place", text(&group.fields, "place").into());
    put("worker", text(&group.fields, "worker").into());
    if let Some(last) = rows.last() {
        for name in ["place", "start_time", "end_time", "worker"] {
            put(name, text(&last.fields, name).into());
        }
        put("goal", text(&last.fields, "next_plan").into());
    }
    Ok(fields)
}

/// A member joins today, or on the first day when the group has not begun.
/// A member belongs to the group from its beginning, as long as it has not met; to one that has met, from today.
fn member(context: &Context, group: Row) -> Result<Payload, CommandError> {
    let first = date(&group.fields, "start_date").unwrap_or(context.today);
    let met =
        group_figures::facts(context, std::slice::from_ref(&group))?.iter().any(|fact| fact.held().next().is_some());
    let joined = if met { first.max(context.today) } else { first };
    Ok(Payload::from_iter([
        ("group".to_owned(), group.id.into()),
        ("joined_date".to_owned(), joined.to_string().into()),
    ]))
}

/// The evaluation computed from the data: sessions, attendance, tests, who might want a case.
fn evaluation(context: &Context, group: Row) -> Result<Payload, CommandError> {
    let mut facts = group_figures::facts(context, std::slice::from_ref(&group))?;
    let fact = facts.pop().ok_or_else(|| CommandError::not_found("小组"))?;
    let rate = fact.attendance();
    let mut fields = Payload::new();
    let mut put = |name: &str, value: Value| fields.insert(name.to_owned(), value);
    put("group", group.id.clone().into());
    put("sessions", (fact.held().count() as u64).into());
    put("expected_times", (rate.whole as u64).into());
    put("attended_times", (rate.part as u64).into());
    put("attendance_rate", rate.to_string().into());
    if let Some(tests) = fact.tests() {
        let name = some_text(&group.fields, "test_name").map(|name| format!("“{name}”")).unwrap_or_default();
        let words = format!(
            "{name}前后测均完成的组员 {} 人，前测均分 {}，后测均分 {}；后测高于前测 {} 人，低于前测 {} 人。",
            tests.members, tests.pre, tests.post, tests.higher, tests.lower
        );
        put("comparison_text", words.into());
    }
    if let Some(goals) = some_text(&group.fields, "goals").or_else(|| some_text(&group.fields, "overall_goal")) {
        let lines = goals.lines().map(str::trim).filter(|line| !line.is_empty());
        put("goals_text", lines.map(|goal| format!("{goal}\n达成情况：")).collect::<Vec<_>>().join("\n").into());
    }
    let flagged = Query::of("group_member").and("group", Test::Eq, group.id.clone()).and("needs_case", Test::Eq, "yes");
    let names: Vec<String> = context.list(&flagged)?.iter().map(|row| text(&row.fields, "name").to_owned()).collect();
    if !names.is_empty() {
        put("follow_up_text", format!("建议转个案跟进：{}。", names.join("、")).into());
    }
    Ok(fields)
}
