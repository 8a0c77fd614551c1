//! Reports as they are listed: each with its day, how it stands, and its frozen versions. Types only.

use serde::{Deserialize, Serialize};
use ts_rs::TS;

use crate::boards::reporting::OwingStation;
use crate::records::returns::Returned;
use crate::records::view::Delivery;

/// Asks for reports.
#[derive(Clone, Debug, Default, Serialize, Deserialize, TS)]
#[serde(default)]
#[ts(optional_fields = nullable)]
pub(crate) struct ReportListRequest {
    /// Only of this outline.
    #[ts(optional)]
    pub outline: Option<String>,
}

/// The reports of this side, and those that reach it, the newest first.
#[derive(Clone, Debug, Serialize, Deserialize, TS)]
pub(crate) struct ReportList {
    /// One line a report.
    pub reports: Vec<ReportLine>,
    /// The outlines, in order, to choose from.
    pub outlines: Vec<OutlineChoice>,
}

/// An outline to choose.
#[derive(Clone, Debug, Serialize, Deserialize, TS)]
pub(crate) struct OutlineChoice {
    /// Its name.
    pub name: String,
    /// What the report is called.
    pub label: String,
}

/// A report.
#[derive(Clone, Debug, Serialize, Deserialize, TS)]
pub(crate) struct ReportLine {
    /// Its outline.
    pub outline: String,
    /// What it is called.
    pub outline_label: String,
    /// `2026-11`; empty where it rests on a record.
    pub period: String,
    /// The record it rests on; empty for none.
    pub subject: String,
    /// 2026年11月, or the record's title.
    pub label: String,
    /// When it is due; none where nothing says so.
    pub due: Option<String>,
    /// Days past that date without one that stands; 0 when not overdue.
    pub overdue_days: u32,
    /// Whether this side writes it.
    pub own: bool,
    /// How this side's own stands.
    pub state: ReportState,
    /// Of a monthly brief: effective visits.
    pub visits: Option<u64>,
    /// And persons served.
    pub persons: Option<u64>,
    /// Frozen versions, newest first.
    pub versions: Vec<ReportVersion>,
    /// At the county: stations that owe it and have none that stands.
    pub not_reported: Vec<OwingStation>,
}

/// How a report stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "snake_case")]
pub(crate) enum ReportState {
    /// Nothing of it is there.
    Open,
    /// Something is written and not frozen.
    Drafted,
    /// Frozen and not handed in.
    Frozen,
    /// Handed in.
    HandedIn,
    /// Sent back.
    Returned,
}

/// A frozen version.
#[derive(Clone, Debug, Serialize, Deserialize, TS)]
pub(crate) struct ReportVersion {
    /// Record id.
    pub id: String,
    /// Station code; empty: the county.
    pub station: String,
    /// Its outline.
    pub outline: String,
    /// Period.
    pub period: String,
    /// The record it rests on.
    pub subject: String,
    /// 1, 2 …
    pub version: u32,
    /// 第 n 期 of the year; 0 for none.
    pub issue_no: u32,
    /// Title.
    pub title: String,
    /// 印发日期.
    pub date: String,
    /// Who issued it.
    pub issued_by: String,
    /// How far it has travelled.
    pub state: Delivery,
    /// When it was handed in, where that is a step of its own.
    pub handed_in: Option<String>,
    /// It was sent back, and no newer version has taken its place.
    pub returned: Option<Returned>,
}
