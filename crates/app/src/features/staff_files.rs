//! Personnel files: what the county's age limit says of somebody taken on (R08, `domain::staff_file`), and that nobody leaves with open work;
//! pay is confirmed once for a person and month.

use domain::fields::{pay_confirmation, staff_file};
use domain::parameters::STAFF_MAX_AGE;
use domain::staff_file::over_age;
use store::{Query, Test};

use crate::kernel::context::{Context, date, kind_named, text};
use crate::kernel::error::{CommandError, FieldFinding};
use crate::records::agreements;
use crate::records::check::{self, Form, Ready};
use crate::records::open_work;

/// A file ready to be saved.
pub(crate) fn ready(context: &Context, form: Form) -> Result<Ready, CommandError> {
    let mut ready = check::ready(context, kind_named(staff_file::KIND)?, form)?;
    if let Some(most) = context.number_parameter(STAFF_MAX_AGE)? {
        ready.findings.extend(over_age(&ready.whole, most));
    }
    let arrived = date(&ready.whole, staff_file::ARRIVAL_DATE);
    if let Some((arrived, signed)) = arrived.zip(agreements::first_signing(context, &ready.station)?)
        && arrived < signed
    {
        let words = format!("早于本站第一份服务协议的签订日期（{signed}），请核对");
        ready.findings.push(check::warning(staff_file::ARRIVAL_DATE, words));
    }
    let leaves = |name: &str| ready.write.as_ref().is_some_and(|write| write.fields.contains_key(name));
    let account = text(&ready.whole, staff_file::STAFF);
    let left = !text(&ready.whole, staff_file::LEFT_DATE).is_empty();
    if left && !account.is_empty() && (leaves(staff_file::LEFT_DATE) || leaves(staff_file::STAFF)) {
        open_work::refuse_leaving(context, account, staff_file::LEFT_DATE)?;
    }
    Ok(ready)
}

/// A confirmation of pay ready to be saved: one for a person and month.
pub(crate) fn ready_pay(context: &Context, form: Form) -> Result<Ready, CommandError> {
    let mut ready = check::ready_with_findings(context, kind_named(pay_confirmation::KIND)?, form)?;
    let of = |name: &str| text(&ready.whole, name).to_owned();
    let same = Query::of(pay_confirmation::KIND)
        .and(pay_confirmation::STAFF_FILE, Test::Eq, of(pay_confirmation::STAFF_FILE))
        .and(pay_confirmation::MONTH, Test::Eq, of(pay_confirmation::MONTH));
    if context.list(&same)?.iter().any(|row| row.id != ready.id) {
        let words = "这个月已经登记过，请修改那一条";
        ready.findings.push(FieldFinding::error(pay_confirmation::MONTH, words));
    }
    check::refuse_errors(&ready.findings)?;
    Ok(ready)
}
