//! Blocks of the body in Word; tables are in `table.rs`.

use docx_rs::{LineSpacing, Paragraph, Pic, Run, Tab, TabValueType, TableCell, TableRow, WidthType};

use super::{Writer, paragraph, words};
use crate::chart::{self, Picture};
use crate::document::{Block, Photo, SmallPhoto};
use crate::error::Result;
use crate::page::POINTS_PER_MM;

const EMU_PER_POINT: f64 = 12_700.0;

impl Writer {
    /// Writes a block. What is signed in the spaces that follow stays on their page.
    pub(super) fn block(&mut self, block: &Block, next: Option<&Block>, photos: &[Photo]) -> Result<()> {
        let signed = match next {
            Some(Block::Signatures { spaces }) => spaces.as_slice(),
            _ => &[],
        };
        let kept = !signed.is_empty() || matches!(next, Some(Block::Signed { .. }));
        let ruled = matches!(next, Some(Block::Signatures { .. } | Block::Table(_)));
        match block {
            Block::Title { text } if matches!(next, Some(Block::Subtitle { .. })) => {
                self.add(paragraph("Title", text).line_spacing(LineSpacing::new().after(0)));
            }
            Block::Title { text } => self.add(paragraph("Title", text)),
            Block::Subtitle { text } => self.subtitle(text),
            Block::Addressee { text } => self.add(paragraph("Normal", text).keep_next(true)),
            Block::Signed { organisation, date } => self.signed_by(organisation, date),
            Block::Large { text } => self.large(text),
            Block::Heading { level, text } => self.add(paragraph(&format!("Heading{}", level.clamp(&1, &4)), text)),
            Block::Paragraph { text } => {
                let lines: Vec<&str> = text.split('\n').collect();
                for (number, line) in lines.iter().enumerate() {
                    let last = number + 1 == lines.len();
                    let line = paragraph("Body", line).keep_next(last && kept);
                    // A rule of the table below must not touch the words.
                    self.add(if last && ruled { line.line_spacing(LineSpacing::new().after(80)) } else { line });
                }
            }
            Block::Note { text } => {
                text.split('\n').for_each(|line| self.add(paragraph("Small", line).keep_next(kept)));
            }
            Block::PageBreak => self.new_page = true,
            Block::Table(table) => self.table(table, signed),
            Block::Signatures { spaces } => self.signatures(spaces),
            Block::Figure(chart) => self.figure(chart::draw(chart, &self.page)?, &chart.title, kept),
            Block::Picture { picture, title } => self.figure(chart::draw_picture(picture, &self.page)?, title, kept),
            Block::Photo { photo, caption } => {
                photos.get(*photo).into_iter().for_each(|photo| self.photo(photo, caption))
            }
            Block::SmallPhotos { photos: small } => self.small_photos(small, photos),
            Block::Line { left, right } => self.line(left, right),
            Block::Anchor { .. } => {}
        }
        Ok(())
    }

    fn photo(&mut self, photo: &Photo, caption: &str) {
        self.figure(picture_of(photo, photo.size()), caption, false);
    }

    /// A table without lines: two to a row, and a row stays on one page.
    fn small_photos(&mut self, small: &[SmallPhoto], photos: &[Photo]) {
        let half = self.text_width() as usize / 2;
        let cell = |one: &SmallPhoto| {
            let drawn = photos.get(one.photo).map(|photo| drawing(picture_of(photo, photo.small_size())));
            let cell = TableCell::new().width(half, WidthType::Dxa).add_paragraph(drawn.unwrap_or_default());
            cell.add_paragraph(paragraph("Caption", &one.caption))
        };
        let empty = || TableCell::new().width(half, WidthType::Dxa).add_paragraph(paragraph("Caption", ""));
        let row = |pair: &[SmallPhoto]| {
            let mut cells: Vec<TableCell> = pair.iter().map(cell).collect();
            cells.resize_with(2, empty);
            TableRow::new(cells).cant_split()
        };
        let rows: Vec<TableRow> = small.chunks(2).map(row).collect();
        self.header_rows.extend(rows.iter().map(|_| false));
        self.add_ruled(rows, vec![half, half], &[], None);
    }

    fn figure(&mut self, picture: Picture, title: &str, kept: bool) {
        let titled = !title.is_empty();
        self.add(drawing(picture).keep_next(titled || kept));
        if titled {
            self.add(paragraph("Caption", title).keep_next(kept));
        }
    }

    fn line(&mut self, left: &str, right: &str) {
        let both = words(left).add_tab().add_text(right);
        let line = Paragraph::new().style("Small").keep_next(true).add_run(both);
        self.add(line.add_tab(Tab::new().val(TabValueType::Right).pos(self.text_width() as usize)));
    }
}

/// A paragraph of its own that shows a picture.
fn drawing(picture: Picture) -> Paragraph {
    let (width, height) = picture.pixels;
    let size = (picture.width * EMU_PER_POINT, picture.height * EMU_PER_POINT);
    let drawing = Pic::new_with_dimensions(picture.png, width, height).size(size.0 as u32, size.1 as u32);
    Paragraph::new().style("Picture").add_run(Run::new().add_image(drawing))
}

/// A photo of so many millimetres.
fn picture_of(photo: &Photo, (width, height): (f64, f64)) -> Picture {
    let (width, height) = (width * POINTS_PER_MM, height * POINTS_PER_MM);
    Picture { png: photo.jpeg.clone(), width, height, pixels: photo.pixels }
}
