//! Errors of commands: what one answers when it cannot do what was asked. A code exists only if the interface does
//! something with it; its table (code → title, what to do now) is exhaustive. `detail` is Chinese, says what
//! happened, and never holds personal data.

pub(crate) use domain::validate::{Finding as FieldFinding, Level as FindingLevel};
use serde::{Deserialize, Serialize};
use store::StoreError;
use ts_rs::TS;

/// Why a command was refused. The interface decides by it what to show and what to offer.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize, TS)]
#[serde(rename_all = "snake_case")]
pub enum ErrorCode {
    /// Nobody is unlocked: show the unlock page, keep what was typed.
    Locked,
    /// The passphrase does not fit: ask again.
    WrongPassphrase,
    /// Too many wrong passphrases: `detail` says how long to wait.
    TooManyAttempts,
    /// The one-time code does not fit the file: ask again.
    WrongCode,
    /// The file is cut off or changed: fetch it again.
    DamagedFile,
    /// The file is of another kind than the one asked for.
    WrongFile,
    /// The file belongs to another county, station or PC.
    ForeignFile,
    /// This person may not do that.
    NotAllowed,
    /// The county has not confirmed this PC yet.
    NotConfirmed,
    /// The record or thing is not there (any more): go back to the list.
    NotFound,
    /// The form has findings: show them at their fields.
    Invalid,
    /// Nothing has been set up on this PC: show the three doors.
    NotSetUp,
    /// This PC is set up already.
    AlreadySetUp,
    /// The database was written by a newer program: update.
    NewerDatabase,
    /// The database cannot be opened or read: offer the newest verified backup.
    DatabaseDamaged,
    /// The disk or stick is full: make room, nothing was lost.
    DiskFull,
    /// The folder or file cannot be read or written: choose another.
    FileAccess,
    /// The hub does not answer: work on, it is tried again by itself.
    Offline,
    /// The same work is already running.
    Busy,
    /// What was looked at has changed since: look again.
    Changed,
    /// The person stopped it.
    Cancelled,
    /// The interface and the program do not fit each other: restart, report.
    BadRequest,
    /// A fault of the program: restart, report.
    Internal,
}

/// A command's refusal.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, TS, thiserror::Error)]
#[error("{code:?}: {detail}")]
pub struct CommandError {
    /// What the interface decides by.
    pub code: ErrorCode,
    /// What happened, in Chinese, without personal data.
    pub detail: String,
    /// Findings at fields, for `invalid`.
    pub fields: Vec<FieldFinding>,
}

impl CommandError {
    /// A refusal with a sentence of its own.
    pub fn new(code: ErrorCode, detail: impl Into<String>) -> CommandError {
        CommandError { code, detail: detail.into(), fields: Vec::new() }
    }

    /// A form with findings.
    pub fn invalid(fields: Vec<FieldFinding>) -> CommandError {
        let detail = fields.first().map(|finding| finding.message.clone()).unwrap_or_default();
        CommandError { code: ErrorCode::Invalid, detail, fields }
    }

    /// A form with one finding.
    pub fn invalid_field(field: &str, message: impl Into<String>) -> CommandError {
        CommandError::invalid(vec![FieldFinding::error(field, message)])
    }

    /// The thing asked for is not there.
    pub fn not_found(what: &str) -> CommandError {
        CommandError::new(ErrorCode::NotFound, format!("找不到{what}，可能已被删除或还没有同步到这台电脑。"))
    }

    /// This person may not do that.
    pub fn not_allowed(detail: impl Into<String>) -> CommandError {
        CommandError::new(ErrorCode::NotAllowed, detail)
    }

    /// A fault of the program; `detail` must not quote data.
    pub fn internal(detail: impl Into<String>) -> CommandError {
        CommandError::new(ErrorCode::Internal, detail)
    }
}

