//! Progress and outcome of a run, told while it works and when it is done. Plain values; the interface puts them into words.

use std::ops::ControlFlow;

use serde::{Deserialize, Serialize};

use crate::error::OfflineReason;

/// What is being done.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Phase {
    /// Asking the hub.
    Connecting,
    /// Sending bundles.
    Sending,
    /// Fetching bundles.
    Receiving,
    /// Sending photos and scans, one of so many.
    SendingPhotos,
    /// Fetching photos and scans.
    ReceivingPhotos,
    /// Taking bundles into the database.
    Importing,
    /// Writing to the stick.
    Writing,
    /// Writing photos and scans to the stick.
    WritingPhotos,
    /// Reading back what was written.
    Verifying,
}

impl Phase {
    /// In Chinese.
    pub fn label(self) -> &'static str {
        match self {
            Self::Connecting => "正在连接信箱",
            Self::Sending => "正在发送",
            Self::Receiving => "正在接收",
            Self::SendingPhotos => "正在发送照片",
            Self::ReceivingPhotos => "正在接收照片",
            Self::Importing => "正在入库",
            Self::Writing => "正在写入",
            Self::WritingPhotos => "正在写入照片",
            Self::Verifying => "正在核对，请勿拔出",
        }
    }
}

/// How far it is: `done` of `total`, in bytes (files, when importing; photos, when sending or receiving them).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Progress {
    /// What is being done.
    pub phase: Phase,
    /// How much is done.
    pub done: u64,
    /// Of how much.
    pub total: u64,
}

/// Told about progress; may say `Break` to stop.
pub type Watcher<'a> = &'a mut dyn FnMut(Progress) -> ControlFlow<()>;

/// What one run did.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Outcome {
    /// Bundles sent and receipted.
    pub pushed: u64,
    /// Bundles fetched and taken in.
    pub pulled: u64,
    /// Photos and scans sent.
    pub photos_pushed: u64,
    /// Photos and scans fetched.
    pub photos_pulled: u64,
    /// There are more of them: the next run begins at once.
    pub photos_left: bool,
    /// Stations whose work came in.
    pub stations: Vec<String>,
    /// Why the hub could not be reached, if so.
    pub offline: Option<OfflineReason>,
    /// What went wrong otherwise, in Chinese; the rest went on.
    pub problems: Vec<String>,
    /// The user stopped it.
    pub cancelled: bool,
    /// This PC still waits for the county to confirm it.
    pub unconfirmed: bool,
    /// This PC was confirmed in this run.
    pub confirmed_now: bool,
    /// The new key of this PC's place has come.
    #[serde(default)]
    pub new_key: bool,
    /// The county has revoked this PC.
    #[serde(default)]
    pub revoked: bool,
    /// A newer roster was taken.
    pub roster_taken: bool,
    /// Join requests of new PCs that came in.
    pub joins: u64,
    /// A newer checkpoint was made (county) or taken (station).
    pub checkpoint: bool,
    /// The hub had lost mail and was given it again.
    pub refilled: bool,
    /// Bundles that rotted at the hub and were brought again.
    #[serde(default)]
    pub brought_again: u64,
    /// How far this PC's clock is ahead of the hub's, or below zero behind it, when one of them must be wrong.
    #[serde(default)]
    pub clock_off_ms: Option<i64>,
    /// Fields in conflict after what came in.
    pub conflicts: u64,
    /// Segments set aside with a reason.
    pub quarantined: u64,
}
