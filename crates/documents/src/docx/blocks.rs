//! Blocks of the body in Word; tables are in `table.rs`.

use docx_rs::{BreakType, Paragraph, Pic, Run};

use super::{Writer, paragraph};
use crate::chart;
use crate::document::{Block, Chart};
use crate::error::Result;

const EMU_PER_POINT: f64 = 12_700.0;

impl Writer {
    pub(super) fn block(&mut self, block: &Block) -> Result<()> {
        match block {
            Block::Title { text } => self.add(paragraph("Title", text)),
            Block::Heading { level, text } => self.add(paragraph(&format!("Heading{}", level.clamp(&1, &4)), text)),
            Block::Paragraph { text } => text.split('\n').for_each(|line| self.add(paragraph("Body", line))),
            Block::Note { text } => text.split('\n').for_each(|line| self.add(paragraph("Small", line))),
            Block::PageBreak => {
                self.add(Paragraph::new().add_run(Run::new().add_break(BreakType::Page)));
            }
            Block::Table(table) => self.table(table),
            Block::Signatures { spaces } => self.signatures(spaces),
            Block::Figure(chart) => self.figure(chart)?,
        }
        Ok(())
    }

    fn figure(&mut self, chart: &Chart) -> Result<()> {
        let picture = chart::draw(chart, &self.page)?;
        let (width, height) = picture.pixels;
        let size = (picture.width * EMU_PER_POINT, picture.height * EMU_PER_POINT);
        let drawing = Pic::new_with_dimensions(picture.png, width, height).size(size.0 as u32, size.1 as u32);
        self.add(Paragraph::new().style("Picture").keep_next(true).add_run(Run::new().add_image(drawing)));
        if !chart.title.is_empty() {
            self.add(paragraph("Caption", &chart.title));
        }
        Ok(())
    }
}
