//! Files going in and out. A window gives paths and folders; a browser gives the bytes and fetches downloads,
//! which are kept in memory until fetched. Nothing else in the program asks which of the two it is.

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};
use std::sync::{Mutex, PoisonError};

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use serde::{Deserialize, Serialize};
use ts_rs::TS;

use crate::kernel::error::{CommandError, ErrorCode};
use crate::kernel::pc::Pc;

/// Downloads wait in memory; beyond this the oldest are dropped.
const KEPT_BYTES: usize = 256 << 20;

/// A file that the person chose: a path in the window, the bytes in a browser.
#[derive(Clone, Debug, Serialize, Deserialize, TS)]
#[ts(optional_fields = nullable)]
pub(crate) struct FileIn {
    /// Name as the person knows it.
    pub name: String,
    /// Where it lies (window).
    #[serde(default)]
    #[ts(optional)]
    pub path: Option<String>,
    /// What it holds (browser).
    #[serde(default)]
    #[ts(optional)]
    pub base64: Option<String>,
}

/// Where a file is to go: a folder in the window, a download in a browser.
#[derive(Clone, Debug, Serialize, Deserialize, TS)]
#[ts(optional_fields = nullable)]
pub(crate) struct Destination {
    /// Folder (window).
    #[serde(default)]
    #[ts(optional)]
    pub folder: Option<String>,
    /// To be fetched by the browser.
    #[serde(default)]
    #[ts(optional)]
    pub download: Option<bool>,
}

/// A file that was written.
#[derive(Clone, Debug, Serialize, Deserialize, TS)]
pub(crate) struct FileOut {
    /// Its name.
    pub name: String,
    /// Where it lies (window).
    pub path: Option<String>,
    /// Id to fetch it by: `GET /download/<id>` (browser).
    pub download: Option<String>,
    /// Bytes.
    #[ts(type = "number")]
    pub size: u64,
}

impl FileIn {
    /// Reads it, refusing what is larger than `limit` bytes.
    pub(crate) fn read(&self, limit: u64) -> Result<Vec<u8>, CommandError> {
        let too_large = || CommandError::new(ErrorCode::WrongFile, "这个文件太大，不会是本程序的文件，请重新选择。");
        match (&self.path, &self.base64) {
            (Some(path), _) => {
                if fs::metadata(path)?.len() > limit {
                    return Err(too_large());
                }
                Ok(fs::read(path)?)
            }
            (None, Some(text)) => {
                if text.len() as u64 / 4 * 3 > limit {
                    return Err(too_large());
                }
                STANDARD
                    .decode(text)
                    .map_err(|_| CommandError::new(ErrorCode::DamagedFile, "文件没有完整传到程序里，请重新选择。"))
            }
            (None, None) => Err(CommandError::new(ErrorCode::BadRequest, "没有选择文件。")),
        }
    }
}

impl Destination {
    /// The folder, or nothing for a download.
    pub(crate) fn folder(&self) -> Result<Option<PathBuf>, CommandError> {
        match (&self.folder, self.download) {
            (Some(folder), _) if Path::new(folder).is_dir() => Ok(Some(PathBuf::from(folder))),
            (Some(_), _) => {
                Err(CommandError::new(ErrorCode::FileAccess, "找不到这个文件夹。如果是U盘，请检查是否插好。"))
            }
            (None, Some(true)) => Ok(None),
            _ => Err(CommandError::new(ErrorCode::BadRequest, "没有选择存放的位置。")),
        }
    }

    /// Writes a whole file there; an existing file of that name is kept and the new one gets a number.
    pub(crate) fn write(&self, pc: &Pc, name: &str, bytes: Vec<u8>) -> Result<FileOut, CommandError> {
        let size = bytes.len() as u64;
        let Some(folder) = self.folder()? else {
            let id = pc.downloads.keep(name, bytes)?;
            return Ok(FileOut { name: name.into(), path: None, download: Some(id), size });
        };
        let path = free_path(&folder, name);
        disk::write(&path, &bytes)?;
        let name = path.file_name().map_or_else(|| name.to_owned(), |name| name.to_string_lossy().into_owned());
        Ok(FileOut { name, path: Some(path.display().to_string()), download: None, size })
    }
}

/// A name in the folder that is not taken: `报告.docx`, `报告 (2).docx` …
pub(crate) fn free_path(folder: &Path, name: &str) -> PathBuf {
    let name: String =
        name.chars().map(|c| if r#"\/:*?"<>|"#.contains(c) || c.is_control() { '_' } else { c }).collect();
    let (stem, end) = match name.rsplit_once('.') {
        Some((stem, end)) if !stem.is_empty() => (stem.to_owned(), format!(".{end}")),
        _ => (name.clone(), String::new()),
    };
    let mut path = folder.join(&name);
    let mut number = 2;
    while path.exists() {
        path = folder.join(format!("{stem} ({number}){end}"));
        number += 1;
    }
    path
}

/// Id, name and bytes.
type Download = (String, String, Vec<u8>);

/// Files waiting for a browser to fetch them.
#[derive(Default)]
pub struct Downloads {
    kept: Mutex<BTreeMap<u64, Download>>,
}

impl Downloads {
    fn keep(&self, name: &str, bytes: Vec<u8>) -> Result<String, CommandError> {
        let mut secret = [0u8; 16];
        getrandom::fill(&mut secret).map_err(|_| CommandError::internal("系统没有给出随机数"))?;
        let id = hex::encode(secret);
        let mut kept = self.kept.lock().unwrap_or_else(PoisonError::into_inner);
        let next = kept.keys().next_back().map_or(0, |number| number + 1);
        kept.insert(next, (id.clone(), name.to_owned(), bytes));
        while kept.len() > 1 && kept.values().map(|(_, _, bytes)| bytes.len()).sum::<usize>() > KEPT_BYTES {
            kept.pop_first();
        }
        Ok(id)
    }

    /// Gives a file out once: its name and bytes.
    pub fn take(&self, id: &str) -> Option<(String, Vec<u8>)> {
        let mut kept = self.kept.lock().unwrap_or_else(PoisonError::into_inner);
        let number = kept.iter().find(|(_, (known, _, _))| known == id).map(|(number, _)| *number)?;
        kept.remove(&number).map(|(_, name, bytes)| (name, bytes))
    }
}
