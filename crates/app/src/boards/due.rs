//! Due today and overdue. By person: visits, follow-ups after closing, receipts of referrals, goals of plans,
//! assessments after an emergency. By no person: what supervision asked for, groups and activities. Due dates come from the records and from
//! `domain`; none is stored.

pub(crate) mod activities;

use std::collections::BTreeMap;
use std::rc::Rc;

use chrono::NaiveDate;
use domain::case::{self, STAGES, Stage};
use domain::fields::{
    assessment, case as case_fields, closure, follow_up, inspection, plan_goal, recipient, recipient_category,
    referral, supervision_action, supervision_record, visit,
};
use domain::merges::Merges;
use serde::{Deserialize, Serialize};
use serde_json::Value;
use store::{Query, Row, Test};
use ts_rs::TS;

use crate::features::cases::file;
use crate::kernel::context::{Context, date, text};
use crate::kernel::error::CommandError;
use crate::kernel::request::RecordRef;
use crate::kernel::words::shortened;
use crate::people::responsible::{self, NOBODY};
use crate::people::{self, PersonBrief, on_file};
use crate::records::{reviews_due, visited};

/// A person for whom something is due.
#[derive(Clone, Debug, Serialize, Deserialize, TS)]
pub(crate) struct DuePerson {
    /// The person.
    pub person: PersonBrief,
    /// Responsible worker.
    pub worker: String,
    /// What is due, the oldest first.
    pub items: Vec<DueItem>,
}

/// Something due.
#[derive(Clone, Debug, Serialize, Deserialize, TS)]
pub(crate) struct DueItem {
    /// What.
    pub what: DueWhat,
    /// One line.
    pub text: String,
    /// Due on.
    pub date: String,
    /// Days overdue; 0 is today.
    pub days: i64,
    /// Where it comes from.
    pub record: RecordRef,
}

/// What is due.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "snake_case")]
pub(crate) enum DueWhat {
    /// 走访
    Visit,
    /// 跟进
    FollowUp,
    /// 转介回执
    ReferralReceipt,
    /// 目标到期
    Goal,
    /// 紧急介入后补齐预估
    Assessment,
    /// 小组活动
    GroupSession,
    /// 小组评估
    GroupEvaluation,
    /// 社区活动
    Activity,
    /// 督导行动项
    SupervisionAction,
    /// 检查发现的问题整改到期
    Rectification,
    /// 低保核查（R22）、认定到期（R15）
    Review,
    /// 类别因年龄结束（R18）
    AgedOut,
}

/// Everything due, by the file that stands.
struct Due {
    merges: Rc<Merges>,
    items: BTreeMap<String, Vec<DueItem>>,
}

/// Reviews of minimum living, recognitions that end, and categories that have ended by age.
fn reviews(context: &Context, due: &mut Due) -> Result<(), CommandError> {
    for review in reviews_due::due(context)? {
        // Reminded of before the day: it counts from then, and says the day itself.
        let day = review.on.min(context.today);
        add(context, due, &review.recipient, DueWhat::Review, day, review.text, (review.record.0, &review.record.1));
    }
    for lapsed in reviews_due::lapsed(context)? {
        let record = (recipient_category::KIND, lapsed.category.as_str());
        add(context, due, &lapsed.recipient, DueWhat::AgedOut, context.today, lapsed.text, record);
    }
    Ok(())
}

/// People for whom something is due.
#[derive(Default)]
pub(crate) struct PeopleDue {
    /// Longest overdue first, so many as are listed.
    pub(crate) people: Vec<DuePerson>,
    /// How many of that worker they are in all.
    pub(crate) total: u64,
    /// All of them by responsible worker, whoever was asked for.
    pub(crate) workers: Vec<WorkerDue>,
}

/// How much a worker has before her.
#[derive(Clone, Debug, Serialize, Deserialize, TS)]
pub(crate) struct WorkerDue {
    /// Staff id; `none`: people without a responsible worker.
    pub worker: String,
    /// Name.
    pub name: String,
    /// People for whom something is due.
    pub people: u64,
    /// Those for whom it is overdue.
    pub overdue: u64,
}

