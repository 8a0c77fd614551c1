//! The update file (`.hzu`): line 1 the manifest as JSON, line 2 the release key's signature over it, then the program's files one after
//! another, compressed. The signature is checked before the manifest is read, and every size is bounded before anything is written.

use std::collections::BTreeSet;
use std::fs::{self, OpenOptions};
use std::io::{BufRead, BufReader, Read, Write};
use std::ops::ControlFlow;
use std::path::Path;

use changelog::{PublicKey, Purpose, Signature};
use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};

use crate::error::UpdateError;
use crate::version::{System, Version};

/// The manifest's `format`.
pub const FORMAT: &str = "hezhan-update";
/// How an update file begins.
const BEGINS: &[u8] = b"{\"format\":\"hezhan-update\"";
/// The format that this program reads.
pub(crate) const READER: u32 = 1;
/// Bytes of the manifest's line and of the signature's.
const MOST_LINE: u64 = 64 << 10;
const MOST_SIGNATURE: u64 = 256;
const MOST_FILES: usize = 8;
/// Bytes of all files together, and as they are packed.
const MOST_BYTES: u64 = 512 << 20;
/// 16 MiB: the largest window that memory is given to.
const WINDOW_LOG_MAX: u32 = 24;
/// Characters that tell what is new.
const MOST_NOTES: usize = 400;

/// What is signed.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Manifest {
    /// `hezhan-update`
    pub format: String,
    /// 1
    pub reader: u32,
    /// The version that is in it.
    pub version: String,
    /// The PCs that it is for: `linux-x86_64`.
    pub system: String,
    /// What is new, in a line or two.
    pub notes: String,
    /// Bytes that follow the two lines.
    pub packed: u64,
    /// The program's files, in the order in which they follow.
    pub files: Vec<ProgramFile>,
}

/// A file of the program.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ProgramFile {
    /// Its name, without folders.
    pub name: String,
    /// Its bytes.
    pub size: u64,
    /// Their SHA-256, hex.
    pub sha256: String,
}

/// The format alone, which every version of a manifest says.
#[derive(Deserialize)]
struct Format {
    format: String,
    reader: u32,
}

/// A manifest whose signature was checked.
#[derive(Clone, Debug)]
pub struct Header {
    /// What it says.
    pub manifest: Manifest,
    /// Its version.
    pub version: Version,
    /// Both lines as they came.
    pub(crate) lines: Vec<u8>,
}

impl Header {
    /// Reads the two lines and leaves off where the packed files begin.
    pub fn read(from: &mut impl BufRead, key: Option<&PublicKey>) -> Result<Header, UpdateError> {
        let (line, whole) = line(from, MOST_LINE)?;
        if !line.starts_with(BEGINS) {
            return Err(UpdateError::NotAnUpdate);
        }
        let (signature, whole_too) = self::line(from, MOST_SIGNATURE)?;
        if !(whole && whole_too) {
            return Err(UpdateError::Damaged);
        }
        let text = std::str::from_utf8(&signature).map_err(|_| UpdateError::BadSignature)?;
        let signed: Signature = text.parse().map_err(|_| UpdateError::BadSignature)?;
        let key = key.ok_or(UpdateError::NoKey)?;
        key.check(Purpose::Update, &line, &signed).map_err(|_| UpdateError::BadSignature)?;
        let format: Format = serde_json::from_slice(&line).map_err(|_| UpdateError::Damaged)?;
        if format.format != FORMAT || format.reader > READER {
            return Err(UpdateError::NewerFormat);
        }
        let manifest: Manifest = serde_json::from_slice(&line).map_err(|_| UpdateError::Damaged)?;
        let version = manifest.check()?;
        Ok(Header { manifest, version, lines: [line.as_slice(), b"\n", &signature, b"\n"].concat() })
    }

    /// Whether it is for this PC, and newer than what runs there.
    pub fn judge(&self, own: &Version) -> Result<(), UpdateError> {
        let (wanted, here) = (System(self.manifest.system.clone()), System::here());
        if wanted != here {
            return Err(UpdateError::OtherSystem { wanted: wanted.in_words(), here: here.in_words() });
        }
        match self.version > *own {
            true => Ok(()),
            false => Err(UpdateError::NotNewer { own: own.to_string(), offered: self.version.to_string() }),
        }
    }

    /// Bytes of the whole update file.
    pub fn length(&self) -> u64 {
        self.lines.len() as u64 + self.manifest.packed
    }

