//! A household with its members, each with age and relation, and who of them is on file.

use domain::fields::{household, household_member, recipient};
use domain::on_file::{Gone, gone};
use serde::{Deserialize, Serialize};
use store::{Query, Row, Test};
use ts_rs::TS;

use crate::kernel::context::{Context, text};
use crate::kernel::error::CommandError;
use crate::kernel::pc::Pc;
use crate::kernel::request::IdRequest;
use crate::people::household::relation;
use crate::people::on_file;
use crate::people::{self, PersonBrief};
use crate::records::view::{self, RecordView};

/// A household's page.
#[derive(Clone, Debug, Serialize, Deserialize, TS)]
pub(crate) struct HouseholdView {
    /// The record.
    pub record: RecordView,
    /// Its members, the head first; those who died or left too, until their entry is taken out.
    pub members: Vec<MemberView>,
    /// What is to be said of the head: that the one entered has died.
    pub head_note: Option<String>,
}

/// One member.
#[derive(Clone, Debug, Serialize, Deserialize, TS)]
pub(crate) struct MemberView {
    /// The member record; absent for a recipient who is only linked to the household.
    pub record: Option<RecordView>,
    /// The recipient, when on file.
    pub recipient: Option<PersonBrief>,
    /// Name.
    pub name: String,
    /// Relation to the head, readable.
    pub relation: String,
    /// Full years today, or at the death.
    pub age: Option<u32>,
    /// Why she lives there no more, readable.
    pub gone: Option<String>,
}

/// A household and its members.
pub(crate) fn get(pc: &Pc, request: IdRequest) -> Result<HouseholdView, CommandError> {
    let context = Context::of(pc)?;
    let row = context.row(household::KIND, &request.id)?;
    let of_house = |kind: &str| Query::of(kind).and(recipient::HOUSEHOLD, Test::Eq, request.id.clone());
    let entered =
        on_file::members(&context, std::slice::from_ref(&request.id))?.remove(&request.id).unwrap_or_default();
    let linked = context.list(&on_file::without_merged(&context, of_house(recipient::KIND))?)?;
    let mut files: Vec<Row> = entered.iter().filter_map(|member| member.recipient.clone()).collect();
    let unentered: Vec<&Row> = linked.iter().filter(|row| !files.iter().any(|file| file.id == row.id)).collect();
    files.extend(unentered.into_iter().cloned());
    let mut briefs = people::briefs_of(&context, &files)?;
    let rows: Vec<Row> = entered.iter().map(|member| member.row.clone()).collect();
    let records = view::views(&context, household_member::KIND, &rows)?;
    let mut members = Vec::new();
    for (member, record) in entered.iter().zip(records) {
        let recipient = member.recipient.as_ref().and_then(|file| briefs.remove(&file.id));
        let dead = matches!(member.gone, Some(Gone::Died(_)));
        let of_file = recipient.as_ref().and_then(|brief| brief.age).filter(|_| dead);
        members.push(MemberView {
            name: text(&member.row.fields, household_member::NAME).to_owned(),
            relation: relation(text(&member.row.fields, household_member::RELATION_TO_HEAD)),
            age: of_file.or_else(|| people::age(&context, &member.row.fields)),
            gone: member.gone.map(Gone::said),
            record: Some(record),
            recipient,
        });
    }
    for row in &files {
        let Some(brief) = briefs.remove(&row.id) else {
            continue;
        };
        members.push(MemberView {
            record: None,
            name: brief.name.clone(),
            relation: String::new(),
            age: brief.age,
            gone: gone(&row.fields, None, context.today).map(Gone::said),
            recipient: Some(brief),
        });
    }
    Ok(HouseholdView { record: view::view(&context, &row)?, members, head_note: on_file::head_note(&entered) })
}
