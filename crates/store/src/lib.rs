//! The encrypted SQLite of a device: log, projected tables, search, key slots, backups. The only SQL on a device. Knows no network
//! and no rule of the field; tables are written only by projecting changes.
//!
//! A directory per database: `hezhan.db` (and its WAL), `slots.json`, `place.json`, `backups/`, `outbox/`.

mod authority;
mod backup;
mod check;
mod closing;
mod columns;
mod conflicts;
mod connection;
mod device;
mod drafts;
mod erase;
mod error;
mod exchange;
mod export;
mod fold;
mod hash;
mod history;
mod import;
mod key;
mod log_row;
mod migrations;
mod moving;
mod opening;
mod outbox;
mod papers;
mod place;
mod project;
mod query;
mod reach;
mod reading;
mod rebuild;
pub mod recovery;
mod refs;
mod rows;
mod save;
mod saves;
mod search;
mod settings;
pub mod slots;
mod space;
mod store;
mod waiting;
mod writing;

pub use backup::{BackupInfo, restore, verified_backups};
pub use check::CheckReport;
pub use conflicts::{Conflict, ConflictValue};
pub use connection::DATABASE;
pub use device::{DeviceInfo, NewDevice};
pub use drafts::Draft;
pub use error::{Result, StoreError};
pub use history::HistoryEntry;
pub use import::{Imported, Route};
pub use key::DatabaseKey;
pub use outbox::OutboxItem;
pub use query::{Desc, Query, Test, Where};
pub use reach::{SendCounts, SendState};
pub use rows::Row;
pub use save::{Numbering, Save, Saved, Write};
pub use saves::SavedChange;
pub use search::Hit;
pub use space::FreeSpace;
pub use store::Store;
pub use waiting::Missing;
