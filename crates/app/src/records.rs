//! Records of any kind, read as the dictionary describes them: one, many, what is wrong with a form, and unmasking. Opening a
//! minor's file or a case file is itself recorded. Nothing is written here but `access`.

pub(crate) mod agreements;
pub(crate) mod annotations;
pub(crate) mod begin;
pub(crate) mod calendar;
pub(crate) mod case_papers;
pub(crate) mod check;
pub(crate) mod closed_books;
pub(crate) mod consents;
pub(crate) mod county_standards;
pub(crate) mod dictionary;
pub(crate) mod drafts;
pub(crate) mod facts;
pub(crate) mod group_figures;
pub(crate) mod harm;
pub(crate) mod hidden_values;
pub(crate) mod history;
pub(crate) mod in_post;
pub(crate) mod joining_record;
pub(crate) mod kinship;
pub(crate) mod labels;
pub(crate) mod listing;
pub(crate) mod open_work;
pub(crate) mod parameters;
pub(crate) mod path_values;
pub(crate) mod phrases;
pub(crate) mod returns;
pub(crate) mod reviews;
pub(crate) mod reviews_due;
pub(crate) mod save;
pub(crate) mod schemes;
pub(crate) mod service;
pub(crate) mod subjects;
pub(crate) mod verdicts;
pub(crate) mod view;
pub(crate) mod visited;

use std::collections::BTreeMap;

use changelog::Payload;
use domain::age;
use domain::consent::Use;
use domain::dictionary::{Field, FieldType, Kind};
use domain::fields::{case, mandatory_report, recipient};
use domain::on_file::File;
use serde::{Deserialize, Serialize};
use serde_json::Value;
use store::{Query, Row, Test, Where};
use ts_rs::TS;

use crate::kernel::context::{Context, kind_named, text};
use crate::kernel::error::{CommandError, FieldFinding};
use crate::kernel::pc::Pc;
use crate::kernel::request::RecordRef;
use crate::people;
use crate::records::labels::Titles;
use crate::records::listing::{SortKey, Span};
use crate::records::view::RecordView;

/// Asks for one page of records of a kind.
#[derive(Clone, Debug, Default, Serialize, Deserialize, TS)]
#[ts(optional_fields = nullable)]
pub(crate) struct ListRequest {
    /// Record kind.
    pub kind: String,
    /// What was typed into the search box.
    #[serde(default)]
    #[ts(as = "Option<_>", optional)]
    pub text: String,
    /// All must hold.
    #[serde(default)]
    #[ts(as = "Option<_>", optional)]
    pub filters: Vec<Filter>,
    /// Sort order, the first weighing most.
    #[serde(default)]
    #[ts(as = "Option<_>", optional)]
    pub order: Vec<OrderBy>,
    /// At most this many rows (default 50, at most 500).
    #[serde(default)]
    pub limit: Option<u32>,
    /// Skip this many rows.
    #[serde(default)]
    pub offset: Option<u32>,
    /// Deleted records instead of living ones.
    #[serde(default)]
    #[ts(as = "Option<_>", optional)]
    pub deleted: bool,
    /// Only 暂存 (true) or only final ones (false); both when absent.
    #[serde(default)]
    pub provisional: Option<bool>,
}

/// A condition on one field.
#[derive(Clone, Debug, Serialize, Deserialize, TS)]
pub(crate) struct Filter {
    /// Field name, or `id`, `station`, `created_ms`, `updated_ms`.
    pub field: String,
    /// How to compare.
    pub test: FilterTest,
    /// What to compare with; unused for `is_null` and `not_null`.
    #[serde(default)]
    #[ts(as = "Option<_>", optional)]
    pub value: Value,
}

/// How a filter compares.
#[derive(Clone, Copy, Debug, Serialize, Deserialize, TS)]
#[serde(rename_all = "snake_case")]
pub(crate) enum FilterTest {
    /// Equal.
    Eq,
    /// Not equal.
    Ne,
    /// One of a list.
    In,
    /// Equal or greater.
    AtLeast,
    /// Equal or less.
    AtMost,
    /// Less.
    Less,
    /// Contains the text.
    Contains,
    /// Empty.
    IsNull,
    /// Not empty.
    NotNull,
}

/// A field to sort by.
#[derive(Clone, Debug, Serialize, Deserialize, TS)]
pub(crate) struct OrderBy {
    /// Field name.
    pub field: String,
    /// Greatest first.
    #[serde(default)]
    #[ts(as = "Option<_>", optional)]
    pub descending: bool,
}

/// A page of records.
#[derive(Clone, Debug, Serialize, Deserialize, TS)]
pub(crate) struct ListAnswer {
    /// The rows of this page.
    pub rows: Vec<RecordView>,
    /// How many match in all.
    pub total: u64,
}

/// A form to be checked while it is being typed.
#[derive(Clone, Debug, Serialize, Deserialize, TS)]
#[ts(optional_fields = nullable)]
pub(crate) struct CheckRequest {
    /// Record kind.
    pub kind: String,
    /// The record, when it exists already.
    #[serde(default)]
    pub id: Option<String>,
    /// What has been typed.
    pub fields: Payload,
    /// Checked as 暂存: nothing is required.
    #[serde(default)]
    #[ts(as = "Option<_>", optional)]
    pub provisional: bool,
}

