//! Reasons for which a file is not taken, told to people: what it is and what to do. Never quotes the file.

/// Why a file is not taken.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum PhotoError {
    /// No bytes.
    #[error("这个文件是空的，可能没有传完。请从手机重新传一次。")]
    Empty,
    /// More bytes than are read.
    #[error("这个文件超过 40 MB，放不进来。照片请在手机上选“普通画质”再传；扫描件请降低清晰度或分成几份。")]
    TooLarge,
    /// Something else than a photo or a scan.
    #[error(
        "这不是照片、扫描件或文档。可以放 JPG、PNG、WebP 照片，PDF 扫描件，Word（docx）和 Excel（xlsx）文件；其他文件请先另存成这几种。"
    )]
    NotAPhoto,
    /// Apple's or a new Android's format.
    #[error(
        "这是 HEIC 格式的照片，本程序打不开。请在手机“设置—相机—格式”里选“兼容性最佳”后重拍，或用微信、QQ 传一次（会变成 JPG）再放进来。"
    )]
    Heic,
    /// The content ends early or makes no sense.
    #[error("这张照片不完整或已损坏，可能没有传完。请从手机重新传一次，或换一张。")]
    Broken,
    /// More pixels than a PC can hold.
    #[error("这张照片的像素太多（超过 6400 万），电脑处理不了。请在手机上改用普通画质，或缩小后再放进来。")]
    TooManyPixels,
    /// Not a whole PDF.
    #[error("这份 PDF 不完整或已损坏。请重新扫描或重新传一次。")]
    PdfBroken,
    /// Locked with a password.
    #[error(
        "这份 PDF 加了打开密码，不知道密码的人看不了，档案里不能收。请用密码打开它，取消密码另存一份（或用“打印成 PDF”）再放进来。"
    )]
    PdfLocked,
    /// Carries programs or other files.
    #[error("这份 PDF 里带有脚本或夹带的文件，为安全起见不收。请用“打印成 PDF”另存一份再放进来。")]
    PdfActive,
    /// Not a whole Word or Excel file.
    #[error("这份 Word 或 Excel 文件不完整或已损坏。请在原来的电脑上打开看看，另存一份再放进来。")]
    OfficeBroken,
    /// Of Office before 2007, or locked with a password.
    #[error(
        "这是老格式的文件（doc、xls），或者加了打开密码。请打开它，取消密码，另存为 docx 或 xlsx（或 PDF）再放进来。"
    )]
    OfficeOld,
    /// Carries programs or other files.
    #[error(
        "这份 Word 或 Excel 文件里带有宏、控件或夹带的文件，为安全起见不收。请删除后另存一份，或用“打印成 PDF”另存。"
    )]
    OfficeActive,
    /// A Word or Excel file that is too large to travel.
    #[error("这份文件超过 24 MB，传不动。请压缩里面的图片，或分成几份。")]
    OfficeTooLarge,
    /// A PDF that is too large to travel.
    #[error("这份扫描件超过 24 MB，传不动。请把扫描清晰度降到 200 dpi，或分成几份。")]
    PdfTooLarge,
}
