//! Requests and answers of the monthly brief. Types only.

use serde::{Deserialize, Serialize};
use ts_rs::TS;

use crate::records::returns::Returned;
use crate::records::view::{Delivery, RecordView};

/// The months that can have a brief, newest first.
#[derive(Clone, Debug, Serialize, Deserialize, TS)]
pub(crate) struct BriefMonths {
    /// One row per month.
    pub months: Vec<BriefMonth>,
}

/// One month.
#[derive(Clone, Debug, Serialize, Deserialize, TS)]
pub(crate) struct BriefMonth {
    /// `2026-11`.
    pub month: String,
    /// 2026年11月.
    pub label: String,
    /// When its brief is due.
    pub due: String,
    /// Days past that date without a frozen version; 0 when not overdue.
    pub overdue_days: u32,
    /// Effective visits.
    pub visits: u64,
    /// Persons served.
    pub persons: u64,
    /// Frozen versions, newest first.
    pub versions: Vec<BriefVersion>,
    /// At the county: stations that owe it and have frozen none.
    pub not_reported: Vec<OwingStation>,
}

/// A station that has not reported.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, TS)]
pub(crate) struct OwingStation {
    /// Station code.
    pub code: String,
    /// Name.
    pub name: String,
}

/// A frozen version.
#[derive(Clone, Debug, Serialize, Deserialize, TS)]
pub(crate) struct BriefVersion {
    /// Record id.
    pub id: String,
    /// Station code.
    pub station: String,
    /// Month.
    pub month: String,
    /// 1, 2 …
    pub version: u32,
    /// 第 n 期 of the year.
    pub issue_no: u32,
    /// Title.
    pub title: String,
    /// 印发日期.
    pub date: String,
    /// Who issued it.
    pub issued_by: String,
    /// How far it has travelled.
    pub state: Delivery,
    /// The county sent it back, and no newer version has taken its place.
    pub returned: Option<Returned>,
}

/// Asks for the draft of a month.
#[derive(Clone, Debug, Serialize, Deserialize, TS)]
#[ts(optional_fields = nullable)]
pub(crate) struct BriefRequest {
    /// `2026-11`.
    pub month: String,
    /// The program's own draft, although a returned version has text to go on with.
    #[serde(default)]
    #[ts(optional)]
    pub fresh: Option<bool>,
}

/// A brief as it would be, or was, issued; frozen versions keep this very content.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, TS)]
pub(crate) struct BriefView {
    /// `2026-11`.
    pub month: String,
    /// 2026年11月.
    pub label: String,
    /// Title of the masthead.
    pub title: String,
    /// 编发单位.
    pub issuer: String,
    /// 第 n 期 of the year.
    pub issue_no: u32,
    /// 1, 2 …
    pub version: u32,
    /// 印发日期.
    pub date: String,
    /// 报送单位.
    pub sent_to: String,
    /// 印发份数.
    pub copies: u32,
    /// Text sections in order.
    pub sections: Vec<BriefSection>,
    /// Figures in order.
    pub figures: Vec<BriefFigure>,
    /// Services by area.
    pub areas: Vec<Slice>,
    /// Living files by category at the month's end.
    pub categories: Vec<Slice>,
    /// Twelve months up to this one.
    pub trend: Vec<TrendPoint>,
    /// 暂存 records of the month, which are not counted.
    pub provisional: u64,
    /// What could not be computed and why.
    pub notes: Vec<String>,
    /// What the county sent the month's brief back for; no part of what is issued.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[ts(optional)]
    pub returned: Option<Returned>,
    /// Rows in which everything is 0 are not printed.
    #[serde(default)]
    #[ts(as = "Option<_>", optional)]
    pub leave_out_zeros: bool,
    /// Photos, in this order.
    #[serde(default)]
    #[ts(as = "Option<_>", optional)]
    pub photos: Vec<BriefPhoto>,
    /// Figures of earlier closed months that moved since they were last reported. None: a brief from before there were corrections.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[ts(optional)]
    pub corrections: Option<Vec<BriefCorrection>>,
}

/// What moved in an earlier month.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, TS)]
pub(crate) struct BriefCorrection {
    /// `2026-10`.
    pub month: String,
    /// 2026年10月.
    pub label: String,
    /// 原报 → 更正, line by line.
    pub lines: Vec<BriefDifference>,
    /// What was done: `补录 2 条、修改 1 条`. It names nobody.
    pub why: String,
}

/// A photo of the brief.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize, TS)]
pub(crate) struct BriefPhoto {
    /// Record id of the attachment.
    pub attachment: String,
    /// Below it.
    pub caption: String,
    /// She says that everybody on it agrees, where the program does not know who that is.
    pub agreed: bool,
}

/// A text section.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, TS)]
pub(crate) struct BriefSection {
    /// Stable name of the section.
    pub key: String,
    /// Heading.
    pub heading: String,
    /// Text; a generated draft that she edits. Paragraphs are separated by line breaks.
    pub text: String,
}

