//! Errors of the store, told to people: what happened and what to do. Never holds personal data or secrets.

use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicU64, Ordering};

/// Shorthand of this crate.
pub type Result<T> = std::result::Result<T, StoreError>;

/// What went wrong. A caller may act on the variant; a person reads the text.
#[derive(Debug, thiserror::Error)]
pub enum StoreError {
    /// The disk has too little room left.
    #[error(
        "磁盘空间不足：剩余约 {free_mb} MB，至少需要 {need_mb} MB。请清理磁盘后再保存；已保存的内容不受影响，正在填写的内容仍在草稿里。"
    )]
    DiskFull {
        /// Room that is left.
        free_mb: u64,
        /// Room that is wanted.
        need_mb: u64,
    },
    /// The key does not belong to this database.
    #[error("密钥与这个数据库不相符。请确认打开的是本机的数据文件夹，或用县里恢复的方式重新取得密钥。")]
    WrongKey,
    /// The database file cannot be read. It is never created anew.
    #[error("数据库打不开，文件可能已损坏。原文件没有改动，请勿删除。{}", offer(.backup))]
    Damaged {
        /// The newest verified backup.
        backup: Option<PathBuf>,
    },
    /// A newer program wrote this database.
    #[error(
        "这个数据库由更新版本的程序写成（结构版本 {found}，本程序最高 {known}）。请先升级程序再打开，数据没有改动。"
    )]
    Newer {
        /// Its version.
        found: i64,
        /// The newest one this program knows.
        known: i64,
    },
    /// There is no database here.
    #[error("这个文件夹里没有禾站数据库。请检查路径，或从备份恢复。")]
    NoDatabase,
    /// There already is a database here.
    #[error("这个文件夹里已经有一个禾站数据库，不能覆盖。请换一个空文件夹。")]
    Exists,
    /// The passphrase opens no slot.
    #[error("密码不对。请检查大小写和输入法后再试；忘记密码可通过县里恢复。")]
    WrongPassphrase,
    /// Too many wrong passphrases.
    #[error("密码错误次数过多，请 {seconds} 秒后再试。")]
    Throttled {
        /// How long to wait.
        seconds: u64,
    },
    /// This person has no slot on this PC.
    #[error("这台电脑上还没有为这位工作人员设置密码。请已登录的同事在“人员”页为其开通，或通过县里恢复。")]
    NoSlot,
    /// Somebody else holds the database.
    #[error("数据库正被另一个程序占用。请关闭其他正在运行的禾站窗口后再试。")]
    Busy,
    /// The device may not write this.
    #[error("{0}")]
    NotAllowed(String),
    /// The caller asked for what the dictionary does not have.
    #[error("请求有误：{0}。请升级程序；若仍出现，请把此提示告诉县里的管理员。")]
    Request(String),
    /// A bundle, roster, receipt or checkpoint that cannot be accepted.
    #[error("{0}")]
    Refused(String),
    /// A bundle for somebody else, or for a station whose key this PC does not have yet.
    #[error("这台电脑还没有打开这个文件的钥匙。请先导入县里的确认文件（或联网等待确认）后再试。")]
    NoIdentity,
    /// A file of this directory does not say what it should.
    #[error("文件“{file}”内容不完整或已损坏。{advice}")]
    BrokenFile {
        /// Its name only.
        file: String,
        /// What to do.
        advice: String,
    },
    /// The changelog refused something.
    #[error(transparent)]
    Changelog(#[from] changelog::Error),
    /// SQLite said no.
    #[error("读写数据库时出错（{0}）。请重新启动程序；若仍出现，请在“数据体检”页检查并从备份恢复。")]
    Sql(rusqlite::Error),
    /// The file system said no.
    #[error("读写文件时出错（{0}）。请检查磁盘或 U 盘是否可用后再试。")]
    Io(std::io::Error),
}

fn offer(backup: &Option<PathBuf>) -> String {
    match backup {
        Some(path) => format!("最近一份检验过的备份是“{}”，可在“备份与恢复”页用它恢复。", name_of(path)),
        None => "请在“备份与恢复”页看有没有检验过的备份；没有的话联系县里的管理员，已上报的数据可由县里重新下发。"
            .to_string(),
    }
}

pub(crate) fn name_of(path: &Path) -> String {
    path.file_name().map(|name| name.to_string_lossy().into_owned()).unwrap_or_default()
}

/// How often a page could not be read: a connection over which that happened may refuse everything from then on, and is not used again.
static BAD_READS: AtomicU64 = AtomicU64::new(0);

pub(crate) fn bad_reads() -> u64 {
    BAD_READS.load(Ordering::SeqCst)
}

impl From<rusqlite::Error> for StoreError {
    fn from(error: rusqlite::Error) -> StoreError {
        use rusqlite::ErrorCode;
        if !matches!(
            error.sqlite_error_code(),
            None | Some(
                ErrorCode::DiskFull
                    | ErrorCode::DatabaseBusy
                    | ErrorCode::DatabaseLocked
                    | ErrorCode::ConstraintViolation
            )
        ) {
            BAD_READS.fetch_add(1, Ordering::SeqCst);
        }
        match error.sqlite_error_code() {
            Some(ErrorCode::DiskFull) => StoreError::DiskFull { free_mb: 0, need_mb: 16 },
            Some(ErrorCode::DatabaseBusy | ErrorCode::DatabaseLocked) => StoreError::Busy,
            Some(ErrorCode::DatabaseCorrupt | ErrorCode::NotADatabase) => StoreError::Damaged { backup: None },
            _ => StoreError::Sql(error),
        }
    }
}

impl From<std::io::Error> for StoreError {
    fn from(error: std::io::Error) -> StoreError {
        match error.kind() {
            std::io::ErrorKind::StorageFull | std::io::ErrorKind::QuotaExceeded => {
                StoreError::DiskFull { free_mb: 0, need_mb: 16 }
            }
            _ => StoreError::Io(error),
        }
    }
}

/// JSON that this program wrote itself and cannot read back.
pub(crate) fn broken_inside(what: &str) -> StoreError {
    StoreError::BrokenFile {
        file: what.to_string(), advice: "请在“数据体检”页检查，必要时从备份恢复。".to_string()
    }
}
