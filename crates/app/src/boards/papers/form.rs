//! One record's form, filled: what stands in it is read once, ready for every format. It knows the paper and the dictionary, no kind of
//! record but those whose paper the program works out (a means survey, a family picture).

use std::collections::BTreeMap;

use changelog::Payload;
use documents::{Answer, Document, Filling};
use domain::dictionary::FieldType;
use domain::fields::means_survey;
use domain::official_text::OfficialText;
use domain::paper::{List, ListColumn, Paper};
use serde_json::Value;
use store::Row;

use crate::boards::papers::of_station;
use crate::boards::papers::photos::{self, PhotosLeftOut};
use crate::features::genogram;
use crate::features::means::estimate;
use crate::kernel::context::{Context, codes, some_text, text};
use crate::kernel::error::CommandError;
use crate::records::closed_books;
use crate::records::path_values::Reading;
use crate::records::reviews;

/// How a form is printed.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct On<'a> {
    /// Empty, with room to write.
    pub(super) blank: bool,
    /// Rows to write on, instead of what the paper says.
    pub(super) rows: Option<usize>,
    /// With the photos of the record, where the paper takes some.
    pub(super) photos: bool,
    /// Of a paper of a whole station: which.
    pub(super) station: Option<&'a str>,
}

/// A form, filled.
pub(super) struct Form {
    /// Whose it is: the first line of the paper, where that is a name.
    pub(super) whose: String,
    pub(super) document: Document,
    pub(super) left_out: PhotosLeftOut,
}

/// The form of a record.
pub(super) fn form(reading: &Reading, paper: &Paper, row: Option<&Row>, on: On<'_>) -> Result<Form, CommandError> {
    let told = row.filter(|_| !on.blank).map(|row| reviews::told_one(reading.context, row)).transpose()?;
    let mut filling = filling(reading, paper, told.as_ref().or(row), on)?;
    let mut left_out = PhotosLeftOut::default();
    if let (Some(row), true) = (row, on.photos && !on.blank) {
        (filling.photos, left_out) = photos::behind(reading, paper, row)?;
    }
    let whose = filling.about.first().filter(|_| paper.about.first().is_some_and(|about| about.label == "姓名"));
    Ok(Form { whose: whose.cloned().unwrap_or_default(), document: documents::form(paper, &filling), left_out })
}

/// For a blank form with an owner: a record that holds nothing but the reference to it.
pub(super) fn blank_row(context: &Context, kind: &str, parent: &str, owner: &str) -> Row {
    let fields = Payload::from_iter([(parent.to_owned(), Value::from(owner))]);
    Row {
        kind: kind.to_owned(),
        id: String::new(),
        station: context.own_station(),
        fields,
        extra: Payload::new(),
        refs: BTreeMap::new(),
        provisional: false,
        deleted_reason: None,
        created_ms: 0,
        created_by: String::new(),
        updated_ms: 0,
        updated_by: String::new(),
        conflicted: Vec::new(),
        state: store::Delivery::Saved,
    }
}

