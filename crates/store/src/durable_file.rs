//! A file that is on the disk, whole, once writing it has returned. Knows nothing of what is in it.

use std::path::Path;

use crate::error::{Result, StoreError};

/// Writes a file that survives a power cut once this returns, or is not there at all. Nobody else on this PC may read it.
pub(crate) fn write_durably(path: &Path, bytes: &[u8]) -> Result<()> {
    let folder = path.parent().ok_or_else(|| StoreError::Request("没有文件夹".into()))?;
    make_folder(folder)?;
    let next = path.with_extension("new");
    let mut file = private(&next)?;
    std::io::Write::write_all(&mut file, bytes)?;
    file.sync_all()?;
    drop(file);
    std::fs::rename(&next, path)?;
    // The directory entry too, where the system lets us.
    sync_folder(folder);
    Ok(())
}

/// Opens a file for writing that only this user may read.
pub(crate) fn private(path: &Path) -> std::io::Result<std::fs::File> {
    let mut options = std::fs::OpenOptions::new();
    options.write(true).create(true).truncate(true);
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
    options.open(path)
}

/// Makes a folder and those above it, each of them on the disk, for this user alone.
pub fn make_folder(folder: &Path) -> std::io::Result<()> {
    if folder.is_dir() {
        return Ok(());
    }
    if let Some(above) = folder.parent().filter(|above| !above.as_os_str().is_empty()) {
        make_folder(above)?;
    }
    match std::fs::create_dir(folder) {
        Err(error) if error.kind() != std::io::ErrorKind::AlreadyExists => return Err(error),
        _ => {}
    }
    keep_private(folder)?;
    if let Some(above) = folder.parent() {
        sync_folder(above);
    }
    Ok(())
}

#[cfg(unix)]
fn keep_private(folder: &Path) -> std::io::Result<()> {
    use std::os::unix::fs::PermissionsExt;
    std::fs::set_permissions(folder, std::fs::Permissions::from_mode(0o700))
}

#[cfg(not(unix))]
fn keep_private(_folder: &Path) -> std::io::Result<()> {
    Ok(())
}

/// Names in a folder, on the disk, where the system lets us.
pub(crate) fn sync_folder(folder: &Path) {
    if let Ok(folder) = std::fs::File::open(folder) {
        folder.sync_all().ok();
    }
}

/// What one of two copies says: the first that is there and reads. None when neither is there. Damaged ones are told apart from a disk that
/// does not answer just now: then nobody may act as if there were nothing.
pub(crate) fn first_whole<T>(paths: &[&Path], read: impl Fn(&[u8]) -> Option<T>) -> std::io::Result<Whole<T>> {
    let mut damaged = false;
    for path in paths {
        match std::fs::read(path) {
            Ok(bytes) => match read(&bytes) {
                Some(content) => return Ok(Whole::Here(content)),
                None => damaged = true,
            },
            Err(error) if error.kind() == std::io::ErrorKind::NotFound => {}
            Err(error) => return Err(error),
        }
    }
    Ok(if damaged { Whole::Damaged } else { Whole::Nowhere })
}

/// What has become of a file that has two copies.
pub(crate) enum Whole<T> {
    /// One of them reads.
    Here(T),
    /// None reads.
    Damaged,
    /// Neither is there.
    Nowhere,
}
