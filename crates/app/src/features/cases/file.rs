//! One case file: the stepper, the papers with their state, the goals, what closing still lacks (R21) and the
//! follow-ups. Opening it is recorded. Moving it is `cases/moves.rs`.

use std::collections::BTreeMap;

use chrono::NaiveDate;
use domain::case::{self, Progress, STAGES, Stage};
use domain::closure::{self, Agreement, CaseFile, ClosureReport, Goal};
use domain::fields::{
    assessment, case as case_fields, closure as closure_fields, follow_up, intake, outcome_evaluation, plan_goal,
    progress_note, recipient_agreement, referral, service_plan,
};
use domain::parameters;
use domain::review::REVIEWED;
use serde::{Deserialize, Serialize};
use serde_json::Value;
use store::{Query, Row, Test};
use ts_rs::TS;

use crate::features::cases::papers::{self, DocumentSlot};
use crate::features::cases::{self, CaseCard};
use crate::kernel::context::{Context, date, kind_named, text};
use crate::kernel::error::CommandError;
use crate::kernel::pc::Pc;
use crate::kernel::request::IdRequest;
use crate::kernel::role::Role;
use crate::kernel::words::label;
use crate::people::{self, PersonBrief};
use crate::records::annotations::annotations_of;
use crate::records::case_papers::case_papers;
use crate::records::reviews::{self, ReviewState};
use crate::records::view::{self, RecordView};

/// A case file.
#[derive(Clone, Debug, Serialize, Deserialize, TS)]
pub(crate) struct CaseView {
    /// The case record.
    pub record: RecordView,
    /// As on the board.
    pub card: CaseCard,
    /// The person, always in sight.
    pub person: PersonBrief,
    /// The stepper.
    pub stages: Vec<StageStep>,
    /// Where it may go now.
    pub moves: Vec<CaseMove>,
    /// Its papers.
    pub documents: Vec<DocumentSlot>,
    /// Goals of the plan, in order.
    pub goals: Vec<RecordView>,
    /// What closing still lacks (R21), in sentences; empty when it can be closed.
    pub closure_missing: Vec<String>,
    /// Papers that the supervisor has not approved as they stand; where the county blocks, they stand among what lacks.
    pub unreviewed: Vec<String>,
    /// A supervisor may close it regardless, with a note.
    pub may_force: bool,
    /// Progress notes.
    pub sessions: u64,
    /// Minutes of service.
    pub minutes: u64,
    /// Follow-ups after closure: planned and done.
    pub follow_ups: Vec<FollowUpDue>,
    /// Comments and returns of the county, and the supervisor's verdicts.
    pub annotations: Vec<RecordView>,
}

/// One stage of the stepper.
#[derive(Clone, Debug, Serialize, Deserialize, TS)]
pub(crate) struct StageStep {
    /// Stage code.
    pub stage: String,
    /// Its label.
    pub label: String,
    /// Passed, here or ahead.
    pub place: StagePlace,
}

/// Where a stage lies seen from now.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "snake_case")]
pub(crate) enum StagePlace {
    /// Passed.
    Passed,
    /// The present one.
    Here,
    /// Still to come.
    Ahead,
}

/// A move that the stage allows.
#[derive(Clone, Debug, Serialize, Deserialize, TS)]
pub(crate) struct CaseMove {
    /// Stage to go to.
    pub to: String,
    /// What the button says.
    pub label: String,
    /// The usual next step.
    pub main: bool,
    /// What is missing before; empty when it can be done now.
    pub missing: Vec<String>,
    /// A note is asked for.
    pub needs_note: bool,
}

/// A follow-up after closing.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, TS)]
pub(crate) struct FollowUpDue {
    /// Due on.
    pub due: String,
    /// The follow-up done for it.
    pub done: Option<String>,
    /// Before today and not done.
    pub overdue: bool,
}

/// One case file.
pub(crate) fn get(pc: &Pc, request: IdRequest) -> Result<CaseView, CommandError> {
    let context = Context::of(pc)?;
    let row = context.row(case_fields::KIND, &request.id)?;
    context.record_opening(&row)?;
    view(&context, &row)
}