/// What stands in a paper.
fn filling(reading: &Reading, paper: &Paper, row: Option<&Row>, on: On<'_>) -> Result<Filling, CommandError> {
    let context = reading.context;
    let whose = on.station.or(row.map(|row| row.station.as_str())).filter(|code| !code.is_empty());
    let station = whose.map(str::to_owned).unwrap_or_else(|| context.own_station());
    let mut filling = Filling {
        blank: on.blank,
        station: if station.is_empty() { String::new() } else { context.station_name(&station) },
        rows: on.rows,
        ..Filling::default()
    };
    if paper.of_station {
        filling.lists = of_station::lists(reading, paper, on.station)?;
        return Ok(filling);
    }
    let (Some(row), Some(kind)) = (row, paper.kind()) else {
        return Ok(filling);
    };
    for about in &paper.about {
        filling.about.push(reading.text(row, &about.path, 0)?);
    }
    if let Some(number) = &paper.number {
        filling.number = reading.text(row, number, 0)?;
    }
    if filling.blank {
        return Ok(filling);
    }
    if row.provisional {
        filling.remark = "暂存（未完成）".to_owned();
    } else if let Some(late) = closed_books::written_late(context, row)? {
        filling.remark = late.on_paper();
    }
    for field in kind.fields.iter().filter(|field| field.kind != FieldType::Attachment) {
        let value = row.fields.get(&field.name).unwrap_or(&Value::Null);
        let masked = reading.hidden(field, value).is_some();
        let chosen = match field.kind {
            FieldType::Code => some_text(&row.fields, &field.name).into_iter().collect(),
            FieldType::Codes => codes(&row.fields, &field.name),
            _ => Vec::new(),
        };
        let codes = if masked { Vec::new() } else { chosen };
        let answer = Answer { text: reading.field_text(field, value)?, codes, masked };
        filling.answers.insert(field.name.clone(), answer);
    }
    if let Some(large) = &paper.large {
        filling.large = reading.text(row, large, 0)?;
    }
    for path in paper.official.iter().flat_map(OfficialText::paths) {
        filling.values.insert(path.to_string(), reading.text(row, path, 0)?);
    }
    for list in &paper.lists {
        filling.lists.push(if list.computed { worked_out(reading, row)? } else { rows_of(reading, list, row)? });
    }
    if paper.genogram {
        filling.picture = genogram::of_record(reading, row)?;
    }
    Ok(filling)
}

fn rows_of(reading: &Reading, list: &List, row: &Row) -> Result<Vec<Vec<String>>, CommandError> {
    let Some(kind) = &list.kind else {
        return Ok(Vec::new());
    };
    let owner = list.equals.as_ref().map_or(row.id.as_str(), |own| text(&row.fields, own));
    texts_of(reading, list, &reading.children(kind, &list.by, owner, &list.order)?)
}

/// What the columns of a list say of its records.
pub(super) fn texts_of(reading: &Reading, list: &List, children: &[Row]) -> Result<Vec<Vec<String>>, CommandError> {
    let paths: Vec<_> = list.columns.iter().flat_map(ListColumn::paths).collect();
    reading.prepare(children, &paths)?;
    let mut rows = Vec::new();
    for (at, child) in children.iter().enumerate() {
        let texts = list.columns.iter().map(|column| cell(reading, column, child, at + 1));
        rows.push(texts.collect::<Result<Vec<_>, _>>()?);
    }
    Ok(rows)
}

/// The first of a column's values that there is; an amount without its unit where the column's title says it.
fn cell(reading: &Reading, column: &ListColumn, row: &Row, number: usize) -> Result<String, CommandError> {
    let mut said = String::new();
    for path in column.paths() {
        said = reading.text(row, path, number)?;
        if !said.is_empty() {
            break;
        }
    }
    let amount = said.strip_suffix(" 元").filter(|_| column.label.contains('元'));
    Ok(amount.map_or(said.clone(), |amount| amount.strip_suffix(".00").unwrap_or(amount).to_owned()))
}

/// What a means survey comes to, line by line, what is missing and what should be known; nothing of it leaves the station masked.
fn worked_out(reading: &Reading, row: &Row) -> Result<Vec<Vec<String>>, CommandError> {
    if row.kind != means_survey::KIND || reading.is_outside() {
        return Ok(Vec::new());
    }
    let estimate = estimate::of_survey(reading.context, row)?;
    let mut rows: Vec<Vec<String>> =
        estimate.steps.into_iter().map(|step| vec![step.label, step.formula, step.value]).collect();
    let said = |label: &str, words: String| vec![label.to_owned(), words, String::new()];
    rows.extend(estimate.missing.into_iter().map(|words| said("缺", words)));
    rows.extend(estimate.notes.into_iter().map(|words| said("说明", words)));
    rows.extend(estimate.standards.into_iter().map(|words| said("标准", words)));
    rows.push(vec!["估算结果".to_owned(), estimate.disclaimer, estimate.outcome_label]);
    Ok(rows)
}
