//! The record dictionary, handed to the interface, which renders every form, label and list from it. It adds
//! nothing: these types are `domain::dictionary` as JSON, named for TypeScript.

use domain::kpi::{self, FigureChoice};
use serde::{Deserialize, Serialize};
use ts_rs::TS;

use crate::kernel::error::CommandError;
use crate::kernel::pc::Pc;
use crate::kernel::request::Nothing;
use crate::records::schemes;

/// The whole dictionary.
#[derive(Clone, Debug, Serialize, Deserialize, TS)]
pub(crate) struct DictionaryView {
    /// Record kinds, owners before what they own.
    pub kinds: Vec<KindView>,
    /// Code tables.
    pub codes: Vec<CodeTableView>,
}

/// A record kind.
#[derive(Clone, Debug, Serialize, Deserialize, TS)]
pub(crate) struct KindView {
    /// Identifier.
    pub name: String,
    /// Chinese name of the form.
    pub label: String,
    /// Which side writes it.
    #[ts(type = "'station' | 'county' | 'both'")]
    pub writer: String,
    /// For whom it is written.
    #[ts(type = "'station' | 'all' | 'county'")]
    pub audience: String,
    /// Fields that make a record's title.
    pub title: Vec<String>,
    /// Sections of the form, in order.
    pub sections: Vec<SectionView>,
    /// Fields, in order.
    pub fields: Vec<FieldView>,
    /// The field that refers to the owner.
    pub parent: Option<String>,
    /// Where it stands wherever kinds stand in a row.
    pub order: u32,
    /// The field that dates a record.
    pub date: Option<String>,
    /// Where a record opens.
    pub opens: Option<OpensView>,
    /// The page of its own that a plain register has.
    pub page: Option<PageView>,
}

/// Addresses of pages: `{id}`, `{owner}` and `{field}` are filled in.
#[derive(Clone, Debug, Serialize, Deserialize, TS)]
pub(crate) struct OpensView {
    /// Of a record, and of a new one that has an owner.
    pub record: String,
    /// Of a new record, where that is another.
    pub new: Option<String>,
    /// Of a new record without an owner, where that is another.
    pub alone: Option<String>,
}

/// A tab on a page, with a table of the kind's records.
#[derive(Clone, Debug, Serialize, Deserialize, TS)]
pub(crate) struct PageView {
    /// The page.
    #[ts(type = "'groups' | 'volunteers' | 'agreements' | 'office'")]
    pub on: String,
    /// Name of the tab in addresses.
    pub tab: String,
    /// Its title; none: the kind's label.
    pub label: Option<String>,
    /// Word for one record; none: the kind's label.
    pub noun: Option<String>,
    /// Columns of the table; without any the page brings its own.
    pub columns: Vec<PageColumnView>,
    /// Leafed through by the year of the kind's date.
    pub year: bool,
    /// The ledger it is exported as.
    pub ledger: Option<String>,
    /// What is said where there is nothing yet, and first in the page's help.
    pub hint: String,
    /// What the help says besides.
    pub help: String,
}

/// A column of a page's table.
#[derive(Clone, Debug, Serialize, Deserialize, TS)]
pub(crate) struct PageColumnView {
    /// Field.
    pub field: String,
    /// Width in pixels.
    pub width: u32,
    /// Takes what room is left.
    pub grow: bool,
}

/// A part of a form under one heading.
#[derive(Clone, Debug, Serialize, Deserialize, TS)]
pub(crate) struct SectionView {
    /// Identifier within the kind.
    pub name: String,
    /// Heading.
    pub label: String,
}

