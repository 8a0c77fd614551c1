//! Beginning a mandatory report (强制报告, R23) from wherever harm was found, or by itself. One that stands unreported already is gone on
//! with, so that nobody makes two of one matter. Saving is `saving.rs`, what is missing `domain::mandatory_report`.

use std::collections::BTreeMap;

use changelog::Payload;
use domain::fields::{case, group_member, group_session, intake, mandatory_report as report_fields};
use domain::{age, mandatory_report};
use serde::{Deserialize, Serialize};
use store::{Query, Row, Test};
use ts_rs::TS;

use crate::kernel::context::{Context, kind_named, some_text, text};
use crate::kernel::error::{CommandError, ErrorCode};
use crate::kernel::pc::Pc;
use crate::kernel::request::RecordRef;
use crate::people::{self, PersonBrief};
use crate::records::begin;
use crate::records::harm;

/// Where a report begins.
#[derive(Clone, Debug, Default, Serialize, Deserialize, TS)]
#[serde(default)]
#[ts(optional_fields = nullable)]
pub(crate) struct ReportBeginRequest {
    /// The child.
    pub recipient: Option<String>,
    /// The record in which harm was found: a visit, a consultation, a session of a group, an intake.
    pub from: Option<RecordRef>,
}

/// What a report begins with.
#[derive(Clone, Debug, Serialize, Deserialize, TS)]
pub(crate) struct ReportBegun {
    /// The report that stands unreported already: to be gone on with.
    pub report: Option<String>,
    /// Fields to fill in.
    pub fields: Payload,
    /// Readable text of codes and references among them.
    pub labels: BTreeMap<String, String>,
    /// Children it may be about: the one asked for, those of the group.
    pub children: Vec<PersonBrief>,
}

/// What a report begins with.
pub(crate) fn begin(pc: &Pc, request: ReportBeginRequest) -> Result<ReportBegun, CommandError> {
    let context = Context::of(pc)?;
    let source = request.from.as_ref().map(|from| context.row(&from.kind, &from.id)).transpose()?;
    let mut fields = Payload::new();
    let mut children = Vec::new();
    if let Some(source) = &source {
        fields = mandatory_report::found_in(&source.kind, &source.id, &source.fields)
            .ok_or_else(|| CommandError::new(ErrorCode::BadRequest, "强制报告不能从这种记录开始。"))?;
        if source.kind == intake::KIND
            && let Some(person) = case_person(&context, text(&source.fields, intake::CASE))?
        {
            fields.insert(report_fields::RECIPIENT.into(), person.into());
        }
        if source.kind == group_session::KIND {
            children = children_of(&context, text(&source.fields, group_session::GROUP))?;
        }
    }
    if let Some(recipient) = request.recipient {
        fields.insert(report_fields::RECIPIENT.into(), recipient.into());
    }
    // Who came to tell of it may be of age: the child is somebody else, then.
    if let Some(person) = some_text(&fields, report_fields::RECIPIENT) {
        let person = people::brief(&context, &person)?;
        if is_grown(&person) {
            fields.remove(report_fields::RECIPIENT);
        } else {
            children = vec![person];
        }
    }
    let report = standing(&context, &fields, source.as_ref())?;
    let begun = begin::begin(&context, kind_named(report_fields::KIND)?, None, fields)?;
    Ok(ReportBegun { report, fields: begun.fields, labels: begun.labels, children })
}

/// The report of the same matter that is not complete: of the same record, else of the same child.
fn standing(context: &Context, fields: &Payload, source: Option<&Row>) -> Result<Option<String>, CommandError> {
    let child = text(fields, report_fields::RECIPIENT);
    let query = |field: &str, value: &str| {
        let open = Query { provisional: Some(true), ..Query::of(report_fields::KIND) };
        context.list(&open.and(field, Test::Eq, value).by(report_fields::FOUND_DATE, true))
    };
    let of_child = |row: &Row| {
        let named = text(&row.fields, report_fields::RECIPIENT);
        child.is_empty() || named.is_empty() || named == child
    };
    if let Some(source) = source
        && let Some(row) = query(&source.kind, &source.id)?.into_iter().find(of_child)
    {
        return Ok(Some(row.id));
    }
    if child.is_empty() || source.is_some() {
        return Ok(None);
    }
    Ok(harm::unreported_of(context, child)?.into_iter().next_back().map(|item| item.report))
}

fn case_person(context: &Context, id: &str) -> Result<Option<String>, CommandError> {
    Ok(context.store.row(case::KIND, id)?.and_then(|row| some_text(&row.fields, case::RECIPIENT)))
}

fn is_grown(person: &PersonBrief) -> bool {
    person.age.is_some_and(|years| years >= age::OF_AGE)
}

/// Members of a group who are on file and not known to be of age.
fn children_of(context: &Context, group: &str) -> Result<Vec<PersonBrief>, CommandError> {
    let members = context.list(&Query::of(group_member::KIND).and(group_member::GROUP, Test::Eq, group))?;
    let ids: Vec<String> = members.iter().filter_map(|row| some_text(&row.fields, group_member::RECIPIENT)).collect();
    Ok(people::briefs(context, &ids)?.into_values().filter(|person| !is_grown(person)).collect())
}
