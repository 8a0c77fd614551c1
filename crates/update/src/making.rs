//! Update files as the maintainer makes them: the program's files packed, and a manifest of them signed.

use std::io::{Read, Write};
use std::path::{Path, PathBuf};

use changelog::{Purpose, Signer};
use sha2::{Digest, Sha256};

use crate::error::UpdateError;
use crate::file::{FORMAT, Manifest, ProgramFile, READER};
use crate::version::System;

/// Made once and carried on many sticks: as small as zstd gets it within the window that is read.
const LEVEL: i32 = 19;
const WINDOW_LOG: u32 = 23;

/// Packs and signs the files of a program. Gives what the update file holds.
pub fn make(
    key: &Signer,
    version: &str,
    system: &System,
    notes: &str,
    files: &[PathBuf],
) -> Result<Vec<u8>, UpdateError> {
    let mut packing = zstd::stream::write::Encoder::new(Vec::new(), LEVEL)?;
    packing.window_log(WINDOW_LOG)?;
    let mut listed = Vec::new();
    for path in files {
        let mut bytes = Vec::new();
        std::fs::File::open(path)?.read_to_end(&mut bytes)?;
        packing.write_all(&bytes)?;
        listed.push(ProgramFile {
            name: name_of(path),
            size: bytes.len() as u64,
            sha256: hex::encode(Sha256::digest(&bytes)),
        });
    }
    let packed = packing.finish()?;
    let manifest = Manifest {
        format: FORMAT.into(),
        reader: READER,
        version: version.into(),
        system: system.0.clone(),
        notes: notes.into(),
        packed: packed.len() as u64,
        files: listed,
    };
    manifest.check()?;
    signed(key, &manifest, &packed)
}

/// Manifest, signature, files.
pub(crate) fn signed(key: &Signer, manifest: &Manifest, packed: &[u8]) -> Result<Vec<u8>, UpdateError> {
    let mut bytes = serde_json::to_vec(manifest).map_err(std::io::Error::other)?;
    let signature = key.sign(Purpose::Update, &bytes);
    bytes.extend(format!("\n{signature}\n").bytes());
    bytes.extend(packed);
    Ok(bytes)
}

fn name_of(path: &Path) -> String {
    path.file_name().map(|name| name.to_string_lossy().into_owned()).unwrap_or_default()
}
