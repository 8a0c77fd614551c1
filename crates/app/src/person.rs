//! One person's page: the header with everything that must be in sight. Opening a minor's file is
//! recorded. What was done for the person stands in `timeline`.

use serde::{Deserialize, Serialize};
use store::{Query, Row, Test};
use ts_rs::TS;

use crate::app::App;
use crate::cases::{self, CaseCard};
use crate::duty::{Duty, kind_named, some_text, text};
use crate::error::CommandError;
use crate::households;
use crate::people;
use crate::recipients::CountOf;
use crate::reports::{self, HarmItem};
use crate::views::{self, PersonBrief, RecordView};

/// Names a record whose kind is known.
#[derive(Clone, Debug, Serialize, Deserialize, TS)]
pub struct IdRequest {
    /// Record id.
    pub id: String,
}

/// The header of a person's page.
#[derive(Clone, Debug, Serialize, Deserialize, TS)]
pub struct RecipientOverview {
    /// The record, masked, with conflicts.
    pub record: RecordView,
    /// Name, sex, age, categories, risk.
    pub brief: PersonBrief,
    /// Younger than 14: a guardian consents.
    pub guardian_consents: bool,
    /// All categories, ended ones too.
    pub categories: Vec<RecordView>,
    /// The household, when there is one.
    pub household: Option<HouseholdBrief>,
    /// Name of the responsible worker.
    pub worker: String,
    /// Date of the last effective visit.
    pub last_visit: Option<String>,
    /// When the next visit is due.
    pub next_visit: Option<String>,
    /// Next visit is before today.
    pub overdue: bool,
    /// The consents, newest first; empty means 告知同意 is missing.
    pub consents: Vec<RecordView>,
    /// Cases, newest first.
    pub cases: Vec<CaseCard>,
    /// Harm to a minor that has not been reported to the police.
    pub unreported: Vec<HarmItem>,
    /// Comments and returns of the county.
    pub annotations: Vec<RecordView>,
    /// How many visits, case notes and so on there are, by kind.
    pub counts: Vec<CountOf>,
    /// The file that this one was merged into.
    pub merged_into: Option<PersonBrief>,
    /// Files that were merged into this one; what was done under them stands here.
    pub merged_here: Vec<PersonBrief>,
}

/// A household beside a person.
#[derive(Clone, Debug, Serialize, Deserialize, TS)]
pub struct HouseholdBrief {
    /// Household id.
    pub id: String,
    /// Number of the household.
    pub household_no: String,
    /// Head of the household.
    pub head_name: String,
    /// Address.
    pub address: String,
    /// Relation of this person to the head, readable.
    pub relation: String,
    /// How many members.
    pub members: u64,
}

/// The header of a person's page.
pub fn overview(app: &App, request: IdRequest) -> Result<RecipientOverview, CommandError> {
    let duty = Duty::of(app)?;
    let row = duty.row("recipient", &request.id)?;
    let id = &row.id;
    let brief = people::briefs_of(&duty, std::slice::from_ref(&row))?
        .remove(id)
        .ok_or_else(|| CommandError::not_found("服务对象"))?;
    if brief.minor {
        duty.record_opening(&row)?;
    }
    let visits = people::visited(&duty, std::slice::from_ref(id))?.remove(id).unwrap_or_default();
    let own = |kind: &str| of_family(&duty, kind, id);
    let categories = duty.list(&own("recipient_category")?)?;
    let mut consents = duty.list(&own("consent")?)?;
    consents.sort_by(|one, other| text(&other.fields, "date").cmp(text(&one.fields, "date")));
    let case_rows = duty.list(&own("case")?)?;
    let mut cases = cases::cards(&duty, &case_rows)?;
    cases.sort_by(|one, other| other.stage_date.cmp(&one.stage_date));
    Ok(RecipientOverview {
        record: views::view(&duty, &row)?,
        guardian_consents: brief.age.is_some_and(|age| age < 14),
        brief,
        categories: views::views(&duty, "recipient_category", &categories)?,
        household: household_of(&duty, &row)?,
        worker: duty.staff_name(text(&row.fields, "assigned_worker")),
        overdue: people::overdue(&duty, visits.next.as_deref()),
        last_visit: visits.last,
        next_visit: visits.next,
        consents: views::views(&duty, "consent", &consents)?,
        cases,
        unreported: duty
            .merges()?
            .family(id)
            .iter()
            .map(|one| reports::unreported_of(&duty, one))
            .collect::<Result<Vec<_>, _>>()?
            .concat(),
        annotations: annotations_of(&duty, std::slice::from_ref(id))?,
        counts: counts(&duty, id)?,
        merged_into: merged_into(&duty, id)?,
        merged_here: merged_here(&duty, id)?,
    })
}

fn merged_into(duty: &Duty, id: &str) -> Result<Option<PersonBrief>, CommandError> {
    let merges = duty.merges()?;
    if merges.is_merged(id) { people::brief(duty, id).map(Some) } else { Ok(None) }
}

fn merged_here(duty: &Duty, id: &str) -> Result<Vec<PersonBrief>, CommandError> {
    let others: Vec<String> = duty.merges()?.family(id).into_iter().filter(|other| other != id).collect();
    Ok(people::briefs_as_they_are(duty, &others)?.into_values().collect())
}

/// Records of a kind that belong to a person.
pub(crate) fn of_person(kind: &str, id: &str) -> Query {
    Query::of(kind).and("recipient", Test::Eq, id)
}

/// The same under every file that was merged into this one.
pub(crate) fn of_family(duty: &Duty, kind: &str, id: &str) -> Result<Query, CommandError> {
    Ok(Query::of(kind).and("recipient", Test::In, duty.merges()?.family(id)))
}

fn household_of(duty: &Duty, person: &Row) -> Result<Option<HouseholdBrief>, CommandError> {
    let Some(id) = some_text(&person.fields, "household") else {
        return Ok(None);
    };
    let Some(row) = duty.store.row("household", &id)? else {
        return Ok(None);
    };
    let members = duty.list(&Query::of("household_member").and("household", Test::Eq, id.clone()))?;
    let own = members.iter().find(|member| text(&member.fields, "recipient") == person.id);
    let view = views::view(duty, &row)?;
    Ok(Some(HouseholdBrief {
        household_no: text(&view.fields, "household_no").to_owned(),
        head_name: text(&view.fields, "head_name").to_owned(),
        address: [text(&view.fields, "village"), text(&view.fields, "group_no"), text(&view.fields, "address")]
            .concat(),
        relation: own.map(|own| households::relation(text(&own.fields, "relation_to_head"))).unwrap_or_default(),
        members: members.len() as u64,
        id,
    }))
}

/// What the county wrote about these records, and the supervisor's verdicts on them, newest first.
pub(crate) fn annotations_of(duty: &Duty, targets: &[String]) -> Result<Vec<RecordView>, CommandError> {
    let mut notes = Vec::new();
    for kind in ["annotation", "review"] {
        notes.extend(views::views(duty, kind, &duty.list_in(&Query::of(kind), "target", targets)?)?);
    }
    notes.sort_by_key(|note| std::cmp::Reverse(note.created_ms));
    Ok(notes)
}

fn counts(duty: &Duty, id: &str) -> Result<Vec<CountOf>, CommandError> {
    let mut counts = Vec::new();
    for kind in ["visit", "case", "mandatory_report", "referral", "consent", "means_survey"] {
        let count = duty.store.count(&of_family(duty, kind, id)?)?;
        counts.push(CountOf { value: kind.to_owned(), label: kind_named(kind)?.label.clone(), count });
    }
    Ok(counts)
}
