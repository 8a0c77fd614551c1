//! Personnel files: what the county's age limit says of somebody taken on (R08, `domain::staff_file`).

use domain::fields::staff_file;
use domain::parameters::STAFF_MAX_AGE;
use domain::staff_file::over_age;

use crate::kernel::context::{Context, kind_named};
use crate::kernel::error::CommandError;
use crate::records::check::{self, Form, Ready};

/// A file ready to be saved.
pub(crate) fn ready(context: &Context, form: Form) -> Result<Ready, CommandError> {
    let mut ready = check::ready(context, kind_named(staff_file::KIND)?, form)?;
    if let Some(most) = context.number_parameter(STAFF_MAX_AGE)? {
        ready.findings.extend(over_age(&ready.whole, most));
    }
    Ok(ready)
}
