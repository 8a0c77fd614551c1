//! Values that a reader sees only masked, in what narrows and sorts a list: whole ones may be asked for, which is recorded, parts never.

use crate::kernel::context::{Context, kind_named};
use crate::kernel::error::{CommandError, ErrorCode};
use crate::records::{FilterTest, ListRequest, labels};

/// What an `access` change says of a search by a whole number.
pub(crate) const SOUGHT: &str = "按完整号码查找";

/// Whether a list is narrowed by what its reader sees only masked. A whole value may be asked for; to compare, to look for a part, or to sort
/// would read it out piece by piece.
pub(crate) fn asked_for(context: &Context, request: &ListRequest) -> Result<bool, CommandError> {
    let kind = kind_named(&request.kind)?;
    let hidden = |name: &str| kind.field(name).is_some_and(|field| labels::is_masked(context, field));
    let refused =
        || CommandError::new(ErrorCode::BadRequest, "隐藏的号码只能按完整的号码查找，不能按其中一段筛选或排序。");
    if request.order.iter().any(|by| hidden(&by.field)) {
        return Err(refused());
    }
    let mut asked = false;
    for filter in request.filters.iter().filter(|filter| hidden(&filter.field)) {
        match filter.test {
            FilterTest::IsNull | FilterTest::NotNull => {}
            FilterTest::Eq | FilterTest::In => asked = true,
            _ => return Err(refused()),
        }
    }
    Ok(asked)
}
