//! Photos of a report: chosen ones, and those to choose from. Types only.

use serde::{Deserialize, Serialize};
use ts_rs::TS;

/// A photo of the report.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize, TS)]
pub(crate) struct ReportPhoto {
    /// Record id of the attachment.
    pub attachment: String,
    /// Below it.
    pub caption: String,
    /// She says that everybody on it agrees, where the program does not know who that is.
    pub agreed: bool,
    /// Code of the area of service under which it stands; empty: behind all of them.
    #[serde(default)]
    #[ts(as = "Option<_>", optional)]
    pub area: String,
}

/// Photos that the report may show.
#[derive(Clone, Debug, Serialize, Deserialize, TS)]
pub(crate) struct ReportPhotoChoices {
    /// The newest first.
    pub photos: Vec<ReportPhotoChoice>,
    /// How many it takes at most of each area.
    pub most: u32,
}

/// One of them.
#[derive(Clone, Debug, Serialize, Deserialize, TS)]
pub(crate) struct ReportPhotoChoice {
    /// Record id of the attachment.
    pub attachment: String,
    /// Caption that is proposed.
    pub caption: String,
    /// Day.
    pub date: String,
    /// The record it belongs to, readable.
    pub of: String,
    /// Area of service of that record; empty where it has none.
    pub area: String,
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
    /// The program does not know who is on it: who issues the report says so.
    Unknown,
}
