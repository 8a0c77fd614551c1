//! Hints at the quality of records, for the supervisor. It gathers what `domain::quality` looks at and says it in words; it never
//! refuses anything.

use std::collections::{BTreeMap, BTreeSet};

use chrono::Days;
use domain::case::Stage;
use domain::fields::{case, outcome_evaluation, plan_goal, progress_note, service_plan, visit};
use domain::quality::{self, CaseFacts, CaseHint};
use serde::{Deserialize, Serialize};
use store::{Query, Row, Test};
use ts_rs::TS;

use crate::kernel::context::{Context, date, text};
use crate::kernel::error::CommandError;
use crate::kernel::pc::Pc;
use crate::kernel::request::{Nothing, RecordRef};
use crate::people;

/// Visits are compared over so many days back.
const LOOK_BACK: Days = Days::new(90);

/// Something a supervisor would ask about.
#[derive(Clone, Debug, Serialize, Deserialize, TS)]
pub(crate) struct QualityHint {
    /// What, in a sentence.
    pub text: String,
    /// Name of the person.
    pub person: String,
    /// Name of the station.
    pub station: String,
    /// Who is responsible.
    pub worker: String,
    /// Where to look; of several records the newest first.
    pub records: Vec<RecordRef>,
}

/// Every hint of this station; at the county of all.
pub(crate) fn hints(pc: &Pc, _: Nothing) -> Result<Vec<QualityHint>, CommandError> {
    let context = Context::of(pc)?;
    let mut hints = of_cases(&context)?;
    hints.extend(of_visits(&context)?);
    Ok(hints)
}

fn of_cases(context: &Context) -> Result<Vec<QualityHint>, CommandError> {
    let cases = context.list(&Query::of(case::KIND).and(case::STAGE, Test::Ne, "lead").by(case::OPEN_DATE, true))?;
    let ids: Vec<String> = cases.iter().map(|row| row.id.clone()).collect();
    let by_case = |kind: &str| -> Result<BTreeMap<String, Vec<Row>>, CommandError> {
        let mut found: BTreeMap<String, Vec<Row>> = BTreeMap::new();
        for row in context.list_in(&Query::of(kind).finals(), progress_note::CASE, &ids)? {
            found.entry(text(&row.fields, progress_note::CASE).to_owned()).or_default().push(row);
        }
        Ok(found)
    };
    let (plans, goals) = (by_case(service_plan::KIND)?, by_case(plan_goal::KIND)?);
    let (evaluations, notes) = (by_case(outcome_evaluation::KIND)?, by_case(progress_note::KIND)?);
    let recipients: Vec<String> = cases.iter().map(|row| text(&row.fields, case::RECIPIENT).to_owned()).collect();
    let people = people::briefs(context, &recipients)?;
    let count = |papers: &BTreeMap<String, Vec<Row>>, case: &Row| papers.get(&case.id).map_or(0, Vec::len);
    let mut hints = Vec::new();
    for case in &cases {
        let written =
            notes.get(&case.id).into_iter().flatten().filter_map(|row| date(&row.fields, progress_note::DATE)).max();
        let facts = CaseFacts {
            stage: Stage::parse(text(&case.fields, case::STAGE)),
            plans: count(&plans, case),
            goals: count(&goals, case),
            evaluations: count(&evaluations, case),
            last_written: written.or(date(&case.fields, case::OPEN_DATE)),
        };
        hints.extend(quality::of_case(&facts, context.today).into_iter().map(|hint| QualityHint {
            text: in_words(hint),
            person:
                people.get(text(&case.fields, case::RECIPIENT)).map(|person| person.name.clone()).unwrap_or_default(),
            station: context.station_name(&case.station),
            worker: context.staff_name(text(&case.fields, case::ASSIGNED_WORKER)),
            records: vec![RecordRef { kind: case::KIND.to_owned(), id: case.id.clone() }],
        }));
    }
    Ok(hints)
}

fn in_words(hint: CaseHint) -> String {
    match hint {
        CaseHint::PlanWithoutGoal => "服务计划书没有可衡量的具体目标".to_owned(),
        CaseHint::ClosureWithoutEvaluation => "已经结案，还没有评估表".to_owned(),
        CaseHint::Silent(days) => format!("已有 {days} 天没有过程记录"),
    }
}

fn of_visits(context: &Context) -> Result<Vec<QualityHint>, CommandError> {
    let from = context.today - LOOK_BACK;
    let recent = Query::of(visit::KIND).finals().and(visit::DATE, Test::AtLeast, from.to_string());
    let visits = context.list(&recent.by(visit::DATE, true))?;
    let by_id: BTreeMap<&str, &Row> = visits.iter().map(|row| (row.id.as_str(), row)).collect();
    let alike =
        quality::same_text(visits.iter().map(|row| (row.id.as_str(), text(&row.fields, visit::OBSERVATION_TEXT))));
    let whom = |id: &&str| text(&by_id[*id].fields, visit::RECIPIENT).to_owned();
    let firsts: Vec<String> = alike.iter().map(|ids| whom(&ids[0])).collect();
    let people = people::briefs(context, &firsts)?;
    let named = |ids: &[&str], first: &String| {
        let name = people.get(first).map(|person| person.name.clone()).unwrap_or_default();
        match ids.iter().map(whom).collect::<BTreeSet<_>>().len() {
            1 => name,
            several => format!("{name}等 {several} 人"),
        }
    };
    Ok(alike
        .into_iter()
        .zip(firsts)
        .map(|(ids, first)| QualityHint {
            text: format!("{} 次走访的“主要情况”一字不差", ids.len()),
            person: named(&ids, &first),
            station: context.station_name(&by_id[ids[0]].station),
            worker: context.staff_name(text(&by_id[ids[0]].fields, visit::VISITOR_STAFF)),
            records: ids.into_iter().map(|id| RecordRef { kind: visit::KIND.to_owned(), id: id.to_owned() }).collect(),
        })
        .collect())
}
