//! A file that is on the disk, whole, once writing it has returned. Knows nothing of what is in it.

use std::path::Path;

use crate::error::{Result, StoreError};

/// Writes a file that survives a power cut once this returns, or is not there at all.
pub(crate) fn write_durably(path: &Path, bytes: &[u8]) -> Result<()> {
    let folder = path.parent().ok_or_else(|| StoreError::Request("没有文件夹".into()))?;
    std::fs::create_dir_all(folder)?;
    let next = path.with_extension("new");
    let mut file = std::fs::File::create(&next)?;
    std::io::Write::write_all(&mut file, bytes)?;
    file.sync_all()?;
    drop(file);
    std::fs::rename(&next, path)?;
    // The directory entry too, where the system lets us.
    if let Ok(folder) = std::fs::File::open(folder) {
        folder.sync_all().ok();
    }
    Ok(())
}
