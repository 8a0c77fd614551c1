//! Requests and answers about packs.

use serde::{Deserialize, Serialize};
use ts_rs::TS;

use crate::kernel::files::{Destination, FileIn, FileOut};
use crate::kernel::secret::Secret;
use crate::records::view::RecordView;

/// Makes an evaluator's key.
#[derive(Clone, Debug, Serialize, Deserialize, TS)]
pub(crate) struct MakeEvaluatorKey {
    /// Who evaluates: stands in the names of the files.
    pub name: String,
    /// Opens the key.
    #[ts(as = "String")]
    pub passphrase: Secret,
    /// Where the files go.
    pub place: Destination,
}

/// The key that was made.
#[derive(Clone, Debug, Serialize, Deserialize, TS)]
pub(crate) struct MadeEvaluatorKey {
    /// The sealed key, which stays with the evaluator.
    pub key: FileOut,
    /// The public key as a file, for the county.
    pub public: FileOut,
    /// The same as text.
    pub recipient: String,
}

/// Makes a pack.
#[derive(Clone, Debug, Serialize, Deserialize, TS)]
pub(crate) struct MakePack {
    /// Year.
    pub year: i32,
    /// The evaluator's public key.
    pub recipient: String,
    /// Draws the sample: the same seed draws the same.
    pub seed: String,
    /// How many stations are drawn.
    pub stations: u32,
    /// How many records of each kind are drawn at each station.
    pub records: u32,
    /// Where it goes.
    pub place: Destination,
}

/// The pack that was made.
#[derive(Clone, Debug, Serialize, Deserialize, TS)]
pub(crate) struct MadePack {
    /// The file.
    pub file: FileOut,
    /// Names of the stations that were drawn.
    pub stations: Vec<String>,
    /// Rows in it.
    pub rows: u32,
    /// Records drawn to be looked at.
    pub drawn: u32,
    /// Names the pack, to be told the evaluator by telephone.
    pub fingerprint: String,
}

/// Opens a pack.
#[derive(Clone, Debug, Serialize, Deserialize, TS)]
pub(crate) struct OpenPack {
    /// The pack (.hzp).
    pub file: FileIn,
    /// The evaluator's sealed key.
    pub key: FileIn,
    /// Opens the key.
    #[ts(as = "String")]
    pub passphrase: Secret,
}

/// A pack as it was found.
#[derive(Clone, Debug, Serialize, Deserialize, TS)]
pub(crate) struct PackView {
    /// Whose.
    pub county_name: String,
    /// Year.
    pub year: i32,
    /// Counted up to.
    pub until: String,
    /// The seed it was drawn by.
    pub seed: String,
    /// Made on.
    pub made: String,
    /// Names the pack.
    pub fingerprint: String,
    /// The county's signature fits.
    pub signed: bool,
    /// Stations in it.
    pub stations: Vec<StationInPack>,
    /// Rows in it.
    pub rows: u32,
    /// Logs whose heads are named.
    pub heads: u32,
    /// Rows that are not as the county wrote them.
    pub altered: Vec<AlteredRow>,
    /// Every figure, as it is said and as it is counted here.
    pub checks: Vec<FigureCheck>,
    /// Figures that the county gave and that come out otherwise.
    pub unequal: u32,
    /// Frozen reports.
    pub reports: Vec<ReportInPack>,
    /// Kinds of records that were drawn, with their numbers.
    pub drawn: Vec<DrawnKind>,
}

/// A station in a pack.
#[derive(Clone, Debug, Serialize, Deserialize, TS)]
pub(crate) struct StationInPack {
    /// Code.
    pub code: String,
    /// Name.
    pub name: String,
}

/// A row that is not as the county wrote it.
#[derive(Clone, Debug, Serialize, Deserialize, TS)]
pub(crate) struct AlteredRow {
    /// What kind it is.
    pub label: String,
    /// Its id.
    pub id: String,
    /// Its station's name.
    pub station_name: String,
    /// Its day; empty where it has none.
    pub date: String,
    /// What is wrong: 内容被改过, 清单里没有, 缺这一行.
    pub what: String,
}

