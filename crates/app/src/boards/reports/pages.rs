//! The pages of a report before it is frozen: exactly those that would be printed, with what is not on them said in words.

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use documents::Pages;

use crate::boards::reports::about::About;
use crate::boards::reports::freezing::edited;
use crate::boards::reports::types::{ReportPages, ReportPagesRequest};
use crate::boards::reports::{files, photos};
use crate::kernel::context::Context;
use crate::kernel::error::{CommandError, not_made};
use crate::kernel::pc::Pc;

const MOST_PICTURES: u32 = 20;

/// The pages as they would be frozen now.
pub(crate) fn preview(pc: &Pc, request: ReportPagesRequest) -> Result<ReportPages, CommandError> {
    let context = Context::of(pc)?;
    let about = About::own(&context, &request.report.key())?;
    let view = edited(&context, &about, request.report)?;
    let (photos, gone) = photos::files(&context, &view.photos)?;
    let mut remarks = view.undone.clone();
    let empty: Vec<&str> = files::empty_sections(&view).map(|section| section.heading.as_str()).collect();
    if !empty.is_empty() {
        remarks.push(format!("这些节没有内容，不会印出，后面的节往前排号：{}。", empty.join("；")));
    }
    let zeros = view.figures.iter().filter(|figure| figure.zero).count();
    match (zeros, view.leave_out_zeros) {
        (0, _) => {}
        (_, true) => remarks.push(format!("表里有 {zeros} 行全是 0，没有印出。")),
        (_, false) => remarks.push(format!("表里有 {zeros} 行全是 0，可以选“全是 0 的行不印”。")),
    }
    if gone > 0 {
        remarks.push(format!("有 {gone} 张照片不在这台电脑上，没有印出。"));
    }
    if view.provisional > 0 {
        remarks.push(format!("{}还有 {} 条暂存记录，没有计入。", view.columns[0], view.provisional));
    }
    let mut pages = Pages::default();
    pages.add(&files::document(&view, photos), 1).map_err(not_made)?;
    let pictures =
        pages.pictures(request.first as usize, request.count.min(MOST_PICTURES) as usize).map_err(not_made)?;
    Ok(ReportPages {
        pages: pages.count() as u32,
        pictures: pictures.iter().map(|png| STANDARD.encode(png)).collect(),
        remarks,
        missing_glyphs: pages.missing_glyphs().into_iter().collect(),
    })
}
