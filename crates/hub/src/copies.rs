//! The second copy of the files that say who a hub is, in one file with the hash of each: what is damaged or missing is put right from it. A
//! hub that lost its receipt key or certificate would be another hub to every station.

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;

use base64::Engine;
use base64::prelude::BASE64_STANDARD;
use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};

use crate::identity::{SetupError, write};

/// The files, `hub.json` last: its presence says that the rest is there.
const FILES: [&str; 4] = ["certificate.der", "certificate.key", "receipt.key", "hub.json"];
const COPY: &str = "identity.copy.json";

/// A copy of the files, and the hash of all of them.
#[derive(Serialize, Deserialize)]
struct Copies {
    files: BTreeMap<String, String>,
    sha256: String,
}

impl Copies {
    fn of(files: BTreeMap<String, String>) -> Copies {
        let sha256 = hash(&files);
        Copies { files, sha256 }
    }

    /// The copy in a data directory, if it is there and whole.
    fn read(directory: &Path) -> Option<BTreeMap<String, Vec<u8>>> {
        let copies: Copies = serde_json::from_slice(&fs::read(directory.join(COPY)).ok()?).ok()?;
        if hash(&copies.files) != copies.sha256 {
            return None;
        }
        copies.files.into_iter().map(|(name, text)| Some((name, BASE64_STANDARD.decode(text).ok()?))).collect()
    }
}

fn hash(files: &BTreeMap<String, String>) -> String {
    hex::encode(Sha256::digest(serde_json::to_vec(files).unwrap_or_default()))
}

/// Puts right what is not as it was, from the copy; makes the copy where there is none, or none that is whole. Gives what was put right.
pub(crate) fn mend(directory: &Path) -> Result<Vec<&'static str>, SetupError> {
    let here = |name: &str| fs::read(directory.join(name)).ok();
    let Some(kept) = Copies::read(directory) else {
        let files: Option<BTreeMap<String, String>> =
            FILES.iter().map(|name| Some((name.to_string(), BASE64_STANDARD.encode(here(name)?)))).collect();
        let damaged = directory.join(COPY).exists();
        if let Some(files) = files {
            write(directory, COPY, &serde_json::to_vec(&Copies::of(files)).unwrap_or_default())?;
            return Ok(if damaged { vec![COPY] } else { Vec::new() });
        }
        return Ok(Vec::new());
    };
    let mut mended = Vec::new();
    for name in FILES {
        if let Some(bytes) = kept.get(name).filter(|bytes| here(name).as_ref() != Some(*bytes)) {
            write(directory, name, bytes)?;
            eprintln!("信箱目录里的 {name} 缺少或已损坏，已用另一份补好。请检查这块磁盘。");
            mended.push(name);
        }
    }
    Ok(mended)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::identity::{HubIdentity, Init, init};

    fn made() -> (tempfile::TempDir, HubIdentity) {
        let folder = tempfile::tempdir().unwrap();
        let asked = Init {
            data_dir: folder.path().join("hub"),
            county: "县".into(),
            root_key: changelog::RootKey::generate().public().to_string(),
            address: "127.0.0.1:8443".into(),
        };
        let identity = init(&asked).unwrap();
        (folder, identity)
    }

    #[test]
    fn a_damaged_or_missing_file_of_a_hubs_identity_is_put_right_and_said() {
        let (_folder, first) = made();
        let same = |again: &HubIdentity| again.line() == first.line() && again.epoch == first.epoch;
        for name in FILES {
            for damage in [true, false] {
                let path = first.data_dir.join(name);
                if damage {
                    let mut bytes = fs::read(&path).unwrap();
                    bytes[0] ^= 1;
                    fs::write(&path, bytes).unwrap();
                } else {
                    fs::remove_file(&path).unwrap();
                }
                let again = HubIdentity::open(&first.data_dir).unwrap();
                assert!(same(&again), "{name}");
                assert_eq!(again.mended, [name]);
                assert!(HubIdentity::open(&first.data_dir).unwrap().mended.is_empty());
            }
        }
    }

    #[test]
    fn a_damaged_or_missing_copy_is_made_again_and_takes_nothing_with_it() {
        let (_folder, first) = made();
        let copy = first.data_dir.join(COPY);
        assert!(copy.exists());
        fs::write(&copy, b"{}").unwrap();
        assert_eq!(HubIdentity::open(&first.data_dir).unwrap().mended, [COPY]);
        // A hub of an older program has none.
        fs::remove_file(&copy).unwrap();
        let again = HubIdentity::open(&first.data_dir).unwrap();
        assert!(again.mended.is_empty() && again.line() == first.line() && copy.exists());
    }
}
