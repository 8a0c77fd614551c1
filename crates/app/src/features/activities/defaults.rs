//! Beginnings of what belongs to a group: the next session, a member, and the draft of the evaluation from the group's data. It
//! proposes; the form may change all of it.

use changelog::Payload;
use chrono::{Days, NaiveDate};
use domain::fields::{group_evaluation, group_member, group_session};
use domain::group::GroupFact;
use serde_json::Value;
use store::{Query, Row, Test};

use crate::kernel::context::{Context, date, some_text, text};
use crate::kernel::error::{CommandError, ErrorCode};
use crate::records::group_figures;

/// What a record of a group begins with; nothing where its kind is not one of these.
pub(crate) fn of_group(context: &Context, kind: &str, group: Option<&str>) -> Result<Payload, CommandError> {
    let begun: fn(&Context, Row) -> Result<Payload, CommandError> = match kind {
        group_session::KIND => session,
        group_member::KIND => member,
        group_evaluation::KIND => evaluation,
        _ => return Ok(Payload::new()),
    };
    let group = group.ok_or_else(|| CommandError::new(ErrorCode::BadRequest, "请先打开一个小组。"))?;
    begun(context, context.row("group", group)?)
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
