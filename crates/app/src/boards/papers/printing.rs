//! Printing: papers to Word and PDF files or straight to this PC's printer, one or many, told as they are made and stopped between two.
//! Nothing is written and nothing recorded of a run that was stopped.

use documents::Pages;
use domain::consent::Use;
use serde::{Deserialize, Serialize};
use store::Row;
use ts_rs::TS;

use crate::boards::papers::photos::PhotosLeftOut;
use crate::boards::papers::{PaperOf, Printout, left_out_of, must_be_some, printout};
use crate::kernel::context::Context;
use crate::kernel::error::{CommandError, ErrorCode, not_made};
use crate::kernel::events::Task;
use crate::kernel::files::{Destination, FileOut};
use crate::kernel::pc::Pc;
use crate::kernel::printer::{Cups, by_print_verb};
use crate::kernel::request::Nothing;
use crate::records::consents;
use crate::records::path_values::{Privacy, Reading};

/// A file format of a paper.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "snake_case")]
pub(crate) enum PaperFormat {
    /// Word, one file per paper.
    Docx,
    /// PDF, all papers in one file.
    Pdf,
}

/// What is printed, and how.
#[derive(Clone, Debug, Default, Serialize, Deserialize, TS)]
#[ts(optional_fields = nullable)]
pub(crate) struct Printing {
    /// Which, in this order.
    pub papers: Vec<PaperOf>,
    /// How many of each in the PDF (1 when absent).
    #[serde(default)]
    #[ts(optional)]
    pub copies: Option<u32>,
    /// Two pages of the PDF to a sheet.
    #[serde(default)]
    #[ts(optional)]
    pub two_up: Option<bool>,
    /// Leaves the photos of the records away.
    #[serde(default)]
    #[ts(optional)]
    pub without_photos: Option<bool>,
    /// For whom; by default the station's own at a station, masked at the county.
    #[serde(default)]
    #[ts(optional)]
    pub privacy: Option<Privacy>,
    /// Why a paper for outside tells of somebody who has not consented, or has withdrawn it; a supervisor's, and kept.
    #[serde(default)]
    #[ts(optional)]
    pub override_reason: Option<String>,
    /// Id under which progress is told and the work can be cancelled.
    #[serde(default)]
    #[ts(optional)]
    pub task: Option<String>,
}

/// Prints papers to files.
#[derive(Clone, Debug, Serialize, Deserialize, TS)]
pub(crate) struct PrintRequest {
    /// What, and how.
    #[serde(flatten)]
    #[ts(flatten)]
    pub printing: Printing,
    /// As which files.
    pub formats: Vec<PaperFormat>,
    /// Where to.
    pub to: Destination,
}

/// The files.
#[derive(Clone, Debug, Serialize, Deserialize, TS)]
pub(crate) struct PrintedPapers {
    /// Files written.
    pub files: Vec<FileOut>,
    /// Characters that no font of this machine can draw; to be written by hand.
    pub missing_glyphs: String,
    /// Photos that are not on these papers.
    pub left_out: PhotosLeftOut,
}

/// Sends papers to the printer.
#[derive(Clone, Debug, Serialize, Deserialize, TS)]
#[ts(optional_fields = nullable)]
pub(crate) struct SendRequest {
    /// What, and how.
    #[serde(flatten)]
    #[ts(flatten)]
    pub printing: Printing,
    /// Where the PDF lies while it is printed, on a system that prints files only.
    #[serde(default)]
    #[ts(optional)]
    pub to: Option<Destination>,
}

/// What became of it.
#[derive(Clone, Debug, Serialize, Deserialize, TS)]
pub(crate) struct SentToPrinter {
    /// The printer took it.
    pub sent: bool,
    /// What happened, and what to do now.
    pub message: String,
    /// The file, where one was needed.
    pub file: Option<FileOut>,
    /// Characters that no font of this machine can draw.
    pub missing_glyphs: String,
    /// Photos that are not on these papers.
    pub left_out: PhotosLeftOut,
}

/// What this PC can print with.
#[derive(Clone, Debug, Serialize, Deserialize, TS)]
pub(crate) struct PrinterState {
    /// The printer that papers go to; none where they are opened in another program and printed from there.
    pub name: Option<String>,
    /// It prints a file that must lie somewhere.
    pub by_file: bool,
}

