//! A forgotten passphrase, through the county (`.hzk` files): the PC sends its recovery slot and a one-time recipient; the county opens
//! the slot with its recovery key and seals the database key to that recipient; the PC opens the answer. The county never sees data,
//! and neither file alone opens anything.

use base64::{Engine, engine::general_purpose::STANDARD};
use changelog::{Identity, seal};
use serde::{Deserialize, Serialize};
use zeroize::Zeroizing;

use crate::error::{Result, StoreError};
use crate::key::DatabaseKey;
use crate::slots::Slots;

const ASKS: &str = "hezhan-recovery-request";
const ANSWERS: &str = "hezhan-recovery-answer";
const LARGEST: usize = 64 << 10;

#[derive(Serialize, Deserialize)]
struct Document {
    format: String,
    /// County, station and device for whoever reads it; names nobody.
    county: String,
    station: Option<String>,
    device: String,
    /// The one-time recipient.
    recipient: String,
    /// base64 of an age file.
    sealed: String,
}

/// Who asks, as the county's officer sees it before answering.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Asking {
    /// County id.
    pub county: String,
    /// Station code; None: a county device.
    pub station: Option<String>,
    /// Device id.
    pub device: String,
}

impl Slots {
    /// The file that goes to the county. A new request makes an answer to an older one useless.
    pub fn recovery_request(&mut self, asking: Asking) -> Result<Vec<u8>> {
        let sealed = self.content.recovery.clone().ok_or_else(|| {
            StoreError::NotAllowed("这台电脑没有留下县里的恢复钥匙。请用备份或由其他同事登录后重设密码。".into())
        })?;
        let once = Identity::generate();
        self.content.asked = Some(once.to_secret());
        self.write()?;
        let Asking { county, station, device } = asking;
        let document =
            Document { format: ASKS.into(), county, station, device, recipient: once.recipient().into(), sealed };
        Ok(serde_json::to_vec_pretty(&document).unwrap_or_default())
    }

    /// Opens the county's answer. Set a new passphrase with the key at once (`put`), which is why this asks for nothing else.
    pub fn complete_recovery(&mut self, answer: &[u8]) -> Result<DatabaseKey> {
        let document = read(answer, ANSWERS)?;
        let once = self.content.asked.clone().map(Zeroizing::new).ok_or_else(|| {
            StoreError::NotAllowed("这台电脑没有正在等待的恢复申请。请先在本机导出恢复申请，再请县里答复。".into())
        })?;
        let key = open(&once, &document.sealed).map_err(|_| {
            StoreError::Refused("这份答复不是给本机最近一次申请的。请重新导出恢复申请，并请县里重新答复。".into())
        })?;
        self.content.asked = None;
        self.write()?;
        Ok(key)
    }
}

/// Who asks, without opening anything.
pub fn asking(request: &[u8]) -> Result<Asking> {
    let Document { county, station, device, .. } = read(request, ASKS)?;
    Ok(Asking { county, station, device })
}

/// The county's answer, made with its recovery identity (`AGE-SECRET-KEY-1…`).
pub fn answer(request: &[u8], recovery_identity: &str) -> Result<Vec<u8>> {
    let asked = read(request, ASKS)?;
    let key = open(recovery_identity, &asked.sealed)
        .map_err(|_| StoreError::Refused("这份申请不是封给本县恢复钥匙的，打不开。请核对是否拿错了文件。".into()))?;
    let sealed = seal::to_recipients(std::slice::from_ref(&asked.recipient), key.bytes())?;
    let document = Document { format: ANSWERS.into(), sealed: STANDARD.encode(sealed), ..asked };
    Ok(serde_json::to_vec_pretty(&document).unwrap_or_default())
}

fn read(bytes: &[u8], format: &str) -> Result<Document> {
    let wrong = || StoreError::Refused("这不是禾站的恢复文件，或文件不完整。请检查是否选错了文件。".into());
    if bytes.len() > LARGEST {
        return Err(wrong());
    }
    let document: Document = serde_json::from_slice(bytes).map_err(|_| wrong())?;
    if document.format == format { Ok(document) } else { Err(wrong()) }
}

fn open(identity: &str, sealed: &str) -> Result<DatabaseKey> {
    let sealed = STANDARD.decode(sealed).map_err(|_| changelog::Error::BadCiphertext)?;
    let plain = Zeroizing::new(seal::open(&[identity.to_string()], &sealed, 64)?);
    let bytes = <[u8; 32]>::try_from(plain.as_slice()).map_err(|_| changelog::Error::BadKey)?;
    Ok(DatabaseKey::from_bytes(bytes))
}