/// A field.
#[derive(Clone, Debug, Serialize, Deserialize, TS)]
pub(crate) struct FieldView {
    /// Identifier.
    pub name: String,
    /// Chinese label.
    pub label: String,
    /// Type.
    #[ts(
        type = "'text' | 'long_text' | 'integer' | 'money' | 'date' | 'time' | 'code' | 'codes' | 'reference' | 'attachment'"
    )]
    pub kind: String,
    /// Code table of a code.
    pub codes: Option<String>,
    /// Kind that a reference points to.
    pub refers: Option<String>,
    /// Must be filled before the record is final.
    pub required: bool,
    /// How closely its value is kept.
    #[ts(type = "'plain' | 'personal' | 'sensitive'")]
    pub sensitivity: String,
    /// How its value is masked.
    #[ts(type = "'id_number' | 'phone' | 'address' | null")]
    pub mask: Option<String>,
    /// Section of the form.
    pub section: String,
    /// Dictionary version it came with.
    pub since: u32,
    /// What to type.
    pub hint: Option<String>,
    /// Greatest length in characters.
    pub max: Option<u32>,
    /// The unit an integer is typed and shown in, where it is kept in another: hours are kept in minutes.
    #[ts(type = "'hours' | null")]
    pub unit: Option<String>,
    /// What of the supervisor's review it says; nobody types it.
    #[ts(type = "'approval' | 'opinion' | 'date' | null")]
    pub by_review: Option<String>,
    /// Asked only where another field says one of these.
    pub only_if: Option<OnlyIfView>,
}

/// What another field must say.
#[derive(Clone, Debug, Serialize, Deserialize, TS)]
pub(crate) struct OnlyIfView {
    /// A code field of the same kind.
    pub field: String,
    /// Its codes.
    pub is: Vec<String>,
}

/// A code table.
#[derive(Clone, Debug, Serialize, Deserialize, TS)]
pub(crate) struct CodeTableView {
    /// Identifier.
    pub name: String,
    /// Chinese name.
    pub label: String,
    /// Grows with every change.
    pub version: u32,
    /// Values outside the table are allowed.
    pub open: bool,
    /// Codes in the order in which they are offered.
    pub entries: Vec<CodeView>,
}

/// A code.
#[derive(Clone, Debug, Serialize, Deserialize, TS)]
pub(crate) struct CodeView {
    /// The stored value.
    pub code: String,
    /// What is shown.
    pub label: String,
    /// First day it may be chosen.
    pub since: Option<String>,
    /// Last day it may be chosen.
    pub until: Option<String>,
    /// What it stands under.
    pub group: Option<String>,
    /// Offered first; the others stand behind 更多.
    pub common: bool,
}

/// The dictionary of this program version; once somebody is unlocked, with the county's stations as codes. Figures are the brief's.
pub(crate) fn get(pc: &Pc, _: Nothing) -> Result<DictionaryView, CommandError> {
    let mut view: DictionaryView = serde_json::to_value(domain::dictionary::dictionary())
        .and_then(serde_json::from_value)
        .map_err(|_| CommandError::internal("记录字典不能写成 JSON"))?;
    if let Ok(session) = pc.session() {
        let roster = session.store.roster();
        let stations = roster.stations.iter().map(|station| plain_code(&station.code, station.name.clone()));
        fill(&mut view, STATION_TABLE, stations.collect());
    }
    let figures = kpi::choices().iter().map(|one| plain_code(&one.code, figure_label(one)));
    fill(&mut view, FIGURE_TABLE, figures.collect());
    let counted = schemes::figures().into_iter().map(|(code, label)| plain_code(&code, label));
    fill(&mut view, EVALUATION_TABLE, counted.collect());
    Ok(view)
}

fn fill(view: &mut DictionaryView, table: &str, entries: Vec<CodeView>) {
    if let Some(table) = view.codes.iter_mut().find(|one| one.name == table) {
        table.entries = entries;
    }
}

fn plain_code(code: &str, label: String) -> CodeView {
    CodeView { code: code.to_owned(), label, since: None, until: None, group: None, common: false }
}

/// A figure as it is chosen and read: with the unit that its number is in.
pub(crate) fn figure_label(figure: &FigureChoice) -> String {
    format!("{}（{}）", figure.label, figure.unit)
}

/// The code table whose codes are the brief's figures.
pub(crate) const FIGURE_TABLE: &str = "kpi_figure";

/// The code table whose codes are what an item of an evaluation can count.
pub(crate) const EVALUATION_TABLE: &str = "evaluation_figure";

/// The code table whose codes are the roster's stations.
pub(crate) const STATION_TABLE: &str = "station";