const MOST_COPIES: u32 = 20;

/// The printer of this PC.
pub(crate) fn printer(_: &Pc, _: Nothing) -> Result<PrinterState, CommandError> {
    if cfg!(windows) {
        return Ok(PrinterState { name: Some("默认打印机".into()), by_file: true });
    }
    Ok(PrinterState { name: Cups::default().printer(), by_file: false })
}

/// Writes papers as files.
pub(crate) fn print(pc: &Pc, request: PrintRequest) -> Result<PrintedPapers, CommandError> {
    if request.formats.is_empty() {
        return Err(CommandError::new(ErrorCode::BadRequest, "请至少选择一种格式。"));
    }
    let context = Context::of(pc)?;
    let reading = Reading::new(&context, request.printing.privacy)?;
    let mut run = Run::begin(pc, &request.printing, 1 + request.formats.len())?;
    let printouts = run.fill(&reading, &request.printing)?;
    let reason = consent_to_outside(&reading, &printouts, request.printing.override_reason.as_deref())?;
    let (mut made, mut missing) = (Vec::new(), String::new());
    if request.formats.contains(&PaperFormat::Docx) {
        for printout in &printouts {
            run.next("正在生成 Word")?;
            let docx = documents::docx(&printout.document).map_err(not_made)?;
            missing.extend(docx.missing_glyphs);
            made.push((format!("{} {}.docx", printout.name, context.today), docx.bytes));
        }
    }
    if request.formats.contains(&PaperFormat::Pdf) {
        let pdf = run.pdf(&printouts, &request.printing)?;
        missing.extend(pdf.missing_glyphs);
        made.push((format!("{} {}.pdf", name_of(&printouts), context.today), pdf.bytes));
    }
    record_printing(&reading, &printouts, reason.as_deref())?;
    let files = made.into_iter().map(|(name, bytes)| request.to.write(pc, &name, bytes)).collect::<Result<_, _>>()?;
    Ok(PrintedPapers { files, missing_glyphs: each_once(&missing), left_out: left_out_of(&printouts) })
}

/// Sends papers to the printer of this PC.
pub(crate) fn send(pc: &Pc, request: SendRequest) -> Result<SentToPrinter, CommandError> {
    let context = Context::of(pc)?;
    let reading = Reading::new(&context, request.printing.privacy)?;
    let mut run = Run::begin(pc, &request.printing, 2)?;
    let printouts = run.fill(&reading, &request.printing)?;
    let reason = consent_to_outside(&reading, &printouts, request.printing.override_reason.as_deref())?;
    let pdf = run.pdf(&printouts, &request.printing)?;
    let (name, many) = (name_of(&printouts), printouts.len());
    let missing_glyphs = each_once(&pdf.missing_glyphs.iter().collect::<String>());
    let left_out = left_out_of(&printouts);
    let answer = |sent: bool, message: String, file: Option<FileOut>| SentToPrinter {
        sent,
        message,
        file,
        missing_glyphs,
        left_out,
    };
    let Some(to) = request.to else {
        let cups = Cups::default();
        let Some(printer) = cups.printer() else {
            let message = "这台电脑还没有装打印机。请在系统设置里添加打印机，或存成文件再打印。";
            return Ok(answer(false, message.into(), None));
        };
        record_printing(&reading, &printouts, reason.as_deref())?;
        // Others see a printer's list of jobs: it bears nobody's name.
        return Ok(match cups.print(&printer, &format!("表单{many}份"), &pdf.bytes) {
            Ok(()) => answer(true, format!("已交给打印机 {printer}，共 {many} 份表。"), None),
            Err(said) => {
                let message = format!("打印机 {printer} 没有接受：{said}。请检查打印机，或存成文件再打印。");
                answer(false, message, None)
            }
        });
    };
    record_printing(&reading, &printouts, reason.as_deref())?;
    let file = to.write(pc, &format!("{name} {}.pdf", context.today), pdf.bytes)?;
    let sent = file.path.as_ref().is_some_and(|path| by_print_verb(path.as_ref()));
    let message = match sent {
        true => format!("已交给默认打印机，共 {many} 份表；文件也存在所选的文件夹里，用完请删除。"),
        false if file.download.is_some() => "文件在浏览器的“下载”里，请打开后打印，用完请删除。".to_owned(),
        false => "系统没有能直接打印 PDF 的程序。文件已存到所选的文件夹，请打开后打印。".to_owned(),
    };
    Ok(answer(sent, message, Some(file)))
}

