//! Personnel files: what the county's age limit says of somebody taken on (R08, `domain::staff_file`), and that nobody leaves with open work.

use domain::fields::staff_file;
use domain::parameters::STAFF_MAX_AGE;
use domain::staff_file::over_age;

use crate::kernel::context::{Context, kind_named, text};
use crate::kernel::error::CommandError;
use crate::records::check::{self, Form, Ready};
use crate::records::open_work;

/// A file ready to be saved.
pub(crate) fn ready(context: &Context, form: Form) -> Result<Ready, CommandError> {
    let mut ready = check::ready(context, kind_named(staff_file::KIND)?, form)?;
    if let Some(most) = context.number_parameter(STAFF_MAX_AGE)? {
        ready.findings.extend(over_age(&ready.whole, most));
    }
    let leaves = |name: &str| ready.write.as_ref().is_some_and(|write| write.fields.contains_key(name));
    let account = text(&ready.whole, staff_file::STAFF);
    let left = !text(&ready.whole, staff_file::LEFT_DATE).is_empty();
    if left && !account.is_empty() && (leaves(staff_file::LEFT_DATE) || leaves(staff_file::STAFF)) {
        open_work::refuse_leaving(context, account, staff_file::LEFT_DATE)?;
    }
    Ok(ready)
}
