//! One person's page: the header with everything that must be in sight. Opening a minor's file is
//! recorded. What was done for the person stands in `timeline`.

use domain::age;
use domain::dictionary::dictionary;
use domain::fields::{case, consent, household as household_fields, household_member, recipient, recipient_category};
use serde::{Deserialize, Serialize};
use store::Row;
use ts_rs::TS;

use crate::features::cases::{self, CaseCard};
use crate::kernel::context::{Context, some_text, text};
use crate::kernel::error::CommandError;
use crate::kernel::pc::Pc;
use crate::kernel::request::IdRequest;
use crate::kernel::words::CountOf;
use crate::people::on_file;
use crate::people::recent;
use crate::people::same_person::of_same_person;
use crate::people::{self, PersonBrief, household};
use crate::records::annotations::annotations_of;
use crate::records::harm::{self, HarmItem};
use crate::records::view::{self, RecordView};
use crate::records::visited;

/// The header of a person's page.
#[derive(Clone, Debug, Serialize, Deserialize, TS)]
pub(crate) struct RecipientOverview {
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
pub(crate) struct HouseholdBrief {
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
    /// How many live there.
    pub members: u64,
    /// What is to be said of the head: that the one entered has died.
    pub head_note: Option<String>,
}

/// The header of a person's page.
pub(crate) fn overview(pc: &Pc, request: IdRequest) -> Result<RecipientOverview, CommandError> {
    let context = Context::of(pc)?;
    let row = context.row(recipient::KIND, &request.id)?;
    let id = &row.id;
    let brief = people::briefs_of(&context, std::slice::from_ref(&row))?
        .remove(id)
        .ok_or_else(|| CommandError::not_found("服务对象"))?;
    if brief.minor {
        context.record_opening(&row)?;
    }
    recent::remember(&context, id)?;
    let visits = visited::visited(&context, std::slice::from_ref(id))?.remove(id).unwrap_or_default();
    let own = |kind: &str| of_same_person(&context, kind, id);
    let categories = context.list(&own(recipient_category::KIND)?)?;
    let mut consents = context.list(&own(consent::KIND)?)?;
    consents.sort_by(|one, other| text(&other.fields, consent::DATE).cmp(text(&one.fields, consent::DATE)));
    let case_rows = context.list(&own(case::KIND)?)?;
    let mut cases = cases::cards(&context, &case_rows)?;
    cases.sort_by(|one, other| other.stage_date.cmp(&one.stage_date));
    Ok(RecipientOverview {
        record: view::view(&context, &row)?,
        guardian_consents: brief.age.is_some_and(|years| years < age::CONSENTS),
        brief,
        categories: view::views(&context, recipient_category::KIND, &categories)?,
        household: household_of(&context, &row)?,
        worker: context.staff_name(text(&row.fields, recipient::ASSIGNED_WORKER)),
        overdue: visited::overdue(&context, visits.next.as_deref()),
        last_visit: visits.last,
        next_visit: visits.next,
        consents: view::views(&context, consent::KIND, &consents)?,
        cases,
        unreported: context
            .merges()?
            .same_person(id)
            .iter()
            .map(|one| harm::unreported_of(&context, one))
            .collect::<Result<Vec<_>, _>>()?
            .concat(),
        annotations: annotations_of(&context, std::slice::from_ref(id))?,
        counts: counts(&context, id)?,
        merged_into: merged_into(&context, id)?,
        merged_here: merged_here(&context, id)?,
    })
}

fn merged_into(context: &Context, id: &str) -> Result<Option<PersonBrief>, CommandError> {
    let merges = context.merges()?;
    if merges.is_merged(id) { people::brief(context, id).map(Some) } else { Ok(None) }
}

fn merged_here(context: &Context, id: &str) -> Result<Vec<PersonBrief>, CommandError> {
    let others: Vec<String> = context.merges()?.same_person(id).into_iter().filter(|other| other != id).collect();
    Ok(people::briefs_as_they_are(context, &others)?.into_values().collect())
}

fn household_of(context: &Context, person: &Row) -> Result<Option<HouseholdBrief>, CommandError> {
    let Some(id) = some_text(&person.fields, recipient::HOUSEHOLD) else {
        return Ok(None);
    };
    let Some(row) = context.store.row(household_fields::KIND, &id)? else {
        return Ok(None);
    };
    let members = on_file::members(context, std::slice::from_ref(&id))?.remove(&id).unwrap_or_default();
    let merges = context.merges()?;
    let stands = merges.standing(&person.id);
    let own = members.iter().find(|member| member.recipient.as_ref().is_some_and(|file| file.id == stands));
    let view = view::view(context, &row)?;
    Ok(Some(HouseholdBrief {
        household_no: text(&view.fields, household_fields::HOUSEHOLD_NO).to_owned(),
        head_name: text(&view.fields, household_fields::HEAD_NAME).to_owned(),
        address: [
            text(&view.fields, household_fields::VILLAGE),
            text(&view.fields, household_fields::GROUP_NO),
            text(&view.fields, household_fields::ADDRESS),
        ]
        .concat(),
        relation: own
            .map(|own| household::relation(text(&own.row.fields, household_member::RELATION_TO_HEAD)))
            .unwrap_or_default(),
        members: members.iter().filter(|member| member.gone.is_none()).count() as u64,
        head_note: on_file::head_note(&members),
        id,
    }))
}

fn counts(context: &Context, id: &str) -> Result<Vec<CountOf>, CommandError> {
    let mut counts = Vec::new();
    for kind in dictionary().about_a_person() {
        let count = context.store.count(&of_same_person(context, &kind.name, id)?)?;
        counts.push(CountOf { value: kind.name.clone(), label: kind.label.clone(), count });
    }
    Ok(counts)
}