impl From<std::io::Error> for CommandError {
    fn from(error: std::io::Error) -> CommandError {
        use std::io::ErrorKind;
        match error.kind() {
            ErrorKind::StorageFull | ErrorKind::QuotaExceeded => {
                CommandError::new(ErrorCode::DiskFull, "磁盘或U盘已满，没有写入。请腾出空间后再试。")
            }
            ErrorKind::NotFound => CommandError::new(ErrorCode::FileAccess, "找不到这个文件或文件夹，请重新选择。"),
            ErrorKind::PermissionDenied | ErrorKind::ReadOnlyFilesystem => {
                CommandError::new(ErrorCode::FileAccess, "没有读写这个位置的权限，请换一个文件夹或U盘。")
            }
            _ => CommandError::new(ErrorCode::FileAccess, "读写文件时出错。如果是U盘，请检查是否插好，再试一次。"),
        }
    }
}

impl From<StoreError> for CommandError {
    fn from(error: StoreError) -> CommandError {
        let code = match &error {
            StoreError::DiskFull { .. } => ErrorCode::DiskFull,
            StoreError::WrongKey | StoreError::Damaged { .. } | StoreError::NoDatabase => ErrorCode::DatabaseDamaged,
            StoreError::BrokenFile { .. } => ErrorCode::DamagedFile,
            StoreError::Newer { .. } => ErrorCode::NewerDatabase,
            StoreError::Exists => ErrorCode::AlreadySetUp,
            StoreError::WrongPassphrase => ErrorCode::WrongPassphrase,
            StoreError::Throttled { .. } => ErrorCode::TooManyAttempts,
            StoreError::NoSlot => ErrorCode::NotFound,
            StoreError::Busy => ErrorCode::Busy,
            StoreError::NotAllowed(_) => ErrorCode::NotAllowed,
            StoreError::Refused(_) => ErrorCode::WrongFile,
            StoreError::NoIdentity => ErrorCode::NotConfirmed,
            StoreError::Io(_) => ErrorCode::FileAccess,
            StoreError::Request(_) | StoreError::Sql(_) => ErrorCode::Internal,
            StoreError::Changelog(inner) => return inner.clone().into(),
        };
        CommandError::new(code, error.to_string())
    }
}

impl From<sync::SyncError> for CommandError {
    fn from(error: sync::SyncError) -> CommandError {
        let code = match &error {
            sync::SyncError::Offline(_) | sync::SyncError::Offset(_) => ErrorCode::Offline,
            sync::SyncError::Refused { .. } => ErrorCode::NotAllowed,
            sync::SyncError::Missing => ErrorCode::NotFound,
            sync::SyncError::Stale(_) => ErrorCode::Busy,
            sync::SyncError::Cancelled => ErrorCode::Cancelled,
            sync::SyncError::Document(_) => ErrorCode::WrongFile,
            sync::SyncError::File { source, .. } if source.kind() == std::io::ErrorKind::StorageFull => {
                ErrorCode::DiskFull
            }
            sync::SyncError::File { .. } => ErrorCode::FileAccess,
            sync::SyncError::Changelog(inner) => return inner.clone().into(),
            sync::SyncError::Store(_) => {
                let sync::SyncError::Store(inner) = error else {
                    return CommandError::internal("");
                };
                return inner.into();
            }
        };
        CommandError::new(code, error.to_string())
    }
}

impl From<changelog::Error> for CommandError {
    fn from(error: changelog::Error) -> CommandError {
        use changelog::Error as Cause;
        let code = match error {
            Cause::ForeignCounty | Cause::NotForUs | Cause::BadConfirmation | Cause::UnknownDevice => {
                ErrorCode::ForeignFile
            }
            Cause::NotABundle => ErrorCode::WrongFile,
            Cause::WrongPassphrase | Cause::BadCode => ErrorCode::WrongCode,
            Cause::NotAllowed | Cause::Revoked | Cause::BadProof | Cause::OlderRoster => ErrorCode::NotAllowed,
            Cause::CannotWrite | Cause::BadName | Cause::TooManyOverwrites | Cause::NumberTooLarge => {
                ErrorCode::Internal
            }
            _ => ErrorCode::DamagedFile,
        };
        CommandError::new(code, error.to_string())
    }
}

pub(crate) fn not_made(error: documents::Error) -> CommandError {
    CommandError::new(ErrorCode::Internal, format!("文件没有做成：{error}"))
}
