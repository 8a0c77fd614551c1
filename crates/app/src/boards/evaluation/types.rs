//! Requests and answers about self-evaluations.

use serde::{Deserialize, Serialize};
use ts_rs::TS;

use crate::kernel::request::RecordRef;

/// Begins the evaluation of a year.
#[derive(Clone, Debug, Serialize, Deserialize, TS)]
pub(crate) struct StartEvaluation {
    /// Year.
    pub year: i32,
    /// A scheme that is in use.
    pub scheme: String,
}

/// Gives an item its score.
#[derive(Clone, Debug, Serialize, Deserialize, TS)]
pub(crate) struct ScoreItem {
    /// The evaluation.
    pub id: String,
    /// The item.
    pub item: String,
    /// 得分
    pub score: String,
    /// 扣分说明
    pub reason: String,
}

/// Self-evaluations.
#[derive(Clone, Debug, Serialize, Deserialize, TS)]
pub(crate) struct Evaluations {
    /// This year.
    pub year: i32,
    /// The newest year first.
    pub evaluations: Vec<EvaluationRow>,
    /// Schemes in use.
    pub schemes: Vec<SchemeChoice>,
    /// Whether the person at this PC may begin one.
    pub may_write: bool,
}

/// A scheme to choose.
#[derive(Clone, Debug, Serialize, Deserialize, TS)]
pub(crate) struct SchemeChoice {
    /// Record id.
    pub id: String,
    /// Title.
    pub title: String,
}

/// A self-evaluation in a list.
#[derive(Clone, Debug, Serialize, Deserialize, TS)]
pub(crate) struct EvaluationRow {
    /// Record id.
    pub id: String,
    /// Station code.
    pub station: String,
    /// Its name.
    pub station_name: String,
    /// Year.
    pub year: i32,
    /// Title of the scheme.
    pub scheme: String,
    /// All its points.
    pub points: String,
    /// Given.
    pub score: String,
    /// Grade; empty below the lowest.
    pub grade: String,
    /// Items without a score.
    pub unscored: u32,
}

/// A self-evaluation as it stands today.
#[derive(Clone, Debug, Serialize, Deserialize, TS)]
pub(crate) struct SelfEvaluationView {
    /// Record id.
    pub id: String,
    /// Station code.
    pub station: String,
    /// Its name.
    pub station_name: String,
    /// Year.
    pub year: i32,
    /// Title of the scheme.
    pub scheme: String,
    /// 依据
    pub source: String,
    /// 自评日期
    pub made_date: String,
    /// 自评说明
    pub summary: String,
    /// All points.
    pub points: String,
    /// Given so far.
    pub score: String,
    /// Grade; empty below the lowest.
    pub grade: String,
    /// Grades and where they begin: `五星级 110`.
    pub grades: Vec<String>,
    /// Whether the person at this PC may score.
    pub editable: bool,
    /// Dimensions in order.
    pub dimensions: Vec<DimensionView>,
    /// Items in order.
    pub items: Vec<ItemView>,
    /// What lacks, item by item.
    pub gaps: Vec<Gap>,
    /// Items with less than all their points.
    pub deductions: Vec<Deduction>,
    /// What is to be put right.
    pub tasks: Vec<RectificationView>,
}

/// A dimension summed up.
#[derive(Clone, Debug, Serialize, Deserialize, TS)]
pub(crate) struct DimensionView {
    /// Name.
    pub name: String,
    /// All its points.
    pub points: String,
    /// Given.
    pub score: String,
    /// Given, of all of them, in thousandths: for the radar chart.
    pub thousandths: u32,
}

/// An item.
#[derive(Clone, Debug, Serialize, Deserialize, TS)]
pub(crate) struct ItemView {
    /// Record id.
    pub id: String,
    /// 编号
    pub no: String,
    /// Dimension.
    pub dimension: String,
    /// 评分内容
    pub content: String,
    /// 分值
    pub points: String,
    /// 评分办法
    pub method: String,
    /// Kinds of records that are evidence, in words; and what the sheet says is to be shown.
    pub evidence_words: String,
    /// What is counted, in words; empty for nothing.
    pub figure: String,
    /// What was counted: `4/6`, `12`.
    pub counted: String,
    /// What is missing of it.
    pub lacks: Vec<String>,
    /// The points that follow from the count.
    pub proposed: Option<String>,
    /// Given.
    pub score: Option<String>,
    /// 扣分说明
    pub reason: String,
    /// Evidence, by number.
    pub evidence: Vec<EvidenceView>,
}

/// A piece of evidence.
#[derive(Clone, Debug, Serialize, Deserialize, TS)]
pub(crate) struct EvidenceView {
    /// Id of the link.
    pub id: String,
    /// 佐证编号
    pub no: String,
    /// The record.
    pub record: RecordRef,
    /// What kind it is.
    pub label: String,
    /// Its title.
    pub title: String,
    /// Its day.
    pub date: String,
}

/// Something that lacks.
#[derive(Clone, Debug, Serialize, Deserialize, TS)]
pub(crate) struct Gap {
    /// Item.
    pub item: String,
    /// Its number.
    pub no: String,
    /// 评分内容
    pub content: String,
    /// What lacks, in words.
    pub what: String,
}

/// Points that an item lost.
#[derive(Clone, Debug, Serialize, Deserialize, TS)]
pub(crate) struct Deduction {
    /// Number of the item.
    pub no: String,
    /// Dimension.
    pub dimension: String,
    /// 评分内容
    pub content: String,
    /// 分值
    pub points: String,
    /// 得分
    pub score: String,
    /// 扣分
    pub lost: String,
    /// Why.
    pub reason: String,
}

/// Something to be put right.
#[derive(Clone, Debug, Serialize, Deserialize, TS)]
pub(crate) struct RectificationView {
    /// Record id.
    pub id: String,
    /// Number of the item; empty where it is of none.
    pub no: String,
    /// What.
    pub content: String,
    /// By when.
    pub due_date: String,
    /// Who.
    pub worker: String,
    /// Done on; empty while it is not.
    pub done_date: String,
}

/// Asks for records that could be evidence of an item.
#[derive(Clone, Debug, Serialize, Deserialize, TS)]
pub(crate) struct EvidenceRequest {
    /// The evaluation.
    pub id: String,
    /// The item.
    pub item: String,
}

/// Links records to an item.
#[derive(Clone, Debug, Serialize, Deserialize, TS)]
pub(crate) struct LinkEvidence {
    /// The evaluation.
    pub id: String,
    /// The item.
    pub item: String,
    /// The records.
    pub records: Vec<RecordRef>,
}

/// A record that could be evidence.
#[derive(Clone, Debug, Serialize, Deserialize, TS)]
pub(crate) struct EvidenceChoice {
    /// The record.
    pub record: RecordRef,
    /// What kind it is.
    pub label: String,
    /// Its title.
    pub title: String,
    /// Its day.
    pub date: String,
    /// It is linked to the item already.
    pub linked: bool,
}
