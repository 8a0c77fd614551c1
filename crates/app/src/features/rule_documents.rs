//! Documents that the county sent down (下发文件): who of each station has read the version in hand, and who has not. Each person says so for
//! herself; a new version is to be read anew.

use std::collections::BTreeMap;

use changelog::Payload;
use domain::fields::{rule_document, rule_document_reading, staff};
use serde::{Deserialize, Serialize};
use serde_json::json;
use store::{Query, Row, Test};
use ts_rs::TS;

use crate::kernel::context::{Context, kind_named, text};
use crate::kernel::error::CommandError;
use crate::kernel::pc::Pc;
use crate::kernel::request::{IdRequest, Nothing};
use crate::records::check::{self, Form};

/// A document and who has read it.
#[derive(Clone, Debug, Serialize, Deserialize, TS)]
pub(crate) struct DocumentReadings {
    /// The document.
    pub id: String,
    /// Its title.
    pub title: String,
    /// 文号
    pub document_no: String,
    /// The version in hand.
    pub version: String,
    /// In force from that day on.
    pub in_force: String,
    /// The person at this PC has not read it.
    pub unread: bool,
    /// Station by station; at a station its own alone.
    pub stations: Vec<StationReadings>,
}

/// Who of a station has read a document.
#[derive(Clone, Debug, Serialize, Deserialize, TS)]
pub(crate) struct StationReadings {
    /// Code.
    pub station: String,
    /// Name.
    pub name: String,
    /// Who has, with the day.
    pub read: Vec<Reading>,
    /// Who has not: names.
    pub unread: Vec<String>,
}

/// One person's word.
#[derive(Clone, Debug, Serialize, Deserialize, TS)]
pub(crate) struct Reading {
    /// Name.
    pub name: String,
    /// When.
    pub date: String,
}

/// Documents, the newest in force first, with who has read them.
pub(crate) fn readings(pc: &Pc, _: Nothing) -> Result<Vec<DocumentReadings>, CommandError> {
    let context = Context::of(pc)?;
    let finals = |kind: &str| context.of_station(kind, None).finals();
    let kind = kind_named(rule_document::KIND)?;
    let documents = finals(rule_document::KIND).by(rule_document::IN_FORCE_DATE, true);
    let documents = context.list(&documents.only(&kind.short_fields()))?;
    let mut people: BTreeMap<String, Vec<Row>> = BTreeMap::new();
    for row in context.list(&finals(staff::KIND))?.into_iter().filter(|row| text(&row.fields, staff::ACTIVE) != "no") {
        people.entry(row.station.clone()).or_default().push(row);
    }
    let said = context.list(&finals(rule_document_reading::KIND).by(rule_document_reading::DATE, false))?;
    let mut found = Vec::new();
    for document in &documents {
        let read: Vec<&Row> = said.iter().filter(|one| is_of(one, document)).collect();
        let station = |one: changelog::RosterStation| {
            let people = people.get(&one.code).map(Vec::as_slice).unwrap_or_default();
            of_station(&context, one, people, &read)
        };
        let mine = |one: &&Row| text(&one.fields, rule_document_reading::READER) == context.person.id;
        let of = |name: &str| text(&document.fields, name).to_owned();
        found.push(DocumentReadings {
            id: document.id.clone(),
            title: of(rule_document::TITLE),
            document_no: of(rule_document::DOCUMENT_NO),
            version: of(rule_document::VERSION),
            in_force: of(rule_document::IN_FORCE_DATE),
            unread: !context.is_county() && !read.iter().any(mine),
            stations: context.stations().into_iter().map(station).collect(),
        });
    }
    Ok(found)
}

/// A word is of a document when it names it in the version that it has now.
fn is_of(reading: &Row, document: &Row) -> bool {
    text(&reading.fields, rule_document_reading::RULE_DOCUMENT) == document.id
        && text(&reading.fields, rule_document_reading::VERSION) == text(&document.fields, rule_document::VERSION)
}

fn of_station(context: &Context, station: changelog::RosterStation, people: &[Row], read: &[&Row]) -> StationReadings {
    let here = read.iter().filter(|one| one.station == station.code);
    let reader = |one: &Row| text(&one.fields, rule_document_reading::READER).to_owned();
    let has: BTreeMap<String, String> =
        here.map(|one| (reader(one), text(&one.fields, rule_document_reading::DATE).to_owned())).collect();
    let unread = people.iter().filter(|person| !has.contains_key(&person.id));
    StationReadings {
        unread: unread.map(|person| text(&person.fields, staff::NAME).to_owned()).collect(),
        read: has.into_iter().map(|(id, date)| Reading { name: context.staff_name(&id), date }).collect(),
        station: station.code,
        name: station.name,
    }
}

/// The person at this PC says that she has read a document. Said again, nothing changes.
pub(crate) fn confirm(pc: &Pc, request: IdRequest) -> Result<Nothing, CommandError> {
    let context = Context::of(pc)?;
    let document = context.row(rule_document::KIND, &request.id)?;
    if document.deleted_reason.is_some() || document.provisional {
        return Err(CommandError::not_found(&kind_named(rule_document::KIND)?.label));
    }
    let mine = Query::of(rule_document_reading::KIND)
        .and(rule_document_reading::READER, Test::Eq, context.person.id.clone())
        .and(rule_document_reading::RULE_DOCUMENT, Test::Eq, document.id.clone());
    if context.list(&mine)?.iter().any(|one| is_of(one, &document)) {
        return Ok(Nothing {});
    }
    let kind = kind_named(rule_document_reading::KIND)?;
    let fields = Payload::from_iter([
        (rule_document_reading::RULE_DOCUMENT.to_owned(), json!(document.id)),
        (rule_document_reading::VERSION.to_owned(), json!(text(&document.fields, rule_document::VERSION))),
        (rule_document_reading::READER.to_owned(), json!(context.person.id)),
        (rule_document_reading::DATE.to_owned(), json!(context.today_text())),
    ]);
    let ready = check::ready(&context, kind, Form { fields, ..Form::default() })?;
    context.save(context.audience(kind, &ready.station), ready.write.into_iter().collect())?;
    Ok(Nothing {})
}
