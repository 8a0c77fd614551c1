//! Content of a report: what its page shows, its files print and its frozen version keeps. Types only.

use domain::period::Spans;
use domain::report_outline::Masthead;
use serde::{Deserialize, Serialize};
use ts_rs::TS;

use super::ReportDifference;
use super::photo::ReportPhoto;
use crate::records::returns::Returned;

/// A report as it would be, or was, issued; frozen versions keep this very content.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, TS)]
pub(crate) struct ReportView {
    /// Its outline.
    pub outline: String,
    /// What the report is called.
    pub outline_label: String,
    /// `2026-11`, `2026-Q4`, `2026-H2`, `2026`.
    pub period: String,
    /// 2026年11月.
    pub label: String,
    /// The record it rests on.
    #[serde(default)]
    pub subject: String,
    /// How its first page looks.
    pub masthead: Masthead,
    /// Title.
    pub title: String,
    /// 编发单位, or who signs it.
    pub issuer: String,
    /// 第 n 期 of the year; 0 for none.
    pub issue_no: u32,
    /// 1, 2 …
    pub version: u32,
    /// 印发日期.
    pub date: String,
    /// 报送单位.
    pub sent_to: String,
    /// 印发份数.
    pub copies: u32,
    /// Sections in order.
    pub sections: Vec<ReportSection>,
    /// Figures in order.
    pub figures: Vec<ReportFigure>,
    /// Above the columns of figures: the period's, the one's before, up to date; empty: there is none.
    pub columns: Vec<String>,
    /// The periods counted.
    #[ts(skip)]
    pub spans: Option<Spans>,
    /// 暂存 records of the period, which are not counted.
    pub provisional: u64,
    /// What could not be computed and why.
    pub notes: Vec<String>,
    /// Where the interface keeps what is being written of it.
    #[serde(default)]
    pub draft_key: String,
    /// Whether this side writes it; no part of what is issued.
    #[serde(default)]
    pub own: bool,
    /// It is handed in by hand once it is frozen; otherwise its frozen version is the report handed in.
    #[serde(default)]
    pub to_hand_in: bool,
    /// When it was handed in; no part of what is issued.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[ts(optional)]
    pub handed_in: Option<String>,
    /// What it was sent back for; no part of what is issued.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[ts(optional)]
    pub returned: Option<Returned>,
    /// What is to be done elsewhere before it says everything; no part of what is issued.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    #[ts(as = "Option<_>", optional)]
    pub undone: Vec<String>,
    /// Rows in which everything is 0 are not printed.
    #[serde(default)]
    #[ts(as = "Option<_>", optional)]
    pub leave_out_zeros: bool,
    /// Photos, in this order.
    #[serde(default)]
    #[ts(as = "Option<_>", optional)]
    pub photos: Vec<ReportPhoto>,
    /// Figures of earlier closed periods that moved since they were last reported. None: a report that closes no books, or from before
    /// there were corrections.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[ts(optional)]
    pub corrections: Option<Vec<ReportCorrection>>,
}

/// What moved in an earlier period.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, TS)]
pub(crate) struct ReportCorrection {
    /// `2026-10`.
    pub period: String,
    /// 2026年10月.
    pub label: String,
    /// 原报 → 更正, line by line.
    pub lines: Vec<ReportDifference>,
    /// What was done: `补录 2 条、修改 1 条`. It names nobody.
    pub why: String,
}

/// A section.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, TS)]
pub(crate) struct ReportSection {
    /// Stable name of the section.
    pub key: String,
    /// Heading with its number.
    pub heading: String,
    /// Text; a generated draft that is edited. Paragraphs are separated by line breaks.
    pub text: String,
    /// It stands behind the report, on pages of its own.
    #[serde(default)]
    pub annex: bool,
    /// What stands below the text.
    #[serde(default)]
    pub parts: Vec<SectionPart>,
}

/// What stands below the text of a section.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, TS)]
#[serde(tag = "type", rename_all = "snake_case")]
pub(crate) enum SectionPart {
    /// Rows of the report's figures.
    Figures {
        /// Above it.
        caption: String,
        /// Their codes.
        codes: Vec<String>,
    },
    /// A table.
    Table(ReportTable),
    /// A chart.
    Chart(ReportChart),
    /// The chosen photos.
    Photos {},
}

/// A table.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, TS)]
pub(crate) struct ReportTable {
    /// Above it.
    pub caption: String,
    /// Its columns.
    pub columns: Vec<ReportColumn>,
    /// Its rows.
    pub rows: Vec<ReportTableRow>,
    /// Below it; empty for none.
    #[serde(default)]
    pub note: String,
}

/// A column.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, TS)]
pub(crate) struct ReportColumn {
    /// Its title.
    pub title: String,
    /// Its share of the width.
    pub width: f64,
    /// It holds numbers.
    pub number: bool,
}

/// A row.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, TS)]
pub(crate) struct ReportTableRow {
    /// Its cells.
    pub cells: Vec<ReportCell>,
}

/// A cell.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, TS)]
pub(crate) struct ReportCell {
    /// What it says.
    pub text: String,
    /// The figure whose records it opens.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[ts(optional)]
    pub figure: Option<String>,
    /// And of which station.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[ts(optional)]
    pub station: Option<String>,
}

impl From<String> for ReportCell {
    fn from(text: String) -> ReportCell {
        ReportCell { text, figure: None, station: None }
    }
}

/// A chart.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, TS)]
pub(crate) struct ReportChart {
    /// How it is drawn.
    pub kind: ChartKind,
    /// Below it.
    pub caption: String,
    /// What it is drawn over.
    pub categories: Vec<String>,
    /// Its values.
    pub series: Vec<ChartSeries>,
    /// 人次.
    pub unit: String,
    /// Of a ring: the share of each part; of a radar: each value as it is read.
    #[serde(default)]
    pub shares: Vec<String>,
}

/// How a chart is drawn.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "snake_case")]
#[ts(rename = "ReportChartKind")]
pub(crate) enum ChartKind {
    /// Lines over months.
    Line,
    /// Lying bars.
    Bar,
    /// A ring of parts.
    Ring,
    /// Shares around a middle, in thousandths; fewer than three are bars.
    Radar,
}

/// Values of a chart.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, TS)]
#[ts(rename = "ReportChartSeries")]
pub(crate) struct ChartSeries {
    /// Its name.
    pub name: String,
    /// A value for each category.
    pub values: Vec<u64>,
}

/// A figure with its neighbours.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, TS)]
pub(crate) struct ReportFigure {
    /// Stable code.
    pub code: String,
    /// Chinese label.
    pub label: String,
    /// 人, 人次 …
    pub unit: String,
    /// Of the period, as printed; — where it cannot be computed.
    pub value: String,
    /// Of the period before.
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
    /// Records behind the period's value.
    pub rows: u64,
    /// Nothing in the period, the one before, the year, and no target.
    #[serde(default)]
    #[ts(as = "Option<_>", optional)]
    pub zero: bool,
}