/// A figure with its neighbours.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, TS)]
pub(crate) struct BriefFigure {
    /// Stable code.
    pub code: String,
    /// Chinese label.
    pub label: String,
    /// 人, 人次 …
    pub unit: String,
    /// This month, as printed; — where it cannot be computed.
    pub value: String,
    /// The month before.
    pub previous: String,
    /// Since January.
    pub year_to_date: String,
    /// 年度目标, where one is set on this figure; else empty.
    #[serde(default)]
    #[ts(as = "Option<_>", optional)]
    pub target: String,
    /// 完成率 of that target (R24); else empty.
    #[serde(default)]
    #[ts(as = "Option<_>", optional)]
    pub completion: String,
    /// Records behind this month's value.
    pub rows: u64,
    /// Nothing in this month, the month before, the year, and no target.
    #[serde(default)]
    #[ts(as = "Option<_>", optional)]
    pub zero: bool,
}

/// A named share.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, TS)]
pub(crate) struct Slice {
    /// Name.
    pub label: String,
    /// Value.
    pub value: u64,
    /// Its share of all of them: `35.9%`.
    #[serde(default)]
    #[ts(as = "Option<_>", optional)]
    pub share: String,
}

/// One month of the trend.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, TS)]
pub(crate) struct TrendPoint {
    /// `2026-11`.
    pub month: String,
    /// Effective visits.
    pub visits: u64,
    /// Person-times.
    pub person_times: u64,
}

/// Asks for the records behind a figure.
#[derive(Clone, Debug, Serialize, Deserialize, TS)]
#[ts(optional_fields = nullable)]
pub(crate) struct BriefRowsRequest {
    /// `2026-11`.
    pub month: String,
    /// Code of the figure.
    pub figure: String,
    /// Of the year up to that month instead of the month alone.
    #[serde(default)]
    #[ts(optional)]
    pub year_to_date: Option<bool>,
    /// At the county: of this station.
    #[serde(default)]
    #[ts(optional)]
    pub station: Option<String>,
}

/// The records behind a figure.
#[derive(Clone, Debug, Serialize, Deserialize, TS)]
pub(crate) struct BriefRows {
    /// Label of the figure.
    pub label: String,
    /// The records (the first 500).
    pub rows: Vec<RecordView>,
    /// How many there are.
    pub total: u64,
}

/// Freezes a month's brief as a new version.
#[derive(Clone, Debug, Serialize, Deserialize, TS)]
#[ts(optional_fields = nullable)]
pub(crate) struct FreezeBrief {
    /// `2026-11`.
    pub month: String,
    /// The text as edited.
    pub sections: Vec<BriefSection>,
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
    /// Why a typical case tells of somebody who has not consented; it is kept with the person.
    #[serde(default)]
    #[ts(optional)]
    pub override_reason: Option<String>,
    /// Why a month that is closed is issued once more; it is kept as a record of its own.
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
    pub photos: Vec<BriefPhoto>,
}

/// Asks to see the pages of a brief as it would be frozen.
#[derive(Clone, Debug, Serialize, Deserialize, TS)]
#[ts(optional_fields = nullable)]
pub(crate) struct BriefPagesRequest {
    /// The brief as edited.
    pub brief: FreezeBrief,
    /// First page wanted, from 0.
    #[serde(default)]
    #[ts(as = "Option<_>", optional)]
    pub first: u32,
    /// How many pages.
    pub count: u32,
}

/// Its pages.
#[derive(Clone, Debug, Serialize, Deserialize, TS)]
pub(crate) struct BriefPages {
    /// How many there are.
    pub pages: u32,
    /// PNG of each page asked for, in base64.
    pub pictures: Vec<String>,
    /// What is not on them and why: empty sections, rows left out, photos that are not here.
    pub remarks: Vec<String>,
    /// Characters that no font of this machine can draw.
    pub missing_glyphs: String,
}

/// Photos that the month's brief may show.
#[derive(Clone, Debug, Serialize, Deserialize, TS)]
pub(crate) struct BriefPhotoChoices {
    /// The newest first.
    pub photos: Vec<BriefPhotoChoice>,
    /// How many a brief takes at most.
    pub most: u32,
}

/// One of them.
#[derive(Clone, Debug, Serialize, Deserialize, TS)]
pub(crate) struct BriefPhotoChoice {
    /// Record id of the attachment.
    pub attachment: String,
    /// Caption that is proposed.
    pub caption: String,
    /// Day.
    pub date: String,
    /// The record it belongs to, readable.
    pub of: String,
    /// Whether whoever is on it agreed to be shown.
    pub consent: PhotoConsent,
    /// A child is concerned.
    pub minor: bool,
}

/// Whether those on a photo agreed to be shown in public.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "snake_case")]
pub(crate) enum PhotoConsent {
    /// The person's consent says so.
    Given,
    /// The person has not agreed, or took it back.
    Missing,
    /// The program does not know who is on it: who issues the brief says so.
    Unknown,
}

/// Names a frozen version.
#[derive(Clone, Debug, Serialize, Deserialize, TS)]
pub(crate) struct BriefId {
    /// Record id.
    pub id: String,
}

/// What a re-issue changed against the version before it.
#[derive(Clone, Debug, Serialize, Deserialize, TS)]
pub(crate) struct BriefComparison {
    /// The older version; none for a first version.
    pub older: Option<BriefVersion>,
    /// The newer version.
    pub newer: BriefVersion,
    /// Figures and sections that differ.
    pub differences: Vec<BriefDifference>,
    /// Changes in the log between the two.
    pub changes: u64,
}

/// One thing that differs.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, TS)]
pub(crate) struct BriefDifference {
    /// Figure or section.
    pub label: String,
    /// Before.
    pub from: String,
    /// After.
    pub to: String,
}
