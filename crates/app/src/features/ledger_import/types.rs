//! Requests and answers between an interface and the import of ledgers. Rows are counted as Excel counts them, from 1; columns from 0.
//! Types only.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};
use ts_rs::TS;

use crate::kernel::files::{Destination, FileIn, FileOut};
use crate::kernel::words::CodeLabel;

/// A file to be taken in.
#[derive(Clone, Debug, Serialize, Deserialize, TS)]
pub(crate) struct OpenLedger {
    /// The file.
    pub file: FileIn,
}

/// A file that was read; it stays in memory until another one is opened or the screen is left.
#[derive(Clone, Debug, Serialize, Deserialize, TS)]
pub(crate) struct OpenedLedger {
    /// Names it in what follows.
    pub id: String,
    /// Its name.
    pub file_name: String,
    /// Says the same for the same bytes: what was chosen for them before is found by it.
    pub fingerprint: String,
    /// What a first look comes to.
    pub view: LedgerView,
}

/// Everything that a person has chosen; what is absent is guessed.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(default)]
pub(crate) struct LedgerChoices {
    /// Which sheet, from 0.
    pub sheet: Option<u32>,
    /// First row of the header.
    pub header_row: Option<u32>,
    /// How many rows the header has.
    pub header_rows: Option<u32>,
    /// Which kind of ledger.
    pub ledger: Option<String>,
    /// Target of a column; an empty one leaves it out.
    pub columns: BTreeMap<u32, String>,
    /// What stands in every row that says nothing, by target.
    pub defaults: BTreeMap<String, String>,
    /// What values become that could not be read.
    pub values: Vec<ValueChoice>,
    /// What becomes of rows that need a decision.
    pub rows: BTreeMap<u32, RowChoice>,
}

/// What a value of a column becomes.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, TS)]
pub(crate) struct ValueChoice {
    /// Target of the column.
    pub to: String,
    /// As it stands in the file.
    pub raw: String,
    /// A code, or a text that can be read; empty leaves the field empty.
    pub value: String,
}

/// A decision about one row.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(default)]
pub(crate) struct RowChoice {
    /// Who it is.
    pub action: Option<RowAction>,
    /// Fields in which this row's value stands above that of an earlier row or of the file.
    pub take: Vec<String>,
}

/// Who the person of a row is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "snake_case")]
pub(crate) enum RowAction {
    /// The one that was found.
    Same,
    /// Somebody else, new.
    New,
    /// Not to be imported now: the row is given back.
    Leave,
}

/// Asks what the import would do.
#[derive(Clone, Debug, Serialize, Deserialize, TS)]
pub(crate) struct PlanLedger {
    /// The opened file.
    pub id: String,
    /// What was chosen.
    pub choices: LedgerChoices,
}

/// Runs the import.
#[derive(Clone, Debug, Serialize, Deserialize, TS)]
#[ts(optional_fields = nullable)]
pub(crate) struct RunLedger {
    /// The opened file.
    pub id: String,
    /// What was chosen.
    pub choices: LedgerChoices,
    /// Reports progress and can be cancelled under this id.
    #[serde(default)]
    #[ts(optional)]
    pub task: Option<String>,
}

/// Writes the rows that were given back.
#[derive(Clone, Debug, Serialize, Deserialize, TS)]
pub(crate) struct WriteBadRows {
    /// The opened file.
    pub id: String,
    /// What was chosen.
    pub choices: LedgerChoices,
    /// Where the file goes.
    pub place: Destination,
}

/// A sheet to choose.
#[derive(Clone, Debug, Serialize, Deserialize, TS)]
pub(crate) struct SheetView {
    /// Its name.
    pub name: String,
    /// Hidden in the workbook.
    pub hidden: bool,
    /// Rows that hold something.
    pub rows: u32,
    /// Known columns; 0 when no header was found.
    pub known: u32,
}

/// A column of the sheet.
#[derive(Clone, Debug, Serialize, Deserialize, TS)]
pub(crate) struct ColumnView {
    /// From 0.
    pub index: u32,
    /// As Excel calls it: A, B … AA.
    pub letter: String,
    /// Its header.
    pub heading: String,
    /// The first few values.
    pub samples: Vec<String>,
    /// Where it goes; empty: left out. None: nobody knows the header.
    pub to: Option<String>,
    /// Hidden in the workbook.
    pub hidden: bool,
}

/// A value of a column with codes, dates or names, and what it becomes.
#[derive(Clone, Debug, Serialize, Deserialize, TS)]
pub(crate) struct ValueView {
    /// Target of the column.
    pub to: String,
    /// Label of the target.
    pub label: String,
    /// As it stands in the file.
    pub raw: String,
    /// What it becomes, readable; None when it cannot be read.
    pub becomes: Option<String>,
    /// Why it cannot.
    pub why: String,
    /// How many rows hold it.
    pub count: u32,
    /// The first of them.
    pub row: u32,
    /// Codes to choose from.
    pub table: Option<String>,
    /// Chosen by hand.
    pub chosen: Option<String>,
}