/// What is wrong with a form and what follows from it.
#[derive(Clone, Debug, Serialize, Deserialize, TS)]
pub(crate) struct CheckAnswer {
    /// Findings at their fields.
    pub findings: Vec<FieldFinding>,
    /// The fields as they would be saved (full-width digits, spaces and date spellings cleaned).
    pub fields: Payload,
    /// What the ID number says: `sex`, `birth_date`; to be filled in where empty.
    pub derived: Payload,
    /// Full years today.
    pub age: Option<u32>,
    /// Younger than 18.
    pub minor: bool,
    /// Younger than 14: a guardian consents.
    pub guardian_consents: bool,
    /// 周岁 and the division's name or a remark on it, readable.
    pub note: Option<String>,
}

/// Asks for masked values.
#[derive(Clone, Debug, Serialize, Deserialize, TS)]
pub(crate) struct RevealRequest {
    /// Record kind.
    pub kind: String,
    /// Record id.
    pub id: String,
    /// Which fields; empty means all masked ones.
    #[serde(default)]
    #[ts(as = "Option<_>", optional)]
    pub fields: Vec<String>,
    /// Why, for the county: of a person who has not consented that it sees them in full.
    #[serde(default)]
    #[ts(optional)]
    pub override_reason: Option<String>,
}

/// The values asked for.
#[derive(Clone, Debug, Serialize, Deserialize, TS)]
pub(crate) struct Revealed {
    /// Values in full.
    pub fields: Payload,
    /// For fields in conflict: every value in full, in the order of `ConflictView.values`.
    pub conflicts: BTreeMap<String, Vec<Value>>,
}

/// One record, masked, with its conflicts; a deleted one too.
pub(crate) fn get(pc: &Pc, request: RecordRef) -> Result<RecordView, CommandError> {
    let context = Context::of(pc)?;
    let row = context.row(&request.kind, &request.id)?;
    if opening_is_recorded(&context, &row)? {
        context.record_opening(&row)?;
    }
    view::view(&context, &row)
}

/// Minors' files and case files: who opened them is recorded.
pub(crate) fn opening_is_recorded(context: &Context, row: &Row) -> Result<bool, CommandError> {
    Ok(match row.kind.as_str() {
        case::KIND | mandatory_report::KIND => true,
        recipient::KIND => people::is_minor(context, &row.fields),
        kind => kind_named(kind)?.parent.as_deref() == Some(case::KIND) || about_a_minor(context, row)?,
    })
}

/// Whether a record speaks of a person under eighteen: a visit, a consultation, an errand.
fn about_a_minor(context: &Context, row: &Row) -> Result<bool, CommandError> {
    for person in subjects::of(context, &row.kind, &row.id, &row.fields)? {
        if let Some(person) = context.store.whole().row(recipient::KIND, &person)?
            && people::is_minor(context, &person.fields)
        {
            return Ok(true);
        }
    }
    Ok(false)
}

/// A page of records.
pub(crate) fn list(pc: &Pc, request: ListRequest) -> Result<ListAnswer, CommandError> {
    let context = Context::of(pc)?;
    let span = Span::page(request.offset.unwrap_or(0), Some(request.limit.unwrap_or(50)));
    let (rows, total) = rows(&context, &request, span)?;
    if hidden_values::asked_for(&context, &request)? {
        // Who knows the whole number learns whose it is: that is reading it.
        let read: Vec<(&Row, String)> = rows.iter().map(|row| (row, hidden_values::SOUGHT.to_owned())).collect();
        context.record_readings(&read)?;
    }
    Ok(ListAnswer { rows: view::views(&context, &request.kind, &rows)?, total })
}

/// The rows of a list and how many there are in all: a page of them, or all for a file.
pub(crate) fn rows(context: &Context, request: &ListRequest, span: Span) -> Result<(Vec<Row>, u64), CommandError> {
    let kind = kind_named(&request.kind)?;
    hidden_values::asked_for(context, request)?;
    let mut query = Query {
        wheres: request.filters.iter().map(condition).collect(),
        order: request.order.iter().map(|by| (by.field.clone(), by.descending)).collect(),
        deleted: request.deleted,
        provisional: request.provisional,
        ..Query::of(&request.kind)
    };
    if request.deleted {
        query = query.and("deleted_reason", Test::NotNull, Value::Null);
    }
    let query = listing::searched(context, query, &request.text)?;
    let total = context.store.count(&query)?;
    let read = request.order.first().and_then(|by| Some((kind.field(&by.field)?, by.descending)));
    let rows = match read.filter(|(field, _)| is_read(field)) {
        Some((field, descending)) => by_label(context, kind, &query, field, descending, span)?,
        None => context.list(&span.within(query))?,
    };
    Ok((rows, total))
}

/// Whether what stands in a column is not what is kept: a label for a code, a name for a record.
fn is_read(field: &Field) -> bool {
    matches!(field.kind, FieldType::Code | FieldType::Codes | FieldType::Reference)
}

