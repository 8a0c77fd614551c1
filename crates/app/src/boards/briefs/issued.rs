//! A frozen brief as it was issued, read from its record.

use domain::fields::monthly_brief;
use store::Row;

use crate::boards::briefs::types::BriefView;
use crate::kernel::context::{Context, text};
use crate::kernel::error::{CommandError, ErrorCode};

/// A frozen version by its id.
pub(crate) fn issued(context: &Context, id: &str) -> Result<BriefView, CommandError> {
    content(&context.row(monthly_brief::KIND, id)?)
}

/// What a frozen version says.
pub(crate) fn content(row: &Row) -> Result<BriefView, CommandError> {
    serde_json::from_str(text(&row.fields, monthly_brief::FIGURES))
        .map_err(|_| CommandError::new(ErrorCode::NotFound, "这份简报由更新版本的程序定稿，请更新程序后再打开。"))
}
