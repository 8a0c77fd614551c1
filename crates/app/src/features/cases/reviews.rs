//! 审核: the supervisor approves a paper, or returns it with a remark; offline like everything else. The rule is `domain::review`, how a
//! paper stands `records/reviews.rs`; the paper itself is never touched here.

use std::collections::BTreeMap;

use domain::case::STAGES;
use domain::fields::{case, closure, review as review_fields};
use domain::review::{self, REVIEWED};
use serde::{Deserialize, Serialize};
use store::{Query, Row, Test};
use ts_rs::TS;

use crate::kernel::context::{Context, kind_named, text};
use crate::kernel::error::{CommandError, ErrorCode};
use crate::kernel::pc::Pc;
use crate::kernel::request::{Nothing, RecordRef};
use crate::people;
use crate::records::drafts;
use crate::records::returns::{self, Returned};
use crate::records::reviews::{ReviewState, states};
use crate::records::verdicts::verdict;
use crate::records::view::{self, RecordView};

/// A supervisor's verdict on a paper.
#[derive(Clone, Debug, Serialize, Deserialize, TS)]
#[ts(optional_fields = nullable)]
pub(crate) struct ReviewRequest {
    /// The paper.
    pub target: RecordRef,
    /// Code of `review_verdict`.
    pub verdict: String,
    /// What is to be changed, or a remark.
    #[serde(default)]
    #[ts(as = "Option<_>", optional)]
    pub text: String,
    /// The draft that this save makes superfluous.
    #[serde(default)]
    pub draft: Option<String>,
}

/// A paper that waits for the supervisor.
#[derive(Clone, Debug, Serialize, Deserialize, TS)]
pub(crate) struct ReviewItem {
    /// The paper.
    pub target: RecordRef,
    /// 需求预估表 …
    pub label: String,
    /// Its case.
    pub case: String,
    /// Name of the person.
    pub person: String,
    /// Name of the station.
    pub station: String,
    /// Who wrote it last.
    pub who: String,
    /// When, in milliseconds.
    pub at_ms: u64,
}

/// Writes a verdict. Only a paper that is final can be judged.
pub(crate) fn save(pc: &Pc, request: ReviewRequest) -> Result<RecordView, CommandError> {
    let context = Context::of(pc)?;
    drafts::goes_with_save(&context, request.draft.as_deref());
    if !review::may_be_reviewed(kind_named(&request.target.kind)?) {
        return Err(CommandError::new(ErrorCode::BadRequest, "这种记录不用督导（站长）审核。"));
    }
    if !["approved", "returned"].contains(&request.verdict.as_str()) {
        return Err(CommandError::new(ErrorCode::BadRequest, "审核只有通过和退回两种结论。"));
    }
    let paper = context.row(&request.target.kind, &request.target.id)?;
    if paper.provisional {
        return Err(CommandError::invalid_field(review_fields::TARGET, "这份文书还是暂存，请社工填完保存后再审核。"));
    }
    if paper.deleted_reason.is_some() {
        return Err(CommandError::invalid_field(review_fields::TARGET, "这份文书已经删除，不用审核。"));
    }
    if let Some(why) = review::missing(&request.verdict, &request.text) {
        return Err(CommandError::invalid_field(review_fields::TEXT, why));
    }
    let kind = kind_named(review_fields::KIND)?;
    context.must_write(kind, &paper.station)?;
    let ready = verdict(&context, request.target, &request.verdict, request.text)?;
    context.save(context.audience(kind, &paper.station), ready.write.into_iter().collect())?;
    context.changed(std::iter::once(paper.kind.as_str()));
    drafts::settle(&context)?;
    view::view(&context, &context.row(review_fields::KIND, &ready.id)?)
}

/// Papers that wait for the supervisor, the oldest first.
pub(crate) fn queue(pc: &Pc, _: Nothing) -> Result<Vec<ReviewItem>, CommandError> {
    waiting(&Context::of(pc)?)
}

/// Papers of cases that are not archived which nobody has looked at since they were last written, the oldest first.
pub(crate) fn waiting(context: &Context) -> Result<Vec<ReviewItem>, CommandError> {
    let living: Vec<&str> = STAGES.iter().map(|(_, code)| *code).filter(|code| *code != "archived").collect();
    let cases: BTreeMap<String, Row> = context
        .list(&Query::of(case::KIND).and(case::STAGE, Test::In, living))?
        .into_iter()
        .map(|row| (row.id.clone(), row))
        .collect();
    let ids: Vec<String> = cases.keys().cloned().collect();
    let mut waiting = Vec::new();
    for name in REVIEWED {
        let kind = kind_named(name)?;
        let papers = context.list_in(&Query::of(name).finals(), closure::CASE, &ids)?;
        let states = states(context, &papers)?;
        for row in papers.iter().filter(|row| states.get(&row.id) == Some(&ReviewState::Waiting)) {
            let case = text(&row.fields, closure::CASE).to_owned();
            waiting.push((
                text(&cases[&case].fields, case::RECIPIENT).to_owned(),
                ReviewItem {
                    target: RecordRef { kind: name.to_owned(), id: row.id.clone() },
                    label: kind.label.clone(),
                    case,
                    person: String::new(),
                    station: context.station_name(&row.station),
                    who: context.staff_name(&row.updated_by),
                    at_ms: row.updated_ms,
                },
            ));
        }
    }
    let recipients: Vec<String> = waiting.iter().map(|(recipient, _)| recipient.clone()).collect();
    let people = people::briefs(context, &recipients)?;
    let mut items: Vec<ReviewItem> = waiting
        .into_iter()
        .map(|(recipient, item)| ReviewItem {
            person: people.get(&recipient).map(|person| person.name.clone()).unwrap_or_default(),
            ..item
        })
        .collect();
    items.sort_by_key(|item| item.at_ms);
    Ok(items)
}

/// Papers that the supervisor returned and nobody has written since, each once.
pub(crate) fn returned(context: &Context) -> Result<Vec<Returned>, CommandError> {
    let verdicts = context.list(
        &Query::of(review_fields::KIND).and(review_fields::VERDICT, Test::Eq, "returned").by("created_ms", true),
    )?;
    let mut items: Vec<Returned> = Vec::new();
    for verdict in verdicts {
        let (kind, id) =
            (text(&verdict.fields, review_fields::TARGET_KIND), text(&verdict.fields, review_fields::TARGET));
        if kind_named(kind).is_err() || items.iter().any(|known| known.target.id == id) {
            continue;
        }
        let row = context.store.row(kind, id)?.filter(|row| row.deleted_reason.is_none());
        if let Some(row) = row {
            items.extend(returns::by_supervisor(context, &row)?);
        }
    }
    Ok(items)
}
