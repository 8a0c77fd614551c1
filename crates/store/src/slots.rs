//! Key slots: the database key wrapped once per staff passphrase, and sealed to the county's recovery key. `slots.json` stays on this
//! PC (and in its backups). Names of staff stand in it, because the unlock page lists them; nothing of recipients ever does.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use argon2::{Algorithm, Argon2, Params, Version};
use base64::{Engine, engine::general_purpose::STANDARD};
use chacha20poly1305::aead::{Aead, Payload};
use chacha20poly1305::{KeyInit, XChaCha20Poly1305, XNonce};
use serde::{Deserialize, Serialize};
use zeroize::Zeroizing;

use crate::error::{Result, StoreError};
use crate::key::{DatabaseKey, random_bytes};
use crate::summed_file::{Whole, first_whole, read_summed, with_sum};

/// The file beside the database.
pub const FILE: &str = "slots.json";
/// Its second copy: without one of them nobody opens the database any more.
pub(crate) const COPY: &str = "slots.copy.json";

/// Wrong passphrases before waiting begins.
const FREE_TRIES: u32 = 5;
/// The first wait; it doubles with each further wrong passphrase.
const FIRST_WAIT_MS: u64 = 15_000;
const LONGEST_WAIT_MS: u64 = 15 * 60_000;

/// What one try costs whoever guesses.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Cost {
    /// KiB of memory.
    pub memory: u32,
    /// Passes.
    pub passes: u32,
}

impl Cost {
    /// About half a second on the PCs this is for (4 GB of memory, so no more of it).
    pub const STANDARD: Cost = Cost { memory: 64 * 1024, passes: 3 };
    /// For tests only.
    pub const CHEAP: Cost = Cost { memory: 64, passes: 1 };
}

/// Who has a slot.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct SlotInfo {
    /// Staff id.
    pub staff: String,
    /// Name as the unlock page shows it.
    pub name: String,
    /// Role.
    pub role: String,
}

#[derive(Clone, Serialize, Deserialize)]
struct Slot {
    staff: String,
    name: String,
    role: String,
    cost: Cost,
    salt: String,
    nonce: String,
    sealed: String,
}

/// Wrong tries and the wait after the last of them. The clock of the machine has no part in it: whoever guesses can set it.
#[derive(Clone, Default, Serialize, Deserialize)]
struct Throttle {
    wrong: u32,
    #[serde(default)]
    wait_ms: u64,
    /// The run of the program in which the last wrong try was, and how long it had run by then.
    #[serde(default)]
    run: String,
    #[serde(default)]
    at_ms: u64,
}

impl Throttle {
    /// What is left of the wait. Of a run that has ended nobody knows how long ago it was: then it counts from where this run began.
    fn left(&self, now: &Running) -> u64 {
        let waited = if self.run == now.run { now.ms.saturating_sub(self.at_ms) } else { now.ms };
        let wait = if self.wait_ms > 0 { self.wait_ms } else { wait_after(self.wrong) };
        wait.saturating_sub(waited)
    }
}

/// How long somebody waits after so many wrong passphrases.
fn wait_after(wrong: u32) -> u64 {
    let doublings = wrong.saturating_sub(FREE_TRIES).min(10);
    if wrong < FREE_TRIES { 0 } else { (FIRST_WAIT_MS << doublings).min(LONGEST_WAIT_MS) }
}

/// How long a run of the program has gone on: a time that no clock set by hand moves.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Running {
    /// Tells runs apart.
    pub run: String,
    /// Milliseconds since it began.
    pub ms: u64,
}

impl From<u64> for Running {
    fn from(ms: u64) -> Running {
        Running { run: String::new(), ms }
    }
}

#[derive(Default, Serialize, Deserialize)]
pub(crate) struct Content {
    version: u32,
    slots: Vec<Slot>,
    #[serde(default)]
    throttle: BTreeMap<String, Throttle>,
    /// The database key sealed to the county's recovery recipient; base64 of an age file.
    #[serde(default)]
    pub recovery: Option<String>,
    /// The one-time identity of a recovery that is under way.
    #[serde(default)]
    pub asked: Option<String>,
}