/// A run over papers, told step by step.
struct Run {
    task: Task,
    done: u64,
    total: u64,
}

impl Run {
    fn begin(pc: &Pc, printing: &Printing, steps: usize) -> Result<Run, CommandError> {
        must_be_some(&printing.papers)?;
        let task = pc.events.begin(printing.task.as_deref(), "打印表单")?;
        Ok(Run { task, done: 0, total: (printing.papers.len() * steps) as u64 })
    }

    fn next(&mut self, step: &str) -> Result<(), CommandError> {
        let stopped = self.task.progress(self.done, self.total, step).is_break();
        self.done += 1;
        if stopped { Err(Task::cancelled()) } else { Ok(()) }
    }

    fn fill(&mut self, reading: &Reading, printing: &Printing) -> Result<Vec<Printout>, CommandError> {
        let guarded = Reading::new(reading.context, Some(Privacy::Inside))?;
        let photos = printing.without_photos != Some(true);
        let filled = printing.papers.iter().map(|paper| {
            self.next("正在填表")?;
            printout(reading, &guarded, paper, photos)
        });
        filled.collect()
    }

    fn pdf(&mut self, printouts: &[Printout], printing: &Printing) -> Result<documents::Pdf, CommandError> {
        let copies = printing.copies.unwrap_or(1).clamp(1, MOST_COPIES) as usize;
        let mut pages = Pages::default();
        for printout in printouts {
            self.next("正在排版")?;
            pages.add(&printout.document, copies).map_err(not_made)?;
        }
        let pages = if printing.two_up == Some(true) { pages.two_up() } else { pages };
        pages.pdf().map_err(not_made)
    }
}

/// The name of one file with all of them.
fn name_of(printouts: &[Printout]) -> String {
    match printouts {
        [only] => only.name.clone(),
        many => format!("表单{}份", many.len()),
    }
}

fn each_once(text: &str) -> String {
    let mut once = String::new();
    text.chars().for_each(|c| {
        if !once.contains(c) {
            once.push(c)
        }
    });
    once
}

/// A paper for outside tells of nobody who has refused or withdrawn consent, unless a supervisor says why; the reason is given back.
fn consent_to_outside(
    reading: &Reading,
    printouts: &[Printout],
    reason: Option<&str>,
) -> Result<Option<String>, CommandError> {
    if !reading.is_outside() {
        return Ok(None);
    }
    let rows: Vec<Row> = printouts.iter().filter_map(|one| one.record.as_ref()).map(|(row, _)| row.clone()).collect();
    let Some(refusal) = consents::refused_records(reading.context, &rows, Use::Outside)?.into_values().next() else {
        return Ok(None);
    };
    match consents::overriding(reading.context, reason, "override_reason")? {
        Some(reason) => Ok(Some(reason)),
        None => Err(CommandError::invalid_field(
            "override_reason",
            format!("{}，不能打印给站外。请改选“本站使用”；确有必要时由站长（督导）写明理由。", refusal.words()),
        )),
    }
}

/// That something was printed stands in the history of each record that is on the paper.
fn record_printing(reading: &Reading, printouts: &[Printout], reason: Option<&str>) -> Result<(), CommandError> {
    let why = reason.map(|reason| format!("（未经同意，理由：{reason}）")).unwrap_or_default();
    let how = match () {
        () if reading.is_full() => "（含完整号码）",
        () if reading.is_outside() => "（对外，已遮盖）",
        () => "",
    };
    let shown = printouts.iter().filter_map(|printout| printout.record.as_ref());
    let printed: Vec<(&Row, String)> = shown.map(|(row, title)| (row, format!("打印：{title}{how}{why}"))).collect();
    reading.context.record_readings(&printed)
}
