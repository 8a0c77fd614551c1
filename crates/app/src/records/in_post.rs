//! People in post at a station on a day, and how many of them have a certificate: the figure alone goes out, the personnel files stay
//! closed to whoever may not read them.

use changelog::Payload;
use chrono::NaiveDate;
use domain::fields::staff_file;
use domain::staff_file::InPost;
use store::Row;

use crate::kernel::context::Context;
use crate::kernel::error::CommandError;

/// What the counting looks at.
const LOOKED_AT: [&str; 4] =
    [staff_file::ARRIVAL_DATE, staff_file::LEFT_DATE, staff_file::CERTIFICATE, staff_file::CERTIFIED_DATE];

/// 在岗, 持证 of a station on a day; none where it has no personnel file yet.
pub(crate) fn of_station(context: &Context, station: &str, day: NaiveDate) -> Result<Option<InPost>, CommandError> {
    let finals = context.of_station(staff_file::KIND, Some(station)).finals();
    let files: Vec<Row> = context.store.whole().list(&finals.only(&LOOKED_AT).bare())?;
    let fields = files.iter().map(|row| &row.fields as &Payload);
    Ok((!files.is_empty()).then(|| domain::staff_file::in_post(fields, day)))
}
