//! Room on the disk, asked before writing: SQLite on a full disk may end worse than with an error
//! (design §11), so a save does not even begin.

use std::path::Path;
use std::sync::Arc;

use crate::error::{Result, StoreError};

/// Room that must remain whatever happens: a checkpoint of the WAL, the wal-index, a draft.
const RESERVE: u64 = 12 << 20;

type Ask = dyn Fn(&Path) -> std::io::Result<u64> + Send + Sync;

/// How to learn how much room is left. Tests give another answer than the file system's.
#[derive(Clone)]
pub struct FreeSpace(Arc<Ask>);

impl Default for FreeSpace {
    fn default() -> FreeSpace {
        FreeSpace(Arc::new(|dir| fs4::available_space(dir)))
    }
}

impl FreeSpace {
    /// Asks `ask` instead of the file system.
    pub fn asking(ask: impl Fn(&Path) -> std::io::Result<u64> + Send + Sync + 'static) -> FreeSpace {
        FreeSpace(Arc::new(ask))
    }

    /// Refuses unless `bytes` and the reserve fit. A file system that does not answer is not held against the user.
    pub(crate) fn want(&self, dir: &Path, bytes: u64) -> Result<()> {
        let need = bytes.saturating_add(RESERVE);
        match (self.0)(dir) {
            Ok(free) if free < need => {
                Err(StoreError::DiskFull { free_mb: free >> 20, need_mb: need.div_ceil(1 << 20) })
            }
            _ => Ok(()),
        }
    }
}
