//! `place.json`, beside the database: how far each own log had come when it was last saved here, and on which machine.
//!
//! What a device can know about being rolled back or copied:
//! - place.json ahead of the database, or with another head at the same seq: an older database file was put back → a new life.
//! - place.json damaged: its second copy, an older one, says enough.
//! - place.json missing: the database came here by itself, from a backup or by copying → a new life.
//! - another machine or folder than where it was written: the folder was copied → a new life, because nobody can tell from inside
//!   whether the original still lives. A folder that was only moved gets a new life too; that costs a letter and nothing else.
//! - place.json *behind* the database on its own chain: the program died between commit and this file. Harmless.
//! - A disk image cloned whole looks the same from inside. Then the first import (or receipt, or checkpoint) that shows a change
//!   in an own current log which is not here proves the other copy, and the new life begins at that moment (import.rs).

use std::io::Write;
use std::path::{Path, PathBuf};

use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};

use crate::error::Result;
use crate::summed_file::{Whole, first_whole, read_summed, with_sum};

pub(crate) const FILE: &str = "place.json";
pub(crate) const COPY: &str = "place.copy.json";

/// The file's content.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub(crate) struct RollbackGuard {
    /// Machine and folder, hashed.
    pub here: String,
    /// Tells a wrong key from a damaged file; not secret.
    pub key: String,
    /// Where each current own log stood.
    pub logs: Vec<LogHead>,
    /// The first 16 bytes of the database file, hex: its salt, which stands nowhere else and without which no key opens it.
    #[serde(default)]
    pub salt: Option<String>,
}

/// How far one log had come.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub(crate) struct LogHead {
    pub log: String,
    pub seq: u64,
    pub head: String,
}

/// Reads the file, or its second copy where the first is damaged: an older one is harmless. A disk that does not answer is an error, never
/// the beginning of a new life.
pub(crate) fn read(dir: &Path) -> Result<Option<RollbackGuard>> {
    let (first, second) = (dir.join(FILE), dir.join(COPY));
    match first_whole(&[&first, &second], read_summed)? {
        Whole::Here(guard) => Ok(Some(guard)),
        Whole::Damaged | Whole::Nowhere => Ok(None),
    }
}

/// Writes the file and its second copy: when a database is opened, and when a new life begins.
pub(crate) fn write_twice(dir: &Path, guard: &RollbackGuard) -> Result<()> {
    write(dir, guard)?;
    Ok(disk::write(&dir.join(COPY), &text_of(guard))?)
}

/// The file is padded to whole blocks, so that nearly every save overwrites it where it stands.
const BLOCK: usize = 4096;

/// Replaces the file. Not fsynced: an older one is harmless, and a save must not pay for it twice. Not renamed either where the size
/// stays: a rename would drag the file system's journal into the next save's fsync. One block is written at once or not at all.
pub(crate) fn write(dir: &Path, guard: &RollbackGuard) -> Result<()> {
    let mut text = text_of(guard);
    text.resize(text.len().next_multiple_of(BLOCK), b' ');
    let file = dir.join(FILE);
    if std::fs::metadata(&file).is_ok_and(|known| known.len() == text.len() as u64 && text.len() == BLOCK) {
        return Ok(std::fs::OpenOptions::new().write(true).open(&file)?.write_all(&text)?);
    }
    let next = dir.join("place.json.new");
    disk::private(&next)?.write_all(&text)?;
    Ok(disk::replace(&next, &file)?)
}

fn text_of(guard: &RollbackGuard) -> Vec<u8> {
    with_sum(&serde_json::to_vec(guard).unwrap_or_default())
}

/// Machine and folder as one hash. Hostname and machine id, because a copied folder usually lands on another PC under the same path.
pub(crate) fn here(dir: &Path) -> String {
    let folder: PathBuf = dir.canonicalize().unwrap_or_else(|_| dir.to_path_buf());
    let machine =
        ["/etc/machine-id", "/etc/hostname"].iter().filter_map(|file| std::fs::read(file).ok()).collect::<Vec<_>>();
    let mut hash = Sha256::new_with_prefix(b"hezhan-here-v1");
    hash.update(folder.to_string_lossy().as_bytes());
    machine.iter().for_each(|part| hash.update(part));
    hash.update(std::env::var("COMPUTERNAME").unwrap_or_default());
    hex::encode(&hash.finalize()[..16])
}

/// The salt of a database file.
pub(crate) fn salt_of(database: &Path) -> Option<String> {
    let mut salt = [0; 16];
    std::io::Read::read_exact(&mut std::fs::File::open(database).ok()?, &mut salt).ok()?;
    Some(hex::encode(salt))
}

/// Puts the salt back where it is not what it was. Gives what stood there, to be put back if that did not help; none when it is as it was.
pub(crate) fn mend_salt(database: &Path, guard: &RollbackGuard) -> Result<Option<String>> {
    let (Some(salt), Some(found)) = (&guard.salt, salt_of(database)) else { return Ok(None) };
    if *salt == found {
        return Ok(None);
    }
    put_salt(database, salt)?;
    Ok(Some(found))
}

pub(crate) fn put_salt(database: &Path, salt: &str) -> Result<()> {
    let bytes = hex::decode(salt).unwrap_or_default();
    let mut file = std::fs::OpenOptions::new().write(true).open(database)?;
    file.write_all(&bytes)?;
    Ok(file.sync_all()?)
}