/// Rows in the order of what is read in a column. Only that column is read of them all.
fn by_label(
    context: &Context,
    kind: &Kind,
    query: &Query,
    field: &'static Field,
    descending: bool,
    span: Span,
) -> Result<Vec<Row>, CommandError> {
    let all = context.list(&query.clone().only(&[field.name.as_str()]))?;
    let titles = Titles::for_rows(context, kind, &all)?;
    let key = |row: &Row| {
        let value = row.fields.get(&field.name).unwrap_or(&Value::Null);
        SortKey::text(&labels::readable(context, field, value, &titles))
    };
    let mut keyed: Vec<(SortKey, String)> = all.iter().map(|row| (key(row), row.id.clone())).collect();
    keyed.sort_by(|(one, _), (other, _)| one.against(other, descending));
    let ids = span.of(keyed).into_iter().map(|(_, id)| id).collect::<Vec<_>>();
    listing::in_order(context, &Query { deleted: true, ..Query::of(&kind.name) }, &ids)
}

fn condition(filter: &Filter) -> Where {
    let test = match filter.test {
        FilterTest::Eq => Test::Eq,
        FilterTest::Ne => Test::Ne,
        FilterTest::In => Test::In,
        FilterTest::AtLeast => Test::AtLeast,
        FilterTest::AtMost => Test::AtMost,
        FilterTest::Less => Test::Less,
        FilterTest::Contains => Test::Contains,
        FilterTest::IsNull => Test::IsNull,
        FilterTest::NotNull => Test::NotNull,
    };
    Where { field: filter.field.clone(), test, value: filter.value.clone() }
}

/// What is wrong with a form as far as it is typed, and what its ID number says.
pub(crate) fn check(pc: &Pc, request: CheckRequest) -> Result<CheckAnswer, CommandError> {
    let context = Context::of(pc)?;
    let kind = kind_named(&request.kind)?;
    let before = match &request.id {
        Some(id) => context.row(&request.kind, id)?.fields,
        None => Payload::new(),
    };
    let mut checked = check::check(&context, kind, &before, request.fields, request.provisional);
    checked.findings.extend(kinship::of_record(&context, kind, &checked.whole)?);
    let derived = check::derived(&context, kind, &checked.whole);
    let file = File::read(&checked.whole, false, context.today);
    Ok(CheckAnswer {
        findings: checked.findings,
        fields: checked.fields,
        note: check::id_note(&context, text(&checked.whole, recipient::ID_NUMBER)),
        derived,
        age: file.age(context.today),
        minor: file.is_minor(context.today),
        guardian_consents: age::guardian_consents(file.birth, file.death, context.today),
    })
}

/// What an `access` change says of unmasking.
const SHOWN: &str = "显示隐藏内容";
/// Where a request says why, without consent.
const OVERRIDE: &str = "override_reason";

/// The county sees in full whoever consented to that; of others it says why, and the reason is kept.
fn reason_to_see(context: &Context, row: &Row, reason: Option<&str>) -> Result<Option<String>, CommandError> {
    let refused = match context.is_county() {
        true => consents::refused_records(context, std::slice::from_ref(row), Use::CountyInFull)?.into_values().next(),
        false => None,
    };
    let Some(refusal) = refused else { return Ok(None) };
    match consents::overriding(context, reason, OVERRIDE)? {
        Some(reason) => Ok(Some(reason)),
        None => Err(CommandError::invalid_field(
            OVERRIDE,
            format!("{}，县里只看遮盖后的内容。确需查看请写明理由，会记入查阅记录。", refusal.words()),
        )),
    }
}

/// The masked values of a record in full; that they were asked for is recorded.
pub(crate) fn reveal(pc: &Pc, request: RevealRequest) -> Result<Revealed, CommandError> {
    let context = Context::of(pc)?;
    let kind = kind_named(&request.kind)?;
    let row = context.row(&request.kind, &request.id)?;
    let wanted = |name: &str| request.fields.is_empty() || request.fields.iter().any(|field| field == name);
    let masked: Vec<String> = kind
        .fields
        .iter()
        .filter(|field| wanted(&field.name) && field.mask.is_some())
        .map(|field| field.name.clone())
        .collect();
    let what = match reason_to_see(&context, &row, request.override_reason.as_deref())? {
        Some(reason) => format!("{SHOWN}（未同意向上级提供，理由：{reason}）"),
        None => SHOWN.to_owned(),
    };
    context.record_reading(&row, &what, &masked)?;
    let fields = masked.iter().filter_map(|name| Some((name.clone(), row.fields.get(name)?.clone()))).collect();
    let mut conflicts = BTreeMap::new();
    for conflict in context.store.conflicts()?.into_iter().filter(|one| one.kind == row.kind && one.record == row.id) {
        if masked.contains(&conflict.field) {
            let mut values = conflict.values;
            values.sort_by_key(|value| !value.winner);
            conflicts.insert(conflict.field, values.into_iter().map(|value| value.value).collect());
        }
    }
    Ok(Revealed { fields, conflicts })
}
