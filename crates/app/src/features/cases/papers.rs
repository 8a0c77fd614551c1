//! The papers of a case file: which belong to which stage, which closing asks for, and how far each is.

use std::collections::BTreeSet;

use domain::case::Stage;
use domain::fields::{
    assessment, closure, follow_up, intake, interim_review, outcome_evaluation, progress_note, recipient_agreement,
    referral, service_plan,
};
use serde::{Deserialize, Serialize};
use store::Row;
use ts_rs::TS;

use crate::features::cases::file::Papers;
use crate::kernel::context::{Context, kind_named, text};
use crate::kernel::error::CommandError;
use crate::records::labels::{self, Titles};
use crate::records::reviews::{self, ReviewState};
use crate::records::view::Delivery;
use crate::records::{drafts, returns};

/// A paper of the file: none, one or many records of a kind.
#[derive(Clone, Debug, Serialize, Deserialize, TS)]
pub(crate) struct DocumentSlot {
    /// Record kind.
    pub kind: String,
    /// 接案登记表 …
    pub label: String,
    /// Stage it belongs to.
    pub stage: String,
    /// Closing asks for it.
    pub required: bool,
    /// More than one is usual.
    pub many: bool,
    /// Blank, draft, done or returned.
    pub state: DocumentState,
    /// The records, oldest first.
    pub entries: Vec<DocumentEntry>,
    /// Unsubmitted drafts of new records of this kind: their keys.
    pub drafts: Vec<String>,
}

/// State of a paper.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "snake_case")]
pub(crate) enum DocumentState {
    /// 未填
    Blank,
    /// 暂存 or an unsubmitted draft
    Draft,
    /// 已完成
    Done,
    /// 退回
    Returned,
}

/// One record of a paper.
#[derive(Clone, Debug, Serialize, Deserialize, TS)]
pub(crate) struct DocumentEntry {
    /// Record id.
    pub id: String,
    /// One line.
    pub title: String,
    /// Its date.
    pub date: String,
    /// State.
    pub state: DocumentState,
    /// How it stands with the supervisor, where that is asked for.
    pub review: Option<ReviewState>,
    /// How far it has travelled.
    pub travelled: Delivery,
}

/// Kind, the field that dates it, stage, asked for by closing, usually many.
const PAPERS: [(&str, &str, Stage, bool, bool); 10] = [
    (intake::KIND, intake::DATE, Stage::Intake, false, false),
    (recipient_agreement::KIND, recipient_agreement::SIGNED_DATE, Stage::Open, true, false),
    (assessment::KIND, assessment::DATE, Stage::Assessing, true, true),
    (service_plan::KIND, service_plan::DATE, Stage::Planning, true, false),
    (progress_note::KIND, progress_note::DATE, Stage::Intervening, true, true),
    (interim_review::KIND, interim_review::DATE, Stage::Intervening, false, true),
    (referral::KIND, referral::REFERRAL_DATE, Stage::Intervening, false, true),
    (outcome_evaluation::KIND, outcome_evaluation::DATE, Stage::Evaluating, true, false),
    (closure::KIND, closure::DATE, Stage::Closed, true, false),
    (follow_up::KIND, follow_up::DATE, Stage::FollowingUp, false, true),
];

/// Every paper with its state.
pub(crate) fn slots(context: &Context, case: &Row, papers: &Papers) -> Result<Vec<DocumentSlot>, CommandError> {
    let drafts = drafts::own(context)?;
    let returned: BTreeSet<String> = returns::of_county(context)?.into_iter().map(|one| one.target.id).collect();
    let mut slots = Vec::new();
    for (name, dated, stage, required, many) in PAPERS {
        let kind = kind_named(name)?;
        let rows = papers.all(name);
        let titles = Titles::for_rows(context, kind, rows)?;
        let reviews = reviews::shown(context, rows)?;
        let entries: Vec<DocumentEntry> = rows
            .iter()
            .map(|row| DocumentEntry {
                id: row.id.clone(),
                title: labels::title(context, kind, &row.fields, &titles),
                date: text(&row.fields, dated).to_owned(),
                state: state_of(row, &returned, reviews.get(&row.id)),
                review: reviews.get(&row.id).copied(),
                travelled: row.state,
            })
            .collect();
        let begun = drafts.iter().filter(|draft| draft.kind == name && draft.key.contains(&case.id));
        let drafts: Vec<String> = begun.map(|draft| draft.key.clone()).collect();
        slots.push(DocumentSlot {
            kind: name.to_owned(),
            label: kind.label.clone(),
            stage: stage.code().to_owned(),
            required,
            many,
            state: whole_state(&entries, &drafts),
            entries,
            drafts,
        });
    }
    Ok(slots)
}

/// Returned by the county or the supervisor and not written since, 暂存, or done.
fn state_of(row: &Row, returned: &BTreeSet<String>, review: Option<&ReviewState>) -> DocumentState {
    match () {
        () if returned.contains(&row.id) || review == Some(&ReviewState::Returned) => DocumentState::Returned,
        () if row.provisional => DocumentState::Draft,
        () => DocumentState::Done,
    }
}

fn whole_state(entries: &[DocumentEntry], drafts: &[String]) -> DocumentState {
    let any = |state: DocumentState| entries.iter().any(|entry| entry.state == state);
    match () {
        () if any(DocumentState::Returned) => DocumentState::Returned,
        () if any(DocumentState::Draft) || !drafts.is_empty() => DocumentState::Draft,
        () if entries.is_empty() => DocumentState::Blank,
        () => DocumentState::Done,
    }
}
