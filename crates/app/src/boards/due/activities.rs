//! Due of groups and activities: planned sessions and activities up to today, evaluations of finished groups. They
//! belong to no single person. Due dates come from the records; none is stored.

use chrono::NaiveDate;
use domain::fields::{community_activity, group, group_session};
use store::{Query, Row, Test};

use crate::boards::due::{DueItem, DueWhat, due_item};
use crate::kernel::context::{Context, date, text};
use crate::kernel::error::CommandError;
use crate::kernel::words::shortened;
use crate::records::facts::activities;

/// Everything due of groups and activities.
pub(crate) fn all(context: &Context) -> Result<Vec<DueItem>, CommandError> {
    let mut due = Vec::new();
    sessions(context, &mut due)?;
    activities(context, &mut due)?;
    evaluations(context, &mut due)?;
    Ok(due)
}

fn add(context: &Context, due: &mut Vec<DueItem>, what: DueWhat, day: NaiveDate, text: String, record: (&str, &str)) {
    if day <= context.today {
        due.push(due_item(context, what, day, text, record));
    }
}

/// Planned and not held, up to today.
fn planned(context: &Context, kind: &str, field: &str) -> Result<Vec<(NaiveDate, Row)>, CommandError> {
    let query =
        Query::of(kind).and(group_session::STATE, Test::Eq, "planned").and(field, Test::AtMost, context.today_text());
    let rows = context.list(&query)?.into_iter();
    Ok(rows.filter_map(|row| Some((date(&row.fields, field)?, row))).collect())
}

fn sessions(context: &Context, due: &mut Vec<DueItem>) -> Result<(), CommandError> {
    let sessions = planned(context, group_session::KIND, group_session::DATE)?;
    let ids: Vec<String> = sessions.iter().map(|(_, row)| text(&row.fields, group_session::GROUP).to_owned()).collect();
    let groups = context.list_in(&Query::of(group::KIND), "id", &ids)?;
    for (day, row) in &sessions {
        let Some(group) = groups.iter().find(|group| group.id == text(&row.fields, group_session::GROUP)) else {
            continue;
        };
        if date(&group.fields, group::END_DATE).is_some_and(|end| end < *day) {
            continue;
        }
        let number = row.fields.get(group_session::SESSION_NO).and_then(serde_json::Value::as_u64).unwrap_or(0);
        let name = shortened(text(&group.fields, group::NAME), 20);
        let topic = shortened(text(&row.fields, group_session::TOPIC), 20);
        let line = if *day == context.today {
            format!("{name}：今天开第 {number} 节 {topic}")
        } else {
            format!("{name}：第 {number} 节过了日期，还没有记录")
        };
        add(context, due, DueWhat::GroupSession, *day, line.trim_end().to_owned(), (group_session::KIND, &row.id));
    }
    Ok(())
}

fn activities(context: &Context, due: &mut Vec<DueItem>) -> Result<(), CommandError> {
    for (day, row) in planned(context, community_activity::KIND, community_activity::PLAN_DATE)? {
        let name = shortened(text(&row.fields, community_activity::NAME), 30);
        let line = if day == context.today {
            format!("{name}：今天办活动")
        } else {
            format!("{name}：过了计划日期，还没有活动记录")
        };
        add(context, due, DueWhat::Activity, day, line, (community_activity::KIND, &row.id));
    }
    Ok(())
}

fn evaluations(context: &Context, due: &mut Vec<DueItem>) -> Result<(), CommandError> {
    let rows = context.list(&Query::of(group::KIND).finals())?;
    for group in activities::of_rows(context, &rows, &[])? {
        let Some(day) = group.last_held().filter(|_| group.is_finished() && !group.evaluated) else {
            continue;
        };
        let name =
            rows.iter().find(|row| row.id == group.id).map(|row| text(&row.fields, group::NAME)).unwrap_or_default();
        let line = format!("{}：小组开完了，还没有评估", shortened(name, 30));
        add(context, due, DueWhat::GroupEvaluation, day, line, (group::KIND, &group.id));
    }
    Ok(())
}
