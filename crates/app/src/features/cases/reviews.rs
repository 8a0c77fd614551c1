//! 审核: the supervisor approves an assessment, a plan or a closure, or returns it with a remark; offline like everything else. The
//! rule is `domain::review`; the paper itself is never touched here.

use std::collections::BTreeMap;

use changelog::Payload;
use domain::case::STAGES;
use domain::fields::{case, closure, review as review_fields};
use domain::review::{self, REVIEWED, Standing, Verdict};
use serde::{Deserialize, Serialize};
use store::{Query, Row, Test};
use ts_rs::TS;

use crate::kernel::context::{Context, kind_named, text};
use crate::kernel::error::{CommandError, ErrorCode};
use crate::kernel::pc::Pc;
use crate::kernel::request::{Nothing, RecordRef};
use crate::people;
use crate::records::check::{self, Form};
use crate::records::drafts;
use crate::records::labels::{self, Titles};
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

/// How a paper stands with the supervisor.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "snake_case")]
pub(crate) enum ReviewState {
    /// 待审核
    Waiting,
    /// 已通过
    Approved,
    /// 已退回
    Returned,
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
    if !REVIEWED.contains(&request.target.kind.as_str()) {
        return Err(CommandError::new(ErrorCode::BadRequest, "需要审核的是预估表、计划书和结案报告。"));
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
    let fields: Payload = [
        (review_fields::TARGET_KIND, request.target.kind),
        (review_fields::TARGET, request.target.id),
        (review_fields::VERDICT, request.verdict),
        (review_fields::TEXT, request.text),
        (review_fields::DATE, context.today_text()),
    ]
    .map(|(name, value)| (name.to_owned(), value.into()))
    .into_iter()
    .collect();
    let kind = kind_named(review_fields::KIND)?;
    let ready = check::ready(&context, kind, Form { fields, ..Form::default() })?;
    context.must_write(kind, &paper.station)?;
    context.save(context.audience(kind, &paper.station), ready.write.into_iter().collect())?;
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
        let papers = context.list_in(&Query { provisional: Some(false), ..Query::of(name) }, closure::CASE, &ids)?;
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

/// How each of these final papers stands, by id; kinds that nobody reviews are left out.
pub(crate) fn states(context: &Context, papers: &[Row]) -> Result<BTreeMap<String, ReviewState>, CommandError> {
    let reviewed = papers.iter().filter(|row| REVIEWED.contains(&row.kind.as_str()) && !row.provisional);
    let ids: Vec<String> = reviewed.clone().map(|row| row.id.clone()).collect();
    let reviews = context.list_in(&Query::of(review_fields::KIND), review_fields::TARGET, &ids)?;
    Ok(reviewed
        .map(|paper| {
            let of_paper = reviews.iter().filter(|row| text(&row.fields, review_fields::TARGET) == paper.id);
            let verdicts: Vec<Verdict> = of_paper
                .map(|row| Verdict { at_ms: row.updated_ms, code: text(&row.fields, review_fields::VERDICT) })
                .collect();
            let state = match review::standing(paper.updated_ms, &verdicts) {
                Standing::Waiting => ReviewState::Waiting,
                Standing::Approved => ReviewState::Approved,
                Standing::Returned => ReviewState::Returned,
            };
            (paper.id.clone(), state)
        })
        .collect())
}

/// Papers that the supervisor returned and nobody has written since: the verdict, the paper and its readable name.
pub(crate) fn returned(context: &Context) -> Result<Vec<(RecordView, RecordRef, String)>, CommandError> {
    let verdicts = context.list(
        &Query::of(review_fields::KIND).and(review_fields::VERDICT, Test::Eq, "returned").by("created_ms", true),
    )?;
    let mut items = Vec::new();
    for verdict in view::views(context, review_fields::KIND, &verdicts)? {
        let target = RecordRef {
            kind: text(&verdict.fields, review_fields::TARGET_KIND).to_owned(),
            id: text(&verdict.fields, review_fields::TARGET).to_owned(),
        };
        let Ok(kind) = kind_named(&target.kind) else {
            continue;
        };
        let Some(row) = context.store.row(&target.kind, &target.id)?.filter(|row| row.deleted_reason.is_none()) else {
            continue;
        };
        let row = std::slice::from_ref(&row);
        if states(context, row)?.get(&target.id) != Some(&ReviewState::Returned)
            || items.iter().any(|(_, known, _): &(RecordView, RecordRef, String)| known.id == target.id)
        {
            continue;
        }
        let titles = Titles::for_rows(context, kind, row)?;
        let title = format!("{} {}", kind.label, labels::title(context, kind, &row[0].fields, &titles));
        items.push((verdict, target, title));
    }
    Ok(items)
}