/// A case file, without recording that it was opened.
pub(crate) fn view(context: &Context, row: &Row) -> Result<CaseView, CommandError> {
    let papers = Papers::of(context, &row.id)?;
    let card = cases::cards(context, std::slice::from_ref(row))?.remove(0);
    let file = papers.file(row, None);
    let missing = closure::missing(&file);
    let stage = Stage::parse(&card.stage).unwrap_or(Stage::Lead);
    let mut targets = papers.ids();
    targets.push(row.id.clone());
    let annotations = annotations_of(context, &targets)?;
    let notes = papers.all(progress_note::KIND).iter().filter(|note| !note.provisional);
    let minutes = notes.clone().filter_map(|note| minutes(&note.fields)).sum();
    let crisis = file.marked_crisis || file.risk_level == "red";
    Ok(CaseView {
        record: view::view(context, row)?,
        person: people::brief(context, &card.recipient)?,
        stages: steps(stage),
        moves: moves(context, row, stage, &papers, &missing),
        documents: papers::slots(context, row, &papers)?,
        goals: view::views(context, plan_goal::KIND, papers.all(plan_goal::KIND))?,
        closure_missing: missing.into_iter().map(|missing| missing.label).collect(),
        unreviewed: closure::unreviewed(&file),
        may_force: crisis && context.person.role == Role::Supervisor,
        sessions: notes.count() as u64,
        minutes,
        follow_ups: follow_ups(context, stage, papers.all(closure_fields::KIND), papers.all(follow_up::KIND)),
        annotations,
        card,
    })
}

/// Every paper of a case, by kind, as the supervisor's reviews leave them.
pub(crate) struct Papers {
    rows: BTreeMap<&'static str, Vec<Row>>,
    unreviewed: Vec<(&'static str, String)>,
    must_be_reviewed: bool,
    /// Whoever closes is the supervisor: closing is signing.
    signs: bool,
}

impl Papers {
    pub(crate) fn of(context: &Context, case: &str) -> Result<Papers, CommandError> {
        let mut rows = BTreeMap::new();
        let more = [(referral::KIND, referral::REFERRAL_DATE), (plan_goal::KIND, plan_goal::SEQ_NO)];
        for (kind, dated) in case_papers().chain(more) {
            let of_case = Query::of(kind).and(progress_note::CASE, Test::Eq, case);
            let found = context.list(&of_case.by(dated, false).by("created_ms", false))?;
            rows.insert(kind, reviews::told(context, &found)?);
        }
        let mut papers = Papers {
            rows,
            unreviewed: Vec::new(),
            must_be_reviewed: context.parameter(parameters::CLOSING_UNREVIEWED)? == "block",
            signs: context.person.role == Role::Supervisor,
        };
        papers.unreviewed = papers.not_reviewed(context)?;
        Ok(papers)
    }

    /// Final papers that wait for the supervisor's review; the closure report itself is what is being closed with.
    fn not_reviewed(&self, context: &Context) -> Result<Vec<(&'static str, String)>, CommandError> {
        let mut found = Vec::new();
        for kind in REVIEWED.into_iter().filter(|kind| *kind != closure_fields::KIND) {
            let states = reviews::states(context, self.all(kind))?;
            // Ticked before there were reviews: it stays approved until somebody judges.
            let ticked = |row: &Row| text(&row.fields, service_plan::SUPERVISOR_APPROVAL) == "yes";
            let waits = |row: &Row| !row.provisional && states.get(&row.id) != Some(&ReviewState::Approved);
            if self.all(kind).iter().any(|row| waits(row) && !ticked(row)) {
                found.push((kind, kind_named(kind)?.label.clone()));
            }
        }
        Ok(found)
    }

    pub(crate) fn all(&self, kind: &str) -> &[Row] {
        self.rows.get(kind).map(Vec::as_slice).unwrap_or_default()
    }

    fn ids(&self) -> Vec<String> {
        self.rows.values().flatten().map(|row| row.id.clone()).collect()
    }

    fn done(&self, kind: &str) -> usize {
        self.all(kind).iter().filter(|row| !row.provisional).count()
    }

