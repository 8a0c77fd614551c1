//! Harm to minors that stands unreported (R23), so that nobody can overlook it. Beginning the report is `features/mandatory_reports.rs`,
//! making one beside a visit `features/visits/reports.rs`.

use domain::fields::mandatory_report as mandatory_report_fields;
use domain::mandatory_report;
use serde::{Deserialize, Serialize};
use store::{Query, Row};
use ts_rs::TS;

use crate::kernel::context::{Context, codes, date, some_text, text};
use crate::kernel::error::CommandError;
use crate::kernel::words::label;
use crate::people;
use crate::people::same_person::of_person;

/// Harm to a minor without a complete police report.
#[derive(Clone, Debug, Serialize, Deserialize, TS)]
pub(crate) struct HarmItem {
    /// The report record.
    pub report: String,
    /// The person; empty as long as nobody was chosen.
    pub recipient: String,
    /// Name; empty as long as nobody was chosen.
    pub name: String,
    /// Full years.
    pub age: Option<u32>,
    /// Station.
    pub station: String,
    /// Name of the station (for the county).
    pub station_name: String,
    /// What was seen, readable.
    pub situation: String,
    /// Found on.
    pub found_date: String,
    /// Days since.
    pub days: i64,
    /// What the report still lacks, by the labels of its form.
    pub missing: Vec<String>,
    /// Who found it.
    pub who: String,
}

/// Harm that stands unreported, the oldest first; the county sees all stations.
pub(crate) fn unreported(context: &Context) -> Result<Vec<HarmItem>, CommandError> {
    let query = Query { provisional: Some(true), ..Query::of(mandatory_report_fields::KIND) };
    items(context, context.list(&query.by(mandatory_report_fields::FOUND_DATE, false))?)
}

/// Harm to one person that stands unreported.
pub(crate) fn unreported_of(context: &Context, recipient: &str) -> Result<Vec<HarmItem>, CommandError> {
    let query = Query { provisional: Some(true), ..of_person(mandatory_report_fields::KIND, recipient) };
    items(context, context.list(&query.by(mandatory_report_fields::FOUND_DATE, false))?)
}

fn items(context: &Context, rows: Vec<Row>) -> Result<Vec<HarmItem>, CommandError> {
    let ids: Vec<String> =
        rows.iter().map(|row| text(&row.fields, mandatory_report_fields::RECIPIENT).to_owned()).collect();
    let people = people::briefs(context, &ids)?;
    Ok(rows.into_iter().map(|row| item(context, row, &people)).collect())
}

fn item(
    context: &Context,
    row: Row,
    people: &std::collections::BTreeMap<String, crate::people::PersonBrief>,
) -> HarmItem {
    let recipient = text(&row.fields, mandatory_report_fields::RECIPIENT).to_owned();
    let person = people.get(&recipient);
    let signs: Vec<String> =
        codes(&row.fields, mandatory_report_fields::SITUATION).iter().map(|code| label("harm_sign", code)).collect();
    let who = some_text(&row.fields, mandatory_report_fields::REPORTER).unwrap_or_else(|| row.created_by.clone());
    HarmItem {
        name: person.map(|person| person.name.clone()).unwrap_or_default(),
        age: person.and_then(|person| person.age),
        station_name: context.station_name(&row.station),
        situation: signs.join("、"),
        found_date: text(&row.fields, mandatory_report_fields::FOUND_DATE).to_owned(),
        days: date(&row.fields, mandatory_report_fields::FOUND_DATE)
            .map_or(0, |found| (context.today - found).num_days().max(0)),
        missing: mandatory_report::missing(&row.fields).into_iter().map(|field| field.label.clone()).collect(),
        who: context.staff_name(&who),
        station: row.station,
        report: row.id,
        recipient,
    }
}
