//! Parts of official papers besides headings and text, in Word: the line below the title, who signs and when; and a line for a sign maker.

use docx_rs::{AlignmentType, LineSpacing, LineSpacingType, Paragraph, RunFonts};

use super::{Writer, paragraph, words};
use crate::fitting;

/// Characters free at the right of the date.
const FREE: f64 = 4.0;

impl Writer {
    /// 题注.
    pub(super) fn subtitle(&mut self, text: &str) {
        let run = words(text).fonts(RunFonts::new().hint("eastAsia").east_asia("楷体"));
        let line = Paragraph::new().style("Normal").add_run(run).align(AlignmentType::Center).keep_next(true);
        self.add(line.line_spacing(LineSpacing::new().after((self.page.size * 20.0) as u32)));
    }

    /// 署名 centred above 成文日期 below two empty lines; all of it on the page of the text before it.
    pub(super) fn signed_by(&mut self, organisation: &str, date: &str) {
        (0..2).for_each(|_| self.add(paragraph("Normal", "").keep_next(true)));
        let wide = |text: &str| fitting::width(text) * self.page.char_pitch() * 20.0;
        let (signer, day, free) = (wide(organisation), wide(date), FREE * self.page.char_pitch() * 20.0);
        let widest = signer.max(day);
        let line = |text: &str, own: f64| {
            let right = free + (widest - own) / 2.0;
            paragraph("Normal", text).align(AlignmentType::Right).indent(None, None, Some(right as i32), None)
        };
        let (signer, day) = (line(organisation, signer).keep_next(true), line(date, day));
        if !organisation.is_empty() {
            self.add(signer);
        }
        self.add(day);
    }

    /// A line as large as the page is wide.
    pub(super) fn large(&mut self, text: &str) {
        let size = (self.page.as_wide(text) * 2.0) as usize;
        let run = words(text).size(size).fonts(RunFonts::new().hint("eastAsia").east_asia("黑体"));
        let line = Paragraph::new().style("Normal").add_run(run).align(AlignmentType::Center);
        let spacing = LineSpacing::new().line_rule(LineSpacingType::Auto).line(240).before(240).after(240);
        self.add(line.line_spacing(spacing).keep_next(true));
    }
}
