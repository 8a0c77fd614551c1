//! Requests and answers of reports, and the content that a frozen version keeps. Types only.

mod content;
mod listed;
mod photo;

pub(crate) use content::{
    ChartKind, ChartSeries, ReportCell, ReportChart, ReportColumn, ReportCorrection, ReportFigure, ReportSection,
    ReportTable, ReportTableRow, ReportView, SectionPart,
};
pub(crate) use listed::{OutlineChoice, ReportLine, ReportList, ReportListRequest, ReportState, ReportVersion};
pub(crate) use photo::{PhotoConsent, ReportPhoto, ReportPhotoChoice, ReportPhotoChoices};

use serde::{Deserialize, Serialize};
use ts_rs::TS;

use crate::records::view::RecordView;

/// Names a report that is not frozen.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct ReportKey {
    /// Its outline.
    pub outline: String,
    /// Its period.
    pub period: String,
    /// The record it rests on.
    pub subject: String,
}

/// The monthly brief, where a request does not say which report it means.
fn brief() -> String {
    domain::fields::monthly_brief::KIND.to_owned()
}

/// Asks for the draft of a report.
#[derive(Clone, Debug, Serialize, Deserialize, TS)]
#[ts(optional_fields = nullable)]
pub(crate) struct ReportRequest {
    /// Its outline; the monthly brief when absent.
    #[serde(default = "brief")]
    #[ts(as = "Option<_>", optional)]
    pub outline: String,
    /// `2026-11`, `2026-Q4`, `2026-H2`, `2026`.
    #[serde(default, alias = "month")]
    #[ts(as = "Option<_>", optional)]
    pub period: String,
    /// The agreement, survey or plan that it rests on.
    #[serde(default)]
    #[ts(as = "Option<_>", optional)]
    pub subject: String,
    /// The program's own draft, although a returned version has text to go on with.
    #[serde(default)]
    #[ts(optional)]
    pub fresh: Option<bool>,
}

impl ReportRequest {
    pub(super) fn key(&self) -> ReportKey {
        ReportKey { outline: self.outline.clone(), period: self.period.clone(), subject: self.subject.clone() }
    }
}

/// Asks for the records behind a figure.
#[derive(Clone, Debug, Serialize, Deserialize, TS)]
#[ts(optional_fields = nullable)]
pub(crate) struct ReportRowsRequest {
    /// Outline of the report; the monthly brief when absent.
    #[serde(default = "brief")]
    #[ts(as = "Option<_>", optional)]
    pub outline: String,
    /// Its period.
    #[serde(default, alias = "month")]
    #[ts(as = "Option<_>", optional)]
    pub period: String,
    /// The record it rests on.
    #[serde(default)]
    #[ts(as = "Option<_>", optional)]
    pub subject: String,
    /// Code of the figure.
    pub figure: String,
    /// Of the year up to its last day instead of its own period.
    #[serde(default)]
    #[ts(optional)]
    pub year_to_date: Option<bool>,
    /// Of the period before it.
    #[serde(default)]
    #[ts(optional)]
    pub previous: Option<bool>,
    /// At the county: of this station.
    #[serde(default)]
    #[ts(optional)]
    pub station: Option<String>,
}

impl ReportRowsRequest {
    pub(super) fn key(&self) -> ReportKey {
        ReportKey { outline: self.outline.clone(), period: self.period.clone(), subject: self.subject.clone() }
    }
}

/// The records behind a figure.
#[derive(Clone, Debug, Serialize, Deserialize, TS)]
pub(crate) struct ReportRows {
    /// Label of the figure.
    pub label: String,
    /// The records (the first 500).
    pub rows: Vec<RecordView>,
    /// How many there are.
    pub total: u64,
}

/// The text that was written for a section.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, TS)]
pub(crate) struct WrittenSection {
    /// Stable name of the section.
    pub key: String,
    /// Text; paragraphs are separated by line breaks.
    pub text: String,
}

/// Freezes a report as a new version.
#[derive(Clone, Debug, Serialize, Deserialize, TS)]
#[ts(optional_fields = nullable)]
pub(crate) struct FreezeReport {
    /// Its outline; the monthly brief when absent.
    #[serde(default = "brief")]
    #[ts(as = "Option<_>", optional)]
    pub outline: String,
    /// Its period.
    #[serde(default, alias = "month")]
    #[ts(as = "Option<_>", optional)]
    pub period: String,
    /// The record it rests on.
    #[serde(default)]
    #[ts(as = "Option<_>", optional)]
    pub subject: String,
    /// The text as edited.
    pub sections: Vec<WrittenSection>,
    /// 期号, when another than the proposed one.
    #[serde(default)]
    #[ts(optional)]
    pub issue_no: Option<u32>,
    /// 报送单位.
    #[serde(default)]
    #[ts(as = "Option<_>", optional)]
    pub sent_to: String,
    /// 印发份数.
    #[serde(default)]
    #[ts(optional)]
    pub copies: Option<u32>,
    /// Why a section tells of somebody who has not consented; it is kept with the person.
    #[serde(default)]
    #[ts(optional)]
    pub override_reason: Option<String>,
    /// Why a period that is closed is reported once more; it is kept as a record of its own.
    #[serde(default)]
    #[ts(optional)]
    pub reopen_reason: Option<String>,
    /// Whether rows in which everything is 0 are left out; as proposed when absent.
    #[serde(default)]
    #[ts(optional)]
    pub leave_out_zeros: Option<bool>,
    /// Photos, in this order.
    #[serde(default)]
    #[ts(as = "Option<_>", optional)]
    pub photos: Vec<ReportPhoto>,
}

impl FreezeReport {
    pub(super) fn key(&self) -> ReportKey {
        ReportKey { outline: self.outline.clone(), period: self.period.clone(), subject: self.subject.clone() }
    }
}

/// Asks to see the pages of a report as it would be frozen.
#[derive(Clone, Debug, Serialize, Deserialize, TS)]
#[ts(optional_fields = nullable)]
pub(crate) struct ReportPagesRequest {
    /// The report as edited.
    #[serde(alias = "brief")]
    pub report: FreezeReport,
    /// First page wanted, from 0.
    #[serde(default)]
    #[ts(as = "Option<_>", optional)]
    pub first: u32,
    /// How many pages.
    pub count: u32,
}

/// Its pages.
#[derive(Clone, Debug, Serialize, Deserialize, TS)]
pub(crate) struct ReportPages {
    /// How many there are.
    pub pages: u32,
    /// PNG of each page asked for, in base64.
    pub pictures: Vec<String>,
    /// What is not on them and why: empty sections, rows left out, photos that are not here.
    pub remarks: Vec<String>,
    /// Characters that no font of this machine can draw.
    pub missing_glyphs: String,
}

/// Names a frozen version.
#[derive(Clone, Debug, Serialize, Deserialize, TS)]
pub(crate) struct ReportId {
    /// Record id.
    pub id: String,
}

/// What a re-issue changed against the version before it.
#[derive(Clone, Debug, Serialize, Deserialize, TS)]
pub(crate) struct ReportComparison {
    /// The older version; none for a first version.
    pub older: Option<ReportVersion>,
    /// The newer version.
    pub newer: ReportVersion,
    /// Figures, sections and rows of tables that differ.
    pub differences: Vec<ReportDifference>,
    /// Changes in the log between the two.
    pub changes: u64,
}

/// One thing that differs.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, TS)]
pub(crate) struct ReportDifference {
    /// Figure, section, or table with its row.
    pub label: String,
    /// Before.
    pub from: String,
    /// After.
    pub to: String,
}
