//! New versions of the program, from an update file on a stick: what a file offers, installing it, opening the program again. Nothing
//! happens by itself; what is signed, for whom and what is newer is judged by `update`.

use std::fs::File;
use std::io::{BufRead, BufReader, Cursor};

use serde::{Deserialize, Serialize};
use ts_rs::TS;
use update::UpdateError;

use crate::kernel::error::{CommandError, ErrorCode};
use crate::kernel::events::Task;
use crate::kernel::files::FileIn;
use crate::kernel::pc::Pc;
use crate::kernel::request::Nothing;
use crate::kernel::updates::Updates;

/// The largest update file.
const LARGEST: u64 = 1 << 30;

/// The program of this PC.
#[derive(Clone, Debug, Serialize, Deserialize, TS)]
pub(crate) struct ProgramState {
    /// Its version.
    pub version: String,
    /// The PC that it is built for, in words.
    pub system: String,
    /// New versions can be installed from a stick.
    pub can_install: bool,
    /// A version that is installed and is used when the program is opened next.
    pub installed: Option<String>,
    /// That a newer version did not start, why, and what to do.
    pub failed: Option<String>,
}

/// Asks what update files offer.
#[derive(Clone, Debug, Serialize, Deserialize, TS)]
pub(crate) struct LookAtUpdates {
    /// The files.
    pub files: Vec<FileIn>,
}

/// An update file.
#[derive(Clone, Debug, Serialize, Deserialize, TS)]
pub(crate) struct UpdateOffer {
    /// Its name.
    pub name: String,
    /// The version in it; empty when nothing of it is to be believed.
    pub version: String,
    /// What is new, in a line or two.
    pub notes: String,
    /// Why it is not installed here, and what to do; none: it may be.
    pub refused: Option<String>,
}

/// Installs a new version.
#[derive(Clone, Debug, Serialize, Deserialize, TS)]
#[ts(optional_fields = nullable)]
pub(crate) struct InstallUpdate {
    /// The update file.
    pub file: FileIn,
    /// Id under which progress is told and the work can be cancelled.
    #[serde(default)]
    #[ts(optional)]
    pub task: Option<String>,
}

/// A new version that was installed.
#[derive(Clone, Debug, Serialize, Deserialize, TS)]
pub(crate) struct InstalledUpdate {
    /// Its version.
    pub version: String,
    /// What was done, and what comes now.
    pub message: String,
}

/// Says which program this is, and how its newest update went.
pub(crate) fn state(pc: &Pc, _: Nothing) -> Result<ProgramState, CommandError> {
    let newer = pc.config().updates.iter().flat_map(|updates| updates.programs.newer());
    let installed = newer.filter(|one| one.failed().is_none()).map(|one| one.version.to_string()).next();
    Ok(ProgramState {
        version: own_version(pc),
        system: update::System::here().in_words(),
        can_install: pc.config().updates.is_some(),
        installed,
        failed: failed(pc),
    })
}

/// The version that runs here.
pub(crate) fn own_version(pc: &Pc) -> String {
    let of_updates = pc.config().updates.as_ref().map(|updates| updates.programs.own.clone());
    of_updates.unwrap_or_else(update::Version::of_this_program).to_string()
}

/// That a newer version did not start, in words; none when the newest one runs.
pub(crate) fn failed(pc: &Pc) -> Option<String> {
    let newest = pc.config().updates.as_ref()?.programs.newer().into_iter().next()?;
    let why = newest.failed()?;
    let (new, own) = (newest.version, own_version(pc));
    Some(format!(
        "新版本 {new} 没有启动成功（{why}），已改回 {own}，您的记录没有改动。请把这句话告诉县里；拿到修好的更新文件后可以再装。"
    ))
}

/// Says what update files offer, or why they are not installed.
pub(crate) fn look(pc: &Pc, request: LookAtUpdates) -> Result<Vec<UpdateOffer>, CommandError> {
    request.files.iter().map(|file| Ok(offer(pc, file))).collect()
}

fn offer(pc: &Pc, file: &FileIn) -> UpdateOffer {
    let refused = |why: String| UpdateOffer {
        name: file.name.clone(),
        version: String::new(),
        notes: String::new(),
        refused: Some(why),
    };
    let read = updates(pc).and_then(|updates| {
        let (mut from, length) = open(file)?;
        Ok(updates.programs.offered(&mut from, length)?)
    });
    match read {
        Ok((header, why)) => UpdateOffer {
            name: file.name.clone(),
            version: header.version.to_string(),
            notes: header.manifest.notes,
            refused: why.map(|why| why.to_string()),
        },
        Err(error) => refused(error.detail),
    }
}

/// Installs a new version: a backup of the data first, then the program, beside the one that runs.
pub(crate) fn install(pc: &Pc, request: InstallUpdate) -> Result<InstalledUpdate, CommandError> {
    let updates = updates(pc)?;
    let task = pc.events.begin(request.task.as_deref(), "安装新版本")?;
    let (mut from, length) = open(&request.file)?;
    if let (_, Some(refused)) = updates.programs.offered(&mut from, length)? {
        return Err(refused.into());
    }
    if task.progress(0, 0, "正在备份").is_break() {
        return Err(Task::cancelled());
    }
    let store = pc.open_store();
    store.as_ref().map(|store| store.backup_now(pc.now_ms())).transpose()?;
    let (from, _) = open(&request.file)?;
    let header = updates.programs.install(from, &mut |done, total| task.progress(done, total, "正在安装"))?;
    let backup = match store {
        Some(_) => "装之前已备份一份数据。",
        None => "还没有登录过，所以没有另做备份。",
    };
    let message =
        format!("{} 已装好，重新打开禾站就是新版本。{backup}新版本万一打不开，会自动改回现在的版本。", header.version);
    Ok(InstalledUpdate { version: header.version.to_string(), message })
}

/// Ends the program and opens it again.
pub(crate) fn restart(pc: &Pc, _: Nothing) -> Result<Nothing, CommandError> {
    (updates(pc)?.open_again)();
    Ok(Nothing {})
}

fn updates(pc: &Pc) -> Result<&Updates, CommandError> {
    pc.config().updates.as_deref().ok_or_else(|| {
        CommandError::not_allowed("这里不能安装新版本：练习模式请先退出再装；其他情况请用县里给的安装包升级。")
    })
}

/// Opens a file at its beginning, with its length. What a browser gave is in memory already.
fn open(file: &FileIn) -> Result<(Box<dyn BufRead>, u64), CommandError> {
    if let Some(path) = &file.path {
        let opened = File::open(path).map_err(UpdateError::from)?;
        let length = opened.metadata().map_err(UpdateError::from)?.len();
        return Ok((Box::new(BufReader::new(opened)), length));
    }
    let bytes = file.read(LARGEST)?;
    let length = bytes.len() as u64;
    Ok((Box::new(Cursor::new(bytes)), length))
}

impl From<UpdateError> for CommandError {
    fn from(error: UpdateError) -> CommandError {
        let code = match &error {
            UpdateError::NotAnUpdate
            | UpdateError::BadSignature
            | UpdateError::NewerFormat
            | UpdateError::OtherSystem { .. }
            | UpdateError::NotNewer { .. } => ErrorCode::WrongFile,
            UpdateError::Damaged => ErrorCode::DamagedFile,
            UpdateError::NoKey => ErrorCode::NotAllowed,
            UpdateError::NoRoom => ErrorCode::DiskFull,
            UpdateError::Io(_) => ErrorCode::FileAccess,
            UpdateError::Cancelled => ErrorCode::Cancelled,
        };
        CommandError::new(code, error.to_string())
    }
}
