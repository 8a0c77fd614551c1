//! Beginnings of what belongs to a group: the next session, a member, and the draft of the evaluation from the group's data. It
//! proposes; the form may change all of it.

use changelog::Payload;
use chrono::{Days, NaiveDate};
use domain::fields::{group, group_evaluation, group_member, group_session};
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
    begun(context, context.row(group::KIND, group)?)
}

/// The next session: its number, a week (or the usual interval) after the last, place and times of the last.
fn session(context: &Context, group: Row) -> Result<Payload, CommandError> {
    let own = Query::of(group_session::KIND).and(group_session::GROUP, Test::Eq, group.id.clone()).and(
        group_session::STATE,
        Test::Ne,
        "cancelled",
    );
    let rows = context.list(&own.by(group_session::DATE, false).by(group_session::SESSION_NO, false))?;
    let days: Vec<NaiveDate> = rows.iter().filter_map(|row| date(&row.fields, group_session::DATE)).collect();
    let next = match days[..] {
        [.., before, last] => last + (last - before).max(chrono::TimeDelta::days(1)),
        [only] => only + Days::new(7),
        [] => date(&group.fields, group::START_DATE).unwrap_or(context.today),
    };
    let number = |row: &Row| row.fields.get(group_session::SESSION_NO).and_then(Value::as_u64).unwrap_or(0) as u32;
    let number = rows.iter().map(number).max().unwrap_or(0) + 1;
    let planned = crate::records::facts::activities::number(&group.fields, group::PLANNED_SESSIONS);
    let mut fields = Payload::new();
    let mut put = |name: &str, value: Value| {
        if !crate::records::view::is_empty(&value) {
            fields.insert(name.to_owned(), value);
        }
    };
    put(group_session::GROUP, group.id.clone().into());
    put(group_session::SESSION_NO, number.into());
    put(group_session::STATE, if next <= context.today { "held" } else { "planned" }.into());
    put(group_session::DATE, next.to_string().into());
    put(group_session::STAGE, GroupFact::stage_of_session(number, planned).into());
    put(group_session::PLACE, text(&group.fields, group::PLACE).into());
    put(group_session::WORKER, text(&group.fields, group::WORKER).into());
    if let Some(last) = rows.last() {
        for name in [group_session::PLACE, group_session::START_TIME, group_session::END_TIME, group_session::WORKER] {
            put(name, text(&last.fields, name).into());
        }
        put(group_session::GOAL, text(&last.fields, group_session::NEXT_PLAN).into());
    }
    Ok(fields)
}

/// A member joins today, or on the first day when the group has not begun.
/// A member belongs to the group from its beginning, as long as it has not met; to one that has met, from today.
fn member(context: &Context, group: Row) -> Result<Payload, CommandError> {
    let first = date(&group.fields, group::START_DATE).unwrap_or(context.today);
    let met =
        group_figures::facts(context, std::slice::from_ref(&group))?.iter().any(|fact| fact.held().next().is_some());
    let joined = if met { first.max(context.today) } else { first };
    Ok(Payload::from_iter([
        (group_member::GROUP.to_owned(), group.id.into()),
        (group_member::JOINED_DATE.to_owned(), joined.to_string().into()),
    ]))
}

/// The evaluation computed from the data: sessions, attendance, tests, who might want a case.
fn evaluation(context: &Context, group: Row) -> Result<Payload, CommandError> {
    let mut facts = group_figures::facts(context, std::slice::from_ref(&group))?;
    let fact = facts.pop().ok_or_else(|| CommandError::not_found("小组"))?;
    let rate = fact.attendance();
    let mut fields = Payload::new();
    let mut put = |name: &str, value: Value| fields.insert(name.to_owned(), value);
    put(group_evaluation::GROUP, group.id.clone().into());
    put(group_evaluation::SESSIONS, (fact.held().count() as u64).into());
    put(group_evaluation::EXPECTED_TIMES, (rate.whole as u64).into());
    put(group_evaluation::ATTENDED_TIMES, (rate.part as u64).into());
    put(group_evaluation::ATTENDANCE_RATE, rate.to_string().into());
    if let Some(tests) = fact.tests() {
        let name = some_text(&group.fields, group::TEST_NAME).map(|name| format!("“{name}”")).unwrap_or_default();
        let words = format!(
            "{name}前后测均完成的组员 {} 人，前测均分 {}，后测均分 {}；后测高于前测 {} 人，低于前测 {} 人。",
            tests.members, tests.pre, tests.post, tests.higher, tests.lower
        );
        put(group_evaluation::COMPARISON_TEXT, words.into());
    }
    if let Some(goals) =
        some_text(&group.fields, group::GOALS).or_else(|| some_text(&group.fields, group::OVERALL_GOAL))
    {
        let lines = goals.lines().map(str::trim).filter(|line| !line.is_empty());
        put(
            group_evaluation::GOALS_TEXT,
            lines.map(|goal| format!("{goal}\n达成情况：")).collect::<Vec<_>>().join("\n").into(),
        );
    }
    let flagged = Query::of(group_member::KIND).and(group_member::GROUP, Test::Eq, group.id.clone()).and(
        group_member::NEEDS_CASE,
        Test::Eq,
        "yes",
    );
    let names: Vec<String> =
        context.list(&flagged)?.iter().map(|row| text(&row.fields, group_member::NAME).to_owned()).collect();
    if !names.is_empty() {
        put(group_evaluation::FOLLOW_UP_TEXT, format!("建议转个案跟进：{}。", names.join("、")).into());
    }
    Ok(fields)
}
