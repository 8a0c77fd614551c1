//! Errors of writing a document, said in Chinese for the person who asked for it.
//! Never carries the document's text.

/// Result of a writer.
pub type Result<T> = std::result::Result<T, Error>;

/// A document that could not be written.
#[derive(Debug, thiserror::Error)]
pub enum Error {
    /// A row has more cells than the table has columns, or the table has no columns.
    #[error("第 {table} 个表格第 {row} 行的单元格数与列数不符，请检查表格内容后重新导出")]
    TableShape {
        /// Number of the table in the document, from 1.
        table: usize,
        /// Number of the row, header rows counted, from 1; 0 when the table has no columns.
        row: usize,
    },
    /// The typesetter refused its own template: a fault of the program.
    #[error("排版失败，请把这份内容导出为 Word 并反馈给县里（{0}）")]
    Typesetting(String),
    /// The package of a docx could not be put together: a fault of the program.
    #[error("生成 Word 文件失败，请改为导出 PDF 并反馈给县里（{0}）")]
    Docx(String),
    /// A workbook that Excel would not open.
    #[error("生成 Excel 文件失败，请检查表名和行数后重新导出（{0}）")]
    Xlsx(#[from] rust_xlsxwriter::XlsxError),
    /// Whoever asked for it does not want it any more.
    #[error("已停止，没有生成文件")]
    Stopped,
}
