//! Faults of a change, a bundle or a document, one variant per cause. The text says in
//! Chinese what happened and what to do; it must never carry names, contents or keys.

use thiserror::Error as ThisError;

/// Shorthand for results of this crate.
pub type Result<T> = std::result::Result<T, Error>;

/// What went wrong. `code()` is stable and may be stored and compared; the text may be improved.
#[derive(Debug, Clone, PartialEq, Eq, ThisError)]
#[non_exhaustive]
pub enum Error {
    /// A hex name, reference or audience is misspelt.
    #[error("编号格式不对，无法识别。请重新获取这份文件，或联系县里。")]
    BadName,
    /// The header of a change cannot be read.
    #[error("记录的开头无法读取，文件可能已损坏。请让对方重新导出。")]
    BadHeader,
    /// The payload of a change cannot be read.
    #[error("记录的内容无法读取，文件可能已损坏。请让对方重新导出。")]
    BadPayload,
    /// An integer above 2^53 must be a string.
    #[error("数字太大，不能按数字保存。请按文字填写。")]
    NumberTooLarge,
    /// More than 16 references for one field.
    #[error("同一项内容的冲突过多。请先在“冲突”里逐项处理，再保存。")]
    TooManyOverwrites,
    /// A change is longer than a bundle's line may be.
    #[error("这一条内容太长，无法保存。请把长文字分成几条，或改为附件。")]
    ChangeTooLarge,
    /// Nested too deep, too many values, or names and numbers too long for every reader to bear.
    #[error("这一段内容的结构过深、过多或数字过大，已隔离，不影响其他内容。请联系县里核对发送的电脑。")]
    BadShape,
    /// The file was written in a newer format.
    #[error("这份文件由更新版本的禾站生成，本机版本打不开。请先升级禾站。")]
    NewerProgramNeeded,
    /// This is no bundle of ours.
    #[error("这不是禾站的数据文件。请检查是否选错了文件。")]
    NotABundle,
    /// The envelope cannot be read.
    #[error("数据文件的封面无法读取，文件可能已损坏。请让对方重新导出。")]
    BadEnvelope,
    /// A hard limit is exceeded.
    #[error("数据文件超过允许的大小，已拒绝打开。请让对方分批导出。")]
    TooLarge,
    /// The ciphertext is shorter or longer than the envelope says.
    #[error("数据文件不完整（可能没有拷贝完）。请重新拷贝或重新接收。")]
    WrongLength,
    /// The ciphertext is not the one the envelope names.
    #[error("数据文件内容已损坏。请重新拷贝或让对方重新导出。")]
    WrongHash,
    /// Another county's document.
    #[error("这份文件属于别的县，不能在本县使用。请检查是否拿错了文件或U盘。")]
    ForeignCounty,
    /// The device is not in the roster.
    #[error("对方电脑不在本县的站点名单里。请先更新站点名单；仍不行请联系县里确认。")]
    UnknownDevice,
    /// The signature over the envelope or a document is wrong.
    #[error("签名核对不上，文件被改动过或来源不明，已拒绝。请联系发送方重新导出。")]
    BadSignature,
    /// None of our identities opens it.
    #[error("这份文件不是发给本机的，打不开。请检查是否拿错了文件。")]
    NotForUs,
    /// Decryption failed in the middle.
    #[error("解密失败，文件已损坏。请重新拷贝或让对方重新导出。")]
    BadCiphertext,
    /// The compressed body is damaged.
    #[error("解压失败，文件已损坏。请让对方重新导出。")]
    BadCompression,
    /// The body is not the lines the envelope names.
    #[error("数据文件里的内容与封面不一致。请让对方重新导出。")]
    BodyMismatch,
    /// The chain of hashes does not arrive at the signed head.
    #[error("记录的先后顺序核对不上，这一段没有入库。请让对方重新导出。")]
    BrokenChain,
    /// A segment begins or ends inside a save.
    #[error("这一段把一次保存拆开了，已隔离。请让对方重新导出。")]
    SplitSave,
    /// Salts do not fit the changes.
    #[error("记录的核对数据不齐，这一段没有入库。请让对方重新导出。")]
    BadSalts,
    /// A log must begin with its `open` change, and have only one.
    #[error("记录的开头不符合规定，这一段没有入库。请联系县里。")]
    BadOpening,
    /// The device may not write for this audience.
    #[error("这台电脑无权写入这些内容，这一段没有入库。请联系县里核对站点名单。")]
    NotAllowed,
    /// Written by a revoked device beyond its cut.
    #[error("这台电脑已停用，停用之后写的内容不再接收。请联系县里。")]
    Revoked,
    /// The roster is older than the one known.
    #[error("站点名单比现有的旧，没有采用。请使用最新的站点名单。")]
    OlderRoster,
    /// A signed document (roster, receipt, checkpoint, request) cannot be read.
    #[error("文件内容无法读取，可能已损坏。请重新获取。")]
    BadDocument,
    /// A key or key file cannot be read.
    #[error("密钥无法读取，可能输入有误或已损坏。请核对后重试。")]
    BadKey,
    /// Wrong passphrase or one-time code.
    #[error("密码或验证码不对。请核对后重新输入。")]
    WrongPassphrase,
    /// A one-time code is not well formed.
    #[error("验证码应为16位，例如 ABCD-EFGH-JKMN-PQRS。请核对后重新输入。")]
    BadCode,
    /// The join request does not prove the secret of the join file.
    #[error("加入申请与发出的加入文件对不上，不能确认。请重新制作加入文件。")]
    BadProof,
    /// The confirmation is for another device or carries a wrong key.
    #[error("确认文件不是给这台电脑的，或其中的站点密钥与站点名单不符。请向县里重新索取。")]
    BadConfirmation,
    /// Writing in memory failed; should not happen.
    #[error("生成文件失败。请重试；仍不行请重启禾站。")]
    CannotWrite,
}

impl Error {
    /// The stable code of the cause.
    pub fn code(&self) -> &'static str {
        match self {
            Error::BadName => "bad_name",
            Error::BadHeader => "bad_header",
            Error::BadPayload => "bad_payload",
            Error::NumberTooLarge => "number_too_large",
            Error::TooManyOverwrites => "too_many_overwrites",
            Error::ChangeTooLarge => "change_too_large",
            Error::BadShape => "bad_shape",
            Error::NewerProgramNeeded => "newer_program_needed",
            Error::NotABundle => "not_a_bundle",
            Error::BadEnvelope => "bad_envelope",
            Error::TooLarge => "too_large",
            Error::WrongLength => "wrong_length",
            Error::WrongHash => "wrong_hash",
            Error::ForeignCounty => "foreign_county",
            Error::UnknownDevice => "unknown_device",
            Error::BadSignature => "bad_signature",
            Error::NotForUs => "not_for_us",
            Error::BadCiphertext => "bad_ciphertext",
            Error::BadCompression => "bad_compression",
            Error::BodyMismatch => "body_mismatch",
            Error::BrokenChain => "broken_chain",
            Error::SplitSave => "split_save",
            Error::BadSalts => "bad_salts",
            Error::BadOpening => "bad_opening",
            Error::NotAllowed => "not_allowed",
            Error::Revoked => "revoked",
            Error::OlderRoster => "older_roster",
            Error::BadDocument => "bad_paper",
            Error::BadKey => "bad_key",
            Error::WrongPassphrase => "wrong_passphrase",
            Error::BadCode => "bad_code",
            Error::BadProof => "bad_proof",
            Error::BadConfirmation => "bad_confirmation",
            Error::CannotWrite => "cannot_write",
        }
    }
}
