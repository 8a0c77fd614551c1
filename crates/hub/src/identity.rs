//! The hub's own place on its disk: which county it serves, its certificate, its signing key and its epoch. `init` makes
//! it once and never overwrites one that is there.

use std::fs;
use std::path::{Path, PathBuf};

use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};

use changelog::{PublicKey, Signer};

use crate::copies;

/// Why the hub cannot be set up or started, in Chinese.
#[derive(Debug, thiserror::Error)]
pub enum SetupError {
    /// `init` on a directory that has a hub already.
    #[error("{0} 里已经有一个信箱。要换新的，请另选一个空目录；不要删除旧目录。")]
    AlreadyThere(PathBuf),
    /// `serve` without `init`.
    #[error("{0} 里还没有信箱。请先运行 hezhan-hub init。")]
    NotThere(PathBuf),
    /// What was given to `init` is not usable.
    #[error("{0}")]
    Input(String),
    /// Files of the data directory are damaged.
    #[error("信箱目录里的 {0} 已损坏。请从备份恢复整个目录，或另建新信箱（各站会自动补传）。")]
    Damaged(&'static str),
    /// The disk or the network refuses.
    #[error("{0}：{1}")]
    Io(&'static str, #[source] std::io::Error),
    /// The certificate could not be made or used.
    #[error("证书出错：{0}")]
    Certificate(String),
    /// Another process serves this directory.
    #[error("信箱已经在运行。")]
    Running,
    /// The mailbox database could not be opened.
    #[error("信箱数据库打不开：磁盘出错、已满，或文件已损坏。")]
    Mailbox,
}

/// What `init` is told.
#[derive(Debug, Clone)]
pub struct Init {
    /// Where everything is kept.
    pub data_dir: PathBuf,
    /// The county this hub serves.
    pub county: String,
    /// The county's root verifying key, 64 hex digits.
    pub root_key: String,
    /// The address stations will use, `host:port`.
    pub address: String,
}

/// The public part, `hub.json`.
#[derive(Debug, Clone, Serialize, Deserialize)]
struct Written {
    county: String,
    root_key: PublicKey,
    address: String,
    epoch: String,
}

/// The hub's identity, read from its data directory.
pub struct HubIdentity {
    /// Where everything is kept.
    pub data_dir: PathBuf,
    /// The county this hub serves.
    pub county: String,
    /// The county's root key.
    pub root_key: PublicKey,
    /// The address stations use, `host:port`.
    pub address: String,
    /// Drawn at `init`; a hub set up anew has another one.
    pub epoch: String,
    /// SHA-256 of the certificate, as hex.
    pub pin: String,
    /// Signs receipts.
    pub key: Signer,
    /// Files of it that were damaged or missing and have been put right from the second copy.
    pub mended: Vec<&'static str>,
    pub(crate) certificate: Vec<u8>,
    pub(crate) certificate_key: Vec<u8>,
}

impl HubIdentity {
    /// What the county's officer pastes into the program: address, certificate pin and receipt key in one line.
    pub fn line(&self) -> String {
        format!("https://{}#{}.{}", self.address, self.pin, self.key.public())
    }

    /// Reads a place that `init` made.
    pub fn open(data_dir: &Path) -> Result<Self, SetupError> {
        let mended = copies::mend(data_dir)?;
        let path = data_dir.join("hub.json");
        if !path.exists() {
            return Err(SetupError::NotThere(data_dir.to_path_buf()));
        }
        let read = |name: &'static str| fs::read(data_dir.join(name)).map_err(|error| SetupError::Io(name, error));
        let written: Written =
            serde_json::from_slice(&read("hub.json")?).map_err(|_| SetupError::Damaged("hub.json"))?;
        let certificate = read("certificate.der")?;
        let secret: [u8; 32] = read("receipt.key")?.try_into().map_err(|_| SetupError::Damaged("receipt.key"))?;
        Ok(Self {
            data_dir: data_dir.to_path_buf(),
            county: written.county,
            root_key: written.root_key,
            address: written.address,
            epoch: written.epoch,
            pin: hex::encode(Sha256::digest(&certificate)),
            key: Signer::from_secret(&secret),
            certificate,
            certificate_key: read("certificate.key")?,
            mended,
        })
    }
}

/// Sets up a hub in an empty data directory: pins the county's root key, makes certificate, receipt key and epoch.
pub fn init(init: &Init) -> Result<HubIdentity, SetupError> {
    let directory = &init.data_dir;
    if directory.join("hub.json").exists() {
        return Err(SetupError::AlreadyThere(directory.clone()));
    }
    let root_key: PublicKey = init.root_key.trim().to_lowercase().parse().map_err(|_| {
        SetupError::Input("“本县公开的钥匙”应为 64 位字母数字，请从县级程序的“设置”里完整复制。".into())
    })?;
    if init.county.trim().is_empty() {
        return Err(SetupError::Input("缺少县标识，请从县级程序里完整复制。".into()));
    }
    let host = match init.address.rsplit_once(':') {
        Some((host, port)) if !host.is_empty() && port.parse::<u16>().is_ok() => host.trim_matches(['[', ']']),
        _ => {
            return Err(SetupError::Input("地址应写成 主机:端口，例如 10.1.2.3:8443。".into()));
        }
    };
    let made = rcgen::generate_simple_self_signed(vec![host.to_string()])
        .map_err(|error| SetupError::Certificate(error.to_string()))?;
    let mut epoch = [0u8; 8];
    getrandom::fill(&mut epoch).map_err(|_| SetupError::Input("系统不能提供随机数，无法建立信箱。".into()))?;
    let written = Written {
        county: init.county.trim().into(),
        root_key,
        address: init.address.clone(),
        epoch: hex::encode(epoch),
    };
    disk::make_folder(directory).map_err(|error| SetupError::Io("不能建立信箱目录", error))?;
    disk::keep_private(directory).map_err(|error| SetupError::Io("不能设置信箱目录的权限", error))?;
    write(directory, "certificate.der", made.cert.der())?;
    write(directory, "certificate.key", &made.signing_key.serialize_der())?;
    write(directory, "receipt.key", &Signer::generate().to_secret())?;
    // Last, because its presence says that the rest is there.
    write(directory, "hub.json", serde_json::to_string_pretty(&written).unwrap_or_default().as_bytes())?;
    HubIdentity::open(directory)
}

/// A file of the hub's own. A name without content would be a hub that is neither there nor to be founded.
pub(crate) fn write(directory: &Path, name: &'static str, bytes: &[u8]) -> Result<(), SetupError> {
    disk::write(&directory.join(name), bytes).map_err(|error| SetupError::Io("不能写入信箱目录", error))
}