    /// What moving looks at.
    pub(crate) fn progress(&self, case: &Row) -> Progress {
        Progress {
            intake: self.done(intake::KIND) > 0,
            area: !text(&case.fields, case_fields::AREA).is_empty(),
            service: [case_fields::SERVICE_ITEM, case_fields::SERVICE_METHOD]
                .iter()
                .any(|field| !text(&case.fields, field).is_empty()),
            assessment: self.done(assessment::KIND) > 0,
            plan: self.done(service_plan::KIND) > 0,
            emergency_reason: !text(&case.fields, case_fields::EMERGENCY_REASON).is_empty(),
            reopened_reason: !text(&case.fields, case_fields::REOPENED_REASON).is_empty(),
        }
    }

    /// The file as R21 sees it: final papers only; the closure report as it stands, or as given.
    pub(crate) fn file(&self, case: &Row, closure: Option<&changelog::Payload>) -> CaseFile {
        let yes = |fields: &changelog::Payload, name: &str| text(fields, name) == "yes";
        let latest = self.all(closure_fields::KIND).last().map(|row| &row.fields);
        let report = closure.or(latest).cloned().unwrap_or_default();
        let finals = |kind: &str| self.all(kind).iter().filter(|row| !row.provisional);
        CaseFile {
            agreements: finals(recipient_agreement::KIND)
                .map(|row| Agreement {
                    informed_consent: yes(&row.fields, recipient_agreement::INFORMED_CONSENT),
                    recipient_signed: yes(&row.fields, recipient_agreement::SIGNED_BY_RECIPIENT),
                    worker_signed: yes(&row.fields, recipient_agreement::SIGNED_BY_WORKER),
                })
                .collect(),
            assessments: self.done(assessment::KIND),
            plans: self.done(service_plan::KIND),
            goals: finals(plan_goal::KIND)
                .enumerate()
                .map(|(place, row)| Goal {
                    seq_no: row.fields.get(plan_goal::SEQ_NO).and_then(Value::as_i64).unwrap_or(place as i64 + 1),
                    attained_filled: !text(&row.fields, plan_goal::ATTAINMENT).is_empty(),
                })
                .collect(),
            progress_notes: self.done(progress_note::KIND),
            evaluations: self.done(outcome_evaluation::KIND),
            closure: ClosureReport {
                reason: text(&report, closure_fields::REASON).to_owned(),
                reason_text: text(&report, closure_fields::REASON_TEXT).to_owned(),
                recipient_signed: yes(&report, closure_fields::RECIPIENT_SIGNED),
                worker_signed: yes(&report, closure_fields::WORKER_SIGNED),
                supervisor_signed: self.signs || yes(&report, closure_fields::SUPERVISOR_SIGNED),
                forced_note: text(&report, closure_fields::FORCED_NOTE).to_owned(),
            },
            marked_crisis: yes(&case.fields, case_fields::CRISIS),
            risk_level: text(&case.fields, case_fields::RISK_LEVEL).to_owned(),
            unreviewed: self.unreviewed.clone(),
            must_be_reviewed: self.must_be_reviewed,
        }
    }
}

/// Minutes of a session; past midnight is not counted.
pub(crate) fn minutes(fields: &changelog::Payload) -> Option<u64> {
    let at = |name: &str| {
        let (hours, minutes) = text(fields, name).split_once(':')?;
        Some(hours.parse::<u64>().ok()? * 60 + minutes.parse::<u64>().ok()?)
    };
    at(progress_note::END_TIME)?.checked_sub(at(progress_note::START_TIME)?)
}

fn steps(stage: Stage) -> Vec<StageStep> {
    let side = [Stage::Rejected, Stage::Referred, Stage::Reopened];
    let here = STAGES.iter().position(|(one, _)| *one == stage).unwrap_or(0);
    // A reopened case stands before its assessment again.
    let here = if stage == Stage::Reopened {
        STAGES.iter().position(|(one, _)| *one == Stage::Open).unwrap_or(0)
    } else {
        here
    };
    STAGES
        .iter()
        .enumerate()
        .filter(|(_, (one, _))| *one == stage || !side.contains(one))
        .map(|(at, (one, code))| StageStep {
            stage: (*code).to_owned(),
            label: label("stage", code),
            place: match () {
                () if *one == stage => StagePlace::Here,
                () if at <= here => StagePlace::Passed,
                () => StagePlace::Ahead,
            },
        })
        .collect()
}

fn moves(context: &Context, case: &Row, stage: Stage, papers: &Papers, closing: &[closure::Missing]) -> Vec<CaseMove> {
    if context.is_county() {
        return Vec::new();
    }
    let progress = papers.progress(case);
    let mut moves = Vec::new();
    for (place, to) in stage.next().iter().enumerate() {
        let needs_note = needs_note(stage, *to, &progress);
        let asked = with_note(progress, *to);
        let mut missing: Vec<String> =
            case::advance(stage, *to, asked).err().map(|refusal| refusal.message).into_iter().collect();
        if *to == Stage::Closed {
            missing.extend(closing.iter().map(|missing| missing.label.clone()));
        }
        moves.push(CaseMove {
            to: to.code().to_owned(),
            label: move_label(*to),
            main: place == 0,
            missing,
            needs_note,
        });
    }
    moves
}

/// Moves that ask why.
fn needs_note(from: Stage, to: Stage, progress: &Progress) -> bool {
    let prepared = progress.emergency_reason || progress.assessment && progress.plan;
    matches!(to, Stage::Reopened) || (to == Stage::Intervening && from != Stage::Evaluating && !prepared)
}

/// As if the note had been written.
fn with_note(progress: Progress, to: Stage) -> Progress {
    Progress {
        emergency_reason: progress.emergency_reason || to == Stage::Intervening,
        reopened_reason: progress.reopened_reason || to == Stage::Reopened,
        ..progress
    }
}

fn move_label(to: Stage) -> String {
    match to {
        Stage::Closed => "结案".to_owned(),
        Stage::Archived => "归档".to_owned(),
        Stage::Reopened => "重开".to_owned(),
        Stage::Rejected => "不接案".to_owned(),
        Stage::Referred => "转介".to_owned(),
        Stage::Intake => "接案".to_owned(),
        Stage::Open => "开案".to_owned(),
        other => format!("进入{}", label("stage", other.code())),
    }
}

/// Follow-ups after closing: planned ones settled by those done, and the date that the last one set.
pub(crate) fn follow_ups(context: &Context, stage: Stage, closures: &[Row], done: &[Row]) -> Vec<FollowUpDue> {
    let closed =
        closures.iter().filter(|row| !row.provisional).filter_map(|row| date(&row.fields, closure_fields::DATE)).max();
    let (Some(closed), true) = (closed, matches!(stage, Stage::Closed | Stage::FollowingUp)) else {
        return Vec::new();
    };
    let mut since: Vec<&Row> = done
        .iter()
        .filter(|row| !row.provisional && date(&row.fields, follow_up::DATE).is_some_and(|day| day >= closed))
        .collect();
    since.sort_by_key(|row| text(&row.fields, follow_up::DATE).to_owned());
    let planned: Vec<NaiveDate> = case::follow_up_dates(closed, &case::FOLLOW_UP_MONTHS);
    let mut dues: Vec<(NaiveDate, Option<String>)> = Vec::new();
    for (place, row) in since.iter().enumerate() {
        let set = place.checked_sub(1).and_then(|before| date(&since[before].fields, follow_up::NEXT_DATE));
        let due = set.or(planned.get(place).copied()).or(date(&row.fields, follow_up::DATE));
        dues.extend(due.map(|due| (due, Some(row.id.clone()))));
    }
    match since.last().and_then(|row| date(&row.fields, follow_up::NEXT_DATE)) {
        Some(set) => dues.push((set, None)),
        None => dues.extend(planned.iter().skip(since.len()).map(|due| (*due, None))),
    }
    let shown = dues.into_iter().map(|(due, done)| FollowUpDue {
        due: due.to_string(),
        overdue: done.is_none() && due < context.today,
        done,
    });
    shown.collect()
}
