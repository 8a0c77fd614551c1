//! Papers before the supervisor: how they stand, and what their fields say that belong to her review (`by_review`): read with the paper, never
//! typed and never stored in it. What stood there before there were reviews stays until she judges. The rule is `domain::review`;
//! who may judge what says `features/cases/reviews.rs`.

use std::collections::BTreeMap;

use domain::fields::review as review_fields;
use domain::review::{self, REVIEWED, Standing, Verdict};
use serde::{Deserialize, Serialize};
use store::{Query, Row};
use ts_rs::TS;

use crate::kernel::context::{Context, kind_named, text};
use crate::kernel::error::CommandError;
use crate::kernel::role::Role;

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

/// A paper with what was judged of it.
pub(crate) struct Judged {
    standing: Standing,
    /// The newest verdict of the supervisor; none when she has not judged.
    pub(crate) newest: Option<Row>,
}

impl Judged {
    pub(crate) fn state(&self) -> ReviewState {
        match self.standing {
            Standing::Waiting => ReviewState::Waiting,
            Standing::Approved => ReviewState::Approved,
            Standing::Returned => ReviewState::Returned,
        }
    }
}

/// How each of these final papers stands, by id; kinds that nobody reviews are left out.
pub(crate) fn judged(context: &Context, papers: &[Row]) -> Result<BTreeMap<String, Judged>, CommandError> {
    let mut reviewed = Vec::new();
    for row in papers.iter().filter(|row| !row.provisional) {
        if review::may_be_reviewed(kind_named(&row.kind)?) {
            reviewed.push(row);
        }
    }
    let ids: Vec<String> = reviewed.iter().map(|row| row.id.clone()).collect();
    let reviews = context.list_in(&Query::of(review_fields::KIND), review_fields::TARGET, &ids)?;
    let code = |row: &Row| text(&row.fields, review_fields::VERDICT).to_owned();
    let one = |paper: &Row| {
        let of_paper: Vec<(String, &Row)> = reviews
            .iter()
            .filter(|row| text(&row.fields, review_fields::TARGET) == paper.id)
            .map(|row| (code(row), row))
            .collect();
        let verdicts: Vec<Verdict> =
            of_paper.iter().map(|(code, row)| Verdict { at_ms: row.updated_ms, code }).collect();
        let newest = of_paper
            .iter()
            .filter(|(code, _)| code == "approved" || code == "returned")
            .max_by_key(|(code, row)| (row.updated_ms, code == "returned"))
            .map(|(_, row)| (*row).clone());
        Judged { standing: review::standing(&paper.kind, paper.updated_ms, &verdicts), newest }
    };
    Ok(reviewed.into_iter().map(|paper| (paper.id.clone(), one(paper))).collect())
}

/// The same, only how they stand.
pub(crate) fn states(context: &Context, papers: &[Row]) -> Result<BTreeMap<String, ReviewState>, CommandError> {
    Ok(judged(context, papers)?.into_iter().map(|(id, judged)| (id, judged.state())).collect())
}

/// How these papers stand, for the page that shows them: what does not wait for the supervisor is said to wait to nobody but her.
pub(crate) fn shown(context: &Context, papers: &[Row]) -> Result<BTreeMap<String, ReviewState>, CommandError> {
    let mut states = states(context, papers)?;
    for row in papers.iter().filter(|row| !REVIEWED.contains(&row.kind.as_str())) {
        if context.person.role != Role::Supervisor && states.get(&row.id) == Some(&ReviewState::Waiting) {
            states.remove(&row.id);
        }
    }
    Ok(states)
}

/// Papers with the fields of the review as the review says them.
pub(crate) fn told(context: &Context, papers: &[Row]) -> Result<Vec<Row>, CommandError> {
    let mut rows = papers.to_vec();
    let mut judged = judged(context, papers)?;
    for row in &mut rows {
        let Some(Judged { standing, newest: Some(verdict) }) = judged.remove(&row.id) else {
            continue;
        };
        let (words, day) = (text(&verdict.fields, review_fields::TEXT), text(&verdict.fields, review_fields::DATE));
        for field in &kind_named(&row.kind)?.fields {
            if let Some(part) = field.by_review {
                row.fields.insert(field.name.clone(), review::says(part, standing, words, day));
            }
        }
    }
    Ok(rows)
}

/// One paper with the fields of the review as the review says them.
pub(crate) fn told_one(context: &Context, paper: &Row) -> Result<Row, CommandError> {
    Ok(told(context, std::slice::from_ref(paper))?.pop().unwrap_or_else(|| paper.clone()))
}
