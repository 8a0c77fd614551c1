//! Keys of the county: the secrets that only its founding PC holds, in one file sealed with the root passphrase (age, scrypt):
//! the root key that signs rosters and the recovery key that opens forgotten slots. They are open only while a
//! command uses them. `age -d` reads the file; on paper it is two lines. A second copy lies beside it; whichever opens mends the other.

use std::fs;

use changelog::seal;
use changelog::{Identity, RootKey, Roster};

use crate::kernel::error::{CommandError, ErrorCode};
use crate::kernel::pc::Pc;

const FILE: &str = "county-keys.age";
const COPY: &str = "county-keys.copy.age";
/// Local setting: when a damaged copy was last put right.
const MENDED: &str = "county_keys_mended";
/// Above any file that this program writes.
const LIMIT: usize = 4096;

/// The open secrets.
pub(crate) struct CountyKeys {
    pub(crate) root: RootKey,
    pub(crate) recovery: Identity,
}

impl CountyKeys {
    pub(crate) fn generate() -> CountyKeys {
        CountyKeys { root: RootKey::generate(), recovery: Identity::generate() }
    }

    /// Seals them into the file of this PC.
    pub(crate) fn keep(&self, pc: &Pc, passphrase: &str) -> Result<(), CommandError> {
        let text = format!("{}\n{}\n", self.root.to_text(), self.recovery.to_secret());
        let factor = pc.config().cost.work_factor(seal::PASSPHRASE_WORK_FACTOR);
        let sealed = seal::with_passphrase(passphrase, factor, text.as_bytes())?;
        put(pc, &sealed)
    }

    /// Opens them; the finding stands at the field `root_passphrase`.
    pub(crate) fn open(pc: &Pc, passphrase: &str) -> Result<CountyKeys, CommandError> {
        let first = sealed(pc)?;
        let opened = CountyKeys::unseal(&first, passphrase);
        let [at_first, second] = [FILE, COPY].map(|name| fs::read(pc.data_dir().join(name)).ok());
        if at_first == second {
            return opened;
        }
        // Only one that opens is known to be whole: a damaged file looks like one with another passphrase.
        let (keys, whole) = match (opened, second) {
            (Ok(keys), _) => (keys, first),
            (Err(error), Some(second)) => match CountyKeys::unseal(&second, passphrase) {
                Ok(keys) => (keys, second),
                Err(_) => return Err(error),
            },
            (Err(error), None) => return Err(error),
        };
        put(pc, &whole)?;
        if let Some(store) = pc.open_store() {
            store.setting_put(MENDED, &pc.now_ms().into())?;
        }
        Ok(keys)
    }

    /// Opens a sealed file from anywhere.
    pub(crate) fn unseal(sealed: &[u8], passphrase: &str) -> Result<CountyKeys, CommandError> {
        let plain = seal::open_with_passphrase(passphrase, sealed, LIMIT).map_err(|error| match error {
            changelog::Error::WrongPassphrase => CommandError {
                code: ErrorCode::WrongPassphrase,
                ..CommandError::invalid_field("root_passphrase", "管理密码不对，请重新输入。")
            },
            other => other.into(),
        })?;
        let damaged = || CommandError::new(ErrorCode::DamagedFile, "县级密钥文件已损坏，请用U盘或纸上的备份恢复。");
        let text = String::from_utf8(plain).map_err(|_| damaged())?;
        let (root, recovery) = text.trim().split_once('\n').ok_or_else(damaged)?;
        Ok(CountyKeys {
            root: RootKey::from_text(root).map_err(|_| damaged())?,
            recovery: Identity::from_secret(recovery).map_err(|_| damaged())?,
        })
    }

    /// Signs the next roster.
    pub(crate) fn sign_next(&self, pc: &Pc, mut roster: Roster) -> Result<changelog::SignedRoster, CommandError> {
        roster.number += 1;
        roster.time_ms = pc.now_ms();
        Ok(self.root.sign(&roster)?)
    }
}

/// What is to be said of the two copies: whether they are the same, and when one was last put right. None where they do not lie.
pub(crate) fn condition(pc: &Pc) -> Result<Option<(bool, Option<u64>)>, CommandError> {
    let [first, second] = [FILE, COPY].map(|name| fs::read(pc.data_dir().join(name)).ok());
    let mended = pc.open_store().map(|store| store.setting_get(MENDED)).transpose()?.flatten();
    let mended = mended.and_then(|value| value.as_u64());
    Ok((first.is_some() || second.is_some()).then(|| (first == second, mended)))
}

/// The sealed file as it lies on this PC.
pub(crate) fn sealed(pc: &Pc) -> Result<Vec<u8>, CommandError> {
    let first = fs::read(pc.data_dir().join(FILE));
    first.or_else(|_| fs::read(pc.data_dir().join(COPY))).map_err(|_| {
        CommandError::new(
            ErrorCode::NotFound,
            "这台电脑上没有县级密钥文件。请在建立县级的那台电脑上做这件事，或把密钥文件复制回来。",
        )
    })
}

/// Lays the sealed file on this PC.
pub(crate) fn put(pc: &Pc, sealed: &[u8]) -> Result<(), CommandError> {
    disk::write(&pc.data_dir().join(FILE), sealed)?;
    Ok(disk::write(&pc.data_dir().join(COPY), sealed)?)
}

/// Whether the sealed file lies on this PC.
pub(crate) fn here(pc: &Pc) -> bool {
    [FILE, COPY].iter().any(|name| pc.data_dir().join(name).is_file())
}
