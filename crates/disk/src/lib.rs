//! Files and folders that are on the disk, whole and for this user alone, once making them returns. For all that write: store, hub, sticks,
//! the program. Knows nothing of what is in them.

use std::fs::{self, File, OpenOptions};
use std::io::{self, Write};
use std::path::Path;

mod patience;

use patience::{changing, opening, patiently};

/// Writes a file that survives a power cut once this returns, or leaves what was there: beside its place first. Nobody else on this PC may read it.
pub fn write(path: &Path, bytes: &[u8]) -> io::Result<()> {
    let folder = path.parent().unwrap_or(Path::new("."));
    make_folder(folder)?;
    let beside = path.with_extension("writing");
    written(&beside, bytes).and_then(|()| replace(&beside, path)).inspect_err(|_| {
        let _ = fs::remove_file(&beside);
    })?;
    sync_folder(folder)
}

fn written(path: &Path, bytes: &[u8]) -> io::Result<()> {
    let mut file = private(path)?;
    file.write_all(bytes)?;
    file.sync_all()
}

/// Opens a file for writing, emptied, that only this user may read. On Windows the folder of the user's data is that already.
pub fn private(path: &Path) -> io::Result<File> {
    open(path, true)
}

/// Opens a file of this user alone to be locked. What is in it stays, for another may hold the lock.
pub fn to_lock(path: &Path) -> io::Result<File> {
    open(path, false)
}

fn open(path: &Path, emptied: bool) -> io::Result<File> {
    let mut options = OpenOptions::new();
    options.write(true).create(true).truncate(emptied);
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
    patiently(|| options.open(path), opening)
}

/// Reads a whole file.
pub fn read(path: &Path) -> io::Result<Vec<u8>> {
    patiently(|| fs::read(path), opening)
}

/// Gives a file or folder another name, in place of what had it.
pub fn replace(from: &Path, to: &Path) -> io::Result<()> {
    patiently(|| fs::rename(from, to), changing)
}

/// Takes a file away. One that is not there is none.
pub fn remove(path: &Path) -> io::Result<()> {
    gone(patiently(|| fs::remove_file(path), changing))
}

/// Takes a folder away with all that is in it. One that is not there is none.
pub fn remove_folder(folder: &Path) -> io::Result<()> {
    gone(patiently(|| fs::remove_dir_all(folder), changing))
}

fn gone(done: io::Result<()>) -> io::Result<()> {
    done.or_else(|error| if error.kind() == io::ErrorKind::NotFound { Ok(()) } else { Err(error) })
}

/// What somebody else wrote is on the disk once this returns. Opened for writing, for Windows syncs nothing that is open for reading only.
pub fn sync_file(path: &Path) -> io::Result<()> {
    patiently(|| OpenOptions::new().write(true).open(path), opening)?.sync_all()
}

/// The names in a folder are on the disk, where the system has a way to say so: some network drives have none. Nor has Windows, whose NTFS keeps a
/// journal of names.
pub fn sync_folder(folder: &Path) -> io::Result<()> {
    if cfg!(not(unix)) {
        return Ok(());
    }
    match File::open(folder)?.sync_all() {
        Err(error) if matches!(error.kind(), io::ErrorKind::InvalidInput | io::ErrorKind::Unsupported) => Ok(()),
        done => done,
    }
}

/// Makes a folder and those above it, for this user alone; each name is on the disk when this returns. What lies in a folder whose own name a power
/// cut takes away is gone with it.
pub fn make_folder(folder: &Path) -> io::Result<()> {
    if folder.is_dir() {
        return Ok(());
    }
    let above = folder.parent().filter(|above| !above.as_os_str().is_empty());
    above.map_or(Ok(()), make_folder)?;
    match fs::create_dir(folder) {
        Err(error) if error.kind() != io::ErrorKind::AlreadyExists => return Err(error),
        _ => {}
    }
    keep_private(folder)?;
    above.map_or(Ok(()), sync_folder)
}

/// Nobody else on this PC looks into a folder. On Windows nobody does into those of a user.
#[cfg(unix)]
pub fn keep_private(folder: &Path) -> io::Result<()> {
    use std::os::unix::fs::PermissionsExt;
    fs::set_permissions(folder, fs::Permissions::from_mode(0o700))
}

/// Nobody else on this PC looks into a folder. On Windows nobody does into those of a user.
#[cfg(not(unix))]
pub fn keep_private(_folder: &Path) -> io::Result<()> {
    Ok(())
}