/// A figure as it is said and as it is counted here.
#[derive(Clone, Debug, Serialize, Deserialize, TS)]
pub(crate) struct FigureCheck {
    /// Station code.
    pub station: String,
    /// `2026`, `2026-11`, `2026-Q3`, or first and last day.
    pub period: String,
    /// Who says it: 县级取数, or the title of a frozen report.
    pub source: String,
    /// Its code.
    pub code: String,
    /// Its label.
    pub label: String,
    /// 人次, 个…
    pub unit: String,
    /// As it is said.
    pub said: String,
    /// As it is counted here from the rows.
    pub counted: String,
    /// Both are the same.
    pub equal: bool,
}

/// A frozen report in a pack.
#[derive(Clone, Debug, Serialize, Deserialize, TS)]
pub(crate) struct ReportInPack {
    /// Station code; empty: the county's.
    pub station: String,
    /// Record id.
    pub id: String,
    /// Title with month and version.
    pub title: String,
    /// Frozen on.
    pub frozen: String,
    /// Why its figures are not counted anew; empty where they are.
    pub not_counted: String,
    /// Its text, without names.
    pub sections: Vec<SectionInPack>,
}

/// A section of a frozen report.
#[derive(Clone, Debug, Serialize, Deserialize, TS)]
pub(crate) struct SectionInPack {
    /// Heading.
    pub heading: String,
    /// Text.
    pub text: String,
}

/// Records of a kind that were drawn.
#[derive(Clone, Debug, Serialize, Deserialize, TS)]
pub(crate) struct DrawnKind {
    /// Kind.
    pub kind: String,
    /// Its label.
    pub label: String,
    /// How many.
    pub count: u32,
}

/// Asks for rows of the open pack: those behind a figure, or those drawn of a kind.
#[derive(Clone, Debug, Default, Serialize, Deserialize, TS)]
#[serde(default)]
#[ts(optional_fields = nullable)]
pub(crate) struct PackRowsRequest {
    /// Station code; all when absent.
    pub station: Option<String>,
    /// Period of the figure.
    pub period: Option<String>,
    /// Its code.
    pub code: Option<String>,
    /// Or a kind of drawn records.
    pub kind: Option<String>,
}

/// Rows of a pack.
#[derive(Clone, Debug, Serialize, Deserialize, TS)]
pub(crate) struct PackRows {
    /// What they are.
    pub label: String,
    /// The rows, at most 500.
    pub rows: Vec<RecordView>,
    /// How many there are.
    pub total: u32,
}

/// What the evaluator says.
#[derive(Clone, Debug, Serialize, Deserialize, TS)]
#[ts(optional_fields = nullable)]
pub(crate) struct PackComment {
    /// The station it is for.
    pub station: String,
    /// Kind of the record it is about; empty for none.
    #[serde(default)]
    #[ts(as = "Option<_>", optional)]
    pub kind: String,
    /// Its id.
    #[serde(default)]
    #[ts(as = "Option<_>", optional)]
    pub record: String,
    /// What.
    pub content: String,
    /// To be put right by.
    pub due_date: String,
}

/// Writes the evaluator's comments.
#[derive(Clone, Debug, Serialize, Deserialize, TS)]
pub(crate) struct CommentsOut {
    /// Them.
    pub comments: Vec<PackComment>,
    /// Where the file goes.
    pub place: Destination,
}

/// The county takes comments in.
#[derive(Clone, Debug, Serialize, Deserialize, TS)]
pub(crate) struct CommentsIn {
    /// The file (.hzc).
    pub file: FileIn,
}

/// What became of them.
#[derive(Clone, Debug, Serialize, Deserialize, TS)]
pub(crate) struct CommentsTaken {
    /// New tasks of stations.
    pub tasks: u32,
    /// Taken in before.
    pub known: u32,
    /// Names of the stations that got some.
    pub stations: Vec<String>,
}