/// The slots of a data directory.
pub struct Slots {
    path: PathBuf,
    cost: Cost,
    pub(crate) content: Content,
}

impl Slots {
    /// Reads the slots; a directory without them has none yet.
    pub fn read(dir: &Path) -> Result<Slots> {
        Slots::with_cost(dir, Cost::STANDARD)
    }

    /// As `read`; new slots cost this much.
    pub fn with_cost(dir: &Path, cost: Cost) -> Result<Slots> {
        crate::restoring::resume(dir)?;
        let (path, copy) = (dir.join(FILE), dir.join(COPY));
        let content = match first_whole(&[&path, &copy], read_summed)? {
            Whole::Here(content) => content,
            Whole::Nowhere => Content { version: 1, ..Content::default() },
            Whole::Damaged => {
                return Err(StoreError::BrokenFile {
                    file: FILE.into(),
                    advice: "请从备份文件夹取回同名文件，或通过县里恢复密码。".into(),
                });
            }
        };
        Ok(Slots { path, cost, content })
    }

    /// The text of the slots in a folder, from whichever copy is whole; none where none is.
    pub(crate) fn text_in(dir: &Path) -> Result<Option<Vec<u8>>> {
        let whole = |bytes: &[u8]| read_summed::<Content>(bytes).map(|_| bytes.to_vec());
        match first_whole(&[&dir.join(FILE), &dir.join(COPY)], whole)? {
            Whole::Here(text) => Ok(Some(text)),
            Whole::Nowhere | Whole::Damaged => Ok(None),
        }
    }

    /// Who can unlock this PC.
    pub fn list(&self) -> Vec<SlotInfo> {
        let info =
            |slot: &Slot| SlotInfo { staff: slot.staff.clone(), name: slot.name.clone(), role: slot.role.clone() };
        self.content.slots.iter().map(info).collect()
    }

    /// Sets a person's passphrase, replacing the one they had.
    pub fn put(&mut self, staff: &str, name: &str, role: &str, passphrase: &str, key: &DatabaseKey) -> Result<()> {
        let (salt, nonce) = (random_bytes::<16>(), random_bytes::<24>());
        let wrapping = derive(passphrase, &salt, self.cost)?;
        let cipher = XChaCha20Poly1305::new(wrapping.as_slice().into());
        let sealed = cipher
            .encrypt(XNonce::from_slice(&nonce), Payload { msg: key.bytes(), aad: staff.as_bytes() })
            .map_err(|_| StoreError::WrongPassphrase)?;
        self.content.slots.retain(|slot| slot.staff != staff);
        self.content.slots.push(Slot {
            staff: staff.into(),
            name: name.into(),
            role: role.into(),
            cost: self.cost,
            salt: hex::encode(salt),
            nonce: hex::encode(nonce),
            sealed: hex::encode(sealed),
        });
        self.content.throttle.remove(staff);
        self.write()
    }

    /// Opens a slot. Too many wrong tries make the person wait, across restarts, whatever the clock is set to.
    pub fn unlock_at(&mut self, staff: &str, passphrase: &str, now: impl Into<Running>) -> Result<DatabaseKey> {
        let now = now.into();
        let slot = self.content.slots.iter().find(|slot| slot.staff == staff).cloned().ok_or(StoreError::NoSlot)?;
        let throttle = self.content.throttle.entry(staff.to_string()).or_default();
        let left = throttle.left(&now);
        if throttle.wrong >= FREE_TRIES && left > 0 {
            return Err(StoreError::Throttled { seconds: left.div_ceil(1000) });
        }
        match open(&slot, passphrase)? {
            Some(key) => {
                if self.content.throttle.remove(staff).is_some_and(|throttle| throttle.wrong > 0) {
                    self.write()?;
                }
                Ok(key)
            }
            None => {
                throttle.wrong = throttle.wrong.saturating_add(1);
                (throttle.wait_ms, throttle.run, throttle.at_ms) = (wait_after(throttle.wrong), now.run, now.ms);
                self.write()?;
                Err(StoreError::WrongPassphrase)
            }
        }
    }