/// People for whom something is due, of this responsible worker (`none`: of nobody) or of all, at most so many.
pub(crate) fn people_due(context: &Context, worker: Option<&str>, most: usize) -> Result<PeopleDue, CommandError> {
    let on_file = on_file::on_file_today(context, Query::of(recipient::KIND))?;
    let mut due = Due { merges: context.merges()?, items: BTreeMap::new() };
    visits(context, &on_file, &mut due)?;
    cases(context, &mut due)?;
    referrals(context, &mut due)?;
    reviews(context, &mut due)?;
    let mut due = due.items;
    let ids: Vec<String> = due.keys().cloned().collect();
    let present = context
        .store
        .columns(&on_file.clone().and("id", Test::In, ids), &["id", recipient::ASSIGNED_WORKER])?
        .into_iter()
        .filter_map(|row| match row.as_slice() {
            [Value::String(id), whose] => Some((id.clone(), responsible::whose(whose))),
            _ => None,
        });
    let (mut order, mut workers) = (Vec::new(), BTreeMap::<String, (u64, u64)>::new());
    for (id, whose) in present {
        let longest = due[&id].iter().map(|item| item.days).max().unwrap_or(0);
        let (people, overdue) = workers.entry(whose.clone()).or_default();
        *people += 1;
        *overdue += u64::from(longest > 0);
        if worker.is_none_or(|worker| worker == whose) {
            order.push((std::cmp::Reverse(longest), id, whose));
        }
    }
    order.sort();
    let total = order.len() as u64;
    order.truncate(most);
    let shown: Vec<String> = order.iter().map(|(_, id, _)| id.clone()).collect();
    let mut briefs = people::briefs(context, &shown)?;
    let list = order.into_iter().filter_map(|(_, id, whose)| {
        let mut items = due.remove(&id)?;
        items.sort_by(|one, other| one.date.cmp(&other.date));
        let worker = if whose == NOBODY { String::new() } else { context.staff_name(&whose) };
        Some(DuePerson { person: briefs.remove(&id)?, worker, items })
    });
    Ok(PeopleDue { people: list.collect(), total, workers: by_worker(context, workers) })
}

fn by_worker(context: &Context, counted: BTreeMap<String, (u64, u64)>) -> Vec<WorkerDue> {
    let line = |(worker, (people, overdue)): (String, (u64, u64))| {
        let name = responsible::name(context, &worker);
        WorkerDue { worker, name, people, overdue }
    };
    let mut workers: Vec<WorkerDue> = counted.into_iter().map(line).collect();
    workers.sort_by(|one, other| (other.people, &one.worker).cmp(&(one.people, &other.worker)));
    workers
}

/// What is due that belongs to no recipient, the oldest first.
pub(crate) fn due_without_person(context: &Context) -> Result<Vec<DueItem>, CommandError> {
    let mut items = supervision_actions(context)?;
    items.extend(rectifications(context)?);
    items.extend(activities::all(context)?);
    items.sort_by(|one, other| one.date.cmp(&other.date));
    Ok(items)
}

fn supervision_actions(context: &Context) -> Result<Vec<DueItem>, CommandError> {
    let open = Query::of(supervision_action::KIND)
        .and(supervision_action::DUE_DATE, Test::AtMost, context.today_text())
        .and(supervision_action::DONE_DATE, Test::IsNull, Value::Null);
    let item = |row: &Row| {
        let day = date(&row.fields, supervision_action::DUE_DATE)?;
        let (action, who) = (
            shortened(text(&row.fields, supervision_action::ACTION), 30),
            context.staff_name(text(&row.fields, supervision_action::RESPONSIBLE)),
        );
        let record = (supervision_record::KIND, text(&row.fields, supervision_action::SUPERVISION_RECORD));
        Some(due_item(context, DueWhat::SupervisionAction, day, format!("督导要求：{action}（{who}）"), record))
    };
    Ok(context.list(&open)?.iter().filter_map(item).collect())
}

/// What an inspection found and is not put right, from the day it must be.
fn rectifications(context: &Context) -> Result<Vec<DueItem>, CommandError> {
    let open = Query::of(inspection::KIND).and(inspection::DUE_DATE, Test::AtMost, context.today_text()).and(
        inspection::RECTIFIED_DATE,
        Test::IsNull,
        Value::Null,
    );
    let item = |row: &Row| {
        let day = date(&row.fields, inspection::DUE_DATE)?;
        let words = format!("{}检查的整改到期", shortened(text(&row.fields, inspection::INSPECTOR), 20));
        Some(due_item(context, DueWhat::Rectification, day, words, (inspection::KIND, &row.id)))
    };
    Ok(context.list(&open)?.iter().filter_map(item).collect())
}

pub(crate) fn due_item(
    context: &Context,
    what: DueWhat,
    day: NaiveDate,
    text: String,
    record: (&str, &str),
) -> DueItem {
    DueItem {
        what,
        text,
        date: day.to_string(),
        days: (context.today - day).num_days(),
        record: RecordRef { kind: record.0.to_owned(), id: record.1.to_owned() },
    }
}

fn add(
    context: &Context,
    due: &mut Due,
    recipient: &str,
    what: DueWhat,
    day: NaiveDate,
    text: String,
    record: (&str, &str),
) {
    if recipient.is_empty() || day > context.today {
        return;
    }
    // What is due under a merged file is due with the one that stands for it.
    let whose = due.merges.standing(recipient).to_owned();
    due.items.entry(whose).or_default().push(due_item(context, what, day, text, record));
}

