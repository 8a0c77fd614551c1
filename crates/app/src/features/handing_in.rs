//! Handing a returned record in again (重新提交), where what was asked for does not show in the record itself: a photo, a goal, a paper by
//! post. What is written anew is handed in by that; which returns wait is told by `records/returns.rs`.

use domain::fields::review as review_fields;
use serde::{Deserialize, Serialize};
use ts_rs::TS;

use crate::kernel::context::{Context, kind_named};
use crate::kernel::error::{CommandError, ErrorCode};
use crate::kernel::pc::Pc;
use crate::kernel::request::RecordRef;
use crate::records::returns::of_record;
use crate::records::verdicts::verdict;
use crate::records::view::{self, RecordView};

/// The station's word that a returned record is mended.
#[derive(Clone, Debug, Serialize, Deserialize, TS)]
#[ts(optional_fields = nullable)]
pub(crate) struct HandInRequest {
    /// The record.
    pub target: RecordRef,
    /// What was done, where that does not show in the record itself.
    #[serde(default)]
    #[ts(as = "Option<_>", optional)]
    pub text: String,
}

/// Says that a returned record is mended, with a word on what was done.
pub(crate) fn hand_in(pc: &Pc, request: HandInRequest) -> Result<RecordView, CommandError> {
    let context = Context::of(pc)?;
    let row = context.row(&request.target.kind, &request.target.id)?;
    if of_record(&context, &row)?.is_empty() {
        return Err(CommandError::new(ErrorCode::NotFound, "这条记录没有等着改的退回，可能已经交过了。请刷新后查看。"));
    }
    let kind = kind_named(review_fields::KIND)?;
    context.must_write(kind, &row.station)?;
    let ready = verdict(&context, request.target, "answered", request.text)?;
    context.save(context.audience(kind, &row.station), ready.write.into_iter().collect())?;
    context.changed(std::iter::once(row.kind.as_str()));
    view::view(&context, &row)
}
