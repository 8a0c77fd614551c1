//! Whom somebody opened last on this PC: ids only, in the store's own settings, which are encrypted and never sent. Each member of staff
//! has a list of their own.

use serde_json::json;

use crate::kernel::context::Context;
use crate::kernel::error::CommandError;

/// How many are remembered.
const REMEMBERED: usize = 10;

fn name(context: &Context) -> String {
    format!("recent_people:{}", context.person.id)
}

/// Ids of those opened, the last first. Whether they are still on file says whoever reads them.
pub(crate) fn opened(context: &Context) -> Result<Vec<String>, CommandError> {
    let kept = context.store.setting_get(&name(context))?;
    Ok(kept.and_then(|kept| serde_json::from_value(kept).ok()).unwrap_or_default())
}

/// Puts somebody on top. Who stands there already costs no write.
pub(crate) fn remember(context: &Context, recipient: &str) -> Result<(), CommandError> {
    let mut ids = opened(context)?;
    if ids.first().is_some_and(|first| first == recipient) {
        return Ok(());
    }
    ids.retain(|id| id != recipient);
    ids.insert(0, recipient.to_owned());
    ids.truncate(REMEMBERED);
    Ok(context.store.setting_put(&name(context), &json!(ids))?)
}
