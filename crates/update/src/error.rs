//! Refusals of an update, told to people: why it is not installed, and what to do. The present program and the data stay as they are.

/// Why a file is not installed, or an installed program not started.
#[derive(Debug, thiserror::Error)]
pub enum UpdateError {
    /// Nothing of ours.
    #[error("这不是禾站的更新文件。请检查是否选错了文件；更新文件的名字以 .hzu 结尾。")]
    NotAnUpdate,
    /// Cut off or changed since it was signed, where only its content tells.
    #[error("更新文件不完整或已损坏，没有安装。请从 U 盘上重新拷贝，或向县里再要一份。")]
    Damaged,
    /// Not signed by the pinned key.
    #[error("更新文件的签名不对：它不是禾站发布的，或者被改动过，没有安装。请不要使用，向县里要一份原件。")]
    BadSignature,
    /// A later format.
    #[error("这份更新文件的格式比这台电脑上的禾站新，装不了。请向县里要安装包，用安装包升级。")]
    NewerFormat,
    /// For other PCs.
    #[error("这份更新文件是给{wanted}用的，这台电脑是{here}，没有安装。请向县里要给这台电脑用的那一份。")]
    OtherSystem {
        /// For which.
        wanted: String,
        /// What this PC is.
        here: String,
    },
    /// Not newer than what is running.
    #[error("这台电脑上的禾站已经是 {own}，不比更新文件里的 {offered} 旧，不用安装。")]
    NotNewer {
        /// The version that runs.
        own: String,
        /// That of the file.
        offered: String,
    },
    /// A program without a pinned key.
    #[error("这台电脑上的禾站没有内置发布密钥，核对不了更新文件。请用安装包升级。")]
    NoKey,
    /// No room.
    #[error("磁盘空间不足，新版本没有装下。请清理磁盘后再安装；原来的版本照常使用。")]
    NoRoom,
    /// The disk or the stick said no.
    #[error("更新文件读不出来，或写不进这台电脑的磁盘（{0}）。请检查 U 盘是否插好，再装一次；原来的版本照常使用。")]
    Io(std::io::Error),
    /// The person stopped it.
    #[error("已取消，没有安装。")]
    Cancelled,
}

impl From<std::io::Error> for UpdateError {
    fn from(error: std::io::Error) -> UpdateError {
        match error.kind() {
            std::io::ErrorKind::StorageFull | std::io::ErrorKind::QuotaExceeded => UpdateError::NoRoom,
            _ => UpdateError::Io(error),
        }
    }
}
