//! Errors of reading somebody else's table, and how much of it is read. Said in Chinese for the person who chose the file.

/// The largest file that is read.
pub const MOST_BYTES: usize = 40 << 20;
/// The most rows of a sheet.
pub(crate) const MOST_ROWS: usize = 100_000;
/// The most cells of a workbook, empty ones between the others included: what a PC of 4 GB holds beside everything else.
pub(crate) const MOST_CELLS: usize = 8_000_000;
/// The most columns of a sheet.
pub(crate) const MOST_COLUMNS: usize = 300;

/// A file that is no table, said in Chinese for the person who chose it. Never carries what the file holds.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum TableError {
    /// No bytes, or no cell with anything in it.
    #[error("这个文件是空的，没有可导入的内容。请重新选择。")]
    Empty,
    /// More than `MOST_BYTES`.
    #[error("这个文件太大（超过 40 MB）。请删去图片和用不到的工作表，另存后再导入。")]
    TooLarge,
    /// More rows or columns than are read.
    #[error("工作表“{0}”太大（最多 100000 行、300 列）。请拆成几个文件，或删去末尾的空行空列，再导入。")]
    SheetTooLarge(String),
    /// Opening it asks for a password.
    #[error("这个工作簿设有打开密码。请在 Excel 或 WPS 中取消密码，另存后再导入。")]
    Encrypted,
    /// A web page without a table in it, with a name that ends in xls.
    #[error(
        "这个文件其实是网页，里面没有表格（表格可能在另外的文件里）。请用 Excel 或 WPS 打开它，另存为“Excel 工作簿（*.xlsx）”后再导入。"
    )]
    WebPage,
    /// A page with its pictures in one file (mht), with a name that ends in xls.
    #[error(
        "这个文件其实是网页归档（mht），不是 Excel 工作簿。请用 Excel 或 WPS 打开它，另存为“Excel 工作簿（*.xlsx）”后再导入。"
    )]
    WebArchive,
    /// Excel's XML of 2003, or another XML.
    #[error(
        "这个文件是 XML 格式的表格，不是 Excel 工作簿。请用 Excel 或 WPS 打开它，另存为“Excel 工作簿（*.xlsx）”后再导入。"
    )]
    OldXml,
    /// Neither a workbook nor a text.
    #[error("这个文件不是 Excel 或 CSV 表格（可能是 Word、PDF 或图片）。请选择 .xlsx、.xls 或 .csv 文件。")]
    NotATable,
    /// A workbook that is cut off or broken.
    #[error("这个工作簿打不开，文件可能没有传完整或已损坏。请用 Excel 或 WPS 打开检查，另存为新文件后再导入。")]
    Damaged,
    /// A text in an encoding that cannot be told.
    #[error("看不出这个文本文件的编码。请用 Excel 或 WPS 打开它，另存为“Excel 工作簿（*.xlsx）”后再导入。")]
    Encoding,
}