    /// Writes the program's files into an empty folder, each compared with the manifest while it is written, and on the disk when this
    /// returns.
    pub(crate) fn unpack(
        &self,
        from: impl Read,
        into: &Path,
        watch: &mut dyn FnMut(u64, u64) -> ControlFlow<()>,
    ) -> Result<(), UpdateError> {
        let mut packed = BufReader::new(from.take(self.manifest.packed));
        let mut plain = zstd::stream::read::Decoder::with_buffer(&mut packed).map_err(damaged)?;
        plain.window_log_max(WINDOW_LOG_MAX).map_err(damaged)?;
        let total = self.manifest.bytes();
        let (mut done, mut piece) = (0, vec![0; 1 << 20]);
        for file in &self.manifest.files {
            let mut options = OpenOptions::new();
            options.write(true).create_new(true);
            #[cfg(unix)]
            std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o700);
            let mut to = options.open(into.join(&file.name))?;
            let (mut hash, mut left) = (Sha256::new(), file.size);
            while left > 0 {
                if watch(done, total).is_break() {
                    return Err(UpdateError::Cancelled);
                }
                let most = left.min(piece.len() as u64) as usize;
                let read = plain.read(&mut piece[..most]).map_err(damaged)?;
                if read == 0 {
                    return Err(UpdateError::Damaged);
                }
                hash.update(&piece[..read]);
                to.write_all(&piece[..read])?;
                (left, done) = (left - read as u64, done + read as u64);
            }
            if hex::encode(hash.finalize()) != file.sha256 {
                return Err(UpdateError::Damaged);
            }
            to.sync_all()?;
        }
        match plain.read(&mut piece).map_err(damaged)? {
            0 => Ok(()),
            _ => Err(UpdateError::Damaged),
        }
    }

    /// Whether a folder holds these files, byte by byte.
    pub(crate) fn check_files(&self, folder: &Path) -> Result<(), UpdateError> {
        for file in &self.manifest.files {
            let path = folder.join(&file.name);
            if fs::metadata(&path).map_err(damaged)?.len() != file.size {
                return Err(UpdateError::Damaged);
            }
            let mut hash = Sha256::new();
            std::io::copy(&mut fs::File::open(&path).map_err(damaged)?, &mut hash).map_err(damaged)?;
            if hex::encode(hash.finalize()) != file.sha256 {
                return Err(UpdateError::Damaged);
            }
        }
        Ok(())
    }
}

fn damaged(_: std::io::Error) -> UpdateError {
    UpdateError::Damaged
}

impl Manifest {
    /// Bytes of all files together.
    pub fn bytes(&self) -> u64 {
        self.files.iter().fold(0, |sum, file| sum.saturating_add(file.size))
    }

    /// Even what is signed is written nowhere but where it belongs, and fits.
    pub(crate) fn check(&self) -> Result<Version, UpdateError> {
        let version = self.version.parse().map_err(|()| UpdateError::Damaged)?;
        let names: BTreeSet<&str> = self.files.iter().map(|file| file.name.as_str()).collect();
        let whole = names.len() == self.files.len()
            && self.files.len() <= MOST_FILES
            && names.contains(self.program())
            && names.iter().all(|name| is_plain(name))
            && self.bytes().max(self.packed) <= MOST_BYTES
            && self.notes.chars().count() <= MOST_NOTES;
        if whole { Ok(version) } else { Err(UpdateError::Damaged) }
    }

    /// The file that is started.
    pub(crate) fn program(&self) -> &'static str {
        if self.system.starts_with("windows") { "hezhan.exe" } else { "hezhan" }
    }
}

/// A name that leads nowhere else, and that none of our own files beside the program has.
fn is_plain(name: &str) -> bool {
    name.len() <= 64
        && name.starts_with(|letter: char| letter.is_ascii_alphabetic())
        && name.bytes().all(|byte| byte.is_ascii_alphanumeric() || b"-_.".contains(&byte))
        && (name.starts_with("hezhan") || name.ends_with(".dll"))
}

/// A line of at most so many bytes, and whether it has its end, which is not given.
fn line(from: &mut impl BufRead, most: u64) -> Result<(Vec<u8>, bool), UpdateError> {
    let mut line = Vec::new();
    from.take(most + 1).read_until(b'\n', &mut line)?;
    let whole = line.last() == Some(&b'\n');
    if whole {
        line.pop();
    }
    Ok((line, whole))
}
