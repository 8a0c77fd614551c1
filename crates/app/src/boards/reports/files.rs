//! A frozen report as files: Word and PDF of one content, and its tables and figures as Excel.

mod paper;
mod sheets;

use serde::{Deserialize, Serialize};
use ts_rs::TS;

use crate::boards::reports::types::ReportView;
use crate::boards::reports::{kept, photos};
use crate::kernel::context::Context;
use crate::kernel::error::{CommandError, not_made};
use crate::kernel::files::{Destination, FileOut};
use crate::kernel::pc::Pc;

pub(super) use paper::{document, empty_sections};

/// Makes files of a frozen version.
#[derive(Clone, Debug, Serialize, Deserialize, TS)]
pub(crate) struct ExportReport {
    /// Record id of the version.
    pub id: String,
    /// Which files.
    pub formats: Vec<ReportFormat>,
    /// Where to.
    pub to: Destination,
}

/// A file format.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "snake_case")]
pub(crate) enum ReportFormat {
    /// Word.
    Docx,
    /// PDF.
    Pdf,
    /// Excel.
    Xlsx,
}

/// The files.
#[derive(Clone, Debug, Serialize, Deserialize, TS)]
pub(crate) struct ExportedReport {
    /// In the order asked for.
    pub files: Vec<FileOut>,
    /// Characters that no font of this machine can draw; named, never printed as boxes unsaid.
    pub missing_glyphs: String,
    /// Photos that are not on this PC and therefore not in the files.
    pub missing_photos: u32,
}

/// Writes a frozen version in the formats asked for.
pub(crate) fn export(pc: &Pc, request: ExportReport) -> Result<ExportedReport, CommandError> {
    let context = Context::of(pc)?;
    let row = kept::row(&context, &request.id)?;
    let view = kept::content(&context, &row)?;
    context.record_reading(&row, "export", &[])?;
    let (mut files, mut missing) = (Vec::new(), String::new());
    let (photos, gone) = photos::files(&context, &view.photos)?;
    let paper = document(&view, photos);
    for format in &request.formats {
        let (end, bytes) = match format {
            ReportFormat::Docx => ("docx", documents::docx(&paper).map_err(not_made)?.bytes),
            ReportFormat::Pdf => {
                let pdf = documents::pdf(&paper).map_err(not_made)?;
                missing = pdf.missing_glyphs.iter().collect();
                ("pdf", pdf.bytes)
            }
            ReportFormat::Xlsx => ("xlsx", documents::xlsx(&sheets::workbook(&view)).map_err(not_made)?),
        };
        files.push(request.to.write(pc, &format!("{}.{end}", file_name(&view)), bytes)?);
    }
    Ok(ExportedReport { files, missing_glyphs: missing, missing_photos: gone as u32 })
}

/// 某站工作简报 第11期 2026年11月; an official paper by its title and version.
fn file_name(view: &ReportView) -> String {
    match view.issue_no {
        0 => format!("{} 第{}版", view.title, view.version),
        number => format!("{} 第{number}期 {}", view.title, view.label),
    }
}