    /// Takes a person's slot away. The last one stays: nobody could open the database any more.
    pub fn remove(&mut self, staff: &str) -> Result<()> {
        if self.content.slots.len() == 1 && self.content.slots[0].staff == staff {
            return Err(StoreError::NotAllowed(
                "这是本机最后一个密码，不能删除。请先为另一位工作人员设置密码。".into(),
            ));
        }
        self.content.slots.retain(|slot| slot.staff != staff);
        self.content.throttle.remove(staff);
        self.write()
    }

    /// Keeps the name and role that the unlock page shows as the synced staff record has them.
    pub fn rename(&mut self, staff: &str, name: &str, role: &str) -> Result<()> {
        match self.content.slots.iter_mut().find(|slot| slot.staff == staff) {
            Some(slot) if slot.name == name && slot.role == role => Ok(()),
            Some(slot) => {
                (slot.name, slot.role) = (name.into(), role.into());
                self.write()
            }
            None => Err(StoreError::NoSlot),
        }
    }

    /// Seals the key to the county's recovery recipient (`age1…`), so that the county can help when a passphrase is forgotten.
    pub fn put_recovery(&mut self, recipient: &str, key: &DatabaseKey) -> Result<()> {
        let sealed = changelog::seal::to_recipients(&[recipient.to_string()], key.bytes())?;
        self.content.recovery = Some(STANDARD.encode(sealed));
        self.write()
    }

    pub(crate) fn write(&self) -> Result<()> {
        let bytes = with_sum(&serde_json::to_vec_pretty(&self.content).unwrap_or_default());
        disk::write(&self.path, &bytes)?;
        Ok(disk::write(&self.path.with_file_name(COPY), &bytes)?)
    }
}

fn derive(passphrase: &str, salt: &[u8], cost: Cost) -> Result<Zeroizing<[u8; 32]>> {
    let broken = |_| StoreError::BrokenFile { file: FILE.into(), advice: "请通过县里恢复密码。".into() };
    let params = Params::new(cost.memory, cost.passes, 1, Some(32)).map_err(broken)?;
    let mut wrapping = Zeroizing::new([0u8; 32]);
    Argon2::new(Algorithm::Argon2id, Version::V0x13, params)
        .hash_password_into(passphrase.as_bytes(), salt, wrapping.as_mut_slice())
        .map_err(broken)?;
    Ok(wrapping)
}

/// None: the passphrase is wrong.
fn open(slot: &Slot, passphrase: &str) -> Result<Option<DatabaseKey>> {
    let bytes = |text: &str| {
        hex::decode(text)
            .map_err(|_| StoreError::BrokenFile { file: FILE.into(), advice: "请通过县里恢复密码。".into() })
    };
    let (salt, nonce, sealed) = (bytes(&slot.salt)?, bytes(&slot.nonce)?, bytes(&slot.sealed)?);
    if nonce.len() != 24 {
        return Err(StoreError::BrokenFile { file: FILE.into(), advice: "请通过县里恢复密码。".into() });
    }
    let wrapping = derive(passphrase, &salt, slot.cost)?;
    let cipher = XChaCha20Poly1305::new(wrapping.as_slice().into());
    let opened = cipher.decrypt(XNonce::from_slice(&nonce), Payload { msg: &sealed, aad: slot.staff.as_bytes() });
    let key = opened.ok().map(Zeroizing::new).and_then(|plain| <[u8; 32]>::try_from(plain.as_slice()).ok());
    Ok(key.map(DatabaseKey::from_bytes))
}
