//! One group with its members, sessions, attendance and evaluation, as its page shows it. It reads; the rules are `domain::group`.

use std::collections::BTreeMap;

use domain::fields::{group, group_evaluation, group_member, group_session, session_attendance};
use domain::group::{GroupFact, GroupRules, MemberFact, Tests, times_by_member};
use serde::{Deserialize, Serialize};
use store::{Query, Row, Test};
use ts_rs::TS;

use crate::kernel::context::{Context, text};
use crate::kernel::error::CommandError;
use crate::kernel::pc::Pc;
use crate::kernel::request::IdRequest;
use crate::records::annotations::annotations_of;
use crate::records::facts::activities;
use crate::records::group_figures::{self, GroupRow};
use crate::records::view::{self, RecordView};

/// A group with everything in it.
#[derive(Clone, Debug, Serialize, Deserialize, TS)]
pub(crate) struct GroupView {
    /// The plan.
    pub record: RecordView,
    /// Its numbers.
    pub line: GroupRow,
    /// Members, in the order they came in.
    pub members: Vec<MemberLine>,
    /// Sessions by date.
    pub sessions: Vec<SessionLine>,
    /// Evaluations, newest first.
    pub evaluations: Vec<RecordView>,
    /// The comparison of tests, when there are members with both scores.
    pub tests: Option<TestsView>,
    /// Why it does not count, when it does not.
    pub does_not_count: Option<String>,
    /// What a finished group lacks to count as completed.
    pub lacks: Vec<String>,
    /// What the county wrote about it.
    pub annotations: Vec<RecordView>,
}

/// A member with what the grid shows.
#[derive(Clone, Debug, Serialize, Deserialize, TS)]
pub(crate) struct MemberLine {
    /// The record.
    pub record: RecordView,
    /// How often she came.
    pub times: u32,
}

/// A session with who was there.
#[derive(Clone, Debug, Serialize, Deserialize, TS)]
pub(crate) struct SessionLine {
    /// The record.
    pub record: RecordView,
    /// Mark by member id: code of `attendance`.
    pub marks: BTreeMap<String, String>,
    /// Members who were to come (应到).
    pub expected: Vec<String>,
    /// Members who came (实到).
    pub present: u32,
    /// Attendance may be taken: not cancelled, and its day has come.
    pub open: bool,
}

/// Scores before and after.
#[derive(Clone, Debug, Serialize, Deserialize, TS)]
pub(crate) struct TestsView {
    /// Members with both scores.
    pub members: u32,
    /// Mean before, as printed.
    pub pre: String,
    /// Mean after.
    pub post: String,
    /// Scored higher after.
    pub higher: u32,
    /// Scored lower after.
    pub lower: u32,
}

impl From<Tests> for TestsView {
    fn from(tests: Tests) -> TestsView {
        TestsView {
            members: tests.members,
            pre: tests.pre.to_string(),
            post: tests.post.to_string(),
            higher: tests.higher,
            lower: tests.lower,
        }
    }
}

/// One group.
pub(crate) fn get(pc: &Pc, request: IdRequest) -> Result<GroupView, CommandError> {
    view(&Context::of(pc)?, &request.id)
}

/// One group with everything in it.
pub(crate) fn view(context: &Context, id: &str) -> Result<GroupView, CommandError> {
    let row = context.row(group::KIND, id)?;
    let fact = group_figures::facts(context, std::slice::from_ref(&row))?
        .pop()
        .ok_or_else(|| CommandError::not_found("小组"))?;
    let own = |kind: &str| Query::of(kind).and(group_session::GROUP, Test::Eq, id);
    let members = context.list(&own(group_member::KIND).by("created_ms", false))?;
    let sessions =
        context.list(&own(group_session::KIND).by(group_session::DATE, false).by(group_session::SESSION_NO, false))?;
    let evaluations = context.list(&own(group_evaluation::KIND).by(group_evaluation::DATE, true))?;
    let times = times_by_member(&fact);
    let member_views = view::views(context, group_member::KIND, &members)?;
    Ok(GroupView {
        line: group_figures::line(context, &row, &fact),
        members: member_views
            .into_iter()
            .map(|record| MemberLine { times: times.get(record.id.as_str()).copied().unwrap_or(0), record })
            .collect(),
        sessions: session_lines(context, &fact, &sessions)?,
        evaluations: view::views(context, group_evaluation::KIND, &evaluations)?,
        tests: fact.tests().map(TestsView::from),
        does_not_count: group_figures::does_not_count(&fact.service, row.provisional),
        lacks: lacks(&fact, activities::rules(context)?),
        annotations: annotations_of(context, std::slice::from_ref(&row.id))?,
        record: view::view(context, &row)?,
    })
}

fn session_lines(context: &Context, fact: &GroupFact, rows: &[Row]) -> Result<Vec<SessionLine>, CommandError> {
    let ids: Vec<String> = rows.iter().map(|row| row.id.clone()).collect();
    let mut marks: BTreeMap<String, BTreeMap<String, String>> = BTreeMap::new();
    for row in context.list_in(&Query::of(session_attendance::KIND), session_attendance::SESSION, &ids)? {
        let of = |name: &str| text(&row.fields, name).to_owned();
        if !of(session_attendance::STATUS).is_empty() {
            marks
                .entry(of(session_attendance::SESSION))
                .or_default()
                .insert(of(session_attendance::MEMBER), of(session_attendance::STATUS));
        }
    }
    let views = view::views(context, group_session::KIND, rows)?;
    Ok(views
        .into_iter()
        .map(|record| {
            let day = crate::kernel::context::date(&record.fields, group_session::DATE);
            let present = fact.sessions.iter().find(|session| session.id == record.id);
            // Whoever came without being expected was one more to come, as the rate counts it.
            let came = |id: &String| present.is_some_and(|session| session.present.contains(id));
            let due = |member: &&MemberFact| day.is_none_or(|day| member.is_expected(day)) || came(&member.id);
            let expected = fact.members.iter().filter(due);
            SessionLine {
                marks: marks.remove(&record.id).unwrap_or_default(),
                expected: expected.map(|member| member.id.clone()).collect(),
                present: present.map_or(0, |session| session.present.len() as u32),
                open: text(&record.fields, group_session::STATE) != "cancelled"
                    && day.is_some_and(|day| day <= context.today),
                record,
            }
        })
        .collect())
}

/// What a finished group lacks to count as completed.
fn lacks(fact: &GroupFact, rules: GroupRules) -> Vec<String> {
    let mut lacks = Vec::new();
    if !fact.is_finished() || fact.is_completed(rules) {
        return lacks;
    }
    let (sessions, came) = (fact.held().count(), times_by_member(fact).len());
    if sessions < rules.min_sessions.max(1) as usize {
        lacks.push(format!("县里要求每个小组至少 {} 节，现有 {sessions} 节", rules.min_sessions.max(1)));
    }
    if came < rules.min_members as usize {
        lacks.push(format!("县里要求每个小组至少 {} 人，来过的有 {came} 人", rules.min_members));
    }
    lacks
}
