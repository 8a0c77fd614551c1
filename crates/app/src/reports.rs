//! Mandatory reports (强制报告, R23): what stands unreported, so that nobody can overlook it, and the report
//! that a visit with signs of harm to a minor brings with it.

use changelog::{Op, Payload};
use domain::mandatory_report;
use serde::{Deserialize, Serialize};
use store::{Query, Row, Test, Write};
use ts_rs::TS;

use crate::duty::{Duty, codes, date, kind_named, some_text, text};
use crate::error::CommandError;
use crate::labels::label;
use crate::people;
use crate::person::of_person;
use crate::writing::{self, Form, Ready, warning};

/// Harm to a minor without a complete police report.
#[derive(Clone, Debug, Serialize, Deserialize, TS)]
pub struct HarmItem {
    /// The report record.
    pub report: String,
    /// The visit it came from.
    pub visit: Option<String>,
    /// The person.
    pub recipient: String,
    /// Name.
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
    /// What the report still lacks, readable.
    pub missing: Vec<String>,
    /// Who found it.
    pub who: String,
}

/// Harm that stands unreported, the oldest first; the county sees all stations.
pub(crate) fn unreported(duty: &Duty) -> Result<Vec<HarmItem>, CommandError> {
    let query = Query { provisional: Some(true), ..Query::of("mandatory_report") };
    items(duty, duty.list(&query.by("found_date", false))?)
}

/// Harm to one person that stands unreported.
pub(crate) fn unreported_of(duty: &Duty, recipient: &str) -> Result<Vec<HarmItem>, CommandError> {
    let query = Query { provisional: Some(true), ..of_person("mandatory_report", recipient) };
    items(duty, duty.list(&query.by("found_date", false))?)
}

fn items(duty: &Duty, rows: Vec<Row>) -> Result<Vec<HarmItem>, CommandError> {
    let ids: Vec<String> = rows.iter().map(|row| text(&row.fields, "recipient").to_owned()).collect();
    let people = people::briefs(duty, &ids)?;
    Ok(rows.into_iter().map(|row| item(duty, row, &people)).collect())
}

fn item(duty: &Duty, row: Row, people: &std::collections::BTreeMap<String, crate::views::PersonBrief>) -> HarmItem {
    let recipient = text(&row.fields, "recipient").to_owned();
    let person = people.get(&recipient);
    let signs: Vec<String> = codes(&row.fields, "situation").iter().map(|code| label("harm_sign", code)).collect();
    let who = some_text(&row.fields, "reporter").unwrap_or_else(|| row.created_by.clone());
    HarmItem {
        visit: some_text(&row.fields, "visit"),
        name: person.map(|person| person.name.clone()).unwrap_or_default(),
        age: person.and_then(|person| person.age),
        station_name: duty.station_name(&row.station),
        situation: signs.join("、"),
        found_date: text(&row.fields, "found_date").to_owned(),
        days: date(&row.fields, "found_date").map_or(0, |found| (duty.today - found).num_days().max(0)),
        missing: mandatory_report::missing(&row.fields).into_iter().map(|finding| finding.message).collect(),
        who: duty.staff_name(&who),
        station: row.station,
        report: row.id,
        recipient,
    }
}

/// A report ready to be saved: final as soon as the report to the police is complete, 暂存 until then, whatever
/// was asked for. Nothing typed is lost.
pub(crate) fn ready(duty: &Duty, form: Form) -> Result<Ready, CommandError> {
    let kind = kind_named("mandatory_report")?;
    let before = match &form.id {
        Some(id) => duty.row("mandatory_report", id)?.fields,
        None => Payload::new(),
    };
    let whole = writing::check(duty, kind, &before, form.fields.clone(), true).whole;
    let lacking = mandatory_report::missing(&whole);
    let mut ready = writing::ready(duty, kind, Form { provisional: !lacking.is_empty(), ..form })?;
    ready.findings.extend(lacking.into_iter().map(|finding| warning(&finding.field, finding.message)));
    Ok(ready)
}

/// The visit that waited for this report becomes final with it, when nothing else is missing.
pub(crate) fn visit_follows(duty: &Duty, report: &str, whole: &Payload) -> Result<Option<Write>, CommandError> {
    if !mandatory_report::missing(whole).is_empty() {
        return Ok(None);
    }
    let Some(visit) = some_text(whole, "visit") else {
        return Ok(None);
    };
    let Some(row) = duty.store.row("visit", &visit)?.filter(|row| row.provisional && row.deleted_reason.is_none())
    else {
        return Ok(None);
    };
    let others =
        Query { provisional: Some(true), ..Query::of("mandatory_report") }.and("visit", Test::Eq, visit.clone());
    let others = duty.store.count(&others.and("id", Test::Ne, report))?;
    let checked = writing::check(duty, kind_named("visit")?, &row.fields, Payload::new(), false);
    if others > 0 || writing::refuse_errors(&checked.findings).is_err() {
        return Ok(None);
    }
    let fields = Payload::from_iter([("provisional".to_owned(), false.into())]);
    let seen = writing::seen_of(&row, Default::default(), &fields);
    Ok(Some(Write { kind: "visit".to_owned(), record: visit, op: Op::Set, fields, seen }))
}

/// The report that a visit brings with it: what the visit tells, and what was filled in.
pub(crate) fn of_visit(
    duty: &Duty,
    visit: &str,
    whole: &Payload,
    part: Option<crate::visits::ReportPart>,
) -> Result<Ready, CommandError> {
    let part = part.unwrap_or_default();
    let existing = match &part.id {
        Some(id) => Some(duty.row("mandatory_report", id)?),
        None => duty.list(&Query::of("mandatory_report").and("visit", Test::Eq, visit))?.into_iter().next(),
    };
    let mut fields = mandatory_report::from_visit(visit, whole);
    if let Some(row) = &existing {
        // What stands in the report is the report's own; only newly seen signs are added.
        let mut signs = codes(&row.fields, "situation");
        signs.extend(codes(whole, "harm_signs").into_iter().filter(|sign| !signs.contains(sign)).collect::<Vec<_>>());
        fields.clear();
        fields.insert("situation".into(), signs.into());
    }
    fields.extend(part.fields);
    ready(duty, Form { id: existing.map(|row| row.id), fields, seen: part.seen, provisional: true })
}