fn visits(context: &Context, on_file: &Query, due: &mut Due) -> Result<(), CommandError> {
    for (recipient, visits) in visited::due_by(context, on_file, context.today)? {
        let Some(next) = visits.next.as_deref().and_then(|next| next.parse().ok()) else {
            continue;
        };
        let words = match (&visits.last, &visits.newest) {
            (Some(last), _) => format!("该走访了，上次有效走访 {last}"),
            (None, Some(_)) => "该走访了，还没有见到过".to_owned(),
            (None, None) => "该走访了，建档后还没有走访过".to_owned(),
        };
        let record = match &visits.newest {
            Some(visit) => (visit::KIND, visit.clone()),
            None => (recipient::KIND, recipient.clone()),
        };
        add(context, due, &recipient, DueWhat::Visit, next, words, (record.0, &record.1));
    }
    Ok(())
}

fn cases(context: &Context, due: &mut Due) -> Result<(), CommandError> {
    let working = STAGES.iter().filter(|(stage, _)| !matches!(stage, Stage::Lead | Stage::Archived));
    let working: Vec<&str> = working.map(|(_, code)| *code).collect();
    let cases = context.list(&Query::of(case_fields::KIND).and(case_fields::STAGE, Test::In, working))?;
    let ids: Vec<String> = cases.iter().map(|row| row.id.clone()).collect();
    let by_case = |kind: &str| -> Result<BTreeMap<String, Vec<Row>>, CommandError> {
        let mut found: BTreeMap<String, Vec<Row>> = BTreeMap::new();
        for row in context.list_in(&Query::of(kind).finals(), closure::CASE, &ids)? {
            found.entry(text(&row.fields, closure::CASE).to_owned()).or_default().push(row);
        }
        Ok(found)
    };
    let (closures, follow_ups, assessments) =
        (by_case(closure::KIND)?, by_case(follow_up::KIND)?, by_case(assessment::KIND)?);
    let open_goals = Query::of(plan_goal::KIND).and(plan_goal::DUE_DATE, Test::AtMost, context.today_text()).and(
        plan_goal::ATTAINMENT,
        Test::IsNull,
        Value::Null,
    );
    let goals = context.list(&open_goals)?;
    let none = Vec::new();
    for case in &cases {
        let Some(stage) = Stage::parse(text(&case.fields, case_fields::STAGE)) else {
            continue;
        };
        let recipient = text(&case.fields, case_fields::RECIPIENT);
        let record = (case_fields::KIND, case.id.as_str());
        let done = follow_ups.get(&case.id).unwrap_or(&none);
        for planned in file::follow_ups(context, stage, closures.get(&case.id).unwrap_or(&none), done) {
            if let (None, Ok(day)) = (&planned.done, planned.due.parse()) {
                add(context, due, recipient, DueWhat::FollowUp, day, "结案后该跟进了".to_owned(), record);
            }
        }
        if !stage.is_open() {
            continue;
        }
        for goal in goals.iter().filter(|goal| text(&goal.fields, plan_goal::CASE) == case.id) {
            let Some(day) = date(&goal.fields, plan_goal::DUE_DATE) else {
                continue;
            };
            add(
                context,
                due,
                recipient,
                DueWhat::Goal,
                day,
                format!("目标到期：{}", shortened(text(&goal.fields, plan_goal::GOAL), 30)),
                record,
            );
        }
        if let Some(began) = began_in_emergency(case).filter(|_| !assessments.contains_key(&case.id))
            && let Some(until) = case::emergency_due(began, case::EMERGENCY_HOURS)
        {
            add(
                context,
                due,
                recipient,
                DueWhat::Assessment,
                until.date(),
                "紧急介入后须在 72 小时内补齐预估".to_owned(),
                record,
            );
        }
    }
    Ok(())
}

fn began_in_emergency(case: &Row) -> Option<chrono::NaiveDateTime> {
    let time =
        chrono::NaiveTime::parse_from_str(text(&case.fields, case_fields::EMERGENCY_TIME), "%H:%M").unwrap_or_default();
    Some(date(&case.fields, case_fields::EMERGENCY_DATE)?.and_time(time))
}

fn referrals(context: &Context, due: &mut Due) -> Result<(), CommandError> {
    let waiting = Query::of(referral::KIND).and(referral::DUE_DATE, Test::AtMost, context.today_text()).and(
        referral::RECEIPT_DATE,
        Test::IsNull,
        Value::Null,
    );
    for row in context.list(&waiting)? {
        let Some(day) = date(&row.fields, referral::DUE_DATE) else {
            continue;
        };
        let words = format!("转介还没有回执：{}", shortened(text(&row.fields, referral::RECEIVING_ORG), 30));
        add(
            context,
            due,
            text(&row.fields, referral::RECIPIENT),
            DueWhat::ReferralReceipt,
            day,
            words,
            (referral::KIND, &row.id),
        );
    }
    Ok(())
}
