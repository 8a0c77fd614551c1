//! A file that is on the disk, whole, once writing it has returned, and that shows when it is no longer what was written. Knows nothing of
//! what is in it.

use std::path::Path;
use std::time::Duration;

use serde::de::DeserializeOwned;
use sha2::{Digest, Sha256};

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
    replace(&next, path)?;
    // The directory entry too, where the system lets us.
    sync_folder(folder);
    Ok(())
}

/// Gives a file or folder another name, in place of what had it. On Windows another program (against viruses, of a cloud's folder, of a
/// search) may hold either for a moment: that is waited for, longer each time, five seconds in all.
pub fn replace(from: &Path, to: &Path) -> std::io::Result<()> {
    patiently(|| std::fs::rename(from, to), is_held)
}

fn patiently(
    mut act: impl FnMut() -> std::io::Result<()>,
    is_held: impl Fn(&std::io::Error) -> bool,
) -> std::io::Result<()> {
    let mut pause = Duration::from_millis(10);
    loop {
        match act() {
            Err(error) if is_held(&error) && pause < Duration::from_secs(5) => std::thread::park_timeout(pause),
            done => return done,
        }
        pause *= 2;
    }
}

/// Another program has it: access denied, sharing violation, lock violation.
#[cfg(windows)]
fn is_held(error: &std::io::Error) -> bool {
    matches!(error.raw_os_error(), Some(5 | 32 | 33))
}

#[cfg(not(windows))]
fn is_held(_: &std::io::Error) -> bool {
    false
}

/// What somebody else wrote is on the disk once this returns. Opened for writing, for Windows syncs nothing that is open for reading only.
pub(crate) fn sync_file(path: &Path) -> std::io::Result<()> {
    std::fs::OpenOptions::new().write(true).open(path)?.sync_all()
}

/// What stands before the hash of a file, as its last member. Programs that do not know it pass over it.
const SUM: &[u8] = b",\"sum\":\"";

/// The JSON of an object with the hash of its text: a flipped bit may read as well as what was written.
pub fn with_sum(json: &[u8]) -> Vec<u8> {
    let Some(text) = json.trim_ascii_end().strip_suffix(b"}").map(<[u8]>::trim_ascii_end) else { return json.to_vec() };
    [text, SUM, sum_of(text).as_bytes(), b"\"}"].concat()
}

/// Reads such a text. None when it is not what was written; one without a hash is an older program's.
pub fn read_summed<T: DeserializeOwned>(bytes: &[u8]) -> Option<T> {
    if let Some(end) = bytes.windows(SUM.len()).rposition(|part| part == SUM) {
        let (text, rest) = bytes.split_at(end);
        let said = rest[SUM.len()..].split(|byte| *byte == b'"').next();
        if said != Some(sum_of(text).as_bytes()) {
            return None;
        }
    }
    serde_json::from_slice(bytes).ok()
}

fn sum_of(text: &[u8]) -> String {
    hex::encode(Sha256::digest(text))
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
/// does not answer just now for either: then nobody may act as if there were nothing.
pub(crate) fn first_whole<T>(paths: &[&Path], read: impl Fn(&[u8]) -> Option<T>) -> std::io::Result<Whole<T>> {
    let (mut damaged, mut unanswered) = (false, None);
    for path in paths {
        match std::fs::read(path) {
            Ok(bytes) => match read(&bytes) {
                Some(content) => return Ok(Whole::Here(content)),
                None => damaged = true,
            },
            Err(error) if error.kind() == std::io::ErrorKind::NotFound => {}
            Err(error) => unanswered = Some(error),
        }
    }
    if let Some(error) = unanswered {
        return Err(error);
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

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::{Value, json};
    use std::cell::Cell;
    use std::io::{Error, ErrorKind};

    #[test]
    fn what_another_program_holds_is_tried_again_and_what_fails_otherwise_is_not() {
        let tries = Cell::new(0);
        let after = |held: u32, error: ErrorKind| {
            tries.set(0);
            let act = || {
                tries.set(tries.get() + 1);
                if tries.get() <= held { Err(Error::from(error)) } else { Ok(()) }
            };
            patiently(act, |error| error.kind() == ErrorKind::ResourceBusy).map_err(|error| error.kind())
        };
        assert_eq!((after(3, ErrorKind::ResourceBusy), tries.get()), (Ok(()), 4));
        assert_eq!((after(3, ErrorKind::NotFound), tries.get()), (Err(ErrorKind::NotFound), 1));
    }

    #[test]
    #[cfg(windows)]
    fn a_file_that_another_program_holds_is_replaced_once_it_is_let_go() {
        use std::os::windows::fs::OpenOptionsExt;
        let folder = tempfile::tempdir().expect("a folder");
        let (from, to) = (folder.path().join("新 的.new"), folder.path().join("旧 的.json"));
        std::fs::write(&to, "old").expect("written");
        std::fs::write(&from, "new").expect("written");
        let held = std::fs::OpenOptions::new().read(true).share_mode(0).open(&to).expect("held");
        assert!(std::fs::rename(&from, &to).is_err_and(|error| is_held(&error)), "the trap is there");
        let waits = std::thread::spawn({
            let (from, to) = (from.clone(), to.clone());
            move || replace(&from, &to)
        });
        drop(held);
        waits.join().expect("it ends").expect("it is replaced");
        assert_eq!(std::fs::read_to_string(&to).expect("read"), "new");
    }

    #[test]
    fn no_flipped_bit_reads_as_something_else() {
        let content = json!({"key": "ab12", "logs": [{"seq": 12}], "text": "张三"});
        for json in [serde_json::to_vec(&content), serde_json::to_vec_pretty(&content)].map(|json| json.expect("JSON"))
        {
            assert_eq!(read_summed::<Value>(&json).as_ref(), Some(&content), "an older program's");
            let text = with_sum(&json);
            let without = |mut read: Value| {
                // One bit of the name of the hash: the hash is passed over, and the rest is as it was.
                let known = ["key", "logs", "text"];
                read.as_object_mut().expect("an object").retain(|name, _| known.contains(&name.as_str()));
                read
            };
            assert_eq!(read_summed(&text).map(without), Some(content.clone()));
            for bit in 0..text.len() * 8 {
                let mut bent = text.clone();
                bent[bit / 8] ^= 1 << (bit % 8);
                assert!(read_summed(&bent).map(without).is_none_or(|read| read == content), "bit {bit}");
            }
        }
    }
}
