//! A household with its members, each with age and relation, and who of them is on file.

use std::collections::BTreeSet;

use serde::{Deserialize, Serialize};
use store::{Query, Test};
use ts_rs::TS;

use crate::app::App;
use crate::duty::{Duty, text};
use crate::error::CommandError;
use crate::labels::label;
use crate::people;
use crate::person::IdRequest;
use crate::views::{self, PersonBrief, RecordView};

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
pub fn get(app: &App, request: IdRequest) -> Result<HouseholdView, CommandError> {
    let duty = Duty::of(app)?;
    let row = duty.row("household", &request.id)?;
    let of_house = |kind: &str| Query::of(kind).and("household", Test::Eq, request.id.clone());
    let mut rows = duty.list(&of_house("household_member"))?;
    rows.sort_by_key(|row| (!is_head(text(&row.fields, "relation_to_head")), row.created_ms));
    let on_file = duty.list(&of_house("recipient"))?;
    let mut ids: BTreeSet<String> = rows.iter().map(|row| text(&row.fields, "recipient").to_owned()).collect();
    ids.extend(on_file.iter().map(|row| row.id.clone()));
    ids.remove("");
    let mut briefs = people::briefs(&duty, &ids.into_iter().collect::<Vec<_>>())?;
    let records = views::views(&duty, "household_member", &rows)?;
    let mut members = Vec::new();
    for (row, record) in rows.iter().zip(records) {
        members.push(MemberView {
            recipient: briefs.remove(text(&row.fields, "recipient")),
            name: text(&row.fields, "name").to_owned(),
            relation: relation(text(&row.fields, "relation_to_head")),
            age: people::age(&duty, &row.fields),
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
    Ok(HouseholdView { record: views::view(&duty, &row)?, members })
}

/// Head of the household, or the person the booklet is of.
pub(crate) fn is_head(relation: &str) -> bool {
    matches!(relation, "01" | "02")
}

/// Relation to the head, readable.
pub(crate) fn relation(code: &str) -> String {
    if code.is_empty() { String::new() } else { label("relation", code) }
}
