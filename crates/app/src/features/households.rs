//! A household with its members, each with age and relation, and who of them is on file.

use std::collections::BTreeSet;

use serde::{Deserialize, Serialize};
use store::{Query, Test};
use ts_rs::TS;

use crate::kernel::context::{Context, text};
use crate::kernel::error::CommandError;
use crate::kernel::pc::Pc;
use crate::kernel::request::IdRequest;
use crate::people::household::{is_head, relation};
use crate::people::{self, PersonBrief};
use crate::records::view::{self, RecordView};

/// A household's page.
#[derive(Clone, Debug, Serialize, Deserialize, TS)]
pub struct HouseholdView {
    /// The record.
    pub record: RecordView,
    /// Its members, the head first.
    pub members: Vec<MemberView>,
}

/// One member.
#[derive(Clone, Debug, Serialize, Deserialize, TS)]
pub struct MemberView {
    /// The member record; absent for a recipient who is only linked to the household.
    pub record: Option<RecordView>,
    /// The recipient, when on file.
    pub recipient: Option<PersonBrief>,
    /// Name.
    pub name: String,
    /// Relation to the head, readable.
    pub relation: String,
    /// Full years today.
    pub age: Option<u32>,
}

/// A household and its members.
pub fn get(pc: &Pc, request: IdRequest) -> Result<HouseholdView, CommandError> {
    let context = Context::of(pc)?;
    let row = context.row("household", &request.id)?;
    let of_house = |kind: &str| Query::of(kind).and("household", Test::Eq, request.id.clone());
    let mut rows = context.list(&of_house("household_member"))?;
    rows.sort_by_key(|row| (!is_head(text(&row.fields, "relation_to_head")), row.created_ms));
    let on_file = context.list(&of_house("recipient"))?;
    let mut ids: BTreeSet<String> = rows.iter().map(|row| text(&row.fields, "recipient").to_owned()).collect();
    ids.extend(on_file.iter().map(|row| row.id.clone()));
    ids.remove("");
    let mut briefs = people::briefs(&context, &ids.into_iter().collect::<Vec<_>>())?;
    let records = view::views(&context, "household_member", &rows)?;
    let mut members = Vec::new();
    for (row, record) in rows.iter().zip(records) {
        members.push(MemberView {
            recipient: briefs.remove(text(&row.fields, "recipient")),
            name: text(&row.fields, "name").to_owned(),
            relation: relation(text(&row.fields, "relation_to_head")),
            age: people::age(&context, &row.fields),
            record: Some(record),
        });
    }
    for brief in briefs.into_values() {
        members.push(MemberView {
            record: None,
            name: brief.name.clone(),
            relation: String::new(),
            age: brief.age,
            recipient: Some(brief),
        });
    }
    Ok(HouseholdView { record: view::view(&context, &row)?, members })
}
