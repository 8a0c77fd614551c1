//! What is due of groups and activities: planned sessions and activities up to today, evaluations of finished groups. They
//! belong to no single person. Due dates come from the records; none is stored.

use chrono::NaiveDate;
use store::{Query, Row, Test};

use crate::activities::facts;
use crate::due::{DueItem, DueWhat, due_item};
use crate::duty::{Duty, date, text};
use crate::error::CommandError;
use crate::labels::shortened;

/// Everything due of groups and activities.
pub(crate) fn all(duty: &Duty) -> Result<Vec<DueItem>, CommandError> {
    let mut due = Vec::new();
    sessions(duty, &mut due)?;
    activities(duty, &mut due)?;
    evaluations(duty, &mut due)?;
    Ok(due)
}

fn add(duty: &Duty, due: &mut Vec<DueItem>, what: DueWhat, day: NaiveDate, text: String, record: (&str, &str)) {
    if day <= duty.today {
        due.push(due_item(duty, what, day, text, record));
    }
}

/// Planned and not held, up to today.
fn planned(duty: &Duty, kind: &str, field: &str) -> Result<Vec<(NaiveDate, Row)>, CommandError> {
    let query = Query::of(kind).and("state", Test::Eq, "planned").and(field, Test::AtMost, duty.today_text());
    let rows = duty.list(&query)?.into_iter();
    Ok(rows.filter_map(|row| Some((date(&row.fields, field)?, row))).collect())
}

fn sessions(duty: &Duty, due: &mut Vec<DueItem>) -> Result<(), CommandError> {
    let sessions = planned(duty, "group_session", "date")?;
    let ids: Vec<String> = sessions.iter().map(|(_, row)| text(&row.fields, "group").to_owned()).collect();
    let groups = duty.list_in(&Query::of("group"), "id", &ids)?;
    for (day, row) in &sessions {
        let Some(group) = groups.iter().find(|group| group.id == text(&row.fields, "group")) else {
            continue;
        };
        if date(&group.fields, "end_date").is_some_and(|end| end < *day) {
            continue;
        }
        let number = row.fields.get("session_no").and_then(serde_json::Value::as_u64).unwrap_or(0);
        let name = shortened(text(&group.fields, "name"), 20);
        let topic = shortened(text(&row.fields, "topic"), 20);
        let line = if *day == duty.today {
            format!("{name}：今天开第 {number} 节 {topic}")
        } else {
            format!("{name}：第 {number} 节过了日期，还没有记录")
        };
        add(duty, due, DueWhat::GroupSession, *day, line.trim_end().to_owned(), ("group_session", &row.id));
    }
    Ok(())
}

fn activities(duty: &Duty, due: &mut Vec<DueItem>) -> Result<(), CommandError> {
    for (day, row) in planned(duty, "community_activity", "plan_date")? {
        let name = shortened(text(&row.fields, "name"), 30);
        let line = if day == duty.today {
            format!("{name}：今天办活动")
        } else {
            format!("{name}：过了计划日期，还没有活动记录")
        };
        add(duty, due, DueWhat::Activity, day, line, ("community_activity", &row.id));
    }
    Ok(())
}

fn evaluations(duty: &Duty, due: &mut Vec<DueItem>) -> Result<(), CommandError> {
    let rows = duty.list(&Query { provisional: Some(false), ..Query::of("group") })?;
    for group in facts::of_rows(duty, &rows, &[])? {
        let Some(day) = group.last_held().filter(|_| group.is_finished() && !group.evaluated) else {
            continue;
        };
        let name = rows.iter().find(|row| row.id == group.id).map(|row| text(&row.fields, "name")).unwrap_or_default();
        let line = format!("{}：小组开完了，还没有评估", shortened(name, 30));
        add(duty, due, DueWhat::GroupEvaluation, day, line, ("group", &group.id));
    }
    Ok(())
}