/// A row that needs a decision, or whose values differ from what is there.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, TS)]
pub(crate) struct QuestionView {
    /// The row.
    pub row: u32,
    /// Name in the row.
    pub name: String,
    /// What was found, readable.
    pub why: String,
    /// The row above that it meets; None: somebody on file.
    pub other_row: Option<u32>,
    /// Somebody on file.
    pub recipient: Option<String>,
    /// Name of the other.
    pub other_name: String,
    /// Village and birth date of the other, to tell namesakes apart.
    pub other_detail: String,
    /// Whether it must be said who it is; else only the fields differ.
    pub must_decide: bool,
    /// What has been decided.
    pub action: Option<RowAction>,
    /// Fields in which both have something else.
    pub fields: Vec<DifferingField>,
}

/// A field in which a row says something else.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, TS)]
pub(crate) struct DifferingField {
    /// Field of the recipient.
    pub field: String,
    /// Its label.
    pub label: String,
    /// What the row says; masked where the field is.
    pub row_says: String,
    /// What stands there; masked where the field is.
    pub stands: String,
    /// The row's value is taken.
    pub taken: bool,
}

/// A row that is not stored by itself, and why.
#[derive(Clone, Debug, Serialize, Deserialize, TS)]
pub(crate) struct RowNote {
    /// The row.
    pub row: u32,
    /// What becomes of it.
    pub fate: RowFate,
    /// Name in the row, where there is one.
    pub name: String,
    /// Why.
    pub reasons: Vec<String>,
}

/// What becomes of a row.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "snake_case")]
pub(crate) enum RowFate {
    /// Stored, or on file already just so.
    Stored,
    /// Taken into the record of another row, or recorded already.
    Merged,
    /// Given back with reasons.
    Reported,
    /// No data: title, header, total, signature, empty.
    Skipped,
}

/// Where the rows go: `rows = stored + merged + reported + skipped`.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize, TS)]
pub(crate) struct RowCounts {
    /// Rows of the sheet.
    pub rows: u32,
    /// Stored, or on file already just so.
    pub stored: u32,
    /// Taken into another row's record, or recorded already.
    pub merged: u32,
    /// Given back.
    pub reported: u32,
    /// Titles, headers, totals, signatures, empty rows.
    pub skipped: u32,
}

/// What the import would do, step by step.
#[derive(Clone, Debug, Serialize, Deserialize, TS)]
pub(crate) struct LedgerView {
    /// Sheets to choose from.
    pub sheets: Vec<SheetView>,
    /// Which one, from 0.
    pub sheet: u32,
    /// First row of the header; 0 when none was found.
    pub header_row: u32,
    /// How many rows it has.
    pub header_rows: u32,
    /// The first rows of the sheet.
    pub top: Vec<Vec<String>>,
    /// What was noticed while reading: hidden parts, merged cells, encoding.
    pub notes: Vec<String>,
    /// Which kind of ledger.
    pub ledger: String,
    /// Kinds to choose from.
    pub ledgers: Vec<CodeLabel>,
    /// The columns.
    pub columns: Vec<ColumnView>,
    /// Targets a column may have.
    pub targets: Vec<CodeLabel>,
    /// Targets worth a value for all rows: required, and not in the file.
    pub wanted: Vec<CodeLabel>,
    /// Values and what they become; those that cannot be read first.
    pub values: Vec<ValueView>,
    /// Rows to decide about.
    pub questions: Vec<QuestionView>,
    /// Rows that are not stored by themselves, and why.
    pub notes_on_rows: Vec<RowNote>,
    /// Remarks that do not hinder.
    pub warnings: Vec<RowNote>,
    /// Where the rows go.
    pub counts: RowCounts,
    /// People (visits) that would be new.
    pub new_records: u32,
    /// People whose files would be added to.
    pub changed_records: u32,
    /// Records saved as 暂存 because something required is missing.
    pub provisional: u32,
}

/// What an import came to.
#[derive(Clone, Debug, Serialize, Deserialize, TS)]
pub(crate) struct LedgerResult {
    /// The batch record; None when there was nothing to store.
    pub batch: Option<String>,
    /// Where the rows went; after cancelling, what was not reached is left out of `stored`.
    pub counts: RowCounts,
    /// Records made.
    pub created: u32,
    /// Records changed.
    pub updated: u32,
    /// Stopped before the end: the first rows are in, in whole batches.
    pub cancelled: bool,
}

/// The file of rows given back.
pub(crate) type BadRowsFile = FileOut;

/// Names a batch.
#[derive(Clone, Debug, Serialize, Deserialize, TS)]
#[ts(optional_fields = nullable)]
pub(crate) struct BatchRef {
    /// Id of the `import_batch`.
    pub id: String,
    /// Reports progress and can be cancelled under this id.
    #[serde(default)]
    #[ts(optional)]
    pub task: Option<String>,
}

/// What undoing an import does, or has done.
#[derive(Clone, Debug, Serialize, Deserialize, TS)]
pub(crate) struct UndoAnswer {
    /// Records that are deleted.
    pub deleted: u32,
    /// Records whose fields are put back.
    pub restored: u32,
    /// What stays, because others have worked on it since.
    pub kept: Vec<KeptRecord>,
}

/// A record that stays when an import is undone.
#[derive(Clone, Debug, Serialize, Deserialize, TS)]
pub(crate) struct KeptRecord {
    /// Record kind.
    pub kind: String,
    /// Record id.
    pub id: String,
    /// Readable name.
    pub title: String,
    /// Why.
    pub why: String,
}
