//! Errors of somebody else's form, and of filling it: said in Chinese for the person who chose it. They name places, never what stands there.

use crate::table_error::TableError;

/// A form that cannot be read, or a place in it that cannot be filled.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum TemplateError {
    /// Opening it asks for a password.
    #[error("这个文件设有打开密码。请在 Excel、Word 或 WPS 中取消打开密码，另存后再上传。只保护工作表的不用取消。")]
    Encrypted,
    /// Neither a workbook nor a Word document.
    #[error(
        "这个文件不是 Excel 工作簿（*.xlsx）或 Word 文档（*.docx）。旧格式（xls、doc）请用 Excel、Word 或 WPS 打开，另存为新格式后再上传。"
    )]
    NotATemplate,
    /// Cut off or broken.
    #[error("这个文件打不开，可能没有传完整或已损坏。请用 Excel、Word 或 WPS 打开检查，另存为新文件后再上传。")]
    Damaged,
    /// Too large to be sent to every station.
    #[error("这个文件太大（超过 300 KB）。请删去图片和用不到的工作表，另存后再上传。")]
    TooLarge,
    /// A sheet that is not there.
    #[error("模板里没有工作表“{0}”，可能已改名或删除")]
    NoSheet(String),
    /// A cell that is not there: beyond what the sheet holds.
    #[error("工作表“{0}”里没有单元格 {1}，可能已删除；请重新指定")]
    NoCell(String, String),
    /// A cell within a merged one, and not its first.
    #[error("工作表“{0}”的 {1} 在合并单元格里面，请改指合并区左上角的 {2}")]
    Merged(String, String, String),
    /// A cell that works something out.
    #[error("工作表“{0}”的 {1} 是公式，由表格自己计算，不能填数；请改指别的单元格")]
    Formula(String, String),
}

impl From<TableError> for TemplateError {
    fn from(error: TableError) -> TemplateError {
        match error {
            TableError::Encrypted => TemplateError::Encrypted,
            TableError::Damaged => TemplateError::Damaged,
            TableError::TooLarge => TemplateError::TooLarge,
            _ => TemplateError::NotATemplate,
        }
    }
}
